"""发布记录: what was published when and by whom, what it changed, the app as of any release, undo."""

import streamlit as st

from faheng.store.embargo import newest_for
from faheng.ui import access, components, data, flash, frame, names, publishing
from faheng.views.releases import release_log

release = frame.page_start("发布记录")
flash.show()
if not release:
    components.nothing_published(release)
    st.stop()
newest = newest_for(data.store(), access.visitor())
log = release_log(data.store(), newest=newest, names=names.shows_names())
if log.made_up:
    frame.made_up_notice()
st.markdown(f"您现在看的是{frame.release_words(release)}。点一行，看那一版改了什么。")
chosen = components.choose_row(log, key="releases", name="shown")
publishing.show_release(int(chosen or release))
