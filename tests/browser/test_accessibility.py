"""Nothing of a page is off the screen, and nothing bars people with disabilities from it, light or dark, large or small."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Page, expect
from serving import Server
from streamlit_page import open_page, settle

from faheng.address import PAGES

HERE = Path(__file__).resolve().parent
AXE = HERE / "assets" / "axe.min.js"
SHEET = HERE.parent / "workbooks" / "ex2_two_row_header.xlsx"
PHONE, DESKTOP, LARGE = (390, 844), (1366, 768), (1920, 1080)
COMPARISON = "comparison?city=990100&indicator=C01&period=2025-Q2"
TREND = "trend?city=990100&indicator=C01&frequency=quarter&regions=990121"


@pytest.mark.browser
@pytest.mark.parametrize("name", PAGES)
def test_a_page_fits_every_screen_and_bars_nobody(page: Page, server: Server, name: str) -> None:
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    open_page(page, f"{server.address}/{name}")
    found = {PHONE: off_the_screen(page)}
    for size in (DESKTOP, LARGE):
        look_at(page, size, "light")
        found[size] = off_the_screen(page)
    assert found == {PHONE: [], DESKTOP: [], LARGE: []}
    # What stands where goes by the size, what is too pale by the look: every second page is seen one way, the others the
    # other way.
    size, light = ((DESKTOP, "light"), (PHONE, "dark"))[sorted(PAGES).index(name) % 2]
    look_at(page, size, light)
    assert barriers(page) == []


@pytest.mark.browser
@pytest.mark.parametrize("light", ["light", "dark"])
def test_a_chart_over_the_whole_screen_bars_nobody(
    page: Page, server: Server, light: Literal["light", "dark"]
) -> None:
    look_at(page, DESKTOP, light)
    open_page(page, f"{server.address}/{TREND}")
    chart = page.locator(".fh-chart")
    expect(chart.locator(".main-svg").first).to_be_visible()
    chart.get_by_role("button", name="最近 12 期").focus()
    page.keyboard.press("Enter")
    assert barriers(page) == []
    chart.get_by_role("button", name="全屏").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog").locator(".main-svg").first).to_be_visible()
    assert barriers(page) == []


@pytest.mark.browser
@pytest.mark.parametrize("light", ["light", "dark"])
def test_the_source_of_a_number_and_a_definition_bar_nobody(
    page: Page, server: Server, light: Literal["light", "dark"]
) -> None:
    look_at(page, DESKTOP, light)
    open_page(page, f"{server.address}/{COMPARISON}&row=990121&release=77")  # a warning is there, too
    expect(page.get_by_text("永平县 2025年第2季度 行政机关负责人出庭应诉率")).to_be_visible()
    page.get_by_text("口径、目标与出处").click()
    settle(page)
    assert barriers(page) == []


@pytest.mark.browser
@pytest.mark.parametrize("light", ["light", "dark"])
def test_a_sheet_with_questions_bars_nobody(
    page: Page, server: Server, light: Literal["light", "dark"]
) -> None:
    look_at(page, DESKTOP, light)
    open_page(page, f"{server.address}/submission?city=990100&unit=990100")
    page.set_input_files("input[type=file]", SHEET)
    expect(page.get_by_role("grid").or_(page.locator(".fh-sheet")).first).to_be_visible()
    settle(page)
    assert barriers(page) == []


@pytest.mark.browser
def test_the_menu_of_a_phone_bars_nobody(page: Page, server: Server) -> None:
    look_at(page, PHONE, "dark")
    open_page(page, f"{server.address}/overview")
    page.get_by_role("button", name="打开菜单").click()
    expect(page.get_by_test_id("stSidebar").get_by_role("link", name="指标目录")).to_be_in_viewport()
    assert barriers(page) == []


def look_at(page: Page, size: tuple[int, int], light: Literal["light", "dark"]) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.emulate_media(color_scheme=light)
    page.wait_for_timeout(500)


def off_the_screen(page: Page) -> list[str]:
    """The classes of what reaches beyond the right edge; a table that is drawn scrolls by itself."""
    found: list[str] = page.evaluate(
        "[...document.querySelectorAll('[data-testid=stMain] *')]"
        ".filter(element => element.getBoundingClientRect().right > innerWidth + 1"
        " && !element.closest('[data-testid=stDataFrame]')).map(element => element.className).slice(0, 5)"
    )
    return found


def barriers(page: Page) -> list[str]:
    """Every serious or critical violation: its rule, where it is, and what is wrong with it."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text(encoding="utf-8"))  # as a script of the page the policy would refuse it
    page.wait_for_timeout(300)  # what fades in has its colours
    found: list[str] = page.evaluate(
        """async () => (await axe.run({ resultTypes: ['violations'] })).violations
            .filter(({ impact }) => ['serious', 'critical'].includes(impact))
            .flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(' ')}: ${node.failureSummary}`))"""
    )
    return found
