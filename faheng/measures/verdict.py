"""Is a difference more than chance: a region against the rest of its city, its own past, or a published rate.

The rules are those of statistics.md, "Is a difference real?". Only cases that could have gone either way, and samples,
have chance in them (`Indicator.has_chance`): nobody calls this for a full list such as villages.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from scipy.stats import binom, false_discovery_control

from faheng.measures.difference import SIGNIFICANT, difference_p

CLEAR = 0.002
FALSE_DISCOVERIES = 0.05

Direction = str  # higher, lower or neutral, as in the catalogue
Side = Literal["above", "below"]


@dataclass(frozen=True)
class Verdict:
    """What a test says: `p`, and on which `side` of the other the value lies (None when they are equal).

    `too_few`: there is no difference to be seen, and with this many cases the best possible result would show none
    either (for a neutral indicator: neither of the extremes).
    """

    p: float
    side: Side | None
    too_few: bool = False

    @property
    def is_difference(self) -> bool:
        """Whether it is more than chance would make (p < 0.05)."""
        return self.p < SIGNIFICANT

    @property
    def is_clear(self) -> bool:
        """Whether hardly any chance would make it (p < 0.002)."""
        return self.p < CLEAR

    def is_good(self, direction: Direction) -> bool | None:
        """Whether the difference is a good one; None for none, and for an indicator that judges nothing."""
        if not self.is_difference or direction == "neutral":
            return None
        return (self.side == "above") == (direction == "higher")


def against_rest(
    *, successes: int, trials: int, city_successes: int, city_trials: int, direction: Direction
) -> Verdict | None:
    """A region against the rest of its city (hypergeometric); None when either has no cases.

    The city's totals hold the region's own cases. They stay as they are when it is asked whether a perfect region of
    this size would stand out, so that the verdict and the limits of the funnel are one.

    Raises:
        ValueError: more successes than trials, or more in the region than in the city.
    """
    other_successes, other_trials = city_successes - successes, city_trials - trials
    if other_trials < 0 or not 0 <= other_successes <= other_trials:
        raise ValueError(f"{successes} of {trials} inside {city_successes} of {city_trials}")
    if trials == 0 or other_trials == 0:
        return None
    p = _p_inside(successes, trials, city_successes, city_trials)
    fewest, most = max(0, trials - (city_trials - city_successes)), min(trials, city_successes)
    extremes = _extremes(direction, fewest, most)
    too_few = p >= SIGNIFICANT and all(
        _p_inside(extreme, trials, city_successes, city_trials) >= SIGNIFICANT for extreme in extremes
    )
    return Verdict(p, _side(successes * city_trials - city_successes * trials), too_few)


def against_previous(
    *, successes: int, trials: int, previous_successes: int, previous_trials: int, direction: Direction
) -> Verdict | None:
    """A period against another of the same region (hypergeometric); None when either has no cases.

    Raises:
        ValueError: more successes than trials.
    """
    if trials == 0 or previous_trials == 0:
        return None

    def p_of(number: int) -> float:
        return difference_p(
            successes=number, trials=trials, other_successes=previous_successes, other_trials=previous_trials
        )

    p = p_of(successes)
    too_few = p >= SIGNIFICANT and all(
        p_of(extreme) >= SIGNIFICANT for extreme in _extremes(direction, 0, trials)
    )
    return Verdict(p, _side(successes * previous_trials - previous_successes * trials), too_few)


def against_rate(*, successes: int, trials: int, rate: Decimal, direction: Direction) -> Verdict | None:
    """A region against a rate published elsewhere, as a share strictly between 0 and 1 (exact binomial).

    Twice the smaller tail, at most 1. None without cases.

    Raises:
        ValueError: the rate is 0, 1 or outside, or there are more successes than trials.
    """
    if not 0 < rate < 1:
        raise ValueError(f"no test against a rate of {rate}")
    if not 0 <= successes <= trials:
        raise ValueError(f"{successes} of {trials}")
    if trials == 0:
        return None
    share = float(rate)

    def p_of(number: int) -> float:
        return min(
            1.0, 2 * min(float(binom.cdf(number, trials, share)), float(binom.sf(number - 1, trials, share)))
        )

    p = p_of(successes)
    too_few = p >= SIGNIFICANT and all(
        p_of(extreme) >= SIGNIFICANT for extreme in _extremes(direction, 0, trials)
    )
    return Verdict(p, _side(successes - trials * rate), too_few)


def survivors(verdicts: Sequence[Verdict], *, rate: float = FALSE_DISCOVERIES) -> list[bool]:
    """Which verdicts hold when so many are looked at together: Benjamini–Hochberg over all tests of a city and period."""
    return holding([verdict.p for verdict in verdicts], rate=rate)


def holding(ps: Sequence[float], *, rate: float = FALSE_DISCOVERIES) -> list[bool]:
    """Which of so many tests, looked at together, still say something: Benjamini–Hochberg over their p."""
    if not ps:
        return []
    adjusted: Iterable[float] = false_discovery_control(ps, method="bh")
    return [bool(p <= rate) for p in adjusted]


def whole(number: Decimal | None) -> int | None:
    """A count of cases as an integer; None when there is none or it is not whole: such numbers are not tested."""
    return int(number) if number is not None and number == number.to_integral_value() else None


def _p_inside(successes: int, trials: int, city_successes: int, city_trials: int) -> float:
    return difference_p(
        successes=successes,
        trials=trials,
        other_successes=city_successes - successes,
        other_trials=city_trials - trials,
    )


def _extremes(direction: Direction, fewest: int, most: int) -> tuple[int, ...]:
    """The best possible number of successes; both ends where neither is better."""
    return {"higher": (most,), "lower": (fewest,), "neutral": (fewest, most)}[direction]


def _side(difference: int | Decimal) -> Side | None:
    return "above" if difference > 0 else "below" if difference < 0 else None
