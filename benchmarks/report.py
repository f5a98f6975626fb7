"""What the benchmarks found, as benchmarks/README.md."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from importlib.metadata import version
from pathlib import Path
from statistics import median

import psutil

from benchmarks.backups import HEADING as BACKUPS_HEADING
from benchmarks.backups import Round, backups_section
from benchmarks.chart_report import kept, replaced, section
from benchmarks.charts import ChartFindings
from benchmarks.decks import HEADING as DECKS_HEADING
from benchmarks.decks import DeckFindings, decks_section
from benchmarks.disk import DiskFindings
from benchmarks.kill_state import KillFindings
from benchmarks.machine import cpu_name, system_name
from benchmarks.safety_report import DISK_HEADING, KILLS_HEADING, disk_section, kills_section
from benchmarks.sheets import COLUMNS, Sheets
from benchmarks.tables import met, ratio, spread, table

README = Path(__file__).with_name("README.md")
_LIBRARIES = (
    "streamlit", "duckdb", "plotly", "pandas", "pyarrow", "protobuf", "starlette", "uvicorn", "playwright",
    "python-calamine", "xlrd", "openpyxl",
)  # fmt: skip
_MOST_OF_BARE, _MOST_OF_DEMO, _MOST_MB = 2.0, 1.5, 400

_TEXT = """\
# Benchmarks

Written by `make bench` on {today}; {seconds:.0f} s in all. Numbers are medians, with (least–most) where they vary.

## The machine
{cpu}, {cores} cores, {memory:.0f} GB; {system}; Python {python}. Load average when the run ended: {load}.
{libraries}.

## CPU time of the server per rerun
In ms, and as a ratio to the bare page of the same run (aim: at most {most_of_bare:g}). *New*: a choice that nobody made
before in this process. *Seen*: the same choices made again, for which nothing is asked of the database.

{reruns}

## The same on big data
{observations:,} observations. Ratio to the same page on the demonstration city (aim: at most {most_of_demo:g}).

{big}

## Memory
The most a server needed while it was measured, in MB (aim: at most {most_mb}).

{memory_table}

## First chart in a browser
From navigation to the first chart or table on the screen; *CPU* is the main thread of the browser's renderer until
then. Ratios to the bare page, which draws a Plotly chart.

{charts}

{chart_section}
## A visitor who comes
CPU time of the server in ms for opening 总览 once: nothing kept yet, after a start and of a release nobody has opened;
and everything kept.

{visits}

## Reading spreadsheets
CPU seconds from the bytes of a clean .xlsx of {sheet_columns} columns to its facts and issues (`benchmarks/sheets.py`), beside
python-calamine, a reader in Rust that only gives the cells, on the same file; and the most memory in MB. A real upload
has less than 20,000 cells.

{sheets}

{alone}## How it is measured
- Bare page: `benchmarks/bare/`, one select box and one Plotly chart of eight dots drawn anew at every rerun; an
  `st.App` with warm imports and `gc.freeze()` in its lifespan hook, as ours. Demonstration city: as `make run` shows
  it. Big data: every county of the national table × every indicator × 20 years (`benchmarks/big_data.py`; a file of
  {file_mb:.0f} MB), each page for another city of eight counties.
- All three read our `.streamlit/config.toml`, so none collects garbage after every rerun (`postScriptGC`).
- The three servers run at once, with one session for each page over a real WebSocket that sends what a browser sends
  (`benchmarks/websocket.py`). The pages are asked one after the other, in rounds, so that what else the machine does
  falls on all of them alike; the bare page comes again after every five others. The choices of a page are made in
  turn (`benchmarks/pages.py`); *n* is how many of them were new: some pages have no more.
- Beside the big data, whose periods are all years, 总览 and 县区画像 are asked for years on the demonstration city,
  too, in older releases, where nobody has chosen anything yet.
- CPU time is user + system time of the server's process, all threads: wall time says more about the other users of
  the machine. Memory is its resident set.
- First charts: Chromium with a profile of its own for each visit, at 1366×768, over loopback; each page {visits_made}
  times, in turn, the server warm. Looked for once per frame: a box of some size, a canvas that is not blank, an image
  that has arrived; two frames later it is painted. Wall time is a matter of the machine, so ratios are what to compare.
- Charts in a browser: said there.
- Visitors: three starts; older releases of the demonstration city as releases nobody has opened.
"""


@dataclass
class Reruns:
    """CPU time per rerun in ms on one page, one number per round; `choices_made` were new ones."""

    title: str
    choices: str
    new: list[float] = field(default_factory=list)
    seen: list[float] = field(default_factory=list)
    choices_made: int = 0

    def __str__(self) -> str:
        new = f"{self.new[-1]:.0f}/" if self.new else ""
        return f"{self.title} {new}{self.seen[-1]:.0f} ms"


@dataclass
class Charts:
    """Time to the first chart of one page in ms: on the clock, and of the renderer's main thread."""

    title: str
    painted: str
    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)

    def __str__(self) -> str:
        return f"{self.title} {self.wall[-1]:.0f} ms"


@dataclass
class Visits:
    """CPU time of the server in ms for a visitor who opens one page."""

    title: str
    after_start: list[float] = field(default_factory=list)
    of_a_release: list[float] = field(default_factory=list)
    later: list[float] = field(default_factory=list)


@dataclass
class Findings:
    """Everything that was measured; `memory` is the most in MB, by what was served."""

    visits: Sequence[Visits]
    bare: Reruns = field(default_factory=lambda: Reruns("", ""))
    demo: list[Reruns] = field(default_factory=list)
    demo_in_years: list[Reruns] = field(default_factory=list)
    big: list[Reruns] = field(default_factory=list)
    bare_charts: Charts = field(default_factory=lambda: Charts("", ""))
    charts: list[Charts] = field(default_factory=list)
    memory: dict[str, float] = field(default_factory=dict)
    sheets: list[Sheets] = field(default_factory=list)
    rivals: ChartFindings | None = None


def rerun_rows(pages: Iterable[Reruns], base: dict[str, Reruns], *, most: float) -> list[list[str]]:
    """Rows of a table of reruns: times, and ratios to the base of the same title, with whether they are within the aim."""
    rows = []
    for page in pages:
        beside = base[page.title]
        rows.append(
            [
                f"{page.title}: {page.choices}",
                str(page.choices_made),
                spread(page.new, 1),
                spread(page.seen, 1),
                ratio(page.new, beside.new, most),
                ratio(page.seen, beside.seen, most),
            ]
        )
    return rows


def _reruns_table(findings: Findings) -> str:
    bare = findings.bare
    base = {page.title: bare for page in findings.demo}
    own = [
        f"{bare.title}: {bare.choices}",
        str(bare.choices_made),
        spread(bare.new, 1),
        spread(bare.seen, 1),
        "1",
        "1",
    ]
    rows = [own, *rerun_rows(findings.demo, base, most=_MOST_OF_BARE)]
    return table("page: what is chosen | n | new | seen | new ÷ bare | seen ÷ bare", rows)


def _big_table(findings: Findings) -> str:
    base = {page.title: page for page in (*findings.demo, *findings.demo_in_years)}
    rows = rerun_rows(findings.big, base, most=_MOST_OF_DEMO)
    for row, page in zip(rows, findings.big, strict=True):
        small = base[page.title]
        row[0] = f"{page.title}: {small.choices}"
        row[4:4] = [spread(small.new, 1), spread(small.seen, 1)]
    return table(
        "page: what is chosen | n | new | seen | small: new | small: seen | new ÷ small | seen ÷ small", rows
    )


def _charts_table(findings: Findings) -> str:
    bare = findings.bare_charts
    rows = [
        [
            page.title,
            f"`{page.painted}`",
            spread(page.wall),
            spread(page.cpu),
            ratio(page.wall, bare.wall),
            ratio(page.cpu, bare.cpu),
        ]
        for page in (bare, *findings.charts)
    ]
    return table("page | what is waited for | ms | CPU ms | ms ÷ bare | CPU ÷ bare", rows)


def _visits_table(findings: Findings) -> str:
    rows = [
        [page.title, *(spread(each) for each in (page.after_start, page.of_a_release, page.later))]
        for page in findings.visits
    ]
    return table("page | first after a start | first of a release | later", rows)


def _memory_table(findings: Findings) -> str:
    rows = [
        [name, f"{mb:.0f}", "" if name == findings.bare.title else met(mb <= _MOST_MB)]
        for name, mb in findings.memory.items()
    ]
    return table("server | MB | aim", rows)


def _sheets_table(findings: Findings) -> str:
    first = findings.sheets[0]
    per_row = median(first.seconds["faheng"]) / first.rows
    rows = [
        [
            f"{sheets.rows:,}",
            f"{sheets.facts:,}",
            str(sheets.issues),
            spread(sheets.seconds["faheng"], 2),
            spread(sheets.seconds["calamine"], 2),
            ratio(sheets.seconds["faheng"], sheets.seconds["calamine"]),
            f"{median(sheets.seconds['faheng']) / sheets.rows / per_row:.2f}",
            spread(sheets.megabytes["faheng"]),
            spread(sheets.megabytes["calamine"]),
        ]
        for sheets in findings.sheets
    ]
    heads = (
        f"rows | facts | issues | s | calamine: s | ÷ calamine | s a row ÷ that of {first.rows} rows | MB"
        " | calamine: MB"
    )
    return table(heads, rows)


def write_report(findings: Findings, *, observations: int, file_mb: float, seconds: float) -> Path:
    """Write benchmarks/README.md; its path."""
    before = README.read_text(encoding="utf-8")
    text = _TEXT.format(
        today=date.today().isoformat(),
        seconds=seconds,
        cpu=cpu_name(),
        cores=os.cpu_count(),
        memory=psutil.virtual_memory().total / 2**30,
        system=system_name(),
        python=platform.python_version(),
        load=", ".join(f"{load:.1f}" for load in psutil.getloadavg()),
        libraries=", ".join(f"{name} {version(name)}" for name in _LIBRARIES),
        reruns=_reruns_table(findings),
        big=_big_table(findings),
        memory_table=_memory_table(findings),
        charts=_charts_table(findings),
        chart_section=section(findings.rivals) if findings.rivals else "",
        visits=_visits_table(findings),
        # Measured alone, in their own time: what they found last stays.
        alone="".join(
            kept(before, heading) for heading in (DECKS_HEADING, KILLS_HEADING, DISK_HEADING, BACKUPS_HEADING)
        ),
        sheets=_sheets_table(findings),
        sheet_columns=COLUMNS,
        visits_made=len(findings.bare_charts.wall),
        most_of_bare=_MOST_OF_BARE,
        most_of_demo=_MOST_OF_DEMO,
        most_mb=_MOST_MB,
        observations=observations,
        file_mb=file_mb,
    )
    README.write_text(text, encoding="utf-8")
    return README


def rewrite_section(
    findings: ChartFindings | DeckFindings | KillFindings | DiskFindings | Sequence[Round],
) -> Path:
    """Exchange the section of benchmarks/README.md that these findings are of; its path."""
    if isinstance(findings, ChartFindings):
        new = section(findings)
    elif isinstance(findings, DeckFindings):
        new = decks_section(findings)
    elif isinstance(findings, DiskFindings):
        new = disk_section(findings)
    elif isinstance(findings, KillFindings):
        new = kills_section(findings)
    else:
        new = backups_section(findings)
    README.write_text(replaced(README.read_text(encoding="utf-8"), new), encoding="utf-8")
    return README
