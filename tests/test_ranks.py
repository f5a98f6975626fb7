"""Ranks: ties, directions, and how far chance could move them."""

from decimal import Decimal

import pytest

from faheng.measures.ranks import places, rank_intervals


@pytest.mark.parametrize(("direction", "expected"), [("higher", [2, 1, 2, 4]), ("lower", [2, 4, 2, 1])])
def test_equal_values_share_a_place(direction: str, expected: list[int]) -> None:
    values = [Decimal("95.0"), Decimal("97.1"), Decimal("95.0"), Decimal("80.2")]
    assert places(values, direction) == expected


def test_three_cases_say_little_and_many_say_much() -> None:
    few, many, low = rank_intervals([(3, 3), (950, 1000), (800, 1000)], "higher")
    assert few == (1, 3)
    assert many[1] <= 2
    assert low[0] >= 2


def test_nothing_depends_on_the_order_of_the_regions() -> None:
    cases = [(17, 20), (57, 60), (9, 9), (110, 130), (30, 41)]
    turned = cases[::-1]
    assert rank_intervals(cases, "higher") == rank_intervals(turned, "higher")[::-1]


def test_a_lower_rate_is_the_better_one_where_it_should_be_low() -> None:
    assert rank_intervals([(10, 1000), (500, 1000)], "lower") == [(1, 1), (2, 2)]


def test_a_region_without_cases_has_no_place() -> None:
    with pytest.raises(ValueError, match="without cases"):
        rank_intervals([(0, 0), (3, 4)], "higher")
