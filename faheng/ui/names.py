"""Whether this visitor reads the names of persons: decided here, asked by every place that would show one.

What a number means needs its unit and file; who typed or published it is for those who work with it.
"""

from __future__ import annotations

import streamlit as st

from faheng.ui import access, link

_KEY = "meeting mode"


def keep_meeting() -> None:
    """Take 会议模式 from the address when that speaks of it, and keep it there over pages; once at every page's start."""
    said = link.asked("meeting")
    if said is not None:
        st.session_state[_KEY] = said != "0"
    if in_meeting():
        link.keep("meeting", "1")
    else:
        link.drop("meeting")


def in_meeting() -> bool:
    """Whether the page is shown to a meeting: no names then, whoever is signed in."""
    return bool(st.session_state.get(_KEY, False))


def set_meeting(is_on: bool) -> None:
    """Begin or end 会议模式; for callbacks."""
    st.session_state[_KEY] = is_on


def leave_out_in_meeting() -> None:
    """End a page that is about persons while a meeting looks on."""
    if in_meeting():
        st.info("会议模式下不打开这一页：请先在右上角的菜单里关掉会议模式。", icon=":material/co_present:")
        st.stop()


def shows_names() -> bool:
    """Whether names of persons may stand on this page: not in a meeting, not for guests or who only looks."""
    works_here = access.visitor().has("reporter", "reviewer", "publisher", "administrator")
    return works_here and not in_meeting()


def shown(name: str) -> str:
    """The name, or nothing where names are hidden."""
    return name if shows_names() else ""
