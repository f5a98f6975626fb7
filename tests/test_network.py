"""What the environment says of the office's network, and that the samples of docs/deploy/ agree with the program."""

from __future__ import annotations

import os
import re
import sys
import tomllib
from pathlib import Path

import pytest
from asking import ask_app
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from faheng import server
from faheng.error_page import ErrorPage
from faheng.gate import Gate, address_of
from faheng.headers import SecurityHeaders
from faheng.hosts import Hosts
from faheng.limits import LARGEST_FILE, BodyLimits
from faheng.settings import Network, network_from_environment

PROJECT = Path(__file__).resolve().parent.parent
NGINX = (PROJECT / "docs" / "deploy" / "nginx.conf").read_text(encoding="utf-8")
UNIT = (PROJECT / "docs" / "deploy" / "faheng.service").read_text(encoding="utf-8")


def test_the_environment_names_hosts_proxy_and_certificate(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FAHENG_HOSTS", "faheng.sfj.local, 10.1.2.3,")
    monkeypatch.setenv("FAHENG_PROXY", " 127.0.0.1 ")
    monkeypatch.setenv("FAHENG_TLS_CERT", "/etc/faheng/tls.crt")
    monkeypatch.setenv("FAHENG_TLS_KEY", "/etc/faheng/tls.key")
    network = network_from_environment()
    assert network == Network(
        ("faheng.sfj.local", "10.1.2.3"),
        "127.0.0.1",
        Path("/etc/faheng/tls.crt"),
        Path("/etc/faheng/tls.key"),
    )
    assert network.is_encrypted


def test_half_a_certificate_or_one_that_cannot_be_read_is_said_before_the_start(tmp_path: Path) -> None:
    file = tmp_path / "tls.crt"
    file.write_text("…")
    assert Network().fault() == ""
    assert "要一起写" in Network(certificate=file).fault()
    assert "读不了" in Network(certificate=file, key=tmp_path / "none.key").fault()
    assert Network(certificate=file, key=file).fault() == ""


@pytest.mark.parametrize("proxy", ["", "127.0.0.1"])
def test_the_server_starts_with_certificate_and_proxy(proxy: str, monkeypatch: pytest.MonkeyPatch) -> None:
    # What run() sets for the whole process is put back.
    monkeypatch.setattr(sys, "argv", sys.argv)
    monkeypatch.setenv("FORWARDED_ALLOW_IPS", "*")
    monkeypatch.setenv("FAHENG_PROXY", proxy)
    monkeypatch.setenv("FAHENG_TLS_CERT", "/c.pem")
    monkeypatch.setenv("FAHENG_TLS_KEY", "/k.pem")
    monkeypatch.setattr("streamlit.web.cli.main", lambda: None)
    server.run(host="0.0.0.0", port=8443)
    assert {"--server.sslCertFile=/c.pem", "--server.sslKeyFile=/k.pem"} <= set(sys.argv)
    assert os.environ["FORWARDED_ALLOW_IPS"] == proxy


@pytest.mark.parametrize(
    ("trusted", "origin"), [("", "10.0.0.9"), ("127.0.0.1", "10.0.0.9"), ("10.0.0.9", "8.8.8.8")]
)
def test_only_the_named_proxy_says_where_a_visitor_comes_from(trusted: str, origin: str) -> None:
    async def app(scope, receive, send):  # type: ignore[no-untyped-def]
        request = Request(scope)
        await PlainTextResponse(f"{address_of(request)} {scope['scheme']}")(scope, receive, send)

    async def served(scope, receive, send):  # type: ignore[no-untyped-def]
        behind = ProxyHeadersMiddleware(app, trusted_hosts=trusted)
        await behind({**scope, "client": ("10.0.0.9", 5000), "scheme": "http"}, receive, send)

    answer = ask_app(served, "/", x_forwarded_for="1.1.1.1, 8.8.8.8", x_forwarded_proto="https")
    assert answer.text == f"{origin} {'https' if origin == '8.8.8.8' else 'http'}"


def test_headers_hosts_and_limits_come_before_the_gate() -> None:
    assert [one.cls for one in server.MIDDLEWARE[:5]] == [
        SecurityHeaders,
        ErrorPage,
        Hosts,
        BodyLimits,
        Gate,
    ]


def test_the_samples_agree_with_the_program() -> None:
    config = tomllib.loads((PROJECT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    assert config["server"]["maxUploadSize"] << 20 == LARGEST_FILE
    assert config["server"]["enableXsrfProtection"] is config["server"]["enableCORS"] is True
    taken = re.search(r"client_max_body_size (\d+)m;", NGINX)
    assert taken is not None
    assert int(taken[1]) << 20 > LARGEST_FILE
    # A header that is appended to would keep what the visitor claimed.
    assert "proxy_set_header X-Forwarded-For $remote_addr;" in NGINX
    assert "$proxy_add_x_forwarded_for" not in NGINX
    known = set(re.findall(r'environ\.get\("(\w+)"', (PROJECT / "faheng" / "settings.py").read_text()))
    assert set(re.findall(r"^Environment=(FAHENG_\w+)", UNIT, re.MULTILINE)) <= known


def test_environment_variables_are_read_in_one_place() -> None:
    readers = {
        file.relative_to(PROJECT).as_posix()
        for file in (PROJECT / "faheng").rglob("*.py")
        if re.search(r"environ(\.get|\[[^]]+\](?! = ))|getenv", file.read_text(encoding="utf-8"))
    }
    assert readers == {"faheng/settings.py"}
