"""The choices that pages share: city, indicator, period; each in the address (faheng/ui/link.py)."""

from __future__ import annotations

import streamlit as st

from faheng.period import period_from_code
from faheng.ui import data, link
from faheng.views import choices
from faheng.views.comparison import Comparison


def city_indicator_period(release: int) -> dict[str, str] | None:
    """City, indicator and period as codes, chosen among those with data in `release`; None when it has none."""
    cities = {city.code: city.name for city in data.view(choices.cities, release=release)}
    if not cities:
        return None
    notices = st.container()
    left, middle, right = st.columns([2, 5, 2])
    with left:
        city_code = link.choice("city", "市", list(cities), lambda code: cities[code], notices=notices)
    known = data.view(choices.indicators, release=release, city_code=city_code)
    indicators = {indicator.code: f"{indicator.code} {indicator.name}" for indicator in known}
    # A visitor without a link starts where a difference can mean something: a headline rate of events.
    first = next((i.code for i in known if i.headline and i.has_parts and i.has_chance), known[0].code)
    with middle:
        indicator_code = link.choice(
            "indicator",
            "指标",
            list(indicators),
            lambda code: indicators[code],
            default=first,
            notices=notices,
        )
    periods = data.view(choices.periods, release=release, city_code=city_code, indicator_code=indicator_code)
    codes = [period.code for period in periods]
    latest_year = next((period.code for period in periods if period.frequency == "year"), codes[0])
    with right:
        period_code = link.choice(
            "period",
            "时期",
            codes,
            lambda code: str(period_from_code(code)),
            default=latest_year,
            notices=notices,
        )
    return {"city_code": city_code, "indicator_code": indicator_code, "period_code": period_code}


def nothing_for_period(shown: Comparison) -> None:
    """The empty state of one indicator and period."""
    st.info(
        f"{shown.city.name}{shown.period}还没有任何地区报送“{shown.indicator.name}”。请换一个时期，或到“数据报送”上传。",
        icon=":material/inbox:",
    )
