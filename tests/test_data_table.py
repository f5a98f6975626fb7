"""What a chart shows as a table, for readers who cannot see it."""

from __future__ import annotations

from decimal import Decimal

from faheng.charts import map_spec, spec, spec_over_time, spec_profile
from faheng.charts.data_table import DataTable, data_table
from faheng.charts.map_spec import MapArea, RegionMap
from faheng.charts.spec import (
    ChartSpec,
    DotComparison,
    DotRow,
    Funnel,
    FunnelPoint,
    Matrix,
    ReferenceLine,
    TargetStep,
    Trend,
    TrendBreak,
    TrendPeriod,
    TrendPoint,
    TrendSeries,
)
from faheng.charts.spec_over_time import Bump, RankLine, RegionPanel, SmallMultiples
from faheng.charts.spec_profile import Bullets, Spine
from faheng.label_box import Box


def test_every_kind_of_chart_has_one() -> None:
    named = [
        each for module in (spec, map_spec, spec_over_time, spec_profile) for each in vars(module).values()
    ]
    kinds = {each for each in named if isinstance(each, type) and issubclass(each, ChartSpec)}
    tables_by_nature = {Matrix, Spine, Bullets}
    without = kinds - {ChartSpec} - tables_by_nature - data_table.registry.keys()
    assert {kind.__name__ for kind in without} == set()


def test_regions_side_by_side() -> None:
    rows = (
        DotRow(
            "1",
            "东湖区",
            "95.00%",
            Decimal("95.00"),
            Decimal("90.00"),
            detail="19/20",
            mark="暂定",
            verdict="可能优于",
            about=("东湖区 2025年", "95.00%（19/20） 暂定", "95%区间 76.4%～99.1%", "目标 95%：达标"),
        ),
        DotRow("2", "西岭区", "未报", about=("西岭区 2025年", "未报")),
    )
    lines = (
        ReferenceLine("city", Decimal("90"), "全市 90.00%"),
        ReferenceLine("target", Decimal("95"), "目标 95%"),
    )
    described = DotComparison(
        title="标题", subtitle="演示市 · 2025年", source="来源", rows=rows, lines=lines, unit="%", decimals=2
    )
    assert data_table(described) == DataTable(
        caption="演示市 · 2025年。全市 90.00%，目标 95%",
        head=("地区", "数值", "上期", "说明"),
        rows=(
            ("东湖区", "95.00%（19/20） 暂定 可能优于", "90.00%", "95%区间 76.4%～99.1%；目标 95%：达标"),
            ("西岭区", "未报", "—", ""),
        ),
    )


def series(key: str, name: str, *points: TrendPoint) -> TrendSeries:
    return TrendSeries(key, name, name, "context", points)


def test_one_indicator_over_time() -> None:
    described = Trend(
        title="标题",
        subtitle="演示市 · 年度",
        source="来源",
        periods=(TrendPeriod("2024", "2024年", "2024"), TrendPeriod("2025", "2025年", "2025")),
        series=(
            series(
                "1",
                "东湖区",
                TrendPoint("90件", Decimal(90)),
                TrendPoint("1,200件", Decimal(1200), mark="暂定"),
            ),
        ),
        total=series("0", "全市合计", TrendPoint("未报"), TrendPoint("12个月中已报10个月", detail="10/12")),
        targets=(TargetStep(1, 1, Decimal(1000), "目标 1,000件"),),
        breaks=(TrendBreak(0.5, "2025年起口径变化"),),
        unit="件",
        decimals=0,
    )
    assert data_table(described) == DataTable(
        caption="演示市 · 年度",
        head=("时期", "东湖区", "全市合计", "目标"),
        rows=(
            ("2024年", "90件", "未报", "—"),
            ("2025年（2025年起口径变化）", "1,200件 暂定", "12个月中已报10个月（10/12）", "目标 1,000件"),
        ),
    )


def test_a_funnel_says_how_many_cases_and_who_is_told_apart() -> None:
    described = Funnel(
        title="标题",
        subtitle="演示市 · 2025年",
        source="来源",
        points=(
            FunnelPoint(
                "1",
                "东湖区",
                "60.00%",
                Decimal(60),
                1200,
                "明显劣于",
                "worse",
                ("东湖区 2025年", "60.00%", "差 3 件"),
            ),
            FunnelPoint("2", "西岭区", "85.00%", Decimal(85), 40, about=("西岭区 2025年", "85.00%")),
        ),
        bands=(),
        line=ReferenceLine("city", Decimal(84), "全市 84.00%"),
        cases="应出庭件数",
        unit="%",
    )
    assert data_table(described) == DataTable(
        caption="演示市 · 2025年。全市 84.00%",
        head=("地区", "数值", "应出庭件数", "说明"),
        rows=(("东湖区", "60.00% 明显劣于", "1,200", "差 3 件"), ("西岭区", "85.00%", "40", "")),
    )


def test_panels_and_ranks_have_a_row_for_each_region() -> None:
    periods = (TrendPeriod("2024", "2024年", "2024"), TrendPeriod("2025", "2025年", "2025"))
    line = series("1", "东湖区", TrendPoint("80%", Decimal(80)), TrendPoint("90%", Decimal(90), mark="暂定"))
    panels = SmallMultiples(
        title="标题",
        subtitle="说明",
        source="来源",
        periods=periods,
        panels=(RegionPanel(line, "总体上升"),),
        unit="%",
    )
    assert data_table(panels).rows == (("东湖区", "80%", "90% 暂定", "总体上升"),)
    places = series("1", "东湖区", TrendPoint("第2名", Decimal(2)), TrendPoint("第1名", Decimal(1)))
    bump = Bump(
        title="标题",
        subtitle="说明",
        source="来源",
        periods=periods,
        lines=(RankLine(places, "2 东湖区", "1 东湖区", "（1–3）"),),
        places=2,
    )
    assert data_table(bump) == DataTable(
        caption="说明",
        head=("地区", "2024年", "2025年", "最近一期的名次区间"),
        rows=(("东湖区", "第2名", "第1名", "（1–3）"),),
    )


def test_a_map_is_a_list_of_its_regions() -> None:
    square = ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 0.0))
    area = MapArea(
        "1",
        "东湖区",
        "60%",
        "pale",
        (square,),
        Box(0, 0, 1, 1),
        "×",
        ("明显劣于",),
        ("东湖区", "60%", "差 3 件"),
    )
    described = RegionMap(
        title="标题",
        subtitle="说明",
        source="来源",
        areas=(area,),
        classes=(),
        caption="示意图，非地图",
        is_tiles=True,
    )
    assert data_table(described) == DataTable(
        caption="说明。示意图，非地图",
        head=("地区", "数值", "说明"),
        rows=(("东湖区", "60% 明显劣于", "差 3 件"),),
    )


def test_a_ranking_says_every_place() -> None:
    rows = (
        DotRow("1", "东湖区", "95.00%", Decimal("95.00"), place="第1名（1–3）"),
        DotRow("2", "西岭区", "未报"),
    )
    described = DotComparison(
        title="标题", subtitle="2025年", source="来源", rows=rows, lines=(), unit="%", decimals=2
    )
    assert data_table(described) == DataTable(
        caption="2025年",
        head=("地区", "名次", "数值", "说明"),
        rows=(("东湖区", "第1名（1–3）", "95.00%", ""), ("西岭区", "—", "未报", "")),
    )


def test_a_word_in_a_values_place_is_said_once() -> None:
    described = Trend(
        title="标题",
        subtitle="年度",
        source="来源",
        periods=(TrendPeriod("2025", "2025年", "2025"),),
        series=(series("1", "东湖区", TrendPoint("无案件", detail="无案件")),),
        unit="%",
        decimals=2,
    )
    assert data_table(described).rows == (("2025年", "无案件"),)
