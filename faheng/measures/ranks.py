"""Ranks, and how far chance could move them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

_DRAWS = 10_000
_SEED = 20_260_102


@dataclass(frozen=True)
class Rank:
    """A place, 1 the best; equal values share one (1, 2, 2, 4). `low` to `high` is its 95 % interval, None without cases."""

    place: int
    low: int | None = None
    high: int | None = None

    def words(self, *, among: int | None = None) -> str:
        """`第3名`; `among` five that have reported, others not yet, `已报5个中第3`."""
        return f"第{self.place}名" if among is None else f"已报{among}个中第{self.place}"

    @property
    def interval_words(self) -> str:
        """`（1–7）`; empty without an interval."""
        return f"（{self.low}–{self.high}）" if self.low is not None else ""


def ranks_of(
    values: Mapping[str, Decimal], cases: Mapping[str, tuple[int, int]], direction: str
) -> dict[str, Rank]:
    """The rank of every region by its value as printed; with intervals where the cases (successes, trials) of all are known."""
    found = [Rank(place) for place in places(list(values.values()), direction)]
    if values and all(cases.get(code, (0, 0))[1] for code in values):
        ends = rank_intervals([cases[code] for code in values], direction)
        found = [Rank(rank.place, *interval) for rank, interval in zip(found, ends, strict=True)]
    return dict(zip(values, found, strict=True))


def places(values: Sequence[Decimal], direction: str) -> list[int]:
    """The place of each value, as printed: how many are better, and one more."""
    sign = 1 if direction == "higher" else -1
    return [1 + sum(sign * other > sign * value for other in values) for value in values]


def rank_intervals(cases: Sequence[tuple[int, int]], direction: str) -> list[tuple[int, int]]:
    """The 95 % interval of each place, for (successes, trials) of regions that all have cases.

    10,000 seeded draws of every region's rate from Beta(k + ½, n − k + ½) (statistics.md, "Ranking"). Nothing depends
    on the order of the regions but which draws each gets.

    Raises:
        ValueError: a region without cases, or with more successes than trials.
    """
    if any(trials < 1 or not 0 <= successes <= trials for successes, trials in cases):
        raise ValueError("a region without cases, or more successes than trials")
    if not cases:
        return []
    # Sorted, so that the same regions in another order get the same draws.
    order = sorted(range(len(cases)), key=lambda index: cases[index])
    successes, trials = (np.array([cases[index][part] for index in order]) for part in (0, 1))
    draws = np.random.default_rng(_SEED).beta(
        successes + 0.5, trials - successes + 0.5, size=(_DRAWS, len(cases))
    )
    ordered = np.argsort(np.argsort(-draws if direction == "higher" else draws, axis=1), axis=1) + 1
    low, high = np.quantile(ordered, (0.025, 0.975), axis=0, method="nearest")
    found = [(0, 0)] * len(cases)
    for place, index in enumerate(order):
        found[index] = int(low[place]), int(high[place])
    return found
