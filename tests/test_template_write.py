"""The form as it is written: sheets, rows, checks, and that LibreOffice keeps them."""

from __future__ import annotations

import io
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from libreoffice import converted, needs_libreoffice
from literal import value

from faheng.catalogue import Catalogue, Region
from faheng.intake.formats.workbook import read_workbook
from faheng.intake.grid import Workbook
from faheng.intake.template import form_file_name, last_notes, read_form, write_form
from faheng.period import Period

CITY, COUNTY = "990100", "990104"


@pytest.fixture(scope="module")
def city(catalogue: Catalogue) -> Region:
    return catalogue.regions[CITY]


@pytest.fixture(scope="module")
def county(catalogue: Catalogue) -> Region:
    return catalogue.regions[COUNTY]


@pytest.fixture(scope="module")
def blank(catalogue: Catalogue, city: Region, county: Region) -> Workbook:
    return read_workbook(write_form(catalogue, city=city, year=2024, sender=county), "表.xlsx")


def test_a_form_has_a_sheet_per_frequency_and_two_hidden_ones(blank):
    assert [(sheet.name, sheet.hidden) for sheet in blank.sheets] == [
        ("填报说明", False),
        ("年度", False),
        ("半年", False),
        ("季度", False),
        ("月度", False),
        ("字典", True),
        ("_meta", True),
    ]


def test_the_city_gets_rows_for_all_its_parts_and_one_for_itself_per_period(catalogue, city):
    workbook = read_workbook(write_form(catalogue, city=city, year=2024, sender=city), "表.xlsx")
    cells = workbook.sheet("半年").cells
    assert [[cells[row, column].text for column in (1, 2, 3)] for row in range(5, 15)] == [
        ["东湖区", "2024年上半年", "正式"],
        ["西岭区", "2024年上半年", "正式"],
        ["白溪区", "2024年上半年", "正式"],
        ["永平县", "2024年上半年", "正式"],
        ["石桥县", "2024年上半年", "正式"],
        ["清源县", "2024年上半年", "正式"],
        ["演示高新区", "2024年上半年", "正式"],
        ["演示市本级", "2024年上半年", "正式"],
        ["演示市（全市上报数）", "2024年上半年", "正式"],
        ["东湖区", "2024年下半年", "正式"],
    ]


def test_a_county_gets_its_own_rows_only(blank):
    cells = blank.sheet("季度").cells
    assert [cells[row, 1].text for row in range(5, 9)] == ["白溪区"] * 4
    assert blank.sheet("季度").last_row == 8


def test_headers_are_the_indicator_above_its_parts(blank):
    cells = blank.sheet("季度").cells
    assert cells[3, 4].text == "C01 行政机关负责人出庭应诉率（%）"
    parts = ["行政机关负责人出庭件数", "开庭审理(应出庭)行政案件数", "比率"]
    assert [cells[4, column].text for column in (4, 5, 6)] == parts
    assert cells[3, 10].text == "C03 一审行政诉讼案件收案数（件）"


def test_a_unit_of_another_city_gets_no_form(catalogue, city):
    with pytest.raises(ValueError, match="白银区 does not report to 演示市"):
        write_form(catalogue, city=city, year=2024, sender=catalogue.regions["620402"])


def test_a_rate_cell_stays_empty_until_both_parts_are_there(catalogue, city, county):
    data = write_form(catalogue, city=city, year=2024, sender=county)
    sheet = openpyxl.load_workbook(io.BytesIO(data))["季度"]
    assert sheet["F5"].value == '=IF(AND(ISNUMBER(D5),ISNUMBER(E5)),IF(E5>0,ROUND(D5/E5*100,2),""),"")'
    assert openpyxl.load_workbook(io.BytesIO(data), data_only=True)["季度"]["F5"].value in (None, "")


def test_headers_are_locked_and_cells_to_fill_are_not(catalogue, city, county):
    data = write_form(catalogue, city=city, year=2024, sender=county)
    sheet = openpyxl.load_workbook(io.BytesIO(data))["季度"]
    assert sheet.protection.sheet
    assert sheet.protection.password is None
    locked = {
        cell: sheet[cell].protection.locked for cell in ("A5", "B5", "C5", "D3", "D4", "D5", "E5", "F5", "J5")
    }
    assert [cell for cell, is_locked in locked.items() if is_locked] == ["A5", "B5", "D3", "D4"]


def test_checks_refuse_fractions_but_accept_words(catalogue, city, county):
    data = write_form(catalogue, city=city, year=2024, sender=county)
    checks = openpyxl.load_workbook(io.BytesIO(data))["季度"].data_validations.dataValidation
    rules = {str(check.sqref): check.formula1 for check in checks}
    assert rules["C5:C8"] == "数据状态清单"
    assert rules["D5:D8"] == "OR(AND(ISNUMBER(D5),D5>=0,D5=INT(D5)),COUNTIF(缺失标记清单,D5)>0)"
    assert rules["F5:F8"] == "OR(AND(ISNUMBER(F5),F5>=0,F5<=100),COUNTIF(缺失标记清单,F5)>0)"


def test_the_same_form_is_the_same_bytes(catalogue, city, county):
    first, second = (write_form(catalogue, city=city, year=2024, sender=county) for _ in range(2))
    assert first == second


def test_a_form_is_named_after_city_unit_and_year(city, county):
    assert (
        form_file_name(city=city, year=2024, sender=county) == "演示市_白溪区_2024年法治建设指标填报表.xlsx"
    )
    assert form_file_name(city=city, year=2024, sender=city) == "演示市_2024年法治建设指标填报表.xlsx"


@pytest.fixture
def remembered(catalogue: Catalogue, city: Region, county: Region) -> dict[tuple[str, str, str], str]:
    """The notes of 白溪区's form of 2024: C01 and C03 were reported before."""
    reported = {
        ("C01", COUNTY, Period(2023, 10, 12)): value("C01", COUNTY, "2023-Q4", parts=("57", "60")),
        ("C01", COUNTY, Period(2023, 1, 3)): value("C01", COUNTY, "2023-Q1", status="not_applicable"),
        ("C03", COUNTY, Period(2023, 4, 6)): value("C03", COUNTY, "2023-Q2", "1234", status="provisional"),
        ("C03", CITY, Period(2023, 4, 6)): value("C03", CITY, "2023-Q2", "9999"),
        ("A02", COUNTY, Period(2023, 1, 12)): value("A02", COUNTY, "2023", "5"),
    }
    return last_notes(catalogue, reported, city=city, year=2024, sender=county)


def test_notes_say_what_was_reported_for_the_period_before_and_a_year_ago(remembered):
    assert {place: text for place, text in remembered.items() if place[0] in ("C01", "C03")} == {
        ("C01", COUNTY, "2024-Q1"): "2023年第4季度：95.00%（57/60）\n2023年第1季度：无案件",
        ("C01", COUNTY, "2024-Q4"): "2023年第4季度：95.00%（57/60）",
        ("C03", COUNTY, "2024-Q2"): "2023年第2季度：1,234件（暂定）",
    }


def test_notes_stand_at_the_first_cell_of_an_indicator_and_nowhere_else(catalogue, city, county, remembered):
    data = write_form(catalogue, city=city, year=2024, sender=county, last=remembered)
    sheet = openpyxl.load_workbook(io.BytesIO(data))["季度"]
    notes = {cell.coordinate: cell.comment.text for row in sheet for cell in row if cell.comment}
    assert notes == {
        "D5": "2023年第4季度：95.00%（57/60）\n2023年第1季度：无案件",
        "D8": "2023年第4季度：95.00%（57/60）",
        "J6": "2023年第2季度：1,234件（暂定）",
    }
    assert "小三角" in sheet["A2"].value


def test_notes_are_no_data(catalogue, city, county, remembered):
    data = write_form(catalogue, city=city, year=2024, sender=county, last=remembered)
    reading = read_form(read_workbook(data, "表.xlsx"), catalogue, city=city)
    assert reading is not None
    assert (reading.values, reading.missing, reading.issues) == ((), (), ())


def test_a_form_with_a_note_at_every_indicator_stays_small(catalogue, city):
    reported = {
        (code, region.code, period): value(code, region.code, "2023", "1")
        for code in catalogue.indicators
        for region in (*catalogue.parts_of(CITY), city)
        for period in (Period(2023, month, month) for month in range(1, 13))
    }
    notes = last_notes(catalogue, reported, city=city, year=2024, sender=city)
    data = write_form(catalogue, city=city, year=2024, sender=city, last=notes)
    assert len(notes) > 900
    assert len(data) < 150_000


@needs_libreoffice("calc")
def test_libreoffice_keeps_all_of_a_form_and_computes_its_rates(catalogue, city, county, tmp_path: Path):
    filled = openpyxl.load_workbook(io.BytesIO(write_form(catalogue, city=city, year=2024, sender=county)))
    filled["季度"]["D5"], filled["季度"]["E5"] = 2, 3
    before = {sheet.title: _features(sheet) for sheet in filled}
    filled.save(tmp_path / "表.xlsx")
    again = converted(tmp_path / "表.xlsx", "xlsx")
    computed = openpyxl.load_workbook(again)
    assert {sheet.title: _features(sheet) for sheet in computed} == before
    assert set(computed.defined_names) >= {"数据状态清单", "缺失标记清单"}
    workbook = read_workbook(again.read_bytes(), "表.xlsx")
    assert workbook.cell("季度!F5").value == Decimal("66.67")
    reading = read_form(workbook, catalogue, city=city)
    assert reading is not None
    (value,) = reading.values
    assert (value.period, value.value) == (Period(2024, 1, 3), Decimal("66.666667"))


def _features(sheet: Any) -> tuple[Any, ...]:
    return (
        sheet.sheet_state != "visible",
        sheet.protection.sheet,
        sheet.print_title_rows,
        sorted(str(check.sqref) for check in sheet.data_validations.dataValidation),
        sum(len(area.rules) for area in sheet.conditional_formatting),
    )


def test_more_ten_thousands_than_likely_are_asked_about_while_typing(catalogue, city, county):
    data = write_form(catalogue, city=city, year=2024, sender=county)
    checks = openpyxl.load_workbook(io.BytesIO(data))["月度"].data_validations.dataValidation
    about = {check.errorTitle: (check.errorStyle, check.formula1) for check in checks}
    style, formula = about["F04 填写有误"]
    assert style == "warning"
    assert "<=100000)" in formula
    assert about["E08 填写有误"][0] in (None, "stop")
