"""One slide round its body: title, subtitle, remarks, footer, page number."""

from __future__ import annotations

from collections.abc import Sequence

from pptx.enum.shapes import PP_PLACEHOLDER

from faheng.measures.wording import MADE_UP
from faheng.meeting import palette
from faheng.meeting.around import foot, record, remarks
from faheng.meeting.native.chart import Box
from faheng.meeting.powerpoint import bars, bodies, maps, tables  # noqa: F401  they register what they draw
from faheng.meeting.powerpoint.draw import PAGE_HEIGHT, Canvas, Paragraph, Run
from faheng.meeting.powerpoint.master import Master, box_of, placeholder
from faheng.meeting.slide import Slide, Stamp, TitlePage
from faheng.meeting.texts import LINE, lines_needed, size_that_fits

_TITLES = (28, 26, 24, 22, 20, 18, 16, 14)
_TITLE_ROOM = 66  # two lines of the second size
_SUBTITLES = (16, 15, 14, 13, 12)
_REMARKS = (11, 10.5, 10, 9.5, 9)
_REMARKS_ROOM = 62
_CUT = "……（全文见备注）"
_BADGE = 78
_FEWEST_UNITS = 120  # of height that a body has, whatever its title


def remarks_of(slide: Slide, stamp: Stamp, *, closes: bool) -> list[str]:
    """What stands below the body; on the last slide the record's head too."""
    head = [record(stamp)] if closes and stamp.record_head else []
    return [*remarks(slide), *head]


def write_frame(slide: Slide, canvas: Canvas, master: Master, stamp: Stamp, *, closes: bool) -> Box:
    """Put on a canvas what stands round the body of a slide, and say where this has its place.

    `closes`: it is the last one. A cover is whole already.
    """
    if isinstance(slide.body, TitlePage):
        _cover(slide, slide.body, canvas, master, stamp)
        return master.area
    top = _title(slide, canvas, master)
    area = master.area
    top = max(top, area.top) if not master.is_own else top
    top = _subtitle(slide, canvas, Box(area.left, top, area.width, 0))
    bottom = _remarks(remarks_of(slide, stamp, closes=closes), canvas, area)
    _foot(foot(slide.source, stamp), canvas, master)
    return Box(area.left, top, area.width, max(bottom - top, _FEWEST_UNITS))


def write_bodies(parts: Sequence[tuple[Slide, Canvas, Box]]) -> None:
    """Draw the bodies of all parts of one slide, in letters that fit each of them."""
    drawn = [part for part in parts if not isinstance(part[0].body, TitlePage)]
    fitting = [bodies.letters(slide.body, box) for slide, _, box in drawn]
    alike = len({len(sizes) for sizes in fitting}) == 1
    for (slide, canvas, box), own in zip(drawn, fitting, strict=True):
        canvas.letters = tuple(map(min, zip(*fitting, strict=True))) if alike else own
        bodies.draw(slide.body, canvas, box)


def _title(slide: Slide, canvas: Canvas, master: Master) -> float:
    """The title in the largest letters that fit; where it ends. 演示数据 stands at its right."""
    box = master.title_box
    title = slide.whole_title
    width = box.width - (_BADGE + 12 if slide.made_up else 0)
    size = size_that_fits(title, _TITLES[:4], width=width, height=_TITLES[0] * LINE)  # on one line
    if lines_needed(title, size, width) > 1:
        size = size_that_fits(title, _TITLES[1:], width=width, height=max(_TITLE_ROOM, box.height))
    height = max(box.height, lines_needed(title, size, width) * size * LINE)
    own = Box(box.left, box.top, width, height)
    # Colour and weight are the master's own.
    paragraph = Paragraph((Run(title, size, "", bold=master.is_own),))
    if placeholder(master.page, PP_PLACEHOLDER.TITLE) is not None:
        canvas.placeholder("title", None, [paragraph], own, name="标题")
    else:
        canvas.text(own, [paragraph], name="标题")
    if slide.made_up:
        _badge(canvas, Box(box.right - _BADGE, box.top + 4, _BADGE, 24))
    return own.bottom


def _badge(canvas: Canvas, box: Box) -> None:
    canvas.text(
        box,
        [Paragraph((Run(MADE_UP, 14, palette.BADGE_INK, bold=True),), "ctr")],
        name=MADE_UP,
        anchor="ctr",
        fill=palette.TINTS["near"],
        line=palette.AMBER,
    )


def _subtitle(slide: Slide, canvas: Canvas, box: Box) -> float:
    """Period and signs; where the body may begin."""
    if not slide.subtitle:
        return box.top + 12
    size = size_that_fits(slide.subtitle, _SUBTITLES, width=box.width, height=2 * _SUBTITLES[-2] * LINE)
    height = lines_needed(slide.subtitle, size, box.width) * size * LINE
    canvas.text(
        Box(box.left, box.top, box.width, height),
        [Paragraph((Run(slide.subtitle, size, palette.SUB),))],
        name="副标题",
    )
    return box.top + height + 8


def _remarks(texts: list[str], canvas: Canvas, area: Box) -> float:
    """The remarks at the foot of the area; where they begin. What has no room is cut, and stands in the speaker's notes."""
    if not texts:
        return area.bottom
    text = "　".join(texts) if len(texts) > 3 else "\n".join(texts)
    size = size_that_fits(text, _REMARKS, width=area.width, height=_REMARKS_ROOM)
    if lines_needed(text, size, area.width) * size * LINE > _REMARKS_ROOM:
        text = "　".join(texts)
        while lines_needed(text + _CUT, size, area.width) * size * LINE > _REMARKS_ROOM:
            text = text[: int(len(text) * 0.95)]
        text += _CUT if text != "　".join(texts) else ""
    height = lines_needed(text, size, area.width) * size * LINE
    top = area.bottom - height
    canvas.text(
        Box(area.left, top, area.width, height),
        [Paragraph((Run(line, size, palette.SUB),)) for line in text.split("\n")],
        name="口径和说明",
        anchor="b",
    )
    return top - 8


def _foot(text: str, canvas: Canvas, master: Master) -> None:
    """Footer and page number: the layout's own placeholders, which a slide does not get by itself, else text at the bottom."""
    own = placeholder(master.page, PP_PLACEHOLDER.FOOTER)
    box = box_of(own, master.scale)
    size = size_that_fits(text, (10, 9, 8), width=box.width if box else master.area.width, height=14)
    if own is None:
        canvas.text(
            Box(master.area.left, PAGE_HEIGHT - 24, master.area.width, 16),
            [Paragraph((Run(text, size, palette.SUB),))],
            name="页脚",
            anchor="ctr",
        )
    else:
        # An office's own footer may be too short for a source: its words are shown whole.
        canvas.placeholder(
            "ftr",
            own.placeholder_format.idx,
            [Paragraph((Run(text, size, palette.SUB),))],
            _wide_enough(box, text, size, master),
            name="页脚",
        )
    number = placeholder(master.page, PP_PLACEHOLDER.SLIDE_NUMBER)
    if number is not None:
        canvas.slide_number(number.placeholder_format.idx)


def _wide_enough(box: Box | None, text: str, size: float, master: Master) -> Box | None:
    """A box of its own for a footer whose layout has too little room: from the left margin to the page number."""
    if box is None or master.is_own or lines_needed(text, size, box.width) == 1:
        return None
    number = box_of(placeholder(master.page, PP_PLACEHOLDER.SLIDE_NUMBER), master.scale)
    right = number.left if number is not None and number.left > box.left else master.area.right
    return Box(master.area.left, box.top, right - master.area.left - 8, box.height)


def _cover(slide: Slide, body: TitlePage, canvas: Canvas, master: Master, stamp: Stamp) -> None:
    """The deck's name, the occasion, who reports and when; below them of which release its numbers are."""
    title = placeholder(master.cover, PP_PLACEHOLDER.CENTER_TITLE, PP_PLACEHOLDER.TITLE)
    box = box_of(title, master.scale) or Box(master.title_box.left, 166, master.title_box.width, 112)
    size = size_that_fits(slide.title, (44, 40, 36, 32, 28, 24, 20, 16), width=box.width, height=box.height)
    lines = [text for text in (body.occasion, " · ".join(filter(None, (body.office, body.date)))) if text]
    lines += [slide.subtitle] if not body.occasion and slide.subtitle else []
    if title is None:
        canvas.text(box, [Paragraph((Run(slide.title, size, bold=True),))], name="标题", anchor="ctr")
    else:
        kind = "ctrTitle" if title.placeholder_format.type == PP_PLACEHOLDER.CENTER_TITLE else "title"
        canvas.placeholder(kind, None, [Paragraph((Run(slide.title, size, "", bold=True),))], name="标题")
    second = placeholder(master.cover, PP_PLACEHOLDER.SUBTITLE, PP_PLACEHOLDER.BODY)
    paragraphs = [Paragraph((Run(text),), before=6) for text in lines]
    if second is None:
        below = Box(box.left, box.bottom + 12, box.width, 90)
        canvas.text(below, [Paragraph((Run(text, 20),), before=6) for text in lines], name="副标题")
    else:
        kind = "subTitle" if second.placeholder_format.type == PP_PLACEHOLDER.SUBTITLE else "body"
        canvas.placeholder(kind, second.placeholder_format.idx, paragraphs, name="副标题")
    if slide.made_up:
        _badge(canvas, Box(box.left, box.top - 60, _BADGE, 24))
    own = placeholder(master.cover, PP_PLACEHOLDER.FOOTER)
    text = foot(slide.source, stamp)
    if own is not None and master.is_own:
        canvas.placeholder("ftr", own.placeholder_format.idx, [Paragraph((Run(text),))], name="页脚")
    else:
        canvas.text(
            Box(box.left, PAGE_HEIGHT - 30, master.width - 2 * box.left, 18),
            [Paragraph((Run(text, 11),))],
            name="页脚",
            anchor="ctr",
        )
