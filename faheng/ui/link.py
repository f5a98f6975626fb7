"""The page's address holds every choice: codes, period and release, so that a link opens the same view.

Streamlit's own `bind="query-params"` leaves defaults out and carries labels instead of codes (streamlit.md 1.3).
"""

from __future__ import annotations

from collections.abc import Collection

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from faheng.ui.flash import plain
from faheng.views.choices import Options

_REMEMBERED = "remembered choices"
_WRITTEN = "choices written to the address"


def _remembered() -> dict[str, str]:
    kept: dict[str, str] = st.session_state.setdefault(_REMEMBERED, {})
    return kept


def asked(name: str) -> str | None:
    """What the address asks for now, if it changed since this session wrote it: a link opened, Back pressed."""
    found = st.query_params.get(name)
    written: dict[str, str] = st.session_state.setdefault(_WRITTEN, {})
    return found if found is not None and found != written.get(name) else None


def keep(name: str, value: str) -> None:
    """Put a choice into the address and remember it for the other pages."""
    written: dict[str, str] = st.session_state.setdefault(_WRITTEN, {})
    # Also when the address says so already but did not before: a link to the page it stands on leaves the
    # browser's address line as it was.
    if not st.query_params.get(name) == value == written.get(name):
        st.query_params[name] = value
    written[name] = value
    _remembered()[name] = value


def drop(name: str) -> None:
    """Take a choice out of the address: nothing is chosen any more."""
    if name in st.query_params:
        del st.query_params[name]
    st.session_state.setdefault(_WRITTEN, {}).pop(name, None)


def starting_value(
    name: str, options: Collection[str], default: str, *, what: str, notices: DeltaGenerator | None = None
) -> str:
    """The choice to begin with: the address's, else the remembered one, else the default.

    An address that asks for something that does not exist (any more) says so on the page, in `notices` or here.
    """
    wanted = asked(name)
    if wanted is not None:
        if wanted in options:
            return wanted
        (notices or st).warning(
            f"链接里的{what}“{plain(wanted)}”在这里不存在（可能改名、停用，或这一版还没有），已换成默认的。"
        )
    remembered = _remembered().get(name, default)
    return remembered if remembered in options else default


def choice(name: str, label: str, options: Options, *, notices: DeltaGenerator) -> str:
    """A select box whose code is in the address.

    What the address asks for in vain is said in `notices`, which stands above the select boxes over their whole width.
    """
    key = f"choice:{name}"
    current = st.session_state.get(key)
    if current not in options.words or asked(name) is not None:
        current = starting_value(name, options.words, options.default, what=label, notices=notices)
    # Said anew each time: a select box whose options changed (another page, another city) forgets its value.
    st.session_state[key] = current
    value: str = st.selectbox(label, list(options.words), format_func=options.words.__getitem__, key=key)
    keep(name, value)
    return value


def parameters(**changes: str) -> dict[str, str]:
    """The remembered choices with `changes`, for a link to another page."""
    return {**_remembered(), **changes}
