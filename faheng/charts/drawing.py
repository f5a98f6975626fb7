"""What every Plotly drawing of ours needs: safe text, its colour, links, round steps of an axis."""

from __future__ import annotations

from html import escape
from math import floor, log10

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
