"""The picture of a sheet: what every cell was read as, merged areas, and what holds for the whole of it."""

from datetime import date
from decimal import Decimal

import pytest

from faheng.catalogue import Catalogue
from faheng.intake.grid import Cell, Grid, Merge, Workbook
from faheng.intake.read import FileReading, understand
from faheng.views.sheet import context_words, sheet_picture, shown_text, what_stands_at

ROWS = [
    ["2023年统计表", None, None, None],
    ["单位：件", None, None, None],
    ["地区", "法律援助案件办理数", "人民调解成功率", "其他数"],
    ["东湖区", 5, "130%", 7],
    ["西岭区", None, "98%", 8],
    ["合计", 5, None, 15],
]


def read(catalogue: Catalogue) -> FileReading:
    cells = {
        (row, column): Cell(str(content), Decimal(content), kind="number")
        if isinstance(content, int)
        else Cell(str(content), str(content))
        for row, line in enumerate(ROWS, 1)
        for column, content in enumerate(line, 1)
        if content is not None
    }
    grid = Grid("表", cells=cells, merges=(Merge(1, 1, 1, 4),), hidden_rows=frozenset({5}))
    city = catalogue.find_city("演示市")
    assert city is not None
    workbook = Workbook("表.xlsx", "xlsx", (grid,))
    return understand(
        workbook, catalogue, data=b"", city=city, period=None, today=date(2024, 3, 1), answers={}
    )


def test_every_cell_says_what_it_was_read_as(whole_catalogue: Catalogue) -> None:
    picture = sheet_picture(read(whole_catalogue), whole_catalogue, "表")
    tones = [[cell.tone for cell in cells] for _, _, cells in picture.rows]
    assert tones == [
        ["label"],
        ["label", "", "", ""],
        ["label", "header", "header", "doubt"],
        ["region", "value", "error", "doubt"],
        ["warning", "missing", "value", "doubt"],  # the row is hidden in the file
        ["total", "total", "", "doubt"],
    ]
    assert picture.rows[3][2][1].about == "东湖区 2023年 法律援助案件办理数：5件"
    assert [hidden for _, hidden, _ in picture.rows] == [False, False, False, False, True, False]
    assert picture.rows[0][2][0].columns == 4
    assert picture.letters == ("A", "B", "C", "D")


def test_period_and_unit_of_the_sheet_are_said_with_their_cells(whole_catalogue: Catalogue) -> None:
    assert context_words(read(whole_catalogue), "表") == "单位：件（A2）；时期：2023年（A1）"


def test_a_cell_belongs_to_a_column_and_a_row(whole_catalogue: Catalogue) -> None:
    place = what_stands_at(read(whole_catalogue), whole_catalogue, "表!B4")
    assert place is not None
    assert (place.text, place.about) == ("5", "东湖区 2023年 法律援助案件办理数：5件")
    assert [(each.indicator_code, each.part) for each in place.columns] == [("E08", "value")]
    assert place.row is not None
    assert place.row.text == "东湖区"


def test_a_cell_says_what_is_asked_and_what_is_wrong_there(whole_catalogue: Catalogue) -> None:
    file = read(whole_catalogue)
    asked = what_stands_at(file, whole_catalogue, "表!D4")
    wrong = what_stands_at(file, whole_catalogue, "表!C4")
    assert asked is not None
    assert wrong is not None
    assert [doubt.kind for doubt in asked.doubts] == ["column"]
    assert [issue.rule for issue in wrong.issues] == ["out_of_range"]


def test_a_cell_of_no_sheet_stands_nowhere(whole_catalogue: Catalogue) -> None:
    assert what_stands_at(read(whole_catalogue), whole_catalogue, "别的表!B4") is None


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        ("98.1", "General", "98.1"),
        ("0.9125", "0.00%", "91.25%"),
        ("1", "0%", "100%"),
        ("44500", "#,##0", "44500"),
    ],
)
def test_a_number_is_shown_as_its_program_shows_it(value: str, number_format: str, text: str) -> None:
    assert shown_text(Cell(f"{float(value):.17f}", Decimal(value), number_format, "number")) == text
