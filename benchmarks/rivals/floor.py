"""The floor: a static page with a chart of 县区对比, our bundle and a native select box; nothing is computed for it.

`python -m benchmarks.rivals.floor <port>`; EXPORTED names the folder that benchmarks/rivals/export.py has written.
"""

from __future__ import annotations

import json
import os
import sys
from html import escape
from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, PlainTextResponse
from starlette.routing import Route

from benchmarks.rivals.export import CHOICES, figure_file
from faheng.browser_files import CHART, PLOTLY, ROUTES


def page(names: dict[str, str]) -> str:
    """The page; `names` are the indicators by code."""
    options = "".join(
        f'<option value="{escape(code)}">{escape(name)}</option>' for code, name in names.items()
    )
    text = Path(__file__).with_name("floor.html").read_text(encoding="utf-8")
    return text.replace("PLOTLY", PLOTLY.address).replace("CHART", CHART.address).replace("OPTIONS", options)


def floor(folder: Path) -> Starlette:
    """The application that serves it, as Streamlit's pages are served: Starlette with gzip, under uvicorn."""
    names: dict[str, str] = json.loads((folder / CHOICES).read_text(encoding="utf-8"))["indicators"]
    text = page(names)

    def figure(request: Request) -> FileResponse:
        return FileResponse(folder / figure_file(request.path_params["code"]), media_type="application/json")

    return Starlette(
        routes=[
            Route("/", lambda _: HTMLResponse(text)),
            Route("/figure/{code:str}", figure),
            Route("/_stcore/health", lambda _: PlainTextResponse("ok")),  # what benchmarks/servers.py asks
            *ROUTES,
        ],
        middleware=[Middleware(GZipMiddleware)],
    )


if __name__ == "__main__":
    uvicorn.run(
        floor(Path(os.environ["EXPORTED"])), host="127.0.0.1", port=int(sys.argv[1]), log_level="warning"
    )
