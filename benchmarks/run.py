"""`make bench`: server CPU time per rerun of 县区对比 beside a bare page; writes benchmarks/README.md.

Three servers run at once and are asked in turn, so that what else the machine does falls on all alike.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import psutil

from benchmarks.report import Measured, write_report
from benchmarks.websocket import Session

PROJECT = Path(__file__).resolve().parent.parent
ROUNDS = 6
RERUNS = 18  # per round: the system counts CPU time in steps of 10 ms
_BIG_CITY = "150500"  # 通辽市: eight counties, as many regions as the demonstration city has
_INDICATOR, _PERIOD = "choice:indicator", "choice:period"
_SETTLE = 0.3  # seconds after the last rerun, for what the server does behind it
_STARTING = 90  # seconds

Step = tuple[str, str]  # key of a select box, label to choose


class Page:
    """One open page of a server that was started for it, and what was measured there."""

    def __init__(self, name: str, process: psutil.Process, session: Session, steps: Iterator[Step]) -> None:
        self.measured = Measured(name)
        self._process = process
        self._session = session
        self._steps = steps
        self._made: list[Step] = []

    async def measure_new(self) -> None:
        """Measure choices that nobody made before."""
        self._made = []
        before = self._cpu_seconds()
        for _ in range(RERUNS):
            step = next(self._steps)
            await self._session.choose(*step)
            self._made.append(step)
        self.measured.new.append(await self._cpu_ms_since(before))

    async def measure_seen(self) -> None:
        """Measure the choices of `measure_new` made again."""
        # Once unmeasured: the first indicator now meets the last period, which is a new question.
        await self._make_again()
        before = self._cpu_seconds()
        await self._make_again()
        self.measured.seen.append(await self._cpu_ms_since(before))
        self.measured.memory.append(self._process.memory_info().rss / 2**20)

    async def _make_again(self) -> None:
        for step in self._made:
            await self._session.choose(*step)

    def _cpu_seconds(self) -> float:
        used = self._process.cpu_times()
        return float(used.user + used.system)

    async def _cpu_ms_since(self, before: float) -> float:
        await asyncio.sleep(_SETTLE)
        return 1000 * (self._cpu_seconds() - before) / RERUNS


def comparison_steps(session: Session) -> Iterator[Step]:
    """Every indicator in turn, and for each another period: at every step a question nobody asked before."""
    for number, indicator in enumerate(session.options(_INDICATOR)):
        if indicator == session.chosen(_INDICATOR):
            continue
        yield _INDICATOR, indicator
        others = [label for label in session.options(_PERIOD) if label != session.chosen(_PERIOD)]
        if others:
            yield _PERIOD, others[number % len(others)]


def bare_steps(session: Session) -> Iterator[Step]:
    """Every choice of the bare page in turn."""
    for label in session.options("choice")[1:]:
        yield "choice", label


@contextlib.asynccontextmanager
async def opened(
    name: str,
    command: list[str],
    steps: Callable[[Session], Iterator[Step]],
    *,
    page: str = "",
    query: str = "",
    **environment: str,
) -> AsyncIterator[Page]:
    """A page of a server that `command` and a free port start; the server is stopped at the end."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", *command, str(port)],
        cwd=PROJECT,
        env={**os.environ, **environment},
        stdout=subprocess.DEVNULL,
    )
    try:
        _wait_for(process, port)
        async with Session(port, page=page, query=query) as session:
            yield Page(name, psutil.Process(process.pid), session, steps(session))
    finally:
        process.terminate()
        process.wait(timeout=20)


def _wait_for(process: subprocess.Popen[bytes], port: int) -> None:
    deadline = time.monotonic() + _STARTING
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"the server ended while starting: {process.args!r}")
        with (
            contextlib.suppress(OSError),
            urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health"),
        ):
            return
        time.sleep(0.2)
    raise TimeoutError(f"no answer from {process.args!r}")


async def measure(demo: Path, big: Path) -> list[Measured]:
    """Bare page, demonstration city and big data, measured in turn."""
    bare = ["streamlit", "run", "benchmarks/bare/app.py", "--server.port"]
    ours = ["faheng", "serve", "--port"]
    async with contextlib.AsyncExitStack() as stack:
        pages = [
            await stack.enter_async_context(page)
            for page in (
                opened("bare page", bare, bare_steps),
                opened(
                    "demonstration city", ours, comparison_steps, page="comparison", FAHENG_DATA=str(demo)
                ),
                opened(
                    "big data",
                    ours,
                    comparison_steps,
                    page="comparison",
                    query=f"city={_BIG_CITY}",
                    FAHENG_DATA=str(big),
                    FAHENG_DEMO="no",
                ),
            )
        ]
        for number in range(1, ROUNDS + 1):
            for page in pages:
                await page.measure_new()
            for page in pages:
                await page.measure_seen()
            print(f"round {number}: " + "; ".join(str(page.measured) for page in pages), flush=True)
    return [page.measured for page in pages]


def _prepare(demo: Path, big: Path) -> int:
    """Fill both data folders, each in a process of its own; how many observations the big one has."""
    print("preparing the demonstration city and the big data (a minute or two)", flush=True)
    load = (
        "from pathlib import Path; from faheng.preparation import *; import sys; "
        "open_prepared_store(Settings(Path(sys.argv[1])), holder='benchmarks/run.py').close()"
    )
    subprocess.run([sys.executable, "-c", load, str(demo)], cwd=PROJECT, check=True)
    made = subprocess.run(
        [sys.executable, "benchmarks/big_data.py", str(big)],
        cwd=PROJECT,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    return int(made.stdout)


def main() -> None:
    """Prepare, measure, write benchmarks/README.md."""
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="faheng-bench-") as folder:
        demo, big = Path(folder) / "demo", Path(folder) / "big"
        observations = _prepare(demo, big)
        file_mb = (big / "faheng.duckdb").stat().st_size / 2**20
        bare_page, small, large = asyncio.run(measure(demo, big))
    readme = write_report(
        bare_page,
        small,
        large,
        reruns=ROUNDS * RERUNS,
        observations=observations,
        file_mb=file_mb,
        seconds=time.monotonic() - started,
    )
    print(readme.read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
