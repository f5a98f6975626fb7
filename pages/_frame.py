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
                menu.Entry("start.py", title="法衡", is_default=True),
                menu.Entry("indicator.py", title="指标口径"),
                menu.Entry("receipt.py", title="回执"),
            ],
            menu.DIRECT: [
                menu.Entry("overview.py", title="总览", icon=":material/dashboard:"),
                menu.Entry("comparison.py", title="县区对比", icon=":material/compare_arrows:"),
                menu.Entry("trend.py", title="指标趋势", icon=":material/show_chart:"),
                menu.Entry("profile.py", title="县区画像", icon=":material/assignment:"),
                menu.Entry("meeting.py", title="会议汇报", icon=":material/co_present:", for_accounts=True),
            ],
            "办理": [
                menu.Entry(
                    "submission.py", title="数据报送", icon=":material/upload_file:", roles=("reporter",)
                ),
                menu.Entry(
                    "progress.py",
                    title="报送进度",
                    icon=":material/checklist:",
                    roles=("reporter", "reviewer", "publisher", "administrator"),
                ),
                menu.Entry(
                    "review.py",
                    title="审核发布",
                    icon=":material/fact_check:",
                    roles=("reviewer", "publisher"),
                ),
            ],
            "资料": [
                menu.Entry("catalogue.py", title="指标目录", icon=":material/menu_book:"),
                menu.Entry("facts.py", title="公开数据", icon=":material/newspaper:"),
                menu.Entry("releases.py", title="发布记录", icon=":material/history:"),
                menu.Entry("guide.py", title="使用说明", icon=":material/help:"),
            ],
            "管理": [
                menu.Entry("people.py", title="人员", icon=":material/group:", roles=("administrator",)),
                menu.Entry("settings.py", title="设置", icon=":material/settings:", roles=("administrator",)),
                menu.Entry(
                    "record.py", title="操作记录", icon=":material/receipt_long:", roles=("administrator",)
                ),
            ],
        },
    ),
    position="top",
)
menu.note(page)
with link.written():
    page.run()
