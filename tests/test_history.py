"""A file against the period before: leaps, moves of a rate that are not chance, and regions that are gone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal

import pytest
from literal import value

from faheng.catalogue import Catalogue, DefinitionBreak
from faheng.intake.history import History, Published, check_history
from faheng.intake.reading import Missing, Reading, Value
from faheng.period import Period, parse_period
from faheng.store.database import Store
from faheng.store.history import read_history

COUNTIES = ("990102", "990103", "990104", "990121", "990122", "990123", "990171", "990199")


def published(*values: Value) -> History:
    return History(
        {each.key: Published(each.numerator, each.denominator, each.value, each.status) for each in values}
    )


def messages(
    catalogue: Catalogue, now: Sequence[Value], before: Sequence[Value] = (), missing: Sequence[Missing] = ()
) -> list[str]:
    city = catalogue.find_city("演示市")
    assert city is not None
    reading = Reading(tuple(now), tuple(missing))
    issues = list(check_history(reading, published(*before), catalogue, city=city))
    assert {issue.level for issue in issues} <= {"warning"}
    return [issue.message for issue in issues]


def test_more_than_twenty_times_last_year_says_both_numbers_and_what_to_do(catalogue: Catalogue) -> None:
    now, before = value("E02", "990102", "2023", "2300"), value("E02", "990102", "2022", "105")
    assert messages(catalogue, [now], [before]) == [
        "“数据”B2：东湖区2023年执业律师人数是 2300人，2022年是 105人，是它的 21 倍。请核对；没有错就写明理由。"
    ]


@pytest.mark.parametrize(
    ("now", "before", "said"),
    [
        ("2100", "105", None),  # exactly 20 times
        ("100", "2001", "只有它的 20 分之一"),
        ("1", "60", None),  # by chance a 1 may stand for 3
        ("61", "0", "一边是 0，一边不是"),
        ("0", "60", None),
        ("2000000", "200", "是它的 10000 倍，单位可能差了一万倍"),
    ],
)
def test_leaps_of_a_count(catalogue: Catalogue, now: str, before: str, said: str | None) -> None:
    found = messages(
        catalogue, [value("E02", "990102", "2023", now)], [value("E02", "990102", "2022", before)]
    )
    assert [said in text for text in found] == ([True] if said else [])


def test_few_people_in_ten_thousands_are_many(catalogue: Catalogue) -> None:
    now, before = value("F04", "990102", "2023-05", "0.5"), value("F04", "990102", "2022-05", "52.5")
    assert len(messages(catalogue, [now], [before])) == 1


def test_a_rate_that_moves_twenty_points_by_more_than_chance(catalogue: Catalogue) -> None:
    now = value("C01", "990102", "2023-Q1", parts=("20", "40"))
    before = value("C01", "990102", "2022-Q1", parts=("38", "40"))
    assert messages(catalogue, [now], [before]) == [
        "“数据”B2：东湖区2023年第1季度行政机关负责人出庭应诉率是 50.00%，2022年第1季度是 95.00%，"
        "相差 45 个百分点，不像是偶然。请核对；没有错就写明理由。"
    ]


@pytest.mark.parametrize(
    ("now", "before", "warned"),
    [
        (("0", "3"), ("3", "3"), False),  # p = 0.1: 1 way in 20, doubled
        (("0", "4"), ("4", "4"), True),  # p = 2/70
        (("800", "1000"), ("990", "1000"), False),  # far from chance, but 19 points
        (("4", "5"), ("5", "5"), False),  # 20 points, p = 1
    ],
)
def test_points_and_test_have_to_agree(
    catalogue: Catalogue, now: tuple[str, str], before: tuple[str, str], warned: bool
) -> None:
    found = messages(
        catalogue,
        [value("C01", "990102", "2023-Q1", parts=now)],
        [value("C01", "990102", "2022-Q1", parts=before)],
    )
    assert len(found) == warned


@pytest.mark.parametrize(("now", "warned"), [("75.1", False), ("75", True)])
def test_without_cases_twenty_points_are_enough(catalogue: Catalogue, now: str, warned: bool) -> None:
    found = messages(
        catalogue, [value("C01", "990102", "2023-Q1", now)], [value("C01", "990102", "2022-Q1", "95")]
    )
    assert len(found) == warned


def test_of_a_full_list_one_unit_is_no_leap(catalogue: Catalogue) -> None:
    before = value("E06", "990102", "2022", parts=("1", "3"))
    assert messages(catalogue, [value("E06", "990102", "2023", parts=("2", "3"))], [before]) == []
    assert len(messages(catalogue, [value("E06", "990102", "2023", parts=("3", "3"))], [before])) == 1


def test_a_survey_is_held_against_its_sample_size(catalogue: Catalogue) -> None:
    def asked(period: str, share: str, people: str) -> Value:
        return replace(value("G05", "990102", period, share), denominator=Decimal(people))

    assert messages(catalogue, [asked("2023", "50", "10")], [asked("2022", "80", "10")]) == []
    assert len(messages(catalogue, [asked("2023", "50", "300")], [asked("2022", "80", "300")])) == 1


def test_the_same_part_of_last_year_comes_before_the_part_just_before(catalogue: Catalogue) -> None:
    now, just_before = value("C03", "990102", "2023-Q2", "4000"), value("C03", "990102", "2023-Q1", "70")
    assert "2023年第1季度是 70件" in messages(catalogue, [now], [just_before])[0]
    last_year = value("C03", "990102", "2022-Q2", "3900")
    assert messages(catalogue, [now], [just_before, last_year]) == []


def test_years_side_by_side_in_one_file_are_compared_too(catalogue: Catalogue) -> None:
    years = [value("E02", "990102", "2022", "105"), value("E02", "990102", "2023", "2300", cell="数据!C2")]
    assert [text.partition("：")[0] for text in messages(catalogue, years)] == ["“数据”C2"]
    # What the file says of last year replaces what is published.
    assert messages(catalogue, years[:1], [value("E02", "990102", "2022", "1")]) == []


def test_nothing_is_compared_across_a_change_of_definition(catalogue: Catalogue) -> None:
    broken = replace(catalogue, breaks=(DefinitionBreak("E02", "", Period(2023, 1, 12), "口径改变"),))
    now, before = value("E02", "990102", "2023", "2300"), value("E02", "990102", "2022", "105")
    assert messages(broken, [now], [before]) == []


def test_cumulative_figures_are_not_compared(catalogue: Catalogue) -> None:
    now = value("E02", "990102", "2023", "2300", basis="cumulative")
    assert messages(catalogue, [now], [value("E02", "990102", "2022", "105")]) == []


@pytest.fixture
def everyone_last_year() -> list[Value]:
    return [value("E02", code, "2022", "100") for code in COUNTIES]


def test_a_county_that_reported_last_year_and_is_gone_is_named(
    catalogue: Catalogue, everyone_last_year: list[Value]
) -> None:
    now = [value("E02", code, "2023", "100") for code in COUNTIES if code != "990122"]
    assert messages(catalogue, now, everyone_last_year) == [
        "工作表“数据”：石桥县报过2022年的执业律师人数，这份表里没有它的数。漏了就请补上；本期不报请写明理由。"
    ]


def test_a_county_written_down_as_unreported_is_not_gone(
    catalogue: Catalogue, everyone_last_year: list[Value]
) -> None:
    now = [value("E02", code, "2023", "100") for code in COUNTIES if code != "990122"]
    mark = Missing("E02", "990122", Period(2023, 1, 12), "数据!B9", "not_reported")
    assert messages(catalogue, now, everyone_last_year, [mark]) == []


def test_a_file_of_two_counties_is_theirs(catalogue: Catalogue, everyone_last_year: list[Value]) -> None:
    for few in (COUNTIES[:1], COUNTIES[:2]):
        assert (
            messages(catalogue, [value("E02", code, "2023", "100") for code in few], everyone_last_year) == []
        )


def test_a_county_without_its_sheet_is_gone(catalogue: Catalogue, everyone_last_year: list[Value]) -> None:
    now = [value("E02", code, "2023", "100", cell=f"{code}!B2") for code in COUNTIES[:7]]
    assert messages(catalogue, now, everyone_last_year) == [
        "工作表“990102”：演示市本级报过2022年的执业律师人数，这份表里没有它的数。漏了就请补上；本期不报请写明理由。"
    ]


def test_what_is_published_is_read_as_reported(
    fresh_database: Store, publish_values: Callable[..., int]
) -> None:
    first = publish_values(
        value("C01", "990102", "2023-Q1", parts=("9", "10")),
        value("C09", "990103", "2023", status="not_applicable", parts=("0", "0")),
        value("E02", "990104", "2023", "7", basis="cumulative"),
    )
    publish_values(value("C01", "990102", "2023-Q1", parts=("10", "10")), name="更正.xlsx")
    period, year = parse_period("2023-Q1"), parse_period("2023")
    assert read_history(fresh_database, "990100", release=first) == History(
        {
            ("C01", "990102", period): Published(Decimal(9), Decimal(10), Decimal(90), "final"),
            ("C09", "990103", year): Published(Decimal(0), Decimal(0), None, "not_applicable"),
        }
    )
