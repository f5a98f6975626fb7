"""How large a request may be, by address: more is refused as soon as that is known, before anything is kept of it."""

from __future__ import annotations

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LARGEST_FILE = 20 << 20  # as in .streamlit/config.toml
# The file with what the browser puts round it.
_LIMITS = (("/_stcore/upload_file/", LARGEST_FILE + (64 << 10)), ("/auth/", 8 << 10))
_LIMIT = 64 << 10


class BodyLimits:
    """ASGI middleware: 413 for a body that says it is too large, or turns out to be."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, counting what comes."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        most = next((limit for prefix, limit in _LIMITS if scope["path"].startswith(prefix)), _LIMIT)
        refusal = PlainTextResponse(
            f"内容太大，没有接收：最多 {most >> 20} MB。" if most >> 20 else "内容太大，没有接收。",
            status_code=413,
            headers={"cache-control": "no-store", "connection": "close"},
        )
        length = Headers(scope=scope).get("content-length", "0")
        if not length.isascii() or not length.isdigit() or int(length) > most:
            await refusal(scope, receive, send)
            return
        came, started, refused = 0, False, False

        async def counted() -> Message:
            nonlocal came, refused
            message = await receive()
            came += len(message.get("body", b""))
            if came > most:
                refused = True
                return {"type": "http.disconnect"}
            return message

        async def unless_refused(message: Message) -> None:
            nonlocal started
            if not refused:
                started = True
                await send(message)

        try:
            await self._app(scope, counted, unless_refused)
        except Exception:
            # The app was told that the visitor had left: what it makes of that is no error of its own.
            if not refused:
                raise
        if refused and not started:
            await refusal(scope, receive, send)
