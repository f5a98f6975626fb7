"""Which host names are answered: DNS rebinding leads a stranger's name here, and gets nothing."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from asking import ask_app
from starlette.responses import PlainTextResponse

from faheng.hosts import Hosts, host_name, own_names

NAMES = own_names(["faheng.sfj.local"], "0.0.0.0")


def served(server: tuple[str, int] = ("10.1.2.3", 8501)) -> Any:
    guarded = Hosts(PlainTextResponse("in"), names=lambda: NAMES)

    async def app(scope: Any, receive: Any, send: Any) -> None:
        await guarded({**scope, "server": server}, receive, send)

    return app


@pytest.mark.parametrize(
    "host",
    [
        "faheng.sfj.local",
        "FAHENG.sfj.local:8501",
        "faheng.sfj.local.",
        "localhost:8501",
        "127.0.0.1:8501",
        "[::1]:8501",
        "10.1.2.3",  # the address that the request arrived at
    ],
)
def test_own_names_and_addresses_are_answered(host: str) -> None:
    assert ask_app(served(), "/", host=host).text == "in"


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "faheng.sfj.local.evil.example",
        "evil.example#faheng.sfj.local",
        "evil.example/faheng.sfj.local",
        "faheng.sfj.local@evil.example",
        "faheng.sfj.local:port",
        "10.9.9.9",
        "[::1",
        "",
    ],
)
def test_other_names_are_refused(host: str) -> None:
    answer = ask_app(served(), "/", host=host)
    assert (answer.status, "FAHENG_HOSTS" in answer.text) == (400, True)


def test_no_host_or_two_are_refused() -> None:
    assert ask_app(served(), "/").status == 400


def test_a_websocket_to_another_name_is_closed_before_it_opens() -> None:
    sent = []

    async def receive() -> dict[str, str]:
        return {"type": "websocket.connect"}

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {"type": "websocket", "path": "/_stcore/stream", "headers": [(b"host", b"evil.example")]}
    asyncio.run(Hosts(PlainTextResponse("in"), names=lambda: NAMES)(scope, receive, send))
    assert sent == [{"type": "websocket.close", "code": 1008}]


def test_without_given_names_the_machines_own_are_answered() -> None:
    assert "10.1.2.3" in own_names((), "10.1.2.3")
    assert "localhost" in own_names((), "")


def test_a_host_is_read_without_its_port() -> None:
    assert host_name("[fe80::1]:8501") == "fe80::1"
