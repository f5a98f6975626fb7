"""From navigation to the first painted chart or table, in a real Chromium that has never seen the page."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from playwright.sync_api import Browser, sync_playwright

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
_FLAGS = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
_TIMEOUT = 60_000  # ms for one page

# Runs before any script of the page and looks once per frame. A canvas or an image counts when something is on it;
# two frames later it is on the screen.
_WATCH = """
((selector) => {
  const isBlank = (canvas) => {
    if (!canvas.width || !canvas.height) return true
    const small = document.createElement('canvas')
    small.width = small.height = 32
    const paper = small.getContext('2d', {willReadFrequently: true})
    paper.drawImage(canvas, 0, 0, 32, 32)
    return !paper.getImageData(0, 0, 32, 32).data.some((byte) => byte !== 0)
  }
  const isDrawn = (element) => {
    const box = element.getBoundingClientRect()
    if (!box.width || !box.height) return false
    if (element.tagName === 'CANVAS') return !isBlank(element)
    return element.tagName !== 'IMG' || (element.complete && element.naturalWidth > 0)
  }
  const look = () => {
    if (![...document.querySelectorAll(selector)].some(isDrawn)) return requestAnimationFrame(look)
    requestAnimationFrame(() => requestAnimationFrame(() => { window.paintedAfter = performance.now() }))
  }
  requestAnimationFrame(look)
})
"""


@dataclass(frozen=True)
class FirstChart:
    """How long a page took until its first chart: on the clock, and of the main thread of the browser's renderer."""

    wall_ms: float
    cpu_ms: float


@contextmanager
def chromium() -> Iterator[Browser]:
    """The browser."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=_FLAGS)
        yield browser
        browser.close()


def first_chart(browser: Browser, url: str, painted: str) -> FirstChart:
    """Open `url` in a profile of its own, with nothing kept from before, until `painted` is on the screen."""
    context = browser.new_context(viewport={"width": 1366, "height": 768}, locale="zh-CN")
    try:
        page = context.new_page()
        page.add_init_script(f"{_WATCH}({json.dumps(painted)})")
        tools = context.new_cdp_session(page)
        tools.send("Performance.enable", {"timeDomain": "threadTicks"})
        page.goto(url, wait_until="commit", timeout=_TIMEOUT)
        page.wait_for_function("window.paintedAfter !== undefined", timeout=_TIMEOUT)
        used = {each["name"]: each["value"] for each in tools.send("Performance.getMetrics")["metrics"]}
        return FirstChart(float(page.evaluate("window.paintedAfter")), 1000 * float(used["TaskDuration"]))
    finally:
        context.close()
