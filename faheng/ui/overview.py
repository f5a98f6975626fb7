"""总览: its cards, how complete the figures are, and which indicators its matrix holds."""

from __future__ import annotations

import streamlit as st

from faheng.charts.html import cards_html, render
from faheng.ui import components, link
from faheng.views.overview import TABS, Overview

_TAB = "overview tab"


def chosen_tab() -> str:
    """Which indicators the matrix holds; the address says so, so that Back and a link lead to the same."""
    wanted = link.asked("tab")
    if wanted in TABS:
        st.session_state[_TAB] = wanted
    elif link.left_out("tab") or _TAB not in st.session_state:
        st.session_state[_TAB] = next(iter(TABS))
    tab: str = st.session_state[_TAB]
    if tab != next(iter(TABS)):
        link.keep("tab", tab)
    return tab


def show_cards(shown: Overview) -> None:
    """The headline indicators of the city."""
    components.show_html(_cards, shown)


def _cards(shown: Overview) -> str:
    return cards_html(shown.cards)


def show_completeness_and_tabs(shown: Overview) -> None:
    """How many of the numbers that are due are in, and whose are not; beside it which indicators the matrix holds."""
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        components.show_html(_completeness, shown)
        st.segmented_control(
            "指标范围",
            list(TABS),
            format_func=TABS.__getitem__,
            key=_TAB,
            required=True,
            label_visibility="collapsed",
        )


def _completeness(shown: Overview) -> str:
    return render("completeness", shown=shown)
