"""From a county's sheet to what leaders see: a mistake, its correction, review, answer, release, undo."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from serving import Server, SignedIn
from streamlit_page import chart_text, choose, open_page, settle


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


class People:
    """Visitors who are signed in as somebody, each with a browser of their own."""

    def __init__(self, browser: Browser, signed_in: SignedIn) -> None:
        self._browser = browser
        self._signed_in = signed_in
        self._contexts: list[BrowserContext] = []

    def tab(self, login_name: str) -> Page:
        context = self._browser.new_context(
            viewport={"width": 1366, "height": 768},
            locale="zh-CN",
            accept_downloads=True,
            storage_state=self._signed_in(login_name),
        )
        self._contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(20_000)
        return page

    def leave(self) -> None:
        for context in self._contexts:
            context.close()


@pytest.fixture
def people(browser: Browser, signed_in: SignedIn) -> Iterator[People]:
    present = People(browser, signed_in)
    yield present
    present.leave()


@pytest.mark.browser
def test_a_countys_sheet_goes_through_review_to_release_and_back(people: People, own_server: Server) -> None:
    leader, neighbour = people.tab("leader"), people.tab("sunli")
    quarter = f"{own_server.address}/comparison?city=990100&indicator=C01&period=2026-Q1"
    open_page(leader, quarter)
    expect(leader.get_by_text("“2026-Q1”在这里不存在")).to_be_visible()  # nobody has reported it yet
    before = chart_text(leader)

    # County A: a form with a mistake, then mended.
    county = people.tab("zhaomin")
    open_page(county, f"{own_server.address}/submission?year=2026")
    with county.expect_download() as download:
        county.get_by_role("button", name="下载 2026年 石桥县 空白表").click()
    form = Path(download.value.path()).read_bytes()
    assert download.value.suggested_filename == "演示市_石桥县_2026年法治建设指标填报表.xlsx"
    # The quarterly sheet: row 5 is the first quarter, D and E are 出庭件数 and 开庭件数 of the first indicator.
    upload(county, "石桥县一季度.xlsx", fill(form, {"D5": 13, "E5": 12}))
    expect(county.get_by_text("1 处错误要处理")).to_be_visible()
    expect(county.get_by_text("“季度” D5 的位置")).to_be_visible()
    expect(county.get_by_role("button", name="确认报送")).to_be_disabled()
    county.get_by_role("button", name="移除 石桥县一季度.xlsx").click()
    settle(county)
    upload(county, "石桥县一季度更正.xlsx", fill(form, {"D5": 11, "E5": 12}))
    expect(county.get_by_text("新增 1")).to_be_visible()
    county.get_by_role("button", name="确认报送：1 份文件，1 个数").click()
    settle(county)
    receipt = county.get_by_role("link", name="回执").first.get_attribute("href") or ""
    number = receipt.split("submission=")[1].split("&")[0]

    # The reviewer sends one cell back.
    reviewer = people.tab("zhoujie")
    open_page(reviewer, f"{own_server.address}/review")
    expect(reviewer.get_by_text("1 份待审").first).to_be_visible()
    reviewer.get_by_text("哪里有问题（退回用）").click()
    settle(reviewer)  # the box is drawn anew when the page has heard that it is open
    cells = reviewer.get_by_role("combobox", name="单元格")
    cells.click()
    cells.fill("季度!D5")
    expect(reviewer.get_by_role("option", name="季度!D5").first).to_be_visible()
    cells.press("Enter")  # a click would race with the list, which is drawn anew while it is filtered
    expect(reviewer.get_by_text("季度!D5").first).to_be_visible()
    reviewer.keyboard.press("Escape")
    choose(reviewer, "理由", "变化过大")
    reviewer.get_by_label("说明（写给填报人看）").fill("去年四季度只有 8 件")
    reviewer.get_by_label("说明（写给填报人看）").press("Enter")
    settle(reviewer)
    reviewer.get_by_role("button", name="加入退回清单").click()
    settle(reviewer)
    reviewer.get_by_role("button", name="退回（1 处）").click()
    settle(reviewer)

    # County B saw and sees nothing of it; county A answers.
    open_page(neighbour, f"{own_server.address}/receipt?submission={number}")
    expect(neighbour.get_by_text("没有这份报送，或您不能查看它的回执")).to_be_visible()
    open_page(neighbour, f"{own_server.address}/submission?year=2026&submission={number}")
    expect(neighbour.get_by_role("heading", name="我的报送")).to_be_visible()
    assert "石桥县一季度更正" not in neighbour.content()
    open_page(county, f"{own_server.address}/submission?year=2026")
    expect(county.get_by_text("1 份报送被退回，请处理")).to_be_visible()
    expect(county.get_by_text("去年四季度只有 8 件").first).to_be_visible()
    county.get_by_label("答复").fill("今年新收案多，已与法院核对")
    county.get_by_role("button", name="提交答复，重新送审").click()
    settle(county)

    # The reviewer accepts, the publisher releases.
    open_page(reviewer, f"{own_server.address}/review")
    expect(reviewer.get_by_text("今年新收案多，已与法院核对").first).to_be_visible()
    reviewer.get_by_role("button", name="通过", exact=True).click()
    settle(reviewer)
    publisher = people.tab("wuming")
    open_page(publisher, f"{own_server.address}/review")
    publisher.get_by_text("我已核对上面的差异", exact=True).click()
    settle(publisher)
    publisher.get_by_role("button", name="发布为第 10 版").click()
    settle(publisher)
    expect(publisher.get_by_test_id("stAlertContentSuccess")).to_contain_text("已发布为第 10 版")
    publisher.get_by_role("link", name="在县区对比里看第 10 版").click()
    settle(publisher)
    expect(publisher.get_by_role("combobox", name="时期")).to_have_value("2026年第1季度")
    assert "91.67%" in chart_text(publisher)  # 11 of 12

    # The page that the leader had open all the time offers it; then it is undone.
    expect(leader.get_by_text("已有第 10 版")).to_be_visible(timeout=75_000)  # one poll a minute
    assert chart_text(leader) == before  # numbers never change while somebody is speaking
    leader.get_by_role("button", name="查看最新版").click()
    settle(leader)
    open_page(leader, f"{quarter}&release=10")
    assert "11/12" in chart_text(leader)
    open_page(publisher, f"{own_server.address}/releases?shown=10")
    publisher.get_by_text("撤销这一版").click()
    publisher.get_by_label("撤销的理由").fill("报错了季度")
    publisher.get_by_label("撤销的理由").press("Enter")
    settle(publisher)
    publisher.get_by_role("button", name="撤销", exact=True).click()
    settle(publisher)
    expect(publisher.get_by_text("已撤销第 10 版，成为第 11 版").first).to_be_visible()
