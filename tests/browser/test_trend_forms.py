"""指标趋势 in its three forms: what is chosen stays in the address, and panels stand as the screen has room."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect
from serving import Server
from streamlit_page import open_page, settle

PANELS = "trend?city=990100&indicator=C01&frequency=year&form=panels"


def side(page: Page) -> float:
    """How many px the page is wider than the screen."""
    found: float = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    return found


@pytest.mark.browser
def test_panels_stand_as_the_screen_has_room(page: Page, server: Server) -> None:
    open_page(page, f"{server.address}/{PANELS}")
    plot = page.locator(".fh-chart .js-plotly-plot")
    expect(plot.get_by_text("东湖区", exact=True)).to_be_visible()
    layout = "document.querySelector('.js-plotly-plot')._fullLayout"
    ends = (
        f"new Set(Object.keys({layout}).filter(k => /^xaxis/.test(k)).map(k => {layout}[k].domain[0])).size"
    )
    assert page.evaluate(ends) == 4
    wide = plot.bounding_box()
    page.set_viewport_size({"width": 390, "height": 844})
    page.wait_for_timeout(1000)
    assert page.evaluate(ends) == 2
    narrow = plot.bounding_box()
    assert wide is not None
    assert narrow is not None
    assert narrow["height"] > wide["height"]
    assert side(page) <= 0
    # What stands below the chart has made room for it.
    stage = page.locator(".fh-chart-stage").first.bounding_box()
    assert stage is not None
    assert abs(stage["height"] - narrow["height"]) < 2


@pytest.mark.browser
def test_panels_fill_the_whole_screen_without_leaving_it(page: Page, server: Server) -> None:
    open_page(page, f"{server.address}/{PANELS}")
    chart = page.locator(".fh-chart")
    expect(chart.locator(".fh-chart-plot").get_by_text("东湖区", exact=True)).to_be_visible()
    before = chart.locator(".js-plotly-plot").bounding_box()
    chart.hover()
    chart.get_by_role("button", name="全屏").click()
    page.wait_for_timeout(800)
    shown = page.locator("dialog .js-plotly-plot").bounding_box()
    place = page.locator("dialog .fh-chart-stage").bounding_box()
    assert before is not None
    assert shown is not None
    assert place is not None
    assert shown["height"] <= place["height"] + 2
    assert shown["height"] >= before["height"]


@pytest.mark.browser
def test_a_panel_leads_to_the_large_chart_and_back(page: Page, server: Server) -> None:
    open_page(page, f"{server.address}/{PANELS}")
    page.locator(".fh-chart-plot").get_by_text("石桥县", exact=True).click()
    settle(page)
    expect(page).to_have_url(re.compile(r"regions=990122.*form=lines"))
    expect(page.locator(".fh-chart-plot").get_by_text(re.compile("石桥县 86.67%"))).to_be_visible()
    page.go_back()
    settle(page)
    expect(page).to_have_url(re.compile("form=panels"))
    expect(page.locator(".fh-chart-plot").get_by_text("× 86.67%")).to_be_visible()


@pytest.mark.browser
def test_ranks_are_drawn_only_on_request(page: Page, server: Server) -> None:
    open_page(page, f"{server.address}/trend?city=990100&indicator=C01&frequency=year")
    expect(page.locator(".fh-chart .main-svg").first).to_be_visible()
    page.get_by_role("radio", name="名次").or_(
        page.get_by_role("button", name="名次", exact=True)
    ).first.click()
    settle(page)
    expect(page).to_have_url(re.compile("form=ranks"))
    expect(page.get_by_text("名次差距小时不宜解读。")).to_be_visible()
