"""Databases of the versions before, made by the program of their time, are brought to this one with all they hold."""

from __future__ import annotations

import contextlib
import zipfile
from pathlib import Path
from typing import Any

import duckdb
import pytest

from faheng.roles import SYSTEM
from faheng.store.backup import make_backup
from faheng.store.database import Store
from faheng.store.integrity import problems_of
from faheng.store.migrations import schema_files
from faheng.store.restore import restore

FOLDER = Path(__file__).parent / "databases"
VERSIONS = sorted(int(file.stem) for file in FOLDER.glob("*.zip"))
# 4 to 6 came with one release, together with 7, and 8 with 9: no installation ever stood at one of them.
_NEVER_APART = {4, 5, 6, 8}
_FIRST_WITH_BACKUPS = 3  # before, there was no record, and so no backup
_SINCE_003 = {"session", "review_point", "attachment", "office_rule"}
_SINCE_007 = {"deadline", "saved_view", "release_freeze", "annotation", "boundary_change_revision"}


def rows_of(database: Path, columns: dict[str, list[str]] | None = None) -> dict[str, Any]:
    """Every table's columns and its rows as text; only `columns` where they are given."""
    with contextlib.closing(duckdb.connect(str(database), read_only=True)) as connection:
        if columns is None:
            found = connection.execute(
                "select table_name, column_name from duckdb_columns() where not internal"
            )
            columns = {}
            for table, column in found.fetchall():
                columns.setdefault(table, []).append(column)
        return {
            table: (
                names,
                connection.execute(f"select {', '.join(names)} from {table} order by all").fetchall(),
            )
            for table, names in columns.items()
        }


def unpacked(version: int, folder: Path) -> Path:
    with zipfile.ZipFile(FOLDER / f"{version:03}.zip") as archive:
        archive.extractall(folder)
    return folder


def test_there_is_a_database_of_every_version_before_the_newest() -> None:
    """How to add one: docs/backup.md, "When a schema file is added"."""
    known = set(schema_files())
    assert sorted(known - _NEVER_APART - {max(known)} - set(VERSIONS)) == []
    assert all((FOLDER / f"{version:03}.zip").stat().st_size < 300_000 for version in VERSIONS)


@pytest.mark.parametrize("version", VERSIONS)
def test_an_earlier_database_keeps_all_its_data(version: int, tmp_path: Path) -> None:
    folder = unpacked(version, tmp_path / "data")
    before = rows_of(folder / "faheng.duckdb")
    with Store(folder) as store:
        assert problems_of(store) == []
        assert store.read("store_version", release=1)[0].version == max(schema_files())
        assert store.latest_release == 6
    after = rows_of(folder / "faheng.duckdb", {table: names for table, (names, _) in before.items()})
    versions = before.pop("store_version")[1]
    assert after.pop("store_version")[1][: len(versions)] == versions
    assert after == before
    held = {table for table, (_, rows) in before.items() if rows}
    assert {
        "submission",
        "submission_value",
        "submission_cell",
        "issue",
        "observation_revision",
        "release",
    } <= held
    assert version < 2 or "column_answer" in held
    assert version < 3 or {*_SINCE_003, "account", "account_role", "audit_event"} <= held
    assert version < 7 or {*_SINCE_007, "definition_break_revision"} <= held
    copies = list((folder / "backups").glob("before-version-*.duckdb"))
    assert len(copies) == (version < max(schema_files()))


@pytest.mark.parametrize("version", [version for version in VERSIONS if version >= _FIRST_WITH_BACKUPS])
def test_a_backup_of_an_earlier_version_is_migrated_when_it_is_restored(
    version: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = unpacked(version, tmp_path / "data")
    known = {number: file for number, file in schema_files().items() if number <= version}
    with Store(folder, schema=known) as store:
        # What the checks of today ask of tables that came later is not asked of a backup made then.
        monkeypatch.setattr("faheng.store.backup.check_copy", lambda *_: [])
        made = make_backup(store, actor=SYSTEM)
        assert made.manifest.schema_version == version
    done = restore(tmp_path / "new", made.path)
    assert done.release == 6
    with Store(tmp_path / "new") as store:
        assert problems_of(store) == []
        assert store.read("store_version", release=1)[0].version == max(schema_files())
