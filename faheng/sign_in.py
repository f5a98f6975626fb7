"""The plain HTML pages round the app: sign in, sign out, change the password, the first administrator."""

from __future__ import annotations

import hmac
import logging
import secrets
from collections.abc import Callable
from urllib.parse import urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from faheng.gate import COOKIE, account_of, address_of, path_after
from faheng.plain_pages import plain_page
from faheng.store.accounts import (
    Account,
    WrongPasswordError,
    account_with_password,
    change_password,
    create_first_administrator,
    list_accounts,
    note_failed_sign_in,
)
from faheng.store.database import DiskError, Store, StoreError
from faheng.store.sessions import LONGEST, end_session, open_session
from faheng.throttle import Throttle

log = logging.getLogger(__name__)

_WRONG = "登录名或密码不对。"
_NO_ROOM = "密码正确，但服务器的磁盘写满了或不能写，现在不能登录：请告诉管理员。已经登录的人可以继续查看。"


class SignIn:
    """The routes under /auth/; `store()` is asked at each request, since the store opens after these are made."""

    def __init__(self, store: Callable[[], Store]) -> None:
        self._store = store
        # A name is closed sooner than an address, behind which a whole office may sit.
        self._by_name = Throttle(free=5, first_delay=15, longest=900)
        self._by_address = Throttle(free=30, first_delay=15, longest=900)
        self.first_key = secrets.token_urlsafe(24)  # printed at the start while there is no account; one use
        self.routes = [
            Route("/auth/login", self._login, methods=["GET", "POST"]),
            Route("/auth/logout", self._logout, methods=["GET", "POST"]),
            Route("/auth/password", self._password, methods=["GET", "POST"]),
            Route("/auth/first", self._first, methods=["GET", "POST"]),
        ]

    async def _login(self, request: Request) -> Response:
        wanted = path_after(request.query_params.get("next", "/"))
        if request.method == "GET":
            if not list_accounts(self._store()):
                return RedirectResponse("/auth/first", status_code=303)
            return plain_page("login.html", wanted=wanted, login_name="", fault="")
        if refusal := _from_elsewhere(request):
            return refusal
        form = await request.form(max_files=0, max_fields=10)
        return await run_in_threadpool(self._signed_in, request, form, wanted)

    def _signed_in(self, request: Request, form: FormData, wanted: str) -> Response:
        name, password = _text(form, "login_name").strip(), _text(form, "password")
        address, key = address_of(request), name.casefold()[:60]
        if closed := self._by_address.seconds_closed(address) or self._by_name.begin(key):
            words = f"试得太多了，请在 {_duration(closed)}后再试。忘了密码请找管理员重设。"
            return plain_page(
                "login.html", 429, wanted=wanted, login_name=name, fault=words, retry_after=closed
            )
        account = account_with_password(self._store(), name, password[:1000])
        if account is None:
            self._by_address.failed(address)
            note_failed_sign_in(self._store(), name, origin=address)
            return plain_page("login.html", 401, wanted=wanted, login_name=name, fault=_WRONG)
        self._by_name.succeeded(key)
        try:
            return self._with_session(request, account, wanted)
        except DiskError as error:
            # Nobody gets in unrecorded; whoever is in already goes on looking.
            log.warning("account %d could not sign in: %s", account.account_id, error)
            return plain_page("login.html", 503, wanted=wanted, login_name=name, fault=_NO_ROOM)

    def _with_session(self, request: Request, account: Account, wanted: str) -> Response:
        if old := request.cookies.get(COOKIE):
            end_session(self._store(), old, origin=address_of(request))
        token = open_session(self._store(), account, origin=address_of(request))
        answer = RedirectResponse(
            wanted, status_code=303
        )  # the gate asks for another password first if need be
        answer.set_cookie(
            COOKIE,
            token,
            max_age=int(LONGEST.total_seconds()),
            httponly=True,
            samesite="lax",
            secure=request.url.scheme == "https",
            path="/",
        )
        answer.headers["cache-control"] = "no-store"
        return answer

    async def _logout(self, request: Request) -> Response:
        if request.method == "GET":  # a link changes nothing: whoever follows one is asked
            account = await run_in_threadpool(account_of, self._store(), request)
            return (
                plain_page("logout.html", account=account)
                if account
                else RedirectResponse("/auth/login", 303)
            )
        if refusal := _from_elsewhere(request):
            return refusal
        token = request.cookies.get(COOKIE, "")
        await run_in_threadpool(end_session, self._store(), token, origin=address_of(request))
        answer = RedirectResponse("/auth/login", status_code=303)
        answer.delete_cookie(COOKIE, path="/", httponly=True, samesite="lax")
        return answer

    async def _password(self, request: Request) -> Response:
        wanted = path_after(request.query_params.get("next", "/"))
        account = await run_in_threadpool(account_of, self._store(), request)
        if account is None:
            return RedirectResponse("/auth/login", status_code=303)
        if request.method == "GET":
            return plain_page("password.html", account=account, wanted=wanted, fault="")
        if refusal := _from_elsewhere(request):
            return refusal
        form = await request.form(max_files=0, max_fields=10)
        return await run_in_threadpool(self._changed, request, account, form, wanted)

    def _changed(self, request: Request, account: Account, form: FormData, wanted: str) -> Response:
        key = f"change:{account.account_id}"
        fault = ""
        if _text(form, "after") != _text(form, "again"):
            fault = "两次输入的新密码不一样。"
        elif closed := self._by_name.begin(key):
            fault = f"试得太多了，请在 {_duration(closed)}后再试。"
        else:
            try:
                change_password(
                    self._store(),
                    account.acting(address_of(request)),
                    before=_text(form, "before")[:1000],
                    after=_text(form, "after"),
                )
            except WrongPasswordError as error:
                fault = str(error)
            except StoreError as error:
                self._by_name.succeeded(key)  # the old one was right, so nothing was guessed
                fault = str(error)
            else:
                self._by_name.succeeded(key)
        if fault:
            return plain_page("password.html", 400, account=account, wanted=wanted, fault=fault)
        return self._with_session(request, list_accounts(self._store())[account.account_id], wanted)

    async def _first(self, request: Request) -> Response:
        if await run_in_threadpool(list_accounts, self._store()):
            return RedirectResponse("/auth/login", status_code=303)
        key = request.query_params.get("key", "")
        if not hmac.compare_digest(key.encode(), self.first_key.encode()):
            return plain_page("not_yet.html", 403)
        if request.method == "GET":
            return plain_page("first.html", key=key, login_name="", name="", fault="")
        if refusal := _from_elsewhere(request):
            return refusal
        form = await request.form(max_files=0, max_fields=10)
        return await run_in_threadpool(self._founded, request, form, key)

    def _founded(self, request: Request, form: FormData, key: str) -> Response:
        login_name, name = _text(form, "login_name"), _text(form, "name")
        fault = "两次输入的密码不一样。" if _text(form, "password") != _text(form, "again") else ""
        if not fault:
            try:
                account = create_first_administrator(
                    self._store(),
                    login_name=login_name,
                    name=name,
                    password=_text(form, "password"),
                    origin=address_of(request),
                )
            except StoreError as error:
                fault = str(error)
        if fault:
            return plain_page("first.html", 400, key=key, login_name=login_name, name=name, fault=fault)
        self.first_key = secrets.token_urlsafe(24)
        return self._with_session(request, account, "/")


def _text(form: FormData, name: str) -> str:
    value = form.get(name, "")
    return value if isinstance(value, str) else ""


def _duration(seconds: int) -> str:
    return f"{seconds} 秒" if seconds < 60 else f"{-(-seconds // 60)} 分钟"


def _from_elsewhere(request: Request) -> Response | None:
    """Refuse a form that another site sent: its Origin is not the host it was sent to."""
    origin = request.headers.get("origin")
    if origin is None:
        is_other = request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none")
    else:
        is_other = urlsplit(origin).netloc != request.headers.get("host")
    if not is_other:
        return None
    log.warning("a form from %s was refused", origin)
    return PlainTextResponse("这个请求不是从法衡的页面发出的，已拒绝。", status_code=403)
