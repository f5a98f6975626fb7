"""Streamlit's page as we send it: Chinese, with our style and navigation, and a plain page for old browsers."""

from __future__ import annotations

import gzip
import hashlib
import re
from pathlib import Path

from starlette.datastructures import Headers
from starlette.responses import FileResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from faheng.browser_files import CHART, PLOTLY
from faheng.catalogue_files import DATA_FOLDER

_ASSETS = DATA_FOLDER / "assets"
# What describes the bytes of Streamlit's file and so is not true of ours.
_OF_THE_FILE = frozenset(
    (
        b"accept-ranges",
        b"cache-control",
        b"content-encoding",
        b"content-length",
        b"content-range",
        b"content-type",
        b"etag",
        b"last-modified",
        b"vary",
    )
)


class IndexPage:
    """ASGI middleware: wherever the app answers with the file `index`, ours goes out instead.

    Streamlit's file is known by its ETag, so nothing else is ever touched or held back. It may come as 200, 206 or 304
    (the browser kept it from before); ours is sent whole, or as 304 when the browser already has ours.
    """

    def __init__(self, app: ASGIApp, *, index: Path) -> None:
        self._app = app
        file_headers = FileResponse(index, stat_result=index.stat()).headers
        self._known = file_headers["etag"].encode()
        self._page = our_page(index.read_text(encoding="utf-8")).encode()
        self._compressed = gzip.compress(self._page, mtime=0)
        # Weak: one tag for the plain and the compressed bytes.
        self._etag = f'W/"{hashlib.sha256(self._page).hexdigest()[:32]}"'

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything on; exchange the answer when it is Streamlit's page."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        exchanged = False

        async def send_ours(message: Message) -> None:
            nonlocal exchanged
            if message["type"] == "http.response.start":
                exchanged = (b"etag", self._known) in message["headers"]
                if exchanged:
                    await self._send_page(scope, message, send)
            if not exchanged:
                await send(message)

        await self._app(scope, receive, send_ours)

    async def _send_page(self, scope: Scope, start: Message, send: Send) -> None:
        asked = Headers(scope=scope)
        headers = [
            *(header for header in start["headers"] if header[0].lower() not in _OF_THE_FILE),
            (b"cache-control", b"no-cache"),
            (b"etag", self._etag.encode()),
            (b"vary", b"accept-encoding"),
        ]
        if _has(asked.get("if-none-match", ""), self._etag):
            await send({"type": "http.response.start", "status": 304, "headers": headers})
            await send({"type": "http.response.body", "body": b""})
            return
        body = self._page
        if "gzip" in asked.get("accept-encoding", ""):
            body = self._compressed
            headers.append((b"content-encoding", b"gzip"))
        headers += [
            (b"content-type", b"text/html; charset=utf-8"),
            (b"content-length", str(len(body)).encode()),
        ]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else body})


def _has(if_none_match: str, etag: str) -> bool:
    tags = [tag.strip().removeprefix("W/") for tag in if_none_match.split(",")]
    return etag.removeprefix("W/") in tags


def our_page(index: str) -> str:
    """Streamlit's index.html with what every page needs of ours, so that no rerun has to send it.

    First the test for old browsers, in the head before anything that they would stumble over.

    Raises:
        ValueError: it is not laid out as the page of the Streamlit this was written for.
    """
    page = _replace(index, r'<html lang="en">', '<html lang="zh-CN">')
    page = _replace(page, r"<title>.*?</title>", f"<title>法衡</title>\n{_head()}")
    noscript = _asset("old_browser_noscript.html")
    return _replace(page, r"<noscript>.*?</noscript>", f"<noscript>\n{noscript}</noscript>")


def _head() -> str:
    return "\n".join(
        (
            # A script of a type no browser runs: it keeps the page's text as text.
            _element("script", "old_browser.html", ' type="text/html" id="old-browser"'),
            _element("script", "old_browser.js"),
            _element("style", "faheng.css"),
            _element("script", "navigation.js"),
            _element("script", "chinese.js"),
            _element("script", "early.js").replace("CHART", CHART.address).replace("PLOTLY", PLOTLY.address),
        )
    )


def _element(tag: str, name: str, attributes: str = "") -> str:
    """An asset inside an element of the page.

    Raises:
        ValueError: it would end that element.
    """
    text = _asset(name)
    if f"</{tag}" in text.lower():
        raise ValueError(f"data/assets/{name} would end the <{tag}> it stands in")
    return f"<{tag}{attributes}>\n{text}</{tag}>"


def _asset(name: str) -> str:
    return (_ASSETS / name).read_text(encoding="utf-8")


def _replace(page: str, pattern: str, ours: str) -> str:
    replaced, count = re.subn(pattern, lambda _: ours, page, flags=re.DOTALL)
    if count != 1:
        raise ValueError(f"Streamlit's index.html: found {count} times instead of once: {pattern}")
    return replaced
