"""设置: open viewing and the second pair of eyes, each with what it means and one button."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import streamlit as st

from faheng.roles import Actor
from faheng.store.rules import RULE_NAMES, change_rules, office_rules
from faheng.ui import access, data, flash

# What a rule means while it holds, and while it does not.
_MEANINGS = {
    "open_viewing": (
        "现在开着：**凡是能连到这个网址的人，不登录就能看已发布的数**；看不到姓名和草稿，也不能报送或修改。",
        "现在关着：登录以后才能看。开启后，**凡是能连到这个网址的人，不登录就能看全部已发布的数**；"
        "请先确认单位同意公开这些数，并且网络只对该看的人开放。",
    ),
    "four_eyes": (
        "现在开着：报送的人不能自己审核自己报的数，要由另一个有审核权限的人通过。",
        "现在关着：报送的人可以自己审核自己报的数，**没有第二个人核对**。只在确实只有一个人时才这样用。",
    ),
}


def offer_rules(actor: Actor) -> None:
    """Every rule of the office that is on or off."""
    rules = office_rules(data.store())
    for name, (on, off) in _MEANINGS.items():
        is_on = bool(getattr(rules, name))
        risky = is_on == (name == "open_viewing")
        with st.container(border=True):
            st.subheader(RULE_NAMES[name], anchor=False)
            (st.warning if risky else st.markdown)(on if is_on else off)
            st.button(
                f"{'关闭' if is_on else '开启'}“{RULE_NAMES[name]}”",
                on_click=_set,
                args=(name, not is_on),
                key=f"rule:{name}",
                disabled=not actor.has("administrator"),
            )


@flash.told
def _set(name: str, is_on: bool) -> None:
    store = data.store()
    rules = office_rules(store)
    if getattr(rules, name) != is_on:
        changed: dict[str, Any] = {name: is_on}
        change_rules(store, replace(rules, **changed), actor=access.require("administrator"))
    flash.say(f"已{'开启' if is_on else '关闭'}“{RULE_NAMES[name]}”，下一次点击就按新的办。")
