"""A sender's .xlsx with its problems marked in place: openpyxl keeps styles, merges, widths, charts and formulas."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from faheng.intake.formats.workbook import read_workbook
from faheng.intake.grid import Cell, Grid, Refused, Workbook
from faheng.intake.read import FileReading
from faheng.intake.reading import RETURNED_SHEET
from faheng.intake.returned.compare import read_returned
from faheng.intake.returned.list_sheet import fill_list_sheet
from faheng.intake.returned.listing import (
    LARGEST_MERGED_AREA,
    MARK,
    MOST_COMMENTS,
    Checked,
    Key,
    Mark,
    find_marks,
    make_list,
    merge_area,
    shown_cells,
)
from faheng.intake.returned.look import AUTHOR, COMMENT_WIDTH, ERROR_FILL, WARNING_FILL, comment_height, legal
from faheng.intake.returned.results import put_results
from faheng.intake.returned.weight import count_elements, has_shapes

if TYPE_CHECKING:
    import openpyxl

# More of either takes openpyxl minutes and gigabytes.
MOST_ELEMENTS = 300_000
_SHAPES_LOST = "原文件里的文本框、箭头等图形没有带上，其余内容不变。"
_OURS = (ERROR_FILL, WARNING_FILL)
_FILL = re.compile(r"(rgb|theme|indexed):([0-9A-F]{1,8}):(-?\d(?:\.\d{1,20})?)")
# What openpyxl raises for workbooks that Excel and we read but it does not.
_NOT_FOR_OPENPYXL = (
    ValueError, TypeError, KeyError, IndexError, AttributeError, OSError, SyntaxError, zipfile.BadZipFile, Refused,
)  # fmt: skip


def annotate(file: FileReading, checked: Checked) -> bytes | None:
    """The sender's workbook with coloured and commented cells and 校验结果 in front.

    None when openpyxl cannot do it without harm: the file is too large for it, it does not read it, or what it writes
    would not be read as the same cells.
    """
    merged = sum(merge_area(merge) for grid in file.workbook.sheets for merge in grid.merges)
    if merged > LARGEST_MERGED_AREA or count_elements(file.data, at_most=MOST_ELEMENTS) is None:
        return None
    try:
        written = _annotate(file, checked)
        again = read_workbook(written, file.file_name)
    except _NOT_FOR_OPENPYXL:
        return None
    before, after = _data_sheets(file.workbook), {grid.name: grid for grid in _data_sheets(again)}
    is_kept = len(before) == len(after) and all(_is_kept(grid, after.get(grid.name)) for grid in before)
    return written if is_kept else None


def _data_sheets(workbook: Workbook) -> list[Grid]:
    return [grid for grid in workbook.sheets if grid.name != RETURNED_SHEET]


def _is_kept(grid: Grid, again: Grid | None) -> bool:
    """Whether the sheet reads as it did: values, percent formats, merges, what is hidden."""
    return (
        again is not None
        and again.hidden == grid.hidden
        and set(again.merges) == set(grid.merges)
        and again.hidden_columns == grid.hidden_columns
        and again.hidden_rows >= grid.hidden_rows & {row for row, _ in grid.cells}
        and again.cells.keys() == grid.cells.keys()
        and all(_meaning(cell) == _meaning(again.cells[place]) for place, cell in grid.cells.items())
    )


def _meaning(cell: Cell) -> tuple[object, ...]:
    value = legal(cell.value) if isinstance(cell.value, str) else cell.value
    return cell.kind, value, "%" in cell.number_format


def _annotate(file: FileReading, checked: Checked) -> bytes:
    # Half a second that only whoever returns a workbook should wait for.
    from openpyxl import load_workbook

    with warnings.catch_warnings():
        # It says what it does not keep of a file; who reads the server's log cannot do anything about it.
        warnings.simplefilter("ignore")
        book = load_workbook(io.BytesIO(file.data), rich_text=True)
        if RETURNED_SHEET in book.sheetnames:
            del book[RETURNED_SHEET]
        _take_marks_away(book, file)
        fills = _put_marks(book, find_marks(file, checked.withheld))
        shown = shown_cells(file.workbook, (issue.cell for issue in file.listed))
        sheet = book.create_sheet(RETURNED_SHEET, 0)
        content = make_list(
            file,
            checked,
            names={grid.name: grid.name for grid in _data_sheets(file.workbook)},
            fills={address: fills[key] for address, key in shown.items()},
            note=_SHAPES_LOST if has_shapes(file.data) else "",
        )
        fill_list_sheet(sheet, content)
        _open_at_first_sheet(book)
        buffer = io.BytesIO()
        book.save(buffer)
    grids = {grid.name: grid for grid in file.workbook.sheets}
    numbered = {
        number: grids[name].cells
        for number, name in enumerate((sheet.title for sheet in book.worksheets), start=1)
        if name in grids and name != RETURNED_SHEET
    }
    return put_results(buffer.getvalue(), numbered)


def _open_at_first_sheet(book: openpyxl.Workbook) -> None:
    """Show the list first; two selected sheets would be edited together."""
    for sheet in (*book.worksheets, *book.chartsheets):
        views = getattr(sheet.views if hasattr(sheet, "views") else sheet.sheetViews, "sheetView", [])
        for view in views:
            view.tabSelected = False
    book.active = 0
    book.active.sheet_view.tabSelected = True


def _take_marks_away(book: openpyxl.Workbook, file: FileReading) -> None:
    """Undo what an earlier check did to the cells, so that what was put right since looks as the sender made it."""
    last = read_returned(file.workbook)
    listed: dict[Key, str] = {}
    if last is not None:
        shown = shown_cells(file.workbook, (issue.cell for issue in last.issues))
        listed = {shown[issue.cell]: issue.fill for issue in last.issues if issue.cell in shown}
    for sheet, row, column in _cells_to_look_at(file, listed):
        cell = book[sheet].cell(row, column)
        is_marked = cell.comment is not None and MARK in cell.comment.text
        if is_marked:
            own = cell.comment.text.partition(MARK)[0].rstrip()
            cell.comment = _comment(own, cell.comment.author) if own else None
        if (is_marked or (sheet, row, column) in listed) and _is_ours(cell.fill):
            cell.fill = _fill_from(listed.get((sheet, row, column), ""))


def _cells_to_look_at(file: FileReading, listed: Iterable[Key]) -> Iterable[Key]:
    """Every cell with content, and those of the last list: an empty cell may have been marked too."""
    if not any(grid.name == RETURNED_SHEET for grid in file.workbook.sheets):
        return
    content = ((grid.name, row, column) for grid in _data_sheets(file.workbook) for row, column in grid.cells)
    yield from dict.fromkeys((*content, *listed))


def _put_marks(book: openpyxl.Workbook, marks: dict[Key, Mark]) -> dict[Key, str]:
    """Colour and comment the cells; returns the colours they had."""
    fills: dict[Key, str] = {}
    for number, (key, mark) in enumerate(marks.items()):
        sheet, row, column = key
        cell = book[sheet].cell(row, column)
        fills[key] = _fill_text(cell.fill)
        cell.fill = _solid(rgb=f"FF{ERROR_FILL if mark.is_error else WARNING_FILL}")
        if number < MOST_COMMENTS:
            earlier = cell.comment
            text = f"{earlier.text.rstrip()}\n\n{mark.comment}" if earlier is not None else mark.comment
            cell.comment = _comment(text, earlier.author if earlier is not None else AUTHOR)
    return fills


def _comment(text: str, author: str) -> Any:
    from openpyxl.comments import Comment

    return Comment(text, author, height=comment_height(text), width=COMMENT_WIDTH)


def _solid(**colour: Any) -> Any:
    from openpyxl.styles import Color, PatternFill

    return PatternFill("solid", fgColor=Color(**colour))


def _is_ours(fill: Any) -> bool:
    colour = getattr(fill, "fgColor", None)
    return getattr(fill, "patternType", None) == "solid" and str(getattr(colour, "rgb", ""))[-6:] in _OURS


def _fill_text(fill: Any) -> str:
    """A plain colour as text ('theme:4:0.6'), '' for none and for patterns, which are not restored."""
    if getattr(fill, "patternType", None) != "solid":
        return ""
    colour = fill.fgColor
    return f"{colour.type}:{colour.value}:{float(colour.tint):.6g}"


def _fill_from(text: str) -> Any:
    from openpyxl.styles import PatternFill

    match = _FILL.fullmatch(text)
    if match is None or (match[1] == "rgb") != (len(match[2]) == 8):
        return PatternFill()
    value = match[2] if match[1] == "rgb" else int(match[2], 10)
    return _solid(**{match[1]: value, "tint": float(match[3])})
