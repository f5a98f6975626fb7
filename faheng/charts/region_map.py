"""Draws regions where they lie with Plotly: filled outlines with name and value inside; it asks nobody for a map."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any

from faheng.charts import theme
from faheng.charts.drawing import BASE_LAYOUT, Frame, ink, link, plain, text_width, with_lead
from faheng.charts.map_spec import MapArea, MapClass, RegionMap, Shade
from faheng.label_box import Ring

_LINE = 1.3  # the height of a line of text, in its letters' height
_TILE_LINE = {"color": theme.PREVIOUS, "width": 1}
_BORDER = {"color": theme.MAP_LINE, "width": theme.MAP_LINE_WIDTH}
_OWN_LINE = {"color": theme.MAP_OWN, "width": theme.MAP_OWN_WIDTH}
_ROOM = 0.03  # round the map, in its larger side: half a line is drawn outside of it
_WIDEST_TILE = 1.9  # on a slide, which is low and wide: how much wider than high


@dataclass(frozen=True)
class _Sizes:
    """How large the letters are, in px."""

    value: int
    name: int
    more: int


_SIZES = (
    _Sizes(theme.VALUE_SIZE, theme.DETAIL_SIZE, theme.AXIS_SIZE),
    _Sizes(theme.AXIS_SIZE, theme.AXIS_SIZE, theme.AXIS_SIZE),
)


def region_map_parts(spec: RegionMap, frame: Frame | None = None) -> dict[str, Any]:
    """The figure of `spec` as Plotly's data and layout.

    East and north are as long as one another, whatever the width of its place; only tiles on a slide may be wider than
    high. The classes stand above the map as a legend, which wraps by itself. `narrower` holds the height and the words
    where there is little room.
    """
    named = [one for one in spec.classes if one.count or one.shade in theme.SHADES]
    legend = max(_legend_height(named, frame.width), theme.LEGEND_HEIGHT) if frame else theme.LEGEND_HEIGHT
    seen = _seen(spec, frame, legend)
    axis = {"visible": False, "fixedrange": True, "constrain": "domain"}
    layout: dict[str, Any] = {
        **BASE_LAYOUT,
        "height": round(seen.height) + legend + theme.CAPTION_HEIGHT,
        "margin": {"l": 4, "r": 4, "t": legend, "b": theme.CAPTION_HEIGHT, "pad": 0},
        "showlegend": True,
        "legend": {
            "orientation": "h",
            "x": 0,
            "xanchor": "left",
            "y": 1,
            "yanchor": "bottom",
            "traceorder": "normal",
            "itemclick": False,
            "itemdoubleclick": False,
            "font": {"size": theme.DETAIL_SIZE},
        },
        "xaxis": {**axis, "range": [seen.left, seen.right]},
        "yaxis": {
            **axis,
            "range": [seen.bottom, seen.top],
            "scaleanchor": "x",
            "scaleratio": 1 / seen.stretch,
            "constraintoward": "top",
        },
        "annotations": [*_words(spec, seen.scale, seen.stretch), _caption(spec)],
    }
    data = [
        *([] if spec.is_tiles else [_edge(spec)]),
        # The line of the highlighted one lies above those of its neighbours.
        *(_area(area, spec) for area in sorted(spec.areas, key=lambda each: each.key == spec.highlighted)),
        *(_legend_entry(one) for one in named),
    ]
    if frame:
        return {"data": data, "layout": layout}
    narrow = {
        "height": round(seen.narrow_height) + _legend_height(named, theme.PHONE) + theme.CAPTION_HEIGHT,
        "annotations": [*_words(spec, seen.narrow_scale, 1), _caption(spec)],
    }
    return {"data": data, "layout": layout, "narrower": [{"below": theme.NARROW, "layout": narrow}]}


def without_words(spec: RegionMap, *, narrow: bool) -> tuple[MapArea, ...]:
    """The areas that are too small for their values, on a phone (`narrow`) or elsewhere."""
    seen = _seen(spec, None, theme.LEGEND_HEIGHT)
    scale = seen.narrow_scale if narrow else seen.scale
    return tuple(area for area in spec.areas if not _lines(area, scale, 1))


@dataclass(frozen=True)
class _Seen:
    """What is seen, in units of the map; `height` in px where there is `width` px or more. A scale is px by unit, at least,
    from south to north; from west to east a unit is `stretch` times as long.
    """

    left: float
    right: float
    bottom: float
    top: float
    height: float
    width: int
    stretch: float = 1

    @property
    def scale(self) -> float:
        return self._scale(self.width)

    @property
    def narrow_scale(self) -> float:
        return self._scale(theme.PHONE)

    @property
    def narrow_height(self) -> float:
        return self.narrow_scale * (self.top - self.bottom)

    def _scale(self, width: int) -> float:
        return min(self.height / (self.top - self.bottom), width / (self.right - self.left))


def _seen(spec: RegionMap, frame: Frame | None, legend: int) -> _Seen:
    points = [point for area in spec.areas for ring in area.rings for point in ring]
    left, right = min(x for x, _ in points), max(x for x, _ in points)
    bottom, top = min(y for _, y in points), max(y for _, y in points)
    room = _ROOM * max(right - left, top - bottom)
    wide, high = right - left + 2 * room, top - bottom + 2 * room
    edges = (left - room, right + room, bottom - room, top + room)
    if frame:
        height = frame.height - legend - theme.CAPTION_HEIGHT
        room = frame.width / wide / (height / high)
        stretch = min(max(room, 1), _WIDEST_TILE) if spec.is_tiles else 1
        return _Seen(*edges, height, frame.width, stretch)
    most = high * theme.TILE if spec.is_tiles else theme.MAP_HEIGHT
    return _Seen(*edges, min(most, high / wide * theme.MAP_WIDEST), theme.NARROW)


def _outline(rings: Iterable[Ring]) -> dict[str, list[float | None]]:
    """The rings as one line, broken between them."""
    x: list[float | None] = []
    y: list[float | None] = []
    for ring in rings:
        if x:
            x.append(None)
            y.append(None)
        x += [point[0] for point in ring]
        y += [point[1] for point in ring]
    return {"x": x, "y": y}


def _edge(spec: RegionMap) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines",
        **_outline(ring for area in spec.areas for ring in area.rings),
        "line": {"color": theme.PREVIOUS, "width": theme.MAP_EDGE_WIDTH},
        "hoverinfo": "skip",
        "showlegend": False,
    }


def _area(area: MapArea, spec: RegionMap) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines",
        **_outline(area.rings),
        **_fill(area.shade),
        "line": _OWN_LINE if area.key == spec.highlighted else _TILE_LINE if spec.is_tiles else _BORDER,
        "hoveron": "fills",
        "hoverinfo": "text",
        "text": "<br>".join(map(plain, with_lead(area.about, area.value_address))),
        "customdata": [area.value_address.url] if area.value_address else [],
        "showlegend": False,
    }


def _fill(shade: Shade) -> dict[str, Any]:
    if shade in theme.SHADES:
        return {"fill": "toself", "fillcolor": theme.SHADES[shade]}
    clear = {"fill": "toself", "fillcolor": theme.TRANSPARENT}
    if shade == "none":
        return clear
    return clear | {
        "fillpattern": {"shape": "/", "fgcolor": theme.HATCH, "bgcolor": theme.TRANSPARENT, "size": 7}
    }


def _legend_height(classes: Sequence[MapClass], width: int) -> int:
    """The height of the legend, in px; its columns are as wide as the longest label."""
    widest = max(text_width(_legend_label(one), theme.DETAIL_SIZE) for one in classes)
    columns = max(1, int(width // (widest + theme.LEGEND_SIGN)))
    return ceil(len(classes) / columns) * theme.LEGEND_LINE + theme.LEGEND_LINE // 2


def _legend_label(one: MapClass) -> str:
    return f"{one.label} {one.count}个"


def _legend_entry(one: MapClass) -> dict[str, Any]:
    """A sign of the class's fill; it stands nowhere on the map."""
    if one.shade == "missing":
        sign = {"mode": "lines", **_fill(one.shade), "line": _TILE_LINE}
    else:
        color = theme.SHADES.get(one.shade, theme.TRANSPARENT)
        sign = {
            "mode": "markers",
            "marker": {"symbol": "square", "size": 14, "color": color, "line": _TILE_LINE},
        }
    return {
        "type": "scatter",
        "x": [None],
        "y": [None],
        **sign,
        "name": ink(plain(_legend_label(one))),
        "hoverinfo": "skip",
        "showlegend": True,
    }


def _words(spec: RegionMap, scale: float, stretch: float) -> Iterator[dict[str, Any]]:
    for area in spec.areas:
        if lines := _lines(area, scale, stretch):
            yield {
                "text": "<br>".join(lines),
                "x": area.words.x,
                "y": area.words.y,
                "xref": "x",
                "yref": "y",
                "align": "center",
                "showarrow": False,
                "borderpad": 0,
                "font": {"size": theme.DETAIL_SIZE},
            }


def _lines(area: MapArea, scale: float, stretch: float) -> list[str]:
    """What stands in an area: the value, the name above it, and below it what there is room for.

    Letters are smaller where name and value would not fit otherwise.
    """
    wide, high = area.words.width * scale * stretch, area.words.height * scale
    fitted = [_fitted(area, wide, high, sizes) for sizes in _SIZES]
    return max(fitted, key=lambda lines: min(len(lines), 2))  # the first of the best


def _fitted(area: MapArea, wide: float, high: float, sizes: _Sizes) -> list[str]:
    color = theme.INK_ON.get(area.shade, theme.INK)
    value = f"{area.sign} {area.text}".strip()
    left = high - sizes.value * _LINE
    if left < 0 or text_width(value, sizes.value) > wide:
        return []
    lines = [ink(f"<b>{plain(value)}</b>", size=sizes.value, color=color)]
    name = _name_lines(area.label, wide, sizes.name)
    left -= len(name) * sizes.name * _LINE
    if not name or left < 0:
        return [link(lines[0], area.address)]
    lines[:0] = [link(ink(plain(part), size=sizes.name, color=color), area.address) for part in name]
    more = _more_lines(area.more, wide, sizes.more, most=int(left // (sizes.more * _LINE)))
    return [*lines, *(ink(plain(text), size=sizes.more, color=color) for text in more)]


def _more_lines(texts: Sequence[str], wide: float, size: int, *, most: int) -> list[str]:
    """The texts in order as far as there is room, a line each; where there are too few, beside one another."""
    lines: list[str] = []
    for text in texts:
        if len(lines) < most and text_width(text, size) <= wide:
            lines.append(text)
        elif lines and text_width(f"{lines[-1]} {text}", size) <= wide:
            lines[-1] += f" {text}"
        else:
            break
    return lines


def _name_lines(label: str, wide: float, size: int) -> tuple[str, ...]:
    """The name on one line or on two; none when it fits on neither."""
    half = (len(label) + 1) // 2
    for parts in ((label,), (label[:half], label[half:])):
        if all(text_width(part, size) <= wide for part in parts):
            return parts
    return ()


def _caption(spec: RegionMap) -> dict[str, Any]:
    return {
        "text": ink(plain(spec.caption), size=theme.AXIS_SIZE),
        "x": 0,
        "xref": "paper",
        "xanchor": "left",
        "y": 0,
        "yref": "paper",
        "yanchor": "top",
        "yshift": -6,
        "showarrow": False,
    }
