"""总览: how a city and its regions stand in a period: the headline indicators as cards, and all of them as a matrix."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

from faheng.address import Address
from faheng.catalogue import Region
from faheng.charts.spec import Card, Matrix
from faheng.measures import wording
from faheng.period import Period, period_from_code
from faheng.store.database import Store
from faheng.tables import Table
from faheng.views.city_rows import city_rows
from faheng.views.findings import Finding, findings
from faheng.views.overview_cards import card
from faheng.views.overview_matrix import MatrixLine, matrix
from faheng.views.overview_table import table
from faheng.views.period_tests import period_tests
from faheng.views.source import source_line
from faheng.views.standing import Standing
from faheng.views.standing_words import profile_address
from faheng.views.standings import standings

TABS = {"headline": "重点指标", "all": "全部指标"}


@dataclass(frozen=True)
class Completeness:
    """Of how many numbers that are due how many are in; `address` leads to the region's profile."""

    region: Region
    reported: int
    due: int
    address: Address

    @property
    def missing(self) -> int:
        """How many are not in."""
        return self.due - self.reported


@dataclass(frozen=True)
class Overview:
    """Everything 总览 shows.

    `matrix` and `table` hold the headline indicators, or all of them; `cards` and `completeness` (one per region that
    owes anything, in code order) are the same for both. `not_due` counts the indicators that are reported less often
    than the period. `only_city` says that only the city's own figures are known: nobody owes anything.
    """

    city: Region
    period: Period
    release: int
    cards: tuple[Card, ...]
    findings: tuple[Finding, ...]
    matrix: Matrix
    table: Table
    completeness: tuple[Completeness, ...]
    not_due: int
    only_city: str
    made_up: bool

    @property
    def reported(self) -> int:
        """How many of the numbers that are due are in, 无案件 included."""
        return sum(region.reported for region in self.completeness)

    @property
    def due(self) -> int:
        """How many numbers the regions owe for this period."""
        return sum(region.due for region in self.completeness)

    @property
    def reported_share(self) -> str:
        """`96.0%`; 100 only when all are in."""
        return wording.share_text(self.reported, self.due)

    @property
    def behind(self) -> tuple[Completeness, ...]:
        """The regions that owe something."""
        return tuple(region for region in self.completeness if region.missing)


def overview(store: Store, *, release: int, city_code: str, period_code: str, tab: str) -> Overview:
    """The overview of a city and period; `tab` is a key of TABS and says which indicators the matrix holds.

    An indicator is shown for one period inside the chosen one (faheng/views/latest.py).

    Raises:
        KeyError: the release has no such city, or there is no such tab.
        ValueError: `period_code` is no period code.
    """
    catalogue = store.catalogue(release)
    city, period = catalogue.regions[city_code], period_from_code(period_code)
    known = city_rows(store, release=release, city_code=city_code)
    found = standings(store, release=release, city_code=city_code, period_code=period_code)
    tests = period_tests(store, release=release, city_code=city_code, period_code=period_code)
    lines = [
        MatrixLine(indicator, found.get(indicator.code), bool(known.periods(indicator.code)))
        for indicator in catalogue.indicators.values()
        if indicator.headline or tab == "all"
    ]
    headline = [item for item in lines if item.indicator.headline]
    made_up = catalogue.is_made_up(city_code)
    about = source_line(store, release=release, made_up=made_up, origin=known.origin(city.name))
    described = matrix(catalogue, city, period, lines, release=release, source=about, made_up=made_up)
    return Overview(
        city=city,
        period=period,
        release=release,
        cards=tuple(card(known, item, release=release) for item in headline),
        findings=findings(tests, found, release=release),
        matrix=described,
        table=table(described, city, period, lines, name=f"{city.name}总览 {TABS[tab]} {period}"),
        completeness=_completeness(found.values(), city, period, release),
        not_due=len(catalogue.indicators) - len(found),
        only_city=_only_city(known.only_city(city.name), found.values(), period),
        made_up=made_up,
    )


def _only_city(sentence: str, found: Collection[Standing], period: Period) -> str:
    """The sentence that only the city's numbers are known, with how many there are and where."""
    if not sentence:
        return ""
    values = [standing.question.indicator for standing in found if standing.whole.shown is not None]
    headline = sum(indicator.headline for indicator in values)
    return f"{sentence}{period}全市有 {len(values)} 个数，其中重点指标 {headline} 个，其余见“{TABS['all']}”。"


def _completeness(
    found: Collection[Standing], city: Region, period: Period, release: int
) -> tuple[Completeness, ...]:
    """For each region how many of the numbers that it owes are in, in the periods that are shown."""
    owed = [row for standing in found for row in standing.owed]
    regions = {row.region.code: row.region for row in owed}
    due = Counter(row.region.code for row in owed)
    reported = Counter(row.region.code for row in owed if row.is_reported)
    return tuple(
        Completeness(
            regions[code],
            reported[code],
            due[code],
            profile_address(city, regions[code], period, release=release),
        )
        for code in sorted(regions)
    )
