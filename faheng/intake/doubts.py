"""Doubts: what a sheet leaves open, put to its sender with the best candidates; and the answers that settle them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

# The answer that takes a column, a row or a sheet out: it is not data.
NOT_DATA_ANSWER = "ignore"


@dataclass(frozen=True, slots=True)
class Candidate:
    """One possible answer: as it is recorded, and as the sender reads it."""

    answer: str
    label: str


@dataclass(frozen=True, slots=True)
class Doubt:
    """One question to the sender. `key` is 'kind:text' and the same for all like cells, this year and next.

    `cells` are where the question stands (header, region name, the number itself), `affects` the number cells that wait
    for the answer; both full addresses ('Sheet!C7'). `proposed` is the candidate that most likely holds, '' for none.
    """

    key: str
    question: str
    candidates: tuple[Candidate, ...]
    cells: tuple[str, ...]
    affects: tuple[str, ...] = ()
    proposed: str = ""

    @property
    def kind(self) -> str:
        """What the question is about: column, group, region, indicator, period, unit, percent, mark, number or row."""
        return self.key.partition(":")[0]


class Asked:
    """The answers known while a file is read, and the doubts that remain; like cells share one doubt.

    Answers come from the sender, from memory of this sender and form, or by hand ("this column is not data"): whoever
    is about to decide something asks here first.
    """

    def __init__(self, answers: Mapping[str, str] | None = None) -> None:
        """`answers` maps doubt keys to answers; keys that never come up are ignored."""
        self._answers = dict(answers or {})
        self._doubts: dict[str, Doubt] = {}

    def answer(self, key: str) -> str | None:
        """Return the recorded answer to a doubt, None when nobody answered it."""
        return self._answers.get(key)

    def ask(
        self,
        key: str,
        question: str,
        candidates: Iterable[Candidate],
        *,
        cell: str,
        affects: Iterable[str] = (),
        proposed: str = "",
    ) -> None:
        """Record a doubt at a cell; a second one of the same key only adds its cells."""
        earlier = self._doubts.get(key)
        if earlier is None:
            self._doubts[key] = Doubt(
                key, question, tuple(candidates), (cell,), tuple(dict.fromkeys(affects)), proposed
            )
            return
        cells = earlier.cells if cell in earlier.cells else (*earlier.cells, cell)
        more = tuple(each for each in dict.fromkeys(affects) if each not in earlier.affects)
        self._doubts[key] = replace(earlier, cells=cells, affects=(*earlier.affects, *more))

    @property
    def doubts(self) -> tuple[Doubt, ...]:
        """The doubts in the order they came up, without those that were answered."""
        return tuple(doubt for doubt in self._doubts.values() if doubt.key not in self._answers)


def proposals(doubts: Iterable[Doubt]) -> dict[str, str]:
    """Return the answers that the doubts propose themselves, by key."""
    return {doubt.key: doubt.proposed for doubt in doubts if doubt.proposed}
