"""What a backup and a restore of a larger folder cost, beside a plain copy of the same bytes; the section of the report.

`python benchmarks/backups.py FOLDER` measures one round on a folder of the big data and prints it as JSON.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import random
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from statistics import median

from benchmarks.big_data import FIRST_YEAR, LAST_YEAR
from benchmarks.machine import machine_words
from benchmarks.servers import PROJECT
from benchmarks.tables import ratio, spread, table
from faheng.roles import SYSTEM
from faheng.store.archive import CATALOGUE, DATABASE, UPLOADS
from faheng.store.backup import make_backup
from faheng.store.database import Store
from faheng.store.restore import restore

HEADING = "## Backup and restore"
_ROUNDS = 3
_FILES, _FILE_MB = 100, 1
_ACTS = {"copy": "plain copy of the same files", "backup": "backup", "restore": "restore"}

_TEXT = """\
{heading}
`make bench ONLY=backups` on {today}. {machine}

The big data ({database_mb:.0f} MB of database) and {files} uploaded files, {megabytes:.0f} MB in all, beside
`shutil.copytree` of the same. A backup copies the database through SQL, reads every row of the original and of the
copy, zips, reopens the archive, compares every member and runs every check of `python -m faheng check`; a restore does
the same once more and moves things into place. *Archive*: {archive_mb:.0f} MB. Nobody writes while the database is
copied; readers go on.

{figures}

While a backup is made, a thread reads which regions have values (of all observations) again and again: it takes {asked} ms,
and {idle} ms while none is made (median; longest {longest} and {idle_longest} ms).

"""


@dataclass
class Round:
    """CPU and wall seconds by act, and how long a question took in ms while nothing and while a backup was made."""

    cpu: dict[str, float] = field(default_factory=dict)
    wall: dict[str, float] = field(default_factory=dict)
    idle_ms: list[float] = field(default_factory=list)
    asked_ms: list[float] = field(default_factory=list)
    megabytes: float = 0
    database_mb: float = 0
    archive_mb: float = 0
    files: int = 0


def prepare_uploads(folder: Path) -> None:
    """Give the big data their files: those its submissions name, and others that cannot be compressed."""
    contents = [f"{year}.xlsx".encode() for year in range(FIRST_YEAR, LAST_YEAR + 1)]
    contents += [random.Random(number).randbytes(_FILE_MB << 20) for number in range(_FILES)]
    for content in contents:
        (folder / UPLOADS / hashlib.sha256(content).hexdigest()).write_bytes(content)


def measure_backups(folder: Path) -> list[Round]:
    """The rounds, each in a process of its own."""
    prepare_uploads(folder)
    command = [sys.executable, __file__, str(folder)]
    rounds = []
    for _ in range(_ROUNDS):
        run = subprocess.run(command, cwd=PROJECT, check=True, stdout=subprocess.PIPE, text=True)
        rounds.append(Round(**json.loads(run.stdout)))
    return rounds


def _measure(folder: Path) -> Round:
    found = Round()
    other = folder.with_name(f"{folder.name}-other")
    shutil.rmtree(other, ignore_errors=True)

    @contextlib.contextmanager
    def measured(act: str) -> Iterator[None]:
        cpu, wall = time.process_time(), time.monotonic()
        yield
        found.cpu[act] = time.process_time() - cpu
        found.wall[act] = time.monotonic() - wall

    with measured("copy"):
        for part in (UPLOADS, CATALOGUE):
            shutil.copytree(folder / part, other / "copy" / part)
        shutil.copy(folder / DATABASE, other / "copy" / DATABASE)
    files = [file for file in (other / "copy").rglob("*") if file.is_file()]
    found.megabytes = sum(file.stat().st_size for file in files) / 2**20
    found.database_mb = (other / "copy" / DATABASE).stat().st_size / 2**20
    found.files = len(list((other / "copy" / UPLOADS).iterdir()))
    with Store(folder, holder="benchmarks/backups.py") as store:
        with measured("backup"):
            made = make_backup(store, actor=SYSTEM, folder=other / "backups")
        if not made.is_verified:
            raise ValueError(made.problems)
        found.idle_ms = _ask(store, threading.Event(), times=200)
        done = threading.Event()
        asking = threading.Thread(target=lambda: found.asked_ms.extend(_ask(store, done)))
        asking.start()
        try:
            make_backup(store, actor=SYSTEM, folder=other / "backups")
        finally:
            done.set()
            asking.join()
    found.archive_mb = made.size_bytes / 2**20
    with measured("restore"):
        restore(other / "restored", made.path)
    shutil.rmtree(other)
    return found


def _ask(store: Store, done: threading.Event, times: int | None = None) -> list[float]:
    took: list[float] = []
    while not done.is_set() and (times is None or len(took) < times):
        began = time.monotonic()
        store.read("regions_with_values", release=store.latest_release)
        took.append(1000 * (time.monotonic() - began))
        time.sleep(0.01)
    return took


def backups_section(rounds: list[Round]) -> str:
    """The section on backups."""
    copies = [each.cpu["copy"] for each in rounds]
    rows = [
        [
            words,
            spread([each.cpu[act] for each in rounds], 2),
            spread([each.wall[act] for each in rounds], 2),
            ratio([each.cpu[act] for each in rounds], copies),
        ]
        for act, words in _ACTS.items()
    ]
    first = rounds[0]
    idle = [ms for each in rounds for ms in each.idle_ms]
    asked = [ms for each in rounds for ms in each.asked_ms]
    return _TEXT.format(
        heading=HEADING,
        today=date.today().isoformat(),
        machine=machine_words(),
        database_mb=first.database_mb,
        megabytes=first.megabytes,
        archive_mb=first.archive_mb,
        files=first.files,
        figures=table("what | CPU s | s | CPU ÷ plain copy", rows),
        idle=f"{median(idle):.0f}",
        asked=f"{median(asked):.0f}",
        longest=f"{max(asked):.0f}",
        idle_longest=f"{max(idle):.0f}",
    )


if __name__ == "__main__":
    print(json.dumps(asdict(_measure(Path(sys.argv[1])))))
