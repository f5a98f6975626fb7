"""What several commands of the command line take: a city, a period, a release, an account, a file to write."""

from __future__ import annotations

import argparse
import errno
from pathlib import Path

from faheng.catalogue import Catalogue, Region
from faheng.period import Period, parse_period
from faheng.roles import SYSTEM, Actor
from faheng.store.accounts import account_of_identity
from faheng.store.database import Store, StoreError
from faheng.store.embargo import newest_for, public_release


def city_of(store: Store, text: str) -> tuple[Catalogue, Region]:
    """The newest catalogue and the city of this name or code in it.

    Raises:
        StoreError: there is none.
    """
    catalogue = store.catalogue(store.latest_release)
    city = catalogue.find_city(text)
    if city is None:
        raise StoreError(f"没有叫“{text}”的市：请写全称（如 白银市）或六位代码。")
    return catalogue, city


def period_of(text: str | None) -> Period | None:
    """The period that the text writes; None where there is none.

    Raises:
        StoreError: it writes none.
    """
    if text is None:
        return None
    if (period := parse_period(text)) is None:
        raise StoreError(f"“{text}”不是时期：请写成 2024、2024-H1、2024-Q3、2024-07 或 2024-01..09。")
    return period


def actor_of(store: Store, login_name: str | None) -> Actor:
    """The account in whose name a command acts; who can run commands here could open the database anyway.

    Raises:
        StoreError: none is named, or there is no such account that is in use.
    """
    if not login_name:
        raise StoreError("请写明以哪个账号操作：--account 登录名。")
    account = account_of_identity(store, login_name)
    if account is None or not account.is_active:
        raise StoreError(f"没有登录名为“{login_name}”的账号，或它已停用。")
    return account.acting("命令行")


def reader_and_release(store: Store, options: argparse.Namespace) -> tuple[Actor, int]:
    """Who reads (`--account`; without one the program, which reads what everybody may) and which release (`--release`).

    Raises:
        StoreError: there is no such account, or no such release for it.
    """
    actor = actor_of(store, options.account) if options.account else SYSTEM
    newest = newest_for(store, actor) if options.account else public_release(store)
    release: int = options.release if options.release is not None else newest
    if not 1 <= release <= newest:
        raise StoreError(f"没有第 {release} 版：现有第 1 到第 {newest} 版。")
    return actor, release


def write_out(path: Path, content: bytes) -> None:
    """Write a file for whoever typed the command.

    Raises:
        StoreError: it cannot be written; the message says why.
    """
    try:
        path.write_bytes(content)
    except OSError as error:
        raise StoreError(f"写不了 {path}：{reason_of(error)}。") from error


def reason_of(error: OSError) -> str:
    """The usual reasons in Chinese, the system's own words for others."""
    reasons = {
        errno.ENOENT: "没有这个文件或文件夹",
        errno.EACCES: "没有权限",
        errno.EISDIR: "这是一个文件夹",
        errno.ENOSPC: "磁盘写满了",
        errno.EROFS: "磁盘只能读、不能写",
    }
    return reasons.get(error.errno or 0, str(error.strerror))
