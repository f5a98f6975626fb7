"""Tables as an .xlsx workbook: typed numbers, source and release below, ready to print."""

from __future__ import annotations

import io
from collections.abc import Sequence

from xlsxwriter.worksheet import Worksheet

from faheng.measures.wording import MADE_UP
from faheng.sheets import (
    SUB,
    Formats,
    new_workbook,
    set_up_print,
    sheet_name,
    widths_of,
    write_line,
    write_table,
)
from faheng.tables import Table


def write_workbook(tables: Sequence[Table]) -> bytes:
    """The workbook with one sheet per table.

    Text is written as text, whatever it begins with: a name like `=1+1` from an uploaded file is no formula.
    """
    buffer = io.BytesIO()
    with new_workbook(buffer) as workbook:
        formats = Formats(workbook)
        taken: set[str] = set()
        for table in tables:
            sheet = workbook.add_worksheet(sheet_name(table.name or table.title, taken))
            _write_sheet(sheet, table, formats)
    return buffer.getvalue()


def _write_sheet(sheet: Worksheet, table: Table, formats: Formats) -> None:
    widths = widths_of([table])
    for index, width in enumerate(widths):
        sheet.set_column(index, index, width)
    row = 0
    title = formats.get(bold=True, font_size=14, text_wrap=True)
    write_line(sheet, row, table.title, widths, title, height=24)
    above = [text for text in (table.subtitle, MADE_UP if table.made_up else "") if text]
    if above:
        row += 1
        write_line(sheet, row, " · ".join(above), widths, formats.get(font_color=SUB, text_wrap=True))
    header_row = row + 1
    row = write_table(sheet, header_row, table, widths, formats)
    for text in (*table.notes, table.source):
        row += 1
        write_line(sheet, row, text, widths, formats.get(font_color=SUB, font_size=10, text_wrap=True))
    set_up_print(sheet, foot=table.source, header_row=header_row, last_row=row, columns=len(table.columns))
