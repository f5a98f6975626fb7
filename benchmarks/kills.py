"""Kills the server with SIGKILL while files are handed in, accepted, published and undone, and looks what is there.

`make bench ONLY=kills` does it 200 times to `python -m faheng serve`, at whose pages two browsers act beside a client of
its command socket; `python -m pytest tests/test_kills.py` twelve times to the part of it that takes commands.
"""

from __future__ import annotations

import contextlib
import itertools
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

from benchmarks.kill_browser import BrowserClient, sign_in_everybody
from benchmarks.kill_clients import CITY, PUBLISHER, REVIEWER, SENDER, Client, CommandClient, Journal, ask
from benchmarks.kill_state import (
    KillFindings,
    check,
    compare,
    files_without_row,
    look_at,
    temporary_folder,
)
from benchmarks.servers import PROJECT, free_port, is_healthy
from faheng.preparation import open_prepared_store
from faheng.roles import SYSTEM, Grant
from faheng.settings import Settings
from faheng.store.accounts import create_account
from faheng.store.database import Store

RUNS = 4  # at once
AIMS = ("any moment", "file written", "log written", "start")
PAGE_AIMS = ("file on its way", "button pressed")
_MOST_ACTS = 3  # that are let pass before a kill; at pages, where there are any
_ACTS_LAST = 120.0  # seconds that are waited for them, or for a write, at most; seconds suffice where nothing else is done
_LOOK = 0.0003  # seconds between looks whether it is time
_AN_ACT = 0.2  # seconds, about, on a machine that does other things besides
_STARTING = 90


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
        temporary_folder(folder).mkdir(exist_ok=True)
        self._started_at = time.monotonic()
        self._process = subprocess.Popen(
            [sys.executable, "-m", *command],
            cwd=PROJECT,
            env={
                **os.environ,
                "FAHENG_DATA": str(folder),
                "FAHENG_DEMO": "no",
                "FAHENG_ROOM_MB": "1",
                "TMPDIR": str(temporary_folder(folder)),
            },
            stdout=subprocess.DEVNULL,
        )

    def wait(self) -> float:
        """Wait until it answers; the seconds since it was started."""
        while time.monotonic() - self._started_at < _STARTING:
            if self._process.poll() is not None:
                raise RuntimeError(f"the server ended with {self._process.returncode} while starting")
            if ask(self.folder, "accept") is not None and (not self.port or is_healthy(self.port, "/health")):
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
        if (code := self._process.wait()) != -signal.SIGKILL:
            raise RuntimeError(f"the server had ended by itself, with {code}")


def _wait_for_change(look: Callable[[], Any], seconds: float) -> None:
    before, end = look(), time.monotonic() + seconds
    while time.monotonic() < end and look() == before:
        time.sleep(_LOOK)


def _wait_for_moment(aim: str, server: Killed, journal: Journal, dice: random.Random) -> None:
    """Wait until it is time to kill: any moment of the acts, or right behind what is aimed at.

    Some acts are let pass first, counted and not timed, so that a slow machine is killed amid as much as a fast one.
    """
    folder, log = server.folder, server.folder / "faheng.duckdb.wal"

    def acts() -> int:
        return journal.presses if server.port else sum(journal.acknowledged.values())

    wanted = acts() + dice.randint(0, _MOST_ACTS)
    end = time.monotonic() + _ACTS_LAST
    while acts() < wanted and time.monotonic() < end:
        time.sleep(_LOOK)
    if aim == "file written":
        _wait_for_change(lambda: sum(1 for _ in (folder / "uploads").iterdir()), _ACTS_LAST)
        time.sleep(dice.uniform(0, 0.03))
    elif aim == "file on its way":
        _wait_for_change(lambda: journal.uploads, _ACTS_LAST)
        time.sleep(dice.uniform(0, 0.02))
    elif aim == "button pressed":
        _wait_for_change(lambda: journal.presses, _ACTS_LAST)
        time.sleep(dice.uniform(0, 0.15))
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
    tokens = sign_in_everybody(folder) if whole_server else {}
    aims = (*PAGE_AIMS, *AIMS) if whole_server else AIMS
    findings = KillFindings(whole_server, seed)
    begun = time.monotonic()
    server = Killed(folder, whole=whole_server)
    try:
        start_seconds = server.wait()
        for number in itertools.count(1):
            aim = aims[number % len(aims)]
            moment = AIMS[0] if aim == "start" else aim
            _act_until_killed(server, _clients(server, journal, tokens, dice), moment, dice)
            findings.kills[moment] += 1
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
            check(folder, head, findings)
            done = sum(findings.kills.values())
            if number % 10 == 0:
                print(f"{done} kills, {journal.acknowledged}, {findings.faults}", flush=True)
            if done >= kills:
                break
    finally:
        server.kill()
    with Store(folder) as store:  # the folder itself, after all of them
        compare(store, journal, findings)
        findings.files_without_row = files_without_row(store)
    findings.acknowledged = journal.acknowledged
    findings.refused = journal.refusals
    findings.seconds = time.monotonic() - begun
    return findings


def kill_together(folder: Path, *, kills: int, runs: int = RUNS) -> KillFindings:
    """As `kill_often` does it to the whole server, in several runs at once, each with a folder and a seed of its own."""
    findings = KillFindings(whole_server=True, seed=1)
    folders = [folder / f"run-{seed}" / "data" for seed in range(1, runs + 1)]
    with ProcessPoolExecutor(runs) as pool:
        for found in pool.map(_kill_in, folders, [-(-kills // runs)] * runs, range(1, runs + 1)):
            findings.add(found)
    return findings


def _kill_in(folder: Path, kills: int, seed: int) -> KillFindings:
    folder.parent.mkdir(parents=True)
    prepare(folder)
    return kill_often(folder, kills=kills, whole_server=True, seed=seed)


def _clients(server: Killed, journal: Journal, tokens: dict[str, str], dice: random.Random) -> list[Client]:
    """Two at the pages and one at the command socket; where there are no pages, two at the socket."""
    dices = [random.Random(dice.random()) for _ in range(3)]
    if not tokens:
        return [
            CommandClient(server.folder, journal, place, dices[place], in_turn=False) for place in range(2)
        ]
    return [
        CommandClient(server.folder, journal, 0, dices[0], in_turn=True),
        *(
            BrowserClient(server.folder, journal, place, dices[place], port=server.port, tokens=tokens)
            for place in (1, 2)
        ),
    ]


def _act_until_killed(server: Killed, clients: list[Client], aim: str, dice: random.Random) -> None:
    for client in clients:
        client.start()
    _wait_for_moment(aim, server, clients[0].journal, dice)
    server.kill()
    for client in clients:
        client.over.set()
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
