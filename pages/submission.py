"""数据报送: a sender's sheet becomes a submission that waits for its review."""

import streamlit as st

from faheng.ui import access, data, flash, frame, sender, submission

frame.page_start("数据报送")
actor = access.require("reporter")
flash.show()
latest = data.store().latest_release
catalogue = data.catalogue(latest)

st.subheader("1　谁来报")
choice = sender.choose_sender(catalogue, actor)
if choice is None:
    st.info("您的填报权限里的地区已不在目录里，请联系管理员。", icon=":material/lock:")
    st.stop()
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
