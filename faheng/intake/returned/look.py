"""How a returned workbook looks and which texts it may hold: colours, widths, characters that Excel refuses."""

from __future__ import annotations

import re
import unicodedata
from math import ceil

from faheng import xml_text

ERROR_FILL, WARNING_FILL = "FFC7CE", "FFEB9C"
ERROR_INK, WARNING_INK, LINK_INK, SUB_INK = "9C0006", "6B4A00", "1F5FA8", "52606D"
HEADER_FILL, LINE = "E5E7EB", "C9CDD4"
FONT = "微软雅黑"
AUTHOR = "法衡"
LINE_HEIGHT = 17  # points
COMMENT_WIDTH = 320  # pixels
LONGEST_TEXT = 32_767  # characters that a cell may hold

_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
# They turn or hide what stands beside them, so that a message would say something else than it says.
_MISLEADING = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


def legal(text: str) -> str:
    """A sender's text as a cell may hold it: without what Excel refuses, otherwise unchanged.

    `_x000D_` is how a workbook writes a character that XML cannot; it is turned back into that character first.
    """
    plain = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)
    return xml_text.legal(plain)[:LONGEST_TEXT]


def readable(text: str) -> str:
    """A text as our own sheet shows it: legal, and without characters that turn or hide others."""
    return _MISLEADING.sub("", legal(text)).strip()


def text_width(text: str) -> int:
    """Characters as a column counts them, of the longest line: a Chinese one is two wide."""
    return max(
        (
            sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in line)
            for line in text.split("\n")
        ),
        default=0,
    )


def line_count(text: str, width: float) -> int:
    """How many lines a wrapped text takes in a column of `width` characters."""
    return sum(max(1, ceil(text_width(line) / max(1.0, width - 2))) for line in text.split("\n"))


def comment_height(text: str) -> int:
    """The height in pixels of a comment of COMMENT_WIDTH that shows all of a text, within reason."""
    return min(40 + 18 * line_count(text, COMMENT_WIDTH / 7), 400)
