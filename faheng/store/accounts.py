"""Accounts: who may sign in, with which password and roles. Changed by 管理; everybody changes their own password."""

from __future__ import annotations

import logging
import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from faheng.roles import SYSTEM, Actor, Grant, Role, role_words
from faheng.store.access import require
from faheng.store.audit import note, record
from faheng.store.database import DiskError, Store, StoreError
from faheng.store.passwords import hash_password, is_password, made_up_password, password_fault
from faheng.store.queries import run_query, stage

log = logging.getLogger(__name__)

_LOGIN_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{1,39}")
_LONGEST_NAME = 30


class WrongPasswordError(StoreError):
    """The old password is not the one; nothing was changed."""


@dataclass(frozen=True)
class Account:
    """Somebody who can sign in. `must_change`: the password was given by somebody else and opens nothing yet."""

    account_id: int
    login_name: str
    name: str
    password_hash: str
    must_change: bool
    is_active: bool
    created_at: datetime
    signed_in_at: datetime | None
    grants: frozenset[Grant]

    def acting(self, origin: str) -> Actor:
        """The account as the one who acts, from an address."""
        return Actor(self.account_id, self.name, self.grants, origin)


def list_accounts(store: Store) -> dict[int, Account]:
    """All accounts by their number, also those that were disabled."""
    accounts: dict[int, Account] = store.remember("accounts", lambda: _read(store))
    return accounts


def _read(store: Store) -> dict[int, Account]:
    grants: dict[int, set[Grant]] = {}
    for row in store.now("account_roles"):
        grants.setdefault(row.account_id, set()).add(Grant(row.role, row.region_code))
    return {
        row.account_id: Account(**row._asdict(), grants=frozenset(grants.get(row.account_id, ())))
        for row in store.now("account_list", account_id=None)
    }


def account_of_identity(store: Store, login_name: str) -> Account | None:
    """The account behind an identity that was proved: the one place where a name of a sign-in becomes an account.

    A password proves it today; an identity provider of the office's network would end here too.
    """
    wanted = login_name.strip().casefold()
    return next((one for one in list_accounts(store).values() if one.login_name == wanted), None)


def account_with_password(store: Store, login_name: str, password: str) -> Account | None:
    """The account if name and password are right and it is active; None after the same time otherwise."""
    account = account_of_identity(store, login_name)
    is_right = is_password(password, account.password_hash if account else None)
    return account if account and is_right and account.is_active else None


def create_first_administrator(
    store: Store, *, login_name: str, name: str, password: str, origin: str
) -> Account:
    """Make the first account, which may do everything there is to set up; only while there is none.

    Raises:
        StoreError: there is an account, or name or password will not do.
    """
    grants = {Grant("administrator"), Grant("reviewer"), Grant("publisher")}
    with store.writing() as cursor:
        if run_query(cursor, "account_list", account_id=None):
            raise StoreError("管理员已经建立，这个地址不再有用。")
        number = _add(
            store,
            cursor,
            login_name=login_name,
            name=name,
            password=password,
            grants=grants,
            must_change=False,
        )
        actor = Actor(number, name.strip(), frozenset(grants), origin)
        record(cursor, actor, "first account", f"account:{number}", {"login_name": login_name.strip()})
    return list_accounts(store)[number]


def create_account(
    store: Store, *, actor: Actor, login_name: str, name: str, grants: Collection[Grant]
) -> tuple[Account, str]:
    """Make an account with a password to be changed at the first sign-in; the account and that password.

    Raises:
        StoreError: the actor is no 管理, or name or roles will not do.
    """
    require(actor, "administrator")
    password = made_up_password()
    with store.writing() as cursor:
        number = _add(
            store,
            cursor,
            login_name=login_name,
            name=name,
            password=password,
            grants=grants,
            must_change=True,
        )
        detail = {"login_name": login_name.strip().casefold(), "roles": _words(store, grants)}
        record(cursor, actor, "account", f"account:{number}", detail)
    return list_accounts(store)[number], password


def _add(
    store: Store,
    cursor: Any,
    *,
    login_name: str,
    name: str,
    password: str,
    grants: Collection[Grant],
    must_change: bool,
) -> int:
    login_name, name = login_name.strip().casefold(), _checked_name(name)
    if not _LOGIN_NAME.fullmatch(login_name):
        raise StoreError(
            f"登录名“{login_name}”不能用：请用 2 到 40 个小写字母、数字、点、横线，以字母或数字开头。"
        )
    accounts = run_query(cursor, "account_list", account_id=None)
    if any(row.login_name == login_name for row in accounts):
        raise StoreError(f"登录名“{login_name}”已经有人用了，请换一个。")
    if fault := password_fault(password, login_name=login_name):
        raise StoreError(fault)
    number = max((row.account_id for row in accounts), default=0) + 1
    run_query(
        cursor,
        "write_account",
        account_id=number,
        login_name=login_name,
        name=name,
        password_hash=hash_password(password),
        must_change=must_change,
        created_at=datetime.now().replace(microsecond=0),
    )
    _write_grants(store, cursor, number, grants)
    return number


def change_grants(store: Store, account_id: int, grants: Collection[Grant], *, actor: Actor) -> None:
    """Give an account these roles in place of what it had.

    Raises:
        StoreError: the actor is no 管理, the roles will not do, or nobody would be left to administer.
    """
    require(actor, "administrator")
    account = _known(store, account_id)
    with store.writing() as cursor:
        _require_administrator_left(
            store, account_id, stays=any(grant.role == "administrator" for grant in grants)
        )
        run_query(cursor, "write_forgotten_roles", account_id=account_id)
        _write_grants(store, cursor, account_id, grants)
        detail = {"before": _words(store, account.grants), "after": _words(store, grants)}
        record(cursor, actor, "roles", f"account:{account_id}", detail)


def change_account(store: Store, account_id: int, *, name: str, is_active: bool, actor: Actor) -> None:
    """Rename an account, disable it (which ends what it has open at the next click) or let it in again.

    Raises:
        StoreError: the actor is no 管理, the name will not do, or nobody would be left to administer.
    """
    require(actor, "administrator")
    account = _known(store, account_id)
    name = _checked_name(name)
    with store.writing() as cursor:
        is_administrator = any(grant.role == "administrator" for grant in account.grants)
        _require_administrator_left(store, account_id, stays=is_active and is_administrator)
        run_query(cursor, "write_account_state", account_id=account_id, name=name, is_active=is_active)
        if not is_active:
            _end_sessions(cursor, account_id)
        detail = {"before": [account.name, account.is_active], "after": [name, is_active]}
        record(cursor, actor, "account state", f"account:{account_id}", detail)


def give_password(store: Store, account_id: int, *, actor: Actor) -> str:
    """Give an account a new password, to be changed at the next sign-in, and end what it has open; the password.

    Raises:
        StoreError: the actor is no 管理.
    """
    require(actor, "administrator")
    account = _known(store, account_id)
    password = made_up_password()
    with store.writing() as cursor:
        run_query(
            cursor,
            "write_account_password",
            account_id=account_id,
            password_hash=hash_password(password),
            must_change=True,
        )
        _end_sessions(cursor, account_id)
        record(cursor, actor, "password given", f"account:{account_id}", {"login_name": account.login_name})
    return password


def change_password(store: Store, actor: Actor, *, before: str, after: str) -> None:
    """Change one's own password; every session of the account ends, the caller opens a new one.

    Raises:
        WrongPasswordError: the old one is wrong.
        StoreError: the new one will not do.
    """
    account = _known(store, actor.account_id)
    if not is_password(before, account.password_hash):
        raise WrongPasswordError("原密码不对，没有修改。")
    if fault := password_fault(after, login_name=account.login_name, before=before):
        raise StoreError(fault)
    with store.writing() as cursor:
        run_query(
            cursor,
            "write_account_password",
            account_id=account.account_id,
            password_hash=hash_password(after),
            must_change=False,
        )
        _end_sessions(cursor, account.account_id)
        record(cursor, actor, "password changed", f"account:{account.account_id}")


def note_failed_sign_in(store: Store, login_name: str, *, origin: str) -> None:
    """Record that somebody tried to sign in; under the account of that name, if there is one.

    On a disk that takes nothing more the log alone knows of it: whoever typed it wrong is to be told just that.
    """
    account = account_of_identity(store, login_name)
    actor = account.acting(origin) if account else Actor(SYSTEM.account_id, "未知", frozenset(), origin)
    try:
        note(store, actor, "failed sign-in", detail={"login_name": login_name[:60]})
    except DiskError as error:
        log.warning("a failed sign-in from %s was not recorded: %s", origin, error)


def _known(store: Store, account_id: int) -> Account:
    account = list_accounts(store).get(account_id)
    if account is None:
        raise StoreError(f"没有编号 {account_id} 的账号。")
    return account


def _checked_name(name: str) -> str:
    name = " ".join(name.split())
    if not name or len(name) > _LONGEST_NAME:
        raise StoreError(f"请填写姓名，最多 {_LONGEST_NAME} 个字。")
    return name


def _write_grants(store: Store, cursor: Any, account_id: int, grants: Collection[Grant]) -> None:
    catalogue = store.catalogue(store.latest_release) if store.latest_release else None
    for grant in grants:
        if (grant.role == "reporter") != bool(grant.region_code):
            raise StoreError("填报权限要写明地区，其他权限不分地区。")
        if grant.region_code and (catalogue is None or grant.region_code not in catalogue.regions):
            raise StoreError(f"目录里没有地区 {grant.region_code}。")
    if grants:
        stage(cursor, ("role", "region_code"), sorted((grant.role, grant.region_code) for grant in grants))
        run_query(cursor, "write_roles", account_id=account_id)


def _require_administrator_left(store: Store, account_id: int, *, stays: bool) -> None:
    """Without 管理 nobody could ever change anything again."""
    role: Role = "administrator"
    who = {
        one.account_id
        for one in list_accounts(store).values()
        if one.is_active and any(grant.role == role for grant in one.grants)
    }
    if who == {account_id} and not stays:
        raise StoreError("这是最后一个管理账号：请先给另一个账号“管理”权限。")


def _end_sessions(cursor: Any, account_id: int) -> None:
    run_query(
        cursor,
        "write_ended_sessions",
        token_hash=None,
        account_id=account_id,
        unused_since=None,
        opened_before=None,
    )


def _words(store: Store, grants: Collection[Grant]) -> str:
    if not store.latest_release:
        return "、".join(sorted(grant.role for grant in grants))
    return role_words(grants, store.catalogue(store.latest_release))
