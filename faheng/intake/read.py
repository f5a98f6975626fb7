"""One uploaded file, bytes to checked reading: workbook → form or recognition → checks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from faheng.catalogue import Catalogue, Region
from faheng.intake.checks import check
from faheng.intake.grid import Workbook
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
    in_order = sorted(
        issues, key=lambda issue: issue.level != "error"
    )  # errors first, else as they were found
    return FileReading(file_name, data, workbook, reading, tuple(in_order), is_form=form is not None)
