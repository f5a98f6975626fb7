"""A release frozen for a meeting (冻结): who opens the app without choosing one reads it, whatever is published since."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from faheng.roles import Actor
from faheng.store.access import require
from faheng.store.audit import record
from faheng.store.database import Store, StoreError
from faheng.store.embargo import clock, newest_for
from faheng.store.queries import run_query

MOST_LETTERS = 40


@dataclass(frozen=True)
class Freeze:
    """The release that is frozen, the meeting it is for, and who froze it when."""

    release: int
    name: str
    frozen_by: str
    frozen_at: datetime


def frozen_release(store: Store) -> Freeze | None:
    """The freeze that holds now; there is at most one."""
    found: tuple[Freeze, ...] = store.remember("freeze", lambda: _read(store))
    return found[0] if found else None


def freeze_for(store: Store, actor: Actor, *, now: datetime | None = None) -> Freeze | None:
    """The freeze as the actor may know of it: one of a release that is not public yet concerns nobody else."""
    frozen = frozen_release(store)
    return frozen if frozen and frozen.release <= newest_for(store, actor, now=now) else None


def opening_release(store: Store, actor: Actor, *, now: datetime | None = None) -> int:
    """The release that the actor reads who chose none: the frozen one, else the newest they may read."""
    frozen = freeze_for(store, actor, now=now)
    return frozen.release if frozen else newest_for(store, actor, now=now)


def freeze_release(store: Store, release: int, name: str, *, actor: Actor) -> None:
    """Freeze a release for the meeting `name`.

    Raises:
        AccessError: the actor has no 发布.
        StoreError: no such release, no name, or another freeze holds.
    """
    require(actor, "publisher")
    name = " ".join(name.split())
    if not 0 < len(name) <= MOST_LETTERS:
        raise StoreError(f"请写明为哪次会议冻结，不超过 {MOST_LETTERS} 个字，没有写入。")
    with store.writing() as cursor:
        if held := run_query(cursor, "release_freeze"):
            raise StoreError(f"第 {held[0].release} 版已为“{held[0].name}”冻结：请先解冻，没有写入。")
        if not run_query(cursor, "release_one", number=release):
            raise StoreError(f"没有第 {release} 版，没有写入。")
        run_query(cursor, "write_freeze", release=release, name=name, frozen_by=actor.name, frozen_at=clock())
        record(cursor, actor, "frozen", f"release:{release}", {"name": name})


def unfreeze(store: Store, *, actor: Actor) -> int:
    """End the freeze that holds; the release it held.

    Raises:
        AccessError: the actor has no 发布.
        StoreError: nothing is frozen.
    """
    require(actor, "publisher")
    with store.writing() as cursor:
        held = run_query(cursor, "release_freeze")
        if not held:
            raise StoreError("现在没有冻结的版本，没有改动。")
        run_query(cursor, "write_ended_freeze", ended_by=actor.name, ended_at=clock())
        record(cursor, actor, "unfrozen", f"release:{held[0].release}", {"name": held[0].name})
    return int(held[0].release)


def _read(store: Store) -> tuple[Freeze, ...]:
    return tuple(Freeze(*row) for row in store.now("release_freeze"))
