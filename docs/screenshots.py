"""Takes the pictures of the READMEs: a real server with the demonstration city, real Chromium, a real upload.

    .venv/bin/python docs/screenshots.py           writes docs/img/
    .venv/bin/python docs/screenshots.py FOLDER    every screen at every size, light and dark, for looking over

Needs requirements-dev.txt, Chromium (or CHROMIUM) and Chinese fonts, as the browser tests do.
"""

from __future__ import annotations

import io
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Literal

import openpyxl
from PIL import Image
from playwright.sync_api import Browser, Page, expect, sync_playwright

DOCS = Path(__file__).resolve().parent
sys.path[:0] = [str(DOCS.parent), str(DOCS.parent / "tests")]

from serving import Server  # noqa: E402
from streamlit_page import open_page, settle  # noqa: E402

from faheng.preparation import open_prepared_store  # noqa: E402
from faheng.settings import Settings  # noqa: E402

SIZES = ((1920, 1080), (1366, 768), (390, 844))
THEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
# What a repository carries for ever: each size once, the dark theme at one of them.
KEPT = {(1920, "light"), (1366, "light"), (390, "light"), (1366, "dark")}
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
COMPARISON = "comparison?city=990100&indicator=C01&period=2025-Q2"
MISTAKEN = {"D5": 13, "E5": 12, "D6": 9, "E6": 10}  # 13 appearances at 12 hearings
CORRECTED = {**MISTAKEN, "D5": 11}

Screen = Callable[[Page, str], None]
expect.set_options(timeout=30_000)  # a busy machine draws a page in seconds


def main() -> None:
    """Take every screen at the sizes asked for, then the steps of the tour, which publish something."""
    everything = len(sys.argv) > 1
    target = Path(sys.argv[1]) if everything else DOCS / "img"
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        data = Path(folder) / "data"
        open_prepared_store(Settings(data), holder="docs/screenshots.py").close()
        server = Server(data)
        chromium = os.environ.get("CHROMIUM", "/usr/bin/chromium")
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        try:
            for name, screen in SCREENS.items():
                for page, label in visitors(browser, everything=everything):
                    screen(page, server.address)
                    keep(page, target / f"{name}-{label}.png")
            page = browser.new_page(viewport={"width": 1366, "height": 768}, locale="zh-CN")
            publish(page, server.address, target)
        finally:
            browser.close()
            server.stop()


def visitors(browser: Browser, *, everything: bool) -> Iterator[tuple[Page, str]]:
    """A fresh tab for each size and theme, with what its pictures are called."""
    for width, height in SIZES:
        for theme in THEMES:
            if not everything and (width, theme) not in KEPT:
                continue
            context = browser.new_context(
                viewport={"width": width, "height": height},
                color_scheme=theme,
                locale="zh-CN",
                accept_downloads=True,
            )
            page = context.new_page()
            page.set_default_timeout(30_000)
            yield page, f"{width}-{theme}"
            context.close()


def keep(page: Page, file: Path) -> None:
    """Save what the window shows, in 256 colours: a third of the bytes, and no difference to the eye."""
    page.mouse.move(0, 0)
    page.wait_for_timeout(600)  # fonts and the fading in of changed elements
    with Image.open(io.BytesIO(page.screenshot())) as picture:
        picture.convert("RGB").quantize(256, dither=Image.Dither.NONE).save(file, optimize=True)


def bring_up(page: Page, words: str) -> None:
    """Scroll until the words are in the middle of the window."""
    page.get_by_text(words).first.evaluate("element => element.scrollIntoView({block: 'center'})")


def comparison(page: Page, address: str) -> None:
    """县区对比, as a leader opens it."""
    open_page(page, f"{address}/{COMPARISON}")
    expect(page.get_by_test_id("stPlotlyChart").locator(".main-svg").first).to_be_visible()


def source(page: Page, address: str) -> None:
    """县区对比 with the source of a revised number opened."""
    open_page(page, f"{address}/{COMPARISON}&row=990102")
    expect(page.get_by_text("第 5 版（已由第 8 版替换）")).to_be_visible()
    bring_up(page, "第 5 版（已由第 8 版替换）")


def submission(page: Page, address: str) -> None:
    """数据报送, nothing uploaded yet."""
    open_page(page, f"{address}/submission?city=990100&unit=990122&year=2026")


def mistake(page: Page, address: str) -> None:
    """数据报送 after the upload of a form with a mistake in it."""
    submission(page, address)
    upload(page, "石桥县2026年.xlsx", filled(blank_form(page), MISTAKEN))
    expect(page.get_by_text("1 处错误要处理")).to_be_visible()
    bring_up(page, "D5 的位置")


def releases(page: Page, address: str) -> None:
    """发布记录."""
    open_page(page, f"{address}/releases")


SCREENS: dict[str, Screen] = {
    "comparison": comparison,
    "source": source,
    "submission": submission,
    "mistake": mistake,
    "releases": releases,
}


def publish(page: Page, address: str, target: Path) -> None:
    """The rest of the tour: the differences of the corrected form, and the chart after publishing it."""
    page.set_default_timeout(30_000)
    submission(page, address)
    page.get_by_label("您的姓名").fill("赵敏")
    page.get_by_label("您的姓名").press("Enter")
    settle(page)
    upload(page, "石桥县2026年.xlsx", filled(blank_form(page), CORRECTED))
    bring_up(page, "新增 2")
    keep(page, target / "differences-1366-light.png")
    page.get_by_role("button", name="确认报送").click()
    settle(page)
    page.get_by_text("我已核对上面的差异", exact=True).click()
    settle(page)
    page.get_by_role("button", name="发布为第 9 版").click()
    settle(page)
    page.get_by_role("link", name="在县区对比里看第 9 版").click()
    settle(page)
    keep(page, target / "published-1366-light.png")


def blank_form(page: Page) -> bytes:
    """The form behind the button of the page."""
    with page.expect_download() as download:
        page.get_by_role("button", name="空白表").click()
    return Path(download.value.path()).read_bytes()


def filled(form: bytes, cells: dict[str, int]) -> bytes:
    """The form with `cells` of its quarterly sheet typed in: row 5 is the first quarter, D and E belong to C01."""
    workbook = openpyxl.load_workbook(io.BytesIO(form))
    for cell, number in cells.items():
        workbook["季度"][cell] = number
    content = io.BytesIO()
    workbook.save(content)
    return content.getvalue()


def upload(page: Page, name: str, content: bytes) -> None:
    """Drop a file on the page and wait until it was read."""
    page.set_input_files("input[type=file]", [{"name": name, "mimeType": XLSX, "buffer": content}])
    expect(page.get_by_text(f"{name}：读到")).to_be_visible(timeout=30_000)
    settle(page)


if __name__ == "__main__":
    main()
