"""指标趋势: one indicator over time, in one chart, a panel for each county or as ranks; every value below."""

import streamlit as st

from faheng.ui import annotating, components, data, filters, flash, frame, trend
from faheng.views.trend import trend as trend_of

release = frame.page_start("指标趋势")
flash.show()
choices = filters.city_indicator_frequency_regions(release)
if choices is None:
    components.nothing_published(release)
    st.stop()
form = trend.chosen_form(release, city_code=choices["city_code"], indicator_code=choices["indicator_code"])
events = annotating.events_now(city_code=choices["city_code"], indicator_code=choices["indicator_code"])
shown = data.view(trend_of, release=release, form=form, annotations=events, **choices)
if shown.made_up:
    frame.made_up_notice()
if shown.is_empty:
    trend.nothing_for_frequency(shown)
    st.stop()
components.show_chart(shown.chart, key="trend-chart", name=trend.picture_name(shown))
annotating.offer(shown, events)
components.show_matrix(shown.matrix, shown.table, key="trend")
