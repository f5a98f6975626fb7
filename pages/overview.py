"""总览: how a city stands in a period, for leaders who have ten seconds."""

import streamlit as st

from faheng.ui import components, data, filters, flash, frame, overview
from faheng.views.overview import overview as overview_of

release = frame.page_start("总览")
flash.show()
choices = filters.city_period(release)
if choices is None:
    components.nothing_published(release)
    st.stop()
tab = overview.chosen_tab()
shown = data.view(overview_of, release=release, tab=tab, **choices)
if shown.made_up:
    frame.made_up_notice()
with st.container(gap="xsmall"):
    overview.show_findings(shown)
    overview.show_cards(shown)
    overview.show_completeness_and_tabs(shown)
    components.show_matrix(shown.matrix, shown.table, key="overview")
