"""Bytes to grids: compared with openpyxl, and what is refused and why."""

import io
import math
import zipfile
from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from faheng.intake.formats import xlsx
from faheng.intake.formats.workbook import read_workbook
from faheng.intake.grid import Cell, Grid, Merge, Refused, cell_address, parse_address

FOLDER = Path(__file__).parent / "workbooks"
CONTENT_TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
WORKBOOK = (
    '<workbook xmlns:r="r"><workbookPr{properties}/><sheets>'
    '<sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>'
)
RELATIONS = (
    '<Relationships><Relationship Id="rId1" Type="x/worksheet" Target="worksheets/sheet1.xml"/>'
    '<Relationship Id="rId2" Type="x/sharedStrings" Target="sharedStrings.xml"/>'
    '<Relationship Id="rId3" Type="x/styles" Target="styles.xml"/></Relationships>'
)
STYLES = (
    '<styleSheet><numFmts><numFmt numFmtId="170" formatCode="0.0&quot;%&quot;"/></numFmts>'
    '<cellXfs><xf numFmtId="0"/><xf numFmtId="10"/><xf numFmtId="14"/><xf numFmtId="170"/><xf numFmtId="57"/></cellXfs>'
    "</styleSheet>"
)


def package(
    sheet: str, *, strings: str = "", properties: str = "", more: Mapping[str, str] | None = None
) -> bytes:
    """A minimal .xlsx around one sheet's XML."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", CONTENT_TYPES)
        archive.writestr("xl/workbook.xml", WORKBOOK.format(properties=properties))
        archive.writestr("xl/_rels/workbook.xml.rels", RELATIONS)
        archive.writestr("xl/styles.xml", STYLES)
        archive.writestr("xl/sharedStrings.xml", f"<sst>{strings}</sst>")
        archive.writestr("xl/worksheets/sheet1.xml", sheet)
        for name, content in (more or {}).items():
            archive.writestr(name, content)
    return buffer.getvalue()


def sheet(cells: str, rest: str = "") -> str:
    return f"<worksheet><sheetData>{cells}</sheetData>{rest}</worksheet>"


def read_cells(cells: str, rest: str = "", *, strings: str = "", properties: str = "") -> Grid:
    return read_workbook(
        package(sheet(cells, rest), strings=strings, properties=properties), "表.xlsx"
    ).sheets[0]


def refusal(data: bytes, name: str = "表.xlsx") -> str:
    with pytest.raises(Refused) as refused:
        read_workbook(data, name)
    return str(refused.value)


def assert_like_openpyxl(data: bytes) -> None:
    """Every cell of every sheet has the value and number format that openpyxl reads."""
    workbook = read_workbook(data, "表.xlsx")
    other = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    assert [grid.name for grid in workbook.sheets] == other.sheetnames
    for grid, worksheet in zip(workbook.sheets, other.worksheets, strict=True):
        expected = {
            (cell.row, cell.column): (cell.value, cell.number_format)
            for row in worksheet.iter_rows()
            for cell in row
            if cell.value is not None
        }
        assert set(grid.cells) - set(expected) == {
            place for place, cell in grid.cells.items() if cell.kind == "uncomputed"
        }
        for place, (content, number_format) in expected.items():
            assert_same(grid.cells[place], content)
            if grid.cells[place].kind != "date":
                assert grid.cells[place].number_format == number_format
        assert {(m.first_row, m.first_column, m.last_row, m.last_column) for m in grid.merges} == {
            (area.min_row, area.min_col, area.max_row, area.max_col) for area in worksheet.merged_cells.ranges
        }
        assert grid.hidden == (worksheet.sheet_state != "visible")


def assert_same(cell: Cell, content: object) -> None:
    if isinstance(content, (bool, str)):
        assert cell.value == content
    elif isinstance(content, (int, float)):
        assert isinstance(cell.value, Decimal)
        assert math.isclose(float(cell.value), content, rel_tol=1e-14)
    elif isinstance(content, datetime):
        assert isinstance(cell.value, str)
        assert datetime.fromisoformat(cell.value) == content
    else:
        assert isinstance(content, (date, time))
        assert cell.kind == "date"


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.xlsx")), ids=lambda path: path.name)
def test_example_workbooks_read_like_openpyxl(path: Path) -> None:
    assert_like_openpyxl(path.read_bytes())


def test_a_generated_workbook_reads_like_openpyxl() -> None:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer)
    formats = [
        book.add_format({"num_format": code}) for code in ("0.00%", '0.0"万"', "yyyy/m/d", "#,##0", "@")
    ]
    first, second = book.add_worksheet("数据 1"), book.add_worksheet("隐藏")
    for row in range(40):
        for column in range(12):
            first.write(
                row, column, (row * 7919 + column * 104729) % 10007 / 997, formats[(row + column) % 2]
            )
    first.write_rich_string("P1", "富", book.add_format({"bold": True}), "文本", "末")
    first.write_formula("P2", "=1/0", None, "#DIV/0!")
    first.write_formula("P3", '="文"', None, "文")
    first.write_formula("P4", "=1+1", None, "")
    first.write_boolean("P5", True)
    first.write_datetime("P6", datetime(2023, 12, 31), formats[2])
    first.write_number("P7", 0.29, formats[0])
    first.write_string("P8", "0123", formats[4])
    first.merge_range("R1:S4", "合并")
    second.write_string("C5", "藏")
    second.hide()
    book.close()
    assert_like_openpyxl(buffer.getvalue())
    assert read_workbook(buffer.getvalue(), "").sheets[0].cells[4, 16].kind == "uncomputed"


def test_a_number_is_what_was_typed_and_its_text_what_stands_in_the_file() -> None:
    cell = read_cells('<row r="1"><c r="A1"><v>0.28999999999999998</v></c></row>').cells[1, 1]
    assert (cell.value, cell.text, cell.kind) == (Decimal("0.29"), "0.28999999999999998", "number")


def test_number_formats_built_in_own_and_unknown() -> None:
    cells = "".join(
        f'<c r="{letter}1" s="{style}"><v>1</v></c>' for letter, style in zip("ABCD", "0139", strict=True)
    )
    grid = read_cells(f'<row r="1">{cells}</row>')
    assert [grid.cells[1, column].number_format for column in range(1, 5)] == [
        "General",
        "0.00%",
        '0.0"%"',
        "General",
    ]


def test_dates_by_number_format_in_both_calendars() -> None:
    cells = '<row r="1"><c r="A1" s="2"><v>45291</v></c><c r="B1" s="2"><v>59</v></c><c r="C1" s="4"><v>45291.5</v></c></row>'
    grid = read_cells(cells)
    assert [grid.cells[1, column].value for column in (1, 2, 3)] == [
        "2023-12-31",
        "1900-02-28",
        "2023-12-31T12:00:00",
    ]
    later = read_cells(cells, properties=' date1904="1"')
    assert later.cells[1, 1].value == "2028-01-01"


def test_errors_uncomputed_formulas_and_empty_results_are_told_apart() -> None:
    grid = read_cells(
        '<row r="1"><c r="A1" t="e"><v>#DIV/0!</v></c><c r="B1"><f>A1</f></c><c r="C1"><f>A1</f><v></v></c>'
        '<c r="D1" t="str"><f>A1</f><v></v></c><c r="E1"><v>NaN</v></c><c r="F1"><v>1e400</v></c><c r="G1" s="1"/></row>'
    )
    kinds = {cell_address(*place): cell.kind for place, cell in grid.cells.items()}
    assert kinds == {"A1": "error", "B1": "uncomputed", "C1": "uncomputed", "E1": "error", "F1": "error"}


def test_shared_strings_without_phonetics_and_prefixed_elements() -> None:
    grid = read_cells(
        '<x:row r="2"><x:c t="s"><x:v>0</x:v></x:c><x:c t="inlineStr"><x:is><x:t>乙</x:t></x:is></x:c></x:row>',
        strings="<si><r><t>甲</t></r><r><t>区</t></r><rPh><t>jia</t></rPh></si>",
    )
    assert {place: cell.text for place, cell in grid.cells.items()} == {(2, 1): "甲区", (2, 2): "乙"}


def test_hidden_rows_and_columns_and_merges_are_known() -> None:
    grid = read_workbook(
        package(
            '<worksheet><cols><col min="2" max="3" hidden="1"/></cols><sheetData><row r="4" hidden="1">'
            '<c r="A4"><v>1</v></c></row></sheetData><mergeCells><mergeCell ref="A1:C2"/></mergeCells></worksheet>'
        ),
        "",
    ).sheets[0]
    assert (set(grid.hidden_rows), set(grid.hidden_columns)) == ({4}, {2, 3})
    assert grid.merges == (Merge(1, 1, 2, 3),)


@pytest.mark.parametrize(
    "cells",
    [
        '<row r="1"><c r="A99999999999"><v>1</v></c></row>',
        '<row r="1"><c r="AAAA1"><v>1</v></c></row>',
        '<row r="1"><c r="XFE1"><v>1</v></c></row>',
        '<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>',
        '<row r="1"><c r="A1" t="s"><v>999</v></c></row>',
        '<row r="99999999"><c><v>1</v></c></row>',
        '<row r="1"><c r="A1"><v>1</v></row>',
    ],
)
def test_broken_cells_are_refused(cells: str) -> None:
    assert "损坏" in refusal(package(sheet(cells)))


def test_far_cells_cost_nothing() -> None:
    grid = read_cells(
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row>'
    )
    assert len(grid.cells) == 2


@pytest.mark.parametrize(
    "head",
    [
        '<!DOCTYPE x [<!ENTITY a "ha">]>',
        '<!DOCTYPE x SYSTEM "file:///etc/passwd">',
    ],
)
def test_a_doctype_is_refused(head: str) -> None:
    assert "XML" in refusal(package(head + sheet("")))


def test_bombs_are_refused_by_ratio_and_by_real_bytes() -> None:
    assert "过大" in refusal(package(sheet("<row/>" * 2_000_000)))
    data = bytearray(package(sheet("<row/>" * 11_000_000)))
    # The directory claims one byte each; what comes out is counted.
    place = data.rfind(b"PK\x01\x02")
    while place >= 0:
        data[place + 24 : place + 28] = (1).to_bytes(4, "little")
        place = data.rfind(b"PK\x01\x02", 0, place)
    assert refusal(bytes(data))


def test_too_many_merges_and_cells_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    merges = "".join(f'<mergeCell ref="A{row}:B{row}"/>' for row in range(1, 20_002))
    assert "过大" in refusal(package(sheet("", f"<mergeCells>{merges}</mergeCells>")))
    monkeypatch.setattr(xlsx, "MOST_CELLS", 3)
    assert "单元格" in refusal(package(sheet('<row r="1">' + "<c><v>1</v></c>" * 4 + "</row>")))


def test_truncated_archives_are_refused() -> None:
    data = package(sheet(""))
    assert "损坏" in refusal(data[: len(data) // 2])


def test_overlapping_and_repeated_entries_are_refused() -> None:
    buffer = io.BytesIO(package(sheet("")))
    with zipfile.ZipFile(buffer, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("xl/styles.xml", STYLES)
    assert "损坏" in refusal(buffer.getvalue())
    data = bytearray(package(sheet("")))
    first = data.find(b"PK\x01\x02")
    second = data.find(b"PK\x01\x02", first + 4)
    data[second + 42 : second + 46] = data[first + 42 : first + 46]
    assert refusal(bytes(data))


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "空"),
        (b"%PDF-1.7", "PDF"),
        (b"\x89PNG\r\n", "图片"),
        (b"MZ\x90", "程序"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "损坏"),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "密码"),
        (b"<html><p>1</p></html>", "网页"),
        ("\ufeff  <!DOCTYPE HTML><html>".encode(), "网页"),
        (b'<?xml version="1.0"?><Workbook/>', "XML"),
        (b"abc\x00\x01\x02", "文本文件"),
        (b"PK\x03\x04broken", "损坏"),
        (b"a" * (21 << 20), "20 MB"),
    ],
)
def test_other_files_are_refused_with_what_they_are(data: bytes, message: str) -> None:
    assert message in refusal(data, "表.xlsx")


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("xl/vbaProject.bin", "宏"),
        ("xl/workbook.bin", "xlsb"),
        ("word/document.xml", "Word"),
        ("ppt/presentation.xml", "演示文稿"),
    ],
)
def test_other_packages_are_refused_with_what_they_are(name: str, message: str) -> None:
    assert message in refusal(package(sheet(""), more={name: "x"}))


def test_lock_files_and_plain_archives_are_refused() -> None:
    assert "~$" in refusal(package(sheet("")), "~$报表.xlsx")
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("报表.txt", "x")
    assert "压缩包" in refusal(buffer.getvalue())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_delimited_text_in_every_encoding_and_with_every_delimiter(encoding: str, delimiter: str) -> None:
    lines = ["地区{0}收案数{0}备注", '会宁县{0}"2,810"{0}"含1,2月"', "靖远县{0}{0}"]
    data = "\r\n".join(line.format(delimiter) for line in lines)
    grid = read_workbook(data.encode(encoding), "表.xls").sheets[0]
    assert grid.name == "csv"
    assert {cell_address(*place): cell.text for place, cell in grid.cells.items()} == {
        "A1": "地区",
        "B1": "收案数",
        "C1": "备注",
        "A2": "会宁县",
        "B2": "2,810",
        "C2": "含1,2月",
        "A3": "靖远县",
    }


def test_a_named_delimiter_is_honoured() -> None:
    grid = read_workbook("sep=|\n地区|数\n会宁县|5".encode(), "").sheets[0]
    assert grid.cells[3, 2].text == "5"


def test_unclear_encodings_and_open_quotes_are_refused() -> None:
    mixed = "地区,数\n会宁县,1\n".encode() + "靖远县,2\n".encode("gbk")
    assert "两种" in refusal(mixed)
    assert "编码" in refusal("地方,數量\n會寧縣,1\n基隆市,2".encode("big5") + b"\xff\xfe\xff")
    assert "引号" in refusal('地区,数\n"会宁县,1\n靖远县,2\n'.encode())


def test_addresses() -> None:
    assert [cell_address(7, 3), cell_address(1, 28), cell_address(1_048_576, 16_384)] == [
        "C7",
        "AB1",
        "XFD1048576",
    ]
    assert parse_address("AB10") == (10, 28)
    with pytest.raises(ValueError, match="not a cell address"):
        parse_address("7C")
