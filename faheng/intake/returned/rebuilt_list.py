"""The sheet 校验结果 written with XlsxWriter into a workbook built anew."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from faheng.intake.returned.compare import CELL, LEVEL, NUMBER
from faheng.intake.returned.listing import CENTRED, HIDDEN, WIDTHS, ListRow, ResultList
from faheng.intake.returned.look import (
    ERROR_FILL,
    ERROR_INK,
    HEADER_FILL,
    LINE,
    LINE_HEIGHT,
    LINK_INK,
    WARNING_FILL,
    WARNING_INK,
    line_count,
)

if TYPE_CHECKING:
    from faheng.intake.returned.rebuild import Formats

_MOST_LINKS = 65_000  # XlsxWriter refuses more in a sheet, as Excel does
_GRID = {"border": 1, "border_color": f"#{LINE}"}


def write_list_sheet(sheet: Any, content: ResultList, formats: Formats) -> None:
    """Write the list into an empty worksheet, ready to print."""
    sheet.hide_gridlines(2)
    last = len(content.shown) - 1
    title = formats.get(font_size=16, bold=True, text_wrap=True)
    for row, text in enumerate((content.title, *content.lines)):
        style = formats.get(text_wrap=True) if row else title
        sheet.merge_range(row, 0, row, last, "", style)
        sheet.write_string(row, 0, text, style)
        sheet.set_row(row, LINE_HEIGHT * line_count(text, content.width) + 3 if row else 28)
    header = content.header_row - 1
    sheet.set_row(header, LINE_HEIGHT + 7)
    for column, name in enumerate(content.columns):
        sheet.set_column(column, column, WIDTHS[name], None, {"hidden": name in HIDDEN})
        style = formats.get(**_GRID, bold=True, bg_color=f"#{HEADER_FILL}", align="center")
        sheet.write_string(header, column, name, style)
    for row, entry in enumerate(content.rows, start=header + 1):
        sheet.set_row(row, LINE_HEIGHT * entry.lines + 3)
        for column, name in enumerate(content.columns):
            style = formats.get(**_looks(name, entry))
            if name == NUMBER:
                sheet.write_number(row, column, int(entry.texts[name]), style)
            elif name == CELL and entry.link and row < _MOST_LINKS:
                sheet.write_url(row, column, f"internal:{entry.link}", style, entry.texts[name])
            else:
                sheet.write_string(row, column, entry.texts[name], style)
    sheet.freeze_panes(header + 1, 0)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(header)
    sheet.print_area(0, 0, header + len(content.rows), last)
    sheet.set_footer("&R第 &P 页，共 &N 页")


def _looks(name: str, entry: ListRow) -> dict[str, Any]:
    looks: dict[str, Any] = {**_GRID, "font_size": 10, "text_wrap": True}
    if name in CENTRED:
        looks["align"] = "center"
    else:
        looks["indent"] = 1
    if name == LEVEL:
        ink, fill = (ERROR_INK, ERROR_FILL) if entry.is_error else (WARNING_INK, WARNING_FILL)
        looks |= {"bold": entry.is_error, "font_color": f"#{ink}", "bg_color": f"#{fill}"}
    elif name == CELL and entry.link:
        looks |= {"font_color": f"#{LINK_INK}", "underline": 1}
    return looks
