"""The command line: what it prints, its exit codes, and that it works with and without a running server."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from literal import PASSWORD, add_account, somebody, submit, value
from serving import PROJECT

from faheng.__main__ import main
from faheng.command_socket import CommandServer, Outcome, ask_running_server
from faheng.commands import run_store_command
from faheng.preparation import open_for_command, open_prepared_store
from faheng.roles import Grant
from faheng.settings import Settings
from faheng.store.accounts import account_with_password
from faheng.store.database import Store
from faheng.store.releases import publish
from faheng.store.submissions import list_submissions
from faheng.views.differences import release_table

WORKBOOKS = Path(__file__).parent / "workbooks"
GOOD = "地区,时期,行政机关负责人出庭件数,开庭审理(应出庭)行政案件数\n东湖区,2024年第1季度,45,50\n"
WRONG = "地区,时期,行政机关负责人出庭件数,开庭审理(应出庭)行政案件数\n东湖区,2024年第1季度,55,50\n"


def faheng(*arguments: str, data: Path) -> subprocess.CompletedProcess[str]:
    """Run `python -m faheng …` as a user would, without the demonstration city."""
    environment = {**os.environ, "FAHENG_DATA": str(data), "FAHENG_DEMO": "no"}
    command = [sys.executable, "-m", "faheng", *arguments]
    return subprocess.run(command, cwd=PROJECT, env=environment, capture_output=True, text=True, check=False)


def run(store: Store, *arguments: str, folder: Path) -> Outcome:
    return run_store_command(store, arguments, folder=folder)


@pytest.fixture
def folder(tmp_path: Path, fresh_database: Store) -> Path:
    """Where commands are typed: two sheets, and a store with somebody who reports and somebody who does the rest."""
    add_account(fresh_database, "wangfang", "王芳", reports=["990100"])
    add_account(fresh_database, "liqiang", "李强", "reviewer", "publisher")
    (tmp_path / "good.csv").write_text(GOOD, encoding="utf-8")
    (tmp_path / "wrong.csv").write_text(WRONG, encoding="utf-8")
    return tmp_path


def test_submit_publish_export_check(fresh_database: Store, folder: Path) -> None:
    submitted = run(
        fresh_database, "submit", "good.csv", "--city", "演示市", "--account", "wangfang", folder=folder
    )
    assert submitted == Outcome(0, "报送 1：good.csv，1 个数，等待审核。")
    accepted = run(fresh_database, "accept", "1", "--account", "liqiang", folder=folder)
    assert accepted == Outcome(0, "已通过报送 1，等待发布。")
    published = run(fresh_database, "publish", "1", "--account", "liqiang", "--note", "一季度", folder=folder)
    assert published == Outcome(0, "已发布为第 2 版：新增 1，修改 0，不变 0，未包含 0。")
    exported = run(fresh_database, "export", "out.xlsx", "--city", "演示市", folder=folder)
    assert exported.exit_code == 0
    cells = [
        cell.value for row in openpyxl.load_workbook(folder / "out.xlsx").active.iter_rows() for cell in row
    ]
    assert {
        "C01",
        "东湖区",
        "2024年第1季度",
        90,
        45,
        50,
        "good.csv",
        "csv!C2；csv!D2",
        "45；50",
        "王芳",
    } <= set(cells)
    assert any("演示数据" in str(cell) for cell in cells)
    checked = run(fresh_database, "check", folder=folder)
    assert (checked.exit_code, checked.output.rpartition("-")[0]) == (
        0,
        "完好：第 2 版，1 份报送，操作记录到 9",
    )


def test_a_file_with_errors_is_not_submitted_and_says_where(fresh_database: Store, folder: Path) -> None:
    outcome = run(
        fresh_database, "submit", "wrong.csv", "--city", "演示市", "--account", "wangfang", folder=folder
    )
    assert (outcome.exit_code, outcome.error) == (1, "有 1 处错误，没有报送。")
    assert outcome.output.startswith("错误 “csv”C2：")


def test_several_files_are_submitted_together_or_not_at_all(fresh_database: Store, folder: Path) -> None:
    (folder / "other.csv").write_text(GOOD.replace("东湖区", "西岭区"), encoding="utf-8")
    person = ("--city", "演示市", "--account", "wangfang")
    run(fresh_database, "submit", "good.csv", *person, folder=folder)
    outcome = run(fresh_database, "submit", "other.csv", "good.csv", *person, folder=folder)
    assert outcome.exit_code == 1
    assert "这份文件已由王芳于" in outcome.error
    assert len(list_submissions(fresh_database)) == 1


def test_a_sender_may_be_named_as_sheets_name_it(fresh_database: Store, folder: Path) -> None:
    person = ("--city", "演示市", "--account", "wangfang", "--sender", "市本级")
    assert run(fresh_database, "submit", "good.csv", *person, folder=folder).exit_code == 0
    assert [row.sender_code for row in list_submissions(fresh_database)] == ["990199"]


def test_a_withheld_cell_stays_unreported(fresh_database: Store, folder: Path) -> None:
    (folder / "two.csv").write_text(WRONG + "西岭区,2024年第1季度,3,3\n", encoding="utf-8")
    arguments = ("submit", "two.csv", "--city", "演示市", "--account", "wangfang", "--withhold", "csv!C2")
    assert run(fresh_database, *arguments, folder=folder).exit_code == 0
    run(fresh_database, "accept", "1", "--account", "liqiang", folder=folder)
    run(fresh_database, "publish", "1", "--account", "liqiang", folder=folder)
    rows = fresh_database.read("published_values", release=2, region_codes=["990102", "990103"], periods=None)
    assert [(row.region_code, row.numerator) for row in rows] == [("990103", 3)]


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (("submit", "good.csv", "--city", "无名市", "--account", "wangfang"), "没有叫“无名市”的市"),
        (("submit", "none.csv", "--city", "演示市", "--account", "wangfang"), "打不开"),
        (
            ("submit", "good.csv", "--city", "演示市", "--account", "wangfang", "--person", " "),
            "请先填写报送人姓名",
        ),
        (
            ("submit", "good.csv", "--city", "演示市", "--account", "wangfang", "--sender", "某县"),
            "没有叫“某县”的报送单位",
        ),
        (
            ("submit", "good.csv", "--city", "演示市", "--account", "wangfang", "--period", "去年"),
            "“去年”不是时期",
        ),
        (("publish", "7", "--account", "liqiang"), "报送 7 不在“通过”的报送里"),
        (("publish", "7"), "请写明以哪个账号操作"),
        (("publish", "7", "--account", "nobody"), "没有登录名为“nobody”的账号"),
        (("publish", "7", "--account", "wangfang"), "王芳没有这个权限：这一步需要“发布”权限"),
        (("account", "add", "wang fang", "--name", "王芳"), "登录名“wang fang”不能用"),
        (("account", "reset", "nobody"), "没有登录名为“nobody”的账号"),
        (("export", "out.xlsx", "--city", "演示市", "--release", "9"), "没有第 9 版：现有第 1 到第 1 版"),
        (("export", "out.xlsx", "--city", "演示市", "--indicator", "Z99"), "目录里没有指标 Z99"),
    ],
)
def test_what_cannot_be_done_is_one_line(
    fresh_database: Store, folder: Path, arguments: tuple[str, ...], error: str
) -> None:
    outcome = run(fresh_database, *arguments, folder=folder)
    assert outcome.exit_code == 1
    assert error in outcome.error


def test_a_misspelt_command_is_a_usage_error(fresh_database: Store, folder: Path) -> None:
    assert run(fresh_database, "publish", "--nobody", folder=folder).exit_code == 2


def test_publish_without_numbers_lists_what_waits(fresh_database: Store, folder: Path) -> None:
    submit(fresh_database, [value("C01", "990102", "2024-Q1", parts=("3", "3"))])
    outcome = run(fresh_database, "publish", folder=folder)
    assert outcome == Outcome(0, "报送 1：报表.xlsx，王芳，2025-01-08 09:30，1 个数")


def test_check_finds_a_file_that_was_changed(fresh_database: Store, folder: Path) -> None:
    submit(fresh_database, [value("C01", "990102", "2024-Q1", parts=("3", "3"))])
    (kept,) = fresh_database.uploads.iterdir()
    kept.write_bytes(b"something else")
    outcome = run(fresh_database, "check", folder=folder)
    assert (outcome.exit_code, outcome.output) == (1, "uploads：报送 1 的文件“报表.xlsx”内容变了")


@pytest.fixture
def server(tmp_path: Path) -> Iterator[CommandServer]:
    running = CommandServer(tmp_path, lambda arguments: Outcome(0, " ".join(arguments)))
    yield running
    running.stop()


@pytest.mark.usefixtures("server")
def test_a_running_server_does_the_command(tmp_path: Path) -> None:
    assert ask_running_server(tmp_path, ["/home", "check"]) == Outcome(0, "/home check")
    assert ask_running_server(tmp_path, ["/home", "publish"]) == Outcome(0, "/home publish")


@pytest.mark.usefixtures("server")
def test_only_the_owner_can_read_the_token(tmp_path: Path) -> None:
    assert (tmp_path / "faheng.command").stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "faheng.sock").stat().st_mode & 0o777 == 0o600


@pytest.mark.usefixtures("server")
def test_a_stranger_without_the_token_is_refused_and_the_service_goes_on(tmp_path: Path) -> None:
    address_file = tmp_path / "faheng.command"
    right = address_file.read_text()
    address_file.write_text(json.dumps({**json.loads(right), "token": "00" * 32}))
    with pytest.raises(Exception, match="digest"):
        ask_running_server(tmp_path, ["/home", "check"])
    address_file.write_text(right)
    assert ask_running_server(tmp_path, ["/home", "check"]) == Outcome(0, "/home check")


@pytest.mark.usefixtures("server")
def test_a_silent_caller_keeps_nobody_waiting(tmp_path: Path) -> None:
    import socket

    with socket.socket(socket.AF_UNIX) as silent:
        silent.connect(str(tmp_path / "faheng.sock"))
        assert ask_running_server(tmp_path, ["check"]) == Outcome(0, "check")


def test_no_server_is_none(tmp_path: Path) -> None:
    assert ask_running_server(tmp_path, ["/home", "check"]) is None


def test_a_folder_with_a_long_name_is_served_over_loopback(tmp_path: Path) -> None:
    deep = tmp_path / ("very-long-folder-name-" * 6)
    deep.mkdir()
    running = CommandServer(deep, lambda arguments: Outcome(0, " ".join(arguments)))
    try:
        assert ask_running_server(deep, ["check"]) == Outcome(0, "check")
    finally:
        running.stop()


@pytest.mark.parametrize(
    "command",
    ["serve", "read", "submit", "publish", "export", "backup", "restore", "check", "accept", "account"],
)
def test_every_command_has_a_help_that_names_its_exit_codes(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit, match="0"):
        main([command, "--help"])
    assert "退出码：0 完成；1 没有做" in capsys.readouterr().out
    with pytest.raises(SystemExit, match="0"):
        main(["--help"])
    assert command in capsys.readouterr().out


def test_commands_open_the_data_folder_when_no_server_runs(tmp_path: Path) -> None:
    done = faheng("check", data=tmp_path / "data")
    assert done.returncode == 0
    assert done.stdout.startswith("完好：第 1 版，0 份报送，操作记录到 1-")


def test_a_command_changes_neither_catalogue_nor_city_of_a_folder_in_use(tmp_path: Path) -> None:
    with open_prepared_store(Settings(tmp_path, with_demo=False), holder="tests"):
        pass
    (tmp_path / "catalogue" / "targets.csv").write_text(
        "indicator_code,region_code,first_period,value,applies_to,basis,basis_detail\nC01,620400,2025,95,any,本市文件,\n"
    )
    with open_for_command(Settings(tmp_path, with_demo=True), holder="tests") as store:
        assert store.latest_release == 1
    with open_prepared_store(Settings(tmp_path, with_demo=True), holder="tests") as store:
        assert (
            store.latest_release == 2
        )  # the office's target; no demonstration city in an office's own folder
        assert store.catalogue(2).find_city("演示市") is None


def test_the_demonstration_city_is_taken_away_on_request_and_its_past_can_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Its regions are enough here.
    monkeypatch.setattr("faheng.preparation.demo_releases", lambda _: ())
    with open_prepared_store(Settings(tmp_path), holder="tests") as store:
        assert store.catalogue(1).find_city("演示市") is not None
        publish(
            store,
            [submit(store, [value("C01", "990102", "2024-Q1", parts=("3", "3"))])],
            actor=somebody("李强"),
        )
    with open_prepared_store(Settings(tmp_path, with_demo=False), holder="tests") as store:
        assert store.catalogue(store.latest_release).find_city("演示市") is None
        assert store.catalogue(1).find_city("演示市") is not None
        assert release_table(store, release=3).rows[0][2] == "东湖区"  # 2 are the public facts
    with open_prepared_store(Settings(tmp_path), holder="tests") as store:
        assert store.catalogue(store.latest_release).find_city("演示市") is None


def test_a_data_folder_that_cannot_be_used_is_exit_code_3(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    done = faheng("check", data=tmp_path / "file" / "data")
    assert done.returncode == 3
    assert len(done.stderr.splitlines()) == 1
    assert "不能写入" in done.stderr


def test_a_faulty_catalogue_names_every_fault_and_changes_nothing(tmp_path: Path) -> None:
    (tmp_path / "catalogue").mkdir()
    (tmp_path / "catalogue" / "regions.csv").write_text(
        "code,name,level,parent_code,counted_in\n1,甲,区,2,\n", encoding="utf-8"
    )
    done = faheng("check", data=tmp_path)
    assert done.returncode == 3
    assert done.stderr.count("regions.csv 第 2 行") == 2


def test_a_busy_port_is_one_line(tmp_path: Path) -> None:
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = faheng("serve", "--port", str(port), data=tmp_path)
    assert done.returncode == 3
    assert f"127.0.0.1:{port} 已被占用" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_read_prints_one_json_object(tmp_path: Path) -> None:
    done = faheng("read", str(WORKBOOKS / "ex5_gbk.csv"), "--city", "白银市", "--json", data=tmp_path)
    assert done.returncode == 0
    answer = json.loads(done.stdout)
    assert answer["status"] == "ok"
    assert len(answer["facts"]) == 10


def test_reading_is_light() -> None:
    code = (
        "import sys, faheng.__main__ as m; m.main(sys.argv[1:]); print(sorted(sys.modules), file=sys.stderr)"
    )
    arguments = ["read", str(WORKBOOKS / "ex5_gbk.csv"), "--city", "白银市"]
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], cwd=PROJECT, capture_output=True, text=True, check=True
    )
    loaded = done.stderr.rsplit("[", 1)[1]
    for heavy in ("'pandas'", "'duckdb'", "'streamlit'"):
        assert heavy not in loaded


def test_accounts_are_made_reset_and_disabled_at_the_machine(fresh_database: Store, folder: Path) -> None:
    made = run(
        fresh_database, "account", "add", "zhao", "--name", "赵敏", "--role", "填报:990102", folder=folder
    )
    password = made.output.rpartition("：")[2]
    account = account_with_password(fresh_database, "zhao", password)
    assert account is not None
    assert account.must_change
    assert account.grants == {Grant("reporter", "990102")}
    again = run(fresh_database, "account", "reset", "wangfang", folder=folder)
    assert account_with_password(fresh_database, "wangfang", PASSWORD) is None
    assert account_with_password(fresh_database, "wangfang", again.output[14:33]) is not None
    assert run(fresh_database, "account", "disable", "zhao", folder=folder) == Outcome(0, "zhao 已停用。")
    listed = run(fresh_database, "account", "list", folder=folder).output.splitlines()
    assert listed == [
        "wangfang　王芳　填报（演示市）",
        "liqiang　李强　审核、发布",
        "zhao　赵敏　填报（东湖区）（已停用）",
    ]
