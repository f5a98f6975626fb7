"""The benchmarks: their data are sound, and their report says whether an aim is met."""

from __future__ import annotations

from benchmarks.big_data import FIRST_YEAR, LAST_YEAR, fill
from benchmarks.report import Measured, ratio_row
from faheng.catalogue import Catalogue
from faheng.store.database import Store
from faheng.store.releases import find_problems


def test_the_big_data_hold_every_county_indicator_and_year_and_pass_the_checks(
    fresh_database: Store, catalogue: Catalogue
) -> None:
    counties = [region for region in catalogue.regions.values() if region.level == "county"]
    expected = len(counties) * len(catalogue.indicators) * (LAST_YEAR - FIRST_YEAR + 1)
    assert fill(fresh_database) == expected
    assert find_problems(fresh_database.root.cursor()) == []


def test_a_ratio_compares_medians_and_says_whether_the_aim_is_met() -> None:
    base = Measured("bare page", new=[9.0, 10.0, 30.0], seen=[10.0])
    page = Measured("page", new=[25.0, 1.0, 26.0], seen=[20.0])
    assert ratio_row("page ÷ bare page", page, base, most=2.0) == (
        "| page ÷ bare page | 2.50 (not met) | 2.00 (met) | at most 2 |"
    )
