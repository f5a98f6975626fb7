"""The regions of a city for one indicator and period, tested: what every form of 县区对比 begins with."""

from __future__ import annotations

from dataclasses import dataclass

from faheng.period import period_from_code
from faheng.store.database import Store
from faheng.views import comparison_words as words
from faheng.views.city_rows import CityRows, city_rows
from faheng.views.corrections import correction_notes
from faheng.views.question import Question, ask
from faheng.views.source import source_line
from faheng.views.standing import Standing, standing
from faheng.views.verdicts import Judged, judge


@dataclass(frozen=True)
class Compared:
    """What was asked, how everybody stands, what the tests say of it, and where the numbers come from.

    `corrections` says which of the numbers this release changed though they were final.
    """

    known: CityRows
    found: Standing
    judged: Judged
    source: str
    made_up: bool
    corrections: tuple[str, ...] = ()

    @property
    def question(self) -> Question:
        """What was asked."""
        return self.found.question

    def notes(self) -> tuple[str, ...]:
        """What a reader must know before comparing, one sentence each."""
        found = self.found
        said = (
            *self.corrections,
            *words.notes(found.question, found.rows, found.figure, found.whole, self.judged),
        )
        only_city = self.known.only_city(found.question.city.name)
        return (only_city, *said) if only_city else said


def compared(
    store: Store, *, release: int, city_code: str, indicator_code: str, period_code: str
) -> Compared:
    """Compare the regions of a city; several forms of the page begin with it, so the pages' store keeps it.

    Raises:
        KeyError: the release has no such city or indicator.
        ValueError: `period_code` is no period code.
    """
    found: Compared = store.once(
        _compare,
        release=release,
        city_code=city_code,
        indicator_code=indicator_code,
        period_code=period_code,
    )
    return found


def _compare(
    store: Store, *, release: int, city_code: str, indicator_code: str, period_code: str
) -> Compared:
    catalogue = store.catalogue(release)
    period = period_from_code(period_code)
    question = ask(catalogue, city_code=city_code, indicator_code=indicator_code, period=period)
    known = city_rows(store, release=release, city_code=city_code)
    found = standing(known, question)
    made_up = catalogue.is_made_up(city_code)
    source = source_line(store, release=release, made_up=made_up, origin=known.origin(question.city.name))
    corrections = correction_notes(
        store,
        catalogue,
        question.indicator,
        release=release,
        region_codes={city_code, *(region.code for region in question.regions)},
        periods=[period],
    )
    return Compared(known, found, judge(known, found), source, made_up, corrections)
