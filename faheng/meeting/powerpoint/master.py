"""The master of a deck: our own, made in code, or an office's .pptx of which only slides are left out."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lxml import etree
from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.opc.constants import CONTENT_TYPE as CT
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.oxml import parse_xml

from faheng.meeting.deck import DeckError
from faheng.meeting.native.chart import Box
from faheng.meeting.powerpoint.draw import EMU, PAGE_HEIGHT

_TEMPLATES = Path(__file__).resolve().parent / "templates"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
LATIN, EAST_ASIAN = "Microsoft YaHei", "微软雅黑"
_COLORS = {
    "dk1": "1F2933",
    "lt1": "FFFFFF",
    "dk2": "52606D",
    "lt2": "F3F6F9",
    "accent1": "14508C",
    "accent2": "3F7FBF",
    "accent3": "E0A100",
    "accent4": "B3261E",
    "accent5": "C5CDD5",
    "accent6": "5C7A3D",
    "hlink": "14508C",
    "folHlink": "52606D",
}
MOST_BYTES = 50 * 2**20  # of a master; a master of pictures has ten
_MOST_UNPACKED = 400 * 2**20
# What of an office's presentation stays besides its masters: neither its slides nor macros, comments, data of add-ins.
_KEPT = (RT.SLIDE_MASTER, RT.NOTES_MASTER, RT.THEME, RT.PRES_PROPS, RT.VIEW_PROPS, RT.TABLE_STYLES, RT.FONT)
_KEPT_ELEMENTS = (
    "sldMasterIdLst",
    "notesMasterIdLst",
    "sldIdLst",
    "sldSz",
    "notesSz",
    "embeddedFontLst",
    "defaultTextStyle",
)
_BROKEN = "这个文件不是完好的 PowerPoint 演示文稿（.pptx），不能用作母版。请在 PowerPoint 或 WPS 里打开它，另存为 .pptx 后再试。"
_MARGIN = 0.0375  # of the width, where a layout says nothing


@dataclass(frozen=True)
class Master:
    """A presentation without slides, its layouts for the cover and for all other slides; boxes are in units of the page.

    `title_box` and `area` are where title and content stand; `is_own`: it is ours, whose looks are known.
    """

    presentation: Any
    width: float
    scale: float
    cover: Any
    page: Any
    title_box: Box
    area: Box
    is_own: bool = False


def own_master() -> Master:
    """Our own: 13.333 × 7.5 inches, Microsoft YaHei in the theme, a blue bar, a rule above the footer, two layouts."""
    presentation = Presentation()
    presentation.slide_width, presentation.slide_height = 12_192_000, 6_858_000  # type: ignore[assignment]
    presentation.part._element.find(f"{_P}sldSz").attrib.pop("type", None)
    layouts = presentation.slide_layouts
    cover, page = layouts[0], layouts[5]
    for layout in list(layouts):
        if layout not in (cover, page):
            layouts.remove(layout)
    _rewrite(presentation.slide_master._element, "master", ("cSld", "txStyles"))
    for layout, name in ((cover, "cover"), (page, "page")):
        _rewrite(layout._element, name, ("cSld",))
    cover._element.set("showMasterSp", "0")
    _set_theme(presentation.slide_master.part.part_related_by(RT.THEME))
    for relationship in [each for each in presentation.part.rels.values() if each.reltype not in _KEPT]:
        presentation.part.rels.pop(relationship.rId)
    package = presentation.part.package
    for relationship in [each for each in package._rels.values() if each.reltype == RT.THUMBNAIL]:
        package._rels.pop(relationship.rId)
    return _master(presentation, cover, page, is_own=True)


def _rewrite(element: Any, name: str, tags: tuple[str, ...]) -> None:
    """Put the parts of our template in place of the element's own."""
    template = parse_xml((_TEMPLATES / f"{name}.xml").read_bytes())
    for tag in tags:
        old = element.find(f"{_P}{tag}")
        element.replace(old, template.find(f"{_P}{tag}"))


def _set_theme(part: Any) -> None:
    """The theme's fonts and colours: all text inherits them, that of charts too, and an office changes them in one place.

    python-pptx sets only a:latin of a run; Chinese would stay in the theme's own, which has none (scanny/python-pptx #720).
    """
    root = etree.fromstring(part.blob)
    root.set("name", "法衡")
    scheme = root.find(f".//{_A}clrScheme")
    scheme.set("name", "法衡")
    for color in scheme:
        for old in list(color):
            color.remove(old)
        etree.SubElement(color, f"{_A}srgbClr", val=_COLORS[etree.QName(color).localname])
    _set_fonts(root)
    part.blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _set_fonts(root: Any) -> None:
    root.find(f".//{_A}fontScheme").set("name", "法衡")
    for fonts in root.findall(f".//{_A}fontScheme/*"):
        fonts.find(f"{_A}latin").set("typeface", LATIN)
        fonts.find(f"{_A}ea").set("typeface", EAST_ASIAN)
        for font in fonts.findall(f"{_A}font"):
            if font.get("script") == "Hans":
                font.set("typeface", EAST_ASIAN)


def prepare_notes(presentation: Any) -> None:
    """Pages of notes in our fonts, or as the office has them, with a place for words where it has none."""
    is_own = any(each.reltype == RT.NOTES_MASTER for each in presentation.part.rels.values())
    master = presentation.notes_master
    if not is_own:  # python-pptx's, which names no font
        _set_fonts(master.part.part_related_by(RT.THEME)._element)
    elif placeholder(master, PP_PLACEHOLDER.BODY) is None:
        page = presentation.element.find(f"{_P}notesSz")
        width, height = int(page.get("cx")), int(page.get("cy"))
        tree = master.shapes._spTree
        tree.add_placeholder(tree.max_shape_id + 1, "备注", PP_PLACEHOLDER.BODY, "horz", "full", 1)
        place = placeholder(master, PP_PLACEHOLDER.BODY)
        place.left, place.top = width // 10, height // 2
        place.width, place.height = width * 8 // 10, height * 4 // 10


def office_master(file: bytes) -> Master:
    """An office's own presentation: its size, masters and layouts without its slides.

    Raises:
        DeckError: it is none, or too large, or it links to something outside.
    """
    presentation = _opened(file)
    _clear(presentation)
    layouts = [layout for master in presentation.slide_masters for layout in master.slide_layouts]
    if not layouts:
        raise DeckError("这个文件里没有版式，不能用作母版。请换一个。")
    for part in presentation.part.package.iter_parts():
        if any(relationship.is_external for relationship in part.rels.values()):
            raise DeckError(
                "这个文件的母版里有指向外部的链接（图片或网址）。汇报要在没有网络时也能放，请在母版视图里删去链接后再试。"
            )
    cover = next((each for each in layouts if _has(each, PP_PLACEHOLDER.CENTER_TITLE)), None)
    titled = [each for each in layouts if _has(each, PP_PLACEHOLDER.TITLE)]
    page = min(titled, key=_other_placeholders) if titled else layouts[-1]
    return _master(presentation, cover or (titled or layouts)[0], page)


def _opened(file: bytes) -> Any:
    if len(file) > MOST_BYTES:
        raise DeckError(
            f"这个文件超过 {MOST_BYTES // 2**20} MB，不能用作母版。请删去里面的图片和页面后再试。"
        )
    try:
        with zipfile.ZipFile(io.BytesIO(file)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > _MOST_UNPACKED:
                raise DeckError("这个文件解压后太大，不能用作母版。请删去里面的图片和页面后再试。")
        presentation = Presentation(io.BytesIO(file))
        # What is broken inside is found only when it is looked at.
        for master in presentation.slide_masters:
            list(master.slide_layouts)
        if not (presentation.slide_width and presentation.slide_height):
            raise DeckError(_BROKEN)
    except DeckError:
        raise
    except Exception as error:
        # Whatever a broken file breaks in zipfile, lxml or python-pptx.
        raise DeckError(_BROKEN) from error
    return presentation


def _clear(presentation: Any) -> None:
    """Leave out its slides and what only they or other programs need."""
    part = presentation.part
    slides = part._element.find(f"{_P}sldIdLst")
    if slides is not None:
        for slide in list(slides):
            slides.remove(slide)
    for element in list(part._element):
        if etree.QName(element).localname not in _KEPT_ELEMENTS:
            part._element.remove(element)
    for relationship in [each for each in part.rels.values() if each.reltype not in _KEPT]:
        part.rels.pop(relationship.rId)
    part._content_type = CT.PML_PRESENTATION_MAIN  # it may have had macros
    kept = (RT.OFFICE_DOCUMENT, RT.CORE_PROPERTIES, RT.EXTENDED_PROPERTIES)
    package = part.package
    for relationship in [each for each in package._rels.values() if each.reltype not in kept]:
        package._rels.pop(relationship.rId)


def _has(layout: Any, kind: PP_PLACEHOLDER) -> bool:
    return any(each.placeholder_format.type == kind for each in layout.placeholders)


def _other_placeholders(layout: Any) -> int:
    """How many placeholders a layout has that we would leave empty."""
    used = (PP_PLACEHOLDER.TITLE, *_SMALL)
    return sum(each.placeholder_format.type not in used for each in layout.placeholders)


_SMALL = (PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SLIDE_NUMBER, PP_PLACEHOLDER.DATE)


def placeholder(layout: Any, *kinds: PP_PLACEHOLDER) -> Any:
    """The layout's first placeholder of one of these kinds, None where it has none."""
    return next((each for each in layout.placeholders if each.placeholder_format.type in kinds), None)


def box_of(shape: Any, scale: float) -> Box | None:
    """Where a placeholder stands, in units of the page; None where nobody says."""
    if shape is None or None in (shape.left, shape.top, shape.width, shape.height):
        return None
    unit = EMU * scale
    return Box(shape.left / unit, shape.top / unit, shape.width / unit, shape.height / unit)


def _master(presentation: Any, cover: Any, page: Any, *, is_own: bool = False) -> Master:
    scale = presentation.slide_height / EMU / PAGE_HEIGHT
    width = presentation.slide_width / EMU / scale
    margin = width * _MARGIN
    title = box_of(placeholder(page, PP_PLACEHOLDER.TITLE), scale) or Box(margin, 20, width - 2 * margin, 40)
    return Master(
        presentation=presentation,
        width=width,
        scale=scale,
        cover=cover,
        page=page,
        title_box=title,
        area=_area(page, title, scale, is_own=is_own),
        is_own=is_own,
    )


def _area(page: Any, title: Box, scale: float, *, is_own: bool) -> Box:
    """Where the content stands: in the layout's largest other placeholder, else between title and footer."""
    boxes = [
        box
        for each in page.placeholders
        if each.placeholder_format.type not in (PP_PLACEHOLDER.TITLE, *_SMALL)
        and (box := box_of(each, scale)) is not None
    ]
    if boxes:
        return max(boxes, key=lambda box: box.width * box.height)
    tops = [
        box.top
        for kind in _SMALL[:2]
        if (box := box_of(placeholder(page, kind), scale)) is not None and box.top > PAGE_HEIGHT / 2
    ]
    # Our own master has a rule above its footer.
    bottom = 506 if is_own else min(tops, default=PAGE_HEIGHT - 30) - 4
    top = min(title.bottom + 4, PAGE_HEIGHT / 2)
    return Box(title.left, top, title.width, bottom - top)
