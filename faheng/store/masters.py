"""母版: the office's own .pptx that PowerPoint files are made with; kept by its hash like every uploaded file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from faheng.roles import Actor
from faheng.store.access import require
from faheng.store.attachments import plain_name
from faheng.store.audit import record
from faheng.store.database import Store, StoreError
from faheng.store.queries import run_query


@dataclass(frozen=True)
class Master:
    """The master that is used now."""

    master_id: int
    file_name: str
    file_sha256: str
    size_bytes: int
    added_by: str
    added_at: datetime


def deck_master(store: Store) -> Master | None:
    """The master that is used; None: PowerPoint files look as Faheng makes them."""
    found: tuple[Master, ...] = store.remember(
        "deck master", lambda: tuple(Master(*row) for row in store.now("deck_master"))
    )
    return found[0] if found else None


def master_bytes(store: Store) -> bytes | None:
    """The file of the master that is used, if there is one.

    Raises:
        StoreError: it is gone from the data folder.
    """
    master = deck_master(store)
    if master is None:
        return None
    try:
        return store.file(master.file_sha256)
    except FileNotFoundError:
        raise StoreError(
            f"母版“{master.file_name}”不在数据文件夹里，请管理员在“设置”里停用或重新上传。"
        ) from None


def set_master(store: Store, *, file_name: str, data: bytes, actor: Actor) -> Master:
    """Use this file from now on; that it is one was looked at before (faheng/meeting/master.py).

    Raises:
        AccessError: the actor has no 管理.
    """
    require(actor, "administrator")
    digest = store.keep_file(data)
    now = datetime.now().replace(microsecond=0)
    with store.writing() as cursor:
        run_query(cursor, "write_removed_deck_master", removed_at=now)
        number: int = run_query(cursor, "deck_master_next")[0].master_id
        master = Master(number, plain_name(file_name) or "母版.pptx", digest, len(data), actor.name, now)
        run_query(cursor, "write_deck_master", **vars(master), account_id=actor.account_id)
        record(
            cursor,
            actor,
            "deck master",
            f"master:{number}",
            {"done": "set", "file": master.file_name, "sha256": digest},
        )
    return master


def remove_master(store: Store, *, actor: Actor) -> None:
    """Make PowerPoint files without it from now on; the file stays on record.

    Raises:
        AccessError: the actor has no 管理.
        StoreError: none is used.
    """
    require(actor, "administrator")
    with store.writing() as cursor:
        rows = run_query(cursor, "deck_master")
        if not rows:
            raise StoreError("现在没有在用的母版，没有改动。")
        run_query(cursor, "write_removed_deck_master", removed_at=datetime.now().replace(microsecond=0))
        record(
            cursor,
            actor,
            "deck master",
            f"master:{rows[0].master_id}",
            {"done": "removed", "file": rows[0].file_name},
        )
