"""Puts a backup in the place of what a data folder holds: verified and brought to this version before anything moves."""

from __future__ import annotations

import contextlib
import os
import shutil
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import duckdb

from faheng.roles import AT_THE_MACHINE
from faheng.safe_files import disk_fault
from faheng.store import replaced
from faheng.store.archive import DATABASE, ArchiveError, Manifest, Told, unpack
from faheng.store.audit import chain_head, record
from faheng.store.backup import check_copy
from faheng.store.database import Store, StoreError, take_guard
from faheng.store.integrity import TableContent, table_contents
from faheng.store.migrations import schema_files
from faheng.store.queries import run_query

_STAGING = "restoring"
_SHOWN = 5


@dataclass(frozen=True)
class Restored:
    """What was put in place, and where the replaced state lies now (None: there was none)."""

    manifest: Manifest
    release: int
    kept: Path | None
    problems: tuple[str, ...] = ()


def restore(
    folder: Path,
    archive: Path,
    *,
    despite_problems: bool = False,
    tell: Told = lambda _words, _share: None,
) -> Restored:
    """Replace the state of a data folder by a backup; the replaced state stays beside it in `replaced-…`.

    All is unpacked, compared, brought to this version and checked beside the data first. Sessions end: who was signed out
    or disabled since is not signed in again. `despite_problems`: what the checks find in the data does not stop it.

    Raises:
        StoreBusyError: a server or a command uses the folder.
        ArchiveError: the backup is not what its manifest says.
        StoreError: it is of a newer version, or the checks find something; the folder is as it was.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        guard = take_guard(folder, "python -m faheng restore")
    except OSError as error:
        raise StoreError(
            f"数据文件夹 {folder} 不能写入：请换一个文件夹（FAHENG_DATA=…）或改好权限。"
        ) from error
    staging = folder / _STAGING
    try:
        replaced.put_back(folder)
        shutil.rmtree(staging, ignore_errors=True)
        staging.mkdir(mode=0o700)
        return _restore(folder, archive, staging, despite_problems, tell)
    except (OSError, duckdb.Error) as error:
        fault = disk_fault(error) or (str(error).splitlines() or [type(error).__name__])[0]
        raise StoreError(f"没有恢复：{fault}。数据文件夹没有变。") from error
    finally:
        shutil.rmtree(staging, ignore_errors=True)
        guard.release()


def verify(archive: Path, folder: Path, *, tell: Told = lambda _words, _share: None) -> Restored:
    """Unpack and check a backup in the empty `folder` as `restore` would, and put it nowhere; with the problems found.

    Raises:
        ArchiveError, StoreError: as `restore`.
    """
    manifest = _unpacked(archive, folder, tell)
    with Store(folder, holder="python -m faheng restore") as store:
        _require_head(store, manifest, archive)
        problems = check_copy(store.root.cursor(), manifest)
        return Restored(manifest, store.latest_release, None, tuple(problems))


def _unpacked(archive: Path, folder: Path, tell: Told) -> Manifest:
    manifest = unpack(archive, folder, tell)
    known = max(schema_files())
    if manifest.schema_version > known:
        raise StoreError(
            f"{archive.name} 的数据版本是 {manifest.schema_version}，这个程序只认识到 {known}：请换用更新的程序再恢复。"
        )
    return manifest


def _require_head(store: Store, manifest: Manifest, archive: Path) -> None:
    """Refuse a database that is not the one the manifest was written for: its record ends elsewhere."""
    head = str(chain_head(store.root.cursor()))
    if head != manifest.head:
        raise ArchiveError(
            f"{archive.name} 的清单与数据库不符：操作记录到 {head}，清单上是 {manifest.head}。"
        )


def _restore(folder: Path, archive: Path, staging: Path, despite_problems: bool, tell: Told) -> Restored:
    manifest = _unpacked(archive, staging, tell)
    kept = _free_name(folder)
    tell("核对数据库", 1.0)
    with Store(staging, holder="python -m faheng restore") as store:  # brings it to this version
        _require_head(store, manifest, archive)
        problems = check_copy(store.root.cursor(), manifest)
        if problems and not despite_problems:
            shown = "\n".join(problems[:_SHOWN])
            raise StoreError(
                f"没有恢复：{archive.name} 里的数据有 {len(problems)} 处问题。\n{shown}\n"
                "文件本身完好；没有别的备份可用时，可以加 --despite-problems 照样恢复。"
            )
        with store.writing() as cursor:
            now = datetime.now()
            run_query(
                cursor,
                "write_ended_sessions",
                token_hash=None,
                account_id=None,
                unused_since=None,
                opened_before=now,
            )
            detail = {
                "file": archive.name,
                "made_at": manifest.made_at,
                "head": manifest.head,
                "replaced": kept.name,
                "replaced_head": _head_of(folder / DATABASE),
                "problems": len(problems),
            }
            record(cursor, AT_THE_MACHINE, "restored", f"release:{manifest.release}", detail)
        contents = table_contents(store.root.cursor())
        release = store.latest_release
    _sync(staging)
    tell("替换", 1.0)
    try:
        replaced.replace(folder, staging, kept)
        _require_same(folder / DATABASE, contents)
        replaced.settle(folder)
    except BaseException:
        replaced.put_back(folder)
        raise
    if not any(kept.iterdir()):  # a new folder: there was nothing
        kept.rmdir()
    return Restored(manifest, release, kept if kept.exists() else None, tuple(problems))


def _require_same(database: Path, contents: dict[str, TableContent]) -> None:
    with contextlib.closing(duckdb.connect(str(database), read_only=True)) as cursor:
        if table_contents(cursor) != contents:
            raise StoreError("没有恢复：放到位的数据库与核对过的不一致，原来的数据已放回。")


def _head_of(database: Path) -> str:
    """The head of the record that is replaced, '' where it cannot be read: then that is why it is replaced."""
    if not database.exists():
        return ""
    with (
        contextlib.suppress(Exception),
        contextlib.closing(duckdb.connect(str(database), read_only=True)) as cursor,
    ):
        return str(chain_head(cursor))
    return ""


def _free_name(folder: Path) -> Path:
    name = f"replaced-{datetime.now():%Y%m%d-%H%M%S}"
    path, number = folder / name, 1
    while path.exists():
        number += 1
        path = folder / f"{name}-{number}"
    return path


def _sync(folder: Path) -> None:
    """Put what was unpacked on the disk before it takes the place of something that is there."""
    for path in [*folder.rglob("*"), folder]:
        if path.is_dir() and os.name == "nt":
            continue
        descriptor = os.open(path, os.O_RDWR if path.is_file() else os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
