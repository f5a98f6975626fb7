"""What stands among the lines of a trend: the target, changes of definition, headings of panels."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Any

from faheng.charts import theme
from faheng.charts.drawing import ink, plain, text_width
from faheng.charts.spec import TargetStep, Trend, TrendBreak
from faheng.charts.trend_panel import Panel

_TEXT_HEIGHT = 18  # px
_COVER = "rgba(255, 255, 255, 0.7)"
_PLACES, _SAMPLES = 40, 12  # where the words of a target are tried, and at how many points of theirs


def target_lines(steps: Sequence[TargetStep], last: int) -> list[dict[str, Any]]:
    """The target as a line of steps: it may change from a period on. `last` is the number of the last period."""
    across = [
        _stroke(_left(step), step.value, _right(step, last), step.value, dash="dash", width=2)
        for step in steps
    ]
    up = [
        _stroke(_left(after), before.value, _left(after), after.value, dash="dot", width=1)
        for before, after in pairwise(steps)
        if after.first == before.last + 1
    ]
    return [*across, *up]


def _left(step: TargetStep) -> float:
    return step.first - 0.5


def _right(step: TargetStep, last: int) -> float:
    return step.last + 0.5 if step.last < last else float(last)


def _stroke(x0: float, y0: Decimal, x1: float, y1: Decimal, *, dash: str, width: float) -> dict[str, Any]:
    return {
        "type": "line",
        "x0": x0,
        "x1": x1,
        "y0": float(y0),
        "y1": float(y1),
        "line": {"color": theme.TARGET, "dash": dash, "width": width},
    }


def target_texts(spec: Trend, panel: Panel, *, width: float | None) -> list[dict[str, Any]]:
    """The target's words at the left end of its line, on the side where fewer lines run; a late step's end at the right.

    On a slide, whose plot is `width` px wide, they stand where fewest lines cross them, and lines pale behind them.
    """
    last = len(spec.periods) - 1
    texts = []
    for step in spec.targets:
        late = _is_late(spec, step)
        above = _runs_above(spec, panel, step)
        texts.append(
            {
                "text": ink(plain(step.label), size=theme.AXIS_SIZE),
                "x": last if late else step.first,
                "xref": "x",
                "xanchor": "right" if late else "left",
                "xshift": 0 if late else -4,
                "y": float(step.value),
                "yref": "y",
                "yanchor": "top" if above else "bottom",
                "showarrow": False,
                "borderpad": 0,
                "font": {"size": theme.AXIS_SIZE},
            }
        )
        if width is not None:
            texts[-1] |= _on_slide(spec, panel, step, width / max(last, 1))
    return texts


def _on_slide(spec: Trend, panel: Panel, step: TargetStep, period: float) -> dict[str, Any]:
    """Where the words of a target stand on a slide, on which a period is `period` px wide."""
    long = text_width(step.label, theme.AXIS_SIZE) / period
    first, last = max(_left(step), 0.0), _right(step, len(spec.periods) - 1)
    starts = [first + (last - long - first) * part / _PLACES for part in range(_PLACES + 1)]
    target = panel.px(float(step.value))
    sides = [side for side in (-1, 1) if side < 0 or target + _TEXT_HEIGHT < panel.height]
    start, side = min(
        ((start, side) for start in starts for side in sides if start >= 0),
        key=lambda place: _crossed(spec, panel, target, place[1], start=place[0], end=place[0] + long),
        default=(first, -1),
    )
    return {
        "x": start,
        "xanchor": "left",
        "xshift": 0,
        "yanchor": "top" if side > 0 else "bottom",
        "yshift": -2 * side,
        "bgcolor": _COVER,
    }


def _crossed(spec: Trend, panel: Panel, target: float, side: int, *, start: float, end: float) -> int:
    """How much of the lines runs through a box of words on one side of the target, between two places in time."""
    known = [
        [None if one.value is None else panel.px(float(one.value)) for one in each.points]
        for each in spec.series
    ]
    samples = [start + (end - start) * part / _SAMPLES for part in range(_SAMPLES + 1)]
    heights = (_height(line, place) for line in known for place in samples)
    return sum(height is not None and -1 <= (height - target) * side <= _TEXT_HEIGHT for height in heights)


def _height(line: Sequence[float | None], place: float) -> float | None:
    """Where a line runs between two of its values; nowhere beside a missing one."""
    before = min(int(place), len(line) - 1)
    one, other = line[before], line[min(before + 1, len(line) - 1)]
    return None if one is None or other is None else one + (other - one) * (place - before)


def _is_late(spec: Trend, step: TargetStep) -> bool:
    return step.first > (len(spec.periods) - 1) * 0.6


def _runs_above(spec: Trend, panel: Panel, step: TargetStep) -> bool:
    """Whether more lines run where the words would stand above the target than below it."""
    target = panel.px(float(step.value))
    if target < _TEXT_HEIGHT / 2:
        return target + _TEXT_HEIGHT < panel.height and _crowd(spec, panel, step, target, -1) > 0
    return _crowd(spec, panel, step, target, -1) > _crowd(spec, panel, step, target, 1)


def _crowd(spec: Trend, panel: Panel, step: TargetStep, target: float, side: int) -> int:
    length = max(len(spec.periods) // 3, 1)
    near = slice(-length, None) if _is_late(spec, step) else slice(step.first, step.first + length)
    return sum(
        0 <= (panel.px(float(point.value)) - target) * side <= _TEXT_HEIGHT
        for series in spec.series
        for point in series.points[near]
        if point.value is not None
    )


def break_lines(breaks: Sequence[TrendBreak]) -> list[dict[str, Any]]:
    """A thin line through all panels at every change of definition."""
    return [
        {
            "type": "line",
            "xref": "x",
            "x0": broken.place,
            "x1": broken.place,
            "yref": "paper",
            "y0": 0,
            "y1": 1,
            "line": {"color": theme.CITY, "width": 1},
        }
        for broken in breaks
    ]


def break_texts(spec: Trend, above: float) -> list[dict[str, Any]]:
    """What changed, above the plot and what else stands `above` it, a row for each so that none touches another."""
    last = len(spec.periods) - 1
    return [
        {
            "text": ink(plain(broken.label), size=theme.AXIS_SIZE),
            "x": broken.place,
            "xref": "x",
            "xanchor": "right" if broken.place > last / 2 else "left",
            "y": 1,
            "yref": "paper",
            "yanchor": "bottom",
            "yshift": above + row * theme.LABEL_ROW_HEIGHT,
            "showarrow": False,
            "borderpad": 0,
            "font": {"size": theme.AXIS_SIZE},
        }
        for row, broken in enumerate(spec.breaks)
    ]


def headings(spec: Trend, panels: Sequence[tuple[Panel, str]], plot: float) -> list[dict[str, Any]]:
    """What a panel shows, above its left end."""
    return [
        {
            "text": ink(plain(f"{words}（{spec.unit}）"), size=theme.DETAIL_SIZE),
            "x": 0,
            "xref": "paper",
            "xanchor": "left",
            "y": 1 - panel.begins / plot,
            "yref": "paper",
            "yanchor": "bottom",
            "yshift": 4,
            "showarrow": False,
            "borderpad": 0,
            "font": {"size": theme.DETAIL_SIZE},
        }
        for panel, words in panels
    ]
