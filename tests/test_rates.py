"""Rounding, intervals, changes, gaps and the choice of the city value."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from faheng.catalogue import Catalogue, DefinitionBreak, Indicator
from faheng.measures.rates import (
    AreaValue,
    change,
    change_pct,
    city_figure,
    crosses_break,
    differs,
    exact_value,
    gap_to_target,
    rounded,
    wilson_interval,
)
from faheng.period import period_from_code


@pytest.fixture(scope="module")
def rate(whole_catalogue: Catalogue) -> Indicator:
    return whole_catalogue.indicators["C01"]


@pytest.fixture(scope="module")
def low_rate(whole_catalogue: Catalogue) -> Indicator:
    return whole_catalogue.indicators["C04"]


@pytest.fixture(scope="module")
def count(whole_catalogue: Catalogue) -> Indicator:
    return whole_catalogue.indicators["E08"]


@pytest.mark.parametrize(
    ("successes", "trials", "expected"),
    [(3, 3, "43.9–100.0"), (2, 3, "20.8–93.9"), (20, 20, "83.9–100.0"), (57, 60, "86.3–98.3")],
)
def test_wilson_interval_gives_the_published_values(successes, trials, expected):
    interval = wilson_interval(Decimal(successes), Decimal(trials))
    assert f"{interval.low * 100:.1f}–{interval.high * 100:.1f}" == expected


@given(st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_wilson_interval_agrees_with_scipy(case):
    successes, trials = case
    ours = wilson_interval(Decimal(successes), Decimal(trials))
    theirs = binomtest(successes, trials).proportion_ci(method="wilson")
    assert (float(ours.low), float(ours.high)) == pytest.approx((theirs.low, theirs.high), abs=1e-12)


def test_wilson_interval_ends_exactly_at_the_edge_when_all_succeed_or_none():
    assert wilson_interval(Decimal(7), Decimal(7)).high == 1
    assert wilson_interval(Decimal(0), Decimal(7)).low == 0


def test_wilson_interval_without_trials_is_none():
    assert wilson_interval(Decimal(0), Decimal(0)) is None


def test_more_successes_than_trials_is_refused():
    with pytest.raises(ValueError, match="4 successes of 3"):
        wilson_interval(Decimal(4), Decimal(3))


@pytest.mark.parametrize(
    ("numerator", "denominator", "expected"),
    [
        ("1", "3", "33.33"),
        ("2", "3", "66.67"),
        ("1", "800", "0.13"),  # 0.125: halves go up
        ("99999", "100000", "99.99"),  # 99.999 is not 100
        ("1", "100000", "0.01"),  # 0.001 is not 0
        ("3", "3", "100.00"),
        ("0", "3", "0.00"),
    ],
)
def test_a_rate_is_rounded_from_its_parts_and_is_100_or_0_only_when_exact(
    rate, numerator, denominator, expected
):
    exact = exact_value(rate, value=None, numerator=Decimal(numerator), denominator=Decimal(denominator))
    assert str(rounded(exact, rate)) == expected


def test_halves_are_rounded_away_from_zero(count):
    assert [rounded(Decimal(text), count) for text in ("2.5", "3.5", "-2.5")] == [3, 4, -3]


def test_denominator_zero_has_no_value(rate):
    assert exact_value(rate, value=None, numerator=Decimal(0), denominator=Decimal(0)) is None


def test_change_is_the_difference_of_what_is_shown():
    assert change(Decimal("82.01"), Decimal("80.15")) == Decimal("1.86")


def test_there_is_no_change_from_a_missing_value_or_across_a_break():
    assert change(Decimal(1), None) is None
    assert change(None, Decimal(1)) is None
    assert change(Decimal(1), Decimal(2), comparable=False) is None


@pytest.mark.parametrize(
    ("current", "previous", "expected"),
    [("3", "2", "50.0"), ("0", "3", "-100.0"), ("1", "3", "-66.7"), ("3", "0", None)],
)
def test_change_in_percent_has_one_decimal_and_none_from_zero(current, previous, expected):
    pct = change_pct(Decimal(current), Decimal(previous))
    assert (None if pct is None else str(pct)) == expected


@given(st.integers(1, 300).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), st.integers(1, 100))
def test_gap_is_the_smallest_number_of_further_successes_that_meets_the_target(rate, case, target):
    successes, trials = map(Decimal, case)

    def meets(k: Decimal) -> bool:
        return rounded(exact_value(rate, value=None, numerator=k, denominator=trials), rate) >= target

    shown = rounded(exact_value(rate, value=None, numerator=successes, denominator=trials), rate)
    gap = gap_to_target(rate, shown=shown, target=Decimal(target), numerator=successes, denominator=trials)
    expected = next(more for more in range(int(trials - successes) + 1) if meets(successes + more))
    assert gap.amount == expected


@given(st.integers(1, 300).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), st.integers(0, 60))
def test_gap_of_a_rate_that_should_be_low_is_the_smallest_number_of_fewer_failures(low_rate, case, target):
    failures, trials = map(Decimal, case)

    def meets(k: Decimal) -> bool:
        return rounded(exact_value(low_rate, value=None, numerator=k, denominator=trials), low_rate) <= target

    shown = rounded(exact_value(low_rate, value=None, numerator=failures, denominator=trials), low_rate)
    gap = gap_to_target(low_rate, shown=shown, target=Decimal(target), numerator=failures, denominator=trials)
    expected = next(fewer for fewer in range(int(failures) + 1) if meets(failures - fewer))
    assert gap.amount == expected


def test_gap_of_a_rate_without_parts_is_in_its_own_unit(rate):
    gap = gap_to_target(rate, shown=Decimal("80.77"), target=Decimal(95))
    assert (gap.amount, gap.by) == (Decimal("14.23"), "value")


def test_a_neutral_indicator_has_no_gap(rate):
    neutral = replace(rate, direction="neutral")
    assert gap_to_target(neutral, shown=Decimal(80), target=Decimal(95)) is None


@pytest.mark.parametrize(
    ("reported", "computed", "expected"),
    [
        ("93.400000", "93.44", False),  # typed with one decimal: within half of 0.1
        ("93.400000", "93.46", True),
        ("93.000000", "93.44", False),
        ("828.000000", "791", True),
        ("46.600000", "45.705196", True),
    ],
)
def test_a_reported_value_differs_by_more_than_half_a_unit_of_its_decimals(reported, computed, expected):
    assert differs(Decimal(reported), Decimal(computed)) is expected


def area(**values) -> AreaValue:
    numbers = {
        name: None if number is None else Decimal(number)
        for name, number in values.items()
        if "regions" not in name
    }
    return AreaValue(**{**values, **numbers})


def test_the_computed_city_value_is_shown_when_all_regions_are_in(rate):
    figure = city_figure(
        rate,
        area(
            numerator=81,
            denominator=96,
            value="84.375",
            regions_summed=7,
            regions_not_applicable=1,
            regions_expected=8,
        ),
    )
    assert (figure.made, figure.shown, figure.exact) == ("computed", Decimal("84.38"), Fraction(675, 8))


def test_a_reported_city_value_that_differs_is_named_beside_the_computed_one(rate):
    figure = city_figure(
        rate,
        area(
            numerator=81,
            denominator=96,
            value="84.375",
            regions_summed=8,
            regions_expected=8,
            reported_numerator=83,
            reported_denominator=95,
            reported_value="87.368421",
        ),
    )
    assert (figure.made, figure.shown, figure.reported, figure.reported_differs) == (
        "computed",
        Decimal("84.38"),
        Decimal("87.37"),
        True,
    )


def test_the_reported_city_value_is_shown_when_a_region_is_missing(rate):
    figure = city_figure(
        rate,
        area(
            numerator=70,
            denominator=80,
            value="87.5",
            regions_summed=7,
            regions_expected=8,
            reported_value="86.4",
        ),
    )
    assert (figure.made, figure.shown, figure.reported_differs) == ("reported", Decimal("86.40"), False)


def test_a_sum_over_some_regions_is_partial_when_the_city_reported_nothing(rate):
    figure = city_figure(
        rate, area(numerator=70, denominator=80, value="87.5", regions_summed=7, regions_expected=8)
    )
    assert (figure.made, figure.shown, figure.regions_summed, figure.regions_due) == (
        "partial",
        Decimal("87.50"),
        7,
        8,
    )


def test_one_region_alone_is_no_city_value(rate):
    figure = city_figure(
        rate, area(numerator=70, denominator=80, value="87.5", regions_summed=1, regions_expected=8)
    )
    assert (figure.made, figure.shown, figure.numerator) == ("single", None, None)


def test_an_area_without_anything_has_no_city_value(rate):
    assert city_figure(rate, None).made == "none"
    assert city_figure(rate, area(regions_expected=8)).made == "none"


@pytest.mark.parametrize(
    ("current", "previous", "expected"),
    [
        ("2022", "2021", True),
        ("2023", "2022", False),
        ("2022-Q1", "2021-Q4", True),
        ("2022-Q2", "2022-Q1", False),
        ("2021", "2020", False),
    ],
)
def test_two_periods_are_not_comparable_when_the_definition_changed_between_them(current, previous, expected):
    broken = DefinitionBreak("G05", "990100", period_from_code("2022"), "口径变化")
    found = crosses_break(
        (broken,),
        indicator_code="G05",
        region_codes={"990100", "990102"},
        current=period_from_code(current),
        previous=period_from_code(previous),
    )
    assert bool(found) is expected


def test_a_break_inside_a_period_spoils_the_comparison_on_both_sides():
    broken = DefinitionBreak("G05", "", period_from_code("2022-Q3"), "口径变化")
    spoiled = [
        bool(
            crosses_break(
                (broken,),
                indicator_code="G05",
                region_codes=set(),
                current=period_from_code(str(year)),
                previous=period_from_code(str(year - 1)),
            )
        )
        for year in (2021, 2022, 2023, 2024)
    ]
    assert spoiled == [False, True, True, False]
