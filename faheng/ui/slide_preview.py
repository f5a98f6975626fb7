"""How a slide looks, drawn by the elements of the pages: title, what it shows, and all that is printed round it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st

from faheng.charts.bullets import bullets_html
from faheng.charts.html import cards_html, matrix_html, render
from faheng.charts.spec import ChartSpec, Matrix
from faheng.charts.spec_profile import Bullets, Spine
from faheng.charts.spine import spine_html
from faheng.meeting.slide import Absent, Agenda, KeyNumbers, Sentences, Slide, TitlePage
from faheng.tables import Table, as_file_name
from faheng.ui import components
from faheng.ui.chart_element import show_chart_element
from faheng.ui.flash import plain


def show(slide: Slide, *, pages: Mapping[str, int]) -> None:
    """One slide in a frame; where it comes from is a link below it. `pages` are those of the deck's slides."""
    with st.container(border=True, key=f"slide-{slide.slide_id}"):
        st.subheader(plain(slide.whole_title), anchor=False)
        if slide.subtitle:
            st.caption(plain(slide.subtitle))
        _show_body(slide, pages)
        below = filter(None, (slide.definition, *slide.notes, slide.source))
        st.caption("  \n".join(plain(line) for line in below))
        if slide.address is not None:
            components.show_ways((("在页面里看", slide.address),))


def _show_body(slide: Slide, pages: Mapping[str, int]) -> None:
    draw = _AS_HTML.get(type(slide.body))
    match slide.body:
        case _ if draw is not None:
            components.show_html(draw, slide.body)
        case TitlePage(occasion, office, date):
            said = [text for text in (occasion, office, date) if text]
            st.markdown("  \n".join(map(plain, said)) or ":gray[会议、单位、日期：在“名称与封面”里写。]")
        case Agenda(lines):
            st.markdown(
                "  \n".join(f"**{pages.get(line.slide_id, '')}**　{plain(line.text)}" for line in lines)
            )
        case Absent(reason):
            components.nothing_here(reason)
        case ChartSpec():
            show_chart_element(
                slide.body, key=f"slide-chart:{slide.slide_id}", name=as_file_name(slide.title)
            )


def _cards(body: Any) -> str:
    return cards_html(body.cards)


def _sentences(body: Any) -> str:
    return render("findings", groups=body.groups)


def _table(body: Any) -> str:
    rows = [(texts, None, False, False) for texts in body.texts()]
    return render("rows", table=body, rows=rows)


_AS_HTML: Mapping[type, Callable[[Any], str]] = {
    KeyNumbers: _cards,
    Sentences: _sentences,
    Table: _table,
    Matrix: matrix_html,
    Spine: spine_html,
    Bullets: bullets_html,
}
