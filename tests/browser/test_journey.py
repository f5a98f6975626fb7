"""The five minutes: compare, download the blank form, fill it, be told of a mistake, correct it, publish, see it."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import BrowserContext, Page, expect
from serving import Server
from streamlit_page import chart_text, choose, go_to, open_page, settle


def fill(form: bytes, cells: dict[str, object]) -> bytes:
    """The form with `cells` of its quarterly sheet typed in."""
    workbook = openpyxl.load_workbook(io.BytesIO(form))
    for address, content in cells.items():
        workbook["季度"][address] = content
    filled = io.BytesIO()
    workbook.save(filled)
    return filled.getvalue()


def upload(page: Page, name: str, content: bytes) -> None:
    """Drop one file on the page."""
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    page.set_input_files("input[type=file]", [{"name": name, "mimeType": kind, "buffer": content}])
    expect(page.get_by_text(f"{name}：读到")).to_be_visible()
    settle(page)


@pytest.mark.browser
def test_a_countys_sheet_becomes_a_released_compared_number(page: Page, server: Server) -> None:
    open_page(page, f"{server.address}/comparison?city=990100&indicator=C01&period=2026-Q1")
    expect(page.get_by_text("“2026-Q1”在这里不存在")).to_be_visible()  # nobody has reported it yet

    go_to(page, "数据报送")
    choose(page, "报送单位", "石桥县")
    with page.expect_download() as download:
        page.get_by_role("button", name="下载 2026年 石桥县 空白表").click()
    form = Path(download.value.path()).read_bytes()
    assert download.value.suggested_filename == "演示市_石桥县_2026年法治建设指标填报表.xlsx"

    # The quarterly sheet: row 5 is the first quarter, D and E are 出庭件数 and 开庭件数 of the first indicator.
    upload(page, "石桥县一季度.xlsx", fill(form, {"D5": 13, "E5": 12}))
    expect(page.get_by_text("1 处错误要处理")).to_be_visible()
    expect(page.get_by_text("“季度” D5 的位置")).to_be_visible()
    expect(page.get_by_role("button", name="确认报送")).to_be_disabled()

    page.get_by_role("button", name="移除 石桥县一季度.xlsx").click()
    settle(page)
    upload(page, "石桥县一季度更正.xlsx", fill(form, {"D5": 11, "E5": 12}))
    expect(page.get_by_text("新增 1")).to_be_visible()
    page.get_by_role("button", name="确认报送：1 份文件，1 个数").click()
    settle(page)
    go_to(page, "审核发布")
    page.get_by_role("button", name="通过").click()
    settle(page)
    page.get_by_text("我已核对上面的差异", exact=True).click()
    settle(page)
    page.get_by_role("button", name="发布为第 10 版").click()
    settle(page)
    expect(page.get_by_test_id("stAlertContentSuccess")).to_contain_text("已发布为第 10 版")

    page.get_by_role("link", name="在县区对比里看第 10 版").click()
    settle(page)
    expect(page.get_by_role("combobox", name="时期")).to_have_value("2026年第1季度")
    assert "91.67%" in chart_text(page)  # 11 of 12
    assert "11/12" in chart_text(page)


@pytest.mark.browser
def test_a_publish_does_not_change_what_another_visitor_sees(context: BrowserContext, server: Server) -> None:
    leader, clerk = context.new_page(), context.new_page()
    seen = int(server.command("publish").returncode == 0 and open_release(leader, server))
    before = chart_text(leader)
    sheet = server.folder.parent / "更正.csv"
    sheet.write_text(
        "地区,时期,行政机关负责人出庭件数,开庭审理(应出庭)行政案件数\n东湖区,2025年第1季度,1,200\n",
        encoding="utf-8",
    )
    # 1 of 200 after nearly all: the warning needs a reason.
    submitted = server.command(
        "submit", str(sheet), "--city", "演示市", "--account", "wangfang", "--reason", "已与法院核对"
    )
    assert submitted.returncode == 0, submitted.stderr + submitted.stdout
    number = submitted.stdout.rsplit("报送 ", 1)[1].split("：")[0]
    assert server.command("accept", number, "--account", "zhoujie").returncode == 0
    published = server.command("publish", number, "--account", "wuming")
    assert published.stdout.startswith(f"已发布为第 {seen + 1} 版"), published.stderr

    open_page(clerk, f"{server.address}/comparison?city=990100&indicator=C01&period=2025-Q1")
    assert "1/200" in chart_text(clerk)  # a new visitor sees the new release
    expect(leader.get_by_text(f"已有第 {seen + 1} 版")).to_be_visible(timeout=75_000)  # one poll a minute
    assert chart_text(leader) == before
    leader.get_by_role("button", name="查看最新版").click()
    settle(leader)
    expect(leader.get_by_text(f"第 {seen + 1} 版（2").first).to_be_visible()
    assert "1/200" in chart_text(leader)


def open_release(page: Page, server: Server) -> int:
    """Open a comparison; the release that the page says it shows."""
    open_page(page, f"{server.address}/comparison?city=990100&indicator=C01&period=2025-Q1")
    words = page.get_by_text("版（2").first.text_content() or ""
    return int(words.split("第 ")[1].split(" 版")[0])
