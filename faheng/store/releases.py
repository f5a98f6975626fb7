"""Releases: comparing with what is published, publishing, withdrawing, undoing; each one transaction."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Literal

import duckdb

from faheng.catalogue import Catalogue, Indicator
from faheng.intake.reading import Value
from faheng.measures.rates import rounded
from faheng.roles import Actor
from faheng.store import catalogue_tables
from faheng.store.access import require
from faheng.store.audit import record
from faheng.store.database import OPEN, Store, StoreError
from faheng.store.embargo import future
from faheng.store.queries import run_query, stage
from faheng.store.release_steps import (
    new_release,
    refuse_what_checks_find,
    released_statuses,
    require_seen,
)
from faheng.store.submissions import (
    VALUE_COLUMNS,
    cells_of,
    open_submission,
    value_from_row,
)

Key = tuple[str, str, str, str]  # indicator, region, period, basis
SETTLED = ("final", "not_applicable")  # statuses of figures that are not expected to change


@dataclass(frozen=True)
class Change:
    """How one key of a submission compares with what is published.

    kind: `added` 新增, `changed` 修改, `same` 不变, `absent` 未包含 (published, but not in the file: nothing happens).
    """

    kind: Literal["added", "changed", "same", "absent"]
    new: Value | None
    old: Value | None

    @property
    def is_correction(self) -> bool:
        """Whether it changes a figure that was settled, which needs words that everybody can read."""
        return self.kind == "changed" and self.old is not None and self.old.status in SETTLED

    @property
    def value(self) -> Value:
        """The side that exists, the new one first."""
        side = self.new or self.old
        assert side is not None
        return side


def _key(value: Value) -> Key:
    """期内 and 期末 are one key: a figure has the basis that the catalogue gives its indicator at the time."""
    basis = value.basis if value.basis == "cumulative" else ""
    return value.indicator_code, value.region_code, value.period.code, basis


def _is_same(new: Value, old: Value, indicator: Indicator) -> bool:
    """Equal as shown: the same parts and status, and the same value at the catalogue's decimals."""
    return (
        new.status == old.status
        and new.numerator == old.numerator
        and new.denominator == old.denominator
        and _shown(new.value, indicator) == _shown(old.value, indicator)
    )


def _shown(value: Decimal | None, indicator: Indicator) -> Decimal | None:
    return rounded(value, indicator)


def compare(store: Store, values: Iterable[Value], *, release: int) -> list[Change]:
    """Every value against what `release` has, then what that has for the same regions and periods and the file not.

    Shape: one Change per key, in the order of the values, absent ones last in key order.
    """
    # Equal values may stand twice, in one file or in two: the first one counts.
    by_key = {_key(value): value for value in reversed(list(values))}
    published = _published(store, list(by_key.values()), release=release)
    catalogue = store.catalogue(release)
    changes = []
    for key, value in reversed(by_key.items()):
        old = published.pop(key, None)
        if old is None:
            changes.append(Change("added", value, None))
        elif _is_same(value, old, catalogue.known_indicator(value.indicator_code)):
            changes.append(Change("same", value, old))
        else:
            changes.append(Change("changed", value, old))
    return changes + [Change("absent", None, old) for old in published.values()]


def _published(store: Store, values: Sequence[Value], *, release: int) -> dict[Key, Value]:
    rows = store.read(
        "published_values",
        release=release,
        region_codes=sorted({value.region_code for value in values}),
        periods=sorted({value.period.code for value in values}),
    )
    return {_key(value): value for value in map(value_from_row, rows)}


def publish(
    store: Store,
    submission_ids: Collection[int],
    *,
    actor: Actor,
    seen_release: int | None = None,
    note: str = "",
    public_from: datetime | None = None,
    now: datetime | None = None,
) -> int:
    """Publish accepted submissions as one release; its number. What is the same as published already is left as it is.

    `seen_release` is the release whose differences the publisher was shown. Until `public_from` only those who review or
    publish read it. What changes a settled figure is a correction (更正): `note` says why, to everybody.

    Raises:
        AccessError: the actor has no 发布.
        ReleaseMovedError: there is a newer one.
        StoreError: a submission is not accepted, two of them disagree, nothing would change, a correction has no note,
            `public_from` is past, or a check refuses.
    """
    require(actor, "publisher")
    public_from = future(public_from, now)
    with store.writing() as cursor:
        latest = require_seen(cursor, seen_release)
        if not submission_ids:
            raise StoreError("没有选择要发布的报送，没有写入。")
        for number in submission_ids:
            open_submission(cursor, number, "accepted")
        rows, corrected = _to_publish(store, submission_ids, release=latest)
        if not rows:
            raise StoreError("这些报送与已发布的数据完全相同，没有需要发布的内容。")
        if corrected and not note.strip():
            raise StoreError(
                f"这一版更正 {corrected} 个已发布的正式数：请写明更正说明（所有人都能看到），没有写入。"
            )
        kind = "correction" if corrected else "data"
        release = new_release(cursor, kind, actor, note.strip(), public_from=public_from)
        stage(
            cursor, (*VALUE_COLUMNS, "submission_id"), [(*cells_of(value), number) for value, number in rows]
        )
        run_query(cursor, "write_closed_observations", release=release)
        run_query(cursor, "write_observations", release=release)
        run_query(cursor, "write_release_submissions", release=release, submission_ids=list(submission_ids))
        run_query(cursor, "write_submission_status", status="released", submission_ids=list(submission_ids))
        refuse_what_checks_find(cursor, release)
        detail = {"submissions": sorted(submission_ids), "values": len(rows), "note": note.strip()}
        detail |= {"corrected": corrected} if corrected else {}
        detail |= {"public_from": public_from} if public_from else {}
        record(cursor, actor, "published", f"release:{release}", detail)
    return release


def merged_values(store: Store, submission_ids: Collection[int], *, release: int) -> list[tuple[Value, int]]:
    """The values of all submissions, each with its submission; the first of equal ones counts.

    Raises:
        StoreError: two of them disagree.
    """
    merged: dict[Key, tuple[Value, int]] = {}
    catalogue = store.catalogue(release)
    rows = store.read("submission_values", release=release, submission_ids=list(submission_ids))
    for row in sorted(rows, key=lambda row: row.submission_id):  # stable: else as the query has them
        value, number = value_from_row(row), row.submission_id
        earlier, from_number = merged.setdefault(_key(value), (value, number))
        indicator = catalogue.known_indicator(value.indicator_code)
        if not _is_same(value, earlier, indicator):
            region = catalogue.known_region(value.region_code).name
            raise StoreError(
                f"报送 {from_number} 的 {earlier.cells[0] if earlier.cells else ''} 与报送 {number} 的"
                f" {value.cells[0] if value.cells else ''} 对{region}{value.period}“{indicator.name}”给出不同的数，"
                "请撤下其中一份后再发布，这次没有写入。"
            )
    return list(merged.values())


def rows_to_publish(
    store: Store, submission_ids: Collection[int], *, release: int
) -> list[tuple[Value, int]]:
    """What publishing the submissions on top of `release` writes: what is new or differs, each with its submission.

    Raises:
        StoreError: two of the submissions disagree.
    """
    return _to_publish(store, submission_ids, release=release)[0]


def _to_publish(
    store: Store, submission_ids: Collection[int], *, release: int
) -> tuple[list[tuple[Value, int]], int]:
    """`rows_to_publish`, and how many of them are corrections."""
    found = merged_values(store, submission_ids, release=release)
    differences = compare(store, [value for value, _ in found], release=release)
    changed = {_key(change.value) for change in differences if change.kind in ("added", "changed")}
    rows = [(value, number) for value, number in found if _key(value) in changed]
    return rows, sum(change.is_correction for change in differences)


def withdraw(
    store: Store, keys: Collection[Key], *, actor: Actor, reason: str, seen_release: int | None = None
) -> int:
    """Withdraw published values (撤回) as a release of its own; they stay readable in earlier releases.

    `keys` carry the basis as it is published; `seen_release` is the release the values were shown of.

    Raises:
        AccessError: the actor has no 发布.
        ReleaseMovedError: there is a newer one.
        StoreError: no reason, or a key is not published.
    """
    require(actor, "publisher")
    if not reason.strip():
        raise StoreError("撤回要写明理由。")
    with store.writing() as cursor:
        latest = require_seen(cursor, seen_release)
        published = store.read(
            "published_values", release=latest, region_codes=sorted({key[1] for key in keys}), periods=None
        )
        known = {(row.indicator_code, row.region_code, row.period, row.basis) for row in published}
        if missing := sorted(set(keys) - known):
            raise StoreError(
                f"要撤回的数不在已发布的数据里：{'、'.join(' '.join(key[:3]) for key in missing)}。"
            )
        release = new_release(cursor, "withdrawal", actor, reason.strip())
        stage(cursor, ("indicator_code", "region_code", "period", "basis"), sorted(set(keys)))
        run_query(cursor, "write_closed_observations", release=release)
        refuse_what_checks_find(cursor, release)
        detail = {"values": [list(key) for key in sorted(set(keys))], "reason": reason.strip()}
        record(cursor, actor, "withdrawn", f"release:{release}", detail)
    return release


@dataclass(frozen=True)
class UndoRow:
    """One key that a release touched: what undoing restores (None: nothing was there), and whether it changed since."""

    key: Key
    restored: Value | None
    submission_id: int | None
    is_changed_since: bool


def undo_preview(store: Store, release: int) -> list[UndoRow]:
    """What undoing `release` would do, key by key.

    Raises:
        StoreError: there is no such release, or it changed the catalogue (undone where it was changed: in the files).
    """
    return _undo_rows(store.root.cursor(), release)


def _undo_rows(cursor: duckdb.DuckDBPyConnection, release: int) -> list[UndoRow]:
    found = run_query(cursor, "release_one", number=release)
    if not found:
        raise StoreError(f"没有第 {release} 版。")
    if found[0].kind == "catalogue":
        raise StoreError(f"第 {release} 版改的是指标目录：请在目录文件里改回来，重新启动后会成为新的一版。")
    rows = run_query(cursor, "undo_rows", number=release)
    return [
        UndoRow(
            key=(row.indicator_code, row.region_code, row.period, row.basis),
            restored=None if row.status is None else value_from_row(row),
            submission_id=row.submission_id,
            is_changed_since=row.is_changed_since,
        )
        for row in rows
    ]


def undo(
    store: Store,
    release: int,
    *,
    actor: Actor,
    reason: str,
    also: Collection[Key] = (),
    seen_release: int | None = None,
) -> int:
    """Undo a release by a new one that restores what it replaced; the new number.

    Keys changed again since are left alone, unless they are in `also`.

    Raises:
        AccessError: the actor has no 发布.
        ReleaseMovedError: somebody published since the preview.
        StoreError: no reason, an unknown or catalogue release, or nothing left to undo.
    """
    require(actor, "publisher")
    if not reason.strip():
        raise StoreError("撤销要写明理由。")
    with store.writing() as cursor:
        require_seen(cursor, seen_release)
        rows = [row for row in _undo_rows(cursor, release) if not row.is_changed_since or row.key in also]
        if not rows:
            raise StoreError(f"第 {release} 版的数后来都改过了，没有可以撤销的内容。")
        number = new_release(cursor, "undo", actor, reason.strip(), undoes=release)
        stage(cursor, ("indicator_code", "region_code", "period", "basis"), [row.key for row in rows])
        run_query(cursor, "write_closed_observations", release=number)
        stage(
            cursor,
            (*VALUE_COLUMNS, "submission_id"),
            [(*cells_of(row.restored), row.submission_id) for row in rows if row.restored],
        )
        run_query(cursor, "write_observations", release=number)
        _mark_submissions(cursor)
        refuse_what_checks_find(cursor, number)
        detail = {"undoes": release, "values": len(rows), "reason": reason.strip()}
        record(cursor, actor, "undone", f"release:{number}", detail)
    return number


def _mark_submissions(cursor: duckdb.DuckDBPyConnection) -> None:
    """Files of an undone release may be sent again; those whose undo was undone count once more."""
    undos, held = run_query(cursor, "release_undos"), run_query(cursor, "release_submissions")
    statuses = released_statuses(undos, held, release=undos[0].release)
    for status in ("released", "undone"):
        numbers = [number for number, found in statuses.items() if found == status]
        run_query(cursor, "write_submission_status", status=status, submission_ids=numbers)


def publish_catalogue(store: Store, catalogue: Catalogue, *, actor: Actor) -> int | None:
    """Bring the database's catalogue to what the files say, as a release; None when nothing differs.

    Raises:
        AccessError: the actor has no 管理.
    """
    require(actor, "administrator")
    with store.writing() as cursor:
        number = run_query(cursor, "release_latest")[0].release + 1
        changed = catalogue_tables.change_catalogue(cursor, catalogue, release=number, still_open=OPEN)
        if not changed:
            return None
        new_release(cursor, "catalogue", actor, f"指标目录和地区：{changed} 处变化")
        refuse_what_checks_find(cursor, number)
        record(cursor, actor, "catalogue", f"release:{number}", {"rows": changed})
    return number


def list_releases(store: Store) -> list[Any]:
    """All releases, newest first: columns of queries/release_list.sql."""
    return store.now("release_list")
