"""Everything a release knows of one city: read at once, looked up by indicator, region and period."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from copy import copy
from dataclasses import fields
from typing import Any, TypeVar

from faheng.catalogue import Indicator, Region
from faheng.measures import rates, wording
from faheng.measures.rates import CityFigure
from faheng.period import Period, period_from_code
from faheng.store.database import Store
from faheng.views.latest import PeriodReports, latest

Made = TypeVar("Made")
_AREA_COLUMNS = tuple(field.name for field in fields(rates.AreaValue))


class CityRows:
    """The rows of queries/city_values.sql and queries/city_totals.sql, found by what they are about."""

    def __init__(
        self,
        regions: Sequence[Region],
        values: Collection[Any],
        totals: Collection[Any],
        is_there: Callable[[str, Period], bool] = lambda *_: True,
    ) -> None:
        """`is_there` says whether a region exists in a period (Catalogue.is_there)."""
        self.regions = tuple(regions)
        self._is_there = is_there
        self._values: dict[str, dict[tuple[str, str], Any]] = {}
        self._totals: dict[str, dict[str, Any]] = {}
        self._periods: dict[str, dict[str, list[Any]]] = {}  # rows by indicator and period
        self._with_value: defaultdict[str, set[str]] = defaultdict(set)  # regions by indicator
        for row in values:
            self._values.setdefault(row.indicator_code, {})[row.region_code, row.period] = row
            if row.status != "incomplete":
                self._periods.setdefault(row.indicator_code, {}).setdefault(row.period, []).append(row)
                if row.status != "not_applicable":
                    self._with_value[row.indicator_code].add(row.region_code)
        # What is made from parts has no note of its own.
        sent = {(row.region_code, row.note is not None) for row in values if row.parts_expected == 1}
        self._with_note = {published for _, published in sent}
        self.regions_report = any((region.code, False) in sent for region in regions)
        self.is_only_published = self._with_note == {True}
        self._apart = {region.code for region in regions if not region.counted_in}
        for row in totals:
            self._totals.setdefault(row.indicator_code, {})[row.period] = row
        self._figures: dict[tuple[str, str], CityFigure] = {}
        self._kept: dict[Any, Any] | None = None

    def keeping(self) -> CityRows:
        """The same rows with a memory of their own for what is made of them: for who asks for much of it several times.

        Pages keep their answers instead; whatever was asked of a city would never be forgotten.
        """
        found = copy(self)
        found._kept = {}
        return found

    def kept(self, key: tuple[object, ...], make: Callable[[], Made]) -> Made:
        """What `make` makes; once for each key, where these rows are `keeping`."""
        if self._kept is None:
            return make()
        if key not in self._kept:
            self._kept[key] = make()
        found: Made = self._kept[key]
        return found

    def owing(self, indicator: Indicator, period: Period | None = None) -> tuple[Region, ...]:
        """The regions that owe the indicator's numbers, in code order; for a `period` those that exist then.

        A zone whose figures are inside another region's owes nothing. Nobody does where only the city has the indicator
        (`own`, and no region has ever given a value), nor in a city whose regions have never reported anything
        themselves (`regions_report`): published facts and the city's own figures alone make no duty.
        """
        if self.is_of_city_alone(indicator) or not self.regions_report:
            return ()
        return tuple(
            region
            for region in self.regions
            if region.code in self._apart and (period is None or self._is_there(region.code, period))
        )

    def is_of_city_alone(self, indicator: Indicator) -> bool:
        """Whether only the city has the indicator: nothing adds up to it, and no region has ever given a value."""
        return indicator.aggregation == "own" and not self._regions_with_value(indicator)

    def shown_regions(self, indicator: Indicator) -> tuple[Region, ...]:
        """The regions that have a place on pages: those that owe the numbers, and those that gave any nevertheless."""
        codes = {region.code for region in self.owing(indicator)} | self._regions_with_value(indicator)
        return tuple(region for region in self.regions if region.code in codes)

    def _regions_with_value(self, indicator: Indicator) -> set[str]:
        codes = {region.code for region in self.regions}
        return codes & self._with_value.get(indicator.code, set())

    def values_of(self, indicator_code: str) -> Collection[Any]:
        """The indicator's rows, by region and period."""
        return self._values.get(indicator_code, {}).values()

    def value(self, indicator_code: str, region_code: str, period: Period) -> Any | None:
        """The row of one region and period; None when there is nothing."""
        return self._values.get(indicator_code, {}).get((region_code, period.code))

    def figure(self, indicator: Indicator, period: Period) -> CityFigure:
        """The city's value in one period, and how it came about; made once, since cards, trends and changes ask for it."""
        key = indicator.code, period.code
        if key not in self._figures:
            row = self._totals.get(indicator.code, {}).get(period.code)
            area = rates.AreaValue(*(getattr(row, name) for name in _AREA_COLUMNS)) if row else None
            self._figures[key] = rates.city_figure(indicator, area)
        return self._figures[key]

    def periods(self, indicator_code: str) -> list[Period]:
        """The periods for which any region, or the city, has a value or 无案件, in order."""
        return sorted(map(period_from_code, self._periods.get(indicator_code, ())))

    def all_periods(self) -> list[Period]:
        """The periods for which anybody has a value of any indicator, and the years they lie in, in order."""
        codes = set().union(*self._periods.values())
        known = {period_from_code(code) for code in codes}
        return sorted(known | {Period(period.year, 1, 12) for period in known})

    def has(self, indicator_code: str, period: Period) -> bool:
        """Whether anybody has a value, or 无案件, for exactly this period."""
        return period.code in self._periods.get(indicator_code, ())

    def has_any(self, period: Period) -> bool:
        """Whether anybody has a value of any indicator for exactly this period."""
        return any(period.code in codes for codes in self._periods.values())

    def origin(self, city_name: str) -> str:
        """Whose numbers these are, for the source line: `演示市各地区报送`, `公开材料`, or both."""
        reported = "" if self.is_only_published else f"{city_name}各地区报送"
        return "、".join(
            part for part in (reported, wording.PUBLISHED if True in self._with_note else "") if part
        )

    def only_city(self, city_name: str) -> str:
        """The sentence that regions are not 未报 where none has ever reported anything; else empty."""
        return "" if self.regions_report else f"{city_name}只有全市的数，各地区没有报送过。"

    def latest_inside(self, indicator_code: str, period: Period) -> Period | None:
        """The `latest` of the periods that lie in `period` (itself included): what a card of a year shows and names."""
        year = f"{period.year}"
        return latest(
            PeriodReports(
                inside,
                regions=sum(row.region_code in self._apart for row in rows),
                cumulative=all(row.basis == rates.CUMULATIVE for row in rows),
            )
            for code, rows in self._periods.get(indicator_code, {}).items()
            if code.startswith(year) and period.contains(inside := period_from_code(code))
        )


def city_rows(store: Store, *, release: int, city_code: str) -> CityRows:
    """What `release` has of the city and its regions.

    All indicators at once, since many questions begin with it and the pages' store keeps the answer: DuckDB takes
    longer to plan a query over the views than to answer it, for one indicator as for sixty.
    """
    rows: CityRows = store.once(read_city, release=release, city_code=city_code)
    return rows


def read_city(store: Store, *, release: int, city_code: str) -> CityRows:
    """What `city_rows` keeps, read."""
    catalogue = store.catalogue(release)
    regions = catalogue.parts_of(city_code)
    codes = [city_code, *(region.code for region in regions)]
    return CityRows(
        regions,
        store.read("city_values", release=release, region_codes=codes),
        store.read("city_totals", release=release, city_code=city_code),
        catalogue.is_there,
    )
