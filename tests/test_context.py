"""Which period, indicator and unit a table takes from its surroundings."""

import pytest
from sheets import facts, read, rules

from faheng.catalogue import Catalogue


def test_quarters_take_their_year_from_the_title(whole_catalogue: Catalogue) -> None:
    reading = read(
        whole_catalogue,
        [
            ["2023年行政复议新收案件数（件）"],
            ["地区", "第一季度", "二季度", "上半年", "1-9月", "全年"],
            ["东湖区", 3, 4, 7, 12, 15],
            ["石桥县", 1, 0, 1, 2, 4],
        ],
    )
    assert facts(reading, whole_catalogue) == {
        ("东湖区", "C05", "2023-Q1"): "3",
        ("东湖区", "C05", "2023-Q2"): "4",
        ("东湖区", "C05", "2023-H1"): "7",
        ("东湖区", "C05", "2023-01..09"): "12",
        ("东湖区", "C05", "2023"): "15",
        ("石桥县", "C05", "2023-Q1"): "1",
        ("石桥县", "C05", "2023-Q2"): "0",
        ("石桥县", "C05", "2023-H1"): "1",
        ("石桥县", "C05", "2023-01..09"): "2",
        ("石桥县", "C05", "2023"): "4",
    }


def test_a_part_of_a_year_is_never_stored_as_the_year(whole_catalogue: Catalogue) -> None:
    reading = read(
        whole_catalogue,
        {"2023年上半年": [["地区", "法援案件"], ["东湖区", 5], ["西岭区", 6]]},
        period="2023",
    )
    assert set(facts(reading, whole_catalogue)) == {
        ("东湖区", "E08", "2023-H1"),
        ("西岭区", "E08", "2023-H1"),
    }


def test_year_column_in_several_spellings(whole_catalogue: Catalogue) -> None:
    rows = [["年度", "地区", "C05", "E09"]]
    for year in (2023, "2023", "2023年", "２０２３", "二〇二三年", "2023年度"):
        reading = read(whole_catalogue, [*rows, [year, "东湖区", 5, 9], [year, "西岭区", 6, 10]])
        assert facts(reading, whole_catalogue) == {
            ("东湖区", "C05", "2023"): "5",
            ("东湖区", "E09", "2023"): "9",
            ("西岭区", "C05", "2023"): "6",
            ("西岭区", "E09", "2023"): "10",
        }


def test_a_two_digit_year_is_asked_about(whole_catalogue: Catalogue) -> None:
    reading = read(whole_catalogue, [["年度", "地区", "C05"], ["23年", "东湖区", 5], ["2023年", "西岭区", 6]])
    assert set(facts(reading, whole_catalogue)) == {("西岭区", "C05", "2023")}
    assert rules(reading) == [("Sheet1!A2", "error", "unknown_period")]


def test_without_any_period_nothing_is_read(whole_catalogue: Catalogue) -> None:
    reading = read(whole_catalogue, [["地区", "C05"], ["东湖区", 5], ["西岭区", 6]])
    assert reading.values == ()
    assert [rule for _, _, rule in rules(reading)] == ["period_missing"]


def test_title_and_sheet_name_that_disagree_about_the_year_are_an_error(whole_catalogue: Catalogue) -> None:
    reading = read(
        whole_catalogue, {"2022": [["2023年情况表"], ["地区", "C05"], ["东湖区", 5], ["西岭区", 6]]}
    )
    assert ("2022!A1", "error", "year_conflict") in rules(reading)


def test_another_year_than_the_chosen_one_is_a_warning_and_the_file_counts(
    whole_catalogue: Catalogue,
) -> None:
    reading = read(
        whole_catalogue, [["2022年情况表"], ["地区", "C05"], ["东湖区", 5], ["西岭区", 6]], period="2023"
    )
    assert {value.period.code for value in reading.values} == {"2022"}
    assert rules(reading) == [("Sheet1!B3", "warning", "year_conflict")]


def test_a_title_about_part_of_a_year_without_a_code_is_asked_about(whole_catalogue: Catalogue) -> None:
    for title in ("2023年3-5月情况", "截至2023年9月底情况", "2023年人民调解月报表"):
        reading = read(
            whole_catalogue, [[title], ["地区", "C05"], ["东湖区", 5], ["西岭区", 6]], period="2023"
        )
        assert reading.values == ()
        assert rules(reading) == [("Sheet1!A1", "error", "unknown_period")]


def test_the_first_three_quarters_are_a_period_of_their_own(whole_catalogue: Catalogue) -> None:
    for title in ("2023年前三季度情况", "2023年一至三季度情况", "2023年1-9月情况"):
        reading = read(whole_catalogue, [[title], ["地区", "C05"], ["东湖区", 5], ["西岭区", 6]])
        assert {value.period.code for value in reading.values} == {"2023-01..09"}


def test_codes_of_regions_beside_their_names_are_one_table(whole_catalogue: Catalogue) -> None:
    reading = read(
        whole_catalogue,
        [
            ["地区代码", "地区", "年份", "季度", "C05"],
            [990102, "东湖区", 2023, "第一季度", 5],
            [990103, "西岭区", 2023, "第二季度", 6],
        ],
    )
    assert facts(reading, whole_catalogue) == {
        ("东湖区", "C05", "2023-Q1"): "5",
        ("西岭区", "C05", "2023-Q2"): "6",
    }


@pytest.mark.parametrize(
    "title",
    [
        "截至2023年9月各县区法律援助情况",
        "截止2023年9月",
        "2023年9月底各县区情况",
        "各县区情况（2023年9月30日）",
        "今年以来情况",
        "截至目前情况",
    ],
)
def test_until_some_month_is_neither_the_month_nor_the_year(whole_catalogue: Catalogue, title: str) -> None:
    reading = read(whole_catalogue, [[title], ["地区", "C05"], ["东湖区", 5], ["西岭区", 6]], period="2023")
    assert reading.values == ()
    assert rules(reading) == [("Sheet1!A1", "error", "unknown_period")]


@pytest.mark.parametrize(
    "title", ["截至2023年12月底情况", "2023年度情况（2024年1月15日）", "截至2023年底情况"]
)
def test_until_the_end_of_the_year_is_the_year(whole_catalogue: Catalogue, title: str) -> None:
    reading = read(whole_catalogue, [[title], ["地区", "E02"], ["东湖区", 5], ["西岭区", 6]])
    assert {value.period.code for value in reading.values} == {"2023"}
    assert reading.issues == ()


def test_a_bare_number_under_month_or_quarter_is_one(whole_catalogue: Catalogue) -> None:
    for header, code in (("月份", "2023-09"), ("季度", "2023-Q3")):
        number = 9 if header == "月份" else 3
        rows = [["年份", header, "地区", "C05"], [2023, number, "东湖区", 5], [2023, number, "西岭区", 6]]
        reading = read(whole_catalogue, rows)
        assert {value.period.code for value in reading.values} == {code}
