"""The classes of a map's colours: round numbers with the target among them, and in words what each holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from faheng.catalogue import Indicator
from faheng.charts.map_spec import MapClass, Shade
from faheng.measures import rates, wording
from faheng.measures.classes import class_breaks, class_of
from faheng.views.standing import Shown
from faheng.views.standing_words import range_of

_SHADES: dict[int, tuple[Shade, ...]] = {
    1: ("pale",),
    2: ("palest", "deepest"),
    4: ("palest", "pale", "deep", "deepest"),
}


@dataclass(frozen=True)
class Scale:
    """What the colours of values say: `target` is that of all of them, if they share one.

    `is_judging`: the darker the better, where the numbers can be good or bad, else darker is only more. With `upper_ends` a
    class holds its upper end, not its lower one: at most 5 meets a target of 5.
    """

    indicator: Indicator
    values: tuple[Shown, ...]
    target: Decimal | None
    breaks: tuple[Decimal, ...]

    @property
    def upper_ends(self) -> bool:
        """Whether a class holds its upper end."""
        return self.indicator.direction == "lower"

    @property
    def is_judging(self) -> bool:
        """Whether darker is better; a count without a base and without a target only has a size."""
        return self.target is not None or self.indicator.is_rankable

    def shade(self, value: Decimal) -> Shade:
        """How a region of this value is filled."""
        return self._shades[class_of(value, self.breaks, upper_ends=self.upper_ends)]

    def classes(self) -> list[MapClass]:
        """All classes from the lowest values to the highest, with how many regions are in each."""
        numbers = [
            class_of(row.shown, self.breaks, upper_ends=self.upper_ends)
            for row in self.values
            if row.shown is not None
        ]
        return [
            MapClass(shade, self._label(number), numbers.count(number))
            for number, shade in enumerate(self._shades)
        ]

    def ends_words(self) -> str:
        """`（含下限，不含上限）`, where the labels leave open which end of a class belongs to it."""
        if len(self.breaks) < 2 or self._is_whole:
            return ""
        return "（含上限，不含下限）" if self.upper_ends else "（含下限，不含上限）"

    @property
    def _shades(self) -> tuple[Shade, ...]:
        shades = _SHADES[len(self.breaks) + 1]
        return shades[::-1] if self.is_judging and self.upper_ends else shades

    @property
    def _is_whole(self) -> bool:
        """Whether values are whole numbers, so that the ends of classes can be told apart: 5～9, 10～14."""
        return self.indicator.decimals == 0 and all(each == each.to_integral_value() for each in self.breaks)

    def _label(self, number: int) -> str:
        """`低于90%`, `90%～95%，未达标`, `95%及以上，达标`."""
        if not self.breaks:
            return range_of(self.values, self.indicator)
        words = self._range(number)
        if self.target is None:
            return words
        place = self.breaks.index(self.target)
        is_met = number <= place if self.upper_ends else number > place
        return f"{words}，{'达标' if is_met else '未达标'}"

    def _range(self, number: int) -> str:
        ends = [wording.target_text(each, self.indicator) for each in self.breaks]
        if number == 0:
            none_is_less = self.upper_ends and self.breaks[0] == 0
            return ends[0] if none_is_less else f"{ends[0]}及以下" if self.upper_ends else f"低于{ends[0]}"
        if number == len(ends):
            if self.indicator.is_percent and self.breaks[-1] == 100 and not self.upper_ends:
                return ends[-1]
            return f"超过{ends[-1]}" if self.upper_ends else f"{ends[-1]}及以上"
        low, high = self.breaks[number - 1], self.breaks[number]
        if self._is_whole:
            low, high = (low + 1, high) if self.upper_ends else (low, high - 1)
        return wording.range_text(
            wording.target_text(low, self.indicator),
            wording.target_text(high, self.indicator),
            self.indicator,
        )


def scale_of(rows: Sequence[Shown], indicator: Indicator) -> Scale:
    """The scale of the values among `rows`, of which there must be one."""
    values = tuple(row for row in rows if row.shown is not None)
    targets = {row.target for row in values}
    target = rates.rounded(targets.pop(), indicator) if len(targets) == 1 and None not in targets else None
    if indicator.direction == "neutral":
        target = None
    breaks = class_breaks(
        [row.shown for row in values if row.shown is not None],
        target=target,
        decimals=indicator.decimals,
        maximum=Decimal(100) if indicator.is_percent else None,
        upper_ends=indicator.direction == "lower",
    )
    return Scale(indicator, values, target, breaks)
