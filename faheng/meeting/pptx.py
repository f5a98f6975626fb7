"""Writes a deck as a PowerPoint file: native charts and tables that the office can edit, on our master or its own."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime, time
from itertools import groupby

from faheng.meeting.deck import Deck
from faheng.meeting.native.chart import Box
from faheng.meeting.powerpoint.draw import Canvas, File
from faheng.meeting.powerpoint.master import office_master, own_master, prepare_notes
from faheng.meeting.powerpoint.notes import speaker_notes
from faheng.meeting.powerpoint.page import remarks_of, write_bodies, write_frame
from faheng.meeting.slide import Slide, Stamp, TitlePage
from faheng.xml_text import legal

_MOST_LETTERS = 255  # of a property of a file


def write_pptx(deck: Deck, slides: Sequence[Slide], stamp: Stamp, *, master: bytes | None = None) -> bytes:
    """The .pptx of a deck. `master` is an office's own presentation: its size, masters and layouts without its slides.

    Raises:
        DeckError: `master` is no whole .pptx, too large, or its masters link to something outside.
    """
    own = own_master() if master is None else office_master(master)
    presentation = own.presentation
    prepare_notes(presentation)
    added = [
        presentation.slides.add_slide(own.cover if isinstance(slide.body, TitlePage) else own.page)
        for slide in slides
    ]
    file = File({slide.slide_id: page.part for slide, page in zip(slides, added, strict=True)})
    framed: list[tuple[Slide, Canvas, Box]] = []
    for number, (slide, page) in enumerate(zip(slides, added, strict=True), start=1):
        closes = number == len(slides)
        canvas = Canvas(page.part, scale=own.scale, file=file)
        framed.append((slide, canvas, write_frame(slide, canvas, own, stamp, closes=closes)))
        text = speaker_notes(slide, remarks_of(slide, stamp, closes=closes), stamp)
        page.notes_slide.notes_text_frame.text = legal(text)
    for _, parts in groupby(framed, key=lambda each: each[0].chosen_id):
        write_bodies(list(parts))
    for _, canvas, _ in framed:
        canvas.finish()
    _describe(presentation.core_properties, deck, stamp)
    saved = io.BytesIO()
    presentation.save(saved)
    return saved.getvalue()


def _describe(properties: object, deck: Deck, stamp: Stamp) -> None:
    """What the file says of itself: no person is named."""
    when = datetime.combine(stamp.exported_on, time())
    values = {
        "title": legal(deck.name),
        "author": legal(deck.office) or "法衡",
        "last_modified_by": "法衡",
        "subject": legal(deck.occasion),
        "keywords": legal(stamp.release_words),
        "comments": "",
        "language": "zh-CN",
        "created": when,
        "modified": when,
    }
    for name, value in values.items():
        setattr(properties, name, value[:_MOST_LETTERS] if isinstance(value, str) else value)
