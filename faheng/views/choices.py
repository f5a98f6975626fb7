"""What can be chosen in a release: the cities, indicators and periods that have data."""

from __future__ import annotations

from faheng.catalogue import Indicator, Region
from faheng.period import Period, period_from_code
from faheng.store.database import Store
from faheng.views.comparison_rows import city_values


def cities(store: Store, release: int) -> list[Region]:
    """The cities of which a region, or the city itself, has a value, in code order."""
    catalogue = store.catalogue(release)
    with_values = {row.region_code for row in store.read("regions_with_values", release=release)}
    parents = {catalogue.regions[code].parent_code for code in with_values if code in catalogue.regions}
    return [city for city in catalogue.cities if city.code in with_values or city.code in parents]


def indicators(store: Store, release: int, city_code: str) -> list[Indicator]:
    """The indicators for which the city has data, in code order."""
    catalogue = store.catalogue(release)
    codes = [city_code, *(region.code for region in catalogue.parts_of(city_code))]
    rows = store.read("indicators_with_values", release=release, region_codes=codes)
    return [
        catalogue.indicators[row.indicator_code] for row in rows if row.indicator_code in catalogue.indicators
    ]


def periods(store: Store, release: int, city_code: str, indicator_code: str) -> list[Period]:
    """The periods for which the city has data, longer ones made from their parts included, newest first."""
    rows = city_values(store, release=release, city_code=city_code, indicator_code=indicator_code)
    codes = {row.period for row in rows if row.status != "incomplete"}
    return sorted(map(period_from_code, codes), reverse=True)
