"""Kinds of chart for one indicator over time besides Trend: a panel for every region, and the ranks of regions."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from faheng.charts.spec import ChartSpec, TargetStep, Tone, TrendBreak, TrendEvent, TrendPeriod, TrendSeries


@dataclass(frozen=True)
class RegionPanel:
    """One region of SmallMultiples, with its own target, changes of definition and events.

    `trend` says what the test of its trend found (总体上升（p=0.003）), empty where there is none. `tone`: whether its
    value in the last period meets the target.
    """

    series: TrendSeries
    trend: str = ""
    tone: Tone = "plain"
    targets: tuple[TargetStep, ...] = ()
    breaks: tuple[TrendBreak, ...] = ()
    events: tuple[TrendEvent, ...] = ()


@dataclass(frozen=True, kw_only=True)
class SmallMultiples(ChartSpec):
    """One indicator over time, a panel for every region, all on one scale. `city` is drawn behind every region's line.

    `maximum` is the largest possible value (100 for percentages), None when there is none.
    """

    periods: tuple[TrendPeriod, ...]
    panels: tuple[RegionPanel, ...]
    unit: str
    city: TrendSeries | None = None
    maximum: Decimal | None = None
    starts_at_zero: bool = False


@dataclass(frozen=True)
class RankLine:
    """A region's ranks: the values of `series` are places, 1 the best. `begin` and `end` are its names at both ends.

    `begin` (1 石桥县) is empty for a region that has no place in the first period; without one in the last, `end` says why
    (石桥县 未报). `chance` is how far chance could move the last place (（1–7）).
    """

    series: TrendSeries
    begin: str
    end: str
    chance: str = ""


@dataclass(frozen=True, kw_only=True)
class Bump(ChartSpec):
    """The ranks of regions over time, the best on top; `places` is how many places there are."""

    periods: tuple[TrendPeriod, ...]
    lines: tuple[RankLine, ...]
    places: int
    events: tuple[TrendEvent, ...] = ()
