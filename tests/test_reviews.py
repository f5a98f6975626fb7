"""What the store refuses in a review, whatever the pages show; nothing is changed by what is refused."""

from __future__ import annotations

import pytest
from literal import file_of, somebody, value

from faheng.roles import SYSTEM, Actor
from faheng.store.audit import chain_problems
from faheng.store.database import Store, StoreError
from faheng.store.reviews import (
    ReturnedCell,
    accept_submissions,
    answer_points,
    return_submission,
    review_points,
)
from faheng.store.rules import OfficeRules, change_rules
from faheng.store.submissions import Sender, list_submissions, save_submission

COUNTY = "990102"
CLERK = somebody("王芳", account_id=11, reports=[COUNTY])
REVIEWER = somebody("李审核", "reviewer", account_id=12)
BOTH = somebody("周两样", "reviewer", account_id=14, reports=["990100"])
WRONG = ReturnedCell("数据!B2", "jump", "比上季度多一倍")


@pytest.fixture
def waiting(fresh_database: Store) -> int:
    """A submission that waits for its review."""
    return send(fresh_database, CLERK)


def send(store: Store, actor: Actor, name: str = "东湖区.xlsx") -> int:
    file = file_of([value("C01", COUNTY, "2024-Q1", parts=("40", "60"))], name)
    return save_submission(store, file, Sender("990100", COUNTY, actor.name), actor=actor)


def state(store: Store, number: int) -> tuple[str, int]:
    """Its status, and how many points were raised."""
    (row,) = [row for row in list_submissions(store) if row.submission_id == number]
    return row.status, len(review_points(store, [number])[number])


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ([], "至少写明一处问题"),
        ([ReturnedCell("数据!Z9", "jump")], "没有取自 数据!Z9 的数"),
        ([ReturnedCell("数据!B2", "dislike")], "没有“dislike”这种退回理由"),
        ([ReturnedCell("数据!B2", "other", " ")], "写明是什么问题"),
        ([ReturnedCell("数据!B2", "jump", "长" * 501)], "最多 500 个字"),
    ],
)
def test_a_return_must_say_what_is_wrong_and_where(
    cells: list[ReturnedCell], said: str, fresh_database: Store, waiting: int
) -> None:
    with pytest.raises(StoreError, match=said):
        return_submission(fresh_database, waiting, cells, actor=REVIEWER)
    assert state(fresh_database, waiting) == ("pending", 0)


def test_what_was_sent_back_is_answered_point_by_point_and_waits_again(
    fresh_database: Store, waiting: int
) -> None:
    whole = ReturnedCell("", "evidence")
    return_submission(fresh_database, waiting, [WRONG, whole], actor=REVIEWER)
    first, second = review_points(fresh_database, [waiting])[waiting]
    with pytest.raises(StoreError, match="还有 1 处没有答复"):
        answer_points(fresh_database, waiting, {first.point_id: "集中清理积案"}, actor=CLERK)
    with pytest.raises(StoreError, match="没有为这个单位报送的权限"):
        answer_points(
            fresh_database,
            waiting,
            {first.point_id: "是", second.point_id: "有"},
            actor=somebody("别县", account_id=15, reports=["990103"]),
        )
    assert state(fresh_database, waiting) == ("returned", 2)
    answer_points(
        fresh_database,
        waiting,
        {first.point_id: "集中清理积案", second.point_id: "已附"},
        actor=CLERK,
    )
    assert state(fresh_database, waiting) == ("pending", 2)


def test_what_waits_for_its_sender_is_not_accepted(fresh_database: Store, waiting: int) -> None:
    return_submission(fresh_database, waiting, [WRONG], actor=REVIEWER)
    with pytest.raises(StoreError, match="不在“待审”的报送里"):
        accept_submissions(fresh_database, [waiting], actor=REVIEWER)


def test_nobody_accepts_what_they_sent_unless_the_office_allows_it(fresh_database: Store) -> None:
    number = send(fresh_database, BOTH)
    with pytest.raises(StoreError, match="是您自己报的，要由另一个人审核"):
        accept_submissions(fresh_database, [number], actor=BOTH)
    change_rules(fresh_database, OfficeRules(four_eyes=False), actor=SYSTEM)
    accept_submissions(fresh_database, [number], actor=BOTH)
    assert state(fresh_database, number)[0] == "accepted"


def test_of_several_none_is_accepted_when_one_may_not_be(fresh_database: Store, waiting: int) -> None:
    own = send(fresh_database, BOTH, name="自己.xlsx")
    with pytest.raises(StoreError, match=f"报送 {own} 是您自己报的"):
        accept_submissions(fresh_database, [waiting, own], actor=BOTH)
    assert state(fresh_database, waiting)[0] == "pending"


def test_what_was_accepted_can_still_be_sent_back(fresh_database: Store, waiting: int) -> None:
    accept_submissions(fresh_database, [waiting], actor=REVIEWER)
    return_submission(fresh_database, waiting, [WRONG], actor=REVIEWER)
    assert state(fresh_database, waiting) == ("returned", 1)
    assert chain_problems(fresh_database.root.cursor()) == []


@pytest.mark.parametrize("actor", [CLERK, somebody("赵", "publisher"), somebody("管", "administrator")])
def test_only_a_reviewer_decides(actor: Actor, fresh_database: Store, waiting: int) -> None:
    with pytest.raises(StoreError, match="需要“审核”权限"):
        accept_submissions(fresh_database, [waiting], actor=actor)
    with pytest.raises(StoreError, match="需要“审核”权限"):
        return_submission(fresh_database, waiting, [WRONG], actor=actor)
    assert state(fresh_database, waiting) == ("pending", 0)
