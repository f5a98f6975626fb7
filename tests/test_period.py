"""Period: parse, order, contain, print."""

from __future__ import annotations

import pytest

from faheng.period import Period, parse_period, period_from_code, year_periods


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("2024", "2024年"),
        ("2024-H1", "2024年上半年"),
        ("2024-H2", "2024年下半年"),
        ("2024-Q3", "2024年第3季度"),
        ("2024-07", "2024年7月"),
        ("2024-01..09", "2024年1—9月"),
    ],
)
def test_a_code_and_its_words_mean_the_same_period(code: str, words: str) -> None:
    period = period_from_code(code)
    assert (period.code, str(period), parse_period(words), parse_period(code)) == (
        code,
        words,
        period,
        period,
    )


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("2023年度", "2023"),
        ("２０２３", "2023"),
        ("二〇二三年", "2023"),
        ("2022Q4", "2022-Q4"),
        ("2023 年 1-9 月", "2023-01..09"),
        ("2023年1—6月", "2023-H1"),
        ("2023年第四季度", "2023-Q4"),
        ("2023年12月", "2023-12"),
    ],
)
def test_what_people_write_is_read(text: str, code: str) -> None:
    found = parse_period(text)
    assert found is not None
    assert found.code == code


@pytest.mark.parametrize(
    "text", ["23年", "2023个", "2023年13月", "1234.5", "上半年", "2024-Q5", "合计", "", "2023年9—12月"]
)
def test_what_is_not_exactly_a_period_is_not_one(text: str) -> None:
    assert parse_period(text) is None


@pytest.mark.parametrize(
    ("text", "code"), [("上半年", "2023-H1"), ("三季度", "2023-Q3"), ("1—9月", "2023-01..09")]
)
def test_a_part_takes_the_year_that_is_known(text: str, code: str) -> None:
    assert parse_period(text, year=2023) == period_from_code(code)


def test_periods_are_ordered_by_their_end_and_the_shorter_first() -> None:
    codes = ["2024", "2023", "2024-H2", "2024-Q4", "2024-12", "2024-11", "2024-H1"]
    assert [period.code for period in sorted(map(period_from_code, codes))] == [
        "2023",
        "2024-H1",
        "2024-11",
        "2024-12",
        "2024-Q4",
        "2024-H2",
        "2024",
    ]


def test_a_year_contains_its_months_and_not_the_next_years() -> None:
    year = period_from_code("2024")
    assert year.contains(period_from_code("2024-07"))
    assert not year.contains(period_from_code("2025-01"))
    assert not period_from_code("2024-Q1").contains(period_from_code("2024-04"))


def test_a_half_year_has_two_quarters_and_no_years() -> None:
    half = period_from_code("2024-H2")
    assert [part.code for part in half.parts("quarter")] == ["2024-Q3", "2024-Q4"]
    assert half.parts("year") == []


@pytest.mark.parametrize(
    ("code", "before"),
    [
        ("2024", "2023"),
        ("2024-H1", "2023-H2"),
        ("2024-Q1", "2023-Q4"),
        ("2024-07", "2024-06"),
        ("2024-01..09", "2023-01..09"),
    ],
)
def test_the_period_before_has_the_same_length(code: str, before: str) -> None:
    assert period_from_code(code).previous().code == before


def test_a_span_without_a_name_must_begin_in_january() -> None:
    with pytest.raises(ValueError, match="January"):
        Period(2024, 3, 11)


def test_a_year_has_four_quarters() -> None:
    assert [period.code for period in year_periods(2024, "quarter")] == [
        "2024-Q1",
        "2024-Q2",
        "2024-Q3",
        "2024-Q4",
    ]
