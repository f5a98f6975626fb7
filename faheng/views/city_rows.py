"""Everything a release knows of one city: read at once, looked up by indicator, region and period."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, fields
from operator import attrgetter
from typing import Any

from faheng.measures import rates
from faheng.period import Period, period_from_code
from faheng.store.database import Store

_BY_INDICATOR = attrgetter("indicator_code")
_BY_VALUE_KEY = attrgetter("indicator_code", "region_code", "period")
_BY_TOTAL_KEY = attrgetter("indicator_code", "period")


@dataclass(frozen=True)
class CityRows:
    """`values` are the rows of queries/city_values.sql, `totals` those of queries/city_totals.sql, in their order."""

    values: Sequence[Any]
    totals: Sequence[Any]

    def values_of(self, indicator_code: str) -> Sequence[Any]:
        """The indicator's rows, by region and period."""
        return _span(self.values, indicator_code, _BY_INDICATOR)

    def totals_of(self, indicator_code: str) -> Sequence[Any]:
        """The indicator's totals, by period code."""
        return _span(self.totals, indicator_code, _BY_INDICATOR)

    def value(self, indicator_code: str, region_code: str, period: Period) -> Any | None:
        """The row of one region and period; None when there is nothing."""
        return next(iter(_span(self.values, (indicator_code, region_code, period.code), _BY_VALUE_KEY)), None)

    def total(self, indicator_code: str, period: Period) -> rates.AreaValue | None:
        """The city in one period as rates.py takes it; None when there is nothing."""
        row = next(iter(_span(self.totals, (indicator_code, period.code), _BY_TOTAL_KEY)), None)
        return area_value(row) if row else None

    def periods(self, indicator_code: str) -> list[Period]:
        """The periods for which any region, or the city, has a value or 无案件, in order."""
        codes = {row.period for row in self.values_of(indicator_code) if row.status != "incomplete"}
        return sorted(map(period_from_code, codes))

    def latest_inside(self, indicator_code: str, period: Period) -> Period | None:
        """The last of `periods` that lies in `period` (itself included): what a card of a year shows and names."""
        inside = (known for known in self.periods(indicator_code) if period.contains(known))
        return max(inside, default=None)


def city_rows(store: Store, *, release: int, city_code: str) -> CityRows:
    """What `release` has of the city and its regions.

    All indicators at once, of which faheng/ui/data.py keeps the rows: DuckDB takes longer to plan a query over the
    views than to answer it, for one indicator as for sixty.
    """
    regions = store.catalogue(release).parts_of(city_code)
    return CityRows(
        store.read(
            "city_values", release=release, region_codes=[city_code, *(region.code for region in regions)]
        ),
        store.read("city_totals", release=release, city_code=city_code),
    )


def area_value(row: Any) -> rates.AreaValue:
    """A row of queries/city_totals.sql as rates.py takes it."""
    return rates.AreaValue(*(getattr(row, name) for name in _AREA_COLUMNS))


_AREA_COLUMNS = tuple(field.name for field in fields(rates.AreaValue))


def _span(rows: Sequence[Any], key: Any, by: Any) -> Sequence[Any]:
    """The rows whose key is this one; `rows` are in the order of their keys."""
    first = bisect_left(rows, key, key=by)
    return rows[first : bisect_right(rows, key, lo=first, key=by)]
