"""A funnel as Office's scatter chart: cases to the right, rates upward, the limits of chance as lines round the city's rate."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Literal

from faheng.charts.drawing import text_width, value_range
from faheng.charts.funnel import Labels, place_labels, words_of
from faheng.charts.spec import Funnel, FunnelBand
from faheng.charts.theme import DETAIL_SIZE
from faheng.meeting import palette
from faheng.meeting.native.axes import number_code, ticks_of, value_axis
from faheng.meeting.native.chart import (
    Box,
    Label,
    Marker,
    NativeChart,
    NativeSeries,
    Number,
    Room,
    ValueAxis,
)
from faheng.meeting.native.of_spec import about, native_charts

_BESIDE = {"right": 1, "left": -1, "center": 0}  # by the words of faheng/charts/funnel.py


@native_charts.register
def _funnel(spec: Funnel, room: Room) -> tuple[NativeChart, ...]:
    rates = value_axis(
        [*(float(point.value) for point in spec.points), float(spec.line.value), *_usual_limits(spec)],
        unit=spec.unit,
        maximum=spec.maximum,
        starts_at_zero=False,
    )
    most = max(point.trials for point in spec.points)
    low, high, step = value_range([0, most * 1.06], maximum=None, starts_at_zero=True, ticks=6)
    cases = ValueAxis(
        low=low, high=high, step=max(step, 1), code=number_code(1, ""), title=spec.cases, grid=False
    )
    left = max(text_width(text, 100) for text in ticks_of(rates, spec.unit)) * room.small / 100 + 12
    top = room.small * 1.6
    plot = Box(left, top, room.width - left - room.small * 4, room.height - top - room.small * 3.6)
    # Labels are placed in the unit of the screen's letters.
    unit = room.small / DETAIL_SIZE
    places = place_labels(
        spec, cases.high, rates.low, rates.high, wide=plot.width / unit, tall=plot.height / unit
    )
    drawn = [
        *_bands(spec.bands, rates, cases, room),
        _city(spec, cases, places, room),
        _points(spec, places, room),
    ]
    rows = max(len(one.values) for one in drawn)
    chart = NativeChart(
        box=Box(0, 0, room.width, room.height),
        plot=plot,
        about=about(spec),
        corner="地区",
        categories=tuple(point.label for point in spec.points),
        # LibreOffice draws no series that is shorter than another.
        series=tuple(
            replace(one, values=_padded(one.values, rows), across=_padded(one.across, rows)) for one in drawn
        ),
        values=rates,
        across=cases,
        size=room.small,
        font=room.font,
    )
    return (chart,)


def _usual_limits(spec: Funnel) -> list[float]:
    """The narrowest limits at the middle number of cases: both sides of the funnel are seen, its mouth is not."""
    if not spec.bands:
        return []
    band = spec.bands[-1]
    middle = sorted(point.trials for point in spec.points)[len(spec.points) // 2]
    place = min(range(len(band.trials)), key=lambda number: abs(band.trials[number] - middle))
    return [band.low[place], band.high[place]]


def _padded(cells: Sequence[Number | None], count: int) -> tuple[Number | None, ...]:
    return (*cells, *[None] * (count - len(cells)))


def _bands(
    bands: Sequence[FunnelBand], rates: ValueAxis, cases: ValueAxis, room: Room
) -> Iterator[NativeSeries]:
    """Yield both limits of every band as far as the axis goes, with its level at the end of the upper one."""
    for number, band in enumerate(bands):
        level = f"{(1 - band.level) * 100:g}%"
        color = palette.DOT if number else palette.CONTEXT
        for name, limits in (("上限", band.high), ("下限", band.low)):
            inside = [
                rate if rates.low <= rate <= rates.high and trials <= cases.high else None
                for trials, rate in zip(band.trials, limits, strict=True)
            ]
            last = max((place for place, rate in enumerate(inside) if rate is not None), default=None)
            yield NativeSeries(
                name=f"{level}{name}",
                values=tuple(None if rate is None else round(rate, 2) for rate in inside),
                across=tuple(band.trials),
                color=color,
                width=1.25 if number else 1,
                dash="solid" if number else "sysDash",
                labels={}
                if last is None or band.trials[last] < cases.high * 0.6
                else {last: Label((level,), "r", room.small, palette.SUB)},
            )


def _city(spec: Funnel, cases: ValueAxis, places: Labels, room: Room) -> NativeSeries:
    """The city's rate as a line, its label at one of its ends, above or below."""
    side, end = places.line.split()
    width = text_width(spec.line.label, 100) * room.small / 100
    words = Label(
        (spec.line.label,),
        "t" if side == "top" else "b",
        room.small,
        palette.SUB,
        right=-width / 2 if end == "left" else width / 2,
    )
    return NativeSeries(
        name=spec.line.label,
        values=(spec.line.value, spec.line.value),
        across=(0, cases.high),
        color=palette.SUB,
        width=1.75,
        dash="sysDot",
        labels={1 if end == "left" else 0: words},
    )


def _points(spec: Funnel, places: Labels, room: Room) -> NativeSeries:
    """The regions; those beyond the limits are larger and coloured."""
    markers, labels = {}, {}
    for number, point in enumerate(spec.points):
        is_own = point.key == spec.highlighted
        if point.verdict or is_own:
            symbol: Literal["diamond", "circle"] = "diamond" if point.verdict else "circle"
            markers[number] = Marker(symbol, 15 if is_own else 12, palette.JUDGED[point.judged])
        if point.key in places.points:
            labels[number] = _label(
                words_of(point), places.points[point.key], bool(point.verdict) or is_own, room
            )
    return NativeSeries(
        name="各地区",
        values=tuple(point.value for point in spec.points),
        across=tuple(point.trials for point in spec.points),
        color=palette.SUB,
        marker=Marker("circle", 9, palette.SUB),
        markers=markers,
        labels=labels,
    )


def _label(text: str, place: str, bold: bool, room: Room) -> Label:
    side, end = place.split()
    if side == "middle":
        return Label((text,), "r" if end == "right" else "l", room.small, palette.INK, bold)
    half = text_width(text, 100) * room.small / 200
    return Label(
        (text,), "t" if side == "top" else "b", room.small, palette.INK, bold, right=_BESIDE[end] * half
    )
