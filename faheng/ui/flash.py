"""Messages that outlive one rerun: what a button did, shown once at the top of the page."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

import streamlit as st

from faheng.address import Address
from faheng.charts.html import render
from faheng.meeting.deck import DeckError
from faheng.store.database import StoreError

_KEY = "messages to show"
_SIGNS = frozenset("\\`*_{}[]()#+-.!|<>$:~")


def plain(text: str) -> str:
    """User text made safe for markdown: its signs are shown, not obeyed."""
    return "".join(f"\\{sign}" if sign in _SIGNS else sign for sign in text)


def say(text: str, *, kind: str = "success", way: tuple[str, Address] | None = None) -> None:
    """Keep a message for the next drawing of the page; `way` is a link that stands below it.

    kind: success, info, warning or error; toast for what is plain to see anyway.
    """
    st.session_state.setdefault(_KEY, []).append((kind, text, way))


def show() -> None:
    """Draw the kept messages and forget them."""
    for kind, text, way in st.session_state.pop(_KEY, []):
        getattr(st, kind)(plain(text))
        if way is not None:
            st.html(render("ways", ways=[way]))
        if kind == "success":
            st.toast(plain(text), icon=":material/check_circle:")  # seen wherever the page is scrolled to


def told(action: Callable[..., None]) -> Callable[..., None]:
    """A button callback that turns what the store refuses into a message; other errors go to the log."""

    @wraps(action)
    def run(*arguments: Any, **keywords: Any) -> None:
        try:
            action(*arguments, **keywords)
        except (StoreError, DeckError) as error:
            say(str(error), kind="error")

    return run
