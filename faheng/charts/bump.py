"""Draws the ranks of regions over time with Plotly: straight lines, the best on top, names at both ends."""

from __future__ import annotations

from typing import Any

from faheng.charts import theme
from faheng.charts.drawing import BASE_LAYOUT, Frame
from faheng.charts.spec_over_time import Bump, RankLine
from faheng.charts.trend_events import event_lines, event_rows, event_texts
from faheng.charts.trend_labels import EndLabel, arranged, label_texts, leaders, shortened
from faheng.charts.trend_panel import Panel
from faheng.charts.trend_strokes import looks_of, stroke
from faheng.charts.trend_time import for_the_page, labelled_places, time_axis

_MOST_TICKS = 3  # names at both ends leave little room on a phone


def bump_parts(spec: Bump, frame: Frame | None = None) -> dict[str, Any]:
    """The figure of `spec` as Plotly's data and layout; its height is fixed in px, its width is its place's.

    A rank says nothing of how far apart values are, so there is no axis of numbers: the names have them.
    """
    places = max(spec.places, 1)
    last = len(spec.periods) - 1
    margins = [_margin(spec, begin=True), _margin(spec, begin=False)]
    narrowest = (frame.width if frame else theme.RANK_NARROWEST) - sum(margins)
    top = theme.LABEL_ROW_HEIGHT * (0.5 + event_rows(spec.events, last, width=narrowest))
    height = float(places * theme.RANK_HEIGHT)
    if frame:
        height = min(height, frame.height - top - theme.AXIS_HEIGHT)
    shown = Panel("y", places + 0.5, 0.5, 1, 0, height)
    looks = looks_of(spec.periods, [line.series for line in spec.lines])
    colors = {key: look.color for key, look in looks.items()}
    begins = arranged([label for line in spec.lines if (label := _label(line, shown, begin=True))], shown)
    ends = arranged([label for line in spec.lines if (label := _label(line, shown, begin=False))], shown)
    width = narrowest if frame else None
    layout = {
        **BASE_LAYOUT,
        "height": top + height + theme.AXIS_HEIGHT,
        "margin": {"l": margins[0], "r": margins[1], "t": top, "b": theme.AXIS_HEIGHT, "pad": 0},
        "xaxis": time_axis(spec.periods, labelled_places(spec.periods, most=_MOST_TICKS, width=width)),
        "meta": for_the_page(spec.periods),
        "yaxis": {
            "range": [shown.low, shown.high],
            "fixedrange": True,
            "tickmode": "array",
            "tickvals": list(range(1, places + 1)),
            "showticklabels": False,
            "showgrid": True,
            "gridcolor": theme.GUIDE,
            "gridwidth": 1,
            "zeroline": False,
        },
        "shapes": [
            *event_lines(spec.events),
            *leaders(0, begins, colors, height, before=True),
            *leaders(last, ends, colors, height),
        ],
        "annotations": [
            *event_texts(spec.events, last, width=narrowest, above=0),
            *label_texts(0, begins, height, before=True),
            *label_texts(last, ends, height),
        ],
    }
    data = [stroke(spec.periods, line.series, looks[line.series.key], "y") for line in spec.lines]
    return {"data": data or [{"type": "scatter", "x": [None], "y": [None]}], "layout": layout}


def _margin(spec: Bump, *, begin: bool) -> int:
    """The room for the names at one end, px."""
    anywhere = Panel("y", spec.places + 0.5, 0.5, 1, 0, 1)
    labels = [label for line in spec.lines if (label := _label(line, anywhere, begin=begin))]
    return round(max((label.width for label in labels), default=0)) + 16


def _label(line: RankLine, shown: Panel, *, begin: bool) -> EndLabel | None:
    """The line's words at one end, at the height of its first or last place; None where there is nothing to say."""
    words = line.begin if begin else line.end
    known = [point.value for point in line.series.points if point.value is not None]
    if not words or not known:
        return None
    size = theme.END_LABEL_SIZES[line.series.role]
    chance = "" if begin else line.chance
    cut = shortened(words, chance, size, within=theme.RANK_LABEL_WIDTH)
    return EndLabel(line.series, cut, chance, shown.px(float(known[0 if begin else -1])))
