"""数据报送: a sender's sheet becomes a submission that waits for its review; what was sent back stands first."""

import streamlit as st

from faheng.store.embargo import newest_for
from faheng.ui import access, correction, data, flash, frame, handing_in, names, own, sender, submission

frame.page_start("数据报送")
actor = access.require("reporter")
names.leave_out_in_meeting()
flash.show()
latest = newest_for(data.store(), actor)
catalogue = data.catalogue(latest)
rows = own.read_own(actor)
handing_in.say_handed_in(rows)
by_link = correction.opened_by_link()
own_first = own.say_returned(rows) and not by_link
if own_first:
    own.show_own(rows, catalogue)

st.subheader("1　谁来报")
choice = sender.choose_sender(catalogue, actor)
if choice is None:
    st.info("您的填报权限里的地区已不在目录里，请联系管理员。", icon=":material/lock:")
    st.stop()
if catalogue.is_made_up(choice.city.code):
    frame.made_up_notice()
if by_link:
    correction.offer_correction(catalogue, choice, actor, latest)

st.subheader("2　填表")
sender.offer_form(catalogue, choice, latest)

st.subheader("3　上传并核对")
files = submission.read_uploads(choice, latest)
marks = [submission.show_file(file, catalogue, choice) for file in files]
if files:
    submission.show_differences(submission.values_of(files, marks), latest, key="uploads")
    handing_in.offer_confirmation(files, marks, choice.sender, actor=actor)
if not by_link:
    correction.offer_correction(catalogue, choice, actor, latest)

if not own_first:
    own.show_own(rows, catalogue)
