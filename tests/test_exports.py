"""Tables written to .xlsx, read back with openpyxl."""

from dataclasses import replace
from decimal import Decimal
from io import BytesIO

from openpyxl import load_workbook

from faheng.exports import write_workbook
from faheng.tables import Column, Table

TABLE = Table(
    title="行政机关负责人出庭应诉率：全市 84.13%",
    name="行政机关负责人出庭应诉率 2024年",
    subtitle="演示市 · 2024年",
    columns=(
        Column("region", "地区"),
        Column("value", "2024年（%）", decimals=2),
        Column("numerator", "出庭件数", decimals=0),
        Column("change", "较上年变化（个百分点）", decimals=2),
    ),
    rows=(
        ("东湖区", Decimal("82.01"), 1140, Decimal("1.86")),
        ("西岭区", None, None, "不可比"),
        ("全市", Decimal("84.13"), 3500, Decimal("0.64")),
    ),
    keys=("990102", "990103", "990100"),
    footer_rows=1,
    source="演示数据 · 来源：演示市各地区报送 · 第 3 版（2026-11-25 发布）",
    notes=("全市值由8个地区合计得出。",),
    made_up=True,
)


def sheet_of(*tables: Table):
    return load_workbook(BytesIO(write_workbook(tables))).worksheets[0]


def cells_below(sheet, title: str) -> list:
    """The cells under the column that is headed by `title`, without line breaks."""
    for line in sheet.iter_rows():
        for cell in line:
            if str(cell.value or "").replace("\n", "") == title:
                return [sheet.cell(cell.row + down, cell.column) for down in (1, 2, 3)]
    raise AssertionError(title)


def test_numbers_are_numbers_with_the_decimals_of_their_column():
    cells = cells_below(sheet_of(TABLE), "2024年（%）")
    assert [cell.value for cell in cells] == [82.01, "—", 84.13]
    assert cells[0].number_format == "#,##0.00"
    assert cells_below(sheet_of(TABLE), "出庭件数")[2].value == 3500


def test_words_stand_where_a_number_means_nothing():
    assert cells_below(sheet_of(TABLE), "较上年变化（个百分点）")[1].value == "不可比"


def test_title_notes_source_and_the_mark_of_made_up_data_are_printed():
    texts = [row[0].value for row in sheet_of(TABLE).iter_rows() if row[0].value]
    assert texts[:2] == ["行政机关负责人出庭应诉率：全市 84.13%", "演示市 · 2024年 · 演示数据"]
    assert texts[-2:] == [
        "全市值由8个地区合计得出。",
        "演示数据 · 来源：演示市各地区报送 · 第 3 版（2026-11-25 发布）",
    ]


def test_text_that_looks_like_a_formula_or_a_link_stays_text():
    table = Table("表", (Column("a", "甲"), Column("b", "乙")), (("=1+1", "https://example.com"),))
    sheet = sheet_of(table)
    assert [(cell.value, cell.data_type, cell.hyperlink) for cell in sheet[3]] == [
        ("=1+1", "s", None),
        ("https://example.com", "s", None),
    ]


def test_the_city_is_set_apart_from_its_regions():
    regions = cells_below(sheet_of(TABLE), "地区")
    assert [cell.font.bold for cell in regions] == [False, False, True]


def test_the_header_stays_in_view_and_on_every_printed_page():
    sheet = sheet_of(TABLE)
    assert sheet.freeze_panes == "B4"
    assert sheet.print_title_rows == "$3:$3"
    assert sheet.page_setup.paperSize == 9


def test_every_table_has_its_own_sheet_with_a_name_excel_accepts():
    tables = [
        Table(f"{name}[1]:*?/\\", (Column("a", "甲"),), ())
        for name in ("很长的标题" * 8, "很长的标题" * 8, "短")
    ]
    names = load_workbook(BytesIO(write_workbook(tables))).sheetnames
    assert len(set(names)) == 3
    assert all(len(name) <= 31 and not set(name) & set("[]:*?/\\") for name in names)


def test_the_font_is_the_one_offices_have():
    sheet = sheet_of(TABLE)
    assert {cell.font.name for line in sheet.iter_rows() for cell in line if cell.value} == {"微软雅黑"}


def test_a_table_says_its_cells_as_words():
    assert list(TABLE.texts())[:2] == [
        ("东湖区", "82.01", "1,140", "1.86"),
        ("西岭区", "—", "—", "不可比"),
    ]


def test_a_file_name_has_no_character_that_windows_refuses():
    assert Table("出庭率：a/b?", (), ()).file_name == "出庭率：a_b_"


def test_a_name_with_emoji_is_cut_as_excel_counts() -> None:
    table = replace(TABLE, name=f"{'长' * 28}👨👩'")
    assert sheet_of(table).title == f"{'长' * 28}👨"
