"""A messy sheet: its doubts are answered, its mistakes corrected, it is handed in; the next of its kind asks nothing."""

from __future__ import annotations

import io

import openpyxl
import pytest
from playwright.sync_api import Page, expect
from serving import Server
from streamlit_page import open_page, settle

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def sheet(year: int, *, wrong: bool) -> bytes:
    """Three doubts (a header, a region, a 无), and with `wrong` two errors: 16 of 15, and a text for a number."""
    book = openpyxl.Workbook()
    page = book.active
    page.title = "行政应诉"
    for row in (
        [f"演示市{year}年法治建设情况统计表"],
        ["填报单位：演示市司法局"],
        ["序号", "县区", "行政机关负责人出庭应诉", None, "法律援助办件情况", "行政复议新收案件数"],
        [None, None, "应出庭", "出庭", None, None],
        [1, "东湖区", 20, 16, 320, 31],
        [2, "西岭县", 15, 16 if wrong else 13, 180, "若干" if wrong else 12],
        [3, "白溪区", 10, 9, 95, "无"],
    ):
        page.append(row)
    for area in ("A1:F1", "A2:F2", "A3:A4", "B3:B4", "C3:D3", "E3:E4", "F3:F4"):
        page.merge_cells(area)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def upload(page: Page, name: str, content: bytes) -> None:
    page.set_input_files("input[type=file]", [{"name": name, "mimeType": XLSX, "buffer": content}])
    expect(page.get_by_text(f"{name}：读到")).to_be_visible()
    settle(page)


def answer(page: Page, words: str) -> None:
    page.get_by_role("button", name=words, exact=True).first.click()
    settle(page)


@pytest.mark.browser
def test_a_messy_sheet_is_answered_corrected_and_handed_in_and_the_next_asks_nothing(
    page: Page, own_server: Server
) -> None:
    open_page(page, f"{own_server.address}/submission?city=990100")
    page.get_by_label("报送人").fill("赵敏")
    page.get_by_label("报送人").press("Enter")
    settle(page)

    upload(page, "应诉.xlsx", sheet(2025, wrong=True))
    expect(page.get_by_text("先回答 3 处疑问")).to_be_visible()
    expect(
        page.get_by_role("gridcell", name="？ 西岭县")
    ).to_be_visible()  # marked in the picture of the sheet
    expect(page.get_by_role("button", name="确认报送")).to_be_disabled()
    answer(page, "法律援助案件办理数")
    answer(page, "西岭区（建议）")
    answer(page, "还没有统计（未报）")
    expect(page.get_by_text("2 处错误要处理")).to_be_visible()

    page.get_by_role("button", name="移除 应诉.xlsx").click()
    settle(page)
    upload(page, "应诉改.xlsx", sheet(2025, wrong=False))
    expect(page.get_by_text("处疑问")).to_have_count(0)  # the same form in the same visit
    confirm_warnings(page)
    page.get_by_role("button", name="确认报送：1 份文件").click()
    settle(page)
    expect(page.get_by_text("应诉改.xlsx）已收到").first).to_be_visible()

    upload(page, "下一年.xlsx", sheet(2026, wrong=False))
    expect(page.get_by_text("已按您上次对这种表的 3 处回答读取")).to_be_visible()
    expect(page.get_by_text("处疑问")).to_have_count(0)


@pytest.mark.browser
def test_a_cell_is_picked_and_its_column_changed_by_hand(page: Page, server: Server) -> None:
    open_page(page, f"{server.address}/submission?city=990100")
    upload(page, "应诉.xlsx", sheet(2025, wrong=True))
    cell = page.locator("td[data-cell='行政应诉!D5']")
    cell.click()
    settle(page)
    expect(page.get_by_text("“16”　东湖区 2025年 行政机关负责人出庭应诉率 分子：16")).to_be_visible()
    cell.press("ArrowDown")  # the questions below a cell are reached without a mouse
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    settle(page)
    expect(page.get_by_text("“9”　白溪区 2025年")).to_be_visible()
    page.get_by_role("combobox", name="D列是").click()
    page.get_by_role("combobox", name="D列是").fill("不是数据")
    page.get_by_role("option", name="不是数据").click()
    settle(page)
    expect(
        page.locator("td[data-cell='行政应诉!D7'].fh-is-ignored, td[data-cell='行政应诉!D4'].fh-is-ignored")
    ).to_have_count(1)


def confirm_warnings(page: Page) -> None:
    """Choose a reason for every kind of warning."""
    while (open_reasons := page.get_by_role("combobox", name="理由")).count():
        waiting = [each for each in open_reasons.all() if not each.input_value()]
        if not waiting:
            return
        waiting[0].click()
        page.get_by_role("option", name="情况属实，已核对").click()
        settle(page)
