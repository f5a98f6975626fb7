"""Backups: one archive of database, uploads and catalogue, made while others work, verified before it has its name."""

from __future__ import annotations

import contextlib
import hashlib
import logging
import os
import shutil
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path

import duckdb

from faheng.roles import Actor
from faheng.safe_files import clear_parts, disk_fault, sync_folder, write_file
from faheng.store.access import require
from faheng.store.archive import (
    CATALOGUE,
    DATABASE,
    UPLOADS,
    ArchiveError,
    Manifest,
    Member,
    Told,
    read_manifest,
    unpack,
    write_archive,
)
from faheng.store.audit import chain_head, note
from faheng.store.database import Store, StoreError
from faheng.store.integrity import TableContent, data_problems, file_problems, table_contents
from faheng.store.migrations import copy_database
from faheng.store.queries import run_query
from faheng.store.rules import office_rules

log = logging.getLogger(__name__)

_NAMES = "faheng-*.zip"
_WORK = "making-backup"
_ONE_AT_A_TIME = threading.Lock()
_CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "threads": 1,
    "memory_limit": "1GB",
    "enable_external_access": "false",
}


@dataclass(frozen=True)
class Backup:
    """One archive. `is_verified`: it was reopened, compared and checked; its checksum lies beside it."""

    path: Path
    manifest: Manifest
    size_bytes: int
    is_verified: bool
    sha256: str = ""  # of one that was just made
    problems: tuple[str, ...] = ()

    @property
    def made_at(self) -> datetime:
        """When the copy was taken."""
        return datetime.fromisoformat(self.manifest.made_at)


def backups_folder(store: Store) -> Path:
    """Where backups lie unless another folder is named."""
    return store.folder / "backups"


def make_backup(
    store: Store,
    *,
    actor: Actor,
    folder: Path | None = None,
    keep: int | None = None,
    tell: Told = lambda _words, _share: None,
) -> Backup:
    """Make a backup in `folder` while others read and write, and delete the oldest beyond `keep` there.

    Left out, `folder` is the data folder's own and `keep` the office's rule; in another folder nothing is deleted unless
    `keep` is given. A faithful copy of data that have a problem themselves is kept, unverified, with its `problems`.

    Raises:
        AccessError: the actor has no 管理.
        StoreError: another one is being made, the disk takes it not, or the archive is no faithful copy; then there is none.
    """
    require(actor, "administrator")
    if not _ONE_AT_A_TIME.acquire(blocking=False):
        raise StoreError("正在做另一次备份，请等它做完再试。")
    try:
        target = folder or backups_folder(store)
        made = _make(store, target, tell)
        most = keep if keep is not None else None if folder else office_rules(store).keep_backups
        if most is not None and not made.problems:  # damaged data push no good copy out
            _delete_oldest(target, most)
        detail = {
            "file": made.path.name,
            "folder": str(target),
            "release": made.manifest.release,
            "head": made.manifest.head,
            "sha256": made.sha256,
            "problems": len(made.problems),
        }
        note(store, actor, "backup", f"release:{made.manifest.release}", detail)
    except (OSError, duckdb.Error, StoreError) as error:
        words = _words_of(error)
        log.exception("no backup was made")
        # The disk that refused the backup may refuse this, too.
        with contextlib.suppress(StoreError, duckdb.Error):
            note(store, actor, "failed backup", detail={"reason": words})
        raise StoreError(words) from error
    finally:
        _ONE_AT_A_TIME.release()
    log.info("backup %s of release %d, %d bytes", made.path, made.manifest.release, made.size_bytes)
    return made


def _words_of(error: Exception) -> str:
    if isinstance(error, StoreError):
        return str(error)
    fault = disk_fault(error) or (str(error).splitlines() or [type(error).__name__])[0]
    return f"备份没有做成：{fault}。原有的备份和数据没有变。"


def _make(store: Store, target: Path, tell: Told) -> Backup:
    target.mkdir(parents=True, exist_ok=True)
    work = backups_folder(store) / _WORK  # the one folder that DuckDB may write to
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(mode=0o700)
    clear_parts(target, "faheng-*.zip*")  # in a folder of others only what is ours
    made_at = datetime.now()
    final = _free_name(target, made_at)
    part = final.with_name(f"{final.name}.part")
    try:
        tell("复制数据库", 0.0)
        with store.standing_still() as cursor:
            seen = table_contents(cursor)
            copy_database(cursor, work / DATABASE)

        def describe(members: dict[str, Member]) -> Manifest:
            with _opened(work / DATABASE) as copy:
                return Manifest(
                    made_at=made_at.isoformat(),
                    schema_version=run_query(copy, "store_version")[0].version,
                    duckdb_version=duckdb.__version__,
                    release=run_query(copy, "release_latest")[0].release,
                    head=str(chain_head(copy)),
                    rows={name: content.rows for name, content in seen.items()},
                    members=members,
                )

        part.touch(mode=0o600)  # password hashes are in it
        manifest = write_archive(part, dict(_files(store, work)), describe, tell)
        _sync(part)
        problems = _verify(part, work / "again", seen, tell)
        part.replace(final)
        sync_folder(target)
        sha256 = _hash_of(final)
        if not problems:  # as sha256sum --check reads it
            write_file(_checksum_file(final), f"{sha256}  {final.name}\n".encode())
    finally:
        part.unlink(missing_ok=True)
        shutil.rmtree(work, ignore_errors=True)
    return Backup(final, manifest, final.stat().st_size, not problems, sha256, tuple(problems))


def _files(store: Store, work: Path) -> Iterator[tuple[str, Path]]:
    """What goes in: the copy first. A file that it names was there before the row that names it, and none is deleted."""
    yield DATABASE, work / DATABASE
    for file in sorted(store.uploads.iterdir()):
        if len(file.name) == 64:
            yield f"{UPLOADS}/{file.name}", file
    catalogue = store.folder / CATALOGUE
    for file in sorted(catalogue.rglob("*")):
        if file.is_file() and file.suffix != ".part":
            yield f"{CATALOGUE}/{file.relative_to(catalogue).as_posix()}", file


def _verify(archive: Path, folder: Path, seen: dict[str, TableContent], tell: Told) -> list[str]:
    """Reopen an archive: compare every member, read every table, and say what is wrong in the data themselves.

    Raises:
        ArchiveError: it is no faithful copy.
    """
    folder.mkdir()
    manifest = unpack(archive, folder, tell, only=[DATABASE])
    tell("核对数据库", 1.0)
    with _opened(folder / DATABASE) as cursor:
        found = table_contents(cursor)
        for table in seen:
            if found.get(table) != seen[table]:
                raise ArchiveError(f"备份没有做成：表 {table} 与原数据不一致。原有的备份和数据没有变。")
        return check_copy(cursor, manifest)


def check_copy(cursor: duckdb.DuckDBPyConnection, manifest: Manifest) -> list[str]:
    """What is wrong in the data of an unpacked backup of this program's version, as words."""

    def hash_of(name: str) -> str:
        if (member := manifest.members.get(f"{UPLOADS}/{name}")) is None:
            raise FileNotFoundError(name)
        return member.sha256

    return [*data_problems(cursor), *file_problems(cursor, hash_of)]


@contextlib.contextmanager
def _opened(database: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    connection = duckdb.connect(str(database), read_only=True, config=_CONFIG)
    try:
        yield connection
    finally:
        connection.close()


def list_backups(folder: Path) -> list[Backup]:
    """The backups of a folder, newest first; what cannot be read is left out and never deleted."""
    found = []
    for path in folder.glob(_NAMES):
        with contextlib.suppress(ArchiveError, OSError):
            status = path.stat()
            manifest = _manifest_of(path, status.st_mtime_ns, status.st_size)
            found.append(Backup(path, manifest, status.st_size, _checksum_file(path).exists()))
    return sorted(found, key=lambda backup: (backup.manifest.made_at, backup.path.name), reverse=True)


@lru_cache(maxsize=100)
def _manifest_of(path: Path, _changed_at: int, _size: int) -> Manifest:
    return read_manifest(path)


def _delete_oldest(folder: Path, keep: int) -> None:
    """Delete backups beyond `keep`, but never the newest verified one."""
    backups = list_backups(folder)
    newest = next((backup for backup in backups if backup.is_verified), None)
    for backup in backups[max(1, keep) :]:
        if backup is not newest:
            log.info("deleting the old backup %s", backup.path)
            backup.path.unlink()
            _checksum_file(backup.path).unlink(missing_ok=True)


def _checksum_file(archive: Path) -> Path:
    return archive.with_name(f"{archive.name}.sha256")


def _free_name(folder: Path, made_at: datetime) -> Path:
    name = f"faheng-{made_at:%Y%m%d-%H%M%S}"
    path, number = folder / f"{name}.zip", 1
    while path.exists():
        number += 1
        path = folder / f"{name}-{number}.zip"
    return path


def _sync(file: Path) -> None:
    with file.open("rb+") as opened:
        os.fsync(opened.fileno())


def _hash_of(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()
