"""标注事件 on 指标趋势: which events are pinned to the indicator, and for who may, adding and removing them."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from faheng.store.annotations import MOST_LETTERS, Annotation, annotate, annotations_of, remove_annotation
from faheng.ui import access, data, flash, names
from faheng.ui.flash import plain
from faheng.views.trend import Trend

_CITY = ""


def events_now(*, city_code: str, indicator_code: str) -> tuple[Annotation, ...]:
    """What is pinned to a city's indicator at this moment; without authors where names are hidden."""
    found = annotations_of(data.store(), city_code=city_code, indicator_code=indicator_code)
    return found if names.shows_names() else tuple(replace(one, author="") for one in found)


def offer(shown: Trend, events: tuple[Annotation, ...]) -> None:
    """For who reviews or publishes, below the chart."""
    if not access.visitor().has("reviewer", "publisher") or names.in_meeting():
        return
    with st.expander("标注事件", icon=":material/push_pin:", on_change="rerun", key="annotating") as opened:
        if opened.open:
            _show_events(shown, events)
            _offer_event(shown)


def _show_events(shown: Trend, events: tuple[Annotation, ...]) -> None:
    regions = {line.region.code: line.region.name for line in shown.lines.regions}
    for one in events:
        where = regions.get(one.region_code, one.region_code) if one.region_code else shown.city.name
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(
                plain(f"{one.period} {where}：{one.text}（{one.author}，{one.added_at:%Y-%m-%d %H:%M}）"),
                width="content",
            )
            st.button(
                "撤下",
                key=f"unpin:{one.annotation_id}",
                on_click=_remove,
                args=(one.annotation_id,),
                type="tertiary",
                icon=":material/close:",
            )


def _offer_event(shown: Trend) -> None:
    periods = {period.code: str(period) for period in reversed(shown.lines.periods)}
    regions = {
        _CITY: f"{shown.city.name}（各地区）",
        **{line.region.code: line.region.name for line in shown.lines.regions},
    }
    st.caption("标注画在这个指标的趋势图上，马上对所有人公开，不随版本；要改就撤下再写，撤下的留有记录。")
    about = f"{shown.city.code}:{shown.indicator.code}:{shown.frequency}"
    when, where, what = st.columns([1, 1, 3])
    period = when.selectbox(
        "事件时期", list(periods), format_func=periods.__getitem__, key=f"pin-period:{about}"
    )
    region = where.selectbox(
        "事件地区", list(regions), format_func=regions.__getitem__, key=f"pin-region:{about}"
    )
    text = what.text_input(
        "发生了什么",
        key=f"pin-text:{about}",
        max_chars=MOST_LETTERS,
        placeholder="《行政机关负责人出庭应诉暂行办法》出台",
    )
    st.button(
        "标注",
        disabled=not text.strip(),
        on_click=_add,
        args=(shown.indicator.code, shown.city.code, region, period, f"pin-text:{about}"),
        key="pin",
    )


@flash.told
def _add(indicator_code: str, city_code: str, region_code: str, period_code: str, text_key: str) -> None:
    annotate(
        data.store(),
        indicator_code=indicator_code,
        city_code=city_code,
        region_code=region_code,
        period_code=period_code,
        text=st.session_state[text_key],
        actor=access.require("reviewer", "publisher"),
    )
    st.session_state[text_key] = ""
    flash.say("已标注在趋势图上。")


@flash.told
def _remove(annotation_id: int) -> None:
    remove_annotation(data.store(), annotation_id, actor=access.require("reviewer", "publisher"))
    flash.say("已撤下这条标注，留有记录。")
