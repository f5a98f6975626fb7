"""指标目录 and 指标口径: the search in the address, and how their answers are drawn."""

from __future__ import annotations

import streamlit as st

from faheng.charts.html import render
from faheng.ui import data, link
from faheng.views import choices
from faheng.views.catalogue import CatalogueList, indicator_options
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


def city_and_indicator(release: int) -> dict[str, str] | None:
    """City (none when nobody has reported anything) and indicator as codes; None without a catalogue."""
    indicators = data.view(indicator_options, release=release)
    if indicators is None:
        return None
    cities = data.view(choices.city_options, release=release)
    notices = st.container()
    left, right = st.columns([2, 5, 2])[:2]
    city_code = ""
    if cities is not None:
        with left:
            city_code = link.choice("city", "市", cities, notices=notices)
    with right:
        indicator_code = link.choice("indicator", "指标", indicators, notices=notices)
    return {"city_code": city_code, "indicator_code": indicator_code}


def catalogue_html(shown: CatalogueList) -> str:
    """The list by category; on a phone a row is a card."""
    return render("catalogue", shown=shown)


def indicator_html(page: IndicatorPage) -> str:
    """The definition beside who has reported."""
    return render("indicator", page=page)


def definition_html(definition: Definition) -> str:
    """The definition alone, with the way to its page."""
    return render("definition_short", definition=definition)
