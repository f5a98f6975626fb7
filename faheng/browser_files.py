"""Files that a browser loads once and keeps, compressed once: ours, whose address has their hash in it, and Streamlit's."""

from __future__ import annotations

import gzip
import hashlib
from functools import cached_property
from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from faheng.catalogue_files import DATA_FOLDER

_A_YEAR = "public, max-age=31536000, immutable"
_MEDIA_TYPES = {".js": "text/javascript", ".css": "text/css"}


class KeptFile:
    """A text that never changes under its address."""

    def __init__(self, file: Path) -> None:
        self._file = file

    @cached_property
    def content(self) -> bytes:
        """Its bytes."""
        return self._file.read_bytes()

    @cached_property
    def _compressed(self) -> bytes:
        # Once, and as small as it gets: Streamlit's own compression would do it again for every visitor.
        return gzip.compress(self.content, mtime=0)

    def answer(self, request: Request) -> Response:
        """The file, compressed for every browser that can take it so."""
        headers = {"cache-control": _A_YEAR, "vary": "accept-encoding"}
        content = self.content
        if _takes_gzip(request):
            content = self._compressed
            headers["content-encoding"] = "gzip"
        return Response(content, media_type=_MEDIA_TYPES[self._file.suffix], headers=headers)


class BrowserFile(KeptFile):
    """A script or style of data/assets/."""

    def __init__(self, name: str) -> None:
        file = DATA_FOLDER / "assets" / name
        super().__init__(file)
        self.address = f"/assets/{file.stem}-{hashlib.sha256(self.content).hexdigest()[:16]}{file.suffix}"


CHART = BrowserFile("chart.js")
PLOTLY = BrowserFile("plotly-basic.min.js")
PLAYER = BrowserFile("player.js")
PLAYER_STYLE = BrowserFile("player.css")
SIGN_IN = BrowserFile("sign_in.css")
_FILES = {file.address: file for file in (CHART, PLOTLY, PLAYER, PLAYER_STYLE, SIGN_IN)}


def _takes_gzip(request: Request) -> bool:
    return "gzip" in request.headers.get("accept-encoding", "")


def _answer(request: Request) -> Response:
    file = _FILES.get(f"/assets/{request.path_params['name']}")
    return file.answer(request) if file else PlainTextResponse("Not found", status_code=404)


ROUTES = (Route("/assets/{name}", _answer),)


class SmallStatic:
    """ASGI middleware: Streamlit's own scripts and styles compressed; it sends them as they are, 3 MB to a new visitor.

    Their names have hashes in them, so they are kept by browsers like ours. Only names that are in the `folder` are
    answered, and only for browsers that take gzip and ask for all of a file; everything else is Streamlit's business.
    """

    def __init__(self, app: ASGIApp, *, folder: Path) -> None:
        self._app = app
        self._files = {
            f"/static/{kind}/{file.name}": KeptFile(file)
            for kind in ("js", "css")
            for file in (folder / kind).glob(f"*.{kind}")
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or pass on."""
        file = self._files.get(scope["path"]) if scope["type"] == "http" else None
        request = Request(scope) if file else None
        if (
            file
            and request
            and request.method == "GET"
            and _takes_gzip(request)
            and "range" not in request.headers
        ):
            # The first time it takes some milliseconds, in which others are not to wait.
            response = await run_in_threadpool(file.answer, request)
            await response(scope, receive, send)
        else:
            await self._app(scope, receive, send)
