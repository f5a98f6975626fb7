"""One column of a table as understood, and as a draft while its neighbours are still being read."""

from dataclasses import dataclass, field
from typing import Literal

from faheng.intake.numbers import read_number
from faheng.intake.recognition.layout import Block, SheetView
from faheng.intake.recognition.vocabulary import Meaning
from faheng.intake.units import Unit
from faheng.period import Period

Role = Literal["region", "period", "indicator", "unit", "status", "value", "ignored"]


@dataclass(frozen=True)
class Column:
    """One column as understood.

    `uses` says of which indicator and part its numbers are; an empty indicator code means that the row or the title
    names it. `period_text` is the period its header names, whole ('2019') or not ('上半年'), else ''.
    """

    number: int
    header: str
    header_row: int
    role: Role
    uses: tuple[Meaning, ...] = ()
    period_text: str = ""
    unit: Unit | None = None
    note: str = ""
    key: str = ""
    """The doubt key of the header: its texts without periods, the same from year to year."""
    period_key: str = ""
    """The key by which the sender says of which period the column is; columns of several years have one each."""
    is_cumulative: bool = False
    """Whether the header says 本年累计: from January to the end of the period around the column."""
    is_previous: bool = False
    """Whether the header says 上年同期: the period around the column, one year earlier."""
    is_last_part: bool = False
    """Whether the sender says that 本月 is the last month of the period around the column."""
    relative: str = ""
    """The frequency of a header such as 本月, which is a period only beside one that says which month."""

    @property
    def span(self) -> tuple[str, bool]:
        """What the header says of the period; columns of one number differ by it."""
        return self.period_text, self.is_previous

    @property
    def relative_key(self) -> str:
        """The key of the question what 本月 means: the same for every column that says so."""
        return f"span:{self.relative}"

    @property
    def unit_key(self) -> str:
        """The key by which the sender says in which unit the column's numbers are."""
        return f"as:{self.key.partition(':')[2]}"

    def fits(self, period: Period | None) -> bool:
        """Whether the period around the column is the one that its 本月 or 本年 means."""
        return not self.relative or self.is_last_part or period is None or period.frequency == self.relative


@dataclass
class Draft:
    """A column while its neighbours are still being read."""

    column: Column
    texts: list[str] = field(default_factory=list)
    rows: list[int] = field(default_factory=list)
    parts: list[Meaning] = field(default_factory=list)
    value_from: int = -1
    parts_from: int = -1
    doubt: int = -1
    """From which text on the name of value or parts is read, and which text before it is not understood."""
    answered: bool = False
    span_answered: bool = False
    """Whether the sender said what the column is, and of which period."""

    @property
    def group(self) -> str:
        """The topmost text of a header with several, else ''."""
        return self.texts[0] if len(self.texts) > 1 else ""


def has_numbers(view: SheetView, block: Block, column: int) -> bool:
    """Whether a number stands anywhere in a column of a table."""
    return any(read_number(view.cell(row, column)).value is not None for row in block.rows)
