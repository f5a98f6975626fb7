"""Is a trend real: Cochran–Armitage for cases, Mann–Kendall for values without them (statistics.md)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise, permutations
from math import factorial
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.stats import kendalltau

from faheng.measures.difference import SIGNIFICANT

FEWEST_PERIODS_WITH_CASES, FEWEST_PERIODS_OF_VALUES = 4, 5
_DRAWS = 10_000
# Over many periods drawing takes long: so few first, and all of them only where these leave a doubt.
_FIRST_DRAWS = 2_000
_MANY_PERIODS = 24
_BEYOND_DOUBT = 0.2
_SEED = 20_260_101
# With more values than this, the orders are drawn instead of all being looked at.
_MOST_ORDERS = 40_320

Found = Literal["rising", "falling", "none", "too_short"]


@dataclass(frozen=True)
class TrendTest:
    """What the test says. `steady`: every step goes the same way. `by_value`: there were no cases to count (按数值)."""

    found: Found
    p: float | None = None
    steady: bool = False
    by_value: bool = False


@lru_cache(maxsize=2000)  # thousands of draws, and every choice of counties asks for the same again
def trend_of_cases(periods: tuple[tuple[int, int], ...]) -> TrendTest:
    """The trend of (successes, trials) of periods that follow one another: Cochran–Armitage with a permutation p.

    Given how many cases each period had and how many succeeded in all, which cases they were is drawn without looking,
    10,000 times with a fixed seed; p is twice the smaller tail, the observed arrangement counted among the draws. Of more
    than 24 periods 2,000 times, when none of these is as extreme (p < 0.001) or p is above 0.2.
    It works at 100 %. Periods without cases are left out, their places in time stay.

    Raises:
        ValueError: more successes than trials.
    """
    if any(not 0 <= successes <= trials for successes, trials in periods):
        raise ValueError("more successes than trials")
    places = [(place, *period) for place, period in enumerate(periods) if period[1] > 0]
    if len(places) < FEWEST_PERIODS_WITH_CASES:
        return TrendTest("too_short")
    times, successes, trials = (np.array(column) for column in zip(*places, strict=True))
    total = int(successes.sum())
    observed = int(times @ successes)
    if total in (0, int(trials.sum())):
        return TrendTest("none", 1.0)

    def draw(count: int) -> NDArray[np.int_]:
        random = np.random.default_rng(_SEED)
        return random.multivariate_hypergeometric(trials, total, size=count) @ times

    p = _drawn_p(draw, observed, len(places))
    shares = [Decimal(int(k)) / Decimal(int(n)) for _, k, n in places]
    centre = float(times @ trials) / float(trials.sum()) * total
    return _judged(p, observed - centre, _is_steady(shares), by_value=False)


@lru_cache(maxsize=2000)
def trend_of_values(values: tuple[Decimal, ...]) -> TrendTest:
    """The trend of values of periods that follow one another: Mann–Kendall.

    p is exact where no two values are equal, else from all orders or 10,000 seeded ones; twice the smaller tail.
    """
    if len(values) < FEWEST_PERIODS_OF_VALUES:
        return TrendTest("too_short", by_value=True)
    numbers = np.array([float(value) for value in values])
    score = _kendall(numbers)
    if len(set(values)) == 1:
        return TrendTest("none", 1.0, by_value=True)
    if len(set(values)) == len(values):
        p = float(kendalltau(np.arange(len(numbers)), numbers, method="exact").pvalue)
    else:
        p = _drawn_p(lambda count: _orders(numbers, count), score, len(numbers))
    return _judged(p, score, _is_steady(values), by_value=True)


def _kendall(numbers: NDArray[np.float64]) -> int:
    """Mann and Kendall's S: how many more pairs rise than fall."""
    return int(_scores(numbers[None, :])[0])


def _scores(orders: NDArray[np.float64]) -> NDArray[np.int_]:
    """S of every row. By how far apart two values stand: all pairs of 10,000 long rows at once would take gigabytes."""
    _, places = np.unique(orders, return_inverse=True)
    ranks = places.reshape(orders.shape).astype(np.int16)
    found = np.zeros(len(ranks), int)
    for apart in range(1, len(orders[0])):
        found += np.sign(ranks[:, apart:] - ranks[:, :-apart]).sum(axis=1, dtype=int)
    return found


def _orders(numbers: NDArray[np.float64], count: int) -> NDArray[np.int_]:
    """S of every order of the numbers, or of `count` seeded ones when there are too many."""
    if factorial(len(numbers)) <= _MOST_ORDERS:
        return _scores(np.array(list(permutations(numbers))))
    return _scores(np.random.default_rng(_SEED).permuted(np.tile(numbers, (count, 1)), axis=1))


def _drawn_p(draw: Callable[[int], NDArray[np.int_]], observed: int, periods: int) -> float:
    """p from draws, as many as are needed; with each more draws it is a permutation p of its own right."""
    if periods > _MANY_PERIODS:
        p = _twice_the_smaller_tail(draw(_FIRST_DRAWS), observed)
        if p > _BEYOND_DOUBT or p <= 2 / (_FIRST_DRAWS + 1):
            return p
    return _twice_the_smaller_tail(draw(_DRAWS), observed)


def _twice_the_smaller_tail(draws: NDArray[np.int_], observed: int) -> float:
    above, below = int((draws >= observed).sum()), int((draws <= observed).sum())
    return min(1.0, 2 * (min(above, below) + 1) / (len(draws) + 1))


def _is_steady(values: Sequence[Decimal]) -> bool:
    steps = [later - earlier for earlier, later in pairwise(values)]
    return all(step > 0 for step in steps) or all(step < 0 for step in steps)


def _judged(p: float, slope: float, steady: bool, *, by_value: bool) -> TrendTest:
    if p >= SIGNIFICANT or slope == 0:
        return TrendTest("none", p, by_value=by_value)
    return TrendTest("rising" if slope > 0 else "falling", p, steady, by_value)
