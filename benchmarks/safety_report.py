"""What the kills and the full disks found, as sections of benchmarks/README.md with the machine in them."""

from __future__ import annotations

from datetime import date

from benchmarks.disk import DiskFindings
from benchmarks.kills import KillFindings
from benchmarks.machine import machine_words
from benchmarks.tables import met, spread, table

KILLS_HEADING = "## Killed at random moments"
DISK_HEADING = "## A full disk, a read-only disk"

_KILLS = """\
{heading}
`make bench ONLY=kills` on {today}; {seconds:.0f} s. {machine}

{process} killed with SIGKILL while {clients} clients hand in files of twenty values, have them accepted and published;
after each kill a copy of what it left is compared with what the clients were told, the server is started again, and
`check --head` with the copy's record must find it sound. The moments are drawn from seed {seed}: any moment of the acts,
right behind the write of a file (before its row is committed), right behind a write of the database's log, and while
the server starts again. What SIGKILL does not show: [docs/crash-safety.md](../docs/crash-safety.md).

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
    kinds = findings.acknowledged
    rows = [
        ["kills", ", ".join(f"{aim}: {count}" for aim, count in findings.kills.items()), ""],
        [
            "acts acknowledged",
            f"{sum(kinds.values())} ({', '.join(f'{count} {kind}' for kind, count in kinds.items())})",
            "",
        ],
        ["acknowledged acts lost", str(len(findings.lost)), met(not findings.lost)],
        [
            "submissions or releases of which a half was there",
            str(len(findings.half)),
            met(not findings.half),
        ],
        ["`check` found something", str(len(findings.check)), met(not findings.check)],
        ["whole, though the client was not told so any more", str(findings.unacknowledged_but_whole), ""],
        ["files kept whose row was never committed (harmless)", str(findings.files_without_row), ""],
        ["kills that left a half-written `.part` (cleared at the next start)", str(findings.parts_left), ""],
        ["kills that left a log to be read back", str(findings.logs_left), ""],
        ["restart until it answers, s", spread(findings.restarts, 1), ""],
    ]
    return _KILLS.format(
        heading=KILLS_HEADING,
        today=date.today().isoformat(),
        seconds=findings.seconds,
        machine=machine_words(),
        process="`python -m faheng serve`,"
        if findings.whole_server
        else "The part of the server that writes,",
        clients=2,
        seed=findings.seed,
        figures=table("what | number | aim", rows),
    )


def disk_section(findings: DiskFindings) -> str:
    """The section on disks."""
    rows = [[step.disk, step.what, step.found, met(step.is_met)] for step in findings.steps]
    return _DISK.format(
        heading=DISK_HEADING,
        today=date.today().isoformat(),
        machine=machine_words(),
        figures=table("disk | what | found | as promised", rows),
    )
