"""The form's first sheet, 填报说明: what to fill in, what colours mean, where each indicator stands."""

from __future__ import annotations

from typing import Any

from faheng.catalogue import Catalogue, Indicator, Region
from faheng.intake.grid import cell_address
from faheng.intake.template.layout import (
    FIRST_ROW,
    FORM_TITLE,
    GUIDE_SHEET,
    form_columns,
    indicators_of,
    name_in,
    whole_city_label,
)
from faheng.intake.template.styles import GREY, RED, YELLOW, Styles
from faheng.period import FREQUENCIES, FREQUENCY_NAMES

_STEPS = (
    "1. 只填白色和黄色的格子；地区、时期和表头已经填好并锁定，不要移动、增加或删除行和列。",
    "2. 按表头的单位填数字，不写单位、百分号和千位逗号。比率和平均数由分子、分母自动算出（灰色格子）。",
    "3. 只有公布的比率、没有分子和分母时，把分子、分母留空，直接在灰色格子里填比率（如 95.2）。",
    "4. 填完保存为 .xlsx，打开“法衡”的“数据报送”页面，选择城市、年份和填报单位，把文件拖进去；"
    "系统会逐格检查，并在确认前列出与已发布数据的不同。",
    "5. 留空的格子不会改动已经发布的数据，可以分几次报。"
    "要撤回已发布的数据，请在“数据报送”页面办理，不在本表里填。",
)
_WORDS = (
    ("（留空）", "还没有数，算作“未报”。不要用 0 代替。"),
    ("0", "确实是零，例如一次会议也没有开。"),
    ("无案件", "这一期没有这类案件，比率无从算起。分母填 0 意思相同。"),
    ("不涉及", "本单位没有这项工作，例如市本级没有村（社区）。"),
    ("未报", "说明这个数暂时报不出来，和留空一样。"),
)
_STATUSES = (
    ("正式", "已经核定的数。"),
    ("暂定", "以后可能修订的数，图上会标明。每行选一次，对整行有效。"),
    ("估计", "不是统计得来、而是推算的数，图上会标明。"),
)
_COLOURS = (
    (YELLOW, "待填"),
    ("#FFFFFF", "已填，或可以不填"),
    (GREY, "自动计算"),
    (RED, "分子大于分母，请核对"),
)


def write_guide(
    book: Any, styles: Styles, catalogue: Catalogue, *, city: Region, year: int, sender: Region
) -> None:
    """Add the sheet; it is the first, so that it opens first."""
    sheet = book.add_worksheet(GUIDE_SHEET)
    sheet.hide_gridlines(2)
    for column, width in enumerate((11, 40, 12, 10, 30, 30, 56)):
        sheet.set_column(column, column, width)
    made_up = "（演示数据，全部虚构）" if catalogue.is_made_up(city.code) else ""
    sheet.set_row(0, 34)
    sheet.write_string(0, 0, f"{city.name}{FORM_TITLE}{made_up}", styles.title)
    sheet.write_string(
        1, 0, f"填报单位：{name_in(catalogue, sender, year)}　　年份：{year}年", styles.text_line
    )
    row = _write_lines(sheet, styles, 3, "怎么填", _STEPS)
    row = _write_pairs(sheet, styles, row + 1, "格子里写什么", _WORDS)
    row = _write_pairs(sheet, styles, row + 1, "数据状态", _STATUSES)
    row = _write_colours(sheet, styles, row + 1)
    if sender.code == city.code:
        note = (
            f"“{whole_city_label(city)}”一行可以不填：全市数由各地区相加得出。"
            "只有标明“不汇总”的指标要填这一行。"
        )
        sheet.merge_range(row, 0, row, 6, note, styles.city_note)
        sheet.set_row(row, 22)
        row += 1
    _write_index(sheet, styles, catalogue, row + 1)
    sheet.protect("", {"format_columns": True, "format_rows": True})
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


def _write_lines(sheet: Any, styles: Styles, row: int, heading: str, lines: tuple[str, ...]) -> int:
    row = _write_heading(sheet, styles, row, heading)
    for line in lines:
        sheet.merge_range(row, 0, row, 6, line, styles.text)
        sheet.set_row(row, 20)
        row += 1
    return row


def _write_pairs(
    sheet: Any, styles: Styles, row: int, heading: str, pairs: tuple[tuple[str, str], ...]
) -> int:
    row = _write_heading(sheet, styles, row, heading)
    for word, meaning in pairs:
        sheet.write_string(row, 0, word, styles.table_centre)
        sheet.merge_range(row, 1, row, 4, meaning, styles.table_text)
        sheet.set_row(row, 20)
        row += 1
    return row


def _write_colours(sheet: Any, styles: Styles, row: int) -> int:
    row = _write_heading(sheet, styles, row, "颜色")
    for colour, meaning in _COLOURS:
        sheet.write_blank(row, 0, None, styles.swatch(colour))
        sheet.merge_range(row, 1, row, 4, meaning, styles.table_text)
        sheet.set_row(row, 20)
        row += 1
    return row


def _write_heading(sheet: Any, styles: Styles, row: int, text: str) -> int:
    sheet.merge_range(row, 0, row, 6, text, styles.heading)
    sheet.set_row(row, 24)
    return row + 1


def _write_index(sheet: Any, styles: Styles, catalogue: Catalogue, row: int) -> None:
    row = _write_heading(sheet, styles, row, "指标目录（点名称跳到该列）")
    for column, text in enumerate(("编号", "指标", "单位", "工作表", "分子", "分母", "口径")):
        sheet.write_string(row, column, text, styles.table_header)
    places = {
        column.indicator_code: (FREQUENCY_NAMES[frequency], cell_address(FIRST_ROW, column.column))
        for frequency in FREQUENCIES
        if indicators_of(catalogue, frequency)
        for column in reversed(form_columns(catalogue, frequency))
    }
    for indicator in catalogue.indicators.values():
        row += 1
        sheet_name, address = places[indicator.code]
        link = f"internal:'{sheet_name}'!{address}"
        sheet.write_string(row, 0, indicator.code, styles.header(indicator.category_code, leaf=True))
        sheet.write_url(row, 1, link, styles.link, string=indicator.name)
        sheet.write_string(row, 2, indicator.unit, styles.table_centre)
        sheet.write_string(row, 3, sheet_name, styles.table_centre)
        sheet.write_string(row, 4, indicator.numerator_name, styles.table_text)
        sheet.write_string(row, 5, indicator.denominator_name, styles.table_text)
        sheet.write_string(row, 6, _explanation(indicator), styles.table_text)
        sheet.set_row(row, 36 if len(_explanation(indicator)) > 27 else 20)


def _explanation(indicator: Indicator) -> str:
    parts = [indicator.note, "不汇总，全市数另填" if indicator.aggregation == "own" else ""]
    return "；".join(part for part in parts if part)
