"""What publishing would change, on screen: one line, the sentences of 总览, verdicts and ranks, and every number."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from faheng.catalogue import Catalogue
from faheng.charts.html import render
from faheng.intake.formats.workbook import Refused
from faheng.measures.wording import full_width
from faheng.store.database import StoreError
from faheng.ui import components, data
from faheng.ui.excerpt import show_excerpt
from faheng.ui.flash import plain
from faheng.views.differences import value_words
from faheng.views.effect import ChangedValue, Effect, Step
from faheng.views.effect_table import WHAT, changes_table, summary, turns_table, value_key
from faheng.views.review_queue import answer_words, point_words
from faheng.views.said import Kind

_MOST_PERIODS = 3  # whose sentences are read without being asked for
# As many rows are read as a list of links; more stand in a grid that scrolls by itself.
_LONGEST_LIST = 40


def show_effect(effect: Effect, catalogue: Catalogue, *, key: str, name: str) -> ChangedValue | None:
    """Everything the publish would change; the number that is chosen, which the address keeps."""
    _show_summary(effect, key=key, name=name)
    if not effect.changes:
        return None
    table = data.table(changes_table, effect, catalogue, name=name)
    st.markdown("**会改变的数**：点一行，看它在原表里的位置和影响。")
    if len(table.rows) <= _LONGEST_LIST:
        chosen = components.follow_row(table, page="review", key=f"changes:{key}", name="row")
    else:
        chosen = components.choose_row(table, key=f"changes:{key}", name="row")
    return next((change for change in effect.changes if value_key(change.value) == chosen), None)


def show_effect_only(effect: Effect, catalogue: Catalogue, *, key: str, name: str) -> None:
    """The same, with nothing to choose."""
    _show_summary(effect, key=key, name=name)
    if not effect.changes:
        return
    table = data.table(changes_table, effect, catalogue, name=name)
    draw = components.list_rows if len(table.rows) <= _LONGEST_LIST else components.show_table
    draw(table, key=f"changes:{key}")


def _show_summary(effect: Effect, *, key: str, name: str) -> None:
    st.markdown(f"**{plain(summary(effect))}**")
    if effect.sentences:
        count = f"{effect.sentence_count} 句，{len(effect.sentences)} 个时期"
        with st.expander(
            f"总览上会改变的话（{count}）",
            icon=":material/article:",
            expanded=len(effect.sentences) <= _MOST_PERIODS,
            key=f"sentences:{key}:{effect.release}:{len(effect.sentences)}",
        ):
            components.show_html(_sentences, effect)
    if effect.turned:
        with st.expander(
            f"会改变的判定、名次和全市值（{len(effect.turned)} 处，别的地区的也在内）",
            icon=":material/swap_vert:",
            key=f"turns:{key}",
        ):
            components.show_table(data.table(turns_table, effect, name=name), key=f"turns-table:{key}")
    if effect.withheld:
        cells = "、".join(dict.fromkeys(note.cell for note in effect.withheld))
        st.caption(plain(f"填报人标了“这格先不报”：{cells}。"))


def _sentences(effect: Effect) -> str:
    return render("sentences", changes=effect.sentences)


def show_change(change: ChangedValue, catalogue: Catalogue, points: Sequence[Any], *, file_name: str) -> None:
    """One number: old and new, what it does, what its sender said, and where it stands in the sheet."""
    value = change.value
    indicator = catalogue.known_indicator(value.indicator_code)
    region = catalogue.known_region(value.region_code).name
    with st.container(border=True):
        old, new = value_words(change.change.old, catalogue), value_words(value, catalogue)
        st.markdown(plain(f"{region} {value.period} {full_width(indicator.name)}：{old} → {new}"))
        said: list[tuple[Kind, Step]] = [("city", change.city), ("place", change.place), *change.verdicts]
        lines = [f"{WHAT[kind]}：{step.words}" for kind, step in said if step.words]
        if lines:
            st.markdown("  \n".join(map(plain, lines)))
        for note in change.notes:
            reply = f"报送人：{note.reason}" if note.reason else "报送人没有说明"
            st.markdown(plain(f"提醒（{note.cell}）：{note.message}　{reply}"))
        for point in points:
            if point.cell in value.cells:
                st.markdown(plain("　".join(filter(None, (point_words(point), answer_words(point))))))
        _show_cells(change, file_name)


def _show_cells(change: ChangedValue, file_name: str) -> None:
    try:
        workbook = data.submitted_workbook(change.submission_id, file_name)
    except (StoreError, Refused) as error:
        st.caption(plain(f"不能打开原表：{error}"))
        return
    left = list(change.value.cells)
    while left:
        if not (drawn := show_excerpt(workbook, *left)):
            st.caption(plain(f"原表里找不到 {left[0]}。"))
        left = [cell for cell in left[1:] if cell not in drawn]
