"""What the sheets of our .xlsx files share: formats, lines of text, tables of typed numbers, set-up for printing."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from io import BytesIO
from math import ceil
from typing import Any

import xlsxwriter
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from faheng.tables import Amount, Cell, Column, Table
from faheng.xml_text import legal

_FONT = "微软雅黑"
_NARROWEST, _WIDEST = 8, 40  # characters of a column
_HEADER_WIDTH = 16  # longer titles wrap
_LINE_HEIGHT = 18  # points
_PORTRAIT = 6  # columns
_LANDSCAPE, _ONE_PAGE = 1.0, 1.8  # height ÷ width, up to which a page lies on its side, or holds everything
INK, SUB, LINE, HEADER, FOOTER = "#1F2933", "#52606D", "#C5CDD5", "#DCE8F4", "#F3F5F7"


def new_workbook(buffer: BytesIO) -> Workbook:
    """A workbook that is written to `buffer` when it is closed.

    Text is written as text, whatever it begins with: a name like `=1+1` from an uploaded file is no formula.
    """
    options = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
    workbook = xlsxwriter.Workbook(buffer, options)
    workbook.formats[0].set_font_name(_FONT)
    workbook.formats[0].set_font_size(11)
    return workbook


class Formats:
    """The cell formats of one workbook, each made once."""

    def __init__(self, workbook: Workbook) -> None:
        self._workbook = workbook
        self._made: dict[tuple[tuple[str, Any], ...], Any] = {}

    def get(self, **properties: Any) -> Any:
        """The format with these XlsxWriter properties on top of the common ones."""
        common = {"font_name": _FONT, "font_size": 11, "font_color": INK, "valign": "vcenter"}
        return self.bare(**{**common, **properties})

    def bare(self, **properties: Any) -> Any:
        """The format with these properties alone: what a conditional format changes of a cell."""
        key = tuple(sorted(properties.items()))
        if key not in self._made:
            self._made[key] = self._workbook.add_format(dict(properties))
        return self._made[key]


def sheet_name(name: str, taken: set[str]) -> str:
    """A name Excel accepts: at most 31 characters, none of []:*?/\\, not twice."""
    base = _cut(re.sub(r"[\[\]:*?/\\\n\t]", "_", legal(name)), 31) or "表"
    name, number = base, 2
    while name.lower() in taken:
        name, number = f"{_cut(base, 27)} {number}", number + 1
    taken.add(name.lower())
    return name


def _cut(text: str, most: int) -> str:
    """The text with at most so many characters as Excel counts them (an emoji is two), without ' at its ends."""
    while len(text.encode("utf-16-le")) > 2 * most:
        text = text[:-1]
    return text.strip("'")


def write_table(
    sheet: Worksheet, header_row: int, table: Table, widths: Sequence[float], formats: Formats
) -> int:
    """The header and the rows of a table from the first column on; the number of the last row, counted from 0."""
    header = formats.get(
        bold=True, bg_color=HEADER, border=1, border_color=LINE, align="center", text_wrap=True
    )
    for index, column in enumerate(table.columns):
        sheet.write_string(header_row, index, legal(_header_text(column.title, widths[index])), header)
    for number, height in enumerate(row_heights(table, widths)):
        sheet.set_row(header_row + number, height)
    for number, cells in enumerate(table.rows):
        is_footer = number >= len(table.rows) - table.footer_rows
        row = header_row + 1 + number
        for index, (column, cell) in enumerate(zip(table.columns, cells, strict=True)):
            write_cell(sheet, row, index, cell, column, formats, is_footer=is_footer)
    return header_row + len(table.rows)


def row_heights(table: Table, widths: Sequence[float]) -> list[int]:
    """The heights of header and rows in points."""
    header = max(map(lines_in, (column.title for column in table.columns), widths), default=1)
    rows = (max(map(lines_in, texts, widths), default=1) for texts in table.texts())
    return [_LINE_HEIGHT * header + 6, *(_LINE_HEIGHT * lines + 2 for lines in rows)]


def write_line(
    sheet: Worksheet, row: int, text: str, widths: Sequence[float], cell_format: Any, *, height: int = 18
) -> None:
    """A sentence across the whole table, on as many lines as it takes: what runs over is not printed."""
    sheet.set_row(row, height * lines_in(text, sum(widths)))
    if len(widths) > 1:
        sheet.merge_range(row, 0, row, len(widths) - 1, "", cell_format)
    sheet.write_string(row, 0, legal(text), cell_format)


def write_cell(
    sheet: Worksheet,
    row: int,
    index: int,
    cell: Cell,
    column: Column,
    formats: Formats,
    *,
    is_footer: bool = False,
) -> None:
    """One cell: a number stays a number; words in a number's place are set to the right like it."""
    properties: dict[str, Any] = {"border": 1, "border_color": LINE}
    if is_footer:
        properties |= {"bold": True, "bg_color": FOOTER, "top": 2}
    if isinstance(cell, str) or cell is None:
        text = column.text(cell)
        looks = {"align": "right", "font_color": SUB} if column.is_number else {"indent": 1}
        properties |= {**looks, "text_wrap": True}
        sheet.write_string(row, index, legal(text), formats.get(**properties))
        return
    properties["num_format"] = number_format(column.of(cell))
    number = cell.number if isinstance(cell, Amount) else cell
    # Excel keeps 15 digits, as float does: what is typed there and here is the same number.
    sheet.write_number(row, index, float(number), formats.get(**properties))


def number_format(column: Column) -> str:
    """Excel's code for what Column.text prints."""
    unit = f'"{column.unit}"' if column.unit else ""
    decimals = column.decimals or 0
    number = "#,##0" + ("." + "0" * decimals if decimals else "") + unit
    if column.signed:
        return f'+{number};"−"{number};{number}'
    return f"[=100]0{unit};[=0]0{unit};{number}" if column.percent else number


def text_width(text: str) -> int:
    """Characters as a column counts them: a Chinese one is two wide."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def widths_of(tables: Sequence[Table]) -> list[float]:
    """How wide columns must be that these tables share, in characters."""
    count = max((len(table.columns) for table in tables), default=0)
    return [
        max(_width(table, index) for table in tables if index < len(table.columns)) for index in range(count)
    ]


def _width(table: Table, index: int) -> float:
    column = table.columns[index]
    widest = max((text_width(column.text(row[index])) for row in table.rows), default=0)
    return min(max(widest + 3, min(text_width(column.title) + 2, _HEADER_WIDTH), _NARROWEST), _WIDEST)


def _header_text(title: str, width: float) -> str:
    """A title that does not fit breaks before its unit: `较上年变化` / `（个百分点）`."""
    name, bracket, unit = title.rpartition("（")
    return f"{name}\n（{unit}" if name and bracket and text_width(title) > width - 2 else title


def lines_in(text: str, width: float) -> int:
    """How many lines `text` takes in `width`; Excel does not find out for merged cells."""
    return max(1, ceil(text_width(text) / max(1.0, width - 2)))


def set_up_print(
    sheet: Worksheet,
    *,
    foot: str,
    header_row: int,
    last_row: int,
    columns: int,
    shape: float | None = None,
) -> None:
    """A4, as wide as one page, the header on every page, the source in the foot.

    `shape` is height ÷ width of what is printed, where it is known: what nearly fits a page gets one.
    """
    sheet.freeze_panes(header_row + 1, 1)
    sheet.hide_gridlines(2)
    sheet.set_paper(9)
    if columns > _PORTRAIT if shape is None else shape < _LANDSCAPE:
        sheet.set_landscape()
    sheet.set_margins(left=0.6, right=0.6, top=0.7, bottom=0.8)
    sheet.fit_to_pages(1, int(shape is not None and shape < _ONE_PAGE))
    sheet.repeat_rows(header_row)
    sheet.print_area(0, 0, last_row, columns - 1)
    # A foot may hold 255 characters, and & begins a code in it.
    text = legal(foot)[:200].replace("&", "&&")
    sheet.set_footer(f'&L&"{_FONT}"&8{text}&R&"{_FONT}"&8第 &P 页，共 &N 页')
