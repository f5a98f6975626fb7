"""审核发布, as each role sees it, and the way of a submission from its sender to a release."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from literal import file_of, somebody, submit, value
from opening import looked_at, opener, words
from streamlit.testing.v1 import AppTest

from faheng.intake.reading import Value
from faheng.roles import Actor
from faheng.store.attachments import add_attachment
from faheng.store.database import Store
from faheng.store.reviews import answer_points, review_points
from faheng.store.submissions import Sender, list_submissions, save_submission

Publish = Callable[..., int]
COUNTY, OTHER = "990102", "990103"
HEADER = "地区,时期,行政机关负责人出庭件数,开庭审理(应出庭)行政案件数\n"
CLERK = somebody("王芳", reports=[COUNTY])
REVIEWER = somebody("李审核", "reviewer", account_id=12)
PUBLISHER = somebody("赵发布", "publisher", account_id=13)
BOTH = somebody("周两样", "reviewer", "reporter", account_id=14, reports=["990100"])


def send(store: Store, *values: Value, name: str = "东湖区.xlsx", actor: Actor = CLERK) -> int:
    sender = Sender("990100", COUNTY, actor.name)
    moment = datetime(2025, 1, 8, 9, 30)
    return save_submission(store, file_of(values, name), sender, actor=actor, received_at=moment)


def button(app: AppTest, label: str) -> AppTest:
    """Press the button whose label begins so; it must not be disabled."""
    found = next(item for item in app.button if item.label.startswith(label))
    assert not found.disabled
    return found.click().run()


def is_disabled(app: AppTest, label: str) -> bool:
    return next(item for item in app.button if item.label.startswith(label)).disabled


def status(store: Store, number: int) -> str:
    return str(next(row.status for row in list_submissions(store) if row.submission_id == number))


@pytest.fixture
def published(fresh_database: Store, publish_values: Publish) -> Store:
    publish_values(
        value("C01", COUNTY, "2024-Q1", parts=("57", "60")), value("C01", OTHER, "2024-Q1", parts=("3", "3"))
    )
    return fresh_database


def test_who_neither_reviews_nor_publishes_sees_no_draft(
    monkeypatch: pytest.MonkeyPatch, published: Store
) -> None:
    send(published, value("C01", COUNTY, "2024-Q1", parts=("40", "60")))
    for actor in (CLERK, somebody("王市长", "viewer", account_id=15), somebody("管", "administrator")):
        app = opener(monkeypatch, published, actor)("review.py")
        said = words(app)
        assert "这一页需要“审核”或“发布”权限" in said
        assert "东湖区" not in said
        assert not app.button
        assert not app.get("html") or "东湖区" not in "".join(item.proto.body for item in app.get("html"))


def test_a_reviewer_reads_the_effect_before_anything_else(
    monkeypatch: pytest.MonkeyPatch, published: Store
) -> None:
    number = send(published, value("C01", COUNTY, "2024-Q1", parts=("40", "60")))
    said = words(opener(monkeypatch, published, REVIEWER)("review.py"))
    assert "1 份待审，0 份已通过、等待发布" in said
    assert f"报送 {number}：东湖区 王芳 01-08 09:30，1 个数" in said
    assert "1 个数：修改 1，新增 0，不变 0；会改变 2 个判定、1 个全市值" in said


def test_a_chosen_number_shows_its_cell_and_everything_said_about_it(
    monkeypatch: pytest.MonkeyPatch, published: Store
) -> None:
    number = send(published, value("C01", COUNTY, "2024-Q1", parts=("40", "60"), cell="数据!B2"))
    open_page = opener(monkeypatch, published, REVIEWER)
    app = open_page("review.py", submission=str(number), row="C01-990102-2024-Q1-within")
    said = words(app)
    assert "东湖区 2024年第1季度 行政机关负责人出庭应诉率：95.00%（57/60） → 66.67%（40/60）" in said
    assert "目标：达标 → 未达标，差 17 件" in said
    assert app.multiselect[0].value == ["数据!B2"]


def test_cells_are_sent_back_with_their_reasons(monkeypatch: pytest.MonkeyPatch, published: Store) -> None:
    number = send(
        published,
        value("C01", COUNTY, "2024-Q1", parts=("40", "60"), cell="数据!B2"),
        value("C04", COUNTY, "2024-Q1", parts=("4", "60"), cell="数据!C2"),
    )
    app = opener(monkeypatch, published, REVIEWER)("review.py")
    assert "要退回，先在上面写明哪里有问题" in words(app)
    assert is_disabled(app, "退回")
    app.multiselect[0].set_value(["数据!B2", "数据!C2"])
    app.selectbox[0].set_value("other").run()
    assert "理由选“其他”时，还要写明说明" in words(app)
    app.text_input[0].set_value("与台账不符").run()
    app = button(app, "加入退回清单")
    app.multiselect[0].set_value([""])
    app.selectbox[0].set_value("evidence").run()
    app = button(app, "加入退回清单")
    app = button(app, "去掉")  # 数据!B2
    assert is_disabled(app, "通过")
    app = button(app, "退回（2 处）")
    assert "已退回，写明了 2 处问题" in words(app)
    assert status(published, number) == "returned"
    points = review_points(published, [number])[number]
    assert [(point.cell, point.reason, point.text) for point in points] == [
        ("数据!C2", "other", "与台账不符"),
        ("", "evidence", ""),
    ]


def test_ones_own_submission_waits_for_somebody_else(
    monkeypatch: pytest.MonkeyPatch, published: Store
) -> None:
    send(published, value("C01", COUNTY, "2024-Q1", parts=("40", "60")), actor=BOTH)
    app = opener(monkeypatch, published, BOTH)("review.py")
    assert is_disabled(app, "通过")
    assert "这份是您自己报的，要由另一个人审核。" in words(app)


def test_several_are_accepted_at_once(monkeypatch: pytest.MonkeyPatch, published: Store) -> None:
    numbers = [
        send(published, value("C01", COUNTY, "2024-Q1", parts=(count, "60")), name=f"{count}.xlsx")
        for count in ("40", "41")
    ]
    third = send(published, value("C04", COUNTY, "2024-Q1", parts=("4", "60")), name="三.xlsx")
    app = opener(monkeypatch, published, REVIEWER)("review.py")
    app.session_state["several"] = True
    app = app.run()
    app.multiselect(key="to-accept").set_value(numbers).run()
    assert "给出不同的数" in words(app)
    app.multiselect(key="to-accept").set_value([numbers[0], third]).run()
    app = button(app, "通过所选的 2 份")
    assert [status(published, number) for number in (*numbers, third)] == ["accepted", "pending", "accepted"]


def test_a_publisher_who_does_not_review_is_told_so(
    monkeypatch: pytest.MonkeyPatch, published: Store
) -> None:
    number = send(published, value("C01", COUNTY, "2024-Q1", parts=("40", "60")))
    open_page = opener(monkeypatch, published, PUBLISHER)
    assert [item.label for item in open_page("review.py").button] == []
    app = open_page("review.py", submission=str(number))
    assert "通过和退回需要“审核”权限" in words(app)
    assert [item.label for item in app.button] == []


def test_a_changed_final_figure_asks_for_a_public_note(
    monkeypatch: pytest.MonkeyPatch, published: Store
) -> None:
    submit(published, [value("C01", COUNTY, "2024-Q1", parts=("40", "60"))], name="改.xlsx")
    app = opener(monkeypatch, published, PUBLISHER)("review.py")
    assert app.text_input(key="release-note").label == "更正说明（改了 1 个正式数，所有人都能看到）"
    looked_at(app)
    assert is_disabled(app, "发布为第 3 版")
    assert "还要填写更正说明。" in words(app)
    app.text_input(key="release-note").set_value("东湖区更正一季度出庭件数").run()
    button(app, "发布为第 3 版")
    assert published.latest_release == 3


def test_evidence_and_earlier_points_stand_beside_the_decision(
    monkeypatch: pytest.MonkeyPatch, published: Store
) -> None:
    number = send(published, value("C01", COUNTY, "2024-Q1", parts=("40", "60")))
    add_attachment(published, number, file_name="出庭台账.pdf", data=b"%PDF", actor=CLERK)
    app = opener(monkeypatch, published, REVIEWER)("review.py")
    assert "**佐证材料**" in words(app)
    assert "演示数据" in words(app)
    (files,) = [str(one.proto.body) for one in app.get("html") if "/files/attachment/" in str(one.proto)]
    assert 'href="/files/attachment/1"' in files
    assert "出庭台账.pdf" in files
    assert "1 KB，王芳" in files


def test_from_the_sender_to_a_release(monkeypatch: pytest.MonkeyPatch, published: Store) -> None:
    app = opener(monkeypatch, published, CLERK)("submission.py", city="990100")
    app.text_input(key="person").set_value("王芳")
    text = f"{HEADER}东湖区,2024年第2季度,50,60\n"
    app = app.file_uploader[0].set_value(("东湖区.csv", text.encode(), "text/csv")).run()
    button(app, "确认报送")
    number = list_submissions(published)[0].submission_id

    app = opener(monkeypatch, published, REVIEWER)("review.py")
    app.multiselect[0].set_value(["csv!C2"])
    app.selectbox[0].set_value("jump").run()
    app = button(button(app, "加入退回清单"), "退回（1 处）")
    assert "现在没有等待审核或发布的报送" in words(app)

    (point,) = review_points(published, [number])[number]
    answer_points(published, number, {point.point_id: "集中清理积案"}, actor=CLERK)

    app = opener(monkeypatch, published, REVIEWER)("review.py")
    assert "答复：集中清理积案（王芳" in words(app)
    app = button(app, "通过")
    assert "已通过，等待发布" in app.success[0].value

    app = opener(monkeypatch, published, PUBLISHER)("review.py")
    looked_at(app)
    app = button(app, "发布为第 3 版")
    assert status(published, number) == "released"
    rows = published.read("published_values", release=3, region_codes=[COUNTY], periods=["2024-Q2"])
    assert [int(row.numerator) for row in rows] == [50]
