"""Regions where they lie, as shapes with their names and values: tiles side by side, or outlines."""

from __future__ import annotations

from faheng.charts.drawing import text_width
from faheng.charts.map_spec import MapArea, MapClass, RegionMap
from faheng.meeting import palette
from faheng.meeting.native.chart import Box
from faheng.meeting.native.kinds import about
from faheng.meeting.powerpoint.bodies import draw
from faheng.meeting.powerpoint.draw import Canvas, Paragraph, Run
from faheng.meeting.texts import LINE, lines_needed

_LEGEND = 28
_CAPTION = 20
_SIZES = (16, 14, 12, 10)


@draw.register
def _map(body: RegionMap, canvas: Canvas, box: Box) -> None:
    """The classes on top, the map below them as large as there is room, its caption in the corner."""
    top = _classes(body, canvas, box)
    place = _Frame(body, Box(box.left, top, box.width, box.bottom - _CAPTION - top))
    canvas.begin_group(place.box, name="地图", about=about(body))
    # The line of the highlighted one lies above those of its neighbours.
    for area in sorted(body.areas, key=lambda each: each.key == body.highlighted):
        _area(area, canvas, place, is_tile=body.is_tiles, is_own=area.key == body.highlighted)
    canvas.end_group()
    canvas.text(
        Box(box.left, box.bottom - _CAPTION, box.width, _CAPTION),
        [Paragraph((Run(body.caption, 12, palette.SUB),))],
        anchor="ctr",
    )


class _Frame:
    """Where a place of the map stands on the page: east and north are as long as one another."""

    def __init__(self, body: RegionMap, room: Box) -> None:
        points = [point for area in body.areas for ring in area.rings for point in ring]
        self._left, right = min(x for x, _ in points), max(x for x, _ in points)
        bottom, self._top = min(y for _, y in points), max(y for _, y in points)
        most = 150 if body.is_tiles else room.height  # a tile needs no more for its words
        self.unit = min(room.width / (right - self._left), room.height / (self._top - bottom), most)
        wide, high = (right - self._left) * self.unit, (self._top - bottom) * self.unit
        self.box = Box(room.left + (room.width - wide) / 2, room.top + (room.height - high) / 2, wide, high)

    def at(self, x: float, y: float) -> tuple[float, float]:
        return self.box.left + (x - self._left) * self.unit, self.box.top + (self._top - y) * self.unit


def _classes(body: RegionMap, canvas: Canvas, box: Box) -> float:
    """The classes in as many rows as they need; where these end."""
    left, top = box.left, box.top
    for one in body.classes:
        if not one.count and one.shade not in palette.SHADES:
            continue
        words = f"{one.label}：{one.count} 个"
        wide = text_width(words, 13) * 1.12
        if left > box.left and left + wide + 24 > box.right:
            left, top = box.left, top + _LEGEND
        _sign(one, canvas, Box(left, top + 6, 18, 14))
        canvas.text(Box(left + 24, top, wide + 4, 26), [Paragraph((Run(words, 13),))], anchor="ctr")
        left += wide + 46
    return top + _LEGEND


def _sign(one: MapClass, canvas: Canvas, box: Box) -> None:
    corners = [(box.left, box.top), (box.right, box.top), (box.right, box.bottom), (box.left, box.bottom)]
    canvas.path(
        box,
        [corners],
        fill=palette.SHADES.get(one.shade, ""),
        pattern=one.shade == "missing",
        line=palette.DOT,
        name="图例",
    )


def _area(area: MapArea, canvas: Canvas, frame: _Frame, *, is_tile: bool, is_own: bool) -> None:
    rings = [[frame.at(x, y) for x, y in ring[:-1]] for ring in area.rings]
    points = [point for ring in rings for point in ring]
    left, top = min(x for x, _ in points), min(y for _, y in points)
    around = Box(left, top, max(x for x, _ in points) - left, max(y for _, y in points) - top)
    canvas.path(
        around,
        rings,
        fill=palette.SHADES.get(area.shade, ""),
        pattern=area.shade == "missing",
        line=palette.INK
        if is_own
        else palette.WHITE
        if area.shade in palette.SHADES and not is_tile
        else palette.DOT,
        width=3 if is_own else 1,
        name=area.label,
    )
    middle = frame.at(area.words.x, area.words.y)
    wide, high = area.words.width * frame.unit, area.words.height * frame.unit
    words = _words(area, wide, high)
    canvas.text(
        Box(middle[0] - wide / 2, middle[1] - high / 2, wide, high), words, name="名称和数值", anchor="ctr"
    )


def _words(area: MapArea, wide: float, high: float) -> list[Paragraph]:
    """Name, value and as many further lines as have room, in the largest letters that fit; the value in any case."""
    ink = palette.INK_ON.get(area.shade, palette.INK)
    value = f"{area.sign} {area.text}".strip()
    for size in _SIZES:
        lines = [
            (area.label, size, False),
            (value, size + 1, True),
            *((text, size - 3, False) for text in area.more),
        ]
        while len(lines) > 2 and _too_large(lines, wide, high):
            lines.pop()
        if not _too_large(lines, wide, high):
            break
    else:
        lines = [(value, _SIZES[-1], True)]
    return [Paragraph((Run(text, size, ink, bold),), "ctr") for text, size, bold in lines]


def _too_large(lines: list[tuple[str, int, bool]], wide: float, high: float) -> bool:
    return sum(size * LINE for _, size, _ in lines) > high or any(
        lines_needed(text, size, wide) > 1 for text, size, _ in lines
    )
