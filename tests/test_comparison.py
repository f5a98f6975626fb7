"""县区对比 from literal values in a real store."""

from dataclasses import replace
from decimal import Decimal

import pytest
from literal import somebody, submit, value

from faheng.store.releases import publish
from faheng.ui import data
from faheng.views import choices
from faheng.views.comparison import Comparison, comparison
from faheng.views.source import source_of

REGIONS = ("990102", "990103", "990104", "990121", "990122", "990123", "990171", "990199")


@pytest.fixture
def compare(fresh_database):
    def run(indicator_code: str, period_code: str, *, release: int | None = None) -> Comparison:
        return comparison(
            fresh_database,
            release=release or fresh_database.latest_release,
            city_code="990100",
            indicator_code=indicator_code,
            period_code=period_code,
        )

    return run


def column(result: Comparison, key: str) -> dict[str, str]:
    """Region code → cell of one column, as words."""
    (index,) = [index for index, column in enumerate(result.table.columns) if column.key == key]
    return {code: texts[index] for code, texts in zip(result.table.keys, result.table.texts(), strict=True)}


def everywhere(indicator_code: str, period: str, parts: tuple[str, str], **more) -> list:
    return [value(indicator_code, code, period, parts=parts, **more) for code in REGIONS]


def test_the_city_value_is_the_ratio_of_sums_and_stands_last(publish_values, compare):
    publish_values(
        *everywhere("C01", "2024", ("9", "10"))[1:], value("C01", "990102", "2024", parts=("30", "130"))
    )
    result = compare("C01", "2024")
    assert column(result, "value")["990100"] == "46.50"  # 93 of 200, where the mean of rates would be 81.63
    assert result.table.keys[-1] == "990100"
    assert (
        result.chart.title
        == "行政机关负责人出庭应诉率：全市 46.50%，各地区 23.08%～90.00%，东湖区明显劣于其余"
    )
    assert [line.label for line in result.chart.lines] == ["全市 46.50%", "目标 95%"]


def test_not_reported_and_no_cases_are_kept_apart(publish_values, compare):
    publish_values(
        value("C01", "990102", "2024", parts=("9", "10")),
        value("C01", "990103", "2024", parts=("0", "0"), status="not_applicable"),
    )
    result = compare("C01", "2024")
    assert [region.name for region in result.not_applicable] == ["西岭区"]
    assert [region.name for region in result.not_reported] == [
        "白溪区",
        "永平县",
        "石桥县",
        "清源县",
        "演示高新区",
        "演示市本级",
    ]
    assert {row.label: row.text for row in result.chart.rows if row.value is None}["西岭区"] == "无案件"


def test_a_sum_over_some_regions_is_not_called_the_city(publish_values, compare):
    publish_values(
        value("C01", "990102", "2024", parts=("9", "10")), value("C01", "990103", "2024", parts=("7", "10"))
    )
    result = compare("C01", "2024")
    assert (
        result.chart.title
        == "行政机关负责人出庭应诉率：2个地区 70.00%～90.00%，合计 80.00%，地区之间看不出差别"
    )
    assert result.chart.lines[0].label == "已报地区合计 80.00%"
    assert "应报的8个地区中只有2个可以合计，合计值不代表全市。" in result.notes
    assert column(result, "gap")["990100"] == ""


def test_one_region_alone_is_neither_a_total_nor_the_city(publish_values, compare):
    publish_values(value("C01", "990122", "2024", parts=("11", "12")))
    result = compare("C01", "2024")
    assert result.chart.title == "行政机关负责人出庭应诉率：8个地区中只有石桥县有数：91.67%"
    assert [line.kind for line in result.chart.lines] == ["target"]
    assert result.notes[0] == "应报的8个地区中只有1个可以合计，不计算全市值。"


@pytest.mark.parametrize(
    ("period", "target"), [("2022-Q4", "100"), ("2023-Q1", "95"), ("2023-02", "95"), ("2023", "95")]
)
def test_a_target_of_a_year_holds_for_every_part_of_it(publish_values, compare, period, target):
    publish_values(value("C01", "990102", period, parts=("9", "10")))
    assert str(compare("C01", period).rows[0].target) == target  # 95 % 自2023年起 in 演示市, before it 100 %


def test_a_reported_city_rate_gets_no_digit_in_title_and_line(publish_values, compare):
    publish_values(value("C01", "990100", "2024", "32"), value("C01", "990102", "2024", "30.5"))
    result = compare("C01", "2024")
    assert result.chart.title == "行政机关负责人出庭应诉率：全市 32%，东湖区 30.5%"
    assert result.chart.lines[0].label == "全市 32%"


def test_the_ends_of_a_range_are_printed_as_reported(publish_values, compare):
    publish_values(
        value("C01", "990102", "2024", "30.5"),
        value("C01", "990103", "2024", parts=("3", "4")),
        value("C01", "990104", "2024", "75"),  # the same value: the one with parts is printed
    )
    assert compare("C01", "2024").chart.title.startswith("行政机关负责人出庭应诉率：3个地区 30.5%～75.00%")


def test_a_reported_city_value_that_differs_is_said(publish_values, compare):
    publish_values(
        *everywhere("C01", "2024", ("9", "10")), value("C01", "990100", "2024", parts=("75", "80"))
    )
    result = compare("C01", "2024")
    assert result.notes[0].endswith("市里报送的是 93.75%，与此不一致，请核对。")


def test_change_is_the_difference_of_the_shown_values(publish_values, compare):
    publish_values(*everywhere("C01", "2023", ("2", "3")), *everywhere("C01", "2024", ("5", "6")))
    result = compare("C01", "2024")
    assert column(result, "change")["990102"] == "+16.66"  # 83.33 − 66.67
    assert column(result, "change")["990100"] == "+16.66"
    assert "较上年上升 16.66 个百分点" in result.chart.rows[0].about


def test_the_city_changes_by_the_regions_that_are_in_both_values(publish_values, compare):
    # 东湖区 was not there the year before: without it 7 × 2 of 7 × 3 became 7 × 5 of 7 × 6.
    publish_values(
        *everywhere("C01", "2023", ("2", "3"))[1:],
        value("C01", "990102", "2024", parts=("0", "60")),
        *everywhere("C01", "2024", ("5", "6"))[1:],
    )
    result = compare("C01", "2024")
    assert column(result, "value")["990100"] == "34.31"  # 35 of 102
    assert column(result, "change")["990100"] == "+16.66"
    assert "全市值较上年的变化只按两期都有数的7个地区计算：由 66.67% 到 83.33%。" in result.notes


def test_the_city_does_not_change_by_one_region_alone(publish_values, compare):
    publish_values(*everywhere("C01", "2023", ("2", "3"))[:1], *everywhere("C01", "2024", ("5", "6")))
    result = compare("C01", "2024")
    assert (column(result, "previous")["990100"], column(result, "change")["990100"]) == ("—", "—")


def test_the_city_is_not_comparable_when_only_one_region_is_in_both_values(publish_values, compare):
    publish_values(*everywhere("C01", "2023", ("2", "3"))[:2], *everywhere("C01", "2024", ("5", "6"))[1:3])
    result = compare("C01", "2024")
    assert column(result, "change")["990100"] == "不可比"
    assert "合计与上年不可比：两期的来源或报送地区不同。" in result.notes


def test_regions_in_both_periods_make_the_change_even_where_the_city_reported_itself(publish_values, compare):
    publish_values(
        *everywhere("C01", "2023", ("2", "3"))[1:],
        value("C01", "990100", "2023", parts=("20", "24")),
        *everywhere("C01", "2024", ("5", "6")),
    )
    result = compare("C01", "2024")
    assert column(result, "change")["990100"] == "+16.66"
    assert "全市值较上年的变化只按两期都有数的7个地区计算：由 66.67% 到 83.33%。" in result.notes


def test_two_figures_of_the_city_itself_are_compared_where_regions_gave_none(publish_values, compare):
    publish_values(
        value("C01", "990100", "2023", parts=("8", "10")), value("C01", "990100", "2024", parts=("9", "10"))
    )
    assert column(compare("C01", "2024"), "change")["990100"] == "+10.00"


@pytest.mark.parametrize(
    ("indicator", "before", "after", "change"),
    [
        ("C03", ("4", None), ("6", None), "+14"),  # 7 × 6 − 7 × 4
        ("G05", ("80", "100"), ("90.5", "300"), "+10.50"),  # weighted by the sample
    ],
)
def test_sums_and_weighted_means_change_by_the_same_regions(
    publish_values, compare, indicator, before, after, change
):
    def values(period, pair, codes):
        found = [value(indicator, code, period, pair[0]) for code in codes]
        return [replace(item, denominator=Decimal(pair[1])) for item in found] if pair[1] else found

    publish_values(*values("2024", before, REGIONS[1:]), *values("2025", after, REGIONS))
    assert column(compare(indicator, "2025"), "change")["990100"] == change


def test_there_is_no_change_and_no_earlier_dot_across_a_change_of_definition(publish_values, compare):
    publish_values(*everywhere("C08", "2023", ("2", "3")), *everywhere("C08", "2024", ("5", "6")))
    result = compare("C08", "2024")
    assert set(column(result, "change").values()) == {"不可比"}
    assert [row.previous for row in result.chart.rows] == [None] * 8
    assert any(note.startswith("口径变化，与上年不可比：2024年起") for note in result.notes)


def test_a_year_is_made_from_its_quarters_only_when_all_are_in(publish_values, compare):
    publish_values(
        *(value("C01", "990102", f"2024-Q{quarter}", parts=("4", "5")) for quarter in (1, 2, 3, 4)),
        *(value("C01", "990103", f"2024-Q{quarter}", parts=("4", "5")) for quarter in (1, 2, 3)),
    )
    result = compare("C01", "2024")
    assert (column(result, "value")["990102"], column(result, "denominator")["990102"]) == ("80.00", "20")
    assert [(item.region.name, item.text) for item in result.incomplete] == [
        ("西岭区", "4个季度中已报3个季度")
    ]


def test_a_city_of_which_parts_are_in_is_not_called_unreported(publish_values, compare):
    publish_values(*(value("E08", code, f"2024-{month:02d}", "2") for code in REGIONS for month in (1, 2)))
    assert column(compare("E08", "2024"), "status")["990100"] == "12个月中已报2个月"


def test_a_city_of_which_only_its_own_figures_are_known_has_no_regions_that_owe(
    publish_values, fresh_database
):
    release = publish_values(value("C01", "620400", "2024", parts=("9", "10")))
    result = comparison(
        fresh_database, release=release, city_code="620400", indicator_code="C01", period_code="2024"
    )
    assert (result.rows, result.not_reported) == ((), ())
    assert result.notes[:2] == ("白银市只有全市的数，各地区没有报送过。", "全市值为市里报送数。")


def test_a_rate_without_parts_is_shown_as_printed_and_left_out_of_the_sum(publish_values, compare):
    publish_values(
        value("C01", "990102", "2024", "93.4"),
        value("C01", "990103", "2024", parts=("8", "10")),
        value("C01", "990104", "2024", parts=("8", "10")),
    )
    result = compare("C01", "2024")
    assert result.chart.rows[0].text == "93.4%"
    assert column(result, "value")["990100"] == "80.00"
    assert "东湖区只报了结果，没有分子分母，未计入合计。" in result.notes


def test_counts_add_up_and_have_no_line_for_the_city(publish_values, compare):
    publish_values(*(value("C03", code, "2024", "10") for code in REGIONS))
    result = compare("C03", "2024")
    assert result.chart.title == "一审行政诉讼案件收案数：全市合计 80件，各地区均为 10件"
    assert result.chart.lines == ()
    assert result.chart.starts_at_zero


def test_a_general_target_of_a_count_is_for_each_unit_and_not_for_their_sum(publish_values, compare):
    publish_values(*(value("A02", code, "2024", "0" if code == "990102" else "3") for code in REGIONS))
    gaps = column(compare("A02", "2024"), "gap")
    assert (gaps["990102"], gaps["990103"], gaps["990100"]) == ("差 1 次", "达标", "")


def test_the_target_of_the_city_holds_for_its_counties(publish_values, compare):
    publish_values(*everywhere("C01", "2022", ("8", "10")), *everywhere("C01", "2024", ("8", "10")))
    assert (
        column(compare("C01", "2024"), "gap")["990102"] == "差 2 件"
    )  # 95 % of 10, set for 演示市 from 2023 on
    assert compare("C01", "2022").chart.lines[1].label == "目标 100%"  # before that the general one


def test_intervals_stand_beside_rates_of_events_only(publish_values, compare):
    publish_values(
        value("C01", "990102", "2024", parts=("3", "3")), value("F09", "990102", "2024", parts=("3", "3"))
    )
    row = compare("C01", "2024").chart.rows[0]
    assert (round(row.low, 1), row.high, row.detail) == (Decimal("43.9"), 100, "3/3")
    assert compare("F09", "2024").chart.rows[0].low is None


def test_only_the_city_is_shown_when_its_counties_have_nothing_to_report(publish_values, compare):
    publish_values(value("D01", "990100", "2024", "7"))
    result = compare("D01", "2024")
    assert [(row.label, row.text) for row in result.chart.rows] == [("演示市", "7部")]
    assert result.chart.title == "现行有效地方性法规数：全市 7部"


def test_a_former_name_is_told_when_the_periods_reach_back_to_it(publish_values, compare):
    publish_values(*everywhere("C01", "2021", ("2", "3")), *everywhere("C01", "2022", ("2", "3")))
    note = "白溪区：2020年及以前称白溪县。"
    assert note in compare("C01", "2021").notes
    assert note not in compare("C01", "2022").notes


def test_provisional_values_are_marked(publish_values, compare):
    publish_values(value("C01", "990102", "2024", parts=("9", "10"), status="provisional"))
    result = compare("C01", "2024")
    assert (result.chart.rows[0].mark, column(result, "status")["990102"]) == ("暂定", "暂定")


def test_nothing_reported_is_empty(compare):
    result = compare("C01", "2024")
    assert result.is_empty
    assert result.chart.title == "行政机关负责人出庭应诉率：2024年尚无数据"


def test_made_up_data_are_marked_in_every_source_line(publish_values, compare):
    publish_values(value("C01", "990102", "2024", parts=("9", "10")))
    result = compare("C01", "2024")
    assert result.chart.source.startswith("演示数据 · 来源：演示市各地区报送 · 第 2 版（")
    assert result.table.source == result.chart.source


def test_a_past_release_shows_what_was_published_then(publish_values, compare):
    publish_values(value("C01", "990102", "2024", parts=("8", "10")), name="一.xlsx")
    publish_values(value("C01", "990102", "2024", parts=("9", "10")), name="二.xlsx")
    texts = [compare("C01", "2024", release=release).chart.rows[0].text for release in (2, 3)]
    assert texts == ["80.00%", "90.00%"]


def test_choices_are_what_has_data_newest_first(fresh_database, publish_values):
    release = publish_values(
        *(value("C01", "990102", f"2024-Q{quarter}", parts=("4", "5")) for quarter in (1, 2, 3, 4)),
        value("C03", "990103", "2023", "3"),
    )
    assert [city.name for city in choices.cities(fresh_database, release)] == ["演示市"]
    assert [indicator.code for indicator in choices.indicators(fresh_database, release, "990100")] == [
        "C01",
        "C03",
    ]
    assert [period.code for period in choices.periods(fresh_database, release, "990100", "C01")] == [
        "2024",
        "2024-H2",
        "2024-Q4",
        "2024-Q3",
        "2024-H1",
        "2024-Q2",
        "2024-Q1",
    ]
    assert choices.cities(fresh_database, 1) == []


def test_the_source_of_a_value_is_its_file_and_cell_with_earlier_revisions(fresh_database, publish_values):
    publish_values(value("C01", "990102", "2024", "80", parts=("8", "10"), cell="数据!C7"), name="一.xlsx")
    release = publish_values(
        value("C01", "990102", "2024", "90", parts=("9", "10"), cell="数据!C7"), name="二.xlsx", person="李敏"
    )
    source = source_of(
        fresh_database, release=release, indicator_code="C01", region_code="990102", period_code="2024"
    )
    assert (source.made, source.text) == ("reported", "90.00%")
    assert (source.current.file_name, source.current.sent_by, source.current.release) == (
        "二.xlsx",
        "李敏",
        release,
    )
    (cell,) = source.current.cells
    assert (cell.name, cell.sheet, cell.address, cell.text) == (
        "行政机关负责人出庭应诉率",
        "数据",
        "C7",
        "90",
    )
    assert [(item.text, item.superseded_in) for item in source.revisions] == [
        ("90.00%", None),
        ("80.00%", release),
    ]


def test_the_source_of_a_past_release_knows_nothing_of_later_ones(fresh_database, publish_values):
    first = publish_values(value("C01", "990102", "2024", parts=("8", "10")), name="一.xlsx")
    publish_values(value("C01", "990102", "2024", parts=("9", "10")), name="二.xlsx")
    source = source_of(
        fresh_database, release=first, indicator_code="C01", region_code="990102", period_code="2024"
    )
    assert [(item.text, item.superseded_in) for item in source.revisions] == [("80.00%", None)]


def test_the_source_of_a_longer_period_are_its_parts(fresh_database, publish_values):
    release = publish_values(
        *(value("C01", "990102", f"2024-Q{quarter}", parts=("4", "5")) for quarter in (1, 2, 4))
    )
    source = source_of(
        fresh_database, release=release, indicator_code="C01", region_code="990102", period_code="2024"
    )
    assert (source.made, source.text) == ("parts", "4个季度中已报3个季度")
    # Nothing is computed before the third quarter is in, so nothing counts.
    assert [(part.period.code, part.text, part.counts) for part in source.parts] == [
        ("2024-Q1", "80.00%", False),
        ("2024-Q2", "80.00%", False),
        ("2024-Q3", "未报", False),
        ("2024-Q4", "80.00%", False),
    ]


def test_the_source_of_a_city_value_are_its_regions(fresh_database):
    values = [value("C01", "990102", "2024", parts=("8", "10")), value("C01", "990103", "2024", "70")]
    release = publish(fresh_database, [submit(fresh_database, values)], actor=somebody("李强"))
    source = source_of(
        fresh_database, release=release, indicator_code="C01", region_code="990100", period_code="2024"
    )
    assert (source.made, source.text, source.explanation) == (
        "regions",
        "—",
        "只有1个地区可以合计（应报8个），不计算全市值",
    )
    assert [(part.region.name, part.text, part.counts) for part in source.parts[:3]] == [
        ("东湖区", "80.00%", True),
        ("西岭区", "70%", False),
        ("白溪区", "未报", False),
    ]


def test_what_was_read_for_one_period_answers_the_others(fresh_database, publish_values, monkeypatch):
    release = publish_values(*everywhere("C01", "2024", ("9", "10")), *everywhere("C01", "2022", ("4", "5")))
    monkeypatch.setattr(data, "open_once", lambda _: fresh_database)
    asked = {"release": release, "city_code": "990100", "indicator_code": "C01"}
    data.view(comparison, period_code="2024", **asked)
    monkeypatch.setattr(fresh_database, "read", None)  # from here on a query would fail
    assert [period.code for period in data.view(choices.periods, **asked)] == ["2024", "2022"]
    assert data.view(comparison, period_code="2022", **asked).chart.title.endswith("各地区均为 80.00%")


def test_a_target_that_nobody_has_set_says_so(publish_values, compare):
    publish_values(*everywhere("B07", "2024", ("9", "10")))
    notes = compare("B07", "2024").notes
    assert "目标 95% 标为“建议值”：建议值是本软件给出的，办公室可以换成自己的。" in notes


def test_a_target_of_the_citys_own_needs_no_remark(publish_values, compare):
    publish_values(*everywhere("C01", "2024", ("9", "10")))
    assert not any("标为" in note for note in compare("C01", "2024").notes)


def test_what_begins_each_january_is_compared_with_the_same_part_of_last_year(publish_values, compare):
    for period, done in (("2023-06", "5"), ("2023-12", "10"), ("2024-06", "6")):
        publish_values(*everywhere("G01", period, (done, "10"), basis="end"), name=f"{period}.xlsx")
    result = compare("G01", "2024-06")
    assert column(result, "change")["990102"] == "+10.00"
    assert result.chart.rows[0].about[2] == "较上年同期上升 10 个百分点"


def test_half_a_year_is_not_held_against_the_target_of_the_year(publish_values, compare):
    publish_values(*everywhere("G01", "2024-06", ("5", "10"), basis="end"))
    assert compare("G01", "2024-06").rows[0].target is None


def test_the_source_of_the_citys_value_says_what_the_city_itself_reported(publish_values, fresh_database):
    release = publish_values(
        *everywhere("C01", "2024", ("9", "10")), value("C01", "990100", "2024", parts=("70", "80"))
    )
    source = source_of(
        fresh_database, release=release, indicator_code="C01", region_code="990100", period_code="2024"
    )
    assert source.text == "90.00%"
    assert source.explanation == "由8个地区合计得出；市里自己报送的是 87.50%，与此不一致，没有采用"


def test_a_city_whose_parts_are_estimates_is_an_estimate(publish_values, compare):
    publish_values(
        *everywhere("C01", "2024", ("9", "10"))[1:],
        value("C01", "990102", "2024", parts=("9", "10"), status="estimated"),
    )
    assert compare("C01", "2024").city_row.mark == "估计"
