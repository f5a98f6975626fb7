"""Ranks of regions over time as Office's line chart: the best on top, names at both ends."""

from __future__ import annotations

from dataclasses import replace

from faheng.charts.spec_over_time import Bump, RankLine
from faheng.charts.trend_labels import Placed, arranged
from faheng.meeting.native.axes import rank_axis
from faheng.meeting.native.chart import Box, Label, NativeChart, NativeSeries, Room, ValueAxis
from faheng.meeting.native.of_spec import about, native_charts
from faheng.meeting.native.trend import (
    ASIDE,
    SizedLabel,
    end_label,
    every,
    lines,
    panel_of,
    strokes_of,
)
from faheng.meeting.native.trend_marks import named_periods


@native_charts.register
def _bump(spec: Bump, room: Room) -> tuple[NativeChart, ...]:
    axis = rank_axis(spec.places)
    top = room.small / 2
    height = room.height - top - room.small * 2
    begins, ends = (_placed(spec, axis, height, room, begin=begin) for begin in (True, False))
    left, right = (
        min(max((one.label.width for one in found.values()), default=0) + 16, room.width * 0.3)
        for found in (begins, ends)
    )
    plot = Box(left, top, room.width - left - right, height)
    named = every(spec.periods, plot.width, room.small)
    chart = NativeChart(
        box=Box(0, 0, room.width, room.height),
        plot=plot,
        about=about(spec),
        corner="时期",
        categories=tuple(period.short for period in spec.periods),
        names_categories=named == 1,
        series=(
            *_series(spec, begins, ends, plot),
            *([named_periods(spec.periods, named, axis.high, room.small)] if named > 1 else []),
        ),
        values=axis,
        size=room.small,
        font=room.font,
        touches=True,
    )
    return (chart,)


def _placed(spec: Bump, axis: ValueAxis, height: float, room: Room, *, begin: bool) -> dict[str, Placed]:
    """The words at one end by the key of their line; none for a line that has no value, or nothing to say there."""
    panel = panel_of(axis, height)
    labels = []
    for line in spec.lines:
        places = _places(line)
        words = line.begin if begin else line.end
        if places and words:
            last = line.series.points[places[0 if begin else -1]].value
            assert last is not None
            size = room.small if line.series.role == "context" else room.size
            chance = "" if begin else line.chance
            # Ranks count from the top.
            labels.append(SizedLabel(line.series, words, chance, height - panel.px(float(last)), size))
    return {one.label.series.key: one for one in arranged(labels, panel)}


def _places(line: RankLine) -> list[int]:
    return [place for place, point in enumerate(line.series.points) if point.value is not None]


def _series(spec: Bump, begins: dict[str, Placed], ends: dict[str, Placed], plot: Box) -> list[NativeSeries]:
    strokes = strokes_of([line.series for line in spec.lines], len(spec.periods))
    wide = plot.width / max(len(spec.periods) - 1, 1)
    found: list[NativeSeries] = []
    for line in sorted(spec.lines, key=lambda each: each.series.role == "highlighted"):
        key, stroke, places = line.series.key, strokes[line.series.key], _places(line)
        drawn = [*lines(spec.periods, line.series, stroke)]
        bold = line.series.role == "highlighted"
        if key in begins:
            words = replace(
                end_label(begins[key], stroke, bold=bold), side="l", right=-places[0] * wide - ASIDE
            )
            drawn[0] = replace(drawn[0], labels={places[0]: words})
        if key in ends:
            moved = (len(spec.periods) - 1 - places[-1]) * wide
            words = replace(end_label(ends[key], stroke, bold=bold), right=moved + ASIDE)
            drawn[-1] = _also(drawn[-1], places[-1], words)
        found += drawn
    return found


def _also(series: NativeSeries, place: int, words: Label) -> NativeSeries:
    """The series with one more label. Of a line of one value the name at the right stays: it says the last place."""
    return replace(series, labels={**series.labels, place: words})
