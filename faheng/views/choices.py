"""What can be chosen in a release: the cities, indicators and periods that have data."""

from __future__ import annotations

from faheng.catalogue import Indicator, Region
from faheng.period import Period, period_from_code
from faheng.store.database import Store


def cities(store: Store, release: int) -> list[Region]:
    """The cities of which a region, or the city itself, has a value, in code order."""
    catalogue = store.catalogue(release)
    with_values = {row.region_code for row in store.read("regions_with_values", release=release)}
    parents = {catalogue.regions[code].parent_code for code in with_values if code in catalogue.regions}
    return [city for city in catalogue.cities if city.code in with_values or city.code in parents]


def indicators(store: Store, release: int, city_code: str) -> list[Indicator]:
    """The indicators for which the city has data, in code order."""
    catalogue = store.catalogue(release)
    rows = store.read(
        "indicators_with_values", release=release, region_codes=_region_codes(store, release, city_code)
    )
    return [
        catalogue.indicators[row.indicator_code] for row in rows if row.indicator_code in catalogue.indicators
    ]


def periods(store: Store, release: int, city_code: str, indicator_code: str) -> list[Period]:
    """The periods for which the city has data, longer ones made from their parts included, newest first."""
    rows = store.read(
        "periods_with_values",
        release=release,
        indicator_code=indicator_code,
        region_codes=_region_codes(store, release, city_code),
    )
    return sorted((period_from_code(row.period) for row in rows), reverse=True)


def _region_codes(store: Store, release: int, city_code: str) -> list[str]:
    return [city_code, *(region.code for region in store.catalogue(release).parts_of(city_code))]
