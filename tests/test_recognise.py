"""Sheets in many layouts, each with the facts it states written out by hand."""

import io
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import openpyxl
import pytest

from faheng.catalogue import Catalogue
from faheng.catalogue_files import CATALOGUE_FOLDER, DEMO_FOLDER, load_catalogue
from faheng.intake.reading import Reading, blocking, withhold
from faheng.intake.recognise import recognise
from faheng.intake.workbook import read_workbook
from faheng.period import parse_period

Rows = Sequence[Sequence[object]]


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue([CATALOGUE_FOLDER, DEMO_FOLDER])


def read(
    catalogue: Catalogue,
    sheets: Mapping[str, Rows] | Rows,
    *,
    city: str = "演示市",
    period: str = "",
    merges: Sequence[str] = (),
    formats: Mapping[str, str] | None = None,
    hidden: Sequence[str] = (),
) -> Reading:
    """Write the sheets with openpyxl and read them back; merges, formats and hidden parts are of the first sheet."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in (sheets if isinstance(sheets, Mapping) else {"Sheet1": sheets}).items():
        sheet = book.create_sheet(name)
        for number, row in enumerate(rows, start=1):
            for column, content in enumerate(row, start=1):
                if content is not None:
                    sheet.cell(number, column, content)
        if name in hidden:
            sheet.sheet_state = "hidden"
    first = book.worksheets[0]
    for area in merges:
        first.merge_cells(area)
    for address, number_format in (formats or {}).items():
        for cell in _cells(first, address):
            cell.number_format = number_format
    for part in hidden:
        if part.isdecimal():
            first.row_dimensions[int(part)].hidden = True
        elif part not in book.sheetnames:
            first.column_dimensions[part].hidden = True
    buffer = io.BytesIO()
    book.save(buffer)
    region = catalogue.find_city(city)
    assert region is not None
    workbook = read_workbook(buffer.getvalue(), "表.xlsx")
    return recognise(workbook, catalogue, city=region, period=parse_period(period) if period else None)


def _cells(sheet: Any, address: str) -> list[Any]:
    found = sheet[address]
    return [cell for row in found for cell in row] if isinstance(found, tuple) else [found]


def facts(reading: Reading, catalogue: Catalogue) -> dict[tuple[str, str, str], str]:
    """Values as text by region name, code and period: '95.5', with parts '95 (19/20)', '/' when not applicable."""
    found: dict[tuple[str, str, str], str] = {}
    for value in reading.values:
        text = "/" if value.value is None else plain(value.value)
        if value.numerator is not None or value.denominator is not None:
            text += f" ({plain(value.numerator)}/{plain(value.denominator)})"
        key = (catalogue.regions[value.region_code].name, value.indicator_code, value.period.code)
        assert key not in found
        found[key] = text
    return found


def plain(number: Decimal | None) -> str:
    if number is None:
        return ""
    return f"{number.quantize(Decimal('0.0001')).normalize():f}"


def rules(reading: Reading) -> list[tuple[str, str, str]]:
    return [(issue.cell, issue.level, issue.rule) for issue in reading.issues]


def test_one_header_row_with_marks_spaces_and_short_names(catalogue: Catalogue) -> None:
    reading = read(
        catalogue,
        [
            ["附表1  演示市２０２３年度法治建设情况统计表（初步）"],
            ["填报单位：演示市司法局", None, None, "填报日期：2024年1月15日"],
            ["序号", "县（市、区）", "法律援助案件数（件）", "普法活动", "备 注"],
            [1, "东湖", "１，２３４", 56, "含2022年结转"],
            [2, "　西 岭 区①", "452①", " 7 ", None],
            [3, "3.白溪县", 0, "—", None],
            [4, "其中：高新区", 15, "未报", None],
            [5, "市本级", "88件", 3, None],
            [None, "合  计", 1789, 66, None],
            ["注：普法活动含线上活动，2022年为35场。"],
            ["填表人：张三", None, "审核人：李四"],
        ],
    )
    assert facts(reading, catalogue) == {
        ("东湖区", "E08", "2023"): "1234",
        ("东湖区", "F01", "2023"): "56",
        ("西岭区", "E08", "2023"): "452",
        ("西岭区", "F01", "2023"): "7",
        ("白溪区", "E08", "2023"): "0",
        ("演示高新区", "E08", "2023"): "15",
        ("演示市本级", "E08", "2023"): "88",
        ("演示市本级", "F01", "2023"): "3",
    }
    assert [(mark.cell, mark.kind) for mark in reading.missing] == [
        ("Sheet1!D6", "not_reported"),
        ("Sheet1!D7", "not_reported"),
    ]
    assert [(total.cell, total.stated, total.agrees) for total in reading.totals] == [
        ("Sheet1!C9", Decimal(1789), True),
        ("Sheet1!D9", Decimal(66), True),
    ]
    assert rules(reading) == []


def test_three_header_rows_with_units_and_column_numbers(catalogue: Catalogue) -> None:
    reading = read(
        catalogue,
        [
            ["2022年法治建设主要指标"],
            ["地区", "行政诉讼", None, None, None, None, None, "调解", None],
            [None, "负责人出庭应诉", None, None, "败诉情况", None, None, "人民调解", None],
            [None, "应出庭", "出庭", "出庭率", "审结", "败诉", "败诉率", "受理", "调解成功率"],
            [None, "件", "件", "%", "件", "件", "%", "件", "%"],
            ["甲", 1, 2, 3, 4, 5, 6, 7, 8],
            ["海港区", 40, 38, 95, 50, 4, 8, 900, 98.5],
            ["昌黎县", 12, 12, 100, 0, 0, None, 310, 97.1],
        ],
        city="秦皇岛市",
        merges=["A1:I1", "A2:A5", "B2:G2", "H2:I2", "B3:D3", "E3:G3", "H3:I3"],
    )
    assert facts(reading, catalogue) == {
        ("海港区", "C01", "2022"): "95 (38/40)",
        ("海港区", "C04", "2022"): "8 (4/50)",
        ("海港区", "E10", "2022"): "98.5 (/900)",
        ("昌黎县", "C01", "2022"): "100 (12/12)",
        ("昌黎县", "C04", "2022"): "/ (0/0)",
        ("昌黎县", "E10", "2022"): "97.1 (/310)",
    }
    assert not blocking(reading.issues, [])


def test_groups_that_are_not_merged_reach_to_the_right(catalogue: Catalogue) -> None:
    reading = read(
        catalogue,
        [
            ["县区", "行政机关负责人出庭应诉", None, None, "普法活动场次"],
            [None, "应出庭", "实际出庭件数", "比率", None],
            ["海勃湾区", 20, 19, "95%", 31],
            ["乌达区", 8, 6, "75%", 12],
        ],
        city="乌海市",
        period="2021",
    )
    assert facts(reading, catalogue) == {
        ("海勃湾区", "F01", "2021"): "31",
        ("乌达区", "F01", "2021"): "12",
        ("海勃湾区", "C01", "2021"): "95 (19/20)",
        ("乌达区", "C01", "2021"): "75 (6/8)",
    }


def test_years_over_numerator_denominator_and_rate(catalogue: Catalogue) -> None:
    reading = read(
        catalogue,
        [
            ["人民调解成功率"],
            ["地区", "2019年", None, None, "2020年", None, None],
            [None, "受理件数", "成功件数", "成功率", "受理件数", "成功件数", "成功率"],
            ["东湖区", 200, 190, None, 100, 98, None],
            ["永平县", 50, 50, None, 0, 0, None],
        ],
        merges=["A1:G1", "A2:A3", "B2:D2", "E2:G2"],
    )
    # 成功率 is no word of the catalogue and may not be guessed; the parts are, under the title's indicator.
    assert facts(reading, catalogue) == {
        ("东湖区", "E10", "2019"): "95 (190/200)",
        ("东湖区", "E10", "2020"): "98 (98/100)",
        ("永平县", "E10", "2019"): "100 (50/50)",
        ("永平县", "E10", "2020"): "/ (0/0)",
    }


def test_long_table_with_years_as_columns_and_merged_regions(catalogue: Catalogue) -> None:
    reading = read(
        catalogue,
        [
            ["区县", "指标名称", "计量单位", "2021", "2022"],
            ["海城区", "法律援助案件办理数", "件", 120, 130],
            [None, "普法新媒体总浏览(播放)量", "次", 3_500_000, "420万"],
            ["合浦县", "法律援助案件办理数", "件", 80, "/"],
            [None, "法治建设群众满意度", "%", 97.5, "约98%"],
        ],
        city="北海市",
        merges=["A2:A3", "A4:A5"],
    )
    assert facts(reading, catalogue) == {
        ("海城区", "E08", "2021"): "120",
        ("海城区", "E08", "2022"): "130",
        ("海城区", "F04", "2021"): "350",
        ("海城区", "F04", "2022"): "420",
        ("合浦县", "E08", "2021"): "80",
        ("合浦县", "G05", "2021"): "97.5",
        ("合浦县", "G05", "2022"): "98",
    }
    assert rules(reading) == [("Sheet1!E5", "warning", "approximate")]
    assert [value.status for value in reading.values][-1] == "estimated"


def test_quarters_take_their_year_from_the_title(catalogue: Catalogue) -> None:
    reading = read(
        catalogue,
        [
            ["2023年行政复议新收案件数（件）"],
            ["地区", "第一季度", "二季度", "上半年", "1-9月", "全年"],
            ["东湖区", 3, 4, 7, 12, 15],
            ["石桥县", 1, 0, 1, 2, 4],
        ],
    )
    assert facts(reading, catalogue) == {
        ("东湖区", "C05", "2023-Q1"): "3",
        ("东湖区", "C05", "2023-Q2"): "4",
        ("东湖区", "C05", "2023-H1"): "7",
        ("东湖区", "C05", "2023-01..09"): "12",
        ("东湖区", "C05", "2023"): "15",
        ("石桥县", "C05", "2023-Q1"): "1",
        ("石桥县", "C05", "2023-Q2"): "0",
        ("石桥县", "C05", "2023-H1"): "1",
        ("石桥县", "C05", "2023-01..09"): "2",
        ("石桥县", "C05", "2023"): "4",
    }


def test_a_part_of_a_year_is_never_stored_as_the_year(catalogue: Catalogue) -> None:
    reading = read(
        catalogue,
        {"2023年上半年": [["地区", "法援案件"], ["东湖区", 5], ["西岭区", 6]]},
        period="2023",
    )
    assert set(facts(reading, catalogue)) == {("东湖区", "E08", "2023-H1"), ("西岭区", "E08", "2023-H1")}


def test_year_column_in_several_spellings(catalogue: Catalogue) -> None:
    rows = [["年度", "地区", "C05", "E09"]]
    for year in (2023, "2023", "2023年", "２０２３", "二〇二三年", "2023年度"):
        reading = read(catalogue, [*rows, [year, "东湖区", 5, 9], [year, "西岭区", 6, 10]])
        assert facts(reading, catalogue) == {
            ("东湖区", "C05", "2023"): "5",
            ("东湖区", "E09", "2023"): "9",
            ("西岭区", "C05", "2023"): "6",
            ("西岭区", "E09", "2023"): "10",
        }


def test_a_two_digit_year_is_asked_about(catalogue: Catalogue) -> None:
    reading = read(catalogue, [["年度", "地区", "C05"], ["23年", "东湖区", 5], ["2023年", "西岭区", 6]])
    assert set(facts(reading, catalogue)) == {("西岭区", "C05", "2023")}
    assert rules(reading) == [("Sheet1!A2", "error", "unknown_period")]


def test_without_any_period_nothing_is_read(catalogue: Catalogue) -> None:
    reading = read(catalogue, [["地区", "C05"], ["东湖区", 5], ["西岭区", 6]])
    assert reading.values == ()
    assert [rule for _, _, rule in rules(reading)] == ["period_missing"]


def test_title_and_sheet_name_that_disagree_about_the_year_are_an_error(catalogue: Catalogue) -> None:
    reading = read(catalogue, {"2022": [["2023年情况表"], ["地区", "C05"], ["东湖区", 5], ["西岭区", 6]]})
    assert ("2022!A1", "error", "year_conflict") in rules(reading)


def test_another_year_than_the_chosen_one_is_a_warning_and_the_file_counts(catalogue: Catalogue) -> None:
    reading = read(
        catalogue, [["2022年情况表"], ["地区", "C05"], ["东湖区", 5], ["西岭区", 6]], period="2023"
    )
    assert {value.period.code for value in reading.values} == {"2022"}
    assert rules(reading) == [("Sheet1!B3", "warning", "year_conflict")]


def test_percentages_by_format_text_and_quoted_sign(catalogue: Catalogue) -> None:
    reading = read(
        catalogue,
        [["地区", "败诉率"], ["东湖区", 0.3194], ["西岭区", 31.94], ["白溪区", "３１．９４％"], ["永平县", 31.94]],
        period="2023",
        formats={"B2": "0.00%", "B3": '0.00"%"', "B5": r"0.00\%"},
    )
    assert [plain(value.value) for value in reading.values] == ["31.94"] * 4
    assert rules(reading) == []


def test_a_column_of_fractions_is_read_as_percentages_with_one_warning(catalogue: Catalogue) -> None:
    reading = read(
        catalogue, [["地区", "出庭率"], ["东湖区", 0.95], ["西岭区", 1], ["白溪区", 0]], period="2023"
    )
    assert [plain(value.value) for value in reading.values] == ["95", "100", "0"]
    assert rules(reading) == [("Sheet1!B2", "warning", "percent_assumed")]


def test_a_fraction_among_percentages_is_asked_about(catalogue: Catalogue) -> None:
    reading = read(
        catalogue, [["地区", "出庭率"], ["东湖区", 95.5], ["西岭区", 0.98], ["白溪区", 1]], period="2023"
    )
    assert facts(reading, catalogue) == {("东湖区", "C01", "2023"): "95.5"}
    assert rules(reading) == [
        ("Sheet1!B3", "error", "percent_ambiguous"),
        ("Sheet1!B4", "error", "percent_ambiguous"),
    ]


def test_numerator_and_denominator_tell_what_a_fraction_is(catalogue: Catalogue) -> None:
    reading = read(
        catalogue,
        [
            ["地区", "败诉件数", "审结件数", "败诉率(%)"],
            ["东湖区", 1, 125, 0.8],
            ["西岭区", 4, 5, 0.8],
            ["白溪区", 9, 100, 9],
        ],
        period="2023",
    )
    assert [plain(value.value) for value in reading.values] == ["0.8", "80", "9"]


def test_units_of_header_caption_and_cell(catalogue: Catalogue) -> None:
    reading = read(
        catalogue,
        [
            ["2023年普法情况"],
            ["单位：人次、场次"],
            ["地区", "普法活动场次", "参与人次", "浏览量（次）", "粉丝数(万人)"],
            ["东湖区", 12, 25000, 1234567, 2.5],
            ["西岭区", 3, "1.5万", "11.5万", 0.8],
        ],
    )
    assert facts(reading, catalogue) == {
        ("东湖区", "F01", "2023"): "12",
        ("东湖区", "F02", "2023"): "2.5",
        ("东湖区", "F04", "2023"): "123.4567",
        ("东湖区", "F05", "2023"): "2.5",
        ("西岭区", "F01", "2023"): "3",
        ("西岭区", "F02", "2023"): "1.5",
        ("西岭区", "F04", "2023"): "11.5",
        ("西岭区", "F05", "2023"): "0.8",
    }


def test_a_unit_of_something_else_stops_the_column(catalogue: Catalogue) -> None:
    reading = read(
        catalogue,
        [["地区", "法律援助案件办理数(万元)", "出庭率(件)", "C05"], ["东湖区", 5, 9, 1], ["西岭区", 6, 8, 2]],
        period="2023",
    )
    assert {value.indicator_code for value in reading.values} == {"C05"}
    assert rules(reading) == [
        ("Sheet1!B1", "error", "unit_differs"),
        ("Sheet1!C1", "error", "unit_differs"),
    ]


def test_population_in_ten_thousands_is_converted(catalogue: Catalogue) -> None:
    reading = read(
        catalogue,
        [["地区", "律师人数", "常住人口(万人)", "每万人律师数"], ["东湖区", 60, 30.5, 1.97], ["西岭区", 9, 12, 0.75]],
        period="2023",
    )
    assert facts(reading, catalogue) == {
        ("东湖区", "E02", "2023"): "60",
        ("东湖区", "E01", "2023"): "1.97 (60/305000)",
        ("西岭区", "E02", "2023"): "9",
        ("西岭区", "E01", "2023"): "0.75 (9/120000)",
    }


def test_the_three_states_of_a_cell_without_a_number(catalogue: Catalogue) -> None:
    reading = read(
        catalogue,
        [
            ["地区", "出庭", "应出庭", "出庭率", "法援案件"],
            ["东湖区", 0, 0, "#DIV/0!", "无"],
            ["西岭区", "—", "—", "—", "暂无"],
            ["白溪区", "无案件", "无案件", "无案件", "不涉及"],
            ["永平县", None, None, "#DIV/0!", "N/A"],
            ["石桥县", 2, 3, None, 0],
        ],
        period="2023",
    )
    assert facts(reading, catalogue) == {
        ("东湖区", "C01", "2023"): "/ (0/0)",
        ("白溪区", "C01", "2023"): "/",
        ("白溪区", "E08", "2023"): "/",
        ("石桥县", "C01", "2023"): "66.6667 (2/3)",
        ("石桥县", "E08", "2023"): "0",
    }
    kinds = {(mark.cell, mark.indicator_code): mark.kind for mark in reading.missing}
    assert kinds == {
        ("Sheet1!D2", "C01"): "not_applicable",
        ("Sheet1!E2", "E08"): "ask",
        ("Sheet1!D3", "C01"): "not_reported",
        ("Sheet1!E3", "E08"): "ask",
        ("Sheet1!B4", "C01"): "not_applicable",
        ("Sheet1!E4", "E08"): "not_applicable",
        ("Sheet1!D5", "C01"): "not_reported",
        ("Sheet1!E5", "E08"): "ask",
    }
    assert {rule for _, _, rule in rules(reading)} == {"ambiguous_missing"}


def test_a_formula_never_calculated_is_an_error_unless_its_parts_are_there(catalogue: Catalogue) -> None:
    reading = read(
        catalogue,
        [
            ["地区", "出庭", "应出庭", "出庭率", "法援案件"],
            ["东湖区", 3, 4, "=B2/C2", "=1+1"],
            ["西岭区", None, None, "=B3/C3", 5],
        ],
        period="2023",
    )
    assert facts(reading, catalogue) == {
        ("东湖区", "C01", "2023"): "75 (3/4)",
        ("西岭区", "E08", "2023"): "5",
    }
    assert rules(reading) == [
        ("Sheet1!D2", "warning", "formula_not_computed"),
        ("Sheet1!E2", "error", "formula_not_computed"),
    ]


def test_a_leaf_that_means_another_indicator_under_its_group_is_not_read(catalogue: Catalogue) -> None:
    reading = read(
        catalogue,
        [
            ["地区", "一审案件", None, None, "行政复议", None],
            [None, "应出庭", "出庭", "出庭率", "收案数", "纠错率"],
            ["海港区", 10, 9, "90%", 31, "5%"],
            ["昌黎县", 4, 4, "100%", 8, "0%"],
        ],
        city="秦皇岛市",
        period="2022",
        merges=["A1:A2", "B1:D1", "E1:F1"],
    )
    assert set(facts(reading, catalogue)) == {("海港区", "C06", "2022"), ("昌黎县", "C06", "2022")}
    assert ("Sheet1!D2", "warning", "ambiguous_column") in rules(reading)
    assert ("Sheet1!E2", "warning", "ambiguous_column") in rules(reading)


def test_columns_that_compare_or_rank_are_not_data(catalogue: Catalogue) -> None:
    reading = read(
        catalogue,
        [
            ["地区", "败诉率(%)", None, "排名", "目标值", "上年同期"],
            [None, "本期", "同比", None, None, None],
            ["东湖区", 8.5, -1.5, 1, 10, 7],
            ["西岭区", 12.5, 2.5, 2, 10, 15],
        ],
        period="2023",
        merges=["A1:A2", "B1:C1"],
    )
    assert facts(reading, catalogue) == {
        ("东湖区", "C04", "2023"): "8.5",
        ("西岭区", "C04", "2023"): "12.5",
    }
    assert rules(reading) == []


def test_an_unknown_header_is_a_warning_with_the_nearest_names(catalogue: Catalogue) -> None:
    reading = read(
        catalogue,
        [["地区", "出庭应诉比例", None, "C05"], ["东湖区", 95, 7, 1], ["西岭区", 90, 8, 2]],
        period="2023",
    )
    assert {value.indicator_code for value in reading.values} == {"C05"}
    assert rules(reading) == [
        ("Sheet1!B1", "warning", "unknown_column"),
        ("Sheet1!C2", "warning", "unnamed_column"),
    ]
    assert "出庭应诉率" in reading.issues[0].suggestion


def test_one_denominator_by_its_own_name_serves_two_indicators(catalogue: Catalogue) -> None:
    reading = read(
        catalogue,
        [
            ["地区", "村(社区)总数", "已配备法律顾问的村(社区)数", "市级及以上示范村(社区)数（去重）"],
            ["东湖区", 50, 50, 41],
            ["西岭区", 40, 38, 10],
        ],
        period="2023",
    )
    assert facts(reading, catalogue) == {
        ("东湖区", "E04", "2023"): "100 (50/50)",
        ("东湖区", "F09", "2023"): "82 (41/50)",
        ("西岭区", "E04", "2023"): "95 (38/40)",
        ("西岭区", "F09", "2023"): "25 (10/40)",
    }


def test_a_word_of_two_indicators_present_is_not_given_to_either(catalogue: Catalogue) -> None:
    reading = read(
        catalogue,
        [["地区", "审结件数", "败诉率", "复议纠错率"], ["东湖区", 50, 8, 4], ["西岭区", 40, 5, 10]],
        period="2023",
    )
    assert facts(reading, catalogue) == {
        ("东湖区", "C04", "2023"): "8",
        ("东湖区", "C06", "2023"): "4",
        ("西岭区", "C04", "2023"): "5",
        ("西岭区", "C06", "2023"): "10",
    }
    assert rules(reading) == [("Sheet1!B1", "warning", "unknown_column")]


def test_tables_side_by_side_and_one_below_the_other(catalogue: Catalogue) -> None:
    reading = read(
        catalogue,
        [
            ["2023年执业律师人数"],
            ["地区", "C05", None, "地区", "E08"],
            ["东湖区", 5, None, "西岭区", 60],
            ["白溪区", 7, None, "永平县", 70],
            ["续表"],
            ["地区", "E09"],
            ["石桥县", 90],
            ["清源县", 91],
        ],
    )
    assert facts(reading, catalogue) == {
        ("东湖区", "C05", "2023"): "5",
        ("白溪区", "C05", "2023"): "7",
        ("西岭区", "E08", "2023"): "60",
        ("永平县", "E08", "2023"): "70",
        ("石桥县", "E09", "2023"): "90",
        ("清源县", "E09", "2023"): "91",
    }


def test_a_second_header_without_the_word_region_stops_the_reading(catalogue: Catalogue) -> None:
    reading = read(
        catalogue,
        [
            ["地区", "C05", "E08"],
            ["东湖区", 5, 6],
            [None, "E09", "F01"],
            ["西岭区", 90, 91],
        ],
        period="2023",
    )
    assert set(facts(reading, catalogue)) == {("东湖区", "C05", "2023"), ("东湖区", "E08", "2023")}
    assert rules(reading) == [("Sheet1!A3", "error", "unclear_row")]


def test_merged_numbers_over_two_regions_are_asked_about(catalogue: Catalogue) -> None:
    reading = read(
        catalogue,
        [["地区", "C05", "E08"], ["东湖区", 5, 6], ["西岭区", None, 7]],
        period="2023",
        merges=["B2:B3"],
    )
    assert set(facts(reading, catalogue)) == {("东湖区", "E08", "2023"), ("西岭区", "E08", "2023")}
    assert rules(reading) == [("Sheet1!B2", "error", "merged_values")]


def test_hidden_parts_are_said(catalogue: Catalogue) -> None:
    reading = read(
        catalogue,
        {
            "表": [["地区", "C05", "E08"], ["东湖区", 5, 6], ["西岭区", 7, 8]],
            "旧表": [["地区", "C05"], ["东湖区", 1]],
            "_字典": [["东湖区"]],
            "校验结果": [["地区", "C05"], ["东湖区", 99]],
        },
        period="2023",
        hidden=["旧表", "_字典", "C", "3"],
    )
    assert len(reading.values) == 4
    assert rules(reading) == [
        ("表!C1", "warning", "hidden_column"),
        ("表!A3", "warning", "hidden_row"),
        ("旧表!A1", "warning", "hidden_sheet_skipped"),
    ]


def test_unknown_regions_and_rows_without_one(catalogue: Catalogue) -> None:
    reading = read(
        catalogue,
        [
            ["地区", "C05"],
            ["白银区", 5],
            ["白银县", 6],
            ["海港区", 7],
            [None, 8],
            ["说明性文字", None],
        ],
        city="白银市",
        period="2023",
    )
    assert facts(reading, catalogue) == {("白银区", "C05", "2023"): "5"}
    assert rules(reading) == [
        ("Sheet1!A3", "error", "unknown_region"),
        ("Sheet1!A5", "error", "region_missing"),
        ("Sheet1!A4", "error", "unknown_region"),
    ]
    assert reading.issues[0].suggestion == "白银区"
    assert "秦皇岛市" in reading.issues[2].message


def test_a_sheet_of_another_city_is_one_message(catalogue: Catalogue) -> None:
    reading = read(catalogue, [["地区", "C05"], ["海港区", 7], ["昌黎县", 8]], city="白银市", period="2023")
    assert rules(reading) == [("Sheet1!A2", "error", "other_city")]
    assert "秦皇岛市" in reading.issues[0].message


def test_a_total_that_is_not_the_sum_is_a_warning_and_never_a_region(catalogue: Catalogue) -> None:
    reading = read(
        catalogue,
        [
            ["地区", "C05", "出庭", "应出庭", "出庭率"],
            ["东湖区", 5, 9, 10, "90%"],
            ["西岭区", 7, 4, 5, "80%"],
            ["小计", 12, None, None, None],
            ["演示市", 13, 13, 15, "86.67%"],
            ["全市平均", None, None, None, "85%"],
        ],
        period="2023",
    )
    assert len(reading.values) == 4
    assert [(total.cell, total.agrees) for total in reading.totals] == [
        ("Sheet1!B4", None),
        ("Sheet1!B5", False),
        ("Sheet1!C5", True),
        ("Sheet1!D5", True),
        ("Sheet1!E5", True),
        ("Sheet1!E6", None),
    ]
    assert rules(reading) == [("Sheet1!B5", "warning", "total_differs")]


def test_regions_across_are_not_guessed(catalogue: Catalogue) -> None:
    reading = read(
        catalogue,
        [["指标", "东湖区", "西岭区", "白溪区"], ["C05", 5, 6, 7], ["E08", 1, 2, 3]],
        period="2023",
    )
    assert reading.values == ()
    assert ("Sheet1!A1", "error", "nothing_read") in rules(reading)


def test_a_table_whose_corner_is_empty(catalogue: Catalogue) -> None:
    reading = read(
        catalogue,
        [["2023年情况"], [None, "C05", "E08"], ["东湖区", 5, 6], ["西岭区", 7, 8]],
    )
    assert facts(reading, catalogue) == {
        ("东湖区", "C05", "2023"): "5",
        ("东湖区", "E08", "2023"): "6",
        ("西岭区", "C05", "2023"): "7",
        ("西岭区", "E08", "2023"): "8",
    }


def test_codes_of_regions_beside_their_names_are_one_table(catalogue: Catalogue) -> None:
    reading = read(
        catalogue,
        [
            ["地区代码", "地区", "年份", "季度", "C05"],
            [990102, "东湖区", 2023, "第一季度", 5],
            [990103, "西岭区", 2023, "第二季度", 6],
        ],
    )
    assert facts(reading, catalogue) == {
        ("东湖区", "C05", "2023-Q1"): "5",
        ("西岭区", "C05", "2023-Q2"): "6",
    }


def test_a_head_count_is_not_taken_for_an_average(catalogue: Catalogue) -> None:
    reading = read(
        catalogue,
        [["地区", "法律明白人", "C05"], ["东湖区", 320, 1], ["西岭区", 280, 2]],
        period="2023",
    )
    assert {value.indicator_code for value in reading.values} == {"C05"}
    assert [rule for _, _, rule in rules(reading)] == ["unknown_column"]


def test_texts_for_numbers_are_errors_and_nothing_is_guessed(catalogue: Catalogue) -> None:
    texts = ["三百多", "50~60", "12/15", "1.5倍", "1,23", "90%(36/40)", "12 34", "(12)"]
    regions = ["东湖区", "西岭区", "白溪区", "永平县", "石桥县", "清源县", "高新区", "市本级"]
    rows = [[region, text] for region, text in zip(regions, texts, strict=True)]
    reading = read(catalogue, [["地区", "E08"], *rows], period="2023")
    assert reading.values == ()
    assert rules(reading) == [(f"Sheet1!B{row}", "error", "not_a_number") for row in range(2, 10)]


def test_half_filled_rates(catalogue: Catalogue) -> None:
    reading = read(
        catalogue,
        [
            ["地区", "出庭", "应出庭", "出庭率"],
            ["东湖区", 9, None, None],
            ["西岭区", None, 5, None],
            ["白溪区", 9, None, "90%"],
            ["永平县", 3, 0, None],
        ],
        period="2023",
    )
    assert facts(reading, catalogue) == {("白溪区", "C01", "2023"): "90 (9/)"}
    assert rules(reading) == [
        ("Sheet1!C2", "error", "missing_part"),
        ("Sheet1!C4", "warning", "missing_part"),
        ("Sheet1!C5", "error", "denominator_zero"),
    ]


def test_a_cell_withheld_stays_unreported(catalogue: Catalogue) -> None:
    reading = read(catalogue, [["地区", "E08"], ["东湖区", "三百多"], ["西岭区", 6]], period="2023")
    assert [issue.cell for issue in blocking(reading.issues, [])] == ["Sheet1!B2"]
    held = withhold(reading, ["Sheet1!B2", "Sheet1!B3"])
    assert held.values == ()
    assert blocking(held.issues, []) == []
    assert {(mark.cell, mark.kind) for mark in held.missing} == {
        ("Sheet1!B2", "not_reported"),
        ("Sheet1!B3", "not_reported"),
    }


def test_every_column_says_how_it_was_understood(catalogue: Catalogue) -> None:
    reading = read(
        catalogue,
        [["序号", "地区", "应出庭（件）", "出庭率"], [1, "东湖区", 10, "90%"], [2, "西岭区", 5, "80%"]],
        period="2023",
    )
    assert [
        (column.column, column.header, column.indicator_code, column.part, column.unit)
        for column in reading.columns
    ] == [
        ("A", "序号", None, None, None),
        ("B", "地区", None, "region", None),
        ("C", "应出庭(件)", "C01", "denominator", "件"),
        ("D", "出庭率", "C01", "value", "%"),
    ]
