"""县区画像 from literal values in a real store."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from literal import file_of, somebody, value

from faheng.charts.spec_profile import Spine, SpineGroup, SpineRow
from faheng.charts.spine import spine_html
from faheng.exports import write_workbook
from faheng.intake.reading import Issue
from faheng.public_facts import NOTE_RULE
from faheng.roles import SYSTEM
from faheng.store.releases import publish
from faheng.store.reviews import accept_submissions
from faheng.store.submissions import Sender, save_submission
from faheng.views.comparison import Comparison, comparison
from faheng.views.once import reading_once
from faheng.views.profile import Profile, profile

REGIONS = ("990102", "990103", "990104", "990121", "990122", "990123", "990171", "990199")
C01 = "行政机关负责人出庭应诉率"  # higher is better; the city's target is 95 % from 2023 on


@pytest.fixture
def look(fresh_database):
    def run(period: str, region: str = "990122", *, city: str = "990100") -> Profile:
        return profile(
            fresh_database,
            release=fresh_database.latest_release,
            city_code=city,
            region_code=region,
            period_code=period,
        )

    return run


def row(result: Profile, label: str) -> SpineRow:
    return next(row for group in result.spine.groups for row in group.rows if row.label == label)


def places(html: str, mark: str) -> list[float]:
    """Where the marks of one kind stand in the drawing, in %."""
    return [float(place) for place in re.findall(rf'class="{mark}" style="left:([\d.]+)%', html)]


def everywhere(indicator_code: str, period: str, successes: str, of: int = 20, **more) -> list:
    """One value for each region, in code order: `9 8 …` of `of`."""
    return [
        value(indicator_code, code, period, parts=(success, str(of)), **more)
        for code, success in zip(REGIONS, successes.split(), strict=True)
    ]


def test_a_row_says_value_parts_city_change_and_target(publish_values, look):
    publish_values(*everywhere("C01", "2023", "20 " * 4 + "16 20 20 20"))
    publish_values(*everywhere("C01", "2024", "20 " * 4 + "18 12 20 20"))
    found = row(look("2024"), C01)
    assert (found.text, found.detail, found.mark) == ("90.00%", "18/20", "")
    assert (found.city_text, found.city_mark) == ("93.75%", "")
    assert found.change == "+10.00个百分点"
    assert (found.goal, found.tone) == ("95%：差 1 件", "near")
    assert found.about == (
        "石桥县 2024年 行政机关负责人出庭应诉率：90.00%（18/20），目标 95%：差 1 件，"
        "较上年上升 10 个百分点，全市 93.75%，各地区 60.00%～100%"
    )


def test_the_span_holds_every_region_and_the_city(publish_values, look):
    publish_values(*everywhere("C01", "2024", "20 20 20 20 18 12 20 20"))
    span = row(look("2024"), C01).span
    assert (str(span.city), str(span.value)) == ("93.75", "90.00")
    assert (str(span.low), str(span.high)) == ("60.00", "100.00")
    assert sorted(map(str, span.others)) == ["100.00"] * 6 + ["60.00"]
    assert (str(span.target), span.direction) == ("95", "higher")


def test_the_city_is_in_the_middle_and_the_farthest_region_at_an_end(publish_values, look):
    publish_values(*everywhere("C01", "2024", "20 20 20 20 18 12 20 20"))
    html = spine_html(look("2024").spine)
    assert places(html, "fh-own") == [44.9]  # 3.75 below the city, where 33.75 is the whole reach
    assert places(html, "fh-other") == [4.0, 58.5]
    assert places(html, "fh-aim") == [51.7]
    assert 'class="fh-band" style="left:4.0%;width:54.5%"' in html


def test_a_low_value_that_is_better_stands_on_the_right(publish_values, look):
    publish_values(*everywhere("C04", "2024", "4 4 4 4 1 4 4 4"))
    result = look("2024")
    assert row(result, "行政机关败诉率（低优，已换向）").text == "5.00%"
    assert places(spine_html(result.spine), "fh-own") == [96.0]
    assert "标“已换向”的越低越好，左高右低" in result.spine.subtitle
    assert "较好" not in spine_html(
        result.spine
    )  # what differs is not tested, so nobody is said to be better


def test_what_is_neither_good_nor_bad_stands_by_its_size_and_says_so(publish_values, look):
    publish_values(*everywhere("C06", "2024", "4 4 4 4 1 4 4 4"))
    result = look("2024")
    html = spine_html(result.spine)
    assert places(html, "fh-own") == [4.0]
    assert ">小</small>" in html
    assert ">大</small>" in html
    assert row(result, "行政复议纠错率").goal == ""
    assert "标“小、大”的不作好坏评价" in result.spine.subtitle


def test_counts_have_no_spine_since_large_counties_have_more(publish_values, look):
    publish_values(*(value("C03", code, "2023", "40") for code in REGIONS))
    publish_values(*(value("C03", code, "2024", "36") for code in REGIONS))
    result = look("2024")
    found = row(result, "一审行政诉讼案件收案数")
    assert (found.text, found.city_text, found.change, found.span) == ("36件", "288件", "−4件", None)
    assert "减少 4 件（下降 10%）" in found.about
    assert "总量与地区大小有关，不画位置" in result.spine.subtitle


def test_a_provisional_value_is_hollow_and_named(publish_values, look):
    publish_values(*everywhere("C01", "2024", "20 20 20 20 18 12 20 20", status="provisional"))
    result = look("2024")
    assert row(result, C01).mark == "暂定"
    assert 'class="fh-own fh-hollow"' in spine_html(result.spine)
    assert "○\u00a0石桥县（暂定）" in result.spine.subtitle
    assert "●" not in result.spine.subtitle


def test_all_regions_alike_stand_in_the_middle(publish_values, look):
    publish_values(*everywhere("C01", "2024", "18 " * 8))
    html = spine_html(look("2024").spine)
    assert places(html, "fh-own") == places(html, "fh-other") == [50.0]
    assert places(html, "fh-aim") == []


def test_unreported_incomplete_and_without_cases_are_kept_apart(publish_values, look):
    publish_values(
        *(value("E10", "990122", f"2024-{month:02}", parts=("4", "5")) for month in range(1, 11)),
        *(value("E10", "990102", f"2024-{month:02}", parts=("4", "5")) for month in range(1, 13)),
        value("C08", "990122", "2024", parts=("0", "0"), status="not_applicable"),
        value("B01", "990122", "2024", parts=("0", "0"), status="not_applicable"),
        value("C01", "990102", "2024", parts=("9", "10")),
    )
    result = look("2024")
    lists = {item.why: item.indicators for item in result.missing}
    assert list(lists) == ["未报", "尚不完整（12个月中已报10个月）", "不涉及", "无案件"]
    assert C01 in lists["未报"]
    assert lists["尚不完整（12个月中已报10个月）"] == ("人民调解成功率",)
    assert lists["无案件"] == ("行政复议后案结事了率",)
    shown = [row(result, name) for name in (C01, "人民调解成功率", "行政复议后案结事了率")]
    assert [(item.text, item.tone) for item in shown] == [
        ("未报", "missing"),
        ("尚不完整", "missing"),
        ("无案件", "none"),
    ]


def test_without_a_value_of_its_own_the_others_are_drawn_without_a_dot(publish_values, look):
    publish_values(*everywhere("C01", "2024", "20 20 20 20 18 12 20 20")[:4])
    result = look("2024")
    assert row(result, C01).span.value is None
    html = spine_html(result.spine)
    assert places(html, "fh-other") == [50.0]
    assert places(html, "fh-own") == []


def test_the_citys_value_says_what_must_be_known_of_it(publish_values, look):
    publish_values(
        value("F06", "990100", "2024", "9", basis="cumulative"),
        *everywhere("C01", "2024", "20 20 20 20 18 12 20 20", status="provisional"),
    )
    result = look("2024")
    assert row(result, "国家级民主法治示范村（社区）数").city_mark == "累计"
    assert row(result, C01).city_mark == "暂定"
    assert row(result, C01).about.endswith("，全市 93.75% 暂定，各地区 60.00%～100%")


def test_a_change_between_cumulative_and_not_says_why_there_is_none(publish_values, look):
    publish_values(
        value("F06", "990122", "2023", "4", basis="end"),
        value("F06", "990122", "2024", "9", basis="cumulative"),
        value("F07", "990122", "2023", "9", basis="cumulative"),
        value("F07", "990122", "2024", "4", basis="end"),
    )
    notes = look("2024").spine.notes
    first, second = "国家级民主法治示范村（社区）数", "省级民主法治示范村（社区）数"
    assert f"{first}与上年不可比：本期是累计数，上年不是。" in notes
    assert f"{second}与上年不可比：上年是累计数，本期不是。" in notes
    assert f"累计（{first}）：从开始统计算到期末的总数" in "".join(notes)


def test_what_came_with_a_number_is_printed(fresh_database, look):
    values = [
        value("C01", code, "2024", parts=("9", "10"), cell=f"数据!B{row}")
        for row, code in enumerate(REGIONS, start=2)
    ]
    note = Issue("数据!B7", "warning", NOTE_RULE, "只到11月")  # 清源县's
    file = file_of(values, issues=[note])
    submission = save_submission(
        fresh_database,
        file,
        Sender("990100", "990100", "王芳"),
        actor=SYSTEM,
        acknowledged={(note.cell, note.rule): "原件如此"},
    )
    accept_submissions(fresh_database, [submission], actor=SYSTEM)
    publish(fresh_database, [submission], actor=somebody("李强"))
    assert f"{C01} 清源县：只到11月" in look("2024", "990123").spine.notes
    assert not any("只到11月" in text for text in look("2024", "990122").spine.notes)


def test_the_range_of_reported_rates_gets_no_digit_that_nobody_wrote(publish_values, look):
    publish_values(
        value("C01", "990100", "2024", "91"),
        value("C01", "990102", "2024", "93.4"),
        value("C01", "990122", "2024", parts=("4", "5")),
    )
    result = look("2024")
    assert row(result, C01).about.endswith("全市 91%，各地区 80.00%～93.4%")
    texts = dict(zip(result.table.keys, result.table.texts(), strict=True))["C01"]
    assert texts[7:11] == ("91", "", "80.00", "93.4")


def test_a_sum_of_some_regions_is_called_so_and_one_alone_is_no_city(publish_values, look):
    publish_values(
        value("C01", "990122", "2024", parts=("9", "10")),
        value("C01", "990102", "2024", parts=("7", "10")),
        value("C02", "990122", "2024", parts=("9", "10")),
    )
    result = look("2024")
    found = row(result, C01)
    assert (found.city_text, found.city_mark) == ("80.00%", "部分")
    assert "全市栏注“部分”的，只是已报地区的合计，不代表全市。" in result.spine.notes
    alone = row(result, "一审案件负责人出庭应诉率")
    assert (alone.city_text, alone.city_mark, alone.span) == ("—", "", None)


def test_a_year_shows_the_latest_period_inside_it_and_names_it(publish_values, look):
    publish_values(
        value("C01", "990122", "2024-Q1", parts=("9", "10")),
        value("C01", "990102", "2024-Q2", parts=("9", "10")),
    )
    result = look("2024")
    found = row(result, C01)
    assert (found.note, found.text) == ("2024年第2季度", "未报")  # all regions for the same period
    assert row(result, "党政主要负责人述法率").note == ""


def test_what_is_reported_less_often_than_the_period_is_counted_apart(publish_values, look):
    publish_values(value("C01", "990122", "2024-Q1", parts=("9", "10")))
    result = look("2024-Q1")
    labels = {row.label for group in result.spine.groups for row in group.rows}
    assert C01 in labels
    assert "党政主要负责人述法率" not in labels  # once a year
    assert f"另有{result.not_due}项指标不按这一频次报送，不在此列。" in result.spine.notes


def test_what_only_the_city_reports_is_left_out(publish_values, look):
    publish_values(value("D01", "990100", "2024", "8"), value("C01", "990122", "2024", parts=("9", "10")))
    labels = {row.label for group in look("2024").spine.groups for row in group.rows}
    assert "现行有效地方性法规数" not in labels


def test_the_title_counts_without_a_verdict(publish_values, look):
    publish_values(
        value("C01", "990122", "2024", parts=("19", "20")),
        value("C02", "990122", "2024", parts=("19", "20")),
        value("C03", "990122", "2024", "36"),
        value("C08", "990122", "2024", parts=("0", "0"), status="not_applicable"),
    )
    result = look("2024")
    assert result.spine.title == f"石桥县 2024年：{result.due}项中报了4项，其中2项有目标，1项达标"
    assert result.reported == 4


def test_a_change_of_definition_is_no_change_and_says_why(publish_values, look):
    publish_values(*everywhere("C08", "2023", "8 " * 8), *everywhere("C08", "2024", "9 " * 8))
    result = look("2024")
    assert row(result, "行政复议后案结事了率").change == "不可比"
    assert any(
        note.startswith("行政复议后案结事了率口径变化，与上年不可比：2024年起") for note in result.spine.notes
    )


def test_without_an_earlier_value_there_is_no_change(publish_values, look):
    publish_values(*everywhere("C01", "2024", "18 " * 8))
    assert row(look("2024"), C01).change == "—"


def test_a_former_name_is_said_for_periods_in_its_time(publish_values, look):
    publish_values(value("C01", "990104", "2021", parts=("9", "10")))
    assert "白溪区：2020年及以前称白溪县。" in look("2021", "990104").spine.notes
    assert not any("白溪县" in note for note in look("2021", "990122").spine.notes)


def test_a_rate_without_parts_is_printed_as_reported(publish_values, look):
    publish_values(value("C01", "990122", "2024", "93.4"), value("C01", "990102", "2024", parts=("8", "10")))
    result = look("2024")
    assert row(result, C01).text == "93.4%"
    assert f"只报了结果、没有分子分母，未计入全市值：{C01}。" in result.spine.notes


def test_every_row_leads_to_its_trend_and_every_value_to_its_source(publish_values, look):
    publish_values(*everywhere("C01", "2024", "18 " * 8))
    found = row(look("2024"), C01)
    assert found.address.url == "/trend?release=2&city=990100&indicator=C01&frequency=year&regions=990122"
    assert found.value_address.url == "/comparison?release=2&city=990100&indicator=C01&period=2024&row=990122"
    assert found.city_address.url.endswith("&row=990100")


def test_the_table_keeps_numbers_as_numbers(publish_values, look):
    publish_values(*everywhere("C01", "2023", "20 " * 4 + "16 20 20 20"))
    publish_values(*everywhere("C01", "2024", "20 " * 4 + "18 12 20 20", status="provisional"))
    table = look("2024").table
    texts = dict(zip(table.keys, table.texts(), strict=True))
    assert texts["C01"] == (
        "行政争议化解与应诉",
        C01,
        "2024年",
        "90.00",
        "%",
        "18",
        "20",
        "93.75",
        "暂定",
        "60.00",
        "100",
        "+10.00",
        "目标 95%，差 1 件",
        "暂定",
    )
    assert write_workbook([table])[:2] == b"PK"


def test_a_city_whose_counties_reported_nothing_is_empty(publish_values, look):
    publish_values(value("C01", "620400", "2024", parts=("9", "10")))
    result = look("2024", "620402", city="620400")
    assert (result.is_empty, result.city_is_known, result.made_up) == (True, True, False)


def test_a_region_that_owes_everything_is_not_empty_when_others_reported(publish_values, look):
    publish_values(value("C01", "990102", "2024", parts=("9", "10")))
    result = look("2024")
    assert not result.is_empty
    assert result.spine.title == f"石桥县 2024年：{result.due}项中报了0项"


def test_a_region_of_another_city_is_refused(publish_values, look):
    publish_values(value("C01", "990102", "2024", parts=("9", "10")))
    with pytest.raises(KeyError):
        look("2024", "620402")


def test_names_from_files_are_text_not_tags():
    hostile = '<img src=x onerror="alert(1)">'
    spine = Spine(
        title=hostile,
        subtitle="",
        source="",
        whose=hostile,
        groups=(
            SpineGroup(
                hostile,
                (SpineRow(label=hostile, text=hostile, city_text=hostile, change=hostile, about=hostile),),
            ),
        ),
    )
    html = spine_html(spine)
    assert "<img" not in html
    assert html.count("&lt;img src=x onerror=&#34;alert(1)&#34;&gt;") == 7
    assert spine_html(replace(spine, groups=())).count("<tbody>") == 0


def city_value(page: Comparison) -> str:
    """What the last row of the table of 县区对比 says."""
    place = [column.key for column in page.table.columns].index("value")
    return list(page.table.texts())[-1][place]


@pytest.mark.parametrize("period", ["2025", "2024", "2018", "2025-Q3", "2022-08"])
def test_every_value_is_that_of_the_comparison_it_leads_to(monkeypatch, demonstration, period):
    monkeypatch.setattr("faheng.ui.data.open_once", lambda _: demonstration)  # else it would open data/local
    store, release = reading_once(demonstration), demonstration.latest_release
    pages = {}
    differing = []
    for region_code in REGIONS:
        result = profile(
            store, release=release, city_code="990100", region_code=region_code, period_code=period
        )
        assert result.lines
        for found in (row for group in result.spine.groups for row in group.rows):
            asked = dict(found.value_address.choices)
            key = (asked["indicator"], asked["period"])
            if key not in pages:
                pages[key] = comparison(
                    store, release=release, city_code="990100", indicator_code=key[0], period_code=key[1]
                )
            page = pages[key]
            (there,) = (dot for dot in page.chart.rows if dot.key == region_code)
            incomplete = found.text == "尚不完整" and there.text.endswith("中")  # 12个月中 / 已报10个月
            if not incomplete and (found.text, found.mark) != (there.text, there.mark):
                differing.append((found.about, there.text))
            if found.city_text != "—" and not found.city_text.startswith(city_value(page)):
                differing.append((found.about, city_value(page)))
    assert differing == []


def test_what_begins_each_january_says_that_it_is_compared_with_last_year(publish_values, look):
    for period, done in (("2023-06", "5"), ("2023-12", "10"), ("2024-06", "6")):
        publish_values(
            *everywhere("G01", period, " ".join([done] * 8), of=10, basis="end"), name=f"{period}.xlsx"
        )
    result = look("2024-06")
    assert row(result, "年度法治任务完成率").change == "同比 +10.00个百分点"
    assert "注“同比”的指标每年从头统计，与上年同期比。" in result.spine.notes
