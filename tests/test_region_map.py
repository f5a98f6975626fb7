"""地图: where regions stand, how they are shaded, what the title says, and what stands on the drawing."""

from __future__ import annotations

import re
from typing import Any

import plotly.graph_objects as go
import pytest
from literal import value
from opening import opener, words

from faheng.boundaries import Boundaries, Shape
from faheng.charts import theme
from faheng.charts.drawing import Frame
from faheng.charts.figure import figure_parts
from faheng.charts.map_spec import MapArea, MapClass, RegionMap
from faheng.charts.region_map import without_words
from faheng.display import CityMap, Display, Tile
from faheng.label_box import Box, label_box
from faheng.views.comparison import comparison
from faheng.views.region_map import region_map

REGIONS = ("990102", "990103", "990104", "990121", "990122", "990123", "990171", "990199")
TILES = {code: Tile(code, place // 3, place % 3) for place, code in enumerate(REGIONS)}
SQUARE = (((0, 0), (100, 0), (100, 100), (0, 100), (0, 0)),)


@pytest.fixture
def ask(fresh_database, publish_values):
    fresh_database.display = Display(tiles={"990100": TILES})

    def run(indicator: str, *parts: str, period: str = "2024", more: tuple = ()) -> RegionMap | None:
        given = [
            value(indicator, code, period, parts=tuple(text.split("/")))  # type: ignore[arg-type]
            if "/" in text
            else value(indicator, code, period, text)
            for code, text in zip(REGIONS, parts, strict=False)
            if text
        ]
        publish_values(*given, *more)
        return region_map(
            fresh_database,
            release=fresh_database.latest_release,
            city_code="990100",
            indicator_code=indicator,
            period_code=period,
        )

    return run


def classes(found: RegionMap) -> list[tuple[str, str, int]]:
    return [(one.shade, one.label, one.count) for one in found.classes]


def shades(found: RegionMap) -> dict[str, str]:
    return {area.label: area.shade for area in found.areas}


def test_the_target_divides_the_colours_and_the_title_names_who_misses_it(ask):
    found = ask("C01", "30/30", "29/30", "30/30", "30/30", "25/30", "30/30", "30/30", "20/30")
    assert found.title == "行政机关负责人出庭应诉率：6个地区达标，石桥县、演示市本级未达标"
    assert classes(found) == [
        ("palest", "低于90%，未达标", 2),
        ("pale", "90%～95%，未达标", 0),
        ("deep", "95%～100%，达标", 1),
        ("deepest", "100%，达标", 5),
    ]
    assert [area.label for area in found.areas if area.sign == "×"] == ["石桥县", "演示市本级"]
    assert "目标 95% · 越高越好 · 颜色越深越好 · ×\u00a0未达标" in found.subtitle


@pytest.mark.parametrize(
    ("parts", "words_of_it"),
    [
        (["30/30"] * 8, "8个地区全部达标"),
        (["20/30"] * 8, "8个地区均未达标"),
        (["30/30"] * 2 + ["20/30"] * 6, "东湖区、西岭区达标，6个地区未达标"),
        (["30/30"] * 4 + ["20/30"] * 4, "4个地区达标，4个未达标"),
        (["30/30"] * 3 + [""] * 5, "有数的3个地区全部达标"),
        (["20/30"] + [""] * 7, "东湖区未达标"),
    ],
)
def test_with_other_data_it_is_another_sentence(ask, parts, words_of_it):
    assert ask("C01", *parts).title == f"行政机关负责人出庭应诉率：{words_of_it}"


def test_the_numbers_are_those_beside_the_dots_and_only_a_real_difference_is_marked(ask):
    found = ask("C01", "12/30", *["28/30"] * 7)
    worst, other = found.areas[:2]
    assert (worst.text, worst.more) == ("40.00%", ("明显劣于", "12/30"))
    assert (other.text, other.more) == ("93.33%", ("28/30",))
    assert worst.address.url.startswith("/profile?")
    assert "不是检验" in "".join(found.notes)


def test_dark_is_good_where_low_is_better(ask):
    found = ask("C04", "1/90", "2/90", "3/90", "9/90", "12/90", "15/90", "20/90", "30/90")
    assert (shades(found)["东湖区"], shades(found)["演示市本级"]) == ("deepest", "palest")
    assert "越低越好 · 颜色越深越好" in found.subtitle
    assert [one.shade for one in found.classes] == ["deepest", "deep", "pale", "palest"]  # low values first
    assert re.fullmatch(r"[\d.]+%及以下", found.classes[0].label)


def test_a_count_is_shaded_by_its_size_alone(ask):
    found = ask("C03", "152", "76", "56", "41", "36", "9", "5", "65")
    assert found.title == "一审行政诉讼案件收案数：各地区 5～152件"
    assert classes(found) == [
        ("palest", "低于40件", 3),
        ("pale", "40～59件", 2),
        ("deep", "60～79件", 2),
        ("deepest", "80件及以上", 1),
    ]
    assert "颜色深浅只表示大小" in found.subtitle
    assert "越深越好" not in found.subtitle


def test_not_reported_and_no_cases_look_different_and_say_so(ask):
    nothing = value("C01", "990103", "2024", parts=("0", "0"), status="not_applicable")
    found = ask("C01", "30/30", "", "20/30", more=(nothing,))
    assert (shades(found)["西岭区"], shades(found)["永平县"]) == ("none", "missing")
    assert classes(found)[-2:] == [("missing", "未报", 5), ("none", "无案件", 1)]
    assert {area.label: area.text for area in found.areas}["永平县"] == "未报"


def test_without_places_or_values_there_is_no_map(ask, fresh_database):
    nothing = value("C01", "990103", "2024", parts=("0", "0"), status="not_applicable")
    assert ask("C01", more=(nothing,)) is None
    fresh_database.display = Display()
    assert ask("C01", "30/30", period="2023") is None


def test_tiles_say_that_they_are_no_map_and_who_has_no_tile_stands_below(ask, fresh_database):
    tiles = {code: tile for code, tile in TILES.items() if code != "990199"}
    fresh_database.display = Display(tiles={"990100": tiles})
    found = ask("C01", *["30/30"] * 8)
    assert found.caption == "示意图，非地图"
    assert "没有指定位置，放在下方：演示市本级。" in found.notes
    own = found.areas[-1]
    assert own.words.y < min(area.words.y for area in found.areas[:-1]) - 0.9


def with_boundaries(approval_number: str) -> Display:
    east = tuple(tuple((x + 100, y) for x, y in ring) for ring in SQUARE)
    shapes = {
        "990102": Shape(SQUARE, label_box(SQUARE)),
        "990103": Shape(east, label_box(east)),
    }
    boundaries = Boundaries(shapes, ("境界线", "兰州市"))
    return Display(tiles={"990100": TILES}, maps={"990100": CityMap(boundaries, approval_number, "天地图")})


def test_boundaries_go_before_tiles_and_print_their_approval_number(ask, fresh_database):
    fresh_database.display = with_boundaries("GS(2024)0650号")
    found = ask("C01", *["30/30"] * 8)
    assert not found.is_tiles
    assert found.areas[0].rings == SQUARE
    assert found.caption == "审图号：GS(2024)0650号"
    assert found.notes[0] == "审图号：GS(2024)0650号。边界来源：天地图。"
    assert (
        "边界文件里没有它的面（或太小），放在下方：白溪区、永平县、石桥县、清源县、演示高新区、演示市本级。"
        in found.notes
    )
    assert "边界文件里不是本市地区、没有画的：境界线、兰州市。" in found.notes


def test_without_approval_number_a_map_is_for_internal_use(ask, fresh_database):
    fresh_database.display = with_boundaries("")
    found = ask("C01", *["30/30"] * 8)
    assert found.caption == "内部使用"
    assert found.notes[0].startswith("内部使用：边界没有审图号")


def area(**more: Any) -> MapArea:
    known: dict[str, Any] = {
        "key": "1",
        "label": "东湖区",
        "text": "95.00%",
        "shade": "deepest",
        "rings": SQUARE,
        "words": Box(50, 50, 100, 100),
        "about": ("东湖区 2024年", "<b>95.00%"),
    }
    return MapArea(**known | more)


def spec(*areas: MapArea, is_tiles: bool = False) -> RegionMap:
    return RegionMap(
        title="标题",
        subtitle="说明",
        source="来源",
        areas=areas,
        classes=(MapClass("deepest", "95%及以上，达标", 1), MapClass("missing", "未报", 0)),
        caption="审图号：GS(2024)0650号",
        is_tiles=is_tiles,
    )


def draw(described: RegionMap) -> go.Figure:
    parts = figure_parts(described)
    return go.Figure(data=parts["data"], layout=parts["layout"])


def texts(figure: go.Figure) -> list[str]:
    return [re.sub("<[^>]*>", " ", one.text) for one in figure.layout.annotations]


def test_an_area_is_filled_with_its_holes_and_islands_and_knows_its_region():
    hole = ((40, 40), (40, 60), (60, 60), (60, 40), (40, 40))
    figure = draw(spec(area(rings=(*SQUARE, hole))))
    filled = next(trace for trace in figure.data if trace.hoveron == "fills")
    assert filled.x == (0, 100, 100, 0, 0, None, 40, 40, 60, 60, 40)
    assert (filled.fill, filled.fillcolor) == ("toself", theme.SHADES["deepest"])
    assert filled.text == "东湖区 2024年<br>&lt;b&gt;95.00%"
    assert (figure.layout.yaxis.scaleanchor, figure.layout.yaxis.scaleratio) == ("x", 1)


def test_words_stand_in_the_area_in_a_colour_that_is_read_on_it():
    figure = draw(spec(area(sign="×", more=("明显劣于",))))
    assert [re.sub(r"\s+", " ", text).strip() for text in texts(figure)] == [
        "东湖区 × 95.00% 明显劣于",
        "审图号：GS(2024)0650号",
    ]
    assert f"color:{theme.INK_ON['deepest']}" in figure.layout.annotations[0].text
    assert "currentColor" in draw(spec(area(shade="missing"))).layout.annotations[0].text


def test_every_ink_has_the_contrast_that_text_needs():
    for shade, fill in theme.SHADES.items():
        assert contrast(fill, theme.INK_ON[shade]) >= 4.5


def test_what_there_is_no_room_for_is_left_out_and_named():
    narrow = area(key="2", label="西岭区", words=Box(50, 50, 5, 5))
    described = spec(area(), narrow)
    assert without_words(described, narrow=False) == (narrow,)
    assert len(texts(draw(described))) == 2  # one area and the caption


def test_eight_tiles_side_by_side_have_words_where_there_is_room(ask, fresh_database):
    tiles = {code: Tile(code, 0, place) for place, code in enumerate(REGIONS)}
    fresh_database.display = Display(tiles={"990100": tiles})
    found = ask("C01", *["28/30"] * 8)
    assert "在手机上图里写不下，见表：" in "".join(found.notes)
    parts = figure_parts(found)
    wide, narrow = parts["layout"], parts["narrower"][0]["layout"]
    assert [len(layout["annotations"]) for layout in (wide, narrow)] == [9, 1]


def test_a_missing_region_is_hatched_and_one_without_cases_is_empty():
    patterns = {
        shade: [
            trace.fillpattern.shape
            for trace in draw(spec(area(shade=shade))).data
            if trace.hoveron == "fills"
        ]
        for shade in ("missing", "none", "pale")
    }
    assert patterns == {"missing": ["/"], "none": [None], "pale": [None]}


def test_the_legend_says_how_many_and_leaves_out_what_does_not_occur():
    figure = draw(spec(area()))
    named = [re.sub("<[^>]*>", "", trace.name) for trace in figure.data if trace.showlegend]
    assert named == ["95%及以上，达标 1个"]


def test_on_a_phone_a_wide_map_is_low():
    wide = ((0, 0), (400, 0), (400, 100), (0, 100), (0, 0))
    parts = figure_parts(spec(area(rings=(wide,))))
    assert parts["layout"]["height"] > 260
    assert parts["narrower"][0]["layout"]["height"] < 180  # a quarter of 350, legend and caption


def test_the_demonstration_city_has_a_map_to_choose(monkeypatch, demonstration):
    app = opener(monkeypatch, demonstration)(
        "comparison.py", city="990100", indicator="C01", period="2025-Q2", look="map"
    )
    assert not app.exception
    assert "示意图，非地图：每格一个地区" in words(app)


def test_only_a_city_with_places_offers_a_map(ask, fresh_database):
    ask("C01", *["30/30"] * 8)

    def offered() -> list[str]:
        found = comparison(
            fresh_database,
            release=fresh_database.latest_release,
            city_code="990100",
            indicator_code="C01",
            period_code="2024",
        )
        return list(found.looks.words.values())

    assert offered() == ["按地区", "排名", "漏斗图", "地图"]
    fresh_database.display = Display()
    assert offered() == ["按地区", "排名", "漏斗图"]


def contrast(one: str, other: str) -> float:
    """The contrast of two colours as WCAG 2 reckons it."""

    def luminance(color: str) -> float:
        parts = [int(color[place : place + 2], 16) / 255 for place in (1, 3, 5)]
        red, green, blue = (
            part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
        )
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def tile(column: int, row: int) -> MapArea:
    corners = ((column, row), (column + 1, row), (column + 1, row + 1), (column, row + 1), (column, row))
    words_at = Box(column + 0.5, row + 0.5, 0.9, 0.9)
    return area(rings=(corners,), words=words_at, more=("暂定", "110/136"))


def test_on_a_slide_tiles_are_wider_than_high_and_what_has_no_line_of_its_own_stands_beside():
    three_rows = spec(*(tile(column, row) for column in range(3) for row in range(3)), is_tiles=True)
    layout = figure_parts(three_rows, Frame(683, 290))["layout"]
    assert layout["yaxis"]["scaleratio"] == pytest.approx(1 / 1.9)
    assert "暂定 110/136" in layout["annotations"][0]["text"]
    page = figure_parts(three_rows)["layout"]
    assert page["yaxis"]["scaleratio"] == 1
    assert "暂定 110/136" not in page["annotations"][0]["text"]


def test_on_a_slide_a_map_is_as_high_as_it():
    parts = figure_parts(spec(area()), Frame(683, 290))
    assert parts["layout"]["height"] == 290
    assert "narrower" not in parts
