"""Draws a comparison of regions with Plotly: names left, dots in the middle, numbers right."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import ceil
from typing import Any, Literal

from faheng.charts import theme
from faheng.charts.drawing import (
    AXIS_LINE,
    BASE_LAYOUT,
    Frame,
    ink,
    link,
    plain,
    tick_texts,
    value_range,
    with_lead,
)
from faheng.charts.spec import DotComparison, DotRow, ReferenceLine

_TICKS = 5
_TWO_LINES = 8  # letters; a longer name stands over two lines
_LOWEST = 36  # px of a row for two lines of letters; on a slide with less everything stands on one
_TOP = 2  # px


def dot_parts(spec: DotComparison, frame: Frame | None = None) -> dict[str, Any]:
    """The figure of `spec` as Plotly's data and layout.

    It is as wide as its place: names left, dots in the middle, numbers right.

    Row 0 is the top one; the labels of reference lines stand in rows above it, one each, so that they never
    touch. Numbers stand in their own column, where no dot, interval or line can cross them, what is behind a
    number below it: a phone has room for one column. On a slide with low rows it stands beside the number. Title,
    subtitle, source and notes are for the page, where they can wrap.
    """
    low, high, step = _value_axis(spec)
    row_height = _row_height(spec, frame)
    between = "<br>" if row_height >= _LOWEST else " "
    label_height = theme.LABEL_ROW_HEIGHT / row_height  # in units of the rows axis, where a region has 1
    top = -0.5 - len(spec.lines) * label_height
    bottom = len(spec.rows) - 0.5
    plot_height = len(spec.lines) * theme.LABEL_ROW_HEIGHT + len(spec.rows) * row_height
    positions = list(range(len(spec.rows)))
    places = _place_labels(spec.lines, low, high)
    rows_axis = {
        "type": "linear",
        "range": [bottom, top],
        "fixedrange": True,
        "zeroline": False,
        "showline": False,
        "ticks": "",
        "automargin": True,
    }
    layout: dict[str, Any] = {
        **BASE_LAYOUT,
        "height": plot_height + theme.AXIS_HEIGHT,
        "margin": {"l": 4, "r": 4, "t": _TOP, "b": theme.AXIS_HEIGHT, "pad": 6},
        "xaxis": {**AXIS_LINE, "range": [low, high], **_ticks(low, high, step, spec)},
        "yaxis": {
            **rows_axis,
            "tickmode": "array",
            "tickvals": positions,
            "ticktext": [_name(row, between, bold=row.key == spec.highlighted) for row in spec.rows],
            "tickfont": {"size": theme.NAME_SIZE},
            "showgrid": True,
            "gridcolor": theme.GUIDE,
            "gridwidth": 1,
        },
        "yaxis2": {
            **rows_axis,
            "overlaying": "y",
            "side": "right",
            "showgrid": False,
            "tickmode": "array",
            "tickvals": positions,
            "ticktext": [_number(row, between) for row in spec.rows],
            # The distance of a number from what is below it goes by this size.
            "tickfont": {"size": theme.AXIS_SIZE},
        },
    }
    if band := _band(spec):
        layout["shapes"] = band
    data = [
        *(_reference_line(place, top, bottom, label_height) for place in places),
        _intervals(spec.rows),
        _connections(spec.rows),
        _previous_dots(spec.rows),
        _dots(spec.rows),
        _line_labels(places, top, label_height),
        # An axis is drawn only when a trace stands on it.
        {"type": "scatter", "x": [None], "y": [None], "yaxis": "y2", "hoverinfo": "skip"},
    ]
    return {"data": data, "layout": layout}


def _row_height(spec: DotComparison, frame: Frame | None) -> float:
    """In px: in a frame no more than there is for each."""
    if frame is None:
        return theme.ROW_HEIGHT
    left = frame.height - _TOP - theme.AXIS_HEIGHT - len(spec.lines) * theme.LABEL_ROW_HEIGHT
    return min(theme.ROW_HEIGHT, left / max(len(spec.rows), 1))


def _band(spec: DotComparison) -> list[dict[str, Any]]:
    """A band behind the row that stands out."""
    return [
        {
            "type": "rect",
            "layer": "below",
            "xref": "paper",
            "x0": 0,
            "x1": 1,
            "y0": position - 0.5,
            "y1": position + 0.5,
            "fillcolor": theme.HIGHLIGHT_BAND,
            "line": {"width": 0},
        }
        for position, row in enumerate(spec.rows)
        if row.key == spec.highlighted
    ]


def _name(row: DotRow, between: str, *, bold: bool) -> str:
    """The region's name, over two lines when it would take a third of a phone; what stands `between` it and its place."""
    # What stands below it takes the second line.
    two_lines = len(row.label) > _TWO_LINES and not row.place and between == "<br>"
    half = ceil(len(row.label) / 2) if two_lines else len(row.label)
    name = "<br>".join(plain(part) for part in (row.label[:half], row.label[half:]) if part)
    shown = link(ink(f"<b>{name}</b>" if bold else name), row.address)
    return f"{shown}{between}{ink(plain(row.place), size=theme.AXIS_SIZE)}" if row.place else shown


def _number(row: DotRow, between: str) -> str:
    """`88.24%`, below or beside it `15/17 暂定`; words in a number's place."""
    head = f"<b>{plain(row.text)}</b>" if row.value is not None else plain(row.text)
    lines = [ink(head, size=theme.DETAIL_SIZE if row.value is None else theme.VALUE_SIZE)]
    if below := " ".join(text for text in (row.detail, row.mark, row.verdict) if text):
        lines.append(ink(plain(below), size=theme.AXIS_SIZE))
    return between.join(lines)


def _value_axis(spec: DotComparison) -> tuple[float, float, float]:
    """Left end, right end and step of the value axis, with room for half a dot beyond both ends."""
    drawn = [
        float(number)
        for row in spec.rows
        for number in (row.value, row.previous, row.low, row.high)
        if number is not None
    ]
    drawn.extend(float(line.value) for line in spec.lines)
    low, high, step = value_range(
        drawn, maximum=spec.maximum, starts_at_zero=spec.starts_at_zero, ticks=_TICKS
    )
    # Half a dot of room, on a phone too, so that a dot on the edge is whole and touches no number.
    room = (high - low) * 0.055
    return low - room, high + room, step


def _ticks(low: float, high: float, step: float, spec: DotComparison) -> dict[str, Any]:
    count = round((high - low) / step)
    values = [ceil(low / step) * step + index * step for index in range(count + 1)]
    values = [value for value in values if low <= value <= high]
    return {"tickvals": values, "ticktext": [ink(text) for text in tick_texts(values, step, spec.unit)]}


@dataclass(frozen=True)
class _Place:
    """Where a reference line's label stands: in which row above the regions (0 on top), on which side."""

    line: ReferenceLine
    row: int
    side: Literal["left", "right"]


def _place_labels(lines: Sequence[ReferenceLine], low: float, high: float) -> list[_Place]:
    """Places where no line crosses a label: each line begins in the row of its own label.

    Lines that are near each other have both labels on the side with more room; on the left the line further
    right comes first, so that the other begins below its label, and the other way round.
    """
    middle = (low + high) / 2
    by_value = sorted(lines, key=lambda line: line.value)
    values = [float(line.value) for line in by_value]
    if values and values[-1] - values[0] < 0.6 * (high - low):
        side: Literal["left", "right"] = "left" if sum(values) / len(values) > middle else "right"
        ordered = by_value[::-1] if side == "left" else by_value
        return [_Place(line, row, side) for row, line in enumerate(ordered)]
    return [
        _Place(line, row, "left" if float(line.value) > middle else "right")
        for row, line in enumerate(by_value)
    ]


def _reference_line(place: _Place, top: float, bottom: float, label_height: float) -> dict[str, Any]:
    is_target = place.line.kind == "target"
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [float(place.line.value)] * 2,
        "y": [top + place.row * label_height, bottom],
        "line": {
            "color": theme.TARGET if is_target else theme.CITY,
            "width": 2,
            "dash": "dash" if is_target else "dot",
        },
        "hoverinfo": "skip",
    }


def _line_labels(places: Sequence[_Place], top: float, label_height: float) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "text",
        "x": [float(place.line.value) for place in places],
        "y": [top + (place.row + 0.5) * label_height for place in places],
        "text": [ink(f"\u2002{plain(place.line.label)}\u2002") for place in places],
        "textposition": [f"middle {place.side}" for place in places],
        "textfont": {"size": theme.DETAIL_SIZE},
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
        color=lambda _row: theme.PREVIOUS,
    )


def _dots(rows: Sequence[DotRow]) -> dict[str, Any]:
    return _markers(
        [(position, row, row.value) for position, row in enumerate(rows)],
        symbol=lambda row: "diamond-open" if row.provisional else "circle",
        size=theme.DOT,
        color=lambda row: theme.JUDGED[row.judged],
    )


def _markers(
    places: Sequence[tuple[int, DotRow, Decimal | None]],
    *,
    symbol: Callable[[DotRow], str],
    size: int,
    color: Callable[[DotRow], str],
) -> dict[str, Any]:
    drawn = [(position, row, value) for position, row, value in places if value is not None]
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [float(value) for _, _, value in drawn],
        "y": [position for position, _, _ in drawn],
        "customdata": [row.value_address.url if row.value_address else "" for _, row, _ in drawn],
        "marker": {
            "symbol": [symbol(row) for _, row, _ in drawn],
            "size": size,
            "color": [color(row) for _, row, _ in drawn],
            "opacity": 1,
            "line": {"width": 2, "color": [color(row) for _, row, _ in drawn]},
        },
        "cliponaxis": False,
        "hovertext": [
            "<br>".join(map(plain, with_lead(row.about, row.value_address))) for _, row, _ in drawn
        ],
        "hovertemplate": "%{hovertext}<extra></extra>",
    }
