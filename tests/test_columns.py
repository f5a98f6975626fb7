"""What a header means, and when it is not certain enough to be read."""

import pytest
from sheets import facts, plain, read, rules

from faheng.catalogue import Catalogue


def test_groups_that_are_not_merged_reach_to_the_right(whole_catalogue: Catalogue) -> None:
    reading = read(
        whole_catalogue,
        [
            ["县区", "行政机关负责人出庭应诉", None, None, "普法活动场次"],
            [None, "应出庭", "实际出庭件数", "比率", None],
            ["海勃湾区", 20, 19, "95%", 31],
            ["乌达区", 8, 6, "75%", 12],
        ],
        city="乌海市",
        period="2021",
    )
    assert facts(reading, whole_catalogue) == {
        ("海勃湾区", "F01", "2021"): "31",
        ("乌达区", "F01", "2021"): "12",
        ("海勃湾区", "C01", "2021"): "95 (19/20)",
        ("乌达区", "C01", "2021"): "75 (6/8)",
    }


def test_a_unit_of_something_else_is_asked_about_and_nothing_read(whole_catalogue: Catalogue) -> None:
    reading = read(
        whole_catalogue,
        [["地区", "法律援助案件办理数(万元)", "出庭率(件)", "C05"], ["东湖区", 5, 9, 1], ["西岭区", 6, 8, 2]],
        period="2023",
    )
    assert {value.indicator_code for value in reading.values} == {"C05"}
    assert rules(reading) == [
        ("Sheet1!B1", "doubt", "as"),
        ("Sheet1!C1", "doubt", "as"),
    ]


def test_a_caption_that_leaves_the_unit_open_stops_what_depends_on_it(whole_catalogue: Catalogue) -> None:
    reading = read(
        whole_catalogue,
        [["2023年情况"], ["单位：万"], ["地区", "E08", "出庭率"], ["东湖区", 5, "90%"], ["西岭区", 6, "80%"]],
    )
    assert {value.indicator_code for value in reading.values} == {"C01"}
    assert rules(reading) == [("Sheet1!B3", "doubt", "unit")]


def test_last_year_beside_this_year_is_not_read(whole_catalogue: Catalogue) -> None:
    reading = read(
        whole_catalogue,
        [
            ["地区", "上年", None, "本年", None, "累计"],
            [None, "收案数", "出庭率", "收案数", "出庭率", "收案数"],
            ["东湖区", 5, "90%", 6, "91%", 60],
            ["西岭区", 5, "90%", 7, "92%", 70],
        ],
        period="2023",
        merges=["A1:A2", "B1:C1", "D1:E1"],
    )
    assert facts(reading, whole_catalogue) == {
        ("东湖区", "C03", "2023"): "6",
        ("东湖区", "C01", "2023"): "91",
        ("西岭区", "C03", "2023"): "7",
        ("西岭区", "C01", "2023"): "92",
    }


def test_a_leaf_that_means_another_indicator_under_its_group_is_not_read(whole_catalogue: Catalogue) -> None:
    reading = read(
        whole_catalogue,
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
    # 收案数 alone is that of 一审案件; under 行政复议 the two words are a name of their own.
    assert {code for _, code, _ in facts(reading, whole_catalogue)} == {"C05", "C06"}
    assert ("Sheet1!D2", "doubt", "column") in rules(reading)


def test_columns_that_compare_or_rank_are_not_data(whole_catalogue: Catalogue) -> None:
    reading = read(
        whole_catalogue,
        [
            ["地区", "败诉率(%)", None, "排名", "目标值", "上年同期"],
            [None, "本期", "同比", None, None, None],
            ["东湖区", 8.5, -1.5, 1, 10, 7],
            ["西岭区", 12.5, 2.5, 2, 10, 15],
        ],
        period="2023",
        merges=["A1:A2", "B1:C1"],
    )
    assert facts(reading, whole_catalogue) == {
        ("东湖区", "C04", "2023"): "8.5",
        ("西岭区", "C04", "2023"): "12.5",
    }
    assert rules(reading) == []


def test_an_unknown_header_is_a_warning_with_the_nearest_names(whole_catalogue: Catalogue) -> None:
    reading = read(
        whole_catalogue,
        [["地区", "出庭应诉比例", None, "C05"], ["东湖区", 95, 7, 1], ["西岭区", 90, 8, 2]],
        period="2023",
    )
    assert {value.indicator_code for value in reading.values} == {"C05"}
    assert rules(reading) == [
        ("Sheet1!B1", "doubt", "column"),
        ("Sheet1!C2", "doubt", "column"),
    ]
    assert reading.doubts[0].candidates[0].label == "行政机关负责人出庭应诉率"


def test_one_denominator_by_its_own_name_serves_two_indicators(whole_catalogue: Catalogue) -> None:
    reading = read(
        whole_catalogue,
        [
            ["地区", "村(社区)总数", "已配备法律顾问的村(社区)数", "市级及以上示范村(社区)数（去重）"],
            ["东湖区", 50, 50, 41],
            ["西岭区", 40, 38, 10],
        ],
        period="2023",
    )
    assert facts(reading, whole_catalogue) == {
        ("东湖区", "E04", "2023"): "100 (50/50)",
        ("东湖区", "F09", "2023"): "82 (41/50)",
        ("西岭区", "E04", "2023"): "95 (38/40)",
        ("西岭区", "F09", "2023"): "25 (10/40)",
    }


def test_a_word_of_two_indicators_present_is_not_given_to_either(whole_catalogue: Catalogue) -> None:
    reading = read(
        whole_catalogue,
        [["地区", "审结件数", "败诉率", "复议纠错率"], ["东湖区", 50, 8, 4], ["西岭区", 40, 5, 10]],
        period="2023",
    )
    assert facts(reading, whole_catalogue) == {
        ("东湖区", "C04", "2023"): "8",
        ("东湖区", "C06", "2023"): "4",
        ("西岭区", "C04", "2023"): "5",
        ("西岭区", "C06", "2023"): "10",
    }
    assert rules(reading) == [("Sheet1!B1", "doubt", "column")]


def test_a_head_count_is_not_taken_for_an_average(whole_catalogue: Catalogue) -> None:
    reading = read(
        whole_catalogue,
        [["地区", "法律明白人", "C05"], ["东湖区", 320, 1], ["西岭区", 280, 2]],
        period="2023",
    )
    assert {value.indicator_code for value in reading.values} == {"C05"}
    assert [rule for _, _, rule in rules(reading)] == ["column"]


def test_every_column_says_how_it_was_understood(whole_catalogue: Catalogue) -> None:
    reading = read(
        whole_catalogue,
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


@pytest.mark.parametrize(
    "group",
    ["新增", "女性", "计划", "公职", "市级部门", "未结", "9月末", "今年以来", "二审", "本月", "本季度"],
)
@pytest.mark.parametrize("beside_the_regions", [True, False])
def test_a_group_that_is_not_understood_leaves_its_columns_out_and_is_said(
    whole_catalogue: Catalogue, group: str, beside_the_regions: bool
) -> None:
    groups, leaves = [None, group, None], ["地区", "执业律师人数", "法律援助案件办理数"]
    if beside_the_regions:
        groups[0], leaves[0] = leaves[0], None
    reading = read(
        whole_catalogue,
        [["2023年统计表"], groups, leaves, ["东湖区", 5, 6], ["西岭区", 7, 8]],
        merges=["B2:C2", *(["A2:A3"] if beside_the_regions else [])],
    )
    assert reading.values == ()
    questions = [doubt.question for doubt in reading.doubts]
    said = [*questions, *(issue.message for issue in reading.issues if issue.level == "warning")]
    assert len(said) == 1
    assert group in said[0]


@pytest.mark.parametrize(
    "group",
    [
        "公共法律服务",
        "一、公共法律服务与矛盾化解",
        "2023年",
        "本年",
        "本期",
        "2023年统计表",
        "主要指标",
        "件",
    ],
)
def test_a_group_that_says_field_category_period_title_or_unit_changes_nothing(
    whole_catalogue: Catalogue, group: str
) -> None:
    reading = read(
        whole_catalogue,
        [
            ["2023年统计表"],
            ["地区", group, None],
            [None, "法律援助案件办理数", "人民调解案件受理数"],
            ["东湖区", 5, 6],
            ["西岭区", 7, 8],
        ],
        merges=["B2:C2", "A2:A3"],
    )
    assert len(reading.values) == 4
    assert rules(reading) == []


def test_the_end_of_the_year_is_the_year_for_what_stands_then_and_for_nothing_else(
    whole_catalogue: Catalogue,
) -> None:
    reading = read(
        whole_catalogue,
        [
            ["地区", "2023年末", None],
            [None, "执业律师人数", "法律援助案件办理数"],
            ["东湖区", 5, 6],
            ["西岭区", 7, 8],
        ],
        merges=["B1:C1", "A1:A2"],
    )
    assert facts(reading, whole_catalogue) == {("东湖区", "E02", "2023"): "5", ("西岭区", "E02", "2023"): "7"}
    assert rules(reading) == [("Sheet1!B1", "doubt", "group")]


def test_this_month_is_the_month_of_the_title_and_the_cumulative_figure_is_that_since_january(
    whole_catalogue: Catalogue,
) -> None:
    rows = [
        ["地区", "法律援助案件办理数", None],
        [None, "本月", "累计"],
        ["东湖区", 5, 50],
        ["西岭区", 7, 70],
    ]
    merges = ["A2:A3", "B2:C2"]
    reading = read(whole_catalogue, [["2023年9月统计表"], *rows], merges=merges)
    assert facts(reading, whole_catalogue) == {
        ("东湖区", "E08", "2023-09"): "5",
        ("西岭区", "E08", "2023-09"): "7",
        ("东湖区", "E08", "2023-01..09"): "50",
        ("西岭区", "E08", "2023-01..09"): "70",
    }
    unclear = read(whole_catalogue, [["统计表"], *rows], merges=merges, period="2023")
    assert unclear.values == ()
    assert ("Sheet1!B3", "doubt", "span") in rules(unclear)


def test_this_year_beside_rows_of_months_is_not_the_month(whole_catalogue: Catalogue) -> None:
    reading = read(
        whole_catalogue,
        [
            ["时期", "地区", "指标", "本年", "本月"],
            ["2023年8月", "东湖区", "E08", 40, 4],
            ["2023年9月", "西岭区", "E08", 50, 5],
        ],
    )
    assert facts(reading, whole_catalogue) == {
        ("东湖区", "E08", "2023-08"): "4",
        ("西岭区", "E08", "2023-09"): "5",
    }
    assert rules(reading) == [("Sheet1!D1", "doubt", "span")]


@pytest.mark.parametrize(
    ("header", "texts"),
    [("部门", ("公安局", "教育局")), ("单位类别", ("机关", "企业")), ("性别", ("女", "女"))],
)
def test_rows_divided_by_a_text_are_not_read(
    whole_catalogue: Catalogue, header: str, texts: tuple[str, str]
) -> None:
    rows = [["地区", header, "执业律师人数"], ["东湖区", texts[0], 5], ["西岭区", texts[1], 7]]
    reading = read(whole_catalogue, rows, period="2023")
    assert reading.values == ()
    assert rules(reading) == [("Sheet1!B1", "error", "broken_down")]


def test_two_rows_of_a_region_that_differ_by_an_unknown_text_are_parts_of_it(
    whole_catalogue: Catalogue,
) -> None:
    rows = [["地区", "律所", "执业律师人数"], ["东湖区", "甲所", 5], ["东湖区", "乙所", 7]]
    reading = read(whole_catalogue, rows, period="2023")
    assert reading.values == ()
    assert rules(reading) == [("Sheet1!B1", "error", "broken_down")]


def test_an_unknown_text_beside_one_row_a_region_is_said_and_remarks_are_not(
    whole_catalogue: Catalogue,
) -> None:
    rows = [
        ["地区", "状况", "所属市", "主要负责人", "执业律师人数", "备注"],
        ["东湖区", "好", "演示市", "张三", 5, "含兼职"],
        ["西岭区", "一般", "演示市", "李四", 7, None],
    ]
    reading = read(whole_catalogue, rows, period="2023")
    assert len(reading.values) == 2
    assert rules(reading) == [("Sheet1!B1", "warning", "unknown_text_column")]


@pytest.mark.parametrize("header", ["时间", "截至时间"])
def test_a_column_about_the_period_that_is_not_understood_stops_the_table(
    whole_catalogue: Catalogue, header: str
) -> None:
    rows = [["地区", header, "E08"], ["东湖区", "9月底", 5], ["西岭区", "9月底", 7]]
    reading = read(whole_catalogue, rows, period="2023")
    assert reading.values == ()
    assert rules(reading) == [("Sheet1!B1", "error", "unknown_period")]


def test_groups_in_the_words_of_the_indicator_change_nothing(whole_catalogue: Catalogue) -> None:
    reading = read(
        whole_catalogue,
        [
            ["地区", "村（居）法律顾问", None, None, "新媒体普法", "律师队伍", None],
            [None, "村（社区）总数", "已配备", "覆盖率", "浏览量（万次）", "执业律师人数", "两公律师"],
            ["东湖区", 10, 9, 90, 3, 5, 2],
            ["西岭区", 5, 5, 100, 4, 6, 1],
        ],
        merges=["A1:A2", "B1:D1", "F1:G1"],
        period="2023",
    )
    assert {value.indicator_code for value in reading.values} == {"E04", "F04", "E02", "E03"}
    assert [plain(value.denominator) for value in reading.values if value.numerator is not None] == [
        "10",
        "5",
    ]
    assert rules(reading) == []


def test_words_over_the_header_beside_a_corner_are_groups_too(whole_catalogue: Catalogue) -> None:
    for corner in ("2023年", "项目", "附件1"):
        rows = [["2023年统计表"], [corner, "新增", None], ["地区", "E02", "E08"], ["东湖区", 5, 6]]
        reading = read(whole_catalogue, [*rows, ["西岭区", 7, 8]], merges=["B2:C2"])
        assert reading.values == ()
        assert rules(reading)[0] == ("Sheet1!B2", "doubt", "group")


def test_a_title_beside_a_corner_is_no_group(whole_catalogue: Catalogue) -> None:
    rows = [["附件1", "演示市2023年情况统计表"], ["地区", "E02", "E08"], ["东湖区", 5, 6], ["西岭区", 7, 8]]
    reading = read(whole_catalogue, rows, merges=["B1:C1"])
    assert len(reading.values) == 4
    assert rules(reading) == []


def test_a_title_that_picks_out_a_part_is_asked_about(whole_catalogue: Catalogue) -> None:
    rows = [["2023年女性律师统计表"], ["地区", "执业律师人数"], ["东湖区", 5], ["西岭区", 7]]
    reading = read(whole_catalogue, rows)
    assert reading.values == ()
    assert rules(reading) == [("Sheet1!B2", "doubt", "group")]
    assert "女性" in reading.doubts[0].question


def test_a_row_that_slid_is_asked_about_and_not_read_as_it_stands(whole_catalogue: Catalogue) -> None:
    rows = [
        ["地区", "C05", "E08", "备注"],
        ["东湖区", 5, 50, None],
        ["西岭区", None, 7, 70],
        ["白溪区", 9, 90, None],
    ]
    reading = read(whole_catalogue, rows, period="2023")
    assert ("西岭区", "E08", "2023") not in facts(reading, whole_catalogue)
    assert [(doubt.kind, doubt.proposed) for doubt in reading.doubts] == [("row", "shift")]
