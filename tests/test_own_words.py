"""A slide of the user's own words: on every paper, marked where a number is not in the deck, and never taken for data."""

from __future__ import annotations

import io

import openpyxl
import pytest
from decks import EVERYTHING, STAMP, deck_of, faults
from docx import Document
from pptx import Presentation

from faheng.meeting.deck import Deck, deck_from_text, deck_text
from faheng.meeting.docx import write_docx
from faheng.meeting.html import write_html
from faheng.meeting.pptx import write_pptx
from faheng.meeting.slide import Absent, Slide
from faheng.meeting.slides import slides_of
from faheng.meeting.xlsx import write_xlsx
from faheng.store.database import Store

LINES = ("6 月底前补齐 3 个县区的法律顾问。", "出庭应诉率由 84.13% 提到 90%。")


def deck_with(text: str, *, title: str = "") -> Deck:
    """C01 of 2024 by county, then the words, then the sources."""
    deck = deck_of(EVERYTHING[5], ("sources", None)).with_words()
    return deck.worded("s3", title=title, computed="下一步打算", note="", text=text)


def words_slide(store: Store, deck: Deck) -> Slide:
    return next(
        slide for slide in slides_of(store, deck, release=store.latest_release) if slide.shows == "words"
    )


def test_words_stand_before_the_sources_and_are_kept(demonstration: Store) -> None:
    deck = deck_with("\n".join(LINES))
    assert [slide.shows for slide in deck.slides] == ["chart", "words", "sources"]
    assert deck_from_text(deck_text(deck)) == deck
    slide = words_slide(demonstration, deck)
    assert (slide.title, slide.kind, slide.doubts) == ("下一步打算", "文字", ())
    assert slide.source == "这一页的文字由演示市委依法治市办撰写"


def test_a_number_that_no_slide_has_is_named_but_not_printed(demonstration: Store) -> None:
    slide = words_slide(demonstration, deck_with("\n".join(LINES), title="2025年打算"))
    assert slide.speech_doubts == ("文字里的 90 不在这份汇报的数里（自己定的数可以不管）。",)
    assert slide.doubts == ()
    right = words_slide(demonstration, deck_with("全市 84.13%，6 月底前再看第 2 页"))
    assert right.speech_doubts == ()


def test_an_empty_slide_of_words_says_so(demonstration: Store) -> None:
    assert words_slide(demonstration, deck_with(" \n ")).body == Absent("这一页还没有写内容。")


@pytest.fixture(scope="module")
def deck() -> Deck:
    return deck_with("\n".join(LINES))


@pytest.fixture(scope="module")
def slides(demonstration: Store, deck: Deck) -> tuple[Slide, ...]:
    return slides_of(demonstration, deck, release=demonstration.latest_release)


def test_powerpoint_prints_them(deck: Deck, slides: tuple[Slide, ...], tmp_path) -> None:
    file = write_pptx(deck, slides, STAMP)
    assert faults(file, tmp_path / "deck.pptx") == []
    page = Presentation(io.BytesIO(file)).slides[1]
    texts = [shape.text_frame.text for shape in page.shapes if shape.has_text_frame]
    assert set(LINES) <= set(texts)
    assert "按数据算出的标题" not in page.notes_slide.notes_text_frame.text


def test_word_excel_and_the_page_print_them(deck: Deck, slides: tuple[Slide, ...]) -> None:
    document = Document(io.BytesIO(write_docx(deck, slides, STAMP)))
    assert set(LINES) <= {paragraph.text for paragraph in document.paragraphs}
    book = openpyxl.load_workbook(io.BytesIO(write_xlsx(deck, slides, STAMP)))
    cells = {cell.value for sheet in book for row in sheet.iter_rows() for cell in row}
    assert set(LINES) <= cells
    html = write_html(deck, slides, STAMP).decode()
    assert all(line in html for line in LINES)
