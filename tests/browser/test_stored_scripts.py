"""What people type is shown as they typed it and never runs, on any page, for anybody (tests/stored.py fills the fields)."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page
from serving import Server
from stored import CITY, FIRST, PAYLOADS, SCRIPT, hostile_sheet, make_folder
from streamlit_page import open_page, settle

from faheng.gate import COOKIE

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# Address → whether its words hold a payload as text (else it is in a drawn table, or not for this role).
LOOKED_AT = {
    f"overview?city={CITY}&period=2024": True,
    f"comparison?city={CITY}&indicator=C01&period=2024&row={FIRST}": True,
    f"comparison?city={CITY}&indicator=C01&period=2024&look=map": True,
    f"trend?city={CITY}&indicator=C01": True,
    f"profile?city={CITY}&region={FIRST}&period=2024": True,
    "catalogue?search=<script>hit=1</script>": False,
    f"indicator?city={CITY}&indicator=C01": True,
    f"facts?place={SCRIPT}": False,
    "submission": True,
    "review": True,
    "releases?shown=3": True,
    "releases?shown=6": True,
    "guide": False,
    f"auth/login?next={SCRIPT}": False,
    f"{PAYLOADS[1]}?city={SCRIPT}&row={SCRIPT}": False,
}
OWN = {
    "viewer": ["overview", "releases"],
    "reporter": ["submission"],
    "reviewer": ["review"],
    "publisher": ["review"],
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


def look(page: Page, found: list[str], place: str) -> str:
    """All words of the page; that nothing ran or became an element is noted."""
    for control in page.locator("details:not([open]) > summary").all():  # what is folded away, too
        if control.is_visible():
            control.click()
            settle(page)
    if page.evaluate("'hit' in window"):
        found.append(f"ran on {place}")
    odd = page.locator(
        "a[href^='javascript:' i], img[src*=evil], [onerror], [onclick='hit=1'], [onload], [onmouseover], i:has-text('反')"
    )
    if odd.count():
        found.append(f"on {place}: {odd.first.evaluate('element => element.outerHTML')}")
    return str(page.evaluate("document.body.textContent")).replace("\\", "")


@pytest.mark.browser
def test_what_people_typed_never_runs_and_is_shown_as_typed(browser: Browser, tmp_path: Path) -> None:
    tokens = make_folder(tmp_path / "data")
    server = Server(tmp_path / "data")
    found: list[str] = []
    untold = []
    try:
        page = visit(browser, tokens["all"], found)
        for place, is_told in LOOKED_AT.items():
            if place.startswith("auth/"):
                page.goto(f"{server.address}/{place}")
            else:
                open_page(page, f"{server.address}/{place}")
            if (SCRIPT in look(page, found, place)) < is_told:
                untold.append(place)
        open_page(page, f"{server.address}/submission?city={CITY}&unit={CITY}")
        page.set_input_files(
            "input[type=file]",
            [{"name": f"{PAYLOADS[1]}.xlsx", "mimeType": XLSX, "buffer": hostile_sheet()}],
        )
        page.wait_for_timeout(2_000)
        settle(page)
        if PAYLOADS[1] not in look(page, found, "an upload"):
            untold.append("an upload")
        for role, places in OWN.items():
            tab = visit(browser, tokens[role], found)
            for place in places:
                open_page(tab, f"{server.address}/{place}")
                look(tab, found, f"{place} as {role}")
    finally:
        server.stop()
    assert found == []
    assert untold == []
