"""更正 and 暂定转正式: what changes a final figure says why, to everybody; what becomes final changes no number."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from literal import somebody, submit, value

from faheng.store.access import AccessError
from faheng.store.database import Store, StoreError
from faheng.store.finalising import make_final, provisional_values
from faheng.store.release_steps import ReleaseMovedError
from faheng.store.releases import list_releases, publish, undo
from faheng.views.comparison import comparison
from faheng.views.source import source_of
from faheng.views.trend import trend

Publish = Callable[..., int]
COUNTY, OTHER = "990102", "990103"
PUBLISHER = somebody("李强", "publisher", account_id=4)


def correct(store: Store, *values: object, note: str = "漏计2件") -> int:
    number = submit(store, list(values), name="更正.xlsx")  # type: ignore[arg-type]
    return publish(store, [number], actor=PUBLISHER, note=note)


def test_a_correction_without_a_note_is_refused(fresh_database: Store, publish_values: Publish) -> None:
    publish_values(value("C01", COUNTY, "2024", parts=("45", "50")))
    with pytest.raises(StoreError, match="更正 1 个已发布的正式数：请写明更正说明"):
        correct(fresh_database, value("C01", COUNTY, "2024", parts=("43", "50")), note=" ")
    assert fresh_database.latest_release == 2


def test_what_was_provisional_needs_none(fresh_database: Store, publish_values: Publish) -> None:
    publish_values(value("C01", COUNTY, "2024", parts=("45", "50"), status="provisional"))
    correct(fresh_database, value("C01", COUNTY, "2024", parts=("43", "50")), note="")
    assert list_releases(fresh_database)[0].kind == "data"


def test_the_figure_says_what_it_was_and_why(fresh_database: Store, publish_values: Publish) -> None:
    publish_values(value("C01", COUNTY, "2024", parts=("45", "50")))
    release = correct(fresh_database, value("C01", COUNTY, "2024", parts=("43", "50")))
    assert list_releases(fresh_database)[0].kind == "correction"
    source = source_of(
        fresh_database, release=release, indicator_code="C01", region_code=COUNTY, period_code="2024"
    )
    newest, first = source.revisions
    assert newest.correction.startswith("第 3 版更正：原 90.00%，现 86.00%，漏计2件，20")
    assert first.correction == ""


def test_charts_of_that_release_say_it_and_of_no_other(
    fresh_database: Store, publish_values: Publish
) -> None:
    publish_values(
        value("C01", COUNTY, "2024", parts=("45", "50")), value("C01", OTHER, "2024", parts=("9", "10"))
    )
    release = correct(fresh_database, value("C01", COUNTY, "2024", parts=("43", "50")))
    said = "第 3 版更正：东湖区2024年原 90.00%，现 86.00%（漏计2件）。"
    asked = {"city_code": "990100", "indicator_code": "C01"}
    assert said in comparison(fresh_database, release=release, period_code="2024", **asked).notes
    assert said in trend(fresh_database, release=release, frequency="year", **asked).notes
    assert not [
        note
        for note in comparison(fresh_database, release=release - 1, period_code="2024", **asked).notes
        if "更正" in note
    ]


def test_provisional_figures_become_final_and_nothing_else_changes(
    fresh_database: Store, publish_values: Publish
) -> None:
    publish_values(
        value("C01", COUNTY, "2024", parts=("45", "50"), status="provisional", cell="数据!C7"),
        value("C04", COUNTY, "2024", "5", status="provisional"),
        value("C01", COUNTY, "2023", parts=("40", "50"), status="provisional"),
        value("C01", OTHER, "2024", parts=("9", "10")),
    )
    assert len(provisional_values(fresh_database, release=2, city_code="990100", period_code="2024")) == 2
    release = make_final(
        fresh_database,
        city_code="990100",
        period_code="2024",
        indicator_code="C01",
        actor=PUBLISHER,
        note="年报核定",
    )
    newest = list_releases(fresh_database)[0]
    assert (newest.kind, newest.rows_opened, newest.rows_closed) == ("final", 1, 1)
    assert newest.note.endswith("1 个暂定数转为正式：年报核定")
    found = source_of(
        fresh_database, release=release, indicator_code="C01", region_code=COUNTY, period_code="2024"
    ).current
    assert found is not None
    assert (found.text, found.correction, found.submission_id) == ("90.00%", "", 1)
    assert found.cells[0].address == "C7"
    assert [
        each.indicator_code
        for each in provisional_values(
            fresh_database, release=release, city_code="990100", period_code="2024"
        )
    ] == ["C04"]


def test_becoming_final_can_be_undone(fresh_database: Store, publish_values: Publish) -> None:
    publish_values(value("C01", COUNTY, "2024", parts=("45", "50"), status="provisional"))
    release = make_final(fresh_database, city_code="990100", period_code="2024", actor=PUBLISHER)
    number = undo(fresh_database, release, actor=PUBLISHER, reason="还没有核定")
    assert (
        len(provisional_values(fresh_database, release=number, city_code="990100", period_code="2024")) == 1
    )


def test_it_is_refused_where_nothing_is_provisional_or_the_preview_is_old(
    fresh_database: Store, publish_values: Publish
) -> None:
    publish_values(value("C01", COUNTY, "2024", parts=("45", "50")))
    with pytest.raises(StoreError, match="演示市2024年没有暂定数"):
        make_final(fresh_database, city_code="990100", period_code="2024", actor=PUBLISHER)
    with pytest.raises(ReleaseMovedError):
        make_final(fresh_database, city_code="990100", period_code="2024", actor=PUBLISHER, seen_release=1)
    for role in ("viewer", "reporter", "reviewer", "administrator"):
        with pytest.raises(AccessError):
            make_final(fresh_database, city_code="990100", period_code="2024", actor=somebody("某人", role))
