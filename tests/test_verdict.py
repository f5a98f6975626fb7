"""Verdicts: known answers from SciPy and statistics.md, what mirrors what, and how often chance alone is flagged."""

import importlib.util
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom, hypergeom

from faheng.measures.funnel import city_limits, outside_limits
from faheng.measures.verdict import (
    Direction,
    Verdict,
    against_previous,
    against_rate,
    against_rest,
    survivors,
)

HIGHER: Direction = "higher"


def rest(k: int, n: int, city_k: int, city_n: int, direction: Direction = HIGHER) -> Verdict:
    found = against_rest(
        successes=k, trials=n, city_successes=city_k, city_trials=city_n, direction=direction
    )
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("k", "n", "city_k", "city_n"), [(17, 20, 180, 200), (40, 60, 380, 420), (3, 3, 300, 320)]
)
def test_a_region_against_the_rest_is_scipys_hypergeometric_tail_doubled(
    k: int, n: int, city_k: int, city_n: int
) -> None:
    p = 2 * min(hypergeom.cdf(k, city_n, city_k, n), hypergeom.sf(k - 1, city_n, city_k, n))
    assert rest(k, n, city_k, city_n).p == pytest.approx(min(1.0, p))


@pytest.mark.parametrize(("k", "n", "rate"), [(57, 60, "0.85"), (20, 20, "0.85"), (10, 40, "0.5")])
def test_a_region_against_a_published_rate_is_scipys_binomial_tail_doubled(k: int, n: int, rate: str) -> None:
    p = 2 * min(binom.cdf(k, n, float(rate)), binom.sf(k - 1, n, float(rate)))
    found = against_rate(successes=k, trials=n, rate=Decimal(rate), direction=HIGHER)
    assert found is not None
    assert found.p == pytest.approx(min(1.0, p))


@pytest.mark.parametrize(("rate", "difference_from", "clear_from"), [("0.85", 23, 43), ("0.95", 72, 135)])
def test_from_how_many_cases_on_a_perfect_region_stands_out(
    rate: str, difference_from: int, clear_from: int
) -> None:
    """The numbers of statistics.md, "Is a difference real?"."""

    def perfect(n: int) -> Verdict:
        found = against_rate(successes=n, trials=n, rate=Decimal(rate), direction=HIGHER)
        assert found is not None
        return found

    assert next(n for n in range(1, 200) if perfect(n).is_difference) == difference_from
    assert next(n for n in range(1, 200) if perfect(n).is_clear) == clear_from
    assert perfect(difference_from - 1).too_few
    assert not perfect(difference_from).too_few


def test_too_few_is_not_said_of_a_region_that_is_significantly_low() -> None:
    found = rest(0, 4, 196, 200)
    assert (found.side, found.is_difference, found.too_few) == ("below", True, False)
    assert rest(4, 4, 196, 204).too_few  # perfect, and nobody could tell


@pytest.mark.parametrize(("direction", "good"), [("higher", False), ("lower", True), ("neutral", None)])
def test_what_is_good_follows_the_direction(direction: Direction, good: bool | None) -> None:
    assert rest(5, 40, 180, 240, direction).is_good(direction) is good


def test_without_cases_there_is_no_verdict() -> None:
    assert against_rest(successes=0, trials=0, city_successes=5, city_trials=9, direction=HIGHER) is None
    assert against_rest(successes=5, trials=9, city_successes=5, city_trials=9, direction=HIGHER) is None
    assert (
        against_previous(successes=1, trials=2, previous_successes=0, previous_trials=0, direction=HIGHER)
        is None
    )
    assert against_rate(successes=0, trials=0, rate=Decimal("0.5"), direction=HIGHER) is None


@pytest.mark.parametrize("rate", [Decimal(0), Decimal(1)])
def test_nothing_is_tested_against_0_or_100_percent(rate: Decimal) -> None:
    with pytest.raises(ValueError, match="no test"):
        against_rate(successes=1, trials=2, rate=rate, direction=HIGHER)


cities = st.tuples(st.integers(0, 60), st.integers(0, 60), st.integers(0, 300), st.integers(0, 300))


@given(cities)
def test_swapping_success_and_failure_mirrors_the_verdict(numbers: tuple[int, int, int, int]) -> None:
    k, failed, other_k, other_failed = numbers
    n, city_n = k + failed, k + failed + other_k + other_failed
    found = against_rest(
        successes=k, trials=n, city_successes=k + other_k, city_trials=city_n, direction="higher"
    )
    mirrored = against_rest(
        successes=failed,
        trials=n,
        city_successes=failed + other_failed,
        city_trials=city_n,
        direction="lower",
    )
    assert_mirrored(found, mirrored)


@given(cities)
def test_swapping_mirrors_the_verdict_against_the_period_before(numbers: tuple[int, int, int, int]) -> None:
    k, failed, before_k, before_failed = numbers
    n, before_n = k + failed, before_k + before_failed
    found = against_previous(
        successes=k, trials=n, previous_successes=before_k, previous_trials=before_n, direction="higher"
    )
    mirrored = against_previous(
        successes=failed,
        trials=n,
        previous_successes=before_failed,
        previous_trials=before_n,
        direction="lower",
    )
    assert_mirrored(found, mirrored)


@given(st.integers(0, 60), st.integers(0, 60), st.integers(1, 99))
def test_swapping_mirrors_the_verdict_against_a_published_rate(k: int, failed: int, percent: int) -> None:
    rate = Decimal(percent) / 100
    found = against_rate(successes=k, trials=k + failed, rate=rate, direction="higher")
    mirrored = against_rate(successes=failed, trials=k + failed, rate=1 - rate, direction="lower")
    assert_mirrored(found, mirrored)


def assert_mirrored(found: Verdict | None, mirrored: Verdict | None) -> None:
    assert (found is None) == (mirrored is None)
    if found is None or mirrored is None:
        return
    opposite = {"above": "below", "below": "above", None: None}
    assert mirrored.p == pytest.approx(found.p, rel=1e-9)
    assert mirrored.side == opposite[found.side]
    assert mirrored.too_few == found.too_few
    assert mirrored.is_good("lower") == found.is_good("higher")


@given(st.integers(1, 200), st.integers(0, 200), st.integers(1, 150))
def test_swapping_mirrors_the_limits_of_the_funnel(city_n: int, city_k: int, n: int) -> None:
    city_k, n = min(city_k, city_n), min(n, city_n)
    found = city_limits(city_successes=city_k, city_trials=city_n, trials=[n])
    mirrored = city_limits(city_successes=city_n - city_k, city_trials=city_n, trials=[n])
    assert [(n - limit.high, n - limit.low) for limit in mirrored] == [
        (limit.low, limit.high) for limit in found
    ]


def test_a_region_lies_outside_the_funnel_exactly_when_the_test_says_so() -> None:
    city_k, city_n = 430, 480
    for limit in city_limits(city_successes=city_k, city_trials=city_n, trials=range(1, 480)):
        for k in range(max(0, limit.trials - 50), min(limit.trials, city_k) + 1):
            outside = not limit.low <= k <= limit.high
            assert outside == (rest(k, limit.trials, city_k, city_n).p < limit.level), (limit, k)


def test_the_limits_against_a_published_rate_are_those_of_its_test() -> None:
    for limit in outside_limits(rate=0.85, trials=(1, 22, 23, 100)):
        for k in range(limit.trials + 1):
            found = against_rate(successes=k, trials=limit.trials, rate=Decimal("0.85"), direction=HIGHER)
            assert found is not None
            assert (not limit.low <= k <= limit.high) == (found.p < limit.level)


def test_benjamini_and_hochbergs_own_example() -> None:
    """Their table of 1995 (J. R. Statist. Soc. B 57, p. 296): of fifteen p the four smallest hold at 5 %."""
    p = (
        0.0001,
        0.0004,
        0.0019,
        0.0095,
        0.0201,
        0.0278,
        0.0298,
        0.0344,
        0.0459,
        0.3240,
        0.4262,
        0.5719,
        0.6528,
        0.7590,
        1.0,
    )
    shuffled = [p[index] for index in (14, 3, 7, 0, 9, 2, 11, 1, 5, 4, 6, 8, 10, 12, 13)]
    holds = survivors([Verdict(each, "above") for each in shuffled])
    kept = [each for each, kept in zip(shuffled, holds, strict=True) if kept]
    assert sorted(kept) == [0.0001, 0.0004, 0.0019, 0.0095]
    assert survivors([]) == []


def test_equal_counties_are_hardly_ever_flagged() -> None:
    """The simulation of statistics.md: 8 units × 25 rates, n from 3 to 130, rates of 80 to 99 %, all counties equal."""
    draw = np.random.default_rng(7)
    alone, together, rounds = 0, 0, 40
    for _ in range(rounds):
        verdicts = []
        for _ in range(25):
            trials = draw.integers(3, 131, size=8)
            successes = draw.binomial(trials, draw.uniform(0.8, 0.99))
            for k, n in zip(successes, trials, strict=True):
                verdicts.append(rest(int(k), int(n), int(successes.sum()), int(trials.sum())))
        alone += sum(verdict.is_difference for verdict in verdicts)
        together += sum(survivors(verdicts))
    assert alone / rounds < 5
    assert together / rounds < 0.2


def test_the_page_of_limits_is_what_its_script_writes() -> None:
    path = Path(__file__).resolve().parent.parent / "docs" / "verdict_limits.py"
    spec = importlib.util.spec_from_file_location("verdict_limits", path)
    assert spec is not None
    assert spec.loader is not None
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    assert script.PAGE.read_text(encoding="utf-8") == script.page()
