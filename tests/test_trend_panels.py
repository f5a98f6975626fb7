"""指标趋势 with a panel for every region, from literal values: what is drawn, and what its title may say of so many tests."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from literal import value

from faheng.address import address
from faheng.charts.data_table import data_table
from faheng.charts.spec_over_time import RegionPanel, SmallMultiples
from faheng.intake.reading import Value
from faheng.views.trend import form_options, trend

REGIONS = ("990102", "990103", "990104", "990121", "990122", "990123", "990171", "990199")
Follow = Callable[..., SmallMultiples]


@pytest.fixture
def follow(fresh_database) -> Follow:
    def run(indicator_code: str, *region_codes: str, frequency: str = "year") -> SmallMultiples:
        shown = trend(
            fresh_database,
            release=fresh_database.latest_release,
            city_code="990100",
            indicator_code=indicator_code,
            frequency=frequency,
            region_codes=region_codes,
            form="panels",
        )
        assert isinstance(shown.chart, SmallMultiples)
        return shown.chart

    return run


def years(indicator: str, region: str, *successes: str, of: str, first: int = 2020) -> list[Value]:
    """`years("C07", "990102", "10", "12", of="20")`: 10 of 20 in 2020, 12 of 20 in 2021."""
    return [
        value(indicator, region, str(first + number), parts=(count, of))
        for number, count in enumerate(successes)
    ]


def level(*regions: str) -> list[Value]:
    return [row for region in regions for row in years("C07", region, "16", "16", "16", "16", of="20")]


RISING = ("4", "9", "15", "20")
FALLING = ("20", "15", "9", "4")


def panel(chart: SmallMultiples, region: str) -> RegionPanel:
    (found,) = [one for one in chart.panels if one.series.key == region]
    return found


def texts(one: RegionPanel) -> list[str]:
    return [f"{'-' if point.joined else ''}{point.text}" for point in one.series.points]


def test_every_region_has_a_panel_in_code_order(publish_values, follow: Follow):
    publish_values(*level(*reversed(REGIONS)))
    assert [one.series.key for one in follow("C07").panels] == list(REGIONS)


def test_the_chosen_regions_stand_first_in_the_order_chosen(publish_values, follow: Follow):
    publish_values(*level(*REGIONS))
    chart = follow("C07", "990123", "990103")
    assert [one.series.key for one in chart.panels][:3] == ["990123", "990103", "990102"]
    assert "所选地区在前" in chart.subtitle


def test_the_title_names_who_really_rises_and_falls(publish_values, follow: Follow):
    publish_values(
        *years("C07", "990102", *RISING, of="20"),
        *years("C07", "990122", *FALLING, of="20"),
        *level("990103"),
    )
    chart = follow("C07")
    assert chart.title == "行政复议调解和解（调撤）率：3个地区中东湖区持续上升，石桥县持续下降"
    assert [one.trend for one in chart.panels] == [
        "持续上升（p<0.001）",
        "看不出变化（p=1.000）",
        "持续下降（p<0.001）",
    ]


def test_when_the_data_change_so_does_the_title(publish_values, follow: Follow):
    publish_values(*years("C07", "990102", *FALLING, of="20"), *level("990103", "990122"))
    assert follow("C07").title == "行政复议调解和解（调撤）率：3个地区中东湖区持续下降"


def test_a_rise_that_one_of_many_tests_finds_by_chance_is_not_in_the_title(publish_values, follow: Follow):
    # 14, 16, 18, 19 of 20: p is near 0.03, which of eight tests one finds where nothing changes.
    publish_values(*years("C07", "990102", "14", "16", "18", "19", of="20"), *level(*REGIONS[1:]))
    chart = follow("C07")
    assert panel(chart, "990102").trend.startswith("持续上升（p=0.0")
    assert chart.title == "行政复议调解和解（调撤）率：8个地区的升降合起来看，都没有超出偶然波动"


def test_one_region_with_the_same_rise_alone_is_named(publish_values, follow: Follow):
    publish_values(*years("C07", "990102", "14", "16", "18", "19", of="20"))
    assert follow("C07").title == "行政复议调解和解（调撤）率：1个地区中东湖区持续上升"


def test_many_regions_are_counted(publish_values, follow: Follow):
    publish_values(
        *[row for region in REGIONS[:4] for row in years("C07", region, *RISING, of="20")], *level("990122")
    )
    assert follow("C07").title.endswith("：5个地区中4个持续上升")


def test_all_regions_are_not_counted_of_all(publish_values, follow: Follow):
    publish_values(*[row for region in REGIONS[:4] for row in years("C07", region, *RISING, of="20")])
    assert follow("C07").title.endswith("：4个地区都持续上升")


def test_too_few_periods_say_nothing(publish_values, follow: Follow):
    publish_values(*years("C07", "990102", "9", "12", of="20"), *years("C07", "990103", "9", "12", of="20"))
    chart = follow("C07")
    assert chart.title == "行政复议调解和解（调撤）率：期数不足，不能判断各地区的升降"
    assert [one.trend for one in chart.panels] == ["期数不足", "期数不足"]


def test_a_full_list_is_not_tested_but_held_against_its_target(publish_values, follow: Follow):
    publish_values(
        *years("E04", "990102", "8", "9", "10", "10", of="10", first=2021),
        *years("E04", "990103", "8", "8", "8", "9", of="10", first=2021),
    )
    chart = follow("E04")
    assert chart.title == "村（居）法律顾问覆盖率：2024年西岭区未达标"
    assert [(one.trend, one.tone) for one in chart.panels] == [("", "met"), ("", "near")]


def test_without_test_and_target_the_title_gives_the_last_values(publish_values, follow: Follow):
    publish_values(
        *years("F09", "990102", "8", "10", of="10", first=2019),
        *years("F09", "990103", "7", "9", of="10", first=2019),
    )
    assert follow("F09").title == "市级及以上民主法治示范村（社区）覆盖率：2020年2个地区 90.00%～100%"


def test_the_numbers_of_the_range_are_drawn(publish_values, follow: Follow):
    publish_values(
        *years("F09", "990102", "8", "10", of="10", first=2019),
        *years("F09", "990103", "7", "9", of="10", first=2019),
    )
    assert {one.series.points[-1].text for one in follow("F09").panels} == {"100%", "90.00%"}


def test_gaps_breaks_and_provisional_values_are_those_of_the_large_chart(publish_values, follow: Follow):
    publish_values(
        value("C08", "990102", "2021", parts=("8", "10")),
        value("C08", "990102", "2023", parts=("8", "10")),
        value("C08", "990102", "2024", parts=("9", "10")),
        value("C08", "990102", "2025", parts=("9", "10"), status="provisional"),
    )
    (one,) = follow("C08").panels
    assert texts(one) == ["80.00%", "未报", "80.00%", "90.00%", "-90.00%"]
    assert [broken.place for broken in one.breaks] == [2.5]
    assert [point.hollow for point in one.series.points] == [False, False, False, False, True]


def test_every_panel_says_in_words_what_it_shows(publish_values, follow: Follow):
    publish_values(*years("C07", "990102", *RISING, of="20"))
    said = next(row for row in data_table(follow("C07")).rows if row[0] == "东湖区")
    assert (said[1], *said[-2:]) == ("20.00%（4/20）", "100%（20/20）", "持续上升（p<0.001）")


def test_the_city_lies_behind_but_its_sum_would_be_far_above(publish_values, follow: Follow):
    publish_values(
        *level(*REGIONS),
        *[value("E08", region, "2024-01", "5") for region in REGIONS],
    )
    rate, count = follow("C07"), follow("E08", frequency="month")
    assert rate.city is not None
    assert count.city is None
    assert "全市合计远高于各地区，没有画在这里，见“一图”。" in count.notes


def test_a_region_without_any_value_is_named(publish_values, follow: Follow):
    publish_values(*level(*REGIONS[:7]))
    chart = follow("C07")
    assert len(chart.panels) == 7
    assert "没有画出一期数也没有的地区：演示市本级。" in chart.notes


def test_the_name_of_a_panel_leads_to_the_large_chart_with_its_region_chosen(
    fresh_database, publish_values, follow: Follow
):
    publish_values(*level("990102"))
    (one,) = follow("C07").panels
    assert one.series.address == address(
        "trend",
        release=fresh_database.latest_release,
        city="990100",
        indicator="C07",
        frequency="year",
        regions="990102",
        form="lines",
    )


def test_values_without_cases_are_said_to_be_tested_by_value(publish_values, follow: Follow):
    publish_values(
        *[value("A06", "990102", str(year), str(year - 2010), basis="end") for year in range(2019, 2025)]
    )
    chart = follow("A06")
    assert chart.panels[0].trend == "持续上升（p=0.003）"  # 2 of the 720 orders of six values
    assert any("（按数值，不计案件多少）" in note for note in chart.notes)


def test_a_target_is_drawn_in_every_panel_and_who_misses_it_is_marked(publish_values, follow: Follow):
    publish_values(
        *years("C01", "990102", "9", "10", of="10", first=2023),
        *years("C01", "990103", "9", "9", of="10", first=2023),
    )
    chart = follow("C01")
    assert chart.title.endswith("；2024年西岭区未达标")
    assert [[step.label for step in one.targets] for one in chart.panels] == [["目标 95%"], ["目标 95%"]]
    assert [one.tone for one in chart.panels] == ["met", "near"]


def test_an_indicator_that_only_the_city_reports_has_no_panels(fresh_database, publish_values):
    publish_values(value("D01", "990100", "2024", "3", basis="end"))
    assert list(form_options(fresh_database, fresh_database.latest_release, "990100", "D01").words) == [
        "lines"
    ]
