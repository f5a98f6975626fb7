"""备份: which there are, one more at once, and when and how many are made by themselves."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time

import streamlit as st

from faheng.roles import Actor
from faheng.store.backup import backups_folder, list_backups
from faheng.store.backup_work import BackupWork, backup_work
from faheng.store.rules import MOST_BACKUPS, change_rules, office_rules
from faheng.ui import access, components, data, flash
from faheng.ui.flash import plain
from faheng.views.backups import backup_table, newest_words

_ASKS_EVERY = 1.0  # seconds, while one is being made
_DEFAULT = time(2, 30)


def offer_backups(actor: Actor) -> None:
    """Everything about backups, for 管理."""
    store = data.store()
    rules = office_rules(store)
    work = backup_work(store)
    backups = list_backups(backups_folder(store))
    with st.container(border=True):
        st.subheader("备份", anchor=False)
        words, is_worrying = newest_words(backups, is_scheduled=bool(rules.backup_at), now=datetime.now())
        (st.warning if is_worrying else st.markdown)(plain(words))
        if work.failure:
            st.error(plain(f"上一次备份没有成功（{_when(work)}）：{work.failure}"))
        _offer_one_more(work, is_allowed=actor.has("administrator"))
        if backups:
            components.show_table(backup_table(backups), key="backups")
        st.caption(
            plain(
                f"备份在服务器的 {backups_folder(store)}。它和数据在同一块盘上，盘坏了会一起丢："
                "请让管理机器的人定期用 python -m faheng backup --to 另一块盘 再存一份。恢复的办法见“使用说明”的“维护”。"
            )
        )
        _offer_schedule(actor)


def _when(work: BackupWork) -> str:
    return f"{work.failed_at:%Y-%m-%d %H:%M}" if work.failed_at else "数据已备份，但检查出问题"


def _offer_one_more(work: BackupWork, *, is_allowed: bool) -> None:
    if work.is_busy:
        _show_progress()
    else:
        st.button(
            "现在备份", icon=":material/save:", on_click=_ask, key="backup:now", disabled=not is_allowed
        )


@st.fragment(run_every=_ASKS_EVERY)
def _show_progress() -> None:
    work = backup_work(data.store())
    if not work.is_busy:
        st.rerun()  # the whole page: there is one more in the table
    st.progress(work.share, text=f"正在备份：{work.words or '准备'}。可以继续使用，也可以离开这一页。")


def _offer_schedule(actor: Actor) -> None:
    rules = office_rules(data.store())
    with st.form("backup-schedule", border=False):
        left, middle, right = st.columns(3, vertical_alignment="bottom")
        left.toggle("每天自动备份", value=bool(rules.backup_at), key="backup:daily")
        middle.time_input(
            "时间",
            value=time.fromisoformat(rules.backup_at) if rules.backup_at else _DEFAULT,
            step=1800,
            key="backup:at",
        )
        right.number_input(
            "保留几份", min_value=1, max_value=MOST_BACKUPS, value=rules.keep_backups, key="backup:keep"
        )
        st.form_submit_button("保存备份设置", on_click=_set, disabled=not actor.has("administrator"))


@flash.told
def _ask() -> None:
    backup_work(data.store()).ask(actor=access.require("administrator"))


@flash.told
def _set() -> None:
    actor = access.require("administrator")
    at = st.session_state["backup:at"]
    rules = replace(
        office_rules(data.store()),
        backup_at=f"{at:%H:%M}" if st.session_state["backup:daily"] and at else "",
        keep_backups=int(st.session_state["backup:keep"]),
    )
    change_rules(data.store(), rules, actor=actor)
    flash.say(
        f"每天 {rules.backup_at} 自动备份，保留 {rules.keep_backups} 份。"
        if rules.backup_at
        else f"不自动备份；保留 {rules.keep_backups} 份。"
    )
