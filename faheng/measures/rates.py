"""What is shown of a value: rounding, intervals, changes, gaps to a target, and which city value to show."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, localcontext
from fractions import Fraction
from math import ceil
from typing import Any, Literal

from faheng.catalogue import DefinitionBreak, Indicator
from faheng.period import Period

# The 97.5 % point of the normal distribution: two-sided 95 %.
_Z = Decimal("1.959963984540054235524594430")
_FULL = 100  # the largest value a percentage can have
CUMULATIVE = "cumulative"  # the basis 累计

Made = Literal["computed", "reported", "partial", "single", "none"]  # see CityFigure


@dataclass(frozen=True)
class Interval:
    """A Wilson 95 % interval as proportions, 0 to 1."""

    low: Decimal
    high: Decimal


def wilson_interval(successes: Decimal, trials: Decimal) -> Interval | None:
    """The Wilson score interval at 95 % for `successes` of `trials`; None without trials.

    Its ends are exactly 0 when nothing succeeded and exactly 1 when everything did. Successes need not be
    whole: a survey gives a share and its sample size.

    Raises:
        ValueError: successes are negative or more than trials.
    """
    if trials <= 0:
        return None
    if not 0 <= successes <= trials:
        raise ValueError(f"{successes} successes of {trials}")
    with localcontext() as context:
        context.prec = 28
        share = successes / trials
        spread = _Z * _Z / trials
        centre = share + spread / 2
        half_width = (spread * (share * (1 - share) + spread / 4)).sqrt()
        return Interval(
            low=Decimal(0) if successes == 0 else (centre - half_width) / (1 + spread),
            high=Decimal(1) if successes == trials else (centre + half_width) / (1 + spread),
        )


def exact_value(
    indicator: Indicator, *, value: Decimal | None, numerator: Decimal | None, denominator: Decimal | None
) -> Fraction | None:
    """The value in the indicator's unit, not rounded: from its parts where known, else as reported."""
    if indicator.has_parts and numerator is not None and denominator and indicator.scale is not None:
        # In whole numbers: one Fraction made at the end costs a fifth of four that are multiplied.
        above, above_by = numerator.as_integer_ratio()
        scale, scale_by = indicator.scale.as_integer_ratio()
        below, below_by = denominator.as_integer_ratio()
        return Fraction(above * scale * below_by, above_by * scale_by * below)
    return None if value is None else Fraction(value)


def rounded(exact: Fraction | Decimal | None, indicator: Indicator) -> Decimal | None:
    """`exact` at the catalogue's decimals, halves away from zero; None stays None.

    A percentage is 100 only when it is exactly 100, and nothing is 0 that is not (statistics.md,
    "Aggregation"): 9,999 of 10,000 at one decimal is 99.9.
    """
    if exact is None:
        return None
    above, below = exact.as_integer_ratio()
    scaled = abs(above) * 10**indicator.decimals
    steps = (2 * scaled + below) // (2 * below)  # halves away from zero
    if steps == 0 and above:
        steps = 1
    if indicator.is_percent and steps == _FULL * 10**indicator.decimals and above < _FULL * below:
        steps -= 1
    return Decimal(steps if above >= 0 else -steps).scaleb(-indicator.decimals)


def change(current: Decimal | None, previous: Decimal | None, *, comparable: bool = True) -> Decimal | None:
    """The difference of two shown values, so that a reader can check it; None when it means nothing.

    `comparable` is False across a change of definition, or when the two stand for different sets of regions.
    """
    if not comparable or current is None or previous is None:
        return None
    return current - previous


def change_pct(
    current: Decimal | None, previous: Decimal | None, *, comparable: bool = True
) -> Decimal | None:
    """The change of a count in % of the earlier one, one decimal; None from 0, which has no percentage."""
    difference = change(current, previous, comparable=comparable)
    if difference is None or not previous:
        return None
    above, above_by = difference.as_integer_ratio()
    below, below_by = previous.as_integer_ratio()
    tenths, part = abs(above) * below_by * 1000, above_by * abs(below)
    steps = (2 * tenths + part) // (2 * part)  # halves away from zero
    return Decimal(steps if difference >= 0 else -steps).scaleb(-1)


@dataclass(frozen=True)
class Gap:
    """How far a value is from its target.

    `amount` is 0 when the target is met. `by` says what it counts: `numerator` (further successes, or fewer
    failures for an indicator that should be low, at this denominator) or `value` (the indicator's own unit).
    """

    amount: Decimal
    by: Literal["numerator", "value"]

    @property
    def is_met(self) -> bool:
        """Whether the shown value reaches the target."""
        return self.amount == 0

    @property
    def is_one_case(self) -> bool:
        """Whether one further success, or one failure less, would close it."""
        return self.by == "numerator" and self.amount == 1


def gap_to_target(
    indicator: Indicator,
    *,
    shown: Decimal | None,
    target: Decimal | None,
    numerator: Decimal | None = None,
    denominator: Decimal | None = None,
) -> Gap | None:
    """The distance of a shown value to its target; None without value or target, or for a neutral indicator.

    Round first, then classify (statistics.md): a target is met when the printed number meets it, and the gap
    is the smallest number of cases that makes it so.
    """
    if shown is None or target is None or indicator.direction == "neutral":
        return None
    goal = rounded(target, indicator)
    assert goal is not None
    higher = indicator.direction == "higher"
    if shown >= goal if higher else shown <= goal:
        return Gap(Decimal(0), "numerator")
    if not (indicator.has_parts and numerator is not None and denominator and indicator.scale):
        return Gap(abs(goal - shown), "value")
    cases_per_unit = Fraction(denominator) / Fraction(indicator.scale)
    half_unit = Fraction(1, 2 * 10**indicator.decimals)
    if higher:
        # 100 is printed for 100 alone; any other goal from half a unit below it.
        edge = Fraction(goal) if indicator.is_percent and goal == _FULL else Fraction(goal) - half_unit
        return Gap(Decimal(ceil(edge * cases_per_unit - Fraction(numerator))), "numerator")
    # 0 is printed for 0 alone; any other goal up to, and without, half a unit above it.
    allowed = ceil((Fraction(goal) + half_unit) * cases_per_unit) - 1 if goal else 0
    return Gap(Decimal(ceil(Fraction(numerator) - allowed)), "numerator")


def stored_decimals(number: Decimal) -> int:
    """How many decimals a stored number was typed with: trailing zeros are the column's, not the sender's."""
    exponent = number.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def differs(reported: Decimal, computed: Fraction | Decimal) -> bool:
    """Whether they disagree by more than half a unit of the decimals `reported` was typed with."""
    return abs(Fraction(reported) - Fraction(computed)) > Fraction(1, 2 * 10 ** stored_decimals(reported))


@dataclass(frozen=True)
class AreaValue:
    """A city for one indicator and period: what its regions add up to, and what it reported itself.

    The columns of queries/view_area_value.sql. `regions_summed` counts the regions that stand behind the sum.
    """

    numerator: Decimal | None = None
    denominator: Decimal | None = None
    value: Decimal | None = None
    regions_summed: int = 0
    regions_not_applicable: int = 0
    regions_provisional: int = 0
    regions_estimated: int = 0
    regions_expected: int = 0
    reported_numerator: Decimal | None = None
    reported_denominator: Decimal | None = None
    reported_value: Decimal | None = None
    reported_status: str | None = None
    reported_basis: str | None = None


def is_summable(
    indicator: Indicator,
    status: str,
    numerator: Decimal | None,
    denominator: Decimal | None,
    *,
    basis: str = "",
) -> bool:
    """Whether a region's value can enter its city's: the rule of queries/view_area_value.sql.

    A rate without its parts cannot, nor can a cumulative figure (`basis`); a region without cases has nothing to
    add, which is not the same.
    """
    if status in ("incomplete", "not_applicable") or basis == CUMULATIVE:
        return False
    match indicator.aggregation:
        case "ratio_of_sums":
            return numerator is not None and denominator is not None
        case "weighted_mean":
            return denominator is not None
        case aggregation:
            return aggregation == "sum"


@dataclass(frozen=True)
class CityFigure:
    """The city value to show and how it came about.

    `made` is `computed` (all regions are in it), `reported` (the city's own figure), `partial` (only some
    regions are in it, and the city reported none), `single` (only one region could be added up: that is no total, so
    there is no value) or `none`. `shown` is rounded, `exact` is not. `reported`
    is the city's own figure, rounded, whenever there is one; `reported_differs` says that it disagrees with
    the computed one. `cumulative` marks a reported 累计 figure, which is never held against a computed one.
    """

    made: Made
    exact: Fraction | None = None
    shown: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    status: str | None = None
    regions_summed: int = 0
    regions_not_applicable: int = 0
    regions_expected: int = 0
    reported: Decimal | None = None
    reported_differs: bool = False
    cumulative: bool = False

    @property
    def basis(self) -> tuple[Made, bool]:
        """The same for two values that can be compared: behind a computed one stand all regions."""
        return self.made, self.cumulative

    @property
    def regions_due(self) -> int:
        """How many regions have something to add: all but those without cases."""
        return self.regions_expected - self.regions_not_applicable


def city_figure(indicator: Indicator, area: AreaValue | None) -> CityFigure:
    """Which city value to show: the computed one when all parts are in, else the reported one.

    So says statistics.md, "Aggregation". A region without cases (无案件) has nothing to add and counts as in.
    With neither, what has been summed so far is shown as `partial`, unless it is one region's value alone.
    """
    if area is None:
        return CityFigure("none")
    computed = exact_value(
        indicator, value=area.value, numerator=area.numerator, denominator=area.denominator
    )
    reported = exact_value(
        indicator,
        value=area.reported_value,
        numerator=area.reported_numerator,
        denominator=area.reported_denominator,
    )
    complete = (
        area.regions_summed > 0 and area.regions_summed + area.regions_not_applicable >= area.regions_expected
    )
    cumulative = area.reported_basis == CUMULATIVE
    base = CityFigure(
        "none",
        regions_summed=area.regions_summed,
        regions_not_applicable=area.regions_not_applicable,
        regions_expected=area.regions_expected,
        reported=rounded(reported, indicator),
    )
    if computed is not None and (complete or reported is None):
        if not complete and area.regions_summed == 1:
            return replace(base, made="single")
        return replace(
            base,
            made="computed" if complete else "partial",
            exact=computed,
            shown=rounded(computed, indicator),
            numerator=area.numerator,
            denominator=area.denominator,
            # As over time (queries/view_regional_value.sql): one estimate in it makes the sum an estimate.
            status="estimated"
            if area.regions_estimated
            else "provisional"
            if area.regions_provisional
            else "final",
            reported_differs=complete and not cumulative and _reported_differs(area, computed),
        )
    if reported is not None or area.reported_status == "not_applicable":
        return replace(
            base,
            made="reported",
            exact=reported,
            shown=base.reported,
            numerator=area.reported_numerator,
            denominator=area.reported_denominator,
            status=area.reported_status,
            cumulative=cumulative,
        )
    if 0 < area.regions_expected <= area.regions_not_applicable:
        return replace(base, status="not_applicable")  # no cases anywhere: that is not 未报
    return base


def _reported_differs(area: AreaValue, computed: Fraction) -> bool:
    """Compare the parts the city reported, as typed; its value only when it gave no parts."""
    pairs = [
        (reported, own)
        for reported, own in (
            (area.reported_numerator, area.numerator),
            (area.reported_denominator, area.denominator),
        )
        if reported is not None and own is not None
    ]
    if len(pairs) < 2 and area.reported_value is not None:
        return differs(area.reported_value, computed)
    return any(differs(reported, own) for reported, own in pairs)


def weakest(statuses: Collection[str]) -> str:
    """The status of what is made of several values: one estimate in it makes all an estimate (as in `city_figure`)."""
    return next((status for status in ("estimated", "provisional") if status in statuses), "final")


@dataclass(frozen=True)
class Combined:
    """What several rows add up to; `exact` is None where there is nothing to divide by."""

    numerator: Decimal | None
    denominator: Decimal | None
    exact: Fraction | None


def combined(indicator: Indicator, rows: Sequence[Any]) -> Combined:
    """Rows of regions with what the aggregation needs (`is_summable`) as one: the rule of queries/view_area_value.sql.

    A rate is the ratio of sums, a count the sum, a survey weighted by its sample sizes.
    """
    if indicator.aggregation == "sum":
        return Combined(None, None, sum((Fraction(row.value) for row in rows), Fraction(0)))
    denominator = sum((row.denominator for row in rows), Decimal(0))
    if indicator.aggregation == "weighted_mean":
        weighted = sum((Fraction(row.value) * Fraction(row.denominator) for row in rows), Fraction(0))
        return Combined(None, denominator, weighted / Fraction(denominator) if denominator else None)
    numerator = sum((row.numerator for row in rows), Decimal(0))
    exact = exact_value(indicator, value=None, numerator=numerator, denominator=denominator)
    return Combined(numerator, denominator, exact)


def crosses_break(
    breaks: tuple[DefinitionBreak, ...],
    *,
    indicator_code: str,
    region_codes: set[str],
    current: Period,
    previous: Period,
) -> list[DefinitionBreak]:
    """The changes of definition that make `current` and `previous` incomparable for any of the regions.

    A break that begins inside a period spoils that period as well: part of it was counted the old way.
    """
    begins = (previous.year, previous.first_month)
    ends = (current.year, current.last_month)
    return [
        broken
        for broken in breaks
        if broken.indicator_code == indicator_code
        and (not broken.region_code or broken.region_code in region_codes)
        and begins < (broken.first_period.year, broken.first_period.first_month) <= ends
    ]
