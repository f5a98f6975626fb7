"""The sheet 校验结果 written with openpyxl into a sender's workbook."""

from __future__ import annotations

from typing import Any

from faheng.intake.grid import column_letters
from faheng.intake.returned.compare import CELL, LEVEL, NUMBER
from faheng.intake.returned.listing import CENTRED, HIDDEN, WIDTHS, ListRow, ResultList
from faheng.intake.returned.look import (
    ERROR_FILL,
    ERROR_INK,
    FONT,
    HEADER_FILL,
    LINE,
    LINE_HEIGHT,
    LINK_INK,
    SUB_INK,
    WARNING_FILL,
    WARNING_INK,
    line_count,
)


def fill_list_sheet(sheet: Any, content: ResultList) -> None:
    """Write the list into an empty openpyxl worksheet, ready to print."""
    from openpyxl.styles import Alignment, Font

    sheet.sheet_view.showGridLines = False
    last = len(content.shown)
    texts = ((content.title, Font(FONT, 16, bold=True)), *((line, Font(FONT, 11)) for line in content.lines))
    for row, (text, font) in enumerate(texts, start=1):
        sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=last)
        cell = _write(sheet, row, 1, text)
        cell.font, cell.alignment = font, Alignment(vertical="center", wrap_text=True)
        sheet.row_dimensions[row].height = (
            28 if row == 1 else LINE_HEIGHT * line_count(text, content.width) + 3
        )
    _fill_table(sheet, content)
    for column, name in enumerate(content.columns, start=1):
        dimension = sheet.column_dimensions[column_letters(column)]
        dimension.width = WIDTHS[name]
        dimension.hidden = name in HIDDEN
    sheet.freeze_panes = sheet.cell(content.header_row + 1, 1)
    _set_up_print(sheet, content)


def _fill_table(sheet: Any, content: ResultList) -> None:
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

    side = Side("thin", LINE)
    border = Border(side, side, side, side)
    header = content.header_row
    sheet.row_dimensions[header].height = LINE_HEIGHT + 7
    for column, name in enumerate(content.columns, start=1):
        cell = _write(sheet, header, column, name)
        cell.font, cell.border = Font(FONT, 11, bold=True), border
        cell.fill = PatternFill("solid", f"FF{HEADER_FILL}")
        cell.alignment = Alignment("center", "center")
    fonts = {"": Font(FONT, 10), "link": Font(FONT, 10, color=LINK_INK, underline="single")}
    levels = {
        True: (Font(FONT, 10, bold=True, color=ERROR_INK), PatternFill("solid", f"FF{ERROR_FILL}")),
        False: (Font(FONT, 10, color=WARNING_INK), PatternFill("solid", f"FF{WARNING_FILL}")),
    }
    centred = Alignment("center", "center", wrap_text=True)
    wrapped = Alignment("left", "center", wrap_text=True, indent=1)
    for row, entry in enumerate(content.rows, start=header + 1):
        sheet.row_dimensions[row].height = LINE_HEIGHT * entry.lines + 3
        for column, name in enumerate(content.columns, start=1):
            cell = _write(sheet, row, column, entry.texts[name])
            if name in HIDDEN:
                continue
            cell.font, cell.border = fonts[""], border
            cell.alignment = centred if name in CENTRED else wrapped
            if name == NUMBER:
                cell.value = int(entry.texts[name])
            elif name == LEVEL:
                cell.font, cell.fill = levels[entry.is_error]
            elif name == CELL and entry.link:
                _link(cell, entry)
                cell.font = fonts["link"]


def _write(sheet: Any, row: int, column: int, text: str) -> Any:
    cell = sheet.cell(row, column, text)
    if text:
        # Whatever it begins with: a text that is a formula would run on whoever opens the file.
        cell.data_type = "s"
    return cell


def _link(cell: Any, entry: ListRow) -> None:
    from openpyxl.worksheet.hyperlink import Hyperlink

    cell.hyperlink = Hyperlink(ref=cell.coordinate, location=entry.link, display=entry.texts[CELL])


def _set_up_print(sheet: Any, content: ResultList) -> None:
    """A4 across, as wide as one page, the column titles on every page."""
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.print_title_rows = f"{content.header_row}:{content.header_row}"
    last_row = content.header_row + len(content.rows)
    sheet.print_area = f"A1:{column_letters(len(content.shown))}{last_row}"
    margins = sheet.page_margins
    margins.left = margins.right = 0.4
    margins.top = margins.bottom = 0.6
    margins.header = margins.footer = 0.3
    sheet.oddFooter.right.text, sheet.oddFooter.right.color = "第 &P 页，共 &N 页", SUB_INK
