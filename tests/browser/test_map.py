"""县区对比 as a map on the page: names that lead on, what a pointer reads, and the height it takes on a phone.

That it asks no other host for a map is checked of every page (conftest.py).
"""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect
from serving import Server
from streamlit_page import open_page, settle

MAP = "comparison?city=990100&indicator=C01&period=2025-Q2&look=map"


@pytest.fixture
def chart(page: Page, server: Server) -> Locator:
    """The map of the demonstration city."""
    open_page(page, f"{server.address}/{MAP}")
    shown = page.locator(".fh-chart-plot")  # its table has the same names
    expect(shown.get_by_text("示意图，非地图", exact=True)).to_be_visible()
    return shown


@pytest.mark.browser
def test_the_name_on_a_tile_leads_to_the_county(page: Page, chart: Locator) -> None:
    chart.get_by_text("白溪区", exact=True).click()
    settle(page)
    expect(page).to_have_url(re.compile(r"/profile\?.*region=990104"))


@pytest.mark.browser
def test_a_pointer_anywhere_on_a_tile_reads_all_of_it(page: Page, chart: Locator) -> None:
    name = chart.get_by_text("白溪区", exact=True).bounding_box()
    assert name is not None
    page.mouse.move(name["x"] - 12, name["y"] + 50)
    expect(chart.locator(".hoverlayer")).to_contain_text("88.24%（15/17）")


@pytest.mark.browser
def test_a_touch_anywhere_on_a_tile_shows_where_its_number_comes_from(page: Page, chart: Locator) -> None:
    name = chart.get_by_text("白溪区", exact=True).bounding_box()
    assert name is not None
    page.mouse.move(name["x"] - 12, name["y"] + 50)
    expect(chart.locator(".hoverlayer")).to_contain_text("点击看这个数的来源")
    page.mouse.click(name["x"] - 12, name["y"] + 50)
    settle(page)
    expect(page).to_have_url(re.compile("look=map&row=990104"))
    expect(page.get_by_text("白溪区 2025年第2季度 行政机关负责人出庭应诉率")).to_be_visible()


@pytest.mark.browser
def test_on_a_phone_the_map_is_as_wide_as_the_page_and_no_higher_than_it_needs(
    page: Page, chart: Locator
) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    caption = chart.get_by_text("示意图，非地图", exact=True)
    lowest = chart.get_by_text("演示市本级", exact=True)

    def gap() -> float:
        below, above = caption.bounding_box(), lowest.bounding_box()
        assert below is not None
        assert above is not None
        return below["y"] - above["y"]

    expect(chart.locator(".main-svg").first).to_have_attribute("width", re.compile(r"^3\d\d$"))
    assert 50 < gap() < 130  # a tile is 84 px there
