"""总览 from literal values in a real store."""

from __future__ import annotations

import pytest
from literal import value

from faheng.charts.html import cards_html, matrix_html
from faheng.charts.spec import Card, Matrix, MatrixCell, MatrixColumn, MatrixRow
from faheng.exports import write_workbook
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


def test_there_is_a_card_and_a_row_for_each_headline_indicator(publish_values, look):
    publish_values(*everywhere("C01", "2024", ("9", "10")))
    result = look("2024")
    assert len(result.cards) == len(result.matrix.rows) == 12
    assert [column.label for column in result.matrix.columns][-3:] == ["高新区", "市本级", "全市"]


def test_a_card_says_value_change_target_and_who_is_behind_it(publish_values, look):
    publish_values(*everywhere("C01", "2023", ("8", "10")), *everywhere("C01", "2024", ("9", "10")))
    found = card(look("2024"), "行政机关负责人出庭应诉率")
    assert (found.value, found.unit, found.period) == ("90.00", "%", "2024年")
    assert found.change == "较上年上升 10 个百分点"
    assert (found.goal, found.tone) == ("目标 95%：差 4 件", "unmet")  # 76 of 80 are 95 %
    assert found.counted == "8个地区已报8个"
    assert [str(number) for number in found.history] == ["80.00", "90.00"]
    assert found.value_address.url == "/comparison?release=2&city=990100&indicator=C01&period=2024&row=990100"
    assert found.address.url == "/trend?release=2&city=990100&indicator=C01"


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
    assert (found.counted, found.tone) == ("8个地区中已报6个的合计", "plain")
    assert found.goal == "目标 95%"
    assert texts(row(result, "行政机关负责人出庭应诉率")) == [*["× 90.00"] * 6, "未报", "未报", "90.00 部分"]


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
    publish_values(value("D01", "990100", "2024", "9", basis="end"))
    result = look("2024", tab="all")
    found = row(result, "现行有效地方性法规数")
    assert texts(found) == [*[""] * 8, "9"]
    assert result.due == (60 - 3) * 8  # nor of the two others that nobody has reported


def test_all_indicators_stand_under_their_categories(publish_values, look):
    publish_values(*everywhere("C01", "2024", ("9", "10")))
    rows = look("2024", tab="all").matrix.rows
    assert len([found for found in rows if found.cells]) == 60
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
    history = card(look("2023"), "法治建设群众满意度").history
    assert [None if number is None else str(number) for number in history] == [
        "88.00",
        None,
        "92.00",
        "93.00",
    ]


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
    assert html.count("&lt;script&gt;") == 6


def test_a_card_without_a_history_has_no_picture(publish_values, look):
    publish_values(*everywhere("C01", "2024", ("9", "10")))
    assert "<img" not in cards_html([card(look("2024"), "行政机关负责人出庭应诉率")])


def test_a_card_with_a_history_draws_it_without_another_host(publish_values, look):
    publish_values(*everywhere("C01", "2023", ("8", "10")), *everywhere("C01", "2024", ("9", "10")))
    html = cards_html([card(look("2024"), "行政机关负责人出庭应诉率")])
    assert 'src="data:image/svg+xml,' in html
