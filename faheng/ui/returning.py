"""退回: what is wrong at which cell, gathered while a submission is reviewed, then sent back at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from faheng.catalogue import Catalogue
from faheng.measures.wording import full_width
from faheng.review_reasons import REVIEW_REASONS
from faheng.store.reviews import LONGEST_TEXT, ReturnedCell, return_submission
from faheng.store.submissions import submission_values
from faheng.ui import access, data, flash
from faheng.ui.flash import plain

_WHOLE_FILE = ""


def marked(number: int) -> dict[str, ReturnedCell]:
    """What was marked so far, by cell; '' is the whole file."""
    found: dict[str, ReturnedCell] = st.session_state.setdefault(f"marked:{number}", {})
    return found


def offer_return(row: Any, catalogue: Catalogue, *, first: Sequence[str]) -> None:
    """Which cells are wrong and why; what was marked so far. `first` are the cells of the number that is looked at."""
    number = row.submission_id
    names = _cells(number, catalogue)
    is_open = bool(marked(number) or first)
    with st.expander("哪里有问题（退回用）", icon=":material/edit_note:", expanded=is_open):
        # A list of its own for each number looked at: it begins with that number's cell.
        turn = f"{number}:{'+'.join(first)}:{st.session_state.get(f'marks:{number}', 0)}"
        cells = st.multiselect(
            "单元格（可选几个；整份文件都有问题选第一项）",
            list(names),
            default=list(first),
            format_func=names.__getitem__,
            placeholder="点上面的一行，或在这里输入几个字查找",
            key=f"cells:{turn}",
        )
        why, said, add = st.columns([3, 5, 2], vertical_alignment="bottom")
        reason = why.selectbox(
            "理由",
            list(REVIEW_REASONS),
            index=None,
            format_func=REVIEW_REASONS.__getitem__,
            placeholder="选一个理由",
            key=f"reason:{turn}",
        )
        text = said.text_input("说明（写给填报人看）", max_chars=LONGEST_TEXT, key=f"text:{turn}")
        lacking = _lacking(cells, reason, text)
        add.button(
            "加入退回清单",
            disabled=bool(lacking),
            on_click=_mark,
            args=(number, cells, reason, text),
            key=f"mark:{number}",
        )
        if lacking and (cells or reason):
            st.caption(lacking)
        _show_marked(number, names)


def _lacking(cells: Sequence[str], reason: str | None, text: str) -> str:
    if not cells:
        return "还要选哪个单元格。"
    if reason is None:
        return "还要选一个理由。"
    return "理由选“其他”时，还要写明说明。" if reason == "other" and not text.strip() else ""


def _show_marked(number: int, names: dict[str, str]) -> None:
    """The list so far; each can be taken off again."""
    found = marked(number)
    if not found:
        return
    st.markdown(f"**退回清单**（{len(found)} 处）")
    for place, one in enumerate(found.values()):
        with st.container(horizontal=True, vertical_alignment="center"):
            said = "，".join(words for words in (REVIEW_REASONS[one.reason], one.text) if words)
            st.markdown(plain(f"{names.get(one.cell, one.cell)}：{said}"), width="content")
            st.button(
                "去掉",
                key=f"unmark:{number}:{place}",
                on_click=_unmark,
                args=(number, one.cell),
                type="tertiary",
            )


def _cells(number: int, catalogue: Catalogue) -> dict[str, str]:
    """Every cell that the submission takes a number from, and what it is."""
    names = {_WHOLE_FILE: "整份文件"}
    for value in submission_values(data.store(), [number])[number]:
        indicator = catalogue.known_indicator(value.indicator_code)
        region = catalogue.known_region(value.region_code).name
        for cell, part in (
            (value.value_cell, ""),
            (value.numerator_cell, " 分子"),
            (value.denominator_cell, " 分母"),
        ):
            if cell is not None:
                names.setdefault(cell, f"{cell}　{region} {value.period} {full_width(indicator.name)}{part}")
    return names


def _mark(number: int, cells: Sequence[str], reason: str, text: str) -> None:
    found = marked(number)
    for cell in cells:
        found[cell] = ReturnedCell(cell, reason, text.strip())
    st.session_state[f"marks:{number}"] = st.session_state.get(f"marks:{number}", 0) + 1


def _unmark(number: int, cell: str) -> None:
    marked(number).pop(cell, None)


@flash.told
def send_back(number: int) -> None:
    """退回, with everything that was marked."""
    return_submission(data.store(), number, list(marked(number).values()), actor=access.require("reviewer"))
    count = len(marked(number))
    st.session_state.pop(f"marked:{number}", None)
    flash.say(f"报送 {number} 已退回，写明了 {count} 处问题，填报人在“数据报送”里能看到。", kind="info")
