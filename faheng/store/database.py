"""Store: one DuckDB file, one process, cursors that see the state of one release."""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import threading
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import filelock

from faheng.catalogue import Catalogue
from faheng.display import Display
from faheng.store import catalogue_tables
from faheng.store.migrations import migrate, schema_files
from faheng.store.queries import query_text, run_query

OPEN = 2_147_483_647  # superseded_in of a row that still holds
_RELEASED_TABLES = (*catalogue_tables.TABLES, "observation")
_ROOM = 1 << 30  # bytes that must stay free on the disk before a file is taken in
_IDLE_CURSORS = 24


class StoreError(Exception):
    """The store cannot do this; the message is for the user, in Chinese."""


class StoreBusyError(StoreError):
    """Another process holds the database; the message names it."""


class Store:
    """The database of one data folder. Open it once per process; close it when done.

    Reads go through `read`, which sees exactly one release; writes through `writing`, one at a time.
    """

    def __init__(self, folder: Path, *, holder: str = "", schema: dict[int, Path] | None = None) -> None:
        """Open or create the database in `folder`, bringing it to this program's version.

        Raises:
            StoreBusyError: another process holds it.
            StoreError: the folder cannot be written.
            faheng.store.migrations.VersionError: it was written by a newer program.
        """
        self.folder = folder
        self.display = (
            Display()
        )  # set once, before the first page (faheng/preparation.py): no cache asks again
        self.uploads = folder / "uploads"
        self._lock = threading.RLock()
        self._idle: list[tuple[int, duckdb.DuckDBPyConnection]] = []
        self._idle_lock = threading.Lock()
        self._catalogues: dict[int, Catalogue] = {}
        self._remembered: dict[str, Any] = {}
        self._writes = 0
        try:
            for part in (folder, self.uploads, folder / "backups", folder / "catalogue"):
                part.mkdir(parents=True, exist_ok=True)
            self._guard = _take_guard(folder, holder)
        except OSError as error:
            raise StoreError(
                f"数据文件夹 {folder} 不能写入：请换一个文件夹（FAHENG_DATA=…）或改好权限。"
            ) from error
        try:
            self._open_file(schema or schema_files())
        except BaseException:
            self._guard.release()
            raise

    def _open_file(self, schema: dict[int, Path]) -> None:
        # One thread per query: a page's queries take milliseconds, and a second thread only adds to the CPU time that
        # all visitors share (duckdb.md section 6; benchmarks/README.md).
        self.root = duckdb.connect(
            str(self.folder / "faheng.duckdb"), config={"threads": 1, "memory_limit": "1GB"}
        )
        backups = str(self.folder / "backups").replace("'", "''")
        # From here on no statement can reach a file or a host outside the backups folder (duckdb.md section 6).
        for setting in (
            f"allowed_directories = ['{backups}/']",
            "enable_external_access = false",
            "autoinstall_known_extensions = false",
            "autoload_known_extensions = false",
            "lock_configuration = true",
        ):
            self.root.execute(f"set {setting}")
        self.root.execute("checkpoint")  # right after opening: duckdb.md section 2, "Indexes"
        migrate(self.root, backups=self.folder / "backups", files=schema)
        (self.catalog,) = self.root.execute("select current_database()").fetchall()[0]
        self.latest_release: int = run_query(self.root, "release_latest")[0].release

    def close(self) -> None:
        """Write everything to the file and let other processes have it."""
        with self._lock:
            self.root.execute("checkpoint")
            self.root.close()
            self._guard.release()

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    # --- reading -------------------------------------------------------------------------------------------------

    @contextlib.contextmanager
    def cursor(self, release: int) -> Iterator[duckdb.DuckDBPyConnection]:
        """A cursor whose views show the state of `release`, for the caller alone inside the block.

        It is kept for whoever comes next, whichever thread that is: Streamlit runs every rerun in a new thread,
        and to make a cursor costs as much as ten small queries.
        """
        root = self.root
        cursor = self._idle_cursor(release) or self.new_cursor(release)
        try:
            yield cursor
        finally:
            with self._idle_lock:
                if root is self.root:  # else the file was reopened, and the cursor is of no use
                    self._idle.append((release, cursor))
                    del self._idle[:-_IDLE_CURSORS]

    def _idle_cursor(self, release: int) -> duckdb.DuckDBPyConnection | None:
        with self._idle_lock:
            for place in reversed(range(len(self._idle))):
                if self._idle[place][0] == release:
                    return self._idle.pop(place)[1]
        return None

    def new_cursor(self, release: int) -> duckdb.DuckDBPyConnection:
        """A cursor whose views show the state of `release`, for the caller to close."""
        cursor = self.root.cursor()
        number = int(release)  # a view takes no parameter
        for table in _RELEASED_TABLES:
            cursor.execute(
                f"create or replace temp view {table} as select * exclude (superseded_in) "
                f'from "{self.catalog}".main.{table}_revision '
                f"where released_in <= {number} and {number} < superseded_in"
            )
        for view in ("regional_value", "area_value"):
            cursor.execute(f"create or replace temp view {view} as {query_text(f'view_{view}')}")
        return cursor

    def read(self, query_name: str, *, release: int, **parameters: object) -> list[Any]:
        """The rows of `queries/<query_name>.sql` as of `release` (see `run_query`)."""
        with self.cursor(release) as cursor:
            return run_query(cursor, query_name, **parameters)

    def once(self, question: Callable[..., Any], *, release: int, **choices: Any) -> Any:
        """What `question(store, release=…, **choices)` answers.

        For what many questions begin with: the pages' store (faheng/ui/data.py) keeps the answer.
        """
        return question(self, release=release, **choices)

    def catalogue(self, release: int) -> Catalogue:
        """The catalogue as it was in `release`, targets, names and directions included."""
        catalogue = self._catalogues.get(release)
        if catalogue is None:
            with self.cursor(release) as cursor:
                catalogue = catalogue_tables.read_catalogue(cursor)
            with self._lock:
                while len(self._catalogues) >= 8:
                    self._catalogues.pop(next(iter(self._catalogues)))
                self._catalogues[release] = catalogue
        return catalogue

    def remember(self, name: str, read: Callable[[], Any]) -> Any:
        """What `read()` answers, kept until the next write: for what every click asks (accounts, sessions, rules)."""
        kept = self._remembered.get(name)
        if kept is None:
            writes = self._writes
            kept = read()
            if writes == self._writes:  # else it may be from before a write that came in between
                self._remembered[name] = kept
        return kept

    # --- writing -------------------------------------------------------------------------------------------------

    @contextlib.contextmanager
    def writing(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """One transaction: all of what happens inside, or nothing. Writers wait for each other."""
        with self._lock:
            cursor = self.root.cursor()
            cursor.execute("begin")
            try:
                yield cursor
                cursor.execute("commit")
                self._writes += 1
                self._remembered.clear()
                self.latest_release = run_query(cursor, "release_latest")[0].release
            except BaseException as error:
                with contextlib.suppress(duckdb.Error):
                    cursor.execute("rollback")
                if isinstance(error, duckdb.FatalException):
                    self._reopen()
                    raise StoreError("磁盘写不下了，这次操作没有写入任何内容：请腾出空间后重试。") from error
                raise
            finally:
                with contextlib.suppress(duckdb.Error):
                    cursor.close()

    def _reopen(self) -> None:
        """After a failed checkpoint every cursor is invalid; reopening brings back all committed rows."""
        with contextlib.suppress(duckdb.Error):
            self.root.close()
        self._open_file(schema_files())
        with self._idle_lock:
            self._idle.clear()

    # --- files ---------------------------------------------------------------------------------------------------

    def keep_file(self, data: bytes) -> str:
        """Keep an uploaded file under its sha256 and return that; a file already there is left as it is.

        Raises:
            StoreError: the disk is nearly full.
        """
        digest = hashlib.sha256(data).hexdigest()
        target = self.uploads / digest
        if not target.exists():
            if shutil.disk_usage(self.folder).free < max(_ROOM, 3 * len(data)):
                raise StoreError("磁盘剩余空间不足 1 GB，暂不接收文件：请管理员清理后重试。")
            part = target.with_suffix(f".{threading.get_ident()}.part")
            part.write_bytes(data)
            part.replace(target)
        return digest

    def file(self, sha256: str) -> bytes:
        """The bytes of a kept file.

        Raises:
            FileNotFoundError: it is not there.
        """
        return (self.uploads / sha256).read_bytes()


def _take_guard(folder: Path, holder: str) -> filelock.FileLock:
    """The lock that keeps a second process out.

    DuckDB's own lock is lost when this process opens the file by hand (duckdb.md section 2); flock is not.
    """
    guard = filelock.FileLock(folder / "faheng.lock", timeout=0)
    notice = folder / "faheng.holder"
    try:
        guard.acquire()
    except filelock.Timeout:
        who = notice.read_text(encoding="utf-8").strip() if notice.is_file() else "另一个进程"
        raise StoreBusyError(
            f"数据库正由{who}使用：请先停下它，或换一个数据文件夹（FAHENG_DATA=…）。"
        ) from None
    notice.write_text(
        f"进程 {os.getpid()}（{holder or 'python'}，{datetime.now():%Y-%m-%d %H:%M} 起）", encoding="utf-8"
    )
    return guard
