"""Text that a spreadsheet would take for a formula stays text in every file we write."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

import openpyxl
import pytest

from faheng.catalogue import Catalogue
from faheng.charts.spec import DotComparison, DotRow, ReferenceLine
from faheng.exports import write_workbook
from faheng.intake.grid import Cell, Grid, Workbook, parse_address
from faheng.intake.read import FileReading, read_file
from faheng.intake.reading import Issue, Reading
from faheng.intake.returned import write_returned
from faheng.intake.template import Correction, write_correction, write_form
from faheng.meeting.deck import Deck
from faheng.meeting.native.chart import Room
from faheng.meeting.native.kinds import native_charts
from faheng.meeting.native.sheet import workbook
from faheng.meeting.slide import Slide, Stamp
from faheng.meeting.xlsx import write_xlsx
from faheng.period import period_from_code
from faheng.tables import Column, Table

# What Excel, WPS and LibreOffice take for a formula or a command where text is typed or pasted.
BEGINNINGS = ["=", "+", "-", "@", "\t=", "\r=", " =", "＝"]
CITY, COUNTY = "990100", "990102"
MOMENT = datetime(2026, 11, 26, 9, 30)


def table_export(_: Catalogue, text: str) -> bytes:
    """Every .xlsx of a table: pages, the record of acts, the command `export`."""
    table = Table(
        title=text,
        subtitle=text,
        name=text,
        columns=(Column("a", text), Column("b", text, decimals=2, unit=text)),
        rows=((text, Decimal("1.5")), (text, text)),
        notes=(text,),
        source=text,
    )
    return write_workbook([table])


def blank_form(catalogue: Catalogue, text: str) -> bytes:
    """The form for a county and an indicator with such names, with what was reported last."""
    indicator = replace(catalogue.indicators["C01"], name=text, numerator_name=text, note=text)
    named = replace(
        catalogue,
        indicators={**catalogue.indicators, "C01": indicator},
        regions={**catalogue.regions, COUNTY: replace(catalogue.regions[COUNTY], name=text)},
    )
    period = period_from_code("2024-Q1")
    return write_form(
        named,
        city=named.regions[CITY],
        year=2024,
        sender=named.regions[COUNTY],
        last={("C01", COUNTY, period): text},
    )


def annotated(catalogue: Catalogue, text: str) -> bytes:
    """A sender's own workbook given back with its problems marked; the text is text there too."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "附表2"
    sheet.append(["2023年行政应诉情况统计表"])
    sheet.append(["地区", "行政机关负责人出庭件数", "开庭审理(应出庭)行政案件数", "备注"])
    sheet.append(["白银区", 60, 50, None])
    sheet.append(["平川区", None, 50, None])
    for address in ("B4", "D3"):
        sheet[address].value = text
        sheet[address].data_type = "s"
    buffer = io.BytesIO()
    book.save(buffer)
    city = catalogue.find_city("白银市")
    assert city is not None
    file = read_file(
        buffer.getvalue(), "附表2.xlsx", catalogue, city=city, period=None, today=date(2026, 11, 26)
    )
    assert file.issues
    return write_returned(file, withheld=(), previous=None, catalogue=catalogue, checked_at=MOMENT)


def rebuilt(catalogue: Catalogue, text: str) -> bytes:
    """A sheet of another format, written anew with its problems, in which everything may be hostile."""
    grid = Grid("数据", cells={parse_address("A1"): Cell(text, text, "@", "text")})
    issues = (Issue("数据!A1", "error", "text", text, text), Issue(f"{text}!B2", "warning", "text", text))
    file = FileReading(text, b"", Workbook(f"{text}.xls", "xls", (grid,)), Reading(), issues, False)
    return write_returned(file, withheld=(), previous=None, catalogue=catalogue, checked_at=MOMENT)


def correction(catalogue: Catalogue, text: str) -> bytes:
    """A 更正单, whose reason and person are what somebody typed."""
    return write_correction(
        Correction(
            city=catalogue.regions["990100"],
            region=catalogue.regions["990102"],
            indicator=catalogue.indicators["C01"],
            period=period_from_code("2024"),
            basis="within",
            before="90.00%",
            entries={"numerator": text, "denominator": "50"},
            status="正式",
            reason=text,
            person=text,
        )
    )


def deck(_: Catalogue, text: str) -> bytes:
    """The workbook of a deck: names and remarks of every region, the wording of its titles."""
    slide = Slide(
        slide_id="s1",
        shows="chart",
        title=text,
        computed=text,
        body=_regions(text),
        subtitle=text,
        source=text,
        notes=(text,),
    )
    stamp = Stamp(1, "第 1 版", MOMENT.date(), "0" * 64)
    return write_xlsx(Deck(text, CITY, "2024", occasion=text, office=text), [slide], stamp)


def _regions(text: str) -> DotComparison:
    row = DotRow(key=COUNTY, label=text, text="93.75%", value=Decimal("93.75"), mark=text, about=(text,) * 3)
    line = ReferenceLine("city", Decimal(90), text)
    return DotComparison(
        title=text, subtitle=text, source=text, rows=(row,), lines=(line,), unit="%", decimals=2
    )


def behind_a_chart(_: Catalogue, text: str) -> bytes:
    """The workbook that PowerPoint and Word open for 编辑数据."""
    (chart,) = native_charts(_regions(text), Room(400, 200))
    return workbook(chart)


WRITERS = [table_export, blank_form, annotated, rebuilt, correction, deck, behind_a_chart]


@pytest.mark.parametrize("writer", WRITERS, ids=lambda writer: writer.__name__)
@pytest.mark.parametrize("beginning", BEGINNINGS, ids=repr)
def test_text_is_never_written_as_a_formula(
    writer: Callable[[Catalogue, str], bytes], beginning: str, catalogue: Catalogue
) -> None:
    mark = "HYPERLINK(1+1)"
    book = openpyxl.load_workbook(io.BytesIO(writer(catalogue, f"{beginning}{mark}")))
    found = [
        cell
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if mark in str(cell.value)
    ]
    assert found, "the text is in the file"
    assert {(cell.data_type, bool(cell.hyperlink and cell.hyperlink.target)) for cell in found} == {
        ("s", False)
    }
    assert not any(mark in str(name.attr_text) for name in book.defined_names.values())


def test_nothing_else_writes_spreadsheets() -> None:
    """Who adds a writer adds it to WRITERS: these modules make a workbook."""
    from pathlib import Path

    package = Path(__file__).resolve().parent.parent / "faheng"
    makers = {
        file.relative_to(package).as_posix()
        for file in package.rglob("*.py")
        if any(
            sign in file.read_text(encoding="utf-8")
            for sign in (
                "xlsxwriter.Workbook(",
                "openpyxl.Workbook(",
                ".load_workbook(",
                "csv.writer(",
                "to_csv(",
            )
        )
    }
    assert makers == {
        "sheets.py",
        "intake/template/correction.py",
        "intake/template/write.py",
        "intake/returned/rebuild.py",
    }
