"""Files that a browser loads once and keeps: each has an address with its hash in it, so a changed file is another one."""

from __future__ import annotations

import gzip
import hashlib
from functools import cached_property

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from faheng.catalogue_files import DATA_FOLDER

_A_YEAR = "public, max-age=31536000, immutable"


class BrowserFile:
    """A script of data/assets/, whose name is `stem` and `.js`."""

    def __init__(self, stem: str) -> None:
        self._content = (DATA_FOLDER / "assets" / f"{stem}.js").read_bytes()
        self.address = f"/assets/{stem}-{hashlib.sha256(self._content).hexdigest()[:16]}.js"

    @cached_property
    def _compressed(self) -> bytes:
        # Once, and as small as it gets: Streamlit's own compression would do it again for every visitor.
        return gzip.compress(self._content, mtime=0)

    def answer(self, request: Request) -> Response:
        """The file, compressed for every browser that can take it so."""
        headers = {"cache-control": _A_YEAR, "vary": "accept-encoding"}
        content = self._content
        if "gzip" in request.headers.get("accept-encoding", ""):
            content = self._compressed
            headers["content-encoding"] = "gzip"
        return Response(content, media_type="text/javascript", headers=headers)


CHART = BrowserFile("chart")
PLOTLY = BrowserFile("plotly-basic.min")
_FILES = {file.address: file for file in (CHART, PLOTLY)}


def _answer(request: Request) -> Response:
    file = _FILES.get(f"/assets/{request.path_params['name']}")
    return file.answer(request) if file else PlainTextResponse("Not found", status_code=404)


ROUTES = (Route("/assets/{name}", _answer),)
