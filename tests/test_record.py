"""操作记录: events as sentences, what a search finds, who may search."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from literal import somebody, submit, value

from faheng.catalogue import Catalogue
from faheng.roles import GUEST, ROLES
from faheng.store.access import AccessError
from faheng.store.audit import ACT_NAMES, Search, found_events, note
from faheng.store.database import Store
from faheng.views import record
from faheng.views.record import record_page, record_table, sentence

ADMIN = somebody("周管理", "administrator", account_id=1)
PEOPLE = {3: "王芳"}


@pytest.mark.parametrize(
    ("act", "subject", "detail", "said"),
    [
        (
            "returned",
            "submission:12",
            {"cells": [["年度!D7", "definition", ""], ["", "other", "缺附表"]]},
            "退回报送 12：年度!D7 口径不对；整份 缺附表",
        ),
        ("accepted", "submission:12", {}, "报送 12 审核通过"),
        ("discarded", "submission:4", {"file": "a.xlsx"}, "撤下报送 4：a.xlsx"),
        ("discarded", "submission:4", {"replaced_by": 9}, "报送 4 由报送 9 代替"),
        (
            "published",
            "release:7",
            {"submissions": [3, 5], "values": 20, "note": "一季度"},
            "发布第 7 版：报送 3、5，20 个数；一季度",
        ),
        (
            "withdrawn",
            "release:8",
            {"values": [["C01", "990102", "2024", "within"]], "reason": "填错了"},
            "撤回 东湖区2024年行政机关负责人出庭应诉率，成为第 8 版：填错了",
        ),
        ("undone", "release:9", {"undoes": 8, "values": 1, "reason": ""}, "撤销第 8 版，成为第 9 版，1 个数"),
        (
            "roles",
            "account:3",
            {"before": "", "after": "审核"},
            "王芳的权限从“浏览”改为“审核”",
        ),
        (
            "account state",
            "account:3",
            {"before": ["王芳", True], "after": ["王芳", False]},
            "停用王芳的账号",
        ),
        ("rule", "", {"open_viewing": [False, True]}, "不登录也能看：关 → 开"),
        ("failed sign-in", "", {"login_name": "<b>x"}, "登录失败，填的登录名是“<b>x”"),
        ("export", "release:7", {"title": "指标目录", "file": "x.xlsx"}, "导出“指标目录”（第 7 版）"),
    ],
)
def test_an_event_is_read_as_a_sentence(
    act: str, subject: str, detail: dict[str, Any], said: str, catalogue: Catalogue
) -> None:
    assert sentence(act, subject, detail, people=PEOPLE, catalogue=catalogue) == said


def test_an_event_of_another_version_is_said_plainly() -> None:
    assert sentence("published", "release:7", {"kept": 3}, people={}) == "发布 第 7 版：kept 3"
    assert sentence("unheard of", "", {}, people={}) == "unheard of"


@pytest.mark.parametrize("act", ACT_NAMES)
def test_every_act_says_something_whatever_it_holds(act: str) -> None:
    assert sentence(act, "submission:1", {}, people={})


def test_what_the_store_records_has_its_sentence(fresh_database: Store) -> None:
    submit(fresh_database, [value("C01", "990102", "2024-Q1", parts=("3", "3"))])
    page = record_page(fresh_database, Search(), actor=ADMIN)
    assert [row[4] for row in page.table.rows[:2]] == ["报送 1 审核通过", "报送 1：报表.xlsx，1 个数"]
    assert [row[3] for row in page.table.rows[:2]] == ["审核通过", "报送"]


@pytest.fixture
def searched(fresh_database: Store) -> Callable[..., list[str]]:
    """Three more events, and a function that says of which titles a search finds the exports."""
    for who, title, subject in (
        ("王芳", "指标目录", "release:1"),
        ("李强", "总览 100%", "release:12"),
        ("李强", "空白表 A", "submission:1"),
    ):
        note(fresh_database, somebody(who, "viewer", account_id=2), "export", subject, {"title": title})

    def find(**asked: Any) -> list[str]:
        rows = found_events(fresh_database, Search(**{"act": "export", **asked}), actor=ADMIN, most=10)
        return [json.loads(row.detail)["title"] for row in rows]

    return find


def test_the_record_is_searched(searched: Callable[..., list[str]]) -> None:
    assert searched() == ["空白表 A", "总览 100%", "指标目录"]
    assert searched(who="李强") == ["空白表 A", "总览 100%"]
    assert searched(subject="release") == ["总览 100%", "指标目录"]
    assert searched(subject="release:1") == ["指标目录"]
    assert searched(words="空白表 a") == ["空白表 A"]
    assert searched(words="0%") == ["总览 100%"]  # a sign, not a pattern
    assert searched(words="' or 1=1 --") == []
    now = datetime.now()
    assert searched(since=now + timedelta(hours=1)) == []
    assert len(searched(since=now - timedelta(hours=1), until=now + timedelta(hours=1))) == 3


def test_older_events_follow_on_further_pages(fresh_database: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(record, "A_PAGE", 2)
    for number in range(5):
        note(fresh_database, ADMIN, "export", detail={"title": str(number)})
    search = Search(act="export")
    pages = [record_page(fresh_database, search, actor=ADMIN)]
    while pages[-1].older is not None:
        pages.append(record_page(fresh_database, search, actor=ADMIN, before=pages[-1].older))
    said = [[row[4] for row in page.table.rows] for page in pages]
    assert said == [["导出“4”", "导出“3”"], ["导出“2”", "导出“1”"], ["导出“0”"]]
    assert {page.total for page in pages} == {5}


@pytest.mark.parametrize("role", [*ROLES, "guest"])
def test_only_the_administrator_reads_the_record(role: str, fresh_database: Store) -> None:
    actor = GUEST if role == "guest" else somebody("甲", role, account_id=5)  # type: ignore[arg-type]
    if role == "administrator":
        record_table(fresh_database, Search(), actor=actor)
    else:
        with pytest.raises(AccessError):
            record_page(fresh_database, Search(), actor=actor)
        with pytest.raises(AccessError):
            record_table(fresh_database, Search(), actor=actor)


def test_two_hundred_thousand_events_are_searched_at_once(fresh_database: Store) -> None:
    with fresh_database.writing() as cursor:
        cursor.execute(
            "insert into audit_event select 100 + i, now()::timestamp, i % 50, '人员' || i % 50, '10.0.0.1', "
            "'export', 'release:' || i % 90, '{\"title\": \"表 ' || i || '\"}', '', '' from range(200000) as r(i)"
        )
    start = time.perf_counter()
    page = record_page(fresh_database, Search(who="人员7", words="表 1234"), actor=ADMIN)
    taken = time.perf_counter() - start
    assert page.total == 2
    assert taken < 3  # seconds, on a machine that is busy with other things; 0.1 alone
