"""Where the regions of a city stand in its map: inside their boundaries, on the tiles the office gave them, or below."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from faheng.boundaries import Shape
from faheng.catalogue import Region
from faheng.display import Display
from faheng.label_box import Box

_TILE = 0.94  # of the distance of two tiles, so that there is a gap between them
_SQUARES = 4  # beside each other below a map with boundaries: on a phone there is room for a name in each


@dataclass(frozen=True)
class Places:
    """The shapes of regions by code; `aside` are those that neither tiles nor boundaries place, in a line below."""

    shapes: Mapping[str, Shape]
    is_tiles: bool
    aside: tuple[Region, ...]


def map_places(display: Display, city_code: str, regions: Sequence[Region]) -> Places | None:
    """Where `regions` stand; None when the office placed none of them. Boundaries go before tiles."""
    if city_code in display.maps:
        shapes = dict(display.maps[city_code].boundaries.shapes)
    else:
        tiles = display.tiles.get(city_code, {})
        shapes = {code: _square(tile.column, -tile.row, 1) for code, tile in tiles.items()}
    codes = {region.code for region in regions}
    placed = {code: shape for code, shape in shapes.items() if code in codes}
    if not placed:
        return None
    is_tiles = city_code not in display.maps
    aside = tuple(region for region in regions if region.code not in placed)
    return Places(placed | _below(placed, aside, is_tiles=is_tiles), is_tiles, aside)


def _below(placed: Mapping[str, Shape], aside: Sequence[Region], *, is_tiles: bool) -> dict[str, Shape]:
    """Squares in lines below what is placed, from the left, as many in each as it is wide."""
    points = [point for shape in placed.values() for ring in shape.rings for point in ring]
    left, right = min(x for x, _ in points), max(x for x, _ in points)
    bottom, top = min(y for _, y in points), max(y for _, y in points)
    side = 1.0 if is_tiles else max(right - left, top - bottom) / _SQUARES
    in_line = max(1, round((right - left) / side))
    return {
        region.code: _square(
            left + (place % in_line + _TILE / 2) * side, bottom - (place // in_line + 0.75) * side, side
        )
        for place, region in enumerate(aside)
    }


def _square(x: float, y: float, side: float) -> Shape:
    """A square round a middle."""
    half = side * _TILE / 2
    ring = tuple(
        (x + across * half, y + up * half) for across, up in ((-1, -1), (1, -1), (1, 1), (-1, 1), (-1, -1))
    )
    return Shape((ring,), Box(x, y, 2 * half, 2 * half))
