"""A running server for tests: `python -m faheng serve` on a free port, and commands beside it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

SignedIn = Callable[
    ..., Any
]  # login name → the storage_state of a browser in which that account is signed in
PROJECT = Path(__file__).resolve().parent.parent


class Server:
    """`python -m faheng serve` on a free port."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self.address = f"http://127.0.0.1:{port}"
        self.environment = {**os.environ, "FAHENG_DATA": str(folder)}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "faheng", "serve", "--port", str(port)], cwd=PROJECT, env=self.environment
        )
        self._wait()

    def _wait(self) -> None:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            assert self._process.poll() is None, "the server ended while starting"
            try:
                with urllib.request.urlopen(f"{self.address}/_stcore/health"):
                    return
            except OSError:
                time.sleep(0.2)
        raise TimeoutError(self.address)

    def command(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run `python -m faheng …` beside the running server."""
        return subprocess.run(
            [sys.executable, "-m", "faheng", *arguments],
            cwd=PROJECT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )

    def stop(self) -> None:
        """Stop it as Ctrl+C would."""
        self._process.terminate()
        self._process.wait(timeout=20)
