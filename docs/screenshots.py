"""Takes the pictures of docs/ and of the guide in the app: a real server with the demonstration city, real Chromium.

    .venv/bin/python docs/screenshots.py                       all: docs/img, docs/screens.md, data/guide/img
    .venv/bin/python docs/screenshots.py trend guide/trend     only these; docs/screens.md stays as it is
    .venv/bin/python docs/screenshots.py --to FOLDER …         into FOLDER instead, for looking over

Needs requirements-dev.txt, Chromium (or CHROMIUM) and Chinese fonts, as the browser tests do.
"""

from __future__ import annotations

import argparse
import io
import os
import re
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

import openpyxl
from PIL import Image
from playwright.sync_api import Browser, FloatRect, Locator, Page, expect, sync_playwright

DOCS = Path(__file__).resolve().parent
sys.path[:0] = [str(DOCS.parent), str(DOCS.parent / "tests")]

from literal import add_account  # noqa: E402
from serving import Server  # noqa: E402
from streamlit_page import settle  # noqa: E402

from faheng.gate import COOKIE  # noqa: E402
from faheng.meeting.kept import add_deck  # noqa: E402
from faheng.meeting.proposals import proposed  # noqa: E402
from faheng.preparation import open_prepared_store  # noqa: E402
from faheng.roles import SYSTEM  # noqa: E402
from faheng.settings import Settings  # noqa: E402
from faheng.store.rules import change_rules, office_rules  # noqa: E402
from faheng.store.sessions import open_session  # noqa: E402

SIZES = ((1920, 1080), (1366, 768), (390, 844))
THEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
COLOURS = (
    128  # of a picture: a third of the bytes the repository carries for ever, and no difference to the eye
)
GUIDE_BYTES = 120_000
_SIGNED_IN: list[str] = []  # the token of who is seen in the pictures
MARGIN = 12  # px round a part of a page
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
COMPARISON = "comparison?city=990100&indicator=C01&period=2025-Q2"
RANKED = "comparison?city=990100&indicator=C08&period=2024"
PROFILE = "profile?city=990100&region=990121&period=2025"
SUBMISSION = "submission?city=990100&unit=990122&year=2026"
OLD = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/108.0.5359.95 Safari/537.36"
MISTAKEN = {"D5": 13, "E5": 12, "D6": 9, "E6": 10}  # 13 appearances at 12 hearings
CORRECTED = {**MISTAKEN, "D5": 11}
expect.set_options(timeout=30_000)  # a busy machine draws a page in seconds


def nothing(page: Page) -> None:
    """The page as it opens."""


@dataclass(frozen=True)
class Screen:
    """A page worth a picture: its heading in docs/screens.md, its address, and what is done there first.

    `agent` is what the browser calls itself, and `before` runs before the scripts of the page: both make it an old one.
    """

    heading: str
    address: str
    then: Callable[[Page], None] = nothing
    agent: str | None = None
    before: str = ""


@dataclass(frozen=True)
class Part:
    """A picture of the guide: the part of a screen from the top of `first` to the end of `last`, `height` px at most."""

    screen: str
    first: str = "h1"
    last: str = ""
    height: int = 760


def bring_up(page: Page, words: str | re.Pattern[str]) -> None:
    """Wait for the words and scroll until they are in the middle of the window."""
    page.get_by_text(words).first.evaluate("element => element.scrollIntoView({block: 'center'})")


def show_source(page: Page) -> None:
    """Scroll to the source of a revised number."""
    bring_up(page, re.compile(r"（已由第 \d+ 版替换）"))


def show_mistake(page: Page) -> None:
    """Upload a form with a mistake in it."""
    upload(page, "石桥县2026年.xlsx", filled(blank_form(page), MISTAKEN))
    expect(page.get_by_text("1 处错误要处理")).to_be_visible()
    bring_up(page, "D5 的位置")


def show_player(page: Page) -> None:
    """Wait for the player and go to a slide with a chart."""
    expect(page.locator(".fp-ready")).to_be_attached(timeout=30_000)
    page.locator(".fp-root").focus()
    for _ in range(7):
        page.keyboard.press("PageDown")


SCREENS = {
    "overview": Screen("总览", "overview?city=990100&period=2025"),
    "overview-all": Screen("总览: all indicators", "overview?city=990100&period=2025&tab=all"),
    "comparison": Screen("县区对比", COMPARISON),
    "source": Screen("县区对比: the source of a number", f"{COMPARISON}&row=990102", show_source),
    "ranking": Screen("县区对比: ranked, beside the funnel", f"{RANKED}&look=ranking"),
    "map": Screen("县区对比: a map of tiles", f"{RANKED}&look=map"),
    "trend": Screen("指标趋势", "trend?city=990100&indicator=C01&frequency=quarter&regions=990122"),
    "panels": Screen(
        "指标趋势: a panel for each region", "trend?city=990100&indicator=C01&frequency=year&form=panels"
    ),
    "profile": Screen("县区画像", PROFILE),
    "gaps": Screen("县区画像: how many cases are missing", f"{PROFILE}&aspect=gaps"),
    "catalogue": Screen("指标目录", "catalogue"),
    "indicator": Screen("指标目录: one indicator", "indicator?indicator=C01"),
    "facts": Screen("公开数据", "facts"),
    "submission": Screen("数据报送", SUBMISSION),
    "mistake": Screen("数据报送: a mistake, by cell", SUBMISSION, show_mistake),
    "progress": Screen("报送进度", "progress?city=990100&year=2025"),
    "review": Screen("审核发布", "review"),
    "meeting": Screen("会议汇报", "meeting?deck=1&slide=s6"),
    "playing": Screen("会议汇报: the player", "meeting?deck=1&play=1", show_player),
    "releases": Screen("发布记录", "releases"),
    "people": Screen("人员", "people"),
    "settings": Screen("设置", "settings"),
    "record": Screen("操作记录", "record"),
    "guide": Screen("使用说明", "guide?role=look"),
    "old-browser": Screen("An old browser", "overview", agent=OLD, before="delete Promise.withResolvers"),
}

CHART = ".fh-chart"
# The guide's other pictures are taken on the tour.
GUIDE = {
    "overview": Part("overview", last=".fh-list"),
    "matrix": Part("overview", first=".fh-matrix", last=".fh-matrix", height=620),
    "comparison": Part("comparison", last=CHART),
    "source": Part("source", first=".st-key-source", last=".st-key-source", height=620),
    "trend": Part("trend"),
    "profile": Part("profile", height=900),
    "indicator": Part("indicator"),
    "facts": Part("facts"),
    "submission": Part("submission", height=570),
    "mistake": Part("mistake", first="text=问题清单", height=640),
    "meeting": Part("meeting", height=900),
    "releases": Part("releases", height=610),
    "old-browser": Part("old-browser", first="#old", last="#old", height=900),
    "interval": Part("comparison", first=CHART, last=CHART),
}
TOUR = "tour"


def main() -> None:
    """Take what is asked for; the tour comes last, since it publishes something."""
    parser = argparse.ArgumentParser(description="Take the pictures of docs/ and of the guide.")
    known = [*SCREENS, *(f"guide/{name}" for name in GUIDE), TOUR]
    parser.add_argument("names", nargs="*", metavar="name", help=f"only these of: {', '.join(known)}")
    parser.add_argument("--to", type=Path, metavar="FOLDER", help="put them there instead")
    arguments = parser.parse_args()
    if unknown := [name for name in arguments.names if name not in known]:
        parser.error(f"unknown: {', '.join(unknown)}")
    wanted = arguments.names or known
    images, guide = DOCS / "img", DOCS.parent / "data" / "guide" / "img"
    if arguments.to:
        images, guide = arguments.to / "img", arguments.to / "guide"
    for folder in (images, guide):
        folder.mkdir(parents=True, exist_ok=True)
    with running() as (browser, address):
        take_screens(browser, address, [name for name in SCREENS if name in wanted], images)
        take_parts(browser, address, [name for name in GUIDE if f"guide/{name}" in wanted], guide)
        if TOUR in wanted:
            with tab(browser, 1366, 768, "light") as page:
                take_tour(page, address, images, guide)
    if not arguments.names and not arguments.to:
        (DOCS / "screens.md").write_text(screens_page(), encoding="utf-8")
    say(f"{sum(file.stat().st_size for file in images.glob('*.png')):,} bytes in {images}")


def say(text: str) -> None:
    """Tell whoever started the script how far it is."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def take_screens(browser: Browser, address: str, names: list[str], images: Path) -> None:
    """The screens at every size, light and dark."""
    for width, height in SIZES:
        for theme in THEMES:
            for name in names:
                with tab(browser, width, height, theme, agent=SCREENS[name].agent) as page:
                    show(page, address, SCREENS[name])
                    keep(page, images / f"{name}-{width}-{theme}.png")
            say(f"{width}×{height} {theme}: {len(names)}")


def take_parts(browser: Browser, address: str, names: list[str], guide: Path) -> None:
    """The guide's pictures."""
    for name in names:
        part = GUIDE[name]
        screen = SCREENS[part.screen]
        with tab(browser, 1366, 3000, "light", agent=screen.agent) as page:
            show(page, address, screen)
            keep_for_guide(page, guide / f"{name}.png", area(page, part))
            say(f"guide: {name}")


@contextmanager
def running() -> Iterator[tuple[Browser, str]]:
    """Chromium, and the address of a server with the demonstration city."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        data = Path(folder) / "data"
        with open_prepared_store(Settings(data), holder="docs/screenshots.py") as store:
            one = add_account(
                store, "liqiang", "李强", "reviewer", "publisher", "administrator", reports=["990100"]
            )
            # One person walks through everything, which the office may allow.
            change_rules(store, replace(office_rules(store), four_eyes=False), actor=SYSTEM)
            _SIGNED_IN.append(open_session(store, one, origin="127.0.0.1"))
            deck = proposed(
                store, release=store.latest_release, template="year", city_code="990100", period_code="2025"
            )
            add_deck(store, deck, actor=one.acting(""), release=store.latest_release)
        server = Server(data)
        chromium = os.environ.get("CHROMIUM", "/usr/bin/chromium")
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        try:
            yield browser, server.address
        finally:
            browser.close()
            server.stop()


@contextmanager
def tab(
    browser: Browser, width: int, height: int, theme: Literal["light", "dark"], *, agent: str | None = None
) -> Iterator[Page]:
    """A visitor who was never here, with a window of this size."""
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme=theme,
        locale="zh-CN",
        user_agent=agent,
        accept_downloads=True,
    )
    context.add_cookies([{"name": COOKIE, "value": _SIGNED_IN[-1], "url": "http://127.0.0.1"}])
    page = context.new_page()
    page.set_default_timeout(30_000)
    yield page
    context.close()


def show(page: Page, address: str, screen: Screen) -> None:
    """Open a screen and wait until it is drawn; stop when the app led elsewhere or shows an error."""
    if screen.before:
        page.add_init_script(screen.before)
        page.goto(f"{address}/{screen.address}")
        return
    page.goto(f"{address}/{screen.address}")
    settle(page)
    expect(page.get_by_text("出现了没有预料到的问题")).to_have_count(0)
    expected = f"/{screen.address.partition('?')[0]}"
    if urlsplit(page.url).path != expected:
        raise SystemExit(f"{expected} led to {page.url}")
    for chart in page.locator(".fh-chart").all():
        expect(chart.locator(".main-svg").first).to_be_visible()
    screen.then(page)


def area(page: Page, part: Part) -> FloatRect:
    """Where on the page the part is."""
    top = box(page.locator(part.first).first)
    start = max(0, top["y"] - MARGIN)
    end = start + part.height
    if part.last:
        bottom = box(page.locator(part.last).last)
        end = min(end, bottom["y"] + bottom["height"] + MARGIN)
    narrow = part.screen == "old-browser"
    left, right = (top["x"] - MARGIN, top["x"] + top["width"] + MARGIN) if narrow else (64, 1302)
    return {"x": left, "y": start, "width": right - left, "height": end - start}


def box(element: Locator) -> FloatRect:
    """Where the element is; it has to be there."""
    expect(element).to_be_visible()
    found = element.bounding_box()
    if found is None:
        raise SystemExit(f"not drawn: {element}")
    return found


def keep(page: Page, file: Path, *, clip: FloatRect | None = None) -> None:
    """Save what the window shows, or the part of it in `clip`."""
    page.mouse.move(0, 0)
    page.wait_for_timeout(600)  # fonts and the fading in of changed elements
    with Image.open(io.BytesIO(page.screenshot(clip=clip))) as picture:
        picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(file, optimize=True)


def keep_for_guide(page: Page, file: Path, clip: FloatRect) -> None:
    """Save a picture of the guide; a heavy one would make its page slow."""
    keep(page, file, clip=clip)
    if (size := file.stat().st_size) > GUIDE_BYTES:
        raise SystemExit(f"{file.name}: {size:,} bytes, more than {GUIDE_BYTES:,}")


def take_tour(page: Page, address: str, images: Path, guide: Path) -> None:
    """The rest of the five minutes: the differences of the corrected form, publishing, and the chart after it."""

    def both(name: str, *, guide_only: bool = False) -> None:
        if not guide_only:
            keep(page, images / f"{name}-1366-light.png")
        keep_for_guide(page, guide / f"{name}.png", {"x": 64, "y": 60, "width": 1238, "height": 708})

    show(page, address, SCREENS["submission"])
    upload(page, "石桥县2026年.xlsx", filled(blank_form(page), CORRECTED))
    bring_up(page, "新增 2")
    both("differences")
    page.get_by_role("button", name="确认报送").click()
    settle(page)
    page.goto(f"{address}/review")
    settle(page)
    expect(page.get_by_test_id("stToast")).to_have_count(0)
    both("review")
    page.get_by_role("button", name="通过", exact=True).click()
    settle(page)
    page.get_by_text("我已核对上面的差异", exact=True).click()
    settle(page)
    expect(page.get_by_test_id("stToast")).to_have_count(0)
    bring_up(page, "我已核对上面的差异")
    both("publish", guide_only=True)
    page.get_by_role("button", name="发布为第").click()
    settle(page)
    page.get_by_role("link", name="在县区对比里看第").click()
    settle(page)
    expect(page.locator(".fh-chart").locator(".main-svg").first).to_be_visible()
    expect(page.get_by_test_id("stToast")).to_have_count(0)
    both("published")


def screens_page() -> str:
    """docs/screens.md: every screen at every size, light and dark."""
    lines = [
        "# The screens",
        "",
        "Made by `.venv/bin/python docs/screenshots.py` with the demonstration city in Chromium. "
        "The dark look follows the browser's setting.",
    ]
    for name, screen in SCREENS.items():
        lines += ["", f"## {screen.heading}", "", "| | light | dark |", "| --- | --- | --- |"]
        for width, height in SIZES:
            pictures = (f"![{theme}](img/{name}-{width}-{theme}.png)" for theme in THEMES)
            lines.append(f"| {width}×{height} | {' | '.join(pictures)} |")
    return "\n".join(lines) + "\n"


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
