"""The sentence of 指标趋势 about what is more than chance: by cases, by values, since the last change of definition."""

import pytest
from literal import value

from faheng.measures.trends import trend_of_cases
from faheng.measures.verdict_words import p_text
from faheng.views.trend import Trend, trend

REGIONS = ("990102", "990103", "990104", "990121", "990122", "990123", "990171", "990199")


@pytest.fixture
def tested(fresh_database):
    def run(indicator_code: str) -> str:
        shown: Trend = trend(
            fresh_database,
            release=fresh_database.latest_release,
            city_code="990100",
            indicator_code=indicator_code,
            frequency="year",
            region_codes=("990102",),
        )
        return next((note for note in shown.notes if note.startswith("趋势检验")), "")

    return run


def years(indicator: str, parts: dict[str, tuple[str, str]], region: str) -> list:
    return [value(indicator, region, year, parts=pair) for year, pair in parts.items()]


def test_rising_rates_are_tested_by_their_cases(publish_values, tested):
    rising = {"2020": ("10", "20"), "2021": ("13", "20"), "2022": ("17", "20"), "2023": ("20", "20")}
    level = dict.fromkeys(rising, ("16", "20"))
    publish_values(
        *years("C02", rising, "990102"),
        *[each for code in REGIONS[1:] for each in years("C02", level, code)],
    )
    sentence = tested("C02")
    assert sentence.startswith("趋势检验：东湖区持续上升（p<0.001），全市")


def test_at_100_percent_throughout_no_change_is_seen(publish_values, tested):
    publish_values(*years("C02", {str(year): ("9", "9") for year in range(2019, 2024)}, "990102"))
    assert tested("C02").startswith("趋势检验：东湖区看不出变化（p=1.000）")


def test_three_years_are_too_few(publish_values, tested):
    publish_values(*years("C02", {str(year): ("9", "12") for year in range(2021, 2024)}, "990102"))
    assert "东湖区期数不足" in tested("C02")


def test_a_full_list_is_not_tested(publish_values, tested):
    publish_values(*years("E04", {str(year): ("9", "9") for year in range(2019, 2024)}, "990102"))
    assert tested("E04") == ""


def test_a_year_without_a_value_keeps_its_place_in_time(publish_values, tested):
    # By the numbers of the years 2020, 2021, 2022 and 2030, not 1 to 4: trends.trend_of_cases says the same.
    known = {"2020": ("8", "20"), "2021": ("9", "20"), "2022": ("16", "20"), "2030": ("14", "20")}
    publish_values(*years("C02", known, "990102"))
    cases = [(8, 20), (9, 20), (16, 20), *[(0, 0)] * 7, (14, 20)]
    assert f"东湖区看不出变化（{p_text(trend_of_cases(tuple(cases)).p)}）" in tested("C02")


def test_a_rise_with_one_step_back_is_no_steady_one(publish_values, tested):
    rising = {"2020": ("4", "20"), "2021": ("12", "20"), "2022": ("11", "20"), "2023": ("20", "20")}
    publish_values(*years("C02", rising, "990102"))
    assert "东湖区总体上升（p<0.001）" in tested("C02")


def test_where_only_some_values_have_cases_those_without_are_marked(publish_values, tested):
    # 东湖区 printed only its rates: five values in order are 2 of 120 orders.
    publish_values(
        *[value("C02", "990102", str(year), str(40 + year - 2019)) for year in range(2019, 2024)],
        *[
            value("C02", code, str(year), parts=("15", "20"))
            for code in REGIONS[1:]
            for year in range(2019, 2024)
        ],
        *[value("C02", "990100", str(year), parts=("15", "20")) for year in range(2019, 2024)],
    )
    sentence = tested("C02")
    assert "东湖区持续上升（按数值，p=0.017）" in sentence
    assert sentence.startswith("趋势检验：东湖区")


def test_cumulative_figures_are_not_tested(publish_values, tested):
    publish_values(
        *[
            value("C02", "990102", str(year), parts=("15", "20"), basis="cumulative")
            for year in range(2019, 2024)
        ]
    )
    assert "东湖区" not in tested("C02")
