"""The data folder: one holder, versions, what happens when something is wrong with it."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from faheng.store.database import Store, StoreBusyError, StoreError
from faheng.store.migrations import VersionError, schema_files


def test_a_second_holder_is_told_who_has_the_database(tmp_path: Path) -> None:
    with (
        Store(tmp_path, holder="python -m faheng serve"),
        pytest.raises(StoreBusyError, match=r"数据库正由进程 \d+（python -m faheng serve，.*起）使用"),
    ):
        Store(tmp_path)


def test_closing_lets_the_next_one_in(tmp_path: Path) -> None:
    Store(tmp_path).close()
    with Store(tmp_path) as store:
        assert store.latest_release == 0


def test_a_folder_that_cannot_be_written_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "a file").write_text("")
    with pytest.raises(StoreError, match="不能写入"):
        Store(tmp_path / "a file" / "data")


def test_a_newer_data_folder_is_refused_and_left_alone(tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        store.root.execute("insert into store_version values (99, now()::timestamp)")
    with pytest.raises(VersionError, match="数据文件夹的版本是 99"):
        Store(tmp_path)
    with duckdb.connect(str(tmp_path / "faheng.duckdb")) as database:
        assert database.execute("select max(version) from store_version").fetchall() == [(99,)]


def test_an_older_data_folder_is_migrated_after_a_backup(tmp_path: Path) -> None:
    newer = tmp_path / "099_more.sql"
    newer.write_text("create table more (number integer);", encoding="utf-8")
    with Store(tmp_path / "data") as store, store.writing() as cursor:
        cursor.execute(
            "insert into release values (1, 'data', now()::timestamp, '王芳', '', null, null, null)"
        )
    with Store(tmp_path / "data", schema={**schema_files(), 99: newer}) as store:
        assert store.root.execute("select count(*) from more").fetchall() == [(0,)]
    (backup,) = (tmp_path / "data" / "backups").glob("before-version-99-*.duckdb")
    with duckdb.connect(str(backup), read_only=True) as copy:
        assert copy.execute("select published_by from release").fetchall() == [("王芳",)]


def test_statements_cannot_reach_files_outside(tmp_path: Path) -> None:
    outside = tmp_path / "outside.csv"
    outside.write_text("a\n1\n")
    with Store(tmp_path / "data") as store, pytest.raises(duckdb.PermissionException):
        store.root.execute(f"select * from read_csv('{outside}')")


def test_a_failure_inside_a_transaction_leaves_nothing(tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        with pytest.raises(duckdb.ConversionException), store.writing() as cursor:
            cursor.execute(
                "insert into release values (1, 'data', now()::timestamp, '王芳', '', null, null, null);"
                "insert into release values ('not a number', 'data', now()::timestamp, '王芳', '', null, null, null)"
            )
        assert store.root.execute("select count(*) from release").fetchall() == [(0,)]


def test_a_kept_file_comes_back_by_its_hash(tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        # sha256 of "abc" from FIPS 180-4, appendix B.1
        digest = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        assert store.keep_file(b"abc") == digest
        assert store.file(digest) == b"abc"
