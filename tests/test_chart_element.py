"""What a page sends of a chart: the figure, and every word that a picture of it has."""

from __future__ import annotations

import json
from typing import Any

import pytest
from opening import opener
from streamlit.testing.v1 import AppTest

from faheng.store.database import Store


def charts(app: AppTest) -> list[dict[str, Any]]:
    elements = [element.proto for element in app.get("bidi_component")]
    return [json.loads(one.bytes) for one in elements if one.component_name == "faheng_chart"]


def test_no_picture_without_title_explanation_and_source(
    monkeypatch: pytest.MonkeyPatch, demonstration: Store
) -> None:
    app = opener(monkeypatch, demonstration)(
        "comparison.py", city="990100", indicator="C01", period="2025-Q4"
    )
    (chart,) = charts(app)
    assert chart["title"].startswith("行政机关负责人出庭应诉率：")
    assert "2025年第4季度" in chart["subtitle"]
    assert "演示数据 · 来源：演示市各地区报送 · 第 9 版" in chart["below"][-1]
    assert "永平县" in [cells[0] for cells in chart["table"]["rows"]]
    assert {trace["type"] for trace in chart["data"]} == {"scatter"}


@pytest.mark.parametrize(
    ("name", "choices", "picture"),
    [
        ("comparison.py", {"period": "2025-Q4"}, "行政机关负责人出庭应诉率 2025年第4季度"),
        ("trend.py", {"frequency": "year"}, "行政机关负责人出庭应诉率 2016年—2025年"),
    ],
)
def test_a_picture_is_called_by_indicator_and_period(
    name: str,
    choices: dict[str, str],
    picture: str,
    monkeypatch: pytest.MonkeyPatch,
    demonstration: Store,
) -> None:
    app = opener(monkeypatch, demonstration)(name, city="990100", indicator="C01", **choices)
    assert [chart["name"] for chart in charts(app)] == [picture]


def test_a_rerun_sends_nothing_of_the_scripts(monkeypatch: pytest.MonkeyPatch, demonstration: Store) -> None:
    app = opener(monkeypatch, demonstration)("comparison.py")
    (script,) = {one.proto.js_content for one in app.get("bidi_component") if one.proto.bytes}
    assert len(script) < 1000
