"""The plain HTML pages outside the app, each a template of sign_in_templates/: signing in, and what went wrong."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse, Response

from faheng.browser_files import SIGN_IN

_TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "sign_in_templates"),
    autoescape=True,
    undefined=StrictUndefined,
)
_TEMPLATES.globals["stylesheet"] = SIGN_IN.address


def plain_page(template: str, status_code: int = 200, *, retry_after: int = 0, **words: Any) -> Response:
    """One page, never kept by a browser; every word in it is escaped."""
    headers = {"cache-control": "no-store"} | ({"retry-after": str(retry_after)} if retry_after else {})
    text = _TEMPLATES.get_template(template).render(**words)
    return HTMLResponse(text, status_code=status_code, headers=headers)
