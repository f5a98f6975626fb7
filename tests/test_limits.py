"""How much may be sent: bodies by address, uploads by account, and what a path may look like."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from asking import ask_app
from literal import add_account
from starlette.requests import Request
from starlette.responses import PlainTextResponse

from faheng.browser_files import _answer as assets
from faheng.gate import COOKIE, Gate, path_after
from faheng.limits import BodyLimits
from faheng.store.database import Store
from faheng.store.sessions import open_session
from faheng.throttle import Rate

KB = 1 << 10
UPLOAD = "/_stcore/upload_file/session/1"


async def reading(scope: Any, receive: Any, send: Any) -> None:
    """An app that reads the whole body first, as a form does."""
    body = await Request(scope, receive).body()
    await PlainTextResponse(str(len(body)))(scope, receive, send)


def sent_in_pieces(path: str, size: int, piece: int = 4 * KB) -> tuple[int, int]:
    """Status of the answer and how many bytes were taken, for a body whose length nobody says beforehand."""
    left, sent = size, []

    async def receive() -> dict[str, Any]:
        nonlocal left
        now = min(piece, left)
        left -= now
        return {"type": "http.request", "body": b"x" * now, "more_body": left > 0}

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {"type": "http", "method": "POST", "path": path, "headers": [], "query_string": b""}
    asyncio.run(BodyLimits(reading)(scope, receive, send))
    return sent[0]["status"], size - left


@pytest.mark.parametrize(
    ("path", "size", "status"),
    [
        ("/auth/login", 8 * KB, 200),
        ("/auth/login", 8 * KB + 1, 413),
        ("/overview", 64 * KB + 1, 413),
        (UPLOAD, 20 * KB * KB, 200),
        (UPLOAD, 21 * KB * KB, 413),
    ],
)
def test_a_body_is_as_large_as_its_address_allows(path: str, size: int, status: int) -> None:
    app = BodyLimits(PlainTextResponse("in"))
    assert ask_app(app, path, method="POST", content_length=str(size)).status == status


def test_a_body_that_said_nothing_of_its_size_is_cut_off_as_it_comes() -> None:
    assert sent_in_pieces("/auth/login", 6 * KB) == (200, 6 * KB)
    assert sent_in_pieces("/auth/login", 5000 * KB) == (413, 12 * KB)


@pytest.mark.parametrize("length", ["-1", "1e9", "ten"])
def test_a_length_that_is_no_number_is_refused(length: str) -> None:
    app = BodyLimits(PlainTextResponse("in"))
    assert ask_app(app, "/auth/login", method="POST", content_length=length).status == 413


def test_at_most_so_many_acts_in_a_time() -> None:
    now = 0.0
    rate = Rate(most=2, seconds=600, clock=lambda: now)
    assert [rate.seconds_to_wait("王芳") for _ in range(3)] == [0, 0, 600]
    assert rate.seconds_to_wait("李强") == 0
    now = 599.5
    assert rate.seconds_to_wait("王芳") == 1
    now = 600.0
    assert rate.seconds_to_wait("王芳") == 0


def test_the_sixty_first_file_within_ten_minutes_waits(fresh_database: Store) -> None:
    account = add_account(fresh_database, "wangfang", "王芳", reports=["990102"])
    cookie = f"{COOKIE}={open_session(fresh_database, account, origin='127.0.0.1')}"
    gate = Gate(PlainTextResponse("taken"), store=lambda: fresh_database)
    answers = [ask_app(gate, UPLOAD, method="PUT", cookie=cookie) for _ in range(61)]
    assert [answer.status for answer in answers] == [200] * 60 + [429]
    assert "10 分钟最多 60 个文件" in answers[-1].text
    assert int(answers[-1].headers["retry-after"]) > 500
    # Taking a file away again is no upload, and pages go on.
    assert ask_app(gate, UPLOAD, method="DELETE", cookie=cookie).status == 200
    assert ask_app(gate, "/overview", cookie=cookie).status == 200


ODD_PATHS = [
    "/assets/../settings.py",
    "/assets/..\\settings.py",
    "/assets//etc/passwd",
    "/assets/C:\\windows\\win.ini",
    "/assets/chart.js\x00.css",
    "/static/../../faheng/gate.py",
    "/static/js/../../index.html",
    "/auth/../overview",
]


@pytest.mark.parametrize("path", [path for path in ODD_PATHS if path.startswith("/assets/")])
def test_an_asset_is_one_of_a_list_and_never_a_path(path: str) -> None:
    scope = {
        "type": "http",
        "method": "GET",
        "path": path,
        "headers": [],
        "path_params": {"name": path.removeprefix("/assets/")},
    }
    assert assets(Request(scope)).status_code == 404


@pytest.mark.parametrize("path", [path for path in ODD_PATHS if "/.." in path or "\\" in path])
def test_dots_lead_past_no_gate(path: str, fresh_database: Store) -> None:
    add_account(fresh_database, "wangfang", "王芳")
    gate = Gate(PlainTextResponse("in"), store=lambda: fresh_database)
    assert ask_app(gate, path).status in ((303, 401) if "/.." in path else (200,))


@pytest.mark.parametrize(
    "wanted",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "\\\\evil.example",
        "javascript:alert(1)",
        "/\t/evil.example",
        "/over\nview",
        "/auth/logout",
        "overview",
        "",
    ],
)
def test_signing_in_leads_to_a_page_of_ours_only(wanted: str) -> None:
    assert path_after(wanted) == "/"
