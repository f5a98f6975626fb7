"""What the tests say of a standing: every region against its city, and against its own period before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any

from faheng.catalogue import Indicator
from faheng.measures import rates
from faheng.measures.rates import CityFigure
from faheng.measures.verdict import Verdict, against_previous, against_rest, whole
from faheng.views.city_rows import CityRows
from faheng.views.standing import Shown, Standing


@dataclass(frozen=True)
class Judged:
    """Verdicts by region code; a region that is missing was not tested (no cases known, no chance in the number).

    `cases` are the successes and trials that could be tested, of the city too.
    """

    against_city: Mapping[str, Verdict] = field(default_factory=dict)
    against_previous: Mapping[str, Verdict] = field(default_factory=dict)
    cases: Mapping[str, tuple[int, int]] = field(default_factory=dict)

    @property
    def inside(self) -> dict[str, tuple[int, int]]:
        """The cases of the regions that were tested against their city: together those of the city."""
        return {code: self.cases[code] for code in self.against_city}


def rest_words(found: CityFigure) -> str:
    """With whom a region is compared: the others of the city, or those of them that have reported."""
    return "已报的其他地区" if found.made == "partial" else "全市其余地区"


def judge(known: CityRows, found: Standing) -> Judged:
    """Test what can be tested: rates of events and surveys with known n (statistics.md, "Is a difference real?").

    The rest of the city is that of the city value's own parts: all regions, or those that have reported so far. What
    was published elsewhere, and cumulative figures, are not judged.
    """
    key = "judged", found.question.indicator.code, found.question.period
    return known.kept(key, lambda: _judge(known, found))


def _judge(known: CityRows, found: Standing) -> Judged:
    indicator = found.question.indicator
    if not (indicator.has_chance and indicator.is_percent):
        return Judged()
    cases = {
        row.region.code: counted
        for row in (*found.rows, found.whole)
        if not row.note and not row.cumulative and (counted := _cases(indicator, row)) is not None
    }
    return Judged(_against_city(found, cases), _against_previous(known, found, cases), cases)


def _against_city(found: Standing, cases: Mapping[str, tuple[int, int]]) -> dict[str, Verdict]:
    inside = [row.region for row in found.rows if not row.region.counted_in and row.region.code in cases]
    if found.figure.made not in ("computed", "partial"):
        return {}
    city_successes = sum(cases[region.code][0] for region in inside)
    city_trials = sum(cases[region.code][1] for region in inside)
    verdicts = {}
    for region in inside:
        successes, trials = cases[region.code]
        verdict = against_rest(
            successes=successes,
            trials=trials,
            city_successes=city_successes,
            city_trials=city_trials,
            direction=found.question.indicator.direction,
        )
        if verdict is not None:
            verdicts[region.code] = verdict
    return verdicts


def _against_previous(
    known: CityRows, found: Standing, cases: Mapping[str, tuple[int, int]]
) -> dict[str, Verdict]:
    question = found.question
    verdicts = {}
    for row in (*found.rows, found.whole):
        earlier = _cases_before(known, found, row)
        if row.region.code not in cases or earlier is None or not row.comparable:
            continue
        successes, trials = cases[row.region.code]
        verdict = against_previous(
            successes=successes,
            trials=trials,
            previous_successes=earlier[0],
            previous_trials=earlier[1],
            direction=question.indicator.direction,
        )
        if verdict is not None:
            verdicts[row.region.code] = verdict
    return verdicts


def _cases_before(known: CityRows, found: Standing, row: Shown) -> tuple[int, int] | None:
    """The cases of the period before; of the city only where the same regions stand behind both values."""
    question = found.question
    before: Any
    if row is found.whole:
        if row.change_regions:
            return None
        before = known.figure(question.indicator, question.previous)
        exact = before.exact
    else:
        before = known.value(question.indicator.code, row.region.code, question.previous)
        if before is None or before.note or before.basis == rates.CUMULATIVE:
            return None
        exact = rates.exact_value(
            question.indicator, value=before.value, numerator=before.numerator, denominator=before.denominator
        )
    return counted_cases(question.indicator, exact, before.numerator, before.denominator)


def _cases(indicator: Indicator, row: Shown) -> tuple[int, int] | None:
    exact = None if row.shown is None else Fraction(row.shown)
    return counted_cases(indicator, exact, row.numerator, row.denominator)


def counted_cases(
    indicator: Indicator,
    exact: Fraction | Decimal | None,
    numerator: Decimal | None,
    denominator: Decimal | None,
) -> tuple[int, int] | None:
    """Successes and trials as whole numbers; a survey gives its share and its sample size."""
    trials = whole(denominator)
    if exact is None or not trials:
        return None
    if numerator is None:
        if indicator.count_model != "survey":
            return None
        successes: int | None = round(Fraction(exact) * trials / 100)
    else:
        successes = whole(numerator)
    return (successes, trials) if successes is not None and 0 <= successes <= trials else None
