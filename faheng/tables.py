"""Table: rows and columns as they are shown, printed and exported; no writer's details."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal


@dataclass(frozen=True)
class Amount:
    """A number that is printed by its own indicator, in a column where several indicators stand below each other."""

    number: Decimal
    decimals: int
    percent: bool = False
    unit: str = ""
    signed: bool = False


Cell = Decimal | int | str | Amount | None
"""A number stays a number; a string is words in its place (不可比); None is shown as —."""


@dataclass(frozen=True)
class Column:
    """One column: `decimals` None makes it text, else numbers with that many decimals.

    `unit` stands behind a number. `signed` numbers are differences (`+1.60`, `−5.00`); of a `percent` 0 and
    100 have no decimals, as they are only printed when they are exact. `key` is how code refers to it,
    `title` what a reader sees.
    """

    key: str
    title: str
    decimals: int | None = None
    unit: str = ""
    signed: bool = False
    percent: bool = False

    @property
    def is_number(self) -> bool:
        """Whether the cells are numbers (with words where a number means nothing)."""
        return self.decimals is not None

    def of(self, cell: Cell) -> Column:
        """The column as it is for this cell: an Amount brings its own decimals, and its unit where it has one."""
        if not isinstance(cell, Amount):
            return self
        return replace(
            self,
            decimals=cell.decimals,
            percent=cell.percent,
            unit=cell.unit or self.unit,
            signed=cell.signed or self.signed,
        )

    def text(self, cell: Cell) -> str:
        """The cell as words: `93.75%`, `1,234`, `—`."""
        if isinstance(cell, Amount):
            return self.of(cell).text(cell.number)
        if cell is None:
            return "—"
        if isinstance(cell, str):
            return cell
        decimals = 0 if self.percent and cell in (0, 100) else self.decimals or 0
        sign = "+" if self.signed and cell else ""
        return f"{cell:{sign},.{decimals}f}{self.unit}".replace("-", "−", 1)


@dataclass(frozen=True)
class Table:
    """A table with what must be printed round it.

    `keys` holds one key per row (a region code) for links, not for reading. The last `footer_rows` rows are
    set apart (the city below its counties). `source` names origin, release and date; `made_up` marks
    演示数据. `name` is a short name for the sheet and the file, the title when empty.
    """

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    keys: tuple[str, ...] = ()
    footer_rows: int = 0
    source: str = ""
    notes: tuple[str, ...] = ()
    made_up: bool = False
    subtitle: str = ""
    name: str = ""

    def texts(self) -> Iterator[tuple[str, ...]]:
        """The rows as words."""
        for row in self.rows:
            yield tuple(column.text(cell) for column, cell in zip(self.columns, row, strict=True))

    @property
    def file_name(self) -> str:
        """What a download is called, without suffix or characters that Windows refuses."""
        return as_file_name(self.name or self.title)


def as_file_name(name: str) -> str:
    """`name` without characters that Windows refuses in a file's name."""
    return "".join("_" if character in '\\/:*?"<>|\n\t' else character for character in name)
