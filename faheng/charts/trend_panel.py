"""A panel of a trend: its value axis, and where in px a value lies."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from faheng.charts import theme
from faheng.charts.drawing import ink, tick_texts, value_range
from faheng.charts.spec import TargetStep, Trend, TrendSeries
from faheng.charts.spec_over_time import SmallMultiples


@dataclass(frozen=True)
class Panel:
    """A value axis from `low` to `high`, `height` px high; it `begins` so many px below the top of the plot."""

    axis: str
    low: float
    high: float
    step: float
    begins: float
    height: float

    def px(self, value: float) -> float:
        """How far below the panel's top a value lies."""
        return (self.high - value) / (self.high - self.low) * self.height

    def ticks(self, unit: str) -> tuple[list[float], list[str]]:
        """Values and words of the axis."""
        count = round((self.high - self.low) / self.step)
        values = [self.low + number * self.step for number in range(count + 1)]
        return values, tick_texts(values, self.step, unit)


def panel(
    axis: str,
    spec: Trend | SmallMultiples,
    series: Sequence[TrendSeries],
    targets: Sequence[TargetStep] = (),
    *,
    begins: float,
    height: float,
    ticks: int,
) -> Panel:
    """The panel of these lines and targets, with round numbers around everything that is drawn."""
    drawn = [float(point.value) for one in series for point in one.points if point.value is not None]
    drawn += [float(step.value) for step in targets]
    low, high, step = value_range(
        drawn, maximum=spec.maximum, starts_at_zero=spec.starts_at_zero, ticks=ticks
    )
    return Panel(axis, low, high, step, begins, height)


def value_axis(shown: Panel, unit: str, plot: float) -> dict[str, Any]:
    """The panel's axis, in a plot `plot` px high: horizontal lines and numbers, nothing else."""
    values, texts = shown.ticks(unit)
    top = 1 - shown.begins / plot
    return {
        "domain": [max(top - shown.height / plot, 0.0), top],
        "range": [shown.low, shown.high],
        "fixedrange": True,
        "tickmode": "array",
        "tickvals": values,
        "ticktext": [ink(text) for text in texts],
        "tickfont": {"size": theme.AXIS_SIZE},
        "showgrid": True,
        "gridcolor": theme.GUIDE,
        "gridwidth": 1,
        "zeroline": False,
        "showline": False,
        # Not seen: they keep the numbers away from the lines.
        "ticks": "outside",
        "ticklen": 4,
        "tickcolor": theme.TRANSPARENT,
    }
