"""总览: its cards, how complete the figures are, and which indicators its matrix holds."""

from __future__ import annotations

import streamlit as st

from faheng.charts.html import cards_html, matrix_html, render
from faheng.ui import components, data, link
from faheng.views import choices
from faheng.views.choices import Options
from faheng.views.findings import FindingGroup
from faheng.views.overview import TABS, Overview, overview

_TABS = Options(TABS, next(iter(TABS)))


def chosen_tab() -> str:
    """Which indicators the matrix holds."""
    return link.value_of("tab", "指标范围", _TABS)


def read_ahead(release: int) -> None:
    """Make what the first visitor of a release will ask for: reading a city takes half a second."""
    cities = data.view(choices.city_options, release=release)
    if cities is None:
        return
    periods = data.view(choices.city_period_options, release=release, city_code=cities.default)
    shown = data.view(
        overview, release=release, city_code=cities.default, period_code=periods.default, tab=_TABS.default
    )
    data.html(_findings, shown)
    data.html(_cards, shown)
    data.html(matrix_html, shown.matrix)


def show_cards(shown: Overview) -> None:
    """The headline indicators of the city."""
    components.show_html(_cards, shown)


def show_findings(shown: Overview) -> None:
    """What a mayor should know about the period, in a few sentences, each a way to its chart."""
    components.show_html(_findings, shown)


def _findings(shown: Overview) -> str:
    return render("findings", groups=[FindingGroup(shown.findings)])


def _cards(shown: Overview) -> str:
    return cards_html(shown.cards)


def show_completeness_and_tabs(shown: Overview) -> None:
    """How many of the numbers that are due are in, and whose are not; beside it which indicators the matrix holds."""
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        components.show_html(_completeness, shown)
        link.segments("tab", "指标范围", _TABS, with_label=False)


def _completeness(shown: Overview) -> str:
    return render("completeness", shown=shown)
