"""会议汇报: the deck that is open: its state, 放映, downloads, sharing, its name and cover."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import streamlit as st

from faheng.address import address
from faheng.catalogue import Catalogue
from faheng.charts.html import render
from faheng.meeting.deck import MOST_LETTERS, TEMPLATES, Deck, DeckError
from faheng.meeting.kept import add_deck, change_deck, earlier_decks, open_deck
from faheng.meeting.slide import Slide
from faheng.meeting.writers import FORMATS
from faheng.period import period_from_code
from faheng.store.access import AccessError
from faheng.store.decks import KeptDeck, remove_deck, share_deck
from faheng.tables import as_file_name
from faheng.ui import access, components, data, flash, frame, link, names
from faheng.ui.adding import LAST_OPENED
from faheng.ui.flash import plain
from faheng.ui.player_element import show_player_element
from faheng.ui.typed import begin_with, refuse_unseen, saved, typed_in
from faheng.views.releases import moment_words


@dataclass(frozen=True)
class Opened:
    """The deck that is open: as kept, and what it holds; `is_own`: the visitor may change it."""

    kept: KeptDeck
    deck: Deck
    is_own: bool


def opened_deck() -> Opened | None:
    """The deck that the address names, kept there; None while it names none, or none that this visitor may open."""
    wanted = link.current("deck")
    if wanted is None:
        return None
    actor = access.visitor()
    try:
        kept, deck = open_deck(data.store(), int(wanted), actor=actor)
    except (AccessError, DeckError, ValueError) as error:
        is_told = isinstance(error, AccessError | DeckError)
        st.warning(plain(str(error) if is_told else f"链接里的汇报“{wanted}”不存在。"))
        return None
    if kept.is_removed:
        st.warning(plain(f"“{kept.name}”已删去：在“已删去的”里可以恢复。"))
        return None
    link.keep("deck", wanted)
    st.session_state[LAST_OPENED] = kept.deck_id
    return Opened(kept, deck, kept.is_of(actor))


def go_to(deck_id: int | None, slide: str | None = None) -> None:
    """Open a deck, at one of its slides, or the list; for callbacks."""
    said = {"deck": None if deck_id is None else str(deck_id), "slide": slide}
    link.go(**{name: value for name, value in said.items() if value is not None})


def deck_words(one: KeptDeck) -> str:
    """`王芳 · 2026年11月27日 10:00 保存，看的是第 9 版`; no name where names are hidden."""
    owner = names.shown(one.owner) if not one.is_of(access.visitor()) else ""
    shared = "已共享" if one.is_shared and one.is_of(access.visitor()) else ""
    saved = f"{moment_words(one.saved_at)} 保存，看的是第 {one.made_in} 版"
    return " · ".join(filter(None, (owner, shared, saved)))


def slides_of_deck(opened: Opened, release: int) -> tuple[Slide, ...]:
    """The deck's slides in the release that is read; ends the page where that has no such city."""
    try:
        return data.slides(opened.deck, release=release)
    except (KeyError, ValueError):
        components.nothing_here(
            f"第 {release} 版里没有这份汇报的市：请换一版再打开，或在“全部汇报”里新建一份。"
        )
        st.stop()


def is_playing() -> bool:
    """Whether the deck is shown by the player, not to be worked on; the address says so."""
    if link.current("play") is None:
        return False
    link.keep("play", "1")
    return True


def show_head(opened: Opened, slides: tuple[Slide, ...], release: int) -> None:
    """Name and state of the deck, and what can be done with the whole of it."""
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        st.html(render("ways", ways=[("← 全部汇报", address("meeting", release=release))]), width="content")
        if any(slide.made_up for slide in slides):
            frame.made_up_notice()
    with st.container(gap="xxsmall"):
        st.subheader(plain(opened.deck.name), anchor=False)
        st.caption(plain(_state(opened, slides, data.catalogue(release), release)))
    with st.container(horizontal=True, vertical_alignment="center", key="deck-acts"):
        st.button(
            "放映",
            type="primary",
            icon=":material/slideshow:",
            disabled=not slides,
            on_click=play,
            args=(opened.kept.deck_id,),
            key="play",
        )
        _offer_files(opened.deck, release)
        _offer_acts(opened, release)


def show_player(opened: Opened, release: int) -> None:
    """The deck in the player, which begins on the whole screen; nobody's name is in it."""
    if (slide := link.current("slide")) is not None:
        link.keep("slide", slide)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            "返回编辑",
            icon=":material/arrow_back:",
            on_click=go_to,
            args=(opened.kept.deck_id, slide),
            key="stop-playing",
        )
        st.caption(
            plain(
                f"{opened.deck.name} · 第 {release} 版 · Esc 退出全屏，按 F5 或“全屏放映”再开始；开会前按一次“会议自检”。"
            ),
            width="content",
        )
    with st.container(key="player-stage"):
        show_player_element(data.stage(opened.deck, release=release), key=f"player:{opened.kept.deck_id}")


def play(deck_id: int, slide: str | None = None) -> None:
    """Show a deck from its beginning, or from one of its slides; for callbacks."""
    link.go(deck=str(deck_id), play="1", **({} if slide is None else {"slide": slide}))


def _state(opened: Opened, slides: tuple[Slide, ...], catalogue: Catalogue, release: int) -> str:
    deck, kept = opened.deck, opened.kept
    about = [
        TEMPLATES.get(deck.template, ""),
        catalogue.known_region(deck.city_code).name,
        str(period_from_code(deck.period_code)),
        f"{len(slides)} 页",
        deck_words(kept),
    ]
    if kept.made_in != release:
        about.append(f"现在按第 {release} 版的数显示")
    if doubtful := sum(bool(slide.doubts or slide.speech_doubts) for slide in slides):
        about.append(f"{doubtful} 页的标题、讲稿或文字要核对")
    if not opened.is_own:
        about.append("别人的汇报，只能看、放映和复制")
    return " · ".join(filter(None, about))


def _offer_files(deck: Deck, release: int) -> None:
    with st.popover("下载", icon=":material/download:", on_change="rerun", key="deck-files") as opened:
        if not opened.open:
            return
        st.caption("点了才做，页多时要几秒；印着版本、日期、来源和口径。")
        for suffix, form in FORMATS.items():
            components.download(
                f"{form.name}（.{suffix}）：{form.about}",
                make=_maker(deck, suffix, release),
                title=f"汇报 {deck.name}",
                file_name=f"{as_file_name(deck.name)}_第{release}版.{suffix}",
                mime=form.mime,
                key=f"deck-file:{suffix}",
            )


def _maker(deck: Deck, suffix: str, release: int) -> Callable[[], bytes]:
    return lambda: data.deck_file(deck, suffix, release=release)


def _offer_acts(opened: Opened, release: int) -> None:
    kept = opened.kept
    st.button(
        "复制一份",
        icon=":material/content_copy:",
        on_click=_copy,
        args=(opened, release),
        key="copy-deck",
    )
    if not opened.is_own:
        return
    with st.popover("名称与封面", icon=":material/edit:", on_change="rerun", key="deck-about") as about:
        if about.open:
            _offer_about(opened, release)
    with st.popover("以前的样子", icon=":material/history:", on_change="rerun", key="deck-before") as before:
        if before.open:
            _offer_earlier(opened, release)
    st.button(
        "不再共享" if kept.is_shared else "共享",
        icon=":material/group_off:" if kept.is_shared else ":material/group:",
        help="共享以后，凡登录的人都能看、放映和复制，讲稿也看得到；只有您能改。",
        on_click=_share,
        args=(kept, not kept.is_shared),
        key="share-deck",
    )
    st.button(
        "删去",
        icon=":material/delete:",
        help="删去的在“全部汇报”最下面，随时可以恢复。",
        on_click=_remove,
        args=(kept,),
        key="remove-deck",
    )


_COPY = "（副本）"
_ABOUT_FIELDS = {"name": "汇报名称", "occasion": "会议", "office": "汇报单位", "date": "日期"}


def _offer_about(opened: Opened, release: int) -> None:
    key = f"deck-about:{opened.kept.deck_id}"
    for field, label in _ABOUT_FIELDS.items():
        begin_with(f"{key}:{field}", getattr(opened.deck, field))
        st.text_input(label, max_chars=MOST_LETTERS[field], key=f"{key}:{field}")
    st.button("保存", type="primary", on_click=_save_about, args=(opened, release, key), key="save-about")


@flash.told
def _save_about(opened: Opened, release: int, key: str) -> None:
    typed = {field: text for field in _ABOUT_FIELDS if (text := typed_in(f"{key}:{field}")) is not None}

    def changed(deck: Deck) -> Deck:
        refuse_unseen({f"{key}:{field}": (_ABOUT_FIELDS[field], getattr(deck, field)) for field in typed})
        said: dict[str, Any] = typed
        return replace(deck, **said)

    deck = save(opened, changed, release)
    for field in _ABOUT_FIELDS:
        saved(f"{key}:{field}", getattr(deck, field))
    st.session_state["deck-about"] = False


def _offer_earlier(opened: Opened, release: int) -> None:
    found = earlier_decks(data.store(), opened.kept.deck_id, actor=access.visitor())
    if not found:
        st.markdown("这份汇报还没有改过。")
        return
    st.caption("改错了，回到哪一步之前都可以；恢复以后，现在的样子也留在这里。")
    for each in found:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(plain(f"{moment_words(each.until)} {'、'.join(each.done)}之前"), width="content")
            st.button(
                "恢复",
                icon=":material/undo:",
                type="tertiary",
                on_click=_bring_back,
                args=(opened, each.deck, release),
                key=f"bring-back:{each.version}",
            )


@flash.told
def _bring_back(opened: Opened, deck: Deck, release: int) -> None:
    save(opened, lambda now: now.as_it_was(deck), release, told="已恢复成那时的样子。")


def save(opened: Opened, change: Callable[[Deck], Deck], release: int, *, told: str = "已保存。") -> Deck:
    """Save the deck, as it is kept now, with what `change` makes of it, and return what is kept; for callbacks.

    It may be another than the page was drawn with: saved by the click before this one, or in another window. `change`
    refuses (DeckError) a text in the place of one that its writer never saw.

    Raises:
        AccessError, StoreError, DeckError: it may not be saved, or not so.
    """
    actor, store = access.require_account(), data.store()
    kept, deck = open_deck(store, opened.kept.deck_id, actor=actor)
    changed = change_deck(store, kept, change(deck), actor=actor, release=release)
    flash.say(told, kind="toast")
    return changed


@flash.told
def _copy(opened: Opened, release: int) -> None:
    name = f"{opened.deck.name[: MOST_LETTERS['name'] - len(_COPY)]}{_COPY}"
    number = add_deck(
        data.store(),
        replace(opened.deck, name=name),
        actor=access.require_account(),
        release=release,
        copied_from=opened.kept.deck_id,
    )
    flash.say("已复制，现在打开的是副本，可以改。")
    go_to(number)


@flash.told
def _share(kept: KeptDeck, is_shared: bool) -> None:
    share_deck(data.store(), kept.deck_id, actor=access.require_account(), is_shared=is_shared)
    flash.say("已共享：凡登录的人都能看、放映和复制。" if is_shared else "已不再共享。")


@flash.told
def _remove(kept: KeptDeck) -> None:
    remove_deck(data.store(), kept.deck_id, actor=access.require_account())
    st.session_state.pop(LAST_OPENED, None)
    flash.say(f"已删去“{kept.name}”，在最下面可以恢复。", kind="info")
    go_to(None)
