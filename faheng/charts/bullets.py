"""Draws Bullets as an HTML table: positions are computed here, the template only places them."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from faheng.charts.html import render
from faheng.charts.spec_profile import Bullet, Bullets


@dataclass(frozen=True)
class _Marks:
    """Where the marks of a row stand, in % of its length from 0; the bar ends at `value`."""

    value: float
    target: float | None
    city: float | None
    previous: float | None


def bullets_html(spec: Bullets) -> str:
    """The bullets as a table; on a phone each label stands above its values and its bar."""
    groups = [(group.label, [(row, _marks(row)) for row in group.rows]) for group in spec.groups]
    return render("bullets", bullets=spec, groups=groups)


def _marks(row: Bullet) -> _Marks:
    def place(number: Decimal) -> float:
        return round(float(number / row.maximum) * 100, 1) if row.maximum else 0.0

    def placed(number: Decimal | None) -> float | None:
        return None if number is None else place(number)

    return _Marks(place(row.value), placed(row.target), placed(row.city), placed(row.previous))
