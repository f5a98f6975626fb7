"""What stands among the lines of a trend: the target, changes of definition, headings of panels."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Any

from faheng.charts import theme
from faheng.charts.drawing import ink, plain
from faheng.charts.spec import TargetStep, Trend, TrendBreak
from faheng.charts.trend_panel import Panel

_TEXT_HEIGHT = 18  # px


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


def target_texts(spec: Trend, panel: Panel) -> list[dict[str, Any]]:
    """The target's words at the left end of its line, on the side where fewer lines run; a late step's end at the right."""
    last = len(spec.periods) - 1
    texts = []
    for step in spec.targets:
        late = step.first > last * 0.6
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
    return texts


def _runs_above(spec: Trend, panel: Panel, step: TargetStep) -> bool:
    """Whether more lines run where the words would stand above the target than below it."""
    target = panel.px(float(step.value))
    if target < _TEXT_HEIGHT / 2:
        return target + _TEXT_HEIGHT < panel.height and _crowd(spec, panel, step, target, -1) > 0
    return _crowd(spec, panel, step, target, -1) > _crowd(spec, panel, step, target, 1)


def _crowd(spec: Trend, panel: Panel, step: TargetStep, target: float, side: int) -> int:
    length = max(len(spec.periods) // 3, 1)
    near = slice(step.first, step.first + length)
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
