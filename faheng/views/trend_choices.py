"""What can be chosen of a trend: the frequencies of an indicator that have values."""

from __future__ import annotations

from faheng.period import FREQUENCIES, FREQUENCY_NAMES, Period
from faheng.store.database import Store
from faheng.views.choices import Options, periods


def frequency_options(store: Store, release: int, city_code: str, indicator_code: str) -> Options:
    """The frequencies with values; to begin with the year when there are two to compare, else the shortest."""
    found: dict[str, list[Period]] = {}
    for period in periods(store, release, city_code, indicator_code):
        found.setdefault(period.frequency, []).append(period)
    words = {frequency: FREQUENCY_NAMES[frequency] for frequency in FREQUENCIES if frequency in found}
    if not words:  # only spans without a name, as 1—9月: no two of them make a line
        return Options({"year": FREQUENCY_NAMES["year"]}, "year")
    return Options(words, "year" if len(found.get("year", ())) > 1 else list(words)[-1])
