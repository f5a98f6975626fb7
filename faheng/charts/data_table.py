"""What a chart shows as a table in words, for readers who cannot see it: every number that is drawn, as printed.

A new kind of chart registers a function here, `@data_table.register`; tests/test_data_table.py fails by name until it does.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import singledispatch
from math import ceil

from faheng.charts.map_spec import RegionMap
from faheng.charts.spec import ChartSpec, DotComparison, Funnel, Trend, TrendEvent, TrendPoint
from faheng.charts.spec_over_time import Bump, SmallMultiples
from faheng.measures.wording import plain_number


@dataclass(frozen=True)
class DataTable:
    """`head` names the columns; the first cell of a row says whose the others are."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@singledispatch
def data_table(spec: ChartSpec) -> DataTable:
    """The numbers of `spec`.

    Raises:
        TypeError: this kind of chart is a table by nature (drawn by faheng/charts/html.py), or says none yet.
    """
    raise TypeError(f"no table for readers who cannot see a {type(spec).__name__}")


@data_table.register
def _dots(spec: DotComparison) -> DataTable:
    """A row per region; what stands across all of them is in the caption."""
    earlier = any(row.previous is not None for row in spec.rows)
    ranked = any(row.place for row in spec.rows)
    lines = "，".join(line.label for line in spec.lines)
    return DataTable(
        caption=f"{spec.subtitle}。{lines}" if lines else spec.subtitle,
        head=("地区", *(["名次"] if ranked else []), "数值", *(["上期"] if earlier else []), "说明"),
        rows=tuple(
            (
                row.label,
                *([row.place or "—"] if ranked else []),
                _words(row.text, row.detail, row.mark, row.verdict),
                *([_number(row.previous, spec.unit)] if earlier else []),
                _beyond_the_value(row.about),
            )
            for row in spec.rows
        ),
    )


def _beyond_the_value(about: Sequence[str]) -> str:
    """What there is to say of a region without the first two lines, which say whose value it is and the value."""
    return "；".join(about[2:])


def _number(value: Decimal | None, unit: str) -> str:
    """As `measures.wording` prints it: 100 % and 0 % have no decimals."""
    if value is None:
        return "—"
    exact = unit == "%" and value in (0, 100)
    return f"{plain_number(value) if exact else format(value, ',f')}{unit}"


def _words(text: str, detail: str, *more: str) -> str:
    return " ".join([f"{text}（{detail}）" if detail else text, *(word for word in more if word)])


@data_table.register
def _funnel(spec: Funnel) -> DataTable:
    """A row per region; the bands are what its verdict says."""
    return DataTable(
        caption=f"{spec.subtitle}。{spec.line.label}",
        head=("地区", "数值", spec.cases, "说明"),
        rows=tuple(
            (
                point.label,
                _words(point.text, "", point.verdict),
                f"{point.trials:,}",
                _beyond_the_value(point.about),
            )
            for point in spec.points
        ),
    )


@data_table.register
def _map(spec: RegionMap) -> DataTable:
    """A row per region; where it lies says nothing of its value."""
    return DataTable(
        caption=f"{spec.subtitle}。{spec.caption}",
        head=("地区", "数值", "说明"),
        rows=tuple(
            (area.label, _words(area.text, "", *area.more), _beyond_the_value(area.about))
            for area in spec.areas
        ),
    )


@data_table.register
def _multiples(spec: SmallMultiples) -> DataTable:
    """A row per region, a column per period and one for events; targets and changes of definition are in the notes."""
    lines = [(one.series, one.trend, one.events) for one in spec.panels]
    lines += [(spec.city, "", ())] if spec.city else []
    has_events = any(events for _, _, events in lines)
    return DataTable(
        caption=spec.subtitle,
        head=("地区", *(period.label for period in spec.periods), "趋势", *(["事件"] if has_events else [])),
        rows=tuple(
            (
                series.name,
                *map(_point, series.points),
                trend,
                *(["；".join(map(_event, events)) or "—"] if has_events else []),
            )
            for series, trend, events in lines
        ),
    )


def _event(event: TrendEvent) -> str:
    return f"{event.number} {event.label}"


def _by_place(events: Iterable[TrendEvent]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for event in events:
        found.setdefault(event.place, []).append(_event(event))
    return found


@data_table.register
def _bump(spec: Bump) -> DataTable:
    """A row per region, a column per period with its events."""
    happened = _by_place(spec.events)
    periods = [_words(one.label, "，".join(happened.get(at, ()))) for at, one in enumerate(spec.periods)]
    return DataTable(
        caption=spec.subtitle,
        head=("地区", *periods, "最近一期的名次区间"),
        rows=tuple((line.series.name, *map(_point, line.series.points), line.chance) for line in spec.lines),
    )


@data_table.register
def _trend(spec: Trend) -> DataTable:
    """A row per period, a column per line, the city's sum among them; targets, changes of definition and
    events where they are.
    """
    series = [*spec.series, *([spec.total] if spec.total else [])]
    targets = {place: step.label for step in spec.targets for place in range(step.first, step.last + 1)}
    changes: dict[int, list[str]] = {}
    for broken in spec.breaks:
        changes.setdefault(ceil(broken.place), []).append(broken.label)
    for place, happened in _by_place(spec.events).items():
        changes.setdefault(place, []).extend(happened)
    return DataTable(
        caption=spec.subtitle,
        head=("时期", *(one.name for one in series), *(["目标"] if targets else [])),
        rows=tuple(
            (
                _words(period.label, "，".join(changes.get(place, ()))),
                *(_point(one.points[place]) for one in series),
                *([targets.get(place, "—")] if targets else []),
            )
            for place, period in enumerate(spec.periods)
        ),
    )


def _point(point: TrendPoint) -> str:
    """`88.24%（15/17） 暂定`; a word in a value's place (无案件) may be its own explanation."""
    return _words(point.text, "" if point.detail == point.text else point.detail, point.mark)
