"""An indicator over time as Office's line chart: names at the right end, the target dashed in red, gaps where nothing is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import ceil

from faheng.charts.drawing import text_width
from faheng.charts.spec import TargetStep, Trend, TrendPeriod, TrendPoint, TrendSeries
from faheng.charts.trend_labels import EndLabel, Placed, arranged
from faheng.charts.trend_panel import Panel
from faheng.charts.trend_strokes import MARKED, stands_alone
from faheng.meeting import palette
from faheng.meeting.native.axes import ticks_of, value_axis
from faheng.meeting.native.chart import Box, Label, Marker, NativeChart, NativeSeries, Room, ValueAxis
from faheng.meeting.native.of_spec import about, native_charts
from faheng.meeting.native.trend_marks import happenings, named_periods, target_series
from faheng.meeting.texts import LINE

_SYMBOLS = ("circle", "square", "diamond", "plus")
_GAP = 8  # points between a line's end and its name, as far as Office leaves them
ASIDE = 3  # points more, for a marker
_TOTAL = 0.26  # of the height: the panel of the city's sum


@dataclass(frozen=True)
class Stroke:
    """How a line of a role is drawn."""

    color: str
    width: float
    dash: str = "solid"
    marker: Marker | None = None

    @property
    def hollow(self) -> Marker:
        """The marker of a value that may still change."""
        known = self.marker or Marker("circle", 5, self.color)
        return replace(known, size=known.size + 1, hollow=True)


@native_charts.register
def _trend(spec: Trend, room: Room) -> tuple[NativeChart, ...]:
    """The lines; above them those of the city's sum, which is far above its parts."""
    whole = about(spec)
    if spec.total is None:
        return (_panel(spec, room, spec.series, Box(0, 0, room.width, room.height), whole),)
    high = room.height * _TOTAL
    total = replace(spec, targets=(), events=(), breaks=())
    upper = _panel(
        total, room, (spec.total,), Box(0, 0, room.width, high), f"{spec.total.name}（{spec.unit}）", ticks=2
    )
    lower = _panel(spec, room, spec.series, Box(0, high, room.width, room.height - high), whole)
    return (
        replace(upper, title=_heading(f"{spec.total.name}（{spec.unit}）", room)),
        replace(lower, title=_heading(f"各地区（{spec.unit}）", room)),
    )


def _heading(text: str, room: Room) -> Label:
    return Label((text,), size=room.small, color=palette.SUB)


def _panel(
    spec: Trend, room: Room, series: Sequence[TrendSeries], box: Box, words: str, *, ticks: int = 5
) -> NativeChart:
    axis = value_axis(
        drawn(series, spec.targets),
        unit=spec.unit,
        maximum=spec.maximum,
        starts_at_zero=spec.starts_at_zero,
        ticks=ticks,
    )
    left = max(text_width(text, 100) for text in ticks_of(axis, spec.unit)) * room.small / 100 + 12
    # Above the plot: a heading, or what is written at its upper edge.
    top = room.small * (2.2 if spec.total else 1.4) + (room.small * LINE if spec.events or spec.breaks else 0)
    plot = Box(left, top, 0, box.height - top - room.small * 2)
    placed = arranged([*_labels(spec, series, axis, plot.height, room)], panel_of(axis, plot.height))
    right = max((one.label.width for one in placed), default=0) + _GAP + 6
    plot = replace(plot, width=max(box.width - left - right, box.width * 0.3))
    named = every(spec.periods, plot.width, room.small)
    return NativeChart(
        box=box,
        plot=plot,
        about=words,
        corner="时期",
        categories=tuple(period.short for period in spec.periods),
        names_categories=named == 1,
        series=(
            *target_series(spec.targets, len(spec.periods), room.small, last_label=len(spec.periods) * 0.6),
            *named_lines(spec.periods, series, {one.label.series.key: one for one in placed}, plot),
            *happenings(spec.events, spec.breaks, spec.periods, axis.high, room.small),
            *([named_periods(spec.periods, named, axis.low, room.small)] if named > 1 else []),
        ),
        values=axis,
        size=room.small,
        font=room.font,
    )


def panel_of(axis: ValueAxis, height: float) -> Panel:
    """The axis as the screen's charts know it, in points instead of pixels."""
    return Panel("y", axis.low, axis.high, axis.step, 0, height)


def drawn(series: Sequence[TrendSeries], targets: Sequence[TargetStep]) -> list[float]:
    """All numbers that are drawn."""
    values = [float(point.value) for one in series for point in one.points if point.value is not None]
    return values + [float(step.value) for step in targets]


def every(periods: Sequence[TrendPeriod], width: float, size: float) -> int:
    """Every how many periods a label has room."""
    widest = max((text_width(period.short, 100) for period in periods), default=0) * size / 100
    return max(ceil(len(periods) * (widest + size) / width), 1)


@dataclass(frozen=True)
class SizedLabel(EndLabel):
    """An end label with letters of another size than the screen's, in points."""

    letters: float = 12

    @property
    def size(self) -> int:
        """Its letters' height in points."""
        return round(self.letters)


def _labels(
    spec: Trend, series: Sequence[TrendSeries], axis: ValueAxis, height: float, room: Room
) -> Iterator[EndLabel]:
    """Yield a name and a last value for every line: where it ends, or the word in its place (未报)."""
    panel = panel_of(axis, height)
    for one in series:
        known = [point.value for point in one.points if point.value is not None]
        if known:
            last = one.points[-1]
            number = (
                last.text if last.value is None or spec.unit == "%" else last.text.removesuffix(spec.unit)
            )
            size = room.small if one.role == "context" else room.size
            yield SizedLabel(one, one.label, number, panel.px(float(known[-1])), size)


def strokes_of(series: Sequence[TrendSeries], count: int) -> dict[str, Stroke]:
    """How each line is drawn, by its key, over `count` periods; the highlighted have colours and markers in their order.

    Lines behind are pale where one stands before them.
    """
    found: dict[str, Stroke] = {}
    chosen = 0
    is_crowd = any(one.role != "context" for one in series)
    for one in series:
        match one.role:
            case "highlighted":
                color = palette.HIGHLIGHTS[chosen % len(palette.HIGHLIGHTS)]
                symbol = _SYMBOLS[chosen % len(_SYMBOLS)]
                found[one.key] = Stroke(color, 3, "solid", Marker(symbol, 8 if count <= MARKED else 5, color))  # type: ignore[arg-type]
                chosen += 1
            case "city":
                found[one.key] = Stroke(palette.SUB, 2.25, "sysDash")
            case _ if is_crowd:
                found[one.key] = Stroke(palette.CONTEXT, 1.25)
            case _:
                found[one.key] = Stroke(palette.DOT, 1.75)
    return found


def named_lines(
    periods: Sequence[TrendPeriod], series: Sequence[TrendSeries], placed: dict[str, Placed], plot: Box
) -> Iterator[NativeSeries]:
    """Yield the lines, those behind first, each with its label at its end."""
    strokes = strokes_of(series, len(periods))
    order = {"context": 0, "city": 1, "highlighted": 2}
    for one in sorted(series, key=lambda each: order[each.role]):
        stroke = strokes[one.key]
        found = [*lines(periods, one, stroke)]
        if (label := placed.get(one.key)) is not None:
            last = max(place for place, point in enumerate(one.points) if point.value is not None)
            words = end_label(label, stroke, bold=one.role == "highlighted")
            # A line that ended before has its name at the right edge all the same.
            moved = (len(periods) - 1 - last) * plot.width / len(periods)
            words = replace(words, right=words.right + moved)
            found[-1] = replace(found[-1], labels={last: words})
        yield from found


def end_label(placed: Placed, stroke: Stroke, *, bold: bool) -> Label:
    """The words at the right end of a line, moved to where they touch no others."""
    color = palette.SUB if stroke.color in (palette.CONTEXT, palette.DOT) else stroke.color
    return Label(
        (placed.label.text,),
        size=placed.label.size,
        color=color,
        bold=bold,
        right=ASIDE,
        down=placed.middle - placed.end,
    )


def lines(periods: Sequence[TrendPeriod], one: TrendSeries, stroke: Stroke) -> Iterator[NativeSeries]:
    """Yield a series, or several where neighbouring values must not be joined (a change of definition, other regions)."""
    begins = [
        place
        for place, point in enumerate(one.points)
        if place and not point.joined and point.value is not None and one.points[place - 1].value is not None
    ]
    for first, last in zip([0, *begins], [*begins, len(one.points)], strict=True):
        values = tuple(
            point.value if first <= place < last else None for place, point in enumerate(one.points)
        )
        yield NativeSeries(
            name=f"{one.name}（{periods[first].short}起）" if first else one.name,
            values=values,
            color=stroke.color,
            width=stroke.width,
            dash=stroke.dash,  # type: ignore[arg-type]
            marker=stroke.marker if len(periods) <= MARKED else None,
            markers=markers(one.points, stroke, len(periods), range(first, last)),
        )


def markers(
    points: Sequence[TrendPoint], stroke: Stroke, count: int, places: range
) -> dict[int, Marker | None]:
    """The markers that differ from the line's: of values that may change, and of those that no line reaches."""
    found: dict[int, Marker | None] = {}
    for place in places:
        if points[place].value is None:
            continue
        if points[place].hollow:
            found[place] = stroke.hollow
        elif (stroke.marker is None or count > MARKED) and stands_alone(points, place):
            found[place] = stroke.marker or Marker("circle", 5, stroke.color)
    return found
