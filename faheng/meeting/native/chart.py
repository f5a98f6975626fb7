"""NativeChart: a chart that Office draws itself, said in its own terms; which file it goes into makes no difference."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

Number = Decimal | float | int


@dataclass(frozen=True)
class Box:
    """A rectangle, in points from the top left corner of the page or of the room that a chart gets."""

    left: float
    top: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Where it ends."""
        return self.left + self.width

    @property
    def bottom(self) -> float:
        """Where it ends below."""
        return self.top + self.height


@dataclass(frozen=True)
class Room:
    """The room for a chart, in points, and its letters: `size` of what must be read, `font` other than the theme's."""

    width: float
    height: float
    size: float = 14
    font: str = ""

    @property
    def small(self) -> float:
        """The size of axes and of what stands behind."""
        return round(self.size * 0.86, 1)


@dataclass(frozen=True)
class Marker:
    """The mark of a value, `size` points wide; a hollow one may still change."""

    symbol: Literal["circle", "square", "diamond", "plus", "dash"]
    size: int
    color: str
    hollow: bool = False


@dataclass(frozen=True)
class Label:
    """Words at a value, a line of text each; `right` and `down` move them, in points, from beside it.

    A line that begins with `small` is in smaller letters: what stands behind a number.
    """

    lines: tuple[str, ...]
    side: Literal["r", "l", "t", "b", "ctr"] = "r"
    size: float = 14
    color: str = ""
    bold: bool = False
    small_size: float = 0
    right: float = 0
    down: float = 0


@dataclass(frozen=True, kw_only=True)
class NativeSeries:
    """A column of the sheet behind the chart, with how it is drawn; `across` are the x of a chart of two value axes.

    None is an empty cell: a gap. `width` 0 draws no line. `markers` and `labels` are by the number of the value, from 0;
    a number that is in `markers` with None has none.
    """

    name: str
    values: tuple[Number | None, ...]
    color: str
    across: tuple[Number | None, ...] = ()
    width: float = 0
    dash: Literal["solid", "dash", "sysDot", "sysDash"] = "solid"
    marker: Marker | None = None
    markers: Mapping[int, Marker | None] = field(default_factory=dict)
    labels: Mapping[int, Label] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class ValueAxis:
    """An axis of numbers; `code` is their format (`0"%"`), empty for an axis that is not seen. `from_top`: 1 is on top."""

    low: float
    high: float
    step: float
    code: str = ""
    title: str = ""
    grid: bool = True
    from_top: bool = False


@dataclass(frozen=True, kw_only=True)
class NativeChart:
    """One chart in its `box` of the room. `about` is its alternative text; `plot` is the box between the axes, in the chart.

    With an axis `across` every series has x and y, else it is a line chart over `categories`. They are the first column of
    the sheet, which `corner` heads; `names_categories`: all of them stand at the axis.
    `touches`: the first and the last category stand at the ends of the plot.
    """

    box: Box
    plot: Box
    about: str
    series: tuple[NativeSeries, ...]
    values: ValueAxis
    across: ValueAxis | None = None
    categories: tuple[str, ...] = ()
    corner: str = ""
    names_categories: bool = True
    title: Label | None = None
    touches: bool = False
    size: float = 12
    font: str = ""
