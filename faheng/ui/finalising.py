"""暂定转正式 on screen: which figures become final is shown first."""

from __future__ import annotations

import streamlit as st

from faheng.catalogue import Catalogue
from faheng.period import period_from_code
from faheng.store.finalising import make_final, provisional_values
from faheng.ui import access, components, data, flash, frame
from faheng.ui.flash import plain
from faheng.views.differences import provisional_table

_ALL = ""


def offer_finalising(catalogue: Catalogue) -> None:
    """Choose a city, a period and perhaps an indicator; see what is 暂定 of it; make it final."""
    store = data.store()
    release = store.latest_release
    cities = {city.code: city for city in catalogue.cities}
    of_city, of_period, of_indicator = st.columns([1, 1, 2])
    city_code = of_city.selectbox(
        "市", list(cities), format_func=lambda code: cities[code].name, key="final-city"
    )
    values = provisional_values(store, release=release, city_code=city_code, period_code=None)
    if not values:
        st.caption(plain(f"{cities[city_code].name}没有暂定数。"))
        return
    periods = sorted({value.period for value in values}, reverse=True)
    period_code = of_period.selectbox(
        "时期",
        [period.code for period in periods],
        format_func=lambda code: str(period_from_code(code)),
        key="final-period",
    )
    values = [value for value in values if value.period.code == period_code]
    codes = sorted({value.indicator_code for value in values})
    chosen = of_indicator.selectbox(
        "指标",
        [_ALL, *codes],
        format_func=lambda code: (
            f"{code} {catalogue.known_indicator(code).name}" if code else f"全部 {len(codes)} 个指标"
        ),
        key=f"final-indicator:{city_code}:{period_code}",
    )
    shown = [value for value in values if chosen in (_ALL, value.indicator_code)]
    components.show_table(provisional_table(store, shown, release=release), key="final-values")
    note = st.text_input("说明（可不填，所有人都能看到）", key="final-note", max_chars=200)
    st.button(
        f"把这 {len(shown)} 个暂定数转为正式，成为第 {release + 1} 版",
        on_click=_finalise,
        args=(city_code, period_code, chosen or None, note, release),
        key="finalise",
    )


@flash.told
def _finalise(city_code: str, period_code: str, indicator_code: str | None, note: str, seen: int) -> None:
    release = make_final(
        data.store(),
        city_code=city_code,
        period_code=period_code,
        indicator_code=indicator_code,
        actor=access.require("publisher"),
        note=note,
        seen_release=seen,
    )
    frame.read_release(release)
    flash.say(f"已转为正式，成为第 {release} 版：数值和来源没有变，只是不再标“暂定”。")
