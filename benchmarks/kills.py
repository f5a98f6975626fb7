"""Kills the server with SIGKILL while files are handed in, accepted and published, and looks what is there afterwards.

`python -m pytest tests/test_kills.py` does it 20 times to the part of the server that writes; `make bench ONLY=kills`
200 times to that, and 20 times to the whole of it. What clients do goes through the command socket, as
`python -m faheng submit` does it.
"""

from __future__ import annotations

import contextlib
import hashlib
import itertools
import os
import random
import re
import shutil
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.servers import PROJECT, free_port, is_healthy
from faheng.command_socket import DONE, REFUSED, Outcome, ask_running_server
from faheng.preparation import open_prepared_store
from faheng.roles import SYSTEM, Grant
from faheng.settings import Settings
from faheng.store.accounts import create_account
from faheng.store.database import Store

CITY, COUNTIES = "620400", ("白银区", "平川区", "靖远县", "会宁县", "景泰县")
SENDER, REVIEWER, PUBLISHER = "sender", "reviewer", "publisher"
CLIENTS = 2
AIMS = ("any moment", "file written", "log written", "start")
_MOST_ACTS = 5  # that are let pass before a kill
_ACTS_LAST = 10.0  # seconds that are waited for them, or for a write, at most
_AN_ACT = 0.2  # seconds, about, on a machine that does other things besides
_STARTING = 90
_HEADS = "地区,时期,行政机关负责人出庭件数,开庭审理(应出庭)行政案件数"


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
    accepted: set[int] = field(default_factory=set)
    published: dict[int, int] = field(default_factory=dict)  # submission → release
    refusals: list[str] = field(default_factory=list)

    @property
    def acknowledged(self) -> dict[str, int]:
        """How many acts of each kind were acknowledged."""
        return {  # asked while clients go on writing, of which a count takes no notice
            "submissions": len(self.submitted),
            "acceptances": len(self.accepted),
            "releases": len(self.published),
        }


@dataclass
class KillFindings:
    """What came of it."""

    whole_server: bool
    seed: int
    kills: Counter[str] = field(default_factory=Counter)
    acknowledged: dict[str, int] = field(default_factory=dict)
    unacknowledged_but_whole: int = 0
    files_without_row: int = 0
    parts_left: int = 0
    logs_left: int = 0
    lost: list[str] = field(default_factory=list)
    half: list[str] = field(default_factory=list)
    check: list[str] = field(default_factory=list)
    restarts: list[float] = field(default_factory=list)
    seconds: float = 0.0

    def add(self, other: KillFindings) -> None:
        """Count another run in."""
        self.kills += other.kills
        self.acknowledged = dict(Counter(self.acknowledged) + Counter(other.acknowledged))
        for name in ("unacknowledged_but_whole", "files_without_row", "parts_left", "logs_left"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        for name in ("lost", "half", "check", "restarts"):
            getattr(self, name).extend(getattr(other, name))
        self.seconds = max(self.seconds, other.seconds)

    @property
    def faults(self) -> list[str]:
        """Everything that must not be."""
        return [*self.lost, *self.half, *self.check]


def prepare(folder: Path) -> None:
    """A data folder with the catalogue of the repository and three accounts, without the demonstration city."""
    with open_prepared_store(Settings(folder, with_demo=False), holder="benchmarks/kills.py") as store:
        for login, name, grant in (
            (SENDER, "王芳", Grant("reporter", CITY)),
            (REVIEWER, "李强", Grant("reviewer")),
            (PUBLISHER, "赵敏", Grant("publisher")),
        ):
            create_account(store, actor=SYSTEM, login_name=login, name=name, grants={grant})


class Killed:
    """A server process on a data folder, made to be killed."""

    def __init__(self, folder: Path, *, whole: bool) -> None:
        self.port = free_port() if whole else 0
        command = ["faheng", "serve", "--port", str(self.port)] if whole else ["benchmarks.commands_alone"]
        self.folder = folder
        self._started_at = time.monotonic()
        self._process = subprocess.Popen(
            [sys.executable, "-m", *command],
            cwd=PROJECT,
            env={**os.environ, "FAHENG_DATA": str(folder), "FAHENG_DEMO": "no", "FAHENG_ROOM_MB": "1"},
            stdout=subprocess.DEVNULL,
        )

    def wait(self) -> float:
        """Wait until it answers; the seconds since it was started."""
        while time.monotonic() - self._started_at < _STARTING:
            if self._process.poll() is not None:
                raise RuntimeError(f"the server ended with {self._process.returncode} while starting")
            if ask(self.folder, "accept") is not None and (not self.port or is_healthy(self.port)):
                return time.monotonic() - self._started_at
            time.sleep(0.02)
        raise TimeoutError("the server does not answer")

    def wait_for_pages(self) -> float:
        """Wait until it serves pages, commands or not; the seconds since it was started."""
        while time.monotonic() - self._started_at < _STARTING:
            if self._process.poll() is not None:
                raise RuntimeError(f"the server ended with {self._process.returncode} while starting")
            if is_healthy(self.port):
                return time.monotonic() - self._started_at
            time.sleep(0.05)
        raise TimeoutError("the server does not answer")

    def kill(self) -> None:
        """As a power button does, but for what the system itself still holds in memory."""
        self._process.kill()
        self._process.wait()


def ask(folder: Path, *arguments: str) -> Outcome | None:
    """Have the server of the folder run a command."""
    return ask_running_server(folder, [str(folder), *arguments])


class Client(threading.Thread):
    """Hands in a file, has it accepted, has it published, and again, until the server is gone."""

    def __init__(self, folder: Path, journal: Journal, number: int, dice: random.Random) -> None:
        super().__init__(daemon=True)
        self._folder = folder
        self._journal = journal
        self._file = folder.parent / f"client-{number}.csv"
        self._dice = dice

    def run(self) -> None:
        """Until an act is not acknowledged."""
        while self._hand_in():
            pass

    def _hand_in(self) -> bool:
        sent, text = made_up_file(self._dice.randint(2005, 2024), self._dice)
        self._file.write_text(text, encoding="utf-8")
        self._journal.sent[sent.sha256] = sent
        told = self._act("submit", str(self._file), "--city", CITY, "--account", SENDER, "--reason", "属实")
        if told is None:
            return False
        number = int(re.findall(r"报送 (\d+)：", told)[-1])
        self._journal.submitted[number] = sent.sha256
        if self._act("accept", str(number), "--account", REVIEWER) is None:
            return False
        self._journal.accepted.add(number)
        told = self._act("publish", str(number), "--account", PUBLISHER, "--note", "核对无误")
        if told is None:
            return False
        self._journal.published[number] = int(re.findall(r"第 (\d+) 版", told)[0])
        return True

    def _act(self, *arguments: str) -> str | None:
        """What the server said when it was done; None when it did not say so."""
        outcome = ask(self._folder, *arguments)
        if outcome is not None and outcome.exit_code == DONE:
            return outcome.output
        if outcome is not None and outcome.exit_code == REFUSED:
            self._journal.refusals.append(f"{arguments}: {outcome.error} {outcome.output}")
        return None


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


def _wait_for_change(look: Callable[[], Any], seconds: float) -> None:
    before, end = look(), time.monotonic() + seconds
    while time.monotonic() < end and look() == before:
        time.sleep(0)


def _wait_for_moment(aim: str, folder: Path, journal: Journal, dice: random.Random) -> None:
    """Wait until it is time to kill: any moment of the acts, or right behind a write of a file or of the log.

    Some acts are let pass first, counted and not timed, so that a slow machine is killed amid as much as a fast one.
    """
    log = folder / "faheng.duckdb.wal"
    wanted = sum(journal.acknowledged.values()) + dice.randint(0, _MOST_ACTS)
    end = time.monotonic() + _ACTS_LAST
    while sum(journal.acknowledged.values()) < wanted and time.monotonic() < end:
        time.sleep(0.001)
    if aim == "file written":
        _wait_for_change(lambda: sum(1 for _ in (folder / "uploads").iterdir()), _ACTS_LAST)
        time.sleep(dice.uniform(0, 0.03))
    elif aim == "log written":
        _wait_for_change(lambda: log.stat().st_size if log.exists() else 0, _ACTS_LAST)
        time.sleep(dice.uniform(0, 0.004))
    else:
        time.sleep(dice.uniform(0, _AN_ACT))


def kill_often(folder: Path, *, kills: int, whole_server: bool, seed: int = 6) -> KillFindings:
    """Kill the server of a prepared folder that often, and look after every kill.

    The moments are drawn from `seed`; where in the server's work they fall is up to the machine. `whole_server`: it is
    `python -m faheng serve`, else the part of it that takes commands (benchmarks/commands_alone.py).
    """
    dice, journal = random.Random(seed), Journal()
    findings = KillFindings(whole_server, seed)
    begun = time.monotonic()
    server = Killed(folder, whole=whole_server)
    try:
        start_seconds = server.wait()
        for number in itertools.count(1):
            aim = AIMS[number % len(AIMS)]
            _act_until_killed(server, journal, AIMS[0] if aim == "start" else aim, dice)
            findings.kills[AIMS[0] if aim == "start" else aim] += 1
            if aim == "start":
                # Killed again while it brings back what the first kill left.
                server = Killed(folder, whole=whole_server)
                time.sleep(dice.uniform(0, start_seconds))
                server.kill()
                findings.kills[aim] += 1
            with _copy(folder) as copy:
                server = Killed(folder, whole=whole_server)
                head = look_at(copy, journal, findings)
            start_seconds = server.wait()
            findings.restarts.append(start_seconds)
            _check(folder, head, findings)
            done = sum(findings.kills.values())
            if number % 20 == 0:
                print(f"{done} kills, {journal.acknowledged}, {findings.faults}", flush=True)
            if done >= kills:
                break
    finally:
        server.kill()
    with Store(folder) as store:  # the folder itself, after all of them
        _compare(store, journal, findings)
        findings.files_without_row = _files_without_row(store)
    findings.acknowledged = journal.acknowledged
    findings.check += journal.refusals
    findings.seconds = time.monotonic() - begun
    return findings


def kill_together(folder: Path, *, kills: int, whole_server: bool, runs: int = 4) -> KillFindings:
    """As `kill_often`, in several runs at once, each with a folder and a seed of its own."""
    findings = KillFindings(whole_server, seed=1)
    folders = [
        folder / f"{'whole' if whole_server else 'alone'}-{seed}" / "data" for seed in range(1, runs + 1)
    ]
    with ProcessPoolExecutor(runs) as pool:
        for found in pool.map(
            _kill_in, folders, [-(-kills // runs)] * runs, [whole_server] * runs, range(1, runs + 1)
        ):
            findings.add(found)
    return findings


def _kill_in(folder: Path, kills: int, whole_server: bool, seed: int) -> KillFindings:
    folder.parent.mkdir(parents=True)
    prepare(folder)
    return kill_often(folder, kills=kills, whole_server=whole_server, seed=seed)


def _act_until_killed(server: Killed, journal: Journal, aim: str, dice: random.Random) -> None:
    clients = [
        Client(server.folder, journal, place, random.Random(dice.random())) for place in range(CLIENTS)
    ]
    for client in clients:
        client.start()
    _wait_for_moment(aim, server.folder, journal, dice)
    server.kill()
    for client in clients:
        client.join(timeout=30)


@contextlib.contextmanager
def _copy(folder: Path) -> Iterator[Path]:
    """What a kill left, beside the folder itself, in which the server starts again meanwhile."""
    copy = folder.parent / "as it was left"
    copy.mkdir()
    for file in folder.glob("faheng.duckdb*"):
        shutil.copy(file, copy)
    shutil.copytree(folder / "uploads", copy / "uploads", copy_function=os.link)
    try:
        yield copy
    finally:
        shutil.rmtree(copy)


def look_at(folder: Path, journal: Journal, findings: KillFindings) -> str:
    """Add to the findings what is wrong in a folder as a kill left it; the head of its record."""
    findings.logs_left += (folder / "faheng.duckdb.wal").exists()
    findings.parts_left += any((folder / "uploads").glob("*.part"))
    with Store(folder) as store:
        _compare(store, journal, findings)
        (head,) = store.now("audit_last")
        return str(head.hash)


def _compare(store: Store, journal: Journal, findings: KillFindings) -> None:
    rows = store.now("submission_list", city_code=None, status=None)
    found = _Found(
        store,
        {row.submission_id: row for row in rows},
        {row.submission_id: row.release for row in store.now("release_submissions")},
    )
    findings.lost += found.lost(journal)
    findings.half += found.half(journal)
    findings.unacknowledged_but_whole = len(found.submissions) - len(journal.submitted)


@dataclass(frozen=True)
class _Found:
    """What is in a store: submissions by number, and the release of each that has one."""

    store: Store
    submissions: dict[int, Any]
    released_in: dict[int, int]

    def lost(self, journal: Journal) -> Iterator[str]:
        """Acts that a client was told of, and that are not there."""
        for number, sha256 in journal.submitted.items():
            row = self.submissions.get(number)
            if row is None or row.file_sha256 != sha256:
                yield f"submission {number} was acknowledged and is not there"
            elif hashlib.sha256(self.store.file(sha256)).hexdigest() != sha256:
                yield f"the file of submission {number} is another"
            elif number in journal.accepted and row.status not in ("accepted", "released"):
                yield f"submission {number} was accepted and is {row.status}"
        for number, release in journal.published.items():
            if self.released_in.get(number) != release:
                yield f"release {release} was acknowledged and is not there"

    def half(self, journal: Journal) -> Iterator[str]:
        """Acts of which a part is there, whether a client was told of them or not."""
        kept = _values(self.store, "submission_value", "submission_id")
        opened = _values(self.store, "observation_revision", "released_in")
        for number, row in self.submissions.items():
            wanted = journal.sent[row.file_sha256].values
            if kept.get(number) != wanted:
                yield f"submission {number} has not its values"
            release = self.released_in.get(number)
            if (row.status == "released") != (release is not None):
                yield f"submission {number} is {row.status}, its release says otherwise"
            if release is not None and opened.get(release) != wanted:
                yield f"release {release} has not all of its values"
        if set(opened) != set(self.released_in.values()):
            yield "there are values of a release that is not there"
        events = Counter(row.act for row in self.store.now("audit_chain", after=0, most=1_000_000))
        for act, count in (("submission", len(self.submissions)), ("published", len(self.released_in))):
            if events[act] != count:
                yield f"the record has {events[act]} events of {act}, the tables {count}"


def _values(store: Store, table: str, by: str) -> dict[int, set[tuple[str, str, int, int]]]:
    found: dict[int, set[tuple[str, str, int, int]]] = {}
    # Both names are from this file.
    rows = store.root.execute(f"select {by}, region_code, period, numerator, denominator from {table}")
    for number, region_code, period, numerator, denominator in rows.fetchall():
        found.setdefault(number, set()).add((region_code, period, int(numerator), int(denominator)))
    return found


def _files_without_row(store: Store) -> int:
    named = {row.file_sha256 for row in store.now("submission_list", city_code=None, status=None)}
    return len({file.name for file in store.uploads.iterdir()} - named)


def _check(folder: Path, head: str, findings: KillFindings) -> None:
    """`python -m faheng check`, of the server that was started again: sound, with the record that the kill left."""
    outcome = ask(folder, "check", "--head", head)
    if outcome is None or outcome.exit_code != DONE:
        findings.check.append(f"check: {outcome}")
    if list((folder / "uploads").glob("*.part")):
        findings.check.append("a .part was not cleared")
