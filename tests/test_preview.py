"""What a publish would change, before it happens: the preview says what the pages say afterwards, and nobody else sees it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from literal import somebody, submit, value

from faheng.store.database import Store, StoreError
from faheng.store.preview import preview
from faheng.store.releases import publish
from faheng.views.city_rows import city_rows
from faheng.views.compared import compared
from faheng.views.overview import overview
from faheng.views.ranking import ranks_in

Publish = Callable[..., int]
CITY, COUNTY, OTHER, THIRD = "990100", "990102", "990103", "990122"


def published(store: Any, release: int) -> list[tuple[Any, ...]]:
    rows = store.read("published_values", release=release, region_codes=[COUNTY, OTHER], periods=None)
    return [(row.indicator_code, row.region_code, row.period, row.numerator) for row in rows]


def test_a_preview_has_the_new_values_in_the_place_of_the_old(
    fresh_database: Store, publish_values: Publish
) -> None:
    release = publish_values(
        value("C01", COUNTY, "2024", parts=("45", "50")), value("C01", OTHER, "2024", parts=("3", "3"))
    )
    number = submit(
        fresh_database,
        [value("C01", COUNTY, "2024", parts=("46", "50")), value("C04", COUNTY, "2024", parts=("5", "40"))],
        name="改.xlsx",
    )
    with preview(fresh_database, [number], release=release) as after:
        assert published(after, release) == [
            ("C01", COUNTY, "2024", 46),
            ("C01", OTHER, "2024", 3),
            ("C04", COUNTY, "2024", 5),
        ]


def test_nobody_else_sees_a_preview_and_nothing_is_written(
    fresh_database: Store, publish_values: Publish
) -> None:
    release = publish_values(value("C01", COUNTY, "2024", parts=("45", "50")))
    number = submit(fresh_database, [value("C01", COUNTY, "2024", parts=("46", "50"))], name="改.xlsx")
    with preview(fresh_database, [number], release=release):
        assert published(fresh_database, release) == [("C01", COUNTY, "2024", 45)]
    assert published(fresh_database, release) == [("C01", COUNTY, "2024", 45)]
    assert fresh_database.latest_release == release


def test_a_preview_keeps_no_writer_waiting(fresh_database: Store, publish_values: Publish) -> None:
    release = publish_values(value("C01", COUNTY, "2024", parts=("45", "50")))
    number = submit(fresh_database, [value("C01", COUNTY, "2024", parts=("46", "50"))], name="改.xlsx")
    with preview(fresh_database, [number], release=release) as after:
        publish_values(value("C01", OTHER, "2024", parts=("3", "3")), name="又.xlsx")
        assert published(after, release) == [("C01", COUNTY, "2024", 46)]


def test_a_preview_of_submissions_that_disagree_is_refused(fresh_database: Store) -> None:
    numbers = [
        submit(fresh_database, [value("C01", COUNTY, "2024", parts=(count, "50"))], name=f"{count}.xlsx")
        for count in ("45", "46")
    ]
    with pytest.raises(StoreError, match="给出不同的数"), preview(fresh_database, numbers, release=1):
        pass


def test_a_basis_that_the_catalogue_changed_does_not_stand_twice(
    fresh_database: Store, publish_values: Publish
) -> None:
    release = publish_values(value("C01", COUNTY, "2024", parts=("45", "50"), basis="within"))
    number = submit(
        fresh_database, [value("C01", COUNTY, "2024", parts=("46", "50"), basis="end")], name="改.xlsx"
    )
    with preview(fresh_database, [number], release=release) as after:
        assert published(after, release) == [("C01", COUNTY, "2024", 46)]


def said(store: Any, release: int) -> dict[str, Any]:
    """What the pages say, without the number of the release."""
    found: dict[str, Any] = {}
    for period in ("2024-Q1", "2024-Q2", "2024-H1", "2024", "2025-Q1"):
        shown = overview(store, release=release, city_code=CITY, period_code=period, tab="all")
        found[period] = [finding.text for finding in shown.findings], shown.table.rows, shown.due
        for indicator in ("C01", "C04"):
            asked = {"city_code": CITY, "indicator_code": indicator, "period_code": period}
            shared = compared(store, release=release, **asked)
            found[f"{indicator} {period}"] = shared.found.rows, shared.found.whole, shared.judged
            found[f"ranks of {indicator} {period}"] = ranks_in(shared)
    known = city_rows(store, release=release, city_code=CITY)
    found["rows"] = sorted(known.values_of("C01")), sorted(known.values_of("C04"))
    return found


def test_what_a_preview_says_is_what_is_said_after_publishing(
    fresh_database: Store, publish_values: Publish
) -> None:
    release = publish_values(
        *[value("C01", COUNTY, f"2024-Q{quarter}", parts=("40", "50")) for quarter in range(1, 5)],
        *[value("C01", OTHER, f"2024-Q{quarter}", parts=("45", "50")) for quarter in range(1, 5)],
        value("C01", THIRD, "2024-Q1", parts=("3", "3"), status="provisional"),
        value("C04", COUNTY, "2024-Q1", parts=("5", "40")),
        value("C04", OTHER, "2024-Q1", parts=("5", "40")),
    )
    numbers = [
        submit(
            fresh_database,
            [
                value("C01", COUNTY, "2024-Q1", parts=("20", "50")),
                value("C01", COUNTY, "2024-Q2", parts=("40", "50")),
                value("C01", COUNTY, "2025-Q1", parts=("50", "50")),
            ],
            name="东湖区.xlsx",
        ),
        submit(
            fresh_database,
            [
                value("C01", THIRD, "2024-Q1", parts=("3", "3")),
                value("C04", THIRD, "2024-Q2", parts=("9", "40")),
            ],
            name="永平县.xlsx",
        ),
    ]
    before = said(fresh_database, release)
    with preview(fresh_database, numbers, release=release) as after:
        would_be = said(after, release)
    now = said(fresh_database, publish(fresh_database, numbers, actor=somebody("李强"), note="更正"))
    assert would_be == now
    assert would_be != before
