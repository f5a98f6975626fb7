"""How the regions of a city, and the city, stand for one indicator and period: what every page shows of a number.

县区对比, 总览 and 县区画像 all take their numbers from here, so that they cannot differ.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any, Literal, NamedTuple

from faheng.catalogue import Indicator, Region
from faheng.measures import rates, wording
from faheng.measures.rates import CityFigure, Gap
from faheng.period import Period
from faheng.tables import Amount, Cell
from faheng.views.city_change import city_step
from faheng.views.city_rows import CityRows
from faheng.views.question import Question, breaks_between, target_of

State = Literal["value", "not_applicable", "incomplete", "not_reported"]


@dataclass(frozen=True)
class Shown:
    """One region, or the city, as it is shown.

    `state` says what there is: `value`, `not_applicable` (无案件、不涉及), `incomplete` (parts of the period, or
    of the city, are missing, `state_text` counts them) or `not_reported`. `owed`: the region owes the number. `shown`
    and `previous` are rounded; `change` is their difference. `comparable` is False across a change of definition, for
    the city when no two regions are in both values and it did not report both itself, and between 累计 and any other
    figure. When other regions stand behind the city's two values, `previous` and `change` are those of the
    `change_regions` that are in both. `as_reported` marks a rate given without its parts. A `cumulative` figure (累计)
    has neither interval nor target: it counts from a beginning that nobody stated. `note` is what came with the value
    and must be printed beside it.
    """

    region: Region
    state: State
    state_text: str
    owed: bool = False
    shown: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    mark: str = ""
    previous: Decimal | None = None
    change: Decimal | None = None
    change_pct: Decimal | None = None
    comparable: bool = True
    change_regions: int = 0
    target: Decimal | None = None
    gap: Gap | None = None
    interval: tuple[Decimal, Decimal] | None = None
    as_reported: bool = False
    cumulative: bool = False
    note: str = ""

    @property
    def may_change(self) -> bool:
        """Whether the value is not final yet (暂定、估计): what `mark` says besides 累计."""
        return self.mark not in ("", wording.CUMULATIVE)

    @property
    def is_reported(self) -> bool:
        """Whether the number is in; 无案件 is a report too."""
        return self.state in ("value", "not_applicable")


@dataclass(frozen=True)
class Standing:
    """The regions in code order, and the city (`whole`), with how its value came about (`figure`).

    `rows` are the regions that owe the number (CityRows.owing), and those that gave it nevertheless; none when
    only the city itself has the indicator.
    """

    question: Question
    rows: tuple[Shown, ...]
    whole: Shown
    figure: CityFigure

    @property
    def is_empty(self) -> bool:
        """Whether nothing has been reported: no value, no 无案件, not even a part of the period."""
        return self.figure.made == "none" and all(row.state == "not_reported" for row in self.rows)

    @property
    def owed(self) -> tuple[Shown, ...]:
        """The rows of the regions that owe the number."""
        return tuple(row for row in self.rows if row.owed)

    @property
    def reported(self) -> int:
        """How many of those have reported; 无案件 is a report."""
        return sum(row.is_reported for row in self.owed)

    def row(self, region_code: str) -> Shown | None:
        """The row of a region, or of the city."""
        return next((row for row in (*self.rows, self.whole) if row.region.code == region_code), None)


def standing(known: CityRows, question: Question) -> Standing:
    """How everybody stands, from what is known of the city."""
    key = "standing", question.indicator.code, question.period
    return known.kept(key, lambda: _standing(known, question))


def _standing(known: CityRows, question: Question) -> Standing:
    indicator = question.indicator
    owing = {region.code for region in known.owing(indicator, question.period)}
    found = (
        _region_row(question, region, known, owed=region.code in owing)
        for region in known.shown_regions(indicator)
    )
    rows = tuple(row for row in found if row.owed or row.state != "not_reported")
    figure = known.figure(indicator, question.period)
    return Standing(question, rows, _city_row(question, rows, figure, known), figure)


def amount(row: Shown, indicator: Indicator) -> Cell:
    """The value as a cell of a table, as the charts print it; None when there is none."""
    if row.shown is None:
        return None
    decimals = rates.stored_decimals(row.shown) if row.as_reported else indicator.decimals
    return Amount(row.shown, decimals, percent=indicator.is_percent)


def most_decimals(numbers: Iterable[Decimal | None]) -> int:
    """How many decimals a column of stored numbers needs."""
    return max((rates.stored_decimals(number) for number in numbers if number is not None), default=0)


def _exact(indicator: Indicator, row: Any) -> Fraction | None:
    return rates.exact_value(indicator, value=row.value, numerator=row.numerator, denominator=row.denominator)


class Told(NamedTuple):
    """What a row says by itself: its value, or the words in its place. Trends ask for a thousand at once."""

    state: State
    words: str
    shown: Decimal | None = None
    exact: Fraction | None = None
    as_reported: bool = False
    cumulative: bool = False


_NOT_REPORTED = Told("not_reported", wording.NOT_REPORTED)
_NOT_OWED = Told("not_reported", wording.MISSING)


def told(indicator: Indicator, period: Period, row: Any | None) -> Told:
    """What is said of one region in one period; `words` beside a value are its mark (暂定, 累计)."""
    if row is None:
        return _NOT_REPORTED
    if row.status == "incomplete":
        words = wording.incomplete_words(period, reported=row.parts_reported, expected=row.parts_expected)
        return Told("incomplete", words)
    exact = _exact(indicator, row)
    if exact is None:
        return Told("not_applicable", wording.not_applicable_words(indicator))
    cumulative = row.basis == rates.CUMULATIVE
    return Told(
        "value",
        wording.mark_words(row.status, indicator, cumulative=cumulative),
        rates.rounded(exact, indicator),
        exact,
        indicator.has_parts and row.denominator is None,
        cumulative,
    )


def told_of_city(
    known: CityRows, indicator: Indicator, figure: CityFigure, own: Told, parts: Iterable[str]
) -> Told:
    """What is said of the city; `own` is its own row, `parts` the words of the regions that are not complete.

    A city of which parts are in is not 未报, nor is one of which only published facts are known: it owes nothing.
    """
    if figure.shown is not None:
        words = wording.mark_words(figure.status, indicator, cumulative=figure.cumulative)
        as_reported = indicator.has_parts and figure.denominator is None
        return Told("value", words, figure.shown, figure.exact, as_reported, figure.cumulative)
    if figure.status == "not_applicable":
        return Told("not_applicable", wording.not_applicable_words(indicator))
    if figure.made == "single":
        return Told("incomplete", "只有1个地区可以合计")
    if own.state == "incomplete":
        return own
    counted = set(parts)
    if not counted:
        return _NOT_OWED if known.is_only_published else _NOT_REPORTED
    return Told("incomplete", counted.pop() if len(counted) == 1 else "各地区尚不完整")


def _region_row(question: Question, region: Region, known: CityRows, *, owed: bool) -> Shown:
    """One region's row, whatever there is of it."""
    indicator, period = question.indicator, question.period
    row = known.value(indicator.code, region.code, period)
    before = known.value(indicator.code, region.code, question.previous)
    previous = None if before is None else rates.rounded(_exact(indicator, before), indicator)
    comparable = not breaks_between(question, {region.code}) and _same_kind(row, before)
    state, words, shown, exact, as_reported, cumulative = told(indicator, period, row)
    if row is None or exact is None:
        return Shown(region, state, words, owed, previous=previous, comparable=comparable)
    # What was published elsewhere is shown, not judged.
    target = None if cumulative or row.note else target_of(question, region)
    return Shown(
        region,
        state,
        words,
        owed,
        shown=shown,
        numerator=row.numerator,
        denominator=row.denominator,
        mark=words,
        previous=previous,
        change=rates.change(shown, previous, comparable=comparable),
        change_pct=rates.change_pct(shown, previous, comparable=comparable),
        comparable=comparable,
        target=target,
        gap=rates.gap_to_target(
            indicator, shown=shown, target=target, numerator=row.numerator, denominator=row.denominator
        ),
        interval=None if cumulative else _interval(indicator, exact, row.numerator, row.denominator),
        as_reported=as_reported,
        cumulative=cumulative,
        note=row.note or "",
    )


def _same_kind(row: Any | None, before: Any | None) -> bool:
    """Whether two values are both cumulative or both not; a value that is not there goes with any but 累计."""
    now, then = (known is not None and known.basis == rates.CUMULATIVE for known in (row, before))
    return now == then or before is None


def _city_row(question: Question, rows: Iterable[Shown], figure: CityFigure, known: CityRows) -> Shown:
    """The city's row."""
    indicator, city = question.indicator, question.city
    step = city_step(question, figure, known)
    own = known.value(indicator.code, city.code, question.period)
    note = own.note or "" if own is not None and figure.made == "reported" else ""
    target = None if figure.cumulative or note else target_of(question, city)
    incomplete = (row.state_text for row in rows if row.state == "incomplete")
    state, words, shown, _, as_reported, cumulative = told_of_city(
        known, indicator, figure, told(indicator, question.period, own), incomplete
    )
    gap = None
    if figure.made != "partial":
        gap = rates.gap_to_target(
            indicator,
            shown=figure.shown,
            target=target,
            numerator=figure.numerator,
            denominator=figure.denominator,
        )
    return Shown(
        city,
        state,
        words,
        shown=shown,
        numerator=figure.numerator,
        denominator=figure.denominator,
        mark="" if shown is None else words,
        previous=step.previous,
        change=rates.change(step.current, step.previous, comparable=step.comparable),
        change_pct=rates.change_pct(step.current, step.previous, comparable=step.comparable),
        comparable=step.comparable,
        change_regions=step.regions,
        target=target,
        gap=gap,
        as_reported=as_reported,
        cumulative=cumulative,
        note=note,
    )


def _interval(
    indicator: Indicator, exact: Fraction, numerator: Decimal | None, denominator: Decimal | None
) -> tuple[Decimal, Decimal] | None:
    """Wilson's interval in the indicator's unit, where chance has a meaning and n is known."""
    if not (indicator.has_chance and indicator.is_percent and denominator):
        return None
    successes = numerator
    if successes is None:  # a survey gives its share and its sample size
        successes = Decimal(exact.numerator) / Decimal(exact.denominator) * denominator / 100
    if not 0 <= successes <= denominator:
        return None
    interval = rates.wilson_interval(successes, denominator)
    return None if interval is None else (interval.low * 100, interval.high * 100)
