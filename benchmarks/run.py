"""`make bench`: what every page costs beside a bare page, and reading a sheet; writes benchmarks/README.md.

`make bench ONLY=charts` measures the section "Charts in a browser" alone and leaves the others as they are; so do
`ONLY=decks`, `ONLY=kills` and `ONLY=disk`, which the whole run leaves out: the latter take a quarter of an hour, and root.

All servers run at once and all pages are asked in turn, so that what else the machine does falls on all alike.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import itertools
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from benchmarks.backups import measure_backups
from benchmarks.browser import chromium, first_chart
from benchmarks.charts import ChartFindings, measure_rivals
from benchmarks.decks import measure_decks
from benchmarks.disk import DiskFindings, measure_disks
from benchmarks.kill_state import KillFindings
from benchmarks.kills import kill_together
from benchmarks.pages import BARE, BIG, IN_YEARS, PAGES, Page, Step
from benchmarks.report import Charts, Findings, Reruns, Visits, rewrite_section, write_report
from benchmarks.servers import BARE_COMMAND, COMMAND, PROJECT, Server, started
from benchmarks.sheets import measure_sheets
from benchmarks.websocket import Session
from faheng import address
from faheng.gate import COOKIE

ROUNDS = 5
RERUNS = 10  # per round, of new choices and of seen ones
STARTS = 3
RELEASES = 3
CHARTS = 5
SHEETS = 3
RIVALS = 5
KILLS = 200
_DEMO_CITY = "990100"
# One for each page of BIG: they have eight counties each, as many regions as the demonstration city.
_BIG_CITIES = ("150500", "131100", "350600", "340500", "350900")
_BARE_EVERY = 5  # pages: what all are compared with is measured more often
_SETTLE = 0.15  # seconds after the last rerun, for what the server does behind it


class Servers(NamedTuple):
    """The three servers that run at once."""

    bare: Server
    demo: Server
    big: Server


class Tab:
    """One open page of a server, and what was measured there."""

    def __init__(self, page: Page, server: Server, session: Session) -> None:
        self.reruns = Reruns(page.title, page.choices)
        self._server = server
        self._session = session
        self._steps = page.steps(session)
        self._made: list[Step] = []

    async def measure_new(self) -> None:
        """Measure choices that nobody made before, while there are any."""
        made = []
        before = self._server.cpu_ms
        for step in itertools.islice(self._steps, RERUNS):
            await self._session.choose(*step)
            made.append(step)
        if made:
            self._made = made
            self.reruns.new.append(await self._cpu_ms_since(before, len(made)))
            self.reruns.choices_made += len(made)

    async def measure_seen(self) -> None:
        """Measure the choices of `measure_new` made again."""
        # Once unmeasured: the first indicator now meets the last period, which is a new question.
        await self._make_again(len(self._made))
        before = self._server.cpu_ms
        await self._make_again(RERUNS)
        self.reruns.seen.append(await self._cpu_ms_since(before, RERUNS))

    async def _make_again(self, times: int) -> None:
        for step in itertools.islice(itertools.cycle(self._made), times):
            await self._session.choose(*step)

    async def _cpu_ms_since(self, before: float, reruns: int) -> float:
        await asyncio.sleep(_SETTLE)
        return (self._server.cpu_ms - before) / reruns


def cookie_of(server: Server) -> str:
    """The header that a signed-in browser sends."""
    return f"{COOKIE}={server.token}" if server.token else ""


async def _visit(server: Server, path: str, query: str = "") -> float:
    """The server's CPU time in ms for a visitor who opens a page and leaves."""
    before = server.cpu_ms
    async with Session(server.port, page=path, query=query, cookie=cookie_of(server)):
        await asyncio.sleep(_SETTLE)
    return server.cpu_ms - before


async def measure_first_visits(servers: Servers, visits: tuple[Visits, Visits, Visits]) -> None:
    """The first visitor of each server, who opens 总览."""
    bare, demo, big = visits
    bare.after_start.append(await _visit(servers.bare, ""))
    demo.after_start.append(await _visit(servers.demo, "overview", f"city={_DEMO_CITY}"))
    big.after_start.append(await _visit(servers.big, "overview", f"city={_BIG_CITIES[0]}"))


async def measure_later_visits(servers: Servers, bare: Visits, demo: Visits, *, latest: int) -> None:
    """The first visitor of a release that nobody has opened since the start, and the second."""
    for number in range(latest - 1, latest - 1 - RELEASES, -1):
        query = f"city={_DEMO_CITY}&release={number}"
        bare.later.append(await _visit(servers.bare, ""))
        demo.of_a_release.append(await _visit(servers.demo, "overview", query))
        demo.later.append(await _visit(servers.demo, "overview", query))


async def measure_reruns(servers: Servers, findings: Findings, *, latest: int) -> None:
    """CPU time per rerun: of the bare page, and of pages on the demonstration city and on the big data."""
    async with contextlib.AsyncExitStack() as stack:

        async def opened(page: Page, server: Server, city: str, release: str = "") -> Tab:
            query = f"city={city}{release}" if "city" in address.PAGES.get(page.path, ()) else ""
            session = Session(server.port, page=page.path, query=query, cookie=cookie_of(server))
            return Tab(page, server, await stack.enter_async_context(session))

        bare = await opened(BARE, servers.bare, "")
        tabs = [await opened(page, servers.demo, _DEMO_CITY) for page in PAGES]
        in_big = [page for page in PAGES if page.path in BIG]
        tabs += [
            await opened(page, servers.big, city) for page, city in zip(in_big, _BIG_CITIES, strict=True)
        ]
        tabs += [
            await opened(page, servers.demo, _DEMO_CITY, f"&release={latest - back}")
            for back, page in enumerate(IN_YEARS, start=1)
        ]
        in_turn = [each for place, tab in enumerate(tabs) for each in (bare, tab)[place % _BARE_EVERY > 0 :]]
        for number in range(1, ROUNDS + 1):
            for tab in in_turn:
                await tab.measure_new()
            for tab in in_turn:
                await tab.measure_seen()
            note_memory(servers, findings)
            print(f"reruns {number} of {ROUNDS}: " + ", ".join(str(tab.reruns) for tab in tabs), flush=True)
    findings.bare = bare.reruns
    found = iter([tab.reruns for tab in tabs])
    findings.demo = list(itertools.islice(found, len(PAGES)))
    findings.big = list(itertools.islice(found, len(BIG)))
    findings.demo_in_years = list(found)


def note_memory(servers: Servers, findings: Findings) -> None:
    """Keep the most that each server needs."""
    names = (
        "bare page",
        f"demonstration city, {len(PAGES)} pages and four releases open",
        f"big data, {len(BIG)} pages open",
    )
    for name, server in zip(names, servers, strict=True):
        findings.memory[name] = max(findings.memory.get(name, 0), server.memory_mb)


def measure_charts(servers: Servers, findings: Findings) -> None:
    """Time to the first chart, of the bare page and of every page, in turn."""
    pages = (BARE, *PAGES)
    charts = [Charts(page.title, page.painted) for page in pages]
    with chromium() as browser:
        for number in range(1, CHARTS + 1):
            for page, found in zip(pages, charts, strict=True):
                server = servers.bare if page is BARE else servers.demo
                seen = first_chart(
                    browser,
                    f"http://127.0.0.1:{server.port}/{page.path}",
                    page.painted,
                    token=server.token,
                )
                found.wall.append(seen.wall_ms)
                found.cpu.append(seen.cpu_ms)
            print(f"charts {number} of {CHARTS}: " + ", ".join(map(str, charts)), flush=True)
    findings.bare_charts, *findings.charts = charts


@contextlib.contextmanager
def _servers(demo: Path, big: Path) -> Iterator[Servers]:
    with (
        started(BARE_COMMAND) as bare,
        started(COMMAND, FAHENG_DATA=str(demo)) as small,
        started(COMMAND, FAHENG_DATA=str(big), FAHENG_DEMO="no") as large,
    ):
        yield Servers(bare, small, large)


def measure(demo: Path, big: Path, *, latest: int) -> Findings:
    """Everything; `latest` is the latest release of the demonstration city."""
    visits = Visits("bare page"), Visits("总览, demonstration city"), Visits("总览, big data")
    findings = Findings(visits=visits)
    for _ in range(STARTS - 1):
        with _servers(demo, big) as servers:
            asyncio.run(measure_first_visits(servers, visits))
    with _servers(demo, big) as servers:
        asyncio.run(measure_first_visits(servers, visits))
        asyncio.run(measure_later_visits(servers, *visits[:2], latest=latest))
        asyncio.run(measure_reruns(servers, findings, latest=latest))
        measure_charts(servers, findings)
        note_memory(servers, findings)
    return findings


_LOAD = (
    "from pathlib import Path; from faheng.preparation import *; import sys; "
    "store = open_prepared_store(Settings(Path(sys.argv[1])), holder='benchmarks/run.py'); "
    "print(store.latest_release); store.close()"
)


def _prepare_demo(folder: Path) -> int:
    """Fill a data folder with the demonstration city, in a process of its own; its latest release."""
    latest = _number_from("-c", _LOAD, str(folder))
    _sign_in(folder)
    return latest


def _prepare_big(folder: Path) -> int:
    """Fill a data folder with the big data, in a process of its own; how many observations it has."""
    observations = _number_from("benchmarks/big_data.py", str(folder))
    _sign_in(folder)
    return observations


def _sign_in(folder: Path) -> None:
    subprocess.run([sys.executable, "benchmarks/signed_in.py", str(folder)], cwd=PROJECT, check=True)


def _number_from(*command: str) -> int:
    run = subprocess.run([sys.executable, *command], cwd=PROJECT, check=True, stdout=subprocess.PIPE)
    return int(run.stdout)


def _measure_rivals(demo: Path, folder: Path) -> ChartFindings:
    exported = folder / "rivals"
    exported.mkdir()
    return measure_rivals(demo, exported, rounds=RIVALS)


def main() -> None:
    """Prepare, measure, write benchmarks/README.md."""
    parser = argparse.ArgumentParser(description="Measure, and write benchmarks/README.md.")
    parser.add_argument(
        "--only",
        choices=("charts", "decks", "kills", "disk", "backups"),
        help="measure this section alone, leave the others",
    )
    only = parser.parse_args().only
    started_at = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="faheng-bench-") as folder:
        if only in ("kills", "disk"):
            _tell(rewrite_section(_measure_safety(only, Path(folder))))
            return
        demo, big = Path(folder) / "demo", Path(folder) / "big"
        if only == "backups":
            _prepare_big(big)
            _tell(rewrite_section(measure_backups(big)))
            return
        print("preparing the data (half a minute at most)", flush=True)
        latest = _prepare_demo(demo)
        if only == "decks":
            readme = rewrite_section(measure_decks(demo, Path(folder)))
        elif only == "charts":
            readme = rewrite_section(_measure_rivals(demo, Path(folder)))
        else:
            observations = _prepare_big(big)
            file_mb = (big / "faheng.duckdb").stat().st_size / 2**20
            findings = measure(demo, big, latest=latest)
            findings.rivals = _measure_rivals(demo, Path(folder))
            findings.sheets = measure_sheets(Path(folder), rounds=SHEETS)
            readme = write_report(
                findings, observations=observations, file_mb=file_mb, seconds=time.monotonic() - started_at
            )
    _tell(readme)


def _measure_safety(only: str, folder: Path) -> KillFindings | DiskFindings:
    return measure_disks(folder) if only == "disk" else kill_together(folder, kills=KILLS)


def _tell(readme: Path) -> None:
    print(readme.read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
