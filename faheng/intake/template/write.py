"""Writes the blank or pre-filled form (填报表) of one year and sender as an .xlsx workbook.

Only features that old Excel, WPS and LibreOffice share: defined names for lists, custom checks, conditional
formats, protection without a password (intake.md section 4).
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from faheng.catalogue import Catalogue, Indicator, Region
from faheng.intake.grid import column_letters
from faheng.intake.reading import STATUS_NAMES, Status
from faheng.intake.template.guide import write_guide
from faheng.intake.template.layout import (
    FIRST_COLUMN,
    FIRST_ROW,
    GROUP_ROW,
    HINT_ROW,
    LEAF_ROW,
    LIST_SHEET,
    MARKS,
    META_SHEET,
    PERIOD_COLUMN,
    REGION_COLUMN,
    ROW_HEADERS,
    STATUS_COLUMN,
    TITLE_ROW,
    FormColumn,
    FormRow,
    FormValue,
    describe_form,
    form_columns,
    form_rows,
    group_columns,
    indicators_of,
    name_in,
    whole_city_label,
    write_meta,
)
from faheng.intake.template.styles import Styles, column_width, heading_lines, note_looks, text_characters
from faheng.intake.units import MOST_TEN_THOUSANDS, catalogue_unit
from faheng.period import FREQUENCIES, FREQUENCY_NAMES

STATUS_LIST, MARK_LIST = "数据状态清单", "缺失标记清单"
_STATUS_TEXTS = {status: text for text, status in STATUS_NAMES.items()}
_CERTAINTY: tuple[Status, ...] = ("final", "provisional", "estimated")
# An A3 page laid across holds about this many characters at this scale; a wider sheet takes several pages.
_PRINT_SCALE, _PAGE_CHARACTERS = 60, 240
_PERIOD_WIDTH, _STATUS_WIDTH = 16, 10
_HINT = "黄色待填，灰色自动计算，红色表示分子大于分母；没有案件填“无案件”，还没有数的留空。详见“填报说明”。"
_NOTES_HINT = "角上有小三角的格子，鼠标移上去看以前报的数。"
_LOCKED_SHEET = {"format_columns": True, "format_rows": True, "select_locked_cells": True}

Key = tuple[str, str, str]
"""Indicator code, region code, period code."""


def write_form(
    catalogue: Catalogue,
    *,
    city: Region,
    year: int,
    sender: Region,
    values: Mapping[Key, FormValue] | None = None,
    last: Mapping[Key, str] | None = None,
) -> bytes:
    """The form of `year` for `sender` (the city or one of its parts) as .xlsx.

    `values` fills cells in beforehand; `last` says what was reported before (`2023年：95.0%（57/60）`) as a grey note at the
    first cell of an indicator. Both are by the indicator, region and period of the cells where they appear.

    Raises:
        ValueError: the sender neither is the city nor belongs to it.
    """
    meta = describe_form(catalogue, city=city, year=year, sender=sender)
    # 0.1 s that only whoever writes a form should wait for.
    import xlsxwriter

    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(
        buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    # A fixed date makes the same form the same bytes, so that handing it in twice is noticed.
    title = f"{name_in(catalogue, sender, year)} {year}年法治建设指标填报表"
    book.set_properties({"title": title, "created": datetime(year, 1, 1)})
    styles = Styles(book)
    write_guide(book, styles, catalogue, city=city, year=year, sender=sender)
    for frequency in FREQUENCIES:
        if indicators_of(catalogue, frequency):
            rows = list(form_rows(catalogue, city=city, year=year, sender=sender, frequency=frequency))
            sheet = _FormSheet(book, styles, catalogue, city, frequency, title)
            sheet.write(rows, values or {}, last or {})
    _write_lists(book)
    hidden = book.add_worksheet(META_SHEET)
    for row, text in enumerate(write_meta(meta)):
        hidden.write_string(row, 0, text)
    hidden.protect()
    hidden.very_hidden()
    book.close()
    return buffer.getvalue()


def _write_lists(book: Any) -> None:
    """The hidden sheet of words that drop-downs and checks refer to by name."""
    sheet = book.add_worksheet(LIST_SHEET)
    for column, (name, words) in enumerate(((STATUS_LIST, tuple(STATUS_NAMES)), (MARK_LIST, MARKS))):
        sheet.write_column(0, column, words)
        letter = column_letters(column + 1)
        book.define_name(name, f"={LIST_SHEET}!${letter}$1:${letter}${len(words)}")
    sheet.protect()
    sheet.hide()


class _FormSheet:
    """One wide sheet: a row per region and period, a column per indicator or part of one."""

    def __init__(
        self, book: Any, styles: Styles, catalogue: Catalogue, city: Region, frequency: str, title: str
    ) -> None:
        self.sheet = book.add_worksheet(FREQUENCY_NAMES[frequency])
        self.styles = styles
        self.catalogue = catalogue
        self.city = city
        self.columns = form_columns(catalogue, frequency)
        self.groups = group_columns(self.columns)
        made_up = "（演示数据）" if catalogue.is_made_up(city.code) else ""
        self.title = f"{title} · {FREQUENCY_NAMES[frequency]}表{made_up}"

    def write(self, rows: list[FormRow], values: Mapping[Key, FormValue], last: Mapping[Key, str]) -> None:
        self._write_headers()
        for row in rows:
            self._write_row(row, values)
            self._write_notes(row, last)
        if last:
            self.sheet.write_string(HINT_ROW - 1, 0, _HINT + _NOTES_HINT, self.styles.hint)
        self._write_checks(rows[-1].row)
        self._write_highlights(rows[-1].row)
        self._lay_out(rows[-1].row, region_width=max(text_characters(row.label) for row in rows) + 4)

    def indicator(self, column: FormColumn) -> Indicator:
        return self.catalogue.indicators[column.indicator_code]

    def _write_headers(self) -> None:
        sheet, styles = self.sheet, self.styles
        sheet.write_string(TITLE_ROW - 1, 0, self.title, styles.title)
        sheet.write_string(
            HINT_ROW - 1,
            0,
            _HINT,
            styles.hint,
        )
        for place, text in ROW_HEADERS.items():
            sheet.merge_range(GROUP_ROW - 1, place - 1, LEAF_ROW - 1, place - 1, text, styles.row_header)
        group_lines = leaf_lines = 2
        for group in self.groups:
            first, last = group[0], group[-1]
            style = styles.header(self.indicator(first).category_code, leaf=False)
            width = 0
            for column in group:
                width += column_width(column)
                sheet.set_column(column.column - 1, column.column - 1, column_width(column))
            if len(group) == 1:
                sheet.merge_range(
                    GROUP_ROW - 1, first.column - 1, LEAF_ROW - 1, last.column - 1, first.group, style
                )
                continue
            sheet.merge_range(
                GROUP_ROW - 1, first.column - 1, GROUP_ROW - 1, last.column - 1, first.group, style
            )
            group_lines = max(group_lines, heading_lines(first.group, width))
            for column in group:
                leaf_style = styles.header(self.indicator(column).category_code, leaf=True)
                sheet.write_string(LEAF_ROW - 1, column.column - 1, column.leaf, leaf_style)
                leaf_lines = max(leaf_lines, heading_lines(column.leaf, column_width(column)))
        sheet.set_row(TITLE_ROW - 1, 30)
        sheet.set_row(HINT_ROW - 1, 20)
        sheet.set_row(GROUP_ROW - 1, 17 * group_lines)
        sheet.set_row(LEAF_ROW - 1, 16 * leaf_lines)

    def _write_row(self, row: FormRow, values: Mapping[Key, FormValue]) -> None:
        sheet, styles, index = self.sheet, self.styles, row.row - 1
        sheet.set_row(index, 20)
        label = styles.label(whole_city=row.whole_city)
        sheet.write_string(index, REGION_COLUMN - 1, row.label, label)
        sheet.write_string(index, PERIOD_COLUMN - 1, str(row.period), label)
        statuses: set[Status] = set()
        for group in self.groups:
            value = values.get((group[0].indicator_code, row.region.code, row.period.code))
            if value is not None and value.status in _CERTAINTY:
                statuses.add(value.status)
            self._write_group(row, group, value or FormValue())
        # One status stands for the row: the least certain of its values.
        status: Status = max(statuses, key=_CERTAINTY.index) if statuses else "final"
        status_style = styles.status(whole_city=row.whole_city)
        sheet.write_string(index, STATUS_COLUMN - 1, _STATUS_TEXTS[status], status_style)

    def _write_notes(self, row: FormRow, last: Mapping[Key, str]) -> None:
        """What was reported before, shown over the cell: inside it, it would be taken for this period's number."""
        for group in self.groups:
            text = last.get((group[0].indicator_code, row.region.code, row.period.code))
            if text:
                self.sheet.write_comment(row.row - 1, group[0].column - 1, text, note_looks(text))

    def _write_group(self, row: FormRow, group: list[FormColumn], value: FormValue) -> None:
        indicator = self.indicator(group[0])
        for column in group:
            computed = indicator.has_parts and column.part == "value"
            decimals = indicator.decimals if column.part == "value" else 0
            style = self.styles.cell(decimals, computed=computed, whole_city=row.whole_city)
            number = getattr(value, column.part)
            place = row.row - 1, column.column - 1
            if value.mark and not computed:
                self.sheet.write_string(*place, value.mark, style)
            elif computed and (number is None or value.denominator is not None):
                self.sheet.write_formula(
                    *place, _rate_formula(row, group, indicator), style, _cached(value, indicator)
                )
            elif number is not None:
                self.sheet.write_number(*place, number, style)
            else:
                self.sheet.write_blank(*place, None, style)

    def _write_checks(self, last_row: int) -> None:
        sheet = self.sheet
        sheet.data_validation(
            FIRST_ROW - 1,
            STATUS_COLUMN - 1,
            last_row - 1,
            STATUS_COLUMN - 1,
            {
                "validate": "list",
                "source": f"={STATUS_LIST}",
                "error_title": "请从列表中选择",
                "error_message": "数据状态只能是：正式、暂定、估计。",
            },
        )
        for column in self.columns:
            indicator = self.indicator(column)
            cell = f"{column_letters(column.column)}{FIRST_ROW}"
            condition, expected = _allowed(column, indicator, cell)
            check = {
                "validate": "custom",
                "value": f"=OR(AND(ISNUMBER({cell}),{condition}),COUNTIF({MARK_LIST},{cell})>0)",
                "error_title": f"{indicator.code} 填写有误",
                "error_message": f"应填{expected}；没有案件填“无案件”，不涉及填“不涉及”，还没有数请留空。",
            }
            if _counts_ten_thousands(column, indicator):
                # Not refused: a whole province may really have as many.
                check["error_type"] = "warning"
            if indicator.note:
                check["input_title"] = f"{indicator.code} 口径"
                check["input_message"] = indicator.note[:255]
            place = FIRST_ROW - 1, column.column - 1, last_row - 1, column.column - 1
            sheet.data_validation(*place, check)

    def _write_highlights(self, last_row: int) -> None:
        styles = self.styles
        city_row = f'$A{FIRST_ROW}="{whole_city_label(self.city)}"'
        for group in self.groups:
            indicator = self.indicator(group[0])
            typed = [column for column in group if not (indicator.has_parts and column.part == "value")]
            if indicator.kind == "rate":
                top, bottom = (f"${column_letters(column.column)}{FIRST_ROW}" for column in typed)
                rule = f"=AND(ISNUMBER({top}),ISNUMBER({bottom}),{top}>{bottom})"
                self._highlight(typed, last_row, rule, styles.wrong)
            unfilled = [f'{column_letters(typed[0].column)}{FIRST_ROW}=""']
            if len(typed) > 1:
                # 无案件 in one cell speaks for its neighbour too.
                unfilled += [f"NOT(ISTEXT(${column_letters(item.column)}{FIRST_ROW}))" for item in typed]
            if indicator.has_parts:
                # A printed rate without its parts is legal: then nothing is left to fill in.
                unfilled.append(f'${column_letters(group[-1].column)}{FIRST_ROW}=""')
            if indicator.aggregation != "own":
                # What the city states for itself is optional, save where nothing can be summed.
                unfilled.append(f"NOT({city_row})")
            self._highlight(typed, last_row, f"=AND({','.join(unfilled)})", styles.empty)

    def _highlight(self, columns: list[FormColumn], last_row: int, rule: str, style: Any) -> None:
        place = FIRST_ROW - 1, columns[0].column - 1, last_row - 1, columns[-1].column - 1
        self.sheet.conditional_format(*place, {"type": "formula", "criteria": rule, "format": style})

    def _lay_out(self, last_row: int, *, region_width: int) -> None:
        sheet = self.sheet
        sheet.set_column(REGION_COLUMN - 1, REGION_COLUMN - 1, region_width)
        sheet.set_column(PERIOD_COLUMN - 1, PERIOD_COLUMN - 1, _PERIOD_WIDTH)
        sheet.set_column(STATUS_COLUMN - 1, STATUS_COLUMN - 1, _STATUS_WIDTH)
        sheet.freeze_panes(FIRST_ROW - 1, FIRST_COLUMN - 1)
        sheet.set_selection(FIRST_ROW - 1, FIRST_COLUMN - 1, FIRST_ROW - 1, FIRST_COLUMN - 1)
        sheet.protect("", _LOCKED_SHEET)
        last_column = self.columns[-1].column
        sheet.set_landscape()
        sheet.set_paper(8)
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        sheet.print_area(0, 0, last_row - 1, last_column - 1)
        sheet.repeat_rows(TITLE_ROW - 1, LEAF_ROW - 1)
        sheet.repeat_columns(REGION_COLUMN - 1, STATUS_COLUMN - 1)
        sheet.set_print_scale(_PRINT_SCALE)
        sheet.set_v_pagebreaks(self._page_breaks(region_width + _PERIOD_WIDTH + _STATUS_WIDTH))
        sheet.set_footer(f"&L{self.title}&R第 &P 页，共 &N 页")

    def _page_breaks(self, repeated: int) -> list[int]:
        """Columns before which a new page begins: an indicator is never cut in two.

        `repeated` is the width of the row labels, which stand on every page.
        """
        breaks: list[int] = []
        used = repeated
        for group in self.groups:
            width = sum(column_width(column) for column in group)
            if used + width > _PAGE_CHARACTERS:
                breaks.append(group[0].column - 1)
                used = repeated
            used += width
        return breaks


def _allowed(column: FormColumn, indicator: Indicator, cell: str) -> tuple[str, str]:
    """The condition a number in the column must meet, and the same in words."""
    if column.part != "value" or (not indicator.has_parts and indicator.decimals == 0):
        return f"{cell}>=0,{cell}=INT({cell})", "不小于 0 的整数"
    if _counts_ten_thousands(column, indicator):
        most = f"一般不超过 {MOST_TEN_THOUSANDS}"
        return f"{cell}>=0,{cell}<={MOST_TEN_THOUSANDS}", f"不小于 0 的数，单位是{indicator.unit}，{most}"
    if indicator.is_percent:
        return f"{cell}>=0,{cell}<=100", "0 到 100 之间的数（百分数去掉 % 号，如 95.2）"
    return f"{cell}>=0", f"不小于 0 的数，单位是{indicator.unit}"


def _counts_ten_thousands(column: FormColumn, indicator: Indicator) -> bool:
    return column.part == "value" and catalogue_unit(indicator, "value").multiplier > 1


def _rate_formula(row: FormRow, group: list[FormColumn], indicator: Indicator) -> str:
    """Empty unless both parts are numbers and the denominator is above 0 (无案件 is not 0 %)."""
    top, bottom = (f"{column_letters(column.column)}{row.row}" for column in group[:2])
    return (
        f"=IF(AND(ISNUMBER({top}),ISNUMBER({bottom})),"
        f'IF({bottom}>0,ROUND({top}/{bottom}*{indicator.scale},{indicator.decimals}),""),"")'
    )


def _cached(value: FormValue, indicator: Indicator) -> float | str:
    """What the formula shows before anybody recalculates; XlsxWriter would write 0, which is a wrong rate."""
    if value.numerator is None or not value.denominator or indicator.scale is None:
        return ""
    rate = value.numerator / value.denominator * indicator.scale
    return float(round(rate, indicator.decimals))
