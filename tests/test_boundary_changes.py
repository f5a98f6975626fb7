"""区划调整: regions that end, begin or take others in, and series for the ground that a region has today."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from literal import value

from faheng.catalogue import BoundaryChange, Catalogue, Region
from faheng.catalogue_files import CATALOGUE_FOLDER, load_catalogue
from faheng.csv_rows import CatalogueError
from faheng.intake.checks import check_regions
from faheng.period import Period, period_from_code
from faheng.roles import SYSTEM
from faheng.store.database import Store
from faheng.store.releases import publish_catalogue
from faheng.views.city_rows import city_rows
from faheng.views.standing import ask, standing
from faheng.views.trend import trend

EAST, YONGPING, SHIQIAO, NEW = "990102", "990121", "990122", "990125"
Publish = Callable[..., int]


def change(first_period: str, from_code: str, to_code: str, kind: str = "merged") -> BoundaryChange:
    return BoundaryChange(
        period_from_code(first_period), from_code, to_code, kind, "永平县、石桥县合并为永石区"
    )


MERGED = (change("2024", YONGPING, NEW), change("2024", SHIQIAO, NEW))


def with_changes(catalogue: Catalogue, *changes: BoundaryChange) -> Catalogue:
    new = Region(NEW, "永石区", "county", "990100", origin="demo")
    return replace(catalogue, regions={**catalogue.regions, NEW: new}, boundary_changes=changes)


@pytest.fixture
def merged(catalogue: Catalogue) -> Catalogue:
    return with_changes(catalogue, *MERGED)


@pytest.fixture
def store(fresh_database: Store, merged: Catalogue) -> Store:
    publish_catalogue(fresh_database, merged, actor=SYSTEM)
    return fresh_database


def period(code: str) -> Period:
    return period_from_code(code)


def names(catalogue: Catalogue, code: str) -> set[str]:
    return {region.code for region in catalogue.parts_of("990100", period(code))}


def test_regions_end_and_begin_with_the_change(merged: Catalogue) -> None:
    assert names(merged, "2024") - names(merged, "2023") == {NEW}
    assert names(merged, "2023") - names(merged, "2024") == {YONGPING, SHIQIAO}
    assert names(merged, "2023-Q4") == names(merged, "2023")


def test_a_change_inside_a_year_counts_by_its_end(catalogue: Catalogue) -> None:
    changed = with_changes(catalogue, change("2024-H2", YONGPING, NEW), change("2024-H2", SHIQIAO, NEW))
    assert NEW in names(changed, "2024")
    assert NEW not in names(changed, "2024-H1")
    assert YONGPING in names(changed, "2024-Q2")


def test_who_takes_others_in_was_there_before(catalogue: Catalogue) -> None:
    changed = with_changes(catalogue, change("2024", EAST, EAST), change("2024", YONGPING, EAST))
    assert EAST in names(changed, "2023") & names(changed, "2024")
    assert changed.forerunners(EAST, period("2023")) == (EAST, YONGPING)
    assert changed.forerunners(EAST, period("2024")) == (EAST,)


def test_a_chain_of_mergers_is_followed(catalogue: Catalogue) -> None:
    changed = with_changes(
        catalogue, *MERGED, change("2020", "990103", SHIQIAO), change("2020", SHIQIAO, SHIQIAO)
    )
    assert changed.forerunners(NEW, period("2023")) == (YONGPING, SHIQIAO)
    assert changed.forerunners(NEW, period("2019")) == ("990103", YONGPING, SHIQIAO)


@pytest.mark.parametrize("kind", ["split", "transferred"])
def test_a_part_of_a_region_cannot_be_put_together(catalogue: Catalogue, kind: str) -> None:
    changed = with_changes(catalogue, change("2024", YONGPING, EAST, kind))
    assert changed.forerunners(EAST, period("2023")) == ()
    assert (YONGPING in names(changed, "2024")) is (kind == "transferred")


def test_the_city_expects_those_that_are_there(store: Store, publish_values: Publish) -> None:
    codes = ["990102", "990103", "990104", "990121", "990122", "990123", "990171", "990199"]
    then = [
        value("C01", code, "2023", parts=("9", "10"), cell=f"数据!B{row}")
        for row, code in enumerate(codes, 2)
    ]
    now = [code for code in codes if code not in (YONGPING, SHIQIAO)] + [NEW]
    then += [
        value("C01", code, "2024", parts=("8", "10"), cell=f"数据!C{row}") for row, code in enumerate(now, 2)
    ]
    release = publish_values(*then)
    rows = {row.period: row for row in store.read("city_totals", release=release, city_code="990100")}
    assert [(rows[year].regions_expected, rows[year].regions_summed) for year in ("2023", "2024")] == [
        (8, 8),
        (7, 7),
    ]
    known = city_rows(store, release=release, city_code="990100")
    catalogue = store.catalogue(release)
    found = standing(known, ask(catalogue, city_code="990100", indicator_code="C01", period=period("2024")))
    # 72 of 80, then 56 of 70: the city is the same ground, so its change is said.
    assert (found.whole.change, found.whole.comparable) == (-10, True)
    assert {row.region.code for row in found.rows} == set(now)


def test_the_trend_of_a_merged_region_adds_up_its_forerunners(store: Store, publish_values: Publish) -> None:
    release = publish_values(
        value("C01", YONGPING, "2022", parts=("10", "20"), cell="数据!B2"),
        value("C01", SHIQIAO, "2022", parts=("50", "60"), cell="数据!B3"),
        value("C01", YONGPING, "2023", parts=("10", "20"), cell="数据!B4"),
        value("C01", NEW, "2024", parts=("72", "80"), cell="数据!B5"),
    )
    shown = trend(
        store,
        release=release,
        city_code="990100",
        indicator_code="C01",
        frequency="year",
        region_codes=(NEW,),
    )
    (line,) = [line for line in shown.lines.regions if line.region.code == NEW]
    assert [(moment.text, moment.detail, moment.mark) for moment in line.moments] == [
        ("75.00%", "60/80", "按现区划合并"),  # not the mean of 50 % and 83.33 %
        ("—", "", ""),  # one forerunner alone is not the whole ground
        ("90.00%", "72/80", ""),
    ]
    assert line.moments[0].basis == line.moments[2].basis
    assert line.moments[0].status == "按现区划合并（永平县、石桥县）"
    assert any("区划调整：永平县、石桥县合并为永石区" in note for note in shown.chart.notes)
    (old,) = [line for line in shown.lines.regions if line.region.code == YONGPING]
    assert [moment.text for moment in old.moments] == ["50.00%", "50.00%", "—"]


def test_a_figure_of_a_region_that_is_no_more_is_an_error_at_its_cell(merged: Catalogue) -> None:
    (issue,) = check_regions(
        [
            value("C01", YONGPING, "2024", parts=("9", "10")),
            value("C01", YONGPING, "2023", parts=("9", "10")),
        ],
        merged,
        city=merged.regions["990100"],
    )
    assert issue.level == "error"
    assert (
        issue.message
        == "“数据”B2：2024年没有“永平县”（2024年起，永平县、石桥县合并为永石区），请改成当时的地区后重新上传。"
    )


def test_faults_of_the_file_are_named(tmp_path: Path) -> None:
    (tmp_path / "boundary_changes.csv").write_text(
        "first_period,from_code,to_code,kind,text\n2024,123456,620402,merged,甲\n2024,620402,620402,split,乙\n",
        encoding="utf-8",
    )
    with pytest.raises(CatalogueError) as caught:
        load_catalogue([CATALOGUE_FOLDER, tmp_path])
    assert "不在 regions.csv 里（撤销的地区也要留在里面）" in str(caught.value)
    assert "与 from_code 相同只用于并入（merged）" in str(caught.value)
