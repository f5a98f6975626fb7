"""数据报送: a sender's sheet becomes a submission, and waiting submissions become a release."""

import streamlit as st

from faheng.ui import data, flash, frame, publishing, sender, submission

frame.page_start("数据报送")
flash.show()
publishing.link_to_published()
latest = data.store().latest_release
catalogue = data.catalogue(latest)

st.subheader("1　谁来报")
choice = sender.choose_sender(catalogue)
if catalogue.is_made_up(choice.city.code):
    frame.made_up_notice()

st.subheader("2　填表")
sender.offer_form(catalogue, choice, latest)

st.subheader("3　上传并核对")
files = submission.read_uploads(choice, latest)
marks = [submission.show_file(file, catalogue, choice) for file in files]
if files:
    submission.show_differences(submission.values_of(files, marks), latest, key="uploads")
    submission.offer_confirmation(files, marks, choice)

st.subheader("4　发布")
publishing.offer_publishing(choice)

with st.expander("撤回已发布的数", icon=":material/undo:", on_change="rerun", key="withdrawal") as withdrawal:
    if withdrawal.open:
        publishing.offer_withdrawal(choice, catalogue)
