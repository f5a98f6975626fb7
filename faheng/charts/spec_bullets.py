"""The ChartSpec of 扣分在哪: values against their target and the city, with how many cases are between."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from faheng.address import Address
from faheng.charts.spec import ChartSpec, Tone


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
