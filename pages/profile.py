"""县区画像: one county, in sentences, and every indicator against city and target or what it lacks of them."""

import streamlit as st

from faheng.ui import components, data, filters, flash, frame, profile
from faheng.views.profile import profile as profile_of

release = frame.page_start("县区画像")
flash.show()
choices = filters.city_region_period(release)
if choices is None:
    components.nothing_published(release)
    st.stop()
aspect = profile.chosen_aspect()
shown = data.view(profile_of, release=release, **choices)
if shown.made_up:
    frame.made_up_notice()
if shown.is_empty:
    profile.nothing_reported(shown)
    st.stop()
profile.show_findings(shown)
profile.show_aspect(shown, aspect)
profile.offer_paper(shown, aspect)
