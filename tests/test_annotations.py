"""标注: events pinned to an indicator, where they are drawn, who may add them; literal events."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from literal import somebody, value
from opening import opener, words

from faheng.charts.data_table import data_table
from faheng.charts.figure import figure_parts
from faheng.charts.spec_over_time import Bump, SmallMultiples
from faheng.roles import GUEST
from faheng.store.access import AccessError
from faheng.store.annotations import annotate, annotations_of, remove_annotation
from faheng.store.database import Store, StoreError
from faheng.views.trend import Trend, trend

Publish = Callable[..., int]
COUNTY, OTHER = "990102", "990103"
REVIEWER = somebody("赵敏", "reviewer", account_id=3)
LEADER = somebody("周宁", "viewer", account_id=1)


@pytest.fixture
def three_years(fresh_database: Store, publish_values: Publish) -> Store:
    publish_values(
        *(value("C01", COUNTY, year, parts=("45", "50")) for year in ("2022", "2023", "2024")),
        *(value("C01", OTHER, year, parts=("9", "10")) for year in ("2022", "2023", "2024")),
    )
    return fresh_database


def pin(store: Store, period: str, text: str, region: str = "") -> int:
    return annotate(
        store,
        indicator_code="C01",
        city_code="990100",
        region_code=region,
        period_code=period,
        text=text,
        actor=REVIEWER,
        added_at=datetime(2026, 11, 26, 10),
    )


def asked(store: Store, form: str = "lines", frequency: str = "year") -> Trend:
    return trend(
        store,
        release=store.latest_release,
        city_code="990100",
        indicator_code="C01",
        frequency=frequency,
        form=form,
        annotations=annotations_of(store, city_code="990100", indicator_code="C01"),
    )


def test_events_are_numbered_in_the_order_of_their_periods(three_years: Store) -> None:
    pin(three_years, "2024", "统计口径调整", COUNTY)
    pin(three_years, "2023-07", "《暂行办法》出台")
    pin(three_years, "2019", "在图以前")
    shown = asked(three_years)
    assert shown.notes[:2] == (
        "① 2023年7月 《暂行办法》出台（赵敏，2026-11-26 标注）。",
        "② 2024年（东湖区）统计口径调整（赵敏，2026-11-26 标注）。",
    )
    assert [(event.place, event.number) for event in shown.chart.events] == [(1, "①"), (2, "②")]  # type: ignore[union-attr]
    assert [(row.label, row.note) for row in shown.matrix.rows] == [
        ("2024年", "②"),
        ("2023年", "①"),
        ("2022年", ""),
    ]


def test_who_cannot_see_the_chart_reads_them_in_its_table(three_years: Store) -> None:
    pin(three_years, "2023", "《暂行办法》出台")
    assert "① 2023年 《暂行办法》出台" in data_table(asked(three_years).chart).rows[1][0]
    assert "① 2023年 《暂行办法》出台" in data_table(asked(three_years, "panels").chart).rows[0][-1]


def test_a_panel_has_its_own_and_those_of_the_city(three_years: Store) -> None:
    pin(three_years, "2023", "全市的事")
    pin(three_years, "2024", "东湖区的事", COUNTY)
    chart = asked(three_years, "panels").chart
    assert isinstance(chart, SmallMultiples)
    assert [[event.number for event in one.events] for one in chart.panels] == [["①", "②"], ["①"]]


def test_ranks_have_those_of_the_periods_they_show_under_the_same_numbers(
    fresh_database: Store, publish_values: Publish
) -> None:
    months = [f"2024-{month:02}" for month in range(1, 13)] + ["2025-01", "2025-02"]
    publish_values(
        *(value("C01", COUNTY, month, parts=("45", "50")) for month in months),
        *(value("C01", OTHER, month, parts=("8", "10")) for month in months),
    )
    pin(fresh_database, "2024-01", "《暂行办法》出台")
    pin(fresh_database, "2024-03", "统计口径调整")
    shown = asked(fresh_database, "ranks", frequency="month")
    assert isinstance(shown.chart, Bump)
    assert [(event.place, event.number) for event in shown.chart.events] == [(0, "②")]
    assert shown.notes[1:3] == (
        "① 2024年1月 《暂行办法》出台（赵敏，2026-11-26 标注）。",
        "② 2024年3月 统计口径调整（赵敏，2026-11-26 标注）。",
    )
    assert [row.note for row in shown.matrix.rows if row.note] == ["②", "①"]
    assert "② 2024年3月 统计口径调整" in data_table(shown.chart).head[1]
    layout = figure_parts(shown.chart)["layout"]
    assert [line["x0"] for line in layout["shapes"] if line["line"].get("dash") == "dot"] == [0]
    assert [text["yanchor"] for text in layout["annotations"] if "②" in text["text"]] == ["bottom"]


def test_numbers_stand_over_the_plot_and_never_on_each_other(three_years: Store) -> None:
    for number in range(8):
        pin(three_years, f"202{2 + number % 3}", f"事件{number}")
    figure = figure_parts(asked(three_years).chart)
    texts = [text for text in figure["layout"]["annotations"] if "①" in text["text"] or "⑧" in text["text"]]
    assert all(text["yanchor"] == "bottom" and text["y"] == 1 for text in texts)
    dotted = [
        line
        for line in figure["layout"]["shapes"]
        if line["line"].get("dash") == "dot" and line.get("yref") == "paper"
    ]
    assert [line["x0"] for line in dotted] == [0, 1, 2]


def test_only_who_reviews_or_publishes_pins_and_removes(three_years: Store) -> None:
    number = pin(three_years, "2023", "《暂行办法》出台")
    others = [
        GUEST,
        LEADER,
        somebody("王芳", account_id=2, reports=[COUNTY]),
        somebody("孙伟", "administrator", account_id=5),
    ]
    for actor in others:
        with pytest.raises(AccessError):
            remove_annotation(three_years, number, actor=actor)
        with pytest.raises(AccessError):
            annotate(
                three_years,
                indicator_code="C01",
                city_code="990100",
                region_code="",
                period_code="2023",
                text="某事",
                actor=actor,
            )


def test_a_removed_one_is_gone_from_charts_and_stays_on_record(three_years: Store) -> None:
    number = pin(three_years, "2023", "《暂行办法》出台")
    remove_annotation(three_years, number, actor=REVIEWER)
    assert annotations_of(three_years, city_code="990100", indicator_code="C01") == ()
    rows = three_years.root.execute("select text, author, removed_by from annotation").fetchall()
    assert rows == [("《暂行办法》出台", "赵敏", "赵敏")]
    with pytest.raises(StoreError, match="已经撤下"):
        remove_annotation(three_years, number, actor=REVIEWER)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"text": " "}, "不超过 40 个字"),
        ({"text": "字" * 41}, "不超过 40 个字"),
        ({"region_code": "620402"}, "演示市没有代码为 620402 的地区"),
        ({"indicator_code": "X99"}, "目录里没有"),
        ({"period_code": "去年"}, "不是时期"),
    ],
)
def test_what_cannot_be_pinned_is_refused(three_years: Store, change: dict[str, str], said: str) -> None:
    known = {"indicator_code": "C01", "city_code": "990100", "region_code": "", "period_code": "2023"}
    with pytest.raises(StoreError, match=said):
        annotate(three_years, **{**known, "text": "某事", **change}, actor=REVIEWER)  # type: ignore[arg-type]


def test_a_reviewer_pins_an_event_on_the_page_and_readers_see_it_at_once(
    three_years: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    where = {"city": "990100", "indicator": "C01", "frequency": "year"}
    reader = opener(monkeypatch, three_years, LEADER)("trend.py", **where)
    assert "①" not in words(reader)
    pin(three_years, "2023", "《暂行办法》<b>出台</b>")
    monkeypatch.setattr("faheng.ui.access._find", lambda: LEADER)
    assert "① 2023年 《暂行办法》<b>出台</b>（2026-11-26 标注）" in words(reader.run())  # nobody is named
    monkeypatch.setattr("faheng.ui.access._find", lambda: REVIEWER)
    app = opener(monkeypatch, three_years, REVIEWER)("trend.py", **where)
    assert "（赵敏，2026-11-26 标注）" in words(app)
