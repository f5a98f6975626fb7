"""Who has reported an indicator: which cities, up to which period, and how many of their regions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from faheng.catalogue import REPORTING_LEVELS, Catalogue, Indicator, Region
from faheng.period import Period, period_from_code
from faheng.store.database import Store


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
    periods: dict[str, list[Period]] = {}
    for row in store.read("indicator_reporting", release=release, indicator_code=indicator.code):
        if indicator.aggregation == "own" and not row.has_value:
            continue  # 不涉及 says no more than that the city itself reports it
        periods.setdefault(row.region_code, []).append(period_from_code(row.last_period))
    latest = {code: last_of(known, indicator) for code, known in periods.items()}
    cities = {_city_code(catalogue, code) for code in latest}
    return tuple(
        _report(catalogue, city, indicator, latest) for city in catalogue.cities if city.code in cities
    )


def reported_cities(store: Store, *, release: int) -> dict[str, dict[str, Period]]:
    """Indicator code → city code → the last period reported there, for the indicators of the release's catalogue."""
    indicators = store.catalogue(release).indicators
    periods: dict[str, dict[str, list[Period]]] = {}
    for row in store.read("catalogue_reporting", release=release):
        by_city = periods.setdefault(row.indicator_code, {})
        by_city.setdefault(row.city_code, []).append(period_from_code(row.last_period))
    return {
        code: {city: last_of(known, indicators[code]) for city, known in by_city.items()}
        for code, by_city in periods.items()
        if code in indicators
    }


def last_of(periods: Iterable[Period], indicator: Indicator) -> Period:
    """The period that ends last; of two that end together the one in the indicator's own frequency.

    A year that one region gave as a whole shall not hide the quarters of the others.
    """
    return max(
        periods,
        key=lambda period: (period.year, period.last_month, period.frequency == indicator.frequency, period),
    )


def _city_code(catalogue: Catalogue, region_code: str) -> str:
    """The city a region reports to; its own code for a city, and for what the catalogue no longer has."""
    region = catalogue.known_region(region_code)
    return region.parent_code if region.level in REPORTING_LEVELS else region.code


def _report(
    catalogue: Catalogue, city: Region, indicator: Indicator, latest: dict[str, Period]
) -> CityReport:
    regions = [region.code for region in catalogue.parts_of(city.code)]
    last = last_of((latest[code] for code in (city.code, *regions) if code in latest), indicator)
    due = [region.code for region in catalogue.parts_of(city.code) if not region.counted_in]
    return CityReport(
        city=city,
        period=last,
        reported=sum(latest.get(code) == last for code in due),
        due=len(due),
        by_city=latest.get(city.code) == last,
        made_up=catalogue.is_made_up(city.code),
    )
