"""Rows that slid one cell to the right: the first number is missing, and one too many stands behind the last."""

from faheng.intake.doubts import NOT_DATA_ANSWER, Candidate
from faheng.intake.grid import place
from faheng.intake.numbers import read_number
from faheng.intake.recognition.column import Column
from faheng.intake.recognition.layout import Block, SheetView
from faheng.intake.recognition.vocabulary import Vocabulary
from faheng.intake.texts import match_key


class ShiftedRows:
    """Finds the row of a table that slid, and asks how to read it."""

    def __init__(self, view: SheetView, block: Block, columns: list[Column], vocabulary: Vocabulary) -> None:
        """`columns` are those whose numbers are read."""
        self._view, self._vocabulary = view, vocabulary
        self._numbers = [column.number for column in columns]
        # Only a number where no other row has one shows that its row slid.
        several = len(self._numbers) > 1 and len(block.rows) > 1
        self._behind = self._numbers[-1] + 1 if several else 0
        self._holding = [row for row in block.rows if self._behind and self._is_number(row, self._behind)]

    def offset(self, row: int, label: str) -> int | None:
        """Return how many columns further right to read a row: 0, or 1 where the sender said so; None for not at all."""
        if self._holding != [row] or self._view.cell(row, self._numbers[0]) is not None:
            return 0
        if not all(self._is_number(row, column) for column in self._numbers[1:]):
            return 0
        written = "/".join(self._view.text(row, column) for column in (*self._numbers, self._behind))
        # The numbers are part of the key: next year's row is another question.
        key = f"row:{match_key(label)}@{match_key(written)}"
        answer = self._vocabulary.asked.answer(key)
        if answer is None:
            self._ask(key, row)
        return {"shift": 1, "as_is": 0}.get(answer or "")

    def _is_number(self, row: int, column: int) -> bool:
        return read_number(self._view.cell(row, column)).value is not None

    def _ask(self, key: str, row: int) -> None:
        cell = self._view.grid.address(row, self._numbers[0])
        self._vocabulary.asked.ask(
            key,
            f"{place(cell)}：这一行像是整体右移了一格（这里空着，最后一列后面多出一个数），怎样读？",
            [
                Candidate("shift", "往左移一格读"),
                Candidate("as_is", "没有移，照现在的格子读"),
                Candidate(NOT_DATA_ANSWER, "这一行先不报"),
            ],
            cell=cell,
            affects=[self._view.grid.address(row, column) for column in (*self._numbers[1:], self._behind)],
            proposed="shift",
        )
