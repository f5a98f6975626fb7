"""Links between the pages, and the browser's Back button: the same view again, one press for each step."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect
from serving import Server, SignedIn
from streamlit_page import choose, go_to, open_page, settle

OVERVIEW = "overview?release=9&city=990100&period=2024&tab=headline"
ALL = OVERVIEW.replace("headline", "all")


def heading(page: Page, title: str) -> None:
    expect(page.get_by_role("heading", name=title, exact=True).first).to_be_visible()
    settle(page)


def link(page: Page, address: str) -> None:
    """Click the first link that leads to this page."""
    # In a chart it is xlink:href.
    page.locator(f'[data-testid=stMain] a[*|href^="/{address}"]').first.click()
    settle(page)


@pytest.mark.browser
def test_from_the_overview_through_every_page_and_back(page: Page, server: Server) -> None:
    open_page(page, f"{server.address}/{OVERVIEW}")
    views = [page.url]
    for address, title in (
        ("comparison?", "县区对比"),
        ("profile?", "县区画像"),
        ("trend?", "指标趋势"),
        ("comparison?", "县区对比"),
        ("indicator?", "指标口径"),
    ):
        link(page, address)
        heading(page, title)
        views.append(page.url)
    for address in views[-2::-1]:
        page.go_back()
        settle(page)
        expect(page).to_have_url(address)
    heading(page, "总览")


@pytest.mark.browser
def test_a_link_keeps_city_period_and_release(page: Page, server: Server) -> None:
    open_page(page, f"{server.address}/overview?release=4&city=990100&period=2024-Q3")
    page.locator('.fh-matrix td a[href*="indicator=C01"][href*="row=990121"]').click()
    heading(page, "县区对比")
    expect(page).to_have_url(
        f"{server.address}/comparison?release=4&city=990100&indicator=C01&period=2024-Q3&look=regions&row=990121"
    )
    expect(page.get_by_text("永平县 2024年第3季度 行政机关负责人出庭应诉率")).to_be_visible()
    expect(page.get_by_text("第 4 版（2").first).to_be_visible()


@pytest.mark.browser
def test_back_undoes_a_choice(page: Page, server: Server) -> None:
    open_page(page, f"{server.address}/{OVERVIEW}")
    choose(page, "时期", "2023年第4季度")
    expect(page).to_have_url(re.compile("period=2023-Q4"))
    page.go_back()
    settle(page)
    expect(page).to_have_url(f"{server.address}/{OVERVIEW}")
    expect(page.get_by_role("combobox", name="时期")).to_have_value("2024年")
    page.go_forward()
    settle(page)
    expect(page.get_by_role("combobox", name="时期")).to_have_value("2023年第4季度")


@pytest.mark.browser
@pytest.mark.parametrize("address", ["", "overview", "overview?release=4", "trend?indicator=E10"])
def test_back_leaves_an_address_that_the_page_completed(page: Page, server: Server, address: str) -> None:
    page.goto("about:blank")
    open_page(page, f"{server.address}/{address}")
    expect(page).to_have_url(re.compile("release=.*city="))
    page.go_back()
    expect(page).to_have_url("about:blank")


@pytest.mark.browser
def test_what_is_added_is_a_step_too(page: Page, server: Server) -> None:
    open_page(page, f"{server.address}/{OVERVIEW}")
    page.get_by_text("全部指标", exact=True).click()
    settle(page)
    expect(page).to_have_url(re.compile("tab=all"))
    page.go_back()
    settle(page)
    expect(page).to_have_url(re.compile("tab=headline"))
    expect(page.locator(".fh-matrix tbody tr")).to_have_count(
        13
    )  # twelve indicators below how many targets are met


@pytest.mark.browser
def test_highlighted_counties_come_and_go(page: Page, server: Server) -> None:
    open_page(
        page, f"{server.address}/trend?release=9&city=990100&indicator=C01&frequency=quarter&regions=990122"
    )
    box = page.get_by_role("combobox", name="突出显示")
    box.click()
    page.get_by_role("option", name="东湖区").click()
    settle(page)
    expect(page).to_have_url(re.compile("regions=990122%2C990102"))
    page.go_back()
    settle(page)
    expect(page).to_have_url(re.compile("regions=990122&form=lines$"))
    box.press("Backspace")
    page.keyboard.press("Escape")
    settle(page)
    expect(page).to_have_url(re.compile("regions=&form=lines$"))
    expect(page.get_by_test_id("stMultiSelect").get_by_text("石桥县")).to_have_count(0)


@pytest.mark.browser
def test_what_was_highlighted_is_kept_on_the_way_through_another_page(page: Page, server: Server) -> None:
    asked = "trend?release=9&city=990100&indicator=C01&frequency=quarter&regions=990122%2C990102&form=lines"
    open_page(page, f"{server.address}/{asked}")
    link(page, "comparison?")
    heading(page, "县区对比")
    page.locator("[data-testid=stMain] .fh-ways a").get_by_text("指标趋势").click()
    heading(page, "指标趋势")
    expect(page).to_have_url(f"{server.address}/{asked}")


@pytest.mark.browser
def test_back_from_a_page_of_the_menu_is_one_press(page: Page, server: Server) -> None:
    open_page(page, f"{server.address}/{ALL}")
    go_to(page, "发布记录")
    page.go_back()
    settle(page)
    heading(page, "总览")
    expect(page).to_have_url(f"{server.address}/{ALL}")
    assert page.locator(".fh-matrix tbody tr").count() > 60


@pytest.mark.browser
def test_a_link_loads_nothing_again(page: Page, server: Server) -> None:
    open_page(page, f"{server.address}/{OVERVIEW}")
    page.evaluate("window.sameDocument = true")
    link(page, "comparison?")
    heading(page, "县区对比")
    assert page.evaluate("window.sameDocument") is True


@pytest.mark.browser
def test_the_number_of_a_cell_is_the_number_it_leads_to(page: Page, server: Server) -> None:
    open_page(page, f"{server.address}/{OVERVIEW}")
    cell = page.locator('.fh-matrix td a[href*="indicator=C01"][href*="row=990103"]')
    number = (cell.text_content() or "").replace("×", "").strip()
    cell.click()
    heading(page, "县区对比")
    expect(page.get_by_text(f"西岭区 2024年 行政机关负责人出庭应诉率：{number}%")).to_be_visible()


@pytest.mark.browser
def test_the_overview_is_one_screen(page: Page, server: Server) -> None:
    page.set_viewport_size({"width": 1920, "height": 1080})
    open_page(page, f"{server.address}/{OVERVIEW}")
    last = page.get_by_text("来源：演示市各地区报送").last.bounding_box()
    assert last is not None
    assert last["y"] + last["height"] <= 1080


@pytest.mark.browser
def test_back_leads_to_where_one_was_on_the_page(page: Page, server: Server) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    open_page(page, f"{server.address}/profile?release=9&city=990100&region=990122&period=2024")
    row = page.locator('.fh-spine a[href*="indicator=F02"]').first
    row.scroll_into_view_if_needed()
    place = page.get_by_test_id("stMain").evaluate("main => main.scrollTop")
    assert place > 1000
    row.click()
    heading(page, "指标趋势")
    page.go_back()
    heading(page, "县区画像")
    page.wait_for_function(
        "place => Math.abs(document.querySelector('[data-testid=stMain]').scrollTop - place) < 50", arg=place
    )


@pytest.mark.browser
def test_on_a_phone_the_menu_closes_once_a_page_is_chosen(page: Page, server: Server) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    open_page(page, f"{server.address}/{OVERVIEW}")
    page.get_by_role("button", name="打开菜单").click()
    page.get_by_test_id("stSidebar").get_by_role("link", name="指标目录").click()
    heading(page, "指标目录")
    expect(page.get_by_test_id("stSidebar")).not_to_be_in_viewport()


@pytest.mark.browser
def test_another_city_without_the_indicator_says_so_in_words(page: Page, server: Server) -> None:
    open_page(page, f"{server.address}/comparison?release=9&city=990100&indicator=E10&period=2025-11")
    choose(page, "市", "白银市")
    expect(page.get_by_text("这里没有指标“E10 人民调解成功率”的数")).to_be_visible()
    expect(page.get_by_text("这里没有时期“2025年11月”的数")).to_be_visible()


@pytest.mark.browser
def test_a_later_visit_without_a_link_begins_with_the_last_view(
    browser: Browser, server: Server, signed_in: SignedIn
) -> None:
    first = browser.new_context(storage_state=signed_in())
    page = first.new_page()
    open_page(page, f"{server.address}/comparison?release=4")
    choose(page, "指标", "E10")
    choose(page, "时期", "2024年3月")
    page.goto("about:blank")
    # Written while the page goes: the browser has it a moment later.
    for _ in range(50):
        kept = first.storage_state()
        view = [cookie["value"] for cookie in kept["cookies"] if cookie["name"] == "faheng_view"]
        if view:
            break
        page.wait_for_timeout(100)
    assert view == ["indicator=E10&period=2024-03"]
    first.close()

    later = browser.new_context(storage_state=kept)
    page = later.new_page()
    open_page(page, server.address)
    heading(page, "总览")
    expect(page.get_by_test_id("stAlert")).to_have_count(0)
    go_to(page, "县区对比")
    expect(page.get_by_role("combobox", name="指标")).to_have_value("E10 人民调解成功率")
    expect(page).to_have_url(re.compile("release=9&city=990100&indicator=E10"))
    page = later.new_page()
    open_page(page, f"{server.address}/comparison?city=990100&indicator=C01&period=2025-Q2")
    expect(page).to_have_url(re.compile("indicator=C01&period=2025-Q2"))
    later.close()
