"""The drawn comparison: what stands where."""

import re
from decimal import Decimal

import plotly.graph_objects as go
import pytest

from faheng.address import address
from faheng.charts.drawing import Frame
from faheng.charts.figure import figure_parts
from faheng.charts.spec import ChartSpec, DotComparison, DotRow, ReferenceLine


def draw(described: ChartSpec) -> go.Figure:
    """The figure as Plotly takes it: what it does not know raises here."""
    return go.Figure(figure_parts(described))


def row(key: str, label: str, text: str, **numbers: str) -> DotRow:
    mark = numbers.pop("mark", "")
    values = {name: Decimal(number) for name, number in numbers.items()}
    return DotRow(key, label, text, mark=mark, value_address=address("comparison", row=key), **values)


def spec(*rows: DotRow, lines: tuple[ReferenceLine, ...] = (), **more) -> DotComparison:
    return DotComparison(
        title="标题",
        subtitle="说明",
        rows=rows,
        lines=lines,
        unit="%",
        decimals=2,
        source="来源",
        maximum=Decimal(100),
        **more,
    )


def words(text: str) -> str:
    """What is read of a text that Plotly draws."""
    return re.sub("<[^>]*>", " ", text).strip()


def dots(figure, symbol: str) -> list[tuple[str, float, float]]:
    """(key, value, row) of every mark with this symbol."""
    return [
        (where.removeprefix("/comparison?row="), x, y)
        for trace in figure.data
        if trace.mode == "markers" and trace.customdata is not None
        for where, x, y, mark in zip(trace.customdata, trace.x, trace.y, trace.marker.symbol, strict=True)
        if mark == symbol
    ]


def test_each_region_has_a_dot_in_the_order_given():
    figure = draw(spec(row("2", "西岭区", "95.00%", value="95"), row("1", "东湖区", "80.00%", value="80")))
    assert dots(figure, "circle") == [("2", 95.0, 0), ("1", 80.0, 1)]
    assert [words(text) for text in figure.layout.yaxis.ticktext] == ["西岭区", "东湖区"]
    # Row 0 is on top.
    assert figure.layout.yaxis.range[0] > figure.layout.yaxis.range[1]


def test_the_last_period_is_a_hollow_dot_joined_by_a_line():
    figure = draw(spec(row("1", "东湖区", "95.00%", value="95", previous="90")))
    assert dots(figure, "circle-open") == [("1", 90.0, 0)]
    assert (90.0, 95.0, None) in [trace.x for trace in figure.data if trace.mode == "lines"]


def test_an_interval_is_drawn_where_it_is_known():
    figure = draw(
        spec(
            row("1", "东湖区", "95.00%", value="95", low="86.3", high="98.3"),
            row("2", "西岭区", "90.00%", value="90"),
        )
    )
    assert (86.3, 98.3, None) in [trace.x for trace in figure.data if trace.mode == "lines"]


def test_a_provisional_value_is_drawn_hollow_and_named():
    figure = draw(spec(row("1", "东湖区", "95.00%", value="95", mark="暂定")))
    assert dots(figure, "diamond-open") == [("1", 95.0, 0)]
    assert "暂定" in figure.layout.yaxis2.ticktext[0]


def test_a_region_without_value_has_words_and_no_dot():
    figure = draw(spec(row("1", "东湖区", "95.00%", value="95"), row("2", "西岭区", "未报")))
    assert dots(figure, "circle") == [("1", 95.0, 0)]
    assert "未报" in figure.layout.yaxis2.ticktext[1]


def test_numbers_stand_in_the_row_of_their_dot():
    figure = draw(spec(row("1", "东湖区", "95.00%", value="95")))
    assert figure.layout.yaxis2.tickvals == figure.layout.yaxis.tickvals
    assert figure.layout.yaxis2.range == figure.layout.yaxis.range
    assert words(figure.layout.yaxis2.ticktext[0]) == "95.00%"


def test_what_is_behind_a_number_stands_below_it():
    figure = draw(spec(DotRow("1", "东湖区", "95.00%", value=Decimal(95), detail="19/20", mark="暂定")))
    number, below = figure.layout.yaxis2.ticktext[0].split("<br>")
    assert (words(number), words(below)) == ("95.00%", "19/20 暂定")


def lines_of(*values: str) -> tuple[ReferenceLine, ...]:
    kinds = ("city", "target")
    return tuple(
        ReferenceLine(kind, Decimal(value), f"{kind} {value}")
        for kind, value in zip(kinds, values, strict=True)
    )


def test_the_city_line_is_dotted_and_the_target_dashed():
    figure = draw(spec(row("1", "东湖区", "95.00%", value="95"), lines=lines_of("94", "95")))
    assert {
        trace.x[0]: trace.line.dash for trace in figure.data if trace.mode == "lines" and trace.line.dash
    } == {
        94.0: "dot",
        95.0: "dash",
    }


@pytest.mark.parametrize(
    ("values", "sides"),
    [
        (("84", "95"), {"city 84": "middle left", "target 95": "middle left"}),
        (("95", "84"), {"city 95": "middle left", "target 84": "middle left"}),
        (("12", "20"), {"city 12": "middle right", "target 20": "middle right"}),
        (("10", "95"), {"city 10": "middle right", "target 95": "middle left"}),
    ],
)
def test_no_reference_line_crosses_the_label_of_another(values, sides):
    rows = (row("1", "东湖区", "0%", value="0"), row("2", "西岭区", "100%", value="100"))
    figure = draw(spec(*rows, lines=lines_of(*values)))
    (labels,) = [trace for trace in figure.data if trace.mode == "text"]
    assert {words(text): side for text, side in zip(labels.text, labels.textposition, strict=True)} == sides
    assert max(labels.y) < -0.5
    begins = {trace.x[0]: trace.y[0] for trace in figure.data if trace.mode == "lines" and trace.line.dash}
    (x_first, y_first), (x_second, y_second) = sorted(
        zip(labels.x, labels.y, strict=True), key=lambda place: place[1]
    )
    # The label in the upper row has nothing below to cross it; the lower line begins under it.
    assert begins[x_second] > y_first
    # Where the upper line passes the lower label, that label lies on the other side.
    if labels.textposition[0] == labels.textposition[1]:
        assert (x_first > x_second) is (labels.textposition[0] == "middle left")
    assert y_first < y_second


def test_everything_drawn_lies_inside_the_value_axis():
    figure = draw(
        spec(
            row("1", "东湖区", "3.00%", value="3", low="0.53", high="15.1", previous="40"),
            lines=(ReferenceLine("target", Decimal(95), "目标 95%"),),
        )
    )
    low, high = figure.layout.xaxis.range
    assert low <= 0.53
    assert high >= 95


def test_a_percent_axis_has_no_tick_above_100():
    figure = draw(spec(row("1", "东湖区", "100%", value="100"), row("2", "西岭区", "97.00%", value="97")))
    assert max(figure.layout.xaxis.tickvals) == 100
    assert words(figure.layout.xaxis.ticktext[-1]) == "100%"


@pytest.mark.parametrize("value", ["0", "7", "100", "120", "-5"])
def test_one_value_alone_can_be_drawn(value):
    low, high = draw(spec(row("1", "东湖区", value, value=value))).layout.xaxis.range
    assert low < float(value) < high


def test_a_chart_without_any_value_can_be_drawn():
    assert draw(spec(row("1", "东湖区", "未报"))).layout.height > 0


def test_counts_begin_at_zero():
    figure = draw(
        spec(
            row("1", "东湖区", "900件", value="900"),
            row("2", "西岭区", "950件", value="950"),
            starts_at_zero=True,
        )
    )
    assert 0 in figure.layout.xaxis.tickvals


def test_a_long_name_stands_on_two_lines():
    figure = draw(spec(row("1", "积石山保安族东乡族撒拉族自治县", "95.00%", value="95")))
    assert "<br>" in figure.layout.yaxis.ticktext[0]


def test_height_grows_with_the_number_of_regions():
    heights = [
        draw(spec(*(row(str(i), f"区{i}", "95", value="95") for i in range(n)))).layout.height for n in (8, 9)
    ]
    assert heights[0] < heights[1]


def test_names_from_the_catalogue_cannot_write_markup():
    figure = draw(spec(row("1", "<b>东湖</b>", "95.00%", value="95")))
    assert "<b>" not in figure.layout.yaxis.ticktext[0]


def test_no_text_has_a_colour_of_its_own():
    # One figure serves the white and the dark page: no colour has 4.5 : 1 on both.
    figure = draw(spec(row("1", "东湖区", "95.00%", value="95", mark="暂定"), lines=lines_of("94", "95")))
    (labels,) = [trace for trace in figure.data if trace.mode == "text"]
    texts = [
        *labels.text,
        *figure.layout.xaxis.ticktext,
        *figure.layout.yaxis.ticktext,
        *figure.layout.yaxis2.ticktext,
    ]
    assert {re.search('color:([^;"]*)', text)[1] for text in texts} == {"currentColor"}


def test_a_dot_leads_to_the_source_of_its_number():
    leads, stays = row("1", "东湖区", "95.00%", value="95"), DotRow("2", "西岭区", "90.00%", Decimal(90))
    (dots_trace,) = [trace for trace in draw(spec(leads, stays)).data if trace.customdata]
    assert dots_trace.customdata == ("/comparison?row=1", "")
    assert ["点击看这个数的来源" in words for words in dots_trace.hovertext] == [True, False]


@pytest.mark.parametrize(("rows", "between"), [(3, "<br>"), (9, " ")])
def test_on_a_slide_rows_are_as_high_as_there_is_room(rows: int, between: str):
    many = [
        DotRow(f"{number}", f"县{number}", "95.00%", value=Decimal(95), detail="57/60")
        for number in range(rows)
    ]
    figure = go.Figure(figure_parts(spec(*many), Frame(683, 290)))
    assert figure.layout.height <= 290
    # Where two lines have no room the parts stand beside the number.
    assert re.sub("<(?!br)[^>]*>", "", figure.layout.yaxis2.ticktext[0]) == f"95.00%{between}57/60"


def test_the_row_that_a_deck_is_about_has_a_band_and_a_bold_name():
    rows = row("a", "东湖区", "90%", value="90"), row("b", "西岭区", "80%", value="80")
    layout = figure_parts(spec(*rows, highlighted="b"))["layout"]
    assert [(band["y0"], band["y1"]) for band in layout["shapes"]] == [(0.5, 1.5)]
    assert ["<b>" in name for name in layout["yaxis"]["ticktext"]] == [False, True]
