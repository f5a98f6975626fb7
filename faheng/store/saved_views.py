"""收藏: the views of our own pages that somebody saved; every one is seen and changed by that person alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import duckdb

from faheng.address import Address, own_address
from faheng.roles import Actor
from faheng.store.access import AccessError
from faheng.store.audit import record
from faheng.store.database import Store, StoreError
from faheng.store.queries import run_query

_LONGEST_NAME = 60
_MOST = 50  # of one person: more is a list nobody reads


@dataclass(frozen=True)
class SavedView:
    """A page with its choices, under the name that its owner gave it."""

    view_id: int
    name: str
    address: Address


def list_views(store: Store, *, actor: Actor) -> tuple[SavedView, ...]:
    """What the actor saved, oldest first; a guest has nothing. A page that is no more is left out."""
    if actor.account_id <= 0:
        return ()
    kept: tuple[SavedView, ...] = store.remember(
        f"saved views of {actor.account_id}", lambda: _read(store, actor)
    )
    return kept


def _read(store: Store, actor: Actor) -> tuple[SavedView, ...]:
    views = []
    for row in run_query(store.root.cursor(), "saved_views", account_id=actor.account_id):
        try:
            views.append(SavedView(row.view_id, row.name, own_address(row.address)))
        except ValueError:  # the page or one of its choices went with an older version
            continue
    return tuple(views)


def save_view(store: Store, *, actor: Actor, name: str, address: str) -> int:
    """Save a view of a page of ours for the actor; its number.

    Raises:
        AccessError: nobody is signed in.
        StoreError: the name will not do, the address is none of ours, or there are too many.
    """
    _require_account(actor)
    name = _checked_name(name)
    try:
        url = own_address(address).url
    except ValueError as error:
        raise StoreError("只能收藏法衡自己的页面，没有保存。") from error
    with store.writing() as cursor:
        own = run_query(cursor, "saved_views", account_id=actor.account_id)
        if found := next((row for row in own if row.address == url), None):
            raise StoreError(f"这一页已经收藏过，叫“{found.name}”。")
        if len(own) >= _MOST:
            raise StoreError(f"最多收藏 {_MOST} 个，请先删去不用的。")
        number: int = run_query(cursor, "saved_view_next")[0].view_id
        run_query(
            cursor,
            "write_saved_view",
            view_id=number,
            account_id=actor.account_id,
            name=name,
            address=url,
            saved_at=datetime.now().replace(microsecond=0),
        )
        _record(cursor, actor, number, "added")
    return number


def rename_view(store: Store, view_id: int, *, actor: Actor, name: str) -> None:
    """Give one of the actor's own views another name.

    Raises:
        AccessError: nobody is signed in.
        StoreError: the actor has no such view, or the name will not do.
    """
    _require_account(actor)
    name = _checked_name(name)
    with store.writing() as cursor:
        _require_own(cursor, view_id, actor)
        run_query(cursor, "write_saved_view_name", view_id=view_id, account_id=actor.account_id, name=name)
        _record(cursor, actor, view_id, "renamed")


def remove_view(store: Store, view_id: int, *, actor: Actor) -> None:
    """Take one of the actor's own views away.

    Raises:
        AccessError: nobody is signed in.
        StoreError: the actor has no such view.
    """
    _require_account(actor)
    with store.writing() as cursor:
        _require_own(cursor, view_id, actor)
        run_query(cursor, "write_forgotten_saved_view", view_id=view_id, account_id=actor.account_id)
        _record(cursor, actor, view_id, "removed")


def _record(cursor: duckdb.DuckDBPyConnection, actor: Actor, view_id: int, done: str) -> None:
    # That it was done, not what was looked at: that is nobody else's business (docs/personal-data.md).
    record(cursor, actor, "saved view", f"view:{view_id}", {"done": done})


def _require_account(actor: Actor) -> None:
    if actor.account_id <= 0:
        raise AccessError("登录以后才能收藏。没有写入任何内容。")


def _require_own(cursor: duckdb.DuckDBPyConnection, view_id: int, actor: Actor) -> None:
    views = run_query(cursor, "saved_views", account_id=actor.account_id)
    if all(row.view_id != view_id for row in views):
        raise StoreError("您的收藏里没有这一项，没有改动。")


def _checked_name(name: str) -> str:
    name = " ".join(name.split())
    if not name or len(name) > _LONGEST_NAME:
        raise StoreError(f"请给收藏起个名字，最多 {_LONGEST_NAME} 个字。")
    return name
