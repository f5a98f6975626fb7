"""What people type is shown as they typed it and never runs, on any page, for anybody (tests/stored.py fills the fields)."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page
from playwright.sync_api import TimeoutError as NotThere
from serving import Server
from stored import (
    CHANGED,
    CITY,
    DECK,
    FIRST,
    MEETING,
    PAYLOADS,
    PINNED,
    SAVED,
    SCRIPT,
    hostile_sheet,
    make_folder,
)
from streamlit_page import open_page, settle

from faheng.gate import COOKIE

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PERSON = "button of the person"  # no address: what the button at the right of the head opens
RECEIPT = "receipt?submission=1"
PROGRESS = f"progress?city={CITY}&year=2025"
SENT = f"2023{SCRIPT}"  # how the name of the first file begins
# Who looks → address → what its words must hold as text (nothing: it is in a drawn table, or nobody types there).
LOOKED_AT: dict[str, dict[str, tuple[str, ...]]] = {
    "all": {
        f"overview?city={CITY}&period=2024": (SCRIPT, MEETING),
        PERSON: (SAVED, PAYLOADS[5]),
        f"comparison?city={CITY}&indicator=C01&period=2024&row={FIRST}": (SCRIPT,),
        f"comparison?city={CITY}&indicator=C01&period=2024&look=map": (SCRIPT,),
        f"trend?city={CITY}&indicator=C01&frequency=year&regions={FIRST}": (SCRIPT, PINNED, CHANGED),
        f"trend?city={CITY}&indicator=C01&frequency=year&form=panels": (SCRIPT, PINNED),
        f"profile?city={CITY}&region={FIRST}&period=2024": (SCRIPT,),
        "catalogue?search=<script>hit=1</script>": (),
        f"indicator?city={CITY}&indicator=C01": (SCRIPT,),
        f"facts?place={SCRIPT}": (),
        "meeting": (DECK,),
        "meeting?deck=1&slide=s3": (DECK,),
        "meeting?deck=1&slide=s4": (DECK,),
        "meeting?deck=1&play=1": (DECK,),
        "submission": (SCRIPT,),
        "review": (SCRIPT,),
        "releases?shown=3": (SCRIPT,),
        "releases?shown=6": (SCRIPT,),
        "guide": (),
        f"auth/login?next={SCRIPT}": (),
        f"{PAYLOADS[1]}?city={SCRIPT}&row={SCRIPT}": (),
    },
    "viewer": {
        "overview": (),
        "meeting": (DECK,),
        "meeting?deck=1": (DECK,),
        "releases": (MEETING,),
        PERSON: (SCRIPT,),
    },
    "reporter": {"submission": (), PROGRESS: (SCRIPT,), RECEIPT: (SENT,)},
    "reviewer": {"review": (), PROGRESS: (SCRIPT,), RECEIPT: (SENT,)},
    "publisher": {"review": (), PROGRESS: (SCRIPT,), RECEIPT: (SENT,), "releases": (MEETING,)},
    # Of people and record the first row is touched, which tells it in full.
    "administrator": {
        "people": (SCRIPT, " · 在用"),
        "settings": (),
        "record": (f"来自 {SCRIPT}",),
        PROGRESS: (SCRIPT,),
    },
}


def visit(browser: Browser, token: str, found: list[str]) -> Page:
    """A tab of somebody who is signed in; what runs, asks elsewhere or breaks the policy is noted in `found`."""
    cookie = {"name": COOKIE, "value": token, "domain": "127.0.0.1", "path": "/"}
    context = browser.new_context(locale="zh-CN", viewport={"width": 1366, "height": 768})
    context.add_cookies([cookie])  # type: ignore[list-item]
    context.add_init_script(
        "addEventListener('securitypolicyviolation', event =>"
        " console.error('policy: ' + event.violatedDirective + ' ' + event.blockedURI))"
    )
    page = context.new_page()
    page.set_default_timeout(30_000)
    page.on("dialog", lambda dialog: (found.append(f"dialog {dialog.message}"), dialog.dismiss())[0])
    page.on("console", lambda one: found.append(one.text) if one.text.startswith("policy:") else None)
    page.on(
        "request",
        lambda request: (
            found.append(request.url)
            if urlsplit(request.url).scheme.startswith("http")
            and urlsplit(request.url).hostname != "127.0.0.1"
            else None
        ),
    )
    return page


def go_to(page: Page, server: str, place: str) -> None:
    """Open an address of LOOKED_AT."""
    if place == PERSON:
        page.locator(".st-key-person-menu button").first.click()
        settle(page)
    elif place.startswith("auth/"):  # no page of Streamlit's
        page.goto(f"{server}/{place}")
    else:
        open_page(page, f"{server}/{place}")
    if place in ("people", "record"):
        page.locator("[data-testid=stDataFrame] .dvn-scroller").first.click(position={"x": 60, "y": 52})
        settle(page)


def look(page: Page, found: list[str], place: str, told: Iterable[str]) -> list[str]:
    """Which texts the page does not tell in its words, nor soon; what ran or became an element is noted."""
    for control in page.locator("details:not([open]) > summary").all():  # what is folded away, too
        if control.is_visible():
            control.click()
            settle(page)
    untold = [text for text in told if not _tells(page, text)]
    if page.evaluate("'hit' in window"):
        found.append(f"ran on {place}")
    odd = page.locator(
        "a[href^='javascript:' i], img[src*=evil], [onerror], [onclick='hit=1'], [onload], [onmouseover], i:has-text('反')"
    )
    if odd.count():
        found.append(f"on {place}: {odd.first.evaluate('element => element.outerHTML')}")
    return [f"{text} on {place}" for text in untold]


def _tells(page: Page, text: str) -> bool:
    try:
        # What was just unfolded may be drawn by a run of its own.
        page.wait_for_function(
            "text => document.body.textContent.replaceAll('\\\\', '').includes(text)",
            arg=text,
            timeout=10_000,
        )
    except NotThere:
        return False
    return True


@pytest.mark.browser
def test_what_people_typed_never_runs_and_is_shown_as_typed(browser: Browser, tmp_path: Path) -> None:
    tokens = make_folder(tmp_path / "data")
    server = Server(tmp_path / "data")
    found: list[str] = []
    untold: list[str] = []
    try:
        for role, places in LOOKED_AT.items():
            tab = visit(browser, tokens[role], found)
            for place, told in places.items():
                go_to(tab, server.address, place)
                untold += look(tab, found, f"{place} as {role}", told)
            tab.context.close()
        page = visit(browser, tokens["all"], found)
        open_page(page, f"{server.address}/submission?city={CITY}&unit={CITY}")
        page.set_input_files(
            "input[type=file]",
            [{"name": f"{PAYLOADS[1]}.xlsx", "mimeType": XLSX, "buffer": hostile_sheet()}],
        )
        page.wait_for_timeout(2_000)
        settle(page)
        untold += look(page, found, "an upload", [PAYLOADS[1]])
    finally:
        server.stop()
    assert found == []
    assert untold == []
