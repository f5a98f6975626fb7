"""Draws a Spine as an HTML table: positions are computed here, the template only places them."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from faheng.charts.html import render
from faheng.charts.spec_profile import Span, Spine, SpineRow

_REACH = 46.0  # % from the middle to the farthest mark, so that half a dot has room beyond it


@dataclass(frozen=True)
class _Marks:
    """Where the marks of a row stand, in % of the cell from its left edge."""

    band: float
    band_width: float
    others: tuple[float, ...]
    value: float | None
    target: float | None


def spine_html(spec: Spine) -> str:
    """The spine as a table; on a phone each label stands above its values and the drawing below them."""
    groups = [(group.label, [(row, _marks(row)) for row in group.rows]) for group in spec.groups]
    return render("spine", spine=spec, groups=groups)


def _marks(row: SpineRow) -> _Marks | None:
    """The city's value is in the middle, the value farthest from it at one end; each row has its own scale."""
    span = row.span
    if span is None:
        return None
    reach = max(span.high - span.city, span.city - span.low)
    ends = sorted((_place(span, span.low, reach), _place(span, span.high, reach)))
    target = span.target
    return _Marks(
        band=ends[0],
        band_width=round(ends[1] - ends[0], 1),
        others=tuple(sorted({_place(span, value, reach) for value in span.others})),
        value=None if span.value is None else _place(span, span.value, reach),
        target=None if target is None or abs(target - span.city) > reach else _place(span, target, reach),
    )


def _place(span: Span, value: Decimal, reach: Decimal) -> float:
    if not reach:
        return 50.0  # all regions are alike
    share = float((value - span.city) / reach)
    return round(50 + (-share if span.direction == "lower" else share) * _REACH, 1)
