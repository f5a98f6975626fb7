"""审核: the submissions that wait for a reviewer, what each would change, and the decision."""

from __future__ import annotations

import streamlit as st

from faheng.catalogue import Catalogue
from faheng.roles import Actor
from faheng.store.reviews import accept_submissions
from faheng.store.submissions import list_submissions, submission_values
from faheng.ui import access, data, flash, names
from faheng.ui.submission import show_differences


def offer_review(actor: Actor, catalogue: Catalogue) -> None:
    """The waiting submissions, one of them opened, and what a reviewer can do with it."""
    store = data.store()
    waiting = {row.submission_id: row for row in list_submissions(store, status="pending")}
    if not waiting:
        st.caption("现在没有待审的报送。")
        return

    def words(number: int) -> str:
        row = waiting[number]
        unit = catalogue.known_region(row.sender_code).name
        return (
            f"{number}：{row.file_name}（{unit} {names.shown(row.sent_by)}，{row.received_at:%m-%d %H:%M}）"
        )

    number = st.selectbox("待审的报送", list(waiting), format_func=words, key="to-review")
    values = submission_values(store, [number])[number]
    show_differences(values, store.latest_release, key=f"review:{number}")
    if actor.has("reviewer"):
        st.button("通过", type="primary", on_click=_accept, args=(number,), key="accept")


@flash.told
def _accept(number: int) -> None:
    accept_submissions(data.store(), [number], actor=access.require("reviewer"))
    flash.say(f"报送 {number} 已通过，等待发布。")
