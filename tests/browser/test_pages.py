"""Addresses, as a stranger opens them: on a fresh server, through a link, with what does not exist."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect
from serving import Server, SignedIn
from streamlit_page import chart_text, choose, open_page, settle


@pytest.mark.browser
def test_no_page_runs_without_its_frame_on_a_fresh_server(page: Page, own_server: Server) -> None:
    # The first request of this server's life: the old pages/ routing would now draw the page alone (streamlit.md 1.1).
    open_page(page, f"{own_server.address}/releases")
    expect(page.get_by_role("heading", name="发布记录")).to_be_visible()
    for title in ("总览", "县区对比", "指标趋势", "县区画像"):
        expect(page.get_by_test_id("stTopNav").get_by_role("link", name=title)).to_be_visible()


@pytest.mark.browser
def test_the_address_alone_leads_to_the_overview(page: Page, server: Server) -> None:
    open_page(page, server.address)
    expect(page.get_by_role("heading", name="总览", exact=True)).to_be_visible()
    expect(page.locator(".fh-card")).to_have_count(12)
    expect(page.get_by_text("演示数据").first).to_be_visible()


@pytest.mark.browser
def test_a_link_opens_the_same_view(page: Page, server: Server) -> None:
    open_page(
        page, f"{server.address}/comparison?city=990100&indicator=E10&period=2024-03&release=4&row=990121"
    )
    expect(page.get_by_role("combobox", name="指标")).to_have_value("E10 人民调解成功率")
    expect(page.get_by_role("combobox", name="时期")).to_have_value("2024年3月")
    expect(page.get_by_text("第 4 版（2").first).to_be_visible()
    expect(page.get_by_text("永平县 2024年3月 人民调解成功率")).to_be_visible()
    expect(page.get_by_text("演示市_2024年").first).to_be_visible()


@pytest.mark.browser
def test_a_choice_is_in_the_address_with_everything_else(page: Page, server: Server) -> None:
    open_page(page, f"{server.address}/comparison")
    choose(page, "时期", "2023年第4季度")
    expect(page).to_have_url(
        f"{server.address}/comparison?release=9&city=990100&indicator=C01&period=2023-Q4&look=regions"
    )


@pytest.mark.browser
def test_a_link_to_what_does_not_exist_says_so(page: Page, server: Server) -> None:
    open_page(page, f"{server.address}/comparison?city=990100&indicator=C99&period=2031&release=77")
    for missing in ("C99", "2031", "77"):
        expect(page.get_by_text(f"“{missing}”在这里不存在")).to_be_visible()
    assert "清源县" in chart_text(page)


@pytest.mark.browser
def test_streamlits_own_texts_are_chinese(page: Page, server: Server) -> None:
    open_page(page, f"{server.address}/submission")
    expect(page.get_by_role("button", name="选择文件")).to_be_visible()
    expect(page.get_by_text("每个文件不超过 20 MB", exact=True)).to_be_visible()
    assert page.evaluate("document.documentElement.lang") == "zh-CN"
    page.goto(f"{server.address}/nowhere")
    settle(page)
    expect(page.get_by_text("没有“nowhere”这个页面")).to_be_visible()


def touch(page: Page, table: str, *, row: int) -> None:
    """Touch a row of a table; its cells are drawn, not elements."""
    place = page.locator(f'[class*="st-key-{table}"] [data-testid=stDataFrame]').first
    place.scroll_into_view_if_needed()
    place.click(position={"x": 100, "y": 35 * (row + 1) + 17})
    settle(page)


@pytest.mark.browser
def test_a_touch_anywhere_in_a_row_shows_where_its_number_comes_from(page: Page, server: Server) -> None:
    open_page(page, f"{server.address}/comparison?city=990100&indicator=C01&period=2025-Q2")
    place = page.locator(".fh-rows tr", has_text="全市").locator("td").last
    place.scroll_into_view_if_needed()
    box = place.bounding_box()
    assert box is not None
    page.mouse.click(
        box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    )  # the link covers the whole row
    settle(page)
    expect(page.get_by_text("演示市 2025年第2季度 行政机关负责人出庭应诉率")).to_be_visible()
    touch(page, "source-parts", row=3)
    page.get_by_role("link", name="看永平县2025年第2季度的来源").click()
    expect(page.get_by_text("永平县 2025年第2季度 行政机关负责人出庭应诉率")).to_be_visible()
    expect(page).to_have_url(
        f"{server.address}/comparison?release=9&city=990100&indicator=C01&period=2025-Q2&look=regions&row=990121"
    )


@pytest.mark.browser
def test_what_a_release_changed_leads_to_its_comparison(page: Page, server: Server) -> None:
    open_page(page, f"{server.address}/releases?shown=8")
    touch(page, "changes", row=1)
    page.get_by_role("link", name="在县区对比里看东湖区2025年第2季度的行政机关负责人出庭应诉率").click()
    expect(page.get_by_text("东湖区 2025年第2季度 行政机关负责人出庭应诉率：88.89%")).to_be_visible()


@pytest.mark.browser
@pytest.mark.parametrize("width", [350, 390])
def test_on_a_phone_the_dots_have_half_of_the_chart(page: Page, server: Server, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    open_page(page, f"{server.address}/comparison?city=990100&indicator=C01&period=2025-Q2")
    chart = page.locator(".fh-chart")
    expect(chart.locator(".main-svg").first).to_be_visible()
    plot, whole = chart.locator(".nsewdrag").first.bounding_box(), chart.bounding_box()
    assert plot is not None
    assert whole is not None
    assert plot["width"] >= whole["width"] / 2
    expect(page.get_by_role("button", name="打开菜单")).to_be_visible()


@pytest.mark.browser
def test_who_is_disabled_sees_nothing_more_at_the_next_click(
    browser: Browser, own_server: Server, signed_in: SignedIn
) -> None:
    visitor = browser.new_context(locale="zh-CN", storage_state=signed_in("leader"))
    page = visitor.new_page()
    open_page(page, f"{own_server.address}/releases")
    assert own_server.command("account", "disable", "leader").returncode == 0
    page.get_by_role("link", name="总览", exact=True).click()
    expect(page.get_by_text("您已退出，或登录已过期。")).to_be_visible()
    expect(page.locator(".fh-card")).to_have_count(0)
    page.goto(own_server.address)  # nor does the gate let them in again
    expect(page).to_have_url(re.compile("/auth/login"))
    visitor.close()
