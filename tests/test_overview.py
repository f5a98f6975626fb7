"""总览 from literal values in a real store."""

from __future__ import annotations

from dataclasses import replace

import pytest
from literal import value

from faheng.charts.html import cards_html, matrix_html
from faheng.charts.spec import Card, Matrix, MatrixCell, MatrixColumn, MatrixRow
from faheng.exports import write_workbook
from faheng.roles import SYSTEM
from faheng.store.releases import publish_catalogue
from faheng.views import choices
from faheng.views.overview import Overview, overview

REGIONS = ("990102", "990103", "990104", "990121", "990122", "990123", "990171", "990199")


@pytest.fixture
def look(fresh_database):
    def run(period: str, *, tab: str = "headline", city: str = "990100") -> Overview:
        return overview(
            fresh_database,
            release=fresh_database.latest_release,
            city_code=city,
            period_code=period,
            tab=tab,
        )

    return run


def everywhere(indicator_code: str, period: str, parts: tuple[str, str], **more) -> list:
    return [value(indicator_code, code, period, parts=parts, **more) for code in REGIONS]


def card(result: Overview, label: str) -> Card:
    return next(card for card in result.cards if card.label == label)


def row(result: Overview, label: str) -> MatrixRow:
    return next(row for row in result.matrix.rows if row.label.startswith(label))


def texts(found: MatrixRow) -> list[str]:
    return [" ".join(part for part in (cell.sign, cell.text, cell.mark) if part) for cell in found.cells]


def history(found: Card) -> list[str]:
    """The values of the sparkline: `-90.00` where a line leads there, empty for a gap."""
    return [f"{'-' * point.joined}{'' if point.value is None else point.value}" for point in found.history]


def test_there_is_a_card_and_a_row_for_each_headline_indicator(publish_values, look):
    publish_values(*everywhere("C01", "2024", ("9", "10")))
    result = look("2024")
    assert len(result.cards) == len([row for row in result.matrix.rows if not row.is_sum]) == 12
    assert [column.label for column in result.matrix.columns][-3:] == ["演示高新区", "演示市本级", "全市"]


def test_a_card_says_value_change_target_and_who_is_behind_it(publish_values, look):
    publish_values(*everywhere("C01", "2023", ("8", "10")), *everywhere("C01", "2024", ("9", "10")))
    found = card(look("2024"), "行政机关负责人出庭应诉率")
    assert (found.value, found.unit, found.period) == ("90.00", "%", "2024年")
    assert found.change == "较上年上升 10 个百分点"
    assert (found.goal, found.tone) == ("目标 95%：差 4 件", "unmet")  # 76 of 80 are 95 %
    assert found.counted == "8个地区已报8个"
    assert history(found) == ["80.00", "-90.00"]
    assert found.value_address.url == "/comparison?release=2&city=990100&indicator=C01&period=2024&row=990100"
    assert found.address.url == "/trend?release=2&city=990100&indicator=C01&frequency=year"


def test_a_year_shows_the_latest_period_inside_it_and_names_it(publish_values, look):
    publish_values(*everywhere("C01", "2024-Q1", ("9", "10")), *everywhere("C01", "2024-Q2", ("8", "10")))
    result = look("2024")
    # 上半年 is made of both quarters and ends with the second: the longer of the two is shown.
    assert card(result, "行政机关负责人出庭应诉率").period == "2024年上半年"
    assert card(result, "行政机关负责人出庭应诉率").value == "85.00"
    found = row(result, "行政机关负责人出庭应诉率")
    assert (found.note, found.cells[0].text) == ("2024年上半年", "85.00")


def test_the_change_of_a_count_is_in_percent(publish_values, look):
    publish_values(
        *(value("F04", code, "2024-01", "10") for code in REGIONS),
        *(value("F04", code, "2024-02", "15") for code in REGIONS),
    )
    found = card(look("2024-02"), "普法新媒体总浏览（播放）量")
    assert (found.value, found.change) == ("120.00", "较上月增长 50%")


def test_the_sum_of_some_regions_does_not_stand_for_the_city(publish_values, look):
    publish_values(*everywhere("C01", "2023", ("8", "10")), *everywhere("C01", "2024", ("9", "10"))[:6])
    result = look("2024")
    found = card(result, "行政机关负责人出庭应诉率")
    assert (found.counted, found.tone) == ("应报8个地区、可合计6个", "plain")
    assert found.goal == "目标 95%"
    assert texts(row(result, "行政机关负责人出庭应诉率")) == [*["△ 90.00"] * 6, "未报", "未报", "90.00 部分"]


def test_missing_no_cases_and_zero_are_kept_apart(publish_values, look):
    publish_values(
        value("C01", "990102", "2024-Q1", parts=("0", "4")),
        value("C01", "990103", "2024-Q1", parts=("0", "0"), status="not_applicable"),
    )
    found = row(look("2024-Q1"), "行政机关负责人出庭应诉率")
    assert [(cell.text, cell.tone) for cell in found.cells[:3]] == [
        ("0", "unmet"),
        ("无案件", "none"),
        ("未报", "missing"),
    ]


def test_what_is_reported_less_often_than_the_period_is_not_due(publish_values, look):
    publish_values(*everywhere("C01", "2024-Q1", ("9", "10")))
    result = look("2024-Q1")
    assert row(result, "每万人律师数").note == "按年度报送"
    assert card(result, "每万人律师数").value == "—"
    # Quarterly and monthly indicators only: 10 of 60 are quarterly, 9 monthly.
    assert (result.due, result.reported) == ((60 - result.not_due) * 8, 8)


def test_completeness_names_the_regions_that_owe_something(publish_values, look):
    publish_values(*everywhere("C01", "2024-Q1", ("9", "10"))[:7])
    result = look("2024-Q1")
    due = 60 - result.not_due
    assert [(item.region.name, item.reported, item.due) for item in result.completeness][-2:] == [
        ("演示高新区", 1, due),
        ("演示市本级", 0, due),
    ]
    assert result.completeness[0].address.url == "/profile?release=2&city=990100&region=990102&period=2024-Q1"


def test_counties_owe_nothing_of_what_only_the_city_reports(publish_values, look):
    publish_values(
        value("D01", "990100", "2024", "9", basis="end"), value("C01", "990102", "2024", parts=("9", "10"))
    )
    result = look("2024", tab="all")
    found = row(result, "现行有效地方性法规数")
    assert texts(found) == [*[""] * 8, "9"]
    assert result.due == (60 - 3) * 8  # nor of the two others that nobody has reported


def test_all_indicators_stand_under_their_categories(publish_values, look):
    publish_values(*everywhere("C01", "2024", ("9", "10")))
    rows = look("2024", tab="all").matrix.rows
    assert len([found for found in rows if found.cells and not found.is_sum]) == 60
    assert next(found.label for found in rows if not found.cells) == "A 党的领导与统筹协调"


def test_a_change_of_definition_breaks_the_sparkline(publish_values, look):
    for year, share in (("2021", "88"), ("2022", "92"), ("2023", "93")):
        publish_values(
            *(value("G05", code, year, share, parts=None, basis="end") for code in REGIONS),
            name=f"{year}.xlsx",
        )
    publish_values(
        value("G05", "990100", "2021", "88", basis="end"),
        value("G05", "990100", "2022", "92", basis="end"),
        value("G05", "990100", "2023", "93", basis="end"),
    )
    assert history(card(look("2023"), "法治建设群众满意度")) == ["88.00", "92.00", "-93.00"]


def test_the_sparkline_does_not_join_what_the_city_reported_with_what_was_added_up(publish_values, look):
    publish_values(
        *(value("C01", "990100", year, parts=("70", "80")) for year in ("2021", "2022")),
        *(row for year in ("2023", "2024") for row in everywhere("C01", year, ("9", "10"))),
    )
    found = card(look("2024"), "行政机关负责人出庭应诉率")
    assert history(found) == ["87.50", "-87.50", "90.00", "-90.00"]
    assert cards_html([found]).count("polyline") == 2


def test_a_sparkline_has_at_most_twelve_places_and_a_gap_where_nothing_is_known(publish_values, look):
    months = [f"{year}-{month:02d}" for year in (2022, 2023) for month in range(1, 13)]
    publish_values(
        *(value("E10", "990100", month, parts=("9", "10")) for month in months if month != "2023-11")
    )
    found = card(look("2023-12"), "人民调解成功率")
    assert history(found) == ["90.00", *["-90.00"] * 9, "", "90.00"]


def test_one_region_alone_is_not_the_city(publish_values, look):
    publish_values(
        value("C01", "990102", "2023", parts=("8", "10")), value("C01", "990102", "2024", parts=("9", "10"))
    )
    found = card(look("2024"), "行政机关负责人出庭应诉率")
    assert (found.value, found.unit, found.change, found.history) == ("只有1个地区可以合计", "", "", ())
    assert found.counted == "8个地区已报1个"


def test_one_odd_cumulative_report_does_not_hide_the_quarters_of_the_others(publish_values, look):
    publish_values(
        *(value("C03", code, f"2024-Q{quarter}", "10") for code in REGIONS for quarter in (1, 2, 3)),
        value("C03", "990102", "2024-01..09", "30", basis="cumulative"),
    )
    found = row(look("2024", tab="all"), "一审行政诉讼案件收案数")
    assert (found.note, texts(found)) == ("2024年第3季度", [*["10"] * 8, "80"])


def test_one_odd_year_does_not_hide_the_months_of_the_others(publish_values, look):
    publish_values(
        *(value("E08", code, f"2024-{month:02d}", "10") for code in REGIONS for month in range(1, 10)),
        value("E08", "990102", "2024", "120"),
    )
    found = row(look("2024", tab="all"), "法律援助案件办理数")
    assert (found.note, texts(found)) == ("2024年第3季度", [*["30"] * 8, "240"])


def test_a_region_that_is_late_does_not_hold_back_the_year(publish_values, look):
    months = [f"2024-{month:02d}" for month in range(1, 13)]
    publish_values(
        *(
            value("E08", code, month, "10")
            for code in REGIONS
            for month in months
            if (code, month) != ("990122", "2024-12")
        )
    )
    found = row(look("2024", tab="all"), "法律援助案件办理数")
    assert (found.note, texts(found)[4]) == ("", "尚不完整")


def test_from_january_to_september_only_what_fills_it_is_due(publish_values, look):
    publish_values(value("C01", "990102", "2024-Q1", parts=("9", "10")))
    result = look("2024-01..09")
    assert row(result, "每万人律师数").note == "按年度报送"
    assert row(result, "行政机关负责人出庭应诉率").note == "2024年第1季度"
    # The 22 that are reported by quarter or month; not those by half-year or year.
    assert (60 - result.not_due, result.due) == (22, 22 * 8)


def test_what_somebody_reported_for_just_this_span_is_due_as_well(publish_values, look):
    publish_values(value("A02", "990102", "2024-01..09", "3"))
    assert 60 - look("2024-01..09").not_due == 23


def test_a_city_that_only_published_facts_tell_of_owes_nothing(publish_values, look):
    publish_values(value("C01", "620400", "2024", parts=("9", "10")))
    result = look("2024", city="620400")
    assert (result.due, result.completeness) == (0, ())
    assert result.only_city == (
        "白银市只有全市的数，各地区没有报送过。2024年全市有 1 个数，其中重点指标 1 个，其余见“全部指标”。"
    )
    assert result.matrix.title == "12项指标中全市有 1 个数"
    unknown = card(result, "每万人律师数")
    assert (unknown.address.page, unknown.value_address, unknown.goal) == ("indicator", None, "")
    assert texts(row(result, "行政机关负责人出庭应诉率")) == [*[""] * 5, "△ 90.00"]
    assert card(result, "行政机关负责人出庭应诉率").counted == "市里报送"


def test_a_zone_counted_in_another_region_is_shown_but_owes_nothing(
    fresh_database, catalogue, publish_values, look
):
    regions = catalogue.regions | {"990171": replace(catalogue.regions["990171"], counted_in="990102")}
    publish_catalogue(fresh_database, replace(catalogue, regions=regions), actor=SYSTEM)
    publish_values(*everywhere("C01", "2024", ("9", "10")))
    result = look("2024")
    assert "990171" not in [item.region.code for item in result.completeness]
    assert card(result, "行政机关负责人出庭应诉率").counted == "7个地区已报7个"
    assert texts(row(result, "行政机关负责人出庭应诉率"))[6] == "△ 90.00"
    assert texts(row(result, "政府法律顾问制度覆盖率"))[6] == ""


def test_a_value_that_may_change_says_so_in_its_cell(publish_values, look):
    publish_values(
        *everywhere("C01", "2024", ("9", "10"))[1:],
        value("C01", "990102", "2024", parts=("9", "10"), status="provisional"),
    )
    result = look("2024")
    assert texts(row(result, "行政机关负责人出庭应诉率")) == [
        "△ 90.00 暂定",
        *["△ 90.00"] * 7,
        "× 90.00 暂定",
    ]
    assert "暂定：还可能修改" in result.matrix.subtitle


def test_when_all_values_may_change_one_sentence_says_it(publish_values, look):
    publish_values(*everywhere("C01", "2024", ("9", "10"), status="provisional"))
    result = look("2024")
    assert texts(row(result, "行政机关负责人出庭应诉率")) == [*["△ 90.00"] * 8, "× 90.00"]
    assert "数字均为暂定，还可能修改" in result.matrix.subtitle


def test_when_most_values_may_change_the_final_ones_are_named(publish_values, look):
    publish_values(
        *everywhere("C01", "2024", ("9", "10"), status="provisional")[1:],
        value("C01", "990102", "2024", parts=("9", "10")),
    )
    result = look("2024")
    assert texts(row(result, "行政机关负责人出庭应诉率")) == [
        "△ 90.00 正式",
        *["△ 90.00"] * 7,
        "× 90.00",
    ]
    assert "没有注明正式的数字均为暂定，还可能修改" in result.matrix.subtitle


def test_a_cumulative_value_says_so_in_its_cell_and_what_it_means_below(publish_values, look):
    publish_values(
        value("F09", "990102", "2024", parts=("5", "10"), basis="cumulative", status="provisional"),
        value("F09", "990103", "2024", parts=("5", "10"), basis="end"),
    )
    result = look("2024", tab="all")
    found = row(result, "市级及以上民主法治示范村（社区）覆盖率")
    assert texts(found)[:2] == ["50.00 累计 暂定", "× 50.00"]
    assert result.matrix.notes == (
        "累计（市级及以上民主法治示范村（社区）覆盖率）：从开始统计算到期末的总数，"
        "不与别的数相加，不与不是累计的数比较，也不与目标比。",
    )
    assert result.table.notes == result.matrix.notes


def test_a_sum_of_one_region_alone_is_no_city(publish_values, look):
    publish_values(value("C01", "990102", "2024", parts=("9", "10")))
    result = look("2024")
    cell = row(result, "行政机关负责人出庭应诉率").cells[-1]
    assert (cell.text, cell.mark, cell.tone) == ("尚不完整", "", "missing")
    assert cell.about == "演示市 2024年 行政机关负责人出庭应诉率：只有1个地区可以合计"
    table = dict(zip(result.table.keys, result.table.texts(), strict=True))
    assert table["C01"][-2:] == ("只有1个地区可以合计", "")


def test_the_table_says_which_values_are_no_final_values_of_the_whole(publish_values, look):
    publish_values(
        *everywhere("C01", "2024", ("9", "10"))[:3],
        value("C01", "990121", "2024", parts=("9", "10"), status="provisional"),
        value("C01", "990122", "2024", parts=("9", "10"), status="estimated"),
        value("C01", "990123", "2024", parts=("9", "10"), basis="cumulative"),
        *everywhere("B01", "2024", ("9", "10"), status="provisional"),
    )
    table = look("2024", tab="all").table
    found = dict(zip(table.keys, table.texts(), strict=True))
    assert table.columns[-1].title == "状态"
    assert found["C01"][-1] == "永平县：暂定；石桥县：估计；清源县：累计；全市：估计，只是8个地区中5个的合计"
    assert found["B01"][-1] == "均为暂定"
    assert found["C02"][-1] == ""


def test_the_table_holds_numbers_with_the_decimals_of_each_indicator(publish_values, look):
    publish_values(*everywhere("C01", "2024", ("9", "10")), value("F04", "990102", "2024-01", "10"))
    table = look("2024").table
    by_name = {texts[0]: texts for texts in table.texts()}
    assert by_name["行政机关负责人出庭应诉率"][:4] == ("行政机关负责人出庭应诉率", "%", "2024年", "90.00")
    assert write_workbook([table])


def test_a_year_that_has_just_begun_can_be_chosen_but_is_not_the_first(publish_values, fresh_database):
    publish_values(*everywhere("C01", "2024", ("9", "10")), *everywhere("C01", "2025-Q1", ("9", "10")))
    options = choices.city_period_options(fresh_database, fresh_database.latest_release, "990100")
    assert list(options.words) == ["2025", "2025-Q1", "2024"]
    assert options.default == "2024"


def test_a_matrix_shows_every_name_as_it_is():
    hostile = "<script>alert(1)</script>"
    html = matrix_html(
        Matrix(
            title=hostile,
            subtitle=hostile,
            source=hostile,
            corner=hostile,
            columns=(MatrixColumn(hostile),),
            rows=(
                MatrixRow(
                    hostile, (MatrixCell(hostile, about='" onclick="alert(1)', mark=hostile),), note=hostile
                ),
            ),
        )
    )
    assert "<script" not in html
    assert '" onclick' not in html
    assert html.count("&lt;script&gt;") == 7  # a column's name stands in its cells too, for phones


def test_a_card_without_a_history_has_no_picture(publish_values, look):
    publish_values(*everywhere("C01", "2024", ("9", "10")))
    assert "<img" not in cards_html([card(look("2024"), "行政机关负责人出庭应诉率")])


def test_a_card_with_a_history_draws_it_without_another_host(publish_values, look):
    publish_values(*everywhere("C01", "2023", ("8", "10")), *everywhere("C01", "2024", ("9", "10")))
    html = cards_html([card(look("2024"), "行政机关负责人出庭应诉率")])
    assert 'src="data:image/svg+xml,' in html


def test_where_the_city_reports_for_itself_its_number_is_not_called_a_sum(publish_values, look):
    publish_values(*(value("G04", code, "2024", "90", basis="end") for code in REGIONS))
    assert row(look("2024"), "法治建设考核得分").note == "全市由市里报送"


def test_a_region_is_near_only_by_one_case(publish_values, look):
    publish_values(
        value("C01", "990102", "2024", parts=("19", "20")),
        value("C01", "990103", "2024", parts=("18", "20")),
        value("C01", "990104", "2024", parts=("17", "20")),
        value("C01", "990121", "2024", "94.9"),  # how many cases that is, nobody knows
    )
    result = look("2024")
    found = row(result, "行政机关负责人出庭应诉率")
    assert texts(found)[:4] == ["95.00", "△ 90.00", "× 85.00", "× 94.9"]
    assert [cell.tone for cell in found.cells[:4]] == ["met", "near", "unmet", "unmet"]
    assert "蓝底：达标　黄底 △：未达标，只差 1 件（个、人）　红底 ×：未达标" in result.matrix.subtitle


def test_the_matrix_counts_the_targets_that_each_region_meets(publish_values, look):
    publish_values(
        *everywhere("C01", "2024", ("18", "20"))[1:],
        value("C01", "990102", "2024", parts=("20", "20")),
        *everywhere("B01", "2024", ("9", "10"))[2:],
        value("B01", "990102", "2024", parts=("10", "10")),
    )
    result = look("2024")
    found = row(result, "达标数")
    assert texts(found) == ["2/2", "0/1", *["0/2"] * 6, "0/1"]  # of B01 only a part of the city is known
    assert (
        found.cells[0].address.url == "/profile?release=2&city=990100&region=990102&period=2024&aspect=gaps"
    )
    assert result.matrix.title == (
        "有目标的 15 个数中 2 个达标；行政机关负责人出庭应诉率未达标最多（7个地区）"
    )
    assert list(result.table.texts())[-1] == (found.label, "", "2024年", *texts(found), "")
    assert result.table.footer_rows == 1


def test_the_title_of_the_matrix_follows_the_numbers(publish_values, look):
    publish_values(*everywhere("C01", "2024", ("20", "20")))
    assert look("2024").matrix.title == "有目标的 8 个数全部达标"
    publish_values(*everywhere("C01", "2024", ("10", "20"))[:3], *everywhere("B01", "2024", ("9", "10"))[:3])
    assert look("2024").matrix.title == (
        "有目标的 11 个数中 5 个达标；政府法律顾问制度覆盖率、行政机关负责人出庭应诉率未达标最多（各3个地区）"
    )


def test_without_a_target_the_title_of_the_matrix_counts_the_numbers(publish_values, look):
    publish_values(value("F04", "990102", "2024-01", "10"))
    assert look("2024-01").matrix.title == "1项指标、各地区共 1 个数，31 个未报或尚不完整"
    assert not any(found.is_sum for found in look("2024-01").matrix.rows)


def test_a_full_list_without_a_target_says_what_it_lacks(publish_values, look):
    publish_values(*everywhere("G01", "2024-06", ("9", "10"), basis="end"))
    result = look("2024-06")
    assert card(result, "年度法治任务完成率").goal == "还差 8 个任务"
    cell = row(result, "年度法治任务完成率").cells[0]
    assert cell.about == "东湖区 2024年6月 年度法治任务完成率：90.00%（9/10），还差 1 个任务"
