"""What every answer tells the browser: no script but ours, no frame round it, nothing from elsewhere."""

from __future__ import annotations

import asyncio
import hashlib
from base64 import b64encode
from pathlib import Path

import pytest
from asking import Answer, ask_app
from starlette.responses import PlainTextResponse
from streamlit.file_util import get_static_dir

from faheng.headers import SecurityHeaders, app_policy, script_sources
from faheng.index_page import our_page

PAGE = '<script type="text/html">no script</script><script>one()</script><p></p><script>\ntwo()\n</script>'


def headers_of(path: str, scheme: str = "http") -> dict[str, str]:
    async def app(scope, receive, send):  # type: ignore[no-untyped-def]
        response = PlainTextResponse("…", headers={"x-frame-options": "ALLOWALL"})
        await response(scope, receive, send)

    async def through(scope, receive, send):  # type: ignore[no-untyped-def]
        await SecurityHeaders(app, page=PAGE)({**scope, "scheme": scheme}, receive, send)

    answer: Answer = ask_app(through, path)
    return answer.headers


def directives(policy: str) -> dict[str, str]:
    return dict(part.strip().split(" ", 1) for part in policy.split(";"))


def test_inline_scripts_are_named_by_their_hash() -> None:
    digest = b64encode(hashlib.sha256(b"one()").digest()).decode()
    assert script_sources(PAGE)[0] == f"'sha256-{digest}'"
    assert len(script_sources(PAGE)) == 2


def test_every_inline_script_of_the_page_is_named() -> None:
    page = our_page((Path(get_static_dir()) / "index.html").read_text(encoding="utf-8"))
    # What runs: old browsers, navigation, translation, what is loaded early, and Streamlit's own line.
    assert len(script_sources(page)) == page.count("<script>") == 5


def test_the_app_runs_no_script_of_strangers_and_stands_in_no_frame() -> None:
    policy = directives(app_policy(["'sha256-x'"]))
    assert policy["script-src"] == "'self' blob: 'wasm-unsafe-eval' 'sha256-x'"
    assert policy["default-src"] == policy["base-uri"] == policy["frame-ancestors"] == "'none'"
    assert not any("*" in sources or "http" in sources for sources in policy.values())


@pytest.mark.parametrize(
    ("path", "default"),
    [
        ("/auth/login", "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'"),
        ("/files/attachment/1", "default-src 'none'; sandbox"),
        ("/media/abc.svg", "default-src 'none'; sandbox"),
        ("/overview", "default-src 'none'; script-src 'self' blob:"),
    ],
)
def test_a_policy_is_as_strict_as_its_address_allows(path: str, default: str) -> None:
    assert headers_of(path)["content-security-policy"].startswith(default)


def test_the_usual_headers_are_on_every_answer_and_replace_what_stood_there() -> None:
    found = headers_of("/overview")
    assert found["x-frame-options"] == "DENY"
    assert found["x-content-type-options"] == "nosniff"
    assert found["referrer-policy"] == "same-origin"
    assert found["cross-origin-opener-policy"] == "same-origin"
    assert "camera=()" in found["permissions-policy"]


def test_only_what_came_encrypted_asks_for_encryption_ever_after() -> None:
    assert "strict-transport-security" not in headers_of("/overview")
    assert headers_of("/overview", "https")["strict-transport-security"] == "max-age=31536000"


def test_an_error_nobody_foresaw_has_the_headers_too_and_is_still_raised() -> None:
    async def broken(*_: object) -> None:
        raise ZeroDivisionError

    sent = []

    async def send(message):  # type: ignore[no-untyped-def]
        sent.append(message)

    scope = {"type": "http", "path": "/overview", "method": "GET", "headers": []}
    with pytest.raises(ZeroDivisionError):
        asyncio.run(SecurityHeaders(broken, page=PAGE)(scope, None, send))  # type: ignore[arg-type]
    assert sent[0]["status"] == 500
    assert (b"x-frame-options", b"DENY") in sent[0]["headers"]
