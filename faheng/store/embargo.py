"""Which release everybody may read: none that is to be public later, nor any after it (定时公开)."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import duckdb

from faheng.roles import SYSTEM, Actor
from faheng.store.access import require
from faheng.store.audit import record
from faheng.store.database import Store, StoreError
from faheng.store.queries import run_query

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Embargo:
    """A release that is public from a time on; nobody saw yet that it came."""

    release: int
    public_from: datetime


def clock() -> datetime:
    """The server's clock, in the office's own time."""
    return datetime.now().replace(microsecond=0)


def public_release(store: Store, *, now: datetime | None = None) -> int:
    """The newest release that everybody may read: the last before the first one that is not public yet.

    That a time has come is written down when it is first seen: a clock that is set back later takes nothing back.
    """
    now = now or clock()
    newest = store.latest_release  # first: what is published while this asks must not slip past its embargo
    if _due(_embargoes(store), now):
        _open_what_is_due(store, now)
    return min((one.release - 1 for one in _held(store, now)), default=newest)


def sees_all(actor: Actor) -> bool:
    """Whether the actor reads releases before they are public: who decides about them."""
    return actor.has("reviewer", "publisher")


def newest_for(store: Store, actor: Actor, *, now: datetime | None = None) -> int:
    """The newest release that the actor may read; later ones do not exist for them."""
    return store.latest_release if sees_all(actor) else public_release(store, now=now)


def public_time(store: Store, release: int, *, now: datetime | None = None) -> datetime | None:
    """From when on everybody may read a release, as far as it is known; None when they may now.

    A release waits for those before it too. Nothing is written here, so it may be asked inside a write.
    """
    held = [one.public_from for one in _held(store, now or clock()) if one.release <= release]
    return max(held, default=None)


def own_embargo(store: Store, release: int, *, now: datetime | None = None) -> datetime | None:
    """The time that was set for this very release, while it has not come."""
    return next((one.public_from for one in _held(store, now or clock()) if one.release == release), None)


def future(public_from: datetime | None, now: datetime | None = None) -> datetime | None:
    """`public_from`, which must not have come yet.

    Raises:
        StoreError: it has.
    """
    if public_from is not None and public_from <= (now or clock()):
        raise StoreError(f"公开时间 {public_from:%Y-%m-%d %H:%M} 已经过去：请改成以后的时间，没有写入。")
    return public_from


def move_embargo(
    store: Store, release: int, public_from: datetime | None, *, actor: Actor, now: datetime | None = None
) -> None:
    """Make a release that waits public from another time on; at once when that is None.

    Raises:
        AccessError: the actor has no 发布.
        StoreError: it is public already, or the time is past.
    """
    require(actor, "publisher")
    now = now or clock()
    with store.writing() as cursor:
        waiting = {row.release: row.public_from for row in run_query(cursor, "release_embargoes")}
        before = waiting.get(release)
        if before is None or before <= now:
            raise StoreError(f"第 {release} 版没有在等待公开，没有改动：已经公开的版本不能收回，只能撤销。")
        future(public_from, now)
        run_query(cursor, "write_embargo", release=release, public_from=public_from or now)
        if public_from is None:
            run_query(cursor, "write_opened_releases", opened_at=now, releases=[release])
        detail = {"from": before, "to": public_from or now}
        record(cursor, actor, "embargo", f"release:{release}", detail)


def _embargoes(store: Store) -> tuple[Embargo, ...]:
    found: tuple[Embargo, ...] = store.remember("embargoes", lambda: _read(store))
    return found


def _read(store: Store) -> tuple[Embargo, ...]:
    rows = store.now("release_embargoes")
    return tuple(Embargo(row.release, row.public_from) for row in rows)


def _due(embargoes: Iterable[Any], now: datetime) -> list[int]:
    """The releases whose time has come, up to the first one that still waits: it holds back those after it."""
    due = []
    for one in sorted(embargoes, key=lambda one: one.release):
        if one.public_from > now:
            break
        due.append(one.release)
    return due


def _held(store: Store, now: datetime) -> list[Embargo]:
    return [one for one in _embargoes(store) if one.public_from > now]


def _open_what_is_due(store: Store, now: datetime) -> None:
    try:
        with store.writing() as cursor:
            rows = run_query(cursor, "release_embargoes")
            due = _due(rows, now)
            if not due:  # somebody else saw it at the same moment
                return
            run_query(cursor, "write_opened_releases", opened_at=now, releases=due)
            for release in due:
                record(cursor, SYSTEM, "embargo ended", f"release:{release}")
    except (StoreError, duckdb.Error):
        # Readers are served all the same: by the clock it is public.
        log.exception("could not write down that releases are public")
