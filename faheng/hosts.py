"""Under which names this server answers: a page of a stranger's name that leads here is refused (DNS rebinding)."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable, Collection
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

_REFUSED = "法衡不用这个网址：请用管理员给的网址打开。管理员可以在 FAHENG_HOSTS 里加上它。"


def own_names(given: Collection[str], address: str) -> frozenset[str]:
    """The names that are answered: those `given`, else this machine's and the `address` listened at; localhost always."""
    named = given or (socket.gethostname(), socket.getfqdn(), address)
    return frozenset(name.strip().lower().rstrip(".") for name in (*named, "localhost") if name.strip())


def host_name(host: str) -> str:
    """The name in a Host header, lower case and without port; '' when it is none."""
    try:
        parts = urlsplit(f"//{host}")
        _ = parts.port  # a port that is no number
    except ValueError:
        return ""
    is_bare = not (parts.path or parts.query or parts.fragment or "@" in parts.netloc)
    return (parts.hostname or "").rstrip(".") if is_bare and host.isprintable() else ""


class Hosts:
    """ASGI middleware; `names()` is asked at the first request, when the address listened at is known.

    An address in numbers is answered when it is a loopback address or the very one that the request arrived at: no
    name of a stranger can stand for it in a Host header. Behind a proxy the names are in FAHENG_HOSTS.
    """

    def __init__(self, app: ASGIApp, *, names: Callable[[], frozenset[str]]) -> None:
        self._app = app
        self._ask = names
        self._names: frozenset[str] | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, or refuse."""
        if scope["type"] not in ("http", "websocket") or self._is_ours(scope):
            await self._app(scope, receive, send)
        elif scope["type"] == "websocket":
            await receive()  # websocket.connect
            await send({"type": "websocket.close", "code": 1008})  # before accept: 403
        else:
            await PlainTextResponse(_REFUSED, status_code=400)(scope, receive, send)

    def _is_ours(self, scope: Scope) -> bool:
        if self._names is None:
            self._names = self._ask()
        hosts = Headers(scope=scope).getlist("host")
        name = host_name(hosts[0]) if len(hosts) == 1 else ""
        return bool(name) and (name in self._names or _is_own_address(name, scope))


def _is_own_address(name: str, scope: Scope) -> bool:
    try:
        address = ipaddress.ip_address(name)
        arrived_at = ipaddress.ip_address((scope.get("server") or ("",))[0])
    except ValueError:
        return False
    return address.is_loopback or address == arrived_at
