"""指标目录 and 指标口径: the search in the address, and how their answers are drawn."""

from __future__ import annotations

import streamlit as st

from faheng.charts.html import render
from faheng.ui import link
from faheng.views.catalogue import CatalogueList
from faheng.views.definition import Definition
from faheng.views.indicator import IndicatorPage

_SEARCH = "text:search"


def search_box() -> str:
    """What is searched for; the address keeps it."""
    wanted = link.asked("search")
    if wanted is not None or link.left_out("search"):
        st.session_state[_SEARCH] = wanted or ""
    text: str = st.text_input(
        "搜索指标",
        key=_SEARCH,
        placeholder="名称、编号、叫法、分子分母……多个词用空格隔开，按回车",
        icon=":material/search:",
        width=720,
    )
    if text.strip():
        link.keep("search", text.strip())
    else:
        link.drop("search")
    return text.strip()


def catalogue_html(shown: CatalogueList) -> str:
    """The list by category; on a phone a row is a card."""
    return render("catalogue", shown=shown)


def indicator_html(page: IndicatorPage) -> str:
    """The definition beside who has reported."""
    return render("indicator", page=page)


def definition_html(definition: Definition) -> str:
    """The definition alone, with the way to its page."""
    return render("definition_short", definition=definition)
