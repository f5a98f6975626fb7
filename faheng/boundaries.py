"""Boundaries that an office supplies as GeoJSON: read once, joined with its regions, made small enough for a page.

None comes with this project: no source known to us may be passed on, and a map that is shown in public needs an approval
number (审图号) of its own (《地图管理条例》第15条). Only the regions of the office's own city are ever drawn.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import cos, isfinite, radians
from pathlib import Path
from typing import Any, NoReturn

from faheng.catalogue import Region
from faheng.csv_rows import Unfit
from faheng.label_box import Box, Ring, label_box

MOST_BYTES = 20 * 1024 * 1024
_GRIDS = (2000, 1000, 500)
"""The larger side of a map in steps, half a pixel on a page; fewer where a border has more turns than a page should carry.
Points are moved onto this grid and those that fall together are one: neighbours stay neighbours, as the points of a common
border move alike, which leaving points out would not do."""
_MOST_POINTS = 20_000
_LONGEST_NAME = 40
_NO_AREA = "边界的点都重合在一起，没有面积；请重新导出 GeoJSON"
_CODES, _NAMES = ("gb", "adcode", "区划码", "code", "id"), ("name", "名称")
_DIVISION = re.compile(r"(?:156)?(\d{6})(?:\.0)?")  # 天地图 writes 156620402, a column of numbers 620402.0


@dataclass(frozen=True)
class Shape:
    """A region as it is drawn: rings (holes run the other way round), and a box inside it that has room for words."""

    rings: tuple[Ring, ...]
    words: Box


@dataclass(frozen=True)
class Boundaries:
    """The shapes of a city's regions by code; `left_over` names what else was in the file."""

    shapes: Mapping[str, Shape]
    left_over: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Feature:
    """What a feature says of itself: `codes` are all that may be one, `division` is that of GB/T 2260 among them."""

    number: int
    codes: tuple[str, ...]
    division: str
    name: str
    rings: tuple[Ring, ...] = ()

    @property
    def label(self) -> str:
        return self.name or self.division or f"第{self.number}个要素"


def read_boundaries(path: Path, regions: Sequence[Region]) -> Boundaries:
    """The boundaries of `regions` in a GeoJSON file.

    Raises:
        Unfit: the file cannot be used; the message says what was found, what is expected and what to do.
    """
    return _joined([_feature(number, item) for number, item in enumerate(_items(path), start=1)], regions)


def _items(path: Path) -> list[Any]:
    """The features of the file, as they are written in it."""
    if not path.is_file():
        raise Unfit("文件夹里没有这个文件，请把它放在 maps.csv 旁边")
    if (size := path.stat().st_size) > MOST_BYTES:
        raise Unfit(
            f"有 {size / 1024 / 1024:.1f} MB，最多 {MOST_BYTES // 1024 // 1024} MB；请只保留本市的县区，或先简化边界"
        )
    try:
        found = json.loads(path.read_text(encoding="utf-8-sig"), parse_constant=_no_number)
    except UnicodeDecodeError:
        raise Unfit("不是 UTF-8 编码，请另存为 UTF-8 的 GeoJSON") from None
    except json.JSONDecodeError as error:
        raise Unfit(f"第 {error.lineno} 行第 {error.colno} 个字符起不是 JSON，请重新导出 GeoJSON") from None
    except (ValueError, RecursionError):  # a number of thousands of digits, NaN, brackets a thousand deep
        raise Unfit("不是可用的 GeoJSON（数字过长、不是数或嵌套过深），请重新导出") from None
    kind = found.get("type") if isinstance(found, dict) else type(found).__name__
    if kind != "FeatureCollection" or not isinstance(found.get("features"), list):
        raise Unfit(f"最外层是 {str(kind)[:40]}，应为带 features 的 FeatureCollection，请重新导出 GeoJSON")
    items: list[Any] = found["features"]
    return items


def _no_number(written: str) -> NoReturn:
    raise ValueError(written)


def _feature(number: int, item: Any) -> _Feature:
    """One feature; without rings when it is no area (境界线)."""
    if not isinstance(item, dict):
        raise Unfit(f"第 {number} 个要素不是 GeoJSON 的 Feature")
    given = item.get("properties")
    said = {str(key).lower(): value for key, value in given.items()} if isinstance(given, dict) else {}
    said.setdefault("id", item.get("id"))
    written = [str(said[key]).strip() for key in _CODES if said.get(key) is not None]
    divisions = [match[1] for code in written if (match := _DIVISION.fullmatch(code))]
    name = next((str(said[key]).strip()[:_LONGEST_NAME] for key in _NAMES if said.get(key)), "")
    known = _Feature(number, (*divisions, *written), next(iter(divisions), ""), name)
    return replace(known, rings=tuple(_rings(item.get("geometry"), known)))


def _rings(geometry: Any, feature: _Feature) -> Iterator[Ring]:
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if kind not in ("Polygon", "MultiPolygon"):
        return
    polygons = [geometry.get("coordinates")] if kind == "Polygon" else geometry.get("coordinates")
    try:
        for polygon in polygons:
            for place, ring in enumerate(polygon):
                yield _turned([_position(point, feature) for point in ring], left=place == 0)
    except (TypeError, LookupError, OverflowError):
        raise Unfit(
            f"第 {feature.number} 个要素（{feature.label}）的 coordinates 不合 {kind} 的写法，请重新导出"
        ) from None


def _position(point: Any, feature: _Feature) -> tuple[float, float]:
    east, north = point[0], point[1]
    if any(isinstance(number, bool) or not isinstance(number, int | float) for number in (east, north)):
        raise TypeError
    if not (isfinite(east) and isfinite(north) and abs(east) <= 180 and abs(north) <= 90):
        raise Unfit(
            f"第 {feature.number} 个要素（{feature.label}）有坐标 {east:.10g}、{north:.10g}，"
            "应为经度、纬度；请在导出时选经纬度坐标（WGS-84 或 CGCS2000）"
        )
    return float(east), float(north)


def _turned(ring: list[tuple[float, float]], *, left: bool) -> Ring:
    """The ring run so that its inside is on the left, or on the right for a hole; many files do not keep to that."""
    ahead = (*ring[1:], *ring[:1])
    area = sum(x * next_y - next_x * y for (x, y), (next_x, next_y) in zip(ring, ahead, strict=True))
    return tuple(ring) if (area > 0) == left else tuple(ring[::-1])


def _joined(features: Sequence[_Feature], regions: Sequence[Region]) -> Boundaries:
    """Each feature with the region it is: by its code, by its full name when it has none."""
    by_code = {region.code: region.code for region in regions}
    by_name = {region.name: region.code for region in regions}
    found: dict[str, list[_Feature]] = {}
    left_over = []
    for feature in features:
        code = next((by_code[code] for code in feature.codes if code in by_code), None)
        # A code that is another region's is an answer, too: four are called 鼓楼区.
        if code is None and not feature.division:
            code = by_name.get(feature.name)
        if code is None:
            left_over.append(feature.label)
        elif feature.rings:
            found.setdefault(code, []).append(feature)
    for same in found.values():
        if len(same) > 1 and any(not feature.division for feature in same):
            numbers = "、".join(str(feature.number) for feature in same)
            raise Unfit(
                f"第 {numbers} 个要素都叫“{same[0].label}”，分不清是哪里；请在属性里写区划码（adcode）"
            )
    if not found:
        raise Unfit(
            f"{len(features)} 个要素没有一个是本市地区的面：属性里应有 {'、'.join(_CODES)} 之一写区划码，"
            "或 name 写地区全名，图形应为 Polygon 或 MultiPolygon"
        )
    rings = {code: [ring for feature in same for ring in feature.rings] for code, same in found.items()}
    return Boundaries(_on_grid(rings), tuple(dict.fromkeys(left_over)))


def _on_grid(regions: Mapping[str, Sequence[Ring]]) -> dict[str, Shape]:
    """The shapes in steps of the grid, east to the right, north up, without what is smaller than a step."""
    points = [point for rings in regions.values() for ring in rings for point in ring]
    west, east = _ends(x for x, _ in points)
    south, north = _ends(y for _, y in points)
    narrowing = cos(radians((south + north) / 2))  # a degree of longitude against one of latitude, here
    size = max((east - west) * narrowing, north - south)
    if not size:
        raise Unfit(_NO_AREA)
    for steps in _GRIDS:
        moved = {
            code: tuple(
                _without_repeats(
                    (round((x - west) * narrowing / size * steps), round((y - south) / size * steps))
                    for x, y in ring
                )
                for ring in rings
            )
            for code, rings in regions.items()
        }
        if sum(len(ring) for rings in moved.values() for ring in rings) <= _MOST_POINTS:
            break
    kept = {
        code: tuple(ring for ring in rings if len(set(ring)) > 2)  # no line, no point
        for code, rings in moved.items()
    }
    if not any(kept.values()):
        raise Unfit(_NO_AREA)
    return {code: Shape(rings, label_box(rings)) for code, rings in kept.items() if rings}


def _ends(numbers: Iterable[float]) -> tuple[float, float]:
    found = list(numbers)
    return (min(found), max(found)) if found else (0.0, 0.0)


def _without_repeats(points: Iterable[tuple[float, float]]) -> Ring:
    """The ring closed, each point once in a row."""
    kept: list[tuple[float, float]] = []
    for point in points:
        if not kept or kept[-1] != point:
            kept.append(point)
    return tuple(kept) if not kept or kept[0] == kept[-1] else (*kept, kept[0])
