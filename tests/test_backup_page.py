"""设置: which backups there are, one more at once, and the schedule."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta

import pytest
from literal import somebody
from opening import opener, words

from faheng.roles import SYSTEM
from faheng.store.backup import Backup, list_backups, make_backup
from faheng.store.backup_work import backup_work
from faheng.store.database import Store
from faheng.store.rules import office_rules
from faheng.views.backups import backup_table, newest_words

ADMIN = somebody("周管理", "administrator")


@pytest.fixture
def made(fresh_database: Store) -> Backup:
    return make_backup(fresh_database, actor=SYSTEM)


def test_the_table_says_when_how_large_and_whether_verified(made: Backup) -> None:
    (row,) = backup_table([made]).texts()
    assert row[:4] == (f"{made.made_at:%Y-%m-%d %H:%M}", "已核对", "1", "0")
    assert row[5:] == (made.path.name, made.manifest.head)


def test_an_old_backup_and_none_are_worrying(made: Backup) -> None:
    words, is_worrying = newest_words([made], is_scheduled=True, now=made.made_at + timedelta(hours=30))
    assert (words.endswith("第 1 版，已核对。"), is_worrying) == (True, False)
    words, is_worrying = newest_words([made], is_scheduled=True, now=made.made_at + timedelta(days=3))
    assert (words.endswith("已过去 3 天。"), is_worrying) == (True, True)
    assert newest_words([], is_scheduled=True, now=datetime.now())[1] is False
    assert newest_words([], is_scheduled=False, now=datetime.now())[1] is True


def test_a_button_makes_one_and_says_how_far_it_is(
    fresh_database: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = opener(monkeypatch, fresh_database, ADMIN)("settings.py")
    assert "还没有核对过的备份。到设定的时间会自动做第一份" in words(app)
    app.button(key="backup:now").click().run()
    assert not app.exception
    work = backup_work(fresh_database)
    for _ in range(200):
        if not work.is_busy:
            break
        threading.Event().wait(0.05)
    work.stop()
    assert "最近一次备份" in words(app.run())
    assert len(list_backups(fresh_database.folder / "backups")) == 1


def test_the_schedule_is_kept_and_said(fresh_database: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opener(monkeypatch, fresh_database, ADMIN)("settings.py")
    app.number_input(key="backup:keep").set_value(30)
    app.toggle(key="backup:daily").set_value(False)
    next(button for button in app.button if button.label == "保存备份设置").click().run()
    rules = office_rules(fresh_database)
    assert (rules.backup_at, rules.keep_backups) == ("", 30)
    assert "不自动备份；保留 30 份。" in "\n".join(str(each.value) for each in app.success)


def test_a_failure_is_shown(fresh_database: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    work = backup_work(fresh_database)
    work.failure, work.failed_at = "磁盘写满了", datetime(2026, 11, 26, 2, 30)
    app = opener(monkeypatch, fresh_database, ADMIN)("settings.py")
    assert "上一次备份没有成功（2026-11-26 02:30）：磁盘写满了" in words(app)
