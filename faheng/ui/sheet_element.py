"""The sheet as an element of the page whose cells can be picked, by mouse or keyboard."""

from __future__ import annotations

import streamlit as st

from faheng.catalogue_files import DATA_FOLDER
from faheng.charts.html import render
from faheng.views.sheet import SheetPicture

_element = st.components.v2.component(
    "faheng_sheet",
    js=(DATA_FOLDER / "assets" / "sheet.js").read_text(encoding="utf-8"),
    isolate_styles=False,  # its style is that of the page: data/assets/faheng.css
)


def show_sheet_element(sheet: SheetPicture, *, key: str, picked_key: str) -> None:
    """Draw a sheet; the full address of a cell that is picked stands in `st.session_state[picked_key]` before the rerun."""

    def keep() -> None:
        if picked := st.session_state[key].picked:
            st.session_state[picked_key] = picked

    _element(key=key, data={"html": render("sheet", sheet=sheet)}, on_picked_change=keep)
