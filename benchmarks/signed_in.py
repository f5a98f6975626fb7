"""Somebody who is signed in at a server that is measured: the gate lets nobody else in."""

from __future__ import annotations

import sys
from pathlib import Path

from faheng.roles import SYSTEM, Grant
from faheng.store.accounts import change_password, create_account, list_accounts
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
        # With the password that was given it would open nothing yet.
        change_password(store, made.acting(""), before=password, after=f"{password}-own")
        token = open_session(store, list_accounts(store)[made.account_id], origin="")
    (folder / _FILE).write_text(token, encoding="utf-8")


def token_of(folder: str) -> str:
    """The token that `sign_in` left there; empty where it never was."""
    file = Path(folder) / _FILE
    return file.read_text(encoding="utf-8") if folder and file.is_file() else ""


if __name__ == "__main__":
    sign_in(Path(sys.argv[1]))
