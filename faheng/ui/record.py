"""操作记录: what is looked for, what was found page by page, its .xlsx, and the head of the chain."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import streamlit as st

from faheng.exports import write_workbook
from faheng.roles import Actor
from faheng.store.audit import ACT_NAMES, Search, chain_head, recorded_names
from faheng.ui import components, data
from faheng.ui.flash import plain
from faheng.views.record import A_PAGE, SUBJECT_NAMES, record_page, record_table

_FROM = "record pages"  # what was looked for, and for every page after the first the number it begins below
_ALL = ""


def choose_search() -> Search:
    """Person, act, subject, words and days; nothing chosen finds everything."""
    first, second, third = st.columns([2, 2, 3])
    who = first.selectbox(
        "人员", [_ALL, *recorded_names(data.store())], format_func=_or_all, key="record:who"
    )
    act = second.selectbox(
        "操作", [_ALL, *ACT_NAMES], format_func=lambda act: ACT_NAMES.get(act, "全部"), key="record:act"
    )
    words = third.text_input(
        "内容里有", key="record:words", max_chars=100, placeholder="文件名、单元格、理由、登录名"
    )
    fourth, fifth, sixth, seventh = st.columns(4)
    kind = fourth.selectbox(
        "对象",
        [_ALL, *SUBJECT_NAMES],
        format_func=lambda kind: SUBJECT_NAMES.get(kind, "全部"),
        key="record:kind",
    )
    number = fifth.text_input(
        "对象的编号", key="record:number", max_chars=9, disabled=not kind, placeholder="如 12"
    )
    since = sixth.date_input("从哪天", value=None, key="record:since", format="YYYY-MM-DD")
    until = seventh.date_input("到哪天", value=None, key="record:until", format="YYYY-MM-DD")
    return Search(
        who=who or None,
        act=act or None,
        subject=f"{kind}:{number.strip()}" if kind and number.strip() else kind or None,
        words=words.strip() or None,
        since=_midnight(since),
        until=_midnight(until + timedelta(days=1)) if isinstance(until, date) else None,
    )


def _or_all(text: str) -> str:
    return text or "全部"


def _midnight(day: object) -> datetime | None:
    return datetime.combine(day, time()) if isinstance(day, date) else None


def show_found(search: Search, actor: Actor) -> None:
    """What fits, newest first, a page at a time; the one that is touched in full; all of it as a file."""
    asked, starts = st.session_state.get(_FROM, (None, []))
    if asked != search:
        starts = []
    page = record_page(data.store(), search, actor=actor, before=starts[-1] if starts else None)
    if not page.total:
        components.nothing_here("没有符合条件的记录。请放宽条件。")
        return
    first = len(starts) * A_PAGE + 1
    st.markdown(
        f"共 {page.total:,} 条，第 {first:,}—{first + len(page.table.rows) - 1:,} 条，新的在前。点一行看全文。"
    )
    widths = {"序号": 60, "时间": 160, "人员": 80, "操作": 90, "内容": 560, "来自": 110}
    row = components.chosen_row(page.table, key=f"record:{hash((search, *starts))}", widths=widths)
    if row is not None and row < len(page.table.rows):
        number, when, who, act, words, origin = page.table.rows[row]
        where = f"，来自 {origin}" if origin else ""
        st.info(plain(f"第 {number} 条　{when}　{who}{where}\n\n{act}：{words}"))
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            "较新的", disabled=not starts, on_click=_turn, args=(search, starts[:-1]), key="record:newer"
        )
        st.button(
            "较早的",
            disabled=page.older is None,
            on_click=_turn,
            args=(search, [*starts, page.older]),
            key="record:older",
        )
        components.download(
            "下载找到的记录 .xlsx",
            make=lambda: write_workbook([record_table(data.store(), search, actor=actor)]),
            title=f"操作记录（{page.total} 条）",
            file_name=f"操作记录 {date.today():%Y-%m-%d}.xlsx",
            subject="record",
            key="record:xlsx",
        )


def _turn(search: Search, starts: list[int]) -> None:
    st.session_state[_FROM] = (search, starts)


def show_head() -> None:
    """The newest event's number and hash, and how the chain is checked with it."""
    head = chain_head(data.store().root.cursor())
    st.subheader("校验码", anchor=False)
    st.markdown(
        "每条记录都带着前一条的校验码，抄存校验码以后，改动或删去它以前的任何一条都能查出来。请把现在的校验码抄存在别处（如会议纪要、备份清单）："
    )
    st.code(str(head), language=None, wrap_lines=True)
    st.markdown("以后在安装文件夹里运行下面的命令，就能证明到这一条为止没有被改过：")
    st.code(f"python -m faheng check --head {head}", language="bash", wrap_lines=True)
