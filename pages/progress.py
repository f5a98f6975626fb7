"""报送进度: who has handed in which form, by when it is due, and a reminder to copy."""

import streamlit as st

from faheng.store.embargo import newest_for
from faheng.ui import access, components, data, flash, frame, progress

frame.page_start("报送进度")
actor = access.require("reporter", "reviewer", "publisher", "administrator")
flash.show()
board = progress.choose_board(data.catalogue(newest_for(data.store(), actor)), actor)
if board is None:
    components.nothing_here("目录里没有您要报送或审核的市，请联系管理员。")
    st.stop()
if board.made_up:
    frame.made_up_notice()
progress.show_board(board)
if board.is_whole:
    progress.offer_reminder(board)
if actor.has("administrator", "reviewer"):
    progress.offer_deadlines(board, actor)
