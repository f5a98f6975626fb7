"""A total that is not the sum of its rows: the one row that explains it is named, and nothing where several could."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import pytest
from sheets import read

from faheng.catalogue import Catalogue

Row = Sequence[object]
HEADER = ["地区", "C05", "E08", "E09"]
_WITH_NUMBERS = re.compile(r"“Sheet1”\w+：“合计”写的是 [\d.]+，各地区合计是 [\d.]+[：，]")
NAMES = ("东湖区", "西岭区", "白溪区", "永平县")


def differences(
    catalogue: Catalogue, rows: Sequence[Row], header: Row = HEADER
) -> list[tuple[str, str, str]]:
    """Cell, what follows the two numbers, and suggestion of every total that differs."""
    issues = read(catalogue, [header, *rows], period="2023").issues
    assert {issue.rule for issue in issues} <= {"total_differs"}
    assert {issue.level for issue in issues} <= {"warning"}
    return [
        (issue.cell.removeprefix("Sheet1!"), _WITH_NUMBERS.sub("", issue.message), issue.suggestion)
        for issue in issues
    ]


def one_column(catalogue: Catalogue, numbers: Sequence[object], total: object) -> list[tuple[str, str, str]]:
    rows = [[name, number] for name, number in zip(NAMES, numbers, strict=False)]
    return differences(catalogue, [*rows, ["合计", total]], ["地区", "E08"])


def test_a_missing_zero_names_its_row_and_the_number(catalogue: Catalogue) -> None:
    assert one_column(catalogue, [310, 27, 415], 995) == [
        (
            "B5",
            "西岭区（“Sheet1”B3，27）可能少了一个 0，改为 270 就相符，请核对。",
            "“Sheet1”B3改为 270",
        )
    ]


@pytest.mark.parametrize(
    ("numbers", "total", "text"),
    [
        ([310, 2700, 415], 995, "西岭区（“Sheet1”B3，2700）可能多了一个 0，改为 270 就相符，请核对。"),
        ([310, 275, 415], 725, "合计可能漏了西岭区（“Sheet1”B3，275），请核对。"),
        ([310, 270, 415], 1265, "合计可能把西岭区（“Sheet1”B3，270）加了两次，请核对。"),
        ([310, 128, 415], 907, "西岭区（“Sheet1”B3，128）有两个数字可能写颠倒了，改为 182 就相符，请核对。"),
        ([310, 3, 415], 30725, "西岭区（“Sheet1”B3，3）单位可能差了一万倍，改为 30000 就相符，请核对。"),
    ],
)
def test_one_slip_in_one_row(catalogue: Catalogue, numbers: list[int], total: int, text: str) -> None:
    assert [found[1] for found in one_column(catalogue, numbers, total)] == [text]


def test_a_county_in_single_persons_among_ten_thousands(catalogue: Catalogue) -> None:
    header = ["地区", "普法活动参与人次（万人次）"]
    rows = [["东湖区", 3.25], ["西岭区", 41200], ["白溪区", 2.5], ["合计", 9.87]]
    assert differences(catalogue, rows, header) == [
        (
            "B5",
            "西岭区（“Sheet1”B3，41200）单位可能差了一万倍，改为 4.12 就相符，请核对。",
            "“Sheet1”B3改为 4.12",
        )
    ]


@pytest.mark.parametrize(
    ("numbers", "total"),
    [
        ([270, 270, 415], 685),  # either of two was left out
        ([310, 270, 415], 725),  # 270 was left out, or 415 meant 145
        ([310, 270, 415], 1000),  # nothing that people do
        ([12, 34, 56], 111),  # 12 and 34 and 56 may all be swapped
    ],
)
def test_no_row_is_named_when_none_or_several_explain_it(
    catalogue: Catalogue, numbers: list[int], total: int
) -> None:
    assert [found[2] for found in one_column(catalogue, numbers, total)] == [""]
    assert all("可能" not in found[1] for found in one_column(catalogue, numbers, total))


def test_totals_that_slid_by_one_column(catalogue: Catalogue) -> None:
    rows = [["东湖区", 50, 310, 700], ["西岭区", 70, 270, 900], ["合计", 99, 120, 580]]
    assert [found[:2] for found in differences(catalogue, rows)] == [
        ("B4", "请核对。"),
        ("C4", "合计可能错了一格：这里写的是“行政复议新收案件数”的合计，请核对。"),
        ("D4", "合计可能错了一格：这里写的是“法律援助案件办理数”的合计，请核对。"),
    ]


def test_one_total_that_is_its_neighbours(catalogue: Catalogue) -> None:
    rows = [["东湖区", 50, 310, 700], ["西岭区", 70, 270, 900], ["合计", 580, 580, 1600]]
    assert differences(catalogue, rows) == [
        (
            "B4",
            "这个数等于旁边“法律援助案件办理数”的合计，可能填错了格，请核对。",
            "“Sheet1”B4改为 120",
        )
    ]


def test_a_row_that_slid_by_one_column(catalogue: Catalogue) -> None:
    # 西岭区 reported 70, 270, 900 and stands one cell to the right.
    rows = [
        ["东湖区", 50, 310, 700],
        ["西岭区", 3, 70, 270],
        ["白溪区", 20, 30, 40],
        ["合计", 140, 610, 1640],
    ]
    found = differences(catalogue, rows)
    assert [cell for cell, _, _ in found] == ["B5", "C5", "D5"]
    assert found[0][1] == "西岭区的数可能错了一格（“Sheet1”B3、“Sheet1”C3 的数应是旁边一格的），请核对。"
    assert found[1][1] == found[0][1]


def test_two_numbers_of_a_row_that_changed_places(catalogue: Catalogue) -> None:
    rows = [["东湖区", 50, 310, 700], ["西岭区", 270, 70, 900], ["合计", 120, 580, 1600]]
    assert {text for _, text, _ in differences(catalogue, rows)} == {
        "西岭区的 “Sheet1”B3 和 “Sheet1”C3 可能填反了，请核对。"
    }


def test_regions_across_are_explained_as_well(catalogue: Catalogue) -> None:
    rows = [["E08", 310, 27, 415, 995], ["E09", 700, 900, 400, 2000]]
    assert differences(catalogue, rows, ["指标", *NAMES[:3], "合计"]) == [
        (
            "E2",
            "西岭区（“Sheet1”C2，27）可能少了一个 0，改为 270 就相符，请核对。",
            "“Sheet1”C2改为 270",
        )
    ]


def test_the_mean_of_the_rates_is_said_to_be_one(catalogue: Catalogue) -> None:
    header = ["地区", "出庭", "应出庭", "出庭率"]
    rows = [["东湖区", 9, 10, "90%"], ["西岭区", 70, 100, "70%"], ["合计", 79, 110, "80%"]]
    text = "写的是各地区的平均数，应是行政机关负责人出庭件数合计 ÷ 开庭审理(应出庭)行政案件数合计，请核对。"
    assert [found[:2] for found in differences(catalogue, rows, header)] == [("D4", text)]
    rows[-1] = ["合计", 79, 110, "71.82%"]
    assert differences(catalogue, rows, header) == []


def test_a_zone_that_its_county_contains_is_added_once(catalogue: Catalogue) -> None:
    zone = replace(catalogue.regions["990171"], counted_in="990102")
    inside = replace(catalogue, regions={**catalogue.regions, "990171": zone})
    rows = [["东湖区", 310], ["西岭区", 270], ["演示高新区", 46], ["合计", 626]]
    assert [found[1] for found in differences(inside, rows, ["地区", "E08"])] == [
        "演示高新区（“Sheet1”B4，46）已包含在东湖区里，合计可能又加了一次，请核对。"
    ]
