"""会议汇报: the slides of the open deck in a list, the chosen one beside it: its words, its place, and how it looks."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import streamlit as st

from faheng.address import Address
from faheng.charts.html import render
from faheng.meeting.deck import MOST_LETTERS, Deck, DeckError, Shows
from faheng.meeting.proposals import proposed
from faheng.meeting.slide import Slide, pages_of
from faheng.ui import components, data, flash, link, slide_preview
from faheng.ui.flash import plain
from faheng.ui.meeting import Opened, play, save
from faheng.ui.typed import begin_with, refuse_unseen, saved, typed_in

_BOXES = {"title": "标题", "note": "讲稿", "text": "文字"}
_LIST_HEIGHT = 640  # px: the slides of a meeting are more than a screen holds


def show_slides(opened: Opened, slides: tuple[Slide, ...], release: int) -> None:
    """All slides by title and kind, each a link; beside them the one that the address names, else the first."""
    if not slides:
        components.nothing_here("这份汇报还没有页。")
        if opened.is_own:
            _offer_more(opened, release)
        return
    wanted = link.current("slide")
    chosen_id = next((each.chosen_id for each in slides if each.chosen_id == wanted), slides[0].chosen_id)
    link.keep("slide", chosen_id)
    left, right = st.columns([2, 5], gap="medium")
    with left:
        with st.container(height=_LIST_HEIGHT, key="deck-slides"):
            _show_list(slides, chosen_id)
        if opened.is_own:
            _offer_more(opened, release)
    with right:
        parts = [each for each in slides if each.chosen_id == chosen_id]
        _show_slide(opened, parts, pages_of(slides), release)


def _show_list(slides: tuple[Slide, ...], chosen_id: str) -> None:
    rows = [
        (number, each, each.kind, link.here("meeting", slide=each.chosen_id))
        for number, each in enumerate(slides, start=1)
    ]
    st.html(render("deck", rows=rows, chosen_id=chosen_id))


def _show_slide(opened: Opened, parts: list[Slide], pages: Mapping[str, int], release: int) -> None:
    slide = parts[0]
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"**第 {pages[slide.slide_id]} 页** · {slide.kind}", width="content")
        if opened.is_own:
            _offer_places(opened, slide, release)
        st.button(
            "从这一页放映",
            icon=":material/slideshow:",
            type="tertiary",
            on_click=play,
            args=(opened.kept.deck_id, slide.slide_id),
            key="play-here",
        )
    if slide.doubts or slide.speech_doubts:
        _show_doubts(opened, slide, release)
    if opened.is_own:
        _offer_words(opened, slide, release)
    elif slide.speech:
        st.markdown(f"**讲稿**  \n{plain(slide.speech)}")
    for part in parts:
        slide_preview.show(part, pages=pages)


def _offer_places(opened: Opened, slide: Slide, release: int) -> None:
    order = [each.slide_id for each in opened.deck.slides]
    place = order.index(slide.chosen_id)
    for label, icon, steps, is_there in (
        ("上移", ":material/arrow_upward:", -1, place > 0),
        ("下移", ":material/arrow_downward:", 1, place < len(order) - 1),
    ):
        st.button(
            label,
            icon=icon,
            type="tertiary",
            disabled=not is_there,
            on_click=_move,
            args=(opened, slide.chosen_id, steps, release),
            key=f"move:{steps}",
        )
    st.button(
        "删去这一页",
        icon=":material/close:",
        type="tertiary",
        on_click=_drop,
        args=(opened, slide.chosen_id, release),
        key="drop-slide",
    )


@flash.told
def _move(opened: Opened, slide_id: str, steps: int, release: int) -> None:
    save(opened, lambda deck: deck.moved(slide_id, steps), release)


@flash.told
def _drop(opened: Opened, slide_id: str, release: int) -> None:
    order = [each.slide_id for each in opened.deck.slides]
    place = order.index(slide_id)
    save(
        opened, lambda deck: deck.without(slide_id), release, told="已删去这一页：在“以前的样子”里可以恢复。"
    )
    after = [*order[place + 1 : place + 2], *order[max(place - 1, 0) : place]]
    link.go(deck=str(opened.kept.deck_id), **({"slide": after[0]} if after else {}))


def _show_doubts(opened: Opened, slide: Slide, release: int) -> None:
    with st.container(key="slide-doubts"):
        st.warning(plain("要核对：" + "".join((*slide.doubts, *slide.speech_doubts))), icon=":material/rule:")
        if opened.is_own and slide.doubts:
            st.button(
                "恢复系统的标题",
                icon=":material/undo:",
                on_click=_restore_title,
                args=(opened, slide, release),
                key="restore-title",
            )


@flash.told
def _restore_title(opened: Opened, slide: Slide, release: int) -> None:
    def restored(deck: Deck) -> Deck:
        choice = deck.choice(slide.chosen_id)
        if choice.title != slide.title:
            raise DeckError(f"标题刚才在别的窗口里改成了“{choice.title}”，没有改动。")
        return deck.worded(slide.chosen_id, title="", computed=slide.computed, note=choice.note)

    save(opened, restored, release)


def _offer_words(opened: Opened, slide: Slide, release: int) -> None:
    choice = opened.deck.choice(slide.chosen_id)
    key = f"slide:{opened.kept.deck_id}:{slide.chosen_id}"
    begin_with(f"{key}:title", choice.title)
    begin_with(f"{key}:note", choice.note)
    st.text_input(
        "标题",
        placeholder=slide.computed,
        max_chars=MOST_LETTERS["title"],
        help="空着就叫“下一步打算”。"
        if slide.shows == "words"
        else "空着就用系统按数算出的标题，数变了它跟着变。",
        on_change=_save_words,
        args=(opened, slide, release, key),
        key=f"{key}:title",
    )
    if slide.shows == "words":
        begin_with(f"{key}:text", choice.text)
        st.text_area(
            "文字",
            placeholder="一行一条，例如：6 月底前补齐 3 个县区的村（居）法律顾问。",
            max_chars=MOST_LETTERS["text"],
            on_change=_save_words,
            args=(opened, slide, release, key),
            key=f"{key}:text",
        )
    # Open where there is a note. Its label is always the same: with another one it would close at the first save.
    with st.expander("讲稿", expanded=bool(choice.note), icon=":material/speaker_notes:"):
        st.text_area(
            "讲稿",
            placeholder="放映时只在讲稿窗口。PowerPoint（备注）和网页文件里也带着它，共享后别人也看得到。",
            max_chars=MOST_LETTERS["note"],
            label_visibility="collapsed",
            on_change=_save_words,
            args=(opened, slide, release, key),
            key=f"{key}:note",
        )


@flash.told
def _save_words(opened: Opened, slide: Slide, release: int, key: str) -> None:
    boxes = {name: f"{key}:{name}" for name in _BOXES}
    typed = {name: text for name, box in boxes.items() if (text := typed_in(box)) is not None}

    def worded(deck: Deck) -> Deck:
        try:
            choice = deck.choice(slide.chosen_id)
        except DeckError as error:
            raise DeckError(f"{error}您写的没有保存：{''.join(typed.values())}") from error
        refuse_unseen({boxes[name]: (f"这一页的{_BOXES[name]}", getattr(choice, name)) for name in typed})
        return deck.worded(
            slide.chosen_id,
            title=typed.get("title", choice.title),
            # Who changes only the note has not looked at the title again: it stays written against what it was.
            computed=slide.computed if "title" in typed else choice.computed,
            note=typed.get("note", choice.note),
            text=typed.get("text", choice.text),
        )

    choice = save(opened, worded, release).choice(slide.chosen_id)
    for name, box in boxes.items():
        saved(box, getattr(choice, name))


# --- more slides -------------------------------------------------------------------------------------------------


def _offer_more(opened: Opened, release: int) -> None:
    with st.popover(
        "加一页", icon=":material/add:", on_change="rerun", key="more-slides", width="stretch"
    ) as more:
        if more.open:
            _offer_missing(opened, release)


def _offer_missing(opened: Opened, release: int) -> None:
    st.caption("别的图：在总览、县区对比、指标趋势、县区画像选好，按右上角的“加入汇报”。")
    st.button(
        "自己写一页文字，如下一步打算",
        icon=":material/edit_note:",
        type="tertiary",
        on_click=_add_words,
        args=(opened, release),
        key="more-words",
    )
    missing = _missing(opened.deck, release)
    if not missing:
        st.markdown("系统按这一版的数没有别的页可以建议。")
    for number, slide in enumerate(missing):
        st.button(
            plain(f"{slide.kind}：{slide.title}"),
            icon=":material/add:",
            type="tertiary",
            on_click=_add,
            args=(opened, slide.shows, slide.address, release),
            key=f"more:{number}",
        )


def _missing(deck: Deck, release: int) -> list[Slide]:
    """What the deck's template proposes in this release and the deck has not."""
    try:
        proposal = data.view(
            proposed,
            release=release,
            template=deck.template,
            city_code=deck.city_code,
            period_code=deck.period_code,
            region_code=deck.region_code,
            indicator_code=deck.indicator_code,
        )
    except (KeyError, ValueError):  # this release does not have what the deck is about
        return []
    there = {(each.shows, each.address) for each in deck.slides}
    wanted = {each.slide_id for each in proposal.slides if (each.shows, each.address) not in there}
    slides = data.slides(proposal, release=release)
    return [each for each in slides if each.chosen_id in wanted and each.part == 1]


@flash.told
def _add(opened: Opened, shows: Shows, where: Address | None, release: int) -> None:
    _save_added(
        opened,
        lambda deck: deck.with_frame(shows) if where is None else deck.with_view(shows, where),
        release,
    )


@flash.told
def _add_words(opened: Opened, release: int) -> None:
    _save_added(opened, Deck.with_words, release)


def _save_added(opened: Opened, change: Callable[[Deck], Deck], release: int) -> None:
    """Save the deck with one more slide, and open that."""
    before: set[str] = set()

    def added(deck: Deck) -> Deck:
        before.update(slide.slide_id for slide in deck.slides)
        return change(deck)

    deck = save(opened, added, release)
    st.session_state["more-slides"] = False
    for slide in deck.slides:
        if slide.slide_id not in before:
            link.go(deck=str(opened.kept.deck_id), slide=slide.slide_id)
