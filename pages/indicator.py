"""指标口径: one indicator: definition, targets with their basis, breaks, and who has reported it."""

import streamlit as st

from faheng.ui import catalogue, components, data, filters, flash, frame
from faheng.views.indicator import indicator_page

release = frame.page_start("指标口径")
flash.show()
choices = filters.city_and_indicator(release)
if choices is None:
    components.nothing_published(release)
    st.stop()
shown = data.view(indicator_page, release=release, **choices)
if shown.made_up:
    frame.made_up_notice()
components.show_html(catalogue.indicator_html, shown)
