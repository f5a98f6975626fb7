"""Values put into a few classes with round ends, for a map."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from math import ceil, floor, log

_BREAKS = 3  # four classes: more shades are not told apart
_GOOD_ENOUGH = 0.9  # of the most even classes; rounder ends are worth the rest


def class_breaks(
    values: Sequence[Decimal],
    *,
    target: Decimal | None,
    decimals: int,
    maximum: Decimal | None,
    upper_ends: bool,
) -> tuple[Decimal, ...]:
    """Up to three round numbers that divide `values` evenly, `target` among them where there is one.

    `decimals` are those of the values as printed, `maximum` what they cannot exceed. A value that equals a break is in the
    class above it, with `upper_ends` in the one below. Values that are all the same are one class, or what the target
    makes of them.
    """
    known = [*values, *([target] if target is not None else [])]
    only_target = () if target is None else (target,)
    if not values or min(values) == max(values):
        return only_target
    found = []
    for breaks in _round_breaks(min(known), max(known), target, decimals):
        lowest_is_empty = min(values) >= 0 and (breaks[0] < 0 or (breaks[0] == 0 and not upper_ends))
        if lowest_is_empty and breaks[0] != target:
            continue
        if maximum is not None and max(values) <= maximum:
            highest_is_empty = breaks[-1] > maximum or (breaks[-1] == maximum and upper_ends)
            if highest_is_empty and breaks[-1] != target:
                continue
        found.append((_evenness(values, breaks, upper_ends=upper_ends), breaks))
    if not found:
        return only_target
    good = _GOOD_ENOUGH * max(evenness for evenness, _ in found)
    middle = (min(values) + max(values)) / 2

    def fitness(each: tuple[float, tuple[Decimal, ...]]) -> tuple[Decimal, float, Decimal]:
        evenness, breaks = each
        return breaks[1] - breaks[0], evenness, -abs(breaks[1] - middle)

    return max((each for each in found if each[0] >= good), key=fitness)[1]


def class_of(value: Decimal, breaks: Sequence[Decimal], *, upper_ends: bool) -> int:
    """The number of the class, counted from 0, that `value` is in."""
    return sum(end < value if upper_ends else end <= value for end in breaks)


def _round_breaks(
    low: Decimal, high: Decimal, target: Decimal | None, decimals: int
) -> Iterator[tuple[Decimal, ...]]:
    """All rows of breaks that may divide what lies between two numbers: 1, 2 or 5 × 10ⁿ apart, from `target` on both ways."""
    origin = target or Decimal(0)
    for step in _steps(high - low, decimals):
        first = floor((low - origin) / step) - 1
        last = ceil((high - origin) / step) + 1
        for start in range(first, last):
            if target is None or 1 - _BREAKS <= start <= 0:
                yield tuple(origin + (start + place) * step for place in range(_BREAKS))


def _steps(spread: Decimal, decimals: int) -> Iterator[Decimal]:
    """Round numbers from a fiftieth of `spread` up to all of it; none is finer than what is printed."""
    power = spread.adjusted()
    for exponent in (power - 2, power - 1, power):
        for factor in (1, 2, 5):
            step = Decimal(factor).scaleb(exponent)
            if spread / 50 <= step <= spread and exponent >= -decimals:
                yield step


def _evenness(values: Sequence[Decimal], breaks: Sequence[Decimal], *, upper_ends: bool) -> float:
    """How evenly the classes are filled: Shannon's entropy, 0 when all values are in one."""
    classes = [class_of(value, breaks, upper_ends=upper_ends) for value in values]
    shares = [classes.count(each) / len(classes) for each in set(classes)]
    return -sum(share * log(share) for share in shares)
