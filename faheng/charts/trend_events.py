"""Events that the office pinned to a trend: a dotted line at their period, and their numbers, which never touch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from faheng.charts import theme
from faheng.charts.drawing import ink, plain, text_width
from faheng.charts.spec import TrendEvent

_GAP = 4  # px between numbers side by side


@dataclass(frozen=True)
class _Mark:
    """The numbers of all events of one period, and in which row they stand."""

    place: int
    text: str
    row: int


def event_rows(events: Sequence[TrendEvent], last: int, *, width: float) -> int:
    """How many rows the numbers need in a plot `width` px wide, whose last period is numbered `last`."""
    return max((mark.row for mark in _marks(events, last, width)), default=-1) + 1


def event_lines(events: Sequence[TrendEvent]) -> list[dict[str, Any]]:
    """A thin dotted line through all panels at every period with an event; a change of definition has a solid one."""
    return [
        {
            "type": "line",
            "xref": "x",
            "x0": place,
            "x1": place,
            "yref": "paper",
            "y0": 0,
            "y1": 1,
            "line": {"color": theme.CITY, "width": 1, "dash": "dot"},
        }
        for place in sorted({event.place for event in events})
    ]


def event_texts(
    events: Sequence[TrendEvent], last: int, *, width: float, above: float
) -> list[dict[str, Any]]:
    """The numbers, `above` px over the plot, or below it when negative, in as few rows as keep them apart."""
    return [
        {
            "text": ink(plain(mark.text), size=theme.DETAIL_SIZE),
            "x": mark.place,
            "xref": "x",
            "xanchor": "center",
            "y": 1 if above >= 0 else 0,
            "yref": "paper",
            "yanchor": "bottom" if above >= 0 else "top",
            "yshift": above + (1 if above >= 0 else -1) * mark.row * theme.LABEL_ROW_HEIGHT,
            "showarrow": False,
            "borderpad": 0,
            "font": {"size": theme.DETAIL_SIZE},
        }
        for mark in _marks(events, last, width)
    ]


def _marks(events: Sequence[TrendEvent], last: int, width: float) -> list[_Mark]:
    at: dict[int, str] = {}
    for event in sorted(events, key=lambda event: event.place):
        at[event.place] = at.get(event.place, "") + event.number
    ends: list[float] = []  # of each row, in px
    marks = []
    for place, text in at.items():
        middle = place / last * width if last else width / 2
        half = text_width(text, theme.DETAIL_SIZE) / 2 + _GAP / 2
        row = next((row for row, end in enumerate(ends) if end <= middle - half), len(ends))
        ends[row : row + 1] = [middle + half]
        marks.append(_Mark(place, text, row))
    return marks
