"""Sheets written with openpyxl in a test and read back, and readings as short literals."""

import io
from collections.abc import Mapping, Sequence
from decimal import Decimal

import openpyxl

from faheng.catalogue import Catalogue
from faheng.intake.formats.workbook import read_workbook
from faheng.intake.reading import Reading
from faheng.intake.recognition.recognise import recognise
from faheng.period import parse_period

Rows = Sequence[Sequence[object]]


def read(
    catalogue: Catalogue,
    sheets: Mapping[str, Rows] | Rows,
    *,
    city: str = "演示市",
    period: str = "",
    merges: Sequence[str] = (),
    formats: Mapping[str, str] | None = None,
    hidden: Sequence[str] = (),
    answers: Mapping[str, str] | None = None,
) -> Reading:
    """Write the sheets with openpyxl and read them back; merges, formats and hidden parts are of the first sheet."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in (sheets if isinstance(sheets, Mapping) else {"Sheet1": sheets}).items():
        sheet = book.create_sheet(name)
        for number, row in enumerate(rows, start=1):
            for column, content in enumerate(row, start=1):
                if content is not None:
                    sheet.cell(number, column, content)
    _decorate(book, merges, formats or {}, hidden)
    buffer = io.BytesIO()
    book.save(buffer)
    region = catalogue.find_city(city)
    assert region is not None
    workbook = read_workbook(buffer.getvalue(), "表.xlsx")
    chosen = parse_period(period) if period else None
    return recognise(workbook, catalogue, city=region, period=chosen, answers=answers)


def _decorate(
    book: openpyxl.Workbook, merges: Sequence[str], formats: Mapping[str, str], hidden: Sequence[str]
) -> None:
    first = book.worksheets[0]
    for area in merges:
        first.merge_cells(area)
    for address, number_format in formats.items():
        first[address].number_format = number_format
    for part in hidden:
        if part in book.sheetnames:
            book[part].sheet_state = "hidden"
        elif part.isdecimal():
            first.row_dimensions[int(part)].hidden = True
        else:
            first.column_dimensions[part].hidden = True


def facts(reading: Reading, catalogue: Catalogue) -> dict[tuple[str, str, str], str]:
    """Values as text by region name, code and period: '95.5', with parts '95 (19/20)', '/' when not applicable."""
    found: dict[tuple[str, str, str], str] = {}
    for value in reading.values:
        text = "/" if value.value is None else plain(value.value)
        if value.numerator is not None or value.denominator is not None:
            text += f" ({plain(value.numerator)}/{plain(value.denominator)})"
        key = (catalogue.regions[value.region_code].name, value.indicator_code, value.period.code)
        assert key not in found
        found[key] = text
    return found


def plain(number: Decimal | None) -> str:
    if number is None:
        return ""
    return f"{number.quantize(Decimal('0.0001')).normalize():f}"


def rules(reading: Reading) -> list[tuple[str, str, str]]:
    """Issues, then doubts, each doubt once at every cell where it stands."""
    issues = [(issue.cell, issue.level, issue.rule) for issue in reading.issues]
    return issues + [(cell, "doubt", doubt.kind) for doubt in reading.doubts for cell in doubt.cells]
