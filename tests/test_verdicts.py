"""Verdicts on 县区对比: who differs from the rest, or from before, by more than chance; words follow the direction."""

import pytest
from literal import value
from scipy.stats import hypergeom

from faheng.period import period_from_code
from faheng.views.city_rows import city_rows
from faheng.views.comparison import Comparison, comparison
from faheng.views.question import ask
from faheng.views.standing import standing
from faheng.views.verdicts import judge

REGIONS = ("990102", "990103", "990104", "990121", "990122", "990123", "990171", "990199")


@pytest.fixture
def compare(fresh_database):
    def run(indicator_code: str, period: str) -> Comparison:
        return comparison(
            fresh_database,
            release=fresh_database.latest_release,
            city_code="990100",
            indicator_code=indicator_code,
            period_code=period,
        )

    return run


def column(result: Comparison, key: str) -> dict[str, str]:
    """Region code → cell of one column, as words."""
    (index,) = [index for index, column in enumerate(result.table.columns) if column.key == key]
    return {code: texts[index] for code, texts in zip(result.table.keys, result.table.texts(), strict=True)}


def rest(indicator: str, parts: tuple[str, str], period: str = "2024") -> list:
    return [value(indicator, code, period, parts=parts) for code in REGIONS[1:]]


def test_a_region_clearly_below_the_rest_is_said_and_coloured(publish_values, compare):
    publish_values(value("C01", "990102", "2024", parts=("12", "30")), *rest("C01", ("28", "30")))
    result = compare("C01", "2024")
    assert result.chart.title.endswith("东湖区明显劣于其余")
    low, other = result.chart.rows[:2]
    assert (low.verdict, low.judged) == ("明显劣于", "worse")
    assert (other.verdict, other.judged) == ("", "no difference")
    p = 2 * hypergeom.cdf(12, 240, 12 + 7 * 28, 30)
    assert result.judged.against_city["990102"].p == pytest.approx(p)
    assert column(result, "verdict")["990102"] == "明显劣于（p<0.001）"
    assert column(result, "verdict")["990103"] == "看不出差别"
    assert column(result, "verdict")["990100"] == "—" or not column(result, "verdict")["990100"]


def test_the_same_numbers_of_an_indicator_that_should_be_low_are_good(publish_values, compare):
    publish_values(value("C04", "990102", "2024", parts=("0", "60")), *rest("C04", ("12", "60")))
    result = compare("C04", "2024")
    assert (result.chart.rows[0].verdict, result.chart.rows[0].judged) == ("明显优于", "better")


def test_three_cases_of_three_are_too_few(publish_values, compare):
    publish_values(value("C01", "990102", "2024", parts=("3", "3")), *rest("C01", ("170", "200")))
    result = compare("C01", "2024")
    assert column(result, "verdict")["990103"] == "看不出差别"
    assert column(result, "verdict")["990102"] == "案件太少，看不出好坏"
    assert any("东湖区案件太少，看不出好坏" in note for note in result.notes)
    assert result.chart.title.endswith("地区之间看不出差别")


def test_a_change_is_tested_against_the_period_before(publish_values, compare):
    publish_values(
        value("C01", "990102", "2023", parts=("15", "30")),
        value("C01", "990102", "2024", parts=("29", "30")),
        *rest("C01", ("28", "30"), "2023"),
        *rest("C01", ("28", "30")),
    )
    result = compare("C01", "2024")
    assert column(result, "change_verdict")["990102"] == "明显优于（p<0.001）"
    assert column(result, "change_verdict")["990103"] == "案件太少，看不出好坏"
    assert set(result.judged.against_previous) == {*REGIONS, "990100"}


def test_a_full_list_is_not_tested(publish_values, compare):
    publish_values(value("E04", "990102", "2024", parts=("60", "62")), *rest("E04", ("60", "60")))
    result = compare("E04", "2024")
    assert (result.judged.against_city, result.judged.against_previous) == ({}, {})
    assert {row.judged for row in result.chart.rows} == {"untested"}


def test_verdicts_do_not_depend_on_the_order_of_the_rows(publish_values, fresh_database):
    publish_values(value("C01", "990102", "2024", parts=("12", "30")), *rest("C01", ("28", "30")))
    known = city_rows(fresh_database, release=fresh_database.latest_release, city_code="990100")
    catalogue = fresh_database.catalogue(fresh_database.latest_release)
    question = ask(catalogue, city_code="990100", indicator_code="C01", period=period_from_code("2024"))
    found = standing(known, question)
    turned = type(found)(question, found.rows[::-1], found.whole, found.figure)
    assert judge(known, found) == judge(known, turned)
