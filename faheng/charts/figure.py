"""Draws a ChartSpec with Plotly: a pure function, one drawing per kind of chart."""

from __future__ import annotations

from typing import Any

from faheng.charts.dots import dot_parts
from faheng.charts.spec import ChartSpec, DotComparison, Trend
from faheng.charts.trend import trend_parts

# Nothing to zoom or drag: a finger that scrolls the page must not move the chart. No button that saves a
# picture: it would lack title, source and release, which stand on the page (statistics.md, "Provenance").
CONFIG: dict[str, Any] = {
    "displayModeBar": False,
    "scrollZoom": False,
    "doubleClick": False,
    "showTips": False,
}


def figure_parts(spec: ChartSpec) -> dict[str, Any]:
    """The figure of `spec` as Plotly's data and layout; it is as wide as its place.

    Title, subtitle, source and notes are for the page, where they can wrap.

    Raises:
        TypeError: this kind of chart is not drawn by Plotly.
    """
    match spec:
        case DotComparison():
            return dot_parts(spec)
        case Trend():
            return trend_parts(spec)
        case _:
            raise TypeError(f"not drawn by Plotly: {type(spec).__name__}")
