"""The workbook inside a native chart, which Office opens for 编辑数据: one sheet, a column for what each series draws."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass

from xlsxwriter.utility import xl_col_to_name

from faheng.meeting.native.chart import NativeChart, Number
from faheng.sheets import new_workbook
from faheng.xml_text import legal

SHEET = "Sheet1"
_MOST_LETTERS = 32_767  # of a cell


@dataclass(frozen=True)
class Columns:
    """Where a series stands in the sheet, as references of the chart; a line chart has no `across`."""

    head: str
    values: str
    across: str


def columns_of(chart: NativeChart) -> tuple[Columns, ...]:
    """The columns of every series, in their order; the first column of the sheet holds the categories."""
    each = 1 if chart.across is None else 2
    return tuple(
        Columns(
            head=f"{SHEET}!${xl_col_to_name(first)}$1",
            across=_cells(first, len(one.across)),
            values=_cells(first + each - 1, len(one.values)),
        )
        for number, one in enumerate(chart.series)
        for first in [1 + number * each]
    )


def categories_of(chart: NativeChart) -> str:
    """Where the categories stand."""
    return _cells(0, len(chart.categories))


def _cells(column: int, rows: int) -> str:
    letter = xl_col_to_name(column)
    return f"{SHEET}!${letter}$2:${letter}${rows + 1}"


def workbook(chart: NativeChart) -> bytes:
    """The .xlsx behind a chart. Texts stay texts: a name that begins with `=` is no formula, an address no link."""
    columns: list[tuple[str, Sequence[str | Number | None]]] = [(chart.corner, chart.categories)]
    for one in chart.series:
        columns += (
            [(one.name, one.values)]
            if chart.across is None
            else [(one.name, one.across), ("位置", one.values)]
        )
    file = io.BytesIO()
    with new_workbook(file) as book:
        sheet = book.add_worksheet(SHEET)
        sheet.set_column(0, 0, 18)
        for place, (head, cells) in enumerate(columns):
            sheet.write_string(0, place, legal(head)[:_MOST_LETTERS])
            for row, cell in enumerate(cells, start=1):
                if isinstance(cell, str):
                    sheet.write_string(row, place, legal(cell)[:_MOST_LETTERS])
                elif cell is not None:
                    sheet.write_number(row, place, float(cell))
    return file.getvalue()
