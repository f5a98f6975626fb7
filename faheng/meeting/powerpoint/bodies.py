"""What stands between title and footer of a slide, by the kind of its body; tables are in tables.py, maps in maps.py.

A new kind registers a function here, `@draw.register`.
"""

from __future__ import annotations

from dataclasses import dataclass
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
_PAGES = 48  # the width of the pages of an agenda
_HEADING = 30
_SMALLEST = (15, 14, 13, 12, 11, 10)  # letters of a card
_LARGEST_VALUE = 40
_BOLD_DIGITS = 1.2  # how much wider than other letters, in the widest of fonts
_TONES = {"met": palette.MAIN, "near": palette.AMBER, "unmet": palette.WARNING}
_NEWS = {True: ("向好", palette.MAIN), False: ("须重视", palette.WARNING), None: ("", palette.DOT)}


@singledispatch
def draw(body: Body, canvas: Canvas, box: Box) -> None:  # noqa: ARG001  the kinds need both
    """Draw a body in its box.

    Raises:
        TypeError: nothing draws this kind.
    """
    raise TypeError(f"no slide shows a {type(body).__name__}")


@singledispatch
def letters(body: Body, box: Box) -> tuple[float, ...]:  # noqa: ARG001  the kinds need both
    """The sizes in which the texts of a body fit its box, largest first; empty for a kind that is as it is."""
    return ()


@draw.register
def _chart(body: ChartSpec, canvas: Canvas, box: Box) -> None:
    """Charts that Office draws itself; kinds that it cannot draw have functions of their own."""
    scale = canvas.scale
    for chart in native_charts(body, Room(box.width * scale, box.height * scale, 15 * scale)):
        canvas.chart(chart, box.left, box.top)


@draw.register
def _absent(body: Absent, canvas: Canvas, box: Box) -> None:
    canvas.text(box, [Paragraph((Run(body.reason, 20, palette.SUB),), "ctr")], name="没有数", anchor="ctr")


@letters.register
def _agenda_letters(body: Agenda, box: Box) -> tuple[float, ...]:
    sizes = (20, 18, 16, 14, 12)
    width, row = box.width - _PAGES, _agenda_row(body, box)
    fitting = (size_that_fits(line.text, sizes, width=width, height=row) for line in body.lines)
    return (min(fitting, default=20),)


def _agenda_row(body: Agenda, box: Box) -> float:
    return min(box.height / max(len(body.lines), 1), 52)


@draw.register
def _agenda(body: Agenda, canvas: Canvas, box: Box) -> None:
    """A line each with its page, all in the largest letters in which every line fits its row."""
    row = _agenda_row(body, box)
    width = box.width - _PAGES
    (size,) = canvas.letters
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


@letters.register
def _sentence_letters(body: Sentences, box: Box) -> tuple[float, ...]:
    headings = sum(bool(group.label) for group in body.groups) * _HEADING
    said = [finding for group in body.groups for finding in group.findings]
    room = box.height - headings - _GAP * len(said)
    for size in (24, 22, 20, 18, 16, 14):
        if sum(lines_needed(each.text, size, box.width - 100) for each in said) * size * LINE <= room:
            return (size,)
    return (12,)


@draw.register
def _sentences(body: Sentences, canvas: Canvas, box: Box) -> None:
    """Sentences with what they are beside them (须重视, 向好), below headings where they have some."""
    (size,) = canvas.letters
    top = box.top
    for group in body.groups:
        if group.label:
            canvas.text(
                Box(box.left, top, box.width, _HEADING),
                [Paragraph((Run(group.label, min(size, 18), palette.SUB, bold=True),))],
                anchor="ctr",
            )
            top += _HEADING
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


@letters.register
def _card_letters(body: KeyNumbers, box: Box) -> tuple[float, ...]:
    """The size of the smallest line of a card, on which those of the others rest."""
    places = _card_places(len(body.cards), box)
    for size in _SMALLEST:
        if all(
            sum(line.height for line in _card_lines(card, size, _inside(place).width))
            <= _inside(place).height
            for card, place in zip(body.cards, places, strict=True)
        ):
            return (size,)
    return (_SMALLEST[-1],)


@draw.register
def _cards(body: KeyNumbers, canvas: Canvas, box: Box) -> None:
    """Cards side by side, three in a row at most, as large as there is room."""
    (size,) = canvas.letters
    for card, place in zip(body.cards, _card_places(len(body.cards), box), strict=True):
        _card(card, canvas, place, size)


def _card_places(count: int, box: Box) -> list[Box]:
    columns = count if count < 4 else (count + 1) // 2
    rows = -(-count // max(columns, 1))
    wide = (box.width - _GAP * (columns - 1)) / max(columns, 1)
    high = min((box.height - _GAP * (rows - 1)) / max(rows, 1), 190)
    places = (divmod(number, columns) for number in range(count))
    return [
        Box(box.left + column * (wide + _GAP), box.top + row * (high + _GAP), wide, high)
        for row, column in places
    ]


def _inside(place: Box) -> Box:
    return Box(place.left + 18, place.top + 8, place.width - 28, place.height - 14)


@dataclass(frozen=True)
class _CardLine:
    """Words of a card and how high they are."""

    runs: tuple[Run, ...]
    height: float


def _card_lines(card: Card, size: float, width: float) -> list[_CardLine]:
    """Name, value, goal, change and what it rests on, in letters that rest on those of the last."""
    goal = f"{SIGNS.get(card.tone, '')} {card.goal}".strip()
    below = " · ".join(filter(None, (card.period, card.mark, card.counted)))
    ink = palette.WARNING if card.tone == "unmet" else palette.INK
    value = _value_size(card, size, width)
    texts = (
        Run(card.label, size + 3, palette.SUB),
        Run(goal, size + 1, ink, bold=True),
        Run(card.change, size),
        Run(below, size, palette.SUB),
    )
    name, *others = [
        _CardLine((run,), lines_needed(run.text, run.size, width) * run.size * LINE)
        for run in texts
        if run.text
    ]
    number = (Run(card.value, value, palette.MAIN, bold=True), Run(card.unit, size + 4))
    return [name, _CardLine(number, _LARGEST_VALUE * LINE), *others]


def _value_size(card: Card, size: float, width: float) -> float:
    """The largest letters in which the value stands beside its unit and the line of its history."""
    free = width * (0.72 if len(card.history) > 1 else 1) - text_width(card.unit, 100) * (size + 4) / 100
    fitting = (
        large
        for large in range(_LARGEST_VALUE, 20, -2)
        if text_width(card.value, large) * _BOLD_DIGITS <= free
    )
    return next(fitting, 20)


def _card(card: Card, canvas: Canvas, box: Box, size: float) -> None:
    """Name, value with its way here, goal, change and what it rests on, from top to bottom."""
    canvas.shape(box, "rect", fill=palette.CARD, name="卡片")
    canvas.shape(
        Box(box.left, box.top, 5, box.height), "rect", fill=_TONES.get(card.tone, palette.DOT), name="色条"
    )
    inner = _inside(box)
    top = inner.top
    for number, line in enumerate(_card_lines(card, size, inner.width)):
        place = Box(inner.left, top, inner.width, line.height)
        canvas.text(
            place,
            [Paragraph(tuple(run for run in line.runs if run.text))],
            anchor="ctr" if number == 1 else "t",
        )
        if number == 1:
            middle = place.top + line.height / 2
            spark = Box(inner.right - inner.width * 0.26, middle - 16, inner.width * 0.24, 32)
            _spark(card.history, canvas, spark)
        top += line.height


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
