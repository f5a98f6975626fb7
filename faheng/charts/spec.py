"""ChartSpec: what a chart shows, said once for every writer (screen, slide, PowerPoint, Word, Excel)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType
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


@dataclass(frozen=True)
class Basis:
    """What a printed value rests on and is held against, as numbers: for a writer whose readers change them (Excel).

    The value is `numerator` ÷ `denominator` × `scale` where all three are known, printed with so many `decimals`.
    `target` is None where the value is not held against one; `tone` says whether it is met.
    """

    direction: Literal["higher", "lower", "neutral"] = "neutral"
    decimals: int = 0
    scale: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    target: Decimal | None = None
    tone: Tone = "plain"


Judgement = Literal["untested", "no difference", "different", "better", "perhaps worse", "worse"]
"""How a value is coloured by a test; `different` is neither good nor bad, as of a neutral indicator."""


@dataclass(frozen=True)
class DotRow:
    """One region. Numbers are rounded as printed and in the indicator's unit, except the interval's ends.

    `value` None: no dot, and `text` says why (未报, 无案件). `detail` stands below it in smaller letters
    (57/60). `verdict` says how a test judges the value (可能劣于), `judged` colours the dot by it. `provisional` is drawn
    hollow and named in `mark` (暂定, 估计). `place` stands below the name (第3名（1–7）). `about` holds the lines that a
    pointer gets: whose value it is, the value, and what else there is to say of it. `address` is where the name leads,
    `value_address` where the dot does.
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
    verdict: str = ""
    judged: Judgement = "untested"
    place: str = ""
    about: tuple[str, ...] = ()
    address: Address | None = None
    value_address: Address | None = None
    basis: Basis | None = None

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

    `maximum` is the largest possible value (100 for percentages), None when there is none. `highlighted` is the key of
    the row that a deck is about.
    """

    rows: tuple[DotRow, ...]
    lines: tuple[ReferenceLine, ...]
    unit: str
    decimals: int
    highlighted: str = ""
    maximum: Decimal | None = None
    starts_at_zero: bool = False


@dataclass(frozen=True)
class FunnelPoint:
    """One region: its rate as printed and its number of cases; `address` is where the mark leads, the rest as in DotRow."""

    key: str
    label: str
    text: str
    value: Decimal
    trials: int
    verdict: str = ""
    judged: Judgement = "untested"
    about: tuple[str, ...] = ()
    address: Address | None = None
    basis: Basis | None = None


@dataclass(frozen=True)
class FunnelBand:
    """For numbers of cases, in order, between which rates (%) nothing is told apart at this `level`."""

    level: float
    trials: tuple[int, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]


@dataclass(frozen=True, kw_only=True)
class Funnel(ChartSpec):
    """Rates by number of cases, and how far from the city's rate chance alone takes a region of each size.

    `cases` names the numbers of cases (应出庭件数). The widest band comes first. `maximum` and `highlighted` are
    those of DotComparison.
    """

    points: tuple[FunnelPoint, ...]
    bands: tuple[FunnelBand, ...]
    line: ReferenceLine
    cases: str
    unit: str
    highlighted: str = ""
    maximum: Decimal | None = None


Tone = Literal["plain", "met", "near", "unmet", "missing", "none"]
"""How a cell is tinted: target met, missed by one case (near) or by more, no target (plain), not reported (missing),
not expected (none)."""
SIGNS: Mapping[Tone, str] = MappingProxyType({"near": "△", "unmet": "×"})
"""What stands before a value or a goal of this tone, so that colour is never alone."""


@dataclass(frozen=True)
class MatrixColumn:
    """A column of a matrix: its heading, and where that leads. `is_total` is set apart (全市)."""

    label: str
    address: Address | None = None
    is_total: bool = False


@dataclass(frozen=True)
class MatrixCell:
    """A value as printed, without its unit; words in a value's place (未报).

    `sign` stands before it (×: target missed), `detail` below it in smaller letters (57/60), `mark` names what
    may still change (暂定). `about` is the whole of it in words, for a pointer or a screen reader.
    """

    text: str
    tone: Tone = "plain"
    sign: str = ""
    detail: str = ""
    mark: str = ""
    about: str = ""
    address: Address | None = None
    basis: Basis | None = None


@dataclass(frozen=True)
class MatrixRow:
    """A row of a matrix: `note` stands beside the label (2025年第4季度) and may lead somewhere of its own.

    A row without cells is a heading over those that follow; `is_sum` is set apart from the others.
    """

    label: str
    cells: tuple[MatrixCell, ...] = ()
    address: Address | None = None
    note: str = ""
    note_address: Address | None = None
    is_sum: bool = False


@dataclass(frozen=True, kw_only=True)
class Matrix(ChartSpec):
    """Values of rows × columns, every one a way to where it comes from: the heat map of 总览, the table of 指标趋势.

    `corner` names what the rows are.
    """

    corner: str
    columns: tuple[MatrixColumn, ...]
    rows: tuple[MatrixRow, ...]


@dataclass(frozen=True)
class SparkPoint:
    """A place on a sparkline; None leaves it empty. `joined`: a line leads here from the point before."""

    value: Decimal | None
    joined: bool = False


@dataclass(frozen=True)
class Card:
    """One number of a city: its indicator (a way to its trend), the value (a way to its regions), what is beside it.

    `history` are the values of the periods up to this one, oldest first. `tone` is that of `goal`. `is_partial`: not
    all regions are in the value.
    """

    label: str
    address: Address
    value: str
    unit: str
    period: str
    value_address: Address | None
    mark: str = ""
    change: str = ""
    goal: str = ""
    tone: Tone = "plain"
    counted: str = ""
    history: tuple[SparkPoint, ...] = ()
    about: str = ""
    basis: Basis | None = None
    is_partial: bool = False


@dataclass(frozen=True)
class TrendPeriod:
    """A place on the time axis: `label` for sentences (2024年第3季度), `short` for the axis (2024Q3).

    `starts_year` marks the first period of a year. `address` is where the axis' label leads (all
    regions in this period), and every value of the period, there with its region's row.
    """

    code: str
    label: str
    short: str
    starts_year: bool = True
    address: Address | None = None


@dataclass(frozen=True)
class TrendPoint:
    """A series in one period. `value` is rounded as printed; None leaves a gap, and `text` says why (未报).

    `joined`: a line leads here from the point before. It is False behind a gap, across a change of definition, and
    between values that rest on different regions. `detail` is what stands behind the value (57/60), `mark` what must be
    known of it (暂定, 累计, 仅5个地区). `hollow`: it may still change, or is not the whole.
    """

    text: str
    value: Decimal | None = None
    detail: str = ""
    mark: str = ""
    joined: bool = False
    hollow: bool = False
    basis: Basis | None = None


TrendRole = Literal["highlighted", "context", "city"]


@dataclass(frozen=True)
class TrendSeries:
    """A region, or the city, over time: one point for each period of the chart, in their order.

    `name` is the whole name, `label` a short one for the end of the line, where it leads to `address`.
    """

    key: str
    name: str
    label: str
    role: TrendRole
    points: tuple[TrendPoint, ...]
    address: Address | None = None


@dataclass(frozen=True)
class TargetStep:
    """The target of all regions from the period numbered `first` to `last`, both included, counted from 0."""

    first: int
    last: int
    value: Decimal
    label: str


@dataclass(frozen=True)
class TrendBreak:
    """A change of definition, at a place on the axis: 6.5 is between the periods numbered 6 and 7."""

    place: float
    label: str


@dataclass(frozen=True)
class TrendEvent:
    """What the office pinned to the period numbered `place`: drawn as its number (①), told in the notes as `label`."""

    place: int
    number: str
    label: str


@dataclass(frozen=True, kw_only=True)
class Trend(ChartSpec):
    """One indicator over time. `total`: the city's sum, which has a panel of its own, as it is far above its parts.

    `maximum` is the largest possible value (100 for percentages), None when there is none.
    """

    periods: tuple[TrendPeriod, ...]
    series: tuple[TrendSeries, ...]
    unit: str
    decimals: int
    total: TrendSeries | None = None
    targets: tuple[TargetStep, ...] = ()
    breaks: tuple[TrendBreak, ...] = ()
    events: tuple[TrendEvent, ...] = ()
    maximum: Decimal | None = None
    starts_at_zero: bool = False
