"""The change of a city's value: which two figures are compared, for which regions, and whether that is fair."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from faheng.measures import rates
from faheng.measures.rates import CityFigure
from faheng.period import Period
from faheng.views.city_rows import CityRows
from faheng.views.question import Question, city_breaks


@dataclass(frozen=True)
class CityStep:
    """From the city's previous value to the current one: both as they are compared, and for how many regions."""

    current: Decimal | None
    previous: Decimal | None
    comparable: bool
    regions: int = 0


def city_step(question: Question, figure: CityFigure, known: CityRows) -> CityStep:
    """What the city's change is reckoned from: only regions that are in both values (statistics.md, "Aggregation").

    A region that ground changed hands with is another one, so it counts as in both only with all of its group.
    Where there are none, two figures that the city reported itself are compared with one another.
    """
    indicator = question.indicator
    earlier = known.figure(indicator, question.previous)
    everything = CityStep(figure.shown, earlier.shown, comparable=True)
    apart = CityStep(figure.shown, earlier.shown, comparable=False)
    if figure.cumulative != earlier.cumulative or city_breaks(question):
        return apart
    if figure.shown is None or earlier.shown is None:
        return everything  # nothing to compare
    now, then = (_behind(question, known, period) for period in (question.period, question.previous))
    touched = set[str]().union(*question.exchanged)
    if _same_ground(question, now, then) and "reported" not in (figure.made, earlier.made):
        return everything
    both, periods = (now & then) - touched, (question.period, question.previous)
    current, previous = (_sum_of(both, question, known, period) for period in periods)
    if current is not None and previous is not None:
        rows: list[Any] = [[known.value(indicator.code, code, period) for period in periods] for code in both]
        with_value = sum(any(row.status != "not_applicable" for row in pair) for pair in rows)
        return CityStep(current, previous, comparable=True, regions=with_value)
    return everything if figure.made == earlier.made == "reported" else apart


def _same_ground(question: Question, now: set[str], then: set[str]) -> bool:
    """Whether the regions behind two values of the city are the same ground, though its regions may have changed between.

    They are when regions that nothing happened to are in both or in neither, and so is every group that was merged,
    split or transferred among itself: all its regions of that time, or none. Of a group that is there in part nobody
    knows what moved.
    """
    catalogue = question.catalogue
    for group in question.exchanged:
        for_now, for_then = (
            {code for code in group if catalogue.is_there(code, period)}
            for period in (question.period, question.previous)
        )
        if (now & group, then & group) not in ((for_now, for_then), (set(), set())):
            return False
    touched = set[str]().union(*question.exchanged)
    return now - touched == then - touched


def _sum_of(region_codes: set[str], question: Question, known: CityRows, period: Period) -> Decimal | None:
    """What some regions add up to, rounded: the rule of queries/view_area_value.sql for a part of the city.

    None for fewer than two: one region alone is no total.
    """
    indicator = question.indicator
    found: list[Any] = [known.value(indicator.code, code, period) for code in sorted(region_codes)]
    rows = [row for row in found if row is not None and row.status != "not_applicable"]
    return rates.rounded(rates.combined(indicator, rows).exact, indicator) if len(rows) > 1 else None


def _behind(question: Question, known: CityRows, period: Period) -> set[str]:
    """The regions that stand behind the city value of `period`, those without cases included."""
    behind = set()
    for region in question.regions:
        row = known.value(question.indicator.code, region.code, period)
        if row is None or region.counted_in:
            continue
        summable = rates.is_summable(
            question.indicator, row.status, row.numerator, row.denominator, basis=row.basis
        )
        if summable or row.status == "not_applicable":
            behind.add(region.code)
    return behind
