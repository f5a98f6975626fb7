"""Tables of one region with drawings over an empty column: where it stands (Spine), how far it is from its targets (Bullets)."""

from __future__ import annotations

from faheng.charts.spec import SIGNS
from faheng.charts.spec_profile import Bullet, Bullets, Span, Spine, SpineRow
from faheng.meeting import palette
from faheng.meeting.native.chart import Box
from faheng.meeting.powerpoint.bodies import draw, letters
from faheng.meeting.powerpoint.draw import Canvas, Cell, Paragraph, Run
from faheng.meeting.powerpoint.tables import MOST_ROW, fitting, group_cell, head_cells, text_cell, whole

_HEAD = 28
# Of the width, the columns; the drawing is in one.
_SPINE = (0.24, 0.15, 0.11, 0.21, 0.13, 0.16)
_BULLETS = (0.22, 0.18, 0.2, 0.18, 0.22)
_GROUP = 26


def _row_height(box: Box, groups: int, rows: int) -> float:
    """Of a row below the head and among the headings of groups."""
    return min((box.height - _HEAD - groups * _GROUP) / max(rows, 1), MOST_ROW)


def _goal(row: SpineRow | Bullet) -> str:
    return f"{SIGNS.get(row.tone, '')} {row.goal}".strip()


def _ink(row: SpineRow | Bullet) -> str:
    return palette.WARNING if row.tone == "unmet" else palette.INK


def _own(row: SpineRow | Bullet) -> str:
    return " ".join(text for text in (row.text, row.detail, row.mark) if text)


def _own_cell(row: SpineRow | Bullet, size: float) -> Cell:
    """A value in bold letters, and what stands behind it."""
    behind = " ".join(text for text in (row.detail, row.mark) if text)
    return text_cell(
        Run(row.text, size, bold=True),
        Run(f" {behind}" if behind else "", max(size - 2, 9), palette.SUB),
        align="r",
    )


def _name_cell(row: SpineRow | Bullet, size: float) -> Cell:
    return text_cell(
        Run(row.label, size), Run(f" {row.note}" if row.note else "", max(size - 2, 9), palette.SUB)
    )


@letters.register
def _spine_letters(body: Spine, box: Box) -> tuple[float, ...]:
    widths = [box.width * share for share in _SPINE]
    texts = [
        text
        for group in body.groups
        for row in group.rows
        for text in (
            (f"{row.label} {row.note}".strip(), widths[0]),
            (_own(row), widths[1]),
            (f"{row.city_text} {row.city_mark}".strip(), widths[2]),
            (row.change, widths[4]),
            (_goal(row), widths[5]),
        )
    ]
    return (fitting(texts, _spine_row(body, box)),)


def _spine_row(body: Spine, box: Box) -> float:
    return _row_height(box, len(body.groups), sum(len(group.rows) for group in body.groups))


@draw.register
def _spine(body: Spine, canvas: Canvas, box: Box) -> None:
    """A row for every indicator; where the region stands is drawn over the empty column of the table."""
    widths = [box.width * share for share in _SPINE]
    height = _spine_row(body, box)
    rows_of = [row for group in body.groups for row in group.rows]
    (size,) = canvas.letters
    titles = ["指标", body.whose, "全市", "← 低　　全市　　高 →", "较上期", "目标"]
    rows: list[tuple[float, list[Cell]]] = [
        (_HEAD, head_cells(titles, ["l", "r", "r", "ctr", "r", "l"], size))
    ]
    marks: list[tuple[SpineRow, float]] = []
    top = box.top + _HEAD
    for group in body.groups:
        rows.append((_GROUP, [group_cell(group.label, len(widths), size)]))
        top += _GROUP
        for row in group.rows:
            city_mark = Run(f" {row.city_mark}" if row.city_mark else "", max(size - 2, 9), palette.SUB)
            rows.append(
                (
                    height,
                    [
                        _name_cell(row, size),
                        _own_cell(row, size),
                        text_cell(Run(row.city_text, size, palette.SUB), city_mark, align="r"),
                        Cell(),
                        text_cell(Run(row.change, size), align="r"),
                        text_cell(Run(_goal(row), size, _ink(row), bold=row.tone in SIGNS)),
                    ],
                )
            )
            marks.append((row, top))
            top += height
    canvas.table(whole(box, rows), widths, rows, name="表格", about=f"{body.title}。{body.subtitle}")
    lane = Box(box.left + sum(widths[:3]) + 10, box.top, widths[3] - 20, top - box.top)
    canvas.begin_group(
        lane, name="位置图", about="；".join(row.about for row in rows_of if row.span and row.about)
    )
    for row, row_top in marks:
        if row.span is not None:
            _span(row, row.span, canvas, Box(lane.left, row_top, lane.width, height))
    canvas.end_group()


def _span(row: SpineRow, span: Span, canvas: Canvas, box: Box) -> None:
    """The city's value in the middle, the value farthest from it at one end: each row has its own scale."""
    reach = max(span.high - span.city, span.city - span.low)

    def place(value: object) -> float:
        share = float((value - span.city) / reach) if reach else 0.0  # type: ignore[operator]
        return box.left + box.width * (0.5 + 0.5 * (-share if span.direction == "lower" else share))

    middle = box.top + box.height / 2
    low, high = sorted((place(span.low), place(span.high)))
    canvas.shape(Box(low, middle - 6, high - low, 12), "rect", fill=palette.GRID, name="各地区范围")
    ticks = [[(x, middle - 6), (x, middle + 6)] for x in sorted({place(value) for value in span.others})]
    if ticks:
        canvas.path(
            Box(low, middle - 6, high - low, 12),
            ticks,
            line=palette.DOT,
            width=1,
            closed=False,
            name="其他地区",
        )
    canvas.shape(
        Box(box.left + box.width / 2 - 0.75, middle - 9, 1.5, 18), "rect", fill=palette.SUB, name="全市"
    )
    if span.target is not None and abs(span.target - span.city) <= reach:
        canvas.shape(
            Box(place(span.target) - 1, middle - 8, 2, 16), "rect", fill=palette.WARNING, name="目标"
        )
    if span.value is not None:
        dot = Box(place(span.value) - 5.5, middle - 5.5, 11, 11)
        fill = palette.WHITE if row.mark else palette.MAIN
        canvas.shape(dot, "ellipse", fill=fill, line=palette.MAIN, width=2, name="本地区")
    if span.direction == "neutral":
        for text, left, align in (("小", box.left - 12, "l"), ("大", box.right - 8, "r")):
            canvas.text(
                Box(left, middle - 8, 20, 16),
                [Paragraph((Run(text, 10, palette.SUB),), align)],  # type: ignore[arg-type]
                anchor="ctr",
            )


@letters.register
def _bullet_letters(body: Bullets, box: Box) -> tuple[float, ...]:
    widths = [box.width * share for share in _BULLETS]
    texts = [
        text
        for row in body.rows
        for text in (
            (f"{row.label} {row.note}".strip(), widths[0]),
            (_own(row), widths[1]),
            (_goal(row), widths[3]),
            (f"{row.city_text} {row.city_note}".strip(), widths[4]),
        )
    ]
    return (fitting(texts, _bullets_row(body, box)),)


def _bullets_row(body: Bullets, box: Box) -> float:
    return _row_height(box, sum(bool(group.label) for group in body.groups), len(body.rows))


@draw.register
def _bullets(body: Bullets, canvas: Canvas, box: Box) -> None:
    """A row for every indicator, its bar drawn over the empty column of the table."""
    widths = [box.width * share for share in _BULLETS]
    height = _bullets_row(body, box)
    (size,) = canvas.letters
    titles = ["指标", body.whose, "离目标、离全市多远", "目标", "全市"]
    rows: list[tuple[float, list[Cell]]] = [(_HEAD, head_cells(titles, ["l", "r", "ctr", "l", "l"], size))]
    marks: list[tuple[Bullet, float]] = []
    top = box.top + _HEAD
    for group in body.groups:
        if group.label:
            rows.append((_GROUP, [group_cell(group.label, len(widths), size)]))
            top += _GROUP
        for row in group.rows:
            rows.append(
                (
                    height,
                    [
                        _name_cell(row, size),
                        _own_cell(row, size),
                        Cell(),
                        text_cell(Run(_goal(row), size, _ink(row), bold=row.tone in SIGNS)),
                        text_cell(
                            Run(row.city_text, size),
                            Run(f" {row.city_note}" if row.city_note else "", max(size - 2, 9), palette.SUB),
                        ),
                    ],
                )
            )
            marks.append((row, top))
            top += height
    canvas.table(whole(box, rows), widths, rows, name="表格", about=f"{body.title}。{body.subtitle}")
    lane = Box(box.left + sum(widths[:2]) + 10, box.top, widths[2] - 20, top - box.top)
    canvas.begin_group(lane, name="条形图", about="；".join(row.about for row in body.rows if row.about))
    for row, row_top in marks:
        _bar(row, canvas, Box(lane.left, row_top, lane.width, height))
    canvas.end_group()


def _bar(row: Bullet, canvas: Canvas, box: Box) -> None:
    """The value as a bar, the target a thick stroke, the city a thin one, the period before a hollow dot."""
    middle = box.top + box.height / 2

    def place(number: object) -> float:
        share = float(number / row.maximum) if row.maximum else 0.0  # type: ignore[operator]
        return box.left + box.width * share

    canvas.shape(Box(box.left, middle - 7, box.width, 14), "rect", fill=palette.CARD, name="全长")
    color = palette.MISSED.get(row.tone, palette.MAIN if row.tone == "met" else palette.DOT)
    canvas.shape(
        Box(box.left, middle - 4.5, place(row.value) - box.left, 9), "rect", fill=color, name="本地区"
    )
    if row.city is not None:
        canvas.shape(Box(place(row.city) - 0.6, middle - 9, 1.2, 18), "rect", fill=palette.SUB, name="全市")
    if row.target is not None:
        canvas.shape(
            Box(place(row.target) - 1.75, middle - 9, 3.5, 18), "rect", fill=palette.INK, name="目标"
        )
    if row.previous is not None:
        dot = Box(place(row.previous) - 4, middle - 4, 8, 8)
        canvas.shape(dot, "ellipse", fill=palette.WHITE, line=palette.SUB, width=1.25, name="上期")
