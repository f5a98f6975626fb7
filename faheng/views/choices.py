"""What can be chosen in a release: cities, indicators, frequencies and periods, those with data unless said otherwise."""

from __future__ import annotations

from dataclasses import dataclass

from faheng.catalogue import Indicator, Region
from faheng.measures.wording import full_width
from faheng.period import FREQUENCIES, FREQUENCY_NAMES, Period
from faheng.store.database import Store
from faheng.views.city_rows import city_rows


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
    return city_rows(store, release=release, city_code=city_code).periods(indicator_code)[::-1]


@dataclass(frozen=True)
class Options:
    """What a reader can choose from: the words of every code, in order, and the code to begin with."""

    words: dict[str, str]
    default: str


def city_options(store: Store, release: int) -> Options | None:
    """The cities with data by name; None when there is none.

    A visitor without a link starts at the city whose regions have reported most: of a city that has only its own
    figures nothing can be compared. The made-up city comes last among those.
    """
    catalogue = store.catalogue(release)
    names = {city.code: city.name for city in cities(store, release)}
    counts = dict.fromkeys(names, 0)
    for row in store.read("regions_with_values", release=release):
        region = catalogue.regions.get(row.region_code)
        if region is not None and region.parent_code in counts:
            counts[region.parent_code] += row.observations

    def rank(code: str) -> tuple[bool, bool, int]:
        return counts[code] > 0, not catalogue.is_made_up(code), counts[code]

    return Options(names, max(names, key=rank)) if names else None


def indicator_options(store: Store, release: int, city_code: str) -> Options:
    """The city's indicators by code and name.

    A visitor without a link starts where a difference can mean something: a headline rate of events.
    """
    known = indicators(store, release, city_code)
    first = next((i.code for i in known if i.headline and i.has_parts and i.has_chance), known[0].code)
    return Options({indicator.code: f"{indicator.code} {indicator.name}" for indicator in known}, first)


def all_indicator_options(store: Store, *, release: int) -> Options | None:
    """Every indicator by code and name, reported or not; None when the release has none."""
    known = store.catalogue(release).indicators.values()
    if not known:
        return None
    first = next((indicator for indicator in known if indicator.headline), next(iter(known)))
    words = {indicator.code: f"{indicator.code} {full_width(indicator.name)}" for indicator in known}
    return Options(words, first.code)


def period_options(store: Store, release: int, city_code: str, indicator_code: str) -> Options:
    """The indicator's periods, newest first; the latest year to begin with, if there is one."""
    known = periods(store, release, city_code, indicator_code)
    first = next((period for period in known if period.frequency == "year"), known[0])
    return Options({period.code: str(period) for period in known}, first.code)


def frequency_options(store: Store, release: int, city_code: str, indicator_code: str) -> Options:
    """The frequencies with values; to begin with the year when there are two to compare, else the shortest."""
    found: dict[str, list[Period]] = {}
    for period in periods(store, release, city_code, indicator_code):
        found.setdefault(period.frequency, []).append(period)
    words = {frequency: FREQUENCY_NAMES[frequency] for frequency in FREQUENCIES if frequency in found}
    if not words:  # only spans without a name, as 1—9月: no two of them make a line
        return Options({"year": FREQUENCY_NAMES["year"]}, "year")
    return Options(words, "year" if len(found.get("year", ())) > 1 else list(words)[-1])


def city_period_options(store: Store, release: int, city_code: str) -> Options:
    """Every period for which the city has anything, of any frequency, newest first.

    To begin with the latest year that has yearly figures: a year that has just begun would show little else than 未报.
    """
    rows = city_rows(store, release=release, city_code=city_code)
    known = rows.all_periods()[::-1]
    years = [period for period in known if period.frequency == "year"]
    first = next(filter(rows.has_any, years), years[0])
    return Options({period.code: str(period) for period in known}, first.code)


def region_options(store: Store, release: int, city_code: str) -> Options:
    """The counties, zones and own unit of a city by name, in code order."""
    regions = store.catalogue(release).parts_of(city_code)
    return Options({region.code: region.name for region in regions}, regions[0].code)
