"""The player of a meeting as an element of the page (data/assets/player.js); it holds the whole deck once it is drawn."""

from __future__ import annotations

import streamlit as st

from faheng.browser_files import CHART, PLAYER, PLAYER_STYLE, PLOTLY

_FILES = ", ".join(f'"{file.address}"' for file in (CHART, PLOTLY, PLAYER, PLAYER_STYLE))
_element = st.components.v2.component(
    "faheng_player",
    js=f"""
const [chart, plotly, player, style] = [{_FILES}].map((file) => new URL(file, location.origin).href);
window.Plotly ?? document.head.append(
  Object.assign(document.createElement("link"), {{ rel: "preload", as: "script", href: plotly }}));
const [{{ Chart }}, {{ element }}, words] = await Promise.all(
  [import(chart), import(player), fetch(style).then((answer) => answer.text())]);
export default element(Chart, plotly, words);
""",
    isolate_styles=False,  # Plotly writes its style into the page; the names in player.css are the player's alone
)


def show_player_element(deck: bytes, *, key: str) -> None:
    """Draw the player with a deck as `faheng.meeting.stage.stage_data` says it.

    As long as `key` stays the same, a rerun keeps the slide that is shown, full screen and the speaker's window.
    """
    _element(key=key, data=deck)
