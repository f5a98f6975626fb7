"""Addresses, as a stranger opens them: on a fresh server, through a link, with what does not exist."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect
from serving import Server
from streamlit_page import chart_text, choose, open_page, settle


@pytest.mark.browser
def test_no_page_runs_without_its_frame_on_a_fresh_server(page: Page, server: Server) -> None:
    # The first request of this server's life: the old pages/ routing would now draw the page alone (streamlit.md 1.1).
    open_page(page, f"{server.address}/releases")
    expect(page.get_by_role("heading", name="发布记录")).to_be_visible()
    for title in ("县区对比", "数据报送", "发布记录"):
        expect(page.get_by_test_id("stTopNav").get_by_role("link", name=title)).to_be_visible()


@pytest.mark.browser
def test_the_address_alone_leads_to_the_comparison(page: Page, server: Server) -> None:
    open_page(page, server.address)
    expect(page.get_by_role("heading", name="县区对比")).to_be_visible()
    assert "清源县" in chart_text(page)
    expect(page.get_by_text("演示数据").first).to_be_visible()


@pytest.mark.browser
def test_a_link_opens_the_same_view(page: Page, server: Server) -> None:
    open_page(
        page, f"{server.address}/comparison?city=990100&indicator=E10&period=2024-03&release=4&row=990121"
    )
    expect(page.get_by_role("combobox", name="指标")).to_have_value("E10 人民调解成功率")
    expect(page.get_by_role("combobox", name="时期")).to_have_value("2024年3月")
    expect(page.get_by_text("第 4 版（2")).to_be_visible()
    expect(page.get_by_text("永平县 2024年3月 人民调解成功率")).to_be_visible()
    expect(page.get_by_text("演示市_2024年").first).to_be_visible()


@pytest.mark.browser
def test_a_choice_is_in_the_address_with_everything_else(page: Page, server: Server) -> None:
    open_page(page, f"{server.address}/comparison")
    choose(page, "时期", "2023年第4季度")
    expect(page).to_have_url(
        f"{server.address}/comparison?release=8&city=990100&indicator=C01&period=2023-Q4"
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


@pytest.mark.browser
@pytest.mark.parametrize(("width", "height"), [(1920, 1080), (1366, 768), (390, 844)])
@pytest.mark.parametrize("name", ["comparison", "submission", "releases"])
def test_nothing_runs_off_the_screen(page: Page, server: Server, name: str, width: int, height: int) -> None:
    page.set_viewport_size({"width": width, "height": height})
    open_page(page, f"{server.address}/{name}")
    too_wide = page.evaluate(
        "[...document.querySelectorAll('[data-testid=stMain] *')]"
        ".filter(element => element.getBoundingClientRect().right > innerWidth + 1"
        " && !element.closest('[data-testid=stDataFrame]')).map(element => element.className).slice(0, 5)"
    )
    assert too_wide == []
