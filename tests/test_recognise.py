"""Whole sheets in many layouts, each with the facts it states written out by hand."""

from dataclasses import replace
from decimal import Decimal

from sheets import facts, read, rules

from faheng.catalogue import Catalogue
from faheng.intake.formats.workbook import read_workbook
from faheng.intake.reading import blocking
from faheng.intake.recognition.recognise import recognise
from faheng.intake.template import FormValue, write_form


def test_one_header_row_with_marks_spaces_and_short_names(whole_catalogue: Catalogue) -> None:
    reading = read(
        whole_catalogue,
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
    assert facts(reading, whole_catalogue) == {
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


def test_three_header_rows_with_units_and_column_numbers(whole_catalogue: Catalogue) -> None:
    reading = read(
        whole_catalogue,
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
    assert facts(reading, whole_catalogue) == {
        ("海港区", "C01", "2022"): "95 (38/40)",
        ("海港区", "C04", "2022"): "8 (4/50)",
        ("海港区", "E10", "2022"): "98.5 (/900)",
        ("昌黎县", "C01", "2022"): "100 (12/12)",
        ("昌黎县", "C04", "2022"): "/ (0/0)",
        ("昌黎县", "E10", "2022"): "97.1 (/310)",
    }
    assert not blocking(reading.issues, [])


def test_years_over_numerator_denominator_and_rate(whole_catalogue: Catalogue) -> None:
    reading = read(
        whole_catalogue,
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
    assert facts(reading, whole_catalogue) == {
        ("东湖区", "E10", "2019"): "95 (190/200)",
        ("东湖区", "E10", "2020"): "98 (98/100)",
        ("永平县", "E10", "2019"): "100 (50/50)",
        ("永平县", "E10", "2020"): "/ (0/0)",
    }


def test_long_table_with_years_as_columns_and_merged_regions(whole_catalogue: Catalogue) -> None:
    reading = read(
        whole_catalogue,
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
    assert facts(reading, whole_catalogue) == {
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


def test_tables_side_by_side_and_one_below_the_other(whole_catalogue: Catalogue) -> None:
    reading = read(
        whole_catalogue,
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
    assert facts(reading, whole_catalogue) == {
        ("东湖区", "C05", "2023"): "5",
        ("白溪区", "C05", "2023"): "7",
        ("西岭区", "E08", "2023"): "60",
        ("永平县", "E08", "2023"): "70",
        ("石桥县", "E09", "2023"): "90",
        ("清源县", "E09", "2023"): "91",
    }


def test_a_second_header_without_the_word_region_stops_the_reading(whole_catalogue: Catalogue) -> None:
    reading = read(
        whole_catalogue,
        [
            ["地区", "C05", "E08"],
            ["东湖区", 5, 6],
            [None, "E09", "F01"],
            ["西岭区", 90, 91],
        ],
        period="2023",
    )
    assert set(facts(reading, whole_catalogue)) == {("东湖区", "C05", "2023"), ("东湖区", "E08", "2023")}
    assert rules(reading) == [("Sheet1!A3", "error", "unclear_row")]


def test_merged_numbers_over_two_regions_are_asked_about(whole_catalogue: Catalogue) -> None:
    reading = read(
        whole_catalogue,
        [["地区", "C05", "E08"], ["东湖区", 5, 6], ["西岭区", None, 7]],
        period="2023",
        merges=["B2:B3"],
    )
    assert set(facts(reading, whole_catalogue)) == {("东湖区", "E08", "2023"), ("西岭区", "E08", "2023")}
    assert rules(reading) == [("Sheet1!B2", "error", "merged_values")]


def test_hidden_parts_are_said(whole_catalogue: Catalogue) -> None:
    reading = read(
        whole_catalogue,
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


def test_unknown_regions_and_rows_without_one(whole_catalogue: Catalogue) -> None:
    reading = read(
        whole_catalogue,
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
    assert facts(reading, whole_catalogue) == {("白银区", "C05", "2023"): "5"}
    assert rules(reading) == [
        ("Sheet1!A5", "error", "region_missing"),
        ("Sheet1!A4", "error", "unknown_region"),
        ("Sheet1!A3", "doubt", "region"),
    ]
    assert "秦皇岛市" in reading.issues[1].message
    # 白银区 has a row of its own: it is the first candidate, and not proposed.
    assert (reading.doubts[0].candidates[0].label, reading.doubts[0].proposed) == ("白银区", "")


def test_a_sheet_of_another_city_is_one_message(whole_catalogue: Catalogue) -> None:
    reading = read(
        whole_catalogue, [["地区", "C05"], ["海港区", 7], ["昌黎县", 8]], city="白银市", period="2023"
    )
    assert rules(reading) == [("Sheet1!A2", "error", "other_city")]
    assert "秦皇岛市" in reading.issues[0].message


def test_a_total_that_is_not_the_sum_is_a_warning_and_never_a_region(whole_catalogue: Catalogue) -> None:
    reading = read(
        whole_catalogue,
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


def test_a_table_whose_corner_is_empty(whole_catalogue: Catalogue) -> None:
    reading = read(
        whole_catalogue,
        [["2023年情况"], [None, "C05", "E08"], ["东湖区", 5, 6], ["西岭区", 7, 8]],
    )
    assert facts(reading, whole_catalogue) == {
        ("东湖区", "C05", "2023"): "5",
        ("东湖区", "E08", "2023"): "6",
        ("西岭区", "C05", "2023"): "7",
        ("西岭区", "E08", "2023"): "8",
    }


def test_what_nobody_sums_is_the_citys_own_value(whole_catalogue: Catalogue) -> None:
    reading = read(
        whole_catalogue,
        [
            ["地区", "现行有效地方性法规数", "E08", "法治建设考核得分", "政府部门权责事项数"],
            ["东湖区", None, 3, 90, 100],
            ["西岭区", None, 4, 92, 200],
            ["全市", 12, 7, 95.5, None],
            ["合计", None, None, None, 300],
        ],
        period="2023",
    )
    city = {key[1]: text for key, text in facts(reading, whole_catalogue).items() if key[0] == "演示市"}
    assert city == {"D01": "12", "G04": "95.5"}
    assert [(total.cell, total.indicator_code) for total in reading.totals] == [
        ("Sheet1!C4", "E08"),
        ("Sheet1!E5", "B09"),
    ]


def test_a_sum_of_blanks_that_nobody_sums_is_the_citys_own_value(whole_catalogue: Catalogue) -> None:
    rows = [["地区", "D01", "E08"], ["东湖区", None, 3], ["西岭区", None, 4], ["合计", 12, 7]]
    reading = read(whole_catalogue, rows, period="2023")
    assert facts(reading, whole_catalogue)["演示市", "D01", "2023"] == "12"


def test_a_form_whose_columns_were_moved_is_read_like_any_sheet(whole_catalogue: Catalogue) -> None:
    city = whole_catalogue.regions["990100"]
    values = {
        ("A04", "990102", "2023"): FormValue(Decimal(19), Decimal(20)),
        ("A06", "990102", "2023"): FormValue(value=Decimal(7), status="provisional"),
        ("E01", "990102", "2023"): FormValue(Decimal(60), Decimal(305000)),
        ("G05", "990102", "2023"): FormValue(value=Decimal("91.5"), denominator=Decimal(400)),
        ("E01", "990199", "2023"): FormValue(mark="不涉及"),
        ("D01", "990100", "2023"): FormValue(value=Decimal(12)),
        ("A06", "990100", "2023"): FormValue(value=Decimal(7)),
    }
    data = write_form(whole_catalogue, city=city, year=2023, sender=city, values=values)
    form = read_workbook(data, "表.xlsx")
    moved = replace(form, sheets=tuple(sheet for sheet in form.sheets if sheet.name != "_meta"))
    reading = recognise(moved, whole_catalogue, city=city, period=None)
    found = {
        (value.region_code, value.indicator_code): (value.value, value.status) for value in reading.values
    }
    assert found == {
        ("990102", "A04"): (Decimal(95), "provisional"),
        ("990102", "A06"): (Decimal(7), "provisional"),
        ("990102", "E01"): (Decimal("1.97"), "provisional"),
        ("990102", "G05"): (Decimal("91.5"), "provisional"),
        ("990199", "E01"): (None, "not_applicable"),
        ("990100", "D01"): (Decimal(12), "final"),
    }
    assert rules(reading) == []


def test_a_code_before_a_name_has_to_be_its_own(whole_catalogue: Catalogue) -> None:
    rows = [["地区", "E08 法律援助案件办理数", "E09 法律援助案件办理数"], ["东湖区", 3, 4], ["西岭区", 5, 6]]
    reading = read(whole_catalogue, rows, period="2023")
    assert {value.indicator_code for value in reading.values} == {"E08"}
    assert rules(reading) == [("Sheet1!C1", "doubt", "column")]


def test_a_total_row_without_a_period_is_not_a_mistake(whole_catalogue: Catalogue) -> None:
    reading = read(
        whole_catalogue,
        [
            ["地区", "时期", "法律援助案件数"],
            ["东湖区", "2025年1月", 10],
            ["西岭区", "2025年1月", 11],
            ["合计", None, 21],
        ],
    )
    assert facts(reading, whole_catalogue) == {
        ("东湖区", "E08", "2025-01"): "10",
        ("西岭区", "E08", "2025-01"): "11",
    }
    assert rules(reading) == []
