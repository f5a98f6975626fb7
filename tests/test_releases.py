"""Releases: what is published, when, and how it is taken back; literal values in, literal rows out."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest
from literal import somebody, submit, value

from faheng.catalogue import Catalogue
from faheng.roles import SYSTEM
from faheng.store.database import Store, StoreError
from faheng.store.release_steps import ReleaseMovedError, find_problems
from faheng.store.releases import (
    compare,
    list_releases,
    publish,
    publish_catalogue,
    undo,
    undo_preview,
    withdraw,
)
from faheng.store.submissions import SameFileError, discard_submission, list_submissions
from faheng.views.differences import difference_table, release_table

Publish = Callable[..., int]
COUNTY, OTHER = "990102", "990103"


def published(store: Store, release: int) -> list[tuple[Any, ...]]:
    """Region, period, numerator, denominator, status of everything published for the two counties."""
    rows = store.read("published_values", release=release, region_codes=[COUNTY, OTHER], periods=None)
    return [(row.region_code, row.period, row.numerator, row.denominator, row.status) for row in rows]


def test_a_past_release_shows_what_it_showed(fresh_database: Store, publish_values: Publish) -> None:
    first = publish_values(value("C01", COUNTY, "2024", parts=("45", "50")))
    second = publish_values(value("C01", COUNTY, "2024", parts=("46", "50")))
    assert published(fresh_database, first) == [(COUNTY, "2024", 45, 50, "final")]
    assert published(fresh_database, second) == [(COUNTY, "2024", 46, 50, "final")]
    assert published(fresh_database, first - 1) == []


def test_only_what_differs_is_written(fresh_database: Store, publish_values: Publish) -> None:
    publish_values(value("C01", COUNTY, "2024", parts=("45", "50")))
    publish_values(
        value("C01", COUNTY, "2024", parts=("45", "50")), value("C01", OTHER, "2024", parts=("3", "3"))
    )
    newest = list_releases(fresh_database)[0]
    assert (newest.rows_opened, newest.rows_closed) == (1, 0)


def test_comparing_tells_new_changed_same_and_not_included(
    fresh_database: Store, publish_values: Publish
) -> None:
    release = publish_values(
        value("C01", COUNTY, "2024", parts=("45", "50")),
        value("C04", COUNTY, "2024", parts=("5", "40")),
        value("E08", COUNTY, "2024", "836"),
    )
    changes = compare(
        fresh_database,
        [
            value("C01", COUNTY, "2024", parts=("45", "50")),
            value("C04", COUNTY, "2024", parts=("6", "40")),
            value("B07", COUNTY, "2024", parts=("9", "10")),
        ],
        release=release,
    )
    assert [(change.kind, change.value.indicator_code) for change in changes] == [
        ("same", "C01"),
        ("changed", "C04"),
        ("added", "B07"),
        ("absent", "E08"),
    ]


def test_a_rate_is_the_same_when_it_is_shown_the_same(fresh_database: Store, publish_values: Publish) -> None:
    release = publish_values(value("C04", COUNTY, "2024", "18.39"))
    (change,) = compare(fresh_database, [value("C04", COUNTY, "2024", "18.3912")], release=release)
    assert change.kind == "same"


def test_the_same_file_twice_says_when_and_by_whom_it_came(
    fresh_database: Store, publish_values: Publish
) -> None:
    values = [value("C01", COUNTY, "2024", parts=("45", "50"))]
    publish_values(*values)
    with pytest.raises(
        SameFileError, match=r"王芳于2025年01月08日 09:30报送.*已在第 2 版发布，这次没有改动任何数据"
    ):
        submit(fresh_database, values)
    assert fresh_database.latest_release == 2
    assert len(list_submissions(fresh_database)) == 1


def test_one_release_holds_several_submissions(fresh_database: Store) -> None:
    first = submit(fresh_database, [value("C01", COUNTY, "2024", parts=("45", "50"))], name="东湖区.xlsx")
    second = submit(fresh_database, [value("C01", OTHER, "2024", parts=("3", "3"))], name="西岭区.xlsx")
    release = publish(fresh_database, [first, second], actor=somebody("李强"))
    assert published(fresh_database, release) == [
        (COUNTY, "2024", 45, 50, "final"),
        (OTHER, "2024", 3, 3, "final"),
    ]


def test_two_submissions_that_disagree_are_not_published_together(fresh_database: Store) -> None:
    first = submit(
        fresh_database, [value("C01", COUNTY, "2024", parts=("45", "50"), cell="数据!C5")], name="甲.xlsx"
    )
    second = submit(
        fresh_database, [value("C01", COUNTY, "2024", parts=("44", "50"), cell="数据!D9")], name="乙.xlsx"
    )
    with pytest.raises(StoreError, match=r"数据!C5.*数据!D9.*东湖区2024年.*不同的数"):
        publish(fresh_database, [first, second], actor=somebody("李强"))
    assert fresh_database.latest_release == 1


def test_a_release_between_preview_and_publish_stops_it(
    fresh_database: Store, publish_values: Publish
) -> None:
    seen = fresh_database.latest_release
    number = submit(fresh_database, [value("C01", COUNTY, "2024", parts=("45", "50"))], name="甲.xlsx")
    publish_values(value("C04", COUNTY, "2024", "5"))
    with pytest.raises(ReleaseMovedError, match="您核对的是第 1 版，现在已是第 2 版"):
        publish(fresh_database, [number], actor=somebody("李强"), seen_release=seen)
    assert publish(fresh_database, [number], actor=somebody("李强"), seen_release=2) == 3


def test_nothing_new_is_not_published(fresh_database: Store, publish_values: Publish) -> None:
    publish_values(value("C01", COUNTY, "2024", parts=("45", "50")))
    number = submit(fresh_database, [value("C01", COUNTY, "2024", parts=("45", "50"))], name="又一份.xlsx")
    with pytest.raises(StoreError, match="完全相同"):
        publish(fresh_database, [number], actor=somebody("李强"))


def test_only_a_publisher_publishes(fresh_database: Store) -> None:
    number = submit(fresh_database, [value("C01", COUNTY, "2024", parts=("45", "50"))])
    with pytest.raises(StoreError, match="王芳没有这个权限：这一步需要“发布”权限"):
        publish(fresh_database, [number], actor=somebody("王芳", "reviewer"))


def test_what_nobody_reviewed_is_not_published(fresh_database: Store) -> None:
    number = submit(fresh_database, [value("C01", COUNTY, "2024", parts=("45", "50"))], is_accepted=False)
    with pytest.raises(StoreError, match="不在“通过”的报送里"):
        publish(fresh_database, [number], actor=somebody("李强", "publisher"))


def test_a_discarded_submission_cannot_be_published(fresh_database: Store) -> None:
    number = submit(fresh_database, [value("C01", COUNTY, "2024", parts=("45", "50"))])
    discard_submission(fresh_database, number, actor=SYSTEM)
    with pytest.raises(StoreError, match="不在“通过”的报送里"):
        publish(fresh_database, [number], actor=somebody("李强"))


def test_a_check_that_finds_something_refuses_the_whole_release(fresh_database: Store) -> None:
    good, bad = (
        value("C01", OTHER, "2024", parts=("3", "3")),
        value("C01", COUNTY, "2024", parts=("60", "50")),
    )
    number = submit(fresh_database, [good, bad])
    with pytest.raises(StoreError, match=r"发布前检查没有通过.*C01 990102 2024"):
        publish(fresh_database, [number], actor=somebody("李强"))
    assert fresh_database.latest_release == 1
    assert published(fresh_database, 2) == []


def test_withdrawing_takes_a_value_back_from_now_on(fresh_database: Store, publish_values: Publish) -> None:
    release = publish_values(value("C01", COUNTY, "2024", parts=("45", "50")))
    withdrawn = withdraw(
        fresh_database, [("C01", COUNTY, "2024", "within")], actor=somebody("李强"), reason="口径有误"
    )
    assert published(fresh_database, withdrawn) == []
    assert published(fresh_database, release) == [(COUNTY, "2024", 45, 50, "final")]


def test_withdrawing_needs_a_reason(fresh_database: Store, publish_values: Publish) -> None:
    publish_values(value("C01", COUNTY, "2024", parts=("45", "50")))
    with pytest.raises(StoreError, match="理由"):
        withdraw(fresh_database, [("C01", COUNTY, "2024", "within")], actor=somebody("李强"), reason="")


def test_undo_restores_what_the_release_replaced_and_added(
    fresh_database: Store, publish_values: Publish
) -> None:
    publish_values(value("C01", COUNTY, "2024", parts=("45", "50")))
    mistaken = publish_values(
        value("C01", COUNTY, "2024", parts=("5", "50")), value("C01", OTHER, "2024", parts=("3", "3"))
    )
    release = undo(fresh_database, mistaken, actor=somebody("李强"), reason="错发")
    assert published(fresh_database, release) == [(COUNTY, "2024", 45, 50, "final")]
    assert find_problems(fresh_database.root.cursor()) == []


def test_undo_leaves_what_was_changed_since_unless_it_is_ticked(
    fresh_database: Store, publish_values: Publish
) -> None:
    publish_values(value("C01", COUNTY, "2024", parts=("45", "50")))
    mistaken = publish_values(
        value("C01", COUNTY, "2024", parts=("5", "50")), value("C01", OTHER, "2024", parts=("3", "3"))
    )
    publish_values(value("C01", COUNTY, "2024", parts=("46", "50")), name="更正.xlsx")
    key = ("C01", COUNTY, "2024", "within")
    assert [row.key for row in undo_preview(fresh_database, mistaken) if row.is_changed_since] == [key]
    left_alone = undo(fresh_database, mistaken, actor=somebody("李强"), reason="错发")
    assert published(fresh_database, left_alone) == [(COUNTY, "2024", 46, 50, "final")]
    ticked = undo(fresh_database, mistaken, actor=somebody("李强"), reason="错发", also=[key])
    assert published(fresh_database, ticked) == [(COUNTY, "2024", 45, 50, "final")]


def test_undoing_a_withdrawal_brings_the_value_back(fresh_database: Store, publish_values: Publish) -> None:
    publish_values(value("C01", COUNTY, "2024", parts=("45", "50")))
    withdrawn = withdraw(
        fresh_database, [("C01", COUNTY, "2024", "within")], actor=somebody("李强"), reason="误会"
    )
    release = undo(fresh_database, withdrawn, actor=somebody("李强"), reason="撤错了")
    assert published(fresh_database, release) == [(COUNTY, "2024", 45, 50, "final")]


def test_the_file_of_an_undone_release_may_come_again(fresh_database: Store, publish_values: Publish) -> None:
    values = [value("C01", COUNTY, "2024", parts=("45", "50"))]
    undo(fresh_database, publish_values(*values), actor=somebody("李强"), reason="错发")
    assert submit(fresh_database, values) == 2


def test_a_catalogue_change_is_a_release_and_past_ones_keep_their_names(
    fresh_database: Store, catalogue: Catalogue
) -> None:
    renamed = {**catalogue.regions, COUNTY: replace(catalogue.regions[COUNTY], name="东湖新区")}
    release = publish_catalogue(fresh_database, replace(catalogue, regions=renamed), actor=SYSTEM)
    assert release == 2
    assert fresh_database.catalogue(1).regions[COUNTY].name == "东湖区"
    assert fresh_database.catalogue(2).regions[COUNTY].name == "东湖新区"


def test_an_unchanged_catalogue_makes_no_release(fresh_database: Store, catalogue: Catalogue) -> None:
    assert publish_catalogue(fresh_database, catalogue, actor=SYSTEM) is None


def test_the_catalogue_comes_back_as_it_went_in(fresh_database: Store, catalogue: Catalogue) -> None:
    stored = fresh_database.catalogue(1)
    assert stored.indicators == catalogue.indicators
    assert stored.regions == catalogue.regions
    assert set(stored.targets) == set(catalogue.targets)
    assert set(stored.synonyms) == set(catalogue.synonyms)
    assert set(stored.references) == set(catalogue.references)


def test_a_catalogue_release_is_not_undone_here(fresh_database: Store) -> None:
    with pytest.raises(StoreError, match="目录文件"):
        undo_preview(fresh_database, 1)


def test_a_withdrawal_between_preview_and_click_stops_it(
    fresh_database: Store, publish_values: Publish
) -> None:
    seen = publish_values(value("C01", COUNTY, "2024", parts=("45", "50")))
    publish_values(value("C01", COUNTY, "2024", parts=("46", "50")))
    with pytest.raises(ReleaseMovedError):
        withdraw(
            fresh_database,
            [("C01", COUNTY, "2024", "within")],
            actor=somebody("李强"),
            reason="误",
            seen_release=seen,
        )
    assert published(fresh_database, 3) == [(COUNTY, "2024", 46, 50, "final")]


def test_a_figure_of_another_basis_replaces_the_old_one(
    fresh_database: Store, publish_values: Publish
) -> None:
    publish_values(value("E08", COUNTY, "2024-01", "10", basis="within"))
    release = publish_values(value("E08", COUNTY, "2024-01", "11", basis="end"))
    rows = fresh_database.read("published_values", release=release, region_codes=[COUNTY], periods=None)
    assert [(row.basis, row.value) for row in rows] == [("end", 11)]
    assert undo(fresh_database, release, actor=somebody("李强"), reason="错发") == 4
    rows = fresh_database.read("published_values", release=4, region_codes=[COUNTY], periods=None)
    assert [(row.basis, row.value) for row in rows] == [("within", 10)]


def test_undo_leaves_a_figure_that_was_changed_since_under_its_other_basis(
    fresh_database: Store, publish_values: Publish
) -> None:
    publish_values(value("E08", COUNTY, "2024-01", "10", basis="within"))
    release = publish_values(value("E08", COUNTY, "2024-01", "11", basis="end"))
    publish_values(value("E08", COUNTY, "2024-01", "12", basis="end"))
    rows = undo_preview(fresh_database, release)
    assert [(row.key[3], row.is_changed_since) for row in rows] == [("within", True)]
    with pytest.raises(StoreError, match="后来都改过了"):
        undo(fresh_database, release, actor=somebody("李强"), reason="错发")


def test_a_cumulative_figure_changed_since_is_another_key(
    fresh_database: Store, publish_values: Publish
) -> None:
    release = publish_values(value("E08", COUNTY, "2024-06", "10", basis="within"))
    publish_values(value("E08", COUNTY, "2024-06", "60", basis="cumulative"))
    assert [row.is_changed_since for row in undo_preview(fresh_database, release)] == [False]


def test_equal_values_of_two_files_are_one_change(fresh_database: Store, publish_values: Publish) -> None:
    release = publish_values(value("C01", COUNTY, "2024", parts=("45", "50")))
    twice = [
        value("C01", COUNTY, "2024", parts=("46", "50")),
        value("C01", COUNTY, "2024", parts=("46", "50")),
    ]
    assert [change.kind for change in compare(fresh_database, twice, release=release)] == ["changed"]


def test_an_undone_undo_counts_and_undoing_that_does_not(
    fresh_database: Store, publish_values: Publish
) -> None:
    values = [value("C01", COUNTY, "2024", parts=("45", "50"))]
    release = publish_values(*values)
    for expected in ("undone", "released", "undone"):
        release = undo(fresh_database, release, actor=somebody("李强"), reason="再看看")
        assert [row.status for row in list_submissions(fresh_database)] == [expected]
    assert submit(fresh_database, values) == 2


def test_a_region_given_up_keeps_its_past_and_takes_nothing_new(
    fresh_database: Store, publish_values: Publish, catalogue: Catalogue
) -> None:
    publish_values(value("C01", "990171", "2024", parts=("3", "3")))
    waiting = submit(fresh_database, [value("C01", "990171", "2023", parts=("2", "3"))], name="迟到.xlsx")
    left = {code: region for code, region in catalogue.regions.items() if code != "990171"}
    publish_catalogue(fresh_database, replace(catalogue, regions=left), actor=SYSTEM)
    with pytest.raises(StoreError, match="指标或地区不在目录里"):
        publish(fresh_database, [waiting], actor=somebody("李强"))
    assert fresh_database.latest_release == 3
    row = release_table(fresh_database, release=2).rows[0]
    assert row[2] == "演示高新区"
    value_of_the_past = value("C01", "990171", "2024", parts=("3", "3"))
    (change,) = compare(fresh_database, [value_of_the_past], release=3)
    assert difference_table(fresh_database, [change], release=3).rows[0][2] == "990171（目录里已没有）"


def test_two_writers_leave_the_newest_release_as_the_latest(fresh_database: Store) -> None:
    numbers = [
        submit(fresh_database, [value("C01", COUNTY, f"20{year}", parts=("1", "2"))], name=f"{year}.xlsx")
        for year in range(10, 22)
    ]
    with ThreadPoolExecutor(4) as pool:
        releases = list(
            pool.map(lambda number: publish(fresh_database, [number], actor=somebody("李强")), numbers)
        )
    assert sorted(releases) == list(range(2, 14))
    assert fresh_database.latest_release == 13
    assert find_problems(fresh_database.root.cursor()) == []
