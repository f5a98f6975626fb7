"""Draws a funnel with Plotly: cases to the right, rates upward, bands of chance round the city's rate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from faheng.charts import theme
from faheng.charts.drawing import (
    AXIS_LINE,
    BASE_LAYOUT,
    Frame,
    ink,
    plain,
    round_step,
    text_width,
    tick_texts,
    value_range,
    with_lead,
)
from faheng.charts.spec import Funnel, FunnelBand, FunnelPoint

_TICKS = 5
# Labels are placed for a chart as narrow as a phone's, where they need the largest part of it.
_NARROW = 310  # px between the axes
_LINE = 18  # px
_MARGIN = {"l": 52, "r": 8, "t": 26, "b": 52, "pad": 4}
_ASIDE = 10  # px from the middle of a point to its label


def funnel_parts(spec: Funnel, frame: Frame | None = None) -> dict[str, Any]:
    """The figure of `spec` as Plotly's data and layout; it is as wide as its place.

    The rate axis holds all points, the city's rate and the bands at the regions' own numbers of cases; bands of fewer
    cases may reach beyond it. A label that has no room stays away: the regions outside the bands are placed first.
    """
    height = frame.height if frame else theme.FUNNEL_HEIGHT
    right = max(point.trials for point in spec.points) * 1.12
    drawn = [float(point.value) for point in spec.points] + [float(spec.line.value)]
    low, high, step = value_range(drawn, maximum=spec.maximum, starts_at_zero=False, ticks=_TICKS)
    room = (high - low) * 0.06
    low, high = low - room, high + room
    xs = [index * _case_step(right) for index in range(int(right / _case_step(right)) + 1)]
    ys = [
        value for value in _multiples(low, high, step) if spec.maximum is None or 0 <= value <= spec.maximum
    ]
    layout: dict[str, Any] = {
        **BASE_LAYOUT,
        "height": height,
        "margin": dict(_MARGIN),
        "xaxis": {
            **AXIS_LINE,
            "range": [0, right],
            "tickvals": xs,
            "ticktext": [ink(f"{value:,.0f}") for value in xs],
            "title": {"text": ink(plain(spec.cases)), "font": {"size": theme.DETAIL_SIZE}, "standoff": 8},
        },
        "yaxis": {
            "range": [low, high],
            "fixedrange": True,
            "tickmode": "array",
            "tickvals": ys,
            "ticktext": [ink(text, size=theme.AXIS_SIZE) for text in tick_texts(ys, step, spec.unit)],
            "showgrid": True,
            "gridcolor": theme.GUIDE,
            "zeroline": False,
        },
    }
    labels = place_labels(
        spec,
        right,
        low,
        high,
        wide=frame.width - _MARGIN["l"] - _MARGIN["r"] if frame else _NARROW,
        tall=height - _MARGIN["t"] - _MARGIN["b"],
    )
    data = [
        *(_band(band) for band in spec.bands),
        *_city(spec, right, labels.line),
        _points(spec.points, labels.points, spec.highlighted),
    ]
    return {"data": data, "layout": layout}


def _case_step(right: float) -> float:
    return max(1.0, round_step(right / _TICKS))


def _multiples(low: float, high: float, step: float) -> list[float]:
    first = int(low // step)
    values = [index * step for index in range(first, int(high // step) + 1)]
    return [value for value in values if low <= value <= high]


def _band(band: FunnelBand) -> dict[str, Any]:
    """One filled outline: the upper limit to the right, the lower one back."""
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [*band.trials, *reversed(band.trials)],
        "y": [*band.high, *reversed(band.low)],
        "fill": "toself",
        "fillcolor": theme.FUNNEL_BAND,
        "line": {"color": theme.GUIDE, "width": 1},
        "hoverinfo": "skip",
    }


def _city(spec: Funnel, right: float, side: str) -> list[dict[str, Any]]:
    """The line, and its label at one of its ends, above or below."""
    value = float(spec.line.value)
    line = {
        "type": "scatter",
        "mode": "lines",
        "x": [0, right],
        "y": [value, value],
        "line": {"color": theme.CITY, "width": 2, "dash": "dot"},
        "hoverinfo": "skip",
    }
    label = {
        "type": "scatter",
        "mode": "text",
        "x": [right if side.endswith("left") else 0],
        "y": [value],
        "text": [ink(plain(spec.line.label))],
        "textposition": side,
        "textfont": {"size": theme.DETAIL_SIZE},
        "hoverinfo": "skip",
    }
    return [line, label]


def _points(points: Sequence[FunnelPoint], places: dict[str, str], highlighted: str) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "markers+text",
        "x": [point.trials for point in points],
        "y": [float(point.value) for point in points],
        "customdata": [point.address.url if point.address else "" for point in points],
        "text": [
            _label(point, bold=bool(point.verdict) or point.key == highlighted) if point.key in places else ""
            for point in points
        ],
        "textposition": [places.get(point.key, "middle right") for point in points],
        "textfont": {"size": theme.DETAIL_SIZE},
        "marker": {
            "symbol": ["diamond" if point.verdict else "circle" for point in points],
            "size": [
                theme.FUNNEL_POINT + (2 if point.verdict else 0) + (4 if point.key == highlighted else 0)
                for point in points
            ],
            "color": [
                theme.JUDGED[point.judged] if point.verdict or point.key == highlighted else theme.CITY
                for point in points
            ],
            "opacity": 1,
        },
        "cliponaxis": False,
        "hovertext": ["<br>".join(map(plain, with_lead(point.about, point.address))) for point in points],
        "hovertemplate": "%{hovertext}<extra></extra>",
    }


def _label(point: FunnelPoint, *, bold: bool) -> str:
    text = plain(words_of(point))
    return ink(f"<b>{text}</b>" if bold else text)


def words_of(point: FunnelPoint) -> str:
    """What stands at a point: whose it is, and what a test says of it."""
    return f"{point.label} {point.verdict}" if point.verdict else point.label


@dataclass(frozen=True)
class _Box:
    """A rectangle of the narrow chart, px."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: _Box) -> bool:
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )


@dataclass(frozen=True)
class Labels:
    """On which side of its end the line's label stands, in Plotly's words, and those of the points by key."""

    line: str
    points: dict[str, str]


def place_labels(
    spec: Funnel,
    right: float,
    low: float,
    high: float,
    *,
    wide: float = _NARROW,
    tall: float = theme.FUNNEL_HEIGHT - 78,
) -> Labels:
    """The first side on which a label meets neither point nor label nor the edge; the line's label comes first.

    Cases go up to `right`, rates from `low` to `high`, in a plot of `wide` × `tall` of the letters' own unit.
    """

    def height(value: float) -> float:
        return (high - value) / (high - low) * tall

    at = {point.key: (point.trials / right * wide, height(float(point.value))) for point in spec.points}
    half = theme.FUNNEL_POINT / 2
    taken = [_Box(x - half, y - half, x + half, y + half) for x, y in at.values()]

    def is_free(box: _Box) -> bool:
        inside = box.left >= 0 and box.right <= wide and box.top >= -12 and box.bottom <= tall
        return inside and not any(box.meets(other) for other in taken)

    length = text_width(spec.line.label, theme.DETAIL_SIZE)
    ends = _line_ends(height(float(spec.line.value)), length, wide)
    line = next((side for side, box in ends.items() if is_free(box)), "top left")
    taken.append(ends[line])
    found: dict[str, str] = {}
    for point in sorted(
        spec.points, key=lambda each: (each.key != spec.highlighted, not each.verdict, each.trials, each.key)
    ):
        sides = _sides(*at[point.key], text_width(words_of(point), theme.DETAIL_SIZE))
        if side := next((side for side, box in sides.items() if is_free(box)), ""):
            found[point.key] = side
            taken.append(sides[side])
    return Labels(line, found)


def _line_ends(y: float, width: float, wide: float) -> dict[str, _Box]:
    """The rectangles of the label of a line at this height: at its right end (to the left of it), then at its left one."""
    above, below = (y - _LINE, y - 1), (y + 1, y + _LINE)
    return {
        f"{up} {side}": _Box(
            *((wide - width, top, wide, bottom) if side == "left" else (0, top, width, bottom))
        )
        for side in ("left", "right")
        for up, (top, bottom) in (("top", above), ("bottom", below))
    }


def _sides(x: float, y: float, width: float) -> dict[str, _Box]:
    """The rectangle of a label on every side of a point, by Plotly's word for the side, the best first."""
    half, line = width / 2, _LINE
    return {
        "middle right": _Box(x + _ASIDE, y - line / 2, x + _ASIDE + width, y + line / 2),
        "middle left": _Box(x - _ASIDE - width, y - line / 2, x - _ASIDE, y + line / 2),
        "top center": _Box(x - half, y - _ASIDE - line, x + half, y - _ASIDE),
        "bottom center": _Box(x - half, y + _ASIDE, x + half, y + _ASIDE + line),
        "top right": _Box(x + 4, y - _ASIDE - line, x + 4 + width, y - _ASIDE + 4),
        "bottom right": _Box(x + 4, y + _ASIDE - 4, x + 4 + width, y + _ASIDE + line),
        "top left": _Box(x - 4 - width, y - _ASIDE - line, x - 4, y - _ASIDE + 4),
        "bottom left": _Box(x - 4 - width, y + _ASIDE - 4, x - 4, y + _ASIDE + line),
    }
