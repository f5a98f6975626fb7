"""Backups in the background of a server: every day at the office's time, or when somebody asks for one."""

from __future__ import annotations

import logging
import threading
from dataclasses import replace
from datetime import datetime, time, timedelta
from functools import lru_cache

from faheng.roles import SYSTEM, Actor
from faheng.store.access import require
from faheng.store.backup import backups_folder, list_backups, make_backup
from faheng.store.database import Store, StoreError
from faheng.store.rules import office_rules

log = logging.getLogger(__name__)

_LOOKS_EVERY = 20.0  # seconds
_AGAIN_AFTER = timedelta(hours=1)  # a failed one is tried again
_ENDS_WITHIN = 30.0  # seconds that a stopping server waits
_TIMER = replace(SYSTEM, name="定时备份")


class _StoppedError(StoreError):
    """The server stops: what is half made is thrown away."""


def next_time(backup_at: str, *, since: datetime) -> datetime:
    """The first moment after `since` at which a backup is to be made; `backup_at` is like `02:30`."""
    moment = datetime.combine(since.date(), time.fromisoformat(backup_at))
    return moment if moment > since else moment + timedelta(days=1)


class BackupWork:
    """What a server does about backups, one after the other: `words` and `share` say how far the one being made is.

    `failure` is why the last one was not made, '' when it was.
    """

    def __init__(self, store: Store) -> None:
        self.words = ""
        self.share = 0.0
        self.failure = ""
        self.failed_at: datetime | None = None
        self._store = store
        self._asked_by: Actor | None = None
        self._wake = threading.Event()
        self._stopped = False
        self._thread: threading.Thread | None = None

    @property
    def is_busy(self) -> bool:
        """Whether a backup is being made or about to be."""
        return self._asked_by is not None

    def begin(self) -> None:
        """Look after the schedule from now on, in a thread of its own."""
        self._thread = threading.Thread(target=self._run, name="faheng-backups", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Give up what is being made and end the thread."""
        self._stopped = True
        self._wake.set()
        if self._thread is not None:
            self._thread.join(_ENDS_WITHIN)

    def ask(self, *, actor: Actor) -> None:
        """Have a backup made now.

        Raises:
            AccessError: the actor has no 管理.
            StoreError: one is being made.
        """
        require(actor, "administrator")
        if self.is_busy:
            raise StoreError("正在备份，请等它做完。")
        self._asked_by = actor
        if self._thread is None:
            self.begin()
        self._wake.set()

    def is_due(self, now: datetime) -> bool:
        """Whether the schedule asks for a backup: a set time has passed since the newest one, or since the data began."""
        backup_at = office_rules(self._store).backup_at
        if not backup_at or (self.failed_at and now < self.failed_at + _AGAIN_AFTER):
            return False
        backups = list_backups(backups_folder(self._store))
        if backups:
            since = backups[0].made_at
        else:
            first = self._store.now("release_one", number=1)
            since = first[0].published_at if first else now
        return now >= next_time(backup_at, since=since)

    def _run(self) -> None:
        while not self._stopped:
            try:
                if self._asked_by is None and self.is_due(datetime.now()):
                    self._asked_by = _TIMER
                if self._asked_by is not None:
                    self._make(self._asked_by)
            except Exception:  # a thread that ended would be a schedule that nobody keeps
                log.exception("the schedule of backups could not be looked at")
            self._wake.wait(_LOOKS_EVERY)
            self._wake.clear()

    def _make(self, actor: Actor) -> None:
        try:
            made = make_backup(self._store, actor=actor, tell=self._tell)
            self.failure = f"数据有 {len(made.problems)} 处问题：{made.problems[0]}" if made.problems else ""
            self.failed_at = None
        except StoreError as error:  # logged and on record where it was raised
            self.failure = str(error)
            self.failed_at = datetime.now()
        finally:
            self._asked_by = None
            self.words, self.share = "", 0.0

    def _tell(self, words: str, share: float) -> None:
        if self._stopped:
            raise _StoppedError("服务停止，这次备份没有做完。")
        self.words, self.share = words, share


@lru_cache(maxsize=4)
def backup_work(store: Store) -> BackupWork:
    """What the server of a store does about backups, the same for all who ask."""
    return BackupWork(store)
