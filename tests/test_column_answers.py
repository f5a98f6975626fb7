"""What a sender says of a column: its period, its unit, which of two equal ones counts; and what arithmetic proposes."""

import pytest
from sheets import facts, read, rules

from faheng.catalogue import Catalogue
from faheng.intake.reading import Reading

TWO_YEARS = [
    ["地区", "法律援助案件办理数", None],
    [None, "本年", "上年同期"],
    ["东湖区", 5, 4],
    ["西岭区", 7, 6],
]


def two_years(catalogue: Catalogue, answers: dict[str, str]) -> Reading:
    merges = ["A1:A2", "B1:C1"]
    return read(catalogue, TWO_YEARS, period="2023", merges=merges, answers=answers)


def test_last_years_column_is_asked_about_once(whole_catalogue: Catalogue) -> None:
    reading = two_years(whole_catalogue, {})
    assert facts(reading, whole_catalogue) == {
        ("东湖区", "E08", "2023"): "5",
        ("西岭区", "E08", "2023"): "7",
    }
    (doubt,) = reading.doubts
    assert doubt.question.endswith("“法律援助案件办理数 / 上年同期”是上年同期（2022年）的数，也一起报吗？")
    assert doubt.affects == ("Sheet1!C3", "Sheet1!C4")


def test_last_years_column_is_handed_in_as_the_same_period_a_year_earlier(whole_catalogue: Catalogue) -> None:
    reading = two_years(whole_catalogue, {"period:上年同期": "previous"})
    assert facts(reading, whole_catalogue) == {
        ("东湖区", "E08", "2023"): "5",
        ("西岭区", "E08", "2023"): "7",
        ("东湖区", "E08", "2022"): "4",
        ("西岭区", "E08", "2022"): "6",
    }
    assert reading.doubts == ()


def test_last_years_column_is_left_out_where_the_sender_says_so(whole_catalogue: Catalogue) -> None:
    reading = two_years(whole_catalogue, {"period:上年同期": "ignore"})
    assert {period for _, _, period in facts(reading, whole_catalogue)} == {"2023"}
    assert reading.doubts == ()


@pytest.mark.parametrize("header", ["上年增减", "比上年同期", "上年结转数", "上年末数"])
def test_comparisons_with_last_year_are_no_data(whole_catalogue: Catalogue, header: str) -> None:
    rows = [["地区", "法律援助案件办理数", None], [None, "本年", header], ["东湖区", 5, 4], ["西岭区", 7, 6]]
    reading = read(whole_catalogue, rows, period="2023", merges=["A1:A2", "B1:C1"])
    assert len(reading.values) == 2
    assert reading.doubts == ()


@pytest.mark.parametrize(
    ("answer", "period"),
    [("上半年", "2023-H1"), ("第3季度", "2023-Q3"), ("1-9月", "2023-01..09"), ("previous", "2022")],
)
def test_the_period_of_a_column_is_what_the_sender_says(
    whole_catalogue: Catalogue, answer: str, period: str
) -> None:
    rows = [["地区", "法律援助案件办理数", "普法活动场次"], ["东湖区", 5, 6]]
    answers = {"span:法律援助案件办理数": answer}
    reading = read(whole_catalogue, rows, period="2023", answers=answers)
    assert facts(reading, whole_catalogue) == {
        ("东湖区", "E08", period): "5",
        ("东湖区", "F01", "2023"): "6",
    }


def test_what_is_said_of_one_years_column_leaves_the_other_alone(whole_catalogue: Catalogue) -> None:
    """The keys are of what the headers say, not of what they were made to say: else the two years change places."""
    answers = {
        "span:法律援助案件办理数": "previous:第1季度",
        "span:法律援助案件办理数@上年同期": "previous",
    }
    reading = two_years(whole_catalogue, answers)
    assert facts(reading, whole_catalogue) == {
        ("东湖区", "E08", "2022-Q1"): "5",
        ("西岭区", "E08", "2022-Q1"): "7",
        ("东湖区", "E08", "2022"): "4",
        ("西岭区", "E08", "2022"): "6",
    }
    keys = {column.column: column.period_key for column in reading.columns}
    assert keys == {column.column: column.period_key for column in two_years(whole_catalogue, {}).columns}


def test_a_header_whose_unit_does_not_fit_is_asked_about(whole_catalogue: Catalogue) -> None:
    rows = [["地区", "普法活动参与人次(人)"], ["东湖区", 25000], ["西岭区", 18000]]
    (doubt,) = read(whole_catalogue, rows, period="2023").doubts
    assert [candidate.answer for candidate in doubt.candidates] == ["人次", "万人次", "ignore"]
    counted = read(whole_catalogue, rows, period="2023", answers={doubt.key: "人次"})
    assert facts(counted, whole_catalogue)["东湖区", "F02", "2023"] == "2.5"
    left_out = read(whole_catalogue, rows, period="2023", answers={doubt.key: "ignore"})
    assert (left_out.values, left_out.doubts) == ((), ())


def test_a_part_without_the_rest_of_its_indicator_is_not_proposed(whole_catalogue: Catalogue) -> None:
    rows = [["地区", "法律援助案件办理数", "常住总人口"], ["东湖区", 5, 40000], ["西岭区", 7, 30000]]
    reading = read(whole_catalogue, rows, period="2023")
    assert [doubt.proposed for doubt in reading.doubts] == [""]


def test_the_unit_of_a_column_is_what_the_sender_says(whole_catalogue: Catalogue) -> None:
    rows = [["地区", "12348热线接听量(人次)"], ["东湖区", 2], ["西岭区", 3]]
    answers = {"as:12348热线接听量(人次)": "万次"}
    reading = read(whole_catalogue, rows, period="2023", answers=answers)
    assert facts(reading, whole_catalogue)["东湖区", "E07", "2023"] == "20000"
    assert facts(read(whole_catalogue, rows, period="2023"), whole_catalogue)["东湖区", "E07", "2023"] == "2"


def test_this_month_of_nine_months_is_september_if_the_sender_says_so(whole_catalogue: Catalogue) -> None:
    rows = [["2023年1-9月"], ["地区", "本月法律援助案件办理数", "累计法律援助案件办理数"], ["东湖区", 5, 50]]
    (doubt,) = read(whole_catalogue, rows).doubts
    assert (doubt.key, doubt.proposed) == ("span:month", "last")
    assert [candidate.label for candidate in doubt.candidates] == ["2023年9月", "就是2023年1—9月", "不报"]
    answered = read(whole_catalogue, rows, answers={"span:month": "last"})
    assert facts(answered, whole_catalogue)["东湖区", "E08", "2023-09"] == "5"


MONTHS = [f"{month}月" for month in range(1, 13)]


def test_the_sum_of_twelve_months_is_the_year(whole_catalogue: Catalogue) -> None:
    rows = [["2023年法律援助案件办理数逐月统计表"], ["地区", *MONTHS, "合计"], ["东湖区", *range(1, 13), 78]]
    reading = read(whole_catalogue, rows)
    found = facts(reading, whole_catalogue)
    assert (found["东湖区", "E08", "2023"], found["东湖区", "E08", "2023-12"], len(found)) == ("78", "12", 13)


def test_a_sum_beside_a_blank_month_is_asked_about(whole_catalogue: Catalogue) -> None:
    rows = [
        ["2023年法律援助案件办理数逐月统计表"],
        ["地区", *MONTHS, "合计"],
        ["东湖区", None, *range(2, 13), 77],
    ]
    reading = read(whole_catalogue, rows)
    (doubt,) = reading.doubts
    assert (doubt.key, doubt.proposed) == ("span:合计", "全年")
    answered = read(whole_catalogue, rows, answers={"span:合计": "全年"})
    assert facts(answered, whole_catalogue)["东湖区", "E08", "2023"] == "77"


def test_the_sum_of_two_months_is_no_year_and_the_mean_of_rates_no_rate(whole_catalogue: Catalogue) -> None:
    rows = [["2023年法律援助案件办理数"], ["地区", "1月", "2月", "合计"], ["东湖区", 1, 2, 3]]
    assert ("东湖区", "E08", "2023") not in facts(read(whole_catalogue, rows), whole_catalogue)
    rates = [["2023年人民调解成功率(%)"], ["地区", *MONTHS, "合计"], ["东湖区", *[95] * 12, 95]]
    assert ("东湖区", "E10", "2023") not in facts(read(whole_catalogue, rates), whole_catalogue)


def test_of_codes_and_names_the_names_are_the_regions(whole_catalogue: Catalogue) -> None:
    rows = [["行政区划代码", "县区", "E08"], [990102, "东湖区", 5], [990103, "西岭区", 7], [None, "合计", 12]]
    reading = read(whole_catalogue, rows, period="2023")
    assert rules(reading) == []
    assert [total.cell for total in reading.totals] == ["Sheet1!C4"]


def test_of_two_columns_for_one_number_the_sender_chooses(whole_catalogue: Catalogue) -> None:
    rows = [["地区", "应出庭", "应出庭件数", "出庭", "出庭率"], ["东湖区", 20, 25, 15, "75%"]]
    reading = read(whole_catalogue, rows, period="2023")
    (doubt,) = reading.doubts
    assert [candidate.label for candidate in doubt.candidates] == ["B列：应出庭", "C列：应出庭件数"]
    chosen = read(whole_catalogue, rows, period="2023", answers={doubt.key: doubt.candidates[0].answer})
    (value,) = chosen.values
    assert (value.numerator, value.denominator, value.denominator_cell) == (15, 20, "Sheet1!B2")


def test_an_unknown_column_that_makes_the_rate_in_every_row_is_proposed_as_its_part(
    whole_catalogue: Catalogue,
) -> None:
    rows = [
        ["地区", "甲类", "乙类", "行政机关负责人出庭应诉率"],
        ["东湖区", 20, 19, "95%"],
        ["西岭区", 16, 14, "87.5%"],
        ["白溪区", 9, 6, "66.67%"],
    ]
    reading = read(whole_catalogue, rows, period="2023")
    assert [doubt.proposed for doubt in reading.doubts] == ["C01/denominator", "C01/numerator"]


def test_two_rows_prove_nothing(whole_catalogue: Catalogue) -> None:
    rows = [
        ["地区", "甲类", "乙类", "行政机关负责人出庭应诉率"],
        ["东湖区", 20, 19, "95%"],
        ["西岭区", 16, 14, "87.5%"],
    ]
    reading = read(whole_catalogue, rows, period="2023")
    assert [doubt.proposed for doubt in reading.doubts] == ["", ""]


def test_lines_that_say_numerator_and_denominator_are_read(whole_catalogue: Catalogue) -> None:
    rows = [
        ["指标名称", "东湖区", "西岭区"],
        ["村(居)法律顾问覆盖率(%)", "96.77", "100"],
        ["分子：已配备法律顾问的村(社区)数", 60, 40],
        ["分母：村(社区)总数", 62, 40],
    ]
    reading = read(whole_catalogue, rows, period="2023")
    assert {(value.numerator, value.denominator) for value in reading.values} == {(60, 62), (40, 40)}


@pytest.mark.parametrize(
    ("answer", "expected"), [("all", {("东湖区", "A04", "2023"): "100"}), ("not_reported", {})]
)
def test_full_coverage_is_a_hundred_percent_if_the_sender_says_so(
    whole_catalogue: Catalogue, answer: str, expected: dict[tuple[str, str, str], str]
) -> None:
    name = whole_catalogue.indicators["A04"].name
    rows = [["地区", name], ["东湖区", "全覆盖"]]
    open_reading = read(whole_catalogue, rows, period="2023")
    assert rules(open_reading) == [("Sheet1!B2", "doubt", "mark")]
    (doubt,) = open_reading.doubts
    reading = read(whole_catalogue, rows, period="2023", answers={doubt.key: answer})
    assert facts(reading, whole_catalogue) == expected


def test_a_quotient_that_no_table_can_hold_is_an_error_at_the_denominator(whole_catalogue: Catalogue) -> None:
    rows = [["地区", "应出庭", "出庭", "出庭率"], ["东湖区", "0.0000000001", 15, None]]
    reading = read(whole_catalogue, rows, period="2023")
    assert reading.values == ()
    assert rules(reading) == [("Sheet1!B2", "error", "too_large")]


def test_a_stated_rate_stands_though_a_part_of_it_cannot_be_read(whole_catalogue: Catalogue) -> None:
    rows = [["地区", "应出庭", "出庭", "出庭率"], ["东湖区", 20, "若干", "75%"]]
    reading = read(whole_catalogue, rows, period="2023")
    assert facts(reading, whole_catalogue) == {("东湖区", "C01", "2023"): "75 (/20)"}
    assert rules(reading) == [("Sheet1!C2", "error", "not_a_number")]
