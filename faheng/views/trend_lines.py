"""A city's regions over time for one indicator: every period between the first and the last, with what it means."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from faheng.catalogue import Catalogue, DefinitionBreak, Indicator, Region
from faheng.measures import wording
from faheng.measures.rates import Made
from faheng.period import Period


@dataclass(frozen=True)
class Moment:
    """A region, or the city, in one period.

    `text` is the value with its unit, or the word in its place; `status` what is to be said of either (暂定, 未报,
    12个月中已报10个月). `basis` is the same for values that can be compared. `mark` is what must be known of a value at
    its place, `note` what came with it and must be printed. `made` says how a city's value came about. `detail` are
    its parts (57/60); `as_reported` marks a rate given without them. `then` is what there is of the
    region as it was, where the moment is added up from others for the ground it has today (wording.AS_TODAY) or made of
    other numbers by the definition that begins with `restated` (wording.RESTATED).
    """

    state: Literal["value", "not_applicable", "incomplete", "not_reported"]
    text: str
    status: str = ""
    shown: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    detail: str = ""
    mark: str = ""
    basis: Hashable = None
    made: Made | Literal[""] = ""
    regions: int = 0
    as_reported: bool = False
    cumulative: bool = False
    note: str = ""
    then: Moment | None = None
    restated: DefinitionBreak | None = None

    @property
    def hollow(self) -> bool:
        """Whether the value may still change (暂定、估计), or is a sum over some of a city's regions."""
        return self.mark not in ("", wording.CUMULATIVE)

    @property
    def doubt(self) -> str:
        """Why the value may still change: its mark without what only says how it was made."""
        made = (wording.AS_TODAY, wording.RESTATED)
        return "，".join(word for word in self.mark.split("，") if word not in made) if self.hollow else ""


@dataclass(frozen=True)
class Line:
    """A region, or the city, with its moments in the order of the periods."""

    region: Region
    moments: tuple[Moment, ...]

    def joined(self, place: int) -> bool:
        """Whether a line may lead to this moment from the one before."""
        if place == 0:
            return False
        before, here = self.moments[place - 1], self.moments[place]
        return (
            before.shown is not None
            and here.shown is not None
            and before.basis == here.basis
            and "partial" not in (before.made, here.made)
        )

    @property
    def last(self) -> int | None:
        """The place of the last value."""
        return next((place for place in reversed(range(len(self.moments))) if self.has_value(place)), None)

    @property
    def first_comparable(self) -> int | None:
        """The place of the earliest value that can be compared with the last one."""
        if self.last is None:
            return None
        basis = self.moments[self.last].basis
        return next(
            place
            for place, moment in enumerate(self.moments)
            if self.has_value(place) and moment.basis == basis
        )

    def has_value(self, place: int) -> bool:
        """Whether there is a value that stands for the whole of it: no sum over some of a city's regions."""
        moment = self.moments[place]
        return moment.shown is not None and moment.made != "partial"


@dataclass(frozen=True)
class Lines:
    """What a trend is made of. `regions` is empty when only the city itself reports the indicator.

    Periods after the one numbered `drawn` − 1 have no value yet, only parts of one.
    """

    catalogue: Catalogue
    city: Region
    indicator: Indicator
    frequency: str
    periods: tuple[Period, ...]
    drawn: int
    regions: tuple[Line, ...]
    whole: Line

    def begins_anew(self, place: int) -> bool:
        """Whether a new list begins with this period, so that no line leads to it from December."""
        period = self.periods[place]
        return self.indicator.begins_each_year and self.frequency != "year" and period.first_month == 1

    def latest(self, count: int) -> Lines:
        """The same from the last `count` periods that are drawn."""
        start = max(self.drawn - count, 0)
        cut = [replace(line, moments=line.moments[start:]) for line in (*self.regions, self.whole)]
        return replace(
            self,
            periods=self.periods[start:],
            drawn=self.drawn - start,
            regions=tuple(cut[:-1]),
            whole=cut[-1],
        )

    def as_then(self) -> Lines:
        """The same with the regions and definitions as they were in each period, nothing added up for those of today."""
        return replace(
            self,
            regions=tuple(
                replace(line, moments=tuple(moment.then or moment for moment in line.moments))
                for line in self.regions
            ),
        )

    @property
    def city_name(self) -> str:
        """What the city's line is called: 全市合计 only where its last value was added up from its regions."""
        last = self.whole.last
        added = last is not None and self.whole.moments[last].made == "computed"
        return "全市合计" if self.indicator.aggregation == "sum" and added else "全市"

    @property
    def breaks(self) -> list[DefinitionBreak]:
        """The changes of definition of the indicator, for the city or any of its regions, that the periods cross."""
        codes = {"", self.city.code, *(line.region.code for line in self.regions)}
        return [
            broken
            for broken in self.catalogue.breaks_of(self.indicator.code)
            if broken.region_code in codes
            and self.drawn
            and _start(self.periods[0]) < _start(broken.first_period)
            and _start(broken.first_period) <= _end(self.periods[self.drawn - 1])
        ]


def _start(period: Period) -> tuple[int, int]:
    return period.year, period.first_month


def _end(period: Period) -> tuple[int, int]:
    return period.year, period.last_month
