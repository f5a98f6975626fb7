"""更正单: a form for one published figure, filled in on screen, so that what it says has a cell like any other."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from faheng.catalogue import Indicator, Region
from faheng.intake.grid import column_letters
from faheng.intake.template.layout import (
    CORRECTION_SHEET,
    FIRST_ROW,
    GROUP_ROW,
    HINT_ROW,
    LEAF_ROW,
    META_SHEET,
    PERIOD_COLUMN,
    REGION_COLUMN,
    ROW_HEADERS,
    STATUS_COLUMN,
    TITLE_ROW,
    VERSION,
    FormColumn,
    FormMeta,
    indicator_columns,
    write_meta,
)
from faheng.intake.template.styles import Styles, column_width, note_looks, text_characters
from faheng.period import Period

_REASON_ROW = FIRST_ROW + 2


@dataclass(frozen=True)
class Correction:
    """What a 更正单 says: the figure, what was published (`before`), what stands there now, and why.

    `entries` are the texts by part (numerator, denominator, value) as they were typed; `status` is 正式, 暂定 or 估计.
    """

    city: Region
    region: Region
    indicator: Indicator
    period: Period
    basis: str
    before: str
    entries: Mapping[str, str]
    status: str
    reason: str
    person: str

    @property
    def file_name(self) -> str:
        """The name of the file."""
        return f"更正单_{self.region.name}_{self.period}_{self.indicator.code}.xlsx"


def write_correction(correction: Correction) -> bytes:
    """The 更正单 as .xlsx, which `read_form` reads by position like a form.

    The same correction is the same bytes, so that handing it in twice is noticed.
    """
    # 0.1 s that only whoever writes a form should wait for.
    import xlsxwriter

    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(
        buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    year = correction.period.year
    title = f"{correction.region.name} {correction.period} {correction.indicator.name}：更正单"
    book.set_properties({"title": title, "created": datetime(year, 1, 1)})
    columns = indicator_columns(correction.indicator)
    _write_sheet(book.add_worksheet(CORRECTION_SHEET), Styles(book), correction, columns, title)
    meta = FormMeta(
        version=VERSION,
        city_code=correction.city.code,
        year=year,
        sender_code=correction.region.code,
        regions={correction.region.name: correction.region.code},
        sheets={CORRECTION_SHEET: tuple(columns)},
        basis=correction.basis,
    )
    hidden = book.add_worksheet(META_SHEET)
    for row, text in enumerate(write_meta(meta)):
        hidden.write_string(row, 0, text)
    hidden.very_hidden()
    book.close()
    return buffer.getvalue()


def _write_sheet(
    sheet: Any, styles: Styles, correction: Correction, columns: list[FormColumn], title: str
) -> None:
    sheet.write_string(TITLE_ROW - 1, 0, title, styles.title)
    sheet.write_string(HINT_ROW - 1, 0, f"已发布的是 {correction.before}，更正为下面的数。", styles.hint)
    for place, text in ROW_HEADERS.items():
        sheet.merge_range(GROUP_ROW - 1, place - 1, LEAF_ROW - 1, place - 1, text, styles.row_header)
    band = correction.indicator.category_code
    first, last = columns[0], columns[-1]
    group_style = styles.header(band, leaf=False)
    if len(columns) == 1:
        sheet.merge_range(
            GROUP_ROW - 1, first.column - 1, LEAF_ROW - 1, first.column - 1, first.group, group_style
        )
    else:
        sheet.merge_range(
            GROUP_ROW - 1, first.column - 1, GROUP_ROW - 1, last.column - 1, first.group, group_style
        )
    label = styles.label(whole_city=False)
    for place, text in (
        (REGION_COLUMN, correction.region.name),
        (PERIOD_COLUMN, str(correction.period)),
        (STATUS_COLUMN, correction.status),
    ):
        sheet.write_string(FIRST_ROW - 1, place - 1, text, label)
        sheet.set_column(place - 1, place - 1, max(10, text_characters(text) + 4))
    for column in columns:
        if column.leaf:
            sheet.write_string(LEAF_ROW - 1, column.column - 1, column.leaf, styles.header(band, leaf=True))
        sheet.set_column(column.column - 1, column.column - 1, max(18, column_width(column)))
        _write_entry(sheet, styles, correction, column)
    sheet.write_comment(FIRST_ROW - 1, first.column - 1, correction.before, note_looks(correction.before))
    sheet.write_string(_REASON_ROW - 1, 0, f"更正理由：{correction.reason}", styles.text_line)
    sheet.write_string(_REASON_ROW, 0, f"更正人：{correction.person}", styles.text_line)
    for row, height in ((TITLE_ROW, 30), (HINT_ROW, 20), (GROUP_ROW, 36), (LEAF_ROW, 36), (FIRST_ROW, 24)):
        sheet.set_row(row - 1, height)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.print_area(f"A1:{column_letters(max(last.column, 8))}{_REASON_ROW + 1}")


def _write_entry(sheet: Any, styles: Styles, correction: Correction, column: FormColumn) -> None:
    """One typed text in its cell: a number as a number, anything else as it is, for the reader to say what is wrong."""
    indicator, text = correction.indicator, correction.entries.get(column.part, "").strip()
    computed = indicator.has_parts and column.part == "value"
    decimals = indicator.decimals if column.part == "value" else 0
    place = FIRST_ROW - 1, column.column - 1
    number = _number(text)
    if number is not None and number == round(number, decimals):
        sheet.write_number(*place, number, styles.cell(decimals, computed=computed, whole_city=False))
    elif text:
        sheet.write_string(*place, text, styles.cell(0, computed=computed, whole_city=False))
    else:
        sheet.write_blank(*place, None, styles.cell(decimals, computed=computed, whole_city=False))


def _number(text: str) -> Decimal | None:
    """A plain number, None for anything else, 1e9 and NaN too."""
    if not text.replace(".", "", 1).isascii() or not text.replace(".", "", 1).isdigit():
        return None
    try:
        return Decimal(text)
    except InvalidOperation:
        return None
