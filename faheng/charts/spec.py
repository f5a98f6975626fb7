"""ChartSpec: what a chart shows, said once for every writer (screen, slide, PowerPoint, Word, Excel)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal


@dataclass(frozen=True)
class DotRow:
    """One region. Numbers are rounded as printed and in the indicator's unit, except the interval's ends.

    `value` None: no dot, and `text` says why (未报, 无案件). `detail` stands below it in smaller letters
    (57/60). `provisional` is drawn hollow and named in `mark` (暂定, 估计). `about` holds
    the lines that a pointer or a screen reader gets.
    """

    key: str
    label: str
    text: str
    value: Decimal | None = None
    previous: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    detail: str = ""
    mark: str = ""
    is_total: bool = False
    about: tuple[str, ...] = ()

    @property
    def provisional(self) -> bool:
        """Whether the value may still change."""
        return bool(self.mark)


@dataclass(frozen=True)
class ReferenceLine:
    """A line across all rows: the city's value (dotted) or the target (red, dashed), with its label."""

    kind: Literal["city", "target"]
    value: Decimal
    label: str


@dataclass(frozen=True)
class ChartSpec:
    """A comparison of regions: dots with their intervals, last period's hollow dot, reference lines.

    `title` states what the data show and is computed from them; `subtitle` explains period and signs;
    `source` and `notes` are printed below. A writer that draws no text round the chart prints them beside it.
    `maximum` is the largest possible value (100
    for percentages), None when there is none.
    """

    kind: Literal["dot_comparison"]
    title: str
    subtitle: str
    rows: tuple[DotRow, ...]
    lines: tuple[ReferenceLine, ...]
    unit: str
    decimals: int
    source: str
    maximum: Decimal | None = None
    starts_at_zero: bool = False
    notes: tuple[str, ...] = ()
    made_up: bool = False
    alternative: str = ""
    """The finding and the values in words, for readers who cannot see the chart."""
