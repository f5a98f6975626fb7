"""Draws a ChartSpec with Plotly: a pure function, one drawing per kind of chart."""

from __future__ import annotations

from typing import Any

from faheng.charts.bump import bump_parts
from faheng.charts.dots import dot_parts
from faheng.charts.drawing import Frame
from faheng.charts.funnel import funnel_parts
from faheng.charts.map_spec import RegionMap
from faheng.charts.multiples import multiples_parts
from faheng.charts.region_map import region_map_parts
from faheng.charts.spec import ChartSpec, DotComparison, Funnel, Trend
from faheng.charts.spec_over_time import Bump, SmallMultiples
from faheng.charts.trend import trend_parts


def figure_parts(spec: ChartSpec, frame: Frame | None = None) -> dict[str, Any]:
    """The figure of `spec` as Plotly's data and layout; it is as wide as its place.

    In a `frame`, that of a slide, it is drawn for that width and is no higher.

    A figure that stands otherwise in narrow places says so: `narrower` holds what differs in its layout `below` so many
    px, the narrowest first (data/assets/chart.js).

    Title, subtitle, source and notes are for the page, where they can wrap.

    Raises:
        TypeError: this kind of chart is not drawn by Plotly.
    """
    match spec:
        case DotComparison():
            return dot_parts(spec, frame)
        case Funnel():
            return funnel_parts(spec, frame)
        case Trend():
            return trend_parts(spec, frame)
        case SmallMultiples():
            return multiples_parts(spec, frame)
        case Bump():
            return bump_parts(spec, frame)
        case RegionMap():
            return region_map_parts(spec, frame)
        case _:
            raise TypeError(f"not drawn by Plotly: {type(spec).__name__}")
