"""Texts as Office's files can hold them, and how much room they take."""

from __future__ import annotations

import re
from collections.abc import Sequence
from math import ceil

from faheng.charts.drawing import text_width

# XML 1.0 has no way to say these, not even escaped.
_IMPOSSIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# They turn round what follows, until the end of a paragraph: a name must not turn the number behind it.
_TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")
LINE = 1.25  # the height of a line of text, in its letters' height


def of_xml(text: str) -> str:
    """`text` without characters that an XML file cannot hold, and with a closing mark behind every turn of direction."""
    kept = _IMPOSSIBLE.sub("", text)
    return kept if not _TURNS.search(kept) else _balanced(kept)


def _balanced(text: str) -> str:
    opened = sum(character in "\u202a\u202b\u202d\u202e" for character in text) - text.count("\u202c")
    isolated = sum(character in "\u2066\u2067\u2068" for character in text) - text.count("\u2069")
    return text + "\u202c" * max(opened, 0) + "\u2069" * max(isolated, 0)


def lines_needed(text: str, size: float, width: float) -> int:
    """How many lines `text` takes in letters of `size` where `width` is free, in the same unit; a break inside it is one more."""
    # A line rarely ends exactly at the edge: 4 % are lost where a word or a sign moves to the next.
    return sum(
        max(ceil(text_width(part, 100) * size / 100 * 1.04 / max(width, 1)), 1) for part in text.split("\n")
    )


def size_that_fits(text: str, sizes: Sequence[float], *, width: float, height: float) -> float:
    """The largest of `sizes` (largest first) in which `text` fits the box, else the smallest."""
    return next(
        (size for size in sizes if lines_needed(text, size, width) * size * LINE <= height), sizes[-1]
    )
