"""`python -m faheng account …`: the accounts from the machine itself, also when nobody can sign in any more."""

from __future__ import annotations

import argparse
from typing import Any

from faheng.command_socket import DONE, EXIT_CODES, Outcome
from faheng.roles import AT_THE_MACHINE, ROLE_NAMES, Grant, role_words
from faheng.store.accounts import (
    account_of_identity,
    change_account,
    create_account,
    give_password,
    list_accounts,
)
from faheng.store.database import Store, StoreError


def add_to(commands: argparse._SubParsersAction[Any]) -> None:
    """Describe the account commands to the command line."""
    parser = commands.add_parser("account", help="账号：列出、新建、重设密码、停用、恢复", epilog=EXIT_CODES)
    acts = parser.add_subparsers(
        title="做什么", metavar="list | add | reset | disable | enable", required=True
    )
    acts.add_parser("list", help="列出账号").set_defaults(run=_list)
    adding = acts.add_parser("add", help="新建账号，打印第一次登录用的密码")
    adding.add_argument("login_name", metavar="LOGIN")
    adding.add_argument("--name", required=True, help="姓名")
    adding.add_argument(
        "--role",
        action="append",
        default=[],
        metavar="ROLE",
        help="浏览、审核、发布、管理，或 填报:地区代码；可写多次",
    )
    adding.set_defaults(run=_add)
    for act, words, run in (
        ("reset", "重设密码，打印新的", _reset),
        ("disable", "停用账号", _disable),
        ("enable", "恢复账号", _enable),
    ):
        one = acts.add_parser(act, help=words)
        one.add_argument("login_name", metavar="LOGIN")
        one.set_defaults(run=run)


def _list(store: Store, _options: argparse.Namespace) -> Outcome:
    catalogue = store.catalogue(store.latest_release)
    lines = [
        f"{one.login_name}　{one.name}　{role_words(one.grants, catalogue) or '浏览'}{'' if one.is_active else '（已停用）'}"
        for one in list_accounts(store).values()
    ]
    return Outcome(DONE, "\n".join(lines) or "还没有账号。")


def _grant(text: str) -> Grant:
    name, _, region_code = text.replace("：", ":").partition(":")
    for role, role_name in ROLE_NAMES.items():
        if name in (role, role_name):
            return Grant(role, region_code)
    raise StoreError(f"没有“{name}”这种权限：请写 {'、'.join(ROLE_NAMES.values())}。")


def _add(store: Store, options: argparse.Namespace) -> Outcome:
    grants = {_grant(text) for text in options.role} or {Grant("viewer")}
    account, password = create_account(
        store, actor=AT_THE_MACHINE, login_name=options.login_name, name=options.name, grants=grants
    )
    return Outcome(DONE, f"已建立 {account.login_name}（{account.name}），第一次登录的密码：{password}")


def _account_id(store: Store, options: argparse.Namespace) -> int:
    account = account_of_identity(store, options.login_name)
    if account is None:
        raise StoreError(f"没有登录名为“{options.login_name}”的账号。")
    return account.account_id


def _reset(store: Store, options: argparse.Namespace) -> Outcome:
    password = give_password(store, _account_id(store, options), actor=AT_THE_MACHINE)
    return Outcome(DONE, f"{options.login_name} 的新密码：{password}（登录后要修改）")


def _disable(store: Store, options: argparse.Namespace) -> Outcome:
    return _set_active(store, options, is_active=False)


def _enable(store: Store, options: argparse.Namespace) -> Outcome:
    return _set_active(store, options, is_active=True)


def _set_active(store: Store, options: argparse.Namespace, *, is_active: bool) -> Outcome:
    account = list_accounts(store)[_account_id(store, options)]
    change_account(store, account.account_id, name=account.name, is_active=is_active, actor=AT_THE_MACHINE)
    return Outcome(DONE, f"{account.login_name} 已{'恢复' if is_active else '停用'}。")
