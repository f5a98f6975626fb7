"""Regions side by side as Office's scatter chart: a row each, dots with their intervals, names left and numbers right.

Rows count from below, so that the first is on top. Names and numbers are labels of two series that are not seen, at both
ends of the axis: they move with their rows. LibreOffice draws neither series of unequal length nor error bars, so intervals
and changes are lines with an empty cell between two regions, and all series are as long as these.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from faheng.charts.drawing import text_width
from faheng.charts.spec import DotComparison, DotRow, ReferenceLine
from faheng.meeting import palette
from faheng.meeting.native.axes import value_axis
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
from faheng.meeting.texts import LINE

_ASIDE = 7  # points from an end of the axis to the words beside it: half a dot is between
# Of a row: an interval stands below its dot. On one height PowerPoint would draw the dot over it, LibreOffice under it.
_BELOW = Decimal("0.24")
_OFFICE_LINE = (
    1.35  # the height of a line of 微软雅黑, in its letters' height: labels have no spacing of their own
)
_MOST_ASIDE = 0.24  # of the width: the names, or the numbers


@native_charts.register
def _dots(spec: DotComparison, room: Room) -> tuple[NativeChart, ...]:
    axis = _value_axis(spec)
    top = len(spec.lines) * room.small * LINE + 6
    room = _with_letters_for_rows(spec, room, (room.height - top - room.small * 2) / max(len(spec.rows), 1))
    left = _width([_name(row, room) for row in spec.rows], room) + _ASIDE + 8
    right = _width([_number(row, room) for row in spec.rows], room) + _ASIDE + 8
    plot = Box(left, top, room.width - left - right, room.height - top - room.small * 2)
    places = [Decimal(len(spec.rows) - place) for place in range(len(spec.rows))]
    below = [place - _BELOW for place in places]
    chart = NativeChart(
        box=Box(0, 0, room.width, room.height),
        plot=plot,
        about=about(spec),
        corner="地区",
        categories=tuple(row.label for row in spec.rows),
        series=tuple(
            replace(one, values=_padded(one.values, rows), across=_padded(one.across, rows))
            for rows in [3 * len(spec.rows)]
            for one in (
                _strokes("区间", _intervals(spec.rows), below, palette.MAIN_PALE, 5),
                *_reference_lines(spec, axis, room, plot.width),
                _strokes("变化", [(row.previous, row.value) for row in spec.rows], places, palette.DOT, 1.5),
                _previous(spec.rows, places),
                _values(spec, places),
                _words(
                    "地区",
                    axis.low,
                    places,
                    [_name(row, room, bold=row.key == spec.highlighted) for row in spec.rows],
                ),
                _words("数值", axis.high, places, [_number(row, room) for row in spec.rows]),
            )
        ),
        values=ValueAxis(low=0.5, high=len(spec.rows) + 0.5, step=1, grid=False),
        across=axis,
        size=room.small,
        font=room.font,
    )
    return (chart,)


def _with_letters_for_rows(spec: DotComparison, room: Room, row: float) -> Room:
    """The room with letters of which two lines fit a row where any region has two."""
    is_double = any(
        len(_name(each, room).lines) > 1 or len(_number(each, room).lines) > 1 for each in spec.rows
    )
    lines = 1 + room.small / room.size if is_double else 1
    return replace(room, size=min(room.size, round(row / (lines * _OFFICE_LINE), 1)))


def _value_axis(spec: DotComparison) -> ValueAxis:
    numbers = [
        float(number)
        for row in spec.rows
        for number in (row.value, row.previous, row.low, row.high)
        if number is not None
    ]
    numbers += [float(line.value) for line in spec.lines]
    return value_axis(numbers, unit=spec.unit, maximum=spec.maximum, starts_at_zero=spec.starts_at_zero)


def _name(row: DotRow, room: Room, *, bold: bool = False) -> Label:
    lines = (row.label, row.place) if row.place else (row.label,)
    color = palette.MAIN if bold else palette.INK
    return Label(lines, "l", room.size, color, bold, small_size=room.small, right=-_ASIDE)


def _number(row: DotRow, room: Room) -> Label:
    """`88.24%`, below it `15/17 暂定`; words in a number's place."""
    below = " ".join(text for text in (row.detail, row.mark, row.verdict) if text)
    return Label(
        (row.text, below) if below else (row.text,),
        "r",
        room.size if row.value is not None else room.small,
        palette.INK if row.value is not None else palette.SUB,
        bold=row.value is not None,
        right=_ASIDE,
        small_size=room.small,
    )


def _width(labels: Sequence[Label], room: Room) -> float:
    widths = [
        text_width(text, 100) / 100 * (label.size if number == 0 else label.small_size)
        for label in labels
        for number, text in enumerate(label.lines)
    ]
    return min(max(widths, default=0), room.width * _MOST_ASIDE)


def _padded(cells: Sequence[Number | None], count: int) -> tuple[Number | None, ...]:
    return (*cells, *[None] * (count - len(cells)))


def _strokes(
    name: str,
    ends: Sequence[tuple[Decimal | None, Decimal | None]],
    places: Sequence[Decimal],
    color: str,
    width: float,
) -> NativeSeries:
    """A horizontal stroke in every row that has both ends."""
    across: list[Number | None] = []
    heights: list[Number | None] = []
    for (first, last), place in zip(ends, places, strict=True):
        known = first is not None and last is not None
        across += [first, last, None] if known else [None] * 3
        heights += [place, place, None] if known else [None] * 3
    return NativeSeries(
        name=name,
        values=tuple(heights),
        across=tuple(across),
        color=color,
        width=width,
    )


def _intervals(rows: Sequence[DotRow]) -> list[tuple[Decimal | None, Decimal | None]]:
    """Ends of the intervals; they are estimates with more digits than a cell holds."""
    return [
        (None if row.low is None else round(row.low, 4), None if row.high is None else round(row.high, 4))
        for row in rows
    ]


def _previous(rows: Sequence[DotRow], places: Sequence[Decimal]) -> NativeSeries:
    return NativeSeries(
        name="上期",
        values=_known(places, [row.previous for row in rows]),
        across=tuple(row.previous for row in rows),
        color=palette.DOT,
        marker=Marker("circle", 7, palette.DOT, hollow=True),
    )


def _known(places: Sequence[Decimal], across: Sequence[Decimal | None]) -> tuple[Decimal | None, ...]:
    """The places that have a number: of a point without one both are empty, or Office would draw it at 0."""
    return tuple(None if number is None else place for place, number in zip(places, across, strict=True))


def _values(spec: DotComparison, places: Sequence[Decimal]) -> NativeSeries:
    """The dots; that of the highlighted row is larger."""
    rows = spec.rows
    marker = Marker("circle", 11, palette.MAIN)
    own = {
        place: replace(
            marker,
            symbol="diamond" if row.provisional else "circle",
            size=15 if row.key == spec.highlighted else marker.size,
            color=palette.JUDGED[row.judged],
            hollow=row.provisional,
        )
        for place, row in enumerate(rows)
        if row.value is not None
    }
    return NativeSeries(
        name="本期",
        values=_known(places, [row.value for row in rows]),
        across=tuple(row.value for row in rows),
        color=palette.MAIN,
        marker=marker,
        markers={place: other for place, other in own.items() if other != marker},
    )


def _words(name: str, where: float, places: Sequence[Decimal], labels: Sequence[Label]) -> NativeSeries:
    """Labels at one end of the axis, one in each row."""
    return NativeSeries(
        name=name,
        values=tuple(places),
        across=(Decimal(str(where)),) * len(places),
        color=palette.INK,
        labels=dict(enumerate(labels)),
    )


def _reference_lines(spec: DotComparison, axis: ValueAxis, room: Room, width: float) -> list[NativeSeries]:
    """Upright lines through all rows, each with its label above the plot; a label for each line of text, never touching."""
    found = []
    for number, line in enumerate(sorted(spec.lines, key=lambda each: each.value)):
        is_target = line.kind == "target"
        color = palette.WARNING if is_target else palette.SUB
        words = Label((line.label,), "t", room.small, color, down=-number * room.small * LINE)
        found.append(
            NativeSeries(
                name=line.label,
                values=(Decimal("0.5"), len(spec.rows) + Decimal("0.5")),
                across=(line.value, line.value),
                color=color,
                width=1.75,
                dash="dash" if is_target else "sysDot",
                labels={1: replace(words, right=_inside(line, axis, width, room))},
            )
        )
    return found


def _inside(line: ReferenceLine, axis: ValueAxis, width: float, room: Room) -> float:
    """How far a label must move to stay within the plot and the numbers beside it."""
    half = text_width(line.label, 100) * room.small / 200
    at = (float(line.value) - axis.low) / (axis.high - axis.low) * width
    return max(half - at, 0) + min(width + 60 - at - half, 0)
