"""Draws a panel for every region with Plotly: as many side by side as the place has room for, all on one scale."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from math import ceil
from typing import Any

from faheng.charts import theme
from faheng.charts.drawing import BASE_LAYOUT, Frame, ink, link, plain
from faheng.charts.spec import SIGNS, TrendSeries
from faheng.charts.spec_over_time import RegionPanel, SmallMultiples
from faheng.charts.trend_events import event_lines, event_rows, event_texts
from faheng.charts.trend_labels import numbers_width, shortened
from faheng.charts.trend_marks import break_lines, target_lines
from faheng.charts.trend_panel import panel, value_axis
from faheng.charts.trend_strokes import looks_of, stroke
from faheng.charts.trend_time import for_the_page, time_axis

_TICKS = 3
# From so many px on: at most so many panels side by side.
_ROOM: tuple[tuple[int, int], ...] = ((0, 1), (350, 2), (620, 3), (900, 4), (1300, 6))
_ABOVE = 0.02  # of the scale, so that a target of 100 % is not cut in half
_ROOMY = 24  # periods
_BELOW_PERIODS = 24  # px from the plot down to the numbers of events
_EDGE = 10  # px right of the plot, for half a dot


def multiples_parts(spec: SmallMultiples, frame: Frame | None = None) -> dict[str, Any]:
    """The figure of `spec` as Plotly's data and layout, and in `narrower` how panels stand where there is less room."""
    last = len(spec.periods) - 1
    numbered = max(
        (event_rows(one.events, last, width=theme.MULTIPLES_NARROWEST) for one in spec.panels), default=0
    )
    beside = theme.MULTIPLES_HEAD + theme.MULTIPLES_FOOT + numbered * theme.LABEL_ROW_HEIGHT
    rooms, tall = _ROOM, float(theme.MULTIPLES_HEIGHT)
    if frame:
        most = next(most for start, most in reversed(_ROOM) if frame.width >= start)
        rooms = ((frame.width, most),)
        tall = frame.height / max(ceil(len(spec.panels) / most), 1) - beside
    everything = [one.series for one in spec.panels] + ([spec.city] if spec.city else [])
    steps = [step for one in spec.panels for step in one.targets]
    shown = panel("y", spec, everything, steps, begins=0, height=tall, ticks=_TICKS)
    values = value_axis(shown, spec.unit, tall)
    values["range"] = [shown.low, shown.high + (shown.high - shown.low) * _ABOVE]
    left = numbers_width([shown], spec.unit) + 8
    *narrow, widest = [
        (start, _Grid(len(spec.panels), most, max(start, 320) - left - _EDGE, tall, tall + beside))
        for start, most in rooms
    ]
    drawn = [_Drawn(spec, one, f"{number + 1}" if number else "") for number, one in enumerate(spec.panels)]
    layout: dict[str, Any] = {
        **BASE_LAYOUT,
        "height": widest[1].height,
        "margin": {"l": left, "r": _EDGE, "t": 0, "b": 0, "pad": 0},
        "meta": for_the_page(spec.periods),
        "shapes": [shape for one in drawn for shape in one.shapes()],
        "annotations": [text for one in drawn for text in one.texts()],
    }
    places = widest[1].axes()
    for one in drawn:
        x, y = f"xaxis{one.number}", f"yaxis{one.number}"
        layout[x] = {**time_axis(spec.periods, ()), "anchor": f"y{one.number}", **places[x]}
        layout[y] = {**values, "anchor": f"x{one.number}", **places[y]}
    # An axis is drawn only when a trace stands on it.
    data = [trace for one in drawn for trace in one.traces()]
    narrower = [
        {"below": below, "layout": {"height": grid.height, **grid.axes()}}
        for (_, grid), (below, wider) in pairwise([*narrow, widest])
        if grid.columns != wider.columns
    ]
    return {
        "data": data or [{"type": "scatter", "x": [None], "y": [None]}],
        "layout": layout,
        "narrower": narrower,
    }


@dataclass(frozen=True)
class _Grid:
    """Where panels stand, when at most `most` have room side by side in `width` px; a row is so many px high, in it the
    panel itself `tall`.
    """

    count: int
    most: int
    width: float
    tall: float
    row: float

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return max(ceil(self.count / self.most), 1)

    @property
    def columns(self) -> int:
        """How many stand side by side: ten as five and five, not as six and four."""
        return max(ceil(self.count / self.rows), 1)

    @property
    def height(self) -> float:
        """The height of all rows in px."""
        return self.rows * self.row

    def axes(self) -> dict[str, dict[str, Any]]:
        """The places of all axes; only the first of a row has numbers."""
        gap = theme.MULTIPLES_GAP / self.width
        wide = (1 - gap * (self.columns - 1)) / self.columns
        found: dict[str, dict[str, Any]] = {}
        for place in range(self.count):
            row, column = divmod(place, self.columns)
            top = 1 - (row * self.row + theme.MULTIPLES_HEAD) / self.height
            begin = column * (wide + gap)
            number = f"{place + 1}" if place else ""
            found[f"xaxis{number}"] = {"domain": [round(begin, 4), round(min(begin + wide, 1), 4)]}
            found[f"yaxis{number}"] = {
                "domain": [round(top - self.tall / self.height, 4), round(top, 4)],
                "showticklabels": column == 0,
            }
        return found


@dataclass(frozen=True)
class _Drawn:
    """What is drawn in one panel, on the axes of its `number`."""

    spec: SmallMultiples
    panel: RegionPanel
    number: str

    def traces(self) -> Iterator[dict[str, Any]]:
        """Yield the city's line and, on top of it, the region's, whose last dot has a colour when it misses its target."""
        city = self.spec.city
        if city is not None:
            yield self._trace(city)
        region = self._trace(self.panel.series)
        if (missed := theme.MISSED.get(self.panel.tone)) is not None:
            last = max(place for place, value in enumerate(region["y"]) if value is not None)
            colors = [missed if place == last else theme.MAIN for place in range(len(region["y"]))]
            line = region["marker"]["line"]
            region["marker"] |= {"color": colors, "line": {**line, "color": colors}}
        yield region

    def _trace(self, series: TrendSeries) -> dict[str, Any]:
        """A line as the large chart draws it, but thin and without markers on it; the city's is what lies behind."""
        look = looks_of(self.spec.periods, [series])[series.key]
        # Of many periods the last ones may all be hollow: their rings must not lie on one another.
        size = theme.SMALL_POINT if len(self.spec.periods) <= _ROOMY else theme.TINY_POINT
        look = replace(look, width=theme.MULTIPLES_WIDTH, size=size, marked=False)
        if series is self.spec.city:
            look = replace(
                look, color=theme.CONTEXT, width=theme.CONTEXT_WIDTH, dash="solid", size=theme.TINY_POINT
            )
        return {**stroke(self.spec.periods, series, look, f"y{self.number}"), "xaxis": f"x{self.number}"}

    def shapes(self) -> list[dict[str, Any]]:
        """The target, the changes of definition and the events."""
        x, y = f"x{self.number}", f"y{self.number}"
        targets = target_lines(self.panel.targets, len(self.spec.periods) - 1)
        return [
            *({**line, "xref": x, "yref": y, "line": {**line["line"], "width": 1.5}} for line in targets),
            *({**line, "xref": x, "yref": f"{y} domain"} for line in break_lines(self.panel.breaks)),
            *({**line, "xref": x, "yref": f"{y} domain"} for line in event_lines(self.panel.events)),
        ]

    def texts(self) -> Iterator[dict[str, Any]]:
        """Yield name and last value, below them what the test says, and the first and the last period."""
        last = self.panel.series.points[-1]
        number = (
            last.text
            if last.value is None or self.spec.unit == "%"
            else last.text.removesuffix(self.spec.unit)
        )
        number = f"{sign} {number}" if (sign := SIGNS.get(self.panel.tone)) else number
        size = theme.END_LABEL_SIZES["highlighted"]
        name = shortened(self.panel.series.label, number, size, within=theme.MULTIPLES_TITLE_WIDTH)
        second = f"<b>{plain(number)}</b>"
        yield self._text(
            link(ink(f"<b>{plain(name)}</b>", size=size), self.panel.series.address), size=size, above=20
        )
        yield self._text(ink(second, size=size), right=True, size=size, above=20)
        if self.panel.trend:
            yield self._text(ink(plain(self.panel.trend), size=theme.AXIS_SIZE), above=3)
        first, *rest = self.spec.periods
        for period, right in ((first, False), *((one, True) for one in rest[-1:])):
            words = ink(plain(period.short), size=theme.AXIS_SIZE)
            yield self._text(link(words, period.address), right=right, above=-6)
        numbers = event_texts(
            self.panel.events,
            len(self.spec.periods) - 1,
            width=theme.MULTIPLES_NARROWEST,
            above=-_BELOW_PERIODS,
        )
        for text in numbers:
            yield {**text, "xref": f"x{self.number}", "yref": f"y{self.number} domain"}

    def _text(
        self, text: str, *, right: bool = False, above: float, size: int = theme.AXIS_SIZE
    ) -> dict[str, Any]:
        """`above` px above the panel, or below it when negative."""
        side = "right" if right else "left"
        return {
            "text": text,
            "x": 1 if right else 0,
            "xref": f"x{self.number} domain",
            "xanchor": side,
            "align": side,
            "y": 1 if above > 0 else 0,
            "yref": f"y{self.number} domain",
            "yanchor": "bottom" if above > 0 else "top",
            "yshift": above,
            "showarrow": False,
            "borderpad": 0,
            "font": {"size": size},
        }
