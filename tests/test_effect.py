"""What a reviewer is told that a submission would change: verdicts, ranks, the city value, sentences of 总览."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from literal import file_of, somebody, submit, value

from faheng.catalogue import Catalogue
from faheng.intake.reading import Issue, Value
from faheng.roles import SYSTEM
from faheng.store.database import Store
from faheng.store.releases import publish
from faheng.store.submissions import Sender, save_submission
from faheng.views.effect import Effect, Step, effect
from faheng.views.effect_table import changes_table, summary, turns_table
from faheng.views.overview import overview

Publish = Callable[..., int]
CITY, DONGHU, XILING, SHIQIAO = "990100", "990102", "990103", "990122"
BEFORE = (
    value("C01", DONGHU, "2024", parts=("57", "60"), cell="数据!B2"),
    value("C01", XILING, "2024", parts=("58", "60"), cell="数据!B3"),
    value("C01", SHIQIAO, "2024", parts=("56", "60"), cell="数据!B4"),
)
WORSE = value("C01", DONGHU, "2024", parts=("40", "60"), cell="数据!B2")


def effect_of(store: Store, *values: Value, name: str = "改.xlsx") -> Effect:
    number = submit(store, values, name=name, is_accepted=False)
    found: Effect = effect(store, release=store.latest_release, submission_ids=(number,))
    return found


def turns(found: Effect) -> list[tuple[Any, ...]]:
    return [
        (turn.kind, turn.region.name, str(turn.period), turn.step.before, turn.step.after)
        for turn in found.turns
    ]


def test_a_changed_value_shows_its_city_rank_and_verdicts(
    fresh_database: Store, publish_values: Publish
) -> None:
    publish_values(*BEFORE)
    (changed,) = effect_of(fresh_database, WORSE, *BEFORE[1:]).changes
    assert changed.change.kind == "changed"
    assert changed.city == Step("合计 95.00%", "合计 85.56%")
    assert changed.place == Step("已报3个中第2（1–3）", "已报3个中第3（3–3）")
    assert changed.verdicts == (
        ("goal", Step("达标", "未达标，差 17 件")),
        ("rest", Step("与已报的其他地区看不出差别", "明显劣于已报的其他地区")),
    )


def test_what_turns_for_others_is_told_too(fresh_database: Store, publish_values: Publish) -> None:
    publish_values(*BEFORE)
    assert turns(effect_of(fresh_database, WORSE)) == [
        ("city", "演示市", "2024年", "合计 95.00%", "合计 85.56%"),
        ("place", "东湖区", "2024年", "已报3个中第2（1–3）", "已报3个中第3（3–3）"),
        ("place", "石桥县", "2024年", "已报3个中第3（1–3）", "已报3个中第2（1–2）"),
        ("goal", "东湖区", "2024年", "达标", "未达标，差 17 件"),
        ("rest", "东湖区", "2024年", "与已报的其他地区看不出差别", "明显劣于已报的其他地区"),
        ("rest", "西岭区", "2024年", "与已报的其他地区看不出差别", "可能优于已报的其他地区"),
    ]


def test_sentences_of_the_overview_stand_before_and_after(
    fresh_database: Store, publish_values: Publish
) -> None:
    publish_values(*BEFORE)
    (changed,) = effect_of(fresh_database, WORSE).sentences
    assert (changed.city.name, str(changed.period)) == ("演示市", "2024年")
    assert changed.before == ("检验的 3 项变化和地区差别，合起来看都没有超出偶然波动。",)
    assert changed.after == (
        "东湖区行政机关负责人出庭应诉率 66.67%，明显劣于已报的其他地区。",
        "西岭区行政机关负责人出庭应诉率 96.67%，可能优于已报的其他地区。",
        "行政机关负责人出庭应诉率：3个地区中2个未达到目标 95%，东湖区差 17 件，最多。",
    )


def test_the_summary_counts(fresh_database: Store, publish_values: Publish) -> None:
    publish_values(*BEFORE)
    found = effect_of(fresh_database, WORSE, BEFORE[1], value("C04", DONGHU, "2024", parts=("5", "60")))
    assert summary(found) == (
        "3 个数：修改 1，新增 1，不变 1；会改变 3 个判定、2 个名次、1 个全市值、总览 3 句。"
    )


def test_a_first_value_brings_new_verdicts_and_changes_none(
    fresh_database: Store, publish_values: Publish
) -> None:
    publish_values(value("E08", DONGHU, "2023", "836"))
    found = effect_of(fresh_database, BEFORE[0])
    assert summary(found) == (
        "1 个数：修改 0，新增 1，不变 0；判定、名次、全市值和总览的话都不改变；新有 1 个判定。"
    )
    assert turns(found) == [("goal", "东湖区", "2024年", "", "达标")]


def test_a_longer_period_and_the_next_one_turn_with_their_part(
    fresh_database: Store, publish_values: Publish
) -> None:
    quarters = [value("C01", DONGHU, f"2024-Q{quarter}", parts=("58", "60")) for quarter in range(1, 5)]
    publish_values(*quarters, value("C01", DONGHU, "2025", parts=("232", "240")))
    found = turns(effect_of(fresh_database, value("C01", DONGHU, "2024-Q4", parts=("30", "60"))))
    assert ("goal", "东湖区", "2024年", "达标", "未达标，差 24 件") in found
    assert ("previous", "东湖区", "2025年", "与上年看不出差别", "明显优于上年") in found


def test_the_same_values_have_no_effect(fresh_database: Store, publish_values: Publish) -> None:
    publish_values(*BEFORE)
    found = effect_of(fresh_database, *BEFORE, name="再报.xlsx")
    assert (found.changes, found.turns, found.sentences) == ((), (), ())
    assert summary(found) == "3 个数：修改 0，新增 0，不变 3；判定、名次、全市值和总览的话都不改变。"


def test_what_is_told_is_what_the_overview_says_after_publishing(
    fresh_database: Store, publish_values: Publish
) -> None:
    publish_values(*BEFORE)
    number = submit(fresh_database, [WORSE], name="改.xlsx")
    (told,) = effect(fresh_database, release=2, submission_ids=(number,)).sentences
    release = publish(fresh_database, [number], actor=somebody("李强"), note="更正")
    shown = overview(fresh_database, release=release, city_code=CITY, period_code="2024", tab="all")
    assert tuple(finding.text for finding in shown.findings) == told.after


def test_the_sender_is_heard_at_the_cell(fresh_database: Store, publish_values: Publish) -> None:
    publish_values(*BEFORE)
    jump = Issue("数据!B2", "warning", "jump", "比上年低 28 个百分点", "请核对")
    left_out = Issue("数据!B9", "error", "parts", "分子大于分母", "请核对")
    number = save_submission(
        fresh_database,
        file_of([WORSE], "改.xlsx", [jump, left_out]),
        Sender(CITY, CITY, "王芳"),
        actor=SYSTEM,
        withheld={"数据!B9"},
        acknowledged={("数据!B2", "jump"): "集中清理积案"},
    )
    found = effect(fresh_database, release=2, submission_ids=(number,))
    (note,) = found.changes[0].notes
    assert (note.cell, note.message, note.reason) == ("数据!B2", "比上年低 28 个百分点", "集中清理积案")
    assert [held.cell for held in found.withheld] == ["数据!B9"]


def test_a_changed_final_figure_is_a_correction_a_provisional_one_is_not(
    fresh_database: Store, publish_values: Publish
) -> None:
    publish_values(BEFORE[0], value("C01", XILING, "2024", parts=("58", "60"), status="provisional"))
    found = effect_of(fresh_database, WORSE, value("C01", XILING, "2024", parts=("50", "60")))
    assert found.corrections == 1


def test_the_table_has_changed_before_new_and_only_columns_that_say_something(
    fresh_database: Store, publish_values: Publish, catalogue: Catalogue
) -> None:
    publish_values(*BEFORE)
    found = effect_of(fresh_database, value("B07", DONGHU, "2024", parts=("9", "10"), cell="数据!C2"), WORSE)
    table = changes_table(found, catalogue, name="报送 2")
    assert [column.title for column in table.columns] == [
        *("指标", "地区", "时期", "变化", "已发布", "本次", "全市值", "名次", "判定", "位置"),
    ]
    assert [row[3] for row in table.rows] == ["修改", "新增"]
    assert table.keys[0] == "C01-990102-2024-within"
    assert [row[0] for row in turns_table(found, name="报送 2").rows] == [
        *("目标", "与其余地区相比", "与其余地区相比", "名次", "名次", "全市值"),
    ]


def test_asking_writes_nothing(fresh_database: Store, publish_values: Publish) -> None:
    publish_values(*BEFORE)
    number = submit(fresh_database, [WORSE], name="改.xlsx")

    def every_row() -> list[Any]:
        tables = ("audit_event", "observation_revision", "release", "submission", "submission_value")
        return [fresh_database.root.cursor().table(table).fetchall() for table in tables]

    before = every_row()
    effect(fresh_database, release=2, submission_ids=(number,))
    assert every_row() == before
