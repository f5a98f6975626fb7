"""What a visitor gets when something outside the page scripts fails: words and a number, never a traceback."""

from __future__ import annotations

import logging

from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from faheng.log_file import log_error
from faheng.plain_pages import plain_page
from faheng.store.database import DiskError, StoreError

log = logging.getLogger(__name__)

_UNFORESEEN = "出现了没有预料到的问题，数据没有改动。"


class ErrorPage:
    """ASGI middleware, the outermost of ours: what the gate, the routes or Streamlit let through ends here."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on; answer instead of what failed."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        has_begun = False

        async def sending(message: Message) -> None:
            nonlocal has_begun
            has_begun = True
            await send(message)

        try:
            await self._app(scope, receive, sending)
        except Exception as error:  # noqa: BLE001 (it is logged, with its traceback)
            page = _page_of(error, f"{scope['type']} {scope['path']}")
            if has_begun:
                return  # what was sent cannot be taken back; the connection ends here
            if scope["type"] == "websocket":
                await send({"type": "websocket.close", "code": 1011})
            else:
                await page(scope, receive, send)


def _page_of(error: Exception, where: str) -> Response:
    if isinstance(error, StoreError):
        log.warning("%s: %s", where, error)
        status = 503 if isinstance(error, DiskError) else 400
        return plain_page("fault.html", status, heading="没有办成", words=str(error), error_id="")
    error_id = log_error(where, error)
    return plain_page("fault.html", 500, heading="出错了", words=_UNFORESEEN, error_id=error_id)
