"""The Excel file of a deck: every number is a number, what is tinted follows edits, texts stay texts."""

from __future__ import annotations

import html
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from decks import HOSTILE, STAMP, deck_with_everything, faults, hostile
from libreoffice import converted, needs_libreoffice
from printed import values, words

from faheng.charts.spec import (
    SIGNS,
    Basis,
    DotComparison,
    Matrix,
    Trend,
    TrendPeriod,
    TrendPoint,
    TrendSeries,
)
from faheng.meeting.slide import Slide
from faheng.meeting.splitting import joined, split
from faheng.meeting.whole import whole_slides
from faheng.meeting.xlsx import write_xlsx
from faheng.meeting.xlsx.blocks import blocks
from faheng.meeting.xlsx.states import state
from faheng.meeting.xlsx.typed import typed, typed_column
from faheng.tables import Amount, Column
from faheng.xml_text import legal

DECK = deck_with_everything()
NAMES = {"met": "达标", **SIGNS}


@pytest.fixture(scope="module")
def file(slides: tuple[Slide, ...]) -> bytes:
    return write_xlsx(DECK, slides, STAMP)


def opened(file: bytes) -> Any:
    """The workbook with the results of its formulas as they are stored."""
    return openpyxl.load_workbook(io.BytesIO(file), data_only=True)


def shown(cell: Any) -> str:
    """A cell as Excel shows it, by its number format."""
    if not isinstance(cell.value, int | float):
        return str(cell.value or "")
    number = Decimal(str(cell.value))
    codes = cell.number_format.split(";")
    if codes[0].startswith("[=100]"):
        code = codes[0] if number == 100 else codes[1] if number == 0 else codes[2]
    else:
        code = (
            codes[1]
            if number < 0 and len(codes) > 1
            else codes[2]
            if not number and len(codes) > 2
            else codes[0]
        )
    decimals = len(code.partition(".")[2].partition('"')[0]) if "." in code else 0
    unit = "".join(re.findall(r'"([^"]*)"', code)).removeprefix("−")
    sign = "−" if number < 0 else "+" if code.startswith("+") else ""
    return f"{sign}{abs(number):,.{decimals}f}{unit}"


def pages(file: bytes, slides: tuple[Slide, ...]) -> Iterator[tuple[Any, list[Slide]]]:
    """Each sheet behind the contents with the parts of its slide."""
    wholes = [whole for whole in whole_slides(slides) if whole.slide.shows not in ("title", "agenda")]
    for sheet, whole in zip(opened(file).worksheets[1:], wholes, strict=True):
        yield sheet, [slide for slide in slides if slide.chosen_id == whole.slide.slide_id]


def texts_of(sheet: Any) -> list[str]:
    return [shown(cell) for row in sheet.iter_rows() for cell in row if cell.value is not None]


def test_a_number_is_read_back_as_it_was_printed() -> None:
    assert typed("+1.35个百分点") == Amount(Decimal("1.35"), 2, unit="个百分点", signed=True)
    assert typed("1,128.73万次") == Amount(Decimal("1128.73"), 2, unit="万次")
    assert typed("−5场次") == Amount(Decimal(-5), 0, unit="场次", signed=True)
    assert [typed(text) for text in ("无案件", "57/60", "=1+1", "第3名")] == [
        "无案件",
        "57/60",
        "=1+1",
        "第3名",
    ]
    assert typed("") is None


def test_all_of_it_gets_the_decimals_of_the_others_once_it_is_edited() -> None:
    cells = typed_column(["97.20%", "100%"])
    assert cells[1] == Amount(Decimal(100), 2, percent=True, unit="%")
    assert [Column("", "", 0).text(cell) for cell in cells] == ["97.20%", "100%"]


def test_parts_are_one_again(slides: tuple[Slide, ...]) -> None:
    for whole in whole_slides(slides):
        for body in whole.bodies:
            assert joined(split(body)) == (body,)


def test_every_part_is_valid(file: bytes, tmp_path: Path) -> None:
    assert faults(file, tmp_path / "deck.xlsx") == []


def test_every_value_of_a_slide_is_on_its_sheet_as_printed(file: bytes, slides: tuple[Slide, ...]) -> None:
    for sheet, parts in pages(file, slides):
        found = texts_of(sheet)
        for slide in parts:
            ranks = [text.removeprefix("第").removesuffix("名") for text in values(slide.body)]
            assert [text for text in ranks if text and text not in found] == []


def test_nothing_else_of_a_slide_is_lost(file: bytes, slides: tuple[Slide, ...]) -> None:
    for sheet, parts in pages(file, slides):
        found = "\n".join(texts_of(sheet))
        for slide in parts:
            assert [text for text in words(slide.body) if text not in found] == []
            around = (slide.title, slide.subtitle, slide.definition, slide.source, *slide.notes)
            assert [
                text for text in (*around, STAMP.release_words, "2026-11-27 导出") if text not in found
            ] == []
            assert ("演示数据" in found) == slide.made_up


def test_numbers_are_numbers_with_their_parts(file: bytes, slides: tuple[Slide, ...]) -> None:
    (sheet,) = [sheet for sheet, parts in pages(file, slides) if parts[0].slide_id == "s6"]
    rows = list(sheet.iter_rows(values_only=True))
    head = next(number for number, row in enumerate(rows) if row[0] == "地区")
    assert rows[head + 1][:8] == ("东湖区", 82.01, 114, 139, 95, "×", 84.13, 80.15)


def test_the_city_cannot_be_taken_for_a_county_in_a_matrix(slides: tuple[Slide, ...]) -> None:
    body = next(slide.body for slide in slides if isinstance(slide.body, Matrix))
    values_grid, targets, *parts = blocks(body)
    assert [column.title for column in values_grid.table.columns][-1] == "全市"
    assert [block.heading for block in (targets, *parts)] == ["目标", "分子", "分母"]


def test_contents_lead_to_every_sheet_and_prove_the_release(file: bytes) -> None:
    book = openpyxl.load_workbook(io.BytesIO(file))
    contents, *others = book.worksheets
    links = [cell.hyperlink.location for row in contents.iter_rows() for cell in row if cell.hyperlink]
    assert links == [f"'{sheet.title}'!A1" for sheet in others]
    found = "\n".join(texts_of(contents))
    for text in (DECK.occasion, DECK.office, DECK.date, STAMP.release_words, STAMP.record_head, "演示数据"):
        assert text in found
    assert others[-1]["A1"].value == "数据来源与口径"


def test_sheets_are_frozen_and_print_on_the_width_of_a_page(file: bytes) -> None:
    for sheet in openpyxl.load_workbook(io.BytesIO(file)).worksheets:
        assert sheet.freeze_panes
        assert sheet.print_area
        assert sheet.page_setup.fitToWidth in (None, 1)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage


def test_every_chart_that_excel_can_draw_is_drawn(file: bytes, slides: tuple[Slide, ...]) -> None:
    book = openpyxl.load_workbook(io.BytesIO(file))
    count = {parts[0].slide_id: len(book[sheet.title]._charts) for sheet, parts in pages(file, slides)}
    assert {key: number for key, number in count.items() if number} == {
        **dict.fromkeys(("s6", "s7", "s8", "s10", "s12", "s15", "s16"), 1),
        "s11": 8,
    }
    names = zipfile.ZipFile(io.BytesIO(file)).namelist()
    assert not [name for name in names if "/media/" in name]


def test_charts_have_words_for_those_who_cannot_see_them(file: bytes) -> None:
    archive = zipfile.ZipFile(io.BytesIO(file))
    drawings = [
        archive.read(name).decode() for name in archive.namelist() if name.startswith("xl/drawings/drawing")
    ]
    frames = [frame for each in drawings for frame in re.findall(r"<xdr:cNvPr [^>]*", each)]
    assert len(frames) == 15
    assert all('descr="' in frame for frame in frames)


def references(archive: zipfile.ZipFile) -> Iterator[str]:
    """What the charts of a workbook refer to."""
    for name in archive.namelist():
        if name.startswith("xl/charts/chart"):
            yield from map(html.unescape, re.findall("<c:f>(.*?)</c:f>", archive.read(name).decode()))


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_text_comes_through_and_harms_nothing(
    few: tuple[Slide, ...], text: str, tmp_path: Path
) -> None:
    changed = tuple(hostile(slide, f"{text}\x0b") for slide in few)
    made = write_xlsx(replace(DECK, name=text, office=text), changed, STAMP)
    assert faults(made, tmp_path / "deck.xlsx") == []
    for sheet, (slide,) in pages(made, changed):
        found = "\n".join(texts_of(sheet))
        assert [each for each in words(slide.body) if legal(each) not in found] == []
    archive = zipfile.ZipFile(io.BytesIO(made))
    sheets = {f"'{sheet.title}'" for sheet in openpyxl.load_workbook(io.BytesIO(made)).worksheets}
    assert {reference.rpartition("!")[0] for reference in references(archive)} <= sheets
    assert not any(
        b"TargetMode" in archive.read(name) for name in archive.namelist() if name.endswith(".rels")
    )


@pytest.mark.parametrize("beginning", ["=", "+", "-", "@"])
def test_a_name_is_no_formula(few: tuple[Slide, ...], beginning: str) -> None:
    slide = next(slide for slide in few if isinstance(slide.body, DotComparison))
    rows = tuple(replace(row, label=f"{beginning}1+1") for row in slide.body.rows)
    made = write_xlsx(
        DECK, [replace(slide, title=f"{beginning}1+1", body=replace(slide.body, rows=rows))], STAMP
    )
    for sheet in openpyxl.load_workbook(io.BytesIO(made)).worksheets:
        for cell in (cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"):
            assert cell.value.startswith(("=IF(", "=IFERROR("))


def test_the_state_of_a_number_is_said_as_the_slide_says_it(file: bytes, slides: tuple[Slide, ...]) -> None:
    (sheet,) = [sheet for sheet, parts in pages(file, slides) if parts[0].slide_id == "s7"]
    body = next(slide.body for slide in slides if slide.slide_id == "s7")
    assert isinstance(body, DotComparison)
    found = [cell.value for cell in sheet["F"] if cell.value in NAMES.values()]
    assert found == [NAMES[row.basis.tone] for row in body.rows if row.basis is not None]


def test_a_target_of_all_is_met_by_all_alone() -> None:
    basis = Basis("higher", 2, Decimal(100), target=Decimal(100))
    formula = state(basis, value="B4", target="E4", numerator="C4", denominator="D4")
    assert formula.startswith('=IF(AND(ISNUMBER(B4),ISNUMBER(E4)),IF(B4>=ROUND(E4,2),"达标",')


@needs_libreoffice("calc")
def test_states_follow_edits_and_are_those_of_the_slides_before(
    file: bytes, slides: tuple[Slide, ...], tmp_path: Path
) -> None:
    """What openpyxl saves has no results, so that LibreOffice computes every formula."""
    places = [number for number, (_, parts) in enumerate(pages(file, slides), 1) if parts[0].slide_id == "s6"]
    book = openpyxl.load_workbook(io.BytesIO(file))
    edited = book.worksheets[places[0]]
    assert (edited["A4"].value, edited["B4"].value) == ("东湖区", 82.01)
    edited["B4"] = 96.0
    book.save(tmp_path / "edited.xlsx")
    again = converted(tmp_path / "edited.xlsx", "xlsx:Calc MS Excel 2007 XML")
    computed = openpyxl.load_workbook(again, data_only=True).worksheets
    differing = [
        (before.title, cell.coordinate, cell.value, now[cell.coordinate].value)
        for before, now in zip(opened(file).worksheets, computed, strict=True)
        for row in before.iter_rows()
        for cell in row
        if cell.value in NAMES.values() and cell.value != now[cell.coordinate].value
    ]
    assert differing == [(edited.title, "F4", "×", "达标")]


def test_no_line_leads_across_a_change_of_definition_and_none_is_drawn_for_words() -> None:
    texts = ("10%", "20%", "未报", "40%", "50%")
    numbers = (10, 20, None, 40, 50)
    points = tuple(
        TrendPoint(text, None if number is None else Decimal(number), joined=place in (1, 4))
        for place, (text, number) in enumerate(zip(texts, numbers, strict=True))
    )
    broken = (*points[:1], replace(points[1], joined=False), *points[2:])
    periods = tuple(TrendPeriod(f"{year}", f"{year}年", f"{year}") for year in range(2020, 2025))
    for line, series in ((points, 1), (broken, 2)):
        trend = Trend(
            title="趋势",
            subtitle="",
            source="",
            periods=periods,
            series=(TrendSeries("990101", "东湖区", "东湖区", "highlighted", line),),
            unit="%",
            decimals=0,
        )
        slide = Slide(slide_id="s1", shows="chart", title="趋势", computed="趋势", body=trend)
        (chart,) = openpyxl.load_workbook(io.BytesIO(write_xlsx(DECK, [slide], STAMP))).worksheets[-1]._charts
        assert len(chart.series) == series
        drawn = [
            point.v for one in chart.series for point in one.val.numRef.numCache.pt if point.v is not None
        ]
        assert sorted(drawn) == [10, 20, 40, 50]
