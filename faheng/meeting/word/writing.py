"""Writes paragraphs, tables and charts into a document, one below the other."""

from __future__ import annotations

from collections.abc import Sequence

from docx.document import Document
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor
from docx.table import Table as DocxTable
from docx.table import _Cell
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from faheng.charts.spec import ChartSpec
from faheng.meeting import palette
from faheng.meeting.native.chart import NativeChart, Room
from faheng.meeting.native.kinds import native_charts
from faheng.meeting.word import layout
from faheng.meeting.word.charts import add_chart
from faheng.meeting.word.tables import Cell, Grid
from faheng.xml_text import legal

_POINT = 72 / 25.4  # per mm
_LETTERS = 9  # points, of a chart
_SECOND = 0.85  # the size of what stands behind a number


class Writer:
    """The document while it grows; `_drawings` counts what needs an id of its own."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self._drawings = 0
        self._bookmarks = 0

    def paragraph(
        self, text: str, style: str = layout.TEXT, *, color: str = "", bold: bool = False
    ) -> Paragraph:
        """A paragraph in one of the styles of layout.py."""
        paragraph = self.document.add_paragraph(style=style)
        if text:
            self._run(paragraph, text, color=color, bold=bold)
        return paragraph

    def heading(self, text: str, *, level: int = 1, name: str = "") -> None:
        """A heading that Word numbers: 一、 or （一）; `name` is what links in the document lead to."""
        paragraph = self.paragraph(text, layout.FIRST if level == 1 else layout.SECOND)
        if name:
            self._bookmarks += 1
            marks = f'w:id="{self._bookmarks}"'
            start = parse_xml(f'<w:bookmarkStart {nsdecls("w")} {marks} w:name="{name}"/>')
            end = parse_xml(f"<w:bookmarkEnd {nsdecls('w')} {marks}/>")
            paragraph._p.insert(1 if paragraph._p.pPr is not None else 0, start)
            paragraph._p.append(end)

    def link(self, text: str, name: str) -> None:
        """A line that leads to a heading."""
        paragraph = self.document.add_paragraph(style=layout.TEXT)
        run = self._run(paragraph, text)
        link = parse_xml(f'<w:hyperlink {nsdecls("w")} w:anchor="{name}" w:history="1"/>')
        paragraph._p.append(link)
        link.append(run._r)

    @staticmethod
    def _run(paragraph: Paragraph, text: str, *, color: str = "", bold: bool = False, size: float = 0) -> Run:
        run = paragraph.add_run(legal(text))
        if color:
            run.font.color.rgb = RGBColor.from_string(color)
        if bold:
            run.font.bold = True
        if size:
            run.font.size = Pt(size)
        return run

    # Tables

    def table(self, grid: Grid) -> None:
        """A table across the text: its header on every page, no row over two pages."""
        table = self._table(
            len(grid.head), [share / sum(grid.widths) * layout.WIDTH for share in grid.widths]
        )
        head = [
            Cell((text,) if text else (), palette.MAIN, palette.WHITE, bold=True, centred=True)
            for text in grid.head
        ]
        self._row(table, head, grid.size, is_header=True)
        for row in grid.rows:
            self._row(table, row, grid.size)
        self._after()

    def tiles(self, rows: Sequence[Sequence[Cell | None]], *, about: str) -> None:
        """A map of tiles: cells where they lie, nothing between them."""
        count = len(rows[0])
        wide = min(layout.WIDTH / count, 30)
        table = self._table(count, [wide] * count, lines="none")
        properties = table._tbl.tblPr
        properties.append(parse_xml(f'<w:tblDescription {nsdecls("w")} w:val=""/>'))
        properties[-1].set(qn("w:val"), legal(about))
        for row in rows:
            self._row(table, [cell or Cell(()) for cell in row], 9)
        self._after()

    def _table(self, count: int, widths: Sequence[float], *, lines: str = palette.CONTEXT) -> DocxTable:
        table = self.document.add_table(rows=0, cols=count)
        table.autofit = False
        table.alignment = 1
        properties = table._tbl.tblPr
        kind = 'w:val="nil"' if lines == "none" else f'w:val="single" w:sz="4" w:space="0" w:color="{lines}"'
        sides = "".join(
            f"<w:{side} {kind}/>" for side in ("top", "left", "bottom", "right", "insideH", "insideV")
        )
        borders = parse_xml(f"<w:tblBorders {nsdecls('w')}>{sides}</w:tblBorders>")
        margins = parse_xml(
            f'<w:tblCellMar {nsdecls("w")}><w:left w:w="60" w:type="dxa"/><w:right w:w="60" w:type="dxa"/></w:tblCellMar>'
        )
        layout_element = properties.find(qn("w:tblLayout"))
        layout_element.addprevious(borders)
        layout_element.addnext(margins)
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Mm(width)
        return table

    def _row(self, table: DocxTable, cells: Sequence[Cell], size: float, *, is_header: bool = False) -> None:
        row = table.add_row()
        properties = row._tr.get_or_add_trPr()
        properties.append(OxmlElement("w:cantSplit"))
        if is_header:
            properties.append(OxmlElement("w:tblHeader"))
        found = row.cells
        if len(cells) < len(found):
            found = (found[0].merge(found[-1]),)
        for docx_cell, cell in zip(found, cells, strict=True):
            self._fill(docx_cell, cell, size)

    def _fill(self, docx_cell: _Cell, cell: Cell, size: float) -> None:
        docx_cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
        if cell.fill:
            shade = parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="{cell.fill}"/>')
            before = docx_cell._tc.get_or_add_tcPr().find(qn("w:vAlign"))
            before.addprevious(shade)
        for number, text in enumerate(cell.lines or ("",)):
            paragraph = docx_cell.paragraphs[0] if number == 0 else docx_cell.add_paragraph()
            paragraph.style = layout.CELL
            if cell.centred:
                paragraph.alignment = 1
            sign = cell.sign if number == 0 else ""
            letters = size if number == 0 else round(size * _SECOND * 2) / 2
            if sign:
                self._run(paragraph, f"{sign} ", bold=True, size=letters)
            if text:
                self._run(paragraph, text, color=cell.ink, bold=cell.bold, size=letters)

    def _after(self) -> None:
        """A small gap below a table."""
        paragraph = self.document.add_paragraph(style=layout.SMALL)
        paragraph.paragraph_format.line_spacing = Pt(6)

    # Charts

    def chart(self, spec: ChartSpec, height: float) -> None:
        """The native charts of a spec, `height` points high, side by side where there are several."""
        room = Room(layout.WIDTH * _POINT, height, _LETTERS, layout.CHART)
        line: Paragraph | None = None
        top = -1.0
        for chart in native_charts(spec, room):
            if line is None or chart.box.top > top + 1:
                line, top = self.document.add_paragraph(style=layout.FIGURE), chart.box.top
                line.paragraph_format.keep_with_next = True
            self._add(line, chart)

    def _add(self, line: Paragraph, chart: NativeChart) -> None:
        self._drawings += 1
        add_chart(self.document, line, chart, self._drawings)
