"""Charts over time: lines, a panel for every region, ranks."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from xlsxwriter.chart import Chart

from faheng.charts.spec import Trend, TrendSeries
from faheng.charts.spec_over_time import Bump, SmallMultiples
from faheng.meeting import palette
from faheng.meeting.xlsx.drawing import (
    DARK,
    FAINT,
    FONT,
    GREY,
    GRID,
    HEIGHT,
    MAIN,
    PANEL_HEIGHT,
    TARGET,
    axis,
    copied,
    draw,
    literal,
    new_chart,
    to_draw,
    value_axis,
    without_legend,
)
from faheng.meeting.xlsx.page import Page, Placed

_ACROSS = 3  # panels side by side


def _line_looks(series: TrendSeries, number: int) -> dict[str, Any]:
    """How a line looks by its role; the marks of what may still change are hollow."""
    if series.role == "context":
        looks: dict[str, Any] = {"color": FAINT, "width": 1.25}
    elif series.role == "city":
        looks = {"color": GREY, "width": 2, "dash_type": "round_dot"}
    else:
        looks = {"color": f"#{palette.HIGHLIGHTS[number % len(palette.HIGHLIGHTS)]}", "width": 2.75}
    bold = series.role == "highlighted"
    border = {"color": looks["color"]}
    hollow = [
        {"fill": {"color": "white"}, "border": border} if point.hollow else None for point in series.points
    ]
    return {
        "line": looks,
        "marker": {
            "type": "circle",
            "size": 6 if bold else 3,
            "fill": {"color": looks["color"]},
            "border": {"color": looks["color"]},
        },
        **({"points": hollow} if any(hollow) else {}),
    }


def _add_lines(
    page: Page, chart: Chart, values: Placed, lines: Sequence[tuple[int, TrendSeries]]
) -> list[int]:
    """The lines of these columns, the highlighted ones on top; which series of the chart only go on with one."""
    going_on: list[int] = []
    highlighted = [column for column, series in lines if series.role == "highlighted"]
    for column, series in sorted(lines, key=lambda pair: pair[1].role == "highlighted"):
        number = highlighted.index(column) if column in highlighted else 0
        going_on += _add_line(page, chart, values, column, series, **_line_looks(series, number))
    return going_on


def _add_line(
    page: Page, chart: Chart, values: Placed, column: int, series: TrendSeries, **looks: Any
) -> list[int]:
    """A line as one series, or as several: none leads across where its values cannot be compared.

    XlsxWriter cannot leave out one segment of a line. Which series of the chart only go on with it is answered.
    """
    first = len(chart.series)
    for cells in _pieces(page, values, column, series):
        chart.add_series(
            {
                "name": page.name(values, column),
                "categories": page.cells(values, 0),
                "values": cells,
                **looks,
            }
        )
    return [*range(first + 1, len(chart.series))]


def _pieces(page: Page, values: Placed, column: int, series: TrendSeries) -> list[str]:
    """The cells of a column, or copies of it that each have the numbers of one stretch that can be compared."""
    points = series.points
    cuts = [
        place
        for place, point in enumerate(points)
        if place and not point.joined and point.value is not None and points[place - 1].value is not None
    ]
    if not cuts:
        return [to_draw(page, values, column)]
    numbers = [None if point.value is None else float(point.value) for point in points]
    return [
        copied(
            page, values, column, [one if first <= place < end else None for place, one in enumerate(numbers)]
        )
        for first, end in pairwise([0, *cuts, len(points)])
    ]


def _numbers_of(lines: Sequence[TrendSeries]) -> list[float]:
    return [float(point.value) for one in lines for point in one.points if point.value is not None]


@draw.register
def _trend(spec: Trend, page: Page, placed: dict[str, Placed]) -> None:
    """The lines with the target; the city's sum, far above its parts, in a chart of its own."""
    values = placed["values"]
    if spec.series or values.block.has("goal"):
        _draw_lines(spec, page, values)
    if spec.total is not None:
        total = new_chart(page, "line")
        without_legend(total, _add_lines(page, total, values, [(len(spec.series) + 1, spec.total)]))
        total.set_y_axis(value_axis(_numbers_of([spec.total]), spec))
        total.set_x_axis(axis())
        page.chart(total, height=PANEL_HEIGHT)
        page.below_chart(PANEL_HEIGHT)


def _draw_lines(spec: Trend, page: Page, values: Placed) -> None:
    chart = new_chart(page, "line")
    without_legend(chart, _add_lines(page, chart, values, list(enumerate(spec.series, start=1))))
    numbers = _numbers_of(spec.series)
    if values.block.has("goal"):
        goal = values.block.place("goal")
        chart.add_series(
            {
                "name": page.name(values, goal),
                "categories": page.cells(values, 0),
                "values": to_draw(page, values, goal),
                "line": TARGET,
                "marker": {"type": "none"},
            }
        )
        numbers += [float(step.value) for step in spec.targets]
    chart.set_y_axis(value_axis(numbers, spec))
    chart.set_x_axis(axis())
    page.chart(chart, height=HEIGHT)
    page.below_chart(HEIGHT)


@draw.register
def _multiples(spec: SmallMultiples, page: Page, placed: dict[str, Placed]) -> None:
    """A chart for each region on one scale, the city behind it."""
    values = placed["values"]
    series = [*(panel.series for panel in spec.panels), *([spec.city] if spec.city else [])]
    numbers = _numbers_of(series)
    numbers += [float(step.value) for panel in spec.panels for step in panel.targets]
    width = page.pixels // _ACROSS
    for number, panel in enumerate(spec.panels):
        chart = new_chart(page, "line", legend=False)
        if spec.city is not None:
            _add_lines(page, chart, values, [(len(series), spec.city)])
        looks = _line_looks(panel.series, 0) | {"line": {"color": MAIN, "width": 2}}
        looks["marker"] = {"type": "circle", "size": 4, "fill": {"color": MAIN}, "border": {"color": MAIN}}
        _add_line(page, chart, values, number + 1, panel.series, **looks)
        if panel.targets:
            chart.add_series(
                {
                    "name": "目标",
                    "categories": page.cells(values, 0),
                    "values": to_draw(page, placed["targets"], number + 1),
                    "line": TARGET,
                    "marker": {"type": "none"},
                }
            )
        title = (
            f"{panel.series.label} {panel.series.points[-1].text}"
            if panel.series.points
            else panel.series.label
        )
        chart.set_title({"name": literal(title), "name_font": {**DARK, "bold": True}})
        chart.set_y_axis(value_axis(numbers, spec))
        chart.set_x_axis(axis(interval_unit=max(1, len(spec.periods) // 3), num_font={**FONT, "size": 8}))
        page.chart(chart, height=PANEL_HEIGHT, width=width - 6, left=width * (number % _ACROSS))
        if number % _ACROSS == _ACROSS - 1 or number == len(spec.panels) - 1:
            page.below_chart(PANEL_HEIGHT)


@draw.register
def _bump(spec: Bump, page: Page, placed: dict[str, Placed]) -> None:
    """Places over time, the best on top."""
    if not spec.lines:
        return  # XlsxWriter refuses a chart without a line
    values = placed["values"]
    chart = new_chart(page, "line", legend=False)
    for number, line in enumerate(spec.lines, start=1):
        looks = _line_looks(line.series, number - 1)
        if not any(one.series.role == "highlighted" for one in spec.lines):
            color = f"#{palette.HIGHLIGHTS[(number - 1) % len(palette.HIGHLIGHTS)]}"
            again = number > len(palette.HIGHLIGHTS)  # the colours a second time, dashed
            looks |= {"line": {"color": color, "width": 1.75, "dash_type": "dash" if again else "solid"}}
            looks["marker"] |= {"fill": {"color": color}, "border": {"color": color}}
        names = _name_at_the_end(line.series)
        _add_line(page, chart, values, number, line.series, **looks, data_labels=names)
    chart.set_plotarea({"layout": {"x": 0.05, "y": 0.05, "width": 0.8, "height": 0.82}})
    chart.set_y_axis(
        axis(
            reverse=True,
            min=1,
            max=max(spec.places, 2),
            major_unit=1,
            num_format="0",
            crossing="max",
            major_gridlines=GRID,
        )
    )
    chart.set_x_axis(axis())
    page.chart(chart, height=HEIGHT)
    page.below_chart(HEIGHT)


def _name_at_the_end(series: TrendSeries) -> dict[str, Any]:
    """The series' name at its last value, and nothing at the others."""
    last = max((place for place, point in enumerate(series.points) if point.value is not None), default=-1)
    return {
        "series_name": True,
        "value": False,
        "position": "right",
        "font": DARK,
        "custom": [None if place == last else {"delete": True} for place in range(len(series.points))],
    }
