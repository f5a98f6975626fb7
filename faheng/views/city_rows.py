"""Everything a release knows of one city: read at once, looked up by indicator, region and period."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import fields
from typing import Any

from faheng.catalogue import Indicator
from faheng.measures import rates, wording
from faheng.measures.rates import CityFigure
from faheng.period import Period, period_from_code
from faheng.store.database import Store

_AREA_COLUMNS = tuple(field.name for field in fields(rates.AreaValue))


class CityRows:
    """The rows of queries/city_values.sql and queries/city_totals.sql, found by what they are about."""

    def __init__(self, values: Collection[Any], totals: Collection[Any]) -> None:
        self._values: dict[str, dict[tuple[str, str], Any]] = {}
        self._totals: dict[str, dict[str, Any]] = {}
        self._periods: dict[str, set[str]] = {}
        for row in values:
            self._values.setdefault(row.indicator_code, {})[row.region_code, row.period] = row
            if row.status != "incomplete":
                self._periods.setdefault(row.indicator_code, set()).add(row.period)
        self._with_note = {row.note is not None for row in values}
        for row in totals:
            self._totals.setdefault(row.indicator_code, {})[row.period] = row
        self._figures: dict[tuple[str, str], CityFigure] = {}

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

    def has_any(self, period: Period) -> bool:
        """Whether anybody has a value of any indicator for exactly this period."""
        return any(period.code in codes for codes in self._periods.values())

    def origin(self, city_name: str) -> str:
        """Whose numbers these are, for the source line: `演示市各地区报送`, `公开材料`, or both."""
        reported = f"{city_name}各地区报送" if self._with_note != {True} else ""
        return "、".join(
            part for part in (reported, wording.PUBLISHED if True in self._with_note else "") if part
        )

    def latest_inside(self, indicator_code: str, period: Period) -> Period | None:
        """The last of `periods` that lies in `period` (itself included): what a card of a year shows and names."""
        year = f"{period.year}"
        codes = (code for code in self._periods.get(indicator_code, ()) if code.startswith(year))
        return max(filter(period.contains, map(period_from_code, codes)), default=None)


def city_rows(store: Store, *, release: int, city_code: str) -> CityRows:
    """What `release` has of the city and its regions.

    All indicators at once, since many questions begin with it and the pages' store keeps the answer: DuckDB takes
    longer to plan a query over the views than to answer it, for one indicator as for sixty.
    """
    rows: CityRows = store.once(_read, release=release, city_code=city_code)
    return rows


def _read(store: Store, *, release: int, city_code: str) -> CityRows:
    regions = store.catalogue(release).parts_of(city_code)
    codes = [city_code, *(region.code for region in regions)]
    return CityRows(
        store.read("city_values", release=release, region_codes=codes),
        store.read("city_totals", release=release, city_code=city_code),
    )
