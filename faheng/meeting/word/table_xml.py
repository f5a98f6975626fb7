"""A table as WordprocessingML, written at once: python-docx would take seconds for the cells of a long brief."""

from __future__ import annotations

from collections.abc import Sequence
from xml.sax.saxutils import escape, quoteattr

from docx.oxml.ns import nsdecls

from faheng.meeting import palette
from faheng.meeting.word.layout import WIDTH
from faheng.meeting.word.tables import Cell, Grid
from faheng.xml_text import legal

_TWIPS = 1440 / 25.4  # per mm
_SECOND = 0.85  # the size of what stands behind a number
_NOTHING = Cell(())
_BORDER = f'w:val="single" w:sz="4" w:space="0" w:color="{palette.CONTEXT}"'
_GAP = f'w:val="single" w:sz="18" w:space="0" w:color="{palette.WHITE}"'  # between tiles


def table_xml(grid: Grid, style: str) -> str:
    """The table across the text: its header on every page, no row over two pages; `style` is that of its paragraphs."""
    widths = [round(share / sum(grid.widths) * WIDTH * _TWIPS) for share in grid.widths]
    head = [
        Cell((text,) if text else (), palette.MAIN, palette.WHITE, bold=True, centred=True)
        for text in grid.head
    ]
    rows = [_row(head, widths, grid.size, style, is_header=True)]
    rows += [_row(row, widths, grid.size, style) for row in grid.rows]
    return _table(widths, rows, _BORDER)


def tiles_xml(rows: Sequence[Sequence[Cell | None]], style: str, *, about: str) -> str:
    """A map of tiles: cells where they lie, nothing between them; `about` is its alternative text."""
    count = len(rows[0])
    widths = [round(min(WIDTH / count, 30) * _TWIPS)] * count
    found = [_row([cell or _NOTHING for cell in row], widths, 9, style) for row in rows]
    # All on one page, with the caption below.
    found = [row.replace(_styled(style), f"{_styled(style)}<w:keepNext/>") for row in found]
    return _table(widths, found, _GAP, about=about)


def _table(widths: Sequence[int], rows: Sequence[str], border: str, *, about: str = "") -> str:
    sides = "".join(
        f"<w:{side} {border}/>" for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    description = f"<w:tblDescription w:val={quoteattr(legal(about))}/>" if about else ""
    return (
        f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblBorders>{sides}</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar>'
        f'<w:top w:w="20" w:type="dxa"/><w:left w:w="60" w:type="dxa"/>'
        f'<w:bottom w:w="20" w:type="dxa"/><w:right w:w="60" w:type="dxa"/></w:tblCellMar>{description}</w:tblPr>'
        f"<w:tblGrid>{columns}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def _row(
    cells: Sequence[Cell], widths: Sequence[int], size: float, style: str, *, is_header: bool = False
) -> str:
    """A row; one of a single cell stands across all columns."""
    header = "<w:tblHeader/>" if is_header else ""
    if len(cells) == 1 < len(widths):
        inside = _cell(cells[0], sum(widths), size, style, across=len(widths))
    else:
        inside = "".join(_cell(cell, width, size, style) for cell, width in zip(cells, widths, strict=True))
    return f"<w:tr><w:trPr><w:cantSplit/>{header}</w:trPr>{inside}</w:tr>"


def _cell(cell: Cell, width: int, size: float, style: str, *, across: int = 1) -> str:
    span = f'<w:gridSpan w:val="{across}"/>' if across > 1 else ""
    shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{cell.fill}"/>' if cell.fill else ""
    lines = "".join(_line(cell, number, text, size, style) for number, text in enumerate(cell.lines or ("",)))
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}{shade}<w:vAlign w:val="center"/></w:tcPr>{lines}</w:tc>'


def _line(cell: Cell, number: int, text: str, size: float, style: str) -> str:
    """A line of a cell; the first is in full size, with the sign before it."""
    letters = size if number == 0 else round(size * _SECOND * 2) / 2
    align = '<w:jc w:val="center"/>' if cell.centred else ""
    sign = _run(f"{cell.sign} ", letters, bold=True) if cell.sign and number == 0 else ""
    words = _run(text, letters, ink=cell.ink, bold=cell.bold) if text else ""
    return f"<w:p><w:pPr>{_styled(style)}{align}</w:pPr>{sign}{words}</w:p>"


def _styled(style: str) -> str:
    return f"<w:pStyle w:val={quoteattr(style)}/>"


def _run(text: str, size: float, *, ink: str = "", bold: bool = False) -> str:
    looks = ("<w:b/>" if bold else "") + (f'<w:color w:val="{ink}"/>' if ink else "")
    letters = f'<w:sz w:val="{round(size * 2)}"/><w:szCs w:val="{round(size * 2)}"/>'
    lines = (
        "<w:tab/>".join(f'<w:t xml:space="preserve">{escape(part)}</w:t>' for part in line.split("\t"))
        for line in legal(text).split("\n")
    )
    return f"<w:r><w:rPr>{looks}{letters}</w:rPr>{'<w:br/>'.join(lines)}</w:r>"
