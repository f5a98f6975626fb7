"""Who looks at a page, asked at every run of it: a session that ended or an account that was disabled sees no more."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from faheng.gate import COOKIE
from faheng.roles import GUEST, ROLE_NAMES, Actor, Role
from faheng.store.accounts import Account, list_accounts
from faheng.store.database import StoreError
from faheng.store.rules import office_rules
from faheng.store.sessions import session_actor
from faheng.ui import data

_SIGNED_OUT = "您已退出，或登录已过期。"


class SignedOutError(StoreError):
    """Whoever asks is signed in no more."""


def visitor() -> Actor:
    """Who this run of the page is for; ends the run when it is nobody any more."""
    actor = _find()
    if actor is None:
        st.warning(_SIGNED_OUT, icon=":material/lock:")
        # A link of the page itself would be drawn by the script that just ended.
        st.html('<a href="/auth/login" target="_self">重新登录</a>')
        st.stop()
    return actor


def require(*roles: Role) -> Actor:
    """The visitor, if one of the roles is theirs; else the page says what is needed and ends."""
    actor = visitor()
    if not actor.has(*roles):
        needed = "或".join(f"“{ROLE_NAMES[role]}”" for role in roles)
        st.info(f"这一页需要{needed}权限。需要使用时请联系管理员。", icon=":material/lock:")
        st.stop()
    return actor


def require_account() -> Actor:
    """The visitor, if they are signed in; else the page says so and ends."""
    actor = visitor()
    if actor.is_guest:
        st.info("登录以后才能使用这一页。", icon=":material/lock:")
        st.html('<a href="/auth/login" target="_self">登录</a>')
        st.stop()
    return actor


def known_visitor() -> Actor | None:
    """Who this run is for; None when it is nobody any more: for the menu, which ends nothing."""
    return _find()


def at_click() -> Callable[[], Actor]:
    """For what happens after the run, as a download: a function that says who asks for it then.

    It raises SignedOutError when the session ended in between, or strangers may no longer look.
    """
    actor, token, origin = visitor(), st.context.cookies.get(COOKIE), _origin()
    store = data.store()

    def again() -> Actor:
        if actor.is_guest:
            found = actor if office_rules(store).open_viewing else None
        elif isinstance(token, str):
            found = session_actor(store, token, origin=origin)
        else:  # AppTest, which is no browser
            found = actor
        if found is None:
            raise SignedOutError(_SIGNED_OUT)
        return found

    return again


def account(actor: Actor) -> Account | None:
    """The visitor's account; None for a guest."""
    return list_accounts(data.store()).get(actor.account_id)


def _origin() -> str:
    return st.context.ip_address or "127.0.0.1"  # Streamlit says nothing of the machine itself


def _find() -> Actor | None:
    store = data.store()
    token = st.context.cookies.get(COOKIE)
    actor = session_actor(store, token, origin=_origin()) if token else None
    # As at the gate: a session that ran out makes a stranger of its visitor, and no less than that.
    return GUEST if actor is None and office_rules(store).open_viewing else actor
