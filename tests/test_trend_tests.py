"""The sentence of 指标趋势 about what is more than chance: by cases, by values, since the last change of definition."""

import pytest
from literal import value

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
