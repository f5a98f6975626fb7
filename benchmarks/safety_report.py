"""What the kills and the full disks found, as sections of benchmarks/README.md with the machine in them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from benchmarks.disk import DiskFindings
from benchmarks.kills import CLIENTS, KillFindings
from benchmarks.machine import machine_words
from benchmarks.tables import met, spread, table

KILLS_HEADING = "## Killed at random moments"
DISK_HEADING = "## A full disk, a read-only disk"

_KILLS = """\
{heading}
`make bench ONLY=kills` on {today}; {seconds:.0f} s. {machine}

Four servers at once, each on a folder of its own, killed with SIGKILL while {clients} clients hand in files of twenty
values, have them accepted and published: the whole server, and, more often, the part of it that takes commands, which
starts in a second (`benchmarks/commands_alone.py`: the same way to the store, without Streamlit). After each kill a copy
of what it left is compared with what the clients were told; the server is started again, and `check --head` with the
copy's record must find it sound. The moments are drawn from seeds {seed} to 4: any moment of the acts, right behind the
write of a file (before its row is committed), right behind a write of the database's log, and while the server starts
again. What SIGKILL does not show: [docs/crash-safety.md](../docs/crash-safety.md).

{figures}

"""

_DISK = """\
{heading}
`make bench ONLY=disk` on {today}. {machine}

Real file systems as the data folder of `python -m faheng serve`: a tmpfs of 64 MB that something else fills to the last
byte, and an ext4 that the kernel makes read-only after an error (`errors=remount-ro`). Needs root.

{figures}

"""


def kills_section(findings: Sequence[KillFindings]) -> str:
    """The section on kills, of one run or several beside each other."""
    heads = " | ".join(
        "`python -m faheng serve`" if each.whole_server else "the part that writes" for each in findings
    )
    rows = [[what, *(words(each) for each in findings)] for what, words in _ROWS.items()]
    return _KILLS.format(
        heading=KILLS_HEADING,
        today=date.today().isoformat(),
        seconds=sum(each.seconds for each in findings),
        machine=machine_words(),
        clients=CLIENTS,
        seed=findings[0].seed,
        figures=table(f"what | {heads}", rows),
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
    "`check` found something (aim: 0)": lambda each: _none(each.check),
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
