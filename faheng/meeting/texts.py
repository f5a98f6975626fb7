"""How much room texts take in the files of Office, which measure nothing before they are opened."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

from faheng.charts.drawing import text_width

LINE = 1.25  # the height of a line of text, in its letters' height
# A line rarely ends exactly at the edge: a word or a sign moves to the next; and bold digits are wider.
_LOST = 1.08


def lines_needed(text: str, size: float, width: float) -> int:
    """How many lines `text` takes in letters of `size` where `width` is free, in the same unit; a break inside it is one more."""
    return sum(
        max(ceil(text_width(part, 100) * size / 100 * _LOST / max(width, 1)), 1) for part in text.split("\n")
    )


def size_that_fits(text: str, sizes: Sequence[float], *, width: float, height: float) -> float:
    """The largest of `sizes` (largest first) in which `text` fits the box, else the smallest."""
    return next(
        (size for size in sizes if lines_needed(text, size, width) * size * LINE <= height), sizes[-1]
    )
