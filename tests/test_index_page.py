"""Streamlit's page goes out with what we add to it, and nothing else is touched."""

from __future__ import annotations

import asyncio
import re
from email.utils import formatdate
from pathlib import Path

import pytest
from asking import Answer, ask_app
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.file_util import get_static_dir
from streamlit.web.server.starlette.starlette_gzip_middleware import SelectiveGZipMiddleware
from streamlit.web.server.starlette.starlette_static_routes import create_streamlit_static_handler

from faheng.browser_files import CHART, PLOTLY
from faheng.index_page import IndexPage, our_page

INDEX = Path(get_static_dir()) / "index.html"
STREAMLIT = SelectiveGZipMiddleware(create_streamlit_static_handler(get_static_dir(), None))
APP = IndexPage(STREAMLIT, index=INDEX)


def ask(path: str, *, app: ASGIApp = APP, method: str = "GET", **headers: str) -> Answer:
    return ask_app(app, path, method=method, **headers)


@pytest.mark.parametrize("path", ["/", "/index.html", "/comparison", "/no-such-page"])
def test_every_path_that_answers_with_the_page_has_the_test_in_it(path: str) -> None:
    answer = ask(path)
    assert answer.status == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["content-length"] == str(len(answer.body))
    assert "浏览器版本太低，打不开“法衡”" in answer.text
    assert answer.text.index("Promise.withResolvers") < answer.text.index('<script type="module"')


def test_the_page_is_chinese_before_anything_runs() -> None:
    text = ask("/").text
    assert '<html lang="zh-CN">' in text
    assert "<title>法衡</title>" in text
    assert re.findall(r"<noscript>\s*<div.*?</noscript>", text, re.DOTALL) != []
    assert "You need to enable JavaScript" not in text


def test_the_scripts_of_charts_are_asked_for_early_by_the_address_that_charts_use() -> None:
    text = ask("/comparison").text
    assert f'href: "{CHART.address}"' in text
    assert f'src: "{PLOTLY.address}"' in text


def test_style_and_navigation_come_with_the_page() -> None:
    text = ask("/").text
    for sign in (".fh-matrix", "history.pushState", "MutationObserver"):
        assert text.index(sign) < text.index('<script type="module"')


def test_the_page_is_compressed_for_who_understands_it() -> None:
    answer = ask("/comparison", accept_encoding="gzip, deflate, br")
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.headers["content-length"] == str(len(answer.body))
    assert answer.text == ask("/comparison").text


@pytest.mark.parametrize("encoding", ["identity", "gzip"])
def test_head_has_the_headers_of_get_and_no_body(encoding: str) -> None:
    head = ask("/", method="HEAD", accept_encoding=encoding)
    assert head.body == b""
    assert head.headers == ask("/", accept_encoding=encoding).headers


def test_a_browser_that_has_our_page_is_told_so() -> None:
    tag = ask("/").headers["etag"]
    answer = ask("/", if_none_match=f'"other", {tag}')
    assert (answer.status, answer.body, answer.headers["etag"]) == (304, b"", tag)
    assert "content-length" not in answer.headers


def test_a_browser_that_has_the_page_without_the_test_gets_ours() -> None:
    without = ask("/", app=STREAMLIT)
    assert ask("/", app=STREAMLIT, if_none_match=without.headers["etag"]).status == 304
    assert ask("/", if_none_match=without.headers["etag"]).text == ask("/").text
    assert ask("/", if_modified_since=formatdate(usegmt=True)).text == ask("/").text


def test_a_part_of_the_page_is_answered_with_all_of_it() -> None:
    answer = ask("/", range="bytes=0-10")
    assert (answer.status, answer.text) == (200, ask("/").text)
    assert "content-range" not in answer.headers


@pytest.mark.parametrize("path", ["/favicon.png", "/manifest.json", "//evil", "/page/"])
@pytest.mark.parametrize("encoding", ["identity", "gzip"])
def test_other_answers_pass_as_they_are(path: str, encoding: str) -> None:
    assert ask(path, accept_encoding=encoding) == ask(path, app=STREAMLIT, accept_encoding=encoding)


def test_scripts_pass_as_they_are() -> None:
    script = re.search(r'src="\.(/static/js/index\.[^"]+)"', INDEX.read_text(encoding="utf-8"))
    assert script is not None
    assert ask(script[1]) == ask(script[1], app=STREAMLIT)


def test_other_html_passes_as_it_is() -> None:
    async def hello(_scope: Scope, _receive: Receive, send: Send) -> None:
        headers = [(b"content-type", b"text/html"), (b"etag", b'"1"')]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": b"<html>", "more_body": True})
        await send({"type": "http.response.body", "body": b"</html>"})

    assert ask("/", app=IndexPage(hello, index=INDEX)).body == b"<html></html>"


def test_a_websocket_gets_the_very_send_of_the_server() -> None:
    seen: list[object] = []

    async def socket(_scope: Scope, _receive: Receive, send: Send) -> None:
        seen.append(send)

    async def receive() -> Message:
        return {"type": "websocket.connect"}

    async def send(_message: Message) -> None: ...

    asyncio.run(IndexPage(socket, index=INDEX)({"type": "websocket"}, receive, send))
    assert seen == [send]


def test_a_page_laid_out_otherwise_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match=r"found 0 times instead of once: <title>"):
        our_page('<html lang="en"><head></head></html>')


def test_an_asset_that_would_end_its_element_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("faheng.index_page._asset", lambda name: f"// {name} </SCRIPT>")
    with pytest.raises(ValueError, match=r"old_browser\.html would end the <script>"):
        our_page(INDEX.read_text(encoding="utf-8"))
