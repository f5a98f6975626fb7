"""What is published of a city, as plain data for the checks of a new file."""

from __future__ import annotations

from faheng.intake.history import History, Published
from faheng.period import period_from_code
from faheng.store.database import Store


def read_history(store: Store, city_code: str, *, release: int) -> History:
    """Return what `release` holds of a city's regions and of the city itself, as it was reported."""
    parts = store.catalogue(release).parts_of(city_code)
    rows = store.read("history", release=release, region_codes=[city_code, *(part.code for part in parts)])
    return History(
        {
            (row.indicator_code, row.region_code, period_from_code(row.period)): Published(
                row.numerator, row.denominator, row.value, row.status
            )
            for row in rows
        }
    )
