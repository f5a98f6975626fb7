"""What is done to a whole release that stands: freezing it for a meeting, and when it becomes public."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import streamlit as st

from faheng.store.embargo import clock, move_embargo, own_embargo
from faheng.store.freezes import MOST_LETTERS, freeze_for, freeze_release, unfreeze
from faheng.ui import access, data, flash
from faheng.ui.flash import plain
from faheng.views.releases import moment_words, state_words

_MORNING = time(9)


def moment_input(key: str, value: datetime | None = None) -> datetime:
    """A date and a time of day; tomorrow morning to begin with."""
    begin = value or datetime.combine(clock().date() + timedelta(days=1), _MORNING)
    with st.container(horizontal=True):
        day = st.date_input(
            "公开日期",
            begin.date(),
            min_value=min(begin.date(), clock().date()),
            format="YYYY-MM-DD",
            key=f"{key}:day",
            width=180,
        )
        hour = st.time_input("公开时间", begin.time(), step=900, key=f"{key}:time", width=140)
    return datetime.combine(day, hour)


def offer(number: int) -> None:
    """Say what holds of a release; who publishes may change it."""
    store, visitor = data.store(), access.visitor()
    if words := state_words(store, number):
        st.markdown(f":material/info: {plain(f'这一版{words}。')}")
    if not visitor.has("publisher"):
        return
    waits_until, frozen = own_embargo(store, number), freeze_for(store, visitor)
    with st.container(horizontal=True, vertical_alignment="center"):
        if frozen is None:
            with st.popover("为会议冻结这一版", icon=":material/ac_unit:"):
                _offer_freeze(number)
        elif frozen.release == number:
            st.button("解冻", icon=":material/ac_unit:", on_click=_unfreeze, key="unfreeze")
        else:
            st.caption(
                plain(f"第 {frozen.release} 版正为“{frozen.name}”冻结，先解冻它，才能冻结别的。"),
                width="content",
            )
        if waits_until is not None:
            with st.popover("公开时间", icon=":material/lock_clock:"):
                _offer_times(number, waits_until)


def _offer_freeze(number: int) -> None:
    st.caption("冻结以后，没有选版本的人打开的都是这一版，直到解冻；新的一版照常发布，页面上会提示已有新版。")
    name = st.text_input(
        "哪次会议", key=f"freeze-name:{number}", max_chars=MOST_LETTERS, placeholder="市委常委会会议"
    )
    st.button(
        "冻结",
        type="primary",
        disabled=not name.strip(),
        on_click=_freeze,
        args=(number, name),
        key="freeze",
    )


def _offer_times(number: int, waits_until: datetime) -> None:
    moment = moment_input(f"embargo:{number}", waits_until)
    with st.container(horizontal=True):
        st.button(
            "改到这个时间",
            disabled=moment == waits_until,
            on_click=_move,
            args=(number, moment),
            key="move-embargo",
        )
        st.button("现在公开", type="primary", on_click=_move, args=(number, None), key="lift-embargo")


@flash.told
def _freeze(number: int, name: str) -> None:
    freeze_release(data.store(), number, name, actor=access.require("publisher"))
    flash.say(f"第 {number} 版已为“{name.strip()}”冻结：没有选版本的人打开的都是它，直到解冻。")


@flash.told
def _unfreeze() -> None:
    number = unfreeze(data.store(), actor=access.require("publisher"))
    flash.say(f"第 {number} 版已解冻：新打开的页面又从最新版开始。")


@flash.told
def _move(number: int, moment: datetime | None) -> None:
    move_embargo(data.store(), number, moment, actor=access.require("publisher"))
    when = f"改为 {moment_words(moment)} 公开" if moment else "现在公开了"
    flash.say(f"第 {number} 版{when}。")
