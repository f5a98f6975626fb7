"""The page's address holds every choice: codes, period and release, so that a link opens the same view.

Streamlit's own `bind="query-params"` leaves defaults out and carries labels instead of codes (streamlit.md 1.3).
"""

from __future__ import annotations

import contextlib
from collections.abc import Collection, Iterator
from html import escape

import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit.runtime.scriptrunner import StopException

from faheng.address import CHOICES, PAGES, Address, address, remembered_view, view_to_remember
from faheng.ui.flash import plain
from faheng.views.choices import Options

_REMEMBERED = "remembered choices"
_WRITTEN = "choices written to the address"
_KEPT = "choices of this run"
_WORDS = "what the choices are called"
_CHOSEN = "choices to remember until the next visit"
_COOKIE = "faheng_view"  # data/assets/navigation.js writes it


def _state(name: str) -> dict[str, str]:
    kept: dict[str, str] = st.session_state.setdefault(name, {})
    return kept


@contextlib.contextmanager
def written() -> Iterator[None]:
    """Around a page: at its end the choices it kept go into the address, all at once.

    One by one each would be a step of its own for the Back button. A page that leads to another, or fails, writes
    nothing.
    """
    _begin()
    _state(_KEPT).clear()
    try:
        yield
    except StopException:
        _write()
        raise
    _write()


def _begin() -> None:
    """Begin a session with the last view of this browser; a link decides by itself what it shows."""
    if _REMEMBERED not in st.session_state:
        view = remembered_view(_kept_by_the_browser())
        st.session_state[_CHOSEN] = view
        st.session_state[_REMEMBERED] = {} if st.query_params else dict(view)


def _kept_by_the_browser() -> str:
    kept = st.context.cookies.get(_COOKIE)
    return kept if isinstance(kept, str) else ""  # AppTest, which is no browser, has something else


def _write() -> None:
    kept = _state(_KEPT)
    wanted = {name: kept[name] for name in CHOICES if name in kept}
    # Also when the address says so already but did not before: a link to the page it stands on leaves the
    # browser's address line as it was.
    if wanted != st.query_params.to_dict() or wanted != _state(_WRITTEN):
        st.query_params.from_dict(wanted)
    st.session_state[_WRITTEN] = wanted
    # Nothing to see: data/assets/navigation.js keeps it when the visitor leaves.
    st.html(f'<i id="fh-view" data-view="{escape(view_to_remember(_state(_CHOSEN)))}"></i>')


def asked(name: str) -> str | None:
    """What the address asks for now, if it changed since this session wrote it: a link opened, Back pressed."""
    found = st.query_params.get(name)
    return found if found is not None and found != _state(_WRITTEN).get(name) else None


def left_out(name: str) -> bool:
    """Whether an address was opened, or Back pressed, that says something, but nothing of this choice: it was not made.

    An address that says nothing at all, as the menu's, leaves it to what is remembered.
    """
    said = st.query_params.to_dict()
    return bool(said) and said != _state(_WRITTEN) and name not in said


def current(name: str) -> str | None:
    """What the address says."""
    return st.query_params.get(name)


def keep(name: str, value: str) -> None:
    """Put a choice into the address and remember it for the other pages."""
    _state(_KEPT)[name] = value
    _state(_REMEMBERED)[name] = value


def _keep_chosen(name: str, value: str, *, default: str) -> None:
    """Keep a choice, until the next visit too if somebody made it: a default of today is none of tomorrow's."""
    chosen = _state(_CHOSEN)
    if value == default:
        chosen.pop(name, None)
    elif value != remembered(name):
        chosen[name] = value
    keep(name, value)


def drop(name: str) -> None:
    """Take a choice out of the address: nothing is chosen any more."""
    _state(_KEPT).pop(name, None)
    _state(_REMEMBERED).pop(name, None)


def forget(name: str) -> None:
    """Begin a choice of `value_of` anew, with its default."""
    drop(name)
    st.session_state.pop(f"choice:{name}", None)


def go(**choices: str) -> None:
    """Open another view of the page that is open, with these choices and the release that is read; for callbacks."""
    release = _state(_REMEMBERED).get("release", "")
    st.query_params.from_dict({**({"release": release} if release else {}), **choices})


def chosen_words(page: str) -> list[str]:
    """What the place and time of those choices are called: 演示市, 行政机关负责人出庭应诉率, 2025年第2季度."""
    said = _state(_WORDS)
    return [
        said[name]
        for name, _ in chosen(page).choices
        if name in ("city", "region", "indicator", "period") and name in said
    ]


def chosen(page: str) -> Address:
    """The address of `page`, the one that was drawn last, with the choices it kept; for callbacks."""
    taken = PAGES[page] | {"release"}
    # A click while a page is drawn ends its run before the choices are written: they were kept by then.
    chosen = {**_state(_WRITTEN), **_state(_KEPT)}
    return address(page, **{name: value for name, value in chosen.items() if name in taken})


def here(page: str, **changes: str) -> Address:
    """The address of this page with the choices kept so far and these `changes`."""
    return address(page, **{**_state(_KEPT), **changes})


def remembered(name: str) -> str:
    """What was last chosen, on whichever page; empty when nothing was."""
    return _state(_REMEMBERED).get(name, "")


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
            f"链接里的{what}“{plain(wanted)}”在这里不存在（这个指标或这一版没有，或已改名、停用），现在看到的不是它。"
        )
    before = remembered(name)
    return before if before in options else default


def value_of(
    name: str, label: str, options: Options, *, notices: DeltaGenerator | None = None, lacking: str = "的数"
) -> str:
    """What a widget with the key `choice:<name>` shows, which may be drawn further down; kept in the address.

    What the address asks for in vain is said in `notices`, which stands above the widgets over their whole width;
    `lacking` is what there is none of for a choice made before.
    """
    key = f"choice:{name}"
    before = st.session_state.get(key) or remembered(name)
    said = _state(_WORDS).get(name, "")
    value = st.session_state.get(key)
    if value not in options.words or asked(name) is not None:
        value = starting_value(name, options.words, options.default, what=label, notices=notices)
        if asked(name) is None and said and before != value:
            # Another city, indicator or page does not have it: nobody chose what is shown now. What only the last visit
            # chose is missed by nobody.
            (notices or st).info(
                plain(f"这里没有{label}“{said}”{lacking}，现在看的是“{options.words[value]}”。")
            )
    # Said anew each time: a widget whose options changed (another page, another city) forgets its value.
    st.session_state[key] = value
    _keep_chosen(name, value, default=options.default)
    _state(_WORDS)[name] = options.words[value]
    return str(value)


def choice(name: str, label: str, options: Options, *, notices: DeltaGenerator) -> str:
    """A select box whose code is in the address."""
    value = value_of(name, label, options, notices=notices)
    st.selectbox(label, list(options.words), format_func=options.words.__getitem__, key=f"choice:{name}")
    return value


def segments(name: str, label: str, options: Options, *, with_label: bool = True) -> None:
    """The widget of `value_of` as segments side by side."""
    st.segmented_control(
        label,
        list(options.words),
        format_func=options.words.__getitem__,
        key=f"choice:{name}",
        required=True,
        label_visibility="visible" if with_label else "collapsed",
    )


def several(
    name: str, label: str, options: Options, *, most: int, placeholder: str, notices: DeltaGenerator
) -> tuple[str, ...]:
    """A box for at most `most` choices, whose codes are in the address with commas between them; none at first.

    The address names it also when nothing is chosen: else a link that leaves the choice to what is remembered could
    not be told from Back to where nothing was chosen.
    """
    key = f"choices:{name}"
    wanted = asked(name)
    if wanted is None and key in st.session_state:
        codes = st.session_state[key]
    else:
        text = remembered(name) if wanted is None else wanted
        codes = [code for code in text.split(",") if code]
    known = [code for code in codes if code in options.words]
    if wanted is not None and known != codes:
        unknown = "、".join(code for code in codes if code not in options.words)
        notices.warning(f"链接里的{label}“{plain(unknown)}”在这里不存在，已略去。")
    if wanted is not None and len(known) > most:
        notices.warning(f"链接里的{label}多于 {most} 个，只取前 {most} 个。")
    st.session_state[key] = known[:most]
    values: list[str] = st.multiselect(
        label,
        list(options.words),
        format_func=options.words.__getitem__,
        key=key,
        max_selections=most,
        placeholder=placeholder,
    )
    _keep_chosen(name, ",".join(values), default="")
    return tuple(values)
