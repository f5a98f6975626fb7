"""What Excel's own charts have in common; a kind of chart registers a function, `@draw.register`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import singledispatch
from typing import Any

from xlsxwriter.chart import Chart
from xlsxwriter.utility import xl_rowcol_to_cell

from faheng.charts.drawing import value_range
from faheng.meeting import palette
from faheng.meeting.slide import Body
from faheng.meeting.xlsx.page import Page, Placed
from faheng.tables import Amount, Cell
from faheng.xml_text import legal

FONT = {"name": "微软雅黑", "size": 10, "color": f"#{palette.SUB}"}
DARK = {**FONT, "color": f"#{palette.INK}"}
_LIKE_A_CELL = re.compile(r"!(?=\$?[A-Z]+\$?\d)")
HEIGHT, PANEL_HEIGHT = 330, 200  # px
MAIN, RED, GREY, FAINT = (
    f"#{color}" for color in (palette.MAIN, palette.WARNING, palette.SUB, palette.CONTEXT)
)
TARGET = {"color": RED, "width": 1.5, "dash_type": "dash"}
CITY_LINE = {"color": GREY, "width": 1.75, "dash_type": "round_dot"}
GRID = {"visible": True, "line": {"color": f"#{palette.GRID}"}}


@singledispatch
def draw(_body: Body, _page: Page, _placed: dict[str, Placed]) -> None:
    """The chart of what a slide shows, below its tables (`placed`, by their keys); of a table by nature, and a map, none."""


def new_chart(page: Page, kind: str, *, legend: bool = True) -> Chart:
    """A chart of the workbook with our letters, its legend below."""
    chart = page.new_chart(kind)
    chart.set_legend({"position": "bottom", "font": FONT} if legend else {"none": True})
    chart.set_chartarea({"border": {"none": True}})
    chart.show_blanks_as("gap")
    return chart


def without_legend(chart: Chart, series: Sequence[int]) -> None:
    """Leave these series out of the legend: they only go on with another."""
    if series:
        chart.set_legend({"position": "bottom", "font": FONT, "delete_series": [*series]})


def axis(**more: Any) -> dict[str, Any]:
    """An axis as XlsxWriter wants it said."""
    return {
        "num_font": FONT,
        "name_font": {**FONT, "bold": False},
        "line": {"color": f"#{palette.AXIS}"},
        "major_tick_mark": "none",
        **more,
    }


def value_axis(numbers: Sequence[float], spec: Any) -> dict[str, Any]:
    """The axis of these numbers in the unit of `spec`, between round ends, as on the screen."""
    low, high, step = value_range(numbers, maximum=spec.maximum, starts_at_zero=spec.starts_at_zero, ticks=5)
    unit = '"%"' if spec.unit == "%" else ""
    decimals = max(0, -int(f"{step:e}".partition("e")[2]))
    code = f"#,##0{'.' + '0' * decimals if decimals else ''}{unit}"
    return axis(min=round(low, 9), max=round(high, 9), major_unit=step, num_format=code, major_gridlines=GRID)


def to_draw(page: Page, placed: Placed, column: int) -> str:
    """The numbers of a column; where words stand in a number's place a copy of it with gaps: Excel draws words as 0."""
    cells = [row[column] for row in placed.block.table.rows]
    if all(not isinstance(cell, str) and cell is not None for cell in cells):
        return page.cells(placed, column)
    return copied(page, placed, column, [number_in(cell) for cell in cells])


def copied(page: Page, placed: Placed, column: int, numbers: Sequence[float | None]) -> str:
    """A copy of a column that follows it, with gaps where there is no number."""
    references = [xl_rowcol_to_cell(placed.first + number, column) for number in range(len(numbers))]
    return page.aside(
        placed.block.table.columns[column].title,
        numbers,
        formulas=[f"=IF(ISNUMBER({cell}),{cell},NA())" for cell in references],
        top=placed.first,
    )


def number_in(cell: Cell) -> float | None:
    """The number that a cell holds; None for words."""
    if isinstance(cell, Amount):
        return float(cell.number)
    return None if cell is None or isinstance(cell, str) else float(cell)


def literal(text: str) -> str:
    """A text of a chart that is not in a cell: XlsxWriter takes one like =甲 or 甲!A1 for a reference."""
    text = _LIKE_A_CELL.sub("!\u200b", text)
    return legal(f"\u200b{text}" if text.startswith("=") else text)
