"""指标趋势 as ranks, from literal values: who has which place, who has none, and where no ranks may be shown."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from literal import value

from faheng.charts.spec_over_time import Bump
from faheng.display import Display
from faheng.store.database import Store
from faheng.views.trend import Trend, form_options, trend

Follow = Callable[..., Trend]


@pytest.fixture
def follow(fresh_database) -> Follow:
    def run(indicator_code: str, *region_codes: str, frequency: str = "year") -> Trend:
        return trend(
            fresh_database,
            release=fresh_database.latest_release,
            city_code="990100",
            indicator_code=indicator_code,
            frequency=frequency,
            region_codes=region_codes,
            form="ranks",
        )

    return run


def ranks(shown: Trend) -> dict[str, list[str]]:
    """Region → `1`, `-1` where a line leads there, `(未报)` where there is no place."""
    assert isinstance(shown.chart, Bump)
    return {
        line.series.name: [
            f"({point.text})" if point.value is None else f"{'-' if point.joined else ''}{point.value}"
            for point in line.series.points
        ]
        for line in shown.chart.lines
    }


def ends(shown: Trend) -> list[tuple[str, str, str]]:
    assert isinstance(shown.chart, Bump)
    return [(line.begin, line.end, line.chance) for line in shown.chart.lines]


def one_year(indicator: str, year: str, **parts: tuple[str, str]) -> list:
    """`one_year("C07", "2024", a=("8", "10"))`: 8 of 10 in 东湖区, `b` is 西岭区, `c` 白溪区, `d` 永平县."""
    codes = {"a": "990102", "b": "990103", "c": "990104", "d": "990121"}
    return [value(indicator, codes[name], year, parts=pair) for name, pair in parts.items()]


def test_equal_values_share_a_place_and_lines_lead_from_year_to_year(publish_values, follow: Follow):
    publish_values(
        *one_year("C07", "2023", a=("8", "10"), b=("9", "10"), c=("9", "10"), d=("1", "10")),
        *one_year("C07", "2024", a=("9", "10"), b=("8", "10"), c=("7", "10"), d=("1", "10")),
    )
    assert ranks(follow("C07")) == {
        "东湖区": ["3", "-1"],
        "西岭区": ["1", "-2"],
        "白溪区": ["1", "-3"],
        "永平县": ["4", "-4"],
    }


def test_the_lowest_is_first_where_low_is_better(publish_values, follow: Follow):
    publish_values(*one_year("C04", "2024", a=("3", "10"), b=("1", "10")))
    assert ranks(follow("C04")) == {"东湖区": ["2"], "西岭区": ["1"]}


def test_who_has_not_reported_or_has_no_case_has_no_place(publish_values, follow: Follow):
    publish_values(
        *one_year("C07", "2022", a=("8", "10"), b=("9", "10")),
        *one_year("C07", "2023", b=("9", "10")),
        value("C07", "990104", "2023", parts=("0", "0"), status="not_applicable"),
        *one_year("C07", "2024", a=("9", "10"), b=("8", "10"), c=("7", "10")),
    )
    assert ranks(follow("C07")) == {
        "东湖区": ["2", "(未报)", "1"],
        "西岭区": ["1", "-1", "-2"],
        "白溪区": ["(未报)", "(无案件)", "3"],
    }


def test_until_all_have_reported_it_is_said_among_how_many(publish_values, follow: Follow):
    publish_values(*one_year("C07", "2024", a=("80", "100"), b=("10", "100")))
    shown = follow("C07")
    assert isinstance(shown.chart, Bump)
    assert [line.series.points[0].text for line in shown.chart.lines] == ["已报2个中第1", "已报2个中第2"]
    assert shown.chart.title == "行政复议调解和解（调撤）率的名次：2024年已报2个中第1名是东湖区"
    assert "2024年没有报齐，名次只在有数的地区之间。" in shown.notes


def test_the_title_says_how_many_could_be_first(publish_values, follow: Follow):
    publish_values(*one_year("C07", "2024", a=("3", "3"), b=("9", "10"), c=("950", "1000"), d=("10", "1000")))
    shown = follow("C07")
    assert shown.chart.title.endswith("第1名是东湖区，算上偶然波动，3个地区都可能是第1名")
    assert ends(shown)[0] == ("1 东湖区", "1 东湖区", "（1–3）")
    assert ends(shown)[3] == ("4 永平县", "4 永平县", "（4–4）")


def test_when_the_data_change_so_does_the_title(publish_values, follow: Follow):
    publish_values(*one_year("C07", "2024", a=("10", "1000"), b=("900", "1000")))
    assert follow("C07").chart.title.endswith("第1名是西岭区")


def test_a_rate_of_a_full_list_has_no_interval(publish_values, follow: Follow):
    publish_values(*one_year("E04", "2024", a=("9", "10"), b=("10", "10")))
    assert ends(follow("E04")) == [("2 东湖区", "2 东湖区", ""), ("1 西岭区", "1 西岭区", "")]


def test_a_line_that_ended_says_why(publish_values, follow: Follow):
    publish_values(
        *one_year("E04", "2023", a=("9", "10"), b=("10", "10")), *one_year("E04", "2024", b=("10", "10"))
    )
    assert ends(follow("E04"))[0] == ("2 东湖区", "东湖区 未报", "")


def test_the_chosen_lie_on_top_in_the_order_chosen(publish_values, follow: Follow):
    publish_values(*one_year("C07", "2024", a=("8", "10"), b=("9", "10"), c=("7", "10")))
    shown = follow("C07", "990104", "990102")
    assert isinstance(shown.chart, Bump)
    assert [(line.series.name, line.series.role) for line in shown.chart.lines] == [
        ("西岭区", "context"),
        ("白溪区", "highlighted"),
        ("东湖区", "highlighted"),
    ]
    assert "彩线：白溪区、东湖区" in shown.chart.subtitle


def test_the_caution_stands_first(publish_values, follow: Follow):
    publish_values(*one_year("C07", "2024", a=("8", "10"), b=("9", "10")))
    assert follow("C07").notes[0] == "名次差距小时不宜解读。"


def test_only_the_latest_twelve_periods_are_drawn(publish_values, follow: Follow):
    publish_values(
        *[
            row
            for year in range(2010, 2025)
            for row in one_year("C07", str(year), a=("8", "10"), b=("9", "10"))
        ]
    )
    shown = follow("C07")
    assert [period.code for period in shown.chart.periods] == [str(year) for year in range(2013, 2025)]
    assert "只画最近12期的名次。" in shown.notes


# A rate that is neither good nor bad, a count, a stock.
@pytest.mark.parametrize("indicator", ["C06", "E08", "A06"])
def test_what_may_not_be_ranked_is_drawn_as_lines(publish_values, follow: Follow, indicator: str):
    publish_values(value(indicator, "990102", "2024", "5"), value(indicator, "990103", "2024", "6"))
    assert not isinstance(follow(indicator).chart, Bump)


def test_a_city_that_forbids_rankings_has_none(fresh_database: Store, publish_values, follow: Follow):
    publish_values(*one_year("C07", "2024", a=("8", "10"), b=("9", "10")))
    release = fresh_database.latest_release
    assert list(form_options(fresh_database, release, "990100", "C07").words) == ["lines", "panels", "ranks"]
    fresh_database.display = Display(frozenset({"990100"}))
    assert list(form_options(fresh_database, release, "990100", "C07").words) == ["lines", "panels"]
    assert not isinstance(follow("C07").chart, Bump)
