"""What the sheet 校验结果 says and which cells are marked, before either is written to a workbook."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from faheng.catalogue import Catalogue
from faheng.intake.grid import Grid, Merge, Workbook, cell_address, place
from faheng.intake.read import FileReading
from faheng.intake.reading import LEVEL_NAMES, RETURNED_SHEET, Issue
from faheng.intake.returned.compare import (
    CELL,
    FILL,
    LEVEL,
    MESSAGE,
    NUMBER,
    PLACE,
    RULE,
    SHEET,
    STATE,
    SUGGESTION,
    WHOLE_SHEET,
    Comparison,
    ReturnedList,
    compare_with_last,
    split_place,
)
from faheng.intake.returned.look import line_count, readable

MARK = "【校验】"
MOST_COMMENTS = 200
_LONGEST_COMMENT = 2_000
# More would take an office's machine minutes: openpyxl makes an object of every merged cell.
LARGEST_MERGED_AREA = 200_000

WIDTHS: Mapping[str, float] = {
    NUMBER: 7, LEVEL: 8, SHEET: 20, CELL: 10, MESSAGE: 72, SUGGESTION: 30, STATE: 10, RULE: 12, PLACE: 12, FILL: 12,
}  # fmt: skip
CENTRED = frozenset({NUMBER, LEVEL, CELL, STATE})
HIDDEN = (RULE, PLACE, FILL)

Key = tuple[str, int, int]
"""A cell: sheet, row, column."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check knows beside the file: cells marked 这格先不报, the last list, the catalogue, the moment."""

    withheld: Collection[str]
    previous: ReturnedList | None
    catalogue: Catalogue
    at: datetime


@dataclass(frozen=True, slots=True)
class Mark:
    """What is done to one cell: its colour is red or yellow, its comment says why."""

    is_error: bool
    comment: str


@dataclass(frozen=True, slots=True)
class ListRow:
    """One row of the sheet: texts by column title, whether it is an error, and where its link leads ('' for none)."""

    texts: Mapping[str, str]
    is_error: bool
    link: str

    @property
    def lines(self) -> int:
        """How many lines its longest text takes."""
        return max(line_count(self.texts[name], WIDTHS[name]) for name in (SHEET, MESSAGE, SUGGESTION))


@dataclass(frozen=True, slots=True)
class ResultList:
    """The whole sheet: a title, lines under it, then a table of `columns`, the last three of them hidden."""

    title: str
    lines: tuple[str, ...]
    columns: tuple[str, ...]
    rows: tuple[ListRow, ...]

    @property
    def shown(self) -> tuple[str, ...]:
        """The columns that are not hidden."""
        return tuple(name for name in self.columns if name not in HIDDEN)

    @property
    def header_row(self) -> int:
        """The 1-based row of the column titles."""
        return len(self.lines) + 3

    @property
    def width(self) -> float:
        """Characters across the columns that are shown."""
        return sum(WIDTHS[name] for name in self.shown)


def shown_cells(workbook: Workbook, addresses: Iterable[str]) -> dict[str, Key]:
    """The (sheet, row, column) that shows what stands at each address: in a merged area it is the top left cell.

    Left out are whole sheets, sheets that are not there, and our own.
    """
    grids = {grid.name: grid for grid in workbook.sheets if grid.name != RETURNED_SHEET}
    anchors: dict[str, dict[tuple[int, int], tuple[int, int]]] = {}
    shown: dict[str, Key] = {}
    for address in addresses:
        sheet, cell = split_place(address, grids)
        if cell is None or sheet not in grids:
            continue
        if sheet not in anchors:
            anchors[sheet] = _anchors(grids[sheet].merges)
        shown[address] = (sheet, *anchors[sheet].get(cell, cell))
    return shown


def find_marks(file: FileReading, withheld: Collection[str]) -> dict[Key, Mark]:
    """What to do to which cell, errors first."""
    shown = shown_cells(file.workbook, (issue.cell for issue in file.listed))
    found: dict[Key, list[Issue]] = {}
    for issue in file.listed:
        if issue.cell in shown:
            found.setdefault(shown[issue.cell], []).append(issue)
    return {
        key: Mark(
            any(issue.level == "error" and issue.cell not in withheld for issue in issues),
            "\n".join(_comment(issue, withheld) for issue in issues)[:_LONGEST_COMMENT],
        )
        for key, issues in found.items()
    }


def _anchors(merges: Sequence[Merge]) -> dict[tuple[int, int], tuple[int, int]]:
    """The cell that shows for every cell of a merged area; beyond the limit the rest are left out."""
    anchors: dict[tuple[int, int], tuple[int, int]] = {}
    for merge in merges:
        if len(anchors) + merge_area(merge) > LARGEST_MERGED_AREA:
            continue
        rows = range(merge.first_row, merge.last_row + 1)
        columns = range(merge.first_column, merge.last_column + 1)
        top_left = merge.first_row, merge.first_column
        anchors.update(((row, column), top_left) for row in rows for column in columns)
    return anchors


def merge_area(merge: Merge) -> int:
    """How many cells a merged area covers."""
    return (merge.last_row - merge.first_row + 1) * (merge.last_column - merge.first_column + 1)


def _comment(issue: Issue, withheld: Collection[str]) -> str:
    level = "先不报" if issue.cell in withheld else LEVEL_NAMES[issue.level]
    suggestion = f"（建议：{issue.suggestion}）" if issue.suggestion else ""
    return f"{MARK}{level}：{_message(issue)}{readable(suggestion)}"


def _message(issue: Issue) -> str:
    """The message without the place at its head, which the reader has before them."""
    return readable(issue.message.removeprefix(f"{place(issue.cell)}："))


def make_list(
    file: FileReading,
    checked: Checked,
    *,
    names: Mapping[str, str],
    fills: Mapping[str, str],
    note: str = "",
) -> ResultList:
    """The sheet 校验结果 of a file.

    `names` are the sheets as they are called in the returned workbook, `fills` the colours that the issues' cells had,
    `note` says what the returned workbook lacks.
    """
    grids = {grid.name: grid for grid in file.workbook.sheets}
    comparison = compare_with_last(file.listed, checked.previous) if checked.previous is not None else None
    new = set(comparison.new) if comparison is not None else set()
    rows = []
    for number, issue in enumerate(file.listed, start=1):
        place_of = _Place.of(issue.cell, grids, names)
        is_withheld = issue.cell in checked.withheld
        state = "" if comparison is None else "新增" if issue in new else "仍在"
        texts = {
            NUMBER: str(number),
            LEVEL: LEVEL_NAMES[issue.level],
            SHEET: readable(place_of.name),
            CELL: place_of.address or WHOLE_SHEET,
            MESSAGE: _message(issue),
            SUGGESTION: readable(issue.suggestion),
            STATE: "先不报" if is_withheld else state,
            RULE: issue.rule,
            PLACE: place_of.key,
            FILL: fills.get(issue.cell, ""),
        }
        rows.append(ListRow(texts, issue.level == "error" and not is_withheld, place_of.link))
    has_states = any(row.texts[STATE] for row in rows)
    shown = (NUMBER, LEVEL, SHEET, CELL, MESSAGE, SUGGESTION, *((STATE,) if has_states else ()))
    is_made_up = any(checked.catalogue.is_made_up(value.region_code) for value in file.reading.values)
    return ResultList(
        title="校验结果（演示数据）" if is_made_up else "校验结果",
        lines=tuple(_lines(file, checked, comparison, note)),
        columns=(*shown, *HIDDEN),
        rows=tuple(rows),
    )


@dataclass(frozen=True, slots=True)
class _Place:
    """Where an issue stands in the returned workbook; `address` is empty for a whole sheet."""

    name: str
    address: str
    link: str

    @property
    def key(self) -> str:
        return f"{self.name}!{self.address}" if self.address else self.name

    @staticmethod
    def of(address: str, grids: Mapping[str, Grid], names: Mapping[str, str]) -> _Place:
        sheet, cell = split_place(address, grids)
        name = names.get(sheet, sheet)
        inside = cell_address(*cell) if cell is not None else ""
        # Excel follows no link to a sheet that is hidden or not there.
        can_follow = sheet in names and not grids[sheet].hidden
        quoted = name.replace("'", "''")
        return _Place(
            name,
            inside,
            f"'{quoted}'!{inside or 'A1'}" if can_follow else "",
        )


def _lines(file: FileReading, checked: Checked, comparison: Comparison | None, note: str) -> Iterator[str]:
    """What stands between the title and the table."""
    yield f"文件：{readable(file.file_name)}　　校验时间：{checked.at:%Y-%m-%d %H:%M}"
    standing = [issue for issue in file.listed if issue.cell not in checked.withheld]
    errors = sum(issue.level == "error" for issue in standing)
    counts = f"错误 {errors}，提醒 {len(standing) - errors}"
    if held := len(file.listed) - len(standing):
        counts += f"，已标“这格先不报” {held}"
    if comparison is not None:
        fixed, remaining, new = map(len, (comparison.fixed, comparison.remaining, comparison.new))
        counts += f"。与上次相比：已改正 {fixed}，仍在 {remaining}，新增 {new}"
    yield f"{counts}。"
    yield _what_to_do(errors, len(standing))
    if note:
        yield note


def _what_to_do(errors: int, standing: int) -> str:
    if errors:
        return (
            "请点“单元格”一栏跳到原处：红色必须改正，黄色请核对（无误可以不改）；"
            "改好后保存，把这个文件重新上传。本页不算数据，不用删除。"
        )
    if standing:
        return "没有必须改正的错误；黄色单元格请核对，有误的改好后保存，把这个文件重新上传。本页不算数据，不用删除。"
    return "没有要改的问题，可以直接报送。本页不算数据，不用删除。"
