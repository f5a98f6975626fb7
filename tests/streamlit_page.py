"""What a visitor does on a page of ours, in words."""

from __future__ import annotations

import contextlib

from playwright.sync_api import Page, expect
from playwright.sync_api import TimeoutError as NotThere


def settle(page: Page) -> None:
    """Wait until the script behind the page has ended, also one that a click just now is about to start."""
    page.wait_for_timeout(200)
    page.wait_for_selector('[data-testid="stApp"][data-test-script-state="notRunning"]')
    expect(page.get_by_test_id("stSkeleton")).to_have_count(0)


def open_page(page: Page, address: str) -> None:
    """Open an address and wait until it is drawn."""
    page.goto(address)
    settle(page)


def go_to(page: Page, title: str) -> None:
    """Go to a page through the menu, where it may stand below the name of its section."""
    link = page.get_by_role("link", name=title, exact=True)
    link = link.or_(page.get_by_role("menuitem", name=title, exact=True))
    sections = page.get_by_test_id("stTopNavSection")
    for place in range(0 if link.count() else sections.count()):
        sections.nth(place).click()
        with contextlib.suppress(NotThere):
            link.first.wait_for(timeout=2_000)
            break
        page.keyboard.press("Escape")  # else the next click would only close this section
    link.first.click()
    expect(page.get_by_role("heading", name=title)).to_be_visible()
    settle(page)


def choose(page: Page, label: str, option: str) -> None:
    """Choose an option of a select box by typing it."""
    box = page.get_by_role("combobox", name=label)
    box.click()
    box.fill(option)
    page.get_by_role("option", name=option).first.click()
    settle(page)


def chart_text(page: Page) -> str:
    """All words that stand in the chart."""
    chart = page.locator(".fh-chart")
    expect(chart.locator(".main-svg").first).to_be_visible()
    return " ".join(chart.locator("text").all_text_contents())
