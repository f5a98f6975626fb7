"""县区画像: its sentences, its two aspects with what is missing, and how it gets onto paper."""

from __future__ import annotations

import streamlit as st

from faheng.charts.bullets import bullets_html
from faheng.charts.html import render
from faheng.charts.spine import spine_html
from faheng.ui import components, link
from faheng.views.choices import Options
from faheng.views.profile import ASPECTS, Profile

_ASPECTS = Options(ASPECTS, next(iter(ASPECTS)))


def chosen_aspect() -> str:
    """Which of its aspects the page shows."""
    return link.value_of("aspect", "画像的样式", _ASPECTS)


def show_findings(shown: Profile) -> None:
    """Strengths, weaknesses and changes in a few sentences, each a way to its chart."""
    if shown.findings:
        components.show_html(_findings, shown)


def _findings(shown: Profile) -> str:
    return render("findings", groups=shown.findings)


def show_aspect(shown: Profile, aspect: str) -> None:
    """The aspect that is chosen, below the widget that chooses it: title, rows, what is missing, notes and source."""
    link.segments("aspect", "画像的样式", _ASPECTS, with_label=False)
    described, draw = (shown.gaps.bullets, _gaps) if aspect == "gaps" else (shown.spine, _spine)
    components.say_head(described)
    components.show_html(draw, shown)
    components.say_foot(described)


def _spine(shown: Profile) -> str:
    return spine_html(shown.spine) + render("missing", missing=shown.missing)


def _gaps(shown: Profile) -> str:
    gaps = shown.gaps
    rows = bullets_html(gaps.bullets) if gaps.bullets.rows else ""
    met = (gaps.met,) if gaps.met.indicators else ()
    return rows + render("missing", missing=(*met, *shown.missing))


def offer_paper(shown: Profile, aspect: str) -> None:
    """The table of the aspect as a file, and a button that prints the page."""
    with st.container(horizontal=True, vertical_alignment="center", key="paper"):
        components.download_table(shown.gaps.table if aspect == "gaps" else shown.table, key="profile:xlsx")
        st.html(render("print"))


def nothing_reported(shown: Profile) -> None:
    """The empty state: no region of the city has reported anything for the period."""
    city = shown.city.name
    if shown.city_is_known:
        words = f"{city}{shown.period}只有全市的数，各地区还没有报送。全市的数见“总览”。"
    else:
        words = f"{city}{shown.period}还没有任何地区报送数据。请换一个时期，或到“数据报送”上传。"
    components.nothing_here(words)
