"""The drawn panels and ranks: what stands where, in wide and in narrow places."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

import plotly.graph_objects as go
import pytest
from hypothesis import given
from hypothesis import strategies as st

from faheng.charts import theme
from faheng.charts.drawing import Frame
from faheng.charts.figure import figure_parts
from faheng.charts.spec import TargetStep, TrendBreak, TrendPeriod, TrendPoint, TrendSeries
from faheng.charts.spec_over_time import Bump, RankLine, RegionPanel, SmallMultiples


def series(key: str, *values: str | None, role="highlighted", name="", hollow=()) -> TrendSeries:
    points = tuple(
        TrendPoint(
            "未报" if value is None else f"{value}%",
            None if value is None else Decimal(value),
            joined=value is not None and place > 0 and values[place - 1] is not None,
            mark="暂定" if place in hollow else "",
            hollow=place in hollow,
        )
        for place, value in enumerate(values)
    )
    return TrendSeries(key, name or f"区{key}", name or f"区{key}", role, points)


def periods(count: int) -> tuple[TrendPeriod, ...]:
    return tuple(TrendPeriod(str(2016 + n), f"{2016 + n}年", str(2016 + n)) for n in range(count))


def panels(*drawn: RegionPanel, **more) -> SmallMultiples:
    count = len(drawn[0].series.points) if drawn else 0
    settings = {"unit": "%", "maximum": Decimal(100), "periods": periods(count)} | more
    return SmallMultiples(title="标题", subtitle="说明", source="来源", panels=drawn, **settings)


def many(count: int) -> SmallMultiples:
    return panels(*(RegionPanel(series(str(number), "50", "90")) for number in range(count)))


def draw(described: SmallMultiples | Bump) -> go.Figure:
    """The figure as Plotly takes it: what it does not know raises here."""
    parts = figure_parts(described)
    return go.Figure({"data": parts["data"], "layout": parts["layout"]})


def words(figure: go.Figure) -> list[str]:
    return [re.sub("<[^>]*>", "", one.text) for one in figure.layout.annotations]


def columns(described: SmallMultiples, width: int) -> int:
    """How many panels stand side by side in a place so many px wide."""
    parts = figure_parts(described)
    layout = next((one["layout"] for one in parts["narrower"] if width < one["below"]), parts["layout"])
    return len({tuple(axis["domain"]) for name, axis in layout.items() if name.startswith("xaxis")})


@pytest.mark.parametrize(
    ("width", "expected"), [(300, 1), (358, 2), (700, 3), (900, 4), (1206, 4), (1760, 4)]
)
def test_eight_panels_stand_as_the_place_has_room(width, expected):
    assert columns(many(8), width) == expected


def test_ten_panels_on_a_large_screen_are_five_and_five():
    assert columns(many(10), 1760) == 5


@given(st.integers(1, 40))
def test_panels_lie_inside_the_figure_and_never_on_one_another(count):
    parts = figure_parts(many(count))
    for layout in (parts["layout"], *(one["layout"] for one in parts["narrower"])):
        boxes = [
            (*layout[f"xaxis{number}"]["domain"], *layout[f"yaxis{number}"]["domain"])
            for number in ["", *map(str, range(2, count + 1))]
        ]
        assert all(0 <= left < right <= 1 and 0 <= low < high <= 1 for left, right, low, high in boxes)
        for place, (left, right, low, high) in enumerate(boxes):
            for other_left, other_right, other_low, other_high in boxes[:place]:
                assert right <= other_left or other_right <= left or high <= other_low or other_high <= low


def test_all_panels_have_one_scale():
    figure = draw(panels(RegionPanel(series("1", "3", "5")), RegionPanel(series("2", "60", "97"))))
    assert figure.layout.yaxis.range == figure.layout.yaxis2.range
    assert figure.layout.yaxis.range[0] <= 3
    assert figure.layout.yaxis.range[1] >= 97


def test_a_panel_has_its_name_its_last_value_and_what_the_test_says():
    figure = draw(panels(RegionPanel(series("1", "50", "90", name="东湖区"), "总体上升（p=0.003）")))
    assert words(figure) == ["东湖区", "90%", "总体上升（p=0.003）", "2016", "2017"]


def test_who_misses_the_target_has_a_sign_and_a_red_dot():
    step = TargetStep(0, 1, Decimal(95), "目标 95%")
    figure = draw(
        panels(
            RegionPanel(series("1", "50", "90"), tone="unmet", targets=(step,)),
            RegionPanel(series("2", "50", "96"), targets=(step,)),
        )
    )
    assert "× 90%" in words(figure)
    assert "96%" in words(figure)
    assert figure.data[0].marker.color == (theme.MAIN, theme.TARGET)
    assert figure.data[1].marker.color == theme.MAIN
    red = [(one.xref, one.yref, one.y0) for one in figure.layout.shapes if one.line.color == theme.TARGET]
    assert red == [("x", "y", 95), ("x2", "y2", 95)]


def test_who_has_not_reported_says_so_instead_of_a_value():
    assert "未报" in words(draw(panels(RegionPanel(series("1", "50", None)))))


def test_the_city_lies_behind_every_line():
    city = series("city", "60", "70", role="city", name="全市")
    figure = draw(
        panels(RegionPanel(series("1", "50", "90")), RegionPanel(series("2", "50", "90")), city=city)
    )
    assert [(one.yaxis, one.line.color) for one in figure.data] == [
        ("y", theme.CONTEXT),
        ("y", theme.MAIN),
        ("y2", theme.CONTEXT),
        ("y2", theme.MAIN),
    ]


def test_gaps_and_hollow_points_are_those_of_the_large_chart():
    figure = draw(panels(RegionPanel(series("1", "50", None, "90", "95", hollow=(3,)))))
    (line,) = figure.data
    assert line.y == (50.0, None, 90.0, 95.0)
    assert line.marker.symbol[-1] == "circle-open"


def test_a_change_of_definition_is_an_upright_line_in_its_own_panel():
    broken = RegionPanel(series("2", "50", "90"), breaks=(TrendBreak(0.5, "2017年起口径变化"),))
    figure = draw(panels(RegionPanel(series("1", "50", "90")), broken))
    assert [(one.xref, one.yref, one.x0) for one in figure.layout.shapes] == [("x2", "y2 domain", 0.5)]


def test_names_cannot_write_markup():
    figure = draw(panels(RegionPanel(series("1", "50", "90", name="<i>东湖</i>"), "<i>总体上升</i>")))
    assert not any("<i>" in one.text for one in figure.layout.annotations)


def test_no_panel_can_be_drawn():
    assert draw(panels()).layout.height > 0


def rank_line(key: str, *places: str | None, role="context", chance="") -> RankLine:
    ranked = series(key, *places, role=role)
    first, last = places[0], places[-1]
    return RankLine(
        ranked, f"{first} 区{key}" if first else "", f"{last} 区{key}" if last else f"区{key} 未报", chance
    )


def bump(*lines: RankLine) -> Bump:
    places = max(
        (int(point.value) for line in lines for point in line.series.points if point.value is not None),
        default=0,
    )
    count = len(lines[0].series.points) if lines else 0
    return Bump(
        title="标题", subtitle="说明", source="来源", lines=lines, places=places, periods=periods(count)
    )


def test_the_first_place_is_on_top_and_lines_are_straight():
    figure = draw(bump(rank_line("1", "1", "2"), rank_line("2", "2", "1")))
    low, high = figure.layout.yaxis.range
    assert low > high
    assert {one.line.shape for one in figure.data} == {None}


def test_names_stand_at_both_ends_with_how_far_chance_could_move_them():
    figure = draw(bump(rank_line("1", "1", "2", chance="（1–2）"), rank_line("2", "2", "1")))
    assert sorted(words(figure)) == ["1 区1", "1 区2", "2 区1（1–2）", "2 区2"]
    assert {one.xanchor for one in figure.layout.annotations} == {"left", "right"}


def test_names_of_a_shared_place_do_not_touch():
    figure = draw(
        bump(*(rank_line(str(number), "1", "1") for number in range(1, 4)), rank_line("4", "4", "4"))
    )
    plot = figure.layout.height - figure.layout.margin.t - figure.layout.margin.b
    for anchor in ("left", "right"):
        middles = sorted(one.y * plot for one in figure.layout.annotations if one.xanchor == anchor)
        assert len(middles) == 4
        assert all(above - below >= 12 for below, above in pairwise(middles))


def test_a_region_without_a_first_place_has_no_name_there_and_one_that_ended_says_why():
    figure = draw(bump(rank_line("1", None, "1"), rank_line("2", "1", None)))
    assert sorted(words(figure)) == ["1 区1", "1 区2", "区2 未报"]


def test_the_names_leave_a_phone_room_for_the_lines():
    long = rank_line("1", "1", "2", role="highlighted", chance="（10–12）")
    long = replace(long, begin="12 积石山保安族东乡族撒拉族自治县", end="12 积石山保安族东乡族撒拉族自治县")
    figure = draw(bump(long, rank_line("2", "2", "1")))
    assert 358 - figure.layout.margin.l - figure.layout.margin.r >= 40
    assert any(text.endswith("（10–12）") for text in words(figure))


def test_no_rank_can_be_drawn():
    assert draw(bump()).layout.height > 0


@pytest.mark.parametrize(("count", "side_by_side"), [(1, 1), (3, 3), (4, 2), (6, 3)])
def test_on_a_slide_panels_share_its_height(count: int, side_by_side: int):
    parts = figure_parts(many(count), Frame(683, 290))
    assert parts["layout"]["height"] == 290
    assert parts["narrower"] == []
    assert (
        len({str(parts["layout"][f"xaxis{n + 1 if n else ''}"]["domain"]) for n in range(count)})
        == side_by_side
    )


def test_on_a_slide_nine_places_are_no_higher_than_it():
    described = bump(*(rank_line(f"{number}", f"{number + 1}", f"{number + 1}") for number in range(9)))
    assert figure_parts(replace(described, places=9), Frame(683, 290))["layout"]["height"] == 290
