"""The drawn trend: what stands where, and that no label touches another."""

import re
from decimal import Decimal
from itertools import pairwise

import plotly.graph_objects as go
import pytest
from hypothesis import given
from hypothesis import strategies as st

from faheng.address import address
from faheng.charts import theme
from faheng.charts.drawing import Frame
from faheng.charts.figure import figure_parts
from faheng.charts.spec import TargetStep, Trend, TrendBreak, TrendPeriod, TrendPoint, TrendSeries
from faheng.charts.trend_labels import spread

PHONE = 390  # px


def series(key: str, *values: str | None, role="context", label="", marks=(), cut=()) -> TrendSeries:
    """`series("1", "80", None, "90")`: a gap in the middle; `cut` are places that no line may lead to."""
    points = tuple(
        TrendPoint(
            "未报" if value is None else f"{value}%",
            None if value is None else Decimal(value),
            mark="暂定" if place in marks else "",
            hollow=place in marks,
            joined=value is not None and place > 0 and values[place - 1] is not None and place not in cut,
        )
        for place, value in enumerate(values)
    )
    return TrendSeries(key, label or f"区{key}", label or f"区{key}", role, points)


def spec(*drawn: TrendSeries, first_year: int = 2016, **more) -> Trend:
    count = len(drawn[0].points) if drawn else 0
    years = [str(first_year + number) for number in range(count)]
    periods = tuple(TrendPeriod(year, f"{year}年", year) for year in years)
    settings = {"unit": "%", "decimals": 2, "maximum": Decimal(100), "periods": periods} | more
    return Trend(title="标题", subtitle="说明", source="来源", series=drawn, **settings)


def draw(described: Trend) -> go.Figure:
    """The figure as Plotly takes it: what it does not know raises here."""
    return go.Figure(figure_parts(described))


def words(text: str) -> str:
    return re.sub("<[^>]*>", "", text).strip()


def end_labels(figure: go.Figure) -> list[tuple[str, float, float]]:
    """(words, middle in px from the bottom of the plot, height in px) of the names at the right end."""
    plot = figure.layout.height - figure.layout.margin.t - figure.layout.margin.b
    return [
        (words(one.text), one.y * plot, one.font.size * 1.3)
        for one in figure.layout.annotations
        if one.xshift == 14
    ]


def trace(figure: go.Figure, key: str):
    (found,) = [one for one in figure.data if one.customdata is not None and f"&row={key}" in one.customdata]
    return found


def test_years_stay_categories():
    figure = draw(spec(series("1", "80", "90")))
    assert figure.layout.xaxis.type == "category"
    assert figure.layout.xaxis.categoryarray == ("2016", "2017")
    assert trace(figure, "1").x == ("2016", "2017")


def test_a_missing_period_is_a_gap_with_no_line_across():
    drawn = trace(draw(spec(series("1", "80", None, "90", "95"))), "1")
    assert drawn.y == (80.0, None, 90.0, 95.0)
    assert drawn.connectgaps is False


def test_a_line_is_cut_where_values_must_not_be_joined():
    drawn = trace(draw(spec(series("1", "80", "85", "90", cut=(1,)))), "1")
    assert drawn.y == (80.0, None, 85.0, 90.0)
    assert drawn.x == ("2016", "2017", "2017", "2018")


def test_a_value_that_no_line_reaches_has_a_marker():
    drawn = trace(draw(spec(series("1", "80", None, "90", "95", "96"))), "1")
    assert [size > 0 for size in drawn.marker.size] == [True, False, False, False, True]


def test_what_may_still_change_is_hollow():
    figure = draw(spec(series("1", "80", "90", role="highlighted", marks=(1,))))
    assert trace(figure, "1").marker.symbol == ("circle", "circle-open")


def test_highlighted_lines_differ_in_colour_and_marker():
    figure = draw(spec(*(series(str(number), "80", "90", role="highlighted") for number in range(4))))
    assert [one.line.color for one in figure.data] == list(theme.HIGHLIGHTS)
    assert len({one.marker.symbol[0] for one in figure.data}) == 4


def test_the_city_is_dashed_and_the_others_are_thin_and_grey():
    figure = draw(spec(series("1", "80", "90"), series("city", "82", "88", role="city", label="全市")))
    assert (trace(figure, "city").line.dash, trace(figure, "1").line.dash) == ("dash", "solid")
    assert trace(figure, "1").line.color == theme.CONTEXT


def test_a_line_has_its_name_and_last_value_at_its_end():
    figure = draw(spec(series("1", "80", "90", label="东湖区")))
    assert [text for text, _, _ in end_labels(figure)] == ["东湖区 90%"]


def test_a_line_that_ended_before_says_why():
    figure = draw(spec(series("1", "80", None, label="石桥县"), series("2", "80", "90")))
    assert "石桥县 未报" in [text for text, _, _ in end_labels(figure)]


@given(
    st.lists(st.integers(0, 100), min_size=1, max_size=24),
    st.integers(0, 4),
    st.booleans(),
)
def test_labels_never_touch_and_the_highlighted_are_never_left_out(ends, highlighted, with_total):
    roles = ["highlighted" if number < highlighted else "context" for number in range(len(ends))]
    drawn = [
        series(str(number), "50", str(end), role=role)
        for number, (end, role) in enumerate(zip(ends, roles, strict=True))
    ]
    city = series("city", "40", "60", role="city", label="全市")
    described = spec(*drawn, total=city) if with_total else spec(*drawn, city)
    figure = draw(described)
    labels = sorted(end_labels(figure), key=lambda label: label[1])
    for (_, below, below_height), (_, above, above_height) in pairwise(labels):
        assert above - below >= (above_height + below_height) / 2
    named = {text.split()[0] for text, _, _ in labels}
    assert {"全市", *(one.label for one in drawn if one.role == "highlighted")} <= named
    plot = figure.layout.height - figure.layout.margin.t - figure.layout.margin.b
    assert all(0 <= middle <= plot for _, middle, _ in labels)


def test_labels_of_twenty_four_lines_that_end_together_all_find_a_place():
    figure = draw(spec(*(series(str(number), "50", "100") for number in range(24))))
    assert len(end_labels(figure)) == 24


def test_of_more_lines_than_labels_fit_the_chosen_ones_are_named():
    many = [series(str(number), "50", "100") for number in range(60)]
    figure = draw(spec(*many, series("last", "50", "100", role="highlighted", label="石桥县")))
    labels = [text for text, _, _ in end_labels(figure)]
    assert "石桥县 100%" in labels
    assert 30 < len(labels) < 61


def test_labels_with_room_stand_where_their_lines_end():
    assert spread([50, 150], [20, 20], 300) == [50, 150]


def test_labels_that_want_the_same_place_stand_round_it():
    assert spread([100, 100, 100], [20, 20, 20], 300) == [80, 100, 120]


def test_labels_at_the_edge_stay_inside():
    assert spread([0, 0], [20, 20], 300) == [10, 30]
    assert spread([300, 300], [20, 20], 300) == [270, 290]


@pytest.mark.parametrize("label", ["演示高新区", "积石山保安族东乡族撒拉族自治县"])
def test_labels_take_at_most_a_third_of_a_phone(label):
    figure = draw(spec(series("1", "80.00", "88.24", role="highlighted", label=label)))
    assert figure.layout.margin.r <= PHONE / 3
    ((text, _, _),) = end_labels(figure)
    assert text.endswith(" 88.24%")
    assert (label in text) is (len(label) == 5)


def months(count: int) -> tuple[TrendPeriod, ...]:
    return tuple(
        TrendPeriod(
            f"{2016 + number // 12}-{number % 12 + 1:02d}",
            "",
            f"{16 + number // 12}年{number % 12 + 1}月",
            number % 12 == 0,
        )
        for number in range(count)
    )


@given(st.integers(2, 150))
def test_the_labels_of_time_never_touch_on_a_phone(count):
    figure = draw(spec(series("1", *["80.00"] * count, label="演示高新区"), periods=months(count)))
    named = [
        (place, words(text))
        for place, text in zip(figure.layout.xaxis.tickvals, figure.layout.xaxis.ticktext, strict=True)
        if text
    ]
    assert (named[0][0], named[-1][0]) == (0, count - 1)
    left, right = figure.layout.xaxis.range
    plot = PHONE - 32 - figure.layout.margin.l - figure.layout.margin.r
    for (first, first_text), (second, second_text) in pairwise(named):
        apart = (second - first) / (right - left) * plot
        needed = sum(sum(12 if c > "\u4e00" else 6.2 for c in text) for text in (first_text, second_text)) / 2
        assert apart > needed


def test_a_target_that_changes_is_a_line_of_steps():
    steps = (
        TargetStep(0, 1, Decimal(100), "目标 100%"),
        TargetStep(2, 3, Decimal(95), "目标 95%"),
    )
    figure = draw(spec(series("1", "80", "85", "90", "95"), targets=steps))
    red = [(one.x0, one.y0, one.x1, one.y1) for one in figure.layout.shapes if one.line.color == theme.TARGET]
    assert red == [(-0.5, 100, 1.5, 100), (1.5, 95, 3, 95), (1.5, 100, 1.5, 95)]
    assert {"目标 100%", "目标 95%"} <= {words(one.text) for one in figure.layout.annotations}
    assert figure.layout.yaxis.range[1] >= 100


def test_a_change_of_definition_is_a_thin_upright_line_with_its_words():
    figure = draw(spec(series("1", "80", "85", cut=(1,)), breaks=(TrendBreak(0.5, "2017年起口径变化"),)))
    assert 0.5 in [one.x0 for one in figure.layout.shapes if one.x0 == one.x1]
    assert "2017年起口径变化" in [words(one.text) for one in figure.layout.annotations]


def test_a_total_has_a_panel_of_its_own_above():
    total = series("city", "800", "900", role="city", label="全市合计")
    figure = draw(spec(series("1", "80", "90"), total=total, unit="件", maximum=None, starts_at_zero=True))
    assert (trace(figure, "city").yaxis, trace(figure, "1").yaxis) == ("y2", "y")
    assert figure.layout.yaxis2.domain[0] > figure.layout.yaxis.domain[1]
    assert figure.layout.yaxis.range[1] < 800


def test_everything_drawn_lies_inside_the_value_axis():
    low, high = draw(spec(series("1", "3", "97"), series("2", "0.5", "50"))).layout.yaxis.range
    assert low <= 0.5
    assert 97 <= high <= 100


@pytest.mark.parametrize("value", ["0", "7", "100", "120", "-5"])
def test_one_value_alone_can_be_drawn(value):
    figure = draw(spec(series("1", value)))
    low, high = figure.layout.yaxis.range
    assert low <= float(value) <= high
    assert trace(figure, "1").marker.size[0] > 0


def test_a_chart_without_any_value_can_be_drawn():
    assert draw(spec()).layout.height > 0


def test_names_from_the_catalogue_cannot_write_markup():
    figure = draw(spec(series("1", "80", "90", label="<b>东湖</b>")))
    texts = [*(one.text for one in figure.layout.annotations), *figure.data[0].hovertext]
    assert not any("<b>" in text for text in texts)


def test_labels_lead_to_pages():
    where = address("profile", release=8, city="990100", region="990102", period="2017")
    one = TrendSeries("1", "东湖区", "东湖区", "context", series("1", "80", "90").points, where)
    figure = draw(spec(one))
    # The colour lies inside the link, for Plotly gives links one of its own.
    assert figure.layout.annotations[0].text.startswith('<a href="/profile?release=8&amp;city=990100')
    assert re.match('<a [^>]*><span style="color:currentColor', figure.layout.annotations[0].text)


def test_no_text_has_a_colour_of_its_own():
    # One figure serves the white and the dark page: no colour has 4.5 : 1 on both.
    steps = (TargetStep(0, 1, Decimal(95), "目标 95%"),)
    figure = draw(spec(series("1", "80", "90"), targets=steps, breaks=(TrendBreak(0.5, "2017年起口径变化"),)))
    texts = [
        *(one.text for one in figure.layout.annotations),
        *filter(None, figure.layout.xaxis.ticktext),
        *figure.layout.yaxis.ticktext,
    ]
    assert {re.search('color:([^;"]*)', text)[1] for text in texts} == {"currentColor"}


def luminance(colour: str) -> float:
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("page", ["#FFFFFF", "#12181F"])
@pytest.mark.parametrize("colour", theme.HIGHLIGHTS)
def test_highlighted_lines_can_be_seen_on_both_pages(colour, page):
    brighter, darker = sorted((luminance(colour), luminance(page)), reverse=True)
    assert (brighter + 0.05) / (darker + 0.05) >= 3


def test_a_value_leads_to_all_regions_in_its_period():
    where = address("comparison", city="990100", period="2016")
    periods = (TrendPeriod("2016", "2016年", "2016", address=where), TrendPeriod("2017", "2017年", "2017"))
    figure = draw(spec(series("1", "80", "90"), periods=periods))
    assert figure.layout.meta["addresses"] == {"2016": "/comparison?city=990100&period=2016"}
    assert trace(figure, "1").customdata == ("&row=1", "&row=1")
    assert ["点击看这一期各地区" in about for about in trace(figure, "1").hovertext] == [True, False]


@pytest.mark.parametrize(("years", "dragged"), [(12, False), (13, "zoom")])
def test_only_of_many_periods_can_a_part_be_enlarged(years, dragged):
    figure = draw(spec(series("1", *["80"] * years)))
    assert figure.layout.dragmode == dragged
    assert figure.layout.xaxis.fixedrange is not bool(dragged)
    assert [words(tick) for tick in figure.layout.meta["ticks"]] == (
        [str(2016 + place) for place in range(years)] if dragged else []
    )
    assert figure.layout.yaxis.fixedrange


def test_on_a_slide_a_trend_fills_the_height_and_names_the_years_that_have_room():
    described = spec(series("1", *["50"] * 10), total=series("0", *["500"] * 10, role="city"))
    figure = go.Figure(figure_parts(described, Frame(683, 290)))
    assert figure.layout.height == pytest.approx(290)
    named = [words(text) for text in figure.layout.xaxis.ticktext if text]
    assert named == [str(year) for year in range(2016, 2026)]
    # A phone has room for fewer.
    assert len([text for text in draw(described).layout.xaxis.ticktext if text]) < len(named)


def test_on_a_slide_leaders_reach_the_names_and_are_not_cut_at_the_plots_edge():
    described = spec(series("1", *["50"] * 10), series("2", *["50"] * 10))
    of_slide = go.Figure(figure_parts(described, Frame(683, 290)))
    assert [(one.xref, one.x0, one.x1) for one in of_slide.layout.shapes] == [("paper", 5, 28)] * 2
    assert of_slide.layout.shapes[0].xanchor == pytest.approx(9.18 / 9.36)  # 2 % of 9 years on both sides


def test_on_a_slide_the_city_stands_out_where_no_region_was_chosen():
    city, context = series("0", "50", "60", role="city"), series("1", "40", "50")

    def city_color(*drawn: TrendSeries, frame: Frame | None) -> str:
        return trace(go.Figure(figure_parts(spec(*drawn), frame)), "0").line.color

    assert city_color(city, context, frame=Frame(683, 290)) == theme.MAIN
    assert city_color(city, context, frame=None) == theme.CITY
    assert city_color(city, series("1", "40", "50", role="highlighted"), frame=Frame(683, 290)) == theme.CITY


def test_on_a_slide_the_words_of_a_target_stand_where_no_line_runs():
    def place(*numbers: str) -> tuple[float, str]:
        described = spec(
            series("1", *numbers), targets=(TargetStep(0, len(numbers) - 1, Decimal(80), "目标 80%"),)
        )
        figure = go.Figure(figure_parts(described, Frame(683, 290)))
        (found,) = [one for one in figure.layout.annotations if "目标" in one.text]
        return round(found.x), found.yanchor

    assert place(*["82"] * 9, "0") == (0, "top")
    assert place(*["78"] * 9, "0") == (0, "bottom")
    assert place("80", "80", "80", "80", *["20"] * 6) == (3, "bottom")  # where it begins to fall
