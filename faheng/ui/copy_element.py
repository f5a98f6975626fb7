"""A text with a button that copies it, also where the page came without TLS (data/assets/copy.js)."""

from __future__ import annotations

import streamlit as st

from faheng.catalogue_files import DATA_FOLDER

_element = st.components.v2.component(
    "faheng_copy",
    js=(DATA_FOLDER / "assets" / "copy.js").read_text(encoding="utf-8"),
    isolate_styles=False,  # its style is that of the page: data/assets/faheng.css
)


def show_copy_element(text: str, *, label: str, button: str, key: str, path: str = "") -> None:
    """Show `text` with a button; behind it stands the address of the server, as the reader's browser knows it, and `path`."""
    _element(key=key, data={"text": text, "label": label, "button": button, "path": path})
