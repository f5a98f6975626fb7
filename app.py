"""The launcher: `streamlit run app.py` finds the st.App here; the screen begins in pages/_frame.py."""

import streamlit as st

from faheng import server

app = st.App(
    server.FRAME,
    lifespan=server.lifespan,
    middleware=server.MIDDLEWARE,
    routes=server.ROUTES,
    on_script_error=server.report_error,
)
