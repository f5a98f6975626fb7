"""Review of submissions: sent back cell by cell (退回), answered by their sender, accepted (通过)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from faheng.review_reasons import REVIEW_REASONS
from faheng.roles import SYSTEM_ID, Actor
from faheng.store.access import AccessError, require
from faheng.store.audit import record
from faheng.store.database import Store, StoreError
from faheng.store.queries import run_query, stage
from faheng.store.rules import office_rules
from faheng.store.submissions import open_submission

LONGEST_TEXT = 500


@dataclass(frozen=True)
class ReturnedCell:
    """What is wrong with a cell (`年度!D7`; '' for the whole file): one of REVIEW_REASONS, and words to it."""

    cell: str
    reason: str
    text: str = ""


def review_points(store: Store, submission_ids: Collection[int]) -> dict[int, list[Any]]:
    """What was sent back of each submission and what was answered: rows of queries/review_points.sql."""
    points: dict[int, list[Any]] = {number: [] for number in submission_ids}
    for row in store.now("review_points", submission_ids=list(submission_ids)):
        points[row.submission_id].append(row)
    return points


def return_submission(
    store: Store, submission_id: int, cells: Sequence[ReturnedCell], *, actor: Actor
) -> None:
    """Send a waiting submission back (退回), with what is wrong at which cell.

    Raises:
        AccessError: the actor has no 审核.
        StoreError: it is not waiting, nothing is said, a cell is none of its cells, or a reason is unknown.
    """
    require(actor, "reviewer")
    if not cells:
        raise StoreError("退回要至少写明一处问题，没有改动。")
    for one in cells:
        _check_point(one)
    with store.writing() as cursor:
        open_submission(cursor, submission_id, "pending", "accepted")
        known = {
            cell
            for row in run_query(cursor, "submission_values", submission_ids=[submission_id])
            for cell in (row.value_cell, row.numerator_cell, row.denominator_cell)
        }
        if strange := [one.cell for one in cells if one.cell and one.cell not in known]:
            raise StoreError(f"报送 {submission_id} 里没有取自 {strange[0]} 的数，没有改动。")
        first: int = run_query(cursor, "review_point_next")[0].point_id
        stage(
            cursor,
            ("point_id", "cell", "reason", "text"),
            [(first + place, one.cell, one.reason, one.text.strip()) for place, one in enumerate(cells)],
        )
        run_query(
            cursor,
            "write_review_points",
            submission_id=submission_id,
            raised_by=actor.name,
            raised_at=datetime.now().replace(microsecond=0),
        )
        run_query(cursor, "write_submission_status", submission_ids=[submission_id], status="returned")
        detail = {"cells": [[one.cell, one.reason, one.text.strip()] for one in cells]}
        record(cursor, actor, "returned", f"submission:{submission_id}", detail)


def _check_point(one: ReturnedCell) -> None:
    if one.reason not in REVIEW_REASONS:
        raise StoreError(f"没有“{one.reason}”这种退回理由。")
    if one.reason == "other" and not one.text.strip():
        raise StoreError("理由选“其他”时请写明是什么问题。")
    if len(one.text) > LONGEST_TEXT:
        raise StoreError(f"退回的说明最多 {LONGEST_TEXT} 个字。")


def answer_points(store: Store, submission_id: int, answers: Mapping[int, str], *, actor: Actor) -> None:
    """Say why the figures that were sent back are right; with every point answered the submission waits again (待审).

    `answers`: point → words. A figure that is wrong is not answered but corrected, by another file.

    Raises:
        AccessError: the actor does not report for the unit.
        StoreError: the submission was not sent back, or a point stays without an answer.
    """
    with store.writing() as cursor:
        row = open_submission(cursor, submission_id, "returned")
        if not actor.may_report(row.sender_code, store.catalogue(store.latest_release)):
            raise AccessError(f"{actor.name}没有为这个单位报送的权限，不能答复。没有写入任何内容。")
        waiting = [
            point.point_id
            for point in run_query(cursor, "review_points", submission_ids=[submission_id])
            if not point.answer
        ]
        said = {point: words.strip() for point, words in answers.items() if words.strip()}
        if left := [point for point in waiting if point not in said]:
            raise StoreError(f"还有 {len(left)} 处没有答复，没有改动。")
        if any(len(words) > LONGEST_TEXT for words in said.values()):
            raise StoreError(f"每处答复最多 {LONGEST_TEXT} 个字。")
        stage(cursor, ("point_id", "answer"), [(point, said[point]) for point in waiting])
        run_query(
            cursor,
            "write_review_answers",
            submission_id=submission_id,
            answered_by=actor.name,
            answered_at=datetime.now().replace(microsecond=0),
        )
        run_query(cursor, "write_submission_status", submission_ids=[submission_id], status="pending")
        record(
            cursor,
            actor,
            "answered",
            f"submission:{submission_id}",
            {"answers": [said[point] for point in waiting]},
        )


def needs_other_reviewer(store: Store, row: Any, actor: Actor) -> bool:
    """Whether somebody else must accept the submission: the actor sent it, and the office wants a second pair of eyes.

    `row` is one of queries/submission_list.sql.
    """
    own = row.account_id == actor.account_id and actor.account_id != SYSTEM_ID
    return bool(own and office_rules(store).four_eyes)


def accept_submissions(store: Store, submission_ids: Collection[int], *, actor: Actor) -> None:
    """Accept waiting submissions (通过): they may be published.

    Raises:
        AccessError: the actor has no 审核, or sent one of them and the office wants a second pair of eyes.
        StoreError: one of them is not waiting.
    """
    require(actor, "reviewer")
    if not submission_ids:
        raise StoreError("没有选择要通过的报送，没有改动。")
    with store.writing() as cursor:
        for number in submission_ids:
            row = open_submission(cursor, number, "pending")
            if needs_other_reviewer(store, row, actor):
                raise AccessError(
                    f"报送 {number} 是您自己报的，要由另一个人审核（管理员可在设置里取消这个要求）。没有改动。"
                )
        run_query(cursor, "write_submission_status", submission_ids=list(submission_ids), status="accepted")
        for number in submission_ids:
            record(cursor, actor, "accepted", f"submission:{number}")
