"""On paper: 县区画像 is one A4 page; every page prints what is read, without what is clicked."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect
from serving import Server
from streamlit_page import open_page

PAPER_WIDTH = 718  # px of 210 mm less two margins of 10 mm


def sheets(page: Page) -> int:
    """How many pages come out of the printer: every page of a PDF is an object of this type."""
    return len(re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True)))


@pytest.mark.browser
@pytest.mark.parametrize(
    ("region", "period"),
    [
        ("990122", "2025"),  # 石桥县 is late: a long list of what is missing
        ("990199", "2025"),  # 演示市本级
        ("990104", "2021"),  # a former name and changes of definition: the most notes
        ("990171", "2024"),
    ],
)
def test_a_profile_is_one_sheet(page: Page, server: Server, region: str, period: str) -> None:
    open_page(page, f"{server.address}/profile?city=990100&region={region}&period={period}")
    expect(page.locator(".fh-spine tbody tr:not(.fh-heading)")).to_have_count(59)
    assert sheets(page) == 1


@pytest.mark.browser
def test_paper_has_what_is_read_and_not_what_is_clicked(page: Page, server: Server) -> None:
    open_page(page, f"{server.address}/profile?city=990100&region=990122&period=2025")
    expect(page.get_by_role("link", name="打印")).to_be_visible()
    page.emulate_media(media="print")
    for read in (
        page.get_by_role("heading", name="县区画像"),
        page.get_by_text("演示数据：演示市及其数字均为虚构"),
        page.get_by_text(re.compile(r"演示数据 · 来源：演示市各地区报送 · 第 \d+ 版")),
        page.get_by_text("尚不完整（12个月中已报11个月）"),
        page.locator(".fh-own").first,
    ):
        expect(read).to_be_visible()
    for clicked in (
        page.get_by_test_id("stHeader"),
        page.get_by_test_id("stSelectbox").first,
        page.get_by_test_id("stDownloadButton").first,
        page.get_by_role("link", name="打印"),
    ):
        expect(clicked).to_be_hidden()


@pytest.mark.browser
def test_letters_on_paper_are_large_enough_and_nothing_is_cut(page: Page, server: Server) -> None:
    page.set_viewport_size({"width": PAPER_WIDTH, "height": 1000})
    open_page(page, f"{server.address}/profile?city=990100&region=990104&period=2024")
    page.emulate_media(media="print")
    smallest = page.evaluate(
        "Math.min(...[...document.querySelectorAll('.fh-spine *, [data-testid=stCaptionContainer] p, .fh-missing-lists p')]"
        ".filter(element => element.innerText).map(element => parseFloat(getComputedStyle(element).fontSize)))"
    )
    assert smallest * 72 / 96 >= 6.99  # points
    outside = page.evaluate(
        "[...document.querySelectorAll('[data-testid=stMain] *')]"
        f".filter(element => element.getBoundingClientRect().right > {PAPER_WIDTH} + 1).length"
    )
    assert outside == 0


@pytest.mark.browser
def test_a_dark_screen_prints_dark_letters_on_white(page: Page, server: Server) -> None:
    page.emulate_media(color_scheme="dark")
    open_page(page, f"{server.address}/profile?city=990100&region=990104&period=2024")
    page.emulate_media(media="print")
    colours = page.evaluate(
        "[getComputedStyle(document.querySelector('.stApp')).backgroundColor,"
        " getComputedStyle(document.querySelector('.fh-spine td')).color]"
    )
    assert colours == ["rgb(255, 255, 255)", "rgb(31, 41, 51)"]


@pytest.mark.browser
def test_the_button_prints(page: Page, server: Server) -> None:
    open_page(page, f"{server.address}/profile?city=990100&region=990104&period=2024")
    page.evaluate("window.print = () => { window.printed = true }")
    address = page.url
    page.get_by_role("link", name="打印").click()
    assert page.evaluate("window.printed")
    assert page.url == address


@pytest.mark.browser
def test_charts_and_grids_are_made_smaller_not_cut(page: Page, server: Server) -> None:
    open_page(page, f"{server.address}/comparison?city=990100&indicator=C01&period=2025-Q2&row=990121")
    expect(page.locator(".fh-chart").locator(".main-svg").first).to_be_visible()
    expect(page.locator("[data-testid=stDataFrame] canvas").first).to_be_visible()
    page.pdf()
    scale = page.evaluate("Number(document.documentElement.style.getPropertyValue('--fh-paper'))")
    for drawn in (".main-svg", "[data-testid=stDataFrame] canvas"):
        box = page.locator(drawn).first.bounding_box()
        assert box is not None
        assert box["width"] > PAPER_WIDTH
        assert box["width"] * scale <= PAPER_WIDTH + 1
