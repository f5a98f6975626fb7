"""One browser tab as the server sees it: Streamlit's own messages over a WebSocket, without a browser."""

from __future__ import annotations

import asyncio
import json
from types import TracebackType
from typing import Any, Self

import pyarrow as pa
from streamlit.proto.Alert_pb2 import Alert
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Common_pb2 import StringArray
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState, WidgetStates
from websockets.asyncio.client import ClientConnection, connect

_FINISHED = {ForwardMsg.FINISHED_SUCCESSFULLY, ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY}
_TIMEOUT = 60  # seconds for one rerun
_WIDGETS = {"selectbox", "button_group", "multiselect", "text_input", "dataframe"}


class Session:
    """A session on one page; choices are made by the key of a widget and what is read there.

    Like the browser it sends back the address and the choices that the page wrote, and names the large messages
    it has kept, to which the server may then only refer.
    """

    def __init__(self, port: int, *, page: str = "", query: str = "", cookie: str = "") -> None:
        self._url = f"ws://127.0.0.1:{port}/_stcore/stream"
        self._headers = {"Cookie": cookie} if cookie else None
        self._page = page
        self._page_hash = ""
        self._query = query
        self._widgets: dict[str, tuple[str, Any]] = {}
        self._states: dict[str, WidgetState] = {}
        self._kept: set[str] = set()
        self._socket: ClientConnection

    async def __aenter__(self) -> Self:
        self._socket = await connect(
            self._url,
            subprotocols=["streamlit"],
            additional_headers=self._headers,
            max_size=None,
            compression=None,
            ping_interval=None,
        )
        await self.rerun()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._socket.close()

    def options(self, key: str) -> list[str]:
        """What the widget `key` offers now; of a table the numbers of its rows."""
        kind, widget = self._widget(key)
        if kind == "dataframe":
            return [str(row) for row in range(_table(widget).num_rows)]
        if kind == "button_group":
            return [option.content for option in widget.options]
        return list(widget.options)

    def chosen(self, key: str) -> str:
        """What the select box or the row of buttons `key` shows."""
        kind, widget = self._widget(key)
        state = self._states.get(widget.id)
        if kind == "button_group":
            chosen = state.string_array_value.data if state else None
            return str(chosen[0] if chosen else self.options(key)[widget.default[0]])
        return str(state.string_value if state else widget.options[widget.default])

    def all_chosen(self, key: str) -> tuple[str, ...]:
        """What is chosen in a box for several."""
        _, widget = self._widget(key)
        state = self._states.get(widget.id)
        return tuple(
            state.string_array_value.data if state else (widget.options[place] for place in widget.default)
        )

    async def choose(self, key: str, value: str | tuple[str, ...]) -> None:
        """Choose in a widget, or type, and wait until the page has been drawn again.

        Raises:
            LookupError: the widget does not offer this.
        """
        kind, widget = self._widget(key)
        wanted = (value,) if isinstance(value, str) else value
        if kind != "text_input" and not set(wanted) <= set(self.options(key)):
            raise LookupError(f"{key} does not offer {value!r}")
        if kind in ("button_group", "multiselect"):
            self._remember(widget.id, wanted)
        elif kind == "dataframe":
            cell = [int(wanted[0]), _table(widget).column_names[0]]
            self._remember(widget.id, json.dumps({"selection": {"cells": [cell]}}))
        else:
            self._remember(widget.id, wanted[0])
        await self.rerun()

    async def rerun(self) -> None:
        """Run the page once.

        Raises:
            RuntimeError: the page showed an error or did not finish.
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
        if kind == "alert" and element.alert.format == Alert.ERROR:
            raise RuntimeError(element.alert.body)
        if kind not in _WIDGETS:
            return
        widget = getattr(element, kind)
        # The id of a widget ends in its key: $$ID-<hash>-<key>; a table that is only read has none.
        if widget.id:
            key = widget.id.split("-", 2)[2]
            self._widgets.pop(key, None)  # what was drawn last stands last
            self._widgets[key] = kind, widget
            self._take_over(kind, widget)

    def _take_over(self, kind: str, widget: Any) -> None:
        """The page may choose, too."""
        if kind == "dataframe" or not widget.set_value:
            return
        if kind in ("button_group", "multiselect"):
            self._remember(widget.id, tuple(widget.raw_values))
        else:
            self._remember(widget.id, widget.raw_value if kind == "selectbox" else widget.value)

    def _remember(self, widget: str, value: str | tuple[str, ...]) -> None:
        if isinstance(value, str):
            self._states[widget] = WidgetState(id=widget, string_value=value)
        else:
            self._states[widget] = WidgetState(id=widget, string_array_value=StringArray(data=value))

    def _widget(self, key: str) -> tuple[str, Any]:
        """The widget of this key; that of a table has more behind it, of several such the one drawn last."""
        for name in reversed(self._widgets):
            if name == key or name.startswith(f"{key}:"):
                return self._widgets[name]
        raise LookupError(f"{self._page} has no {key!r}, only {sorted(self._widgets)}")


def _table(widget: Any) -> pa.Table:
    return pa.ipc.open_stream(widget.arrow_data.data).read_all()
