"""区划调整: regions that end, begin or take others in, and series for the ground that a region has today."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from literal import file_of, somebody, value

from faheng.catalogue import BoundaryChange, Catalogue, Region
from faheng.catalogue_files import CATALOGUE_FOLDER, load_catalogue
from faheng.charts.spec_over_time import Bump
from faheng.csv_rows import CatalogueError
from faheng.intake.checks import check_regions
from faheng.intake.reading import Issue, Value
from faheng.period import Period, period_from_code
from faheng.roles import SYSTEM
from faheng.store.database import Store
from faheng.store.releases import publish, publish_catalogue
from faheng.store.reviews import accept_submissions
from faheng.store.submissions import Sender, save_submission
from faheng.views.city_rows import city_rows
from faheng.views.progress import Share, duties, progress
from faheng.views.progress_words import reminder, title
from faheng.views.question import ask
from faheng.views.ranking import ranking
from faheng.views.standing import Shown, standing
from faheng.views.trend import Trend, trend

EAST, WEST, YONGPING, SHIQIAO, NEW = "990102", "990103", "990121", "990122", "990125"
ALL = ("990102", "990103", "990104", "990121", "990122", "990123", "990171", "990199")
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


def test_forerunners_are_those_of_the_region_as_it_was_at_a_time(
    catalogue: Catalogue, merged: Catalogue
) -> None:
    assert merged.forerunners(YONGPING, period("2022")) == ()
    assert merged.forerunners(YONGPING, period("2022"), at=period("2023")) == (YONGPING,)
    assert merged.forerunners(NEW, period("2022"), at=period("2024-Q1")) == (YONGPING, SHIQIAO)
    later = with_changes(catalogue, *MERGED, change("2026", EAST, NEW, "transferred"))
    assert later.forerunners(NEW, period("2022")) == ()
    assert later.forerunners(NEW, period("2022"), at=period("2025")) == (YONGPING, SHIQIAO)


def test_changes_are_together_by_their_start(catalogue: Catalogue) -> None:
    changed = with_changes(catalogue, change("2024", EAST, EAST), change("2024-01", YONGPING, EAST))
    assert EAST in names(changed, "2023")
    assert changed.forerunners(EAST, period("2023")) == (EAST, YONGPING)


def test_a_region_begins_with_the_first_change_that_names_it(
    fresh_database: Store, catalogue: Catalogue, publish_values: Publish
) -> None:
    changed = with_changes(catalogue, *MERGED, change("2026", EAST, NEW))
    assert (changed.is_there(NEW, period("2023")), changed.is_there(NEW, period("2024"))) == (False, True)
    publish_catalogue(fresh_database, changed, actor=SYSTEM)
    release = publish_values(value("C01", EAST, "2024", parts=("9", "10")))
    (row,) = fresh_database.read("city_totals", release=release, city_code="990100")
    assert row.regions_expected == 7


def test_ground_changes_hands_inside_groups(catalogue: Catalogue) -> None:
    changed = with_changes(
        catalogue,
        change("2022", EAST, WEST, "transferred"),
        *MERGED,
        change("2025", NEW, "990123", "transferred"),
    )
    assert changed.exchanges(period("2022"), period("2025")) == [{YONGPING, SHIQIAO, NEW, "990123"}]
    assert changed.exchanges(period("2021"), period("2023")) == [{EAST, WEST}]


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


def years(**regions: tuple[str, ...]) -> list[Value]:
    """`years(y2023=(EAST, WEST))`: 9 of 10 in both; the year after 8 of 10, and so on."""
    return [
        value("C01", code, year[1:], parts=(str(9 - column), "10"), cell=f"数据!{'BCD'[column]}{row}")
        for column, (year, codes) in enumerate(regions.items())
        for row, code in enumerate(codes, 2)
    ]


def whole(store: Store, release: int, code: str) -> Shown:
    known = city_rows(store, release=release, city_code="990100")
    question = ask(store.catalogue(release), city_code="990100", indicator_code="C01", period=period(code))
    return standing(known, question).whole


def test_a_later_change_leaves_older_comparisons_as_they_were(store: Store, publish_values: Publish) -> None:
    release = publish_values(*years(y2022=ALL, y2023=ALL))
    found = whole(store, release, "2023")
    assert (found.change, found.comparable, found.change_regions) == (-10, True, 0)


@pytest.mark.parametrize(
    ("changes", "now"),
    [
        ((change("2024", YONGPING, SHIQIAO, "transferred"),), ALL),
        (
            (
                change("2024", YONGPING, NEW, "split"),
                change("2024", YONGPING, SHIQIAO, "split"),
                change("2024", SHIQIAO, SHIQIAO),
            ),
            (*(code for code in ALL if code != YONGPING), NEW),
        ),
    ],
)
def test_what_is_split_or_transferred_inside_the_city_leaves_it_the_same(
    fresh_database: Store,
    catalogue: Catalogue,
    publish_values: Publish,
    changes: tuple[BoundaryChange, ...],
    now: tuple[str, ...],
) -> None:
    publish_catalogue(fresh_database, with_changes(catalogue, *changes), actor=SYSTEM)
    found = whole(fresh_database, publish_values(*years(y2023=ALL, y2024=now)), "2024")
    assert (found.change, found.comparable, found.change_regions) == (-10, True, 0)


def test_of_ground_that_went_to_a_region_without_a_number_nothing_is_compared(
    fresh_database: Store, catalogue: Catalogue, publish_values: Publish
) -> None:
    changed = with_changes(catalogue, change("2024", YONGPING, SHIQIAO, "transferred"))
    publish_catalogue(fresh_database, changed, actor=SYSTEM)
    release = publish_values(
        *years(y2023=(EAST, WEST), y2024=(EAST, WEST)),
        value("C01", SHIQIAO, "2023", parts=("1", "10"), cell="数据!E2"),
        value("C01", SHIQIAO, "2024", parts=("90", "100"), cell="数据!E3"),
    )
    found = whole(fresh_database, release, "2024")
    # 18 of 20, then 16 of 20: 石桥县 is in both years, but not as the same ground.
    assert (found.previous, found.change, found.change_regions) == (90, -10, 2)


def follow(store: Store, release: int, *region_codes: str, form: str = "lines") -> Trend:
    return trend(
        store,
        release=release,
        city_code="990100",
        indicator_code="C01",
        frequency="year",
        region_codes=region_codes,
        form=form,
    )


def moments(shown: Trend, code: str) -> list[tuple[str, str, str]]:
    (line,) = [line for line in shown.lines.regions if line.region.code == code]
    return [(moment.text, moment.status, moment.mark) for moment in line.moments]


def test_the_same_ground_is_never_ranked_twice(
    fresh_database: Store, catalogue: Catalogue, publish_values: Publish
) -> None:
    changed = with_changes(catalogue, change("2024", EAST, EAST), change("2024", YONGPING, EAST))
    publish_catalogue(fresh_database, changed, actor=SYSTEM)
    release = publish_values(
        value("C01", EAST, "2023", parts=("5", "10"), cell="数据!B2"),
        value("C01", WEST, "2023", parts=("6", "10"), cell="数据!B3"),
        value("C01", YONGPING, "2023", parts=("9", "10"), cell="数据!B4"),
        value("C01", EAST, "2024", parts=("7", "10"), cell="数据!C2"),
        value("C01", WEST, "2024", parts=("8", "10"), cell="数据!C3"),
    )
    assert moments(follow(fresh_database, release), EAST)[0] == (
        "70.00%",
        "按现区划合并（东湖区、永平县），当时报 50.00%",
        "按现区划合并",
    )
    chart = follow(fresh_database, release, form="ranks").chart
    assert isinstance(chart, Bump)
    assert {line.series.name: [point.value for point in line.series.points] for line in chart.lines} == {
        "东湖区": [3, 2],
        "西岭区": [2, 1],
        "永平县": [1, None],
    }
    then = ranking(
        fresh_database, release=release, city_code="990100", indicator_code="C01", period_code="2023"
    )
    assert then is not None
    assert [(row.label, row.place.partition("（")[0]) for row in then.chart.rows if row.place] == [
        ("永平县", "已报3个中第1"),
        ("西岭区", "已报3个中第2"),
        ("东湖区", "已报3个中第3"),
    ]


def test_only_of_the_region_itself_is_it_said_that_values_were_added_up(
    fresh_database: Store, catalogue: Catalogue, publish_values: Publish
) -> None:
    moved = BoundaryChange(period("2024"), EAST, WEST, "transferred", "东湖区一个镇划归西岭区")
    publish_catalogue(fresh_database, with_changes(catalogue, *MERGED, moved), actor=SYSTEM)
    release = publish_values(
        *years(y2023=(EAST, WEST, YONGPING, SHIQIAO), y2024=(EAST, WEST, NEW)),
    )
    notes = follow(fresh_database, release).chart.notes
    assert [note for note in notes if "区划" in note] == [
        "区划调整，前后不连线、不可比：东湖区一个镇划归西岭区。",
        "区划调整：永平县、石桥县合并为永石区。永石区“按现区划合并”的数由以前各地区的数合并算出，与以后可比。",
    ]


@pytest.mark.parametrize(
    ("statuses", "doubt"),
    [
        (("final", "provisional"), "暂定"),
        (("estimated", "provisional"), "估计"),
    ],
)
def test_what_is_added_up_is_as_doubtful_as_its_parts(
    store: Store, publish_values: Publish, statuses: tuple[str, str], doubt: str
) -> None:
    release = publish_values(
        value("C01", YONGPING, "2023", parts=("10", "20"), status=statuses[0], cell="数据!B2"),
        value("C01", SHIQIAO, "2023", parts=("50", "60"), status=statuses[1], cell="数据!B3"),
        value("C01", NEW, "2024", parts=("72", "80"), cell="数据!B4"),
    )
    shown = follow(store, release, NEW)
    assert moments(shown, NEW)[0] == (
        "75.00%",
        f"按现区划合并（永平县、石桥县），{doubt}",
        f"按现区划合并，{doubt}",
    )
    assert any(note.startswith("空心点的数字为") and doubt in note for note in shown.chart.notes)


def test_what_was_published_elsewhere_is_never_added_up(store: Store) -> None:
    values = [
        value("C01", YONGPING, "2023", parts=("10", "20"), cell="数据!B2"),
        value("C01", SHIQIAO, "2023", parts=("50", "60"), cell="数据!B3"),
        value("C01", NEW, "2024", parts=("72", "80"), cell="数据!B4"),
    ]
    file = file_of(values, issues=[Issue("数据!B3", "warning", "published", "石桥县年报")])
    number = save_submission(
        store,
        file,
        Sender("990100", "990100", "王芳"),
        actor=SYSTEM,
        acknowledged={("数据!B3", "published"): "公开材料"},
    )
    accept_submissions(store, [number], actor=SYSTEM)
    release = publish(store, [number], actor=SYSTEM)
    assert moments(follow(store, release, NEW), NEW) == [("—", "", ""), ("90.00%", "", "")]


def test_a_form_is_owed_only_while_the_region_is_there(fresh_database: Store, catalogue: Catalogue) -> None:
    changed = with_changes(
        catalogue,
        change("2025-02", YONGPING, NEW),
        change("2025-02", SHIQIAO, NEW),
        change("2020", WEST, EAST),
    )
    publish_catalogue(fresh_database, changed, actor=SYSTEM)
    found = progress(
        fresh_database,
        duties(fresh_database, release=fresh_database.latest_release, city_code="990100", frequency="month"),
        city_code="990100",
        year=2025,
        frequency="month",
        today=date(2025, 3, 11),
        actor=somebody("审核员", "reviewer", account_id=7),
    )
    rows = {row.region.code: row for row in found.rows}
    assert WEST not in rows  # ended years before
    assert [cell.state for cell in rows[YONGPING].cells] == ["missing", "not_owed", "not_owed"]
    assert [cell.state for cell in rows[NEW].cells] == ["not_owed", "missing", "missing"]
    assert [form.complete for form in found.forms] == [Share(0, 7), Share(0, 6), Share(0, 6)]
    count = rows[NEW].cells[1].due
    assert (rows[YONGPING].completeness, rows[YONGPING].timeliness) == (Share(0, count), Share(0, 1))
    assert (found.completeness, found.timeliness) == (Share(0, 13 * count), Share(0, 13))
    assert title(found) == (
        "2025年2月月报（3月10日截止，逾期 1 天）：6 个单位中 6 个没报齐，"
        "东湖区、白溪区、清源县、永石区、演示高新区、演示市本级"
    )
    assert [line for line in reminder(found).splitlines() if "月月报" in line] == [
        "1. 2025年1月月报（2月10日截止，逾期 29 天）　未报：东湖区、白溪区、永平县、石桥县、清源县、演示高新区、演示市本级",
        "2. 2025年2月月报（3月10日截止，逾期 1 天）　未报：东湖区、白溪区、清源县、永石区、演示高新区、演示市本级",
    ]


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


def test_who_was_there_before_must_stand_among_its_own_forerunners(tmp_path: Path) -> None:
    (tmp_path / "boundary_changes.csv").write_text(
        "first_period,from_code,to_code,kind,text\n"
        "2022,620421,620402,merged,甲\n"
        "2022-01,620421,620402,merged,甲\n"
        "2024,620422,620402,merged,乙\n"
        "2025,620403,620402,transferred,丙\n"
        "2026,620402,620402,merged,丁\n"
        "2026-Q1,620423,620402,merged,丁\n",
        encoding="utf-8",
    )
    with pytest.raises(CatalogueError) as caught:
        load_catalogue([CATALOGUE_FOLDER, tmp_path])
    repeated, begins = caught.value.faults
    assert (repeated.row, repeated.column) == (3, "from_code")
    assert (begins.row, begins.column) == (4, "to_code")
    assert (
        "2022年的区划调整里已有这个地区，应另有一行 from_code 和 to_code 都是它的并入（2024，merged）"
        in str(begins)
    )
