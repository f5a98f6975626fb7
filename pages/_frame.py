"""The frame round every page: the one list of pages in menu order, and what each page gets."""

import streamlit as st

from faheng.ui import link

st.set_page_config(page_icon="⚖️", layout="wide")
page = st.navigation(
    [
        # The default page answers at / alone, so the pages that links name are others (streamlit.md 1.2).
        st.Page("start.py", title="法衡", default=True, visibility="hidden"),
        st.Page("overview.py", title="总览", icon=":material/dashboard:", url_path="overview"),
        st.Page("comparison.py", title="县区对比", icon=":material/compare_arrows:", url_path="comparison"),
        st.Page("trend.py", title="指标趋势", icon=":material/show_chart:", url_path="trend"),
        st.Page("profile.py", title="县区画像", icon=":material/assignment:", url_path="profile"),
        st.Page("catalogue.py", title="指标目录", icon=":material/menu_book:", url_path="catalogue"),
        st.Page("indicator.py", title="指标口径", url_path="indicator", visibility="hidden"),
        st.Page("facts.py", title="公开数据", icon=":material/newspaper:", url_path="facts"),
        st.Page("submission.py", title="数据报送", icon=":material/upload_file:", url_path="submission"),
        st.Page("progress.py", title="报送进度", icon=":material/checklist:", url_path="progress"),
        st.Page("receipt.py", title="回执", url_path="receipt", visibility="hidden"),
        st.Page("review.py", title="审核发布", icon=":material/fact_check:", url_path="review"),
        st.Page("releases.py", title="发布记录", icon=":material/history:", url_path="releases"),
        st.Page("guide.py", title="使用说明", icon=":material/help:", url_path="guide"),
    ],
    position="top",
)
with link.written():
    page.run()
