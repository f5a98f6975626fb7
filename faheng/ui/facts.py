"""公开数据: the place to read about, and its facts as a table that a phone shows as cards."""

from __future__ import annotations

import streamlit as st

from faheng.charts.html import render
from faheng.ui import components, link
from faheng.ui.flash import plain
from faheng.views.facts import Facts, place_options


def choose_place() -> str:
    """The place as a code, kept in the address."""
    notices = st.container()
    with st.container(width=240):
        return link.choice("place", "地方", place_options(), notices=notices)


def explain(shown: Facts) -> None:
    """What this is, how many facts there are, and for which reasons how many were left out."""
    total = len(shown.loaded) + len(shown.left_out)
    st.markdown(
        "五个地方自己公布过的数，一条一条照原文摘录。与指标目录口径一致、时期明确的，载入为这个地方的数据，"
        "点链接看它的图和来源；其余的不进任何图表，逐条写明原因。真实地方与演示市从不放在同一张图里。"
    )
    reasons = "、".join(f"{kind} {count} 条" for kind, count in shown.reasons)
    left_out = f"，没有载入 {len(shown.left_out)} 条（{reasons}）" if shown.left_out else ""
    st.markdown(plain(f"{shown.place}共 {total} 条：已载入 {len(shown.loaded)} 条{left_out}。"))


def show(shown: Facts) -> None:
    """Every fact with its phrase, its document and what became of it."""
    components.show_html(facts_html, shown)
    st.caption(plain(shown.table.source))
    components.download_table(shown.table, key="facts:xlsx")


def facts_html(shown: Facts) -> str:
    """The facts as tables, one for each place; loaded ones first."""
    return render("facts", facts=shown)
