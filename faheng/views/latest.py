"""Which period a page shows of an indicator where a longer span was asked for, or none."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from faheng.period import Period


@dataclass(frozen=True)
class PeriodReports:
    """A period with how many of a city's regions have reported for it; 无案件 is a report, the city's own figure is not.

    `cumulative`: nobody gave anything but a 累计 figure.
    """

    period: Period
    regions: int
    cumulative: bool


def latest(reports: Iterable[PeriodReports]) -> Period | None:
    """The latest period for which at least half as many regions have reported as for the best reported one.

    So the one region that sent 1—9月 does not hide the quarters of all others, nor one that sent the whole year their
    months, while a region that is late does not hold back the others. Any other figure comes before a cumulative one
    (累计). Of two periods that end together it is the longer one: a year rather than its fourth quarter.
    """
    known = list(reports)
    most = max((each.regions for each in known), default=0)
    enough = (each for each in known if 2 * each.regions >= most)
    best = max(enough, key=lambda each: (not each.cumulative, each.period), default=None)
    return None if best is None else best.period
