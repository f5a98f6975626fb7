"""总览: how a city and its regions stand in a period: the headline indicators as cards, and all of them as a matrix."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from faheng.address import Address, address
from faheng.catalogue import Catalogue, Indicator, Region
from faheng.charts.spec import Card, Matrix
from faheng.measures import wording
from faheng.period import Period, period_from_code
from faheng.store.database import Store
from faheng.tables import Table
from faheng.views.city_rows import CityRows, city_rows
from faheng.views.overview_cards import card
from faheng.views.overview_matrix import Line, matrix, table
from faheng.views.source import source_line
from faheng.views.standing import Standing
from faheng.views.standings import is_due, standings

TABS = {"headline": "重点指标", "all": "全部指标"}


@dataclass(frozen=True)
class Reported:
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

    `matrix` and `table` hold the headline indicators, or all of them; `cards` and `completeness` (one per region, in
    code order) are the same for both. `not_due` counts the indicators that are reported less often than the period.
    """

    city: Region
    period: Period
    release: int
    cards: tuple[Card, ...]
    matrix: Matrix
    table: Table
    completeness: tuple[Reported, ...]
    not_due: int
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
    def behind(self) -> tuple[Reported, ...]:
        """The regions that owe something."""
        return tuple(region for region in self.completeness if region.missing)


def overview(store: Store, *, release: int, city_code: str, period_code: str, tab: str) -> Overview:
    """The overview of a city and period; `tab` is a key of TABS and says which indicators the matrix holds.

    An indicator is shown for the latest period inside the chosen one for which anybody has reported.

    Raises:
        KeyError: the release has no such city, or there is no such tab.
        ValueError: `period_code` is no period code.
    """
    catalogue = store.catalogue(release)
    city, period = catalogue.regions[city_code], period_from_code(period_code)
    known = city_rows(store, release=release, city_code=city_code)
    everything = _is_all(tab)
    found: dict[str, Standing] = store.once(
        standings, release=release, city_code=city_code, period_code=period_code, headline=not everything
    )
    indicators = list(catalogue.indicators.values())
    lines = [
        Line(indicator, found.get(indicator.code))
        for indicator in indicators
        if indicator.headline or everything
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
        matrix=described,
        table=table(described, city, period, lines, name=f"{city.name}总览 {TABS[tab]} {period}"),
        completeness=_completeness(catalogue, known, city, period, release),
        not_due=sum(not is_due(indicator, period) for indicator in indicators),
        made_up=made_up,
    )


def _is_all(tab: str) -> bool:
    """Whether every indicator is asked for; KeyError for a tab that there is not."""
    return TABS[tab] == TABS["all"]


def _is_city_alone(indicator: Indicator, rows: Iterable[Any]) -> bool:
    """Whether only the city itself reports the indicator: its regions owe nothing (as Standing.rows has it)."""
    return indicator.aggregation == "own" and all(row is None or row.value is None for row in rows)


def _completeness(
    catalogue: Catalogue, known: CityRows, city: Region, period: Period, release: int
) -> tuple[Reported, ...]:
    """For each region how many of the indicators that are due it has reported, in the periods that are shown."""
    regions = catalogue.parts_of(city.code)
    due = dict.fromkeys((region.code for region in regions), 0)
    reported = dict(due)
    for indicator in catalogue.indicators.values():
        inside = known.latest_inside(indicator.code, period) or period
        rows = {region.code: known.value(indicator.code, region.code, inside) for region in regions}
        if not is_due(indicator, period) or _is_city_alone(indicator, rows.values()):
            continue
        for code, row in rows.items():
            due[code] += 1
            reported[code] += row is not None and row.status != "incomplete"
    return tuple(
        Reported(
            region,
            reported[region.code],
            due[region.code],
            address("profile", release=release, city=city.code, region=region.code, period=period.code),
        )
        for region in regions
    )
