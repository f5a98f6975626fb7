"""The names at the right end of a trend's lines: they never touch, whatever the width of the figure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import ceil
from typing import Any

from faheng.charts import theme
from faheng.charts.drawing import ink, link, plain, text_width
from faheng.charts.spec import Trend, TrendSeries
from faheng.charts.trend_panel import Panel

_LINE_HEIGHT = 1.4  # of a label, in its letters' height
GAP = 14  # px between the last point and its name
GAP_ON_A_SLIDE = 30  # there labels lie farther from their points, and a room must see which leads to which


@dataclass(frozen=True)
class EndLabel:
    """A line's name and last value; the word in its place, at the height of the last one, when it ended before.

    `wanted` is where the line ends, in px from the top of its panel.
    """

    series: TrendSeries
    name: str
    number: str
    wanted: float

    @property
    def size(self) -> int:
        """Its letters' height in px."""
        return theme.END_LABEL_SIZES[self.series.role]

    @property
    def height(self) -> float:
        """How much room it takes in px."""
        return self.size * _LINE_HEIGHT

    @property
    def width(self) -> float:
        """How wide it is in px, about."""
        return text_width(self.text, self.size)

    @property
    def text(self) -> str:
        """What it says."""
        between = "" if self.number.startswith("（") else " "
        return f"{self.name}{between}{self.number}".strip()


@dataclass(frozen=True)
class Placed:
    """A label and where its middle stands, in px from the top of the plot; `end` is where its line ends."""

    label: EndLabel
    middle: float
    end: float


def numbers_width(panels: Sequence[Panel], unit: str) -> int:
    """How wide the widest number beside the panels is, in px."""
    return ceil(max(text_width(text, theme.AXIS_SIZE) for shown in panels for text in shown.ticks(unit)[1]))


def label_height(series: Sequence[TrendSeries]) -> float:
    """How much room the labels of these lines would like to have, in px."""
    return sum(theme.END_LABEL_SIZES[one.role] * _LINE_HEIGHT for one in series)


def place_labels(spec: Trend, series: Sequence[TrendSeries], panel: Panel) -> list[Placed]:
    """The labels of the lines of a panel, each as near as can be to where its line ends."""
    return arranged([label for one in series if (label := _label(spec, one, panel))], panel)


def arranged(labels: Sequence[EndLabel], panel: Panel) -> list[Placed]:
    """The labels that find room beside a panel, each as near as can be to where it wants to be."""
    kept = fitting(labels, panel.height)
    middles = spread([label.wanted for label in kept], [label.height for label in kept], panel.height)
    return [
        Placed(label, panel.begins + middle, panel.begins + label.wanted)
        for label, middle in zip(kept, middles, strict=True)
    ]


def _label(spec: Trend, series: TrendSeries, panel: Panel) -> EndLabel | None:
    known = [point.value for point in series.points if point.value is not None]
    if not known:
        return None
    last = series.points[-1]
    number = last.text if last.value is None or spec.unit == "%" else last.text.removesuffix(spec.unit)
    name = shortened(series.label, number, theme.END_LABEL_SIZES[series.role])
    return EndLabel(series, name, number, panel.px(float(known[-1])))


def shortened(name: str, number: str, size: int, *, within: float = theme.END_LABEL_WIDTH) -> str:
    """The name, cut where name and number would take more than a third of a phone."""
    room = within - text_width(f" {number}", size)
    if text_width(name, size) <= room:
        return name
    while len(name) > 1 and text_width(f"{name}…", size) > room:
        name = name[:-1]
    return f"{name}…"


def fitting(labels: Sequence[EndLabel], room: float) -> list[EndLabel]:
    """The labels that `room` px have place for, from the top: the highlighted and the city always.

    Where there are too many, one of two goes that are nearest each other: it would tell least.
    """
    kept = sorted(labels, key=lambda label: label.wanted)
    while sum(label.height for label in kept) > room:
        loose = [
            (kept[place + 1].wanted - kept[place].wanted, candidate)
            for place in range(len(kept) - 1)
            for candidate in (place + 1, place)
            if kept[candidate].series.role == "context"
        ]
        if not loose:
            break
        kept.pop(min(loose, key=lambda pair: pair[0])[1])
    return kept


def spread(wanted: Sequence[float], heights: Sequence[float], room: float) -> list[float]:
    """Middles of labels that touch neither each other nor the ends of `room`, as near as can be to `wanted`.

    `wanted` is in order, and the order stays. Labels that would touch form a block, which stands where its members
    want to be on average (isotonic regression by pooling neighbours).
    """
    above = list(accumulate(heights, initial=0.0))
    blocks: list[tuple[float, int]] = []  # the sum of what its members want, and how many they are
    for place, (middle, height) in enumerate(zip(wanted, heights, strict=True)):
        total, count = middle - height / 2 - above[place], 1
        while blocks and blocks[-1][0] / blocks[-1][1] >= total / count:
            before, members = blocks.pop()
            total, count = total + before, count + members
        blocks.append((total, count))
    free = max(room - above[-1], 0.0)
    tops = [min(max(total / count, 0.0), free) for total, count in blocks for _ in range(count)]
    return [top + before + height / 2 for top, before, height in zip(tops, above[:-1], heights, strict=True)]


def label_texts(
    place: int, placed: Sequence[Placed], plot: float, *, before: bool = False, gap: int = GAP, bold: str = ""
) -> list[dict[str, Any]]:
    """The labels as Plotly's annotations, in a plot `plot` px high: behind the period `place`, or before it.

    Bold are the highlighted and the line whose key is `bold`.
    """
    return [
        {
            "text": _text(
                one.label, bold=one.label.series.role == "highlighted" or one.label.series.key == bold
            ),
            "x": place,
            "xref": "x",
            "xanchor": "right" if before else "left",
            "xshift": -gap if before else gap,
            "y": 1 - one.middle / plot,
            "yref": "paper",
            "yanchor": "middle",
            "align": "right" if before else "left",
            "showarrow": False,
            "borderpad": 0,
            "font": {"size": one.label.size},
        }
        for one in placed
    ]


def _text(label: EndLabel, *, bold: bool) -> str:
    words = plain(label.text)
    if bold:
        words = f"<b>{words}</b>"
    return link(ink(words, size=label.size), label.series.address)


def leaders(
    place: int,
    placed: Sequence[Placed],
    colors: dict[str, str],
    plot: float,
    *,
    before: bool = False,
    gap: int = GAP,
    share: float | None = None,
) -> list[dict[str, Any]]:
    """A short stroke from a line's value in the period `place` to its label, in the line's colour; none without one.

    With `share`, where the period lies in the plot's width, they are not cut at the plot's edge.
    """
    side = -1 if before else 1
    where = {"xref": "x", "xanchor": place} if share is None else {"xref": "paper", "xanchor": share}
    return [
        {
            "type": "line",
            **where,
            "xsizemode": "pixel",
            "x0": side * 5,
            "x1": side * (gap - 2),
            "yref": "paper",
            "y0": 1 - one.end / plot,
            "y1": 1 - one.middle / plot,
            "line": {"color": colors[one.label.series.key], "width": 1},
        }
        for one in placed
        if one.label.series.points[place].value is not None
    ]


def margin(placed: Sequence[Placed]) -> int:
    """The room right of the plot that the labels need: a third of a phone at most."""
    return round(min(max((one.label.width for one in placed), default=12.0), theme.END_LABEL_WIDTH)) + 8
