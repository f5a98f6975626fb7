"""Charts of many regions, or indicators, beside each other: sparklines, columns with intervals, the funnel."""

from __future__ import annotations

from typing import Any

from xlsxwriter.utility import xl_rowcol_to_cell

from faheng.charts.drawing import value_range
from faheng.charts.spec import DotComparison, DotRow, Funnel
from faheng.meeting import palette
from faheng.meeting.slide import KeyNumbers
from faheng.meeting.xlsx.drawing import (
    CITY_LINE,
    DARK,
    FONT,
    GREY,
    GRID,
    HEIGHT,
    MAIN,
    TARGET,
    axis,
    draw,
    literal,
    new_chart,
    number_in,
    to_draw,
    value_axis,
)
from faheng.meeting.xlsx.page import Page, Placed

# Of the region that a deck is about.
_OWN_BORDER = {"color": f"#{palette.INK}", "width": 3}


@draw.register
def _cards(body: KeyNumbers, page: Page, placed: dict[str, Placed]) -> None:
    """A sparkline beside each number."""
    rows = placed["list"]
    if not rows.block.has("history"):
        return
    column = rows.block.place("history")
    for number, card in enumerate(body.cards):
        known = [None if point.value is None else float(point.value) for point in card.history]
        # A sparkline leads across changes of definition; where there is one it begins behind the last.
        cut = max(
            (
                at
                for at, point in enumerate(card.history)
                if at and not point.joined and known[at - 1] is not None
            ),
            default=0,
        )
        known = known[cut:]
        if len(known) > 1:
            cells = page.aside(card.label, known, top=rows.first).removeprefix("=")
            look = {
                "range": cells,
                "markers": False,
                "last_point": True,
                "series_color": MAIN,
                "weight": 1.5,
            }
            page.sheet.add_sparkline(rows.first + number, column, look)


def _column_looks(row: DotRow, *, is_own: bool) -> dict[str, Any]:
    """Coloured by what a test says; hollow while the value may still change; `is_own`: with a thicker or a dark line."""
    color = f"#{palette.JUDGED[row.judged]}"
    if row.provisional:
        return {"fill": {"color": "white"}, "border": {"color": color, "width": 5 if is_own else 2}}
    return {"fill": {"color": color}, **({"border": _OWN_BORDER} if is_own else {})}


@draw.register
def _dots(spec: DotComparison, page: Page, placed: dict[str, Placed]) -> None:
    """Columns, coloured by what a test says; the city and the target as lines, the period before as hollow marks."""
    rows = placed["list"]
    block = rows.block
    names = page.cells(rows, block.place("name"))
    chart = new_chart(page, "column")
    chart.add_series(
        {
            "name": page.name(rows, block.place("value")),
            "categories": names,
            "values": to_draw(page, rows, block.place("value")),
            "fill": {"color": MAIN},
            "points": [
                _column_looks(row, is_own=row.key == spec.highlighted) if row.value is not None else None
                for row in spec.rows
            ],
            "gap": 80,
            "data_labels": {
                "value": True,
                "position": "inside_base",
                "font": {**FONT, "color": "white", "bold": True},
                "custom": [
                    {"font": {**DARK, "bold": True}} if row.provisional else None for row in spec.rows
                ],
            },
            **_intervals(page, rows),
        }
    )
    lines = new_chart(page, "line")
    looks: dict[str, dict[str, Any]] = {
        "city": {"line": CITY_LINE, "marker": {"type": "none"}},
        "target": {"line": TARGET, "marker": {"type": "none"}},
        "previous": {
            "line": {"none": True},
            "marker": {
                "type": "circle",
                "size": 7,
                "border": {"color": f"#{palette.DOT}"},
                "fill": {"color": f"#{palette.HOLLOW}"},
            },
        },
    }
    drawn = [key for key in looks if block.has(key)]
    for key in drawn:
        column = block.place(key)
        lines.add_series(
            {
                "name": page.name(rows, column),
                "categories": names,
                "values": to_draw(page, rows, column),
                **looks[key],
            }
        )
    if drawn:
        chart.combine(lines)
    numbers = [float(row.value) for row in spec.rows if row.value is not None]
    numbers += [
        float(number) for row in spec.rows for number in (row.previous, row.high) if number is not None
    ]
    chart.set_y_axis(value_axis([0.0, *numbers, *(float(line.value) for line in spec.lines)], spec))
    chart.set_x_axis(axis())
    page.chart(chart, height=HEIGHT)
    page.below_chart(HEIGHT)


def _intervals(page: Page, placed: Placed) -> dict[str, Any]:
    """The 95 % intervals as error bars, which want distances."""
    block = placed.block
    if not block.has("low"):
        return {}
    value, low, high = (block.place(key) for key in ("value", "low", "high"))

    def apart(title: str, above: int, below: int) -> str:
        formulas, numbers = [], []
        for number, row in enumerate(block.table.rows):
            ends = [xl_rowcol_to_cell(placed.first + number, column) for column in (above, below)]
            formulas.append(f"=IFERROR({ends[0]}-{ends[1]},0)")
            first, second = number_in(row[above]), number_in(row[below])
            numbers.append(0.0 if first is None or second is None else first - second)
        return page.aside(title, numbers, formulas=formulas, top=placed.first)

    return {
        "y_error_bars": {
            "type": "custom",
            "plus_values": apart("区间上段", high, value),
            "minus_values": apart("区间下段", value, low),
            "line": {"color": f"#{palette.DOT}", "width": 1},
        }
    }


@draw.register
def _funnel(spec: Funnel, page: Page, placed: dict[str, Placed]) -> None:
    """Rates by cases, each with its name, between the limits of chance."""
    rows = placed["list"]
    block = rows.block
    chart = new_chart(page, "scatter")
    for band, (color, dash) in zip(spec.bands, ((f"#{palette.DOT}", "dash"), (GREY, "solid")), strict=False):
        across = page.aside("件数", [float(number) for number in band.trials], top=rows.first)
        share = f"{(1 - band.level) * 100:.1f}".removesuffix(".0")
        for number, ends in enumerate((band.low, band.high)):
            chart.add_series(
                {
                    "name": f"{share}%界限",
                    "categories": across,
                    "values": page.aside(f"{share}%{'上' if number else '下'}界", ends, top=rows.first),
                    "line": {"color": color, "width": 1, "dash_type": dash},
                    "marker": {"type": "none"},
                }
            )
    most = float(max((band.trials[-1] for band in spec.bands), default=1))
    chart.add_series(
        {
            "name": literal(spec.line.label),
            "categories": page.aside("件数", [0.0, most], top=rows.first),
            "values": page.aside("全市", [float(spec.line.value)] * 2, top=rows.first),
            "line": CITY_LINE,
            "marker": {"type": "none"},
        }
    )
    chart.add_series(
        {
            "name": page.name(rows, block.place("value")),
            "categories": page.cells(rows, block.place("denominator")),
            "values": page.cells(rows, block.place("value")),
            "line": {"none": True},
            "marker": {"type": "circle", "size": 8, "fill": {"color": MAIN}, "border": {"color": "white"}},
            "points": [
                {
                    "fill": {"color": f"#{palette.JUDGED[point.judged]}"},
                    "border": _OWN_BORDER if point.key == spec.highlighted else {"color": "white"},
                }
                for point in spec.points
            ],
            "data_labels": {
                "custom": [{"value": literal(point.label)} for point in spec.points],
                "value": True,
                "position": "above",
                "font": DARK,
            },
        }
    )
    numbers = [float(point.value) for point in spec.points] + [float(spec.line.value)]
    numbers += [end for band in spec.bands for end in (*band.low, *band.high)]
    low, high, step = value_range(numbers, maximum=spec.maximum, starts_at_zero=False, ticks=5)
    code = '0"%"' if spec.unit == "%" else "General"
    chart.set_y_axis(axis(min=low, max=high, major_unit=step, num_format=code, major_gridlines=GRID))
    chart.set_x_axis(
        axis(
            name=literal(spec.cases),
            min=0,
            max=most,
            num_format="#,##0",
            major_gridlines={"visible": False},
        )
    )
    chart.set_legend({"position": "bottom", "font": FONT, "delete_series": [1, 3][: len(spec.bands)]})
    page.chart(chart, height=HEIGHT + 60)
    page.below_chart(HEIGHT + 60)
