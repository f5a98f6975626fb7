"""使用说明: the choice of a part, kept in the address, and its text with pictures."""

from __future__ import annotations

import streamlit as st

from faheng.ui import link
from faheng.views.choices import Options
from faheng.views.guide import Guide, Picture, role_titles

_TEXT_WIDTH, _PICTURE_WIDTH = 900, 1180  # px


def choose_role() -> str:
    """Whose part is read; the address says so, so that a link or Back leads to the same."""
    titles = role_titles()
    roles = Options(titles, next(iter(titles)))
    role = link.value_of("role", "角色", roles)
    link.segments("role", "您是", roles)
    return role


def show(guide: Guide) -> None:
    """The part: text as wide as is easy to read, pictures wider."""
    for piece in guide.pieces:
        if isinstance(piece, Picture):
            with st.container(border=True, width=_PICTURE_WIDTH):
                st.image(str(piece.file), caption=piece.words, alt=piece.words)
        else:
            with st.container(width=_TEXT_WIDTH):
                st.markdown(piece)
