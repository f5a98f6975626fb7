"""Draws a ChartSpec with Plotly: a pure function, the one place that knows how a chart looks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from math import ceil, floor, log10
from typing import Any

import plotly.graph_objects as go

from faheng.charts import theme
from faheng.charts.spec import ChartSpec, DotRow, ReferenceLine

# Nothing to zoom or drag: a finger that scrolls the page must not move the chart. No button that saves a
# picture: it would lack title, source and release, which stand on the page (statistics.md, "Provenance").
CONFIG: dict[str, Any] = {
    "displayModeBar": False,
    "scrollZoom": False,
    "doubleClick": False,
    "showTips": False,
}

_TICKS = 5
_LONG_NAME = 8


def draw(spec: ChartSpec) -> go.Figure:
    """The figure of `spec`, as wide as its place: names left, dots in the middle, numbers right.

    Row 0 is the top one; the labels of reference lines stand in rows above it, one each, so that they never
    touch. Numbers stand in their own column, where no dot, interval or line can cross them. Title, subtitle,
    source and notes are for the page, where they can wrap.
    """
    low, high, step = _value_axis(spec)
    header_rows = max(1, len(spec.lines))
    top = -0.5 - header_rows * theme.LABEL_ROW_HEIGHT / theme.ROW_HEIGHT
    bottom = len(spec.rows) - 0.5
    plot_height = header_rows * theme.LABEL_ROW_HEIGHT + len(spec.rows) * theme.ROW_HEIGHT
    positions = list(range(len(spec.rows)))
    header_position = top + 0.5 * theme.LABEL_ROW_HEIGHT / theme.ROW_HEIGHT
    with_detail = any(row.detail for row in spec.rows)
    rows_axis = {
        "type": "linear",
        "range": [bottom, top],
        "fixedrange": True,
        "zeroline": False,
        "showline": False,
        "ticks": "",
        "automargin": True,
    }
    right_axis = {**rows_axis, "overlaying": "y", "side": "right", "showgrid": False}
    layout: dict[str, Any] = {
        "height": plot_height + theme.AXIS_HEIGHT,
        "margin": {"l": 4, "r": 4, "t": 2, "b": theme.AXIS_HEIGHT, "pad": 6},
        "paper_bgcolor": theme.TRANSPARENT,
        "plot_bgcolor": theme.TRANSPARENT,
        "showlegend": False,
        "hovermode": "closest",
        "dragmode": False,
        "hoverlabel": {"align": "left", "font": {"size": theme.DETAIL_SIZE}},
        "xaxis": {
            "range": [low, high],
            "fixedrange": True,
            "tickmode": "array",
            **_ticks(low, high, step, spec),
            "tickfont": {"size": theme.AXIS_SIZE},
            "showgrid": False,
            "zeroline": False,
            "showline": True,
            "linecolor": theme.PREVIOUS,
            "ticks": "outside",
            "tickcolor": theme.PREVIOUS,
            "ticklen": 4,
        },
        "yaxis": {
            **rows_axis,
            "tickmode": "array",
            "tickvals": positions,
            "ticktext": [_name(row) for row in spec.rows],
            "tickfont": {"size": theme.NAME_SIZE},
            "showgrid": True,
            "gridcolor": theme.GUIDE,
            "gridwidth": 1,
        },
        "yaxis2": {
            **right_axis,
            "tickmode": "array",
            "tickvals": [header_position, *positions],
            "ticktext": [f"<b>{spec.period_label}</b>", *(_number(row) for row in spec.rows)],
            "tickfont": {"size": theme.VALUE_SIZE},
        },
    }
    axes = ["y2"]
    if with_detail:
        axes.append("y3")
        layout["yaxis3"] = {
            **right_axis,
            "anchor": "free",
            "autoshift": True,
            "shift": 12,
            "tickmode": "array",
            "tickvals": [header_position, *positions],
            "ticktext": [spec.detail_label, *(_ink(row.detail) for row in spec.rows)],
            "tickfont": {"size": theme.DETAIL_SIZE},
        }
    data = [
        *(_reference_line(line, top, bottom) for line in spec.lines),
        _intervals(spec.rows),
        _connections(spec.rows),
        _previous_dots(spec.rows),
        _dots(spec.rows),
        _line_labels(spec.lines, top=top, middle=(low + high) / 2),
        # An axis is drawn only when a trace stands on it.
        *({"type": "scatter", "x": [None], "y": [None], "yaxis": axis, "hoverinfo": "skip"} for axis in axes),
    ]
    return go.Figure(data=data, layout=layout)


def _name(row: DotRow) -> str:
    """The region's name, over two lines when it would take a third of a phone."""
    name = row.label
    if len(name) > _LONG_NAME:
        half = ceil(len(name) / 2)
        name = f"{name[:half]}<br>{name[half:]}"
    return _ink(f"<b>{name}</b>" if row.is_total else name)


def _number(row: DotRow) -> str:
    if row.value is None:
        return _ink(row.text, size=theme.DETAIL_SIZE)
    mark = f" {_ink(row.mark, size=theme.AXIS_SIZE)}" if row.mark else ""
    return _ink(f"<b>{row.text}</b>") + mark


def _ink(text: str, *, size: int | None = None) -> str:
    """`text` in the colour of the page's own text, light or dark; Plotly's tick labels would be grey."""
    font = f";font-size:{size}px" if size else ""
    return f'<span style="color:{theme.INK}{font}">{text}</span>'


def _value_axis(spec: ChartSpec) -> tuple[float, float, float]:
    """Left end, right end and step of the value axis: round numbers around everything that is drawn."""
    drawn = [
        float(number)
        for row in spec.rows
        for number in (row.value, row.previous, row.low, row.high)
        if number is not None
    ]
    drawn.extend(float(line.value) for line in spec.lines)
    maximum = None if spec.maximum is None else float(spec.maximum)
    low, high = (min(drawn), max(drawn)) if drawn else (0.0, maximum or 1.0)
    if spec.starts_at_zero:
        low = min(0.0, low)
    if high == low:
        low, high = (low * 0.9, high * 1.1) if low else (0.0, 1.0)
        high = high if maximum is None else min(high, maximum)
    step = _round_step((high - low) / _TICKS)
    low, high = floor(low / step) * step, ceil(high / step) * step
    # Half a dot of room, so that a dot on the edge is whole.
    room = (high - low) * 0.025
    return low - room, high + room, step


def _round_step(width: float) -> float:
    """The smallest of 1, 2, 5 × 10ⁿ that is at least `width`."""
    power: float = 10.0 ** floor(log10(width))
    return next(factor * power for factor in (1, 2, 5, 10) if factor * power >= width * 0.999)


def _ticks(low: float, high: float, step: float, spec: ChartSpec) -> dict[str, Any]:
    count = round((high - low) / step)
    values = [ceil(low / step) * step + index * step for index in range(count + 1)]
    values = [value for value in values if low <= value <= high]
    decimals = max(0, -floor(log10(step)))
    unit = spec.unit if spec.unit == "%" else ""
    return {"tickvals": values, "ticktext": [f"{value:,.{decimals}f}{unit}" for value in values]}


def _reference_line(line: ReferenceLine, top: float, bottom: float) -> dict[str, Any]:
    is_target = line.kind == "target"
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [float(line.value)] * 2,
        "y": [top, bottom],
        "line": {
            "color": theme.TARGET if is_target else theme.CITY,
            "width": 2,
            "dash": "dash" if is_target else "dot",
        },
        "hoverinfo": "skip",
    }


def _line_labels(lines: Sequence[ReferenceLine], *, top: float, middle: float) -> dict[str, Any]:
    """One label per line, each in a row of its own, on the side of its line where there is room."""
    height = theme.LABEL_ROW_HEIGHT / theme.ROW_HEIGHT
    return {
        "type": "scatter",
        "mode": "text",
        "x": [float(line.value) for line in lines],
        "y": [top + (index + 0.5) * height for index in range(len(lines))],
        "text": [f"\u2002{line.label}\u2002" for line in lines],
        "textposition": ["middle left" if line.value > middle else "middle right" for line in lines],
        "textfont": {
            "size": theme.DETAIL_SIZE,
            "color": [theme.TARGET if line.kind == "target" else theme.CITY for line in lines],
        },
        "cliponaxis": False,
        "hoverinfo": "skip",
    }


def _segments(
    rows: Sequence[DotRow], ends: Callable[[DotRow], tuple[Decimal | None, Decimal | None]]
) -> dict[str, list[float | None]]:
    """One horizontal line per row that has both ends, in a single trace: None breaks it between rows."""
    x: list[float | None] = []
    y: list[float | None] = []
    for position, row in enumerate(rows):
        first, last = ends(row)
        if first is not None and last is not None:
            x += [float(first), float(last), None]
            y += [position, position, None]
    return {"x": x, "y": y}


def _intervals(rows: Sequence[DotRow]) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines",
        **_segments(rows, lambda row: (row.low, row.high)),
        "line": {"color": theme.MAIN_PALE, "width": theme.INTERVAL_WIDTH},
        "hoverinfo": "skip",
    }


def _connections(rows: Sequence[DotRow]) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines",
        **_segments(rows, lambda row: (row.previous, row.value)),
        "line": {"color": theme.PREVIOUS, "width": 2},
        "hoverinfo": "skip",
    }


def _previous_dots(rows: Sequence[DotRow]) -> dict[str, Any]:
    return _markers(
        [(position, row, row.previous) for position, row in enumerate(rows)],
        symbol=lambda _row: "circle-open",
        size=theme.PREVIOUS_DOT,
        color=theme.PREVIOUS,
    )


def _dots(rows: Sequence[DotRow]) -> dict[str, Any]:
    return _markers(
        [(position, row, row.value) for position, row in enumerate(rows)],
        symbol=lambda row: "diamond-open" if row.provisional else "circle",
        size=theme.DOT,
        color=theme.MAIN,
    )


def _markers(
    places: Sequence[tuple[int, DotRow, Decimal | None]],
    *,
    symbol: Callable[[DotRow], str],
    size: int,
    color: str,
) -> dict[str, Any]:
    drawn = [(position, row, value) for position, row, value in places if value is not None]
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [float(value) for _, _, value in drawn],
        "y": [position for position, _, _ in drawn],
        "customdata": [row.key for _, row, _ in drawn],
        "marker": {
            "symbol": [symbol(row) for _, row, _ in drawn],
            "size": size,
            "color": color,
            "opacity": 1,
            "line": {"width": 2, "color": color},
        },
        "cliponaxis": False,
        "hovertext": ["<br>".join(row.about) for _, row, _ in drawn],
        "hovertemplate": "%{hovertext}<extra></extra>",
    }
