"""One browser tab as the server sees it: Streamlit's own messages over a WebSocket, without a browser."""

from __future__ import annotations

import asyncio
from types import TracebackType
from typing import Any

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState, WidgetStates
from websockets.asyncio.client import ClientConnection, connect

_FINISHED = {ForwardMsg.FINISHED_SUCCESSFULLY, ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY}
_TIMEOUT = 60  # seconds for one rerun


class Session:
    """A session on one page; choices are made by the key of a select box and the label that is read there.

    Like the browser it sends back the address and the choices that the page wrote, and names the large messages
    it has kept, to which the server may then only refer.
    """

    def __init__(self, port: int, *, page: str = "", query: str = "") -> None:
        self._url = f"ws://127.0.0.1:{port}/_stcore/stream"
        self._page = page
        self._page_hash = ""
        self._query = query
        self._boxes: dict[str, Any] = {}
        self._states: dict[str, WidgetState] = {}
        self._kept: set[str] = set()
        self._socket: ClientConnection

    async def __aenter__(self) -> Session:
        self._socket = await connect(
            self._url, subprotocols=["streamlit"], max_size=None, compression=None, ping_interval=None
        )
        await self.rerun()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._socket.close()

    def options(self, key: str) -> list[str]:
        """The labels that the select box `key` offers now."""
        return list(self._boxes[key].options)

    def chosen(self, key: str) -> str:
        """The label that the select box `key` shows."""
        box = self._boxes[key]
        state = self._states.get(box.id)
        return str(state.string_value if state else box.options[box.default])

    async def choose(self, key: str, label: str) -> None:
        """Choose in a select box and wait until the page has been drawn again."""
        if label not in self.options(key):
            raise LookupError(f"{key} does not offer {label!r}")
        box = self._boxes[key].id
        self._states[box] = WidgetState(id=box, string_value=label)
        await self.rerun()

    async def rerun(self) -> None:
        """Run the page once.

        Raises:
            RuntimeError: the page showed an exception or did not finish.
            TimeoutError: it took more than a minute.
        """
        message = BackMsg()
        client = message.rerun_script
        client.query_string, client.page_script_hash = self._query, self._page_hash
        client.page_name = "" if self._page_hash else self._page
        client.widget_states.CopyFrom(WidgetStates(widgets=self._states.values()))
        client.cached_message_hashes.extend(self._kept)
        client.context_info.timezone, client.context_info.locale = "Asia/Shanghai", "zh-CN"
        await self._socket.send(message.SerializeToString())
        async with asyncio.timeout(_TIMEOUT):
            while not self._is_finished(await self._socket.recv()):
                pass

    def _is_finished(self, data: str | bytes) -> bool:
        assert isinstance(data, bytes)
        message = ForwardMsg.FromString(data)
        kind = message.WhichOneof("type")
        if kind in ("new_session", "navigation"):
            # The first names the frame, the second the page that the frame chose.
            self._page_hash = getattr(message, kind).page_script_hash
        elif kind == "page_info_changed":
            self._query = message.page_info_changed.query_string
        elif kind == "delta":
            if message.metadata.cacheable:
                self._kept.add(message.hash)
            self._read_element(message)
        elif kind == "script_finished":
            if message.script_finished in _FINISHED:
                return True
            raise RuntimeError(ForwardMsg.ScriptFinishedStatus.Name(message.script_finished))
        return False

    def _read_element(self, message: ForwardMsg) -> None:
        if message.delta.WhichOneof("type") != "new_element":
            return
        element = message.delta.new_element
        kind = element.WhichOneof("type")
        if kind == "exception":
            raise RuntimeError(f"{element.exception.type}: {element.exception.message}")
        if kind == "selectbox":
            box = element.selectbox
            # The id of a widget ends in its key: $$ID-<hash>-<key>.
            self._boxes[box.id.split("-", 2)[2]] = box
            if box.set_value:
                self._states[box.id] = WidgetState(id=box.id, string_value=box.raw_value)
