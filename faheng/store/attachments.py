"""佐证材料: files that prove a submission's figures; kept by hash, given out only as downloads, never opened here."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePath

import duckdb

from faheng.roles import Actor
from faheng.store.access import AccessError, require
from faheng.store.audit import record
from faheng.store.database import Store, StoreError
from faheng.store.queries import run_query
from faheng.store.submissions import OPEN_STATUSES, may_see, open_submission

LARGEST_MB = 20
_LONGEST_NAME = 120


@dataclass(frozen=True)
class Attachment:
    """One file beside a submission."""

    attachment_id: int
    submission_id: int
    file_name: str
    file_sha256: str
    size_bytes: int
    added_by: str
    added_at: datetime


def list_attachments(store: Store, submission_ids: Collection[int]) -> list[Attachment]:
    """The attachments of submissions, in the order they came."""
    rows = store.now(
        "attachment_list",
        attachment_id=None,
        submission_ids=list(submission_ids),
    )
    return [Attachment(*row) for row in rows]


def check_attachment(file_name: str, data: bytes) -> None:
    """Refuse what can be no 佐证材料, before anything is written.

    Raises:
        StoreError: the file is empty or larger than 20 MB.
    """
    if not data:
        raise StoreError(f"“{file_name}”是空文件，没有保存。")
    if len(data) > LARGEST_MB << 20:
        raise StoreError(f"“{file_name}”超过 {LARGEST_MB} MB，没有保存：请压缩或拆分后再传。")


def add_attachment(
    store: Store, submission_id: int, *, file_name: str, data: bytes, actor: Actor
) -> Attachment:
    """Put a file beside a submission; as it is, whatever it is.

    Raises:
        AccessError: the actor neither reports for the submission's unit nor reviews.
        StoreError: the file is empty, larger than 20 MB or there already, or the submission is no longer open.
    """
    check_attachment(file_name, data)
    # Asked before the file is kept, so that what is refused stays nowhere; and again when it is written.
    _require_room(store, store.root.cursor(), submission_id, actor)
    digest = store.keep_file(data)
    with store.writing() as cursor:
        _require_room(store, cursor, submission_id, actor)
        there = run_query(cursor, "attachment_list", attachment_id=None, submission_ids=[submission_id])
        if any(one.file_sha256 == digest for one in there):
            raise StoreError(f"“{file_name}”已在报送 {submission_id} 的佐证材料里，没有再存一份。")
        number: int = run_query(cursor, "attachment_next")[0].attachment_id
        added = Attachment(
            attachment_id=number,
            submission_id=submission_id,
            file_name=plain_name(file_name) or "佐证材料",
            file_sha256=digest,
            size_bytes=len(data),
            added_by=actor.name,
            added_at=datetime.now().replace(microsecond=0),
        )
        run_query(cursor, "write_attachment", **vars(added), account_id=actor.account_id)
        detail = {"file": added.file_name, "sha256": digest}
        record(cursor, actor, "attachment", f"submission:{submission_id}", detail)
    return added


def _require_room(store: Store, cursor: duckdb.DuckDBPyConnection, submission_id: int, actor: Actor) -> None:
    row = open_submission(cursor, submission_id, *OPEN_STATUSES)
    if not actor.may_report(row.sender_code, store.catalogue(store.latest_release)):
        require(actor, "reviewer")


def attachment_for(store: Store, attachment_id: int, *, actor: Actor) -> tuple[Attachment, bytes]:
    """An attachment and its bytes, for those who may see its submission.

    Raises:
        AccessError: the actor may not, or there is none: who may not see it does not learn whether it exists.
        StoreError: its file is gone.
    """
    rows = store.now("attachment_list", attachment_id=attachment_id, submission_ids=None)
    refused = AccessError("没有这份佐证材料，或您没有查看它的权限。")
    if not rows:
        raise refused
    found = Attachment(*rows[0])
    submissions = store.now("submission_list", city_code=None, status=None)
    row = next((one for one in submissions if one.submission_id == found.submission_id), None)
    if row is None or not may_see(actor, row, store.catalogue(store.latest_release)):
        raise refused
    try:
        return found, store.file(found.file_sha256)
    except FileNotFoundError:
        raise StoreError(f"“{found.file_name}”不在数据文件夹里，请管理员从备份恢复。") from None


def plain_name(file_name: str) -> str:
    """The last part of a name without control signs: browsers of old sent whole paths."""
    name = PurePath(file_name.replace("\\", "/")).name
    return "".join(sign for sign in name if sign.isprintable())[-_LONGEST_NAME:]
