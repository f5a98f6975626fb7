"""A disk that is full or cannot be written: what the store says, and that readers go on."""

from __future__ import annotations

import contextlib
import errno
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import duckdb
import pytest
from literal import somebody, submit, value

from faheng import safe_files
from faheng.roles import SYSTEM, Grant
from faheng.safe_files import disk_fault, write_file
from faheng.store.accounts import Account, create_account
from faheng.store.audit import chain_problems
from faheng.store.database import DiskError, Store
from faheng.store.release_steps import find_problems
from faheng.store.releases import publish
from faheng.store.sessions import end_session, open_session, session_account
from faheng.store.submissions import list_submissions

FULL = OSError(errno.ENOSPC, "No space left on device")
READ_ONLY = OSError(errno.EROFS, "Read-only file system")
NOW = datetime.now().replace(microsecond=0)  # a session of a fixed day would have run out by now


class Refusing:
    """A connection whose statements that begin with `word` fail."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, word: str, error: Exception) -> None:
        self._connection, self._word, self._error = connection, word, error

    def cursor(self) -> Refusing:
        return Refusing(self._connection.cursor(), self._word, self._error)

    def execute(self, text: str, *parameters: object) -> object:
        if text.startswith(self._word):
            raise self._error
        return self._connection.execute(text, *parameters)

    def __getattr__(self, name: str) -> object:
        return getattr(self._connection, name)


@contextlib.contextmanager
def full_disk(store: Store, error: Exception | None = None) -> Iterator[None]:
    """Commits fail as DuckDB says it on a full disk."""
    words = 'Failed to commit: Could not write file "faheng.duckdb.wal": No space left on device'
    root = store.root
    store.root = Refusing(root, "commit", error or duckdb.TransactionException(words))  # type: ignore[assignment]
    try:
        yield
    finally:
        if isinstance(store.root, Refusing):
            store.root = root


def one_account(store: Store) -> Account:
    account, _ = create_account(store, actor=SYSTEM, login_name="wang", name="王芳", grants={Grant("viewer")})
    return account


def test_a_file_is_written_whole_or_the_old_one_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_file(tmp_path / "file", b"old")

    def full(_descriptor: int) -> None:
        raise FULL

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        write_file(tmp_path / "file", b"new")
    assert [(file.name, file.read_bytes()) for file in tmp_path.iterdir()] == [("file", b"old")]


def test_the_file_and_its_name_are_on_the_disk_before_the_row_is_committed(
    fresh_database: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps: list[str] = []
    fsync, replace = os.fsync, Path.replace

    def noted_fsync(descriptor: int) -> None:
        steps.append("sync folder" if Path(f"/proc/self/fd/{descriptor}").is_dir() else "sync file")
        fsync(descriptor)

    def noted_replace(self: Path, target: Path) -> Path:
        steps.append("rename")
        return replace(self, target)

    commit = fresh_database._commit

    def noted_commit(cursor: duckdb.DuckDBPyConnection) -> None:
        steps.append("commit")
        commit(cursor)

    monkeypatch.setattr(os, "fsync", noted_fsync)
    monkeypatch.setattr(Path, "replace", noted_replace)
    monkeypatch.setattr(fresh_database, "_commit", noted_commit)
    submit(fresh_database, [value("C01", "990102", "2024-Q1", parts=("3", "3"))], is_accepted=False)
    if sys.platform != "linux":
        steps = [step for step in steps if "sync" not in step]
        assert steps == ["rename", "commit"]
    else:
        assert steps == ["sync file", "rename", "sync folder", "commit", "sync folder"]


def test_what_a_killed_process_had_begun_to_write_is_cleared_at_the_next_start(tmp_path: Path) -> None:
    Store(tmp_path).close()
    (tmp_path / "uploads" / "abc.77-1.part").write_bytes(b"half")
    with Store(tmp_path) as store:
        assert list(store.uploads.iterdir()) == []


def test_a_torn_file_of_an_earlier_version_is_written_again(tmp_path: Path) -> None:
    with Store(tmp_path, room=0) as store:
        digest = store.keep_file(b"abc")
        (store.uploads / digest).write_bytes(b"")
        assert store.keep_file(b"abc") == digest
        assert store.file(digest) == b"abc"


@pytest.mark.parametrize(
    ("error", "words"), [(FULL, "磁盘写满了，"), (READ_ONLY, "磁盘或数据文件夹现在只能读、不能写，")]
)
def test_a_file_that_cannot_be_kept_says_why(
    fresh_database: Store, monkeypatch: pytest.MonkeyPatch, error: OSError, words: str
) -> None:
    def refuse(_descriptor: int) -> None:
        raise error

    monkeypatch.setattr(safe_files.os, "fsync", refuse)
    with pytest.raises(DiskError, match=f"^{words}这次操作没有写入任何内容"):
        submit(fresh_database, [value("C01", "990102", "2024-Q1", parts=("3", "3"))])
    assert list_submissions(fresh_database) == []
    assert list(fresh_database.uploads.iterdir()) == []


def test_little_room_refuses_files_and_nothing_else(fresh_database: Store) -> None:
    number = submit(fresh_database, [value("C01", "990102", "2024-Q1", parts=("3", "3"))])
    fresh_database.room = 1 << 60
    with pytest.raises(DiskError, match="磁盘剩余空间不足"):
        submit(fresh_database, [value("C01", "990102", "2024-Q2", parts=("3", "3"))])
    assert publish(fresh_database, [number], actor=somebody("李强")) == 2


def test_a_commit_on_a_full_disk_writes_nothing_and_readers_go_on(fresh_database: Store) -> None:
    with full_disk(fresh_database):
        with pytest.raises(DiskError, match="磁盘写满了，这次操作没有写入任何内容"):
            submit(fresh_database, [value("C01", "990102", "2024-Q1", parts=("3", "3"))])
        assert list_submissions(fresh_database) == []
        assert fresh_database.read("release_one", release=1, number=1)[0].release == 1
    submit(fresh_database, [value("C01", "990102", "2024-Q1", parts=("3", "3"))])
    assert chain_problems(fresh_database.root.cursor()) == []


def test_an_act_that_was_written_before_the_tidying_failed_counts_as_done(
    fresh_database: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """DuckDB then says that the commit is durable, and takes every connection away."""
    commit = fresh_database._commit

    class Tidying:
        def __init__(self, cursor: duckdb.DuckDBPyConnection) -> None:
            self._cursor = cursor

        def execute(self, text: str) -> None:
            self._cursor.execute(text)
            raise duckdb.FatalException(
                "Transaction COMMIT succeeded and is durable, but the autocheckpoint failed."
            )

    monkeypatch.setattr(
        fresh_database,
        "_commit",
        lambda cursor: commit(Tidying(cursor)),  # type: ignore[arg-type]
    )
    number = submit(fresh_database, [value("C01", "990102", "2024-Q1", parts=("3", "3"))], is_accepted=False)
    assert [row.submission_id for row in list_submissions(fresh_database)] == [number]


def test_a_reader_whose_cursor_was_taken_away_asks_once_more(fresh_database: Store) -> None:
    taken = duckdb.FatalException("database has been invalidated because of a previous fatal error")
    root = fresh_database.root
    fresh_database.root = Refusing(root, "", taken)  # type: ignore[assignment]
    assert fresh_database.now("release_latest")[0].release == 1
    fresh_database._idle = [(1, Refusing(fresh_database.root, "", taken))]  # type: ignore[list-item]
    assert fresh_database.read("release_one", release=1, number=1)[0].release == 1


def test_a_session_whose_use_cannot_be_noted_stays_signed_in(fresh_database: Store) -> None:
    token = open_session(fresh_database, one_account(fresh_database), origin="10.0.0.7", now=NOW)
    with full_disk(fresh_database):
        for hours in (1, 11, 22):  # idle for less than 12 hours each time, as the memory knows
            found = session_account(fresh_database, token, now=NOW + timedelta(hours=hours))
            assert found is not None
            assert found.name == "王芳"


def test_signing_out_on_a_full_disk_ends_the_session_all_the_same(fresh_database: Store) -> None:
    token = open_session(fresh_database, one_account(fresh_database), origin="10.0.0.7", now=NOW)
    with full_disk(fresh_database):
        end_session(fresh_database, token, origin="10.0.0.7")
        assert session_account(fresh_database, token, now=NOW) is None


def test_what_is_no_fault_of_the_disk_is_none() -> None:
    assert disk_fault(FileNotFoundError(errno.ENOENT, "no such file")) == ""
    assert disk_fault(ValueError("7")) == ""


def _root_on_linux() -> bool:
    return sys.platform == "linux" and os.geteuid() == 0


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A real file system of 24 MB, where one may be mounted."""
    mounted = tmp_path / "disk"
    mounted.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", str(mounted)]
    if not _root_on_linux() or subprocess.run(command, check=False, capture_output=True).returncode:
        pytest.skip("no file system can be mounted here")
    yield mounted
    subprocess.run(["umount", "--lazy", str(mounted)], check=True)


def fill(folder: Path) -> Path:
    """Fill the disk to its last byte."""
    filler = folder / "filler"
    with filler.open("wb", buffering=0) as file, contextlib.suppress(OSError):
        while file.write(bytes(4096)) == 4096:
            pass
    return filler


def test_a_really_full_disk(small_disk: Path, catalogue_folder: Path) -> None:
    subprocess.run(["cp", "-r", str(catalogue_folder), str(small_disk / "data")], check=True)
    with Store(small_disk / "data", room=0) as store:
        released = submit(store, [value("C01", "990102", "2024-Q1", parts=("3", "3"))])
        publish(store, [released], actor=somebody("李强"))
        filler = fill(small_disk)
        for period in ("2024-Q2", "2024-Q3"):
            with pytest.raises(DiskError, match=r"磁盘写满了|磁盘剩余空间不足"):
                submit(store, [value("C01", "990102", period, parts=("3", "3"))])
        rows = store.read("published_values", release=2, region_codes=["990102"], periods=None)
        assert [row.numerator for row in rows] == [3]
    with Store(small_disk / "data", room=0) as store:  # started on the full disk
        assert store.latest_release == 2
        assert find_problems(store.root.cursor()) == []
        filler.unlink()
        submit(store, [value("C01", "990102", "2024-Q2", parts=("3", "3"))])
        assert chain_problems(store.root.cursor()) == []
