"""The list of the last check, read back from a re-uploaded workbook, and what became of its problems since."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from faheng.intake.grid import Grid, Workbook, parse_address
from faheng.intake.reading import LEVEL_NAMES, RETURNED_SHEET, Issue, Level
from faheng.intake.returned.look import readable

NUMBER, LEVEL, SHEET, CELL = "序号", "级别", "工作表", "单元格"
MESSAGE, SUGGESTION, STATE = "说明", "建议", "状态"
# Hidden: what the next check needs to find the problem, and the cell's own colour, again.
RULE, PLACE, FILL = "规则", "位置", "原底色"
WHOLE_SHEET = "整张表"

_LEVELS: Mapping[str, Level] = {name: level for level, name in LEVEL_NAMES.items()}
_MOST_ROWS = 20_000
_HIGHEST_HEADER = 50
_NAMED_PLACE = re.compile(r"“[^”]*”[A-Z]{1,3}[1-9]\d{0,6}：?|第\s?\d+\s?[行列]")


@dataclass(frozen=True, slots=True)
class ReturnedIssue:
    """One row of the list; `rule` is empty where the hidden columns were deleted, `fill` is the cell's own colour."""

    cell: str
    level: Level
    rule: str
    message: str
    fill: str = ""


@dataclass(frozen=True, slots=True)
class ReturnedList:
    """The problems that the last returned workbook listed, in its order."""

    issues: tuple[ReturnedIssue, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """What became of the last list: `fixed` are rows of it, `remaining` and `new` are issues of this check."""

    fixed: tuple[ReturnedIssue, ...]
    remaining: tuple[Issue, ...]
    new: tuple[Issue, ...]


def read_returned(workbook: Workbook) -> ReturnedList | None:
    """The list on the sheet 校验结果, None when there is none; rows that staff deleted or emptied are left out."""
    grid = workbook.sheet(RETURNED_SHEET)
    if grid is None:
        return None
    rows: dict[int, dict[int, str]] = defaultdict(dict)
    for (row, column), cell in grid.cells.items():
        rows[row][column] = cell.text.strip()
    header_row = next((row for row in sorted(rows) if _is_header(row, rows[row])), None)
    if header_row is None:
        return None
    columns = {text: column for column, text in rows[header_row].items()}
    below = sorted(row for row in rows if row > header_row)[:_MOST_ROWS]
    return ReturnedList(tuple(_issues((rows[row] for row in below), columns)))


def _is_header(row: int, texts: Mapping[int, str]) -> bool:
    return row <= _HIGHEST_HEADER and {LEVEL, MESSAGE} <= set(texts.values())


def _issues(rows: Iterator[Mapping[int, str]], columns: Mapping[str, int]) -> Iterator[ReturnedIssue]:
    for row in rows:

        def text(name: str, row: Mapping[int, str] = row) -> str:
            return row.get(columns.get(name, 0), "")

        level = _LEVELS.get(text(LEVEL))
        place = text(PLACE) or _visible_place(text(SHEET), text(CELL))
        if level is not None and place:
            yield ReturnedIssue(place, level, text(RULE), text(MESSAGE), text(FILL))


def _visible_place(sheet: str, cell: str) -> str:
    if not sheet or not cell:
        return ""
    return sheet if cell == WHOLE_SHEET else f"{sheet}!{cell}"


def compare_with_last(issues: Sequence[Issue], previous: ReturnedList) -> Comparison:
    """Pair every issue with the row of the last list that was about the same, each row once.

    First the same words at the same cell, then the same rule and words elsewhere (rows were moved), then the same rule
    at the same cell in other words (another number). Where the last list said that it left problems of a rule out,
    more of that rule are not new.
    """
    left_of_last = dict(enumerate(previous.issues))
    left_of_this = dict(enumerate(issues))
    for key in (_cell_and_words, _rule_and_words, _rule_and_cell):
        _pair(left_of_this, left_of_last, key)
    unlisted = {entry.rule for entry in previous.issues if not _is_at_a_cell(entry.cell)}
    new = [
        issue for issue in left_of_this.values() if not (issue.rule in unlisted and _is_at_a_cell(issue.cell))
    ]
    known = set(new)
    return Comparison(
        fixed=tuple(left_of_last.values()),
        remaining=tuple(issue for issue in issues if issue not in known),
        new=tuple(new),
    )


_Key = Callable[[Issue | ReturnedIssue], tuple[str, str]]


def _pair(this: dict[int, Issue], last: dict[int, ReturnedIssue], key: _Key) -> None:
    """Take out of both what has the same key, one for one."""
    waiting: dict[tuple[str, str], list[int]] = defaultdict(list)
    for number, entry in reversed(last.items()):
        waiting[key(entry)].append(number)
    for number, issue in list(this.items()):
        if numbers := waiting.get(key(issue)):
            del this[number]
            del last[numbers.pop()]


def _cell_and_words(issue: Issue | ReturnedIssue) -> tuple[str, str]:
    return issue.cell, _words(issue.message)


def _rule_and_words(issue: Issue | ReturnedIssue) -> tuple[str, str]:
    return issue.rule, _words(issue.message)


def _rule_and_cell(issue: Issue | ReturnedIssue) -> tuple[str, str]:
    return issue.rule, issue.cell


def _words(message: str) -> str:
    """The message without the places it names, which change when a row is inserted."""
    return re.sub(r"\s+", " ", _NAMED_PLACE.sub("", readable(message)))


def _is_at_a_cell(address: str) -> bool:
    return split_place(address)[1] is not None


def split_place(address: str, grids: Mapping[str, Grid] | None = None) -> tuple[str, tuple[int, int] | None]:
    """The sheet and (row, column) of an issue's cell; no (row, column) for an issue of a whole sheet.

    `grids` tell a sheet that is itself named like an address ('a!B2') from a cell.
    """
    sheet, _, cell = address.rpartition("!")
    if "!" in address and address not in (grids or ()):
        try:
            return sheet, parse_address(cell)
        except ValueError:
            pass
    return address, None
