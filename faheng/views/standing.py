"""How the regions of a city, and the city, stand for one indicator and period: what every page shows of a number.

县区对比, 总览 and 县区画像 all take their numbers from here, so that they cannot differ.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any, Literal

from faheng.catalogue import Catalogue, DefinitionBreak, Indicator, Region, chosen
from faheng.measures import rates, wording
from faheng.measures.rates import CityFigure, Gap
from faheng.period import Period
from faheng.tables import Amount, Cell
from faheng.views.city_rows import CityRows


@dataclass(frozen=True)
class Question:
    """What was asked, with the catalogue of its release: what is known before any value is read."""

    catalogue: Catalogue
    city: Region
    regions: tuple[Region, ...]
    indicator: Indicator
    period: Period
    previous: Period


@dataclass(frozen=True)
class Shown:
    """One region, or the city, as it is shown.

    `state` says what there is: `value`, `not_applicable` (无案件、不涉及), `incomplete` (parts of the period
    are missing, `state_text` counts them) or `not_reported`. `shown` and `previous` are rounded; `change` is
    their difference. `comparable` is False across a change of definition, for the city when no two regions are in
    both values, and between 累计 and any other figure. When other regions stand behind the city's two values, `previous`
    and `change` are those of the `change_regions` that are in both. `as_reported` marks a rate given
    without its parts. A `cumulative` figure (累计) has neither interval nor target: it counts from a beginning
    that nobody stated. `note` is what came with the value and must be printed beside it.
    """

    region: Region
    state: Literal["value", "not_applicable", "incomplete", "not_reported"]
    state_text: str
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


@dataclass(frozen=True)
class Standing:
    """The regions in code order, and the city (`whole`), with how its value came about (`figure`).

    `rows` is empty when only the city itself reports the indicator: its counties owe nothing.
    """

    question: Question
    rows: tuple[Shown, ...]
    whole: Shown
    figure: CityFigure

    @property
    def is_empty(self) -> bool:
        """Whether nothing has been reported: no value, no 无案件, not even a part of the period."""
        return self.figure.made == "none" and all(row.state == "not_reported" for row in self.rows)

    def row(self, region_code: str) -> Shown | None:
        """The row of a region, or of the city."""
        return next((row for row in (*self.rows, self.whole) if row.region.code == region_code), None)


def standing(known: CityRows, question: Question) -> Standing:
    """How everybody stands, from what is known of the city."""
    rows = tuple(_region_row(question, region, known) for region in question.regions)
    if question.indicator.aggregation == "own" and all(row.shown is row.previous is None for row in rows):
        rows = ()
    figure = known.figure(question.indicator, question.period)
    return Standing(question, rows, _city_row(question, figure, known), figure)


def ask(catalogue: Catalogue, *, city_code: str, indicator_code: str, period: Period) -> Question:
    """The question of one indicator and period of a city.

    Raises:
        KeyError: the catalogue has no such city or indicator.
    """
    return Question(
        catalogue=catalogue,
        city=catalogue.regions[city_code],
        regions=tuple(catalogue.parts_of(city_code)),
        indicator=catalogue.indicators[indicator_code],
        period=period,
        previous=period.previous(),
    )


def amount(row: Shown, indicator: Indicator) -> Cell:
    """The value as a cell of a table, as the charts print it; None when there is none."""
    if row.shown is None:
        return None
    decimals = rates.stored_decimals(row.shown) if row.as_reported else indicator.decimals
    return Amount(row.shown, decimals, percent=indicator.is_percent)


def _exact(indicator: Indicator, row: Any) -> Fraction | None:
    return rates.exact_value(indicator, value=row.value, numerator=row.numerator, denominator=row.denominator)


def _region_row(question: Question, region: Region, known: CityRows) -> Shown:
    """One region's row, whatever there is of it."""
    indicator, period = question.indicator, question.period
    row = known.value(indicator.code, region.code, period)
    before = known.value(indicator.code, region.code, question.previous)
    previous = None if before is None else rates.rounded(_exact(indicator, before), indicator)
    comparable = not breaks_between(question, {region.code}) and _same_kind(row, before)
    if row is None:
        return Shown(region, "not_reported", wording.NOT_REPORTED, previous=previous, comparable=comparable)
    if row.status == "incomplete":
        text = wording.incomplete_words(period, reported=row.parts_reported, expected=row.parts_expected)
        return Shown(region, "incomplete", text, previous=previous, comparable=comparable)
    exact = _exact(indicator, row)
    if exact is None:
        text = wording.not_applicable_words(indicator)
        return Shown(region, "not_applicable", text, previous=previous, comparable=comparable)
    shown = rates.rounded(exact, indicator)
    cumulative = row.basis == rates.CUMULATIVE
    target = None if cumulative else _target(question, region)
    mark = wording.mark_words(row.status, indicator, cumulative=cumulative)
    return Shown(
        region,
        "value",
        mark,
        shown=shown,
        numerator=row.numerator,
        denominator=row.denominator,
        mark=mark,
        previous=previous,
        change=rates.change(shown, previous, comparable=comparable),
        change_pct=rates.change_pct(shown, previous, comparable=comparable),
        comparable=comparable,
        target=target,
        gap=rates.gap_to_target(
            indicator, shown=shown, target=target, numerator=row.numerator, denominator=row.denominator
        ),
        interval=None if cumulative else _interval(indicator, exact, row.numerator, row.denominator),
        as_reported=indicator.has_parts and row.denominator is None,
        cumulative=cumulative,
        note=row.note or "",
    )


def _same_kind(row: Any | None, before: Any | None) -> bool:
    """Whether two values are both cumulative or both not; a value that is not there goes with any but 累计."""
    now, then = (known is not None and known.basis == rates.CUMULATIVE for known in (row, before))
    return now == then or before is None


def _city_row(question: Question, figure: CityFigure, known: CityRows) -> Shown:
    """The city's row."""
    indicator, city = question.indicator, question.city
    step = _city_step(question, figure, known)
    target = None if figure.cumulative else _target(question, city)
    mark = wording.mark_words(figure.status, indicator, cumulative=figure.cumulative)
    own = known.value(indicator.code, city.code, question.period) if figure.made == "reported" else None
    gap = None
    if figure.made != "partial":
        gap = rates.gap_to_target(
            indicator,
            shown=figure.shown,
            target=target,
            numerator=figure.numerator,
            denominator=figure.denominator,
        )
    state: Literal["value", "not_applicable", "not_reported"] = "value"
    if figure.shown is None:
        state = "not_applicable" if figure.status == "not_applicable" else "not_reported"
    return Shown(
        city,
        state,
        mark,
        shown=figure.shown,
        numerator=figure.numerator,
        denominator=figure.denominator,
        mark=mark if figure.shown is not None else "",
        previous=step.previous,
        change=rates.change(step.current, step.previous, comparable=step.comparable),
        change_pct=rates.change_pct(step.current, step.previous, comparable=step.comparable),
        comparable=step.comparable,
        change_regions=step.regions,
        target=target,
        gap=gap,
        as_reported=indicator.has_parts and figure.denominator is None,
        cumulative=figure.cumulative,
        note=own.note or "" if own is not None else "",
    )


@dataclass(frozen=True)
class _Step:
    """From the city's previous value to the current one: both as they are compared, and for how many regions."""

    current: Decimal | None
    previous: Decimal | None
    comparable: bool
    regions: int = 0


def _city_step(question: Question, figure: CityFigure, known: CityRows) -> _Step:
    """What the city's change is reckoned from: only regions that are in both values (statistics.md, "Aggregation")."""
    indicator = question.indicator
    earlier = known.figure(indicator, question.previous)
    everything = _Step(figure.shown, earlier.shown, comparable=True)
    apart = _Step(figure.shown, earlier.shown, comparable=False)
    if figure.cumulative != earlier.cumulative or breaks_between(
        question, {region.code for region in question.regions}
    ):
        return apart
    if figure.made == earlier.made == "reported" or "none" in (figure.made, earlier.made):
        return everything
    if "reported" in (figure.made, earlier.made):
        return apart
    now, then = (_behind(question, known, period) for period in (question.period, question.previous))
    if now == then:
        return everything
    both = now & then
    current, previous = (
        _sum_of(both, question, known, period) for period in (question.period, question.previous)
    )
    if len(both) < 2 or current is None or previous is None:
        return apart  # one region is no city
    return _Step(current, previous, comparable=True, regions=len(both))


def _sum_of(region_codes: set[str], question: Question, known: CityRows, period: Period) -> Decimal | None:
    """What some regions add up to, rounded: the rule of queries/view_area_value.sql for a part of the city."""
    indicator = question.indicator
    found: list[Any] = [known.value(indicator.code, code, period) for code in sorted(region_codes)]
    rows = [row for row in found if row is not None and row.status != "not_applicable"]
    if not rows:
        return None
    if indicator.aggregation == "sum":
        return rates.rounded(sum((row.value for row in rows), Decimal(0)), indicator)
    denominator = sum((row.denominator for row in rows), Decimal(0))
    if indicator.aggregation == "weighted_mean":
        weighted = sum((Fraction(row.value) * Fraction(row.denominator) for row in rows), Fraction(0))
        return rates.rounded(weighted / Fraction(denominator), indicator) if denominator else None
    numerator = sum((row.numerator for row in rows), Decimal(0))
    exact = rates.exact_value(indicator, value=None, numerator=numerator, denominator=denominator)
    return rates.rounded(exact, indicator)


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


def _target(question: Question, region: Region) -> Decimal | None:
    """The target that holds for a region: its own, else its city's, else the general one.

    For a count that adds up over regions a target of the city is the city's alone, and a general one is for
    each reporting unit (每单位一次), never for their sum.
    """
    targets = [
        target for target in question.catalogue.targets if target.indicator_code == question.indicator.code
    ]
    is_city = region.code == question.city.code
    if question.indicator.aggregation == "sum":
        targets = [target for target in targets if not (is_city and not target.region_code)]
        found = chosen(targets, region_code=region.code, period=question.period)
        return found.value if found else None
    found = chosen(targets, region_code=region.code, period=question.period)
    if found is None or not found.region_code:
        found = chosen(targets, region_code=question.city.code, period=question.period) or found
    return found.value if found else None


def breaks_between(question: Question, region_codes: set[str]) -> list[DefinitionBreak]:
    """The changes of definition between the two periods, for the city as a whole or any of the regions."""
    return rates.crosses_break(
        question.catalogue.breaks,
        indicator_code=question.indicator.code,
        region_codes=region_codes | {question.city.code},
        current=question.period,
        previous=question.previous,
    )
