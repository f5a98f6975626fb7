"""Percentages, units, missing marks and parts: what a cell's number becomes."""

from sheets import facts, plain, read, rules

from faheng.catalogue import Catalogue


def test_percentages_by_format_text_and_quoted_sign(whole_catalogue: Catalogue) -> None:
    reading = read(
        whole_catalogue,
        [
            ["地区", "败诉率"],
            ["东湖区", 0.3194],
            ["西岭区", 31.94],
            ["白溪区", "３１．９４％"],
            ["永平县", 31.94],
        ],
        period="2023",
        formats={"B2": "0.00%", "B3": '0.00"%"', "B5": r"0.00\%"},
    )
    assert [plain(value.value) for value in reading.values] == ["31.94"] * 4
    assert rules(reading) == []


def test_a_column_of_fractions_is_read_as_percentages_with_one_warning(whole_catalogue: Catalogue) -> None:
    reading = read(
        whole_catalogue, [["地区", "出庭率"], ["东湖区", 0.95], ["西岭区", 1], ["白溪区", 0]], period="2023"
    )
    assert [plain(value.value) for value in reading.values] == ["95", "100", "0"]
    assert rules(reading) == [("Sheet1!B2", "warning", "percent_assumed")]


def test_a_fraction_among_percentages_is_asked_about(whole_catalogue: Catalogue) -> None:
    reading = read(
        whole_catalogue,
        [["地区", "出庭率"], ["东湖区", 95.5], ["西岭区", 0.98], ["白溪区", 1]],
        period="2023",
    )
    assert facts(reading, whole_catalogue) == {("东湖区", "C01", "2023"): "95.5"}
    assert rules(reading) == [
        ("Sheet1!B3", "doubt", "percent"),
        ("Sheet1!B4", "doubt", "percent"),
    ]


def test_numerator_and_denominator_tell_what_a_fraction_is(whole_catalogue: Catalogue) -> None:
    reading = read(
        whole_catalogue,
        [
            ["地区", "败诉件数", "审结件数", "败诉率(%)"],
            ["东湖区", 1, 125, 0.8],
            ["西岭区", 4, 5, 0.8],
            ["白溪区", 9, 100, 9],
        ],
        period="2023",
    )
    assert [plain(value.value) for value in reading.values] == ["0.8", "80", "9"]


def test_units_of_header_caption_and_cell(whole_catalogue: Catalogue) -> None:
    reading = read(
        whole_catalogue,
        [
            ["2023年普法情况"],
            ["单位：人次、场次"],
            ["地区", "普法活动场次", "参与人次", "浏览量（次）", "粉丝数(万人)"],
            ["东湖区", 12, 25000, 1234567, 2.5],
            ["西岭区", 3, "1.5万", "11.5万", 0.8],
        ],
    )
    assert facts(reading, whole_catalogue) == {
        ("东湖区", "F01", "2023"): "12",
        ("东湖区", "F02", "2023"): "2.5",
        ("东湖区", "F04", "2023"): "123.4567",
        ("东湖区", "F05", "2023"): "2.5",
        ("西岭区", "F01", "2023"): "3",
        ("西岭区", "F02", "2023"): "1.5",
        ("西岭区", "F04", "2023"): "11.5",
        ("西岭区", "F05", "2023"): "0.8",
    }


def test_a_unit_said_with_the_indicator_of_a_row_counts(whole_catalogue: Catalogue) -> None:
    reading = read(
        whole_catalogue,
        [
            ["地区", "指标", "数值", "单位"],
            ["东湖区", "浏览量(次)", 1_234_567, None],
            ["西岭区", "浏览量", 1_234_567, "次"],
            ["白溪区", "浏览量(次)", 12, "万次"],
        ],
        period="2023",
    )
    assert [plain(value.value) for value in reading.values] == ["123.4567", "123.4567"]
    assert rules(reading) == [("Sheet1!C4", "error", "unit_differs")]


def test_population_in_ten_thousands_is_converted(whole_catalogue: Catalogue) -> None:
    reading = read(
        whole_catalogue,
        [
            ["地区", "律师人数", "常住人口(万人)", "每万人律师数"],
            ["东湖区", 60, 30.5, 1.97],
            ["西岭区", 9, 12, 0.75],
        ],
        period="2023",
    )
    assert facts(reading, whole_catalogue) == {
        ("东湖区", "E02", "2023"): "60",
        ("东湖区", "E01", "2023"): "1.97 (60/305000)",
        ("西岭区", "E02", "2023"): "9",
        ("西岭区", "E01", "2023"): "0.75 (9/120000)",
    }


def test_the_three_states_of_a_cell_without_a_number(whole_catalogue: Catalogue) -> None:
    reading = read(
        whole_catalogue,
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
    assert facts(reading, whole_catalogue) == {
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
    assert {rule for _, _, rule in rules(reading)} == {"mark"}


def test_a_formula_never_calculated_is_an_error_unless_its_parts_are_there(
    whole_catalogue: Catalogue,
) -> None:
    reading = read(
        whole_catalogue,
        [
            ["地区", "出庭", "应出庭", "出庭率", "法援案件"],
            ["东湖区", 3, 4, "=B2/C2", "=1+1"],
            ["西岭区", None, None, "=B3/C3", 5],
        ],
        period="2023",
    )
    assert facts(reading, whole_catalogue) == {
        ("东湖区", "C01", "2023"): "75 (3/4)",
        ("西岭区", "E08", "2023"): "5",
    }
    assert rules(reading) == [
        ("Sheet1!D2", "warning", "formula_not_computed"),
        ("Sheet1!E2", "error", "formula_not_computed"),
    ]


def test_texts_for_numbers_are_errors_and_nothing_is_guessed(whole_catalogue: Catalogue) -> None:
    texts = ["三百多", "50~60", "12/15", "1.5倍", "1,23", "90%(36/40)", "12 34", "(12)"]
    regions = ["东湖区", "西岭区", "白溪区", "永平县", "石桥县", "清源县", "高新区", "市本级"]
    rows = [[region, text] for region, text in zip(regions, texts, strict=True)]
    reading = read(whole_catalogue, [["地区", "E08"], *rows], period="2023")
    assert reading.values == ()
    assert rules(reading) == [(f"Sheet1!B{row}", "error", "not_a_number") for row in range(2, 10)]


def test_half_filled_rates(whole_catalogue: Catalogue) -> None:
    reading = read(
        whole_catalogue,
        [
            ["地区", "出庭", "应出庭", "出庭率"],
            ["东湖区", 9, None, None],
            ["西岭区", None, 5, None],
            ["白溪区", 9, None, "90%"],
            ["永平县", 3, 0, None],
        ],
        period="2023",
    )
    assert facts(reading, whole_catalogue) == {("白溪区", "C01", "2023"): "90 (9/)"}
    assert rules(reading) == [
        ("Sheet1!C2", "error", "missing_part"),
        ("Sheet1!C4", "warning", "missing_part"),
        ("Sheet1!C5", "error", "denominator_zero"),
    ]


def test_a_unit_that_is_said_nowhere_is_asked_about_once_a_column(whole_catalogue: Catalogue) -> None:
    reading = read(
        whole_catalogue,
        [
            ["地区", "执业律师人数", "常住人口", "参与人次", "粉丝数（万人）", "浏览量"],
            ["东湖区", 12, 450000, 60000, 3, "5万次"],
            ["西岭区", 10, 300000, 50000, 4, "6万次"],
        ],
        period="2023",
    )
    assert rules(reading) == [
        ("Sheet1!C2", "warning", "unit_assumed"),
        ("Sheet1!D2", "warning", "unit_assumed"),
    ]
    assert "“人”" in reading.issues[0].message
    assert "“万人次”" in reading.issues[1].message


def test_a_fraction_beside_its_parts_is_the_same_rate(whole_catalogue: Catalogue) -> None:
    reading = read(
        whole_catalogue,
        [["地区", "出庭", "应出庭", "出庭率"], ["东湖区", 19, 20, 0.95], ["西岭区", 1, 2, 50]],
        period="2023",
    )
    assert [plain(value.value) for value in reading.values] == ["95", "50"]
    assert rules(reading) == []


def test_an_identity_number_is_no_count(whole_catalogue: Catalogue) -> None:
    reading = read(
        whole_catalogue,
        [
            ["地区", "E08", "出庭", "应出庭", "出庭率"],
            ["东湖区", "110101199003074514", 10**30, 1, None],
            ["西岭区", 4, 1, 10**11, None],
        ],
        period="2023",
    )
    assert facts(reading, whole_catalogue) == {("西岭区", "E08", "2023"): "4"}
    assert rules(reading) == [
        ("Sheet1!B2", "error", "too_large"),
        ("Sheet1!C2", "error", "too_large"),
        ("Sheet1!D3", "error", "too_large"),
    ]


def test_the_status_of_a_row_is_that_of_its_values(whole_catalogue: Catalogue) -> None:
    reading = read(
        whole_catalogue,
        [["地区", "数据状态", "E08"], ["东湖区", "暂定", 5], ["西岭区", None, 6], ["白溪区", "大概", 7]],
        period="2023",
    )
    assert [value.status for value in reading.values] == ["provisional", "final", "provisional"]
    assert rules(reading) == [("Sheet1!B4", "error", "unknown_status")]
