"""Messages that outlive one rerun: what a button did, shown once at the top of the page."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

import streamlit as st

from faheng.store.database import StoreError

_KEY = "messages to show"
_SIGNS = frozenset("\\`*_{}[]()#+-.!|<>$:~")


def plain(text: str) -> str:
    """User text made safe for markdown: its signs are shown, not obeyed."""
    return "".join(f"\\{sign}" if sign in _SIGNS else sign for sign in text)


def say(text: str, *, kind: str = "success") -> None:
    """Keep a message for the next drawing of the page; kind: success, info, warning or error."""
    st.session_state.setdefault(_KEY, []).append((kind, text))


def show() -> None:
    """Draw the kept messages and forget them."""
    for kind, text in st.session_state.pop(_KEY, []):
        getattr(st, kind)(plain(text))
        if kind == "success":
            st.toast(plain(text), icon=":material/check_circle:")  # seen wherever the page is scrolled to


def told(action: Callable[..., None]) -> Callable[..., None]:
    """A button callback that turns what the store refuses into a message; other errors go to the log."""

    @wraps(action)
    def run(*arguments: Any, **keywords: Any) -> None:
        try:
            action(*arguments, **keywords)
        except StoreError as error:
            say(str(error), kind="error")

    return run
