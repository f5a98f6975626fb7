"""One sheet of the workbook while it is written from top to bottom: lines, tables whose tints follow edits, charts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from xlsxwriter.chart import Chart
from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from faheng.charts.spec import SIGNS, Basis
from faheng.meeting import palette
from faheng.meeting.xlsx import states
from faheng.meeting.xlsx.blocks import Block
from faheng.sheets import (
    SUB,
    Formats,
    lines_in,
    number_format,
    row_heights,
    set_up_print,
    widths_of,
    write_line,
    write_table,
)
from faheng.tables import Amount, Column
from faheng.xml_text import legal

_FAINT = f"#{palette.DOT}"
_NARROWEST = 70  # characters of all columns: a title needs room
_POINTS = 0.75  # a pixel
_LETTER = 7.2  # px, of a column's width
_WORDS = 17  # characters of a column of sentences, at least
_ROW = 20  # px, of an empty row
_GAP = 2  # columns between what is printed and the numbers that only charts need


@dataclass(frozen=True)
class Placed:
    """A block and the row of its header, counted from 0."""

    block: Block
    header: int

    @property
    def first(self) -> int:
        """Its first row of numbers."""
        return self.header + 1

    @property
    def last(self) -> int:
        """Its last."""
        return self.header + len(self.block.table.rows)


def _widths(blocks: Sequence[Block]) -> list[float]:
    """As wide as the numbers need; sentences in a grid of words take several lines."""
    widths = widths_of([block.table for block in blocks if block.key != "words"])
    words = max((len(block.table.columns) for block in blocks if block.key == "words"), default=0)
    return [max(width, _WORDS if place < words else 0) for place, width in enumerate(widths)]


class Page:
    """A sheet below `row`; `width` is how many characters its columns have together."""

    def __init__(
        self,
        sheet: Worksheet,
        formats: Formats,
        blocks: Sequence[Block],
        *,
        workbook: Workbook | None = None,
        widths: Sequence[float] = (),
    ) -> None:
        self.workbook, self.sheet, self.formats = workbook, sheet, formats
        self.widths = list(widths) or _widths(blocks) or [0.0]
        self.widths[-1] += max(0.0, _NARROWEST - sum(self.widths))
        for index, width in enumerate(self.widths):
            sheet.set_column(index, index, width)
        self.row = 0
        self.about = ""  # what the charts of the sheet show, for those who cannot see them
        self._aside = len(self.widths) + _GAP
        self._header: int | None = None
        self._height = 0.0  # points

    def line(self, text: str, *, height: int = 18, **looks: Any) -> None:
        """A sentence across all columns."""
        cell_format = self.formats.get(text_wrap=True, **looks)
        write_line(self.sheet, self.row, text, self.widths, cell_format, height=height)
        self.row += 1
        self._height += height * lines_in(text, sum(self.widths))

    def small(self, texts: Iterable[str]) -> None:
        """Sentences that explain."""
        for text in texts:
            if text:
                self.line(text, font_color=SUB, font_size=10)

    def table(self, block: Block) -> Placed:
        """The block below its heading, with an empty row below it."""
        if block.heading:
            self.line(block.heading, bold=True)
        placed = Placed(block, self.row)
        self._header = self.row if self._header is None else self._header
        last = write_table(self.sheet, self.row, block.table, self.widths, self.formats)
        self._height += sum(row_heights(block.table, self.widths)) + _ROW
        self.row = last + 2
        if block.key == "list" and block.has("state"):
            self._follow(placed)
        return placed

    def _follow(self, placed: Placed) -> None:
        """The column 达标情况 of a list as formulas, and tints that go by it."""
        block = placed.block
        keys = ("value", "target", "numerator", "denominator")
        places = {key: block.place(key) for key in keys if block.has(key)}
        state = block.place("state")
        looks = self.formats.get(border=1, border_color="#C5CDD5", align="center", bold=True)
        for number, (basis,) in enumerate(block.bases):
            if basis is None or basis.target is None:
                continue
            row = placed.first + number
            cells = {key: xl_rowcol_to_cell(row, places[key]) if key in places else '""' for key in keys}
            shown = str(block.table.rows[number][state] or "")
            self.sheet.write_formula(row, state, states.state(basis, **cells), looks, shown)
        sign = f"${xl_col_to_name(state)}{placed.first + 1}"
        words = {"met": "达标", **SIGNS}
        for column in (block.place("value"), state):
            for tone in states.TINTED:
                self.sheet.conditional_format(
                    placed.first,
                    column,
                    placed.last,
                    column,
                    {
                        "type": "formula",
                        "criteria": f'={sign}="{words[tone]}"',  # type: ignore[index]
                        "format": self.formats.bare(bg_color=states.tint(tone)),
                    },
                )

    def follow_grid(self, grids: Mapping[str, Placed]) -> None:
        """Tints and signs of a grid of values, which go by the grids of targets and parts below it."""
        values = grids["values"]
        if "targets" not in grids:
            return
        for number, bases in enumerate(values.block.bases):
            judged = [basis for basis in bases if basis is not None and basis.target is not None]
            if judged:
                self._follow_row(grids, number, judged[0], len(bases))

    def _follow_row(self, grids: Mapping[str, Placed], number: int, basis: Basis, count: int) -> None:
        def cell(key: str) -> str:
            return xl_rowcol_to_cell(grids[key].first + number, 1)

        value, target = cell("values"), cell("targets")
        known = f"ISNUMBER({value}),ISNUMBER({target})"
        is_met = states.met(basis, value=value, target=target)
        is_near = "FALSE"
        if "numerators" in grids and "denominators" in grids:
            is_near = states.near(
                basis,
                value=value,
                target=target,
                numerator=cell("numerators"),
                denominator=cell("denominators"),
            )
        conditions = {
            "met": f"=AND({known},{is_met})",
            "near": f"=AND({known},NOT({is_met}),{is_near})",
            "unmet": f"=AND({known},NOT({is_met}),NOT({is_near}))",
        }
        row = grids["values"].first + number
        numbers = number_format(Column("", "", self._decimals(grids["values"], number)))
        for tone, condition in conditions.items():
            # The sign stands in the cell itself: what is tinted is never told by colour alone.
            sign = {"num_format": f'"{SIGNS[tone]}"{numbers}'} if tone in SIGNS else {}  # type: ignore[index]
            self.sheet.conditional_format(
                row,
                1,
                row,
                count,
                {
                    "type": "formula",
                    "criteria": condition,
                    "format": self.formats.bare(bg_color=states.tint(tone), **sign),
                },
            )

    @staticmethod
    def _decimals(values: Placed, number: int) -> int:
        cells = [cell for cell in values.block.table.rows[number] if isinstance(cell, Amount)]
        return max((cell.decimals for cell in cells), default=0)

    # Charts

    def cells(self, placed: Placed, column: int) -> str:
        """The numbers of a column of a table, as a chart refers to them."""
        return self._range(placed.first, placed.last, column)

    def name(self, placed: Placed, column: int) -> str:
        """The header of a column, as a chart refers to it."""
        return f"={self._sheet}!{xl_rowcol_to_cell(placed.header, column, True, True)}"

    def aside(
        self,
        title: str,
        cells: Sequence[float | None] = (),
        *,
        top: int,
        formulas: Sequence[str] = (),
    ) -> str:
        """Numbers to the right of what is printed, which only a chart needs, or formulas that follow the tables and give them.

        Where there is no number nothing is written: LibreOffice draws #N/A as 0, only an empty cell is a gap everywhere.
        """
        column = self._aside
        self._aside += 1
        looks = self.formats.get(font_color=_FAINT, font_size=9)
        self.sheet.write_string(top - 1, column, legal(title), looks)
        for number, cell in enumerate(cells):
            if cell is not None and formulas:
                self.sheet.write_formula(top + number, column, formulas[number], looks, cell)
            elif cell is not None:
                self.sheet.write_number(top + number, column, cell, looks)
        return self._range(top, top + len(cells) - 1, column)

    def words(self, title: str, texts: Sequence[str], formulas: Sequence[str], *, top: int) -> str:
        """Names that only a chart needs, as formulas that follow the tables."""
        column = self._aside
        cells = self.aside(title, top=top)
        looks = self.formats.get(font_color=_FAINT, font_size=9)
        for number, (text, formula) in enumerate(zip(texts, formulas, strict=True)):
            self.sheet.write_formula(top + number, column, formula, looks, legal(text))
        return cells.rpartition("$")[0] + f"${top + len(texts)}" if texts else cells

    def new_chart(self, kind: str) -> Chart:
        """A chart of the workbook."""
        assert self.workbook is not None
        return self.workbook.add_chart({"type": kind})

    def chart(self, chart: Chart, *, height: int, width: int | None = None, left: int = 0) -> None:
        """A chart across the columns, below what is written; `insert` moves below it."""
        chart.set_size({"width": width or self.pixels, "height": height})
        self.sheet.insert_chart(
            self.row,
            0,
            chart,
            {
                "x_offset": left,
                "y_offset": 4,
                "object_position": 2,
                "description": legal(f"{self.about}。数字在图上方的表里。"),
            },
        )

    def below_chart(self, height: int) -> None:
        """Go on below a chart of this height."""
        rows = -(-(height + 12) // _ROW) + 1
        self.row += rows
        self._height += rows * _ROW * _POINTS

    @property
    def pixels(self) -> int:
        """How wide the columns are together."""
        return min(int(sum(self.widths) * 7 + 5 * len(self.widths)), 1100)

    @property
    def _sheet(self) -> str:
        return "'" + self.sheet.get_name().replace("'", "''") + "'"

    def _range(self, first: int, last: int, column: int) -> str:
        ends = (xl_rowcol_to_cell(row, column, True, True) for row in (first, max(first, last)))
        return f"={self._sheet}!{':'.join(ends)}"

    def finish(self, foot: str) -> None:
        """Ready to print, the header of its first table frozen."""
        set_up_print(
            self.sheet,
            foot=foot,
            header_row=2 if self._header is None else self._header,
            last_row=self.row - 1,
            columns=len(self.widths),
            shape=self._height / (sum(self.widths) * _LETTER * _POINTS),
        )
