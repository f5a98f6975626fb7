"""报送进度: states, deadlines, rates and the reminder, on literal submissions; who may see and set what."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from literal import file_of, somebody, value
from opening import opener, words

from faheng.period import Period, period_from_code
from faheng.roles import SYSTEM, Actor
from faheng.store.access import AccessError
from faheng.store.database import Store, StoreError
from faheng.store.deadlines import deadlines, set_deadline
from faheng.store.releases import publish
from faheng.store.reviews import ReturnedCell, accept_submissions, return_submission
from faheng.store.rules import OfficeRules, change_rules
from faheng.store.submissions import Sender, save_submission
from faheng.views.progress import Progress, Share, duties, progress
from faheng.views.progress_words import board_matrix, cell_words, form_name, reminder, title

CITY, EAST, WEST = "990100", "990102", "990103"
OFFICE = somebody("审核员", "reviewer", account_id=7)
FEBRUARY = period_from_code("2025-02")  # due on 10 March


def monthly(store: Store) -> list[str]:
    """The indicators of the monthly form."""
    return [i.code for i in store.catalogue(1).indicators.values() if i.frequency == "month"]


def hand_in(
    store: Store, region: str, received: datetime, *, period: str = "2025-02", left_out: int = 0
) -> int:
    """A region's monthly form without the last `left_out` indicators."""
    codes = monthly(store)
    values = [
        value(code, region, period, status="not_applicable", cell=f"数据!B{2 + place}")
        for place, code in enumerate(codes[: len(codes) - left_out])
    ]
    return save_submission(
        store,
        file_of(values, f"{region}{period}{received}.xlsx"),
        Sender(CITY, region, "王芳"),
        actor=SYSTEM,
        received_at=received,
    )


def board(store: Store, today: date, *, actor: Actor = OFFICE) -> Progress:
    owed = duties(store, release=store.latest_release, city_code=CITY, frequency="month")
    return progress(store, owed, city_code=CITY, year=2025, frequency="month", today=today, actor=actor)


def february(found: Progress) -> dict[str, str]:
    """Region → its February form in words."""
    return {row.region.code: cell_words(row.cells[1], found.forms[1]) for row in found.rows}


def test_each_step_of_a_form_has_its_state(fresh_database: Store) -> None:
    noon = datetime(2025, 3, 5, 12)
    count = len(monthly(fresh_database))
    hand_in(fresh_database, EAST, noon)
    accept_submissions(fresh_database, [hand_in(fresh_database, WEST, noon)], actor=OFFICE)
    back = hand_in(fresh_database, "990104", noon)
    return_submission(fresh_database, back, [ReturnedCell("", "other", "请核对")], actor=OFFICE)
    hand_in(fresh_database, "990121", noon, left_out=2)
    out = hand_in(fresh_database, "990122", noon)
    accept_submissions(fresh_database, [out], actor=OFFICE)
    publish(fresh_database, [out], actor=SYSTEM)
    assert february(board(fresh_database, date(2025, 3, 8))) == {
        EAST: "待审",
        WEST: "通过",
        "990104": f"退回 {count}，还有 2 天",
        "990121": f"部分 {count - 2}/{count}，还有 2 天",
        "990122": "已发布",
        "990123": "未报，还有 2 天",
        "990171": "未报，还有 2 天",
        "990199": "未报，还有 2 天",
    }


def test_three_of_eight_counties_are_complete(fresh_database: Store) -> None:
    for region in (EAST, WEST, "990104"):
        hand_in(fresh_database, region, datetime(2025, 3, 5, 12))
    found = board(fresh_database, date(2025, 3, 11))
    assert found.forms[1].complete == Share(3, 8)
    assert title(found) == (
        "2025年2月月报（3月10日截止，逾期 1 天）：8 个单位中 5 个没报齐，永平县、石桥县、清源县、演示高新区、演示市本级"
    )


@pytest.mark.parametrize(
    ("received", "said", "timely"),
    [
        (datetime(2025, 3, 10, 23, 59), "待审", Share(1, 2)),
        (datetime(2025, 3, 11, 0, 0), "待审，晚 1 天", Share(0, 2)),
    ],
)
def test_the_day_of_the_deadline_is_in_time_and_the_next_is_not(
    fresh_database: Store, received: datetime, said: str, timely: Share
) -> None:
    hand_in(fresh_database, EAST, received)
    found = board(fresh_database, date(2025, 3, 20))
    assert february(found)[EAST] == said
    count = len(monthly(fresh_database))
    (east, *_) = found.rows
    assert (east.completeness, east.timeliness) == (Share(count, 2 * count), timely)
    assert found.completeness == Share(count, 16 * count)
    assert found.timeliness == Share(timely.part, 16)


def test_what_was_sent_back_counts_from_the_file_that_corrects_it(fresh_database: Store) -> None:
    back = hand_in(fresh_database, EAST, datetime(2025, 3, 5, 12))
    return_submission(fresh_database, back, [ReturnedCell("", "other", "请核对")], actor=OFFICE)
    accept_submissions(
        fresh_database, [hand_in(fresh_database, EAST, datetime(2025, 3, 12, 9))], actor=OFFICE
    )
    assert february(board(fresh_database, date(2025, 3, 20)))[EAST] == "通过，晚 2 天"


def test_a_late_review_costs_the_sender_nothing(fresh_database: Store) -> None:
    sent = hand_in(fresh_database, EAST, datetime(2025, 3, 9, 12))
    accept_submissions(fresh_database, [sent], actor=OFFICE)  # today, long after the deadline
    assert board(fresh_database, date(2025, 3, 20)).rows[0].timeliness == Share(1, 2)


def test_a_county_learns_of_others_only_whether_they_reported(fresh_database: Store) -> None:
    noon = datetime(2025, 3, 5, 12)
    back = hand_in(fresh_database, EAST, noon)
    return_submission(fresh_database, back, [ReturnedCell("", "other", "请核对")], actor=OFFICE)
    hand_in(fresh_database, "990104", noon, left_out=1)
    found = board(fresh_database, date(2025, 3, 8), actor=somebody("李", reports=[WEST]))
    assert found.rows[0].region.code == WEST  # own regions first
    quiet = dict.fromkeys(("990121", "990122", "990123", "990171", "990199"), "未报，还有 2 天")
    assert february(found) == {WEST: "未报，还有 2 天", EAST: "已报", "990104": "已报"} | quiet
    assert [row.completeness for row in found.rows if not row.is_own] == [None] * 7
    assert (found.is_whole, found.completeness, found.forms[1].complete) == (False, None, None)
    assert "退回" not in "".join(
        cell.text + cell.detail for row in board_matrix(found).rows for cell in row.cells
    )


def test_the_reminder_for_a_group_says_of_nobody_that_a_file_was_sent_back(fresh_database: Store) -> None:
    noon = datetime(2025, 3, 5, 12)
    for region in ("990104", "990121", "990122", "990123", "990171", "990199"):
        for period in ("2025-01", "2025-02"):
            hand_in(fresh_database, region, noon, period=period)
    hand_in(fresh_database, WEST, noon, period="2025-01")
    hand_in(fresh_database, EAST, noon, period="2025-01")
    back = hand_in(fresh_database, EAST, noon)
    return_submission(fresh_database, back, [ReturnedCell("", "other", "请核对")], actor=OFFICE)
    found = board(fresh_database, date(2025, 3, 8))
    assert reminder(found) == (
        "【报送提醒】演示市法治建设指标（截至2025年3月8日）　演示数据\n"
        "各位同事好，以下报表还没有报齐：\n"
        "1. 2025年2月月报（3月10日截止，还有 2 天）　未报：西岭区；未报齐：东湖区\n"
        "请尽快登录“数据报送”填报；刚刚报过的请忽略。有困难请与我们联系，谢谢！\n"
        "网址："
    )
    count = len(monthly(fresh_database))
    assert f"东湖区应报 {count} 个指标，还缺 {count} 个，其中 {count} 个已退回" in reminder(
        found, region_code=EAST
    )
    assert reminder(found, region_code="990104") == ""


@pytest.mark.parametrize(
    ("code", "name", "due_on"),
    [
        ("2024-02", "2024年2月月报", date(2024, 3, 10)),
        ("2025-Q1", "2025年第1季度报", date(2025, 4, 15)),
        ("2025-H1", "2025年上半年报", date(2025, 7, 20)),
        ("2025", "2025年年报", date(2026, 1, 31)),
    ],
)
def test_a_rule_for_each_frequency(fresh_database: Store, code: str, name: str, due_on: date) -> None:
    period = period_from_code(code)
    assert form_name(period) == name
    assert deadlines(fresh_database, CITY, [period])[period].due_on == due_on


def due(store: Store, period: Period = FEBRUARY) -> tuple[date, str]:
    found = deadlines(store, CITY, [period])[period]
    return found.due_on, found.set_by


def test_a_date_set_by_hand_goes_before_the_rule_until_it_is_taken_back(fresh_database: Store) -> None:
    set_deadline(fresh_database, CITY, FEBRUARY, date(2025, 3, 14), actor=OFFICE)
    change_rules(fresh_database, OfficeRules(month_days=12), actor=SYSTEM)
    assert due(fresh_database) == (date(2025, 3, 14), "审核员")
    set_deadline(fresh_database, CITY, FEBRUARY, None, actor=somebody("管", "administrator"))
    assert due(fresh_database) == (date(2025, 3, 12), "")
    rows = fresh_database.root.execute("select act, who from audit_event where act = 'deadline'").fetchall()
    assert rows == [("deadline", "审核员"), ("deadline", "管")]


@pytest.mark.parametrize("role", ["viewer", "reporter", "publisher"])
def test_others_set_no_deadline(fresh_database: Store, role: str) -> None:
    actor = somebody("他", reports=[CITY]) if role == "reporter" else somebody("他", role)  # type: ignore[arg-type]
    with pytest.raises(AccessError):
        set_deadline(fresh_database, CITY, FEBRUARY, date(2025, 3, 14), actor=actor)


@pytest.mark.parametrize("day", [date(2025, 2, 27), date(2026, 3, 2), date(2025, 3, 10), None])
def test_a_deadline_that_cannot_be_meant_is_refused(fresh_database: Store, day: date | None) -> None:
    with pytest.raises(StoreError, match="没有"):
        set_deadline(fresh_database, CITY, FEBRUARY, day, actor=OFFICE)


def test_a_rule_of_no_days_is_refused(fresh_database: Store) -> None:
    with pytest.raises(StoreError, match="1 到 180"):
        change_rules(fresh_database, OfficeRules(month_days=0), actor=SYSTEM)


@pytest.mark.parametrize(
    ("actor", "sees_board", "sets"),
    [
        (somebody("看", "viewer", account_id=1), False, False),
        (somebody("报", reports=[WEST], account_id=2), True, False),
        (OFFICE, True, True),
        (somebody("发", "publisher", account_id=3), True, False),
        (somebody("管", "administrator", account_id=4), True, True),
    ],
)
def test_the_page_by_role(
    monkeypatch: pytest.MonkeyPatch, fresh_database: Store, actor: Actor, sees_board: bool, sets: bool
) -> None:
    app = opener(monkeypatch, fresh_database, actor)("progress.py", city=CITY, year="2025", frequency="month")
    assert not app.exception
    assert ("2025年12月月报" in words(app)) is sees_board
    assert [button.label for button in app.button if button.label == "改截止日期"] == ["改截止日期"] * sets
