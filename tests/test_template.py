"""The form as it is read back by position."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from datetime import date
from decimal import Decimal
from hashlib import sha256
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from faheng.catalogue import Catalogue, Region
from faheng.intake.formats.workbook import read_workbook
from faheng.intake.grid import Cell, Workbook, parse_address
from faheng.intake.read import read_file
from faheng.intake.reading import Missing, Reading, Value
from faheng.intake.template import FormValue, read_form, write_form
from faheng.intake.template.layout import VERSION, read_meta, write_meta
from faheng.period import period_from_code
from faheng.views.sheet import what_stands_at

CITY, COUNTY = "990100", "990104"
Q1 = period_from_code("2024-Q1")


@pytest.fixture(scope="module")
def city(catalogue: Catalogue) -> Region:
    return catalogue.regions[CITY]


@pytest.fixture(scope="module")
def county(catalogue: Catalogue) -> Region:
    return catalogue.regions[COUNTY]


@pytest.fixture(scope="module")
def blank(catalogue: Catalogue, city: Region, county: Region) -> Workbook:
    """The blank form of 白溪区 for 2024. 季度: D–F are C01, J is C03; rows 5 to 8 are the quarters."""
    return read_workbook(write_form(catalogue, city=city, year=2024, sender=county), "表.xlsx")


def fill(workbook: Workbook, cells: dict[str, Any]) -> Workbook:
    """The workbook with some cells ('季度!D5') typed in; None empties a cell."""
    sheets = []
    for sheet in workbook.sheets:
        changed = dict(sheet.cells)
        for address, typed in cells.items():
            name, _, place = address.rpartition("!")
            if name == sheet.name:
                changed.pop(parse_address(place), None)
                if typed is not None:
                    changed[parse_address(place)] = typed if isinstance(typed, Cell) else _cell(typed)
        sheets.append(replace(sheet, cells=changed))
    return replace(workbook, sheets=tuple(sheets))


def _cell(typed: Any) -> Cell:
    if isinstance(typed, str):
        return Cell(typed, typed)
    return Cell(str(typed), Decimal(str(typed)), "General", "number")


def read(workbook: Workbook, catalogue: Catalogue, city: Region) -> Reading:
    reading = read_form(workbook, catalogue, city=city)
    assert reading is not None
    return reading


def quarter_value(code: str, **parts: Any) -> Value:
    return Value(code, COUNTY, Q1, "within", **parts)


# What is read


def test_a_blank_form_says_nothing(blank, catalogue, city):
    reading = read(blank, catalogue, city)
    assert (reading.values, reading.missing, reading.issues) == ((), (), ())


def test_a_rate_is_computed_from_its_parts(blank, catalogue, city):
    reading = read(fill(blank, {"季度!D5": 2, "季度!E5": 3}), catalogue, city)
    assert reading.values == (
        quarter_value(
            "C01",
            numerator=Decimal(2),
            denominator=Decimal(3),
            value=Decimal("66.666667"),
            numerator_cell="季度!D5",
            denominator_cell="季度!E5",
        ),
    )
    assert reading.issues == ()


def test_what_the_form_computed_itself_is_no_statement(blank, catalogue, city):
    shown = read(fill(blank, {"季度!D5": 2, "季度!E5": 3, "季度!F5": 66.67}), catalogue, city)
    never_computed = Cell("", None, "0.00", "uncomputed")
    unopened = read(fill(blank, {"季度!D5": 2, "季度!E5": 3, "季度!F5": never_computed}), catalogue, city)
    assert shown.values == unopened.values
    assert shown.values[0].value_cell is None


def test_a_rate_typed_against_its_parts_is_kept_with_its_cell(blank, catalogue, city):
    (value,) = read(fill(blank, {"季度!D5": 2, "季度!E5": 3, "季度!F5": 70}), catalogue, city).values
    assert (value.value, value.value_cell) == (Decimal(70), "季度!F5")


def test_a_published_rate_without_parts_is_legal(blank, catalogue, city):
    reading = read(fill(blank, {"季度!F5": "95.2%"}), catalogue, city)
    assert reading.values == (quarter_value("C01", value=Decimal("95.2"), value_cell="季度!F5"),)
    assert reading.issues == ()


@pytest.mark.parametrize(
    ("typed", "numerator", "cells"),
    [
        ({"季度!D5": 0, "季度!E5": 0}, Decimal(0), ("季度!D5", "季度!E5")),
        ({"季度!E5": "无案件"}, None, ("季度!E5",)),
        ({"季度!D5": "不涉及", "季度!E5": "不涉及"}, None, ("季度!D5", "季度!E5")),
    ],
)
def test_no_cases_is_neither_zero_percent_nor_missing(blank, catalogue, city, typed, numerator, cells):
    reading = read(fill(blank, typed), catalogue, city)
    (value,) = reading.values
    assert (value.status, value.value, value.numerator, value.cells) == (
        "not_applicable",
        None,
        numerator,
        cells,
    )
    assert [mark.kind for mark in reading.missing if mark.indicator_code == "C01"] == ["not_applicable"]


def test_a_word_beside_a_number_contradicts_it(blank, catalogue, city):
    reading = read(fill(blank, {"季度!D5": 4, "季度!E5": "无案件"}), catalogue, city)
    assert reading.values == ()
    assert [(issue.cell, issue.level) for issue in reading.issues] == [("季度!D5", "error")]


def test_blanks_beside_a_number_are_not_reported_and_a_blank_row_is_nothing(blank, catalogue, city):
    missing = read(fill(blank, {"半年!D5": 3}), catalogue, city).missing
    first_half = period_from_code("2024-H1")
    assert missing == tuple(
        Missing(code, COUNTY, first_half, f"半年!{column}5", "not_reported")
        for code, column in (("A02", "E"), ("A03", "F"), ("A05", "G"))
    )


def test_the_word_for_not_reported_is_a_blank(blank, catalogue, city):
    reading = read(fill(blank, {"半年!D5": 3, "半年!E5": "未报"}), catalogue, city)
    assert [value.indicator_code for value in reading.values] == ["A01"]
    assert reading.missing[0].cell == "半年!E5"


def test_the_status_of_a_row_is_that_of_its_values(blank, catalogue, city):
    cells = {"半年!D5": 3, "半年!C5": "暂定", "半年!D6": 4, "半年!C6": None}
    statuses = [value.status for value in read(fill(blank, cells), catalogue, city).values]
    assert statuses == ["provisional", "final"]


def test_an_unknown_status_is_an_error_at_its_cell(blank, catalogue, city):
    (issue,) = read(fill(blank, {"半年!D5": 3, "半年!C5": "最终"}), catalogue, city).issues
    assert (issue.cell, issue.level) == ("半年!C5", "error")
    assert issue.message == "“半年”C5：“最终”应为“正式”“暂定”或“估计”，请改回后重新上传。"


def test_one_part_without_the_other_is_an_error_at_the_empty_cell(blank, catalogue, city):
    reading = read(fill(blank, {"季度!D5": 4}), catalogue, city)
    assert reading.values == ()
    assert [issue.message for issue in reading.issues] == [
        "“季度”E5：行政机关负责人出庭应诉率缺“开庭审理(应出庭)行政案件数”，而同组的另一格有数，"
        "请补填，或两格都留空后重新上传。"
    ]
    assert reading.missing[0] == Missing("C01", COUNTY, Q1, "季度!E5", "ask")


@pytest.mark.parametrize(
    "typed", ["三十多", "12/15", "95%", "12亩", Cell("#REF!", "#REF!", "General", "error")]
)
def test_what_is_no_number_is_an_error_at_its_cell(blank, catalogue, city, typed):
    reading = read(fill(blank, {"季度!J5": typed}), catalogue, city)
    assert reading.values == ()
    assert [(issue.cell, issue.level) for issue in reading.issues] == [("季度!J5", "error")]
    assert Missing("C03", COUNTY, Q1, "季度!J5", "ask") in reading.missing


def test_a_denominator_alone_is_not_yet_a_report(blank, catalogue, city):
    reading = read(fill(blank, {"季度!E5": 9}), catalogue, city)
    assert reading.values == ()
    assert [(issue.level, issue.message) for issue in reading.issues] == [
        ("warning", "“季度”E5（C01 行政机关负责人出庭应诉率）：“9”已填，而同组的分子空着，这个数算作未报。")
    ]
    assert reading.missing[0] == Missing("C01", COUNTY, Q1, "季度!D5", "not_reported")


def test_successes_without_cases_are_an_error(blank, catalogue, city):
    reading = read(fill(blank, {"季度!D5": 1, "季度!E5": 0}), catalogue, city)
    assert reading.values == ()
    assert [issue.message for issue in reading.issues] == [
        "“季度”E5（C01 行政机关负责人出庭应诉率）：“0”是分母，而分子是 1，请核对后重新上传。"
    ]


def test_an_approximate_number_is_an_estimate(blank, catalogue, city):
    reading = read(fill(blank, {"季度!J5": "约30"}), catalogue, city)
    assert [(value.value, value.status) for value in reading.values] == [(Decimal(30), "estimated")]
    assert [(issue.cell, issue.level) for issue in reading.issues] == [("季度!J5", "warning")]


def test_numbers_are_taken_as_people_write_them(blank, catalogue, city):
    reading = read(fill(blank, {"季度!J5": "1,234件"}), catalogue, city)
    assert [value.value for value in reading.values] == [Decimal(1234)]


def test_a_small_rate_without_parts_is_asked_about(blank, catalogue, city):
    reading = read(fill(blank, {"季度!F5": 0.95}), catalogue, city)
    assert reading.values == ()
    assert [issue.rule for issue in reading.issues] == ["form_percent"]
    said = read(fill(blank, {"季度!F5": Cell("0.95", Decimal("0.95"), "0.00%", "number")}), catalogue, city)
    assert [value.value for value in said.values] == [Decimal(95)]


@pytest.mark.parametrize(
    ("cell", "typed"), [("半年!A5", "白西区"), ("半年!B5", "2023年上半年"), ("半年!B5", "2024年")]
)
def test_a_changed_row_label_is_an_error_and_nothing_is_read(blank, catalogue, city, cell, typed):
    reading = read(fill(blank, {"半年!D5": 3, cell: typed}), catalogue, city)
    assert reading.values == ()
    assert [(issue.cell, issue.level) for issue in reading.issues] == [(cell, "error")]


def test_every_column_says_how_it_was_understood(blank, catalogue, city):
    columns = read(blank, catalogue, city).columns
    first = [
        (column.column, column.part, column.indicator_code) for column in columns if column.sheet == "季度"
    ][:5]
    assert first == [
        ("A", "region", None),
        ("B", "period", None),
        ("C", "status", None),
        ("D", "numerator", "C01"),
        ("E", "denominator", "C01"),
    ]


def test_a_form_carries_the_name_the_county_had_in_its_year(catalogue, city, county):
    workbook = read_workbook(write_form(catalogue, city=city, year=2020, sender=county), "表.xlsx")
    assert workbook.cell("年度!A5").text == "白溪县"
    reading = read(fill(workbook, {"年度!G5": 9}), catalogue, city)
    assert [(value.indicator_code, value.region_code) for value in reading.values] == [("A06", COUNTY)]


# What is no form, or not this one


def test_a_workbook_without_marks_is_left_to_the_recogniser(blank, catalogue, city):
    bare = replace(blank, sheets=tuple(sheet for sheet in blank.sheets if sheet.name != "_meta"))
    assert read_form(bare, catalogue, city=city) is None


@pytest.mark.parametrize(
    "changed",
    [
        {"季度!D4": "开庭审理(应出庭)行政案件数", "季度!E4": "行政机关负责人出庭件数"},
        {"_meta!A2": "0123456789abcdef"},
        {"_meta!A1": "[]"},
    ],
)
def test_a_form_whose_columns_or_marks_were_changed_is_left_to_the_recogniser(
    blank, catalogue, city, changed
):
    assert read_form(fill(blank, changed), catalogue, city=city) is None


@pytest.mark.parametrize("text", ["[]", "{}", "1", '{"template":"faheng-form","version":1}', "not json"])
def test_marks_that_only_look_genuine_are_none(text):
    assert read_meta(text, sha256(text.encode()).hexdigest()[:16]) is None


def test_a_form_of_another_city_is_refused(blank, catalogue):
    reading = read(blank, catalogue, catalogue.regions["620400"])
    assert reading.values == ()
    assert [(issue.level, issue.rule) for issue in reading.issues] == [("error", "form_city")]
    assert "演示市" in reading.issues[0].message


def test_a_form_of_an_older_layout_is_refused(blank, catalogue, city):
    meta = json.loads(blank.cell("_meta!A1").text)
    old = read_meta(blank.cell("_meta!A1").text, blank.cell("_meta!A2").text)
    text, checksum = write_meta(replace(old, version=VERSION - 1))
    assert meta["version"] == VERSION
    (issue,) = read(fill(blank, {"_meta!A1": text, "_meta!A2": checksum}), catalogue, city).issues
    assert issue.message.startswith("模板已更新")


def test_a_form_from_before_an_indicator_changed_is_refused(blank, catalogue, city):
    renamed = replace(catalogue.indicators["C03"], unit="宗")
    changed = replace(catalogue, indicators={**catalogue.indicators, "C03": renamed})
    (issue,) = read(fill(blank, {"季度!D5": 1}), changed, city).issues
    assert issue.message == (
        "模板已更新（C03 一审行政诉讼案件收案数（件）的名称、单位、口径或频率有变），"
        "请在“数据报送”下载新的填报表，把数填进去后再上传。"
    )


# There and back

_counts = st.integers(min_value=0, max_value=10**6).map(Decimal)
_pairs = st.tuples(_counts, _counts).map(lambda pair: FormValue(min(pair), max(pair)))
# A share of 1 or less without its parts is asked about, so it does not come back as written.
_shares = st.decimals(min_value=Decimal("1.01"), max_value=100, places=2)
_views = st.decimals(min_value=0, max_value=10**5, places=2)
_values = st.fixed_dictionaries(
    {},
    optional={
        ("C01", COUNTY, "2024-Q1"): _pairs,
        ("C01", COUNTY, "2024-Q4"): st.just(FormValue(mark="无案件")),
        ("C03", COUNTY, "2024-Q2"): _counts.map(lambda count: FormValue(value=count)),
        ("F04", COUNTY, "2024-07"): _views.map(lambda views: FormValue(value=views)),
        ("G05", COUNTY, "2024"): st.builds(
            lambda share, sample: FormValue(value=share, denominator=sample), _shares, _counts
        ),
    },
)


@settings(
    max_examples=8,
    deadline=None,
    derandomize=True,
    # Writing takes a quarter of a second: shrinking a failure would take minutes.
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(values=_values)
def test_what_is_written_is_read_back(catalogue, city, county, values):
    data = write_form(catalogue, city=city, year=2024, sender=county, values=values)
    workbook = read_workbook(data, "表.xlsx")
    reading = read(workbook, catalogue, city)
    assert reading.issues == ()
    found = {(value.indicator_code, value.region_code, value.period.code): value for value in reading.values}
    assert found.keys() == values.keys()
    for key, wrote in values.items():
        value = found[key]
        assert (value.numerator, value.denominator) == (wrote.numerator, wrote.denominator)
        if wrote.value is not None:
            assert value.value == wrote.value
            assert workbook.cell(value.value_cell).value == wrote.value


def test_reading_a_form_does_not_load_the_writer():
    program = "import sys, faheng.intake.template; sys.exit('xlsxwriter' in sys.modules)"
    subprocess.run([sys.executable, "-c", program], check=True)


# Sheets that are not as they were, and cells that hold what nobody can read


def test_a_renamed_sheet_is_an_error_that_names_it(blank, catalogue, city):
    filled = fill(blank, {"月度!D5": 3})
    sheets = [replace(sheet, name="月度 (2)") if sheet.name == "月度" else sheet for sheet in filled.sheets]
    (issue,) = read(replace(filled, sheets=tuple(sheets)), catalogue, city).issues
    assert (issue.cell, issue.level, issue.rule) == ("月度 (2)", "error", "form_sheet_renamed")
    assert "请把工作表名改回“月度”" in issue.message


def test_a_sheet_that_is_gone_and_one_that_was_added_are_said(blank, catalogue, city):
    extra = replace(blank.sheets[1], name="草稿", cells={(1, 1): _cell("演示")})
    empty = replace(extra, name="Sheet1", cells={})
    kept = tuple(sheet for sheet in blank.sheets if sheet.name != "月度")
    issues = read(replace(blank, sheets=(*kept, extra, empty)), catalogue, city).issues
    assert [(issue.cell, issue.level, issue.rule) for issue in issues] == [
        ("草稿", "warning", "form_sheet_added"),
        ("月度", "warning", "form_sheet_missing"),
    ]


def test_a_formula_never_calculated_is_an_error_where_a_number_is_asked_for(blank, catalogue, city):
    never_computed = Cell("", None, "0", "uncomputed")
    reading = read(fill(blank, {"季度!J5": never_computed}), catalogue, city)
    assert reading.values == ()
    assert [(issue.cell, issue.level) for issue in reading.issues] == [("季度!J5", "error")]
    assert "打开、保存" in reading.issues[0].message


def test_a_fraction_typed_over_its_parts_is_the_same_rate(blank, catalogue, city):
    (value,) = read(fill(blank, {"季度!D5": 19, "季度!E5": 20, "季度!F5": 0.95}), catalogue, city).values
    assert (value.value, value.value_cell) == (Decimal(95), None)


def test_an_identity_number_is_no_count(blank, catalogue, city):
    reading = read(fill(blank, {"季度!J5": "110101199003074514"}), catalogue, city)
    assert reading.values == ()
    assert [(issue.cell, issue.rule) for issue in reading.issues] == [("季度!J5", "too_large")]


def test_a_form_says_for_whom_it_was_made(blank, catalogue, city):
    assert read(blank, catalogue, city).form_sender == COUNTY


def test_a_cell_of_a_form_can_be_picked(catalogue: Catalogue, city: Region, county: Region) -> None:
    values = {("C01", COUNTY, "2024-Q1"): FormValue(Decimal(45), Decimal(50))}
    form = write_form(catalogue, city=city, year=2024, sender=county, values=values)
    file = read_file(form, "表.xlsx", catalogue, city=city, period=None, today=date(2026, 1, 8))
    place = what_stands_at(file, catalogue, "季度!D5")
    assert place is not None
    assert place.about == "白溪区 2024年第1季度 行政机关负责人出庭应诉率 分子：45"
    assert [column.header for column in place.columns] == [
        "C01 行政机关负责人出庭应诉率（%） 行政机关负责人出庭件数"
    ]
    assert place.row is not None
    assert place.row.region_code == "990104"
