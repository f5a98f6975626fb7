"""The sender's side of 数据报送: what was sent back, answered or replaced, taken back, and one figure corrected."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from literal import file_of, somebody, value
from opening import opener, words
from streamlit.testing.v1 import AppTest

from faheng.catalogue import Catalogue
from faheng.intake.read import read_file
from faheng.roles import Actor
from faheng.store.attachments import list_attachments
from faheng.store.database import Store
from faheng.store.reviews import ReturnedCell, return_submission, review_points
from faheng.store.submissions import (
    Sender,
    discard_submission,
    list_submissions,
    own_submissions,
    save_submission,
    submission_values,
)
from faheng.views.own_submissions import Replaceable, replaceable

CITY, COUNTY, OTHER = "990100", "990102", "990123"
HEADER = "地区,时期,行政机关负责人出庭件数,开庭审理(应出庭)行政案件数\n"
A = somebody("东湖填报", account_id=2, reports=[COUNTY])
B = somebody("清源填报", account_id=3, reports=[OTHER])
OFFICE = somebody("市局填报", account_id=4, reports=[CITY])
REVIEWER = somebody("李审核", "reviewer", account_id=5)
WORDS = "台账里只有 44 件"
Publish = Callable[..., int]
OpenAs = Callable[..., AppTest]


@pytest.fixture
def open_as(monkeypatch: pytest.MonkeyPatch, fresh_database: Store) -> OpenAs:
    """数据报送 as somebody sees it."""

    def opened(actor: Actor, **parameters: str) -> AppTest:
        return opener(monkeypatch, fresh_database, actor)("submission.py", **parameters)

    return opened


@pytest.fixture
def submission(fresh_database: Store) -> int:
    """A sheet of county A, handed in."""
    return hand_in(fresh_database, f"{HEADER}东湖区,2024年第1季度,45,50\n东湖区,2024年第2季度,30,40\n")


def hand_in(store: Store, text: str, name: str = "东湖区.csv", actor: Actor = A, unit: str = COUNTY) -> int:
    catalogue = store.catalogue(store.latest_release)
    file = read_file(
        text.encode(), name, catalogue, city=catalogue.regions[CITY], period=None, today=date(2026, 1, 8)
    )
    return save_submission(store, file, Sender(CITY, unit, actor.name), actor=actor)


def send_back(store: Store, number: int, cell: str = "csv!C2") -> None:
    return_submission(store, number, [ReturnedCell(cell, "mismatch", WORDS)], actor=REVIEWER)


def press(app: AppTest, label: str) -> AppTest:
    (found,) = [item for item in app.button if item.label.startswith(label)]
    assert not found.disabled
    return found.click().run()


def states(store: Store) -> dict[int, str]:
    return {row.submission_id: row.status for row in list_submissions(store)}


def test_only_those_of_ones_own_units_are_listed(fresh_database: Store, submission: int) -> None:
    other = hand_in(fresh_database, f"{HEADER}清源县,2024年第1季度,3,4\n", "清源县.csv", B, OTHER)
    listed = {
        actor.name: [row.submission_id for row in own_submissions(fresh_database, actor=actor)]
        for actor in (A, B, OFFICE, REVIEWER)
    }
    assert listed == {
        "东湖填报": [submission],
        "清源填报": [other],
        "市局填报": [other, submission],
        "李审核": [],
    }


def test_the_sender_sees_the_cell_and_the_words_in_the_own_sheet(
    open_as: OpenAs, fresh_database: Store, submission: int
) -> None:
    send_back(fresh_database, submission)
    app = open_as(A)
    said = words(app)
    assert app.subheader[0].value == "我的报送"
    assert "1 份报送被退回，请处理" in said
    assert "“csv”C2" in said
    assert f"与佐证材料或台账不一致：{WORDS}" in said
    assert (
        "东湖区2024年第1季度行政机关负责人出庭应诉率：90.00%（45/50），其中行政机关负责人出庭件数 45" in said
    )
    (picture,) = app.get("bidi_component")
    assert "fh-is-returned" in str(picture.proto)


def test_another_county_sees_nothing_of_it(open_as: OpenAs, fresh_database: Store, submission: int) -> None:
    send_back(fresh_database, submission)
    hand_in(fresh_database, f"{HEADER}清源县,2024年第1季度,3,4\n", "清源县.csv", B, OTHER)
    app = open_as(B, submission=str(submission))
    said = words(app)
    assert [text for text in (WORDS, "退回，请处理", "东湖区.csv") if text in said] == []
    assert f"链接里要看的那一行“{submission}”在这里不存在" in said
    (listed,) = [table.value for table in app.dataframe if "状态" in table.value]
    assert list(listed["文件"]) == ["清源县.csv"]


def test_an_answer_makes_it_wait_again(open_as: OpenAs, fresh_database: Store, submission: int) -> None:
    send_back(fresh_database, submission)
    app = open_as(A)
    app = press(app, "提交答复")
    assert "还有 1 处没有答复" in app.error[0].value.replace("\\", "")
    app.text_area[0].set_value("另 1 件已补入台账").run()
    app = press(app, "提交答复")
    assert states(fresh_database) == {submission: "pending"}
    (point,) = review_points(fresh_database, [submission])[submission]
    assert (point.answer, point.answered_by) == ("另 1 件已补入台账", "东湖填报")
    assert "被退回，请处理" not in words(app)


def test_a_corrected_file_takes_the_place_of_what_was_sent_back(
    open_as: OpenAs, fresh_database: Store, submission: int
) -> None:
    send_back(fresh_database, submission)
    app = open_as(A)
    uploader = next(one for one in app.file_uploader if one.label.startswith("把填好的表"))
    text = f"{HEADER}东湖区,2024年第1季度,44,50\n东湖区,2024年第2季度,30,40\n"
    app = uploader.set_value(("改好.csv", text.encode(), "text/csv")).run()
    (proposal,) = [one for one in app.selectbox if "改好.csv" in one.label]
    assert proposal.value == submission
    app = press(app, "确认报送：1 份文件，2 个数")
    assert states(fresh_database) == {submission: "discarded", submission + 1: "pending"}
    assert list_submissions(fresh_database)[0].replaces == submission
    assert "报送 2 已收到" in words(app)
    assert "被退回的会出现在本页最上面" in words(app)


def test_a_file_of_one_figure_is_not_taken_for_a_new_version_of_many(fresh_database: Store) -> None:
    earlier = [value("C01", COUNTY, f"2024-Q{quarter}", parts=("3", "4")) for quarter in (1, 2, 3, 4)]
    number = save_submission(fresh_database, file_of(earlier), Sender(CITY, COUNTY, "王芳"), actor=A)
    (found,) = replaceable(fresh_database, actor=A, unit_code=COUNTY, values=earlier[:1])
    assert (found, found.is_proposed) == (Replaceable(number, "pending", both=1, left=3), False)
    assert replaceable(fresh_database, actor=B, unit_code=COUNTY, values=earlier) == ()
    assert replaceable(fresh_database, actor=OFFICE, unit_code=OTHER, values=earlier) == ()


def test_what_was_replaced_is_on_record(fresh_database: Store, submission: int) -> None:
    new = file_of([value("C01", COUNTY, "2024-Q1", parts=("44", "50"))])
    number = save_submission(fresh_database, new, Sender(CITY, COUNTY, "王芳"), actor=A, replaces=submission)
    acts = fresh_database.root.sql(
        "select act, subject from audit_event order by number desc limit 2"
    ).fetchall()
    assert sorted(acts) == [("discarded", f"submission:{submission}"), ("submission", f"submission:{number}")]


def test_an_own_submission_is_taken_back_once_confirmed(
    open_as: OpenAs, fresh_database: Store, submission: int
) -> None:
    app = open_as(A, submission=str(submission))
    assert "等待市里审核" in words(app)
    app = press(app, f"确认撤下报送 {submission}")
    assert states(fresh_database) == {submission: "discarded"}
    assert "已撤下，不再审核" in words(app)


def test_evidence_goes_with_the_file_and_can_be_added_later(open_as: OpenAs, fresh_database: Store) -> None:
    app = open_as(A)
    app = (
        app.file_uploader[0]
        .set_value(("东湖区.csv", f"{HEADER}东湖区,2024年第1季度,45,50\n".encode(), "text/csv"))
        .run()
    )
    proof = next(one for one in app.file_uploader if one.label.startswith("佐证材料"))
    app = proof.set_value([("批复.pdf", b"%PDF", "application/pdf")]).run()
    app = press(app, "确认报送")
    assert [one.file_name for one in list_attachments(fresh_database, [1])] == ["批复.pdf"]
    app = open_as(A, submission="1")
    proof = next(one for one in app.file_uploader if one.label == "补充佐证材料")
    app = proof.set_value([("台账.xlsx", b"PK", "")]).run()
    app = press(app, "保存佐证材料")
    assert [one.file_name for one in list_attachments(fresh_database, [1])] == ["批复.pdf", "台账.xlsx"]


def corrected(app: AppTest, numerator: str, reason: str = "漏计 1 件") -> AppTest:
    fields = {one.label.replace("\\", ""): one for one in app.text_input}
    fields["行政机关负责人出庭件数更正为"].set_value(numerator)
    fields["更正的理由（必填）"].set_value(reason)
    return app.run()


def test_a_published_figure_is_corrected_by_a_submission_whose_cell_is_in_the_correction(
    open_as: OpenAs, fresh_database: Store, publish_values: Publish
) -> None:
    publish_values(value("C01", COUNTY, "2024-Q1", parts=("45", "50")))
    app = open_as(A, city=CITY, region=COUNTY, indicator="C01", period="2024-Q1")
    assert "已发布：**90.00%（45/50），截至第 2 版**" in words(app)
    app = press(corrected(app, "46"), "确认报送：1 份文件，1 个数")
    assert [one.label for one in app.button if one.label.startswith("确认报送")] == []
    row = list_submissions(fresh_database, status="pending")[0]
    assert (row.file_name, row.note, row.sender_code) == (
        "更正单_东湖区_2024年第1季度_C01.xlsx",
        "漏计 1 件",
        COUNTY,
    )
    (new,) = submission_values(fresh_database, [row.submission_id])[row.submission_id]
    assert (new.numerator, new.denominator, new.numerator_cell) == (46, 50, "更正单!D5")


def test_a_correction_passes_the_usual_checks(open_as: OpenAs, publish_values: Publish) -> None:
    publish_values(value("C01", COUNTY, "2024-Q1", parts=("45", "50")))
    app = open_as(A, city=CITY, region=COUNTY, indicator="C01", period="2024-Q1")
    app = corrected(app, "56")
    assert "行政机关负责人出庭件数 56 大于开庭审理(应出庭)行政案件数 50" in words(app)
    (confirm,) = [one for one in app.button if one.label.startswith("确认报送")]
    assert confirm.disabled


def test_a_correction_needs_a_reason(open_as: OpenAs, publish_values: Publish) -> None:
    publish_values(value("C01", COUNTY, "2024-Q1", parts=("45", "50")))
    app = corrected(open_as(A, city=CITY, region=COUNTY, indicator="C01", period="2024-Q1"), "46", reason=" ")
    assert "请写明更正的理由" in words(app)


def test_nobody_corrects_the_figure_of_another_county(open_as: OpenAs, publish_values: Publish) -> None:
    publish_values(value("C01", COUNTY, "2024-Q1", parts=("45", "50")))
    app = open_as(B, city=CITY, region=COUNTY, indicator="C01", period="2024-Q1")
    assert "清源县还没有已发布的数" in words(app)


def test_the_way_to_a_correction_is_offered_to_whom_it_concerns(
    monkeypatch: pytest.MonkeyPatch, fresh_database: Store, publish_values: Publish
) -> None:
    publish_values(value("C01", COUNTY, "2024-Q1", parts=("45", "50")))
    offered = {}
    for actor in (A, B, REVIEWER):
        app = opener(monkeypatch, fresh_database, actor)(
            "comparison.py", city=CITY, indicator="C01", period="2024-Q1", row=COUNTY
        )
        offered[actor.name] = any("更正这个数" in str(one.proto) for one in app.get("html"))
    assert offered == {"东湖填报": True, "清源填报": False, "李审核": False}


def test_what_a_reviewer_took_back_is_no_more_to_be_replaced(fresh_database: Store, submission: int) -> None:
    values = submission_values(fresh_database, [submission])[submission]
    discard_submission(fresh_database, submission, actor=REVIEWER)
    assert replaceable(fresh_database, actor=A, unit_code=COUNTY, values=values) == ()


def test_a_link_from_the_comparison_names_the_figure(
    monkeypatch: pytest.MonkeyPatch, fresh_database: Store, publish_values: Publish
) -> None:
    publish_values(
        value("B07", COUNTY, "2024-Q1", parts=("9", "10")),
        value("C01", COUNTY, "2024-Q1", parts=("45", "50")),
    )
    asked = {"city": CITY, "indicator": "C01", "period": "2024-Q1"}
    app = opener(monkeypatch, fresh_database, A)("comparison.py", **asked, row=COUNTY)
    app.switch_page("submission.py")
    # The page before wrote the same indicator and period into the address.
    for name, wanted in (asked | {"region": COUNTY}).items():
        app.query_params[name] = wanted
    assert "已发布：**90.00%（45/50），截至第 2 版**" in words(app.run())


def test_the_regions_of_a_city_that_somebody_reports_for(catalogue: Catalogue) -> None:
    city = catalogue.regions["990100"]

    def own(*reports: str) -> list[str]:
        return [one.code for one in somebody("王芳", "viewer", reports=reports).own_regions(city, catalogue)]

    assert own() == []
    assert own("990122", "990102") == ["990102", "990122"]
    assert own("990100") == ["990100", *(part.code for part in catalogue.parts_of("990100"))]
