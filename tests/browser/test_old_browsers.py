"""An old browser, played by a new one without what old ones lack, gets a page that says so; a new one does not."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from serving import Server, SignedIn
from streamlit_page import open_page

pytestmark = pytest.mark.browser
TITLE = "浏览器版本太低，打不开“法衡”"
IE = "Mozilla/5.0 (Windows NT 6.1; WOW64; Trident/7.0; rv:11.0) like Gecko"
CHROME_86 = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/86.0.4240.198 Safari/537.36"


@pytest.mark.parametrize(
    ("taken_away", "missing"),
    [
        ("delete Promise.withResolvers", "Promise.withResolvers"),
        ("delete Array.prototype.toSorted", "Array.prototype.toSorted"),
        ("delete HTMLScriptElement.prototype.noModule", "ES modules"),
        ("delete window.WebSocket; delete Promise.withResolvers", "Promise.withResolvers、WebSocket"),
        (
            "RegExp = new Proxy(RegExp, {construct(kind, [text, flags]) {"
            "if (flags === 'v') throw new SyntaxError('flag'); return new kind(text, flags)}})",
            "RegExp v",
        ),
    ],
)
def test_an_old_browser_is_told_what_it_lacks(
    context: BrowserContext, page: Page, server: Server, taken_away: str, missing: str
) -> None:
    context.add_init_script(taken_away)
    address = f"{server.address}/comparison?city=990100&indicator=C01"
    page.goto(address)
    expect(page.get_by_role("heading", name=TITLE)).to_be_visible()
    facts = page.locator(".facts")
    expect(facts.get_by_text(f"网址：{address}")).to_be_visible()
    expect(facts.get_by_text(f"缺少：{missing}", exact=True)).to_be_visible()
    expect(facts).to_contain_text(page.evaluate("navigator.userAgent"))


def test_nothing_of_the_app_starts_in_an_old_browser(
    context: BrowserContext, page: Page, server: Server
) -> None:
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    context.add_init_script("delete Promise.withResolvers")
    page.goto(server.address)
    expect(page.get_by_role("heading", name=TITLE)).to_be_visible()
    expect(page.locator("script[type=module], #root")).to_have_count(0)
    expect(page).to_have_title("法衡")
    assert errors == []


@pytest.mark.parametrize(
    ("agent", "said", "unsaid"),
    [
        (CHROME_86, ["您现在的浏览器内核是 86 版，需要 119 版或更新。"], ["IE 内核", "这台电脑是 Windows 7"]),
        (IE, ["兼容模式（IE 内核）", "这台电脑是 Windows 7"], ["您现在的浏览器内核是"]),
    ],
)
def test_the_page_says_what_it_knows_of_the_browser(
    browser: Browser, server: Server, signed_in: SignedIn, agent: str, said: list[str], unsaid: list[str]
) -> None:
    visitor = browser.new_context(user_agent=agent, locale="zh-CN", storage_state=signed_in())
    visitor.add_init_script("delete Promise.withResolvers")
    page = visitor.new_page()
    page.goto(server.address)
    for words in said:
        expect(page.get_by_text(words)).to_be_visible()
    for words in unsaid:
        expect(page.get_by_text(words)).to_be_hidden()
    visitor.close()


def test_without_scripts_the_page_says_to_allow_them(
    browser: Browser, server: Server, signed_in: SignedIn
) -> None:
    visitor = browser.new_context(java_script_enabled=False, locale="zh-CN", storage_state=signed_in())
    page = visitor.new_page()
    page.goto(server.address)
    expect(page.get_by_role("heading", name="“法衡”打不开：浏览器没有运行脚本")).to_be_visible()
    expect(page.locator("noscript p").first).to_contain_text("允许这个网址运行 JavaScript")
    visitor.close()


@pytest.mark.parametrize("width", [1366, 390])
def test_the_page_fits_a_screen(context: BrowserContext, page: Page, server: Server, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 768})
    context.add_init_script("delete Promise.withResolvers")
    page.goto(server.address)
    expect(page.get_by_role("heading", name=TITLE)).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_a_current_browser_sees_the_app(page: Page, server: Server) -> None:
    open_page(page, f"{server.address}/comparison")
    expect(page.get_by_role("heading", name="县区对比")).to_be_visible()
    expect(page.get_by_text(TITLE)).to_have_count(0)
    assert page.evaluate("document.documentElement.lang") == "zh-CN"
