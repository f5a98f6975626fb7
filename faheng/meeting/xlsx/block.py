"""Block: a table of typed numbers of a slide, with what its numbers rest on."""

from __future__ import annotations

from dataclasses import dataclass
from functools import singledispatch

from faheng.charts.spec import Basis
from faheng.meeting.slide import Body
from faheng.tables import Table


@dataclass(frozen=True)
class Block:
    """A table below a heading. `bases` are the numbers behind its values, a row of them per row of the table.

    Of a list (a number per row) they are those of the column `value`, and the columns `state`, `target`, `numerator` and
    `denominator` are there as far as they are needed. Of a grid (a number per row and column) those of the columns that have
    one; targets and parts are grids of the same shape below it. `key` is how a chart finds it.
    """

    table: Table
    heading: str = ""
    key: str = "list"
    bases: tuple[tuple[Basis | None, ...], ...] = ()

    def has(self, key: str) -> bool:
        """Whether there is a column of this key."""
        return any(column.key == key for column in self.table.columns)

    def place(self, key: str) -> int:
        """The number of the column, from 0."""
        return [column.key for column in self.table.columns].index(key)


@singledispatch
def blocks(body: Body) -> tuple[Block, ...]:
    """What a slide shows, as tables; those that nothing is in are left out.

    Raises:
        TypeError: of this kind of body nothing is known.
    """
    raise TypeError(f"no table of numbers for a {type(body).__name__}")


def said(*texts: str) -> str | None:
    """The texts that are not empty, as one; None without any."""
    return "；".join(filter(None, texts)) or None
