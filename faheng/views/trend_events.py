"""The events that the office pinned to an indicator, as places on the axis of its trend."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from faheng.charts.spec import TrendEvent
from faheng.store.annotations import Annotation
from faheng.views.trend_lines import Lines

_CIRCLED = 20  # ① to ⑳


@dataclass(frozen=True)
class Event:
    """An event with its place on the axis; `region_code` is '' where it is about the whole city."""

    region_code: str
    drawn: TrendEvent

    @property
    def note(self) -> str:
        """`① 2024年（东湖区）《暂行办法》出台（王敏，2026-11-26 标注）`."""
        return f"{self.drawn.number} {self.drawn.label}。"


def events_of(lines: Lines, annotations: Iterable[Annotation]) -> tuple[Event, ...]:
    """The events that lie in the periods drawn, numbered in their order.

    One of a shorter period stands at the longer one that holds it, one of a longer period where that begins.
    """
    names = {line.region.code: line.region.name for line in lines.regions}
    placed = [
        (place, one)
        for one in annotations
        if (not one.region_code or one.region_code in names) and (place := _place(lines, one)) is not None
    ]
    found = []
    for number, (place, one) in enumerate(sorted(placed, key=lambda pair: pair[0])):
        whose = f"（{names[one.region_code]}）" if one.region_code else " "
        by = f"{one.author}，" if one.author else ""
        label = f"{one.period}{whose}{one.text}（{by}{one.added_at:%Y-%m-%d} 标注）"
        found.append(Event(one.region_code, TrendEvent(place, _sign(number), label)))
    return tuple(found)


def events_at(events: Iterable[Event], region_code: str) -> tuple[TrendEvent, ...]:
    """What concerns a region: its own, and those of the whole city."""
    return tuple(event.drawn for event in events if event.region_code in ("", region_code))


def events_from(events: Iterable[Event], first: int) -> tuple[TrendEvent, ...]:
    """Those in the period numbered `first` and after it, on an axis that begins there; they keep their numbers."""
    return tuple(
        replace(event.drawn, place=event.drawn.place - first)
        for event in events
        if event.drawn.place >= first
    )


def _place(lines: Lines, one: Annotation) -> int | None:
    begin, end = (one.period.year, one.period.first_month), (one.period.year, one.period.last_month)
    for place, period in enumerate(lines.periods[: lines.drawn]):
        if begin <= (period.year, period.last_month):
            return place if (period.year, period.first_month) <= end else None
    return None


def _sign(number: int) -> str:
    return chr(ord("①") + number) if number < _CIRCLED else f"({number + 1})"
