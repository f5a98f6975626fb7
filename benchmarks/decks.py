"""What a deck costs as a file, by format and number of slides; the section of the report.

`python benchmarks/decks.py WRITER SLIDES.pickle NUMBER` writes the first slides in a process of its own and prints the
numbers. A further format is a line in WRITERS.
"""

from __future__ import annotations

import importlib
import pickle
import re
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from benchmarks.machine import machine_words
from benchmarks.servers import PROJECT
from benchmarks.tables import met, spread, table
from faheng.address import Address, address
from faheng.meeting.deck import MOST_SLIDES, Deck, SlideChoice
from faheng.meeting.slide import Slide, Stamp
from faheng.meeting.slides import slides_of
from faheng.preparation import open_prepared_store
from faheng.settings import Settings

HEADING = "## A deck as a file"
WRITERS = {
    ".pptx": "faheng.meeting.pptx:write_pptx",
    ".docx": "faheng.meeting.docx:write_docx",
    ".xlsx": "faheng.meeting.xlsx:write_xlsx",
    ".html": "faheng.meeting.html:write_html",
}
SLIDES = (10, 20, MOST_SLIDES)
_ROUNDS = 3
_MOST_SECONDS = {(".pptx", 20): 2.0}  # issue 7
_CITY, _REGION, _PERIOD = "990100", "990103", "2024"
_INDICATORS = 10

_TEXT = """\
{heading}
`make bench ONLY=decks` on {today}. {machine}

Slides of the demonstration city, of every kind of chart and table in turn (`benchmarks/decks.py`), asked of the views
beforehand ({asking:.1f} CPU s for {most} slides, nothing remembered) and written in a process of its own, whose modules are
there. *MB*: the most the process needed, Python and the libraries included ({idle:.0f} MB before it wrote).

{figures}

"""


@dataclass
class DeckCost:
    """One format and number of slides: CPU seconds of every round, kB of the file, MB at most."""

    format: str
    slides: int
    seconds: list[float] = field(default_factory=list)
    kilobytes: float = 0
    megabytes: float = 0


@dataclass
class DeckFindings:
    """What each costs; CPU seconds of asking the views for all slides, MB of a process before it writes."""

    costs: list[DeckCost]
    asking: float
    idle: float


def views(indicators: Sequence[str]) -> Iterator[tuple[str, Address]]:
    """Yield what the slides show: the city and a county, then every indicator in every look."""
    of_period = {"city": _CITY, "period": _PERIOD}
    overview = address("overview", **of_period, tab="headline")
    profile = address("profile", **of_period, region=_REGION)
    yield from ((shows, overview) for shows in ("numbers", "findings", "chart"))
    yield from ((shows, profile) for shows in ("numbers", "findings"))
    for aspect in ("gaps", "spine"):
        yield "chart", address("profile", **of_period, region=_REGION, aspect=aspect)
    for code in indicators:
        for look in ("regions", "ranking", "funnel", "map"):
            yield "chart", address("comparison", **of_period, indicator=code, look=look)
        for form in ("lines", "panels", "ranks"):
            yield "chart", address("trend", city=_CITY, indicator=code, frequency="year", form=form)


def _slides(folder: Path) -> tuple[Slide, ...]:
    with open_prepared_store(Settings(folder), holder="benchmarks/decks.py") as store:
        known = [
            each.code for each in store.catalogue(store.latest_release).indicators.values() if each.headline
        ]
        chosen = list(views(known[:_INDICATORS]))
        deck = Deck(
            "测量",
            _CITY,
            _PERIOD,
            slides=tuple(
                SlideChoice(f"s{number}", shows, where)  # type: ignore[arg-type]
                for number, (shows, where) in enumerate(chosen, start=1)
            ),
        )
        return slides_of(store, deck, release=store.latest_release)


def measure_decks(demo: Path, folder: Path) -> DeckFindings:
    """Write decks of every size in every format, each round in turn and in a process of its own."""
    began = time.process_time()
    slides = _slides(demo)
    asking = time.process_time() - began
    file = folder / "slides.pickle"
    file.write_bytes(pickle.dumps(slides[:MOST_SLIDES]))
    costs = [DeckCost(name, number) for name in WRITERS for number in SLIDES]
    idle = 0.0
    for _ in range(_ROUNDS):
        for cost in costs:
            command = [sys.executable, __file__, WRITERS[cost.format], str(file), str(cost.slides)]
            run = subprocess.run(command, cwd=PROJECT, check=True, stdout=subprocess.PIPE, text=True)
            seconds, cost.kilobytes, cost.megabytes, idle = map(float, run.stdout.split())
            cost.seconds.append(seconds)
            print(f"{cost.format} {cost.slides}: {seconds:.2f} s", flush=True)
    return DeckFindings(costs, asking, idle)


def decks_section(findings: DeckFindings) -> str:
    """The section on decks."""
    rows = [
        [cost.format, str(cost.slides), _seconds(cost), f"{cost.kilobytes:,.0f}", f"{cost.megabytes:.0f}"]
        for cost in findings.costs
    ]
    return _TEXT.format(
        heading=HEADING,
        today=date.today().isoformat(),
        machine=machine_words(),
        asking=findings.asking,
        most=MOST_SLIDES,
        idle=findings.idle,
        figures=table("format | slides | CPU s | kB | MB", rows),
    )


def _seconds(cost: DeckCost) -> str:
    most = _MOST_SECONDS.get((cost.format, cost.slides))
    aim = "" if most is None else f" (at most {most:g}: {met(max(cost.seconds) <= most)})"
    return f"{spread(cost.seconds, 2)}{aim}"


def _main() -> None:
    module, _, name = sys.argv[1].partition(":")
    write = getattr(importlib.import_module(module), name)
    # Our own file: measure_decks has just written it.
    slides = pickle.loads(Path(sys.argv[2]).read_bytes())[: int(sys.argv[3])]
    stamp = Stamp(1, "第 1 版", date.today(), "0" * 64)
    idle = _most_megabytes()
    began = time.process_time()
    file = write(Deck("测量", _CITY, _PERIOD), slides, stamp)
    seconds = time.process_time() - began
    print(seconds, len(file) / 1024, _most_megabytes(), idle)


def _most_megabytes() -> float:
    """The most this process needed; getrusage would count the process that started it."""
    match = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text())
    return int(match[1]) / 1024 if match else float("nan")


if __name__ == "__main__":
    _main()
