"""The Word brief of a deck: an official document with native charts, every number of the screen, nothing from outside."""

from __future__ import annotations

import io
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from decks import HOSTILE, STAMP, deck_with_everything, faults, hostile
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Pt
from lxml import etree
from printed import values, words

from faheng.charts.spec import Matrix, Trend
from faheng.charts.spec_over_time import Bump, SmallMultiples
from faheng.meeting.docx import write_docx
from faheng.meeting.native.kinds import has_native_chart
from faheng.meeting.slide import Slide
from faheng.xml_text import legal

DECK = deck_with_everything()
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"


@pytest.fixture(scope="module")
def file(slides: tuple[Slide, ...]) -> bytes:
    return write_docx(DECK, slides, STAMP)


@pytest.fixture(scope="module")
def opened(file: bytes) -> Any:
    return Document(io.BytesIO(file))


def charts_of(document: Any) -> list[Any]:
    """The chart parts in the order of their drawings."""
    frames = document.element.body.iter(f"{C}chart")
    return [document.part.related_parts[frame.get(qn("r:id"))] for frame in frames]


def text_of(document: Any) -> str:
    """Everything written in the document and in its charts; a paragraph is one line."""
    body = (
        "".join(
            "\n" if part.tag == qn("w:br") else "\t" if part.tag == qn("w:tab") else part.text or ""
            for part in paragraph.iter(qn("w:t"), qn("w:br"), qn("w:tab"))
        )
        for paragraph in document.element.body.iter(qn("w:p"))
    )
    return "\n".join((*body, *(text for part in charts_of(document) for text in _texts(part))))


def _texts(part: Any) -> Iterator[str]:
    root = etree.fromstring(part.blob)
    for paragraph in root.iter(f"{A}p"):
        yield "".join(text.text or "" for text in paragraph.iter(f"{A}t"))
    yield from (value.text or "" for value in root.iter(f"{C}v"))


def test_every_part_is_valid(file: bytes, tmp_path: Path) -> None:
    assert faults(file, tmp_path / "deck.docx") == []


def test_the_page_is_that_of_an_official_document(opened: Any) -> None:
    section = opened.sections[0]
    sides = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert [round(side.mm) for side in sides] == [37, 35, 28, 26]
    assert [round(side.mm) for side in (section.page_width, section.page_height)] == [210, 297]
    fonts = {
        name: (style.font.size, style.element.rPr.rFonts.get(qn("w:eastAsia")))
        for name in ("Title", "Normal", "Heading 1", "Heading 2")
        for style in [opened.styles[name]]
    }
    assert fonts == {
        "Title": (Pt(22), "方正小标宋简体"),
        "Normal": (Pt(16), "仿宋"),
        "Heading 1": (Pt(16), "黑体"),
        "Heading 2": (Pt(16), "楷体"),
    }
    body = opened.styles["Normal"]
    assert body.paragraph_format.line_spacing == Pt(28)
    assert body.element.pPr.ind.get(qn("w:firstLineChars")) == "200"


def test_pages_are_numbered_between_dashes_and_say_of_which_release_they_are(opened: Any) -> None:
    section = opened.sections[0]
    for footer in (section.footer, section.even_page_footer):
        assert footer.paragraphs[0].text == "— 1 —"
        assert [each.text for each in footer._element.iter(qn("w:instrText"))] == [" PAGE "]
    for header in (section.header, section.even_page_header):
        assert header.paragraphs[0].text == f"演示数据 · {STAMP.release_words} · 2026-11-27 导出"


def test_a_section_per_slide_has_the_finding_as_its_heading(opened: Any, slides: tuple[Slide, ...]) -> None:
    headings = [each.text for each in opened.paragraphs if each.style.name == "Heading 1"]
    found = {slide.chosen_id: slide.title for slide in slides if slide.shows not in ("title", "agenda")}
    assert headings == list(found.values())
    levels = [each.get(qn("w:val")) for each in opened.part.numbering_part.element.iter(qn("w:lvlText"))]
    assert levels[:3] == ["%1、", "%1、", "（%2）"]  # of the agenda, and of the headings


def test_the_opening_says_for_what_by_whom_and_when(opened: Any) -> None:
    first = [each.text for each in opened.paragraphs[:5]]
    assert first[:4] == [DECK.name, DECK.occasion, "演示市 · 2024年", f"{DECK.office}　{DECK.date}"]
    assert STAMP.release_words in first[4]


def test_the_agenda_leads_to_the_sections(opened: Any) -> None:
    links = [each.get(qn("w:anchor")) for each in opened.element.body.iter(qn("w:hyperlink"))]
    marks = {each.get(qn("w:name")) for each in opened.element.body.iter(qn("w:bookmarkStart"))}
    assert len(links) == 16
    assert set(links) <= marks


def test_every_value_is_printed(opened: Any, slides: tuple[Slide, ...]) -> None:
    found = text_of(opened)
    for slide in slides:
        # Of many lines over time the values are drawn, and stand in the sheet behind the chart.
        if not isinstance(slide.body, Trend | SmallMultiples | Bump):
            assert [text for text in values(slide.body) if text not in found] == []


def test_nothing_else_of_a_slide_is_lost(opened: Any, slides: tuple[Slide, ...]) -> None:
    found = text_of(opened)
    for slide in slides:
        around = (slide.title, slide.subtitle, slide.definition, slide.source, *slide.notes)
        assert [text for text in (*words(slide.body), *around) if text not in found] == []
    assert STAMP.record_head in opened.paragraphs[-1].text


def test_a_chart_has_the_numbers_of_its_slide(slides: tuple[Slide, ...]) -> None:
    slide = next(slide for slide in slides if isinstance(slide.body, Trend))
    assert isinstance(slide.body, Trend)
    (chart,) = charts_of(Document(io.BytesIO(write_docx(DECK, [slide], STAMP))))
    (sheet,) = [part for part in chart.related_parts.values() if part.partname.endswith(".xlsx")]
    rows = openpyxl.load_workbook(io.BytesIO(sheet.blob)).worksheets[0].iter_cols(values_only=True)
    columns: dict[Any, set[Any]] = {}
    for head, *cells in rows:
        columns.setdefault(head, set()).update(cells)
    for series in slide.body.series:
        drawn = {float(point.value) for point in series.points if point.value is not None}
        assert any(drawn <= cells for cells in columns.values())


def test_charts_are_no_pictures(file: bytes, slides: tuple[Slide, ...]) -> None:
    names = zipfile.ZipFile(io.BytesIO(file)).namelist()
    assert not [name for name in names if "/media/" in name or name.endswith((".png", ".jpeg", ".bin"))]
    drawn = {slide.chosen_id for slide in slides if has_native_chart(slide.body)}
    assert len([name for name in names if name.startswith("word/charts/chart")]) == len(drawn) + 7


def test_drawings_have_words_and_an_identity_of_their_own(opened: Any) -> None:
    drawings = list(opened.element.body.iter(qn("wp:docPr")))
    assert len(drawings) > 10
    assert all(each.get("descr") for each in drawings)
    assert max(Counter(each.get("id") for each in drawings).values()) == 1


def test_tables_repeat_their_header_and_split_no_row(opened: Any) -> None:
    for table in opened.tables:
        assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)
    headed = [table for table in opened.tables if table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None]
    assert len(headed) == len(opened.tables) - 1  # a map of tiles has none


def test_what_misses_its_target_is_tinted_and_signed(slides: tuple[Slide, ...]) -> None:
    slide = next(slide for slide in slides if isinstance(slide.body, Matrix))
    (table,) = Document(io.BytesIO(write_docx(DECK, [slide], STAMP))).tables
    cells = [cell for row in table.rows for cell in row.cells if cell.text == "× 95.35"]
    assert [cell._tc.tcPr.find(qn("w:shd")).get(qn("w:fill")) for cell in cells] == ["EDB0AA"]


def test_nothing_leads_out_of_the_file(file: bytes) -> None:
    archive = zipfile.ZipFile(io.BytesIO(file))
    assert not any(
        b"TargetMode" in archive.read(name) for name in archive.namelist() if name.endswith(".rels")
    )


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_text_comes_through_and_harms_nothing(
    few: tuple[Slide, ...], text: str, tmp_path: Path
) -> None:
    changed = [hostile(slide, f"{text}\x0b") for slide in few]
    made = write_docx(replace(DECK, name=text, office=text), changed, STAMP)
    assert faults(made, tmp_path / "deck.docx") == []
    found = text_of(Document(io.BytesIO(made)))
    for slide in changed:
        assert legal(slide.title) in found
        assert [each for each in words(slide.body) if legal(each) not in found] == []


def test_a_title_of_ones_own_that_may_not_hold_says_so(few: tuple[Slide, ...]) -> None:
    slide = replace(few[-1], title="我的标题", doubts=("标题里的 97.2 不在这一页的数里。",))
    made = write_docx(DECK, [slide], STAMP)
    assert "标题请核对：标题里的 97.2 不在这一页的数里。" in text_of(Document(io.BytesIO(made)))
