"""Brings a database to this program's version: schema files applied once each, after a backup copy."""

from __future__ import annotations

import contextlib
from datetime import datetime
from pathlib import Path

import duckdb

from faheng.safe_files import sync_folder
from faheng.store.queries import QUERIES_FOLDER

SCHEMA_FOLDER = QUERIES_FOLDER / "schema"


class VersionError(Exception):
    """The data folder was written by a newer program; the message says what to do."""


def schema_files(folder: Path = SCHEMA_FOLDER) -> dict[int, Path]:
    """The schema files by their number, in order."""
    return {int(file.name[:3]): file for file in sorted(folder.glob("[0-9][0-9][0-9]_*.sql"))}


def migrate(root: duckdb.DuckDBPyConnection, *, backups: Path, files: dict[int, Path]) -> None:
    """Apply the schema files that the database has not seen.

    An existing database is copied to `backups` first (through SQL: opening the live file by hand loses its lock).

    Raises:
        VersionError: the database has seen a schema file that this program does not have.
    """
    root.execute(
        "create table if not exists store_version (version integer not null, applied_at timestamp not null)"
    )
    found = [
        version
        for (version,) in root.execute("select version from store_version order by version").fetchall()
    ]
    known = max(files)
    if found and max(found) > known:
        raise VersionError(
            f"数据文件夹的版本是 {max(found)}，这个程序只认识到 {known}：请换用更新的程序，数据未改动。"
        )
    missing = [version for version in files if version not in found]
    if not missing:
        return
    if found:
        target = backups / f"before-version-{known}-{datetime.now():%Y%m%d-%H%M%S}.duckdb"
        copy_database(root, target)
    for version in missing:
        root.execute("begin")
        try:
            root.execute(files[version].read_text(encoding="utf-8"))
            root.execute(
                "insert into store_version values ($version, $now)",
                {"version": version, "now": datetime.now()},
            )
            root.execute("commit")
        except duckdb.Error:
            root.execute("rollback")
            raise
    root.execute("checkpoint")


def copy_database(root: duckdb.DuckDBPyConnection, target: Path) -> None:
    """Copy a database to a new file, as one moment has it.

    Through SQL: to open the live file by hand would lose its lock (duckdb.md section 2).
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    (name,) = root.execute("select current_database()").fetchall()[0]
    # Names cannot be parameters in ATTACH; both are ours, quotes doubled for odd folder names.
    part = target.with_name(f"{target.name}.part")  # its name says whole, so it gets it when it is
    quoted_target = str(part).replace("'", "''")
    quoted_name = name.replace('"', '""')
    root.execute(f"attach '{quoted_target}' as backup_copy")
    try:
        root.execute(f'copy from database "{quoted_name}" to backup_copy')
    finally:
        with contextlib.suppress(duckdb.FatalException):  # then nothing is attached any more
            root.execute("detach backup_copy")
    part.replace(target)
    sync_folder(target.parent)
