"""The chart of 县区对比 in a browser, beside a static page and two Streamlit pages with the same content."""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page

from benchmarks.browser import Cost, Visit, chromium, visitor
from benchmarks.rivals.export import CHOICES, changes
from benchmarks.servers import COMMAND, PROJECT, Server, started

_CHART = ".js-plotly-plot .trace"
_AFTER_TYPING = 300  # ms, so that what is measured is the choice and not the list of options

Choose = Callable[[Page, str], Callable[[], None]]
"""Makes everything ready to choose an indicator, and gives the last step."""


@dataclass(frozen=True)
class Rival:
    """A page with the chart; `command` starts its server, `path` is where it shows an indicator."""

    name: str
    title: str
    command: tuple[str, ...]
    path: str
    choose: Choose


@dataclass
class Found:
    """What was measured of one page, one number per round; `settled_kb` is all that a visit loads."""

    title: str
    first: list[Cost] = field(default_factory=list)
    settled_kb: list[float] = field(default_factory=list)
    change: list[Cost] = field(default_factory=list)
    server_ms: list[float] = field(default_factory=list)

    def __str__(self) -> str:
        return f"{self.title} {self.first[-1].cpu_ms:.0f}/{self.change[-1].cpu_ms:.0f} ms"


@dataclass
class ChartFindings:
    """By name of the rival: for a new visitor (`cold`), and when the same one comes again and does the same (`warm`)."""

    cold: dict[str, Found]
    warm: dict[str, Found]


def _from_list(page: Page, code: str) -> Callable[[], None]:
    """The option of a native select box."""
    return lambda: page.locator("select").select_option(code) and None


def _from_box(page: Page, code: str) -> Callable[[], None]:
    """The option of Streamlit's select box, found by typing and taken with the Enter key."""
    box = page.locator(".st-key-choice-indicator input")
    box.click()
    box.press_sequentially(code)
    page.get_by_role("option").first.wait_for()
    page.wait_for_timeout(_AFTER_TYPING)
    return lambda: page.keyboard.press("Enter")


_STREAMLIT = ("streamlit", "run")
_PORT = "--server.port"
RIVALS = (
    Rival("static", "(a) static page", ("benchmarks.rivals.floor",), "?indicator={indicator}", _from_list),
    Rival(
        "bare",
        "(b) bare page, one `st.plotly_chart`",
        (*_STREAMLIT, "benchmarks/rivals/one_chart.py", _PORT),
        "?indicator={indicator}",
        _from_box,
    ),
    Rival(
        "typical",
        "(c) typical page",
        (*_STREAMLIT, "benchmarks/rivals/typical.py", _PORT),
        "?indicator={indicator}",
        _from_box,
    ),
    Rival(
        "ours",
        "县区对比",
        COMMAND,
        "comparison?city={city}&indicator={indicator}&period={period}",
        _from_box,
    ),
)


def measure_rivals(demo: Path, folder: Path, *, rounds: int) -> ChartFindings:
    """Start one server for each; `demo` is the data folder of the demonstration city, `folder` an empty one."""
    subprocess.run(
        [sys.executable, "benchmarks/rivals/export.py", str(demo), str(folder)], cwd=PROJECT, check=True
    )
    choices = json.loads((folder / CHOICES).read_text(encoding="utf-8"))
    pairs = changes(choices)
    cold = {rival.name: Found(rival.title) for rival in RIVALS}
    warm = {rival.name: Found(rival.title) for rival in RIVALS}
    with _servers(demo, folder) as servers, chromium() as browser:
        for rival in RIVALS:  # nobody is the first visitor, who would wait for imports
            _visits(browser, servers[rival.name], rival, choices, pairs[-1])
        for number, pair in enumerate(pairs[:rounds], start=1):
            for rival in RIVALS:
                visits = _visits(browser, servers[rival.name], rival, choices, pair)
                for found, visit in zip((cold[rival.name], warm[rival.name]), visits, strict=True):
                    found.first += visit.first
                    found.settled_kb += visit.settled_kb
                    found.change += visit.change
                    found.server_ms += visit.server_ms
            print(f"rivals {number} of {rounds}: " + ", ".join(map(str, cold.values())), flush=True)
    return ChartFindings(cold, warm)


@contextlib.contextmanager
def _servers(demo: Path, folder: Path) -> Iterator[dict[str, Server]]:
    with contextlib.ExitStack() as stack:
        yield {
            rival.name: stack.enter_context(
                started(rival.command, FAHENG_DATA=str(demo), EXPORTED=str(folder), PYTHONPATH=str(PROJECT))
            )
            for rival in RIVALS
        }


def _visits(
    browser: Browser, server: Server, rival: Rival, choices: dict[str, Any], pair: tuple[str, str]
) -> tuple[Found, Found]:
    """A new visitor and then the same one again: opens the page with one indicator, goes on to the other."""
    opened, chosen = pair
    path = rival.path.format(indicator=opened, city=choices["city"], period=choices["period"])
    with visitor(browser, server.token) as context:
        found = []
        for _ in range(2):
            visit = Visit(context)
            first = visit.open(f"http://127.0.0.1:{server.port}/{path}", _CHART)
            visit.settle()
            settled_kb = visit.kilobytes
            choose = rival.choose(visit.page, chosen)
            before = server.cpu_ms
            change = visit.change(choose)
            found.append(Found(rival.title, [first], [settled_kb], [change], [server.cpu_ms - before]))
            visit.page.close()
    return found[0], found[1]
