"""汇报: the decks that people made; every save is kept, the newest counts. What a deck holds is faheng/meeting's matter."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import duckdb

from faheng.roles import Actor
from faheng.store.access import AccessError
from faheng.store.audit import record
from faheng.store.database import Store, StoreError
from faheng.store.embargo import newest_for
from faheng.store.queries import run_query

MOST_DECKS = 100  # of one person
_LARGEST = 400_000  # letters of a deck's content: a hundred slides with the longest notes
_MOST_VERSIONS = 30  # that are listed; older ones stay on record


@dataclass(frozen=True)
class KeptDeck:
    """A deck as kept: whose, under which name, and in which release it was saved last; `made_at` is its first save."""

    deck_id: int
    version: int
    account_id: int
    owner: str
    name: str
    made_in: int
    is_shared: bool
    is_removed: bool
    saved_at: datetime
    made_at: datetime

    def is_of(self, actor: Actor) -> bool:
        """Whether it is the actor's own."""
        return self.account_id == actor.account_id


@dataclass(frozen=True)
class DeckVersion:
    """One save of a deck; `content` is as it was given."""

    version: int
    name: str
    content: str
    made_in: int
    is_shared: bool
    is_removed: bool
    saved_at: datetime


def list_decks(store: Store, *, actor: Actor) -> tuple[KeptDeck, ...]:
    """The actor's own decks, removed ones included, and those that others share; newest save first. A guest has none.

    What somebody shares who worked in a release that is not public yet is seen with that release, not before.
    """
    if actor.account_id <= 0:
        return ()
    kept: tuple[KeptDeck, ...] = store.remember(
        f"decks of {actor.account_id}",
        lambda: tuple(KeptDeck(*row) for row in store.now("deck_list", account_id=actor.account_id)),
    )
    newest = newest_for(store, actor)
    return tuple(one for one in kept if one.is_of(actor) or one.made_in <= newest)


def deck_for(store: Store, deck_id: int, *, actor: Actor) -> tuple[KeptDeck, str]:
    """A deck that the actor may open, with its content.

    Raises:
        AccessError: nobody is signed in, or there is no such deck for them: whether there is one is not said.
    """
    kept = _readable(store, deck_id, actor)
    return kept, deck_versions(store, deck_id, actor=actor)[0].content


def deck_versions(store: Store, deck_id: int, *, actor: Actor) -> tuple[DeckVersion, ...]:
    """The saves of a deck, newest first, at most 30; of another's deck only what it is now.

    Raises:
        AccessError: as for `deck_for`.
    """
    kept = _readable(store, deck_id, actor)
    rows = store.remember(
        f"versions of deck {deck_id}",
        lambda: tuple(
            DeckVersion(*row) for row in store.now("deck_versions", deck_id=deck_id, most=_MOST_VERSIONS)
        ),
    )
    found: tuple[DeckVersion, ...] = rows if kept.is_of(actor) else rows[:1]
    return found


def make_deck(
    store: Store, *, actor: Actor, name: str, content: str, made_in: int, copied_from: int = 0
) -> int:
    """Keep a new deck of the actor's; its number. `copied_from` is the deck that it is a copy of.

    Raises:
        AccessError: nobody is signed in, or the actor may not open what they copy.
        StoreError: there are too many, or it is too large.
    """
    _require_account(actor)
    _check_size(content)
    if copied_from:
        # What was written in a later release is still in it: it is seen with that one, not before.
        made_in = max(made_in, _readable(store, copied_from, actor).made_in)
    with store.writing() as cursor:
        own = [one for one in _listed(cursor, actor) if one.is_of(actor) and not one.is_removed]
        if len(own) >= MOST_DECKS:
            raise StoreError(f"最多保存 {MOST_DECKS} 份汇报，请先删去不用的，没有保存。")
        number: int = run_query(cursor, "deck_next")[0].deck_id
        _write(
            cursor,
            deck_id=number,
            version=1,
            account_id=actor.account_id,
            name=name,
            content=content,
            made_in=made_in,
            is_shared=False,
            is_removed=False,
        )
        copied = {"from": copied_from} if copied_from else {}
        _record(cursor, actor, number, name, "copied" if copied_from else "made", **copied)
    return number


def save_deck(
    store: Store, deck_id: int, *, actor: Actor, name: str, content: str, made_in: int, seen: int
) -> int:
    """Save one of the actor's own decks as it is now; its new version. `seen` is the version that was changed.

    Raises:
        AccessError: nobody is signed in, or the deck is not theirs.
        StoreError: it was saved elsewhere in between, is removed, or is too large.
    """
    _check_size(content)
    with store.writing() as cursor:
        deck, last = _own(cursor, deck_id, actor)
        if deck.is_removed:
            raise StoreError(f"“{deck.name}”已删去，没有保存：请先恢复它。")
        if deck.version != seen:
            raise StoreError(f"“{deck.name}”刚才在别的窗口里改过，没有保存：请看过现在的样子再改。")
        if (name, content) == (last.name, last.content):
            return deck.version  # nothing changed
        version = _next(cursor, deck, last, name=name, content=content, made_in=max(made_in, last.made_in))
        _record(cursor, actor, deck_id, name, "renamed" if name != last.name else "saved")
    return version


def share_deck(store: Store, deck_id: int, *, actor: Actor, is_shared: bool) -> None:
    """Let everybody who signs in open and copy one of the actor's own decks, or no longer.

    Raises:
        AccessError: nobody is signed in, or the deck is not theirs.
        StoreError: it is removed.
    """
    with store.writing() as cursor:
        deck, last = _own(cursor, deck_id, actor)
        if deck.is_removed:
            raise StoreError(f"“{deck.name}”已删去，没有改动：请先恢复它。")
        _next(cursor, deck, last, is_shared=is_shared)
        _record(cursor, actor, deck_id, deck.name, "shared" if is_shared else "unshared")


def remove_deck(store: Store, deck_id: int, *, actor: Actor) -> None:
    """Take one of the actor's own decks out of every list; it can be restored.

    Raises:
        AccessError: nobody is signed in, or the deck is not theirs.
    """
    with store.writing() as cursor:
        deck, last = _own(cursor, deck_id, actor)
        _next(cursor, deck, last, is_removed=True, is_shared=False)
        _record(cursor, actor, deck_id, deck.name, "removed")


def restore_deck(store: Store, deck_id: int, *, actor: Actor) -> None:
    """Bring a removed deck of the actor's back; it is shared with nobody.

    Raises:
        AccessError: nobody is signed in, or the deck is not theirs.
    """
    with store.writing() as cursor:
        deck, last = _own(cursor, deck_id, actor)
        _next(cursor, deck, last, is_removed=False, is_shared=False)
        _record(cursor, actor, deck_id, deck.name, "restored")


def _readable(store: Store, deck_id: int, actor: Actor) -> KeptDeck:
    _require_account(actor)
    for one in list_decks(store, actor=actor):
        if one.deck_id == deck_id:
            return one
    raise AccessError("没有这份汇报，或它没有共享给您。")


def _own(cursor: duckdb.DuckDBPyConnection, deck_id: int, actor: Actor) -> tuple[KeptDeck, DeckVersion]:
    _require_account(actor)
    for one in _listed(cursor, actor):
        if one.deck_id == deck_id and one.is_of(actor):
            return one, DeckVersion(*run_query(cursor, "deck_versions", deck_id=deck_id, most=1)[0])
    raise AccessError("这份汇报不是您的，只能复制一份再改。没有写入任何内容。")


def _listed(cursor: duckdb.DuckDBPyConnection, actor: Actor) -> list[KeptDeck]:
    return [KeptDeck(*row) for row in run_query(cursor, "deck_list", account_id=actor.account_id)]


def _next(cursor: duckdb.DuckDBPyConnection, deck: KeptDeck, last: DeckVersion, **changes: Any) -> int:
    """Write the deck's next version: the last one with these changes."""
    kept = {
        "name": last.name,
        "content": last.content,
        "made_in": last.made_in,
        "is_shared": last.is_shared,
        "is_removed": last.is_removed,
    }
    version = deck.version + 1
    _write(cursor, deck_id=deck.deck_id, version=version, account_id=deck.account_id, **{**kept, **changes})
    return version


def _write(cursor: duckdb.DuckDBPyConnection, **row: Any) -> None:
    run_query(cursor, "write_deck_version", **row, saved_at=datetime.now().replace(microsecond=0))


def _record(
    cursor: duckdb.DuckDBPyConnection, actor: Actor, deck_id: int, name: str, done: str, **more: Any
) -> None:
    record(cursor, actor, "deck", f"deck:{deck_id}", {"done": done, "name": name, **more})


def _require_account(actor: Actor) -> None:
    if actor.account_id <= 0:
        raise AccessError("登录以后才能使用会议汇报。没有写入任何内容。")


def _check_size(content: str) -> None:
    if not 0 < len(content) <= _LARGEST:
        raise StoreError("这份汇报太长，没有保存：请删去几页或缩短讲稿。")
