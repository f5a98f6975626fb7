"""Is a difference of two shares more than chance: the hypergeometric test of statistics.md, in plain Python."""

from __future__ import annotations

from functools import lru_cache
from math import exp, fsum, lgamma

# A term this much smaller than the one it began with adds nothing that a float could show.
_NEGLIGIBLE = 1e-18
# Two p from the same numbers, counted from either side, differ by rounding alone.
_ALMOST = 1 + 1e-12

SIGNIFICANT = 0.05


@lru_cache(maxsize=20_000)
def difference_p(*, successes: int, trials: int, other_successes: int, other_trials: int) -> float:
    """Return how likely chance alone makes two shares differ as much: twice the smaller tail, at most 1.

    Of all trials taken together, those of one side are drawn without looking: the number of successes among them is
    hypergeometric (Fisher's exact test, with twice the smaller tail instead of minimum likelihood).

    Raises:
        ValueError: a number is negative, or there are more successes than trials.
    """
    if not (0 <= successes <= trials and 0 <= other_successes <= other_trials):
        raise ValueError(f"{successes} of {trials}, {other_successes} of {other_trials}")
    all_successes, all_trials = successes + other_successes, trials + other_trials
    below = _tail(successes, trials, all_successes, all_trials, step=-1)
    above = _tail(successes, trials, all_successes, all_trials, step=1)
    p = 2 * min(below, above)
    return 1.0 if p * _ALMOST >= 1 else p


def _tail(successes: int, trials: int, all_successes: int, all_trials: int, *, step: int) -> float:
    """Return the probability of `successes` or fewer (step -1), or of that many or more (step 1)."""
    fewest = max(0, trials - (all_trials - all_successes))
    most = min(trials, all_successes)
    first = exp(
        _log_choose(all_successes, successes)
        + _log_choose(all_trials - all_successes, trials - successes)
        - _log_choose(all_trials, trials)
    )
    terms = [first]
    number = successes
    while fewest <= number + step <= most and terms[-1] > first * _NEGLIGIBLE:
        # From one term to the next by their ratio: the chance that one more success takes a failure's place.
        low = min(number, number + step)
        ratio = (
            (all_successes - low)
            * (trials - low)
            / ((low + 1) * (all_trials - all_successes - trials + low + 1))
        )
        terms.append(terms[-1] * (ratio if step > 0 else 1 / ratio))
        number += step
    return fsum(terms)


def _log_choose(total: int, chosen: int) -> float:
    return lgamma(total + 1) - lgamma(chosen + 1) - lgamma(total - chosen + 1)
