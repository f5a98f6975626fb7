"""The frame round every page: the one list of pages in menu order, and what each page gets."""

import streamlit as st

from faheng.ui import frame

st.set_page_config(page_icon="⚖️", layout="wide")
page = st.navigation(
    [
        # The default page answers at / alone, so the pages that links name are others (streamlit.md 1.2).
        st.Page("start.py", title="法衡", default=True, visibility="hidden"),
        st.Page("comparison.py", title="县区对比", icon=":material/compare_arrows:", url_path="comparison"),
        st.Page("submission.py", title="数据报送", icon=":material/upload_file:", url_path="submission"),
        st.Page("releases.py", title="发布记录", icon=":material/history:", url_path="releases"),
    ],
    position="top",
)
frame.speak_chinese()
page.run()
