"""A panel for every region as Office's line charts, at most three side by side, all on one scale."""

from __future__ import annotations

from dataclasses import replace
from math import ceil

from faheng.charts.drawing import text_width
from faheng.charts.spec import SIGNS
from faheng.charts.spec_over_time import RegionPanel, SmallMultiples
from faheng.meeting import palette
from faheng.meeting.native.axes import ticks_of, value_axis
from faheng.meeting.native.chart import Box, Label, Marker, NativeChart, Room, ValueAxis
from faheng.meeting.native.of_spec import native_charts
from faheng.meeting.native.trend import Stroke, drawn, lines
from faheng.meeting.native.trend_marks import happenings, named_periods, target_series
from faheng.meeting.texts import LINE

_SIDE_BY_SIDE = 3
_GAP = 12  # points between panels


@native_charts.register
def _multiples(spec: SmallMultiples, room: Room) -> tuple[NativeChart, ...]:
    everything = [one.series for one in spec.panels] + ([spec.city] if spec.city else [])
    axis = value_axis(
        drawn(everything, [step for one in spec.panels for step in one.targets]),
        unit=spec.unit,
        maximum=spec.maximum,
        starts_at_zero=spec.starts_at_zero,
        ticks=3,
    )
    if not spec.panels:
        return ()
    rows = ceil(len(spec.panels) / _SIDE_BY_SIDE)
    columns = ceil(len(spec.panels) / rows)  # four as two and two
    wide = (room.width - _GAP * (columns - 1)) / columns
    high = (room.height - _GAP * (rows - 1)) / rows
    return tuple(
        _panel(spec, one, axis, Box(column * (wide + _GAP), row * (high + _GAP), wide, high), room)
        for number, one in enumerate(spec.panels)
        for row, column in [divmod(number, columns)]
    )


def _panel(spec: SmallMultiples, one: RegionPanel, axis: ValueAxis, box: Box, room: Room) -> NativeChart:
    title = _title(spec, one, room)
    left = max(text_width(text, 100) for text in ticks_of(axis, spec.unit)) * room.small / 100 + 8
    # LibreOffice writes all lines of a title in the first one's size.
    top = title.size * LINE * len(title.lines) + room.small * 1.6
    count = len(spec.periods)
    city = [*lines(spec.periods, spec.city, Stroke(palette.CONTEXT, 1.5))] if spec.city else []
    region = [*lines(spec.periods, one.series, Stroke(palette.MAIN, 2.25))]
    missed = palette.MISSED.get(one.tone)
    if missed is not None:
        place = max(number for number, point in enumerate(one.series.points) if point.value is not None)
        mark = Marker("circle", 7, missed, hollow=one.series.points[place].hollow)
        region[-1] = replace(region[-1], markers={**region[-1].markers, place: mark})
    return NativeChart(
        box=box,
        plot=Box(left, top, box.width - left - 20, box.height - top - room.small * 1.9),
        about=_about(spec, one),
        corner="时期",
        categories=tuple(period.short for period in spec.periods),
        names_categories=False,
        series=(
            *city,
            *(
                replace(step, labels={})
                for step in target_series(one.targets, count, room.small, last_label=count)
            ),
            *region,
            *happenings(one.events, one.breaks, spec.periods, axis.high, room.small),
            # Only the ends are named; between them there is no room.
            named_periods(spec.periods, max(count - 1, 1), axis.low, room.small),
        ),
        values=axis,
        title=title,
        touches=True,
        size=room.small,
        font=room.font,
    )


def _title(spec: SmallMultiples, one: RegionPanel, room: Room) -> Label:
    """Name and last value, below them what the test says of the trend."""
    last = one.series.points[-1]
    number = last.text if last.value is None or spec.unit == "%" else last.text.removesuffix(spec.unit)
    sign = SIGNS.get(one.tone, "")
    head = " ".join(text for text in (one.series.label, sign, number, last.mark) if text)
    lines_of_text = (head, one.trend) if one.trend else (head,)
    return Label(lines_of_text, size=room.size, color=palette.INK, bold=True, small_size=room.small)


def _about(spec: SmallMultiples, one: RegionPanel) -> str:
    numbers = "；".join(
        f"{period.label} {point.text}" for period, point in zip(spec.periods, one.series.points, strict=True)
    )
    return f"{one.series.name}：{numbers}。{one.trend}"
