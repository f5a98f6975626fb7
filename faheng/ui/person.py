"""The menu of the one who looks, at the right of every page's head: account, 会议模式, 收藏."""

from __future__ import annotations

from urllib.parse import urlsplit

import streamlit as st

from faheng.address import PAGES
from faheng.charts.html import render
from faheng.roles import Actor, role_words
from faheng.store.saved_views import SavedView, list_views, remove_view, rename_view, save_view
from faheng.ui import access, data, flash, link, names
from faheng.ui.flash import plain

PAGE = "page that is open"  # its path and title, which the frame (pages/_frame.py) puts there
_MEETING = "person:meeting"


def offer_menu(visitor: Actor, *, latest: int) -> None:
    """The button with the visitor's name, and what it opens; in a meeting it names nobody.

    What it opens is drawn when it is opened: every click on every page would pay for it.
    """
    who = "会议模式" if names.in_meeting() else visitor.name
    icon = ":material/co_present:" if names.in_meeting() else ":material/person:"
    menu = st.popover(plain(who), icon=icon, type="tertiary", on_change="rerun", key="person-menu")
    if menu.open:
        with menu:
            _show_account(visitor, latest)
            st.session_state[_MEETING] = names.in_meeting()
            st.toggle("会议模式（不显示姓名）", key=_MEETING, on_change=_turn_meeting)
            if not visitor.is_guest:
                _offer_saved(visitor, latest)


def _show_account(visitor: Actor, latest: int) -> None:
    address = urlsplit(st.context.url or "/")
    here = (address.path or "/") + (f"?{address.query}" if address.query else "")
    roles = role_words(visitor.grants, data.catalogue(latest)) if latest else ""
    st.html(render("person", is_guest=visitor.is_guest, name=visitor.name, roles=roles or "浏览", here=here))


def _turn_meeting() -> None:
    names.set_meeting(bool(st.session_state[_MEETING]))


def _offer_saved(visitor: Actor, latest: int) -> None:
    page, title = st.session_state.get(PAGE, ("", ""))
    if page in PAGES:
        st.button(
            "收藏这一页",
            icon=":material/bookmark_add:",
            on_click=_save,
            args=(page, title, latest),
            key="save-view",
        )
    views = list_views(data.store(), actor=visitor)
    if not views:
        return
    st.markdown("**收藏**")
    st.html(render("saved", views=views))
    with st.expander("改名、删去", icon=":material/edit:"):
        _offer_change({view.view_id: view for view in views})


def _offer_change(views: dict[int, SavedView]) -> None:
    number = st.selectbox(
        "哪一个", list(views), format_func=lambda number: views[number].name, key="saved-view"
    )
    st.text_input("名字", value=views[number].name, key=f"saved-name:{number}", max_chars=60)
    with st.container(horizontal=True):
        st.button("改名", on_click=_rename, args=(number,), key="rename-view")
        st.button("删去", on_click=_remove, args=(number,), key="remove-view")


@flash.told
def _save(page: str, title: str, latest: int) -> None:
    asked = link.chosen(page)
    # The newest version is what one means when one looks at it; an older one was chosen.
    kept = [(name, value) for name, value in asked.choices if (name, value) != ("release", str(latest))]
    name = " · ".join([title, *link.chosen_words(page)])[:60]
    address = type(asked)(page, tuple(kept)).url
    save_view(data.store(), actor=access.visitor(), name=name, address=address)
    flash.say(f"已收藏“{name}”。")


@flash.told
def _rename(number: int) -> None:
    rename_view(data.store(), number, actor=access.visitor(), name=st.session_state[f"saved-name:{number}"])
    flash.say("已改名。")


@flash.told
def _remove(number: int) -> None:
    remove_view(data.store(), number, actor=access.visitor())
    flash.say("已从收藏里删去。", kind="info")
