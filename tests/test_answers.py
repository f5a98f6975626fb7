"""What is kept with a submission: reasons for its warnings, and answers that are remembered by sender and form."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import duckdb
import pytest
from literal import add_account, file_of, value

from faheng.commands import run_store_command
from faheng.intake.doubts import Doubt
from faheng.intake.read import FileReading
from faheng.intake.reading import Issue
from faheng.roles import SYSTEM
from faheng.store.answers import known_answers, recall_answers, write_answers
from faheng.store.database import Store, StoreError
from faheng.store.migrations import schema_files
from faheng.store.submissions import Sender, list_submissions, save_submission

SENDER = Sender("990100", "990102", "王芳")
HIDDEN = Issue("数据!C7", "warning", "hidden_row", "“数据”C7：隐藏行，请核对。")
LEAP = Issue("数据!B2", "warning", "unlike_last_period", "“数据”B2：是 2022年的 21 倍，请核对。")
REASONS = {("数据!B2", "unlike_last_period"): "新区划入", ("数据!C7", "hidden_row"): "往年的行"}


def warned() -> FileReading:
    """A file with two warnings."""
    return file_of([value("E02", "990102", "2023", "2300")], issues=[LEAP, HIDDEN])


def test_a_warning_needs_a_reason(fresh_database: Store) -> None:
    for acknowledged in (
        None,
        {("数据!B2", "unlike_last_period"): "新区划入", ("数据!C7", "hidden_row"): " "},
    ):
        with pytest.raises(StoreError, match="处提醒没有确认，请核对后写明理由再报送：“数据”"):
            save_submission(fresh_database, warned(), SENDER, actor=SYSTEM, acknowledged=acknowledged)
    assert list_submissions(fresh_database) == []


def test_the_reason_is_kept_with_its_warning(fresh_database: Store) -> None:
    save_submission(fresh_database, warned(), SENDER, actor=SYSTEM, acknowledged=REASONS)
    assert fresh_database.root.execute("select cell, rule, reason from issue order by cell").fetchall() == [
        ("数据!B2", "unlike_last_period", "新区划入"),
        ("数据!C7", "hidden_row", "往年的行"),
    ]


def test_a_withheld_cell_needs_no_reason(fresh_database: Store) -> None:
    both = [value("E02", "990102", "2023", "2300"), value("E02", "990103", "2023", "50", cell="数据!B3")]
    save_submission(fresh_database, file_of(both, issues=[LEAP]), SENDER, actor=SYSTEM, withheld={"数据!B2"})
    assert fresh_database.root.execute("select withheld, reason from issue").fetchall() == [(True, "")]


def test_a_doubt_without_an_answer_keeps_the_file_out(fresh_database: Store) -> None:
    file = file_of([value("E02", "990102", "2023", "2300")])
    doubt = Doubt("region:东湖", "“数据”A3：“东湖”是哪个地区？", (), ("数据!A3",))
    file = replace(file, reading=replace(file.reading, doubts=(doubt,)))
    with pytest.raises(
        StoreError, match="还有 1 处疑问没有回答，回答后才能报送：“数据”A3：“东湖”是哪个地区？"
    ):
        save_submission(fresh_database, file, SENDER, actor=SYSTEM)


def test_answers_come_back_for_the_sender_and_the_form_they_were_given_for(fresh_database: Store) -> None:
    def remember(form: str, person: str = "王芳", **answers: str) -> None:
        with fresh_database.writing() as cursor:
            write_answers(
                cursor,
                city_code="990100",
                sender_code="990102",
                form=form,
                answers=answers,
                person=person,
                answered_at=datetime.now(),
            )

    def recall(sender_code: str, form: str) -> dict[str, str]:
        return recall_answers(fresh_database, city_code="990100", sender_code=sender_code, form=form)

    remember("季报", rate="C01/value", note="ignore")
    remember("年报", rate="C02/value")
    remember("季报", person="李强", rate="C03/value")
    assert recall("990102", "季报") == {"rate": "C03/value"}  # what is not among them any more was taken back
    assert recall("990102", "年报") == {"rate": "C02/value"}
    assert recall("990103", "季报") == recall("990102", "月报") == {}
    # Over all forms the latest answer counts.
    assert known_answers(fresh_database, "990100", "990102") == {"rate": "C03/value"}


def test_a_submission_remembers_its_answers_or_nothing_at_all(fresh_database: Store) -> None:
    file = replace(warned(), form="季报", answers={"region:东湖": "990102"})
    with pytest.raises(StoreError):
        save_submission(fresh_database, file, SENDER, actor=SYSTEM)
    assert known_answers(fresh_database, "990100", "990102") == {}
    save_submission(fresh_database, file, SENDER, actor=SYSTEM, acknowledged=REASONS)
    assert fresh_database.root.execute(
        "select city_code, sender_code, form, doubt, answer, answered_by from column_answer"
    ).fetchall() == [("990100", "990102", "季报", "region:东湖", "990102", "王芳")]


def test_a_database_from_before_keeps_its_issues(tmp_path: Path) -> None:
    first = {1: schema_files()[1]}
    with Store(tmp_path, schema=first) as store:
        store.root.execute("insert into issue values (7, 'A!B2', 'warning', 'old', '请核对。', false)")
    with Store(tmp_path) as store:
        assert store.root.execute("select submission_id, rule, reason from issue").fetchall() == [
            (7, "old", "")
        ]
    (backup,) = (tmp_path / "backups").glob("before-version-*.duckdb")
    with duckdb.connect(str(backup), read_only=True) as copy:
        assert copy.execute("select rule from issue").fetchall() == [("old",)]


DUPLICATE = (
    "地区,时期,行政机关负责人出庭件数,开庭审理(应出庭)行政案件数\n" + "东湖区,2024年第1季度,45,50\n" * 2
)
DOUBTFUL = "地区,时期,行政机关负责人出庭件数,开庭审理(应出庭)行政案件数\n东胡区,2024年第1季度,45,50\n"
WHO = ("--city", "演示市", "--account", "wangfang")


def test_the_command_acknowledges_with_a_reason(fresh_database: Store, tmp_path: Path) -> None:
    add_account(fresh_database, "wangfang", "王芳", reports=["990100"])
    (tmp_path / "a.csv").write_text(DUPLICATE, encoding="utf-8")
    outcome = run_store_command(fresh_database, ["submit", "a.csv", *WHO], folder=tmp_path)
    assert outcome.exit_code == 1
    assert outcome.error == "有 1 处提醒，没有报送：请核对，数没有错就加 --reason 写明理由后再报送。"
    outcome = run_store_command(
        fresh_database, ["submit", "a.csv", *WHO, "--reason", "原表如此"], folder=tmp_path
    )
    assert outcome.exit_code == 0
    assert fresh_database.root.execute("select rule, reason from issue").fetchall() == [
        ("duplicate_same", "原表如此")
    ]


def test_the_command_takes_answers_and_needs_them_once(fresh_database: Store, tmp_path: Path) -> None:
    add_account(fresh_database, "wangfang", "王芳", reports=["990100"])
    (tmp_path / "a.csv").write_text(DOUBTFUL, encoding="utf-8")
    (tmp_path / "b.csv").write_text(DOUBTFUL.replace("45", "44"), encoding="utf-8")
    (tmp_path / "answers.json").write_text(json.dumps({"region:东胡区": "990102"}), encoding="utf-8")
    outcome = run_store_command(fresh_database, ["submit", "a.csv", *WHO], folder=tmp_path)
    assert outcome.exit_code == 1
    assert outcome.error.startswith("有 1 处疑问，没有报送")
    assert "“region:东胡区”可以回答：" in outcome.output
    assert "990102（东湖区）" in outcome.output
    answered = ["submit", "a.csv", *WHO, "--answers", "answers.json"]
    assert run_store_command(fresh_database, answered, folder=tmp_path).exit_code == 0
    assert run_store_command(fresh_database, ["submit", "b.csv", *WHO], folder=tmp_path).exit_code == 0


def test_answers_that_cannot_be_read_are_one_line(fresh_database: Store, tmp_path: Path) -> None:
    add_account(fresh_database, "wangfang", "王芳", reports=["990100"])
    (tmp_path / "a.csv").write_text(DOUBTFUL, encoding="utf-8")
    (tmp_path / "answers.json").write_text("[1]", encoding="utf-8")
    outcome = run_store_command(
        fresh_database, ["submit", "a.csv", *WHO, "--answers", "answers.json"], folder=tmp_path
    )
    assert outcome.exit_code == 1
    assert "应是一个 JSON 对象" in outcome.error
