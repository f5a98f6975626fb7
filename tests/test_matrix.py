"""Who may do what, in three tables: every address, every page, every write, for every role and for nobody.

A new route, page or write fails here by its name until the tables say who may.
"""

from __future__ import annotations

import asyncio
import importlib
import inspect
import itertools
import pkgutil
from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime, timedelta
from typing import Any
from unittest.mock import MagicMock

import pytest
from asking import ask_app
from literal import PASSWORD, add_account, file_of, somebody, submit, value
from opening import PAGES_FOLDER, opener
from starlette.responses import PlainTextResponse
from streamlit.web.server.starlette.starlette_app import create_streamlit_routes

import faheng.store
from faheng import server
from faheng.gate import COOKIE, Gate
from faheng.intake.reading import Value
from faheng.period import period_from_code
from faheng.roles import GUEST, SYSTEM, Actor, Grant, Role
from faheng.store.access import AccessError
from faheng.store.accounts import (
    change_account,
    change_grants,
    change_password,
    create_account,
    give_password,
    list_accounts,
)
from faheng.store.annotations import annotate, remove_annotation
from faheng.store.attachments import add_attachment, attachment_for
from faheng.store.audit import Search, found_events
from faheng.store.backup import make_backup
from faheng.store.database import Store, StoreError
from faheng.store.deadlines import set_deadline
from faheng.store.decks import (
    deck_for,
    deck_versions,
    list_decks,
    make_deck,
    remove_deck,
    restore_deck,
    save_deck,
    share_deck,
)
from faheng.store.embargo import move_embargo
from faheng.store.finalising import make_final
from faheng.store.freezes import freeze_release, unfreeze
from faheng.store.masters import remove_master, set_master
from faheng.store.releases import publish, publish_catalogue, undo, withdraw
from faheng.store.reviews import (
    ReturnedCell,
    accept_submissions,
    answer_points,
    return_submission,
    review_points,
)
from faheng.store.rules import OfficeRules, change_rules
from faheng.store.saved_views import list_views, remove_view, rename_view, save_view
from faheng.store.sessions import open_session
from faheng.store.submissions import Sender, discard_submission, save_submission

ROLES: tuple[Role, ...] = ("viewer", "reporter", "reviewer", "publisher", "administrator")
WORKING = frozenset(ROLES) - {"viewer"}  # everybody who has something to upload

# --- Addresses ---------------------------------------------------------------------------------------------------

# What each kind of visitor gets before anything of the app runs. 303: led to where one signs in.
VISITORS = (*ROLES, "signed out", "open viewing", "disabled", "must change")
EVERYBODY = dict.fromkeys(VISITORS, 200)
STRANGERS = ("signed out", "disabled", "must change")
PAGE = EVERYBODY | dict.fromkeys(STRANGERS, 303)
DATA = EVERYBODY | dict.fromkeys(STRANGERS, 401)
UPLOAD = DATA | {"viewer": 403, "open viewing": 403}
WEBSOCKET = EVERYBODY | dict.fromkeys(STRANGERS, 403)

ADDRESSES: dict[str, dict[str, int]] = {
    # before anybody signed in
    "/auth/login": EVERYBODY,
    "/auth/logout": EVERYBODY,
    "/auth/password": EVERYBODY,
    "/auth/first": EVERYBODY,
    "/health": EVERYBODY,
    "/assets/{name}": EVERYBODY,
    "/static/js/index.js": EVERYBODY,
    "/_stcore/health": EVERYBODY,
    "/_stcore/host-config": EVERYBODY,
    # Streamlit's own
    "/_stcore/stream": WEBSOCKET,
    "/_stcore/upload_file/{session_id}/{file_id}": UPLOAD,
    "/_stcore/script-health-check": DATA,
    "/_stcore/metrics": DATA,
    "/_stcore/bidi-components/{path:path}": DATA,
    "/_stcore/agent/interact": DATA,
    "/_stcore/agent/openapi.json": DATA,
    "/_stcore/agent/mcp": DATA,
    "/media/{file_id:path}": DATA,
    "/files/attachment/{attachment_id:int}": DATA,
    "/component/{path:path}": PAGE,
    # pages
    "/": PAGE,
    "/overview": PAGE,
    "/submission": PAGE,
    "/{path:path}": PAGE,
}
# Streamlit's, for an identity provider that is not set up: they hold nothing, and its page goes to signed-in people only.
OIDC = {"/auth/login", "/auth/logout", "/oauth2callback"}


def all_routes() -> set[str]:
    """The paths of every route that the running app has: ours first, then Streamlit's."""
    routes = [*server.ROUTES, *create_streamlit_routes(MagicMock())]
    return {getattr(route, "path", "") or "/static/js/index.js" for route in routes}


def test_every_route_is_in_the_table() -> None:
    missing = all_routes() - set(ADDRESSES) - OIDC
    assert sorted(missing) == [], "say in ADDRESSES who may open these"


@pytest.fixture
def visitors(fresh_database: Store) -> dict[str, str]:
    """The cookie of each kind of visitor."""
    cookies = {"signed out": "", "open viewing": ""}
    for role in ROLES:
        given: dict[str, Any] = {"reports": ["990102"]} if role == "reporter" else {}
        account = add_account(fresh_database, role, role, *([] if given else [role]), **given)
        cookies[role] = open_session(fresh_database, account, origin="")
    disabled = add_account(fresh_database, "disabled", "已停用", "administrator")
    cookies["disabled"] = open_session(fresh_database, disabled, origin="")
    change_account(fresh_database, disabled.account_id, name="已停用", is_active=False, actor=SYSTEM)
    fresh, _ = create_account(
        fresh_database, actor=SYSTEM, login_name="fresh", name="新来", grants=[Grant("reviewer")]
    )
    cookies["must change"] = open_session(fresh_database, fresh, origin="")
    return cookies


def answer_at(gate: Gate, path: str, cookie: str, *, is_websocket: bool) -> int:
    """The status a visitor gets; a WebSocket that is closed before it opened is 403."""
    sent: list[Any] = []

    async def receive() -> dict[str, Any]:
        return {"type": "websocket.connect"} if is_websocket else {"type": "http.request", "body": b""}

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {
        "type": "websocket" if is_websocket else "http",
        "method": "PUT" if "upload_file" in path else "GET",
        "path": path,
        "root_path": "",
        "query_string": b"",
        "headers": [(b"cookie", f"{COOKIE}={cookie}".encode())] if cookie else [],
    }
    asyncio.run(gate(scope, receive, send))
    return 403 if sent[0]["type"] == "websocket.close" else sent[0].get("status", 200)


async def app(scope: Any, receive: Any, send: Any) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.accept"})
    else:
        await PlainTextResponse("in")(scope, receive, send)


def test_every_address_for_every_visitor(fresh_database: Store, visitors: dict[str, str]) -> None:
    gate = Gate(app, store=lambda: fresh_database)
    found: dict[str, dict[str, int]] = {path: {} for path in ADDRESSES}
    for visitor, cookie in visitors.items():
        if visitor == "open viewing":
            change_rules(fresh_database, OfficeRules(open_viewing=True), actor=SYSTEM)
        for path in ADDRESSES:
            is_websocket = ADDRESSES[path] is WEBSOCKET
            found[path][visitor] = answer_at(gate, path, cookie, is_websocket=is_websocket)
        if visitor == "open viewing":
            change_rules(fresh_database, OfficeRules(open_viewing=False), actor=SYSTEM)
    assert found == ADDRESSES


def test_somebody_with_a_first_password_is_led_to_change_it(
    fresh_database: Store, visitors: dict[str, str]
) -> None:
    gate = Gate(app, store=lambda: fresh_database)
    answer = ask_app(gate, "/overview", cookie=f"{COOKIE}={visitors['must change']}")
    assert answer.headers["location"] == "/auth/password?next=%2Foverview"


# --- Pages -------------------------------------------------------------------------------------------------------

EVERY_ROLE = frozenset((*ROLES, "guest"))
PAGES: dict[str, frozenset[str]] = {
    "start.py": EVERY_ROLE,
    "overview.py": EVERY_ROLE,
    "comparison.py": EVERY_ROLE,
    "trend.py": EVERY_ROLE,
    "profile.py": EVERY_ROLE,
    "meeting.py": frozenset(ROLES),
    "catalogue.py": EVERY_ROLE,
    "indicator.py": EVERY_ROLE,
    "facts.py": EVERY_ROLE,
    "guide.py": EVERY_ROLE,
    "releases.py": EVERY_ROLE,
    "submission.py": frozenset({"reporter"}),
    "progress.py": frozenset(WORKING),
    "receipt.py": frozenset({"reporter", "reviewer", "publisher"}),
    "review.py": frozenset({"reviewer", "publisher"}),
    "people.py": frozenset({"administrator"}),
    "settings.py": frozenset({"administrator"}),
    "record.py": frozenset({"administrator"}),
}


def actor_with(role: str) -> Actor:
    """Somebody who has this role and no other; 填报 for 东湖区."""
    if role == "guest":
        return GUEST
    if role == "reporter":
        return somebody("王芳", account_id=7, reports=["990102"])
    return somebody("李强", role, account_id=8)  # type: ignore[arg-type]


def test_every_page_is_in_the_table() -> None:
    files = {file.name for file in PAGES_FOLDER.glob("[a-z]*.py")}
    assert sorted(files ^ set(PAGES)) == [], "say in PAGES who may open these"


@pytest.mark.parametrize("role", sorted(EVERY_ROLE))
def test_every_page_for_a_role(role: str, monkeypatch: pytest.MonkeyPatch, fresh_database: Store) -> None:
    open_page = opener(monkeypatch, fresh_database, actor_with(role))
    opened = set()
    for page in PAGES:
        app = open_page(page)
        assert [exception.message for exception in app.exception] == []
        locked = ("权限。需要使用时请联系管理员", "登录以后才能使用这一页")
        if not any(words in str(info.value) for info in app.info for words in locked):
            opened.add(page)
    assert opened == {page for page, roles in PAGES.items() if role in roles}


# --- Writes ------------------------------------------------------------------------------------------------------

Call = Callable[[Store, Actor], object]
SENDER = Sender("990102", "990102", "王芳")
_numbers = itertools.count()


def one() -> list[Value]:
    """A figure of 东湖区 for a quarter that no other call has."""
    number = next(_numbers)
    return [value("C01", "990102", f"{1980 + number // 4}-Q{number % 4 + 1}", parts=("3", "4"))]


def waiting(store: Store) -> int:
    """A submission of 东湖区 that waits."""
    return save_submission(store, file_of(one(), "东湖区.xlsx"), SENDER, actor=SYSTEM)


def answer(store: Store, actor: Actor) -> object:
    number = waiting(store)
    return_submission(store, number, [ReturnedCell("", "other", "请核对")], actor=SYSTEM)
    (point,) = review_points(store, [number])[number]
    return answer_points(store, number, {point.point_id: "已核对"}, actor=actor)


def take_out(store: Store, actor: Actor) -> object:
    values = one()
    publish(store, [submit(store, values)], actor=SYSTEM)
    key = ("C01", "990102", values[0].period.code, "within")
    return withdraw(store, [key], actor=actor, reason="口径有误")


def someone_else(store: Store) -> int:
    return add_account(store, f"zhaomin{next(_numbers)}", "赵敏").account_id


def own_password(store: Store, actor: Actor) -> object:
    number = someone_else(store)
    own = Actor(number, actor.name, actor.grants)
    return change_password(store, own, before=PASSWORD, after="另一句够长的密码 2026")


def saved(store: Store, actor: Actor) -> int:
    number = next(_numbers)
    return save_view(store, actor=actor, name=f"看{number}", address=f"/overview?city={number:06}")


def deck(store: Store, actor: Actor) -> int:
    return make_deck(store, actor=actor, name="年度汇报", content="{}", made_in=1)


def master(store: Store, actor: Actor) -> object:
    return set_master(store, file_name="母版.pptx", data=b"PK", actor=actor)


def end_master(store: Store, actor: Actor) -> object:
    master(store, SYSTEM)
    return remove_master(store, actor=actor)


def pinned(store: Store, actor: Actor) -> int:
    return annotate(
        store,
        indicator_code="C01",
        city_code="990100",
        region_code="",
        period_code="2025-Q1",
        text=f"办法出台 {next(_numbers)}",
        actor=actor,
    )


def open_now(store: Store, actor: Actor) -> object:
    later = datetime.now() + timedelta(days=1)
    release = publish(store, [submit(store, one())], actor=SYSTEM, public_from=later)
    return move_embargo(store, release, None, actor=actor)


def freeze(store: Store, actor: Actor) -> object:
    with suppress(StoreError):
        unfreeze(store, actor=SYSTEM)
    return freeze_release(store, 1, "常委会", actor=actor)


def thaw(store: Store, actor: Actor) -> object:
    freeze(store, SYSTEM)
    return unfreeze(store, actor=actor)


def final(store: Store, actor: Actor) -> object:
    number = next(_numbers)
    period = f"{1980 + number // 4}-Q{number % 4 + 1}"
    waits = value("C01", "990102", period, parts=("3", "4"), status="provisional")
    publish(store, [submit(store, [waits])], actor=SYSTEM)
    return make_final(store, city_code="990100", period_code=period, actor=actor)


SIGNED_IN = frozenset(ROLES)

# Who is let in by the store itself, whatever a page shows, and how it is called. What the call is about was made before
# by the program.
WRITES: dict[str, tuple[frozenset[str], Call]] = {
    "accounts.create_account": (
        frozenset({"administrator"}),
        lambda store, actor: create_account(
            store, actor=actor, login_name=f"new{next(_numbers)}", name="新", grants=[Grant("viewer")]
        ),
    ),
    "accounts.change_grants": (
        frozenset({"administrator"}),
        lambda store, actor: change_grants(store, someone_else(store), [Grant("viewer")], actor=actor),
    ),
    "accounts.change_account": (
        frozenset({"administrator"}),
        lambda store, actor: change_account(
            store, someone_else(store), name="赵", is_active=True, actor=actor
        ),
    ),
    "accounts.give_password": (
        frozenset({"administrator"}),
        lambda store, actor: give_password(store, someone_else(store), actor=actor),
    ),
    "accounts.change_password": (EVERY_ROLE, own_password),
    "rules.change_rules": (
        frozenset({"administrator"}),
        lambda store, actor: change_rules(store, OfficeRules(four_eyes=False), actor=actor),
    ),
    "deadlines.set_deadline": (
        frozenset({"administrator", "reviewer"}),
        lambda store, actor: set_deadline(
            store, "990100", period_from_code("2025-Q1"), date(2025, 4, 1 + next(_numbers) % 20), actor=actor
        ),
    ),
    "saved_views.save_view": (SIGNED_IN, lambda store, actor: saved(store, actor)),
    "saved_views.rename_view": (
        SIGNED_IN,
        lambda store, actor: rename_view(store, saved(store, actor), actor=actor, name="季度"),
    ),
    "saved_views.remove_view": (
        SIGNED_IN,
        lambda store, actor: remove_view(store, saved(store, actor), actor=actor),
    ),
    "saved_views.list_views": (EVERY_ROLE, lambda store, actor: list_views(store, actor=actor)),
    "decks.make_deck": (SIGNED_IN, lambda store, actor: deck(store, actor)),
    "decks.save_deck": (
        SIGNED_IN,
        lambda store, actor: save_deck(
            store, deck(store, actor), actor=actor, name="年度汇报", content="[]", made_in=1, seen=1
        ),
    ),
    "decks.share_deck": (
        SIGNED_IN,
        lambda store, actor: share_deck(store, deck(store, actor), actor=actor, is_shared=True),
    ),
    "decks.remove_deck": (
        SIGNED_IN,
        lambda store, actor: remove_deck(store, deck(store, actor), actor=actor),
    ),
    "decks.restore_deck": (
        SIGNED_IN,
        lambda store, actor: restore_deck(store, deck(store, actor), actor=actor),
    ),
    "decks.deck_for": (
        SIGNED_IN,
        lambda store, actor: deck_for(store, deck(store, actor), actor=actor),
    ),
    "decks.deck_versions": (
        SIGNED_IN,
        lambda store, actor: deck_versions(store, deck(store, actor), actor=actor),
    ),
    "decks.list_decks": (EVERY_ROLE, lambda store, actor: list_decks(store, actor=actor)),
    "masters.set_master": (frozenset({"administrator"}), master),
    "masters.remove_master": (frozenset({"administrator"}), end_master),
    "audit.found_events": (
        frozenset({"administrator"}),
        lambda store, actor: found_events(store, Search(), actor=actor, most=10),
    ),
    "submissions.save_submission": (
        frozenset({"reporter"}),
        lambda store, actor: save_submission(store, file_of(one()), SENDER, actor=actor),
    ),
    "submissions.discard_submission": (
        frozenset({"reporter", "reviewer"}),
        lambda store, actor: discard_submission(store, waiting(store), actor=actor),
    ),
    "reviews.return_submission": (
        frozenset({"reviewer"}),
        lambda store, actor: return_submission(
            store, waiting(store), [ReturnedCell("", "other", "请核对")], actor=actor
        ),
    ),
    "reviews.answer_points": (
        frozenset({"reporter"}),
        answer,
    ),
    "reviews.accept_submissions": (
        frozenset({"reviewer"}),
        lambda store, actor: accept_submissions(store, [waiting(store)], actor=actor),
    ),
    "attachments.add_attachment": (
        frozenset({"reporter", "reviewer"}),
        lambda store, actor: add_attachment(
            store, waiting(store), file_name="佐证.pdf", data=b"%PDF", actor=actor
        ),
    ),
    "attachments.attachment_for": (
        frozenset({"reporter", "reviewer", "publisher"}),
        lambda store, actor: attachment_for(
            store,
            add_attachment(
                store, waiting(store), file_name="佐证.pdf", data=b"%PDF", actor=SYSTEM
            ).attachment_id,
            actor=actor,
        ),
    ),
    "releases.publish": (
        frozenset({"publisher"}),
        lambda store, actor: publish(store, [submit(store, one())], actor=actor),
    ),
    "releases.withdraw": (
        frozenset({"publisher"}),
        take_out,
    ),
    "releases.undo": (
        frozenset({"publisher"}),
        lambda store, actor: undo(
            store, publish(store, [submit(store, one())], actor=SYSTEM), actor=actor, reason="发布有误"
        ),
    ),
    "annotations.annotate": (frozenset({"reviewer", "publisher"}), lambda store, actor: pinned(store, actor)),
    "annotations.remove_annotation": (
        frozenset({"reviewer", "publisher"}),
        lambda store, actor: remove_annotation(store, pinned(store, SYSTEM), actor=actor),
    ),
    "embargo.move_embargo": (frozenset({"publisher"}), open_now),
    "freezes.freeze_release": (frozenset({"publisher"}), freeze),
    "freezes.unfreeze": (frozenset({"publisher"}), thaw),
    "finalising.make_final": (frozenset({"publisher"}), final),
    "backup.make_backup": (
        frozenset({"administrator"}),
        lambda store, actor: make_backup(store, actor=actor),
    ),
    "releases.publish_catalogue": (
        frozenset({"administrator"}),
        lambda store, actor: publish_catalogue(store, store.catalogue(1), actor=actor),
    ),
}
# Reading a file is no act, and a catalogue that is the same changes nothing.
UNRECORDED = {
    "attachments.attachment_for",
    "audit.found_events",
    "decks.deck_for",
    "decks.deck_versions",
    "decks.list_decks",
    "releases.publish_catalogue",
    "saved_views.list_views",
}
# They take an actor and write nothing in whose name a role must be asked.
NO_WRITES = {
    "embargo.newest_for",
    "embargo.sees_all",
    "freezes.freeze_for",
    "freezes.opening_release",
    "release_steps.new_release",
    "access.require",
    "audit.record",
    "audit.note",
    "reviews.needs_other_reviewer",
    "submissions.as_told",
    "submissions.may_see",
    "submissions.own_submissions",
}


def functions_with_an_actor() -> set[str]:
    """Every public function of the store that takes an actor."""
    found = set()
    for module in pkgutil.iter_modules(faheng.store.__path__):
        content = importlib.import_module(f"faheng.store.{module.name}")
        for name, function in inspect.getmembers(content, inspect.isfunction):
            is_own = function.__module__ == content.__name__ and not name.startswith("_")
            if is_own and "actor" in inspect.signature(function).parameters:
                found.add(f"{module.name}.{name}")
    return found


def test_every_write_is_in_the_table() -> None:
    assert sorted(functions_with_an_actor() ^ set(WRITES) ^ NO_WRITES) == [], "say in WRITES who may do these"


@pytest.mark.parametrize("write", WRITES)
def test_every_write_for_every_role(write: str, fresh_database: Store) -> None:
    allowed, call = WRITES[write]
    done = set()
    for role in sorted(EVERY_ROLE):
        with suppress(AccessError):  # any other error is one of the test
            call(fresh_database, actor_with(role))
            done.add(role)
            if write not in UNRECORDED:
                assert who_acted_last(fresh_database) == actor_with(role).name
    assert done == allowed


def who_acted_last(store: Store) -> str:
    (row,) = store.root.execute("select who from audit_event order by number desc limit 1").fetchall()
    return str(row[0])


def test_a_county_writes_for_itself_alone(fresh_database: Store) -> None:
    neighbour = somebody("孙丽", account_id=9, reports=["990123"])
    number = waiting(fresh_database)
    attachment = add_attachment(fresh_database, number, file_name="佐证.pdf", data=b"%PDF", actor=SYSTEM)
    for forbidden in (
        lambda: save_submission(fresh_database, file_of(one()), SENDER, actor=neighbour),
        lambda: discard_submission(fresh_database, number, actor=neighbour),
        lambda: add_attachment(fresh_database, number, file_name="x.pdf", data=b"x", actor=neighbour),
        lambda: attachment_for(fresh_database, attachment.attachment_id, actor=neighbour),
    ):
        with pytest.raises(AccessError):
            forbidden()
    assert list_accounts(fresh_database) == {}
