"""Store: one DuckDB file, one process, cursors that see the state of one release."""

from __future__ import annotations

import contextlib
import hashlib
import logging
import os
import shutil
import threading
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

import duckdb
import filelock

from faheng.catalogue import Catalogue
from faheng.display import Display
from faheng.safe_files import clear_parts, disk_fault, sync_folder, write_file
from faheng.store import catalogue_tables
from faheng.store.migrations import migrate, schema_files
from faheng.store.queries import QueryError, query_text, run_query
from faheng.store.replaced import put_back

OPEN = 2_147_483_647  # superseded_in of a row that still holds
_RELEASED_TABLES = (*catalogue_tables.TABLES, "observation")
ROOM = 1 << 30  # bytes that must stay free on the disk before a file is taken in
_IDLE_CURSORS = 24
_NO_ROOM = "磁盘写满了，或只能读、不能写"
_DAMAGE = (duckdb.IOException, duckdb.SerializationException, duckdb.FatalException, duckdb.InternalException)
# What DuckDB raises after the act was written, when only the tidying behind it failed.
_COMMITTED = "COMMIT succeeded and is durable"

log = logging.getLogger(__name__)
_Answer = TypeVar("_Answer")


class StoreError(Exception):
    """The store cannot do this; the message is for the user, in Chinese."""


class DiskError(StoreError):
    """The disk takes nothing more, or the database cannot be opened there: nothing was written."""


class StoreBusyError(StoreError):
    """Another process holds the database; the message names it."""


class Store:
    """The database of one data folder. Open it once per process; close it when done.

    Reads go through `read`, which sees exactly one release, or `now`; writes through `writing`, one at a time. On a disk
    that is full or cannot be written, writes raise DiskError and reads go on.
    """

    def __init__(
        self, folder: Path, *, holder: str = "", schema: dict[int, Path] | None = None, room: int = ROOM
    ) -> None:
        """Open or create the database in `folder`, bringing it to this program's version.

        `room` is how many bytes must stay free before a file is taken in.

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
        self.room = room
        self._schema = schema or schema_files()
        self._lock = threading.RLock()
        self._idle: list[tuple[int, duckdb.DuckDBPyConnection]] = []
        self._idle_lock = threading.Lock()
        self._catalogues: dict[int, Catalogue] = {}
        self._remembered: dict[str, Any] = {}
        self._remembering = threading.Lock()  # for moments only, whatever a writer is at
        self._writes = 0
        try:
            for part in (folder, self.uploads, folder / "backups", folder / "catalogue"):
                part.mkdir(parents=True, exist_ok=True)
            self._guard = take_guard(folder, holder)
            if put_back(folder):
                log.warning("a restore was interrupted: the state before it is in place again")
            for part in (folder, self.uploads, folder / "backups", folder / "catalogue"):
                clear_parts(part)
        except OSError as error:
            raise StoreError(
                f"数据文件夹 {folder} 不能写入：请换一个文件夹（FAHENG_DATA=…）或改好权限。"
            ) from error
        try:
            self._open_file()
        except BaseException as error:
            self._guard.release()
            if fault := disk_fault(error):
                raise DiskError(
                    f"{fault}，数据库打不开：请管理员检查数据文件夹 {folder} 所在的磁盘。"
                ) from error
            if isinstance(error, _DAMAGE):
                raise StoreError(
                    f"数据库打不开，文件可能已损坏（{str(error).splitlines()[0]}）："
                    "请从备份恢复，见 python -m faheng restore --help。"
                ) from error
            raise

    def _open_file(self) -> None:
        self.is_read_only = False
        try:
            self._connect()
        except (duckdb.FatalException, duckdb.IOException) as error:
            # A full disk has no room for what opening tidies up. Whoever reads needs none of that.
            if not disk_fault(error) or not (self.folder / "faheng.duckdb").exists():
                raise
            log.warning("the database can only be read: %s", error)
            self.root.close()
            self.is_read_only = True
            self._connect()
        (self.catalog,) = self.root.execute("select current_database()").fetchall()[0]
        self.latest_release: int = run_query(self.root, "release_latest")[0].release

    def _connect(self) -> None:
        # One thread per query: a page's queries take milliseconds, and a second thread only adds to the CPU time that
        # all visitors share (duckdb.md section 6; benchmarks/README.md).
        self.root = duckdb.connect(
            str(self.folder / "faheng.duckdb"),
            read_only=self.is_read_only,
            config={"threads": 1, "memory_limit": "1GB"},
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
        if not self.is_read_only:
            self.root.execute("checkpoint")  # right after opening: duckdb.md section 2, "Indexes"
            migrate(self.root, backups=self.folder / "backups", files=self._schema)
            sync_folder(self.folder)

    def close(self) -> None:
        """Write everything to the file and let other processes have it."""
        with self._lock:
            try:
                if not self.is_read_only:
                    self.root.execute("checkpoint")
            except duckdb.Error as error:  # what is in its log is read at the next start
                log.warning("closed without a checkpoint: %s", error)
            finally:
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

        def ask() -> list[Any]:
            with self.cursor(release) as cursor:
                return run_query(cursor, query_name, **parameters)

        return self._again_if_reopened(ask)

    def now(self, query_name: str, **parameters: object) -> list[Any]:
        """The rows of `queries/<query_name>.sql` on the tables as they are, of no release."""
        return self._again_if_reopened(lambda: run_query(self.root.cursor(), query_name, **parameters))

    def _again_if_reopened(self, ask: Callable[[], _Answer]) -> _Answer:
        """What `ask()` answers; asked once more when a writer's trouble with the disk took its cursor away."""
        root = self.root
        try:
            return ask()
        except (duckdb.FatalException, duckdb.ConnectionException):
            with self._lock:  # the writer has reopened the file when it lets go of this
                if root is self.root:
                    self._reopen()
            return ask()

    def once(self, question: Callable[..., Any], *, release: int, **choices: Any) -> Any:
        """What `question(store, release=…, **choices)` answers.

        For what many questions begin with: the pages' store (faheng/ui/data.py) keeps the answer.
        """
        return question(self, release=release, **choices)

    def catalogue(self, release: int) -> Catalogue:
        """The catalogue as it was in `release`, targets, names and directions included."""
        catalogue = self._catalogues.get(release)
        if catalogue is None:
            catalogue = self._again_if_reopened(lambda: self._read_catalogue(release))
            with self._remembering:
                while len(self._catalogues) >= 8:
                    self._catalogues.pop(next(iter(self._catalogues)))
                self._catalogues[release] = catalogue
        return catalogue

    def _read_catalogue(self, release: int) -> Catalogue:
        with self.cursor(release) as cursor:
            return catalogue_tables.read_catalogue(cursor)

    def remember(self, name: str, read: Callable[[], Any]) -> Any:
        """What `read()` answers, kept until the next write: for what every click asks (accounts, sessions, rules)."""
        kept = self._remembered.get(name)
        if kept is None:
            writes = self._writes
            kept = read()
            with self._remembering:
                if writes == self._writes:  # else it may be from before a write that came in between
                    self._remembered[name] = kept
        return kept

    # --- writing -------------------------------------------------------------------------------------------------

    @contextlib.contextmanager
    def writing(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """One transaction: all of what happens inside, or nothing. Writers wait for each other.

        Raises:
            DiskError: the disk takes nothing more; nothing was written.
        """
        with self._lock:
            if self.is_read_only:
                self._reopen()  # there may be room again
            cursor = self.root.cursor()
            try:
                cursor.execute("begin")
                yield cursor
                self._commit(cursor)
            except BaseException as error:
                with contextlib.suppress(duckdb.Error):
                    cursor.execute("rollback")
                if isinstance(error, duckdb.FatalException):
                    self._reopen()
                if fault := disk_fault(error):
                    raise DiskError(not_written(fault)) from error
                if self.is_read_only and isinstance(error, duckdb.Error | QueryError):
                    raise DiskError(not_written(_NO_ROOM)) from error
                raise
            finally:
                with contextlib.suppress(duckdb.Error):
                    cursor.close()
            with self._remembering:
                self._writes += 1
                self._remembered.clear()
            self.latest_release = run_query(self.root, "release_latest")[0].release

    def _commit(self, cursor: duckdb.DuckDBPyConnection) -> None:
        if self.is_read_only:
            raise DiskError(not_written(_NO_ROOM))
        try:
            cursor.execute("commit")
        except duckdb.FatalException as error:
            if _COMMITTED not in str(error):
                raise
            log.warning("written, but not tidied up after: %s", error)
            self._reopen()
        try:
            # DuckDB syncs its log, but not the name that a new one has in the folder.
            sync_folder(self.folder)
        except OSError as error:
            log.warning("the data folder could not be synced: %s", error)

    @contextlib.contextmanager
    def standing_still(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A cursor while nobody writes: what is read of the tables one after the other belongs together."""
        with self._lock, contextlib.closing(self.root.cursor()) as cursor:
            yield cursor

    def _reopen(self) -> None:
        """After a failed checkpoint every cursor is invalid; reopening brings back all committed rows."""
        with self._idle_lock:
            for _, cursor in self._idle:
                cursor.close()
            self._idle.clear()
        with contextlib.suppress(duckdb.Error):
            self.root.close()
        try:
            self._open_file()
        except duckdb.Error as error:
            log.exception("the database cannot be opened again")
            raise DiskError("数据库现在打不开：请管理员检查磁盘和 faheng.log，然后重新启动法衡。") from error

    # --- files ---------------------------------------------------------------------------------------------------

    def keep_file(self, data: bytes) -> str:
        """Keep an uploaded file under its sha256 and return that; a file already there is left as it is.

        It is on the disk, and so is its name, before this returns: no row of the database ever names a file that a power
        cut could take.

        Raises:
            DiskError: the disk is full or nearly so, or cannot be written.
        """
        digest = hashlib.sha256(data).hexdigest()
        target = self.uploads / digest
        try:
            if target.is_file() and target.read_bytes() == data:
                sync_folder(self.uploads)  # another thread may have given it its name a moment ago
                return digest
            if shutil.disk_usage(self.folder).free < max(self.room, 3 * len(data)):
                room = f"{self.room >> 30} GB" if self.room >= 1 << 30 else f"{self.room >> 20} MB"
                raise DiskError(f"磁盘剩余空间不足 {room}，暂不接收文件：请管理员清理后重试。")
            write_file(target, data)
        except OSError as error:
            raise DiskError(not_written(disk_fault(error) or "磁盘写入出错")) from error
        return digest

    def file(self, sha256: str) -> bytes:
        """The bytes of a kept file.

        Raises:
            FileNotFoundError: it is not there.
        """
        return (self.uploads / sha256).read_bytes()


def take_guard(folder: Path, holder: str) -> filelock.FileLock:
    """The lock of a data folder, which keeps a second process out, until it is released.

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
    who = f"进程 {os.getpid()}（{holder or 'python'}，{datetime.now():%Y-%m-%d %H:%M} 起）"
    with contextlib.suppress(OSError):  # a full disk: then nobody is told who it is
        write_file(notice, who.encode())
    return guard


def not_written(fault: str) -> str:
    """What to say when the disk stood in the way; `fault` as safe_files.disk_fault says it."""
    return f"{fault}，这次操作没有写入任何内容：请管理员检查磁盘后重试。已有的数据不受影响，仍可查看。"
