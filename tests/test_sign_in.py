"""Signing in and out, the first account, a first password, and who tries too often."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from urllib.parse import urlencode

import pytest
from asking import Answer, ask_app
from literal import PASSWORD, add_account
from starlette.applications import Starlette

from faheng.gate import COOKIE, path_after
from faheng.roles import SYSTEM, Grant
from faheng.sign_in import SignIn
from faheng.store.accounts import change_account, create_account, list_accounts
from faheng.store.database import Store
from faheng.store.sessions import IDLE, LONGEST, open_session, session_account, session_actor
from faheng.throttle import Throttle

OWN = "一句自己记得住的话 2026"
Post = Callable[..., Answer]


@pytest.fixture
def pages(fresh_database: Store) -> SignIn:
    return SignIn(lambda: fresh_database)


@pytest.fixture
def post(pages: SignIn) -> Post:
    """Sends a form as the browser does, from our own pages unless said otherwise."""
    app = Starlette(routes=pages.routes)

    def send(
        path: str, *, origin: str = "http://faheng.local", token: str = "", scheme: str = "http", **form: str
    ) -> Answer:
        return ask_app(
            app,
            path,
            method="POST",
            scheme=scheme,
            body=urlencode(form).encode(),
            host="faheng.local",
            origin=origin,
            cookie=f"{COOKIE}={token}",
            content_type="application/x-www-form-urlencoded",
        )

    return send


def token_in(answer: Answer) -> str:
    return answer.headers["set-cookie"].partition(";")[0].removeprefix(f"{COOKIE}=")


def acts(store: Store) -> list[tuple[str, str]]:
    return store.root.execute("select who, act from audit_event order by number").fetchall()


def test_the_right_password_opens_a_session_and_leads_to_the_page_that_was_asked_for(
    fresh_database: Store, post: Post
) -> None:
    add_account(fresh_database, "wangfang", "王芳", "reviewer")
    answer = post("/auth/login?next=%2Ftrend%3Fcity%3D990100", login_name=" WangFang ", password=PASSWORD)
    assert (answer.status, answer.headers["location"]) == (303, "/trend?city=990100")
    actor = session_actor(fresh_database, token_in(answer), origin="10.0.0.7")
    assert actor is not None
    assert (actor.name, actor.origin) == ("王芳", "10.0.0.7")
    assert acts(fresh_database)[-1] == ("王芳", "sign-in")


@pytest.mark.parametrize(("scheme", "is_secure"), [("http", False), ("https", True)])
def test_no_script_reads_the_cookie_and_no_other_site_sends_it(
    fresh_database: Store, post: Post, scheme: str, is_secure: bool
) -> None:
    add_account(fresh_database, "wangfang", "王芳", "viewer")
    cookie = post("/auth/login", scheme=scheme, login_name="wangfang", password=PASSWORD).headers[
        "set-cookie"
    ]
    said = {part.strip().lower() for part in cookie.split(";")}
    assert {"httponly", "samesite=lax", "path=/"} <= said
    assert ("secure" in said) is is_secure


def test_a_wrong_password_says_no_more_than_a_name_that_nobody_has(fresh_database: Store, post: Post) -> None:
    add_account(fresh_database, "wangfang", "王芳", "viewer")
    wrong = post("/auth/login", login_name="wangfang", password="not this one")
    unknown = post("/auth/login", login_name="nobody", password="not this one")
    assert wrong.status == unknown.status == 401
    assert wrong.text.replace("wangfang", "nobody") == unknown.text
    assert "set-cookie" not in wrong.headers
    assert acts(fresh_database)[-2:] == [("王芳", "failed sign-in"), ("未知", "failed sign-in")]


def test_a_disabled_account_is_refused_like_a_wrong_password(fresh_database: Store, post: Post) -> None:
    account = add_account(fresh_database, "wangfang", "王芳", "viewer")
    change_account(fresh_database, account.account_id, name="王芳", is_active=False, actor=SYSTEM)
    assert post("/auth/login", login_name="wangfang", password=PASSWORD).status == 401


def test_after_five_wrong_ones_the_right_one_waits_too(fresh_database: Store, post: Post) -> None:
    add_account(fresh_database, "wangfang", "王芳", "viewer")
    for _ in range(5):
        assert post("/auth/login", login_name="wangfang", password="wrong").status == 401
    closed = post("/auth/login", login_name="wangfang", password=PASSWORD)
    assert (closed.status, closed.headers["retry-after"]) == (429, "15")
    assert "请在 15 秒后再试" in closed.text


def test_the_delay_doubles_up_to_its_limit_and_is_forgotten_after_success() -> None:
    now = [0.0]
    throttle = Throttle(free=3, first_delay=10, longest=60, clock=lambda: now[0])
    closed = []
    for _ in range(7):
        throttle.failed("wangfang")
        closed.append(throttle.seconds_closed("wangfang"))
        now[0] += closed[-1]
    assert closed == [0, 0, 10, 20, 40, 60, 60]
    assert throttle.seconds_closed("wangfang") == throttle.seconds_closed("somebody else") == 0
    throttle.succeeded("wangfang")
    throttle.failed("wangfang")
    assert throttle.seconds_closed("wangfang") == 0


@pytest.mark.parametrize("path", ["/auth/login", "/auth/logout", "/auth/first?key={key}"])
def test_a_form_of_another_site_is_refused(
    fresh_database: Store, pages: SignIn, post: Post, path: str
) -> None:
    if "first" not in path:
        add_account(fresh_database, "wangfang", "王芳", "viewer")
    answer = post(
        path.format(key=pages.first_key),
        origin="http://evil.example",
        login_name="wangfang",
        password=PASSWORD,
    )
    assert answer.status == 403
    assert "set-cookie" not in answer.headers


def test_the_first_address_makes_one_administrator_and_works_once(
    fresh_database: Store, pages: SignIn, post: Post
) -> None:
    form = {"login_name": "chen", "name": "陈主任", "password": OWN, "again": OWN}
    assert post("/auth/first?key=guessed", **form).status == 403
    address = f"/auth/first?key={pages.first_key}"
    assert post(address, **{**form, "again": "another one"}).status == 400
    assert post(address, **{**form, "password": "short", "again": "short"}).status == 400
    assert list_accounts(fresh_database) == {}
    made = post(address, **form)
    assert (made.status, made.headers["location"]) == (303, "/")
    (account,) = list_accounts(fresh_database).values()
    assert {grant.role for grant in account.grants} == {"administrator", "reviewer", "publisher"}
    assert post(address, **{**form, "login_name": "second"}).headers["location"] == "/auth/login"
    assert len(list_accounts(fresh_database)) == 1


def test_a_password_that_was_given_opens_nothing_until_it_is_changed(
    fresh_database: Store, post: Post
) -> None:
    account, given = create_account(
        fresh_database, actor=SYSTEM, login_name="zhaomin", name="赵敏", grants=[Grant("viewer")]
    )
    first = token_in(post("/auth/login", login_name="zhaomin", password=given))
    assert session_account(fresh_database, first) is not None
    assert session_actor(fresh_database, first, origin="") is None
    change = {"before": given, "after": OWN, "again": OWN}
    assert post("/auth/password", token=first, **{**change, "before": "wrong"}).status == 400
    assert post("/auth/password", token=first, **{**change, "after": given, "again": given}).status == 400
    changed = post("/auth/password?next=%2Ftrend", token=first, **change)
    assert (changed.status, changed.headers["location"]) == (303, "/trend")
    assert session_actor(fresh_database, token_in(changed), origin="") is not None
    assert session_account(fresh_database, first) is None  # every session from before has ended
    assert not list_accounts(fresh_database)[account.account_id].must_change


def test_signing_out_ends_the_session_and_is_recorded(fresh_database: Store, post: Post) -> None:
    token = open_session(fresh_database, add_account(fresh_database, "wangfang", "王芳"), origin="")
    post("/auth/logout", token=token)
    assert session_account(fresh_database, token) is None
    assert acts(fresh_database)[-1] == ("王芳", "sign-out")


def test_a_session_runs_out_when_it_is_not_used_and_after_a_week(fresh_database: Store) -> None:
    account = add_account(fresh_database, "wangfang", "王芳")
    then = datetime.now().replace(microsecond=0)
    idle, used = (open_session(fresh_database, account, origin="", now=then) for _ in range(2))
    for hours in range(6, 7 * 24, 6):
        assert session_account(fresh_database, used, now=then + timedelta(hours=hours)) is not None
    assert session_account(fresh_database, idle, now=then + IDLE + timedelta(seconds=1)) is None
    assert session_account(fresh_database, used, now=then + LONGEST + timedelta(seconds=1)) is None


def test_disabling_ends_what_is_open_at_once(fresh_database: Store) -> None:
    account = add_account(fresh_database, "wangfang", "王芳", "reviewer")
    token = open_session(fresh_database, account, origin="")
    assert session_actor(fresh_database, token, origin="") is not None
    change_account(fresh_database, account.account_id, name="王芳", is_active=False, actor=SYSTEM)
    assert session_actor(fresh_database, token, origin="") is None
    assert session_actor(fresh_database, "forged" + token, origin="") is None


@pytest.mark.parametrize(
    "wanted",
    [
        "//evil.example",
        "https://evil.example/",
        "/\\evil.example",
        "javascript:alert(1)",
        "/auth/logout",
        "/a\nb",
        "",
    ],
)
def test_signing_in_leads_to_no_other_host(wanted: str) -> None:
    assert path_after(wanted) == "/"
