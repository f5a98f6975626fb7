"""Somebody who is signed in at a server that is measured: the gate lets nobody else in."""

from __future__ import annotations

import sys
from pathlib import Path

from faheng.roles import SYSTEM, Grant
from faheng.store.accounts import Account, change_password, create_account, list_accounts
from faheng.store.database import Store
from faheng.store.sessions import open_session

_FILE = "benchmark.token"


def sign_in(folder: Path) -> None:
    """Add an account that may see every page, and leave the token of its session in the data folder."""
    grants = {Grant("reviewer"), Grant("publisher"), Grant("administrator")}
    with Store(folder, holder="benchmarks") as store:
        catalogue = store.catalogue(store.latest_release)
        grants |= {Grant("reporter", city.code) for city in catalogue.cities}
        made, password = create_account(
            store, actor=SYSTEM, login_name="benchmarks", name="测量", grants=grants
        )
        token = enter(store, made, password)
    (folder / _FILE).write_text(token, encoding="utf-8")


def enter(store: Store, account: Account, password: str) -> str:
    """Sign in with a password that was given, which opens nothing before it is changed; the token of the session."""
    change_password(store, account.acting(""), before=password, after=f"{password}-own")
    return open_session(store, list_accounts(store)[account.account_id], origin="")


def token_of(folder: str) -> str:
    """The token that `sign_in` left there; empty where it never was."""
    file = Path(folder) / _FILE
    return file.read_text(encoding="utf-8") if folder and file.is_file() else ""


if __name__ == "__main__":
    sign_in(Path(sys.argv[1]))
