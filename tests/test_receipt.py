"""回执: what is on it, and who may see it."""

from __future__ import annotations

from datetime import datetime

import pytest
from literal import file_of, somebody, value
from opening import opener

from faheng.roles import Actor
from faheng.store.audit import chain_head
from faheng.store.database import Store
from faheng.store.releases import publish
from faheng.store.reviews import accept_submissions
from faheng.store.submissions import Sender, save_submission
from faheng.ui.receipt import receipt_link
from faheng.views.receipt import ReceiptValue, receipt

EAST = "990102"
SENDER = somebody("王芳", reports=[EAST])
NEIGHBOUR = somebody("李强", reports=["990103"], account_id=6)
OFFICE = somebody("审核员", "reviewer", account_id=7)
NOW = datetime(2025, 4, 2, 10)


@pytest.fixture
def number(fresh_database: Store) -> int:
    values = [value("C01", EAST, "2025-Q1", parts=("45", "48"), cell="季度!D7")]
    return save_submission(
        fresh_database,
        file_of(values, "东湖<b>区.xlsx"),
        Sender("990100", EAST, "王芳"),
        actor=SENDER,
        received_at=datetime(2025, 4, 1, 9, 30),
    )


def test_a_receipt_names_file_values_and_the_head_of_the_record(fresh_database: Store, number: int) -> None:
    found = receipt(fresh_database, number, actor=SENDER, seen_at=NOW)
    assert found is not None
    assert (found.unit, found.person, found.status, found.made_up) == ("东湖区", "王芳", "待审", True)
    assert fresh_database.file(found.file_sha256)
    assert found.values == (
        ReceiptValue("C01 行政机关负责人出庭应诉率", "东湖区", "2025年第1季度", "93.75%（45/48）", "季度!D7"),
    )
    assert found.head == str(chain_head(fresh_database.root.cursor()))


def test_a_receipt_says_what_became_of_it(fresh_database: Store, number: int) -> None:
    accept_submissions(fresh_database, [number], actor=OFFICE)
    publish(fresh_database, [number], actor=somebody("发布员", "publisher"))
    found = receipt(fresh_database, number, actor=SENDER, seen_at=NOW)
    assert found is not None
    assert found.status == "已发布"
    assert [act for act, _ in found.steps] == ["审核通过", "第 2 版发布"]


@pytest.mark.parametrize(
    ("actor", "sees"),
    [
        (SENDER, True),
        (OFFICE, True),
        (somebody("发", "publisher", account_id=8), True),
        (NEIGHBOUR, False),
        (somebody("管", "administrator", account_id=9), False),
        (somebody("看", "viewer", account_id=1), False),
    ],
)
def test_only_who_may_see_the_submission_gets_its_receipt(
    monkeypatch: pytest.MonkeyPatch, fresh_database: Store, number: int, actor: Actor, sees: bool
) -> None:
    app = opener(monkeypatch, fresh_database, actor)("receipt.py", submission=str(number))
    assert not app.exception
    html = "".join(str(element.proto.body) for element in app.get("html"))
    assert ("93.75%（45/48）" in html) is sees
    assert "<b>区" not in html  # names are shown, not obeyed


@pytest.mark.parametrize("text", ["", "99", "x", "١٢", "-1", "1;drop"])
def test_an_address_without_a_receipt_says_so(
    monkeypatch: pytest.MonkeyPatch, fresh_database: Store, text: str
) -> None:
    app = opener(monkeypatch, fresh_database, OFFICE)("receipt.py", submission=text)
    assert not app.exception
    assert "没有这份报送，或您不能查看它的回执" in app.info[0].value


def test_the_way_to_a_receipt() -> None:
    assert receipt_link(12).url == "/receipt?submission=12"
