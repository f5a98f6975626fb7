"""What the kills and the full disks found, as sections of benchmarks/README.md with the machine in them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from benchmarks.disk import DiskFindings
from benchmarks.kill_state import KillFindings
from benchmarks.kills import RUNS
from benchmarks.machine import machine_words
from benchmarks.tables import met, spread, table

KILLS_HEADING = "## Killed at random moments"
DISK_HEADING = "## A full disk, a read-only disk"

_KILLS = """\
{heading}
`make bench ONLY=kills` on {today}; {seconds:.0f} s. {machine}

{runs} servers at once (`python -m faheng serve`, each on a folder of its own) are killed with SIGKILL while people act:
two browsers, as the server sees them (`benchmarks/hands.py`: signed in by cookie, files by PUT to Streamlit's upload
address, buttons over the WebSocket), hand in sheets of twenty figures with evidence, accept, publish and undo, beside a
client of the command socket. Who comes back after a kill first finishes what waits. After each kill a copy of what it
left is compared with what the clients were told, and every release with a replay of the files that were sent; the
server is started again, `/health` must say ok, `check --head` with the copy's record must find it sound, and nothing
half-written may be left. The moments are drawn from seeds 1 to {runs}: any moment, while a file is on its way, behind the
press of a button, right behind the write of a file (before its row is committed), right behind a write of the database's
log, and while the server starts again. What SIGKILL does not show: [docs/crash-safety.md](../docs/crash-safety.md).

{figures}

"""

_DISK = """\
{heading}
`make bench ONLY=disk` on {today}. {machine}

Real file systems as the data folder of `python -m faheng serve`: a tmpfs of 64 MB that something else fills to the last
byte, and an ext4 that the kernel makes read-only after an error (`errors=remount-ro`). Needs root.

{figures}

"""


def kills_section(findings: KillFindings) -> str:
    """The section on kills."""
    rows = [[what, words(findings)] for what, words in _ROWS.items()]
    return _KILLS.format(
        heading=KILLS_HEADING,
        today=date.today().isoformat(),
        seconds=findings.seconds,
        machine=machine_words(),
        runs=RUNS,
        figures=table("what | found", rows),
    )


def _none(found: list[str]) -> str:
    return f"{len(found)} ({met(not found)})"


_ROWS: dict[str, Callable[[KillFindings], str]] = {
    "kills": lambda each: str(sum(each.kills.values())),
    "at which moment": lambda each: ", ".join(f"{aim} {count}" for aim, count in each.kills.items()),
    "acts acknowledged": lambda each: str(sum(each.acknowledged.values())),
    "of which": lambda each: ", ".join(f"{kind} {count}" for kind, count in each.acknowledged.items()),
    "acknowledged acts lost (aim: 0)": lambda each: _none(each.lost),
    "submissions or releases half there (aim: 0)": lambda each: _none(each.half),
    "`check` found something, or a half-written file was left (aim: 0)": lambda each: _none(each.check),
    "acts that were refused (aim: 0)": lambda each: _none(each.refused),
    "submissions whole, though their client was not told so any more": lambda each: str(
        each.unacknowledged_but_whole
    ),
    "files kept whose row was never committed (harmless)": lambda each: str(each.files_without_row),
    "kills that left a half-written `.part` (cleared at the next start)": lambda each: str(each.parts_left),
    "kills that left a log to be read back": lambda each: str(each.logs_left),
    "restart until it answers, s": lambda each: spread(each.restarts, 1),
}


def disk_section(findings: DiskFindings) -> str:
    """The section on disks."""
    rows = [[step.disk, step.what, step.found, met(step.is_met)] for step in findings.steps]
    return _DISK.format(
        heading=DISK_HEADING,
        today=date.today().isoformat(),
        machine=machine_words(),
        figures=table("disk | what | found | as promised", rows),
    )
