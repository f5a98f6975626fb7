"""Colours of slides and papers, which are white (reference: exports.md, section 6); without #, as Office writes them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from faheng.charts import theme
from faheng.charts.spec import Judgement, Tone

MAIN = "14508C"  # 8.2 : 1 on white
MAIN_PALE = "A9C8E6"  # intervals
WARNING = "B3261E"  # the target and what misses it, never a region: 6.5 : 1
AMBER = "E0A100"  # filled marks
INK = "1F2933"
SUB = "52606D"  # 6.5 : 1
DOT = "8A94A0"
CONTEXT = "B4BEC8"  # lines that are not looked at
GRID = "E6EAEE"
AXIS = "8A94A0"
CARD = "F3F6F9"
BADGE_INK = "5C4300"  # 8 : 1 on its amber tint
WHITE = "FFFFFF"

HIGHLIGHTS = (MAIN, *(color.removeprefix("#") for color in theme.HIGHLIGHTS[1:]))
# What a test says of a dot.
JUDGED: Mapping[Judgement, str] = MappingProxyType(
    {
        "untested": MAIN,
        "no difference": MAIN,
        "different": MAIN,
        "better": MAIN,
        "perhaps worse": AMBER,
        "worse": WARNING,
    }
)
# Cells of tables by their tone; ΔE ≥ 22 for colour-blind eyes, and a sign stands before what is near or unmet.
TINTS: Mapping[Tone, str] = MappingProxyType(
    {
        "plain": "F3F6F9",
        "met": "BBD3EA",
        "near": "FBE3A1",
        "unmet": "EDB0AA",
        "missing": WHITE,
        "none": WHITE,
    }
)
# A mark that misses its target, by one case or by more.
MISSED: Mapping[Tone, str] = MappingProxyType({"near": AMBER, "unmet": WARNING})
SHADES = {shade: color.removeprefix("#") for shade, color in theme.SHADES.items()}
INK_ON = {shade: color.removeprefix("#") for shade, color in theme.INK_ON.items()}

_PALE = 0.4  # of a colour


def pale(color: str) -> str:
    """The inside of a hollow mark: LibreOffice draws no outline of marks, and white ones would not be seen there."""
    parts = (int(color[place : place + 2], 16) for place in (0, 2, 4))
    return "".join(f"{round(255 - (255 - part) * _PALE):02X}" for part in parts)


HOLLOW = pale(DOT)
