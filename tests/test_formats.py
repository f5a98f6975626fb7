"""The formats beside .xlsx and .csv: the same workbook saved by LibreOffice as each of them reads alike."""

import io
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
import python_calamine

from faheng.intake.formats.workbook import read_workbook, shown_name
from faheng.intake.grid import Grid, Merge, Refused

FOLDER = Path(__file__).parent / "workbooks" / "formats"


def sheets(ending: str) -> tuple[Grid, ...]:
    return read_workbook((FOLDER / f"rich.{ending}").read_bytes(), f"rich.{ending}").sheets


@pytest.mark.parametrize("ending", ["xlsx", "xls", "ods"])
def test_values_formats_merges_and_what_is_hidden(ending: str) -> None:
    sheet, old = sheets(ending)
    cells = {f"{row},{column}": (cell.kind, cell.value) for (row, column), cell in sheet.cells.items()}
    assert cells["3,2"] == ("number", Decimal("0.9125"))
    assert sheet.cells[3, 2].number_format == "0.00%"
    assert cells["3,4"] == ("date", "2024-01-05")
    assert cells["4,2"] == ("text", "88.2%")
    assert cells["4,3"] == ("number", Decimal("-3.5"))
    assert cells["5,2"] == ("error", "#DIV/0!")
    assert cells["5,3"] == ("number", Decimal("448.5"))
    assert sheet.merges == (Merge(1, 1, 1, 6),)
    assert (sheet.hidden_rows, sheet.hidden_columns) == ({4}, {6})
    assert (old.name, old.hidden) == ("旧数", True)


def test_a_page_shows_what_its_cells_show() -> None:
    (sheet,) = sheets("html")
    assert sheet.cells[3, 2].text == "91.25%"
    assert sheet.cells[4, 2].text == "#DIV/0!"  # the hidden row is not in the page
    assert sheet.merges == (Merge(1, 1, 1, 6),)


# calamine knows neither CSV nor pages; what is named .xls and is HTML is refused by it.
ORACLE_FILES = sorted(
    path
    for path in FOLDER.parent.rglob("*")
    if path.suffix in (".xlsx", ".xls", ".ods") and path.read_bytes()[:4] in (b"PK\3\4", b"\xd0\xcf\x11\xe0")
)


@pytest.mark.parametrize("path", ORACLE_FILES, ids=lambda path: path.name)
def test_calamine_reads_the_same_values(path: Path) -> None:
    data = path.read_bytes()
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    differences = []
    for grid in read_workbook(data, path.name).sheets:
        for row, line in enumerate(book.get_sheet_by_name(grid.name).to_python(skip_empty_area=False), 1):
            for column, theirs in enumerate(line, 1):
                cell = grid.cells.get((row, column))
                ours = cell.value if cell is not None and cell.kind != "error" else None
                if _plain(theirs) != _plain(ours):
                    differences.append((grid.name, row, column, theirs, ours))
    assert differences == []


def _plain(value: object) -> object:
    """Dates by their day, numbers to the 15 digits that Excel shows, nothing for what is empty (errors are '' to calamine)."""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool | int | float | Decimal):
        return f"{float(value):.15g}"
    return value or None


def test_spans_cover_the_cells_of_later_rows() -> None:
    page = "<table><tr><td rowspan=2>甲<td colspan=2>乙</tr><tr><td>丙<td>丁</tr></table>"
    (sheet,) = read_workbook(page.encode(), "表.xls").sheets
    assert {place: cell.text for place, cell in sheet.cells.items()} == {
        (1, 1): "甲",
        (1, 2): "乙",
        (2, 2): "丙",
        (2, 3): "丁",
    }
    assert sheet.merges == (Merge(1, 1, 2, 1), Merge(1, 2, 1, 3))


def test_a_page_says_its_numbers_and_formats_beside_the_text() -> None:
    page = """<html xmlns:x=1><meta charset=gb2312><table>
    <tr><td style='mso-number-format:"0\\.00%"' x:num="0.9125">91.25%</td><td>白银区</td></tr></table>"""
    (sheet,) = read_workbook(page.encode("gb18030"), "表.xls").sheets
    cell = sheet.cells[1, 1]
    assert (cell.value, cell.number_format, sheet.cells[1, 2].text) == (Decimal("0.9125"), "0.00%", "白银区")


def test_scripts_are_no_text_and_every_table_is_a_sheet() -> None:
    page = "<table><tr><td>甲<script>乙</script></td></tr></table><table><tr><td>丙</td></tr></table>"
    first, second = read_workbook(page.encode(), "表.xls").sheets
    assert (first.name, first.cells[1, 1].text) == ("html", "甲")
    assert (second.name, second.cells[1, 1].text) == ("html2", "丙")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "gb18030", "utf-8", "utf-8-sig"])
def test_a_text_is_read_in_every_encoding_that_offices_write(encoding: str) -> None:
    data = "地区\t行政复议新收案件数\r\n白银区\t12\r\n".encode(encoding)
    (sheet,) = read_workbook(data, "表.xls").sheets
    assert [cell.text for cell in sheet.cells.values()] == ["地区", "行政复议新收案件数", "白银区", "12"]


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("../../etc/表.xlsx", "表.xlsx"),
        ("C:\\数据\\表.xlsx", "表.xlsx"),
        ("表\u202exslx.exe", "表xslx.exe"),
        ("\x00\n", "未命名"),
    ],
)
def test_a_file_name_is_shown_without_folders_and_invisible_characters(given: str, shown: str) -> None:
    assert shown_name(given) == shown
    assert len(shown_name("长" * 300 + ".xlsx")) <= 120


def test_a_broken_old_workbook_is_refused_in_one_sentence() -> None:
    data = (FOLDER / "rich.xls").read_bytes()
    for length in (512, 1500, 3000, 5000):
        with pytest.raises(Refused):
            read_workbook(data[:length], "表.xls")
