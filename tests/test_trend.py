"""指标趋势 from literal values in a real store."""

from decimal import Decimal

import pytest
from literal import somebody, submit, value

from faheng.address import address
from faheng.store.releases import publish
from faheng.views.choices import frequency_options
from faheng.views.city_rows import city_rows
from faheng.views.comparison import comparison
from faheng.views.question import ask
from faheng.views.standing import standing
from faheng.views.trend import Trend, trend

REGIONS = ("990102", "990103", "990104", "990121", "990122", "990123", "990171", "990199")


@pytest.fixture
def follow(fresh_database):
    def run(indicator_code: str, frequency: str = "year", *region_codes: str, release: int = 0) -> Trend:
        return trend(
            fresh_database,
            release=release or fresh_database.latest_release,
            city_code="990100",
            indicator_code=indicator_code,
            frequency=frequency,
            region_codes=region_codes,
        )

    return run


def everywhere(indicator_code: str, period: str, parts: tuple[str, str], **more) -> list:
    return [value(indicator_code, code, period, parts=parts, **more) for code in REGIONS]


def line(result: Trend, key: str) -> list[str]:
    """What is drawn of a region: `90.00%`, `-90.00%` where a line leads there, `(未报)` for a gap."""
    series = [*result.chart.series, *([result.chart.total] if result.chart.total else [])]
    (found,) = [one for one in series if one.key == key]
    return [
        f"{'-' if point.joined else ''}{point.text}" if point.value is not None else f"({point.text})"
        for point in found.points
    ]


def cells(result: Trend, label: str) -> dict[str, str]:
    """Column → text of one row of the matrix."""
    (row,) = [row for row in result.matrix.rows if row.label == label]
    return {column.label: cell.text for column, cell in zip(result.matrix.columns, row.cells, strict=True)}


def rows(result: Trend, region: str) -> list[tuple[str, ...]]:
    return [row[1:] for row in result.table.texts() if row[0] == region]


def test_a_line_runs_through_the_years_and_the_title_says_from_where_to_where(publish_values, follow):
    publish_values(
        *everywhere("C01", "2022", ("8", "10")),
        *everywhere("C01", "2023", ("9", "10"))[1:],
        value("C01", "990102", "2023", parts=("3", "5")),
    )
    result = follow("C01", "year", "990102")
    assert line(result, "990102") == ["80.00%", "-60.00%"]
    assert (
        result.chart.title
        == "行政机关负责人出庭应诉率：东湖区 2022—2023年由 80.00% 到 60.00%，全市由 80.00% 到 88.00%"
    )
    assert [period.short for period in result.chart.periods] == ["2022", "2023"]


def test_the_highlighted_lie_on_top_in_the_order_chosen_and_are_at_most_four(publish_values, follow):
    publish_values(*everywhere("C01", "2023", ("9", "10")))
    result = follow("C01", "year", "990123", "990102", "990103", "990104", "990121")
    assert [(one.key, one.role) for one in result.chart.series] == [
        ("990121", "context"),
        ("990122", "context"),
        ("990171", "context"),
        ("990199", "context"),
        ("990100", "city"),
        ("990123", "highlighted"),
        ("990102", "highlighted"),
        ("990103", "highlighted"),
        ("990104", "highlighted"),
    ]


def test_a_period_without_a_value_is_a_gap_and_never_zero(publish_values, follow):
    publish_values(
        value("C01", "990102", "2021", parts=("8", "10")),
        value("C01", "990103", "2022", parts=("8", "10")),
        value("C01", "990102", "2024", parts=("0", "10")),
        value("C01", "990103", "2024", parts=("0", "0"), status="not_applicable"),
    )
    result = follow("C01")
    assert line(result, "990102") == ["80.00%", "(未报)", "(未报)", "0%"]
    assert cells(result, "2023年")["东湖区"] == "未报"
    assert (cells(result, "2024年")["东湖区"], cells(result, "2024年")["西岭区"]) == ("0", "无案件")
    assert "线断开处没有数，原因见下表。" in result.notes


def test_no_line_crosses_a_change_of_definition_and_nothing_is_subtracted(publish_values, follow):
    publish_values(
        *(row for year in ("2022", "2023", "2024", "2025") for row in everywhere("C08", year, ("8", "10")))
    )
    result = follow("C08", "year", "990102")
    assert line(result, "990102") == ["80.00%", "-80.00%", "80.00%", "-80.00%"]
    assert line(result, "990100") == ["80.00%", "-80.00%", "80.00%", "-80.00%"]
    assert [(broken.place, broken.label) for broken in result.chart.breaks] == [(1.5, "2024年起口径变化")]
    assert "东湖区 2024—2025年首尾均为 80.00%" in result.chart.title
    assert result.chart.title.endswith("（2024年起口径变化，与以前不可比）")
    assert result.notes[0].startswith("口径变化，前后不连线、不可比：2024年起")


def test_a_break_before_or_after_all_values_is_not_drawn(publish_values, follow):
    publish_values(*everywhere("C08", "2024", ("8", "10")), *everywhere("C08", "2025", ("9", "10")))
    assert follow("C08").chart.breaks == ()


def test_what_may_still_change_is_marked(publish_values, follow):
    publish_values(
        *everywhere("C01", "2023", ("8", "10")), *everywhere("C01", "2024", ("9", "10"), status="provisional")
    )
    result = follow("C01")
    assert {series.points[-1].mark for series in result.chart.series} == {"暂定"}
    assert result.chart.title.endswith("（2024年为暂定）")
    assert "空心点的数字为暂定，还可能修改。" in result.notes


def test_a_sum_over_some_regions_is_hollow_unconnected_and_not_called_the_city(publish_values, follow):
    publish_values(*everywhere("C01", "2023", ("8", "10")), *everywhere("C01", "2024", ("9", "10"))[:2])
    result = follow("C01")
    assert line(result, "990100") == ["80.00%", "90.00%"]
    whole = result.chart.series[-1]
    assert (whole.points[-1].mark, whole.label) == ("仅2个地区", "部分地区")
    assert result.chart.title == "行政机关负责人出庭应诉率：全市 2023年 80.00%"
    assert "2024年只有部分地区可以合计，不代表全市：画成空心，不与前后相连。" in result.notes
    assert rows(result, "全市")[-1] == ("2024年", "90.00", "18", "20", "仅2个地区")


def test_the_city_is_not_joined_when_other_regions_stand_behind_it(publish_values, follow):
    reported = value("C01", "990100", "2024", parts=("70", "80"))
    publish_values(
        *everywhere("C01", "2023", ("8", "10")), *everywhere("C01", "2024", ("9", "10"))[:2], reported
    )
    result = follow("C01")
    assert line(result, "990100") == ["80.00%", "87.50%"]
    assert result.chart.title.endswith("全市 2024年 87.50%（以前的来源或报送地区不同，不可比）")


def test_a_year_is_drawn_only_when_all_its_months_are_in(publish_values, follow):
    months = [f"2024-{month:02d}" for month in range(1, 13)]
    publish_values(
        *(value("E08", "990102", month, "10") for month in months),
        *(value("E08", "990103", month, "10") for month in months[:10]),
    )
    result = follow("E08")
    assert line(result, "990102") == ["120件"]
    assert rows(result, "西岭区") == [("2024年", "—", "12个月中已报10个月")]
    assert cells(result, "2024年")["西岭区"] == "尚不完整"


def test_a_year_that_has_just_begun_is_told_but_not_drawn(publish_values, follow):
    publish_values(
        *(value("E08", "990102", f"2024-{month:02d}", "10") for month in range(1, 13)),
        value("E08", "990102", "2025-01", "10"),
    )
    result = follow("E08")
    assert [period.code for period in result.chart.periods] == ["2024"]
    assert [row.label for row in result.matrix.rows] == ["2025年", "2024年"]
    assert "2025年尚不完整，没有画出，见下表。" in result.notes
    assert cells(result, "2025年")["全市"] == "尚不完整"


def test_quarters_are_made_from_months_and_halves_too(publish_values, follow):
    publish_values(
        *(value("E10", "990102", f"2024-{month:02d}", parts=("1", "2")) for month in range(1, 7)),
        value("E10", "990102", "2024-07", parts=("2", "2")),
    )
    assert line(follow("E10", "quarter"), "990102") == ["50.00%", "-50.00%"]
    assert line(follow("E10", "half_year"), "990102") == ["50.00%"]
    assert [period.short for period in follow("E10", "month").chart.periods][-1] == "24年7月"


def test_the_sum_of_a_city_has_a_panel_of_its_own(publish_values, follow):
    publish_values(*(value("C03", code, "2024", "10") for code in REGIONS))
    result = follow("C03")
    assert [point.text for point in result.chart.total.points] == ["80件"]
    assert "990100" not in [series.key for series in result.chart.series]
    assert result.chart.title == "一审行政诉讼案件收案数：全市合计 2024年 80件"


def test_what_the_city_alone_reported_is_no_sum_and_needs_no_second_panel(publish_values, follow):
    publish_values(value("C03", "990100", "2024", "62"))
    result = follow("C03")
    assert result.chart.title == "一审行政诉讼案件收案数：全市 2024年 62件"
    assert ([series.key for series in result.chart.series], result.chart.total) == (["990100"], None)


def test_the_target_is_a_step_where_it_changes(publish_values, follow):
    publish_values(
        *(row for year in ("2021", "2022", "2023", "2024") for row in everywhere("C01", year, ("8", "10")))
    )
    steps = follow("C01").chart.targets
    assert [(step.first, step.last, step.label) for step in steps] == [
        (0, 1, "目标 100%"),
        (2, 3, "目标 95%"),
    ]


def test_a_target_of_a_year_holds_from_its_first_quarter_and_month(publish_values, follow):
    publish_values(
        *(value("C01", "990102", quarter, parts=("8", "10")) for quarter in ("2022-Q4", "2023-Q1", "2023-Q2"))
    )
    steps = follow("C01", "quarter").chart.targets
    assert [(step.first, step.last, step.label) for step in steps] == [
        (0, 0, "目标 100%"),
        (1, 2, "目标 95%"),  # 自2023年起
    ]
    assert (
        follow("C01", "quarter").matrix.rows[0].cells[0].about == "东湖区 2023年第2季度 80.00%（8/10） 未达标"
    )


def test_no_target_line_for_an_indicator_that_is_neither_good_nor_bad(publish_values, follow):
    publish_values(*(value("C03", code, "2024", "10") for code in REGIONS))
    assert follow("C03").chart.targets == ()


def test_cells_say_whether_the_target_is_met_and_lead_to_the_comparison(publish_values, follow):
    release = publish_values(
        value("C01", "990102", "2024", parts=("19", "20")), value("C01", "990103", "2024", parts=("9", "10"))
    )
    result = follow("C01")
    first, second, third = result.matrix.rows[0].cells[:3]
    assert [(cell.text, cell.sign, cell.tone, cell.detail) for cell in (first, second, third)] == [
        ("95.00", "", "met", "19/20"),
        ("90.00", "△", "near", "9/10"),
        ("未报", "", "missing", ""),
    ]
    asked = {"release": release, "city": "990100", "indicator": "C01", "period": "2024"}
    assert first.address == address("comparison", **asked, row="990102")
    assert result.matrix.rows[0].address == address("comparison", **asked)
    assert first.about == "东湖区 2024年 95.00%（19/20） 达标"
    assert result.matrix.columns[0].address == address(
        "profile", release=release, city="990100", region="990102", period="2024"
    )


def test_only_the_city_is_drawn_when_its_counties_have_nothing_to_report(publish_values, follow):
    publish_values(value("D01", "990100", "2023", "7"), value("D01", "990100", "2024", "8"))
    result = follow("D01")
    assert [series.key for series in result.chart.series] == ["990100"]
    assert result.chart.title == "现行有效地方性法规数：全市 2023—2024年由 7部 到 8部"
    assert [column.label for column in result.matrix.columns] == ["全市"]


def test_one_value_alone_has_a_title_that_names_it(publish_values, follow):
    publish_values(value("C01", "990122", "2024", parts=("11", "12")))
    result = follow("C01")
    assert result.chart.title == "行政机关负责人出庭应诉率：石桥县 2024年 91.67%"
    assert rows(result, "全市") == [("2024年", "—", "—", "—", "只有1个地区可以合计")]


def test_a_highlighted_region_without_values_is_said_to_have_none(publish_values, follow):
    publish_values(*everywhere("C01", "2024", ("9", "10"))[1:])
    result = follow("C01", "year", "990102")
    assert result.chart.title.startswith("行政机关负责人出庭应诉率：东湖区没有数")
    assert "990102" not in [series.key for series in result.chart.series]


def test_a_rate_without_parts_gets_no_digit_that_its_sender_did_not_write(publish_values, follow):
    publish_values(value("C01", "990102", "2024", "93.4"))
    result = follow("C01")
    assert line(result, "990102") == ["93.4%"]
    assert rows(result, "东湖区")[0][1] == "93.4"


def test_the_title_gives_a_reported_rate_no_digit_that_its_sender_did_not_write(publish_values, follow):
    publish_values(value("C01", "990100", "2023", "32"), value("C01", "990100", "2024", "33.5"))
    assert follow("C01").chart.title == "行政机关负责人出庭应诉率：全市 2023—2024年由 32% 到 33.5%"


def test_a_cumulative_figure_is_named_not_joined_and_not_held_against_a_target(publish_values, follow):
    publish_values(
        value("F09", "990102", "2023", parts=("8", "10"), basis="end"),
        value("F09", "990102", "2024", parts=("9", "10"), basis="cumulative"),
    )
    result = follow("F09")
    assert line(result, "990102") == ["80.00%", "90.00%"]
    last = result.chart.series[0].points[-1]
    assert (last.mark, last.hollow) == ("累计", False)
    cell = result.matrix.rows[0].cells[0]
    assert (cell.tone, cell.mark) == ("plain", "累计")
    assert any(note.startswith("累计（东湖区）：从开始统计算到期末的总数") for note in result.notes)


def test_a_former_name_is_told_when_the_years_reach_back_to_it(publish_values, follow):
    publish_values(*everywhere("C01", "2019", ("8", "10")), *everywhere("C01", "2024", ("8", "10")))
    assert "白溪区：2020年及以前称白溪县。" in follow("C01").notes


def test_nothing_reported_is_empty(follow):
    result = follow("C01")
    assert result.is_empty
    assert result.chart.title == "行政机关负责人出庭应诉率：还没有数据"
    assert (result.matrix.rows, result.table.rows) == ((), ())


def test_made_up_data_are_marked_in_every_source_line(publish_values, follow):
    publish_values(value("C01", "990102", "2024", parts=("9", "10")))
    result = follow("C01")
    assert result.chart.source.startswith("演示数据 · 来源：演示市各地区报送 · 第 2 版（")
    assert result.matrix.source == result.table.source == result.chart.source


def test_a_past_release_shows_what_was_published_then(fresh_database, publish_values, follow):
    first = publish_values(value("C01", "990102", "2024", parts=("8", "10")), name="一.xlsx")
    publish(
        fresh_database,
        [submit(fresh_database, [value("C01", "990102", "2024", parts=("9", "10"))], name="二.xlsx")],
        actor=somebody("李强"),
        note="更正",
    )
    assert line(follow("C01", release=first), "990102") == ["80.00%"]
    assert line(follow("C01"), "990102") == ["90.00%"]


def test_the_frequencies_are_those_with_data_and_the_year_comes_first(fresh_database, publish_values):
    release = publish_values(
        *(value("C01", "990102", f"2024-Q{quarter}", parts=("4", "5")) for quarter in (1, 2, 3, 4)),
    )
    found = frequency_options(fresh_database, release, "990100", "C01")
    assert found.words == {"year": "年度", "half_year": "半年", "quarter": "季度"}
    assert found.default == "quarter"  # one year alone is no trend
    release = publish_values(
        *(value("C01", "990102", f"2023-Q{quarter}", parts=("4", "5")) for quarter in (1, 2, 3, 4)),
        name="二.xlsx",
    )
    assert frequency_options(fresh_database, release, "990100", "C01").default == "year"


@pytest.mark.parametrize(
    ("indicator_code", "frequency"),
    [
        ("C01", "year"),
        ("C01", "quarter"),
        ("C08", "year"),
        ("E08", "month"),
        ("E10", "half_year"),
        ("F05", "quarter"),
        ("F09", "year"),
        ("G05", "year"),
        ("D01", "year"),
    ],
)
def test_every_number_is_that_of_the_comparison_of_its_period(demonstration, indicator_code, frequency):
    release = demonstration.latest_release
    asked = {"city_code": "990100", "indicator_code": indicator_code}
    result = trend(demonstration, release=release, frequency=frequency, **asked)
    catalogue = demonstration.catalogue(release)
    known = city_rows(demonstration, release=release, city_code="990100")
    lines = (*result.lines.regions, result.lines.whole)
    for place, period in enumerate(result.lines.periods):
        stood = standing(known, ask(catalogue, period=period, **asked))
        for one in lines:
            moment, row = one.moments[place], stood.row(one.region.code)
            assert (moment.shown, moment.numerator, moment.denominator, moment.as_reported) == (
                row.shown,
                row.numerator,
                row.denominator,
                row.as_reported,
            )
            if moment.made != "partial" and moment.state == row.state:
                assert (moment.status or row.state) == (row.state_text or row.state)
            if one.joined(place):
                assert row.comparable
            met = {"met": True, "near": False, "unmet": False}.get(cell_tone(result, place, one.region.code))
            assert met == (row.gap.is_met if row.gap else None)
        for one in lines[:-1]:  # a line that ends has a reason: a gap, or a change that cannot be compared
            row = stood.row(one.region.code)
            if place and one.moments[place].shown is not None and not one.joined(place):
                assert row.previous is None or not row.comparable
    last = result.lines.periods[-1]
    there = comparison(demonstration, release=release, period_code=last.code, **asked)
    printed = dict(zip(there.table.keys, there.table.texts(), strict=True))
    for one in lines:
        if one.moments[-1].shown is not None:
            assert one.moments[-1].text.startswith(printed[one.region.code][1])


def cell_tone(result: Trend, place: int, region_code: str) -> str:
    lines = [*result.lines.regions, result.lines.whole]
    column = next(number for number, one in enumerate(lines) if one.region.code == region_code)
    return result.matrix.rows[len(result.lines.periods) - 1 - place].cells[column].tone


def test_values_are_drawn_as_rounded(publish_values, follow):
    publish_values(value("C01", "990102", "2024", parts=("2", "3")))
    assert follow("C01").chart.series[0].points[0].value == Decimal("66.67")


def test_what_begins_each_january_leads_no_line_across_the_new_year(publish_values, follow):
    for period, done in (("2023-H1", "4"), ("2023-H2", "9"), ("2024-H1", "5"), ("2024-H2", "10")):
        publish_values(*everywhere("G01", period, (done, "10"), basis="end"), name=f"{period}.xlsx")
    result = follow("G01", "half_year")
    assert line(result, "990102") == ["40.00%", "-90.00%", "50.00%", "-100%"]
    assert "每年1月从头统计，跨年不连线；标题比的是各年同期。" in result.notes
    assert "2023年下半年—2024年下半年由 90.00% 到 100%" in result.chart.title
