"""Boxes for texts that are kept in the store: filled with what is kept, and compared with it before they are saved."""

from __future__ import annotations

import streamlit as st

from faheng.meeting.deck import DeckError


def begin_with(key: str, kept: str) -> None:
    """Fill the box `key` with what is kept when it is drawn first and when that changed; else what is being typed stays."""
    is_news = key not in st.session_state or st.session_state.get(_seen(key)) != kept
    st.session_state[_seen(key)] = kept
    # Setting a box to what it holds would take from it what was typed since.
    if is_news and st.session_state.get(key) != kept:
        st.session_state[key] = kept


def typed_in(key: str) -> str | None:
    """What was typed in a box in the place of what it was filled with; None where that still stands, or there is no box."""
    typed = str(st.session_state.get(key, "")).strip()
    return typed if key in st.session_state and typed != st.session_state[_seen(key)] else None


def refuse_unseen(boxes: dict[str, tuple[str, str]]) -> None:
    """Refuse texts that would replace others than their writer saw. They stay in their boxes: typed again they are meant.

    `boxes` has the key of each box, what the box is called, and what is kept now.

    Raises:
        DeckError: some were changed in another window; the message says to what.
    """
    found = []
    for key, (name, now) in boxes.items():
        if now not in (st.session_state[_seen(key)], typed_in(key)):
            found.append(f"{name}刚才在别的窗口里改成了“{now}”")
            st.session_state[_seen(key)] = now
    if found:
        raise DeckError(f"{'；'.join(found)}。您写的还在框里，没有保存：确实要用，请改动一下再保存。")


def saved(key: str, kept: str) -> None:
    """Note what is kept of a box now: what is typed from here on is compared with that."""
    if key in st.session_state:
        st.session_state[_seen(key)] = kept


def _seen(key: str) -> str:
    return f"{key}:seen"
