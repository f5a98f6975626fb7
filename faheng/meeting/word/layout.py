"""Page, styles, numbering, header and footer of an official document (GB/T 9704—2012: 党政机关公文格式)."""

from __future__ import annotations

import docx
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.section import Section
from docx.shared import Mm, Pt
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph

from faheng.xml_text import legal

TOP, BOTTOM, LEFT, RIGHT = 37, 35, 28, 26  # mm, GB/T 9704 5.2.1
WIDTH = 210 - LEFT - RIGHT  # mm, of the text
# Names as Word and WPS list them; 方正小标宋 comes with the offices' own machines, else Word takes 宋体.
BODY, KAI, HEI, TITLE, SONG, CHART = "仿宋", "楷体", "黑体", "方正小标宋简体", "宋体", "微软雅黑"
_LATIN = "Times New Roman"
_LINE = 28  # points, so that a page has 22 lines
FIRST, SECOND = "Heading 1", "Heading 2"
TEXT, FIGURE, SMALL, CELL, HEAD = "Normal", "公文图", "公文说明", "公文表格", "公文目录"
_BEFORE = 12  # points above a section
# The lists that Word counts itself: of the headings 一、 and （一）, of the agenda 一、 again; each the styles of its levels.
_LISTS = (((FIRST, "%1、"), (SECOND, "（%2）")), ((HEAD, "%1、"),))
_FIRST_LIST = 90  # the template has some of its own


def official_document() -> Document:
    """An empty document with page, styles and page numbers of an official one."""
    document = docx.Document()
    _drop_leftovers(document)
    _set_page(document.sections[0])
    _set_defaults(document)
    _style(document, TEXT, BODY, 16, line=_LINE, indented=True)
    _style(document, "Title", TITLE, 22, line=36, centred=True)
    _style(document, "Subtitle", KAI, 16, line=_LINE, centred=True)
    first = _style(document, FIRST, HEI, 16, line=_LINE, indented=True, keeps=True)
    first.paragraph_format.space_before = Pt(_BEFORE)
    _style(document, SECOND, KAI, 16, line=_LINE, indented=True, keeps=True)
    _style(document, FIGURE, CHART, 9, centred=True)
    _style(document, SMALL, BODY, 10.5, line=16)
    _style(document, HEAD, KAI, 12, line=20)
    _style(document, CELL, SONG, 9)
    _style(document, "Header", SONG, 9)
    _style(document, "Footer", SONG, 14)
    _number(document)
    return document


def _drop_leftovers(document: Document) -> None:
    """The template's second set of styles, which would contradict ours, and the picture of its first page."""
    for part in (document.part, document.part.package):
        for key, relationship in list(part.rels.items()):
            if relationship.reltype.endswith(("/stylesWithEffects", "/thumbnail")):
                del part.rels[key]


def _set_page(section: Section) -> None:
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(TOP), Mm(BOTTOM)
    section.left_margin, section.right_margin = Mm(LEFT), Mm(RIGHT)
    # The page number stands 7 mm below the text (7.5): a line of 14 points from there.
    section.header_distance, section.footer_distance = Mm(22), Mm(BOTTOM - 7 - 6)
    for grid in section._sectPr.findall(qn("w:docGrid")):
        section._sectPr.remove(grid)


def _set_defaults(document: Document) -> None:
    """No theme font stands before ours, no word is underlined as misspelt English, odd and even pages differ."""
    properties = document.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    for kind in ("w:rFonts", "w:lang"):
        for found in properties.findall(qn(kind)):
            properties.remove(found)
    properties.insert(0, _fonts(BODY))
    properties.append(parse_xml(f'<w:lang {nsdecls("w")} w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/>'))
    document.settings.odd_and_even_pages_header_footer = True


def _fonts(east_asian: str) -> BaseOxmlElement:
    fonts = OxmlElement("w:rFonts")
    for script, name in (("ascii", _LATIN), ("hAnsi", _LATIN), ("eastAsia", east_asian), ("cs", _LATIN)):
        fonts.set(qn(f"w:{script}"), name)
    return fonts


def _style(
    document: Document,
    name: str,
    font: str,
    size: float,
    *,
    line: float = 0,
    indented: bool = False,
    centred: bool = False,
    keeps: bool = False,
) -> ParagraphStyle:
    """A paragraph style as given and nothing else of what the template says; `line` is an exact height in points."""
    known = {style.name: style for style in document.styles}
    style = known.get(name) or document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    if name != TEXT:
        style.base_style = None
    element = style.element
    for kind in ("w:pPr", "w:rPr"):
        for found in element.findall(qn(kind)):
            element.remove(found)
    looks = element.get_or_add_rPr()
    looks.append(_fonts(font))
    style.font.size = Pt(size)
    layout = style.paragraph_format
    layout.space_before = layout.space_after = Pt(0)
    layout.widow_control = True
    if line:
        layout.line_spacing = Pt(line)  # python-docx makes a length an exact one
    if keeps:
        layout.keep_with_next = True
    if indented:
        indent = element.get_or_add_pPr().get_or_add_ind()
        indent.set(qn("w:firstLineChars"), "200")
        indent.set(qn("w:firstLine"), str(int(size * 2 * 20)))
    if centred:
        layout.alignment = 1
    return style


def _number(document: Document) -> None:
    """一、 and （一） before headings and the lines of the agenda."""
    numbering = document.part.numbering_part.element
    for place, levels in enumerate(_LISTS):
        key = _FIRST_LIST + place
        xml = "".join(
            _level(level, document.styles[name].style_id, text, heading=name != HEAD)
            for level, (name, text) in enumerate(levels)
        )
        whole = f'<w:multiLevelType w:val="multilevel"/>{xml}'
        numbering.insert(
            0, parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{key}">{whole}</w:abstractNum>')
        )
        numbering.append(
            parse_xml(f'<w:num {nsdecls("w")} w:numId="{key}"><w:abstractNumId w:val="{key}"/></w:num>')
        )
        for level, (name, _) in enumerate(levels):
            properties = document.styles[name].element.get_or_add_pPr()
            number = properties.get_or_add_numPr()
            number.get_or_add_ilvl().val = level
            number.get_or_add_numId().val = key
    for level, name in enumerate((FIRST, SECOND)):
        outline = OxmlElement("w:outlineLvl")
        outline.set(qn("w:val"), str(level))
        document.styles[name].element.get_or_add_pPr().append(outline)


def _level(number: int, style: str, text: str, *, heading: bool) -> str:
    """A level of a list; a heading is two letters in, which LibreOffice takes from here and not from the style."""
    indent = '<w:pPr><w:ind w:left="0" w:firstLineChars="200" w:firstLine="640"/></w:pPr>' if heading else ""
    return (
        f'<w:lvl w:ilvl="{number}"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:pStyle w:val="{style}"/>'
        f'<w:suff w:val="nothing"/><w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/>{indent}</w:lvl>'
    )


def head_and_number(document: Document, words: str) -> None:
    """`words` on top of every page, at its foot “— 1 —”: on odd pages at the right, on even ones at the left (7.5)."""
    section = document.sections[0]
    for header in (section.header, section.even_page_header):
        header.is_linked_to_previous = False
        paragraph = header.paragraphs[0]
        paragraph.alignment = 2
        paragraph.add_run(legal(words))
    for footer, is_odd in ((section.footer, True), (section.even_page_footer, False)):
        footer.is_linked_to_previous = False
        paragraph = footer.paragraphs[0]
        paragraph.alignment = 2 if is_odd else 0
        indent = paragraph._p.get_or_add_pPr().get_or_add_ind()
        side = "right" if is_odd else "left"
        indent.set(qn(f"w:{side}Chars"), "100")
        indent.set(qn(f"w:{side}"), "280")
        _page_number(paragraph)


def _page_number(paragraph: Paragraph) -> None:
    paragraph.add_run("— ")
    for kind, text in (("begin", ""), ("", " PAGE "), ("separate", ""), ("text", "1"), ("end", "")):
        run = paragraph.add_run()
        if kind == "text":
            run.text = text
        elif kind:
            field = OxmlElement("w:fldChar")
            field.set(qn("w:fldCharType"), kind)
            run._r.append(field)
        else:
            instruction = OxmlElement("w:instrText")
            instruction.set(qn("xml:space"), "preserve")
            instruction.text = text
            run._r.append(instruction)
    paragraph.add_run(" —")
