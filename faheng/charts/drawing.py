"""What every Plotly drawing of ours needs: its layout, safe text and its colour, links, an axis and its steps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from html import escape
from math import ceil, floor, log10
from types import MappingProxyType
from typing import Any
from unicodedata import east_asian_width

from faheng.address import Address
from faheng.charts import theme

BASE_LAYOUT: Mapping[str, Any] = MappingProxyType(
    {
        "paper_bgcolor": theme.TRANSPARENT,
        "plot_bgcolor": theme.TRANSPARENT,
        "showlegend": False,
        "hovermode": "closest",
        "dragmode": False,
        "hoverlabel": {"align": "left", "font": {"size": theme.DETAIL_SIZE}},
    }
)
"""What every chart's layout begins with."""

AXIS_LINE: Mapping[str, Any] = MappingProxyType(
    {
        "fixedrange": True,
        "tickmode": "array",
        "tickfont": {"size": theme.AXIS_SIZE},
        "showgrid": False,
        "zeroline": False,
        "showline": True,
        "linecolor": theme.PREVIOUS,
        "ticks": "outside",
        "tickcolor": theme.PREVIOUS,
        "ticklen": 4,
    }
)
"""An axis drawn as a line with ticks, below the plot."""

LEADS_ON = "点击看这个数的来源"
"""What the last line says that a pointer gets of a mark."""


@dataclass(frozen=True)
class Frame:
    """The place of a figure on a slide, in px as the letters of theme.py are: the figure is as wide, and never higher.

    Without a frame a figure is as high as it likes and right for every width, down to a phone's.
    """

    width: int
    height: int


def plain(text: str) -> str:
    """`text` as text: Plotly reads tags, and a name from an uploaded file must not be one."""
    return escape(text, quote=False)


def ink(text: str, *, size: int | None = None, color: str = theme.INK) -> str:
    """`text` in the colour of the page's own text, light or dark; Plotly's tick labels would be grey."""
    font = f";font-size:{size}px" if size else ""
    return f'<span style="color:{color}{font}">{text}</span>'


def link(text: str, address: Address | None) -> str:
    """`text` as a way to another page; data/assets/navigation.js keeps it inside the app."""
    return f'<a href="{escape(address.url)}">{text}</a>' if address else text


def with_lead(about: Sequence[str], address: Address | None) -> tuple[str, ...]:
    """The lines that a pointer gets of a mark, and that it leads somewhere."""
    return (*about, LEADS_ON) if address else tuple(about)


def text_width(text: str, size: int) -> float:
    """The width of `text` in px: Chinese characters are square, others a little over half of that."""
    return sum(size if east_asian_width(character) in "WF" else size * 0.57 for character in text)


def round_step(width: float) -> float:
    """The smallest of 1, 2, 5 × 10ⁿ that is at least `width`."""
    power: float = 10.0 ** floor(log10(width))
    return next(factor * power for factor in (1, 2, 5, 10) if factor * power >= width * 0.999)


def tick_texts(values: Sequence[float], step: float, unit: str) -> list[str]:
    """The numbers of an axis, with the decimals that `step` needs; of the units only % stands with each."""
    decimals = max(0, -floor(log10(step)))
    percent = unit if unit == "%" else ""
    return [f"{value:,.{decimals}f}{percent}" for value in values]


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
        # One value alone says nothing of how far values lie apart: it stands on an axis from 0.
        low, high = min(0.0, low * 1.1), max(0.0, high * 1.1) or 1.0
        if most is not None and drawn[0] <= most:
            high = min(high, most)
    step = round_step((high - low) / ticks)
    return floor(low / step) * step, ceil(high / step) * step, step
