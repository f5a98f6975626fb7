"""The test whether two shares differ: known answers from SciPy and statistics.md, and what mirrors what."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import hypergeom

from faheng.measures.difference import difference_p


@pytest.mark.parametrize(
    ("first", "second", "p"),
    [
        # Twice the smaller tail by hand: 3 of 3 against 0 of 3 is 1 way in 20, doubled.
        ((3, 3), (0, 3), 0.1),
        ((2, 2), (0, 2), 1 / 3),
        ((5, 5), (5, 5), 1.0),
        ((0, 0), (3, 7), 1.0),
    ],
)
def test_small_ones_are_counted_by_hand(first: tuple[int, int], second: tuple[int, int], p: float) -> None:
    assert difference_p(
        successes=first[0], trials=first[1], other_successes=second[0], other_trials=second[1]
    ) == pytest.approx(p)


sides = st.integers(0, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@given(sides, sides)
def test_it_is_twice_the_smaller_tail_of_scipy(first: tuple[int, int], second: tuple[int, int]) -> None:
    (k, n), (other_k, other_n) = first, second
    wanted = hypergeom(n + other_n, k + other_k, n)
    expected = min(1.0, 2 * min(wanted.cdf(k), wanted.sf(k - 1)))
    found = difference_p(successes=k, trials=n, other_successes=other_k, other_trials=other_n)
    assert found == pytest.approx(expected, rel=1e-7, abs=1e-13)


@given(sides, sides)
def test_success_and_failure_and_the_two_sides_are_alike(
    first: tuple[int, int], second: tuple[int, int]
) -> None:
    (k, n), (other_k, other_n) = first, second
    found = difference_p(successes=k, trials=n, other_successes=other_k, other_trials=other_n)
    mirrored = difference_p(
        successes=other_n - other_k, trials=other_n, other_successes=n - k, other_trials=n
    )
    assert found == pytest.approx(mirrored, rel=1e-9, abs=1e-15)


def test_a_hundred_thousand_cases_are_no_difficulty() -> None:
    # SciPy 1.17.1: hypergeom(200_000, 150_900, 100_000).cdf(75_000)
    tail = 1.4995880453740779e-06
    found = difference_p(successes=75_000, trials=100_000, other_successes=75_900, other_trials=100_000)
    assert found == pytest.approx(2 * tail, rel=1e-8)


def test_more_successes_than_trials_are_refused() -> None:
    with pytest.raises(ValueError, match="4 of 3"):
        difference_p(successes=4, trials=3, other_successes=1, other_trials=3)
