"""What is measured and where: indicators, regions, targets, breaks and the words for them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

from faheng.period import Period

# Levels whose figures add up to the city's (design.md: a city is its counties, zones and its own units).
REPORTING_LEVELS = ("county", "zone", "city_own")
_LONG_NAME = 6  # characters
LEVEL_NAMES = {
    "province": "省级",
    "city": "地级市",
    "county": "县区",
    "zone": "功能区",
    "city_own": "市本级",
    "township": "乡镇街道",
    "department": "部门",
}
BASIS_NAMES = {"within": "期内", "end": "期末", "cumulative": "累计"}
DIRECTION_NAMES = {"higher": "越高越好", "lower": "越低越好", "neutral": "不作好坏评价"}


@dataclass(frozen=True)
class Category:
    """One of the groups of indicators, A to G."""

    code: str
    name: str


@dataclass(frozen=True)
class Indicator:
    """One row of `indicators.csv`; the meaning of each column is statistics.md's.

    `scale` is what numerator ÷ denominator is multiplied with (100 for %), None where there are no parts.
    `decimals` is how many decimals are shown. For `weighted_mean` the denominator is the weight (样本量).
    """

    code: str
    name: str
    name_en: str
    category_code: str
    unit: str
    kind: str
    numerator_name: str
    denominator_name: str
    scale: Decimal | None
    decimals: int
    direction: str
    aggregation: str
    over_time: str
    count_model: str
    frequency: str
    headline: bool
    source: str
    source_detail: str
    note: str

    @property
    def basis(self) -> str:
        """`within` (期内) for what happens in a period, `end` (期末) for what stands at its end."""
        return "within" if self.over_time in ("sum", "ratio_of_sums") else "end"

    @property
    def has_parts(self) -> bool:
        """Whether a value has a numerator and a denominator."""
        return self.kind in ("rate", "average")

    @property
    def is_percent(self) -> bool:
        """Whether values are percentages, so that changes are 个百分点."""
        return self.unit == "%"

    @property
    def is_rankable(self) -> bool:
        """Whether regions may be put in order by it: good or bad, and with a base; a larger county has more of the rest.

        statistics.md, "Ranking".
        """
        return self.direction != "neutral" and self.has_base

    @property
    def has_base(self) -> bool:
        """Whether it is per case, head or village: of the rest a larger county simply has more."""
        return self.kind in ("rate", "average", "score")

    @property
    def begins_each_year(self) -> bool:
        """Whether its numbers begin anew each January.

        A share of a full list that is reported more often than once a year is the progress on that year's list
        (年度任务), so that June says nothing against December.
        """
        return self.kind == "rate" and self.count_model == "roster" and self.frequency != "year"

    def compared_with(self, period: Period) -> Period:
        """The period whose value tells whether this one's rose or fell: the one just before, as a rule.

        For what `begins_each_year` the same part of the year before.
        """
        if self.begins_each_year:
            return period.a_year_earlier()
        return period.previous()

    @property
    def has_chance(self) -> bool:
        """Whether chance has a meaning for it: intervals and tests apply to events and surveys alone."""
        return self.count_model in ("events", "survey")


@dataclass(frozen=True)
class Region:
    """A province, city, county or one of the office's own units; `origin` says which file it came from."""

    code: str
    name: str
    level: str
    parent_code: str
    counted_in: str = ""
    origin: str = "gbt2260"

    @property
    def short_name(self) -> str:
        """The name without its last word (会宁县 → 会宁); two-character names stay whole (赵县)."""
        match = re.fullmatch(
            r"(.{2,}?)(?:[\u4e00-\u9fff]{1,3}族)*(?:自治州|自治县|地区|盟|市|县|区|旗)", self.name
        )
        return match[1] if match else self.name

    @property
    def label(self) -> str:
        """The name beside a mark: cut to its short form when it is long."""
        return self.name if len(self.name) <= _LONG_NAME else self.short_name


@dataclass(frozen=True)
class RegionAlias:
    """A name a region had, or has beside its own, and when (None: open on that side)."""

    region_code: str
    name: str
    valid_from: Period | None
    valid_to: Period | None


@dataclass(frozen=True)
class Synonym:
    """A text that means an indicator's `value`, `numerator` or `denominator`."""

    indicator_code: str
    part: str
    text: str


@dataclass(frozen=True)
class Target:
    """What is aimed at. `region_code` and `first_period` empty: everywhere, always.

    `applies_to` is `any`, or `year` when only a whole year can be held against it (一年至少一次).
    """

    indicator_code: str
    region_code: str
    first_period: Period | None
    value: Decimal
    applies_to: str
    basis: str
    basis_detail: str

    @property
    def begins(self) -> tuple[int, int]:
        """Year and month from which it holds: 自2023年起 holds for the first quarter of 2023."""
        return (self.first_period.year, self.first_period.first_month) if self.first_period else (0, 0)

    def is_in_force(self, period: Period) -> bool:
        """Whether it has begun when the period begins."""
        return self.begins <= (period.year, period.first_month)


class NumberOf(NamedTuple):
    """A number that is reported under an indicator: its `value`, `numerator` or `denominator`."""

    indicator_code: str
    part: str


@dataclass(frozen=True)
class DefinitionBreak:
    """From `first_period` on the indicator means something else in that region (empty: everywhere).

    `numerator_from` and `denominator_from` (`C02.numerator`, `C03.value`; both or neither) say which numbers make up the
    value by the new definition, so that it can be made for periods before as well.
    """

    indicator_code: str
    region_code: str
    first_period: Period
    text: str
    numerator_from: str = ""
    denominator_from: str = ""

    @property
    def parts(self) -> tuple[NumberOf, NumberOf] | None:
        """The numerator and the denominator of the new definition, where they are reported under other indicators."""
        if not (self.numerator_from and self.denominator_from):
            return None
        numerator, denominator = (
            NumberOf(*text.split(".")) for text in (self.numerator_from, self.denominator_from)
        )
        return numerator, denominator

    @property
    def what(self) -> str:
        """What changed, as one word."""
        return "口径变化"


@dataclass(frozen=True)
class BoundaryBreak(DefinitionBreak):
    """The same because the region itself changed."""

    @property
    def what(self) -> str:
        """What changed, as one word."""
        return "区划调整"


@dataclass(frozen=True)
class BoundaryChange:
    """From `first_period` on, `from_code` is in `to_code` (区划调整), as `kind` says.

    `merged` 并入: all of it, and it ends; `split` 拆分: a part of it, and it ends; `transferred` 划转: a part of it, and it
    goes on. A region into which others are merged and which was there before stands among its own forerunners too
    (甲 merged into 甲); one that does not begins with the change.
    """

    first_period: Period
    from_code: str
    to_code: str
    kind: str
    text: str

    @property
    def ends(self) -> str:
        """The region that is no more; empty when it goes on."""
        return self.from_code if self.kind != "transferred" and self.from_code != self.to_code else ""


@dataclass(frozen=True)
class ReferenceValue:
    """A value published elsewhere, for orientation only; never part of a sum or a test."""

    indicator_code: str
    place: str
    period: Period | None
    value: Decimal
    numerator: Decimal | None
    denominator: Decimal | None
    note: str


@dataclass(frozen=True)
class Catalogue:
    """Everything the catalogue files say, in code order."""

    categories: dict[str, Category] = field(default_factory=dict)
    indicators: dict[str, Indicator] = field(default_factory=dict)
    regions: dict[str, Region] = field(default_factory=dict)
    region_aliases: tuple[RegionAlias, ...] = ()
    synonyms: tuple[Synonym, ...] = ()
    targets: tuple[Target, ...] = ()
    breaks: tuple[DefinitionBreak, ...] = ()
    references: tuple[ReferenceValue, ...] = ()
    boundary_changes: tuple[BoundaryChange, ...] = ()

    @cached_property
    def _parts(self) -> dict[str, list[Region]]:
        parts: dict[str, list[Region]] = {}
        for region in sorted(self.regions.values(), key=lambda region: region.code):
            if region.level in REPORTING_LEVELS:
                parts.setdefault(region.parent_code, []).append(region)
        return parts

    def parts_of(self, city_code: str, period: Period | None = None) -> list[Region]:
        """The regions whose figures make up the city's: counties, zones and its own unit, in code order.

        With a `period` those that were there at its end; without, also those that ended or have not begun.
        """
        parts = self._parts.get(city_code, [])
        if period is None or not self.boundary_changes:
            return parts
        return [part for part in parts if self.is_there(part.code, period)]

    @cached_property
    def _ends(self) -> dict[str, tuple[int, int]]:
        return {change.ends: _start(change.first_period) for change in self.boundary_changes if change.ends}

    @cached_property
    def _begins(self) -> dict[str, tuple[int, int]]:
        stood = {(_start(change.first_period), change.from_code) for change in self.boundary_changes}
        begins: dict[str, tuple[int, int]] = {}
        for change in self.boundary_changes:
            start = _start(change.first_period)
            if change.kind != "transferred" and (start, change.to_code) not in stood:
                begins[change.to_code] = min(start, begins.get(change.to_code, start))
        return begins

    def is_there(self, region_code: str, period: Period) -> bool:
        """Whether the region exists at the end of `period`, as far as the boundary changes say."""
        end = (period.year, period.last_month)
        return self._begins.get(region_code, end) <= end and end < self._ends.get(region_code, (9999, 0))

    def forerunners(self, region_code: str, period: Period, *, at: Period | None = None) -> tuple[str, ...]:
        """The regions that together were, in `period`, what `region_code` is at the end of `at`; None: today.

        Itself when nothing changed between. None at all when its ground cannot be put together from whole regions of that
        time: it, or a forerunner, came out of a split or a transfer.
        """
        return _forerunners(region_code, self._changes_between(period, at))

    def exchanges(self, before: Period, after: Period) -> list[set[str]]:
        """The groups of regions among which ground changed hands between the ends of two periods.

        A group as a whole is the same ground at both ends, however it was merged, split or transferred inside. A zone
        counted in another region stands for that one.
        """
        groups: list[set[str]] = []
        for change in self._changes_between(before, after):
            codes = {change.from_code, change.to_code}
            group = {self.known_region(code).counted_in or code for code in codes}
            touched = [other for other in groups if other & group]
            groups = [*(other for other in groups if not other & group), group.union(*touched)]
        return groups

    def _changes_between(self, before: Period, after: Period | None) -> list[BoundaryChange]:
        """The changes that began after the end of `before` and by the end of `after`."""
        begin = (before.year, before.last_month)
        end = (after.year, after.last_month) if after else (9999, 0)
        return [change for change in self.boundary_changes if begin < _start(change.first_period) <= end]

    def breaks_of(self, indicator_code: str) -> tuple[DefinitionBreak, ...]:
        """What makes values of an indicator incomparable: changes of its definition (口径) and of regions (区划).

        A change of regions is one for each region that it touches; for their cities only when it crosses their borders.
        """
        own = [broken for broken in self.breaks if broken.indicator_code == indicator_code]
        for change in self.boundary_changes:
            codes = {change.from_code, change.to_code}
            cities = {self.city_code_of(self.known_region(code)) for code in codes}
            touched = codes | (cities if len(cities) > 1 else set())
            own += [
                BoundaryBreak(indicator_code, code, change.first_period, change.text)
                for code in sorted(touched)
            ]
        return tuple(dict.fromkeys(own))

    def city_code_of(self, region: Region) -> str:
        """The city whose figures the region's belong to: itself, when regions report to it."""
        return region.code if self.parts_of(region.code) else region.parent_code

    def category_label(self, code: str) -> str:
        """The category's code and name; the code alone of one that is not, or no longer, in the catalogue."""
        return f"{code} {self.categories[code].name}" if code in self.categories else code

    @cached_property
    def cities(self) -> list[Region]:
        """Every region that counties report to: cities, and municipalities such as 北京市, in code order."""
        return sorted((self.regions[code] for code in self._parts if code in self.regions), key=_by_code)

    def find_city(self, text: str) -> Region | None:
        """The city with exactly this code or name, or None."""
        return next((city for city in self.cities if text.strip() in (city.code, city.name)), None)

    def known_indicator(self, code: str) -> Indicator:
        """The indicator, or one that has only its code: old values may name one that was given up since."""
        return self.indicators.get(code) or Indicator(
            code, f"{code}（目录里已没有）", code, "", "", "count", "", "", None, 2, "neutral", "own", "none", "none",
            "year", False, "", "", "",
        )  # fmt: skip

    def known_region(self, code: str) -> Region:
        """The region, or one that has only its code: old values may name one that was given up since."""
        return self.regions.get(code) or Region(code, f"{code}（目录里已没有）", "county", "")

    def is_made_up(self, region_code: str) -> bool:
        """Whether the region belongs to the demonstration city, so that its numbers are marked 演示数据."""
        return region_code in self.regions and self.regions[region_code].origin == "demo"


def _start(period: Period) -> tuple[int, int]:
    return period.year, period.first_month


def _forerunners(region_code: str, changes: Iterable[BoundaryChange]) -> tuple[str, ...]:
    """What a region was before all of `changes`: from the latest of them that concerns it back to the first."""
    changes = list(changes)
    own = [change for change in changes if region_code in (change.from_code, change.to_code)]
    if not own:
        return (region_code,)
    latest = max(_start(change.first_period) for change in own)
    behind = [change for change in own if _start(change.first_period) == latest]
    if any(change.kind != "merged" or change.ends == region_code for change in behind):
        return ()
    earlier = [change for change in changes if _start(change.first_period) < latest]
    found = [_forerunners(change.from_code, earlier) for change in behind]
    return tuple(sorted({code for codes in found for code in codes})) if all(found) else ()


def _by_code(region: Region) -> str:
    return region.code


def chosen(targets: Iterable[Target], *, region_code: str, period: Period) -> Target | None:
    """The target that holds for a region and period: its own before the general one, the latest first."""
    candidates = [
        target
        for target in targets
        if target.region_code in ("", region_code)
        and target.is_in_force(period)
        and (target.applies_to == "any" or period.frequency == target.applies_to)
    ]
    return max(candidates, key=lambda target: (target.region_code != "", target.begins), default=None)
