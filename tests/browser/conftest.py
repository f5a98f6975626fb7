"""Real Chromium against real servers on copies of a prepared folder: one for all who read, one for each who writes."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from literal import add_account
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from serving import Server, SignedIn

from faheng.gate import COOKIE
from faheng.preparation import open_prepared_store
from faheng.settings import Settings
from faheng.store.sessions import open_session

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
expect.set_options(timeout=20_000)  # a busy machine draws a page in seconds, not in the usual 5
# Without these the browser itself looks for hosts of its maker at every start.
QUIET = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


@dataclass(frozen=True)
class Prepared:
    """A data folder, and the tokens of those who are signed in there, by login name."""

    folder: Path
    tokens: dict[str, str]


@pytest.fixture(scope="session")
def prepared(demonstration_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Prepared:
    """The demonstration city with people: `liqiang` may do everything, the others have one role each."""
    folder = tmp_path_factory.mktemp("prepared") / "data"
    shutil.copytree(demonstration_folder, folder)
    with open_prepared_store(Settings(folder), holder="tests") as store:
        people = [
            add_account(
                store, "liqiang", "李强", "reviewer", "publisher", "administrator", reports=["990100"]
            ),
            add_account(store, "wangfang", "王芳", reports=["990100"]),
            add_account(store, "zhaomin", "赵敏", reports=["990122"]),
            add_account(store, "sunli", "孙丽", reports=["990123"]),
            add_account(store, "zhoujie", "周洁", "reviewer"),
            add_account(store, "wuming", "吴明", "publisher"),
            add_account(store, "leader", "郑局长", "viewer"),
        ]
        tokens = {one.login_name: open_session(store, one, origin="127.0.0.1") for one in people}
    return Prepared(folder, tokens)


@pytest.fixture(scope="session")
def server(prepared: Prepared, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server that a test leaves as it was: it is that of other tests too."""
    yield from _running(prepared, tmp_path_factory)


@pytest.fixture
def own_server(prepared: Prepared, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server of the test's own, just started."""
    yield from _running(prepared, tmp_path_factory)


def _running(prepared: Prepared, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("served") / "data"
    shutil.copytree(prepared.folder, folder)
    running = Server(folder)
    yield running
    running.stop()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium."""
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield launched
        launched.close()


@pytest.fixture
def signed_in(prepared: Prepared) -> SignedIn:
    """The `storage_state` of a browser in which somebody is signed in, liqiang if nobody else is named."""

    def state(login_name: str = "liqiang") -> dict[str, Any]:
        # A cookie knows no port, so it is for any server on a copy of the prepared folder.
        cookie = {
            "name": COOKIE,
            "value": prepared.tokens[login_name],
            "domain": "127.0.0.1",
            "path": "/",
            "expires": -1,
            "httpOnly": True,
            "secure": False,
            "sameSite": "Lax",
        }
        return {"cookies": [cookie], "origins": []}

    return state


@pytest.fixture
def context(browser: Browser, signed_in: SignedIn) -> Iterator[BrowserContext]:
    """A visitor, signed in as liqiang; whatever a page asks of another host fails the test."""
    visitor = browser.new_context(
        viewport={"width": 1366, "height": 768},
        locale="zh-CN",
        accept_downloads=True,
        storage_state=signed_in(),
    )
    foreign: list[str] = []

    def note(url: str) -> None:
        if urlsplit(url).scheme in ("http", "https", "ws", "wss") and urlsplit(url).hostname != "127.0.0.1":
            foreign.append(url)

    visitor.on("request", lambda request: note(request.url))
    visitor.on("page", lambda page: page.on("websocket", lambda websocket: note(websocket.url)))
    yield visitor
    visitor.close()
    assert foreign == []


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """A tab of the visitor."""
    tab = context.new_page()
    tab.set_default_timeout(20_000)
    return tab
