"""The choices that pages share: city, indicator, period; each in the address (faheng/ui/link.py)."""

from __future__ import annotations

import streamlit as st

from faheng.ui import data, link
from faheng.views import choices
from faheng.views.comparison import Comparison


def city_indicator_period(release: int) -> dict[str, str] | None:
    """City, indicator and period as codes, chosen among those with data in `release`; None when it has none."""
    cities = data.view(choices.city_options, release=release)
    if cities is None:
        return None
    notices = st.container()
    left, middle, right = st.columns([2, 5, 2])
    with left:
        city_code = link.choice("city", "市", cities, notices=notices)
    indicators = data.view(choices.indicator_options, release=release, city_code=city_code)
    with middle:
        indicator_code = link.choice("indicator", "指标", indicators, notices=notices)
    periods = data.view(
        choices.period_options, release=release, city_code=city_code, indicator_code=indicator_code
    )
    with right:
        period_code = link.choice("period", "时期", periods, notices=notices)
    return {"city_code": city_code, "indicator_code": indicator_code, "period_code": period_code}


def nothing_for_period(shown: Comparison) -> None:
    """The empty state of one indicator and period."""
    st.info(
        f"{shown.city.name}{shown.period}还没有任何地区报送“{shown.indicator.name}”。请换一个时期，或到“数据报送”上传。",
        icon=":material/inbox:",
    )
