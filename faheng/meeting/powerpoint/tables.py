"""Tables on slides: Matrix and Table, and what other tables are made of, in letters in which their texts fit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from faheng.charts.drawing import text_width
from faheng.charts.spec import Matrix, MatrixCell, MatrixRow
from faheng.meeting import palette
from faheng.meeting.native.chart import Box
from faheng.meeting.powerpoint.bodies import draw, letters
from faheng.meeting.powerpoint.draw import Align, Canvas, Cell, Paragraph, Run
from faheng.meeting.texts import LINE, lines_needed, size_that_fits
from faheng.tables import Table

_SIZES = (16, 15, 14, 13, 12, 11, 10, 9)
_EDGE = 8  # both margins of a cell
_HEAD = 32.0
_NAMES = (0.2, 0.34)  # of the width of a matrix are its names, at least and at most
_BOLD = 1.08  # how much wider bold letters are
_SHORT = 6  # letters of a column of short words
MOST_ROW = 44


def text_cell(
    *runs: Run, align: Align = "l", fill: str = "", across: int = 1, line: str = palette.GRID
) -> Cell:
    """One line of text."""
    return Cell((Paragraph(tuple(run for run in runs if run.text), align),), fill, across, line=line)


def head_cells(texts: Sequence[str], aligns: Sequence[Align], size: float) -> list[Cell]:
    """The row that heads a table."""
    return [
        text_cell(Run(text, size, palette.WHITE, bold=True), align=align, fill=palette.MAIN, line="")
        for text, align in zip(texts, aligns, strict=True)
    ]


def group_cell(text: str, across: int, size: float) -> Cell:
    """The heading of the rows below it, as wide as the table."""
    return text_cell(Run(text, size, palette.SUB, bold=True), across=across, fill=palette.CARD)


def fitting(texts: Sequence[tuple[str, float]], height: float, *, most: float = 16) -> float:
    """The largest letters in which each text fits its width and a row of this height."""
    return min(
        (
            size_that_fits(
                text, [size for size in _SIZES if size <= most], width=width - _EDGE, height=height - 2
            )
            for text, width in texts
        ),
        default=most,
    )


@dataclass(frozen=True)
class _Columns:
    """How wide the columns of a matrix are in letters of this size, the names of its rows first."""

    size: float
    widths: tuple[float, ...]
    is_tight: bool = False  # narrower than a value needs

    @property
    def behind(self) -> float:
        """The letters of what stands below a value or behind a name."""
        return max(self.size - 2, _SIZES[-1])


@letters.register
def _matrix_letters(body: Matrix, box: Box) -> tuple[float, ...]:
    """The largest letters in which values stand on one line, names and headings on two."""
    height = _matrix_row(body, box)
    return (
        next((size for size in _SIZES if _has_room(body, _columns(body, box, size), height)), _SIZES[-1]),
    )


def _matrix_row(body: Matrix, box: Box) -> float:
    return min(box.height / (len(body.rows) + 1), MOST_ROW)


def _columns(body: Matrix, box: Box, size: float) -> _Columns:
    """Columns of values as wide as each needs, or alike where there is room; names have the rest, up to a third."""
    columns = _Columns(size, ())
    needs = [
        max(
            _head_width(column.label, size),
            *(_cell_width(row.cells[place], columns) for row in body.rows if row.cells),
            0,
        )
        for place, column in enumerate(body.columns)
    ]
    least = box.width * _NAMES[0]
    if max(needs, default=0) * len(needs) <= box.width - least:
        needs = [max(needs, default=0)] * len(needs)
    names = min(max(box.width - sum(needs), least), box.width * _NAMES[1])
    spare = (box.width - names - sum(needs)) / max(len(needs), 1)
    return _Columns(size, (names, *(need + spare for need in needs)), is_tight=spare < 0)


def _head_width(label: str, size: float) -> float:
    """What a heading needs on two lines: half of it, and the letter that does not break."""
    whole_width = text_width(label, 100) * size / 100 * _BOLD
    return min(whole_width, whole_width / 2 + size) + _EDGE


def _cell_width(cell: MatrixCell, columns: _Columns) -> float:
    value, behind = _value(cell)
    wide = text_width(value, 100) * columns.size, text_width(behind, 100) * columns.behind
    return max(wide) / 100 * _BOLD + _EDGE


def _has_room(body: Matrix, columns: _Columns, height: float) -> bool:
    """Whether all texts of the matrix fit rows of this height."""
    size, names = columns.size, columns.widths[0]
    heads = [body.corner, *(column.label for column in body.columns)]
    below = [
        lines_needed(text, size, width - _EDGE) for text, width in zip(heads, columns.widths, strict=True)
    ]
    below += [lines_needed(_row_name(row), size, names - _EDGE) for row in body.rows]
    values = [size + (columns.behind if _value(cell)[1] else 0) for row in body.rows for cell in row.cells]
    return not columns.is_tight and max(max(below) * size, *values, 0) * LINE + 2 <= height


@draw.register
def _matrix(body: Matrix, canvas: Canvas, box: Box) -> None:
    """Tinted cells with their signs; the whole city's column and row in bold letters."""
    (size,) = canvas.letters
    columns = _columns(body, box, size)
    count = len(body.columns)
    height = _matrix_row(body, box)
    heads = [body.corner, *(column.label for column in body.columns)]
    aligns: list[Align] = ["l", *["ctr"] * count]  # type: ignore[list-item]
    rows: list[tuple[float, list[Cell]]] = [(height, head_cells(heads, aligns, size))]
    for row in body.rows:
        if not row.cells:
            rows.append((height, [group_cell(row.label, count + 1, size)]))
            continue
        name = text_cell(
            Run(row.label, size, bold=row.is_sum),
            Run(f" {row.note}" if row.note else "", columns.behind, palette.SUB),
        )
        cells = [
            _matrix_cell(cell, columns, bold=row.is_sum or column.is_total)
            for cell, column in zip(row.cells, body.columns, strict=True)
        ]
        rows.append((height, [name, *cells]))
    canvas.table(whole(box, rows), columns.widths, rows, name="表格", about=f"{body.title}。{body.subtitle}")


def _row_name(row: MatrixRow) -> str:
    return f"{row.label} {row.note}".strip()


def _value(cell: MatrixCell) -> tuple[str, str]:
    """What stands in a cell: the value, and below it what is behind it."""
    return f"{cell.sign} {cell.text}".strip(), f"{cell.detail} {cell.mark}".strip()


def _matrix_cell(cell: MatrixCell, columns: _Columns, *, bold: bool) -> Cell:
    ink = palette.SUB if cell.tone in ("missing", "none") else palette.INK
    head = (
        Run(f"{cell.sign} " if cell.sign else "", columns.size, bold=True),
        Run(cell.text, columns.size, ink, bold),
    )
    paragraphs = [Paragraph(tuple(run for run in head if run.text), "ctr")]
    if behind := _value(cell)[1]:
        paragraphs.append(Paragraph((Run(behind, columns.behind, palette.SUB),), "ctr"))
    return Cell(tuple(paragraphs), palette.TINTS[cell.tone], line=palette.WHITE)


def whole(box: Box, rows: Sequence[tuple[float, object]]) -> Box:
    """The box that a table of these rows takes, from the top."""
    return Box(box.left, box.top, box.width, sum(height for height, _ in rows))


@letters.register
def _table_letters(body: Table, box: Box) -> tuple[float, ...]:
    """The largest letters in which the rows, each as high as it needs, fit below the head."""
    return (
        next(
            (size for size in _SIZES if sum(_table_heights(body, box, size)) <= box.height - _HEAD),
            _SIZES[-1],
        ),
    )


def _table_widths(body: Table, box: Box, size: float) -> list[float]:
    """Columns of short words as wide as these; the others share what is left by their longest texts."""
    texts = [[column.title for column in body.columns], *map(list, body.texts())]
    longest = [max(text_width(row[place], 1) for row in texts) for place in range(len(body.columns))]
    short = [em * size * _BOLD * _BOLD + _EDGE if em <= _SHORT else 0 for em in longest]
    shares = [0 if width else min(em, 24) for em, width in zip(longest, short, strict=True)]
    left = box.width - sum(short)
    if not any(shares):
        return [width * box.width / sum(short) for width in short]
    return [width or left * share / sum(shares) for width, share in zip(short, shares, strict=True)]


def _table_heights(body: Table, box: Box, size: float) -> list[float]:
    """The height of each row for its texts."""
    widths = _table_widths(body, box, size)
    return [
        max(lines_needed(text, size, width - _EDGE) for text, width in zip(row, widths, strict=True))
        * size
        * LINE
        + 4
        for row in body.texts()
    ]


@draw.register
def _table(body: Table, canvas: Canvas, box: Box) -> None:
    """Columns as wide as their texts need; numbers to the right; what is left of the height is spread evenly."""
    (size,) = canvas.letters
    texts = list(body.texts())
    widths = _table_widths(body, box, size)
    heights = _table_heights(body, box, size)
    spare = max(min((box.height - _HEAD - sum(heights)) / max(len(heights), 1), 14), 0)
    aligns: list[Align] = ["r" if column.is_number else "l" for column in body.columns]
    rows = [(_HEAD, head_cells([column.title for column in body.columns], aligns, size))]
    for number, (row, height) in enumerate(zip(texts, heights, strict=True)):
        is_footer = number >= len(texts) - body.footer_rows
        rows.append(
            (
                height + spare,
                [
                    text_cell(
                        Run(text, size, bold=is_footer or place == 0),
                        align=align,
                        fill=palette.CARD if number % 2 else "",
                    )
                    for place, (text, align) in enumerate(zip(row, aligns, strict=True))
                ],
            )
        )
    canvas.table(whole(box, rows), widths, rows, name="表格", about=f"{body.title}，{len(texts)} 行")
