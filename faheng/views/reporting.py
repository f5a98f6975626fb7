"""Who has reported an indicator: which cities, up to which period, and how many of their regions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from faheng.catalogue import Catalogue, Indicator, Region
from faheng.period import Period, period_from_code
from faheng.store.database import Store
from faheng.views.latest import PeriodReports, latest


@dataclass(frozen=True)
class CityReport:
    """What a city has reported: up to `period`, for which `reported` of `due` regions have something.

    无案件 is something. `by_city`: the city gave a value of its own. A zone whose figures are inside another
    region's owes nothing.
    """

    city: Region
    period: Period
    reported: int
    due: int
    by_city: bool
    made_up: bool


def reports(store: Store, *, release: int, indicator: Indicator) -> tuple[CityReport, ...]:
    """The cities with anything of the indicator, in code order."""
    catalogue = store.catalogue(release)
    shown = {
        row.city_code: (row, count) for row, count in _shown(store, release, {indicator.code: indicator})
    }
    return tuple(
        _report(catalogue, city, *shown[city.code]) for city in catalogue.cities if city.code in shown
    )


def reported_cities(store: Store, *, release: int) -> dict[str, dict[str, Period]]:
    """Indicator code → city code → the period of its report, for the indicators of the release's catalogue."""
    indicators = store.catalogue(release).indicators
    found: dict[str, dict[str, Period]] = {}
    for row, _ in _shown(store, release, indicators):
        found.setdefault(row.indicator_code, {})[row.city_code] = period_from_code(row.period)
    return found


def _shown(store: Store, release: int, indicators: Mapping[str, Indicator]) -> Iterator[tuple[Any, int]]:
    """Of the rows of queries/reporting.sql that of the latest period of each indicator and city; how many have reported."""
    rows = store.read("reporting", release=release, indicator_codes=list(indicators))
    for (code, _), some in groupby(rows, key=lambda row: (row.indicator_code, row.city_code)):
        by_period: dict[Period, tuple[Any, int]] = {}
        for row in some:
            # 不涉及 of a region says no more than that only the city has the indicator.
            of_city = indicators[code].aggregation == "own" and not row.regions_have_value
            if row.by_city or not of_city:
                by_period[period_from_code(row.period)] = row, 0 if of_city else row.regions_reported
        period = latest(
            PeriodReports(period, reported, row.is_cumulative)
            for period, (row, reported) in by_period.items()
        )
        if period is not None:
            yield by_period[period]


def _report(catalogue: Catalogue, city: Region, row: Any, reported: int) -> CityReport:
    return CityReport(
        city=city,
        period=period_from_code(row.period),
        reported=reported,
        due=sum(
            not region.counted_in for region in catalogue.parts_of(city.code, period_from_code(row.period))
        ),
        by_city=row.by_city,
        made_up=catalogue.is_made_up(city.code),
    )
