"""A page with nothing but the player, for test_player.py: what the page 会议汇报 does with it."""

import os
from pathlib import Path

import streamlit as st

from faheng.ui.player_element import show_player_element

deck = Path(os.environ["PLAYER_DECK"]).read_bytes()
if st.button("换一版"):
    deck = deck.replace("第 9 版".encode(), "第 10 版".encode())
if st.button("放映") or st.session_state.get("playing"):
    st.session_state["playing"] = True
    show_player_element(deck, key="player")
