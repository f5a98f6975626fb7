"""Cumulative figures (累计): shown where nothing else is known, never summed, compared or held against a target."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from literal import value

from faheng.store.database import Store
from faheng.views import choices
from faheng.views.comparison import Comparison, comparison
from faheng.views.source import source_of

Publish = Callable[..., int]
REGIONS = ("990102", "990103", "990104", "990121", "990122", "990123", "990171", "990199")
CITY = "990100"


@pytest.fixture
def compare(fresh_database: Store) -> Callable[..., Comparison]:
    def run(indicator_code: str, period_code: str) -> Comparison:
        return comparison(
            fresh_database,
            release=fresh_database.latest_release,
            city_code=CITY,
            indicator_code=indicator_code,
            period_code=period_code,
        )

    return run


def rows(store: Store, indicator_code: str, period: str) -> list[tuple[str, str, str, object]]:
    """Region, basis, status and value of the view regional_value."""
    with store.cursor(store.latest_release) as cursor:
        return cursor.execute(
            "select region_code, basis, status, value from regional_value "
            "where indicator_code = $code and period = $period order by region_code",
            {"code": indicator_code, "period": period},
        ).fetchall()


def test_it_is_shown_and_marked_where_nothing_else_is_known(
    publish_values: Publish, compare: Callable[..., Comparison]
) -> None:
    publish_values(value("F06", "990102", "2024", "5", basis="cumulative"))
    shown = compare("F06", "2024").rows[0]
    assert (shown.shown, shown.mark, shown.state_text, shown.cumulative) == (5, "累计", "累计", True)


def test_another_figure_of_the_period_comes_before_it(fresh_database: Store, publish_values: Publish) -> None:
    publish_values(
        value("F06", "990102", "2024", "5", basis="cumulative"),
        value("F06", "990102", "2024", "4", basis="end"),
    )
    assert rows(fresh_database, "F06", "2024") == [("990102", "end", "final", 4)]


@pytest.mark.parametrize(("months", "status"), [(12, "final"), (3, "incomplete")])
def test_parts_of_the_period_come_before_it(
    fresh_database: Store, publish_values: Publish, months: int, status: str
) -> None:
    publish_values(
        value("E08", "990102", "2024", "99", basis="cumulative"),
        *(value("E08", "990102", f"2024-{month:02d}", "2") for month in range(1, months + 1)),
    )
    expected = 24 if status == "final" else None
    assert rows(fresh_database, "E08", "2024") == [("990102", "within", status, expected)]


def test_months_that_are_cumulative_make_no_year(fresh_database: Store, publish_values: Publish) -> None:
    publish_values(
        *(
            value("E08", "990102", f"2024-{month:02d}", str(month), basis="cumulative")
            for month in range(1, 13)
        )
    )
    assert rows(fresh_database, "E08", "2024") == []
    assert rows(fresh_database, "E08", "2024-12") == [("990102", "cumulative", "final", 12)]


def test_it_enters_no_sum_of_the_city(publish_values: Publish, compare: Callable[..., Comparison]) -> None:
    publish_values(
        *(value("F06", code, "2024", "2", basis="end") for code in REGIONS[1:]),
        value("F06", "990102", "2024", "50", basis="cumulative"),
    )
    shown = compare("F06", "2024")
    assert (shown.city_figure.made, shown.city_figure.shown, shown.city_figure.regions_summed) == (
        "partial",
        14,
        7,
    )
    assert (
        "累计（东湖区）：从开始统计算到期末的总数，不与别的数相加，不与不是累计的数比较，也不与目标比。"
        in shown.notes
    )
    assert not any("还可能修改" in note for note in shown.notes)


def test_the_citys_own_is_shown_when_its_regions_do_not_make_it(
    publish_values: Publish, compare: Callable[..., Comparison]
) -> None:
    publish_values(
        value("F06", CITY, "2024", "9", basis="cumulative"), value("F06", "990102", "2024", "2", basis="end")
    )
    whole = compare("F06", "2024").city_row
    assert (whole.shown, whole.mark) == (9, "累计")


def test_it_is_never_held_against_the_computed_value(
    publish_values: Publish, compare: Callable[..., Comparison]
) -> None:
    publish_values(
        *(value("F06", code, "2024", "2", basis="end") for code in REGIONS),
        value("F06", CITY, "2024", "99", basis="cumulative"),
    )
    shown = compare("F06", "2024")
    assert (shown.city_row.shown, shown.city_row.mark) == (16, "")
    assert not shown.city_figure.reported_differs


def test_it_is_not_compared_with_another_basis(
    publish_values: Publish, compare: Callable[..., Comparison]
) -> None:
    publish_values(
        value("F06", "990102", "2023", "4", basis="end"),
        value("F06", "990102", "2024", "9", basis="cumulative"),
        value("F06", CITY, "2023", "30", basis="end"),
        value("F06", CITY, "2024", "40", basis="cumulative"),
    )
    shown = compare("F06", "2024")
    assert (shown.rows[0].previous, shown.rows[0].change, shown.rows[0].comparable) == (4, None, False)
    assert (shown.city_row.change, shown.city_row.comparable) == (None, False)
    assert "全市值与上年不可比：本期是累计数，上年不是。" in shown.notes
    assert shown.chart.rows[0].previous is None


def test_two_cumulative_figures_may_be_compared(
    publish_values: Publish, compare: Callable[..., Comparison]
) -> None:
    publish_values(
        value("F06", "990102", "2023", "7", basis="cumulative"),
        value("F06", "990102", "2024", "9", basis="cumulative"),
    )
    assert compare("F06", "2024").rows[0].change == 2


def test_it_has_neither_interval_nor_target(
    publish_values: Publish, compare: Callable[..., Comparison]
) -> None:
    publish_values(value("C01", "990102", "2024", parts=("9", "10"), basis="cumulative"))
    shown = compare("C01", "2024").rows[0]
    assert (shown.shown, shown.interval, shown.target, shown.gap) == (90, None, None, None)


def test_its_source_is_its_own_cell_and_not_that_of_the_other_figure(
    fresh_database: Store, publish_values: Publish
) -> None:
    publish_values(value("F06", "990102", "2024", "9", basis="cumulative", cell="数据!C7"), name="一.xlsx")
    release = publish_values(value("F06", "990102", "2023", "4", basis="end"), name="二.xlsx")
    found = source_of(
        fresh_database, release=release, indicator_code="F06", region_code="990102", period_code="2024"
    )
    assert (found.text, found.made) == ("9个 累计", "reported")
    assert [(cell.address, cell.text) for revision in found.revisions for cell in revision.cells] == [
        ("C7", "9")
    ]


def test_its_period_can_be_chosen(fresh_database: Store, publish_values: Publish) -> None:
    release = publish_values(value("F06", "990102", "2024", "9", basis="cumulative"))
    assert [period.code for period in choices.periods(fresh_database, release, CITY, "F06")] == ["2024"]
