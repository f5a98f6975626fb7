"""Canvas: what stands on one slide, written as the XML of its shapes; each gets an identity of its own.

A page is 540 units high, whatever its size in a file, so that sizes and letters are said once: on a page of 7.5 inches a
unit is a point. All texts are escaped here, and nowhere else.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal
from xml.sax.saxutils import escape, quoteattr

from lxml import etree
from pptx.opc.constants import CONTENT_TYPE as CT
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.opc.package import Part
from pptx.opc.packuri import PackURI
from pptx.oxml import parse_xml
from pptx.parts.embeddedpackage import EmbeddedXlsxPart
from pptx.parts.slide import SlidePart

from faheng.meeting import palette
from faheng.meeting.native.chart import Box, NativeChart
from faheng.meeting.native.markup import chart_xml
from faheng.meeting.native.sheet import workbook
from faheng.meeting.texts import LINE
from faheng.xml_text import legal

PAGE_HEIGHT = 540
EMU = 12_700  # in a point
_NAMESPACES = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
)
_NO_STYLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"  # a table without a style of its own

Align = Literal["l", "ctr", "r"]
Anchor = Literal["t", "ctr", "b"]


@dataclass(frozen=True)
class Run:
    """Letters of one look; without `size` or `color` they are the placeholder's."""

    text: str
    size: float = 0
    color: str = palette.INK
    bold: bool = False


@dataclass(frozen=True)
class Paragraph:
    """A paragraph and the room before it."""

    runs: tuple[Run, ...]
    align: Align = "l"
    before: float = 0


@dataclass(frozen=True)
class Cell:
    """A cell of a table; `across` columns wide."""

    paragraphs: tuple[Paragraph, ...] = ()
    fill: str = ""
    across: int = 1
    line: str = palette.GRID


@dataclass
class File:
    """What the slides of a file know of each other: their parts in order by their identities, and how many charts there are.

    python-pptx would look through all parts for the number of every new one.
    """

    slides: Mapping[str, SlidePart]
    charts: int = 0

    def page(self, slide_id: str) -> str:
        """The number of a slide's page."""
        return str(list(self.slides).index(slide_id) + 1) if slide_id in self.slides else ""


class Canvas:
    """Collects shapes; `finish` puts them on the slide. `scale` is points in a unit of the page.

    `letters` are the sizes that the parts of a slide have in common, where it was split.
    """

    def __init__(self, part: SlidePart, *, scale: float, file: File) -> None:
        self.scale = scale
        self._part = part
        self.file = file
        self.letters: tuple[float, ...] = ()
        self._shapes: list[str] = []
        self._last_id = 1  # of the tree itself

    def finish(self) -> None:
        """Put the shapes on the slide, in place of those that it has."""
        tree = self._part.slide.shapes._spTree
        for shape in list(tree)[2:]:
            tree.remove(shape)
        for shape in parse_xml(f"<p:spTree {_NAMESPACES}>{''.join(self._shapes)}</p:spTree>"):
            tree.append(shape)
        etree.cleanup_namespaces(tree)

    def placeholder(
        self,
        kind: str,
        index: int | None,
        paragraphs: Sequence[Paragraph],
        box: Box | None = None,
        *,
        name: str,
    ) -> None:
        """A placeholder of the layout, at its place there or in a `box` of its own."""
        number = f' idx="{index}"' if index is not None else ""
        place = f"<a:xfrm>{self._place(box)}</a:xfrm>" if box else ""
        self._shapes.append(
            f'<p:sp><p:nvSpPr>{self._named(name)}<p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr>'
            f'<p:nvPr><p:ph type="{kind}"{number}/></p:nvPr></p:nvSpPr><p:spPr>{place}</p:spPr>'
            f"<p:txBody><a:bodyPr><a:noAutofit/></a:bodyPr><a:lstStyle/>{self._text(paragraphs)}</p:txBody></p:sp>"
        )

    def slide_number(self, index: int | None) -> None:
        """The placeholder in which PowerPoint writes the number of the page."""
        number = f' idx="{index}"' if index is not None else ""
        self._shapes.append(
            f'<p:sp><p:nvSpPr>{self._named("页码")}<p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr>'
            f'<p:nvPr><p:ph type="sldNum" sz="quarter"{number}/></p:nvPr></p:nvSpPr><p:spPr/><p:txBody><a:bodyPr/>'
            '<a:lstStyle/><a:p><a:fld id="{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}" type="slidenum">'
            '<a:rPr lang="zh-CN"/><a:t>‹#›</a:t></a:fld><a:endParaRPr lang="zh-CN"/></a:p></p:txBody></p:sp>'
        )

    def text(
        self,
        box: Box,
        paragraphs: Sequence[Paragraph],
        *,
        name: str = "文字",
        anchor: Anchor = "t",
        fill: str = "",
        line: str = "",
        leads_to: str = "",
    ) -> None:
        """Text in a box, which may be a filled shape; a click on it leads to another slide."""
        box_kind = "" if fill else ' txBox="1"'
        self._shapes.append(
            f"<p:sp><p:nvSpPr>{self._named(name, leads_to=leads_to)}<p:cNvSpPr{box_kind}/><p:nvPr/></p:nvSpPr>"
            f"{self._looks(box, 'rect', fill, line)}"
            '<p:txBody><a:bodyPr wrap="square" lIns="0" tIns="0" rIns="0" bIns="0" rtlCol="0"'
            f' anchor="{anchor}"><a:noAutofit/></a:bodyPr><a:lstStyle/>{self._text(paragraphs)}</p:txBody></p:sp>'
        )

    def shape(
        self,
        box: Box,
        kind: str,
        *,
        fill: str = "",
        line: str = "",
        width: float = 0.75,
        name: str = "形状",
    ) -> None:
        """A shape without words: rect, ellipse, diamond."""
        self._shapes.append(
            f"<p:sp><p:nvSpPr>{self._named(name)}<p:cNvSpPr/><p:nvPr/></p:nvSpPr>"
            f"{self._looks(box, kind, fill, line, width=width)}</p:sp>"
        )

    def path(
        self,
        box: Box,
        rings: Sequence[Sequence[tuple[float, float]]],
        *,
        fill: str = "",
        pattern: bool = False,
        line: str = "",
        width: float = 1,
        closed: bool = True,
        name: str = "形状",
    ) -> None:
        """Lines through points, in units of the page from its top left corner; closed rings inside others are holes."""
        moves = []
        for ring in rings:
            points = [f'<a:pt x="{self._emu(x - box.left)}" y="{self._emu(y - box.top)}"/>' for x, y in ring]
            moves.append(f"<a:moveTo>{points[0]}</a:moveTo>")
            moves += [f"<a:lnTo>{point}</a:lnTo>" for point in points[1:]]
            moves += ["<a:close/>"] if closed else []
        inside = "" if closed else ' fill="none"'
        size = f'w="{self._emu(box.width)}" h="{self._emu(box.height)}"'
        geometry = (
            '<a:custGeom><a:avLst/><a:gdLst/><a:ahLst/><a:cxnLst/><a:rect l="0" t="0" r="r" b="b"/><a:pathLst>'
            f"<a:path {size}{inside}>{''.join(moves)}</a:path></a:pathLst></a:custGeom>"
        )
        self._shapes.append(
            f"<p:sp><p:nvSpPr>{self._named(name)}<p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr><a:xfrm>{self._place(box)}</a:xfrm>"
            f"{geometry}{_hatched() if pattern else _fill(fill)}{self._line(line, width)}</p:spPr></p:sp>"
        )

    def begin_group(self, box: Box, *, name: str, about: str) -> None:
        """What follows until `end_group` is one thing for those who cannot see it; `about` says what."""
        place = self._place(box)
        child = place.replace("a:off", "a:chOff").replace("a:ext", "a:chExt")
        self._shapes.append(
            f"<p:grpSp><p:nvGrpSpPr>{self._named(name, about)}<p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr>"
            f"<p:grpSpPr><a:xfrm>{place}{child}</a:xfrm></p:grpSpPr>"
        )

    def end_group(self) -> None:
        """End what `begin_group` began."""
        self._shapes.append("</p:grpSp>")

    def table(
        self,
        box: Box,
        widths: Sequence[float],
        rows: Sequence[tuple[float, Sequence[Cell]]],
        *,
        name: str,
        about: str,
    ) -> None:
        """A table: widths of its columns, and rows with their heights; the first heads the others."""
        columns = "".join(f'<a:gridCol w="{self._emu(width)}"/>' for width in widths)
        lines = "".join(
            f'<a:tr h="{self._emu(height)}">{"".join(map(self._cell, cells))}</a:tr>'
            for height, cells in rows
        )
        self._shapes.append(
            f"<p:graphicFrame><p:nvGraphicFramePr>{self._named(name, about)}"
            '<p:cNvGraphicFramePr><a:graphicFrameLocks noGrp="1"/></p:cNvGraphicFramePr><p:nvPr/></p:nvGraphicFramePr>'
            f"<p:xfrm>{self._place(box)}</p:xfrm><a:graphic>"
            '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/table">'
            f'<a:tbl><a:tblPr firstRow="1"><a:tableStyleId>{_NO_STYLE}</a:tableStyleId></a:tblPr>'
            f"<a:tblGrid>{columns}</a:tblGrid>{lines}</a:tbl></a:graphicData></a:graphic></p:graphicFrame>"
        )

    def _cell(self, cell: Cell) -> str:
        span = f' gridSpan="{cell.across}"' if cell.across > 1 else ""
        none = "<a:ln{0}><a:noFill/></a:ln{0}>"
        edges = "".join(none.format(side) for side in ("L", "R", "T"))
        bottom = f'<a:lnB w="{self._emu(0.75)}">{_fill(cell.line)}</a:lnB>' if cell.line else none.format("B")
        side, above = self._emu(4), self._emu(1)
        joined = (
            '<a:tc hMerge="1"><a:txBody><a:bodyPr/><a:lstStyle/><a:p><a:endParaRPr lang="zh-CN"/></a:p></a:txBody>'
            "<a:tcPr/></a:tc>"
        )
        return (
            f"<a:tc{span}><a:txBody><a:bodyPr/><a:lstStyle/>{self._text(cell.paragraphs)}</a:txBody>"
            f'<a:tcPr marL="{side}" marR="{side}" marT="{above}" marB="{above}" anchor="ctr">'
            f"{edges}{bottom}{_fill(cell.fill)}</a:tcPr></a:tc>{joined * (cell.across - 1)}"
        )

    def chart(self, chart: NativeChart, left: float, top: float) -> None:
        """A native chart, its room's top left corner being here; the chart itself is in points."""
        self.file.charts += 1
        number = self.file.charts
        package = self._part.package
        sheet = EmbeddedXlsxPart(
            PackURI(f"/ppt/embeddings/Microsoft_Excel_Sheet{number}.xlsx"),
            CT.SML_SHEET,
            package,
            workbook(chart),
        )
        part = Part(PackURI(f"/ppt/charts/chart{number}.xml"), CT.DML_CHART, package)
        part.blob = chart_xml(chart, part.relate_to(sheet, RT.PACKAGE))
        box = Box(
            left + chart.box.left / self.scale,
            top + chart.box.top / self.scale,
            chart.box.width / self.scale,
            chart.box.height / self.scale,
        )
        self._shapes.append(
            f"<p:graphicFrame><p:nvGraphicFramePr>{self._named(f'图表 {number}', chart.about)}<p:cNvGraphicFramePr/><p:nvPr/>"
            f"</p:nvGraphicFramePr><p:xfrm>{self._place(box)}</p:xfrm><a:graphic>"
            '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/chart">'
            '<c:chart xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
            f'r:id="{self._part.relate_to(part, RT.CHART)}"/></a:graphicData></a:graphic></p:graphicFrame>'
        )

    def _named(self, name: str, about: str = "", leads_to: str = "") -> str:
        self._last_id += 1
        described = f" descr={quoteattr(legal(about))}" if about else ""
        begin = f'<p:cNvPr id="{self._last_id}" name={quoteattr(f"{legal(name)} {self._last_id}")}{described}'
        target = self.file.slides.get(leads_to)
        if target is None:
            return f"{begin}/>"
        relation = self._part.relate_to(target, RT.SLIDE)
        return f'{begin}><a:hlinkClick r:id="{relation}" action="ppaction://hlinksldjump"/></p:cNvPr>'

    def _emu(self, units: float) -> int:
        return round(units * self.scale * EMU)

    def _place(self, box: Box) -> str:
        return (
            f'<a:off x="{self._emu(box.left)}" y="{self._emu(box.top)}"/>'
            f'<a:ext cx="{self._emu(max(box.width, 0))}" cy="{self._emu(max(box.height, 0))}"/>'
        )

    def _looks(self, box: Box, kind: str, fill: str, line: str, *, width: float = 0.75) -> str:
        return (
            f'<p:spPr><a:xfrm>{self._place(box)}</a:xfrm><a:prstGeom prst="{kind}"><a:avLst/></a:prstGeom>'
            f"{_fill(fill)}{self._line(line, width)}</p:spPr>"
        )

    def _line(self, color: str, width: float) -> str:
        if not color:
            return "<a:ln><a:noFill/></a:ln>"
        return f'<a:ln w="{self._emu(width)}">{_fill(color)}</a:ln>'

    def _text(self, paragraphs: Sequence[Paragraph]) -> str:
        return "".join(map(self._paragraph, paragraphs)) or '<a:p><a:endParaRPr lang="zh-CN"/></a:p>'

    def _paragraph(self, paragraph: Paragraph) -> str:
        # Lines of a height of their own: 微软雅黑 and its stand-ins differ by a fifth, and rows of tables would grow.
        size = max((run.size for run in paragraph.runs), default=0)
        spacing = (
            f'<a:lnSpc><a:spcPts val="{round(size * LINE * self.scale * 100)}"/></a:lnSpc>' if size else ""
        )
        before = (
            f'<a:spcBef><a:spcPts val="{round(paragraph.before * self.scale * 100)}"/></a:spcBef>'
            if paragraph.before
            else ""
        )
        runs = "".join(self._run(run) for run in paragraph.runs if run.text)
        align = f' algn="{paragraph.align}"' if paragraph.align != "l" else ""
        return f"<a:p><a:pPr{align}>{spacing}{before}</a:pPr>{runs}</a:p>"

    def _run(self, run: Run) -> str:
        size = f' sz="{round(run.size * self.scale * 10) * 10}"' if run.size else ""
        bold = ' b="1"' if run.bold else ' b="0"' if run.color else ""
        color = _fill(run.color) if run.size and run.color else ""
        looks = f'lang="zh-CN"{size}{bold} dirty="0"'
        lines = legal(run.text).split("\n")
        return f"<a:br><a:rPr {looks}>{color}</a:rPr></a:br>".join(
            f"<a:r><a:rPr {looks}>{color}</a:rPr><a:t>{escape(line)}</a:t></a:r>" for line in lines
        )


def _fill(color: str) -> str:
    if not color:
        return "<a:noFill/>"
    # The master's own colour of text: an office's master may be dark.
    tone = '<a:schemeClr val="tx1"/>' if color == palette.INK else f'<a:srgbClr val="{color}"/>'
    return f"<a:solidFill>{tone}</a:solidFill>"


def _hatched() -> str:
    return (
        f'<a:pattFill prst="ltUpDiag"><a:fgClr><a:srgbClr val="{palette.DOT}"/></a:fgClr>'
        f'<a:bgClr><a:srgbClr val="{palette.WHITE}"/></a:bgClr></a:pattFill>'
    )
