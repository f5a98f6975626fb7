"""Real Chromium against a real server: one prepared data folder, a fresh copy and a server for each test module."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from serving import Server

from faheng.preparation import open_prepared_store
from faheng.settings import Settings

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


@pytest.fixture(scope="session")
def prepared_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the demonstration city, made once."""
    folder = tmp_path_factory.mktemp("prepared") / "data"
    open_prepared_store(Settings(folder), holder="tests").close()
    return folder


@pytest.fixture(scope="module")
def server(prepared_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server of its own, on a copy of the prepared folder."""
    folder = tmp_path_factory.mktemp("served") / "data"
    shutil.copytree(prepared_folder, folder)
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
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A visitor; whatever a page asks of another host fails the test."""
    visitor = browser.new_context(
        viewport={"width": 1366, "height": 768}, locale="zh-CN", accept_downloads=True
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
