"""口径变化: earlier values by the new definition, made of numbers that were reported under other indicators."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from literal import file_of, value

from faheng.catalogue import BoundaryChange, Catalogue, DefinitionBreak, Region
from faheng.catalogue_files import CATALOGUE_FOLDER, load_catalogue
from faheng.charts import spec
from faheng.charts.spec_over_time import Bump
from faheng.csv_rows import CatalogueError
from faheng.intake.reading import Issue, Value
from faheng.period import period_from_code
from faheng.roles import SYSTEM
from faheng.store.database import Store
from faheng.store.releases import publish, publish_catalogue
from faheng.store.reviews import accept_submissions
from faheng.store.submissions import Sender, save_submission
from faheng.views.definition import indicator_definition
from faheng.views.source import source_of
from faheng.views.trend import Trend, trend

CITY, EAST, WEST = "990100", "990102", "990103"
ALL = ("990102", "990103", "990104", "990121", "990122", "990123", "990171", "990199")
Publish = Callable[..., int]


def broken(
    first_period: str = "2024",
    region_code: str = "",
    *,
    numerator: str = "C04.numerator",
    denominator: str = "C03.value",
    indicator: str = "C04",
) -> DefinitionBreak:
    """败诉率 was lost of closed cases, and is lost of cases filed from 2024 on."""
    return DefinitionBreak(
        indicator,
        region_code,
        period_from_code(first_period),
        f"{first_period}年起分母为收案数",
        numerator,
        denominator,
    )


def with_breaks(store: Store, catalogue: Catalogue, *breaks: DefinitionBreak) -> Store:
    publish_catalogue(store, replace(catalogue, breaks=breaks), actor=SYSTEM)
    return store


@pytest.fixture
def store(fresh_database: Store, catalogue: Catalogue) -> Store:
    return with_breaks(fresh_database, catalogue, broken())


def lost(
    region_code: str, period: str, *parts: str, column: str, row: int = 2, status: str = "final"
) -> Value:
    return value(
        "C04", region_code, period, parts=(parts[0], parts[1]), cell=f"数据!{column}{row}", status=status
    )


def filed(region_code: str, period: str, number: str, *, column: str, row: int = 2, **more: str) -> Value:
    return value("C03", region_code, period, number, cell=f"数据!{column}{row}", **more)


def reported_before(region_code: str = EAST) -> list[Value]:
    """10 of 40 closed were lost in 2022 and 2023, of 50 filed in 2023 alone; then 9 of 60 filed."""
    return [
        lost(region_code, "2022", "10", "40", column="B"),
        lost(region_code, "2023", "10", "40", column="C"),
        filed(region_code, "2023", "50", column="D"),
        lost(region_code, "2024", "9", "60", column="E"),
    ]


def follow(store: Store, release: int, *region_codes: str, form: str = "lines") -> Trend:
    return trend(
        store,
        release=release,
        city_code=CITY,
        indicator_code="C04",
        frequency="year",
        region_codes=region_codes,
        form=form,
    )


def told(shown: Trend, code: str) -> list[tuple[str, str, str]]:
    lines = (*shown.lines.regions, shown.lines.whole)
    (line,) = [line for line in lines if line.region.code == code]
    return [(moment.text, moment.detail, moment.mark) for moment in line.moments]


def joined(shown: Trend, code: str) -> list[bool]:
    assert isinstance(shown.chart, spec.Trend)
    (line,) = [line for line in shown.chart.series if line.key == code]
    return [point.joined for point in line.points]


def test_a_value_before_the_break_is_made_of_the_parts_of_the_new_definition(
    store: Store, publish_values: Publish
) -> None:
    shown = follow(store, publish_values(*reported_before()), EAST)
    assert told(shown, EAST) == [
        ("25.00%", "10/40", ""),  # nobody said how many were filed
        ("20.00%", "10/50", "按新口径推算"),
        ("15.00%", "9/60", ""),
    ]
    assert joined(shown, EAST) == [False, False, True]
    assert shown.chart.title == (
        "行政机关败诉率：东湖区 2023—2024年由 20.00% 到 15.00%（2024年以前按新口径推算；更早的不能推算，不可比）"
    )
    assert "空心：按新口径推算" in shown.chart.subtitle
    assert [note for note in shown.chart.notes if "口径" in note] == [
        "口径变化：2024年起分母为收案数。以前“按新口径推算”的数分子取自 C04 行政机关败诉件数，"
        "分母取自 C03 一审行政诉讼案件收案数，与以后可比；其余的与以后不连线、不可比。"
    ]


def test_only_what_is_provisional_may_still_change(store: Store, publish_values: Publish) -> None:
    *before, _ = reported_before()
    release = publish_values(*before, lost(EAST, "2024", "9", "60", column="E", status="provisional"))
    notes = follow(store, release).chart.notes
    assert [note for note in notes if "空心" in note] == ["空心点中，暂定的数还可能修改。"]


def test_the_table_says_what_was_reported_then(store: Store, publish_values: Publish) -> None:
    shown = follow(store, publish_values(*reported_before()))
    (row,) = [row for row in shown.table.rows if row[:2] == ("东湖区", "2023年")]
    (cell,) = [row.cells[0] for row in shown.matrix.rows if row.label == "2023年"]
    assert (cell.text, cell.mark, cell.detail) == ("20.00", "推算", "10/50")
    assert "推算：按新口径推算" in shown.matrix.subtitle
    assert row[3:] == (
        10,
        50,
        "按新口径推算（分子取自 C04 行政机关败诉件数，分母取自 C03 一审行政诉讼案件收案数），当时报 25.00%",
    )


def test_the_source_of_a_value_leads_to_the_parts_of_the_new_definition(
    store: Store, publish_values: Publish
) -> None:
    release = publish_values(*reported_before())
    found = source_of(store, release=release, indicator_code="C04", region_code=EAST, period_code="2023")
    assert found.text == "25.00%"
    assert found.restated == (
        "按新口径推算（2024年起）为 20.00%（10/50）：分子取自 C04 行政机关败诉件数，"
        "分母取自 C03 一审行政诉讼案件收案数"
    )
    assert [
        (name, dict(where.choices)["indicator"], dict(where.choices)["row"])
        for name, where in found.restated_from
    ] == [
        ("分子的来源：C04 行政机关败诉件数", "C04", EAST),
        ("分母的来源：C03 一审行政诉讼案件收案数", "C03", EAST),
    ]
    parts = source_of(store, release=release, indicator_code="C03", region_code=EAST, period_code="2023")
    assert parts.current is not None
    assert [(cell.sheet, cell.address) for cell in parts.current.cells] == [("数据", "D2")]
    after = source_of(store, release=release, indicator_code="C04", region_code=EAST, period_code="2024")
    assert (after.restated, after.restated_from) == ("", ())


def test_the_city_is_the_sum_of_the_parts_of_all(store: Store, publish_values: Publish) -> None:
    values = [
        made
        for row, code in enumerate(ALL, 2)
        for made in (
            lost(code, "2023", "1", "4", column="B", row=row),
            filed(code, "2023", str(4 + row), column="C", row=row),
            lost(code, "2024", "1", "8", column="D", row=row),
        )
    ]
    shown = follow(store, publish_values(*values))
    # 8 of 6 + 7 + … + 13 = 76, and 8 of 64: no mean of rates.
    assert told(shown, CITY) == [("10.53%", "8/76", "按新口径推算"), ("12.50%", "8/64", "")]
    assert joined(shown, CITY) == [False, True]
    (whole,) = [row for row in shown.table.rows if row[:2] == ("全市", "2023年")]
    assert str(whole[-1]).endswith("当时报 25.00%")
    release = shown.release
    assert source_of(
        store, release=release, indicator_code="C04", region_code=CITY, period_code="2023"
    ).restated.startswith("按新口径推算（2024年起）为 10.53%（8/76）")


def test_of_a_city_that_lacks_a_part_the_break_stays(store: Store, publish_values: Publish) -> None:
    values = [
        made
        for row, code in enumerate(ALL, 2)
        for made in (
            lost(code, "2023", "1", "4", column="B", row=row),
            lost(code, "2024", "1", "8", column="D", row=row),
        )
    ]
    shown = follow(
        store, publish_values(*values, *(filed(code, "2023", "5", column="C") for code in ALL[:-1]))
    )
    assert told(shown, CITY) == [("25.00%", "8/32", ""), ("12.50%", "8/64", "")]
    assert joined(shown, CITY) == [False, False]


def test_without_parts_a_break_stays_a_break(
    fresh_database: Store, catalogue: Catalogue, publish_values: Publish
) -> None:
    store = with_breaks(fresh_database, catalogue, broken(numerator="", denominator=""))
    shown = follow(store, publish_values(*reported_before()), EAST)
    assert [text for text, _, _ in told(shown, EAST)] == ["25.00%", "25.00%", "15.00%"]
    assert joined(shown, EAST) == [False, True, False]
    assert "口径变化，前后不连线、不可比：2024年起分母为收案数。" in shown.chart.notes


@pytest.mark.parametrize(
    ("changed", "first"),
    [
        pytest.param(filed(EAST, "2023", "8", column="D"), "25.00%", id="more are lost than filed"),
        pytest.param(filed(EAST, "2023", "0", column="D"), "25.00%", id="none is filed"),
        pytest.param(filed(EAST, "2023", "50", column="D", basis="cumulative"), "25.00%", id="累计"),
        pytest.param(filed(WEST, "2023", "50", column="D"), "25.00%", id="another region's"),
        pytest.param(filed(EAST, "2023", "50", column="D", status="provisional"), "20.00%", id="暂定"),
    ],
)
def test_parts_that_do_not_go_together_make_nothing(
    store: Store, publish_values: Publish, changed: Value, first: str
) -> None:
    values = [
        item for item in reported_before() if item.indicator_code == "C04" and str(item.period) != "2022年"
    ]
    shown = follow(store, publish_values(*values, changed), EAST)
    text, _, mark = told(shown, EAST)[0]
    assert (text, mark) == (first, "按新口径推算，暂定" if first == "20.00%" else "")


def test_what_was_published_elsewhere_is_no_part(store: Store) -> None:
    file = file_of(reported_before(), issues=[Issue("数据!D2", "warning", "published", "东湖区年报")])
    number = save_submission(
        store,
        file,
        Sender(CITY, CITY, "王芳"),
        actor=SYSTEM,
        acknowledged={("数据!D2", "published"): "公开材料"},
    )
    accept_submissions(store, [number], actor=SYSTEM)
    shown = follow(store, publish(store, [number], actor=SYSTEM))
    assert told(shown, EAST)[1] == ("25.00%", "10/40", "")


def test_a_part_that_was_counted_otherwise_then_makes_nothing(
    fresh_database: Store, catalogue: Catalogue, publish_values: Publish
) -> None:
    counted = broken("2024", indicator="C03", numerator="", denominator="")
    store = with_breaks(fresh_database, catalogue, broken(), counted)
    assert told(follow(store, publish_values(*reported_before())), EAST)[1] == ("25.00%", "10/40", "")


def test_the_latest_definition_that_says_its_parts_leads_across_earlier_breaks(
    fresh_database: Store, catalogue: Catalogue, publish_values: Publish
) -> None:
    earlier = broken("2023", numerator="", denominator="")
    store = with_breaks(fresh_database, catalogue, earlier, broken(numerator="C02.numerator"))
    release = publish_values(
        lost(EAST, "2022", "10", "40", column="B"),
        value("C02", EAST, "2022", parts=("20", "40"), cell="数据!C2"),
        filed(EAST, "2022", "50", column="D"),
        lost(EAST, "2024", "9", "60", column="E"),
        lost(EAST, "2023", "10", "40", column="F"),
    )
    assert told(follow(store, release), EAST) == [
        ("40.00%", "20/50", "按新口径推算"),
        ("25.00%", "10/40", ""),
        ("15.00%", "9/60", ""),
    ]
    (line,) = [line for line in follow(store, release).lines.regions if line.region.code == EAST]
    assert line.moments[0].basis == line.moments[2].basis != line.moments[1].basis


def test_a_definition_that_has_not_begun_restates_nothing(
    fresh_database: Store, catalogue: Catalogue, publish_values: Publish
) -> None:
    store = with_breaks(fresh_database, catalogue, broken("2026"))
    assert told(follow(store, publish_values(*reported_before())), EAST)[1] == ("25.00%", "10/40", "")


def test_a_year_in_which_the_definition_changed_is_restated_too(
    fresh_database: Store, catalogue: Catalogue, publish_values: Publish
) -> None:
    store = with_breaks(fresh_database, catalogue, broken("2023-Q3"))
    shown = follow(store, publish_values(*reported_before()))
    assert told(shown, EAST)[1] == ("20.00%", "10/50", "按新口径推算")
    assert joined(shown, EAST) == [False, False, True]


def test_a_break_of_one_region_restates_that_one_alone(
    fresh_database: Store, catalogue: Catalogue, publish_values: Publish
) -> None:
    store = with_breaks(fresh_database, catalogue, broken(region_code=EAST))
    release = publish_values(
        *reported_before(),
        lost(WEST, "2023", "10", "40", column="G"),
        filed(WEST, "2023", "50", column="H"),
        lost(WEST, "2024", "9", "60", column="I"),
    )
    shown = follow(store, release)
    assert told(shown, EAST)[1][0] == "20.00%"
    assert told(shown, WEST)[1:] == [("25.00%", "10/40", ""), ("15.00%", "9/60", "")]


def test_merged_regions_are_restated_as_one(
    fresh_database: Store, catalogue: Catalogue, publish_values: Publish
) -> None:
    changes = tuple(
        BoundaryChange(period_from_code("2024"), code, "990125", "merged", "合并为永石区")
        for code in ("990121", "990122")
    )
    new = Region("990125", "永石区", "county", CITY, origin="demo")
    merged = replace(
        catalogue,
        regions={**catalogue.regions, new.code: new},
        boundary_changes=changes,
        breaks=(broken(),),
    )
    publish_catalogue(fresh_database, merged, actor=SYSTEM)
    release = publish_values(
        lost("990121", "2023", "10", "40", column="B"),
        filed("990121", "2023", "50", column="C"),
        lost("990122", "2023", "2", "40", column="D"),
        filed("990122", "2023", "70", column="E"),
        lost("990125", "2024", "9", "60", column="F"),
    )
    shown = follow(fresh_database, release)
    assert told(shown, "990125") == [
        ("10.00%", "12/120", "按现区划合并，按新口径推算"),
        ("15.00%", "9/60", ""),
    ]
    assert joined(shown, "990125") == [False, True]
    assert not any("还可能修改" in note for note in shown.chart.notes)


def test_ranks_are_those_of_the_values_as_they_were_reported(store: Store, publish_values: Publish) -> None:
    release = publish_values(
        *reported_before(),
        lost(WEST, "2023", "9", "40", column="G"),
        lost(WEST, "2024", "9", "50", column="H"),
    )
    chart = follow(store, release, form="ranks").chart
    assert isinstance(chart, Bump)
    # 2023: 22.50 % before 25.00 %, though 东湖区 has 20.00 % by the new definition; low is better.
    assert {line.series.name: [point.value for point in line.series.points] for line in chart.lines} == {
        "东湖区": [1, 2, 1],
        "西岭区": [None, 1, 2],
    }


def test_the_definition_says_what_earlier_values_are_made_of(store: Store) -> None:
    shown = indicator_definition(store, release=store.latest_release, indicator_code="C04", city_code=CITY)
    assert [line.text for line in shown.breaks] == [
        "2024年起分母为收案数。以前各期有这两项数的，在指标趋势里按新口径推算："
        "分子取自 C04 行政机关败诉件数，分母取自 C03 一审行政诉讼案件收案数。"
    ]


HEADER = "indicator_code,region_code,first_period,text,numerator_from,denominator_from\n"


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("C04,,2024,甲,C04.numerator,C03", "denominator_from “C03” 应写成 C02.numerator（分子）"),
        ("C04,,2024,甲,C04.numerator,", "denominator_from “” 与 numerator_from 要么都写，要么都留空"),
        ("C04,,2024,甲,C04.numerator,Z99.value", "denominator_from “Z99.value” Z99 不在 indicators.csv 里"),
        ("C04,,2024,甲,C04.numerator,C03.denominator", "denominator_from “C03.denominator” C03 没有分母"),
        ("C04,,2024,甲,C04.numerator,C06.value", "denominator_from “C06.value” C06 不是可以相加的数"),
        ("C03,,2024,甲,C04.numerator,C05.value", "indicator_code “C03” 没有分子、分母，不能按新口径推算"),
        (
            "C04,,2024,甲,C04.numerator,C04.denominator",
            "numerator_from “C04.numerator” 分子、分母都取自这个指标自己，还是原来的口径",
        ),
    ],
)
def test_faults_of_the_parts_are_named(tmp_path: Path, row: str, fault: str) -> None:
    (tmp_path / "definition_breaks.csv").write_text(f"{HEADER}{row}\n", encoding="utf-8")
    with pytest.raises(CatalogueError) as caught:
        load_catalogue([CATALOGUE_FOLDER, tmp_path])
    (found,) = caught.value.faults
    assert f"{found.column} “{found.value}” {found.rule}".startswith(fault)


def test_a_file_from_before_there_were_parts_is_read(tmp_path: Path) -> None:
    (tmp_path / "definition_breaks.csv").write_text(
        "indicator_code,region_code,first_period,text\nC04,,2024,甲\n", encoding="utf-8"
    )
    (found,) = load_catalogue([CATALOGUE_FOLDER, tmp_path]).breaks
    assert (found.text, found.parts) == ("甲", None)


def test_the_parts_are_kept_in_the_release(store: Store) -> None:
    assert store.catalogue(store.latest_release).breaks == (broken(),)
