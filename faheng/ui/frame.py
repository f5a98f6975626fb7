"""What stands on every page: title, the release being read, who is signed in, the notice of a newer release."""

from __future__ import annotations

import streamlit as st

from faheng.measures.wording import MADE_UP, date_text
from faheng.roles import Actor
from faheng.store.database import Store
from faheng.store.embargo import newest_for, public_time
from faheng.store.freezes import freeze_for, opening_release
from faheng.ui import access, adding, data, link, names, person
from faheng.ui.flash import plain
from faheng.views.releases import moment_words

_POLL_SECONDS = 60  # design.md: one light poll a minute


def page_start(title: str) -> int:
    """Title and the line below it; returns the release that this visitor reads.

    A visitor stays with the release the page was opened with, until they choose another: numbers never change while
    somebody is speaking. Who chose none gets the one that is frozen for a meeting, else the newest; what is not public
    yet does not exist for who may not read it.
    """
    visitor = access.visitor()
    names.keep_meeting()
    store = data.store()
    newest = newest_for(store, visitor)
    options = [str(number) for number in range(newest, 0, -1)]
    head = st.container(horizontal=True, vertical_alignment="bottom", horizontal_alignment="distribute")
    pinned = st.session_state.get("release")
    if pinned is None or pinned > newest or link.asked("release") is not None:
        opening = str(opening_release(store, visitor))
        pinned = int(link.starting_value("release", options, opening, what="版本"))
        st.session_state["release"] = pinned
    link.keep("release", str(pinned))
    with head:
        st.title(title, anchor=False)
        with st.container(
            horizontal=True, vertical_alignment="center", horizontal_alignment="right", width="content"
        ):
            if (moment := public_time(store, pinned)) is not None:
                st.badge(
                    f"第 {pinned} 版 {moment_words(moment)} 前不公开",
                    icon=":material/lock_clock:",
                    color="orange",
                    width="content",
                )
            st.caption(plain(_whole_words(pinned, visitor)), width="content")
            adding.offer(visitor, pinned)
            person.offer_menu(visitor, latest=newest)
    _notice(pinned, visitor)
    return int(pinned)


def read_release(number: int) -> None:
    """Go to another release; for button callbacks."""
    st.session_state["release"] = number
    link.keep("release", str(number))


def _whole_words(number: int, visitor: Actor) -> str:
    """`第 12 版（2026-11-25）· 为“市委常委会会议”冻结`."""
    frozen = freeze_for(data.store(), visitor)
    held = f" · 为“{frozen.name}”冻结" if frozen and frozen.release == number else ""
    return f"{release_words(number)}{held}"


@st.fragment(run_every=_POLL_SECONDS)
def _notice(pinned: int, visitor: Actor) -> None:
    newest = newest_for(data.store(), visitor)
    frozen = freeze_for(data.store(), visitor)
    is_held = frozen is not None and frozen.release == pinned
    if newest <= pinned and (frozen is None or is_held):
        return
    reading = f"为“{frozen.name}”冻结的第 {pinned} 版" if frozen and is_held else f"第 {pinned} 版"
    found = [f"已有第 {newest} 版"] if newest > pinned else []
    if frozen and not is_held:
        found.append(f"第 {frozen.release} 版为“{frozen.name}”冻结")
    with st.container(horizontal=True, vertical_alignment="center", key="release-notice"):
        st.markdown(f":blue-background[{plain('，'.join([*found, f'您正在看{reading}']))}]", width="content")
        if frozen and not is_held:
            _offer(frozen.release, f"查看冻结的第 {frozen.release} 版", ":material/ac_unit:", key="to-frozen")
        if newest > pinned:
            _offer(newest, "查看最新版", ":material/update:", key="to-latest")


def _offer(number: int, label: str, icon: str, *, key: str) -> None:
    if st.button(label, key=key, type="tertiary", icon=icon):
        read_release(number)
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
