"""What stands between title and footer of a slide, by the kind of its body; tables are in tables.py, maps in maps.py.

A new kind registers a function here, `@draw.register`.
"""

from __future__ import annotations

from dataclasses import replace
from functools import singledispatch

from faheng.charts.drawing import text_width
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
def draw(body: Body, canvas: Canvas, box: Box) -> None:  # noqa: ARG001  the kinds need both
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
    high = min((box.height - _GAP * (rows - 1)) / max(rows, 1), 190)
    for number, card in enumerate(body.cards):
        row, column = divmod(number, columns)
        _card(card, canvas, Box(box.left + column * (wide + _GAP), box.top + row * (high + _GAP), wide, high))


def _card(card: Card, canvas: Canvas, box: Box) -> None:
    """Name, value with its way here, goal, change and what it rests on, from top to bottom."""
    canvas.shape(box, "rect", fill=palette.CARD, name="卡片")
    canvas.shape(
        Box(box.left, box.top, 5, box.height), "rect", fill=_TONES.get(card.tone, palette.DOT), name="色条"
    )
    inner = Box(box.left + 18, box.top + 10, box.width - 30, box.height - 16)
    room = inner.height / 158  # of what a card has at most
    sign = SIGNS.get(card.tone, "")
    behind = text_width(card.unit, 18) + text_width(f" {card.mark}", 14)
    free = inner.width * (0.72 if len(card.history) > 1 else 1) - behind
    value = next(
        (
            size
            for size in (48, 44, 40, 36, 30, 24)
            if text_width(card.value, size) * 1.08 <= free and size <= 56 * room
        ),
        20,
    )
    lines = (
        ((Run(card.label, 18, palette.SUB),), 46 if _is_long(card.label, inner.width) else 25),
        (
            (
                Run(card.value, value, palette.MAIN, bold=True),
                Run(card.unit, 18),
                Run(f" {card.mark}" if card.mark else "", 14, palette.SUB),
            ),
            60,
        ),
        (
            (
                Run(
                    f"{sign} {card.goal}".strip(),
                    16,
                    palette.WARNING if card.tone == "unmet" else palette.INK,
                    True,
                ),
            ),
            24,
        ),
        ((Run(card.change, 15),), 22),
        ((Run(" · ".join(filter(None, (card.period, card.counted))), 13, palette.SUB),), 20),
    )
    top = inner.top
    for runs, high in lines:
        line = Box(inner.left, top, inner.width, high * room)
        text = "".join(run.text for run in runs)
        if not text:
            continue
        if runs[0].size != value:
            most = runs[0].size
            size = size_that_fits(
                text, [most - less for less in range(6)], width=line.width, height=line.height
            )
            runs = (replace(runs[0], size=size),)
        canvas.text(line, [Paragraph(runs)], anchor="ctr")
        top += line.height
    values = inner.top + lines[0][1] * room
    _spark(
        card.history,
        canvas,
        Box(inner.right - inner.width * 0.26, values + 14 * room, inner.width * 0.24, 32 * room),
    )


def _is_long(label: str, width: float) -> bool:
    return lines_needed(label, 15, width) > 1


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
