"""How everybody stands in a period, for every indicator: what 总览 and 县区画像 have in common."""

from __future__ import annotations

from faheng.catalogue import Indicator
from faheng.period import Period, period_from_code
from faheng.store.database import Store
from faheng.views.city_rows import CityRows, city_rows
from faheng.views.question import ask
from faheng.views.standing import Standing, standing


def standings(store: Store, *, release: int, city_code: str, period_code: str) -> dict[str, Standing]:
    """Indicator code → how everybody stands, in the catalogue's order: of those that are due in the period.

    Each for one period inside the chosen one (faheng/views/latest.py), so that all regions are compared for the same.
    """
    found: dict[str, Standing] = store.once(
        _stand, release=release, city_code=city_code, period_code=period_code
    )
    return found


def _stand(store: Store, *, release: int, city_code: str, period_code: str) -> dict[str, Standing]:
    catalogue, period = store.catalogue(release), period_from_code(period_code)
    known = city_rows(store, release=release, city_code=city_code)
    found = {}
    for indicator in catalogue.indicators.values():
        if _is_due(known, indicator, period):
            inside = known.latest_inside(indicator.code, period) or period
            question = ask(catalogue, city_code=city_code, indicator_code=indicator.code, period=inside)
            found[indicator.code] = standing(known, question)
    return found


def _is_due(known: CityRows, indicator: Indicator, period: Period) -> bool:
    """Whether reports of the indicator fill the period (three quarters make up 1—9月), or somebody reported just it."""
    return bool(period.parts(indicator.frequency)) or known.has(indicator.code, period)
