"""Limits of a funnel: between which numbers of successes a region of any size is not distinguishable from its city."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import binom, hypergeom

from faheng.measures.difference import SIGNIFICANT
from faheng.measures.verdict import CLEAR


@dataclass(frozen=True)
class FunnelLimit:
    """The limits for `trials` cases: fewer successes than `low`, or more than `high`, are a difference at p < `level`.

    A limit that cannot be crossed is 0, or `trials`.
    """

    trials: int
    level: float
    low: int
    high: int


def city_limits(*, city_successes: int, city_trials: int, trials: Sequence[int]) -> list[FunnelLimit]:
    """The 95 % and the 99.8 % limits inside a city's totals, for every number of cases: those of `against_rest`.

    Hypergeometric quantiles (statistics.md): a region lies outside exactly when the test says so.

    Raises:
        ValueError: a number of cases is not between 1 and the city's.
    """
    if any(not 1 <= number <= city_trials for number in trials):
        raise ValueError("cases outside 1 and the city's total")
    found = []
    for number in trials:
        successes = np.arange(
            max(0, number - (city_trials - city_successes)), min(number, city_successes) + 1
        )
        below = hypergeom.cdf(successes, city_trials, city_successes, number)
        above = hypergeom.sf(successes - 1, city_trials, city_successes, number)
        found += [_limit(number, level, successes, below, above) for level in (SIGNIFICANT, CLEAR)]
    return found


def outside_limits(*, rate: float, trials: Sequence[int]) -> list[FunnelLimit]:
    """The same against a rate published elsewhere, strictly between 0 and 1: those of `against_rate`."""
    found = []
    for number in trials:
        successes = np.arange(number + 1)
        below, above = binom.cdf(successes, number, rate), binom.sf(successes - 1, number, rate)
        found += [_limit(number, level, successes, below, above) for level in (SIGNIFICANT, CLEAR)]
    return found


def _limit(
    trials: int,
    level: float,
    successes: NDArray[np.int_],
    below: NDArray[np.float64],
    above: NDArray[np.float64],
) -> FunnelLimit:
    inside = successes[2 * np.minimum(below, above) >= level]
    return FunnelLimit(trials, level, int(inside.min()), int(inside.max()))
