"""What the benchmarks found, as benchmarks/README.md."""

from __future__ import annotations

import os
import platform
from dataclasses import dataclass, field
from datetime import date
from importlib.metadata import version
from pathlib import Path
from statistics import median

import psutil

README = Path(__file__).with_name("README.md")
_LIBRARIES = ("streamlit", "duckdb", "plotly", "pandas", "pyarrow", "protobuf", "starlette", "uvicorn")
_MOST_OF_BARE, _MOST_OF_SMALL, _MOST_MB = 2.0, 1.5, 400

_TEXT = """\
# Benchmarks

Written by `make bench` on {today}; {seconds:.0f} s in all.

## The machine
{cpu}, {cores} cores, {memory:.0f} GB; {system}; Python {python}. Load average when the run ended: {load}.
{libraries}.

## CPU time of the server per rerun
Median over the rounds (least–most), in ms. *New*: an indicator or period that nobody chose before in this process.
*Seen*: the same choices made again, for which nothing is asked of the database.

| | new | seen | memory at the end, MB |
|---|---|---|---|
{rows}

| | new | seen | aim |
|---|---|---|---|
{ratios}

Memory at its highest: {highest:.0f} MB (aim: at most {most_mb}): {memory_met}.

## How it is measured
- Bare page: `benchmarks/bare/`, one select box and one Plotly chart of eight dots drawn anew at every rerun; an
  `st.App` with warm imports and `gc.freeze()` in its lifespan hook, as ours. Demonstration city: 县区对比 as
  `make run` shows it. Big data: 县区对比 on {observations:,} generated observations (every county of the national
  table × every indicator × 20 years; `benchmarks/big_data.py`; a file of {file_mb:.0f} MB), for a city with as
  many regions.
- All three read our `.streamlit/config.toml`, so none collects garbage after every rerun (`postScriptGC`).
- What 县区对比 does beyond the bare page when nothing is new: it sends about 30 messages with 17 elements, the bare
  page two elements. When something is: a chart is described and drawn, and the first indicator of a category costs
  two queries (30–150 ms each), whose rows answer for every indicator and period of that category until the next
  release.
- The three servers run at once; each has one session over a real WebSocket that sends what a browser sends
  (`benchmarks/websocket.py`). They are asked in turn, {reruns} reruns each of both kinds in rounds, so that what
  else the machine does falls on all of them alike. Half of the changes are to another indicator, half to another
  period of it.
- CPU time is user + system time of the server's process, all threads, as psutil reads it: wall time says more
  about the other users of the machine. Memory is its resident set.
"""


@dataclass
class Measured:
    """What was measured on one page: CPU time per rerun in ms and memory in MB, one number per round."""

    name: str
    new: list[float] = field(default_factory=list)
    seen: list[float] = field(default_factory=list)
    memory: list[float] = field(default_factory=list)

    def __str__(self) -> str:
        return f"{self.name} {self.new[-1]:.1f} ms new, {self.seen[-1]:.1f} seen, {self.memory[-1]:.0f} MB"

    @property
    def row(self) -> str:
        """A row of the table of times."""
        times = " | ".join(f"{median(ms):.1f} ({min(ms):.1f}–{max(ms):.1f})" for ms in (self.new, self.seen))
        return f"| {self.name} | {times} | {self.memory[-1]:.0f} |"


def ratio_row(name: str, page: Measured, base: Measured, *, most: float) -> str:
    """A row of the table of ratios: medians against medians, and whether each is within the aim."""
    ratios = [median(page.new) / median(base.new), median(page.seen) / median(base.seen)]
    cells = " | ".join(f"{ratio:.2f} ({_met(ratio <= most)})" for ratio in ratios)
    return f"| {name} | {cells} | at most {most:g} |"


def _met(is_met: bool) -> str:
    return "met" if is_met else "not met"


def _cpu_name() -> str:
    told = Path("/proc/cpuinfo")
    lines = told.read_text(encoding="utf-8").splitlines() if told.exists() else []
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, platform.processor() or platform.machine())


def _system_name() -> str:
    try:
        return f"{platform.freedesktop_os_release()['PRETTY_NAME']}, kernel {platform.release()}"
    except OSError:
        return platform.platform()


def write_report(
    bare: Measured,
    small: Measured,
    large: Measured,
    *,
    reruns: int,
    observations: int,
    file_mb: float,
    seconds: float,
) -> Path:
    """Write benchmarks/README.md; its path."""
    highest = max(small.memory + large.memory)
    text = _TEXT.format(
        today=date.today().isoformat(),
        seconds=seconds,
        cpu=_cpu_name(),
        cores=os.cpu_count(),
        memory=psutil.virtual_memory().total / 2**30,
        system=_system_name(),
        python=platform.python_version(),
        load=", ".join(f"{load:.1f}" for load in psutil.getloadavg()),
        libraries=", ".join(f"{name} {version(name)}" for name in _LIBRARIES),
        rows="\n".join(page.row for page in (bare, small, large)),
        ratios="\n".join(
            (
                ratio_row("demonstration city ÷ bare page", small, bare, most=_MOST_OF_BARE),
                ratio_row("big data ÷ demonstration city", large, small, most=_MOST_OF_SMALL),
            )
        ),
        highest=highest,
        most_mb=_MOST_MB,
        memory_met=_met(highest <= _MOST_MB),
        observations=observations,
        file_mb=file_mb,
        reruns=reruns,
    )
    README.write_text(text, encoding="utf-8")
    return README
