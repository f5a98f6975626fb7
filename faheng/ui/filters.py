"""The choices that pages share: city, indicator, period …; each in the address (faheng/ui/link.py)."""

from __future__ import annotations

from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from faheng.ui import data, link
from faheng.views import choices
from faheng.views.choices import Options
from faheng.views.trend import MOST_HIGHLIGHTED


def city_indicator_period(release: int) -> dict[str, str] | None:
    """City, indicator and period as codes, chosen among those with data in `release`; None when it has none."""
    notices = st.container()
    left, middle, right = st.columns([2, 5, 2])
    city_code = _city(release, left, notices)
    if city_code is None:
        return None
    indicator_code = _indicator(release, city_code, middle, notices)
    periods = data.view(
        choices.period_options, release=release, city_code=city_code, indicator_code=indicator_code
    )
    period_code = _choice("period", "时期", periods, right, notices)
    return {"city_code": city_code, "indicator_code": indicator_code, "period_code": period_code}


def city_and_indicator(release: int) -> dict[str, str] | None:
    """City (empty when nobody has reported anything) and any indicator as codes; None without a catalogue."""
    indicators = data.view(choices.all_indicator_options, release=release)
    if indicators is None:
        return None
    notices = st.container()
    left, right, _ = st.columns([2, 5, 2])
    city_code = _city(release, left, notices) or ""
    return {
        "city_code": city_code,
        "indicator_code": _choice("indicator", "指标", indicators, right, notices),
    }


def city_period(release: int) -> dict[str, str] | None:
    """City and period as codes; None when `release` has no data."""
    notices = st.container()
    left, right, _ = st.columns([2, 2, 5])
    city_code = _city(release, left, notices)
    if city_code is None:
        return None
    return {"city_code": city_code, "period_code": _period(release, city_code, right, notices)}


def city_region_period(release: int) -> dict[str, str] | None:
    """City, one of its regions and period as codes; None when `release` has no data."""
    notices = st.container()
    left, middle, right, _ = st.columns([2, 2, 2, 3])
    city_code = _city(release, left, notices)
    if city_code is None:
        return None
    regions = data.view(choices.region_options, release=release, city_code=city_code)
    region_code = _choice("region", "地区", regions, middle, notices)
    period_code = _period(release, city_code, right, notices)
    return {"city_code": city_code, "region_code": region_code, "period_code": period_code}


def city_indicator_frequency_regions(release: int) -> dict[str, Any] | None:
    """City, indicator, frequency and the regions to highlight as codes; None when `release` has no data."""
    notices = st.container()
    first, second, third, fourth = st.columns([2, 4, 1, 4])
    city_code = _city(release, first, notices)
    if city_code is None:
        return None
    indicator_code = _indicator(release, city_code, second, notices)
    frequencies = data.view(
        choices.frequency_options, release=release, city_code=city_code, indicator_code=indicator_code
    )
    frequency = _choice("frequency", "频次", frequencies, third, notices)
    regions = data.view(choices.region_options, release=release, city_code=city_code)
    with fourth:
        region_codes = link.several(
            "regions",
            "突出显示",
            regions,
            most=MOST_HIGHLIGHTED,
            placeholder=f"最多选 {MOST_HIGHLIGHTED} 个地区",
            notices=notices,
        )
    return {
        "city_code": city_code,
        "indicator_code": indicator_code,
        "frequency": frequency,
        "region_codes": region_codes,
    }


def _choice(name: str, label: str, options: Options, place: DeltaGenerator, notices: DeltaGenerator) -> str:
    with place:
        return link.choice(name, label, options, notices=notices)


def _city(release: int, place: DeltaGenerator, notices: DeltaGenerator) -> str | None:
    """A city with data; None when there is none."""
    cities = data.view(choices.city_options, release=release)
    return None if cities is None else _choice("city", "市", cities, place, notices)


def _indicator(release: int, city_code: str, place: DeltaGenerator, notices: DeltaGenerator) -> str:
    indicators = data.view(choices.indicator_options, release=release, city_code=city_code)
    return _choice("indicator", "指标", indicators, place, notices)


def _period(release: int, city_code: str, place: DeltaGenerator, notices: DeltaGenerator) -> str:
    periods = data.view(choices.city_period_options, release=release, city_code=city_code)
    return _choice("period", "时期", periods, place, notices)
