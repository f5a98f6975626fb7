"""`make bench`: the server's CPU time per rerun of 县区对比 beside that of a bare page; writes benchmarks/README.md.

Three servers run at once and are asked in turn, so that what else the machine does falls on all of them alike.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from benchmarks.websocket import Session

PROJECT = Path(__file__).resolve().parent.parent
README = Path(__file__).with_name("README.md")
ROUNDS = 6
RERUNS = 20  # per round and server: CPU time is counted in steps of 10 ms
_INDICATOR, _PERIOD = "choice:indicator", "choice:period"
_SETTLE = 0.3  # seconds after the last rerun for what the server does behind it
_STARTING = 90  # seconds
_LIBRARIES = ("streamlit", "duckdb", "plotly", "pandas", "pyarrow", "protobuf", "uvicorn")

Step = tuple[str, str]  # key of a select box, label to choose


@dataclass
class Server:
    """A running server with one open page, and what was measured there: CPU ms per rerun and MB, one per round."""

    name: str
    process: psutil.Process
    session: Session
    steps: Iterator[Step]
    new: list[float] = field(default_factory=list)
    seen: list[float] = field(default_factory=list)
    memory: list[float] = field(default_factory=list)

    async def round(self) -> list[Step]:
        """Measure choices nobody made before; returns them."""
        made: list[Step] = []
        before = self._cpu()
        for _ in range(RERUNS):
            step = next(self.steps)
            await self.session.choose(*step)
            made.append(step)
        await self._measured(self.new, before)
        return made

    async def again(self, steps: list[Step]) -> None:
        """Measure choices made before. Once unmeasured: the first of them may meet another period than last time."""
        for step in steps:
            await self.session.choose(*step)
        before = self._cpu()
        for step in steps:
            await self.session.choose(*step)
        await self._measured(self.seen, before)

    def _cpu(self) -> float:
        used = self.process.cpu_times()
        return float(used.user + used.system)

    async def _measured(self, results: list[float], before: float) -> None:
        await asyncio.sleep(_SETTLE)
        results.append(1000 * (self._cpu() - before) / RERUNS)
        self.memory.append(self.process.memory_info().rss / 2**20)


def comparison_steps(session: Session) -> Iterator[Step]:
    """Every indicator in turn, and for each another period: a question nobody asked before at every step."""
    for number, indicator in enumerate(session.options(_INDICATOR)[1:]):
        yield _INDICATOR, indicator
        periods = session.options(_PERIOD)
        yield _PERIOD, periods[1 + number % (len(periods) - 1)]


def bare_steps(session: Session) -> Iterator[Step]:
    """Every choice of the bare page in turn."""
    for label in session.options("choice")[1:]:
        yield "choice", label


@contextlib.asynccontextmanager
async def serving(
    name: str,
    command: list[str],
    *,
    page: str,
    query: str,
    steps: Callable[[Session], Iterator[Step]],
    **environment: str,
) -> AsyncIterator[Server]:
    """A server started with `command` and a free port, with one page open; stopped at the end."""
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
            yield Server(name, psutil.Process(process.pid), session, steps(session))
    finally:
        process.terminate()
        process.wait(timeout=20)


def _wait_for(process: subprocess.Popen[bytes], port: int) -> None:
    deadline = time.monotonic() + _STARTING
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"the server ended while starting: {process.args!r}")
        with contextlib.suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health"):
            return
        time.sleep(0.2)
    raise TimeoutError(f"no answer from {process.args!r}")


def _say(text: str) -> None:
    print(text, flush=True)


async def measure(demo: Path, big: Path) -> list[Server]:
    """The three servers with their results: bare page, demonstration city, big data."""
    ours = {"page": "comparison", "steps": comparison_steps}
    async with contextlib.AsyncExitStack() as stack:
        servers = [
            await stack.enter_async_context(server)
            for server in (
                serving(
                    "bare page",
                    ["streamlit", "run", "benchmarks/bare/app.py", "--server.port"],
                    page="",
                    query="",
                    steps=bare_steps,
                ),
                serving(
                    "demonstration city",
                    ["faheng", "serve", "--port"],
                    query="",
                    FAHENG_DATA=str(demo),
                    **ours,
                ),
                serving(
                    "big data",
                    ["faheng", "serve", "--port"],
                    query=f"city={BIG_CITY}",
                    FAHENG_DATA=str(big),
                    FAHENG_DEMO="no",
                    **ours,
                ),
            )
        ]
        for number in range(ROUNDS):
            made = [await server.round() for server in servers]
            for server, steps in zip(servers, made, strict=True):
                await server.again(steps)
            _say(
                f"round {number + 1}: "
                + "; ".join(
                    f"{s.name} {s.new[-1]:.1f} new, {s.seen[-1]:.1f} seen, {s.memory[-1]:.0f} MB"
                    for s in servers
                )
            )
    return servers


BIG_CITY = "150500"

if __name__ == "__main__":
    asyncio.run(measure(Path(sys.argv[1]), Path(sys.argv[2])))
