"""The sheet round one cell, as its sender sees it: the rows and columns beside it, and the headers they stand under."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from faheng.intake.grid import Workbook, cell_address, column_letters, parse_address
from faheng.ui.flash import plain
from faheng.views.sheet import shown_text

# What is shown of the sheet round a cell: a phone has room for five columns.
_ROWS_AROUND, _COLUMNS_AROUND = 3, 1
_LONGEST_TEXT = 20  # characters of one cell


def show_excerpt(workbook: Workbook, cell: str, *others: str) -> frozenset[str]:
    """Draw the surroundings of a cell (`年度!D7`), which stands out, as do those of `others` that lie in them.

    What was marked; nothing, and nothing is drawn, where the workbook has no such sheet.
    """
    sheet_name, _, address = cell.rpartition("!")
    place = parse_address(address) if sheet_name else None
    sheet = workbook.sheet(sheet_name)
    if place is None or sheet is None:
        return frozenset()
    row, column = place
    last_row, last_column = map(max, zip(*sheet.cells, place, strict=True))
    rows = [*_header_rows(row), *range(max(1, row - _ROWS_AROUND), min(last_row, row + _ROWS_AROUND) + 1)]
    columns = [
        *_first_columns(column),
        *range(max(1, column - _COLUMNS_AROUND), min(last_column, column + _COLUMNS_AROUND) + 1),
    ]
    texts = {r: [_short(shown_text(sheet.cells.get((r, c)))) for c in columns] for r in rows}
    # A title or an instruction stands alone in its row above and says nothing of this cell.
    texts = {r: shown for r, shown in texts.items() if r >= row or sum(map(bool, shown)) > 1}
    excerpt = pd.DataFrame(
        list(texts.values()), index=list(map(str, texts)), columns=list(map(column_letters, columns))
    )
    mark = "background-color: #F7C6C7; color: #1F2933; font-weight: bold"
    marked = {cell: place} | {
        other: found
        for other in others
        if other.rpartition("!")[0] == sheet_name
        and (found := parse_address(other.rpartition("!")[2])) is not None
        and found[0] in texts
        and found[1] in columns
    }
    styled = excerpt.style
    for r, c in marked.values():
        styled = styled.map(lambda _: mark, subset=(str(r), column_letters(c)))
    where = "、".join(cell_address(*found) for found in marked.values())
    st.markdown(f"“{plain(sheet_name)}” {where} 的位置")
    st.table(styled)  # unlike st.dataframe it wraps: the words of a header decide what a number means
    return frozenset(marked)


def _short(text: str) -> str:
    """A long remark must not take the room of the cell in question."""
    return text if len(text) <= _LONGEST_TEXT else f"{text[:_LONGEST_TEXT]}…"


def _header_rows(row: int) -> range:
    """The first rows of the sheet, where headers stand, when they are not shown anyway."""
    return range(1, min(4, max(1, row - _ROWS_AROUND)))


def _first_columns(column: int) -> range:
    """The first columns, where regions stand, when they are not shown anyway."""
    return range(1, min(3, max(1, column - _COLUMNS_AROUND)))
