"""`check`: every table has its rules, and one row that breaks one is named in Chinese."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from literal import submit, value

from faheng.commands import run_store_command
from faheng.roles import SYSTEM, Grant
from faheng.store.accounts import create_account
from faheng.store.attachments import add_attachment
from faheng.store.audit import chain_head, chain_problems
from faheng.store.database import Store, StoreError
from faheng.store.integrity import problems_of
from faheng.store.queries import QUERIES_FOLDER, run_query
from faheng.store.release_steps import find_problems
from faheng.store.releases import publish, undo

OF_A_RELEASE = [
    "check_accounts",
    "check_deadlines_and_views",
    "check_decks",
    "check_stored_periods",
    "check_submission_contents",
]


@pytest.fixture
def filled(fresh_database: Store) -> Store:
    """Submission 1 is released and undone, 2 waits with evidence; account 1 reports."""
    first = submit(fresh_database, [value("C01", "990102", "2024-Q1", parts=("45", "50"))])
    undo(fresh_database, publish(fresh_database, [first], actor=SYSTEM), actor=SYSTEM, reason="报错了")
    second = submit(
        fresh_database,
        [value("C01", "990102", "2024-Q2", parts=("9", "10"))],
        name="二.xlsx",
        is_accepted=False,
    )
    add_attachment(fresh_database, second, file_name="证明.pdf", data=b"%PDF", actor=SYSTEM)
    grants = {Grant("reporter", "990102")}
    create_account(fresh_database, actor=SYSTEM, login_name="wang", name="王芳", grants=grants)
    assert problems_of(fresh_database) == []
    return fresh_database


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("update audit_event set who = '别人' where number = 2", "操作记录第 2 条"),
        ("delete from audit_event where number = 2", "第 1 条之后是第 3 条，中间缺了"),
        ("update account set login_name = 'Wang'", "account：Wang，登录名重复、为空或含大写字母"),
        ("insert into account select * from account", "account：1，账号编号重复"),
        ("update account_role set role = 'king'", "account_role：1 king 990102，账号不存在、权限不明"),
        ("update account_role set region_code = ''", "填报没有写地区"),
        ("update account_role set region_code = '000000'", "account_role：1 000000，填报的地区不在目录里"),
        (
            "insert into session values ('abcdefghij', 9, now()::timestamp, now()::timestamp, '')",
            "session：abcdefgh，登录属于不存在的账号",
        ),
        ("insert into office_rule values ('a', '1'), ('a', '2')", "office_rule：a，同一项设置有两个值"),
        ("update submission set status = 'lost' where submission_id = 2", "submission：2，状态不明：lost"),
        ("update submission set account_id = 9 where submission_id = 2", "submission：2，报送人的账号不存在"),
        ("update submission set replaces = 8 where submission_id = 2", "submission：2，它更正的报送不存在"),
        ("update submission set submission_id = 2", "submission：2，报送编号重复"),
        ("update submission set status = 'released' where submission_id = 2", "却不在任何一版里"),
        (
            "update submission set status = 'pending' where submission_id = 1",
            "已在第 2 版里，状态却是 pending",
        ),
        (
            "insert into review_point values (1, 7, '', 'other', '', '', now()::timestamp, '', '', null)",
            "review_point：7 1，所属的报送不存在",
        ),
        (
            "insert into review_point values (1, 2, '', 'other', '', '', now()::timestamp, '对的', '', null)",
            "review_point：1，没有写理由，或有答复而没有答复时间",
        ),
        ("update attachment set submission_id = 7", "attachment：7 证明.pdf，所属的报送不存在"),
        ("update attachment set size_bytes = 0", "attachment：1，大小或校验码不对"),
        ("update attachment set file_sha256 = repeat('0', 64)", "佐证材料 1 的文件“证明.pdf”不见了"),
        (
            "update submission_cell set submission_id = 7 where submission_id = 2",
            "submission_cell：7 数据!B2",
        ),
        ("insert into submission_cell select * from submission_cell", "同一份报送的同一格记了两次"),
        ("update submission_value set submission_id = 7 where submission_id = 2", "submission_value：7 C01"),
        ("update submission_value set region_code = '0' where submission_id = 2", "指标或地区不在目录里"),
        (
            "insert into issue values (7, 'A1', 'error', 'x', '', false, '')",
            "issue：7 A1 x，所属的报送不存在",
        ),
        ("insert into issue values (2, 'A1', 'bad', 'x', '', false, '')", "级别不明：bad"),
        (
            "insert into column_answer select '1', '2', 'f', 'd', 'a', '', now()::timestamp from range(2)",
            "column_answer：1 2 d，同一单位、同一种表、同一处疑问有两个回答",
        ),
        ("insert into release_submission values (2, 7)", "release_submission：7 2，所属的报送不存在"),
        ("insert into release_submission values (9, 1)", "release_submission：9 1，这一版不存在"),
        ("insert into release_submission values (2, 1)", "同一版里同一份报送记了两次"),
        ("update release set undoes = 8 where release = 3", "release：3，类别不是撤销"),
        ("update release set undoes = 1 where release = 2", "release：2，类别不是撤销"),
        ("delete from release where release = 2", "发布编号缺失或重复"),
        ("update observation_revision set superseded_in = 1", "失效的版不晚于生效的版"),
        ("update observation_revision set superseded_in = 99", "或那一版不存在"),
        ("update observation_revision set submission_id = 7", "找不到来源单元格"),
        (
            "update target_revision set superseded_in = 1 where indicator_code = 'C01'",
            "失效的版不晚于生效的版",
        ),
        (
            "insert into definition_break_revision values ('C01', '990102', '2024', 'x', 1, 3, '', ''),"
            "('C01', '990102', '2024', 'x', 2, 2147483647, '', '')",
            "definition_break_revision：C01 990102 2024 x，同一内容有两行同时有效",
        ),
        ("update region_revision set released_in = 77 where code = '990102'", "那一版不存在"),
        (
            "insert into indicator_revision select * from indicator_revision where code = 'C01'",
            "indicator_revision：C01",
        ),
        (
            "update period_part set parts = 5 where whole = '2024' and part = '2024-Q1'",
            "period_part：2024 quarter",
        ),
        ("insert into store_version values (1, now()::timestamp)", "store_version：1，版本记了两次"),
        (
            "insert into deadline values (1, '000000', '2024', null, '', 0, now()::timestamp)",
            "deadline：000000 2024，市不在目录里",
        ),
        (
            "insert into saved_view values (1, 9, '我的', '/trend', now()::timestamp)",
            "saved_view：我的，收藏人的账号不存在",
        ),
        (
            "insert into deck_version values (1, 2, 1, '汇报', 'x', 1, false, false, now()::timestamp)",
            "deck_version：1，汇报的版次缺失或重复",
        ),
        (
            "insert into deck_version values (1, 1, 9, '汇报', 'x', 1, false, false, now()::timestamp)",
            "deck_version：汇报，主人的账号不存在",
        ),
        (
            "insert into deck_version values (1, 1, 1, '汇报', 'x', 77, false, false, now()::timestamp)",
            "deck_version：汇报，保存时所看的那一版不存在",
        ),
        (
            "insert into deck_master values (1, 'm.pptx', repeat('0', 64), 1, 1, '王芳', now()::timestamp, null)",
            "母版 1 的文件“m.pptx”不见了",
        ),
        (
            "insert into deck_master select i, 'm', repeat('0', 64), 1, 1, '王', now()::timestamp, null"
            " from range(2) as t (i)",
            "deck_master：2，同时有几个母版在用",
        ),
    ],
)
def test_one_wrong_row_is_named(filled: Store, sql: str, said: str) -> None:
    filled.root.execute(sql)
    problems = "\n".join(problems_of(filled))
    assert said in problems


def test_a_head_proves_that_the_record_up_to_it_is_as_it_was(filled: Store, tmp_path: Path) -> None:
    before = str(chain_head(filled.root.cursor()))
    add_attachment(filled, 2, file_name="补充.pdf", data=b"%PDF 2", actor=SYSTEM)
    now = str(chain_head(filled.root.cursor()))
    for head in (before, now, now.rpartition("-")[2].upper()):
        outcome = run_store_command(filled, ["check", "--head", head], folder=tmp_path)
        assert (outcome.exit_code, outcome.output.startswith("完好")) == (0, True)
        assert outcome.output.strip().endswith(f"操作记录到 {now}。")


def test_a_head_that_is_not_in_the_record_is_said(filled: Store, tmp_path: Path) -> None:
    head = str(chain_head(filled.root.cursor()))
    said = f"操作记录里没有 {head}：它之后的记录被换过，或这不是同一个数据库。"
    # Without its newest event the chain is whole; only who kept the head can tell.
    filled.root.execute("delete from audit_event where number = (select max(number) from audit_event)")
    assert chain_problems(filled.root.cursor()) == []
    assert chain_problems(filled.root.cursor(), head=head) == [said]
    outcome = run_store_command(filled, ["check", "--head", head], folder=tmp_path)
    assert (outcome.exit_code, outcome.output.strip()) == (1, said)
    assert "发现 1 处问题" in outcome.error
    assert run_store_command(filled, ["check"], folder=tmp_path).exit_code == 0


def test_a_damaged_block_is_named_by_its_table(filled: Store, tmp_path: Path) -> None:
    filled.root.execute("create table large as select range as i, hash(range) as h from range(400000)")
    filled.root.execute("checkpoint")
    ((block,),) = filled.root.execute(
        "select max(block_id) from pragma_storage_info('large') where segment_type = 'UBIGINT'"
    ).fetchall()
    filled.close()
    with (filled.folder / "faheng.duckdb").open("r+b") as file:
        file.seek(3 * 4096 + block * 262_144 + 100_000)  # three headers, then blocks of 256 kB
        file.write(b"damaged")
    with Store(filled.folder) as store:
        outcome = run_store_command(store, ["check"], folder=tmp_path)
    assert outcome.exit_code == 1
    assert "large：这张表读不出来，数据文件已损坏" in outcome.output


def test_a_database_that_cannot_be_opened_is_one_line(filled: Store) -> None:
    filled.close()
    (filled.folder / "faheng.duckdb").write_bytes(b"not a database" * 1000)
    with pytest.raises(StoreError, match="数据库打不开，文件可能已损坏"):
        Store(filled.folder)


def test_every_table_has_a_rule(empty_store: Store) -> None:
    asked = "\n".join(file.read_text(encoding="utf-8") for file in QUERIES_FOLDER.glob("check_*.sql"))
    tables = {row.name for row in run_query(empty_store.root.cursor(), "table_list")}
    assert len(tables) > 20
    known = set(re.findall(r"(?:from|join) ([a-z_]+)", asked)) | {"audit_event"}  # chain_problems
    assert sorted(tables - known) == []


@pytest.mark.parametrize("name", OF_A_RELEASE)
def test_a_publish_does_not_wait_for_what_it_cannot_change(name: str, filled: Store) -> None:
    filled.root.execute("update account_role set role = 'king'")
    filled.root.execute("insert into store_version values (1, now()::timestamp)")
    assert run_query(filled.root.cursor(), name, number=2) == []
    assert find_problems(filled.root.cursor()) != []
