"""LibreOffice opens what the writers of a deck made, and keeps every page, chart and title."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pytest
from decks import STAMP, deck_with_everything
from libreoffice import converted, needs_libreoffice

from faheng.meeting.docx import write_docx
from faheng.meeting.pptx import write_pptx
from faheng.meeting.slide import Agenda, Slide
from faheng.meeting.xlsx import write_xlsx

WRITERS = {"pptx": write_pptx, "docx": write_docx, "xlsx": write_xlsx}
DECK = deck_with_everything()


def charts_and_words(file: Path) -> tuple[int, str]:
    """How many charts are in an office file, and everything written in its own parts."""
    archive = zipfile.ZipFile(file)
    charts = [name for name in archive.namelist() if re.search(r"charts/chart\d*\.xml$", name)]
    parts = [
        name for name in archive.namelist() if re.search(r"(slide\d+|document|sharedStrings)\.xml$", name)
    ]
    texts = (re.sub("<[^>]+>", "", archive.read(name).decode()) for name in parts)
    return len(charts), "".join(texts)


@pytest.mark.parametrize(
    "suffix",
    [
        pytest.param("pptx", marks=needs_libreoffice("impress")),
        pytest.param("docx", marks=needs_libreoffice("writer")),
        pytest.param("xlsx", marks=needs_libreoffice("calc")),
    ],
)
def test_charts_and_titles_are_there_after_libreoffice(
    slides: tuple[Slide, ...], suffix: str, tmp_path: Path
) -> None:
    file = tmp_path / f"deck.{suffix}"
    file.write_bytes(WRITERS[suffix](DECK, slides, STAMP))
    charts, _ = charts_and_words(file)
    kept, words = charts_and_words(converted(file, suffix))
    assert charts > 5
    assert kept == charts
    # In a workbook the agenda is the sheet of contents.
    titles = [slide.title for slide in slides if not isinstance(slide.body, Agenda)]
    assert [title for title in titles if title not in words] == []


@needs_libreoffice("impress")
def test_every_slide_is_a_page(few: tuple[Slide, ...], tmp_path: Path) -> None:
    (tmp_path / "deck.pptx").write_bytes(write_pptx(DECK, few, STAMP))
    pdf = converted(tmp_path / "deck.pptx", "pdf").read_bytes()
    assert len(re.findall(rb"/Type ?/Page\b", pdf)) == len(few)
