"""排名: who stands where, how far chance could move a place, and who has none."""

import numpy as np
import pytest
from literal import value
from opening import opener, words

from faheng.display import Display
from faheng.views.comparison import comparison
from faheng.views.ranking import Ranking, ranking

REGIONS = ("990102", "990103", "990104", "990121", "990122", "990123", "990199")  # those that report apart
ALL = (*REGIONS, "990171")


@pytest.fixture
def ask(fresh_database):
    def run(question, indicator_code: str, period: str = "2024"):
        return question(
            fresh_database,
            release=fresh_database.latest_release,
            city_code="990100",
            indicator_code=indicator_code,
            period_code=period,
        )

    return run


def each(indicator: str, *parts: str, period: str = "2024") -> list:
    """One value per region: `45/50`."""
    pairs = [tuple(text.split("/")) for text in parts]
    return [value(indicator, code, period, parts=pair) for code, pair in zip(ALL, pairs, strict=False)]


def places(found: Ranking) -> list[tuple[str, str]]:
    return [(row.label, row.place) for row in found.chart.rows]


def test_equal_values_share_a_place_and_the_next_is_left_out(publish_values, ask):
    publish_values(*each("A04", "9/10", "10/10", "9/10", "8/10", "7/10", "6/10", "5/10", "4/10"))
    assert places(ask(ranking, "A04")) == [
        ("西岭区", "第1名"),
        ("东湖区", "第2名"),
        ("白溪区", "第2名"),
        ("永平县", "第4名"),
        ("石桥县", "第5名"),
        ("清源县", "第6名"),
        ("演示市本级", "第7名"),
        ("演示高新区", "第8名"),
    ]


def test_low_is_first_where_low_is_better(publish_values, ask):
    publish_values(*each("C04", "9/90", "1/90", "5/90", "5/90", "5/90", "5/90", "5/90", "5/90"))
    assert [row.label for row in ask(ranking, "C04").chart.rows][::7] == ["西岭区", "东湖区"]


def test_the_interval_of_a_place_is_that_of_beta_draws(publish_values, ask):
    cases = [(12, 30), *[(28, 30)] * 7]
    publish_values(*each("C01", *(f"{k}/{n}" for k, n in cases)))
    found = dict(places(ask(ranking, "C01")))
    assert found["东湖区"] == "第8名（8–8）"
    # Drawn again from the same distributions by other seeds, the others' places lie between the first and the seventh.
    generator = np.random.default_rng(7)
    draws = np.column_stack([generator.beta(k + 0.5, n - k + 0.5, 40_000) for k, n in cases])
    place = 1 + (draws > draws[:, [1]]).sum(axis=1)
    assert tuple(np.quantile(place, (0.025, 0.975))) == (1, 7)
    assert found["西岭区"] == "第1名（1–7）"


def test_the_title_says_who_leads_who_is_last_and_whether_that_is_real(publish_values, ask):
    publish_values(*each("C01", "12/30", *["28/30"] * 7))
    assert ask(ranking, "C01").chart.title == (
        "行政机关负责人出庭应诉率：并列第1名7个地区 93.33%，第8名东湖区 40.00%，东湖区明显劣于其余"
    )
    publish_values(*each("C01", "27/30", *["28/30"] * 7))
    assert ask(ranking, "C01").chart.title == (
        "行政机关负责人出庭应诉率：并列第1名7个地区 93.33%，第8名东湖区 90.00%，各地区案件都太少，名次说明不了什么"
    )


def test_where_all_are_alike_nobody_leads(publish_values, ask):
    publish_values(*each("C01", *["30/30"] * 8))
    assert ask(ranking, "C01").chart.title == "行政机关负责人出庭应诉率：8个地区都是 100%，排不出先后"


def test_until_all_have_reported_a_place_is_one_among_those_that_have(publish_values, ask):
    publish_values(*each("A04", "9/10", "10/10", "8/10"))
    found = ask(ranking, "A04")
    assert places(found)[:4] == [
        ("西岭区", "已报3个中第1"),
        ("东湖区", "已报3个中第2"),
        ("白溪区", "已报3个中第3"),
        ("永平县", ""),
    ]
    assert found.chart.rows[3].text == "未报"
    assert found.chart.title == "党政主要负责人述法率：已报的3个地区中，第1名西岭区 100%，第3名白溪区 80.00%"


def test_without_cases_a_region_is_listed_last_and_has_no_place(publish_values, ask):
    publish_values(
        *each("C01", "9/10", "10/10", "8/10", "8/10", "8/10", "8/10", "8/10"),
        value("C01", "990171", "2024", parts=("0", "0"), status="not_applicable"),
    )
    last = ask(ranking, "C01").chart.rows[-1]
    assert (last.label, last.text, last.place) == ("演示高新区", "无案件", "")


def test_a_rate_reported_without_its_cases_has_a_place_but_nobody_an_interval(publish_values, ask):
    publish_values(*each("C01", *["9/10"] * 7), value("C01", "990171", "2024", "95"))
    found = ask(ranking, "C01")
    assert places(found)[0] == ("演示高新区", "第1名")
    assert found.chart.notes[0] == "有地区的案件数不知道，不算名次区间。"


def test_the_table_has_the_places_in_their_order(publish_values, ask):
    publish_values(*each("A04", *["9/10"] * 7, "10/10"))
    table = ask(ranking, "A04").table
    assert [row[:2] for row in table.texts()][:2] == [("演示高新区", "第1名"), ("东湖区", "第2名")]
    assert table.keys[-1] == "990100"


@pytest.mark.parametrize(
    ("indicator", "offered"),
    [
        ("C01", ["regions", "ranking", "funnel"]),
        ("A04", ["regions", "ranking"]),  # a full list: no chance in it, so no funnel
        ("C06", ["regions", "funnel"]),  # neither good nor bad
    ],
)
def test_what_can_be_ranked_and_what_has_a_funnel(publish_values, ask, indicator, offered):
    publish_values(*each(indicator, *["9/10"] * 8))
    assert list(ask(comparison, indicator).looks.words) == offered


def test_counts_are_never_ranked(publish_values, ask):
    publish_values(*(value("F01", code, "2024", "12") for code in ALL))
    assert list(ask(comparison, "F01").looks.words) == ["regions"]
    assert ask(ranking, "F01") is None


def test_a_city_that_forbids_rankings_is_nowhere_ranked(publish_values, ask, fresh_database, monkeypatch):
    publish_values(*each("C01", *["9/10"] * 8))
    fresh_database.display = Display(unranked=frozenset({"990100"}))
    assert list(ask(comparison, "C01").looks.words) == ["regions", "funnel"]
    assert ask(ranking, "C01") is None
    page = opener(monkeypatch, fresh_database)(
        "comparison.py", indicator="C01", period="2024", look="ranking"
    )
    assert "链接里的图的样式“ranking”在这里不存在" in words(page)
    assert "第1名" not in words(page)
