"""会议汇报: the decks of a meeting: propose, order, word, show and hand out."""

import streamlit as st

from faheng.ui import access, deck_editing, deck_list, flash, frame, meeting

release = frame.page_start("会议汇报")
access.require_account()
flash.show()
opened = meeting.opened_deck()
if opened is None:
    deck_list.offer_new(release)
    deck_list.show_decks()
    st.stop()
slides = meeting.slides_of_deck(opened, release)
if meeting.is_playing():
    meeting.show_player(opened, release)
    st.stop()
meeting.show_head(opened, slides, release)
deck_editing.show_slides(opened, slides, release)
