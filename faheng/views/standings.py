"""How everybody stands in a period, for many indicators: what 总览 and 县区画像 have in common."""

from __future__ import annotations

from faheng.catalogue import Indicator
from faheng.period import FREQUENCIES, Period, period_from_code
from faheng.store.database import Store
from faheng.views.city_rows import city_rows
from faheng.views.standing import Standing, ask, standing


def is_due(indicator: Indicator, period: Period) -> bool:
    """Whether the indicator is reported at least as often as the period is long."""
    return period.frequency == "range" or FREQUENCIES.index(period.frequency) <= FREQUENCIES.index(
        indicator.frequency
    )


def standings(
    store: Store, *, release: int, city_code: str, period_code: str, headline: bool
) -> dict[str, Standing]:
    """Indicator code → how everybody stands, in the catalogue's order: of those that are due, all or the headline ones.

    Each for the latest period inside the chosen one for which anybody has reported, so that all regions are compared
    for the same one. Ask for it through `Store.once`: it is the same for every region and page.
    """
    catalogue, period = store.catalogue(release), period_from_code(period_code)
    known = city_rows(store, release=release, city_code=city_code)
    found = {}
    for indicator in catalogue.indicators.values():
        if is_due(indicator, period) and (indicator.headline or not headline):
            inside = known.latest_inside(indicator.code, period) or period
            question = ask(catalogue, city_code=city_code, indicator_code=indicator.code, period=inside)
            found[indicator.code] = standing(known, question)
    return found
