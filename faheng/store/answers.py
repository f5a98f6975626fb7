"""What senders answered to the doubts of their sheets: remembered by sender and form, so that next year asks nothing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import duckdb

from faheng.store.database import Store
from faheng.store.queries import run_query, stage


def write_answers(
    cursor: duckdb.DuckDBPyConnection,
    *,
    city_code: str,
    sender_code: str,
    form: str,
    answers: Mapping[str, str],
    person: str,
    answered_at: datetime,
) -> None:
    """Keep the answers (doubt key → answer) of a sender to one form, inside a transaction that was begun.

    `answers` are all that hold for the form now: what was remembered before and is not among them was taken back.
    """
    whose = {"city_code": city_code, "sender_code": sender_code, "form": form}
    run_query(cursor, "write_forgotten_answers", **whose)
    if not answers:
        return
    stage(cursor, ("doubt", "answer"), sorted(answers.items()))
    run_query(cursor, "write_answers", **whose, answered_by=person, answered_at=answered_at)


def recall_answers(store: Store, *, city_code: str, sender_code: str, form: str) -> dict[str, str]:
    """Return what a sender answered to the doubts of one form: doubt key → answer."""
    rows = store.now(
        "remembered_answers",
        city_code=city_code,
        sender_code=sender_code,
        form=form,
    )
    return {row.doubt: row.answer for row in rows}


def known_answers(store: Store, city_code: str, sender_code: str) -> dict[str, str]:
    """Return what a sender answered to a doubt in any form, the latest where forms disagree.

    For proposals only: a header may mean something else in another form.
    """
    rows = store.now("remembered_answers", city_code=city_code, sender_code=sender_code, form=None)
    return {row.doubt: row.answer for row in rows}
