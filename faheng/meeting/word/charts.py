"""Native charts in a Word document: the same parts as PowerPoint's, hung where Word looks for them."""

from __future__ import annotations

from docx.document import Document
from docx.opc.constants import CONTENT_TYPE as CT
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.text.paragraph import Paragraph
from lxml import etree

from faheng.meeting.native.chart import NativeChart
from faheng.meeting.native.markup import chart_xml
from faheng.meeting.native.sheet import workbook
from faheng.xml_text import legal

_EMU = 12_700  # of a point
_CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"


def add_chart(document: Document, paragraph: Paragraph, chart: NativeChart, number: int) -> None:
    """The chart in the line of `paragraph`, with the workbook behind it; `number` is that of no other drawing."""
    package = document.part.package
    sheet = Part(
        PackURI(f"/word/embeddings/Microsoft_Excel_Sheet{number}.xlsx"),
        CT.SML_SHEET,
        workbook(chart),
        package,
    )
    part = Part(PackURI(f"/word/charts/chart{number}.xml"), CT.DML_CHART, b"", package)
    part._blob = chart_xml(chart, part.relate_to(sheet, RT.PACKAGE))
    paragraph.add_run()._r.append(_drawing(chart, document.part.relate_to(part, RT.CHART), number))


def _drawing(chart: NativeChart, relationship: str, number: int) -> etree._Element:
    width, height = round(chart.box.width * _EMU), round(chart.box.height * _EMU)
    drawing = parse_xml(
        f"""<w:drawing {nsdecls("w", "wp", "a", "r")}><wp:inline distT="0" distB="0" distL="0" distR="0">
        <wp:extent cx="{width}" cy="{height}"/><wp:docPr id="{number}" name="图 {number}"/><wp:cNvGraphicFramePr/>
        <a:graphic><a:graphicData uri="{_CHART}"><c:chart xmlns:c="{_CHART}" r:id="{relationship}"/></a:graphicData></a:graphic>
        </wp:inline></w:drawing>"""
    )
    drawing[0][1].set("descr", legal(chart.about))
    return drawing
