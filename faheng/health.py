"""GET /health: whether the store answers and can be written, for whatever watches the server; says nothing secret."""

from __future__ import annotations

import asyncio
import logging
import os
import secrets
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from faheng.safe_files import disk_fault
from faheng.store.database import Store

log = logging.getLogger(__name__)

LONGEST = 2.0  # seconds that the store may take to answer
_KEPT = 1.0  # seconds that an answer is given again: anybody may ask, as often as they like
_PROBE = 4096  # bytes


class Health:
    """The route; `store()` is asked at each look, since the store opens after this is made."""

    def __init__(self, store: Callable[[], Store], *, longest: float = LONGEST) -> None:
        self._store = store
        self._longest = longest
        # One look at a time, in a thread of its own: what hangs then neither stops the server nor piles up.
        self._looking = ThreadPoolExecutor(max_workers=1, thread_name_prefix="faheng-health")
        self._look: Future[dict[str, Any]] | None = None
        self._began = 0.0
        self.routes = [Route("/health", self._answer, methods=["GET", "HEAD"])]

    async def _answer(self, _request: Request) -> Response:
        if self._look is None or (self._look.done() and time.monotonic() - self._began > _KEPT):
            self._began = time.monotonic()
            self._look = self._looking.submit(look, self._store)
        left = max(0.0, self._began + self._longest - time.monotonic())
        try:
            # Shielded: whoever stops waiting must not take the look away from the next one who asks.
            found = await asyncio.wait_for(asyncio.shield(asyncio.wrap_future(self._look)), left)
        except TimeoutError:
            found = {"status": "unavailable", "reason": "the store does not answer in time"}
        status = 200 if found["status"] == "ok" else 503
        return JSONResponse(found, status_code=status, headers={"cache-control": "no-store"})


def look(open_store: Callable[[], Store]) -> dict[str, Any]:
    """What /health says: `{"status": "ok", "schema": 7}`, or `unavailable` with a reason."""
    try:
        store = open_store()
        # No release: anybody asks here, and the newest may not be public yet.
        found = {"schema": store.now("store_version")[0].version}
        if not (store.folder / "faheng.duckdb").is_file():
            return {"status": "unavailable", "reason": "the database file is gone", **found}
        if fault := _write_fault(store.folder):
            return {"status": "unavailable", "reason": fault, **found}
    except Exception:
        log.exception("the store does not answer")
        return {"status": "unavailable", "reason": "the store does not answer"}
    return {"status": "ok", **found}


_REASONS = {
    "磁盘写满了": "the disk is full; what is there can be read",
    "磁盘或数据文件夹现在只能读、不能写": "the disk is read-only; what is there can be read",
}


def _write_fault(folder: Path) -> str:
    """Why nothing can be written to a folder; '' when it can: only trying tells."""
    probe = folder / f"health-{os.getpid()}-{secrets.token_hex(4)}.part"
    try:
        probe.write_bytes(bytes(_PROBE))
    except OSError as error:
        return _REASONS.get(disk_fault(error), "the disk cannot be written; what is there can be read")
    finally:
        probe.unlink(missing_ok=True)
    return ""
