"""Boundary files of an office: which feature is which region, what cannot be used, and what is drawn of it."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from faheng.boundaries import Boundaries, read_boundaries
from faheng.catalogue import Region
from faheng.csv_rows import Unfit
from faheng.label_box import label_box

BAIYIN = (
    Region("620402", "白银区", "county", "620400"),
    Region("620422", "会宁县", "county", "620400"),
    Region("620471", "白银高新区", "zone", "620400"),
)
SQUARE = [[[104.0, 36.0], [105.0, 36.0], [105.0, 37.0], [104.0, 37.0], [104.0, 36.0]]]


def feature(coordinates: Any = SQUARE, kind: str = "Polygon", **properties: Any) -> dict[str, Any]:
    return {
        "type": "Feature",
        "properties": properties,
        "geometry": {"type": kind, "coordinates": coordinates},
    }


@pytest.fixture
def read(tmp_path: Path):
    def run(*features: Any, text: str | None = None) -> Boundaries:
        file = tmp_path / "baiyin.geojson"
        written = text or json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False)
        file.write_text(written, encoding="utf-8")
        return read_boundaries(file, BAIYIN)

    return run


@pytest.mark.parametrize(
    "properties",
    [
        {"gb": "156620402"},
        {"gb": 156620402.0},
        {"adcode": 620402},
        {"区划码": "620402"},
        {"CODE": "620402"},
        {"id": "620402", "name": "白银"},
        {"name": "白银区"},
        {"名称": "白银区", "id": 7},
    ],
)
def test_a_feature_is_joined_by_its_code_or_its_full_name(read, properties: dict[str, Any]) -> None:
    assert list(read(feature(**properties)).shapes) == ["620402"]


def test_what_is_no_region_of_the_city_is_named_and_not_drawn(read) -> None:
    found = read(
        feature(adcode=620402),
        feature(adcode=620100, name="兰州市"),
        feature(adcode=320106, name="会宁县"),  # its code says that it is another of that name
        feature([[104, 36], [105, 37]], "LineString", name="境界线"),
        {"type": "Feature", "properties": None, "geometry": None},
    )
    assert list(found.shapes) == ["620402"]
    assert found.left_over == ("兰州市", "会宁县", "境界线", "第5个要素")


def test_several_features_of_one_code_are_one_region(read) -> None:
    island = [[[x + 2, y] for x, y in SQUARE[0]]]
    found = read(feature(adcode=620402), feature(island, adcode=620402))
    assert len(found.shapes["620402"].rings) == 2


def test_a_degree_of_longitude_is_as_long_as_it_is_there(read) -> None:
    # At 60° north half as long as a degree of latitude.
    north = [[[10, 59.5], [11, 59.5], [11, 60.5], [10, 60.5], [10, 59.5]]]
    (ring,) = read(feature(north, adcode=620402)).shapes["620402"].rings
    assert (max(x for x, _ in ring), max(y for _, y in ring)) == (1000, 2000)


def test_a_hole_runs_the_other_way_round_however_it_was_written(read) -> None:
    hole = [[104.4, 36.4], [104.6, 36.4], [104.6, 36.6], [104.4, 36.6], [104.4, 36.4]]
    for written in (hole, hole[::-1]):
        outer, inner = read(feature([[*SQUARE[0]], written], adcode=620402)).shapes["620402"].rings
        assert signed_area(outer) > 0 > signed_area(inner)


def test_a_common_border_stays_common_when_points_are_dropped(read) -> None:
    border = [[105.0, 36 + place / 5000] for place in range(5001)]
    west = [[[104.0, 36.0], *border, [104.0, 37.0], [104.0, 36.0]]]
    east = [[[106.0, 37.0], *border[::-1], [106.0, 36.0], [106.0, 37.0]]]
    found = read(feature(west, adcode=620402), feature(east, adcode=620422))
    one, other = (set(found.shapes[code].rings[0]) for code in ("620402", "620422"))
    assert 1000 < len(one) < 2500
    assert len(one & other) == len(one) - 2  # all but the two corners in the west


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ('{"type": "FeatureCollection"', "第 1 行第 29 个字符起不是 JSON，请重新导出 GeoJSON"),
        (
            '{"type": "Topology"}',
            "最外层是 Topology，应为带 features 的 FeatureCollection，请重新导出 GeoJSON",
        ),
        ("[]", "最外层是 list，应为带 features 的 FeatureCollection，请重新导出 GeoJSON"),
        ("[" * 200_000, "不是可用的 GeoJSON（数字过长、不是数或嵌套过深），请重新导出"),
        ('{"type": NaN}', "不是可用的 GeoJSON（数字过长、不是数或嵌套过深），请重新导出"),
    ],
)
def test_a_file_that_is_no_geojson_is_refused(read, text: str, fault: str) -> None:
    with pytest.raises(Unfit) as caught:
        read(text=text)
    assert str(caught.value) == fault


@pytest.mark.parametrize(
    ("features", "fault"),
    [
        ([], "0 个要素没有一个是本市地区的面"),
        ([feature(adcode=110000)], "1 个要素没有一个是本市地区的面"),
        ([3], "第 1 个要素不是 GeoJSON 的 Feature"),
        (
            [feature([[[4e5, 3e6], [4e5, 4e6], [5e5, 3e6]]], name="会宁县")],
            "第 1 个要素（会宁县）有坐标 400000、3000000，应为经度、纬度",
        ),
        ([feature([["a", "b"]], name="会宁县")], "第 1 个要素（会宁县）的 coordinates 不合 Polygon 的写法"),
        (
            [feature([[[10**400, 36], [104, 36], [104, 37]]], adcode=620402)],
            "第 1 个要素（620402）的 coordinates 不合 Polygon 的写法",
        ),
        ([feature(5, adcode=620402)], "第 1 个要素（620402）的 coordinates 不合 Polygon 的写法"),
        ([feature([[[104, 36], [104, 36]]], adcode=620402)], "边界的点都重合在一起，没有面积"),
        (
            [feature(name="会宁县"), feature(name="会宁县")],
            "第 1、2 个要素都叫“会宁县”，分不清是哪里；请在属性里写区划码（adcode）",
        ),
    ],
)
def test_a_feature_that_cannot_be_drawn_is_named(read, features: list[Any], fault: str) -> None:
    with pytest.raises(Unfit) as caught:
        read(*features)
    assert str(caught.value).startswith(fault)


def test_a_file_of_more_than_20_mb_is_not_even_opened(tmp_path: Path) -> None:
    file = tmp_path / "province.json"
    with file.open("wb") as written:
        written.truncate(21 * 1024 * 1024)
    with pytest.raises(Unfit, match=r"^有 21\.0 MB，最多 20 MB"):
        read_boundaries(file, BAIYIN)


def test_words_stand_inside_of_a_bent_region() -> None:
    # A U: its centroid lies in the gap.
    u = (((0, 0), (10, 0), (10, 10), (7, 10), (7, 2), (3, 2), (3, 10), (0, 10), (0, 0)),)
    box = label_box(u)
    assert box.x < 3 or box.x > 7 or box.y < 2
    assert box.width >= 2.9


def signed_area(ring: Any) -> float:
    return sum(x * y1 - x1 * y for (x, y), (x1, y1) in pairwise(ring)) / 2
