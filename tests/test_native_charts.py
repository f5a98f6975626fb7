"""Charts that Office draws itself: what stands in the sheet behind them, what is drawn, and that their XML is safe."""

from __future__ import annotations

import io
from dataclasses import replace
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from lxml import etree

from faheng.charts.map_spec import RegionMap
from faheng.charts.spec import (
    DotComparison,
    DotRow,
    Funnel,
    FunnelBand,
    FunnelPoint,
    Matrix,
    ReferenceLine,
    TargetStep,
    Trend,
    TrendEvent,
    TrendPeriod,
    TrendPoint,
    TrendSeries,
)
from faheng.charts.spec_over_time import Bump, RankLine, RegionPanel, SmallMultiples
from faheng.meeting.native.chart import NativeChart, Room
from faheng.meeting.native.kinds import has_native_chart, native_charts
from faheng.meeting.native.markup import chart_xml
from faheng.meeting.native.sheet import workbook

C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
ROOM = Room(width=860, height=330)
WORDS = {"title": "标题", "subtitle": "说明", "source": "来源"}
YEARS = tuple(TrendPeriod(code=year, label=f"{year}年", short=year) for year in ("2021", "2022", "2023"))


def points(*values: str | None, **of_the_last: Any) -> tuple[TrendPoint, ...]:
    """Points joined to each other, `None` a gap."""
    found = [
        TrendPoint(
            text=f"{value}%" if value else "未报", value=Decimal(value) if value else None, joined=True
        )
        for value in values
    ]
    return (*found[:-1], replace(found[-1], **of_the_last))


def trend(*series: TrendSeries, **more: Any) -> Trend:
    return Trend(**WORDS, periods=YEARS, series=series, unit="%", decimals=2, maximum=Decimal(100), **more)


COUNTY = TrendSeries(
    "a", "甲县", "甲县", "highlighted", points("80", None, "90.5", hollow=True, joined=False)
)
CITY = TrendSeries("city", "全市", "全市", "city", points("70", "75", "85"))


def rows_of(chart: NativeChart) -> list[tuple[object, ...]]:
    """The sheet behind a chart."""
    sheet = openpyxl.load_workbook(io.BytesIO(workbook(chart))).active
    assert sheet is not None
    return [tuple(row) for row in sheet.iter_rows(values_only=True)]


def xml_of(chart: NativeChart) -> Any:
    return etree.fromstring(chart_xml(chart, "rId1"))


def labels_of(chart: NativeChart) -> list[str]:
    """Everything written as a label, a line of a label each."""
    return [text for one in chart.series for label in one.labels.values() for text in label.lines]


def test_the_sheet_of_a_trend_has_a_column_for_every_line_and_empty_cells_for_gaps() -> None:
    target = TargetStep(first=1, last=2, value=Decimal(95), label="目标 95%")
    (chart,) = native_charts(trend(COUNTY, CITY, targets=(target,)), ROOM)
    assert rows_of(chart) == [
        ("时期", "目标 95%", "全市", "甲县"),
        ("2021", None, 70, 80),
        ("2022", 95, 75, None),
        ("2023", 95, 85, 90.5),
    ]


def test_gaps_stay_gaps_and_lines_stay_straight() -> None:
    xml = xml_of(native_charts(trend(COUNTY), ROOM)[0])
    assert xml.find(f".//{C}dispBlanksAs").get("val") == "gap"
    assert {smooth.get("val") for smooth in xml.iter(f"{C}smooth")} == {"0"}


def test_lines_have_name_and_last_value_at_their_end_instead_of_a_legend() -> None:
    (chart,) = native_charts(trend(COUNTY, CITY), ROOM)
    assert labels_of(chart) == ["全市 85%", "甲县 90.5%"]
    assert xml_of(chart).find(f".//{C}legend") is None


def test_end_labels_of_lines_that_end_together_are_moved_apart() -> None:
    other = TrendSeries("b", "乙县", "乙县", "context", points("70", "75", "85"))
    (chart,) = native_charts(trend(CITY, other), ROOM)
    moved = sorted(label.down for one in chart.series for label in one.labels.values())
    assert moved[1] - moved[0] >= 14  # the height of a line of these letters


def test_a_line_is_broken_where_the_definition_changed() -> None:
    changed = TrendSeries("a", "甲县", "甲县", "highlighted", points("80", "60", "70"))
    changed = replace(
        changed, points=(changed.points[0], replace(changed.points[1], joined=False), changed.points[2])
    )
    (chart,) = native_charts(trend(changed), ROOM)
    assert [(one.name, one.values) for one in chart.series] == [
        ("甲县", (80, None, None)),
        ("甲县（2022起）", (None, 60, 70)),
    ]


def test_a_value_that_may_change_is_hollow() -> None:
    (chart,) = native_charts(trend(COUNTY), ROOM)
    (marker,) = [marker for marker in chart.series[0].markers.values() if marker]
    assert marker.hollow
    assert list(chart.series[0].markers) == [2]


def test_events_stand_as_numbers_above_their_period() -> None:
    event = TrendEvent(place=1, number="①", label="① 条例施行")
    (chart,) = native_charts(trend(CITY, events=(event,)), ROOM)
    assert chart.series[-1].labels[1].lines == ("①",)


def test_the_sum_of_the_city_has_a_chart_of_its_own_above() -> None:
    upper, lower = native_charts(trend(COUNTY, total=CITY), ROOM)
    assert [one.name for one in upper.series] == ["全市"]
    assert upper.box.bottom == lower.box.top


DOTS = DotComparison(
    **WORDS,
    rows=(
        DotRow(
            key="a",
            label="甲县",
            text="90.00%",
            value=Decimal(90),
            previous=Decimal(80),
            low=Decimal("75.5"),
            high=Decimal("96.1"),
            detail="18/20",
            verdict="可能劣于",
            place="第1名（1–2）",
        ),
        DotRow(key="b", label="乙县", text="未报"),
    ),
    lines=(ReferenceLine("city", Decimal(85), "全市 85%"), ReferenceLine("target", Decimal(95), "目标 95%")),
    unit="%",
    decimals=2,
    maximum=Decimal(100),
)


def column(chart: NativeChart, head: str) -> list[object]:
    """The numbers of a column, without the empty cells."""
    rows = rows_of(chart)
    place = rows[0].index(head)
    return [row[place] for row in rows[1:] if row[place] is not None]


def test_the_sheet_of_dots_has_this_period_the_last_one_and_the_ends_of_the_interval() -> None:
    (chart,) = native_charts(DOTS, ROOM)
    found = {head: column(chart, head) for head in ("本期", "上期", "区间", "变化", "全市 85%", "目标 95%")}
    assert found == {
        "本期": [90],
        "上期": [80],
        "区间": [75.5, 96.1],
        "变化": [80, 90],
        "全市 85%": [85, 85],
        "目标 95%": [95, 95],
    }


def test_dots_print_names_places_numbers_and_verdicts_as_they_are() -> None:
    (chart,) = native_charts(DOTS, ROOM)
    assert labels_of(chart) == [
        "全市 85%",
        "目标 95%",
        "甲县",
        "第1名（1–2）",
        "乙县",
        "90.00%",
        "18/20 可能劣于",
        "未报",
    ]


def test_all_series_of_two_axes_are_of_one_length() -> None:
    # LibreOffice leaves out a series that is shorter than another.
    (chart,) = native_charts(DOTS, ROOM)
    assert {(len(one.values), len(one.across)) for one in chart.series} == {(6, 6)}


FUNNEL = Funnel(
    **WORDS,
    points=(
        FunnelPoint("a", "甲县", "50.00%", Decimal(50), 40, verdict="明显劣于", judged="worse"),
        FunnelPoint("b", "乙县", "80.00%", Decimal(80), 20),
    ),
    bands=(FunnelBand(0.05, (20, 30, 40), (60.0, 65.0, 68.0), (95.0, 92.0, 90.0)),),
    line=ReferenceLine("city", Decimal(75), "全市 75%"),
    cases="件数",
    unit="%",
    maximum=Decimal(100),
)


def test_a_funnel_has_points_by_cases_and_rate_and_both_limits() -> None:
    (chart,) = native_charts(FUNNEL, ROOM)
    assert [one.name for one in chart.series] == ["95%上限", "95%下限", "全市 75%", "各地区"]
    regions = chart.series[-1]
    assert (regions.across[:2], regions.values[:2]) == ((40, 20), (50, 80))
    assert chart.series[1].values[:3] == (60.0, 65.0, 68.0)
    assert "甲县 明显劣于" in labels_of(chart)


def test_small_multiples_have_a_chart_for_every_region_on_one_scale() -> None:
    spec = SmallMultiples(
        **WORDS,
        periods=YEARS,
        panels=(
            RegionPanel(COUNTY, trend="总体上升（p=0.003）", tone="unmet"),
            RegionPanel(replace(CITY, key="b", name="乙县", label="乙县", role="highlighted")),
        ),
        unit="%",
        maximum=Decimal(100),
    )
    first, second = native_charts(spec, ROOM)
    assert first.title is not None
    assert first.title.lines == ("甲县 × 90.5%", "总体上升（p=0.003）")
    assert first.values == second.values
    assert first.box.right < second.box.left


def test_ranks_count_from_the_top() -> None:
    series = TrendSeries("a", "甲县", "甲县", "context", points("2", "1", "1"))
    bump = Bump(**WORDS, periods=YEARS, lines=(RankLine(series, "2 甲县", "1 甲县", "（1–2）"),), places=2)
    (chart,) = native_charts(bump, ROOM)
    axis = xml_of(chart).find(f".//{C}valAx/{C}scaling/{C}orientation")
    assert axis.get("val") == "maxMin"
    assert labels_of(chart) == ["2 甲县", "1 甲县（1–2）"]


def test_tables_by_nature_and_maps_have_none() -> None:
    matrix = Matrix(**WORDS, corner="", columns=(), rows=())
    assert not has_native_chart(matrix)
    assert not has_native_chart(RegionMap(**WORDS, areas=(), classes=(), caption="", is_tiles=True))
    with pytest.raises(TypeError, match="Matrix"):
        native_charts(matrix, ROOM)


def test_a_name_is_no_formula_and_no_markup() -> None:
    named = replace(COUNTY, name="=cmd|' /C calc'!A0", label="<b>&</b>\x01")
    (chart,) = native_charts(trend(named), ROOM)
    sheet = openpyxl.load_workbook(io.BytesIO(workbook(chart))).active
    assert sheet is not None
    assert (sheet["B1"].value, sheet["B1"].data_type) == ("=cmd|' /C calc'!A0", "s")
    assert "<b>&</b> 90.5%" in list(xml_of(chart).itertext())


def test_axis_identities_are_not_negative() -> None:
    for spec in (trend(COUNTY), DOTS, FUNNEL):
        xml = xml_of(native_charts(spec, ROOM)[0])
        assert {each.get("val") for each in xml.iter(f"{C}axId")} == {"10", "20"}


def test_a_font_other_than_the_themes_is_named_for_latin_and_chinese() -> None:
    (chart,) = native_charts(trend(COUNTY), replace(ROOM, font="仿宋"))
    a = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
    fonts = [xml_of(chart).iter(f"{a}{tag}") for tag in ("latin", "ea")]
    assert [{font.get("typeface") for font in each} for each in fonts] == [{"仿宋"}, {"仿宋"}]


def test_the_region_that_a_deck_is_about_has_a_larger_mark_and_a_bold_name() -> None:
    (dots,) = native_charts(replace(DOTS, highlighted="a"), ROOM)
    names = next(one for one in dots.series if one.name == "地区")
    assert [label.bold for label in names.labels.values()] == [True, False]
    (funnel,) = native_charts(replace(FUNNEL, highlighted="b"), ROOM)
    marks = funnel.series[-1].markers
    assert {place: mark.size for place, mark in marks.items() if mark} == {0: 12, 1: 15}
