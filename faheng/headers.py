"""The headers that tell a browser what an answer may do; on every answer, also on refusals."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)
_HTTPS = frozenset(("https", "wss"))
_A_YEAR = 31_536_000
_FAILED = "出现了没有预料到的问题，请再试一次；若仍出现，请告诉管理员。"

# The pages round the app are plain forms: no script at all, and of files only their style and the browser's icon.
SIGN_IN_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
# A file that somebody sent in: should a browser ever open it, nothing of it runs and it is of no origin.
FILE_POLICY = "default-src 'none'; sandbox; frame-ancestors 'none'"
_FILES = ("/media/", "/files/")

_EVERYWHERE = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    # The address of a page says which county and which figure one looks at.
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    # What a chart needs: the whole screen; a reminder or a link: the clipboard.
    "permissions-policy": (
        "fullscreen=(self), clipboard-write=(self), accelerometer=(), camera=(), clipboard-read=(), "
        "display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), "
        "serial=(), usb=()"
    ),
}


def app_policy(scripts: Iterable[str]) -> str:
    """The policy of the app's pages; `scripts` are the sources of what stands inline in them (`script_sources`).

    Streamlit 1.67 needs these exceptions, each of them tried without (docs/security.md):

    - script-src blob: an element of our own (chart, sheet) is imported from a blob that Streamlit makes of its script.
    - script-src 'wasm-unsafe-eval': protobuf counts in 64 bits by WebAssembly; it does not allow eval().
    - style-src 'unsafe-inline': Emotion and Plotly write styles as the page is drawn; styles run nothing.
    - img-src data: and blob: icons within styles, and a chart on its way to a downloaded picture.
    - font-src data: a grid measures its letters with a font of its own.
    """
    directives = {
        "default-src": "'none'",
        "script-src": " ".join(("'self'", "blob:", "'wasm-unsafe-eval'", *scripts)),
        "style-src": "'self' 'unsafe-inline'",
        "img-src": "'self' data: blob:",
        "font-src": "'self' data:",
        "connect-src": "'self'",  # the WebSocket of the same host too
        "media-src": "'self'",
        "manifest-src": "'self'",
        "form-action": "'self'",
        "base-uri": "'none'",
        "frame-ancestors": "'none'",
    }
    return "; ".join(f"{name} {sources}" for name, sources in directives.items())


def script_sources(page: str) -> list[str]:
    """What names each inline script of an HTML page in its policy: its SHA-256."""
    digests = (hashlib.sha256(text.encode()).digest() for text in _SCRIPT.findall(page))
    return [f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests]


class SecurityHeaders:
    """ASGI middleware, the outermost; what an answer says of itself already is replaced."""

    def __init__(self, app: ASGIApp, *, page: str) -> None:
        self._app = app
        self._policy = app_policy(script_sources(page))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, and add to the answer."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        ours = _EVERYWHERE | {"content-security-policy": self._policy_of(scope["path"])}
        if scope.get("scheme") in _HTTPS:
            # Only what came encrypted may say so: a browser would never again open the plain address.
            ours["strict-transport-security"] = f"max-age={_A_YEAR}"
        encoded = [(name.encode(), value.encode()) for name, value in ours.items()]
        names = {name for name, _ in encoded}

        started = False

        async def send_with_headers(message: Message) -> None:
            nonlocal started
            started = True
            if message["type"] in ("http.response.start", "websocket.http.response.start"):
                kept = [header for header in message.get("headers", ()) if header[0].lower() not in names]
                message = {**message, "headers": [*kept, *encoded]}
            await send(message)

        try:
            await self._app(scope, receive, send_with_headers)
        except Exception:
            # Else the answer would be made outside of this, without the headers.
            if scope["type"] == "http" and not started:
                await PlainTextResponse(_FAILED, status_code=500)(scope, receive, send_with_headers)
            raise  # for the server's log

    def _policy_of(self, path: str) -> str:
        if path.startswith("/auth/"):
            return SIGN_IN_POLICY
        return FILE_POLICY if path.startswith(_FILES) else self._policy
