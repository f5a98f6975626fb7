"""From navigation to the first painted chart, and from a choice to the chart painted anew, in a real Chromium."""

from __future__ import annotations

import base64
import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from faheng.gate import COOKIE

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
_FLAGS = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
_TIMEOUT = 60_000  # ms for one page
_QUIET = 700  # ms in which nothing more came, or was painted

# Runs before any script of the page and looks once per frame. A canvas or an image counts when something is on it;
# two frames later it is on the screen. `painted` is a promise, so that waiting for it costs the page nothing.
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
  window.painted = new Promise((resolve) => {
    const look = () => {
      if (![...document.querySelectorAll(selector)].some(isDrawn)) return requestAnimationFrame(look)
      requestAnimationFrame(() => requestAnimationFrame(() => resolve(performance.now())))
    }
    requestAnimationFrame(look)
  })
})
"""

# From here on `repainted(n)` promises when the Plotly charts have changed more than n times: how often they have, and
# after how many ms since the key or the choice that caused it. Whoever draws them, a reader sees the shapes and places
# of marks change, and the words round them. Looked for after changes of the page only: every frame has its price.
_WATCH_AGAIN = """
() => {
  const drawn = () => [...document.querySelectorAll('.js-plotly-plot .trace path, .js-plotly-plot .cartesianlayer text')]
    .map((mark) => mark.getAttribute('d') + mark.getAttribute('transform') + mark.textContent).join()
  let before = drawn(), times = 0, last, acted, asked, tell = () => {}
  for (const act of ['keydown', 'change'])
    addEventListener(act, (event) => { acted ??= event.timeStamp }, {capture: true, once: true})
  const look = () => {
    asked = undefined
    const now = drawn()
    if (!now || now === before) return
    before = now
    requestAnimationFrame(() => requestAnimationFrame(() => {
      times += 1
      last = performance.now() - acted
      tell()
    }))
  }
  new MutationObserver(() => { asked ??= requestAnimationFrame(look) }).observe(document.body, {
    subtree: true, childList: true, characterData: true, attributeFilter: ['d', 'transform'],
  })
  window.repainted = async (seen) => {
    if (times <= seen) await new Promise((resolve) => { tell = resolve })
    return [times, last]
  }
}
"""


@dataclass(frozen=True)
class Cost:
    """What it took until something was painted: on the clock, of the renderer's main thread, and over the network."""

    wall_ms: float
    cpu_ms: float
    kilobytes: float


class Visit:
    """One tab of the browser and what it has used."""

    def __init__(self, context: BrowserContext) -> None:
        self.page: Page = context.new_page()
        self._bytes = 0.0
        self._tools = context.new_cdp_session(self.page)
        self._tools.on("Network.dataReceived", self._count_data)
        self._tools.on("Network.responseReceived", self._count_head)
        self._tools.on("Network.webSocketFrameReceived", self._count_frame)
        self._tools.on("Network.webSocketFrameSent", self._count_frame)
        self._tools.send("Network.enable")
        self._tools.send("Performance.enable", {"timeDomain": "threadTicks"})

    def _count_data(self, event: dict[str, Any]) -> None:
        self._bytes += event["encodedDataLength"]

    def _count_head(self, event: dict[str, Any]) -> None:
        response = event["response"]
        if not response.get("fromDiskCache"):
            self._bytes += response["encodedDataLength"]

    def _count_frame(self, event: dict[str, Any]) -> None:
        frame = event["response"]
        is_binary = frame["opcode"] == 2
        self._bytes += len(base64.b64decode(frame["payloadData"]) if is_binary else frame["payloadData"])

    @property
    def kilobytes(self) -> float:
        """What has come over the network since it was opened, and what was sent over WebSockets."""
        return self._bytes / 1000

    @property
    def _cpu_ms(self) -> float:
        used = {each["name"]: each["value"] for each in self._tools.send("Performance.getMetrics")["metrics"]}
        return 1000 * float(used["TaskDuration"])

    def open(self, url: str, painted: str) -> Cost:
        """Go there and wait until `painted` is on the screen."""
        self.page.add_init_script(f"{_WATCH}({json.dumps(painted)})")
        self.page.goto(url, wait_until="commit", timeout=_TIMEOUT)
        after = self._promised("painted", _TIMEOUT)
        return Cost(float(after), self._cpu_ms, self.kilobytes)

    def _promised(self, promise: str, most_ms: int) -> Any:
        """What a promise of the page gives.

        Raises:
            TimeoutError: nothing, within `most_ms`.
        """
        race = f"Promise.race([{promise}, new Promise(resolve => setTimeout(resolve, {most_ms}))])"
        found = self.page.evaluate(race)
        if found is None:
            raise TimeoutError(f"{self.page.url}: not {promise} within {most_ms} ms")
        return found

    def settle(self) -> None:
        """Wait until nothing comes any more."""
        before = -1.0
        while before != self._bytes:
            before = self._bytes
            self.page.wait_for_timeout(_QUIET)

    def change(self, act: Callable[[], None]) -> Cost:
        """Make a choice with the last key of `act`, and wait until the chart is painted anew, and not again."""
        self.page.evaluate(_WATCH_AGAIN)
        before, bytes_before = self._cpu_ms, self._bytes
        act()
        times, most_ms, cost = 0, _TIMEOUT, None
        while True:
            try:
                times, after = self._promised(f"repainted({times})", most_ms)
            except TimeoutError:
                if cost is None:
                    raise
                return cost
            cost = Cost(after, self._cpu_ms - before, (self._bytes - bytes_before) / 1000)
            most_ms = _QUIET


@contextmanager
def chromium() -> Iterator[Browser]:
    """The browser."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=_FLAGS)
        yield browser
        browser.close()


@contextmanager
def visitor(browser: Browser, token: str = "") -> Iterator[BrowserContext]:
    """A profile of its own, with nothing kept from before but the session of `token`."""
    context = browser.new_context(viewport={"width": 1366, "height": 768}, locale="zh-CN")
    if token:
        context.add_cookies([{"name": COOKIE, "value": token, "url": "http://127.0.0.1"}])
    try:
        yield context
    finally:
        context.close()


def first_chart(browser: Browser, url: str, painted: str, *, token: str = "") -> Cost:
    """Open `url` as a new visitor until `painted` is on the screen."""
    with visitor(browser, token) as context:
        return Visit(context).open(url, painted)
