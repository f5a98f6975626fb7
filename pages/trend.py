"""指标趋势: one indicator over time; chosen counties before the others, the city, the target, every value below."""

import streamlit as st

from faheng.ui import components, data, filters, flash, frame, trend
from faheng.views.trend import trend as trend_of

release = frame.page_start("指标趋势")
flash.show()
choices = filters.city_indicator_frequency_regions(release)
if choices is None:
    components.nothing_published(release)
    st.stop()
shown = data.view(trend_of, release=release, **choices)
if shown.made_up:
    frame.made_up_notice()
if shown.is_empty:
    trend.nothing_for_frequency(shown)
    st.stop()
components.show_chart(shown.chart, key="trend-chart", name=trend.picture_name(shown))
components.show_matrix(shown.matrix, shown.table, key="trend")
