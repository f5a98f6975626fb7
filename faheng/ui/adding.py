"""加入汇报: what a page shows now as a slide of a deck, offered in the head of the pages of which slides can be made."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress

import streamlit as st

from faheng.address import address
from faheng.meeting.contents import can_be_slide, slide_address
from faheng.meeting.deck import Deck, DeckError, Shows
from faheng.meeting.kept import add_deck, change_deck, open_deck
from faheng.meeting.proposals import proposed
from faheng.roles import Actor
from faheng.store.decks import KeptDeck, list_decks
from faheng.ui import access, data, flash, link, names, person
from faheng.ui.flash import plain
from faheng.views.choices import city_period_options

LAST_OPENED = "deck that was opened last"
# What a page's parts are called, the one that is meant first.
_PARTS: Mapping[Shows, str] = {"chart": "这张图（表）", "numbers": "重点数字", "findings": "研判的话"}
_SHOWN = 12  # decks: more is a list that nobody reads in passing


def offer(visitor: Actor, release: int) -> None:
    """The button, for who is signed in: one click adds the chart to the deck that was opened last, else it asks which.

    Not before a meeting, where nobody works on decks. What the list holds is drawn when it is opened.
    """
    page, _ = st.session_state.get(person.PAGE, ("", ""))
    if not can_be_slide(page, "chart") or visitor.is_guest or names.in_meeting():
        return
    last = _last_opened(visitor)
    if last is not None:
        st.button(
            "加入汇报",
            icon=":material/add_to_queue:",
            type="tertiary",
            help=f"把现在这张图加入“{plain(last.name)}”",
            on_click=_add,
            args=(page, "chart", last.deck_id, release),
            key="add-to-last",
        )
    label, icon = ("加入汇报", ":material/add_to_queue:") if last is None else ("别的", None)
    with st.popover(label, icon=icon, type="tertiary", on_change="rerun", key="add-to-deck") as opened:
        if opened.open:
            _offer_choice(visitor, page, release)


def _last_opened(visitor: Actor) -> KeptDeck | None:
    number = st.session_state.get(LAST_OPENED)
    return next((one for one in _own(visitor) if one.deck_id == number), None)


def _own(visitor: Actor) -> list[KeptDeck]:
    return [
        one for one in list_decks(data.store(), actor=visitor) if one.is_of(visitor) and not one.is_removed
    ]


def _offer_choice(visitor: Actor, page: str, release: int) -> None:
    parts = [part for part in _PARTS if can_be_slide(page, part)]
    part: Shows = "chart"
    if len(parts) > 1:
        chosen = st.segmented_control(
            "加入哪一部分",
            parts,
            format_func=_PARTS.__getitem__,
            default="chart",
            required=True,
            key="add-part",
        )
        part = chosen or "chart"
    decks = _own(visitor)
    st.markdown("加入哪一份汇报：" if decks else "还没有汇报，会新建一份。")
    for one in decks[:_SHOWN]:
        st.button(
            plain(one.name),
            icon=":material/add:",
            type="tertiary",
            on_click=_add,
            args=(page, part, one.deck_id, release),
            key=f"add-to:{one.deck_id}",
        )
    st.button(
        "新的汇报", icon=":material/note_add:", on_click=_add, args=(page, part, 0, release), key="add-to-new"
    )


@flash.told
def _add(page: str, shows: Shows, deck_id: int, release: int) -> None:
    """Add what the page shows to a deck, to a new one where `deck_id` is 0."""
    actor, store = access.require_account(), data.store()
    where = slide_address(link.chosen(page), shows)
    if "city" not in dict(where.choices):
        raise DeckError("这一页现在没有图，没有加入。")
    was_there = False
    if deck_id:
        kept, deck = open_deck(store, deck_id, actor=actor)
        was_there = any((each.shows, each.address) == (shows, where) for each in deck.slides)
        if not was_there:
            deck = deck.with_view(shows, where)
            change_deck(store, kept, deck, actor=actor, release=release)
    else:
        deck = _new(dict(where.choices), release).with_view(shows, where)
        deck_id = add_deck(store, deck, actor=actor, release=release)
        deck = open_deck(store, deck_id, actor=actor)[1]
    st.session_state[LAST_OPENED] = deck_id
    st.session_state["add-to-deck"] = False
    (slide,) = [each for each in deck.slides if (each.shows, each.address) == (shows, where)]
    way = ("打开这份汇报", address("meeting", release=release, deck=str(deck_id), slide=slide.slide_id))
    if was_there:
        flash.say(f"“{deck.name}”里已经有这一页，没有再加。", kind="info", way=way)
        return
    # A long table is several pages.
    pages = 1
    with suppress(
        KeyError, ValueError
    ):  # another release may have no such city: the slide is kept all the same
        pages = sum(each.chosen_id == slide.slide_id for each in data.slides(deck, release=release))
    flash.say(f"已加入“{deck.name}”{f'，共 {pages} 页' if pages > 1 else ''}。", way=way)


def _new(choices: Mapping[str, str], release: int) -> Deck:
    """An empty deck about the city that is looked at, and its period, which a trend has none of: then the newest."""
    city_code = choices["city"]
    period_code = choices.get("period") or link.remembered("period")
    known = data.view(city_period_options, release=release, city_code=city_code)
    if period_code not in known.words:
        period_code = known.default
    return proposed(
        data.store(), release=release, template="empty", city_code=city_code, period_code=period_code
    )
