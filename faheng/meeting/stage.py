"""Slides as the player shows them (data/assets/player.js): HTML drawn here, figures drawn by the app's own chart element."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from functools import singledispatch
from typing import Any

from markupsafe import Markup

from faheng.charts.bullets import bullets_html
from faheng.charts.data_table import data_table
from faheng.charts.drawing import LEADS_ON, Frame
from faheng.charts.figure import figure_parts
from faheng.charts.html import cards_html, matrix_html, render
from faheng.charts.spec import ChartSpec, Matrix
from faheng.charts.spec_profile import Bullets, Spine
from faheng.charts.spine import spine_html
from faheng.meeting.around import doubts, foot, record
from faheng.meeting.deck import Deck
from faheng.meeting.slide import (
    Absent,
    Agenda,
    Body,
    KeyNumbers,
    Sentences,
    Slide,
    Stamp,
    TitlePage,
    pages_of,
)
from faheng.tables import Table

# A slide is 1920 × 1080 px. A chart on it has the letters of theme.py, 12 px and more, 2.6 times as large, so that the
# smallest are the 31 px that a room reads (exports.md, section 5): drawn for this frame it fills 1776 × 754 px.
FRAME = Frame(683, 290)
LEADS_TO_REGION = "点击看这个地区"
_CLASSES = re.compile(r'class="[^"]*"')


def stage_data(
    deck: Deck, slides: Sequence[Slide], stamp: Stamp, details: Mapping[str, Sequence[Slide]] | None = None
) -> bytes:
    """The deck as JSON for the player: everything that it shows, so that it needs nobody once it has this.

    `details` are the slides of a region, by its code, that a mark or a name of the region leads to.
    """
    last, pages = len(slides), pages_of(slides)
    shown = [
        _shown(slide, stamp, pages, page=f"{number} / {last}", closes=number == last)
        for number, slide in enumerate(slides, start=1)
    ]
    behind = {
        code: [_shown(slide, stamp, {}, page="地区详情", closes=False) for slide in parts]
        for code, parts in (details or {}).items()
    }
    said = {"name": deck.name, "slides": shown, "details": behind}
    return json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()


def _shown(
    slide: Slide, stamp: Stamp, pages: Mapping[str, int], *, page: str, closes: bool
) -> dict[str, Any]:
    remarks = (*doubts(slide), *slide.notes)
    html = render(
        "slide",
        slide=slide,
        title=slide.whole_title,
        kind=type(slide.body).__name__.lower(),
        is_opening=isinstance(slide.body, TitlePage),
        body=Markup(_own_classes(_html(slide.body, pages))),
        source=foot(slide.source, stamp),
        record=record(stamp) if closes else "",
        remarks=remarks,
        page=page,
    )
    figure = _figure(slide.body) if _is_figure(slide.body) else None
    return {
        "id": slide.slide_id,
        "title": slide.whole_title,
        "html": html,
        "speech": slide.speech,
        "doubts": [*doubts(slide), *slide.speech_doubts],
        "notes": [*slide.speech_doubts, *remarks, *([slide.definition] if slide.definition else [])],
        **({"figure": figure} if figure else {}),
    }


def _own_classes(html: str) -> str:
    """The HTML under class names of the player: the style of the app's pages, for other sizes, does not reach it."""
    # No text can be meant: in it every quotation mark is escaped.
    return _CLASSES.sub(lambda found: found.group().replace("fh-", "fp-"), html)


def _is_figure(body: Body) -> bool:
    return isinstance(body, ChartSpec) and not isinstance(body, Matrix | Spine | Bullets)


def _figure(body: Body) -> dict[str, Any]:
    """What data/assets/chart.js reads of a chart, drawn for a slide."""
    assert isinstance(body, ChartSpec)
    said = {
        "name": body.title,
        "title": body.title,
        "subtitle": body.subtitle,
        "below": [*body.notes, body.source],
        "table": asdict(data_table(body)),
    }
    return {**dict(_for_a_slide(figure_parts(body, FRAME))), **said}


def _for_a_slide(parts: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Yield the parts, in which marks lead to regions, not to sources."""
    for name, part in parts.items():
        if name == "data":
            part = [
                {
                    key: _renamed(value) if key in ("hovertext", "text") else value
                    for key, value in one.items()
                }
                for one in part
            ]
        yield name, part


def _renamed(words: Any) -> Any:
    if isinstance(words, list):
        return [_renamed(each) for each in words]
    return words.replace(LEADS_ON, LEADS_TO_REGION) if isinstance(words, str) else words


@singledispatch
def _html(_body: Body, _pages: Mapping[str, int]) -> str:
    """The body as HTML; a figure has its place there. `pages` are those of the slides, by identity."""
    return '<div class="fp-figure"></div>'


@_html.register
def _matrix(body: Matrix, _: Mapping[str, int]) -> str:
    return matrix_html(body)


@_html.register
def _spine(body: Spine, _: Mapping[str, int]) -> str:
    return spine_html(body)


@_html.register
def _bullets(body: Bullets, _: Mapping[str, int]) -> str:
    return bullets_html(body)


@_html.register
def _numbers(body: KeyNumbers, _: Mapping[str, int]) -> str:
    return cards_html(body.cards)


@_html.register
def _title_page(body: TitlePage, _: Mapping[str, int]) -> str:
    return render("slide_title", page=body)


@_html.register
def _agenda(body: Agenda, pages: Mapping[str, int]) -> str:
    return render("slide_agenda", lines=body.lines, pages=pages)


@_html.register
def _sentences(body: Sentences, _: Mapping[str, int]) -> str:
    return render("slide_sentences", groups=body.groups)


@_html.register
def _table(body: Table, _: Mapping[str, int]) -> str:
    return render(
        "slide_table", table=body, rows=list(body.texts()), first_footer=len(body.rows) - body.footer_rows
    )


@_html.register
def _absent(body: Absent, _: Mapping[str, int]) -> str:
    return render("slide_absent", reason=body.reason)
