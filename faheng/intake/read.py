"""One uploaded file, bytes to checked reading: workbook → form or recognition → checks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from faheng.catalogue import Catalogue, Region
from faheng.intake.checks import check
from faheng.intake.grid import Workbook, parse_address
from faheng.intake.reading import Issue, Reading
from faheng.intake.recognise import recognise
from faheng.intake.template import read_form
from faheng.intake.workbook import read_workbook
from faheng.period import Period


@dataclass(frozen=True)
class FileReading:
    """A file as read and checked; `issues` are all of them, recognition's and checks'."""

    file_name: str
    data: bytes
    workbook: Workbook
    reading: Reading
    issues: tuple[Issue, ...]
    is_form: bool


def read_file(
    data: bytes, file_name: str, catalogue: Catalogue, *, city: Region, period: Period | None, today: date
) -> FileReading:
    """Read a file for `city`; `period` is what the sender chose, None when the sheet must say it.

    Raises:
        faheng.intake.workbook.Refused: the file cannot be read at all; the message says why and what to do.
    """
    workbook = read_workbook(data, file_name)
    form = read_form(workbook, catalogue, city=city)
    reading = form if form is not None else recognise(workbook, catalogue, city=city, period=period)
    issues = dict.fromkeys((*reading.issues, *check(reading, catalogue, city=city, today=today)))
    places = {sheet.name: number for number, sheet in enumerate(workbook.sheets)}
    in_order = sorted(issues, key=lambda issue: _place(issue, places))
    return FileReading(file_name, data, workbook, reading, tuple(in_order), is_form=form is not None)


def _place(issue: Issue, sheets: dict[str, int]) -> tuple[bool, int, int, int]:
    """Errors before warnings, then as a reader goes through the file: by sheet, row and column."""
    sheet, _, address = issue.cell.rpartition("!")
    try:
        row, column = parse_address(address)
    except ValueError:  # an issue of a whole sheet
        sheet, row, column = issue.cell, 0, 0
    return issue.level != "error", sheets.get(sheet, 0), row, column
