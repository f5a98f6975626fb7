"""What every Plotly drawing of ours needs: safe text, its colour, links, round steps of an axis."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from html import escape
from math import ceil, floor, log10

from faheng.address import Address
from faheng.charts import theme


def plain(text: str) -> str:
    """`text` as text: Plotly reads tags, and a name from an uploaded file must not be one."""
    return escape(text, quote=False)


def ink(text: str, *, size: int | None = None) -> str:
    """`text` in the colour of the page's own text, light or dark; Plotly's tick labels would be grey."""
    font = f";font-size:{size}px" if size else ""
    return f'<span style="color:{theme.INK}{font}">{text}</span>'


def link(text: str, address: Address | None) -> str:
    """`text` as a way to another page; data/assets/navigation.js keeps it inside the app."""
    return f'<a href="{escape(address.url)}">{text}</a>' if address else text


def round_step(width: float) -> float:
    """The smallest of 1, 2, 5 × 10ⁿ that is at least `width`."""
    power: float = 10.0 ** floor(log10(width))
    return next(factor * power for factor in (1, 2, 5, 10) if factor * power >= width * 0.999)


def value_range(
    drawn: Sequence[float], *, maximum: Decimal | None, starts_at_zero: bool, ticks: int
) -> tuple[float, float, float]:
    """Low end, high end and step of a value axis: round numbers around everything that is drawn.

    `maximum` is what values cannot exceed, as a rule: an average in % may (6 of 5 are 120 %).
    """
    most = None if maximum is None else float(maximum)
    low, high = (min(drawn), max(drawn)) if drawn else (0.0, most or 1.0)
    if starts_at_zero:
        low = min(0.0, low)
    if high == low:
        room = abs(low) * 0.1 or 1.0
        low, high = (low - room, high + room) if low else (0.0, room)
        if most is not None and drawn[0] <= most:
            high = min(high, most)
    step = round_step((high - low) / ticks)
    return floor(low / step) * step, ceil(high / step) * step, step
