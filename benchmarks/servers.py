"""Servers that the benchmarks start, each a process of its own, and what they have used so far."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import psutil

from benchmarks.signed_in import token_of

PROJECT = Path(__file__).resolve().parent.parent
BARE_COMMAND = ("streamlit", "run", "benchmarks/bare/app.py", "--server.port")
COMMAND = ("faheng", "serve", "--port")
_STARTING = 90  # seconds


class Server:
    """A running server; `token` is that of somebody who is signed in there, if anybody is."""

    def __init__(self, process: subprocess.Popen[bytes], port: int, token: str = "") -> None:
        self.port = port
        self.token = token
        self._process = psutil.Process(process.pid)

    @property
    def cpu_ms(self) -> float:
        """User and system time of all its threads since it was started."""
        if sys.platform == "linux":
            # The CPU clock of another process, as clock_getcpuclockid(3) names it: psutil counts in steps of 10 ms.
            return 1000 * time.clock_gettime((~self._process.pid << 3) | 2)
        used = self._process.cpu_times()
        return 1000 * float(used.user + used.system)

    @property
    def memory_mb(self) -> float:
        """Its resident set."""
        return float(self._process.memory_info().rss) / 2**20


def free_port() -> int:
    """A port nobody listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def is_healthy(port: int, path: str = "/_stcore/health") -> bool:
    """Whether a server answers there that all is well."""
    with (
        contextlib.suppress(OSError),
        urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=10),
    ):
        return True
    return False


@contextlib.contextmanager
def started(command: tuple[str, ...], **environment: str) -> Iterator[Server]:
    """A server that `python -m command` and a free port start; it is stopped at the end."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", *command, str(port)],
        cwd=PROJECT,
        env={**os.environ, **environment},
        stdout=subprocess.DEVNULL,
    )
    try:
        _wait_for(process, port)
        yield Server(process, port, token_of(environment.get("FAHENG_DATA", "")))
    finally:
        process.terminate()
        process.wait(timeout=20)


def _wait_for(process: subprocess.Popen[bytes], port: int) -> None:
    deadline = time.monotonic() + _STARTING
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"the server ended while starting: {process.args!r}")
        if is_healthy(port):
            return
        time.sleep(0.1)
    raise TimeoutError(f"no answer from {process.args!r}")
