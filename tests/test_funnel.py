"""漏斗图: who lies outside of chance, by the test itself; the title says exactly what is drawn."""

from decimal import Decimal

import plotly.graph_objects as go
import pytest
from literal import value
from scipy.stats import hypergeom

from faheng.charts.drawing import Frame
from faheng.charts.figure import figure_parts
from faheng.charts.spec import Funnel, FunnelBand, FunnelPoint, ReferenceLine
from faheng.views.funnel import funnel

REGIONS = ("990102", "990103", "990104", "990121", "990122", "990123", "990171", "990199")


@pytest.fixture
def ask(fresh_database, publish_values):
    def run(indicator: str, *parts: str) -> Funnel | None:
        publish_values(
            *(
                value(indicator, code, "2024", parts=tuple(text.split("/")))  # type: ignore[arg-type]
                for code, text in zip(REGIONS, parts, strict=False)
            )
        )
        return funnel(
            fresh_database,
            release=fresh_database.latest_release,
            city_code="990100",
            indicator_code=indicator,
            period_code="2024",
        )

    return run


def test_a_region_far_below_lies_outside_and_the_title_says_so(ask):
    found = ask("C01", "12/30", *["28/30"] * 7)
    assert found.title == (
        "考虑案件数后，行政机关负责人出庭应诉率：东湖区 40.00% 明显劣于其余，另7个地区看不出差别"
    )
    assert [(point.label, point.trials, point.value, point.verdict) for point in found.points[:2]] == [
        ("东湖区", 30, Decimal("40.00"), "明显劣于"),
        ("西岭区", 30, Decimal("93.33"), ""),
    ]
    assert found.line.label == "全市 86.67%"


def test_with_other_data_it_is_another_sentence(ask):
    assert ask("C01", "27/30", *["28/30"] * 7).title == (
        "考虑案件数后，行政机关负责人出庭应诉率：8个地区案件都太少"
    )


def test_the_bands_are_hypergeometric_quantiles_of_the_citys_totals(ask):
    found = ask("C01", "12/30", *["28/30"] * 7)
    city_k, city_n = 12 + 7 * 28, 240
    for band, level in zip(found.bands, (0.002, 0.05), strict=True):
        place = band.trials.index(30)
        low, high = band.low[place], band.high[place]
        # Half a case outside the last number that is no difference.
        assert low == pytest.approx((hypergeom.ppf(level / 2, city_n, city_k, 30) - 0.5) / 30 * 100)
        assert high == pytest.approx(
            min(100, (hypergeom.isf(level / 2, city_n, city_k, 30) + 0.5) / 30 * 100)
        )
    assert [band.level for band in found.bands] == [0.002, 0.05]


@pytest.mark.parametrize("first", ["9/30", "15/30", "20/30", "22/30", "24/30", "30/30"])
def test_a_point_is_outside_the_inner_band_exactly_when_it_is_told_apart(ask, first):
    found = ask("C01", first, "27/30", "50/60", "2/3", "100/130", "28/30", "7/7", "45/50")
    inner = found.bands[1]
    for point in found.points:
        place = inner.trials.index(point.trials)
        inside = inner.low[place] <= point.value <= inner.high[place]
        assert inside == (point.verdict == ""), point


def test_a_full_list_has_no_funnel(ask):
    assert ask("A04", *["9/10"] * 8) is None


def drawn(*points: FunnelPoint, frame: Frame | None = None) -> go.Figure:
    spec = Funnel(
        title="标题",
        subtitle="说明",
        source="来源",
        points=points,
        bands=(FunnelBand(0.05, (1, 50, 100), (0.0, 70.0, 75.0), (100.0, 95.0, 92.0)),),
        line=ReferenceLine("city", Decimal(85), "全市 85.00%"),
        cases="应出庭件数",
        unit="%",
        maximum=Decimal(100),
    )
    return go.Figure(figure_parts(spec, frame))


def test_who_is_outside_is_a_labelled_diamond():
    figure = drawn(
        FunnelPoint("1", "东湖区", "60%", Decimal(60), 80, "明显劣于", "worse"),
        FunnelPoint("2", "西岭区", "85%", Decimal(85), 40),
    )
    points = figure.data[-1]
    assert list(points.marker.symbol) == ["diamond", "circle"]
    assert "东湖区 明显劣于" in points.text[0]
    assert list(zip(points.x, points.y, strict=True)) == [(80, 60.0), (40, 85.0)]


def test_labels_that_would_meet_stay_away_but_never_that_of_who_is_outside():
    crowd = [FunnelPoint(str(n), f"第{n}个地区", "85%", Decimal(85), 50) for n in range(12)]
    figure = drawn(FunnelPoint("x", "东湖区", "60%", Decimal(60), 50, "明显劣于", "worse"), *crowd)
    texts = figure.data[-1].text
    assert "东湖区" in texts[0]
    assert 0 < sum(bool(text) for text in texts[1:]) < len(crowd)


def test_a_name_from_a_file_is_text():
    figure = drawn(FunnelPoint("1", "<b>东湖</b>", "60%", Decimal(60), 80, about=("<i>东湖</i>",)))
    assert "&lt;b&gt;东湖&lt;/b&gt;" in figure.data[-1].text[0]
    assert figure.data[-1].hovertext[0] == "&lt;i&gt;东湖&lt;/i&gt;"


def test_on_a_slide_labels_have_more_room_than_on_a_phone():
    crowd = [FunnelPoint(f"{n}", f"很长的县区名{n}", "85%", Decimal(85), 10 + 10 * n) for n in range(9)]
    shown = [
        sum(
            bool(text)
            for trace in drawn(*crowd, frame=frame).data
            if trace.mode == "markers+text"
            for text in trace.text
        )
        for frame in (None, Frame(683, 290))
    ]
    assert shown[0] < shown[1]
    assert drawn(*crowd, frame=Frame(683, 290)).layout.height == 290
