"""Draws an indicator over time with Plotly: lines with their names at the right end, the target dashed in red."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from typing import Any

from faheng.charts import theme
from faheng.charts.drawing import AXIS_LINE, BASE_LAYOUT, ink, link, plain
from faheng.charts.spec import Trend, TrendPeriod
from faheng.charts.trend_labels import label_height, label_texts, leaders, margin, place_labels, text_width
from faheng.charts.trend_marks import (
    break_lines,
    break_texts,
    headings,
    labelled_places,
    target_lines,
    target_texts,
)
from faheng.charts.trend_panel import Panel, panel, value_axis
from faheng.charts.trend_strokes import looks_of, stroke

_TICKS = 5
_TICKED = 40  # periods; with more, only years have a tick
_WHOLE = 12  # periods; with more, a part of the time can be looked at alone


def trend_parts(spec: Trend) -> dict[str, Any]:
    """The figure of `spec` as Plotly's data and layout; its height is fixed in px, its width is its place's.

    Labels keep apart by their height in px, so the same figure is right on a phone and on a screen in a hall.
    """
    total = [spec.total] if spec.total else []
    above = theme.TOTAL_HEIGHT + theme.PANEL_GAP if total else 0
    height = min(max(theme.TREND_HEIGHT, ceil(label_height(spec.series))), theme.TREND_TALLEST)
    plot = above + height
    main = panel("y", spec, spec.series, begins=above, height=height, ticks=_TICKS)
    panels = [(main, "各地区")]
    placed = place_labels(spec, spec.series, main)
    if total:
        upper = panel("y2", spec, total, begins=0, height=theme.TOTAL_HEIGHT, ticks=2)
        panels.append((upper, total[0].name))
        placed += place_labels(spec, total, upper)
    # Above the plot: the words of a target that is the axis' upper end, or a heading; then changes of definition.
    heading = theme.LABEL_ROW_HEIGHT if total or spec.targets else 0
    top = theme.LABEL_ROW_HEIGHT / 2 + heading + len(spec.breaks) * theme.LABEL_ROW_HEIGHT
    looks = looks_of(spec, [*spec.series, *total])
    layout = {
        **BASE_LAYOUT,
        "height": top + plot + theme.AXIS_HEIGHT,
        "margin": {
            "l": _numbers_width(spec, [shown for shown, _ in panels]) + 8,
            "r": margin(placed),
            "t": top,
            "b": theme.AXIS_HEIGHT,
            "pad": 0,
        },
        "xaxis": _time_axis(spec.periods),
        "dragmode": "zoom" if len(spec.periods) > _WHOLE else False,
        "meta": _for_the_page(spec.periods),
        **{f"yaxis{shown.axis[1:]}": value_axis(shown, spec.unit, plot) for shown, _ in panels},
        "shapes": [
            *target_lines(spec),
            *break_lines(spec),
            *leaders(spec, placed, {key: look.color for key, look in looks.items()}, plot),
        ],
        "annotations": [
            *label_texts(spec, placed, plot),
            *target_texts(spec, main),
            *break_texts(spec, heading),
            *(headings(spec, panels, plot) if total else ()),
        ],
    }
    drawn = [(series, "y") for series in spec.series] + [(series, "y2") for series in total]
    data = [stroke(spec.periods, series, looks[series.key], axis) for series, axis in drawn]
    # An axis is drawn only when a trace stands on it.
    return {"data": data or [{"type": "scatter", "x": [None], "y": [None]}], "layout": layout}


def _numbers_width(spec: Trend, panels: Sequence[Panel]) -> int:
    texts = [text for shown in panels for text in shown.ticks(spec.unit)[1]]
    return ceil(max(text_width(text, theme.AXIS_SIZE) for text in texts))


def _time_axis(periods: Sequence[TrendPeriod]) -> dict[str, Any]:
    """Periods as categories: 2024 is no number. Every period has a tick, or every year; few have a label."""
    last = max(len(periods) - 1, 0)
    named = set(labelled_places(periods))
    ticks = [
        place
        for place, period in enumerate(periods)
        if place in named or len(periods) <= _TICKED or period.starts_year
    ]
    room = max(last * 0.02, 0.15) if last else 0.5
    return {
        **AXIS_LINE,
        "fixedrange": len(periods) <= _WHOLE,
        "type": "category",
        "categoryorder": "array",
        "categoryarray": [period.code for period in periods],
        "range": [-room, last + room],
        "anchor": "y",
        "tickvals": ticks,
        "ticktext": [_tick(periods[place]) if place in named else "" for place in ticks],
        "tickangle": 0,
    }


def _tick(period: TrendPeriod) -> str:
    return link(ink(plain(period.short)), period.address)


def _for_the_page(periods: Sequence[TrendPeriod]) -> dict[str, Any]:
    """What data/assets/chart.js needs: where the values of a period lead; every label, for when a part is enlarged."""
    return {
        "addresses": {period.code: period.address.url for period in periods if period.address},
        "ticks": [ink(plain(period.short)) for period in periods] if len(periods) > _WHOLE else [],
    }
