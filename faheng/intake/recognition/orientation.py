"""Which way a table lies: regions down a column, across a row, or one region for the whole form."""

from collections.abc import Iterator
from dataclasses import dataclass

from faheng.catalogue import Region
from faheng.intake.grid import Grid, Merge, cell_address
from faheng.intake.numbers import read_number
from faheng.intake.recognition.county_form import form_blocks, headed_blocks
from faheng.intake.recognition.layout import Block, SheetView, find_blocks, is_note
from faheng.intake.recognition.vocabulary import Vocabulary
from faheng.intake.recognition.words import IGNORED_HEADERS
from faheng.intake.texts import match_key
from faheng.period import parse_period

# A region's name is short; a longer text is a title or a note.
_LONGEST_NAME = 24
_CODE_LENGTH = 6


@dataclass(frozen=True)
class Table:
    """One table with the view in which its regions stand down a column."""

    view: SheetView
    block: Block


@dataclass(frozen=True)
class Turned(Grid):
    """A sheet with rows and columns swapped; addresses are still those of the sheet itself."""

    def address(self, row: int, column: int) -> str:
        """Return the full address in the sheet as it lies."""
        return f"{self.name}!{cell_address(column, row)}"

    def column_name(self, column: int) -> str:
        """Return the row number: what is a column here is a row of the sheet."""
        return str(column)


def turned(grid: Grid) -> Turned:
    """Return the sheet on its side."""
    return Turned(
        name=grid.name,
        hidden=grid.hidden,
        cells={(column, row): cell for (row, column), cell in grid.cells.items()},
        merges=tuple(
            Merge(merge.first_column, merge.first_row, merge.last_column, merge.last_row)
            for merge in grid.merges
        ),
        hidden_rows=grid.hidden_columns,
        hidden_columns=grid.hidden_rows,
    )


def find_tables(
    view: SheetView, vocabulary: Vocabulary, *, unit: Region | None, file_name: str
) -> list[Table]:
    """Return the tables of a sheet, each turned so that its regions stand down a column; [] when there is none.

    Regions stand across where one row of texts names more of them than any column does. A sheet in which neither a row
    nor a column names two regions may be the form of one region: `unit` and `file_name` then say whose.
    """
    cells = _region_cells(view, vocabulary)
    down, across = _most_down(cells), _region_rows(view, cells)
    if across and max(len(columns) for columns in across.values()) > max(down, 1):
        side = SheetView(turned(view.grid))
        return [Table(side, block) for block in _across_blocks(view, vocabulary, across)]
    blocks = (
        headed_blocks(view, vocabulary)
        or find_blocks(view, vocabulary)
        or form_blocks(view, vocabulary, unit=unit, file_name=file_name)
    )
    return [Table(view, block) for block in blocks]


def _region_cells(view: SheetView, vocabulary: Vocabulary) -> dict[tuple[int, int], str]:
    """Return the code of the region that each cell names, for those that name one."""
    found: dict[tuple[int, int], str] = {}
    for (row, column), cell in view.grid.cells.items():
        # Of numbers only the six digits of a code can be a region.
        may_name = len(cell.text) == _CODE_LENGTH if cell.kind == "number" else cell.kind == "text"
        if may_name and len(cell.text) <= _LONGEST_NAME:
            region = vocabulary.region(view.text(row, column))
            if region is not None:
                found[row, column] = region.code
    return found


def _most_down(cells: dict[tuple[int, int], str]) -> int:
    """Return how many different regions the column with the most of them names."""
    found: dict[int, set[str]] = {}
    for (_, column), code in cells.items():
        found.setdefault(column, set()).add(code)
    return max(map(len, found.values()), default=0)


def _region_rows(view: SheetView, cells: dict[tuple[int, int], str]) -> dict[int, list[int]]:
    """Return the columns of the regions in each row that names at least two and holds no numbers."""
    found: dict[int, dict[int, str]] = {}
    for (row, column), code in cells.items():
        found.setdefault(row, {})[column] = code
    rows: dict[int, list[int]] = {}
    for row in sorted(found):
        if len(set(found[row].values())) < 2:
            continue
        others = (column for column in view.columns_of(row) if column not in found[row])
        if all(read_number(view.cell(row, column)).value is None for column in others):
            rows[row] = sorted(found[row])
    return rows


def _across_blocks(view: SheetView, vocabulary: Vocabulary, anchors: dict[int, list[int]]) -> Iterator[Block]:
    """Yield the tables under each row of regions, in the coordinates of the turned sheet."""
    tops = {row: _top(view, row, columns[0]) for row, columns in anchors.items()}
    rows = list(anchors)
    caption_from = 1
    for index, row in enumerate(rows):
        last = tops[rows[index + 1]] - 1 if index + 1 < len(rows) else view.last_row
        first = anchors[row][0]
        # 全市合计 may stand before the regions.
        totals = [column for column in range(1, first) if _is_total(view, vocabulary, row, column)]
        heads = [
            column
            for column in range(1, first)
            if column not in totals and not _is_aside(view, row, column, last)
        ]
        yield Block(
            region_column=row,
            first_column=tops[row],
            last_column=last,
            header_rows=tuple(heads),
            rows=(*totals, *range(first, view.last_column + 1)),
            captions=tuple(
                (column, above, text)
                for above in view.rows_between(caption_from, tops[row])
                for column in view.columns_of(above)
                if (text := view.text(above, column))
            ),
        )
        caption_from = last + 1


def _top(view: SheetView, row: int, first: int) -> int:
    """Return the first row of groups (years, halves) over a row of regions."""
    top = row
    while top > 1:
        texts = {view.text(top - 1, column) for column in view.columns_of(top - 1) if column >= first} - {""}
        if not any(parse_period(text, year=2000) is not None for text in texts):
            break
        top -= 1
    return top


def _is_total(view: SheetView, vocabulary: Vocabulary, row: int, column: int) -> bool:
    text = view.text(row, column)
    return vocabulary.is_total(text) or vocabulary.is_partial_total(text)


def _is_aside(view: SheetView, row: int, column: int, last: int) -> bool:
    """Whether a column beside the regions names nothing: 序号, 备注, or numbers only."""
    if match_key(view.text(row, column)) in IGNORED_HEADERS:
        return True
    below = [
        each
        for each in view.rows_between(row + 1, last + 1)
        if view.cell(each, column) is not None and not is_note(view.text(each, column))
    ]
    return bool(below) and all(read_number(view.cell(each, column)).value is not None for each in below)
