"""The player, as the file that a deck is handed out as and on a page whose server dies: keys, overview, drill, speaker, check."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from decks import EVERYTHING, HOSTILE, STAMP, deck_of, hostile
from playwright.sync_api import Browser, Locator, Page, expect
from serving import PROJECT
from streamlit_page import settle

from faheng.charts.spec import Matrix
from faheng.meeting.details import details_of
from faheng.meeting.html import write_html
from faheng.meeting.slide import Slide
from faheng.meeting.slides import slides_of
from faheng.meeting.stage import stage_data
from faheng.preparation import open_prepared_store
from faheng.settings import Settings

pytestmark = pytest.mark.browser

SIZES = [(1366, 768), (1920, 1080), (3840, 2160)]
NO_GLYPH = "\U000f1234"
# Every kind of slide, of those with many parts the first: s2 is the agenda, s6 compares the counties, s16 is a spine.
LAST = 18


@pytest.fixture(scope="module")
def files(prepared: Any, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A deck as a file, the same with hostile words, parts of it that are hard to show, and what a page gives to the player."""
    folder = tmp_path_factory.mktemp("deck")
    shutil.copytree(prepared.folder, folder / "data")
    deck, written = deck_of(*EVERYTHING), deck_of(EVERYTHING[2])
    choice = replace(written.slides[0], title="各项指标都达到 99%", note="今年办了 7,777 件。")
    with open_prepared_store(Settings(folder / "data"), holder="tests") as store:
        release = store.latest_release
        whole = slides_of(store, deck, release=release)
        details = details_of(store, deck, release=release)
        doubtful = slides_of(store, replace(written, slides=(choice,)), release=release)
    slides = [slide for slide in whole if slide.part == 1]
    slides[9], slides[10] = replace(slides[9], speech="讲" * 400), replace(slides[10], speech="讲" * 1000)
    strange = [hostile(slide, HOSTILE[number % len(HOSTILE)]) for number, slide in enumerate(slides)]
    strange[0] = replace(strange[0], speech=NO_GLYPH)
    found = {
        name: folder / name
        for name in (
            "deck.html",
            "strange.html",
            "long.html",
            "doubtful.html",
            "map.html",
            "titles.html",
            "deck.json",
        )
    }
    found["deck.html"].write_bytes(write_html(deck, slides, STAMP, details=details))
    found["strange.html"].write_bytes(write_html(replace(deck, name=HOSTILE[1]), strange, STAMP))
    found["long.html"].write_bytes(write_html(deck, [with_long_numbers(slides[4])], STAMP))
    found["doubtful.html"].write_bytes(write_html(written, doubtful, STAMP))
    map_alone = write_html(deck, [slides[8]], STAMP).decode()
    found["map.html"].write_text(map_alone.replace("font-size:15px", "font-size:34px"), encoding="utf-8")
    titled = [replace(slides[0], title="长" * 60), replace(slides[5], title="长" * 120)]
    found["titles.html"].write_bytes(write_html(deck, titled, STAMP))
    found["deck.json"].write_bytes(stage_data(deck, slides, STAMP, details))
    return found


def with_long_numbers(slide: Slide) -> Slide:
    """A table in which every number is `× 31,279.80 部分`."""
    assert isinstance(slide.body, Matrix)
    rows = [
        replace(
            row, cells=tuple(replace(cell, sign="×", text="31,279.80", mark="部分") for cell in row.cells)
        )
        for row in slide.body.rows
    ]
    return replace(slide, body=replace(slide.body, rows=tuple(rows)))


def window(browser: Browser, asked: list[str], **more: Any) -> Page:
    """A window of its own, that notes in `asked` what it asks of the network, and errors of scripts."""
    context = browser.new_context(viewport={"width": 1366, "height": 768}, locale="zh-CN", **more)
    context.on("request", lambda request: asked.append(request.url))
    page = context.new_page()
    page.set_default_timeout(20_000)
    page.on("pageerror", lambda error: asked.append(str(error)))
    return page


def nothing_was_asked(asked: list[str]) -> bool:
    return [each for each in asked if not each.startswith(("file:", "data:", "blob:"))] == []


def opened(page: Page, file: Path, part: str = "") -> None:
    page.goto(f"{file.as_uri()}{part}")
    expect(page.locator(".fp-ready")).to_be_attached()


@pytest.fixture(scope="module")
def player(browser: Browser, files: dict[str, Path]) -> Iterator[Page]:
    """The file in a window, opened once at its fifth slide."""
    asked: list[str] = []
    page = window(browser, asked, has_touch=True)
    opened(page, files["deck.html"], "#s5")
    yield page
    page.context.close()
    assert nothing_was_asked(asked)


@pytest.fixture
def page(player: Page) -> Page:
    """That window, at the first slide."""
    player.evaluate("async () => { if (document.fullscreenElement) await document.exitFullscreen() }")
    player.set_viewport_size({"width": 1366, "height": 768})
    press(player, "Escape", "Escape", "Home")
    return player


def go(page: Page, number: int) -> None:
    press(page, *str(number), "Enter")
    shows(page, number)


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def place(page: Page) -> str:
    """`3 / 18`, or that a county's slides are shown."""
    return page.locator(".fp-place").inner_text()


def current(page: Page) -> Locator:
    return page.locator(".fp-frame.fp-current")


def shows(page: Page, number: int) -> None:
    assert place(page) == f"{number} / {LAST}"
    expect(current(page)).to_be_visible()
    expect(page.locator(".fp-live")).to_contain_text(f"第{number}页，共{LAST}页：")


def check_itself(page: Page, found: str | re.Pattern[str]) -> None:
    page.mouse.move(600, 300)
    page.mouse.move(610, 300)  # the buttons come
    page.get_by_role("button", name="会议自检").click()
    expect(page.locator(".fp-box-title")).to_have_text(found, timeout=30_000)


def test_it_begins_where_the_address_says(player: Page) -> None:
    shows(player, 5)


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_keys_and_self_check_at_every_size(page: Page, width: int, height: int) -> None:
    page.set_viewport_size({"width": width, "height": height})
    page.wait_for_timeout(100)
    box = current(page).bounding_box()
    assert box is not None
    assert box["width"] == pytest.approx(min(width, height * 16 / 9), abs=1)
    shows(page, 1)
    for key, number in [
        ("PageDown", 2),
        ("ArrowRight", 3),
        ("ArrowDown", 4),
        ("Space", 5),
        ("PageUp", 4),
        ("ArrowLeft", 3),
        ("ArrowUp", 2),
        ("Shift+Space", 1),
        ("ArrowLeft", 1),
        ("End", LAST),
        ("PageDown", LAST),
        ("Home", 1),
    ]:
        press(page, key)
        shows(page, number)
    go(page, 12)
    for key in ("b", "Period"):
        press(page, key)
        expect(page.locator(".fp-dark")).to_be_visible()
        press(page, key)
        expect(page.locator(".fp-dark")).to_be_hidden()
    check_itself(page, "会议自检：通过")
    assert page.locator(".fp-check").count() == 6
    press(page, "Escape")
    expect(page.locator(".fp-dialog")).to_be_hidden()
    shows(page, 12)


def test_f5_fills_the_screen_and_does_not_load_the_page_again(page: Page) -> None:
    go(page, 5)
    page.evaluate("() => { window.kept = true }")
    press(page, "F5")
    page.wait_for_timeout(400)
    assert page.evaluate("() => window.kept && Boolean(document.fullscreenElement)")
    shows(page, 5)


def test_the_overview_shows_all_slides_and_leads_to_one(page: Page) -> None:
    press(page, "o")
    expect(page.locator(".fp-frame:visible")).to_have_count(LAST)
    page.locator("#fp-s4").click()
    shows(page, 4)
    press(page, "g", "ArrowRight", "Enter")
    shows(page, 5)
    press(page, "o", "Escape")
    shows(page, 5)
    # Letters are as large as the slide that they are on, after the slides were small and became large again.
    press(page, "o", "6", "Enter")
    name = current(page).locator("svg a", has_text="西岭区").bounding_box()
    assert name is not None
    assert name["height"] == pytest.approx(14 * 2.6 * 1366 / 1920 * 1.4, rel=0.25)


@pytest.mark.parametrize("way", ["name", "mark", "cell"])
def test_a_county_opens_its_numbers_and_back(page: Page, way: str) -> None:
    number = {"name": 6, "mark": 6, "cell": 5}[way]
    go(page, number)
    press(page, "f")
    page.wait_for_timeout(300)
    if way == "name":
        current(page).locator("svg a", has_text="西岭区").click()
    elif way == "mark":
        dots = current(page).locator(".scatterlayer .trace").filter(has=page.locator("path.point"))
        box = dots.last.locator("path.point").nth(1).bounding_box()
        assert box is not None
        page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        expect(page.locator(".hoverlayer .hovertext")).to_contain_text("点击看这个地区")
        page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    else:
        current(page).locator("td a[data-region='990103']").first.click()
    assert place(page) == "地区详情"
    expect(current(page)).to_contain_text("西岭区2024年重点指标 12 项")
    assert page.evaluate("() => Boolean(document.fullscreenElement)")
    press(page, "PageDown")
    expect(current(page)).to_contain_text("（2/2）")
    if way == "name":
        press(page, "Backspace")
    else:
        page.mouse.move(600, 300)  # the buttons come
        page.get_by_role("button", name="返回").click()
    shows(page, number)


def test_pages_beyond_those_of_a_county_are_the_decks_again(page: Page) -> None:
    for keys in (["PageDown", "PageDown"], ["PageUp"]):
        go(page, 6)
        current(page).locator("svg a", has_text="西岭区").click()
        expect(current(page).locator(".fp-page")).to_have_text("返回第 6 页")
        press(page, *keys)
        shows(page, 6)
    current(page).locator("svg a", has_text="西岭区").click()
    current(page).get_by_text("返回第 6 页").click()
    shows(page, 6)


def test_what_leads_elsewhere_leads_nowhere(page: Page) -> None:
    go(page, 5)
    assert page.locator("a[href]").count() == 0
    current(page).locator("thead th").first.click(position={"x": 2, "y": 2})  # the left third of the slide
    shows(page, 4)
    page.mouse.click(1300, 400)
    shows(page, 5)


def test_a_swipe_turns_the_page(page: Page) -> None:
    go(page, 6)
    swipe = """([from, to]) => {
      const view = document.querySelector(".fp-current .nsewdrag, .fp-current")
      const touch = (x) => new Touch({ identifier: 1, target: view, clientX: x, clientY: 400 })
      view.dispatchEvent(new TouchEvent("touchstart", { touches: [touch(from)], changedTouches: [touch(from)], bubbles: true }))
      view.dispatchEvent(new TouchEvent("touchend", { touches: [], changedTouches: [touch(to)], bubbles: true }))
    }"""
    page.evaluate(swipe, [900, 500])
    shows(page, 7)
    page.evaluate(swipe, [500, 900])
    shows(page, 6)
    page.evaluate(swipe, [500, 470])
    shows(page, 6)


def test_the_speaker_has_notes_next_slide_and_time_in_a_second_window(page: Page) -> None:
    go(page, 6)
    with page.expect_popup() as popup:
        press(page, "s")
    speaker = popup.value
    expect(speaker.locator(".fs-speech")).to_have_text("第 6 页讲稿")
    expect(speaker.locator(".fs-notes")).to_contain_text("“可能”指 p<0.05")
    expect(speaker.locator(".fs-now")).to_contain_text("地区之间看不出差别")
    expect(speaker.locator(".fs-next")).to_contain_text("第1名清源县")
    expect(speaker.locator(".fs-clock")).to_have_text(re.compile(r"^\d\d:\d\d:\d\d$"))
    expect(speaker.locator(".fs-elapsed")).to_have_text(re.compile(r"^已用 00:0[1-9]$"))
    speaker.keyboard.press("PageDown")
    shows(page, 7)
    expect(speaker.locator(".fs-speech")).to_have_text("第 7 页讲稿")
    speaker.get_by_role("button", name="上一页").click()
    shows(page, 6)
    expect(speaker.locator(".fs-dark")).to_be_hidden()
    speaker.keyboard.press("b")
    expect(speaker.locator(".fs-dark")).to_have_text("黑屏中，按 B 恢复")
    speaker.keyboard.press("o")
    expect(page.locator(".fp-overview")).to_be_attached()
    speaker.keyboard.press("Escape")
    expect(page.locator(".fp-overview")).not_to_be_attached()
    speaker.keyboard.press("Escape")
    expect(speaker.locator(".fs-dark")).to_be_hidden()
    speaker.close()


@pytest.mark.parametrize(("number", "letters", "rest"), [(10, 400, "hidden"), (11, 1000, "visible")])
def test_a_long_note_is_written_smaller_and_one_still_longer_says_that_it_goes_on(
    page: Page, number: int, letters: int, rest: str
) -> None:
    go(page, number)
    with page.expect_popup() as popup:
        press(page, "s")
    speaker = popup.value
    speech, more = speaker.locator(".fs-speech"), speaker.locator(".fs-more")
    expect(speech).to_have_text("讲" * letters)
    expect(more).to_have_css("visibility", rest)
    speech.evaluate("(node) => node.scrollTo(0, node.scrollHeight)")
    expect(more).to_have_css("visibility", "hidden")
    speaker.close()


def test_printed_every_slide_is_a_page(page: Page) -> None:
    paper = page.pdf(prefer_css_page_size=True, print_background=True)
    assert len(re.findall(rb"/Type\s*/Page\b", paper)) == LAST
    assert re.search(rb"/MediaBox\s*\[0 0 841\.\d+ 59[45]", paper)


def test_hostile_words_run_nothing_and_the_check_says_what_does_not_fit(
    browser: Browser, files: dict[str, Path]
) -> None:
    asked: list[str] = []
    page = window(browser, asked)
    page.on("dialog", lambda dialog: asked.append(dialog.message))
    opened(page, files["strange.html"])
    check_itself(page, re.compile("没有通过"))
    words = page.locator(".fp-checks").inner_text()
    assert "第3页：标题太长，末尾没有显示" in words  # 400 letters more
    assert "（U+F1234）没有字形：第1页" in words
    assert "√ 按键" in words
    assert "√ 网络" in words
    page.context.close()
    assert nothing_was_asked(asked)


def test_a_table_with_long_numbers_fits(browser: Browser, files: dict[str, Path]) -> None:
    page = window(browser, [])
    opened(page, files["long.html"])
    check_itself(page, "会议自检：通过")
    number, mark = (
        current(page).locator(f"tbody tr:nth-child(2) td:last-child {part}") for part in ("a", "small")
    )
    assert mark.bounding_box()["y"] > number.bounding_box()["y"] + 10
    page.context.close()


def test_the_longest_titles_that_may_be_are_whole(browser: Browser, files: dict[str, Path]) -> None:
    page = window(browser, [])
    opened(page, files["titles.html"])
    check_itself(page, "会议自检：通过")
    sizes = page.locator(".fp-title").evaluate_all("(all) => all.map((one) => one.style.fontSize)")
    assert sizes[:2] == ["66px", "36px"]
    page.context.close()


def test_the_check_finds_words_that_leave_their_tile(browser: Browser, files: dict[str, Path]) -> None:
    page = window(browser, [])
    opened(page, files["map.html"])
    check_itself(page, "会议自检：1 项没有通过")
    assert "第1页：图里的“东湖区× 82.01%1”超出了它的格子" in page.locator(".fp-fails").inner_text()
    page.context.close()


def test_the_check_says_which_words_of_ones_own_may_not_hold(
    browser: Browser, files: dict[str, Path]
) -> None:
    page = window(browser, [])
    opened(page, files["doubtful.html"])
    check_itself(page, "会议自检：通过，2 页要核对")
    assert page.locator(".fp-doubtful").inner_text().split("\n\n") == [
        "△ 自己写的标题、讲稿和文字：要核对",
        "第1页、第2页：标题请核对：标题里的 99 不在这一页的数里。",
        "第1页、第2页：讲稿里的 7777 不在这一页的数里。",
    ]
    page.context.close()


# --- On a page of Streamlit


class Served:
    """The page of player_app.py on a free port."""

    def __init__(self, deck: Path) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self.address = f"http://127.0.0.1:{port}"
        script = PROJECT / "tests" / "browser" / "player_app.py"
        self._process = subprocess.Popen(
            [sys.executable, "-m", "streamlit", "run", str(script), "--server.port", str(port)],
            cwd=PROJECT,
            env={**os.environ, "PLAYER_DECK": str(deck), "PYTHONPATH": str(PROJECT)},
        )
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            with contextlib.suppress(OSError), urllib.request.urlopen(f"{self.address}/_stcore/health"):
                return
            time.sleep(0.2)
        raise TimeoutError(self.address)

    def kill(self) -> None:
        """As when the machine fails."""
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGKILL)
            self._process.wait(timeout=20)


@pytest.fixture
def served(files: dict[str, Path]) -> Iterator[Served]:
    running = Served(files["deck.json"])
    yield running
    running.kill()


def test_on_a_page_it_outlives_changes_and_the_server(browser: Browser, served: Served) -> None:
    context = browser.new_context(viewport={"width": 1366, "height": 768}, locale="zh-CN")
    page = context.new_page()
    refused: list[str] = []
    page.on(
        "console",
        lambda message: refused.append(message.text) if "Content Security" in message.text else None,
    )
    page.goto(served.address)
    settle(page)
    page.get_by_role("button", name="放映").click()
    expect(page.locator(".fp-ready")).to_be_attached()
    full = "() => document.fullscreenElement?.className.includes('fp-root')"
    assert page.evaluate(full)
    press(page, "6", "Enter")
    shows(page, 6)
    # Another release behind the same deck: the slide and full screen stay, the words are new.
    expect(current(page)).to_contain_text("第 9 版")
    page.evaluate(
        "() => [...document.querySelectorAll('button')].find((one) => one.innerText === '换一版').click()"
    )
    expect(current(page)).to_contain_text("第 10 版")
    shows(page, 6)
    assert page.evaluate(full)
    served.kill()
    page.wait_for_timeout(500)
    press(page, "PageDown")
    shows(page, 7)
    expect(current(page).locator("svg text").first).to_be_visible()
    current(page).locator("svg a", has_text="西岭区").click()
    assert place(page) == "地区详情"
    press(page, "Backspace", "End")
    shows(page, LAST)
    with page.expect_popup() as popup:
        press(page, "s")
    expect(popup.value.locator(".fs-speech")).to_have_text("第 18 页讲稿")
    check_itself(page, "会议自检：通过")
    assert page.evaluate(full)
    assert refused == []
    context.close()
