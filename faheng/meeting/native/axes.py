"""Value axes: round numbers round what is drawn, and the format of what stands at them."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from math import floor, log10

from faheng.charts.drawing import tick_texts, value_range
from faheng.meeting.native.chart import ValueAxis


def value_axis(
    drawn: Sequence[float], *, unit: str, maximum: Decimal | None, starts_at_zero: bool, ticks: int = 5
) -> ValueAxis:
    """The axis of these numbers; of the units only % stands with each."""
    low, high, step = value_range(drawn, maximum=maximum, starts_at_zero=starts_at_zero, ticks=ticks)
    return ValueAxis(low=round(low, 9), high=round(high, 9), step=step, code=number_code(step, unit))


def number_code(step: float, unit: str) -> str:
    """The format of an axis' numbers: `0"%"`, `#,##0.0`, with the decimals that its step needs."""
    decimals = max(0, -floor(log10(step)))
    digits = "#,##0" + (f".{'0' * decimals}" if decimals else "")
    return f'{digits}"%"' if unit == "%" else digits


def ticks_of(axis: ValueAxis, unit: str) -> list[str]:
    """What stands at the axis, for its width."""
    count = round((axis.high - axis.low) / axis.step)
    return tick_texts([axis.low + number * axis.step for number in range(count + 1)], axis.step, unit)


def rank_axis(places: int) -> ValueAxis:
    """An axis of ranks, 1 on top, which is not seen: the names beside the lines have the numbers."""
    return ValueAxis(low=0.5, high=max(places, 1) + 0.5, step=1, grid=False, from_top=True)
