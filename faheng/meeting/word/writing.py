"""Writes paragraphs, tables and charts into a document, one below the other."""

from __future__ import annotations

from collections.abc import Sequence

from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Pt
from docx.text.paragraph import Paragraph

from faheng.charts.spec import ChartSpec
from faheng.meeting.native.chart import NativeChart, Room
from faheng.meeting.native.kinds import native_charts
from faheng.meeting.word import layout
from faheng.meeting.word.charts import add_chart
from faheng.meeting.word.table_xml import table_xml, tiles_xml
from faheng.meeting.word.tables import Cell, Grid
from faheng.xml_text import legal

_POINT = 72 / 25.4  # per mm
_GAP = 6  # points below a table


class Writer:
    """The document while it grows; `_drawings` counts what needs an id of its own."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self._drawings = 0
        self._bookmarks = 0
        self._cell_style = document.styles[layout.CELL].style_id

    def paragraph(self, text: str, style: str = layout.TEXT, *, keeps: bool = False) -> Paragraph:
        """A paragraph in one of the styles of layout.py; `keeps`: on the same page as what follows."""
        paragraph = self.document.add_paragraph(legal(text), style)
        if keeps:
            paragraph.paragraph_format.keep_with_next = True
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
        paragraph = self.document.add_paragraph(style=layout.HEAD)
        run = paragraph.add_run(legal(text))
        link = parse_xml(f'<w:hyperlink {nsdecls("w")} w:anchor="{name}" w:history="1"/>')
        paragraph._p.append(link)
        link.append(run._r)

    # Tables

    def table(self, grid: Grid) -> None:
        """A table across the text."""
        self._append(table_xml(grid, self._cell_style))

    def tiles(self, rows: Sequence[Sequence[Cell | None]], *, about: str) -> None:
        """A map of tiles."""
        self._append(tiles_xml(rows, self._cell_style, about=about), keeps=True)

    def _append(self, table: str, *, keeps: bool = False) -> None:
        """The table with a small gap below it."""
        paragraph = self.document.add_paragraph(style=layout.SMALL)
        paragraph.paragraph_format.line_spacing = Pt(_GAP)
        paragraph.paragraph_format.keep_with_next = keeps
        paragraph._p.addprevious(parse_xml(table))

    # Charts

    def chart(self, spec: ChartSpec, height: float, *, letters: float) -> None:
        """The native charts of a spec, `height` points high in all, side by side where there are several."""
        room = Room(layout.WIDTH * _POINT, height, letters, layout.CHART)
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
