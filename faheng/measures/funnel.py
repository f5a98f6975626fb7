"""Limits of a funnel: between which numbers of successes a region of any size is not distinguishable from its city."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.stats import binom, hypergeom

from faheng.measures.difference import SIGNIFICANT
from faheng.measures.verdict import CLEAR


@dataclass(frozen=True)
class FunnelLimit:
    """The limits for `trials` cases: fewer successes than `low`, or more than `high`, are a difference at p < `level`.

    A limit that cannot be crossed is the fewest, or the most, successes there can be.
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
    return _limits(trials, hypergeom(city_trials, city_successes, np.array(trials)))


def outside_limits(*, rate: float, trials: Sequence[int]) -> list[FunnelLimit]:
    """The same against a rate published elsewhere, strictly between 0 and 1: those of `against_rate`."""
    return _limits(trials, binom(np.array(trials), rate))


def _limits(trials: Sequence[int], successes: Any) -> list[FunnelLimit]:
    """Twice the smaller tail is below `level` where one tail is below half of it."""
    found = []
    for level in (SIGNIFICANT, CLEAR):
        low = successes.ppf(level / 2)  # the fewest whose lower tail, they included, is not below
        high = successes.isf(level / 2)  # the most whose upper tail, they included, is not below
        found += [
            FunnelLimit(number, level, int(fewest), int(most))
            for number, fewest, most in zip(trials, low, high, strict=True)
        ]
    return sorted(found, key=lambda limit: (limit.trials, -limit.level))
