"""会议汇报 in the browser: a deck from a template, a title of one's own, a chart added from another page, and F5."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect
from serving import Server
from streamlit_page import open_page, settle

NAME = "演示市2024年法治建设指标汇报"


@pytest.mark.browser
def test_a_deck_is_proposed_worded_and_given_a_chart_from_another_page(
    page: Page, own_server: Server
) -> None:
    open_page(page, f"{own_server.address}/meeting?city=990100&period=2024")
    page.get_by_role("button", name="新建汇报").click()
    settle(page)
    slides = page.locator(".fh-deck li")
    expect(slides.first).to_contain_text(NAME)
    slides.nth(2).locator("a").click()
    expect(page.get_by_text("第 3 页")).to_be_visible()
    settle(page)
    page.get_by_role("textbox", name="标题").fill("今年有 999 件大事")
    page.keyboard.press("Enter")
    expect(page.get_by_text("标题里的 999 不在这一页的数里")).to_be_visible()
    expect(page.locator(".fh-deck .fh-chosen").first).to_contain_text("标题要核对")
    page.get_by_role("link", name="县区对比").first.click()
    settle(page)
    page.get_by_text("排名", exact=True).click()
    settle(page)
    page.locator(".st-key-add-to-last button").first.click()
    expect(page.get_by_text(f"已加入“{NAME}”").first).to_be_visible()
    page.get_by_role("link", name="打开这份汇报").click()
    settle(page)
    expect(page.locator(".fh-deck .fh-chosen")).to_contain_text("第1名")
    page.locator(".st-key-play button").click()
    settle(page)
    player = page.get_by_role("region", name="汇报放映")
    expect(player).to_contain_text("今年有 999 件大事")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="返回编辑").click()
    expect(page.get_by_text("第 1 页")).to_be_visible()
    settle(page)
    # The agenda has a second page now.
    slides.nth(3).locator("a").click()
    expect(page.get_by_text("第 4 页")).to_be_visible()
    page.locator(".st-key-play-here button").click()
    expect(player.locator(".fp-place")).to_contain_text("4 / ")
    settle(page)
    page.keyboard.press("Escape")
    page.get_by_role("button", name="返回编辑").click()
    expect(page.get_by_text("第 4 页")).to_be_visible()
    page.get_by_test_id("stTopNav").get_by_role("link", name="会议汇报").click()
    expect(page.get_by_role("heading", name="我的汇报")).to_be_visible()
