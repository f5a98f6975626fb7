"""A workbook built anew from the cells that were read: for all formats but .xlsx, and for what openpyxl cannot hold."""

from __future__ import annotations

import io
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from faheng.intake.grid import Cell, Grid, Merge
from faheng.intake.read import FileReading
from faheng.intake.reading import RETURNED_SHEET
from faheng.intake.returned.listing import (
    MOST_COMMENTS,
    Checked,
    Key,
    Mark,
    find_marks,
    make_list,
    merge_area,
)
from faheng.intake.returned.look import (
    AUTHOR,
    COMMENT_WIDTH,
    ERROR_FILL,
    FONT,
    LINE,
    WARNING_FILL,
    comment_height,
    legal,
    text_width,
)
from faheng.intake.returned.rebuilt_list import write_list_sheet

_NARROWEST, _WIDEST = 9, 40  # characters of a column
# XlsxWriter writes every cell of a merged area.
_LARGEST_MERGE, _LARGEST_MERGED_AREA = 4_000, 200_000
_LONGEST_FORMAT = 255
_LONGEST_NAME = 31
_ERROR_CODES = frozenset(("#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"))


def rebuild(file: FileReading, checked: Checked) -> bytes:
    """The file's cells as a new .xlsx with coloured and commented cells and 校验结果 in front."""
    # 0.1 s that only whoever returns a workbook should wait for.
    import xlsxwriter

    grids = [grid for grid in file.workbook.sheets if grid.name != RETURNED_SHEET]
    names = legal_names([grid.name for grid in grids])
    content = make_list(file, checked, names=names, fills={}, note=_note(file.workbook.format))
    marks: dict[str, dict[tuple[int, int], Mark]] = defaultdict(dict)
    commented = set[Key]()
    for (sheet_name, row, column), mark in find_marks(file, checked.withheld).items():
        marks[sheet_name][row, column] = mark
        if len(commented) < MOST_COMMENTS:
            commented.add((sheet_name, row, column))
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        formats = Formats(book)
        write_list_sheet(book.add_worksheet(RETURNED_SHEET), content, formats)
        for grid in grids:
            sheet = book.add_worksheet(names[grid.name])
            _Sheet(sheet, grid, marks[grid.name], formats).write()
            for row, column in marks[grid.name]:
                if (grid.name, row, column) in commented:
                    _comment(sheet, row, column, marks[grid.name][row, column].comment)
    return buffer.getvalue()


def _note(file_format: str) -> str:
    why = "这份表过大或结构特殊" if file_format == "xlsx" else "原文件不是 .xlsx"
    lost = "" if file_format == "csv" else "：公式只留结果，图表、图片和原来的格式没有带上"
    return f"{why}，本文件是按内容重新生成的{lost}，数不变。"


def legal_names(names: Iterable[str]) -> dict[str, str]:
    """Every sheet name as Excel accepts it: at most 31 characters, none of []:*?/\\, no two alike."""
    taken = {RETURNED_SHEET.casefold(), "history"}
    found: dict[str, str] = {}
    for name in names:
        base = re.sub(r"[\[\]:*?/\\\n\t]", "_", legal(name)).strip("'")[:_LONGEST_NAME].strip("'") or "表"
        candidate, number = base, 2
        while candidate.casefold() in taken:
            candidate, number = f"{base[: _LONGEST_NAME - 5]} {number}", number + 1
        taken.add(candidate.casefold())
        found[name] = candidate
    return found


class Formats:
    """The cell formats of one workbook, each made once."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._made: dict[tuple[tuple[str, Any], ...], Any] = {}

    def get(self, **properties: Any) -> Any:
        """The format with these XlsxWriter properties on top of font and vertical centring."""
        key = tuple(sorted(properties.items()))
        if key not in self._made:
            common = {"font_name": FONT, "font_size": 11, "valign": "vcenter"}
            self._made[key] = self._book.add_format({**common, **properties})
        return self._made[key]


class _Sheet:
    """One sheet of the sender's, written cell by cell."""

    def __init__(
        self, sheet: Any, grid: Grid, marks: Mapping[tuple[int, int], Mark], formats: Formats
    ) -> None:
        self._sheet = sheet
        self._grid = grid
        self._marks = marks
        self._formats = formats

    def write(self) -> None:
        grid = self._grid
        merges = list(_writable(grid.merges))
        for merge in merges:
            top, left = merge.first_row, merge.first_column
            looks = self._looks(grid.cells.get((top, left)), top, left)
            style = self._formats.get(**looks | {"align": "center", "text_wrap": True})
            self._sheet.merge_range(top - 1, left - 1, merge.last_row - 1, merge.last_column - 1, "", style)
        anchors = {(merge.first_row, merge.first_column) for merge in merges}
        for (row, column), cell in grid.cells.items():
            looks = self._looks(cell, row, column)
            if (row, column) in anchors:
                looks |= {"align": "center", "text_wrap": True}
            self._write(row - 1, column - 1, cell, self._formats.get(**looks))
        for row, column in self._marks:
            if (row, column) not in grid.cells and (row, column) not in anchors:
                self._sheet.write_blank(
                    row - 1, column - 1, None, self._formats.get(**self._looks(None, row, column))
                )
        self._lay_out(anchors)

    def _looks(self, cell: Cell | None, row: int, column: int) -> dict[str, Any]:
        looks: dict[str, Any] = {"border": 1, "border_color": f"#{LINE}"}
        mark = self._marks.get((row, column))
        if mark is not None:
            looks["bg_color"] = f"#{ERROR_FILL if mark.is_error else WARNING_FILL}"
        if cell is None:
            return looks
        if cell.kind == "text":
            looks["text_wrap"] = True
        number_format = cell.number_format
        if number_format == "General" and cell.kind == "date":
            number_format = "yyyy-mm-dd"
        if number_format != "General" and len(number_format) <= _LONGEST_FORMAT:
            looks["num_format"] = legal(number_format)
        return looks

    def _write(self, row: int, column: int, cell: Cell, style: Any) -> None:
        sheet, value = self._sheet, cell.value
        moment = _moment(value) if cell.kind == "date" else None
        if cell.kind == "number" and isinstance(value, Decimal):
            sheet.write_number(row, column, float(value), style)
        elif moment is not None:
            sheet.write_datetime(row, column, moment, style)
        elif cell.kind == "boolean":
            sheet.write_boolean(row, column, value, style)
        elif cell.kind == "error" and cell.text in _ERROR_CODES:
            sheet.write_formula(row, column, f"={cell.text}", style, cell.text)
        elif cell.kind == "uncomputed":
            # No result again; whoever opens the file sees that nothing could be calculated.
            sheet.write_formula(row, column, "=NA()", style, "")
        else:
            sheet.write_string(row, column, legal(cell.text), style)

    def _lay_out(self, anchors: Collection[tuple[int, int]]) -> None:
        widths: dict[int, int] = defaultdict(int)
        for (row, column), cell in self._grid.cells.items():
            if (row, column) not in anchors:
                widths[column] = max(widths[column], text_width(legal(cell.text)))
        hidden = self._grid.hidden_columns
        for column in widths.keys() | hidden:
            width = min(max(widths[column] + 3, _NARROWEST), _WIDEST)
            self._sheet.set_column(column - 1, column - 1, width, None, {"hidden": column in hidden})
        for row in {row for row, _ in self._grid.cells} & self._grid.hidden_rows:
            self._sheet.set_row(row - 1, None, None, {"hidden": True})
        # Otherwise every number that came as text, as all of a CSV file does, gets a green corner.
        self._sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
        self._sheet.set_landscape()
        self._sheet.set_paper(9)
        self._sheet.fit_to_pages(1, 0)
        if self._grid.hidden:
            self._sheet.hide()


def _writable(merges: Iterable[Merge]) -> Iterator[Merge]:
    """Those that cover more than a cell, none that another covers, within the limits."""
    covered: set[tuple[int, int]] = set()
    for merge in merges:
        area = merge_area(merge)
        if not 1 < area <= _LARGEST_MERGE or len(covered) + area > _LARGEST_MERGED_AREA:
            continue
        cells = {
            (row, column)
            for row in range(merge.first_row, merge.last_row + 1)
            for column in range(merge.first_column, merge.last_column + 1)
        }
        if covered.isdisjoint(cells):
            covered |= cells
            yield merge


def _moment(value: object) -> datetime | None:
    """The moment of an ISO date that Excel can hold."""
    try:
        moment = datetime.fromisoformat(str(value))
    except ValueError:
        return None
    return moment.replace(tzinfo=None) if moment.year >= 1900 else None


def _comment(sheet: Any, row: int, column: int, text: str) -> None:
    sheet.write_comment(
        row - 1,
        column - 1,
        text,
        {"author": AUTHOR, "width": COMMENT_WIDTH, "height": comment_height(text), "font_size": 9},
    )
