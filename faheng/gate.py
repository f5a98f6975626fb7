"""The gate before everything: who is not signed in gets no page, no upload, no file and no WebSocket.

So no script of ours runs for strangers, and none of Streamlit's own addresses answers them. What a signed-in account
may do is decided by the pages (faheng/ui/access.py) and, whatever those show, by every write (faheng/store/access.py).
"""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote, urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.requests import HTTPConnection, Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from faheng.roles import GUEST, Actor
from faheng.store.accounts import Account, list_accounts
from faheng.store.database import Store
from faheng.store.rules import office_rules
from faheng.store.sessions import session_account
from faheng.throttle import Rate

COOKIE = "faheng_session"
# What a browser needs before anybody signed in: nothing here says anything of the office.
_OPEN_PREFIXES = ("/auth/", "/assets/", "/static/")
_OPEN_PATHS = frozenset(
    {"/_stcore/health", "/_stcore/host-config", "/health", "/favicon.ico", "/favicon.png"}
)
_UPLOADS = "/_stcore/upload_file/"


def address_of(connection: HTTPConnection) -> str:
    """Where a request comes from, as the record keeps it."""
    return connection.client.host if connection.client else ""


def account_of(store: Store, connection: HTTPConnection) -> Account | None:
    """The account whose cookie the request carries."""
    token = connection.cookies.get(COOKIE, "")
    return session_account(store, token) if token else None


def actor_of(store: Store, connection: HTTPConnection) -> Actor | None:
    """Who a request acts as: an account, a guest where the office lets strangers look, or nobody."""
    account = account_of(store, connection)
    if account is not None:
        return None if account.must_change else account.acting(address_of(connection))
    return GUEST if office_rules(store).open_viewing else None


class Gate:
    """ASGI middleware; `store()` is asked at each request, since the store opens after this is made."""

    def __init__(self, app: ASGIApp, *, store: Callable[[], Store]) -> None:
        self._app = app
        self._store = store
        # More than anybody drops by hand; a quarter's sheets of a whole city are about 20.
        self._uploads = Rate(most=60, seconds=600)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, or refuse."""
        if scope["type"] not in ("http", "websocket") or _is_open(scope["path"]):
            await self._app(scope, receive, send)
            return
        # The first look at the accounts after a write reads the database.
        refusal = await run_in_threadpool(self._refusal, HTTPConnection(scope))
        if refusal is None:
            await self._app(scope, receive, send)
        elif scope["type"] == "websocket":
            await receive()  # websocket.connect
            await send({"type": "websocket.close", "code": 1008})  # before accept: 403
        else:
            await refusal(scope, receive, send)

    def _refusal(self, connection: HTTPConnection) -> Response | None:
        store = self._store()
        actor = actor_of(store, connection)
        is_upload = connection.scope["path"].startswith(_UPLOADS)
        if actor is not None:
            # Who only looks has nothing to upload; what an upload is for is checked again where it is written.
            return self._refused_upload(actor, connection) if is_upload else None
        if connection.scope["type"] == "http" and _is_page(Request(connection.scope)):
            return RedirectResponse(_where_to_sign_in(store, connection), status_code=303)
        return _refused(401, "请先登录。")

    def _refused_upload(self, actor: Actor, connection: HTTPConnection) -> Response | None:
        if not actor.has("reporter", "reviewer", "publisher", "administrator"):
            return _refused(403, "您没有上传的权限。")
        if connection.scope.get("method") != "PUT":
            return None  # a file is taken away again
        if wait := self._uploads.seconds_to_wait(str(actor.account_id)):
            words = f"上传得太多了（10 分钟最多 60 个文件），请在 {-(-wait // 60)} 分钟后再传。"
            return _refused(429, words, retry_after=wait)
        return None


def _is_open(path: str) -> bool:
    return path in _OPEN_PATHS or (path.startswith(_OPEN_PREFIXES) and ".." not in path)


def _is_page(request: Request) -> bool:
    """Whether a person waits for a page, who is led to where one signs in."""
    return request.method in ("GET", "HEAD") and not request.url.path.startswith(
        ("/_stcore/", "/media/", "/files/")
    )


def _refused(status_code: int, words: str, *, retry_after: int = 0) -> Response:
    headers = {"cache-control": "no-store"} | ({"retry-after": str(retry_after)} if retry_after else {})
    return PlainTextResponse(words, status_code=status_code, headers=headers)


def _where_to_sign_in(store: Store, connection: HTTPConnection) -> str:
    if not list_accounts(store):
        return "/auth/first"
    account = account_of(store, connection)
    page = "password" if account is not None and account.must_change else "login"
    wanted = connection.url.path + (f"?{connection.url.query}" if connection.url.query else "")
    return f"/auth/{page}?next={quote(wanted, safe='')}"


def path_after(wanted: str) -> str:
    """Where to go after signing in: the page that was asked for, never another host's."""
    parts = urlsplit(wanted)
    is_ours = not parts.scheme and not parts.netloc and wanted.startswith("/")
    is_plain = "\\" not in wanted and not wanted.startswith("//") and wanted.isprintable()
    return wanted if is_ours and is_plain and not wanted.startswith("/auth/") else "/"
