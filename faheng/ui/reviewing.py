"""审核: the submissions that wait, what each would change, and the decision: 通过 or 退回."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from faheng.catalogue import Catalogue
from faheng.roles import Actor
from faheng.store.database import StoreError
from faheng.store.reviews import accept_submissions, needs_other_reviewer, review_points
from faheng.store.submissions import list_submissions
from faheng.ui import access, components, data, effects, evidence, flash, frame, returning
from faheng.ui.flash import plain
from faheng.views.effect import effect
from faheng.views.effect_table import summary
from faheng.views.review_queue import (
    answer_words,
    earlier_numbers,
    kinds_of,
    point_words,
    queue_table,
    submission_words,
)

_WAITING = ("pending", "accepted")


def count_waiting() -> str:
    """`3 份待审，1 份已通过、等待发布`: what a reviewer or publisher wants to know first."""
    statuses = [row.status for row in list_submissions(data.store())]
    waiting, accepted = (statuses.count(status) for status in _WAITING)
    return f"{waiting} 份待审，{accepted} 份已通过、等待发布"


def offer_review(actor: Actor, catalogue: Catalogue) -> None:
    """The submissions that wait, one of them opened, and what a reviewer can do with it."""
    store = data.store()
    every = list_submissions(store)
    # Who came first is reviewed first.
    rows = [row for status in _WAITING for row in reversed(every) if row.status == status]
    if not rows:
        st.caption("现在没有等待审核或发布的报送。")
        return
    if any(catalogue.is_made_up(row.city_code) for row in rows):
        frame.made_up_notice()
    chains = {row.submission_id: earlier_numbers(row, every) for row in rows}
    points = review_points(store, [number for chain in chains.values() for number in chain])
    by_chain = {number: [p for one in chain for p in points[one]] for number, chain in chains.items()}
    kinds = {
        number: data.view(kinds_of, release=store.latest_release, submission_id=number) for number in chains
    }
    table = queue_table(rows, kinds, by_chain, catalogue)
    # What is to be done next stands open; who only publishes has it further down.
    first = str(rows[0].submission_id) if actor.has("reviewer") and rows[0].status == "pending" else None
    chosen = components.follow_row(table, page="review", key="queue", name="submission", first=first)
    row = next((row for row in rows if str(row.submission_id) == chosen), None)
    if row is not None:
        _open(row, actor, catalogue, by_chain[row.submission_id], chains[row.submission_id])
    if actor.has("reviewer"):
        _offer_several([row for row in rows if row.status == "pending"], actor, catalogue)


def _open(
    row: Any, actor: Actor, catalogue: Catalogue, points: Sequence[Any], numbers: Sequence[int]
) -> None:
    """One submission: its effect, what was said about it before, its evidence, and the decision."""
    number = row.submission_id
    with st.container(border=True):
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="bottom"):
            st.markdown(f"#### {plain(submission_words(row, catalogue))}", width="content")
            components.download_source(number, row.file_name, key=f"file:{number}")
        release = data.store().latest_release
        try:
            found = data.view(effect, release=release, submission_ids=(number,))
        except StoreError as error:
            st.error(plain(str(error)))
            return
        chosen = effects.show_effect(found, catalogue, key=f"review:{number}", name=f"报送 {number}")
        if chosen is not None:
            effects.show_change(chosen, catalogue, points, file_name=row.file_name)
        _show_points(points)
        evidence.show(numbers)
        if actor.has("reviewer"):
            first = chosen.value.cells[:1] if chosen is not None else ()
            returning.offer_return(row, catalogue, first=first)
            _offer_decision(row, actor)
        else:
            st.caption("通过和退回需要“审核”权限。")


def _show_points(points: Sequence[Any]) -> None:
    if not points:
        return
    st.markdown(f"**退回和答复**（{len(points)} 处）")
    for point in points:
        answer = answer_words(point)
        st.markdown(plain(point_words(point)) + (f"  \n{plain(answer)}" if answer else ""))


def _offer_decision(row: Any, actor: Actor) -> None:
    """通过 and 退回, with what hinders beside them."""
    number = row.submission_id
    marked = returning.marked(number)
    own = needs_other_reviewer(data.store(), row, actor)
    with st.container(horizontal=True, vertical_alignment="center"):
        if row.status == "pending":
            st.button(
                "通过",
                type="primary",
                disabled=own or bool(marked),
                on_click=_accept,
                args=([number],),
                key=f"accept:{number}",
                icon=":material/check:",
            )
        st.button(
            f"退回（{len(marked)} 处）" if marked else "退回",
            disabled=not marked,
            on_click=returning.send_back,
            args=(number,),
            key=f"return:{number}",
            icon=":material/undo:",
        )
        st.markdown(_hindrance(row, own=own, is_marked=bool(marked)), width="content")


def _hindrance(row: Any, *, own: bool, is_marked: bool) -> str:
    """Why a button cannot be pressed, and what to do about it."""
    if own and row.status == "pending":
        return "这份是您自己报的，要由另一个人审核。"
    if is_marked:
        return "退回清单里有问题，要通过请先去掉。" if row.status == "pending" else ""
    return (
        "要退回，先在上面写明哪里有问题。"
        if row.status == "pending"
        else "已通过，等待发布；发现问题仍可退回：先在上面写明。"
    )


def _offer_several(rows: Sequence[Any], actor: Actor, catalogue: Catalogue) -> None:
    """Several waiting submissions accepted at once, after a look at what they would change together."""
    others = {row.submission_id: row for row in rows if not needs_other_reviewer(data.store(), row, actor)}
    if len(others) < 2:
        return
    with st.expander("一次通过几份", icon=":material/done_all:", on_change="rerun", key="several") as several:
        if not several.open:
            return
        numbers = st.multiselect(
            "一次通过的报送",
            list(others),
            format_func=lambda number: submission_words(others[number], catalogue),
            key="to-accept",
        )
        if numbers:
            try:
                together = data.view(
                    effect, release=data.store().latest_release, submission_ids=tuple(sorted(numbers))
                )
                st.markdown(plain(summary(together)))
            except StoreError as error:
                st.warning(plain(str(error)))
        st.button(
            f"通过所选的 {len(numbers)} 份" if numbers else "通过所选的",
            disabled=not numbers,
            on_click=_accept,
            args=(numbers,),
            key="accept-several",
        )


@flash.told
def _accept(numbers: list[int]) -> None:
    accept_submissions(data.store(), numbers, actor=access.require("reviewer"))
    flash.say(f"报送 {'、'.join(map(str, numbers))} 已通过，等待发布。")
