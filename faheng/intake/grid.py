"""The grid: a workbook as cells with text, value, number format and kind, before anybody asks what they mean."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

CellKind = Literal["number", "text", "error", "uncomputed", "boolean", "date", "blank"]
CellValue = Decimal | str | bool | None

_ADDRESS = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})")


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell. `text` is what stands in the file (kept for provenance), `value` what it means as a cell.

    `value` is a Decimal for 'number', the text for 'text', the code for 'error' ('#DIV/0!'), a bool for 'boolean',
    an ISO date for 'date', None for 'uncomputed' (a formula that was never calculated) and 'blank'.
    """

    text: str
    value: CellValue
    number_format: str = "General"
    kind: CellKind = "text"


@dataclass(frozen=True, slots=True)
class Merge:
    """A merged area, 1-based, both corners included; the top left cell holds the content."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int


@dataclass(frozen=True)
class Grid:
    """One sheet: its non-empty cells by (row, column), both 1-based, so that far cells cost nothing."""

    name: str
    hidden: bool = False
    cells: Mapping[tuple[int, int], Cell] = field(default_factory=dict)
    merges: tuple[Merge, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()

    @property
    def last_row(self) -> int:
        """The last row that holds something, 0 for an empty sheet."""
        return max((row for row, _ in self.cells), default=0)

    @property
    def last_column(self) -> int:
        """The last column that holds something, 0 for an empty sheet."""
        return max((column for _, column in self.cells), default=0)

    def address(self, row: int, column: int) -> str:
        """Return the full address of a cell, 'Sheet!C7', as values and issues carry it."""
        return f"{self.name}!{cell_address(row, column)}"

    def column_name(self, column: int) -> str:
        """Return what the sender calls a column: its letters."""
        return column_letters(column)


@dataclass(frozen=True)
class Workbook:
    """A file as read: the name it came with, its format (xlsx, xls, ods, html, csv) and its sheets, hidden ones included."""

    file_name: str
    format: str
    sheets: tuple[Grid, ...]

    def sheet(self, name: str) -> Grid | None:
        """Return the sheet of that name."""
        return next((sheet for sheet in self.sheets if sheet.name == name), None)

    def cell(self, address: str) -> Cell | None:
        """Return the cell at a full address ('Sheet!C7'), None where nothing stands."""
        sheet_name, _, place = address.rpartition("!")
        sheet = self.sheet(sheet_name)
        return sheet.cells.get(parse_address(place)) if sheet else None


def column_letters(column: int) -> str:
    """Return the letters of a 1-based column: 1 is 'A', 28 is 'AB'."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def cell_address(row: int, column: int) -> str:
    """Return the address inside the sheet of a 1-based row and column: (7, 3) is 'C7'."""
    return f"{column_letters(column)}{row}"


def place(address: str) -> str:
    """Return a full address as a message names it: 'Sheet!C7' is “Sheet”C7."""
    sheet, _, cell = address.rpartition("!")
    return f"“{sheet}”{cell}"


def parse_address(address: str) -> tuple[int, int]:
    """Return (row, column) of 'C7'; ValueError when it is no address of a sheet."""
    match = _ADDRESS.fullmatch(address)
    if not match:
        raise ValueError(f"not a cell address: {address!r}")
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - 64
    return int(match[2]), column


class Refused(Exception):
    """The file cannot be read; the message says in Chinese what it is and what to do."""
