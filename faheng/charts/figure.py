"""Draws a ChartSpec with Plotly: a pure function, one drawing per kind of chart."""

from __future__ import annotations

from typing import Any

from faheng.charts.dots import dot_parts
from faheng.charts.funnel import funnel_parts
from faheng.charts.spec import ChartSpec, DotComparison, Funnel, Trend
from faheng.charts.trend import trend_parts


def figure_parts(spec: ChartSpec) -> dict[str, Any]:
    """The figure of `spec` as Plotly's data and layout; it is as wide as its place.

    Title, subtitle, source and notes are for the page, where they can wrap.

    Raises:
        TypeError: this kind of chart is not drawn by Plotly.
    """
    match spec:
        case DotComparison():
            return dot_parts(spec)
        case Funnel():
            return funnel_parts(spec)
        case Trend():
            return trend_parts(spec)
        case _:
            raise TypeError(f"not drawn by Plotly: {type(spec).__name__}")
