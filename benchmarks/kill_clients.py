"""Who acts at a server until it is killed, here over the command socket, and what they note of what they were told."""

from __future__ import annotations

import hashlib
import itertools
import random
import re
import threading
from abc import abstractmethod
from dataclasses import dataclass, field
from pathlib import Path

from faheng.command_socket import DONE, REFUSED, Outcome, ask_running_server

CITY, COUNTIES = "620400", ("白银区", "平川区", "靖远县", "会宁县", "景泰县")
SENDER, REVIEWER, PUBLISHER = "sender", "reviewer", "publisher"
LOOK_AGAIN = "请重新核对"  # somebody else published meanwhile: nobody's fault, tried again
_HEADS = "地区,时期,行政机关负责人出庭件数,开庭审理(应出庭)行政案件数"
_LOOK = 0.01  # seconds between looks whether it is one's turn
_FIRST_YEAR, _YEARS = 2005, 7  # of each client: what one publishes changes nothing that another did


@dataclass(frozen=True)
class Sent:
    """A file of a client: its values as (region, period, numerator, denominator)."""

    sha256: str
    values: frozenset[tuple[str, str, int, int]]


@dataclass
class Journal:
    """What clients sent, and what they were told was done."""

    sent: dict[str, Sent] = field(default_factory=dict)
    submitted: dict[int, str] = field(default_factory=dict)  # submission → hash of its file
    evidence: dict[int, str] = field(default_factory=dict)  # submission → hash of what was put beside it
    accepted: set[int] = field(default_factory=set)
    published: dict[int, int] = field(default_factory=dict)  # submission → release
    undone: dict[int, int] = field(default_factory=dict)  # release → the one that undid it
    waiting: dict[int, tuple[str, str]] = field(default_factory=dict)  # submission → name of its file, status
    refusals: list[str] = field(default_factory=list)
    uploads: int = 0  # that were begun
    presses: int = 0  # of buttons

    @property
    def acknowledged(self) -> dict[str, int]:
        """How many acts of each kind were acknowledged; kinds that nobody did are left out."""
        counts = {  # asked while clients go on writing, of which a count takes no notice
            "submissions": len(self.submitted),
            "evidence": len(self.evidence),
            "acceptances": len(self.accepted),
            "releases": len(self.published),
            "undos": len(self.undone),
        }
        return {kind: count for kind, count in counts.items() if count}


class Client(threading.Thread):
    """Hands in a file, has it accepted, has it published, and again, until an act is not acknowledged.

    What it finds of its own after a restart is finished first, as its people would.
    """

    def __init__(self, folder: Path, journal: Journal, number: int, dice: random.Random) -> None:
        super().__init__(daemon=True)
        self.folder = folder
        self.journal = journal
        self.file_name = f"client-{number}.csv"
        self.dice = dice
        self.over = threading.Event()  # the server is gone
        self._first_year = _FIRST_YEAR + number * _YEARS

    def run(self) -> None:
        """Until an act is not acknowledged."""
        for number, (file_name, status) in self.journal.waiting.items():
            if file_name == self.file_name and not self._finish(number, status):
                return
        while (submitted := self._submit()) is not None:
            if not self._finish(submitted, "pending"):
                return

    def _submit(self) -> int | None:
        sent, text = made_up_file(self._first_year + self.dice.randrange(_YEARS), self.dice)
        self.journal.sent[sent.sha256] = sent
        number = self.submit(text)
        if number is not None:
            self.journal.submitted[number] = sent.sha256
        return number

    def _finish(self, number: int, status: str) -> bool:
        if status == "pending":
            if not self.accept(number):
                return False
            self.journal.accepted.add(number)
        release = self.publish(number)
        if release is None:
            return False
        self.journal.published[number] = release
        return self.then(release)

    @abstractmethod
    def submit(self, text: str) -> int | None:
        """Hand in a file; its number, None when nobody said that it was done."""

    @abstractmethod
    def accept(self, number: int) -> bool:
        """Accept a submission; whether somebody said that it was done."""

    @abstractmethod
    def publish(self, number: int) -> int | None:
        """Publish a submission; the release, None when nobody said that it was done."""

    def then(self, release: int) -> bool:  # noqa: ARG002
        """What else is done with a release; whether it was acknowledged."""
        return True


class CommandClient(Client):
    """As `python -m faheng submit`, `accept` and `publish` do it, `in_turn` one for each button that is pressed meanwhile."""

    def __init__(
        self, folder: Path, journal: Journal, number: int, dice: random.Random, *, in_turn: bool
    ) -> None:
        super().__init__(folder, journal, number, dice)
        self._in_turn = in_turn

    def submit(self, text: str) -> int | None:
        """Hand in a file."""
        file = self.folder.parent / self.file_name
        file.write_text(text, encoding="utf-8")
        told = self._act("submit", str(file), "--city", CITY, "--account", SENDER, "--reason", "属实")
        return None if told is None else int(re.findall(r"报送 (\d+)：", told)[-1])

    def accept(self, number: int) -> bool:
        """Accept a submission."""
        return self._act("accept", str(number), "--account", REVIEWER) is not None

    def publish(self, number: int) -> int | None:
        """Publish a submission."""
        told = self._act("publish", str(number), "--account", PUBLISHER, "--note", "核对无误")
        return None if told is None else int(re.findall(r"第 (\d+) 版", told)[0])

    def _act(self, *arguments: str) -> str | None:
        """What the server said when it was done; None when it did not say so."""
        pressed = self.journal.presses
        while self._in_turn and self.journal.presses == pressed and not self.over.wait(_LOOK):
            pass
        outcome = ask(self.folder, *arguments)
        if outcome is not None and outcome.exit_code == DONE:
            return outcome.output
        if outcome is not None and outcome.exit_code == REFUSED:
            if LOOK_AGAIN in outcome.error:
                return self._act(*arguments)
            self.journal.refusals.append(f"{arguments}: {outcome.error} {outcome.output}")
        return None


def ask(folder: Path, *arguments: str) -> Outcome | None:
    """Have the server of the folder run a command."""
    return ask_running_server(folder, [str(folder), *arguments])


def made_up_file(year: int, dice: random.Random | None = None) -> tuple[Sent, str]:
    """The four quarters of a year for five counties: twenty values; what stands there and its text."""
    dice = dice or random.Random(year)
    lines, values = [_HEADS], set()
    codes = ("620402", "620403", "620421", "620422", "620423")
    for (name, code), quarter in itertools.product(zip(COUNTIES, codes, strict=True), range(1, 5)):
        denominator = dice.randint(100, 9_999)
        numerator = dice.randint(1, denominator)
        lines.append(f"{name},{year}年第{quarter}季度,{numerator},{denominator}")
        values.add((code, f"{year}-Q{quarter}", numerator, denominator))
    text = "\n".join(lines) + "\n"
    return Sent(hashlib.sha256(text.encode()).hexdigest(), frozenset(values)), text
