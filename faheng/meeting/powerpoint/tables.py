"""Tables on slides: Matrix and Table, and what other tables are made of, in letters in which their texts fit."""

from __future__ import annotations

from collections.abc import Sequence

from faheng.charts.spec import Matrix, MatrixCell, MatrixRow
from faheng.meeting import palette
from faheng.meeting.native.chart import Box
from faheng.meeting.powerpoint.bodies import draw
from faheng.meeting.powerpoint.draw import Align, Canvas, Cell, Paragraph, Run
from faheng.meeting.texts import lines_needed, size_that_fits
from faheng.tables import Table

_SIZES = (16, 15, 14, 13, 12, 11, 10, 9)
_EDGE = 8  # both margins of a cell
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


@draw.register
def _matrix(body: Matrix, canvas: Canvas, box: Box) -> None:
    """Tinted cells with their signs; the whole city's column and row in bold letters."""
    count = len(body.columns)
    first = box.width * (0.26 if count > 5 else 0.34)
    other = (box.width - first) / max(count, 1)
    height = min(box.height / (len(body.rows) + 1), MOST_ROW)
    shown = [row for row in body.rows if row.cells]
    names = fitting([(_row_name(row), first) for row in shown], height, most=14)
    values = min(
        _one_line([text for row in shown for cell in row.cells for text in _value(cell)], other), height / 2
    )
    heads = fitting([(column.label, other) for column in body.columns], height, most=14)
    rows: list[tuple[float, list[Cell]]] = [
        (
            height,
            head_cells(
                [body.corner, *(column.label for column in body.columns)],
                ["l", *["ctr"] * count],  # type: ignore[list-item]
                heads,
            ),
        )
    ]
    for row in body.rows:
        if not row.cells:
            rows.append((height, [group_cell(row.label, count + 1, names)]))
            continue
        name = text_cell(
            Run(row.label, names, bold=row.is_sum),
            Run(f" {row.note}" if row.note else "", names - 2, palette.SUB),
        )
        cells = [
            _matrix_cell(cell, values, bold=row.is_sum or column.is_total)
            for cell, column in zip(row.cells, body.columns, strict=True)
        ]
        rows.append((height, [name, *cells]))
    widths = [first, *[other] * count]
    canvas.table(whole(box, rows), widths, rows, name="表格", about=f"{body.title}。{body.subtitle}")


def _row_name(row: MatrixRow) -> str:
    return f"{row.label} {row.note}".strip()


def _value(cell: MatrixCell) -> tuple[str, str]:
    """What stands in a cell: the value, and what is behind it below."""
    return " ".join(text for text in (cell.sign, cell.text, cell.mark) if text), cell.detail


def _one_line(texts: Sequence[str], width: float) -> float:
    """The largest letters in which every text is one line."""
    return next(
        (size for size in _SIZES if all(lines_needed(text, size, width - _EDGE) == 1 for text in texts)),
        _SIZES[-1],
    )


def _matrix_cell(cell: MatrixCell, size: float, *, bold: bool) -> Cell:
    ink = palette.SUB if cell.tone in ("missing", "none") else palette.INK
    head = (
        Run(f"{cell.sign} " if cell.sign else "", size, bold=True),
        Run(cell.text, size, ink, bold),
        Run(f" {cell.mark}" if cell.mark else "", max(size - 3, 9), palette.SUB),
    )
    paragraphs = [Paragraph(tuple(run for run in head if run.text), "ctr")]
    if cell.detail:
        paragraphs.append(Paragraph((Run(cell.detail, max(size - 3, 9), palette.SUB),), "ctr"))
    return Cell(tuple(paragraphs), palette.TINTS[cell.tone], line=palette.WHITE)


def whole(box: Box, rows: Sequence[tuple[float, object]]) -> Box:
    """The box that a table of these rows takes, from the top."""
    return Box(box.left, box.top, box.width, sum(height for height, _ in rows))


@draw.register
def _table(body: Table, canvas: Canvas, box: Box) -> None:
    """Columns as wide as their texts need; numbers to the right."""
    texts = list(body.texts())
    needs = [
        3 + max(3, *(min(len(text), 36) for text in (column.title, *(row[place] for row in texts))))
        for place, column in enumerate(body.columns)
    ]
    widths = [box.width * need / sum(needs) for need in needs]
    height = min(box.height / (len(texts) + 1), MOST_ROW)
    size = fitting(
        [(text, width) for row in texts for text, width in zip(row, widths, strict=True)], height, most=14
    )
    aligns: list[Align] = ["r" if column.is_number else "l" for column in body.columns]
    rows = [(min(height, 32), head_cells([column.title for column in body.columns], aligns, 14))]
    for number, row in enumerate(texts):
        is_footer = number >= len(texts) - body.footer_rows
        rows.append(
            (
                height,
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
