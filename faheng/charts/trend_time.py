"""The time axis of a trend: which periods it names."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from faheng.charts import theme
from faheng.charts.drawing import AXIS_LINE, ink, link, plain, text_width
from faheng.charts.spec import TrendPeriod

_TICKED = 40  # periods; with more, only years have a tick
_TICKS_OF_A_PHONE = {4: 6}  # how many labels fit, by how many letters the longest has; else the number below
_FEW_TICKS = 4


def labelled_places(
    periods: Sequence[TrendPeriod], *, most: int = _TICKS_OF_A_PHONE[4], width: float | None = None
) -> list[int]:
    """The numbers of the periods that the axis names: the first and the last, few between, never touching on a phone.

    One figure serves every width, so the narrowest decides, unless the plot's `width` in px is known. Over years of
    months those between begin a year.
    """
    last = len(periods) - 1
    if last < 1:
        return list(range(len(periods)))
    if width is None:
        fits = min(most, _TICKS_OF_A_PHONE.get(max(len(period.short) for period in periods), _FEW_TICKS))
    else:
        widest = max(text_width(period.short, theme.AXIS_SIZE) for period in periods)
        fits = max(int(width / (widest * 1.6)), 2)
    gap = last / (fits - 1) * 0.85  # a little unevenness, so that a year's beginning can be met
    by_year = sum(period.starts_year for period in periods) > 2
    places = [0]
    for place in range(1, last):
        if place - places[-1] >= gap and last - place >= gap and (periods[place].starts_year or not by_year):
            places.append(place)
    return [*places, last]


def time_axis(periods: Sequence[TrendPeriod], named: Sequence[int]) -> dict[str, Any]:
    """Periods as categories: 2024 is no number. Every period has a tick, or every year; those of `named` have a label."""
    last = max(len(periods) - 1, 0)
    ticks = [
        place
        for place, period in enumerate(periods)
        if place in named or len(periods) <= _TICKED or period.starts_year
    ]
    room = _room(last)
    return {
        **AXIS_LINE,
        "type": "category",
        "categoryorder": "array",
        "categoryarray": [period.code for period in periods],
        "range": [-room, last + room],
        "anchor": "y",
        "tickvals": ticks,
        "ticktext": [_tick(periods[place]) if place in named else "" for place in ticks],
        "tickangle": 0,
    }


def _room(last: int) -> float:
    """What the axis has beside its first and its last period, in periods."""
    return max(last * 0.02, 0.15) if last else 0.5


def share_of_last(last: int) -> float:
    """Where the last period lies, as a share of the plot's width, while all of them are seen."""
    return (last + _room(last)) / (last + 2 * _room(last))


def for_the_page(periods: Sequence[TrendPeriod], *, enlarged: bool = False) -> dict[str, Any]:
    """What data/assets/chart.js needs: where the values of a period lead; where a part can be `enlarged`, every label."""
    return {
        "addresses": {period.code: period.address.url for period in periods if period.address},
        "ticks": [ink(plain(period.short)) for period in periods] if enlarged else [],
    }


def _tick(period: TrendPeriod) -> str:
    return link(ink(plain(period.short)), period.address)
