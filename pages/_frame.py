"""The frame round every page: the one list of pages in menu order with who may open each, and what each page gets."""

import streamlit as st

from faheng.ui import access, link, menu

st.set_page_config(page_icon="⚖️", layout="wide")
page = st.navigation(
    menu.shown(
        access.known_visitor(),
        {
            # The default page answers at / alone, so the pages that links name are others (streamlit.md 1.2).
            menu.HIDDEN: [
                menu.Entry("start.py", "法衡", is_default=True),
                menu.Entry("indicator.py", "指标口径"),
            ],
            menu.DIRECT: [
                menu.Entry("overview.py", "总览", ":material/dashboard:"),
                menu.Entry("comparison.py", "县区对比", ":material/compare_arrows:"),
                menu.Entry("trend.py", "指标趋势", ":material/show_chart:"),
                menu.Entry("profile.py", "县区画像", ":material/assignment:"),
            ],
            "办理": [
                menu.Entry("submission.py", "数据报送", ":material/upload_file:", ("reporter",)),
                menu.Entry("review.py", "审核发布", ":material/fact_check:", ("reviewer", "publisher")),
            ],
            "资料": [
                menu.Entry("catalogue.py", "指标目录", ":material/menu_book:"),
                menu.Entry("facts.py", "公开数据", ":material/newspaper:"),
                menu.Entry("releases.py", "发布记录", ":material/history:"),
                menu.Entry("guide.py", "使用说明", ":material/help:"),
            ],
            "管理": [
                menu.Entry("people.py", "人员", ":material/group:", ("administrator",)),
                menu.Entry("settings.py", "设置", ":material/settings:", ("administrator",)),
                menu.Entry("record.py", "操作记录", ":material/receipt_long:", ("administrator",)),
            ],
        },
    ),
    position="top",
)
menu.note(page)
with link.written():
    page.run()
