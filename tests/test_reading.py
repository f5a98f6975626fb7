"""A reading after cells were withheld."""

from datetime import date

from sheets import read

from faheng.catalogue import Catalogue
from faheng.intake.read import MOST_ISSUES, read_file
from faheng.intake.reading import blocking, withhold
from faheng.period import parse_period


def test_a_cell_withheld_stays_unreported(whole_catalogue: Catalogue) -> None:
    reading = read(whole_catalogue, [["地区", "E08"], ["东湖区", "三百多"], ["西岭区", 6]], period="2023")
    assert [issue.cell for issue in blocking(reading.issues, [])] == ["Sheet1!B2"]
    held = withhold(reading, ["Sheet1!B2", "Sheet1!B3"])
    assert held.values == ()
    assert blocking(held.issues, []) == []
    assert {(mark.cell, mark.kind) for mark in held.missing} == {
        ("Sheet1!B2", "not_reported"),
        ("Sheet1!B3", "not_reported"),
    }


def test_issues_of_one_kind_are_listed_up_to_a_limit_and_the_rest_is_counted(
    whole_catalogue: Catalogue,
) -> None:
    lines = [f"某某{number}县,{number}" for number in range(MOST_ISSUES + 90)]  # 40 of them are asked about
    lines += [f"东湖区,不详{number}" for number in range(MOST_ISSUES + 3)]
    data = "\n".join(["地区,E08", "西岭区,1", *lines]).encode()
    city = whole_catalogue.find_city("演示市")
    assert city is not None
    period = parse_period("2023")
    file = read_file(data, "表.csv", whole_catalogue, city=city, period=period, today=date(2024, 3, 1))
    of_rule = {
        rule: [issue for issue in file.issues if issue.rule == rule]
        for rule in ("unknown_region", "not_a_number")
    }
    assert {rule: len(issues) for rule, issues in of_rule.items()} == {
        "unknown_region": MOST_ISSUES + 1,
        "not_a_number": MOST_ISSUES + 1,
    }
    assert "还有 50 处" in of_rule["unknown_region"][-1].message
    assert "还有 3 处" in of_rule["not_a_number"][-1].message
    # No cell that could be marked 这格先不报 stands for what is not listed.
    assert of_rule["not_a_number"][-1].cell == "csv"


def test_a_value_with_an_error_that_is_not_listed_is_not_kept(whole_catalogue: Catalogue) -> None:
    lines = [f"{1900 + number},东湖区,1.5" for number in range(MOST_ISSUES + 2)]
    data = "\n".join(["年份,地区,E08", *lines]).encode()
    city = whole_catalogue.find_city("演示市")
    assert city is not None
    file = read_file(data, "表.csv", whole_catalogue, city=city, period=None, today=date(2200, 3, 1))
    assert len(file.reading.values) == MOST_ISSUES
