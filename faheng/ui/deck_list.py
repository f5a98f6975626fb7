"""会议汇报: the list of decks, and a new one from a template."""

from __future__ import annotations

import streamlit as st

from faheng.charts.html import render
from faheng.meeting.deck import TEMPLATES
from faheng.meeting.kept import add_deck
from faheng.meeting.proposals import proposed
from faheng.store.decks import KeptDeck, list_decks, restore_deck
from faheng.ui import access, components, data, filters, flash, link
from faheng.ui.flash import plain
from faheng.ui.meeting import deck_words, go_to
from faheng.views.choices import Options
from faheng.views.releases import moment_words

_TEMPLATES = Options(dict(TEMPLATES), next(iter(TEMPLATES)))
_ABOUT_TEMPLATES = {
    "year": "全市的重点数字、研判、一览表，再是有发现的指标和没达到的目标",
    "region": "一个县区的重点数字、研判、距目标差多少，再是每个发现的图",
    "indicator": "一个指标：全市的数、趋势、各地区对比、排名、漏斗图、地图",
    "empty": "只有封面、目录和数据来源，其余自己加",
}


def offer_new(release: int) -> None:
    """A new deck from a template, about what is chosen."""
    with st.container(border=True, key="new-deck"):
        template = link.value_of("template", "模板", _TEMPLATES)
        link.segments("template", "新建汇报", _TEMPLATES)
        st.caption(_ABOUT_TEMPLATES[template])
        choices = _choices(template, release)
        if choices is None:
            components.nothing_published(release)
            return
        st.button(
            "新建汇报",
            type="primary",
            icon=":material/add:",
            on_click=_make,
            args=(template, choices, release),
            key="make-deck",
        )


def _choices(template: str, release: int) -> dict[str, str] | None:
    match template:
        case "region":
            return filters.city_region_period(release)
        case "indicator":
            return filters.city_indicator_period(release)
        case _:
            return filters.city_period(release)


@flash.told
def _make(template: str, choices: dict[str, str], release: int) -> None:
    deck = proposed(data.store(), release=release, template=template, **choices)
    number = add_deck(data.store(), deck, actor=access.require_account(), release=release)
    flash.say("已新建：可以改标题、调顺序、删去不讲的，再加别的图。")
    go_to(number)


def show_decks() -> None:
    """The visitor's own decks, what others share, and what the visitor removed."""
    actor = access.visitor()
    found = list_decks(data.store(), actor=actor)
    own = [one for one in found if one.is_of(actor) and not one.is_removed]
    shared = [one for one in found if not one.is_of(actor)]
    _show_list(
        "我的汇报",
        own,
        "还没有汇报：在上面选模板新建；也可以在总览、县区对比、指标趋势、县区画像按“加入汇报”。",
    )
    if shared:
        _show_list("别人共享的", shared)
    if removed := [one for one in found if one.is_removed]:
        with st.expander(f"已删去的（{len(removed)}）", icon=":material/delete:"):
            for one in removed:
                with st.container(horizontal=True, vertical_alignment="center"):
                    st.markdown(plain(f"{one.name}（{moment_words(one.saved_at)} 删去）"), width="content")
                    st.button(
                        "恢复",
                        icon=":material/undo:",
                        type="tertiary",
                        on_click=_restore,
                        args=(one.deck_id, one.name),
                        key=f"restore:{one.deck_id}",
                    )


def _show_list(title: str, decks: list[KeptDeck], nothing: str = "") -> None:
    st.subheader(title, anchor=False)
    if not decks:
        components.nothing_here(nothing)
        return
    st.html(
        render(
            "decks",
            decks=[(link.here("meeting", deck=str(one.deck_id)), one, deck_words(one)) for one in decks],
        )
    )


@flash.told
def _restore(deck_id: int, name: str) -> None:
    restore_deck(data.store(), deck_id, actor=access.require_account())
    flash.say(f"已恢复“{name}”。")
    go_to(deck_id)
