"""ChartSpec: what a chart shows, said once for every writer (screen, slide, PowerPoint, Word, Excel)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from faheng.address import Address


@dataclass(frozen=True, kw_only=True)
class ChartSpec:
    """What every chart has; each kind adds what it draws.

    `title` states what the data show and is computed from them; `subtitle` explains period and signs;
    `source` and `notes` are printed below. A writer that draws no text round the chart prints them beside it.
    """

    title: str
    subtitle: str
    source: str
    notes: tuple[str, ...] = ()
    made_up: bool = False
    alternative: str = ""
    """The finding and the values in words, for readers who cannot see the chart."""


@dataclass(frozen=True)
class DotRow:
    """One region. Numbers are rounded as printed and in the indicator's unit, except the interval's ends.

    `value` None: no dot, and `text` says why (未报, 无案件). `detail` stands below it in smaller letters
    (57/60). `provisional` is drawn hollow and named in `mark` (暂定, 估计). `about` holds
    the lines that a pointer or a screen reader gets. `address` is where the name leads.
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
    address: Address | None = None

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


@dataclass(frozen=True, kw_only=True)
class DotComparison(ChartSpec):
    """Regions side by side: dots with their intervals, last period's hollow dot, reference lines.

    `maximum` is the largest possible value (100 for percentages), None when there is none.
    """

    rows: tuple[DotRow, ...]
    lines: tuple[ReferenceLine, ...]
    unit: str
    decimals: int
    maximum: Decimal | None = None
    starts_at_zero: bool = False


Tone = Literal["plain", "met", "unmet", "missing", "none"]
"""How a cell is tinted: target met or not, no target (plain), not reported (missing), not expected (none)."""


@dataclass(frozen=True)
class MatrixColumn:
    """A column of a matrix: its heading, and where that leads. `is_total` is set apart (全市)."""

    label: str
    address: Address | None = None
    is_total: bool = False


@dataclass(frozen=True)
class MatrixCell:
    """A value as printed, without its unit; words in a value's place (未报).

    `sign` stands before it (×: target not met), `detail` below it in smaller letters (57/60), `mark` names what
    may still change (暂定). `about` is the whole of it in words, for a pointer or a screen reader.
    """

    text: str
    tone: Tone = "plain"
    sign: str = ""
    detail: str = ""
    mark: str = ""
    about: str = ""
    address: Address | None = None


@dataclass(frozen=True)
class MatrixRow:
    """A row of a matrix: `note` stands beside the label (2025年第4季度) and may lead somewhere of its own.

    A row without cells is a heading over those that follow.
    """

    label: str
    cells: tuple[MatrixCell, ...] = ()
    address: Address | None = None
    note: str = ""
    note_address: Address | None = None


@dataclass(frozen=True, kw_only=True)
class Matrix(ChartSpec):
    """Values of rows × columns, every one a way to where it comes from: the heat map of 总览, the table of 指标趋势.

    `corner` names what the rows are.
    """

    corner: str
    columns: tuple[MatrixColumn, ...]
    rows: tuple[MatrixRow, ...]
