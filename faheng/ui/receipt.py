"""回执: the receipt of a submission on the page, and the way to it."""

from __future__ import annotations

from datetime import datetime

import streamlit as st

from faheng.address import Address, address
from faheng.charts.html import render
from faheng.measures.wording import MADE_UP
from faheng.roles import Actor
from faheng.ui import components, data, frame, link
from faheng.views.receipt import receipt


def receipt_link(submission_id: int) -> Address:
    """The way to the receipt of a submission, for `components.show_ways([("回执", receipt_link(12))])`."""
    return address("receipt", submission=submission_id)


def show_receipt(actor: Actor) -> None:
    """The receipt that the address names, ready to be printed."""
    text = link.current("submission") or ""
    number = int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0
    found = receipt(data.store(), number, actor=actor, seen_at=datetime.now().replace(microsecond=0))
    if found is None:
        # Nobody learns from it whether there is a submission of that number.
        components.nothing_here("没有这份报送，或您不能查看它的回执。请从“数据报送”里自己的报送打开回执。")
        return
    link.keep("submission", text)
    if found.made_up:
        frame.made_up_notice()
    st.html(render("print"))
    st.html(render("receipt", receipt=found, made_up=MADE_UP))
