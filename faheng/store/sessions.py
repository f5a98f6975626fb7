"""Sessions: who is signed in, by a token that only the browser has; they outlive a restart of the server."""

from __future__ import annotations

import hashlib
import logging
import secrets
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from faheng.roles import Actor
from faheng.store.accounts import Account, list_accounts
from faheng.store.audit import record
from faheng.store.database import DiskError, Store
from faheng.store.queries import run_query

log = logging.getLogger(__name__)

LONGEST = timedelta(days=7)  # then one signs in again, whatever happened
IDLE = timedelta(hours=12)  # a working day, with the evening before a meeting
_NOTED_EVERY = timedelta(minutes=15)  # how exactly the last use is known


@dataclass(frozen=True)
class _Session:
    account_id: int
    opened_at: datetime
    seen_at: datetime


def open_session(store: Store, account: Account, *, origin: str, now: datetime | None = None) -> str:
    """Sign an account in; the token for its cookie. Sessions that ran out are cleared away."""
    now = now or datetime.now().replace(microsecond=0)
    token = secrets.token_urlsafe(32)
    with store.writing() as cursor:
        run_query(
            cursor,
            "write_ended_sessions",
            token_hash=None,
            account_id=None,
            unused_since=now - IDLE,
            opened_before=now - LONGEST,
        )
        run_query(
            cursor,
            "write_session",
            token_hash=_hashed(token),
            account_id=account.account_id,
            opened_at=now,
            origin=origin,
        )
        run_query(cursor, "write_account_signed_in", account_id=account.account_id, signed_in_at=now)
        record(cursor, account.acting(origin), "sign-in", f"account:{account.account_id}")
    return token


def session_account(store: Store, token: str, *, now: datetime | None = None) -> Account | None:
    """The account that a token stands for; None when it is unknown, ran out, or its account was disabled.

    Asked at every request and every click, so from memory. The table is looked up by the token's hash: how far a
    wrong token is right cannot be told from the time it takes.
    """
    now = now or datetime.now().replace(microsecond=0)
    key = _hashed(token)
    session = _sessions(store).get(key)
    if session is None or now - session.opened_at > LONGEST or now - session.seen_at > IDLE:
        return None
    account = list_accounts(store).get(session.account_id)
    if account is None or not account.is_active:
        return None
    if now - session.seen_at > _NOTED_EVERY:
        _note_use(store, key, session, now)
    return account


def _note_use(store: Store, key: str, session: _Session, now: datetime) -> None:
    """Keep when a session was last used; what the disk does not take is known until the next start, and tried again."""
    try:
        with store.writing() as cursor:
            run_query(cursor, "write_session_seen", token_hash=key, seen_at=now)
    except DiskError as error:
        log.warning("the last use of a session was not kept: %s", error)
        _sessions(store)[key] = replace(session, seen_at=now)


def session_actor(store: Store, token: str, *, origin: str) -> Actor | None:
    """The actor that a token stands for; None also while a first password was not changed: it opens nothing yet."""
    account = session_account(store, token) if token else None
    return account.acting(origin) if account and not account.must_change else None


def end_session(store: Store, token: str, *, origin: str) -> None:
    """Sign out: this one session ends. A token that stands for nobody changes nothing.

    On a disk that takes nothing more it ends all the same, until the next start and unrecorded.
    """
    account = session_account(store, token)
    if account is None:
        return
    try:
        with store.writing() as cursor:
            run_query(
                cursor,
                "write_ended_sessions",
                token_hash=_hashed(token),
                account_id=None,
                unused_since=None,
                opened_before=None,
            )
            record(cursor, account.acting(origin), "sign-out", f"account:{account.account_id}")
    except DiskError as error:
        log.warning("the sign-out of account %d was not kept: %s", account.account_id, error)
        _sessions(store).pop(_hashed(token), None)


def _sessions(store: Store) -> dict[str, _Session]:
    sessions: dict[str, _Session] = store.remember("sessions", lambda: _read(store))
    return sessions


def _read(store: Store) -> dict[str, _Session]:
    return {
        row.token_hash: _Session(row.account_id, row.opened_at, row.seen_at)
        for row in store.now("session_list")
    }


def _hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
