"""Writes a deck as a Word brief in the layout of official documents: sentences, native charts and tables to hand out and edit."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime, time
from functools import singledispatch

from docx.document import Document
from docx.enum.text import WD_PARAGRAPH_ALIGNMENT

from faheng.charts.map_spec import RegionMap
from faheng.charts.spec import ChartSpec, DotComparison
from faheng.charts.spec_over_time import SmallMultiples
from faheng.measures.wording import MADE_UP
from faheng.meeting.around import exported, foot, record
from faheng.meeting.deck import Deck
from faheng.meeting.native.kinds import has_native_chart
from faheng.meeting.slide import Absent, Agenda, Body, Sentences, Slide, Stamp, TitlePage
from faheng.meeting.whole import WholeSlide, whole_slides
from faheng.meeting.word import layout
from faheng.meeting.word.tables import grids, tiles
from faheng.meeting.word.writing import Writer
from faheng.xml_text import legal

_MOST = 255  # letters of a property
_CHART_HEIGHT = 235  # points
_ROW_HEIGHT = 25  # of regions side by side
_PANEL_ROW = 120
_LETTERS, _PANEL_LETTERS = 9, 7.5
_NEWS = {True: "向好：", False: "须重视：", None: ""}


def write_docx(deck: Deck, slides: Sequence[Slide], stamp: Stamp) -> bytes:
    """The .docx: title, then a section per slide whose heading is the finding; at the end the record's head.

    Parts of a slide that a room needs apart are one section.
    """
    document = layout.official_document()
    made_up = any(slide.made_up for slide in slides)
    words = (MADE_UP if made_up else "", stamp.release_words, exported(stamp))
    layout.head_and_number(document, " · ".join(filter(None, words)))
    writer = Writer(document)
    for whole in whole_slides(slides):
        _section(writer, whole, stamp)
    writer.paragraph(record(stamp), layout.SMALL)
    _describe(document, deck, stamp)
    saved = io.BytesIO()
    document.save(saved)
    return saved.getvalue()


def _section(writer: Writer, whole: WholeSlide, stamp: Stamp) -> None:
    slide = whole.slide
    if isinstance(slide.body, TitlePage):
        _opening(writer, slide, slide.body, stamp)
        return
    if isinstance(slide.body, Agenda):
        writer.paragraph(slide.title, "Subtitle", keeps=True)
    else:
        writer.heading(slide.title, name=slide.chosen_id)
        if slide.subtitle:
            writer.paragraph(slide.subtitle, layout.SMALL, keeps=True)
    for body in whole.bodies:
        _write(body, writer)
    if not isinstance(slide.body, Agenda):
        for text in (*whole.remarks, foot(slide.source, stamp)):
            writer.paragraph(text, layout.SMALL)


def _opening(writer: Writer, slide: Slide, body: TitlePage, stamp: Stamp) -> None:
    writer.paragraph(slide.title, "Title")
    for text in (body.occasion, slide.subtitle, "　".join(filter(None, (body.office, body.date)))):
        if text:
            writer.paragraph(text, "Subtitle")
    writer.paragraph(foot(slide.source, stamp), layout.SMALL).alignment = WD_PARAGRAPH_ALIGNMENT.CENTER
    writer.paragraph("")


@singledispatch
def _write(body: Body, writer: Writer) -> None:
    """What a slide shows, below its heading: tables, where nothing else is said below."""
    for grid in grids(body):
        writer.table(grid)


@_write.register
def _chart(body: ChartSpec, writer: Writer) -> None:
    """The chart where Word has one, and what it has no room to say."""
    if has_native_chart(body):
        panels = isinstance(body, SmallMultiples)
        writer.chart(body, _height(body), letters=_PANEL_LETTERS if panels else _LETTERS)
    for grid in grids(body):
        writer.table(grid)


def _height(body: ChartSpec) -> float:
    if isinstance(body, DotComparison):
        return 50 + _ROW_HEIGHT * len(body.rows)
    if isinstance(body, SmallMultiples):
        return _PANEL_ROW * max(-(-len(body.panels) // 3), 1)
    return _CHART_HEIGHT


@_write.register
def _map(body: RegionMap, writer: Writer) -> None:
    """Tiles as cells where they lie; a map of boundaries is drawn on slides and screen alone."""
    classes = "　".join(f"{one.label}：{one.count} 个" for one in body.classes if one.count)
    rows = tiles(body)
    if rows:
        writer.tiles(rows, about=f"{body.title}。{body.subtitle}")
        writer.paragraph(" · ".join(filter(None, (body.caption, classes))), layout.SMALL)
    for grid in grids(body):
        writer.table(grid)


@_write.register
def _agenda(body: Agenda, writer: Writer) -> None:
    for line in body.lines:
        writer.link(line.text, line.slide_id)


@_write.register
def _sentences(body: Sentences, writer: Writer) -> None:
    """（一）强项 and its sentences, each a paragraph."""
    for group in body.groups:
        if group.label:
            writer.heading(group.label, level=2)
        for finding in group.findings:
            writer.paragraph(f"{_NEWS[finding.good]}{finding.text}")


@_write.register
def _absent(body: Absent, writer: Writer) -> None:
    writer.paragraph(body.reason)


def _describe(document: Document, deck: Deck, stamp: Stamp) -> None:
    """What the file says of itself: no person is named."""
    properties = document.core_properties
    when = datetime.combine(stamp.exported_on, time())
    properties.title, properties.author = legal(deck.name)[:_MOST], legal(deck.office)[:_MOST] or "法衡"
    properties.subject, properties.keywords = legal(deck.occasion)[:_MOST], legal(stamp.release_words)
    properties.last_modified_by, properties.comments, properties.language = "法衡", "", "zh-CN"
    properties.created = properties.modified = when
