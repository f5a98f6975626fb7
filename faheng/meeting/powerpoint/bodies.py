"""What stands between title and footer of a slide, by the kind of its body; tables are in tables.py, maps in maps.py.

A new kind registers a function here, `@draw.register`.
"""

from __future__ import annotations

from functools import singledispatch

from faheng.charts.spec import SIGNS, Card, ChartSpec, SparkPoint
from faheng.meeting import palette
from faheng.meeting.native.chart import Box, Room
from faheng.meeting.native.kinds import native_charts
from faheng.meeting.powerpoint.draw import Canvas, Paragraph, Run
from faheng.meeting.slide import Absent, Agenda, Body, KeyNumbers, Sentences
from faheng.meeting.texts import LINE, lines_needed, size_that_fits
from faheng.views.findings import Finding

_GAP = 14
_TONES = {"met": palette.MAIN, "near": palette.AMBER, "unmet": palette.WARNING}
_NEWS = {True: ("向好", palette.MAIN), False: ("须重视", palette.WARNING), None: ("", palette.DOT)}


@singledispatch
def draw(body: Body, canvas: Canvas, box: Box) -> None:
    """Draw a body in its box.

    Raises:
        TypeError: nothing draws this kind.
    """
    raise TypeError(f"no slide shows a {type(body).__name__}")


@draw.register
def _chart(body: ChartSpec, canvas: Canvas, box: Box) -> None:
    """Charts that Office draws itself; kinds that it cannot draw have functions of their own."""
    scale = canvas.scale
    for chart in native_charts(body, Room(box.width * scale, box.height * scale, 15 * scale)):
        canvas.chart(chart, box.left, box.top)


@draw.register
def _absent(body: Absent, canvas: Canvas, box: Box) -> None:
    canvas.text(box, [Paragraph((Run(body.reason, 20, palette.SUB),), "ctr")], name="没有数", anchor="ctr")


@draw.register
def _agenda(body: Agenda, canvas: Canvas, box: Box) -> None:
    """A line each with its page, all in the largest letters in which every line fits its row."""
    row = min(box.height / max(len(body.lines), 1), 52)
    width = box.width - 48
    size = min(
        (size_that_fits(line.text, (20, 18, 16, 14, 12), width=width, height=row) for line in body.lines),
        default=20,
    )
    for number, line in enumerate(body.lines):
        top = box.top + number * row
        canvas.text(
            Box(box.left, top, 40, row),
            [Paragraph((Run(canvas.file.page(line.slide_id), size, palette.MAIN, bold=True),), "r")],
            name="页码",
            anchor="ctr",
        )
        canvas.text(
            Box(box.left + 52, top, width, row),
            [Paragraph((Run(line.text, size),))],
            anchor="ctr",
            leads_to=line.slide_id,
        )


@draw.register
def _sentences(body: Sentences, canvas: Canvas, box: Box) -> None:
    """Sentences with what they are beside them (须重视, 向好), below headings where they have some."""
    width = box.width - 100
    heading = 30
    headings = sum(bool(group.label) for group in body.groups) * heading
    said = [finding for group in body.groups for finding in group.findings]
    room = box.height - headings - _GAP * len(said)
    size = next(
        (
            size
            for size in (24, 22, 20, 18, 16, 14, 12)
            if sum(lines_needed(each.text, size, width) for each in said) * size * LINE <= room
        ),
        12,
    )
    top = box.top
    for group in body.groups:
        if group.label:
            canvas.text(
                Box(box.left, top, box.width, heading),
                [Paragraph((Run(group.label, min(size, 18), palette.SUB, bold=True),))],
                anchor="ctr",
            )
            top += heading
        for finding in group.findings:
            top += _sentence(finding, canvas, Box(box.left, top, box.width, 0), size) + _GAP


def _sentence(finding: Finding, canvas: Canvas, box: Box, size: float) -> float:
    """Draw one from the top of the box; how high it is."""
    word, color = _NEWS[finding.good]
    height = lines_needed(finding.text, size, box.width - 100) * size * LINE
    canvas.shape(Box(box.left, box.top, 5, height), "rect", fill=color, name="色条")
    if word:
        canvas.text(
            Box(box.left + 14, box.top, 76, min(height, size * LINE)),
            [Paragraph((Run(word, min(size, 18), color, bold=True),))],
            anchor="ctr",
        )
    canvas.text(Box(box.left + 92, box.top, box.width - 92, height), [Paragraph((Run(finding.text, size),))])
    return height


@draw.register
def _cards(body: KeyNumbers, canvas: Canvas, box: Box) -> None:
    """Cards side by side, three in a row at most, as large as there is room."""
    count = len(body.cards)
    columns = count if count < 4 else (count + 1) // 2
    rows = -(-count // max(columns, 1))
    wide = (box.width - _GAP * (columns - 1)) / max(columns, 1)
    high = min((box.height - _GAP * (rows - 1)) / max(rows, 1), 200)
    for number, card in enumerate(body.cards):
        row, column = divmod(number, columns)
        _card(card, canvas, Box(box.left + column * (wide + _GAP), box.top + row * (high + _GAP), wide, high))


def _card(card: Card, canvas: Canvas, box: Box) -> None:
    tone = _TONES.get(card.tone, palette.DOT)
    canvas.shape(box, "rect", fill=palette.CARD, name="卡片")
    canvas.shape(Box(box.left, box.top, 5, box.height), "rect", fill=tone, name="色条")
    inner = Box(box.left + 16, box.top + 8, box.width - 28, box.height - 14)
    label = size_that_fits(card.label, (17, 16, 15, 14, 12), width=inner.width, height=2 * 15 * LINE)
    above = min(lines_needed(card.label, label, inner.width), 2) * label * LINE
    canvas.text(
        Box(inner.left, inner.top, inner.width, above), [Paragraph((Run(card.label, label, palette.SUB),))]
    )
    value = size_that_fits(
        f"{card.value} {card.unit}", (42, 36, 30, 24), width=inner.width * 0.74, height=44 * LINE
    )
    middle = inner.top + above + 2
    canvas.text(
        Box(inner.left, middle, inner.width * 0.78, value * LINE),
        [
            Paragraph(
                (
                    Run(card.value, value, palette.MAIN, bold=True),
                    Run(f" {card.unit}" if card.unit else "", 18, palette.INK),
                    Run(f"  {card.mark}" if card.mark else "", 14, palette.SUB),
                )
            )
        ],
        anchor="ctr",
    )
    _spark(
        card.history,
        canvas,
        Box(
            inner.right - inner.width * 0.24,
            middle + value * LINE * 0.2,
            inner.width * 0.22,
            value * LINE * 0.6,
        ),
    )
    sign = SIGNS.get(card.tone, "")
    lines = [
        (f"{sign} {card.goal}".strip(), 15, palette.WARNING if card.tone == "unmet" else palette.INK, True),
        (card.change, 14, palette.INK, False),
        (" · ".join(filter(None, (card.period, card.counted))), 12, palette.SUB, False),
    ]
    top = middle + value * LINE + 2
    for text, size, color, bold in lines:
        if text:
            size = size_that_fits(text, (size, 13, 12, 11), width=inner.width, height=size * LINE)
            high = lines_needed(text, size, inner.width) * size * LINE
            canvas.text(Box(inner.left, top, inner.width, high), [Paragraph((Run(text, size, color, bold),))])
            top += high


def _spark(history: tuple[SparkPoint, ...], canvas: Canvas, box: Box) -> None:
    """The values up to this one as a small line, the last one a dot; none for a single value."""
    known = [point.value for point in history if point.value is not None]
    if len(known) < 2:
        return
    low, high = min(known), max(known)
    step = box.width / (len(history) - 1)
    runs: list[list[tuple[float, float]]] = []
    for place, point in enumerate(history):
        if point.value is None:
            continue
        share = float((point.value - low) / (high - low)) if high > low else 0.5
        at = (box.left + place * step, box.bottom - share * box.height)
        if point.joined and runs:
            runs[-1].append(at)
        else:
            runs.append([at])
    canvas.begin_group(box, name="历年走势", about=f"历年走势：{'、'.join(map(str, known))}")
    if lines := [run for run in runs if len(run) > 1]:
        canvas.path(box, lines, line=palette.DOT, width=1.75, closed=False, name="走势线")
    x, y = runs[-1][-1]
    canvas.shape(Box(x - 3.5, y - 3.5, 7, 7), "ellipse", fill=palette.MAIN, name="最近一期")
    canvas.end_group()
