"""What stands among the lines of native charts over time: targets, events, changes of definition, names of periods."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from math import ceil

from faheng.charts.drawing import text_width
from faheng.charts.spec import TargetStep, TrendBreak, TrendEvent, TrendPeriod
from faheng.meeting import palette
from faheng.meeting.native.chart import Label, Marker, NativeSeries


def named_periods(periods: Sequence[TrendPeriod], step: int, bottom: float, size: float) -> NativeSeries:
    """Every so many periods named below the axis, at its `bottom`, from the last one back.

    Labels of a series that is not seen: LibreOffice knows no step between labels of an axis and breaks each over two lines.
    """
    places = range(len(periods) - 1, -1, -step)
    return NativeSeries(
        name="时期",
        values=tuple(Decimal(str(bottom)) if place in places else None for place in range(len(periods))),
        color=palette.SUB,
        labels={place: Label((periods[place].short,), "b", size, palette.SUB) for place in places},
    )


def target_series(
    steps: Sequence[TargetStep], count: int, size: float, *, last_label: float
) -> Iterator[NativeSeries]:
    """Yield a dashed red series for every step of the target, its words at its left end, or at the right of a late one."""
    for step in steps:
        late = step.first > last_label
        place = step.last if late and step.last > step.first else step.first
        words = Label((step.label,), "t", size, palette.WARNING)
        width = text_width(step.label, 100) * size / 100
        moved = -width / 2 if late else width / 2
        yield NativeSeries(
            name=step.label,
            values=tuple(
                step.value if step.first <= number <= step.last else None for number in range(count)
            ),
            color=palette.WARNING,
            width=1.75,
            dash="dash",
            marker=Marker("dash", 12, palette.WARNING) if step.first == step.last else None,
            labels={place: replace(words, right=moved)},
        )


def happenings(
    events: Sequence[TrendEvent],
    breaks: Sequence[TrendBreak],
    periods: Sequence[TrendPeriod],
    top: float,
    size: float,
) -> Iterator[NativeSeries]:
    """Yield what stands above the plot: the number of an event, the words of a change of definition from its period on."""
    texts: dict[int, list[str]] = {}
    for event in events:
        texts.setdefault(event.place, []).append(event.number)
    for broken in breaks:
        texts.setdefault(ceil(broken.place), []).append(f"┆ {broken.label}")
    if texts:
        yield NativeSeries(
            name="事件、口径变化",
            values=tuple(Decimal(str(top)) if place in texts else None for place in range(len(periods))),
            color=palette.SUB,
            labels={
                place: Label((" ".join(found),), "t", size, palette.SUB) for place, found in texts.items()
            },
        )
