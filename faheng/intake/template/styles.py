"""How the form looks: its cell formats, made once per workbook."""

from __future__ import annotations

import math
from functools import cache
from typing import Any

from faheng.intake.template.layout import FormColumn

_FONT = {"font_name": "微软雅黑", "font_size": 11, "valign": "vcenter"}
_GRID = {"border": 1, "border_color": "#C9CDD4"}
_WRAPPED = {"text_wrap": True, "align": "center"}

# Band of each category in turn: group heading, part heading; pale enough for black text in print.
_BANDS = (
    ("#F3D9D6", "#FAEDEB"),
    ("#D6E4F2", "#EBF2F9"),
    ("#E3DCF0", "#F2EEF8"),
    ("#F2E6CF", "#F9F3E7"),
    ("#D5EBDF", "#EAF5EF"),
    ("#FBE3CF", "#FDF1E7"),
    ("#DDE3E8", "#EEF1F4"),
)
YELLOW, RED, GREY, CITY_BLUE = "#FFF7CC", "#F8B4B4", "#F1F2F4", "#E4ECF7"


class Styles:
    """The formats of one XlsxWriter workbook."""

    def __init__(self, book: Any) -> None:
        """Make the formats in `book` (xlsxwriter.Workbook)."""
        self._book = book
        self.title = self._format(font_size=16, bold=True)
        self.hint = self._format(font_color="#5B6470")
        self.row_header = self._format(_GRID, _WRAPPED, bold=True, bg_color="#E5E7EB")
        self.empty = book.add_format({"bg_color": YELLOW})
        self.wrong = book.add_format({"bg_color": RED, "font_color": "#8B0000"})
        self.text = self._format(text_wrap=True)
        self.text_line = self._format()
        self.heading = self._format(font_size=13, bold=True, bottom=2, bottom_color="#B23A33")
        self.table_header = self._format(_GRID, _WRAPPED, bold=True, bg_color="#E5E7EB")
        self.table_text = self._format(_GRID, text_wrap=True, indent=1)
        self.table_centre = self._format(_GRID, align="center")
        self.link = self._format(_GRID, font_color="#1F5FA8", underline=1, text_wrap=True, indent=1)
        self.header = cache(self._header)
        self.label = cache(self._label)
        self.status = cache(self._status)
        self.cell = cache(self._cell)
        self.swatch = cache(self._swatch)
        self.city_note = self._format(_GRID, bg_color=CITY_BLUE, bold=True)

    def _format(self, *parts: dict[str, Any], **more: Any) -> Any:
        merged = dict(_FONT)
        for part in (*parts, more):
            merged.update(part)
        return self._book.add_format(merged)

    def _header(self, category_code: str, *, leaf: bool) -> Any:
        band = _BANDS[(ord(category_code) - ord("A")) % len(_BANDS)]
        return self._format(_GRID, _WRAPPED, bold=not leaf, font_size=10 if leaf else 11, bg_color=band[leaf])

    def _label(self, *, whole_city: bool) -> Any:
        return self._format(
            _GRID, _city_row(whole_city), indent=1, bg_color=CITY_BLUE if whole_city else "#F7F8FA"
        )

    def _status(self, *, whole_city: bool) -> Any:
        return self._format(_GRID, _city_row(whole_city), align="center", locked=False)

    def _cell(self, decimals: int, *, computed: bool, whole_city: bool) -> Any:
        digits = "0." + "0" * decimals if decimals else "0"
        shade = {"bg_color": GREY, "font_color": "#5B6470"} if computed else {}
        return self._format(
            _GRID, _city_row(whole_city), shade, num_format=digits, align="right", locked=False
        )

    def _swatch(self, colour: str) -> Any:
        return self._format(_GRID, bg_color=colour, align="center")


def _city_row(whole_city: bool) -> dict[str, Any]:
    """The row of the whole city stands apart: shaded, bold, closed by a strong line."""
    return {"bold": True, "bg_color": CITY_BLUE, "bottom": 2, "bottom_color": "#5B7DB1"} if whole_city else {}


def note_looks(text: str) -> dict[str, Any]:
    """How XlsxWriter draws a note over a cell: small, grey, as large as its text."""
    lines = text.split("\n")
    widest = max(text_characters(line) for line in lines)
    return {
        "author": "法衡",
        "color": GREY,
        "font_name": "微软雅黑",
        "font_size": 9,
        "width": min(24 + 7 * widest, 320),
        "height": 12 + 17 * sum(heading_lines(line, 44) for line in lines),
    }


def column_width(column: FormColumn) -> int:
    """Characters of column width: a heading takes about three lines, that of a part about four."""
    if column.leaf:
        return min(16, max(11, math.ceil(text_characters(column.leaf) / 4) + 3))
    return min(22, max(15, math.ceil(text_characters(column.group) / 3) + 4))


def heading_lines(text: str, width: int) -> int:
    """How many lines a text takes in a column of `width` characters."""
    return math.ceil(text_characters(text) / max(width - 2, 1))


def text_characters(text: str) -> int:
    """Characters as a column counts them: a Chinese one is two wide."""
    return sum(1 if character.isascii() else 2 for character in text)
