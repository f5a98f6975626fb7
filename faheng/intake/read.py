"""One uploaded file, bytes to checked reading: workbook → form or recognition → checks."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date

from faheng.catalogue import Catalogue, Region
from faheng.intake.checks import check
from faheng.intake.grid import Workbook, parse_address, place
from faheng.intake.reading import Issue, Reading, withhold
from faheng.intake.recognise import recognise
from faheng.intake.template import read_form
from faheng.intake.workbook import read_workbook
from faheng.period import Period

MOST_ISSUES = 200


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
    kept, left_out = _capped(in_order)
    # What nobody is told about must not be handed in either.
    reading = withhold(reading, {issue.cell for issue in left_out if issue.level == "error"})
    return FileReading(file_name, data, workbook, reading, tuple(kept), is_form=form is not None)


def _capped(issues: list[Issue]) -> tuple[list[Issue], list[Issue]]:
    """Return at most MOST_ISSUES issues of a kind, the last one saying how many more there are, and those left out.

    That last one stands at the whole sheet, so that no 这格先不报 takes it away.
    """
    kept: list[Issue] = []
    left_out: dict[tuple[str, str], list[Issue]] = {}
    count = Counter[tuple[str, str]]()
    for issue in issues:
        kind = (issue.level, issue.rule)
        count[kind] += 1
        if count[kind] <= MOST_ISSUES:
            kept.append(issue)
        else:
            left_out.setdefault(kind, []).append(issue)
    for (level, rule), more in left_out.items():
        sheet, first = more[0].cell.rpartition("!")[0] or more[0].cell, more[0]
        last = max(index for index, issue in enumerate(kept) if (issue.level, issue.rule) == (level, rule))
        message = (
            f"工作表“{sheet}”：同样的问题还有 {len(more)} 处没有列出（从{place(first.cell)}起），"
            "请先改正已列出的，再重新上传。"
        )
        kept.insert(last + 1, replace(first, cell=sheet, message=message, suggestion=""))
    return kept, [issue for more in left_out.values() for issue in more]


def _place(issue: Issue, sheets: dict[str, int]) -> tuple[bool, int, int, int]:
    """Errors before warnings, then as a reader goes through the file: by sheet, row and column."""
    sheet, _, address = issue.cell.rpartition("!")
    try:
        row, column = parse_address(address)
    except ValueError:  # an issue of a whole sheet
        sheet, row, column = issue.cell, 0, 0
    return issue.level != "error", sheets.get(sheet, 0), row, column
