"""The returned copy: the sender's workbook with its problems marked, read again and compared."""

from __future__ import annotations

import io
import subprocess
import sys
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from libreoffice import converted, needs_libreoffice
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from python_calamine import CalamineWorkbook

from faheng.catalogue import Catalogue
from faheng.intake.formats.workbook import read_workbook
from faheng.intake.grid import Cell, Grid, Merge, Workbook, parse_address
from faheng.intake.read import FileReading, read_file
from faheng.intake.reading import Issue, Reading
from faheng.intake.returned import (
    ReturnedIssue,
    ReturnedList,
    compare_with_last,
    read_returned,
    returned_file_name,
    write_returned,
)
from faheng.intake.template import write_form

MOMENT = datetime(2026, 11, 26, 9, 30)
RED, YELLOW = "FFFFC7CE", "FFFFEB9C"
HEADERS = ["地区", "行政机关负责人出庭件数", "开庭审理(应出庭)行政案件数", "备注"]
HOSTILE = [
    "=cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd",
    "+1",
    "-1",
    "<script>alert(1)</script>",
    "办" * 400,
    "مرحبا بالعالم",
    "⚖️ 👩🏽‍⚖️ 依法治市",
    "#N/A",
    " 前后有空格 ",
    "第一行\n第二行",
    "'012",
    "1234567890123456789",
]


@pytest.fixture
def check(catalogue: Catalogue) -> Callable[..., FileReading]:
    """Reads bytes for 白银市 as the upload page does."""
    city = catalogue.find_city("白银市")
    assert city is not None

    def read(data: bytes, name: str = "附表2.xlsx") -> FileReading:
        return read_file(data, name, catalogue, city=city, period=None, today=date(2026, 11, 26))

    return read


@pytest.fixture
def give_back(catalogue: Catalogue) -> Callable[..., bytes]:
    """Returns a checked file."""

    def write(
        file: FileReading, *, withheld: tuple[str, ...] = (), previous: ReturnedList | None = None
    ) -> bytes:
        return write_returned(
            file, withheld=withheld, previous=previous, catalogue=catalogue, checked_at=MOMENT
        )

    return write


def county_sheet(*rows: list[object]) -> openpyxl.Workbook:
    """A title, a header row and the rows, as staff write them; row 3 is the first region."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "附表2"
    sheet["A1"] = "2023年行政应诉情况统计表"
    sheet.append(HEADERS)
    for row in rows:
        sheet.append(row)
    return book


def saved(book: openpyxl.Workbook) -> bytes:
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def opened(data: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(data))


def with_issues(grids: tuple[Grid, ...], *issues: Issue, form: str = "xls") -> FileReading:
    """A file of another format as its reader understood it."""
    return FileReading("报表", b"", Workbook(f"报表.{form}", form, grids), Reading(), issues, False)


def table(data: bytes) -> list[list[Any]]:
    """The rows of 校验结果 below its column titles."""
    rows = [list(row) for row in opened(data)["校验结果"].iter_rows(values_only=True)]
    first = next(number for number, row in enumerate(rows) if row[0] == "序号")
    return rows[first + 1 :]


# The sender's own workbook


def test_errors_are_red_and_say_why_and_the_rest_looks_as_it_did(check, give_back):
    book = county_sheet(["白银区", 45, 50], ["平川区", 60, 50])
    sheet = book["附表2"]
    sheet.merge_cells("A1:D1")
    sheet["A1"].font, sheet["A1"].alignment = Font("仿宋", 18, bold=True), Alignment("center")
    sheet["B4"].font, sheet["B4"].number_format = Font("仿宋", 14, italic=True), "0.0"
    sheet.column_dimensions["B"].width, sheet.row_dimensions[2].height = 31, 42
    sheet.freeze_panes = "B3"

    again = opened(give_back(check(saved(book))))["附表2"]

    assert again["B4"].fill.fgColor.rgb == RED
    assert again["B4"].comment.text == (
        "【校验】错误：行政机关负责人出庭件数 60 大于开庭审理(应出庭)行政案件数 50，请核对后重新上传。"
    )
    assert (again["B4"].font.name, again["B4"].font.size, again["B4"].font.italic) == ("仿宋", 14, True)
    assert (again["B4"].value, again["B4"].number_format) == (60, "0.0")
    assert [str(area) for area in again.merged_cells.ranges] == ["A1:D1"]
    assert (again["A1"].font.name, again["A1"].alignment.horizontal) == ("仿宋", "center")
    assert (again.column_dimensions["B"].width, again.row_dimensions[2].height) == (31, 42)
    assert again.freeze_panes == "B3"
    assert again["B3"].fill.patternType is None
    assert again["B3"].comment is None


def test_a_warning_is_yellow(check, give_back):
    book = county_sheet(["白银区", 45, 50], ["合计", 46, 50])
    again = opened(give_back(check(saved(book))))["附表2"]
    assert again["B4"].fill.fgColor.rgb == YELLOW
    assert again["B4"].comment.text.startswith("【校验】提醒：“合计”写的是 46")


def test_the_senders_comment_stays_in_front_of_ours(check, give_back):
    book = county_sheet(["白银区", 60, 50])
    book["附表2"]["B3"].comment = Comment("请小王核对", "张主任")
    comment = opened(give_back(check(saved(book))))["附表2"]["B3"].comment
    assert comment.text.startswith("请小王核对\n\n【校验】错误：")
    assert comment.author == "张主任"


def test_a_problem_inside_a_merged_area_is_marked_where_it_shows(check, give_back):
    file = check(saved(county_sheet(["白银区", 45, 50], ["平川区", 45, 50])))
    book = opened(file.data)
    book["附表2"].merge_cells("D3:D4")
    inside = Issue("附表2!D4", "error", "made_up", "“附表2”D4：看不清。")
    file = replace(check(saved(book)), issues=(inside,))
    again = opened(give_back(file))["附表2"]
    assert again["D3"].comment.text == "【校验】错误：看不清。"
    assert again["D3"].fill.fgColor.rgb == RED


def test_only_the_list_is_selected_when_the_file_opens(check, give_back):
    book = county_sheet(["白银区", 60, 50])
    book.create_sheet("说明")["A1"] = "填报说明"
    again = opened(give_back(check(saved(book))))
    assert again.active.title == "校验结果"
    assert [sheet.title for sheet in again if sheet.sheet_view.tabSelected] == ["校验结果"]


def formulas(results: bool) -> bytes:
    """A sheet whose rates and totals are formulas, as Excel saves them, or as a program does that cannot calculate."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        sheet = book.add_worksheet("附表2")
        sheet.write("A1", "2023年行政应诉情况统计表")
        sheet.write_row("A2", [*HEADERS[:3], "行政机关负责人出庭应诉率(%)", "备注"])
        for row, (name, top, bottom, rate) in enumerate(
            [("白银区", 60, 50, 120), ("平川区", 45, 50, 90), ("会宁县", 0, 0, "#DIV/0!")], start=2
        ):
            sheet.write_row(row, 0, [name, top, bottom])
            formula = f"=ROUND(B{row + 1}/C{row + 1}*100,2)"
            sheet.write_formula(row, 3, formula, None, rate if results else "")
        sheet.write_formula("E3", '="核对"&"过"', None, "核对过")
        sheet.write_formula("E4", "=B4>C4", None, True)
    return buffer.getvalue()


def test_formulas_keep_their_results_when_the_copy_comes_back_unopened(check, give_back):
    file = check(formulas(results=True))
    returned = give_back(file)
    again = check(returned)
    assert opened(returned)["附表2"]["D4"].value == "=ROUND(B4/C4*100,2)"
    assert again.workbook.sheet("附表2").cells == file.workbook.sheet("附表2").cells
    assert (again.reading.values, again.issues) == (file.reading.values, file.issues)
    assert file.reading.values != ()
    shown = openpyxl.load_workbook(io.BytesIO(returned), data_only=True)["附表2"]
    assert [shown[cell].value for cell in ("D3", "D4", "D5", "E3", "E4")] == [
        120,
        90,
        "#DIV/0!",
        "核对过",
        True,
    ]


def test_a_formula_that_was_never_calculated_is_not_given_a_result(check, give_back):
    again = check(give_back(check(formulas(results=False))))
    assert again.workbook.cell("附表2!D4").kind == "uncomputed"


def test_charts_checks_and_hidden_parts_are_kept(check, give_back):
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        sheet = book.add_worksheet("附表2")
        sheet.write_row(0, 0, HEADERS)
        sheet.write_row(1, 0, ["白银区", 60, 50])
        sheet.data_validation("B2:B9", {"validate": "integer", "criteria": ">=", "value": 0})
        sheet.conditional_format("B2:B9", {"type": "data_bar"})
        chart = book.add_chart({"type": "column"})
        chart.add_series({"values": "=附表2!$B$2:$B$3"})
        sheet.insert_chart("F2", chart)
        sheet.set_column("H:J", None, None, {"hidden": True})
        sheet.protect()
        book.add_worksheet("旧").hide()
    again = opened(give_back(check(buffer.getvalue())))
    sheet = again["附表2"]
    assert len(sheet._charts) == 1
    assert [str(rule.sqref) for rule in sheet.data_validations.dataValidation] == ["B2:B9"]
    assert len(sheet.conditional_formatting) == 1
    assert sheet.column_dimensions["H"].hidden
    assert sheet.protection.sheet
    assert again["旧"].sheet_state == "hidden"


def test_text_boxes_are_lost_and_the_list_says_so(check, give_back):
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        sheet = book.add_worksheet("附表2")
        sheet.write_row(0, 0, HEADERS)
        sheet.insert_textbox("F2", "填表前请先看这里")
    returned = give_back(check(buffer.getvalue()))
    assert opened(returned)["校验结果"]["A5"].value == "原文件里的文本框、箭头等图形没有带上，其余内容不变。"


def test_words_set_in_bold_inside_a_cell_stay_bold(check, give_back):
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        sheet = book.add_worksheet("附表2")
        sheet.write_rich_string("A1", "2023年 ", book.add_format({"bold": True}), "行政应诉", " 统计表")
    returned = give_back(check(buffer.getvalue()))
    text = openpyxl.load_workbook(io.BytesIO(returned), rich_text=True)["附表2"]["A1"].value
    assert (str(text), str(text[1]), text[1].font.b) == ("2023年 行政应诉 统计表", "行政应诉", True)


def test_a_form_that_was_returned_is_still_the_form(catalogue, give_back):
    city = catalogue.regions["990100"]
    data = write_form(catalogue, city=city, year=2024, sender=catalogue.regions["990104"])
    book = opened(data)
    book["季度"]["D5"], book["季度"]["E5"], book["季度"]["D6"], book["季度"]["E6"] = 9, 3, 2, 3

    def read(content: bytes) -> FileReading:
        return read_file(content, "表.xlsx", catalogue, city=city, period=None, today=date(2026, 11, 26))

    file = read(saved(book))
    again = read(give_back(file))
    assert again.is_form
    assert (again.reading, again.issues) == (file.reading, file.issues)


# The list


def test_the_list_says_what_is_wrong_where_and_what_to_do(check, give_back):
    data = give_back(check(saved(county_sheet(["白银区", 60, 50], ["白银县", 45, 50])), "附表2 第一次.xlsx"))
    sheet = opened(data).worksheets[0]
    assert sheet.title == "校验结果"
    assert [sheet.cell(row, 1).value for row in range(1, 5)] == [
        "校验结果",
        "文件：附表2 第一次.xlsx　　校验时间：2026-11-26 09:30",
        "错误 2，提醒 0。",
        "请点“单元格”一栏跳到原处：红色必须改正，黄色请核对（无误可以不改）；改好后保存，把这个文件重新上传。"
        "本页不算数据，不用删除。",
    ]
    assert [row[:6] for row in table(data)] == [
        [1, "错误", "附表2", "B3", "行政机关负责人出庭件数 60 大于开庭审理(应出庭)行政案件数 50，请核对后重新上传。", None],
        [2, "错误", "附表2", "A4", "“白银县”不是白银市的地区名称，这一行是哪个地区的？", None],
    ]  # fmt: skip
    assert sheet.freeze_panes == "A7"
    assert [sheet.column_dimensions[letter].hidden for letter in "FGHI"] == [False, True, True, True]
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert (sheet.print_title_rows, sheet.sheet_properties.pageSetUpPr.fitToPage) == ("$6:$6", True)


def test_a_clean_file_says_that_nothing_is_to_be_done(check, give_back):
    data = give_back(check(saved(county_sheet(["白银区", 45, 50]))))
    assert table(data) == []
    assert opened(data)["校验结果"]["A4"].value.startswith("没有要改的问题，可以直接报送。")


def links(data: bytes) -> dict[str, str]:
    sheet = opened(data)["校验结果"]
    return {row[3].value: row[3].hyperlink.location for row in sheet.iter_rows() if row[3].hyperlink}


@pytest.mark.parametrize("form", ["xlsx", "xls"])
def test_links_lead_to_cells_of_sheets_with_difficult_names(give_back, form):
    name = "行政'应诉'! 2023"
    book = openpyxl.Workbook()
    book.active.title = name
    book.active["B2"] = 5
    book.create_sheet("隐藏").sheet_state = "hidden"
    book["隐藏"]["A1"] = 1
    data = saved(book)
    issues = (
        Issue(f"{name}!B2", "error", "a", "数不对。"),
        Issue(name, "warning", "b", "整张表有问题。"),
        Issue("隐藏!A1", "warning", "c", "隐藏的表。"),
        Issue("不在", "warning", "d", "少了一张表。"),
    )
    workbook = replace(read_workbook(data, "表.xlsx"), format=form)
    returned = give_back(FileReading("表.xlsx", data, workbook, Reading(), issues, False))
    assert links(returned) == {
        "B2": "'行政''应诉''! 2023'!B2",
        "整张表": "'行政''应诉''! 2023'!A1",
    }
    assert [row[3] for row in table(returned)] == ["B2", "整张表", "A1", "整张表"]


def test_a_cell_not_reported_for_now_is_no_error(check, give_back):
    data = give_back(check(saved(county_sheet(["白银区", 60, 50]))), withheld=("附表2!B3",))
    assert opened(data)["附表2"]["B3"].fill.fgColor.rgb == YELLOW
    assert opened(data)["附表2"]["B3"].comment.text.startswith("【校验】先不报：")
    assert opened(data)["校验结果"]["A3"].value == "错误 0，提醒 0，已标“这格先不报” 1。"
    assert table(data)[0][6] == "先不报"


@pytest.mark.parametrize("form", ["xlsx", "xls"])
def test_thousands_of_problems_get_a_row_each_and_two_hundred_comments(give_back, form):
    book = openpyxl.Workbook()
    book.active.title = "表"
    for row in range(1, 3001):
        book.active.cell(row, 1, row)
    data = saved(book)
    issues = tuple(Issue(f"表!A{row}", "error", "made_up", f"第 {row} 个数不对。") for row in range(1, 3001))
    workbook = replace(read_workbook(data, "表.xlsx"), format=form)
    returned = give_back(FileReading("表.xlsx", data, workbook, Reading(), issues, False))
    sheet = opened(returned)["表"]
    assert len(table(returned)) == len(links(returned)) == 3000
    assert sum(cell.comment is not None for cell in sheet["A"]) == 200
    assert sheet["A3000"].fill.fgColor.rgb == RED


# Rebuilt


def test_a_csv_comes_back_as_a_workbook_that_reads_the_same(check, give_back):
    lines = ["2023年行政应诉情况", ",".join(HEADERS[:3]), "白银区,６０,50", '平川区,950,"1,050"']
    file = check("\n".join(lines).encode("gb18030"), "行政应诉.csv")
    returned = give_back(file)
    again = check(returned)
    assert [value.region_code for value in file.reading.values] == ["620402", "620403"]
    assert (again.reading, again.issues) == (file.reading, file.issues)
    assert opened(returned)["csv"]["B3"].fill.fgColor.rgb == RED
    assert opened(returned).sheetnames == ["校验结果", "csv"]


def test_what_is_rebuilt_keeps_values_formats_merges_and_what_is_hidden(give_back):
    cells = {
        (1, 1): Cell("2023年统计表", "2023年统计表"),
        (2, 1): Cell("0.31939999999999999", Decimal("0.3194"), "0.00%", "number"),
        (2, 2): Cell("1234.5", Decimal("1234.5"), "#,##0.00", "number"),
        (2, 3): Cell("45291", "2023-12-31", 'yyyy"年"m"月"d"日"', "date"),
        (3, 1): Cell("#DIV/0!", "#DIV/0!", "General", "error"),
        (3, 2): Cell("", None, "0.00", "uncomputed"),
        (3, 3): Cell("1", True, "General", "boolean"),
        (4, 1): Cell("12.50", "12.50", "@"),
    }
    merges = (Merge(1, 1, 1, 3), Merge(1, 2, 2, 2), Merge(5, 1, 1_048_576, 16_384))
    grid = Grid("表", False, cells, merges, frozenset({4}), frozenset({3}))
    hidden = Grid("旧", True, {(1, 1): Cell("旧数", "旧数")})
    returned = give_back(with_issues((grid, hidden), Issue("表!A2", "error", "made_up", "不对。")))
    again = read_workbook(returned, "报表.xlsx")
    assert {place: (cell.value, cell.kind) for place, cell in again.sheet("表").cells.items()} == {
        place: (cell.value, cell.kind) for place, cell in cells.items()
    }
    formats = {place: cell.number_format for place, cell in again.sheet("表").cells.items()}
    assert (formats[2, 1], formats[2, 2], formats[2, 3]) == ("0.00%", "#,##0.00", 'yyyy"年"m"月"d"日"')
    assert again.sheet("表").merges == (Merge(1, 1, 1, 3),)
    assert (again.sheet("表").hidden_rows, again.sheet("表").hidden_columns) == ({4}, {3})
    assert [(sheet.name, sheet.hidden) for sheet in again.sheets] == [
        ("校验结果", False),
        ("表", False),
        ("旧", True),
    ]
    assert opened(returned)["表"]["A2"].fill.fgColor.rgb == RED
    assert "按内容重新生成的" in opened(returned)["校验结果"]["A5"].value
    calamine = CalamineWorkbook.from_filelike(io.BytesIO(returned)).get_sheet_by_name("表").to_python()
    assert calamine[1] == [0.3194, 1234.5, date(2023, 12, 31)]


def test_sheet_names_become_legal_and_the_links_follow(give_back):
    names = ("校验[1]:汇总?", "长" * 40, "长" * 35, "History", "'引'", "")
    grids = tuple(Grid(name, cells={(1, 1): Cell("文", "文")}) for name in names)
    issues = tuple(Issue(f"{name}!A1", "error", "made_up", "不对。") for name in names)
    returned = give_back(with_issues(grids, *issues))
    legal = ["校验_1__汇总_", "长" * 31, "长" * 26 + " 2", "History 2", "引", "表"]
    assert opened(returned).sheetnames == ["校验结果", *legal]
    sheet = opened(returned)["校验结果"]
    found = [row[3].hyperlink.location for row in sheet.iter_rows() if row[3].hyperlink]
    assert found == [f"'{name}'!A1" for name in legal]
    last = read_returned(read_workbook(returned, "报表.xlsx"))
    assert last is not None
    assert [issue.cell for issue in last.issues] == [f"{name}!A1" for name in legal]


# Hostile content


@pytest.mark.parametrize("form", ["xlsx", "xls"])
@pytest.mark.parametrize("text", HOSTILE)
def test_texts_stay_texts(give_back, text, form):
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        book.add_worksheet("表").write_string("A1", text)
    workbook = replace(read_workbook(buffer.getvalue(), "表.xlsx"), format=form)
    issue = Issue("表!A1", "error", "made_up", text, text)
    returned = give_back(FileReading(text, buffer.getvalue(), workbook, Reading(), (issue,), False))
    again = read_workbook(returned, "表.xlsx")
    assert again.cell("表!A1") == workbook.cell("表!A1")
    cell = opened(returned)["表"]["A1"]
    assert (cell.value, cell.data_type) == (text, "s")
    sheet = opened(returned)["校验结果"]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value is not None} == {
        "s",
        "n",
    }
    assert "<f>" not in "".join(worksheets(returned))


def worksheets(data: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return [archive.read(name).decode() for name in archive.namelist() if "worksheets/sheet" in name]


def test_control_characters_are_left_out(give_back):
    text = "甲\x00\x01\x0b\x1f\ud800乙_x000D_\n丙\ufffe"
    grid = Grid("表\x07", cells={(1, 1): Cell(text, text)})
    issue = Issue("表\x07!A1", "error", "made_up", text)
    again = read_workbook(give_back(with_issues((grid,), issue)), "报表.xlsx")
    assert again.cell("表!A1").value == "甲乙\n丙"


def test_characters_that_turn_words_around_do_not_reach_our_own_sheet(give_back):
    issue = Issue("表!A1", "error", "made_up", "\u202e正确\u202c\u200b的数")
    returned = give_back(with_issues((Grid("表", cells={(1, 1): Cell("文", "文")}),), issue))
    assert table(returned)[0][4] == "正确的数"


def replaced_part(data: bytes, name: str, content: Callable[[bytes], bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(buffer, "w") as target:
        for entry in source.infolist():
            found = source.read(entry)
            changed = content(found) if entry.filename == name else found
            target.writestr(entry.filename, changed, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        lambda found: b'<!DOCTYPE a [<!ENTITY b "c">]>' + found,
        lambda found: found.decode().encode("utf-16"),
        lambda found: b"<?xml version='1.0' encoding='cp037'?>" + found,
        lambda found: found + b"".join(b"<a%d/>" % number for number in range(300_001)),
        lambda _: b"no xml",
    ],
)
def test_parts_that_our_reader_leaves_alone_are_not_parsed_when_they_are_hostile(check, give_back, content):
    book = county_sheet(["白银区", 60, 50])
    book["附表2"]["B3"].comment = Comment("请小王核对", "张主任")
    data = saved(book)
    hostile = replaced_part(data, "xl/comments/comment1.xml", content)
    returned = give_back(check(hostile))
    assert "按内容重新生成的" in opened(returned)["校验结果"]["A5"].value
    assert opened(returned)["附表2"]["B3"].comment.text.startswith("【校验】错误：")


def test_a_sheet_that_our_reader_did_not_see_does_not_come_to_light(check, give_back):
    book = county_sheet(["白银区", 60, 50])
    book.create_sheet("另一张")["A1"] = "openpyxl 按编号找表，不看类型"
    sheet, other = (f'{kind}" Target="/xl/worksheets/sheet2'.encode() for kind in ("worksheet", "other"))
    odd = replaced_part(saved(book), "xl/_rels/workbook.xml.rels", lambda xml: xml.replace(sheet, other))
    file = check(odd)
    assert [sheet.name for sheet in file.workbook.sheets] == ["附表2"]
    assert opened(give_back(file)).sheetnames == ["校验结果", "附表2"]


def test_a_giant_merge_or_a_far_cell_is_rebuilt_not_expanded(check, give_back):
    book = county_sheet(["白银区", 60, 50])
    book["附表2"].cell(1_048_576, 16_384, "远")
    data = saved(book)
    giant = replaced_part(
        data,
        "xl/worksheets/sheet1.xml",
        lambda xml: xml.replace(
            b"</sheetData>",
            b'</sheetData><mergeCells count="1"><mergeCell ref="F5:XFD1048575"/></mergeCells>',
        ),
    )
    for content in (data, giant):
        again = read_workbook(give_back(check(content)), "附表2.xlsx")
        assert again.cell("附表2!XFD1048576").value == "远"


# Read again and compared


def corrected(data: bytes, changes: dict[str, object]) -> bytes:
    """The returned copy as staff send it back: some cells of 附表2 changed."""
    book = opened(data)
    for cell, content in changes.items():
        book["附表2"][cell] = content
    return saved(book)


def test_what_was_corrected_looks_as_before_and_the_list_says_what_became_of_it(check, give_back):
    book = county_sheet(["白银区", 60, 50], ["平川区", 70, 50], ["会宁县", 45, 50])
    sheet = book["附表2"]
    sheet["B3"].fill = PatternFill("solid", fgColor="FFD9E1F2")
    sheet["B3"].comment = Comment("请小王核对", "张主任")
    first = give_back(check(saved(book)))
    file = check(corrected(first, {"B3": 48, "A5": "会宁"}))
    file = replace(file, issues=(*file.issues, Issue("附表2!A5", "warning", "made_up", "简称。")))
    last = read_returned(file.workbook)
    assert last is not None
    assert [(issue.cell, issue.level, issue.rule) for issue in last.issues] == [
        ("附表2!B3", "error", "numerator_gt_denominator"),
        ("附表2!B4", "error", "numerator_gt_denominator"),
    ]
    second = give_back(file, previous=last)
    again = opened(second)
    assert again.sheetnames == ["校验结果", "附表2"]
    assert again["附表2"]["B3"].fill.fgColor.rgb == "FFD9E1F2"
    assert again["附表2"]["B3"].comment.text == "请小王核对"
    assert again["附表2"]["B4"].comment.text.count("【校验】") == 1
    assert again["校验结果"]["A3"].value == "错误 1，提醒 1。与上次相比：已改正 1，仍在 1，新增 1。"
    assert [(row[3], row[6]) for row in table(second)] == [("B4", "仍在"), ("A5", "新增")]


ABOVE = "“表”B{row}：件数 {number} 大于 50，请核对后重新上传。"


def last_list(*issues: tuple[str, str, str]) -> ReturnedList:
    return ReturnedList(tuple(ReturnedIssue(cell, "error", rule, message) for cell, rule, message in issues))


def test_rows_that_moved_are_the_same_problems():
    last = last_list(
        ("表!B5", "above", "件数 60 大于 50，请核对后重新上传。"),
        ("表!B6", "above", "件数 70 大于 50，请核对后重新上传。"),
    )
    moved = (
        Issue("表!B6", "error", "above", ABOVE.format(row=6, number=60)),
        Issue("表!B7", "error", "above", ABOVE.format(row=7, number=70)),
    )
    comparison = compare_with_last(moved, last)
    assert (comparison.fixed, comparison.remaining, comparison.new) == ((), moved, ())


def test_another_number_at_the_same_cell_is_still_the_same_problem():
    last = last_list(("表!B5", "above", "件数 60 大于 50，请核对后重新上传。"))
    wrong_again = Issue("表!B5", "error", "above", ABOVE.format(row=5, number=61))
    assert compare_with_last([wrong_again], last).remaining == (wrong_again,)


def test_one_row_of_the_last_list_answers_for_one_problem():
    last = last_list(("表!B5", "error_cell", "是公式错误。"))
    two = (
        Issue("表!B5", "error", "error_cell", "是公式错误。"),
        Issue("表!B6", "error", "error_cell", "是公式错误。"),
    )
    comparison = compare_with_last(two, last)
    assert (comparison.remaining, comparison.new) == (two[:1], two[1:])


def test_a_problem_that_is_gone_is_fixed_and_another_at_its_cell_is_new():
    last = last_list(("表!B5", "above", "件数 60 大于 50。"))
    other = Issue("表!B5", "error", "not_a_number", "“表”B5：“三百多”不是数字。")
    comparison = compare_with_last([other], last)
    assert (comparison.fixed, comparison.remaining, comparison.new) == (last.issues, (), (other,))


def test_problems_that_the_last_list_left_out_are_not_new():
    last = last_list(
        ("表!B5", "above", "件数 60 大于 50。"), ("表", "above", "同样的问题还有 9 处没有列出。")
    )
    more = Issue("表!B9", "error", "above", ABOVE.format(row=9, number=99))
    comparison = compare_with_last([more], last)
    assert (comparison.remaining, comparison.new) == ((more,), ())


def returned_sheet(rows: list[list[str]]) -> Workbook:
    cells = {
        (row, column): Cell(text, text)
        for row, texts in enumerate(rows, start=1)
        for column, text in enumerate(texts, start=1)
        if text
    }
    return Workbook("表.xlsx", "xlsx", (Grid("校验结果", cells=cells),))


def test_the_list_is_found_without_its_hidden_columns_and_after_sorting_and_deleting():
    workbook = returned_sheet(
        [
            ["我改过了"],
            ["级别", "工作表", "单元格", "说明"],
            ["提醒", "表", "整张表", "没有找到地区列。"],
            ["", "表", "B9", "级别被删了。"],
            ["错误", "表", "B5", "件数 60 大于 50。"],
            ["", "", "", "小王已改"],
        ]
    )
    assert read_returned(workbook) == ReturnedList(
        (
            ReturnedIssue("表", "warning", "", "没有找到地区列。"),
            ReturnedIssue("表!B5", "error", "", "件数 60 大于 50。"),
        )
    )


@pytest.mark.parametrize("rows", [[], [["随便写的"]], [["级别", "说明"]]])
def test_a_sheet_that_was_emptied_is_no_list_or_an_empty_one(rows):
    last = read_returned(returned_sheet(rows))
    assert last is None or last.issues == ()


def test_a_file_without_the_sheet_was_not_returned_before(check):
    assert read_returned(check(saved(county_sheet(["白银区", 45, 50]))).workbook) is None


# Names, weight, other programs


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("附表2.xls", "附表2（校验结果）.xlsx"),
        ("附表2（校验结果）.xlsx", "附表2（校验结果）.xlsx"),
        ("C:\\桌面\\..\\报表.et", "报表（校验结果）.xlsx"),
        ("../../etc/passwd", "passwd（校验结果）.xlsx"),
        ("甲\u202exslx\x00*?.csv", "甲xslx（校验结果）.xlsx"),
        (".xlsx", "报表（校验结果）.xlsx"),
        ("长" * 200 + ".xlsx", "长" * 80 + "（校验结果）.xlsx"),
    ],
)
def test_the_copy_is_named_after_the_file(name, expected):
    assert returned_file_name(name) == expected


def test_reading_the_last_list_loads_no_writer():
    code = (
        "import sys, faheng.intake.returned; "
        "print(sorted({'openpyxl', 'xlsxwriter', 'pandas', 'duckdb', 'streamlit'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@needs_libreoffice("calc")
@pytest.mark.parametrize("form", ["xlsx", "xls"])
def test_libreoffice_opens_the_copy_and_keeps_what_is_in_it(check, give_back, tmp_path: Path, form):
    file = check(formulas(results=True))
    file = replace(file, workbook=replace(file.workbook, format=form))
    (tmp_path / "表.xlsx").write_bytes(give_back(file))
    data = converted(tmp_path / "表.xlsx", "xlsx").read_bytes()
    again = check(data)
    last = read_returned(again.workbook)
    assert last is not None
    assert [issue.cell for issue in last.issues] == [issue.cell for issue in file.issues]
    assert again.reading.values == file.reading.values
    sheet = opened(data)["附表2"]
    assert sheet["B3"].comment.text.startswith("【校验】错误：")
    assert {parse_address(cell) for cell in links(data)} <= {
        parse_address(issue.cell.rpartition("!")[2]) for issue in file.issues
    }
