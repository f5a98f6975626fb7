"""县区画像: its spine with what is missing, and how it gets onto paper."""

from __future__ import annotations

import streamlit as st

from faheng.charts.html import render
from faheng.charts.spine import spine_html
from faheng.ui import components
from faheng.views.profile import Profile


def show_spine(shown: Profile) -> None:
    """The spine with its title, what is missing, notes and source."""
    components.say_head(shown.spine)
    components.show_html(_spine, shown)
    components.say_foot(shown.spine)


def _spine(shown: Profile) -> str:
    return spine_html(shown.spine) + render("missing", missing=shown.missing)


def offer_paper(shown: Profile) -> None:
    """The table as a file, and a button that prints the page."""
    with st.container(horizontal=True, vertical_alignment="center", key="paper"):
        components.download_table(shown.table, key="profile:xlsx")
        st.html(render("print"))


def nothing_reported(shown: Profile) -> None:
    """The empty state: no region of the city has reported anything for the period."""
    city = shown.city.name
    if shown.city_is_known:
        words = f"{city}{shown.period}只有全市的数，各地区还没有报送。全市的数见“总览”。"
    else:
        words = f"{city}{shown.period}还没有任何地区报送数据。请换一个时期，或到“数据报送”上传。"
    components.nothing_here(words)
