"""Draws an indicator over time with Plotly: lines with their names at the right end, the target dashed in red."""

from __future__ import annotations

from math import ceil
from typing import Any

from faheng.charts import theme
from faheng.charts.drawing import BASE_LAYOUT, Frame
from faheng.charts.spec import Trend
from faheng.charts.trend_events import event_lines, event_rows, event_texts
from faheng.charts.trend_labels import (
    GAP,
    GAP_ON_A_SLIDE,
    label_height,
    label_texts,
    leaders,
    margin,
    numbers_width,
    place_labels,
)
from faheng.charts.trend_marks import (
    break_lines,
    break_texts,
    headings,
    target_lines,
    target_texts,
)
from faheng.charts.trend_panel import panel, value_axis
from faheng.charts.trend_strokes import looks_of, stroke
from faheng.charts.trend_time import for_the_page, labelled_places, share_of_last, time_axis

_TICKS = 5
_LOWEST = 60  # px of a panel on a slide, however much stands above it
_TOTAL_OF_A_FRAME = 0.2  # of its height, the panel of the city's sum
_WHOLE = 12  # periods; with more, a part of the time can be looked at alone


def trend_parts(spec: Trend, frame: Frame | None = None) -> dict[str, Any]:
    """The figure of `spec` as Plotly's data and layout; its height is fixed in px, its width is its place's.

    Labels keep apart by their height in px, so the same figure is right on a phone and on a screen in a hall.
    """
    total = [spec.total] if spec.total else []
    last = len(spec.periods) - 1
    # Above the plot: the words of a target that is the axis' upper end, or a heading; then the numbers of events, then
    # changes of definition.
    heading = theme.LABEL_ROW_HEIGHT if total or spec.targets else 0
    numbered = heading + event_rows(spec.events, last, width=theme.TREND_NARROWEST) * theme.LABEL_ROW_HEIGHT
    top = theme.LABEL_ROW_HEIGHT / 2 + numbered + len(spec.breaks) * theme.LABEL_ROW_HEIGHT
    of_total = frame.height * _TOTAL_OF_A_FRAME if frame else theme.TOTAL_HEIGHT
    above = of_total + theme.PANEL_GAP if total else 0
    if frame:
        height = max(frame.height - top - theme.AXIS_HEIGHT - above, _LOWEST)
    else:
        height = min(max(theme.TREND_HEIGHT, ceil(label_height(spec.series))), theme.TREND_TALLEST)
    plot = above + height
    main = panel("y", spec, spec.series, spec.targets, begins=above, height=height, ticks=_TICKS)
    panels = [(main, "各地区")]
    placed = place_labels(spec, spec.series, main)
    if total:
        upper = panel("y2", spec, total, begins=0, height=of_total, ticks=2)
        panels.append((upper, total[0].name))
        placed += place_labels(spec, total, upper)
    everything = [*spec.series, *total]
    # Where nothing is chosen the title of a slide speaks of the city, and a room must find its line at once.
    is_of_city = frame is not None and all(one.role != "highlighted" for one in everything)
    looks = looks_of(spec.periods, everything, city_first=is_of_city)
    city = next((one.key for one in everything if one.role == "city"), "") if is_of_city else ""
    gap, share = (GAP_ON_A_SLIDE, share_of_last(last)) if frame else (GAP, None)
    long = len(spec.periods) > _WHOLE and frame is None
    left, right = numbers_width([shown for shown, _ in panels], spec.unit) + 8, margin(placed) + gap - GAP
    wide = frame.width - left - right if frame else None
    layout = {
        **BASE_LAYOUT,
        "height": top + plot + theme.AXIS_HEIGHT,
        "margin": {
            "l": left,
            "r": right,
            "t": top,
            "b": theme.AXIS_HEIGHT,
            "pad": 0,
        },
        "xaxis": {
            **time_axis(
                spec.periods,
                labelled_places(spec.periods, width=wide),
            ),
            "fixedrange": not long,
        },
        "dragmode": "zoom" if long else False,
        "meta": for_the_page(spec.periods, enlarged=long),
        **{f"yaxis{shown.axis[1:]}": value_axis(shown, spec.unit, plot) for shown, _ in panels},
        "shapes": [
            *target_lines(spec.targets, last),
            *break_lines(spec.breaks),
            *event_lines(spec.events),
            *leaders(
                last, placed, {key: look.color for key, look in looks.items()}, plot, gap=gap, share=share
            ),
        ],
        "annotations": [
            *label_texts(last, placed, plot, gap=gap, bold=city),
            *target_texts(spec, main, width=wide),
            *event_texts(spec.events, last, width=theme.TREND_NARROWEST, above=heading),
            *break_texts(spec, numbered),
            *(headings(spec, panels, plot) if total else ()),
        ],
    }
    drawn = [(series, "y") for series in spec.series] + [(series, "y2") for series in total]
    data = [stroke(spec.periods, series, looks[series.key], axis) for series, axis in drawn]
    # An axis is drawn only when a trace stands on it.
    return {"data": data or [{"type": "scatter", "x": [None], "y": [None]}], "layout": layout}
