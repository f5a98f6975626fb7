"""我的报送: what was sent back, in the sender's own sheet, to be answered or replaced; and every submission with its state."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import streamlit as st

from faheng.catalogue import Catalogue
from faheng.intake.formats.workbook import Refused
from faheng.intake.read import FileReading
from faheng.roles import Actor
from faheng.store.answers import recall_answers
from faheng.store.embargo import newest_for
from faheng.store.reviews import LONGEST_TEXT, answer_points
from faheng.store.submissions import (
    OPEN_STATUSES,
    discard_submission,
    own_submissions,
    submission_values,
)
from faheng.ui import access, answering, components, data, evidence, flash
from faheng.ui.flash import plain
from faheng.ui.receipt import receipt_link
from faheng.views.own_submissions import ReturnedPoint, as_issues, own_table, returned_points
from faheng.views.sheet import what_stands_at

_STATE_WORDS = {
    "pending": "等待市里审核",
    "returned": "被退回：请在本页上方处理",
    "accepted": "审核通过，等待发布",
    "released": "已发布，大家都能看到",
    "undone": "发布后又被撤销，现在不再有效",
    "discarded": "已撤下，不再审核",
}


def read_own(actor: Actor) -> list[Any]:
    """The submissions of the visitor's units, newest first."""
    return own_submissions(data.store(), actor=actor)


def say_returned(rows: Sequence[Any]) -> bool:
    """How many submissions wait for the sender; whether any does."""
    count = sum(row.status == "returned" for row in rows)
    if count:
        st.error(f"**{count} 份报送被退回，请处理**", icon=":material/assignment_return:")
    return count > 0


def show_own(rows: Sequence[Any], catalogue: Catalogue) -> None:
    """What was sent back first, then the list of all."""
    st.subheader("我的报送")
    if not rows:
        st.caption("还没有报送过。")
        return
    for place, row in enumerate(row for row in rows if row.status == "returned"):
        unit = catalogue.known_region(row.sender_code).name
        label = plain(
            f"报送 {row.submission_id} 被退回：{unit}“{row.file_name}”，{row.received_at:%m-%d %H:%M} {row.sent_by}"
        )
        # To read a sheet again costs more than the rest of the page.
        with st.expander(
            label, expanded=place == 0, on_change="rerun", key=f"returned:{row.submission_id}"
        ) as opened:
            if opened.open:
                _show_returned(row, catalogue)
    table = own_table(rows, catalogue)
    st.caption("点一行，看它到了哪一步，补佐证材料，或撤下它。")
    chosen = components.choose_row(table, key="own-submissions", name="submission")
    if chosen is not None:
        _show_one(next(row for row in rows if str(row.submission_id) == chosen), catalogue)


def _show_returned(row: Any, catalogue: Catalogue) -> None:
    """The cells that were sent back, in the sheet and one by one, each with room for an answer."""
    number = row.submission_id
    points = returned_points(data.store(), number, catalogue)
    file = _read_again(row, catalogue, points)
    picture, questions = st.columns([3, 2]) if file else (None, st.container())
    if file is not None and picture is not None:
        with picture:
            _show_picture(file, catalogue, number)
    with questions:
        waiting = [point for point in points if not point.answer]
        for point in waiting:
            with st.container(border=True):
                _say_point(point)
                st.text_area(
                    "答复",
                    key=f"answer:{point.point_id}",
                    max_chars=LONGEST_TEXT,
                    height=80,
                    placeholder="数没有错的，在这里写明情况",
                )
        with st.container(horizontal=True):
            st.button(
                "提交答复，重新送审",
                type="primary",
                on_click=_answer,
                args=(number, [point.point_id for point in waiting]),
                key=f"send-answers:{number}",
            )
            _offer_taking_back(number, key="returned")
        st.caption("数错了的：改好自己的表，在下面“上传并核对”里上传，网页会建议用它代替这份报送。")
        _say_answered([point for point in points if point.answer])
        evidence.show([number])
        evidence.offer(number, key=f"returned-{number}")
        components.download_source(number, row.file_name, key=f"returned-file:{number}")


def _say_point(point: ReturnedPoint) -> None:
    figure = f"（{point.figure}）" if point.figure else ""
    st.markdown(f"**{plain(point.place)}**{plain(figure)}")
    st.markdown(f":red[↩ {plain(point.reason)}]")
    st.caption(plain(f"{point.raised_by} {point.raised_at:%m-%d %H:%M} 退回"))


def _say_answered(points: Sequence[ReturnedPoint]) -> None:
    if points:
        st.markdown("**以前的退回和答复**")
    for point in points:
        st.markdown(
            plain(
                f"{point.place}　{point.raised_by}：{point.reason}　{point.answered_by}答复：{point.answer}"
            )
        )


def _show_picture(file: FileReading, catalogue: Catalogue, number: int) -> None:
    picked = f"picked-returned:{number}"
    if file.issues:
        st.session_state.setdefault(picked, file.issues[0].cell)
    answering.show_sheet(file, catalogue, f"returned-{number}", picked_key=picked, withheld=())
    address = st.session_state.get(picked)
    found = what_stands_at(file, catalogue, address) if address else None
    if address and found is not None:
        text = f"“{found.text}”" if found.text else "（空格）"
        said = "　".join(issue.message for issue in found.issues)
        st.caption(plain(f"{address.rpartition('!')[2]}　{text}　{found.about}　{said}"))


def _read_again(row: Any, catalogue: Catalogue, points: Sequence[ReturnedPoint]) -> FileReading | None:
    """The file as it was handed in, what was sent back marked in it; None when it cannot be drawn any more.

    Its values are those that were handed in; reading it again only tells headers and regions.
    """
    store, release = data.store(), newest_for(data.store(), access.visitor())
    if not {row.city_code, row.sender_code} <= catalogue.regions.keys():
        return None
    with contextlib.suppress(FileNotFoundError, Refused):
        content = store.file(row.file_sha256)
        form = _reading(row, content, release, {}).form
        answers = recall_answers(store, city_code=row.city_code, sender_code=row.sender_code, form=form)
        file = _reading(row, content, release, answers)
        values = submission_values(store, [row.submission_id])[row.submission_id]
        known = replace(file.reading, values=tuple(values), doubts=(), issues=())
        return replace(file, reading=known, issues=as_issues(points))
    return None


def _reading(row: Any, content: bytes, release: int, answers: dict[str, str]) -> FileReading:
    return data.reading(
        content,
        row.file_name,
        city_code=row.city_code,
        unit_code=row.sender_code,
        period=None,
        release=release,
        answers=answers,
    )


def _show_one(row: Any, catalogue: Catalogue) -> None:
    """One submission: where it stands, what was said to it, its evidence, and taking it back."""
    number = row.submission_id
    with st.container(border=True, key="own-submission"):
        st.markdown(f"**报送 {number}**：{_STATE_WORDS[row.status]}")
        if row.status == "returned":
            return  # everything about it stands above
        if row.note:
            st.markdown(plain(row.note))
        _say_answered([point for point in returned_points(data.store(), number, catalogue) if point.answer])
        components.show_ways([("回执", receipt_link(number))])
        evidence.show([number])
        if row.status in OPEN_STATUSES:
            evidence.offer(number, key=f"own-{number}")
        with st.container(horizontal=True):
            components.download_source(number, row.file_name, key=f"own-file:{number}")
            if row.status == "pending":
                _offer_taking_back(number, key="own")


def _offer_taking_back(number: int, *, key: str) -> None:
    with st.popover("撤下", icon=":material/undo:"):
        st.markdown(f"撤下后，报送 {number} 不再审核，也不能恢复；文件和记录仍保留，可以重新上传。")
        st.button(
            f"确认撤下报送 {number}", on_click=_take_back, args=(number,), key=f"take-back:{key}:{number}"
        )


@flash.told
def _answer(number: int, points: Sequence[int]) -> None:
    said = {point: str(st.session_state.get(f"answer:{point}") or "") for point in points}
    answer_points(data.store(), number, said, actor=access.require("reporter"))
    flash.say(f"报送 {number} 的答复已送出，重新等待审核。")


@flash.told
def _take_back(number: int) -> None:
    discard_submission(data.store(), number, actor=access.require("reporter"))
    flash.say(f"已撤下报送 {number}。", kind="info")
