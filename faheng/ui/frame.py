"""What stands on every page: title, the release being read, who is signed in, the notice of a newer release."""

from __future__ import annotations

import streamlit as st

from faheng.measures.wording import MADE_UP, date_text
from faheng.store.database import Store
from faheng.ui import access, data, link, names, person

_POLL_SECONDS = 60  # design.md: one light poll a minute


def page_start(title: str) -> int:
    """Title and the line below it; returns the release that this visitor reads.

    A visitor stays with the release the page was opened with, until they choose another: numbers never change while
    somebody is speaking.
    """
    visitor = access.visitor()
    names.keep_meeting()
    latest = data.store().latest_release
    options = [str(number) for number in range(latest, 0, -1)]
    head = st.container(horizontal=True, vertical_alignment="bottom", horizontal_alignment="distribute")
    pinned = st.session_state.get("release")
    if pinned is None or link.asked("release") is not None:
        pinned = int(link.starting_value("release", options, str(latest), what="版本"))
        st.session_state["release"] = pinned
    link.keep("release", str(pinned))
    with head:
        st.title(title, anchor=False)
        with st.container(
            horizontal=True, vertical_alignment="center", horizontal_alignment="right", width="content"
        ):
            st.caption(release_words(pinned), width="content")
            person.offer_menu(visitor, latest=latest)
    _notice(pinned)
    return int(pinned)


def read_release(number: int) -> None:
    """Go to another release; for button callbacks."""
    st.session_state["release"] = number
    link.keep("release", str(number))


@st.fragment(run_every=_POLL_SECONDS)
def _notice(pinned: int) -> None:
    latest = data.store().latest_release
    if latest <= pinned:
        return
    with st.container(horizontal=True, vertical_alignment="center", key="release-notice"):
        st.markdown(f":blue-background[已有第 {latest} 版，您正在看第 {pinned} 版]")
        if st.button("查看最新版", key="to-latest", type="tertiary", icon=":material/update:"):
            read_release(latest)
            st.rerun()


def made_up_notice() -> None:
    """Say on the page that its numbers are invented."""
    st.badge(f"{MADE_UP}：演示市及其数字均为虚构", icon=":material/science:", color="orange")


def release_words(number: int) -> str:
    """`第 3 版（2026-11-25）`."""
    return str(data.view(_release_words, release=number, number=number))


def _release_words(store: Store, *, release: int, number: int) -> str:
    rows = store.read("release_one", release=release, number=number)
    return f"第 {number} 版（{date_text(rows[0].published_at)}）" if rows else f"第 {number} 版"
