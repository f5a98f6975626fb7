"""How an office wants its cities shown: files beside the catalogue's, and what is wrong in them."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from faheng.catalogue import Catalogue, Region
from faheng.csv_rows import CatalogueError
from faheng.display import Tile, load_display

CATALOGUE = Catalogue(
    regions={
        "620400": Region("620400", "白银市", "city", "620000"),
        "620402": Region("620402", "白银区", "county", "620400"),
    }
)


def test_a_city_may_be_ranked_unless_the_office_says_no(tmp_path: Path) -> None:
    assert load_display([tmp_path], CATALOGUE).may_rank("620400")
    (tmp_path / "cities.csv").write_text("city_code,ranking\n620400,no\n", encoding="utf-8")
    assert not load_display([tmp_path], CATALOGUE).may_rank("620400")


def test_every_fault_is_named_with_its_row(tmp_path: Path) -> None:
    (tmp_path / "cities.csv").write_text(
        "city_code,ranking\n620400,no\n620400,yes\n620402,no\n620499,maybe\n", encoding="utf-8"
    )
    with pytest.raises(CatalogueError) as caught:
        load_display([tmp_path], CATALOGUE)
    file = str(tmp_path / "cities.csv")
    assert str(caught.value).splitlines() == [
        f"{file} 第 5 行 ranking 列：“maybe” 应为其中之一：yes、no",
        f"{file} 第 3 行 city_code 列：“620400” 与 {file} 第 2 行重复",
        f"{file} 第 4 行 city_code 列：“620402” 不是有县区报送的市（regions.csv）",
    ]


def test_tiles_are_where_the_office_puts_them(tmp_path: Path) -> None:
    (tmp_path / "tiles.csv").write_text("region_code,row,column\n620402,0,1\n", encoding="utf-8")
    display = load_display([tmp_path], CATALOGUE)
    assert display.tiles["620400"]["620402"] == Tile("620402", row=0, column=1)


def test_two_regions_on_one_tile_are_a_fault(tmp_path: Path) -> None:
    two = replace(
        CATALOGUE,
        regions=CATALOGUE.regions | {"620403": Region("620403", "平川区", "county", "620400")},
    )
    (tmp_path / "tiles.csv").write_text(
        "region_code,row,column\n620402,0,1\n620403,0,1\n620400,0,2\n620402,1,1\n", encoding="utf-8"
    )
    with pytest.raises(CatalogueError) as caught:
        load_display([tmp_path], two)
    file = str(tmp_path / "tiles.csv")
    assert str(caught.value).splitlines() == [
        f"{file} 第 5 行 region_code 列：“620402” 与 {file} 第 2 行重复",
        f"{file} 第 4 行 region_code 列：“620400” 不是县区、功能区或市本级（regions.csv）",
        f"{file} 第 3 行 row、column 列：“0、1” 与 {file} 第 2 行重复，同一格只能放一个地区",
    ]


def test_a_boundary_file_comes_with_its_approval_number_and_source(tmp_path: Path) -> None:
    ask_for_map(tmp_path, "baiyin.geojson,GS(2024)0650号,天地图")
    square = {"type": "Polygon", "coordinates": [[[104, 36], [105, 36], [105, 37], [104, 37], [104, 36]]]}
    feature = {"type": "Feature", "properties": {"gb": "156620402"}, "geometry": square}
    (tmp_path / "baiyin.geojson").write_text(
        json.dumps({"type": "FeatureCollection", "features": [feature]}), encoding="utf-8"
    )
    found = load_display([tmp_path], CATALOGUE).maps["620400"]
    assert (found.approval_number, found.source) == ("GS(2024)0650号", "天地图")
    assert list(found.boundaries.shapes) == ["620402"]


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("../baiyin.geojson,,天地图", "应为 maps.csv 旁边的 .geojson 或 .json 文件名，不带路径"),
        ("C:baiyin.json,,天地图", "应为 maps.csv 旁边的 .geojson 或 .json 文件名，不带路径"),
        ("baiyin.geojson,,", "不能为空"),
        ("baiyin.geojson,,天地图", "文件夹里没有这个文件，请把它放在 maps.csv 旁边"),
    ],
)
def test_a_boundary_file_lies_beside_maps_csv_and_names_its_source(
    tmp_path: Path, row: str, fault: str
) -> None:
    ask_for_map(tmp_path, row)
    with pytest.raises(CatalogueError) as caught:
        load_display([tmp_path], CATALOGUE)
    (line,) = str(caught.value).splitlines()
    assert line.startswith(f"{tmp_path / 'maps.csv'} 第 2 行 ")
    assert line.endswith(fault)


def ask_for_map(folder: Path, row: str) -> None:
    (folder / "maps.csv").write_text(
        f"city_code,file,approval_number,source\n620400,{row}\n", encoding="utf-8"
    )
