"""A chart on the page: links, full screen, pictures, words for who cannot see it, and what the browser loads for it."""

from __future__ import annotations

import re
import struct
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from serving import Server, SignedIn
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
    expect(chart.get_by_role("figure", name=re.compile("^行政机关负责人出庭应诉率："))).to_be_visible()
    table = chart.get_by_role("table", name=re.compile("演示市 · 2025年第4季度.*目标 95%"))
    assert table.get_by_role("columnheader").all_inner_texts() == ["地区", "数值", "上期", "说明"]
    county = table.get_by_role("row", name="永平县")
    expect(county.get_by_role("rowheader")).to_have_text("永平县")
    assert re.search(r"100%（7/7） 暂定\t100%\t95%区间 64.6%～100%；.*目标 95%：达标", county.inner_text())
    # Not said twice: of the picture a screen reader gets the links alone.
    assert chart.locator("svg text:not([aria-hidden]):not(:has(a))").count() == 0


@pytest.mark.browser
@pytest.mark.parametrize("whole_screen", [False, True])
def test_the_name_of_a_county_leads_to_it(page: Page, chart: Locator, whole_screen: bool) -> None:
    page.evaluate("window.kept = true")
    if whole_screen:
        press(chart, "全屏")
    chart.locator("a").get_by_text("永平县", exact=True).click()
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
    expect(chart.get_by_role("table", name=re.compile("2023年第4季度"))).to_have_count(1)
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
    box = page.locator(".fh-chart").get_by_role("row", name="永平县").bounding_box()
    assert box is not None
    assert box["width"] > 600


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


@pytest.mark.browser
def test_the_keyboard_reaches_buttons_and_names(page: Page, chart: Locator) -> None:
    chart.get_by_role("button", name="下载 SVG").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    name = chart.locator("a:focus")
    expect(name).to_have_text("西岭区")
    expect(name).to_have_css("text-decoration-line", "underline")
    page.keyboard.press("Enter")
    settle(page)
    expect(page).to_have_url(re.compile(r"/profile\?.*region=990103"))


@pytest.mark.browser
@pytest.mark.parametrize("whole_screen", [False, True])
def test_a_dot_leads_to_the_source_of_its_number(page: Page, chart: Locator, whole_screen: bool) -> None:
    if whole_screen:
        press(chart, "全屏")
    page.mouse.click(*mark(page, "row=990121"))
    settle(page)
    expect(page).to_have_url(re.compile(r"release=9&city=990100&indicator=C01&period=2025-Q4&.*row=990121"))
    expect(page.get_by_text("永平县 2025年第4季度 行政机关负责人出庭应诉率")).to_be_in_viewport()
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.go_back()
    settle(page)
    expect(page.get_by_text("永平县 2025年第4季度 行政机关负责人出庭应诉率")).to_have_count(0)


@pytest.mark.browser
def test_a_mark_says_that_it_leads_somewhere(page: Page, chart: Locator) -> None:
    page.mouse.move(*mark(page, "row=990121"))
    expect(chart.locator(".hoverlayer").get_by_text("点击看这个数的来源")).to_be_visible()
    expect(chart.locator(".nsewdrag")).to_have_css("cursor", "pointer")


QUARTERS = "trend?city=990100&indicator=C01&frequency=quarter&regions=990121"


@pytest.fixture
def trend(page: Page, server: Server) -> Locator:
    """The chart of 指标趋势 with forty quarters."""
    open_page(page, f"{server.address}/{QUARTERS}")
    shown = page.locator(".fh-chart")
    expect(shown.locator(".main-svg").first).to_be_visible()
    return shown


@pytest.mark.browser
def test_a_value_of_a_trend_leads_to_its_period_and_region(page: Page, trend: Locator) -> None:
    assert trend.count() == 1
    page.mouse.click(*mark(page, "row=990121", place=5))
    settle(page)
    expect(page).to_have_url(
        re.compile(r"/comparison\?release=9&city=990100&indicator=C01&period=2017-Q2&.*row=990121")
    )
    expect(page.get_by_text("永平县 2017年第2季度 行政机关负责人出庭应诉率")).to_be_attached()


@pytest.mark.browser
def test_a_part_of_the_time_stays_enlarged_until_something_else_is_shown(page: Page, trend: Locator) -> None:
    assert (times(page)[0], times(page)[-1]) == ("2016Q1", "2025Q4")
    expect(trend.get_by_role("button", name="还原")).to_be_hidden()
    drag(page, 0.3, 0.6)
    enlarged = times(page)
    assert (enlarged[0], enlarged[-1]) == ("2019Q1", "2022Q1")
    choose(page, "突出显示", "东湖区")
    page.keyboard.press("Escape")
    assert times(page) == enlarged
    page.mouse.move(0, 0)
    trend.get_by_role("button", name="还原").click()  # it can be seen without a pointer above the chart
    assert times(page)[0] == "2016Q1"
    drag(page, 0.3, 0.6)
    choose(page, "指标", "E10")
    assert times(page)[-1] == "2025Q4"


@pytest.mark.browser
def test_the_latest_periods_can_be_had_without_dragging(page: Page, trend: Locator) -> None:
    trend.get_by_role("button", name="最近 12 期").focus()
    page.keyboard.press("Enter")
    expect(trend.locator(".xtick").get_by_text("2023Q1")).to_be_visible()
    assert len(times(page)) == 12
    page.mouse.dblclick(*inside(page, 0.5, 0.95))
    expect(trend.locator(".xtick").get_by_text("2016Q1")).to_be_visible()


@pytest.mark.browser
def test_a_few_periods_are_never_enlarged(page: Page, server: Server) -> None:
    open_page(page, f"{server.address}/{QUARTERS.replace('quarter', 'year')}")
    shown = page.locator(".fh-chart")
    expect(shown.locator(".main-svg").first).to_be_visible()
    shown.hover()
    expect(shown.get_by_role("button", name="最近 12 期")).to_be_hidden()
    before = times(page)
    drag(page, 0.3, 0.6)
    assert times(page) == before


@pytest.mark.browser
def test_a_finger_scrolls_the_page_and_taps_twice_to_go_on(
    browser: Browser, server: Server, signed_in: SignedIn
) -> None:
    phone = browser.new_context(
        viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True, storage_state=signed_in()
    )
    page = phone.new_page()
    open_page(page, f"{server.address}/{QUARTERS}")
    shown = page.locator(".fh-chart")
    expect(shown.locator(".main-svg").first).to_be_visible()
    shown.evaluate("chart => chart.scrollIntoView({ block: 'center' })")
    before = page.get_by_test_id("stMain").evaluate("main => main.scrollTop")
    swipe(page, *inside(page, 0.5, 0.5), across=0, down=-150)
    assert page.get_by_test_id("stMain").evaluate("main => main.scrollTop") > before + 50
    swipe(page, *inside(page, 0.2, 0.5), across=120, down=0)
    assert times(page)[0] == "2016Q1"
    place = mark(page, "row=990121", place=5)
    page.touchscreen.tap(*place)
    expect(shown.locator(".hoverlayer").get_by_text("永平县 2017年第2季度")).to_be_visible()
    expect(page).to_have_url(re.compile("/trend"))
    page.touchscreen.tap(*place)
    expect(page).to_have_url(re.compile(r"/comparison\?.*period=2017-Q2&.*row=990121"))
    phone.close()


def mark(page: Page, leads_to: str, *, place: int = 0) -> tuple[float, float]:
    """Where the last drawn mark stands that leads there; of a line its `place`-th value."""
    page.wait_for_timeout(300)
    x, y = page.evaluate(
        """([leadsTo, place]) => {
            const { _fullData: data, _fullLayout: layout } = document.querySelector('.js-plotly-plot')
            const leads = (trace) => trace.customdata?.findIndex((one) => one.endsWith(leadsTo)) ?? -1
            const trace = data.filter((one) => leads(one) >= 0).at(-1)
            const number = leads(trace) + place
            const box = document.querySelector('.nsewdrag').getBoundingClientRect()
            const scale = box.width / layout.xaxis._length
            return [box.left + layout.xaxis.d2p(trace.x[number]) * scale, box.top + layout.yaxis.d2p(trace.y[number]) * scale]
        }""",
        [leads_to, place],
    )
    return x, y


def inside(page: Page, right: float, down: float) -> tuple[float, float]:
    """A place in the plot, as parts of its width and height."""
    box = page.locator(".nsewdrag").first.bounding_box()
    assert box is not None
    return box["x"] + box["width"] * right, box["y"] + box["height"] * down


def drag(page: Page, begin: float, end: float) -> None:
    page.mouse.move(*inside(page, begin, 0.5))
    page.mouse.down()
    page.mouse.move(*inside(page, end, 0.5), steps=5)
    page.mouse.up()
    page.wait_for_timeout(500)


def swipe(page: Page, x: float, y: float, *, across: float, down: float) -> None:
    fingers = page.context.new_cdp_session(page)

    def touch(kind: str, *points: dict[str, float]) -> None:
        fingers.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": list(points)})

    touch("touchStart", {"x": x, "y": y})
    for step in range(1, 11):
        touch("touchMove", {"x": x + across * step / 10, "y": y + down * step / 10})
        page.wait_for_timeout(20)
    touch("touchEnd")
    page.wait_for_timeout(500)


def times(page: Page) -> list[str]:
    """What the axis of time names."""
    page.wait_for_timeout(300)
    return [words for words in page.locator(".fh-chart .xtick text").all_text_contents() if words]


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
