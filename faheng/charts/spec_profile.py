"""The ChartSpecs of 县区画像: a region's indicators against its city (Spine), and what they lack (Bullets)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from faheng.address import Address
from faheng.charts.spec import Basis, ChartSpec, Tone


@dataclass(frozen=True)
class Span:
    """Where a region stands among the others of its city, all in the indicator's unit.

    `others` are the values of the other regions. `direction` is the indicator's: a lower value that is better
    stands further to the right; one that is neither better nor worse stands by its size.
    """

    city: Decimal
    others: tuple[Decimal, ...]
    direction: Literal["higher", "lower", "neutral"]
    value: Decimal | None = None
    target: Decimal | None = None

    @property
    def low(self) -> Decimal:
        """The smallest value of any region."""
        return min(self._values)

    @property
    def high(self) -> Decimal:
        """The largest value of any region."""
        return max(self._values)

    @property
    def _values(self) -> tuple[Decimal, ...]:
        return self.others if self.value is None else (*self.others, self.value)


@dataclass(frozen=True)
class SpineRow:
    """One indicator of a region: its value (or words in its place), the city's, the change, the target.

    `note` is the period where it is not the chosen one. `detail` stands beside the value in smaller letters (57/60), `mark`
    names what may still change (暂定) and makes the dot hollow; `city_mark` says the same of the city's value, and when not
    all regions are in it (部分). `tone` says whether the target of `goal` is met, or what there is instead of a value.
    Without a `span` nothing is drawn: to compare counts would be to compare the size of counties.
    """

    label: str
    text: str
    city_text: str
    tone: Tone = "plain"
    note: str = ""
    detail: str = ""
    mark: str = ""
    city_mark: str = ""
    change: str = ""
    goal: str = ""
    span: Span | None = None
    about: str = ""
    address: Address | None = None
    value_address: Address | None = None
    city_address: Address | None = None
    basis: Basis | None = None


@dataclass(frozen=True)
class SpineGroup:
    """The indicators of one category below its name."""

    label: str
    rows: tuple[SpineRow, ...]


@dataclass(frozen=True, kw_only=True)
class Spine(ChartSpec):
    """Every indicator of one region against its city: the city's value in the middle, the span of the regions round it.

    `whose` heads the column of the region's values.
    """

    whose: str
    groups: tuple[SpineGroup, ...]


@dataclass(frozen=True)
class Bullet:
    """One indicator of a region, in its own unit from 0 to `maximum`.

    `text` is the value as printed, `detail` what stands behind it (57/60), `mark` what may still change (暂定). `goal` and
    `city_text` say target and city with the distance to them (95%：差 3 件); `tone` is that of the goal. `city_note` is what
    must be known of the comparison: 部分, 看不出差别. A mark without a number (`target`, `city`, `previous` None) is not drawn.
    """

    label: str
    text: str
    value: Decimal
    maximum: Decimal
    tone: Tone = "plain"
    note: str = ""
    detail: str = ""
    mark: str = ""
    target: Decimal | None = None
    city: Decimal | None = None
    previous: Decimal | None = None
    goal: str = ""
    city_text: str = ""
    city_note: str = ""
    about: str = ""
    address: Address | None = None
    value_address: Address | None = None
    city_address: Address | None = None
    basis: Basis | None = None


@dataclass(frozen=True)
class BulletGroup:
    """Bullets below a heading that says how far they all are."""

    label: str
    rows: tuple[Bullet, ...]


@dataclass(frozen=True, kw_only=True)
class Bullets(ChartSpec):
    """Values as bars, the target a tick, the city a thin one, the period before a hollow dot; `whose` heads the values."""

    whose: str
    groups: tuple[BulletGroup, ...]

    @property
    def rows(self) -> tuple[Bullet, ...]:
        """All bullets, from top to bottom."""
        return tuple(row for group in self.groups for row in group.rows)
