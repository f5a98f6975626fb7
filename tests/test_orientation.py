"""Tables that lie the other way: regions across, and forms of one region."""

from sheets import facts, read, rules

from faheng.catalogue import Catalogue


def test_regions_stand_across(whole_catalogue: Catalogue) -> None:
    reading = read(
        whole_catalogue,
        [
            ["2023年法治建设情况表"],
            ["序号", "指标", "单位", "东湖区", "西岭区", "合计"],
            [1, "行政复议新收案件数", "件", 5, 6, 11],
            [2, "法律援助案件办理数", "件", 1, None, 2],
        ],
        merges=["A1:F1"],
    )
    assert facts(reading, whole_catalogue) == {
        ("东湖区", "C05", "2023"): "5",
        ("西岭区", "C05", "2023"): "6",
        ("东湖区", "E08", "2023"): "1",
    }
    assert [value.value_cell for value in reading.values] == ["Sheet1!D3", "Sheet1!D4", "Sheet1!E3"]
    assert [(mark.cell, mark.kind) for mark in reading.missing] == [("Sheet1!E4", "not_reported")]
    assert rules(reading) == [("Sheet1!F4", "warning", "total_differs")]


def test_years_stand_over_regions(whole_catalogue: Catalogue) -> None:
    reading = read(
        whole_catalogue,
        [
            ["指标", "2022年", None, "2023年", None],
            [None, "东湖区", "西岭区", "东湖区", "西岭区"],
            ["C05", 5, 6, 7, 8],
        ],
        merges=["A1:A2", "B1:C1", "D1:E1"],
    )
    assert facts(reading, whole_catalogue) == {
        ("东湖区", "C05", "2022"): "5",
        ("西岭区", "C05", "2022"): "6",
        ("东湖区", "C05", "2023"): "7",
        ("西岭区", "C05", "2023"): "8",
    }


def test_numerator_and_denominator_are_lines_of_their_own(whole_catalogue: Catalogue) -> None:
    reading = read(
        whole_catalogue,
        [
            ["指标", "东湖区", "西岭区"],
            ["行政机关负责人出庭应诉率", 90, 80],
            ["其中：应出庭件数", 10, 20],
            ["出庭件数", 9, 16],
        ],
        period="2023",
    )
    found = {(value.region_code, value.numerator, value.denominator, value.value) for value in reading.values}
    assert {
        (int(top), int(bottom), int(rate)) for _, top, bottom, rate in found if top and bottom and rate
    } == {
        (9, 10, 90),
        (16, 20, 80),
    }


def test_one_form_of_one_county(whole_catalogue: Catalogue) -> None:
    reading = read(
        whole_catalogue,
        [
            ["2023年法治建设统计表"],
            ["填报单位：东湖区司法局"],
            ["指标名称", "计量单位", "数值"],
            ["行政复议新收案件数", "件", 5],
            ["法律援助案件办理数", "件", 12],
            ["填报人：张三"],
        ],
        merges=["A1:C1"],
    )
    assert facts(reading, whole_catalogue) == {
        ("东湖区", "C05", "2023"): "5",
        ("东湖区", "E08", "2023"): "12",
    }
    assert rules(reading) == []


def test_a_sheet_for_each_county(whole_catalogue: Catalogue) -> None:
    rows = [["2023年"], ["指标名称", "数值"], ["行政复议新收案件数", 5]]
    reading = read(whole_catalogue, {"东湖区": rows, "西岭": rows})
    assert facts(reading, whole_catalogue) == {
        ("东湖区", "C05", "2023"): "5",
        ("西岭区", "C05", "2023"): "5",
    }


def test_months_down_in_the_form_of_one_county(whole_catalogue: Catalogue) -> None:
    reading = read(
        whole_catalogue,
        [
            ["东湖区2023年法律援助情况"],
            ["月份", "法律援助案件办理数", "12348热线接听量"],
            ["1月", 5, 6],
            ["2月", 7, 8],
            ["合计", 12, 14],
        ],
        merges=["A1:C1"],
    )
    assert facts(reading, whole_catalogue) == {
        ("东湖区", "E08", "2023-01"): "5",
        ("东湖区", "E07", "2023-01"): "6",
        ("东湖区", "E08", "2023-02"): "7",
        ("东湖区", "E07", "2023-02"): "8",
    }


def test_a_form_that_does_not_say_whose_it_is_is_asked_about(whole_catalogue: Catalogue) -> None:
    reading = read(
        whole_catalogue,
        [["指标名称", "数值"], ["行政复议新收案件数", 5], ["法律援助案件办理数", 12]],
        period="2023",
    )
    assert reading.values == ()
    assert rules(reading) == [("Sheet1!A1", "doubt", "region")]


def test_a_region_written_once_for_several_years(whole_catalogue: Catalogue) -> None:
    reading = read(
        whole_catalogue,
        [["地区", "年份", "C05"], ["东湖区", 2022, 5], [None, 2023, 6], ["西岭区", 2022, 7], [None, 2023, 8]],
    )
    assert facts(reading, whole_catalogue) == {
        ("东湖区", "C05", "2022"): "5",
        ("东湖区", "C05", "2023"): "6",
        ("西岭区", "C05", "2022"): "7",
        ("西岭区", "C05", "2023"): "8",
    }
