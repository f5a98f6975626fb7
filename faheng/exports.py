"""Tables as an .xlsx workbook: typed numbers, source and release below, ready to print."""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Sequence
from math import ceil
from typing import Any

import xlsxwriter
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from faheng.measures.wording import MADE_UP
from faheng.tables import Amount, Cell, Column, Table

_FONT = "微软雅黑"
_NARROWEST, _WIDEST = 8, 40  # characters of a column
_HEADER_WIDTH = 16  # longer titles wrap
_LINE_HEIGHT = 18  # points
_INK, _SUB, _LINE, _HEADER, _FOOTER = "#1F2933", "#52606D", "#C5CDD5", "#DCE8F4", "#F3F5F7"


def write_workbook(tables: Sequence[Table]) -> bytes:
    """The workbook with one sheet per table.

    Text is written as text, whatever it begins with: a name like `=1+1` from an uploaded file is no formula.
    """
    buffer = io.BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
    with xlsxwriter.Workbook(buffer, options) as workbook:
        workbook.formats[0].set_font_name(_FONT)
        workbook.formats[0].set_font_size(11)
        formats = _Formats(workbook)
        taken: set[str] = set()
        for table in tables:
            sheet = workbook.add_worksheet(_sheet_name(table, taken))
            _write_table(sheet, table, formats)
    return buffer.getvalue()


class _Formats:
    """The cell formats of one workbook, each made once."""

    def __init__(self, workbook: Workbook) -> None:
        self._workbook = workbook
        self._made: dict[tuple[tuple[str, Any], ...], Any] = {}

    def get(self, **properties: Any) -> Any:
        """The format with these XlsxWriter properties on top of the common ones."""
        key = tuple(sorted(properties.items()))
        if key not in self._made:
            common = {"font_name": _FONT, "font_size": 11, "font_color": _INK, "valign": "vcenter"}
            self._made[key] = self._workbook.add_format({**common, **properties})
        return self._made[key]


def _sheet_name(table: Table, taken: set[str]) -> str:
    """A name Excel accepts: at most 31 characters, none of []:*?/\\, not twice."""
    base = re.sub(r"[\[\]:*?/\\]", "_", table.name or table.title).strip("'")[:31] or "表"
    name, number = base, 2
    while name.lower() in taken:
        name, number = f"{base[:27]} {number}", number + 1
    taken.add(name.lower())
    return name


def _write_table(sheet: Worksheet, table: Table, formats: _Formats) -> None:
    widths = [_width(table, index) for index in range(len(table.columns))]
    for index, width in enumerate(widths):
        sheet.set_column(index, index, width)
    row = 0
    _write_line(
        sheet, row, table.title, widths, formats.get(bold=True, font_size=14, text_wrap=True), height=24
    )
    above = [text for text in (table.subtitle, MADE_UP if table.made_up else "") if text]
    if above:
        row += 1
        _write_line(sheet, row, " · ".join(above), widths, formats.get(font_color=_SUB, text_wrap=True))
    header_row = row + 1
    header = formats.get(
        bold=True, bg_color=_HEADER, border=1, border_color=_LINE, align="center", text_wrap=True
    )
    for index, column in enumerate(table.columns):
        sheet.write_string(header_row, index, _header_text(column.title, widths[index]), header)
    lines = max(
        (_lines(column.title, width) for column, width in zip(table.columns, widths, strict=True)), default=1
    )
    sheet.set_row(header_row, _LINE_HEIGHT * lines + 6)
    for number, cells in enumerate(table.rows):
        is_footer = number >= len(table.rows) - table.footer_rows
        row = header_row + 1 + number
        texts = (column.text(cell) for column, cell in zip(table.columns, cells, strict=True))
        lines = max(map(_lines, texts, widths), default=1)
        sheet.set_row(row, _LINE_HEIGHT * lines + 2)
        for index, (column, cell) in enumerate(zip(table.columns, cells, strict=True)):
            _write_cell(sheet, row, index, cell, column, formats, is_footer=is_footer)
    row = header_row + 1 + len(table.rows)
    for text in (*table.notes, table.source):
        row += 1
        _write_line(sheet, row, text, widths, formats.get(font_color=_SUB, font_size=10, text_wrap=True))
    _set_up_print(sheet, table, header_row=header_row, last_row=row)


def _write_line(
    sheet: Worksheet, row: int, text: str, widths: Sequence[float], cell_format: Any, *, height: int = 18
) -> None:
    """A sentence across the whole table, on as many lines as it takes: what runs over is not printed."""
    sheet.set_row(row, height * _lines(text, sum(widths)))
    if len(widths) > 1:
        sheet.merge_range(row, 0, row, len(widths) - 1, "", cell_format)
    sheet.write_string(row, 0, text, cell_format)


def _write_cell(
    sheet: Worksheet,
    row: int,
    index: int,
    cell: Cell,
    column: Column,
    formats: _Formats,
    *,
    is_footer: bool,
) -> None:
    """One cell: a number stays a number; words in a number's place are set to the right like it."""
    properties: dict[str, Any] = {"border": 1, "border_color": _LINE}
    if is_footer:
        properties |= {"bold": True, "bg_color": _FOOTER, "top": 2}
    if isinstance(cell, str) or cell is None:
        text = column.text(cell)
        looks = {"align": "right", "font_color": _SUB} if column.is_number else {"indent": 1}
        properties |= {**looks, "text_wrap": True}
        sheet.write_string(row, index, text, formats.get(**properties))
        return
    properties["num_format"] = _number_format(column.of(cell))
    number = cell.number if isinstance(cell, Amount) else cell
    # Excel keeps 15 digits, as float does: what is typed there and here is the same number.
    sheet.write_number(row, index, float(number), formats.get(**properties))


def _number_format(column: Column) -> str:
    """Excel's code for what Column.text prints."""
    unit = f'"{column.unit}"' if column.unit else ""
    decimals = column.decimals or 0
    number = "#,##0" + ("." + "0" * decimals if decimals else "") + unit
    if column.signed:
        return f'+{number};"−"{number};{number}'
    return f"[=100]0{unit};[=0]0{unit};{number}" if column.percent else number


def _text_width(text: str) -> int:
    """Characters as a column counts them: a Chinese one is two wide."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def _width(table: Table, index: int) -> float:
    column = table.columns[index]
    widest = max((_text_width(column.text(row[index])) for row in table.rows), default=0)
    return min(max(widest + 3, min(_text_width(column.title) + 2, _HEADER_WIDTH), _NARROWEST), _WIDEST)


def _header_text(title: str, width: float) -> str:
    """A title that does not fit breaks before its unit: `较上年变化` / `（个百分点）`."""
    name, bracket, unit = title.rpartition("（")
    return f"{name}\n（{unit}" if name and bracket and _text_width(title) > width - 2 else title


def _lines(text: str, width: float) -> int:
    """How many lines `text` takes in `width`; Excel does not find out for merged cells."""
    return max(1, ceil(_text_width(text) / max(1.0, width - 2)))


def _set_up_print(sheet: Worksheet, table: Table, *, header_row: int, last_row: int) -> None:
    """A4, as wide as one page, the header on every page, the source in the foot."""
    sheet.freeze_panes(header_row + 1, 1)
    sheet.hide_gridlines(2)
    sheet.set_paper(9)
    if len(table.columns) > 6:
        sheet.set_landscape()
    sheet.set_margins(left=0.6, right=0.6, top=0.7, bottom=0.8)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(header_row)
    sheet.print_area(0, 0, last_row, len(table.columns) - 1)
    # A foot may hold 255 characters, and & begins a code in it.
    foot = table.source[:200].replace("&", "&&")
    sheet.set_footer(f'&L&"{_FONT}"&8{foot}&R&"{_FONT}"&8第 &P 页，共 &N 页')
