"""县区对比: the counties of one city side by side, for one indicator and period."""

import streamlit as st

from faheng.ui import comparison, components, data, filters, flash, frame
from faheng.views.comparison import comparison as compare_regions

release = frame.page_start("县区对比")
flash.show()
choices = filters.city_indicator_period(release)
if choices is None:
    components.nothing_published(release)
    st.stop()
shown = data.view(compare_regions, release=release, **choices)
if shown.made_up:
    frame.made_up_notice()
if shown.is_empty:
    comparison.nothing_for_period(shown)
    st.stop()
table = comparison.show_look(shown, comparison.choose_look(shown))
comparison.show_ways(shown)
comparison.say_what_is_missing(shown)
st.markdown("点图上的数（圆点、方格）或表中一行，看它的来源。")
chosen = components.follow_row(table, page="comparison", key="comparison-table", name="row")
comparison.show_source(shown, chosen)
comparison.show_definition(shown)
