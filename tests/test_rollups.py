"""Roll-ups over space and time: one view each, literal rows in, known sums out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from literal import somebody, submit, value

from faheng.catalogue import Catalogue
from faheng.period import Period
from faheng.roles import SYSTEM
from faheng.store.database import Store
from faheng.store.releases import publish, publish_catalogue

Publish = Callable[..., int]
PARTS = ["990102", "990103", "990104", "990121", "990122", "990123", "990171", "990199"]


def first(store: Store, release: int, query: str, **parameters: str) -> Any:
    """The first row of a query on the views of a release, None when there is none."""
    with store.cursor(release) as cursor:
        rows = cursor.execute(query, parameters).fetchall()
    return rows[0] if rows else None


def area(store: Store, release: int, indicator_code: str, period: str) -> Any:
    """The city's row of the view area_value."""
    query = (
        "select numerator, denominator, value, regions_reported, regions_summed, regions_expected, reported_value "
        "from area_value where area_code = '990100' and indicator_code = $indicator_code and period = $period"
    )
    return first(store, release, query, indicator_code=indicator_code, period=period)


def regional(store: Store, release: int, indicator_code: str, period: str) -> Any:
    """东湖区's row of the view regional_value."""
    query = (
        "select numerator, denominator, value, status, parts_reported, parts_expected from regional_value "
        "where region_code = '990102' and indicator_code = $indicator_code and period = $period"
    )
    return first(store, release, query, indicator_code=indicator_code, period=period)


def test_a_city_rate_is_the_ratio_of_sums(fresh_database: Store, publish_values: Publish) -> None:
    # 3/3 and 90/180: the mean of rates would be 75 %, the ratio of sums is 93/183.
    release = publish_values(
        value("C01", "990102", "2024-Q1", parts=("3", "3")),
        value("C01", "990103", "2024-Q1", parts=("90", "180")),
    )
    assert area(fresh_database, release, "C01", "2024-Q1") == (93, 183, Decimal("50.819672"), 2, 2, 8, None)


def test_a_count_is_summed_and_a_city_figure_kept_beside_it(
    fresh_database: Store, publish_values: Publish
) -> None:
    release = publish_values(
        value("E08", "990102", "2024-01", "12"),
        value("E08", "990103", "2024-01", "30"),
        value("E08", "990100", "2024-01", "43"),
    )
    assert area(fresh_database, release, "E08", "2024-01") == (None, None, 42, 2, 2, 8, 43)


def test_a_rate_without_parts_enters_no_sum(fresh_database: Store, publish_values: Publish) -> None:
    release = publish_values(
        value("C01", "990102", "2024-Q1", parts=("8", "10")), value("C01", "990103", "2024-Q1", "100")
    )
    assert area(fresh_database, release, "C01", "2024-Q1") == (8, 10, 80, 2, 1, 8, None)


def test_no_cases_is_reported_and_not_summed(fresh_database: Store, publish_values: Publish) -> None:
    release = publish_values(
        value("C01", "990102", "2024-Q1", parts=("8", "10")),
        value("C01", "990103", "2024-Q1", parts=("0", "0"), status="not_applicable"),
    )
    assert area(fresh_database, release, "C01", "2024-Q1") == (8, 10, 80, 2, 1, 8, None)


def test_a_satisfaction_is_weighted_by_sample_size(fresh_database: Store, publish_values: Publish) -> None:
    # (90·100 + 96·300) ÷ 400 = 94.5
    surveyed = [
        replace(value("G05", code, "2024", amount, basis="end"), denominator=Decimal(size))
        for code, amount, size in (("990102", "90", 100), ("990103", "96", 300))
    ]
    release = publish_values(*surveyed)
    assert area(fresh_database, release, "G05", "2024")[2] == Decimal("94.5")


def test_what_only_the_city_reports_is_never_summed(fresh_database: Store, publish_values: Publish) -> None:
    release = publish_values(
        value("B09", "990102", "2024", "1200", basis="end"),
        value("B09", "990100", "2024", "4226", basis="end"),
    )
    assert area(fresh_database, release, "B09", "2024")[2:] == (None, 1, 0, 8, 4226)


def test_a_zone_inside_its_host_county_is_not_summed_again(
    fresh_database: Store, catalogue: Catalogue
) -> None:
    inside = replace(catalogue.regions["990171"], counted_in="990102")
    publish_catalogue(
        fresh_database, replace(catalogue, regions={**catalogue.regions, "990171": inside}), actor=SYSTEM
    )
    number = submit(
        fresh_database,
        [value("E08", "990102", "2024-01", "12"), value("E08", "990171", "2024-01", "5")],
    )
    release = publish(fresh_database, [number], actor=somebody("李强"))
    assert area(fresh_database, release, "E08", "2024-01") == (None, None, 12, 1, 1, 7, None)


def test_a_year_is_made_of_its_quarters_when_all_are_in(
    fresh_database: Store, publish_values: Publish
) -> None:
    release = publish_values(
        *(value("C01", "990102", f"2024-Q{q}", parts=(str(q), "10")) for q in (1, 2, 3, 4)),
    )
    assert regional(fresh_database, release, "C01", "2024") == (10, 40, 25, "final", 4, 4)
    assert regional(fresh_database, release, "C01", "2024-H1") == (3, 20, 15, "final", 2, 2)


def test_a_year_with_a_missing_quarter_has_no_value(fresh_database: Store, publish_values: Publish) -> None:
    release = publish_values(*(value("C01", "990102", f"2024-Q{q}", parts=("5", "10")) for q in (1, 2, 4)))
    assert regional(fresh_database, release, "C01", "2024") == (None, None, None, "incomplete", 3, 4)


def test_a_stock_over_a_year_is_its_last_month(fresh_database: Store, publish_values: Publish) -> None:
    release = publish_values(
        *(value("F05", "990102", f"2024-{month:02d}", str(month), basis="end") for month in range(1, 13))
    )
    assert regional(fresh_database, release, "F05", "2024")[2:] == (12, "final", 12, 12)


def test_a_quarter_without_cases_adds_nothing_to_its_year(
    fresh_database: Store, publish_values: Publish
) -> None:
    release = publish_values(
        *(value("C01", "990102", f"2024-Q{q}", parts=("5", "10")) for q in (1, 2, 3)),
        value("C01", "990102", "2024-Q4", parts=("0", "0"), status="not_applicable"),
    )
    assert regional(fresh_database, release, "C01", "2024") == (15, 30, 50, "final", 4, 4)


def test_a_reported_year_comes_before_a_computed_one(fresh_database: Store, publish_values: Publish) -> None:
    release = publish_values(
        *(value("C01", "990102", f"2024-Q{q}", parts=("5", "10")) for q in (1, 2, 3, 4)),
        value("C01", "990102", "2024", parts=("21", "40")),
    )
    assert regional(fresh_database, release, "C01", "2024") == (21, 40, Decimal("52.5"), "final", 1, 1)


def test_a_provisional_part_makes_the_whole_provisional(
    fresh_database: Store, publish_values: Publish
) -> None:
    release = publish_values(
        *(value("E08", "990102", f"2024-{month:02d}", "1") for month in range(1, 12)),
        value("E08", "990102", "2024-12", "1", status="provisional"),
    )
    assert regional(fresh_database, release, "E08", "2024")[2:4] == (12, "provisional")


def test_cumulative_figures_are_never_summed(fresh_database: Store, publish_values: Publish) -> None:
    release = publish_values(
        *(value("E08", "990102", f"2024-{m:02d}", "5", basis="cumulative") for m in range(1, 13))
    )
    assert regional(fresh_database, release, "E08", "2024") is None


years = iter(range(1990, 2060))
counts = st.tuples(st.integers(0, 40), st.integers(1, 60)).map(lambda pair: (min(pair), max(pair)))


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(counts, min_size=len(PARTS), max_size=len(PARTS)), st.randoms(use_true_random=False))
def test_the_city_rate_depends_on_no_partition_and_no_order(
    fresh_database: Store, cases: list[tuple[int, int]], random: Any
) -> None:
    rows = [
        value("C02", code, "2023-Q2", parts=(str(n), str(d)))
        for code, (n, d) in zip(PARTS, cases, strict=True)
    ]
    random.shuffle(rows)
    year = next(years)  # the store goes on living from example to example
    rows = [replace(row, period=Period(year, 4, 6)) for row in rows]
    number = submit(fresh_database, rows, name=f"{year}.xlsx")
    release = publish(fresh_database, [number], actor=somebody("李强"))
    numerator, denominator, rate, *_ = area(fresh_database, release, "C02", f"{year}-Q2")
    assert (numerator, denominator) == (sum(n for n, _ in cases), sum(d for _, d in cases))
    assert float(rate) == pytest.approx(100 * float(numerator) / float(denominator), abs=1e-6)
