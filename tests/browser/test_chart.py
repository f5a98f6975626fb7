"""A chart on the page: links, full screen, pictures, words for who cannot see it, and what the browser loads for it."""

from __future__ import annotations

import re
import struct
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect
from serving import Server
from streamlit_page import chart_text, choose, open_page, settle

from faheng.browser_files import CHART, PLOTLY

COMPARISON = "comparison?city=990100&indicator=C01&period=2025-Q4"
NAME = "行政机关负责人出庭应诉率 2025年第4季度"


@pytest.fixture
def chart(page: Page, server: Server) -> Locator:
    """The chart of 县区对比."""
    open_page(page, f"{server.address}/{COMPARISON}")
    shown = page.locator(".fh-chart")
    expect(shown.locator(".main-svg").first).to_be_visible()
    return shown


@pytest.mark.browser
def test_a_chart_says_in_words_what_it_shows(page: Page, chart: Locator) -> None:
    assert "永平县" in chart_text(page)
    words = chart.get_by_role("img").first.get_attribute("aria-label")
    assert words is not None
    assert "永平县" in words


@pytest.mark.browser
@pytest.mark.parametrize("whole_screen", [False, True])
def test_the_name_of_a_county_leads_to_it(page: Page, chart: Locator, whole_screen: bool) -> None:
    page.evaluate("window.kept = true")
    if whole_screen:
        press(chart, "全屏")
    chart.get_by_text("永平县", exact=True).click()
    settle(page)
    expect(page).to_have_url(re.compile(r"/profile\?.*region=990121"))
    expect(page.get_by_role("heading", name="县区画像")).to_be_visible()
    assert page.evaluate(
        "window.kept && !document.fullscreenElement && !document.querySelector('dialog[open]')"
    )


@pytest.mark.browser
def test_a_chart_fills_the_screen_until_esc(page: Page, chart: Locator) -> None:
    before = width(chart.locator(".main-svg").first)
    press(chart, "全屏")
    whole = page.get_by_role("dialog")
    for words in ("行政机关负责人出庭应诉率：", "来源：演示市各地区报送", "越高越好"):
        expect(whole.get_by_text(words).first).to_be_visible()
    expect(whole.locator(".main-svg").first).to_be_visible()
    box = whole.locator(".main-svg").first.bounding_box()
    assert box is not None
    assert box["width"] > before + 50
    assert box["height"] > 450  # letters and marks have grown with it
    page.keyboard.press("Escape")
    expect(whole).to_be_hidden()
    page.wait_for_timeout(500)
    assert width(chart.locator(".main-svg").first) == before
    assert not page.evaluate("document.fullscreenElement")


@pytest.mark.browser
def test_buttons_are_there_for_pointer_and_keyboard(page: Page, chart: Locator) -> None:
    buttons = chart.locator(".fh-chart-buttons")
    page.mouse.move(0, 0)
    expect(buttons).to_have_css("opacity", "0")
    chart.hover()
    expect(buttons).to_have_css("opacity", "1")
    page.mouse.move(0, 0)
    expect(buttons).to_have_css("opacity", "0")
    buttons.get_by_role("button", name="下载 PNG").focus()
    expect(buttons).to_have_css("opacity", "1")
    with page.expect_download():
        page.keyboard.press("Enter")


@pytest.mark.browser
def test_a_picture_has_a_name_and_its_source(page: Page, chart: Locator, tmp_path: Path) -> None:
    page.emulate_media(color_scheme="dark")
    png = downloaded(page, chart, "下载 PNG", tmp_path)
    assert png.name == f"{NAME}.png"
    content = png.read_bytes()
    assert content.startswith(b"\x89PNG\r\n\x1a\n")
    assert struct.unpack(">I", content[16:20])[0] == 2370
    svg = downloaded(page, chart, "下载 SVG", tmp_path)
    assert svg.name == f"{NAME}.svg"
    drawn = svg.read_text(encoding="utf-8")
    for words in ("行政机关负责人出庭应诉率：", "演示市", "永平县", "来源：", "第 9 版", "演示数据"):
        assert words in drawn
    assert "<a" not in drawn
    # Light on every screen, and with colours of its own: whoever opens it has no page round it.
    assert 'fill="#FFFFFF"' in drawn
    assert ' color="#0B1118"' in drawn


@pytest.mark.browser
def test_a_chart_follows_choice_width_and_light(page: Page, chart: Locator) -> None:
    choose(page, "时期", "2023年第4季度")
    expect(chart.get_by_role("img").first).to_have_attribute("aria-label", re.compile("2023年"))
    page.set_viewport_size({"width": 700, "height": 768})
    expect(chart.locator(".main-svg").first).to_have_css(
        "width", f"{width(chart.locator('.fh-chart-stage').first)}px"
    )
    light = color(chart)
    page.emulate_media(color_scheme="dark")
    page.wait_for_timeout(500)
    assert color(chart) != light
    # What a pointer gets is drawn by Plotly in colours that it was told.
    assert (
        page.evaluate("document.querySelector('.js-plotly-plot')._fullLayout.hoverlabel.bgcolor") == "#12181F"
    )


@pytest.mark.browser
def test_a_chart_that_cannot_be_drawn_says_so_in_words(page: Page, server: Server) -> None:
    page.route(f"**{PLOTLY.address}", lambda route: route.abort())
    open_page(page, f"{server.address}/{COMPARISON}")
    expect(page.locator(".fh-chart").get_by_text("图表没有加载成功，请刷新页面。")).to_be_visible()
    assert "永平县" in page.locator(".fh-chart-plot").inner_text()


@pytest.mark.browser
def test_the_browser_loads_plotly_once(page: Page, server: Server, chart: Locator) -> None:
    assert chart.count() == 1
    assert sent(page)[0] < 450_000
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.get_by_test_id("stTopNav").get_by_role("link", name="指标趋势").click()
    expect(page.get_by_role("heading", name="指标趋势")).to_be_visible()
    expect(page.locator(".fh-chart .main-svg").first).to_be_visible()
    assert [address for address in asked if "/assets/" in address] == []
    # Another visit: everything comes from the browser's own memory.
    open_page(page, f"{server.address}/{COMPARISON}")
    expect(page.locator(".fh-chart .main-svg").first).to_be_visible()
    assert sent(page) == [0, 0]


# No page zooms or picks yet: what the element does then is seen with a chart made here.
ALONE: dict[str, Any] = {
    "data": [
        {
            "type": "scatter",
            "mode": "markers",
            "x": [1, 2, 3],
            "y": [1, 2, 3],
            "customdata": ["a", "b", "c"],
            "marker": {"size": 20},
        }
    ],
    "layout": {"height": 300, "dragmode": "zoom", "margin": {"l": 0, "r": 0, "t": 0, "b": 0}},
    "name": "one",
    "title": "",
    "subtitle": "",
    "below": [],
    "alternative": "",
    "can_be_picked": True,
}


def draw_alone(page: Page, spec: dict[str, Any]) -> Locator:
    page.evaluate(
        """async ([chart, plotly, spec]) => {
            const { element } = await import(chart)
            window.place ??= document.body.appendChild(Object.assign(document.createElement('div'), {
                id: 'alone', style: 'position: fixed; z-index: 9999999; top: 0; left: 0; width: 600px; background: white' }))
            element(plotly)({ data: new TextEncoder().encode(JSON.stringify(spec)), parentElement: window.place,
                setTriggerValue: (name, value) => { window.said = [name, value] } })
        }""",
        [CHART.address, PLOTLY.address, spec],
    )
    expect(page.locator("#alone .main-svg").first).to_be_visible()
    page.wait_for_timeout(300)
    return page.locator("#alone .nsewdrag")


def ends(page: Page) -> list[float]:
    found: list[float] = page.evaluate(
        "document.querySelector('#alone .js-plotly-plot')._fullLayout.xaxis.range"
    )
    return found


@pytest.mark.browser
def test_zoom_is_kept_until_something_else_is_shown(page: Page, chart: Locator) -> None:
    assert chart.count() == 1
    plot = draw_alone(page, ALONE)
    whole = ends(page)
    box = plot.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 100, box["y"] + 100)
    page.mouse.down()
    page.mouse.move(box["x"] + 300, box["y"] + 200, steps=5)
    page.mouse.up()
    page.wait_for_timeout(500)
    zoomed = ends(page)
    assert zoomed[1] - zoomed[0] < (whole[1] - whole[0]) / 2
    changed = {**ALONE, "data": [{**ALONE["data"][0], "y": [3, 2, 1]}]}
    draw_alone(page, changed)
    assert ends(page) == zoomed
    draw_alone(page, {**changed, "name": "another"})
    assert ends(page) == whole


@pytest.mark.browser
@pytest.mark.parametrize("can_be_picked", [True, False])
def test_a_mark_can_be_picked_where_the_page_asks_for_it(
    page: Page, chart: Locator, can_be_picked: bool
) -> None:
    assert chart.count() == 1
    draw_alone(page, {**ALONE, "can_be_picked": can_be_picked})
    box = page.locator("#alone .points path").nth(1).bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 10, box["y"] + 10)
    page.wait_for_timeout(200)
    page.mouse.click(box["x"] + 10, box["y"] + 10)
    page.wait_for_timeout(500)
    assert page.evaluate("window.said ?? null") == (["picked", "b"] if can_be_picked else None)


def press(chart: Locator, name: str) -> None:
    chart.hover()
    chart.locator(".fh-chart-buttons").get_by_role("button", name=name).click()


def downloaded(page: Page, chart: Locator, name: str, folder: Path) -> Path:
    with page.expect_download() as download:
        press(chart, name)
    file = folder / download.value.suggested_filename
    download.value.save_as(file)
    return file


def width(shown: Locator) -> float:
    box = shown.bounding_box()
    assert box is not None
    return box["width"]


def color(chart: Locator) -> str:
    found: str = chart.locator(".ytick text").first.evaluate(
        "text => getComputedStyle(text.querySelector('tspan')).fill"
    )
    return found


def sent(page: Page) -> list[int]:
    """How many bytes came over the wire for Plotly and for our own script."""
    found: list[int] = page.evaluate(
        "addresses => addresses.map(address => Math.max(...performance.getEntriesByName(location.origin + address)"
        ".map(entry => entry.transferSize)))",
        [PLOTLY.address, CHART.address],
    )
    return found
