"""The player on a page, served as the app serves it, without sign-in: `streamlit run tests/browser/player_app.py`."""

from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware
from streamlit.file_util import get_static_dir

from faheng.browser_files import ROUTES
from faheng.headers import SecurityHeaders

index = (Path(get_static_dir()) / "index.html").read_text(encoding="utf-8")
app = st.App(
    Path(__file__).with_name("player_page.py"),
    routes=ROUTES,
    middleware=(Middleware(SecurityHeaders, page=index),),
)
