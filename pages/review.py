"""审核发布: what counties sent is reviewed, what was accepted becomes a release, what was published can be taken back."""

import streamlit as st

from faheng.ui import access, data, finalising, flash, frame, names, publishing, reviewing

frame.page_start("审核发布")
actor = access.require("reviewer", "publisher")
names.leave_out_in_meeting()
st.caption(reviewing.count_waiting())
flash.show()
publishing.link_to_published()
catalogue = data.catalogue(data.store().latest_release)

st.subheader("审核")
reviewing.offer_review(actor, catalogue)

if actor.has("publisher"):
    st.subheader("发布")
    publishing.offer_publishing(catalogue)
    with st.expander(
        "撤回已发布的数", icon=":material/undo:", on_change="rerun", key="withdrawal"
    ) as withdrawal:
        if withdrawal.open:
            publishing.offer_withdrawal(catalogue)
    with st.expander(
        "暂定数转为正式", icon=":material/verified:", on_change="rerun", key="finalising"
    ) as final:
        if final.open:
            finalising.offer_finalising(catalogue)
