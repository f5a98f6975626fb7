"""Which period a page shows of an indicator: literal reports."""

from __future__ import annotations

import pytest

from faheng.period import period_from_code
from faheng.views.latest import PeriodReports, latest


def report(text: str) -> PeriodReports:
    """`2024-Q3 8`, `2024-01..09 1 累计`: a period, how many regions have reported, and of what kind."""
    code, regions, *cumulative = text.split()
    return PeriodReports(period_from_code(code), int(regions), bool(cumulative))


@pytest.mark.parametrize(
    ("reports", "expected"),
    [
        (["2024-Q1 8", "2024-Q2 8"], "2024-Q2"),
        (["2024-Q1 8", "2024-Q2 4"], "2024-Q2"),
        (["2024-Q1 8", "2024-Q2 3"], "2024-Q1"),
        (["2025-11 8", "2025 7"], "2025"),
        (["2024-Q4 8", "2024-H2 8", "2024 8"], "2024"),
        (["2024-Q3 8", "2024-01..09 1 累计"], "2024-Q3"),
        (["2024-Q2 8", "2024-01..09 8 累计"], "2024-Q2"),
        (["2024-03 1", "2024-01..09 8 累计"], "2024-01..09"),
        (["2024-Q3 8", "2024 0"], "2024-Q3"),  # the year is the city's own figure alone
        (["2023-12 0", "2023 0"], "2023"),
    ],
)
def test_the_latest_period_that_is_not_reported_by_far_fewer(reports: list[str], expected: str) -> None:
    found = latest(map(report, reports))
    assert found == period_from_code(expected)


def test_of_nothing_there_is_none() -> None:
    assert latest([]) is None
