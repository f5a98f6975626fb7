"""What a browser loads once and keeps: our chart element and Plotly, at addresses that hold their hashes."""

from __future__ import annotations

import gzip
import hashlib
import re
import runpy
from pathlib import Path

import plotly
import pytest
from asking import Answer, ask_app
from starlette.applications import Starlette
from streamlit.file_util import get_static_dir
from streamlit.web.server.starlette.starlette_gzip_middleware import SelectiveGZipMiddleware
from streamlit.web.server.starlette.starlette_static_routes import create_streamlit_static_handler

from faheng.browser_files import CHART, PLOTLY, ROUTES, BrowserFile, SmallStatic
from faheng.catalogue_files import DATA_FOLDER

PROJECT = Path(__file__).resolve().parent.parent
FETCHED = runpy.run_path(str(PROJECT / "docs" / "fetch_vendored.py"))
APP = SelectiveGZipMiddleware(Starlette(routes=list(ROUTES)))  # as Streamlit puts it round every route
STREAMLIT = SelectiveGZipMiddleware(create_streamlit_static_handler(get_static_dir(), None))
SMALL = SmallStatic(STREAMLIT, folder=Path(get_static_dir()) / "static")
BUNDLE = (DATA_FOLDER / "assets" / "plotly-basic.min.js").read_bytes()


def test_vendored_files_are_those_that_were_fetched() -> None:
    assert {package.name: package.changed() for package in FETCHED["PACKAGES"]} == {
        "plotly.js-basic-dist-min": [],
        "axe-core": [],
    }


def test_it_is_the_version_that_figures_are_checked_against() -> None:
    in_python = (Path(plotly.__file__).parent / "package_data" / "plotly.min.js").read_bytes()[:200]
    assert re.search(rb"v(\d+\.\d+\.\d+)", in_python)[1].decode() == FETCHED["PLOTLY"].version
    assert f"v{FETCHED['PLOTLY'].version}".encode() in BUNDLE[:200]


def test_it_draws_every_kind_of_trace_that_we_use() -> None:
    drawn = set(re.findall(rb'moduleType:"trace",name:"(\w+)"', BUNDLE))
    code = "".join(file.read_text(encoding="utf-8") for file in (PROJECT / "faheng" / "charts").glob("*.py"))
    used = {
        kind
        for kind in re.findall(r'"type": "(\w+)"', code)
        if kind not in ("category", "linear", "line", "rect")
    }
    assert used == {"scatter"}
    assert {kind.encode() for kind in used} <= drawn


@pytest.mark.parametrize("file", [CHART, PLOTLY])
def test_a_browser_keeps_a_file_and_asks_for_another_when_it_changed(file: BrowserFile) -> None:
    answer = ask(file.address)
    assert answer.status == 200
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["content-type"] == "text/javascript; charset=utf-8"
    assert hashlib.sha256(answer.body).hexdigest()[:16] in file.address


def test_it_is_sent_compressed_where_that_is_understood() -> None:
    packed = ask(PLOTLY.address, accept_encoding="gzip, br")
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.headers["content-length"] == str(len(packed.body))
    assert len(packed.body) < 400_000
    assert gzip.decompress(packed.body) == BUNDLE
    plain = ask(PLOTLY.address)
    assert "content-encoding" not in plain.headers
    assert plain.body == BUNDLE


@pytest.mark.parametrize(
    "name", ["chart-0000000000000000.js", "chart.js", "player.js", "faheng.css", "../catalogue"]
)
def test_nothing_else_is_there(name: str) -> None:
    assert ask(f"/assets/{name}").status == 404


def ask(address: str, **headers: str) -> Answer:
    return ask_app(APP, address, **headers)


def of_streamlit(kind: str) -> str:
    """The address of the largest script or style of Streamlit's."""
    files = (Path(get_static_dir()) / "static" / kind).glob(f"*.{kind}")
    return f"/static/{kind}/{max(files, key=lambda file: file.stat().st_size).name}"


@pytest.mark.parametrize("kind", ["js", "css"])
def test_scripts_and_styles_of_streamlit_are_sent_compressed(kind: str) -> None:
    packed = ask_app(SMALL, of_streamlit(kind), accept_encoding="gzip")
    plain = ask_app(STREAMLIT, of_streamlit(kind), accept_encoding="gzip")
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.headers["content-type"] == plain.headers["content-type"]
    assert gzip.decompress(packed.body) == plain.body
    assert len(packed.body) < len(plain.body) / 2
    assert "immutable" in packed.headers["cache-control"]
    assert "immutable" in plain.headers["cache-control"]


@pytest.mark.parametrize(
    "asked",
    [{"accept_encoding": "identity"}, {}, {"accept_encoding": "gzip", "range": "bytes=0-9"}],
)
def test_who_cannot_take_it_or_asks_for_a_part_gets_what_streamlit_sends(asked: dict[str, str]) -> None:
    script = of_streamlit("js")
    assert ask_app(SMALL, script, **asked) == ask_app(STREAMLIT, script, **asked)


@pytest.mark.parametrize("path", ["/", "/static/js/none.js", "/static/js/../../index.html", "/favicon.png"])
def test_everything_else_is_streamlits(path: str) -> None:
    assert ask_app(SMALL, path, accept_encoding="gzip") == ask_app(STREAMLIT, path, accept_encoding="gzip")
