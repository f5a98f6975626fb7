"""Backups: made while others work, verified, kept by number; restored only when whole, with the replaced state kept."""

from __future__ import annotations

import os
import subprocess
import threading
import zipfile
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from literal import somebody, submit, value
from serving import PROJECT

from faheng.backup_commands import restoring_parser, run_restore
from faheng.command_socket import Outcome
from faheng.commands import run_store_command
from faheng.roles import SYSTEM
from faheng.store import replaced
from faheng.store.access import AccessError
from faheng.store.accounts import create_account, list_accounts
from faheng.store.archive import ArchiveError
from faheng.store.attachments import add_attachment
from faheng.store.backup import Backup, list_backups, make_backup
from faheng.store.backup_work import BackupWork, next_time
from faheng.store.database import Store, StoreBusyError, StoreError
from faheng.store.integrity import problems_of
from faheng.store.releases import publish
from faheng.store.restore import restore
from faheng.store.rules import OfficeRules, change_rules
from faheng.store.sessions import open_session

ADMIN = somebody("陈", "administrator")


def all_rows(store: Store) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table, in an order of its own."""
    cursor = store.root.cursor()
    tables = cursor.execute("select table_name from duckdb_tables() where not temporary").fetchall()
    return {
        table: cursor.execute(f'select * from main."{table}" order by all').fetchall() for (table,) in tables
    }


@pytest.fixture
def filled(fresh_database: Store) -> Store:
    """A store with a release, evidence, somebody signed in and a file of the office's."""
    number = submit(fresh_database, [value("C01", "990102", "2024-Q1", parts=("45", "50"))])
    add_attachment(fresh_database, number, file_name="证明.pdf", data=b"%PDF", actor=SYSTEM)
    publish(fresh_database, [number], actor=SYSTEM)
    account, _ = create_account(
        fresh_database, actor=SYSTEM, login_name="chen", name="陈", grants=ADMIN.grants
    )
    open_session(fresh_database, account, origin="10.0.0.7")
    (fresh_database.folder / "catalogue" / "targets.csv").write_text("indicator_code\n", encoding="utf-8")
    return fresh_database


def copied(store: Store) -> tuple[Path, Backup]:
    """A backup outside of the data folder, of a store that is closed now."""
    made = make_backup(store, actor=SYSTEM, folder=store.folder.parent / "elsewhere")
    store.close()
    return store.folder, made


def test_a_restored_folder_has_every_row_and_file_of_the_original(filled: Store, tmp_path: Path) -> None:
    before = all_rows(filled)
    made = make_backup(filled, actor=SYSTEM)
    done = restore(tmp_path / "new", made.path)
    assert done.kept is None
    with Store(tmp_path / "new") as store:
        after = all_rows(store)
        assert len(before.pop("session")) == 1
        assert after.pop("session") == []  # everybody signs in again
        events = after.pop("audit_event")
        assert events[:-1] == before.pop("audit_event")
        assert events[-1][5:7] == ("restored", "release:2")
        assert len(before) > 20
        assert after == before
        assert problems_of(store) == []
        for file in filled.uploads.iterdir():
            assert (store.uploads / file.name).read_bytes() == file.read_bytes()
    assert (tmp_path / "new" / "catalogue" / "targets.csv").read_text() == "indicator_code\n"


def test_a_backup_is_on_record_and_says_what_it_holds(filled: Store) -> None:
    made = make_backup(filled, actor=ADMIN)
    assert (made.is_verified, made.manifest.release, made.manifest.rows["release"]) == (True, 2, 2)
    assert sorted(name.partition("/")[0] for name in made.manifest.members) == [
        "catalogue",
        "faheng.duckdb",
        "uploads",
        "uploads",
    ]
    who, act, subject = filled.root.execute(
        "select who, act, subject from audit_event order by number desc limit 1"
    ).fetchall()[0]
    assert (who, act, subject) == ("陈", "backup", "release:2")
    assert made.path.stat().st_mode & 0o777 == 0o600
    assert [file.name for file in made.path.parent.iterdir() if "making" in file.name] == []
    checked = subprocess.run(
        ["sha256sum", "--check", f"{made.path.name}.sha256"], cwd=made.path.parent, check=False
    )
    assert checked.returncode == 0


def test_only_an_administrator_makes_backups(filled: Store) -> None:
    with pytest.raises(AccessError):
        make_backup(filled, actor=somebody("李强", "publisher"))
    with pytest.raises(AccessError):
        BackupWork(filled).ask(actor=somebody("李强", "publisher"))


def test_the_oldest_beyond_the_number_go_and_never_the_newest_verified(filled: Store) -> None:
    change_rules(filled, OfficeRules(keep_backups=2), actor=SYSTEM)
    made = [make_backup(filled, actor=SYSTEM).path for _ in range(3)]
    folder = made[0].parent
    assert {backup.path for backup in list_backups(folder)} == {made[1], made[2]}
    made[2].with_name(f"{made[2].name}.sha256").unlink()  # no longer known to be good
    (folder / "faheng-29990101-000000.zip").write_bytes(b"not a backup")
    make_backup(filled, actor=SYSTEM, keep=1).path.with_name("x").touch()
    newest = list_backups(folder)
    assert [backup.is_verified for backup in newest] == [True]
    assert (folder / "faheng-29990101-000000.zip").exists()  # not ours to delete


def test_another_folder_keeps_all_unless_told(filled: Store, tmp_path: Path) -> None:
    other = tmp_path / "disk"
    change_rules(filled, OfficeRules(keep_backups=1), actor=SYSTEM)
    for expected in (1, 2):
        make_backup(filled, actor=SYSTEM, folder=other)
        assert len(list_backups(other)) == expected
    make_backup(filled, actor=SYSTEM, folder=other, keep=1)
    assert len(list_backups(other)) == 1


def test_readers_and_writers_go_on_and_the_copy_is_of_one_moment(filled: Store, tmp_path: Path) -> None:
    stop = threading.Event()
    made: list[int] = []

    def write() -> None:
        while not stop.is_set():
            made.append(submit(filled, [value("C01", "990103", "2024-Q2", str(len(made) + 1))]))

    writer = threading.Thread(target=write)
    writer.start()
    try:
        backups = [make_backup(filled, actor=SYSTEM) for _ in range(3)]
    finally:
        stop.set()
        writer.join()
    for place, backup in enumerate(backups):
        restore(tmp_path / str(place), backup.path)
        with Store(tmp_path / str(place)) as store:
            assert problems_of(store) == []


def test_faulty_data_are_kept_as_they_are_and_said(filled: Store, tmp_path: Path) -> None:
    filled.root.execute("update submission set status = 'lost' where submission_id = 1")
    made = make_backup(filled, actor=SYSTEM)
    assert not made.is_verified
    assert any("状态不明：lost" in problem for problem in made.problems)
    with pytest.raises(StoreError, match="处问题"):
        restore(tmp_path / "new", made.path)
    restore(tmp_path / "new", made.path, despite_problems=True)
    with Store(tmp_path / "new") as store:
        assert store.root.execute("select status from submission").fetchall() == [("lost",)]


def test_the_replaced_state_is_kept(filled: Store) -> None:
    folder, made = copied(filled)
    with Store(folder) as store:
        submit(store, [value("C01", "990103", "2024-Q2", parts=("3", "3"))])
    done = restore(folder, made.path)
    assert done.kept is not None
    assert sorted(file.name for file in done.kept.iterdir()) == ["catalogue", "faheng.duckdb", "uploads"]
    with Store(folder) as store:
        assert store.root.execute("select count(*) from submission").fetchall() == [(1,)]
        (detail,) = store.root.execute(
            "select detail from audit_event order by number desc limit 1"
        ).fetchall()
        assert done.kept.name in detail[0]
    (done.kept / "backups").mkdir()
    with Store(done.kept) as store:
        assert store.root.execute("select count(*) from submission").fetchall() == [(2,)]


def test_what_is_in_use_is_not_replaced(filled: Store) -> None:
    made = make_backup(filled, actor=SYSTEM)
    with pytest.raises(StoreBusyError):
        restore(filled.folder, made.path)


def changed(archive: Path, name: str, data: bytes | None) -> Path:
    """A copy of an archive in which a member has other bytes, or (None) is not there."""
    target = archive.with_name("changed.zip")
    with zipfile.ZipFile(archive) as old, zipfile.ZipFile(target, "w") as new:
        for info in old.infolist():
            if info.filename != name:
                new.writestr(info, old.read(info))
        if data is not None:
            new.writestr(name, data)
    return target


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("catalogue/targets.csv", b"indicator_codE\n", r"catalogue/targets\.csv 与清单的校验码不符"),
        ("faheng.duckdb", None, r"缺少 faheng\.duckdb"),
        ("../outside", b"x", r"不该有的 \.\./outside"),
        ("manifest.json", b"{}", "读不懂|没有清单"),
        ("manifest.json", None, "没有清单"),
    ],
)
def test_a_changed_archive_is_refused_by_member_and_nothing_moves(
    filled: Store, name: str, data: bytes | None, said: str
) -> None:
    folder, made = copied(filled)
    with pytest.raises(ArchiveError, match=said):
        restore(folder, changed(made.path, name, data))
    with Store(folder) as store:
        assert problems_of(store) == []
    assert list(folder.glob("re[ps]*")) == []


def test_a_record_that_ends_elsewhere_than_the_manifest_says_is_refused_also_when_only_verified(
    filled: Store,
) -> None:
    folder, made = copied(filled)
    with zipfile.ZipFile(made.path) as archive:
        manifest = archive.read("manifest.json").decode()
    other = changed(made.path, "manifest.json", manifest.replace(made.manifest.head, "7-abc").encode())
    said = f"changed.zip 的清单与数据库不符：操作记录到 {made.manifest.head}，清单上是 7-abc。"
    with pytest.raises(ArchiveError, match=said):
        restore(folder, other)
    verified = run_restore(folder, restoring_parser().parse_args([str(other), "--only-verify"]))
    assert verified == Outcome(1, error=said)


@pytest.mark.parametrize("share", [0.02, 0.3, 0.6, 0.9, 0.999])
def test_one_flipped_byte_is_found(filled: Store, share: float) -> None:
    folder, made = copied(filled)
    whole = bytearray(made.path.read_bytes())
    whole[int(len(whole) * share)] ^= 0xFF
    made.path.write_bytes(whole)
    with pytest.raises(ArchiveError):
        restore(folder, made.path)
    with Store(folder) as store:
        assert problems_of(store) == []


def test_a_newer_archive_is_refused(filled: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, made = copied(filled)
    monkeypatch.setattr("faheng.store.restore.schema_files", lambda: {1: Path()})
    with pytest.raises(StoreError, match=r"数据版本是 \d+，这个程序只认识到 1"):
        restore(folder, made.path)


@pytest.mark.parametrize("moment", ["replaced.sync_folder", "restore._require_same", "replaced.settle"])
def test_a_failure_while_replacing_puts_the_former_state_back(
    filled: Store, moment: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, made = copied(filled)
    with Store(folder) as store:
        submit(store, [value("C01", "990103", "2024-Q2", parts=("3", "3"))])
        before = all_rows(store)

    def fail(*_: object) -> None:
        monkeypatch.undo()
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(f"faheng.store.{moment}", fail)
    with pytest.raises(StoreError, match="没有恢复"):
        restore(folder, made.path)
    assert list(folder.glob("re[ps]*")) == []
    with Store(folder) as store:
        assert all_rows(store) == before
        assert problems_of(store) == []


@pytest.mark.parametrize("moves", range(1, 7))
def test_a_restore_that_was_killed_is_undone_at_the_next_start(
    filled: Store, moves: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, made = copied(filled)
    with Store(folder) as store:
        submit(store, [value("C01", "990103", "2024-Q2", parts=("3", "3"))])
        before = all_rows(store)
    rename, done = Path.rename, 0

    def killed(path: Path, target: Path) -> Path:
        nonlocal done
        done += 1
        if done == moves:
            raise KeyboardInterrupt
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", killed)
    monkeypatch.setattr(replaced, "put_back", lambda _: False)  # a killed process puts nothing back
    with pytest.raises(KeyboardInterrupt):
        restore(folder, made.path)
    monkeypatch.undo()
    with Store(folder) as store:
        assert all_rows(store) == before
        assert problems_of(store) == []


@pytest.mark.parametrize(
    ("since", "expected"),
    [
        ("2026-11-26 01:00", "2026-11-26 02:30"),
        ("2026-11-26 02:30", "2026-11-27 02:30"),
        ("2026-11-26 09:00", "2026-11-27 02:30"),
        ("2026-12-31 09:00", "2027-01-01 02:30"),
    ],
)
def test_the_next_backup_is_at_the_next_set_time(since: str, expected: str) -> None:
    assert next_time("02:30", since=datetime.fromisoformat(since)) == datetime.fromisoformat(expected)


def test_one_is_due_when_a_set_time_has_passed_since_the_last(filled: Store) -> None:
    work = BackupWork(filled)
    now = datetime.now()
    assert not work.is_due(now)  # a new folder waits for its first night
    assert work.is_due(datetime(now.year + 1, 1, 1))
    made_at = make_backup(filled, actor=SYSTEM).made_at
    due = next_time("02:30", since=made_at)
    assert (work.is_due(due.replace(minute=29)), work.is_due(due)) == (False, True)
    change_rules(filled, OfficeRules(backup_at=""), actor=SYSTEM)
    assert not work.is_due(due)


def test_a_failed_one_is_said_recorded_and_tried_again_an_hour_later(
    filled: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("faheng.store.backup.write_archive", full)
    work = BackupWork(filled)
    work._make(SYSTEM)
    assert work.failure == "备份没有做成：磁盘写满了。原有的备份和数据没有变。"
    assert list((filled.folder / "backups").iterdir()) == []
    assert filled.root.execute("select act from audit_event order by number desc limit 1").fetchall() == [
        ("failed backup",)
    ]
    due = next_time("02:30", since=datetime.now())
    work.failed_at = due.replace(hour=2, minute=10)
    assert not work.is_due(due)
    assert work.is_due(due.replace(hour=3, minute=10))


def test_asked_for_it_is_made_in_the_background(filled: Store) -> None:
    work = BackupWork(filled)
    work.ask(actor=ADMIN)
    for _ in range(200):
        if not work.is_busy:
            break
        threading.Event().wait(0.05)
    work.stop()
    assert (work.failure, len(list_backups(filled.folder / "backups"))) == ("", 1)


@pytest.mark.parametrize(
    ("rules", "said"),
    [(OfficeRules(backup_at="25:00"), "02:30 这样"), (OfficeRules(keep_backups=0), "应在 1 到")],
)
def test_a_schedule_that_cannot_be_meant_is_refused(filled: Store, rules: OfficeRules, said: str) -> None:
    with pytest.raises(StoreError, match=said):
        change_rules(filled, rules, actor=SYSTEM)


def test_commands(filled: Store, tmp_path: Path) -> None:
    outcome = run_store_command(filled, ["backup", "--to", "disk"], folder=tmp_path)
    assert outcome.exit_code == 0
    assert outcome.output.startswith(f"已备份并核对 {tmp_path}/disk/faheng-")
    (archive,) = (tmp_path / "disk").glob("*.zip")
    refused = run_restore(filled.folder, restoring_parser().parse_args([str(archive)]))
    assert (refused.exit_code, "数据库正由进程" in refused.error) == (3, True)
    whole = run_restore(filled.folder, restoring_parser().parse_args([str(archive), "--only-verify"]))
    assert (whole.exit_code, "完好，可以恢复" in whole.output) == (0, True)
    none = run_restore(
        filled.folder, restoring_parser().parse_args([str(tmp_path / "none.zip"), "--only-verify"])
    )
    assert none == Outcome(1, error=f"没有找到 {tmp_path / 'none.zip'}。")
    done = subprocess.run(
        [os.sys.executable, "-m", "faheng", "restore", str(archive)],  # type: ignore[attr-defined]
        cwd=PROJECT,
        env={**os.environ, "FAHENG_DATA": str(tmp_path / "restored")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(f"已恢复到 {archive.name}（")
    with Store(tmp_path / "restored") as store:
        assert [account.login_name for account in list_accounts(store).values()] == ["chen"]
