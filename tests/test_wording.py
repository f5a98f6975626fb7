"""The words a reader sees for a number."""

from dataclasses import replace
from decimal import Decimal

import pytest

from faheng.catalogue import Catalogue, Indicator
from faheng.measures import wording
from faheng.measures.rates import Gap
from faheng.period import period_from_code
from faheng.tables import Column


@pytest.fixture(scope="module")
def indicators(whole_catalogue: Catalogue) -> dict[str, Indicator]:
    return whole_catalogue.indicators


@pytest.mark.parametrize(
    ("code", "shown", "expected"),
    [
        ("C01", "31.94", "31.94%"),
        ("C01", "80.00", "80.00%"),
        ("C01", "100.00", "100%"),
        ("C01", "0.00", "0%"),
        ("E08", "1234", "1,234件"),
        ("E01", "3.62", "3.62人/万人"),
        ("F03", "12", "12部（期）"),
        ("F04", "1234.50", "1,234.50万次"),
    ],
)
def test_a_value_is_printed_with_its_decimals_and_unit(indicators, code, shown, expected):
    assert wording.format_value(Decimal(shown), indicators[code]) == expected


def test_a_missing_value_is_a_dash(indicators):
    assert wording.format_value(None, indicators["C01"]) == "—"


def test_a_rate_without_parts_gets_no_digit_its_sender_did_not_write(indicators):
    assert wording.format_value(Decimal("96.40"), indicators["C01"], as_reported=True) == "96.4%"


@pytest.mark.parametrize(
    ("code", "difference", "period", "expected"),
    [
        ("C01", "1.60", "2024", "较上年上升 1.6 个百分点"),
        ("C01", "-2.36", "2024-Q3", "较上季度下降 2.36 个百分点"),
        ("E08", "12", "2024-07", "较上月增加 12 件"),
        ("E08", "-1200", "2024-H1", "较上个半年减少 1,200 件"),
        ("E08", "0", "2024-01..09", "与上年同期持平"),
        ("E01", "0.20", "2024", "较上年上升 0.2 人/万人"),
    ],
)
def test_a_change_names_what_it_is_compared_with(indicators, code, difference, period, expected):
    assert wording.change_text(Decimal(difference), indicators[code], period_from_code(period)) == expected


def test_no_difference_gives_no_words(indicators):
    assert wording.change_text(None, indicators["C01"], period_from_code("2024")) == ""


@pytest.mark.parametrize(
    ("pct", "expected"), [("12.3", "增长 12.3%"), ("-4.0", "下降 4%"), ("0.0", ""), (None, "")]
)
def test_growth_of_a_count_in_words(pct, expected):
    assert wording.change_pct_text(None if pct is None else Decimal(pct)) == expected


@pytest.mark.parametrize(
    ("code", "amount", "by", "expected"),
    [
        ("C01", "3", "numerator", "差 3 件"),
        ("F09", "3", "numerator", "差 3 个村（社区）"),
        ("E01", "19", "numerator", "差 19 人"),
        ("C04", "2", "numerator", "超 2 件"),
        ("C01", "14.23", "value", "差 14.23 个百分点"),
        ("G04", "0.50", "value", "差 0.5 分"),
        ("C01", "0", "numerator", "达标"),
    ],
)
def test_a_gap_counts_in_the_unit_of_the_numerator(indicators, code, amount, by, expected):
    assert wording.gap_text(Gap(Decimal(amount), by), indicators[code]) == expected


def test_every_numerator_of_the_catalogue_has_a_unit(indicators):
    units = {
        wording.numerator_unit(indicator) for indicator in indicators.values() if indicator.numerator_name
    }
    things = {"单位", "案卷", "决策", "村（社区）", "乡镇街道", "学校", "任务", "项目"}
    assert units == {"件", "人", "项", *(f"个{thing}" for thing in things)}


def test_what_both_parts_share_is_what_is_counted(indicators):
    one = replace(indicators["E04"], numerator_name="已达标社区数", denominator_name="全部社区总数(不含新设)")
    assert wording.numerator_unit(one) == "个社区"
    assert wording.numerator_unit(replace(one, denominator_name="村数")) == "个"


@pytest.mark.parametrize(
    ("code", "parts", "expected"),
    [
        ("E04", ("319", "322"), "还差 3 个村（社区）"),
        ("E04", ("322", "322"), ""),
        ("B04", ("583", "600"), "还差 17 人"),
        ("C01", ("9", "10"), ""),  # cases are no list: chance has a part in them
        ("E04", (None, None), ""),
    ],
)
def test_a_full_list_says_what_it_lacks(indicators, code, parts, expected):
    numbers = (None if part is None else Decimal(part) for part in parts)
    assert wording.missing_text(indicators[code], *numbers) == expected


def test_further_successes_and_fewer_failures(indicators):
    assert wording.cases_text(Decimal(1), indicators["C01"]) == "再多 1 件"
    assert wording.cases_text(Decimal(2), indicators["C04"]) == "再少 2 件"


def test_denominator_zero_is_no_case_for_events_and_not_concerned_elsewhere(indicators):
    assert wording.status_words("not_applicable", indicators["C01"]) == "无案件"
    assert wording.status_words("not_applicable", indicators["F09"]) == "不涉及"


def test_status_words(indicators):
    words = [
        wording.status_words(status, indicators["C01"])
        for status in (None, "final", "provisional", "estimated")
    ]
    assert words == ["未报", "", "暂定", "估计"]


@pytest.mark.parametrize(
    ("period", "reported", "expected", "words"),
    [
        ("2024", 10, 12, "12个月中已报10个月"),
        ("2024", 3, 4, "4个季度中已报3个季度"),
        ("2024-H1", 5, 6, "6个月中已报5个月"),
        ("2024", 1, 2, "2个半年中已报1个半年"),
    ],
)
def test_an_incomplete_period_counts_its_parts(period, reported, expected, words):
    assert wording.incomplete_words(period_from_code(period), reported=reported, expected=expected) == words


def test_a_range_prints_its_unit_once_unless_it_is_percent(indicators):
    assert wording.range_text("78.57%", "100%", indicators["C01"]) == "78.57%～100%"
    assert wording.range_text("107件", "563件", indicators["E08"]) == "107～563件"
    assert wording.range_text("5件", "5件", indicators["E08"]) == "5件"


def test_an_interval_reaches_100_only_when_it_does():
    assert wording.interval_text(Decimal("43.85"), Decimal(100)) == "95%区间 43.8%～100%"
    assert wording.interval_text(Decimal("0.01"), Decimal("99.99")) == "95%区间 0.1%～99.9%"


def test_a_survey_shows_its_sample_size_and_a_rate_its_parts(indicators):
    assert wording.parts_text(indicators["C01"], Decimal(57), Decimal("60.0000")) == "57/60"
    assert wording.parts_text(indicators["G05"], None, Decimal(1748)) == "n=1,748"
    assert wording.parts_text(indicators["C01"], None, None) == ""


def test_names_are_printed_with_chinese_punctuation(indicators):
    assert wording.parts_names(indicators["F09"]) == "市级及以上示范村（社区）数（去重）/村（社区）总数"
    assert wording.full_width(replace(indicators["C01"], unit="部(期)").unit) == "部（期）"


@pytest.mark.parametrize(
    ("column", "number", "expected"),
    [
        (Column("change", "变化", 2, signed=True), "1.6", "+1.60"),
        (Column("change", "变化", 2, signed=True), "-5", "−5.00"),
        (Column("change", "变化", 2, signed=True), "0", "0.00"),
        (Column("value", "数值", 2, percent=True), "100", "100"),
        (Column("value", "数值", 2, percent=True), "95", "95.00"),
        (Column("value", "数值", 0), "-1234", "−1,234"),
    ],
)
def test_a_number_in_a_table(column, number, expected):
    assert column.text(Decimal(number)) == expected
