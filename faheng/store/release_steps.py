"""What every kind of release does inside its transaction: a number, the release that was seen, the checks."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import duckdb

from faheng.roles import Actor
from faheng.store.database import StoreError
from faheng.store.queries import QUERIES_FOLDER, run_query


class ReleaseMovedError(StoreError):
    """Somebody published since the differences were shown; nothing was written."""

    def __init__(self, *, seen: int, latest: int) -> None:
        self.latest = latest
        super().__init__(
            f"您核对的是第 {seen} 版，现在已是第 {latest} 版：请重新核对差异后再发布，这次没有写入。"
        )


def find_problems(cursor: duckdb.DuckDBPyConnection, release: int | None = None) -> list[Any]:
    """What the check_*.sql files find: rows of (place, found, rule); all data, or what one release touched."""
    return [
        row
        for file in sorted(QUERIES_FOLDER.glob("check_*.sql"))
        for row in run_query(cursor, file.stem, number=release)
    ]


def refuse_what_checks_find(cursor: duckdb.DuckDBPyConnection, release: int) -> None:
    """Before a release is kept: nothing of what it touched may be wrong.

    Raises:
        StoreError: says what is found first.
    """
    if problems := find_problems(cursor, release):
        first = problems[0]
        raise StoreError(
            f"发布前检查没有通过，没有写入：{first.rule}（{first.found}），共 {len(problems)} 处。"
        )


def new_release(
    cursor: duckdb.DuckDBPyConnection,
    kind: str,
    actor: Actor,
    note: str,
    *,
    undoes: int | None = None,
    public_from: datetime | None = None,
) -> int:
    """Add a release inside the transaction that writes what is in it; its number."""
    number: int = run_query(cursor, "release_latest")[0].release + 1
    run_query(
        cursor,
        "write_release",
        release=number,
        kind=kind,
        published_at=datetime.now().replace(microsecond=0),
        published_by=actor.name,
        note=note,
        undoes=undoes,
        public_from=public_from,
    )
    return number


def released_statuses(undos: Iterable[Any], held: Iterable[Any], *, release: int) -> dict[int, str]:
    """Submission → what the releases up to `release` made of it, for every one that any release holds.

    released; undone, when every release that holds it was undone; accepted, when only later releases do. `undos` and
    `held` are the rows of queries/release_undos.sql and release_submissions.sql.
    """
    undone: set[int] = set()
    for row in undos:  # newest first: an undo is always newer than what it undoes
        if row.undoes is not None and row.release <= release and row.release not in undone:
            undone.add(row.undoes)
    statuses: dict[int, str] = {}
    for row in held:
        if row.release > release:
            statuses.setdefault(row.submission_id, "accepted")
        elif statuses.get(row.submission_id) != "released":
            statuses[row.submission_id] = "undone" if row.release in undone else "released"
    return statuses


def require_seen(cursor: duckdb.DuckDBPyConnection, seen_release: int | None) -> int:
    """The newest release, which must be the one the user was shown.

    Raises:
        ReleaseMovedError: somebody published since.
    """
    latest: int = run_query(cursor, "release_latest")[0].release
    if seen_release is not None and seen_release != latest:
        raise ReleaseMovedError(seen=seen_release, latest=latest)
    return latest
