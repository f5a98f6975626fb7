"""The address without a page: leads to the first page, with what the address asks for."""

from urllib.parse import urlsplit

import streamlit as st

from faheng.ui import flash

# Streamlit sends every address it does not know here too.
if asked := urlsplit(st.context.url or "").path.strip("/"):
    flash.say(f"没有“{asked}”这个页面，已打开总览。", kind="warning")
st.switch_page("overview.py", query_params=st.query_params.to_dict())
