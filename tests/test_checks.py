"""Every check on one literal value, wrong in one way."""

from datetime import date
from decimal import Decimal

import pytest
from sheets import read

from faheng.catalogue import Catalogue
from faheng.intake.checks import check
from faheng.intake.reading import Issue, Reading, Value
from faheng.period import Period

TODAY = date(2024, 3, 1)


def value(
    code: str, number: str | None, *parts: int, region: str = "990102", year: int = 2023, row: int = 2
) -> Value:
    """A value whose number stands in D, numerator in B, denominator in C of a row of 附表2."""
    top, bottom = (Decimal(parts[0]), Decimal(parts[1])) if parts else (None, None)
    return Value(
        code,
        region,
        Period(year, 1, 12),
        "within",
        top,
        bottom,
        Decimal(number) if number is not None else None,
        value_cell=f"附表2!D{row}" if number is not None else None,
        numerator_cell=f"附表2!B{row}" if parts else None,
        denominator_cell=f"附表2!C{row}" if parts else None,
    )


def issues(catalogue: Catalogue, *values: Value) -> list[Issue]:
    city = catalogue.find_city("演示市")
    assert city is not None
    return check(Reading(values), catalogue, city=city, today=TODAY)


def found(catalogue: Catalogue, *values: Value) -> list[tuple[str, str, str]]:
    return [(issue.cell, issue.level, issue.rule) for issue in issues(catalogue, *values)]


def test_a_number_a_thousand_times_the_others_forgot_its_unit(catalogue: Catalogue) -> None:
    """42,600 people written under 万人次, beside 5.2, 3.1 and 4.8."""
    regions = ("990102", "990103", "990104", "990121")
    listed = [
        value("F02", number, region=region, row=row)
        for row, (region, number) in enumerate(zip(regions, ("42600", "5.2", "3.1", "4.8"), strict=True), 2)
    ]
    assert found(catalogue, *listed) == [("附表2!D2", "warning", "unit_doubtful")]
    assert found(catalogue, *listed[1:]) == []


def test_sound_values_have_no_issue(catalogue: Catalogue) -> None:
    sound = (value("C01", "96.67", 29, 30), value("E08", "0", row=3), value("F10", "3.25", 13, 4, row=4))
    assert found(catalogue, *sound) == []


def test_numerator_above_denominator_is_an_error_that_says_what_to_do(catalogue: Catalogue) -> None:
    assert issues(catalogue, value("C01", None, 128, 120)) == [
        Issue(
            "附表2!B2",
            "error",
            "numerator_gt_denominator",
            "“附表2”B2：行政机关负责人出庭件数 128 大于开庭审理(应出庭)行政案件数 120，请核对后重新上传。",
        )
    ]


def test_an_average_may_exceed_one(catalogue: Catalogue) -> None:
    assert found(catalogue, value("F10", "3", 300, 100)) == []


def test_more_lawyers_than_residents_is_a_wrong_unit(catalogue: Catalogue) -> None:
    assert found(catalogue, value("E01", None, 60, 30)) == [("附表2!B2", "error", "numerator_gt_denominator")]


@pytest.mark.parametrize(
    ("code", "number"), [("G05", "196.5"), ("C04", "100.01"), ("C04", "-1"), ("E08", "-3")]
)
def test_out_of_range(catalogue: Catalogue, code: str, number: str) -> None:
    assert found(catalogue, value(code, number)) == [("附表2!D2", "error", "out_of_range")]


@pytest.mark.parametrize(
    ("code", "number", "wrong"), [("E08", "3.5", True), ("F04", "3.5", False), ("G04", "90.5", False)]
)
def test_what_is_counted_is_whole(catalogue: Catalogue, code: str, number: str, wrong: bool) -> None:
    assert found(catalogue, value(code, number)) == ([("附表2!D2", "error", "not_whole")] if wrong else [])


@pytest.mark.parametrize(
    ("typed", "differs"),
    [("66.67", False), ("66.7", False), ("67", False), ("66.66", True), ("66.6", True), ("66", True)],
)
def test_a_rate_agrees_within_half_a_unit_of_its_decimals(
    catalogue: Catalogue, typed: str, differs: bool
) -> None:
    expected = [("附表2!D2", "error" if typed == "66" else "warning", "rate_mismatch")] if differs else []
    assert found(catalogue, value("C01", typed, 2, 3)) == expected


def test_a_number_of_a_computed_formula_agrees_with_its_parts(catalogue: Catalogue) -> None:
    assert found(catalogue, value("C01", "97.5155279503106", 157, 161)) == []


def test_equal_duplicates_warn_and_different_ones_are_an_error_at_the_later(catalogue: Catalogue) -> None:
    equal = value("E08", "210"), value("E08", "210", row=3)
    different = value("E08", "210"), value("E08", "201", row=3)
    assert found(catalogue, *equal) == [("附表2!D3", "warning", "duplicate_same")]
    assert found(catalogue, *different) == [("附表2!D3", "error", "duplicate_conflict")]
    assert "“附表2”D2是 210，这里是 201" in issues(catalogue, *different)[0].message


def test_a_period_that_has_not_begun_is_an_error_once(catalogue: Catalogue) -> None:
    values = value("E08", "2", year=2025), value("E09", "3", year=2025, row=3), value("E09", "3", year=2024)
    assert found(catalogue, *values) == [("附表2!D2", "error", "future_period")]


def test_a_region_of_another_city_is_an_error_and_the_city_itself_is_not(catalogue: Catalogue) -> None:
    values = value("E08", "2", region="620402"), value("D01", "3", region="990100", row=3)
    assert found(catalogue, *values) == [("附表2!D2", "error", "unknown_region")]


@pytest.mark.parametrize(
    ("code", "typed", "parts", "level"),
    [
        ("C01", "90.5", (18, 20), "warning"),
        ("C01", "90.51", (18, 20), "error"),
        ("C01", "80", (18, 20), "error"),
        ("E01", "2.01", (60, 300000), "warning"),
        ("E01", "2.02", (60, 300000), "error"),
        ("E01", "2.5", (12, 450000), "error"),
    ],
)
def test_a_rate_far_from_its_parts_is_an_error(
    catalogue: Catalogue, code: str, typed: str, parts: tuple[int, int], level: str
) -> None:
    assert found(catalogue, value(code, typed, *parts)) == [("附表2!D2", level, "rate_mismatch")]


def test_a_population_in_ten_thousands_taken_for_single_residents_is_said(catalogue: Catalogue) -> None:
    assert found(catalogue, value("E01", None, 12, 45)) == [("附表2!C2", "warning", "unit_doubtful")]
    assert found(catalogue, value("E01", None, 12, 450000)) == []


def test_more_ten_thousands_than_people_is_said(catalogue: Catalogue) -> None:
    assert found(catalogue, value("F04", "1234567")) == [("附表2!D2", "warning", "unit_doubtful")]
    assert found(catalogue, value("F04", "99999.5")) == []


def test_what_does_not_fit_the_store_is_an_error_at_its_cell(catalogue: Catalogue) -> None:
    assert found(catalogue, value("E08", "110101199003074514")) == [("附表2!D2", "error", "too_large")]
    assert found(catalogue, value("C01", None, 1, 10**11)) == [("附表2!C2", "error", "too_large")]
    assert found(catalogue, value("E08", "99999999999")) == []


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (value("E08", "-3"), "“附表2”D2：法律援助案件办理数 -3 是负数，应是 0 或正数，请核对后重新上传。"),
        (value("E08", "3.5"), "“附表2”D2：法律援助案件办理数 3.5 应是整数，请核对后重新上传。"),
        (
            value("C04", "100.01"),
            "“附表2”D2：行政机关败诉率 100.01 大于 100，应在 0 到 100 之间，请核对后重新上传。",
        ),
        (value("E08", "2", year=2025), "“附表2”D2：2025年还没有到，请核对时期后重新上传。"),
        (value("E08", "2", region="620402"), "“附表2”D2：“白银区”不是演示市的地区，请改正后重新上传。"),
        (
            value("C01", "80", 18, 20),
            "“附表2”D2：行政机关负责人出庭应诉率写的是 80，由 18 ÷ 20 算出的是 90.00，请改正或只留其中一种后重新上传。",
        ),
    ],
)
def test_a_message_says_where_what_was_found_what_is_expected_and_what_to_do(
    catalogue: Catalogue, wrong: Value, message: str
) -> None:
    assert [issue.message for issue in issues(catalogue, wrong)] == [message]


def test_hidden_rows_columns_and_sheets_are_pointed_out_where_they_are(catalogue: Catalogue) -> None:
    rows = [["地区", "E08", "E09"], ["东湖区", 3, 5], ["西岭区", 4, 6]]
    reading = read(catalogue, {"报表": rows}, period="2023", hidden=["3", "C"])
    assert [(issue.cell, issue.level, issue.rule) for issue in reading.issues] == [
        ("报表!C1", "warning", "hidden_column"),
        ("报表!A3", "warning", "hidden_row"),
    ]
    reading = read(catalogue, {"旧数": rows, "报表": rows}, period="2023", hidden=["旧数"])
    assert [(issue.cell, issue.level, issue.rule) for issue in reading.issues] == [
        ("旧数!A1", "warning", "hidden_sheet_skipped")
    ]
