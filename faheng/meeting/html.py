"""A deck as one HTML file: the player with everything in it, that asks nobody for anything and opens from a stick."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from markupsafe import Markup

from faheng.catalogue_files import DATA_FOLDER
from faheng.charts.html import render
from faheng.meeting.deck import Deck
from faheng.meeting.slide import Slide, Stamp
from faheng.meeting.stage import stage_data

_ENDS = re.compile(r"<(/script|!--)", re.IGNORECASE)


def write_html(
    deck: Deck, slides: Sequence[Slide], stamp: Stamp, *, details: Mapping[str, Sequence[Slide]] | None = None
) -> bytes:
    """The deck as a page that works from a file; printed, every slide is a page.

    `details`: what stands behind the regions (faheng/meeting/details.py).
    """
    data = stage_data(deck, slides, stamp, details).decode()
    return render(
        "player",
        name=deck.name,
        style=_asset("player.css"),
        plotly=_asset("plotly-basic.min.js"),
        chart=_asset("chart.js"),
        player=_asset("player.js"),
        # JSON without the sign that could end the element it stands in.
        data=Markup(data.replace("<", "\\u003c")),
    ).encode()


def _asset(name: str) -> Markup:
    """A file of ours as the inside of an element that only its own end ends."""
    text = (DATA_FOLDER / "assets" / name).read_text(encoding="utf-8")
    # Within a text or a pattern of JavaScript, where alone it can be, the backslash changes nothing.
    return Markup(_ENDS.sub(r"<\\\1", text))
