"""Trends: known answers from SciPy and by hand, mirrored when success and failure are swapped."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import chi2_contingency, kendalltau, norm

from faheng.measures.trends import TrendTest, trend_of_cases, trend_of_values


def values(text: str) -> tuple[Decimal, ...]:
    return tuple(Decimal(each) for each in text.split())


def test_a_rise_of_every_step_is_steady() -> None:
    found = trend_of_cases(((12, 20), (15, 20), (18, 20), (20, 20)))
    assert (found.found, found.steady, found.by_value) == ("rising", True, False)


def test_a_rise_with_a_dip_is_a_rise_that_is_not_steady() -> None:
    assert trend_of_cases(((24, 60), (35, 60), (33, 60), (52, 60))) == TrendTest(
        "rising", pytest.approx(0.0002, abs=0.0002), steady=False
    )


def test_three_periods_are_too_few_and_so_are_four_values() -> None:
    assert trend_of_cases(((1, 9), (5, 9), (9, 9))).found == "too_short"
    assert (
        trend_of_cases(((1, 9), (0, 0), (5, 9), (9, 9))).found == "too_short"
    )  # 无案件 is no period with cases
    assert trend_of_values(values("1 2 3 4")).found == "too_short"


def test_at_100_percent_throughout_nothing_changes() -> None:
    assert trend_of_cases(((20, 20),) * 5) == TrendTest("none", 1.0)


def test_the_permutation_p_is_near_the_normal_one_of_cochran_and_armitage_for_large_numbers() -> None:
    periods = [(300, 500), (310, 500), (318, 500), (345, 500)]
    times = range(4)
    total, cases = sum(k for k, _ in periods), sum(n for _, n in periods)
    share = total / cases
    statistic = sum(time * (k - n * share) for time, (k, n) in zip(times, periods, strict=True))
    mean = sum(time * n for time, (_, n) in zip(times, periods, strict=True)) / cases
    variance = (
        share * (1 - share) * sum(n * (time - mean) ** 2 for time, (_, n) in zip(times, periods, strict=True))
    )
    expected = 2 * norm.sf(statistic / variance**0.5)
    found = trend_of_cases(tuple(periods))
    assert found.p == pytest.approx(expected, abs=0.003)
    assert chi2_contingency([[k, n - k] for k, n in periods]).pvalue > (
        found.p or 0
    )  # a trend is easier to see


@pytest.mark.parametrize(
    ("text", "found", "p"),
    [
        # All ten pairs rise: two of the 120 orders are as extreme.
        ("1 2 3 4 5", "rising", 2 / 120),
        ("5 4 3 2 1", "falling", 2 / 120),
        # S = 8: one pair is the other way round; the orders with S ≥ 8 are 1 + 4.
        ("1 2 3 5 4", "none", 10 / 120),
        ("3 3 3 3 3", "none", 1.0),
    ],
)
def test_mann_kendall_of_five_values_is_counted_by_hand(text: str, found: str, p: float) -> None:
    result = trend_of_values(values(text))
    assert (result.found, result.by_value) == (found, True)
    assert result.p == pytest.approx(p)


@pytest.mark.parametrize("step", [0, 1 / 40, 1])
def test_ten_years_of_months_with_equal_values_agree_with_kendalls_normal_p(step: float) -> None:
    numbers = [int(17 * number % 11 + step * number) for number in range(120)]
    expected = kendalltau(range(120), numbers, method="asymptotic").pvalue
    found = trend_of_values(tuple(Decimal(number) for number in numbers))
    assert found.p == pytest.approx(expected, abs=0.03)
    assert found.found == ("rising" if expected < 0.05 else "none")


@pytest.mark.parametrize(("last", "found"), [(45, "none"), (52, "rising"), (60, "rising")])
def test_ten_years_of_months_of_cases_can_be_tested(last: int, found: str) -> None:
    periods = [(45 + (last - 45) * number // 119, 60) for number in range(120)]
    assert trend_of_cases(tuple(periods)).found == found


def test_equal_values_among_rising_ones_are_looked_at_in_every_order() -> None:
    assert trend_of_values(values("1 2 2 3 4 5 6")).found == "rising"
    assert not trend_of_values(values("1 2 2 3 4 5 6")).steady


counts = st.integers(0, 30).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@settings(max_examples=60)
@given(st.lists(counts, min_size=4, max_size=8))
def test_swapping_success_and_failure_turns_the_trend_round(periods: list[tuple[int, int]]) -> None:
    found = trend_of_cases(tuple(periods))
    mirrored = trend_of_cases(tuple((n - k, n) for k, n in periods))
    opposite = {"rising": "falling", "falling": "rising"}
    if found.p is not None and not 0.03 < found.p < 0.08:  # the draws of both differ by chance
        assert mirrored.found == opposite.get(found.found, found.found)
