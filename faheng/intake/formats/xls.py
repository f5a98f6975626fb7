"""Old workbooks (.xls, WPS .et; BIFF in an OLE2 file) → Grids, by xlrd with the formats it keeps."""

import io
from decimal import Decimal
from typing import Any

from faheng.intake.formats.archive import BROKEN, TOO_LARGE
from faheng.intake.formats.xlsx import (
    LONGEST_CELL,
    MOST_CELLS,
    MOST_MERGES,
    MOST_SHEETS,
    date_of,
    is_date_format,
)
from faheng.intake.grid import Cell, Grid, Merge, Refused

LARGEST_FILE = 5 << 20
PASSWORD = "文件有密码，请在 Excel/WPS 里取消密码后再上传。"
# What Excel shows for its error codes ([MS-XLS] 2.5.10).
_ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}


def read_xls(data: bytes) -> tuple[Grid, ...]:
    """Read every sheet of an OLE2 workbook; very hidden ones count as hidden.

    Raises:
        Refused: protected, broken, no workbook or larger than the limits.
    """
    if len(data) > LARGEST_FILE:
        raise Refused(
            f"这份 .xls 有 {len(data) / 2**20:.0f} MB，超过 5 MB 的上限，请在 Excel/WPS 里另存为 .xlsx 后再上传。"
        )
    book = _open(data)
    try:
        if book.nsheets > MOST_SHEETS:
            raise Refused(TOO_LARGE)
        grids: list[Grid] = []
        left = MOST_CELLS
        for sheet in book.sheets():
            grids.append(_grid(book, sheet, left))
            left -= len(grids[-1].cells)
    except Refused:
        raise
    except Exception as error:
        raise Refused(BROKEN) from error
    if not grids:
        raise Refused("文件里没有工作表，请检查后再上传。")
    if len({grid.name for grid in grids}) < len(grids):
        raise Refused(BROKEN)
    return tuple(grids)


def _guard_against_endless_streams(compdoc: Any) -> None:
    """Make xlrd refuse a chain of sectors that runs in a circle: in a small stream it follows it for ever."""
    read_stream = compdoc.CompDoc._get_stream
    if getattr(read_stream, "is_guarded", False):
        return

    def guarded(
        self: Any, mem: Any, base: int, sat: Any, sec_size: int, start_sid: int, *more: Any, **named: Any
    ) -> Any:
        sector, steps = start_sid, 0
        while 0 <= sector < len(sat):
            sector, steps = sat[sector], steps + 1
            if steps > len(sat):
                raise compdoc.CompDocError("a chain of sectors runs in a circle")
        return read_stream(self, mem, base, sat, sec_size, start_sid, *more, **named)

    guarded.is_guarded = True  # type: ignore[attr-defined]
    compdoc.CompDoc._get_stream = guarded


def _open(data: bytes) -> Any:
    """Open with xlrd, which raises nearly anything on a broken file and prints about it."""
    import xlrd  # only here: most files are not of this kind

    _guard_against_endless_streams(xlrd.compdoc)
    try:
        return xlrd.open_workbook(file_contents=data, formatting_info=True, logfile=io.StringIO())
    except xlrd.XLRDError as error:
        text = str(error).lower()
        if "encrypt" in text or "password" in text:
            raise Refused(PASSWORD) from error
        if "can't find workbook" in text or "not supported" in text:
            raise Refused(
                "这不是电子表格，或是太旧的格式，请在 Excel/WPS 里另存为 .xlsx 后再上传。"
            ) from error
        raise Refused(BROKEN) from error
    except Exception as error:
        raise Refused(BROKEN) from error


def _grid(book: Any, sheet: Any, cells_left: int) -> Grid:
    cells: dict[tuple[int, int], Cell] = {}
    for row in range(sheet.nrows):
        for column in range(sheet.row_len(row)):
            cell = _cell(book, sheet, row, column)
            if cell is not None:
                if len(cells) >= cells_left:
                    raise Refused(f"文件超过 {MOST_CELLS} 个有内容的单元格，请只留要报送的工作表后再上传。")
                cells[row + 1, column + 1] = cell
    if len(sheet.merged_cells) > MOST_MERGES:
        raise Refused(TOO_LARGE)
    # xlrd's ends are exclusive and 0-based: they are our inclusive 1-based ones.
    merges = tuple(Merge(top + 1, left + 1, bottom, right) for top, bottom, left, right in sheet.merged_cells)
    return Grid(
        sheet.name,
        sheet.visibility != 0,
        cells,
        merges,
        frozenset(row + 1 for row, info in sheet.rowinfo_map.items() if info.hidden),
        frozenset(column + 1 for column, info in sheet.colinfo_map.items() if info.hidden and column < 256),
    )


def _cell(book: Any, sheet: Any, row: int, column: int) -> Cell | None:
    kind, value = sheet.cell_type(row, column), sheet.cell_value(row, column)
    if kind in (0, 6):  # empty, or blank with a format
        return None
    style = book.xf_list[sheet.cell_xf_index(row, column)]
    number_format: str = book.format_map[style.format_key].format_str
    if kind == 1:
        if len(value) > LONGEST_CELL:
            raise Refused(f"{row + 1} 行 {column + 1} 列的文字过长，请检查后再上传。")
        return Cell(value, value, number_format, "text") if value else None
    if kind == 4:
        return Cell(str(value), bool(value), number_format, "boolean")
    if kind == 5:
        code = _ERRORS.get(value, "#N/A")
        return Cell(code, code, number_format, "error")
    return _number(book, float(value), number_format)


def _number(book: Any, value: float, number_format: str) -> Cell:
    text = f"{value:.15g}"
    if value != value or value in (float("inf"), float("-inf")):
        return Cell(text, text, number_format, "error")
    if is_date_format(number_format):
        date = date_of(value, from_1904=book.datemode == 1)
        return Cell(text, date or text, number_format, "date" if date else "error")
    return Cell(text, Decimal(text), number_format, "number")
