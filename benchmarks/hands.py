"""What somebody does on a page besides choosing: drops files, ticks, opens, presses; and what the page says to that.

All of it as the browser sends it: a file goes by PUT to the address that the server names, with the cookies of the
visitor, and only then is told to the page.
"""

from __future__ import annotations

import asyncio
import secrets
import urllib.request
from http.cookies import SimpleCookie
from typing import Any

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Common_pb2 import FileUploaderState, UploadedFileInfo
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState

from benchmarks.websocket import Session

_PARTS = {"button", "checkbox", "file_uploader"}
_XSRF = "_streamlit_xsrf"
_TIMEOUT = 30  # seconds for one request


class Hands(Session):
    """A session whose visitor changes things; `said` are the messages of success of the last rerun."""

    def __init__(self, port: int, *, page: str, query: str, cookie: str) -> None:
        xsrf = _xsrf_token(port)
        super().__init__(port, page=page, query=query, cookie=f"{cookie}; {_XSRF}={xsrf}")
        self.said: list[str] = []
        self._origin = f"http://127.0.0.1:{port}"
        self._headers_of_files = {"Cookie": f"{cookie}; {_XSRF}={xsrf}", "X-Xsrftoken": xsrf}
        self._parts: dict[str, Any] = {}
        self._session_id = ""
        self._addresses: Any = None

    def keys(self, prefix: str) -> list[str]:
        """The keys of the widgets with choices that begin so."""
        return [key for key in self._widgets if key.startswith(prefix)]

    async def tick(self, key: str) -> None:
        """Tick a box, or open what is folded."""
        part = self._part(key)
        self._states[part.id] = WidgetState(id=part.id, bool_value=True)
        await self.rerun()

    def can_press(self, key: str) -> bool:
        """Whether a button is not grey."""
        return not self._part(key).disabled

    async def press(self, key: str) -> None:
        """Press a button.

        Raises:
            LookupError: it cannot be pressed.
        """
        if not self.can_press(key):
            raise LookupError(f"{key} cannot be pressed")
        part = self._part(key)
        self._states[part.id] = WidgetState(id=part.id, trigger_value=True)
        try:
            await self.rerun()
        finally:
            del self._states[part.id]

    async def drop(self, key: str, name: str, data: bytes) -> None:
        """Drop a file: ask where to, send it there, tell the page."""
        part = self._part(key)
        ask = BackMsg()
        ask.file_urls_request.request_id = secrets.token_hex(8)
        ask.file_urls_request.file_names.append(name)
        ask.file_urls_request.session_id = self._session_id
        await self._socket.send(ask.SerializeToString())
        self._addresses = None
        async with asyncio.timeout(_TIMEOUT):
            while self._addresses is None:
                self._is_finished(await self._socket.recv())
        (address,) = self._addresses
        await asyncio.to_thread(self._put, address.upload_url, name, data)
        file = UploadedFileInfo(name=name, size=len(data), file_id=address.file_id, file_urls=address)
        self._states[part.id] = WidgetState(
            id=part.id, file_uploader_state_value=FileUploaderState(uploaded_file_info=[file])
        )
        await self.rerun()

    def _put(self, path: str, name: str, data: bytes) -> None:
        mark = secrets.token_hex(16)
        head = (
            f'--{mark}\r\nContent-Disposition: form-data; name="{name}"; filename="{name}"\r\n'
            "Content-Type: application/octet-stream\r\n\r\n"
        )
        request = urllib.request.Request(
            self._origin + path,
            data=head.encode() + data + f"\r\n--{mark}--\r\n".encode(),
            headers=self._headers_of_files | {"Content-Type": f"multipart/form-data; boundary={mark}"},
            method="PUT",
        )
        with urllib.request.urlopen(request, timeout=_TIMEOUT):
            pass

    async def rerun(self) -> None:
        """Run the page once; what it said before is forgotten."""
        self.said = []
        await super().rerun()

    def _is_finished(self, data: str | bytes) -> bool:
        assert isinstance(data, bytes)
        message = ForwardMsg.FromString(data)
        kind = message.WhichOneof("type")
        if kind == "new_session":
            self._session_id = message.new_session.initialize.session_id
        elif kind == "file_urls_response":
            self._addresses = message.file_urls_response.file_urls
        elif kind == "delta":
            self._read_part(message.delta)
        return super()._is_finished(data)

    def _read_part(self, delta: Any) -> None:
        if delta.WhichOneof("type") == "add_block":
            block = delta.add_block
            part = block.expandable if block.WhichOneof("type") == "expandable" else None
        else:
            element = delta.new_element
            kind = element.WhichOneof("type")
            if kind == "alert" and element.alert.format == element.alert.SUCCESS:
                self.said.append(element.alert.body)
            part = getattr(element, kind) if kind in _PARTS else None
        if part is not None and part.id:
            key = part.id.split("-", 2)[2]
            self._parts.pop(key, None)  # what was drawn last stands last
            self._parts[key] = part

    def _part(self, key: str) -> Any:
        """The part of this key, or the one drawn last of those whose keys begin with it and a colon."""
        for name in reversed(self._parts):
            if name == key or name.startswith(f"{key}:"):
                return self._parts[name]
        raise LookupError(f"there is no {key!r}, only {sorted(self._parts)}")


def _xsrf_token(port: int) -> str:
    """What the server gives every browser for its uploads, as a cookie of the first thing it asks."""
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=_TIMEOUT) as answer:
        cookies = SimpleCookie(answer.headers["set-cookie"] or "")
    return cookies[_XSRF].value
