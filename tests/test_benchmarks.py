"""The benchmarks: their data are sound, they measure every page, and their report says whether an aim is met."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from asking import ask_app

from benchmarks.big_data import FIRST_YEAR, LAST_YEAR, fill
from benchmarks.browser import Cost
from benchmarks.chart_report import HEADING, aim_rows, replaced, section
from benchmarks.charts import ChartFindings, Found
from benchmarks.decks import HEADING as DECKS_HEADING
from benchmarks.decks import DeckCost, DeckFindings, decks_section
from benchmarks.pages import BIG, PAGES, in_turn
from benchmarks.report import README, Reruns, rerun_rows
from benchmarks.rivals.export import CHOICES, CITY, NUMBERS, PERIOD, changes, export, figure_file
from benchmarks.rivals.floor import floor
from faheng import address
from faheng.catalogue import Catalogue
from faheng.store.database import Store
from faheng.store.release_steps import find_problems


class Boxes:
    """A session with select boxes only, which remembers what they show."""

    def __init__(self, **options: list[str]) -> None:
        self._options = options
        self._chosen = {key: labels[0] for key, labels in options.items()}

    def options(self, key: str) -> list[str]:
        return self._options[key]

    def chosen(self, key: str) -> str:
        return self._chosen[key]

    def choose(self, key: str, label: str) -> None:
        self._chosen[key] = label


def test_the_big_data_hold_every_county_indicator_and_year_and_pass_the_checks(
    fresh_database: Store, catalogue: Catalogue
) -> None:
    counties = [region for region in catalogue.regions.values() if region.level == "county"]
    expected = len(counties) * len(catalogue.indicators) * (LAST_YEAR - FIRST_YEAR + 1)
    assert fill(fresh_database) == expected
    assert find_problems(fresh_database.root.cursor()) == []


def test_every_page_that_links_lead_to_is_measured() -> None:
    paths = [page.path for page in PAGES]
    # 回执 is a paper without choices; 审核发布 is empty until somebody sends something: what it costs then is the effect
    # of that (benchmarks/README.md). 会议汇报 is empty until somebody makes a deck, which is measured as files are.
    assert sorted(paths) == sorted(address.PAGES.keys() - {"meeting", "receipt", "review"})
    assert set(BIG) < set(paths)


def test_choices_in_turn_are_made_until_they_would_repeat() -> None:
    boxes = Boxes(period=["2025", "2024"], tab=["headline", "all"], city=["the only one"])
    made = []
    for key, label in in_turn("period", "tab", "city")(boxes):  # type: ignore[arg-type]
        boxes.choose(key, str(label))
        made.append((key, label))
    assert made == [("period", "2024"), ("tab", "all"), ("period", "2025")]


def test_ratios_compare_medians_and_say_whether_the_aim_is_met() -> None:
    bare = Reruns("bare page", "choice", new=[9.0, 10.0, 30.0], seen=[10.0])
    page = Reruns("总览", "period", new=[25.0, 1.0, 26.0], seen=[20.0], choices_made=30)
    assert rerun_rows([page], {"总览": bare}, most=2.0) == [
        ["总览: period", "30", "25.0 (1.0–26.0)", "20.0", "2.50 (not met)", "2.00 (met)"]
    ]


def found(title: str, first: Cost, change: Cost) -> Found:
    return Found(title, [first], [first.kilobytes], [change], [10.0])


RIVALS = {
    "static": found("(a)", Cost(900, 250, 400), Cost(80, 60, 3)),
    "bare": found("(b)", Cost(3000, 1000, 7500), Cost(250, 160, 18)),
    "typical": found("(c)", Cost(3500, 1200, 9000), Cost(500, 240, 16)),
    "ours": found("县区对比", Cost(1500, 550, 2000), Cost(250, 110, 12)),
}


def test_our_chart_is_held_against_the_page_that_each_aim_names() -> None:
    assert list(aim_rows(ChartFindings(RIVALS, RIVALS))) == [
        [
            visit,
            "2.20 (not met)",
            "0.55 (met)",
            "5.00 (not met)",
            "0.27 (met)",
            "0.46 (met)",
            "0.50 (met)",
            "0.75 (not met)",
        ]
        for visit in ("cold", "warm")
    ]


def test_the_section_of_charts_shows_every_page_cold_and_warm() -> None:
    text = section(ChartFindings(RIVALS, RIVALS))
    assert "| (b) | cold | 3000 | 1000 | 7500 | 7500 |" in text
    assert "| 县区对比 | warm | 250 | 110 | 12.0 | 10 |" in text


def test_measured_alone_it_leaves_the_other_sections_as_they_are() -> None:
    readme = f"# Benchmarks\n\n{HEADING}\nold\n\n| old |\n\n## Another\nstays\n"
    assert replaced(readme, f"{HEADING}\nnew\n") == f"# Benchmarks\n\n{HEADING}\nnew\n\n## Another\nstays\n"
    with pytest.raises(ValueError, match="run the whole of it first"):
        replaced("# Benchmarks\n", f"{HEADING}\nnew\n")


def test_the_report_has_a_section_of_charts_to_exchange() -> None:
    assert f"\n{HEADING}\n" in README.read_text(encoding="utf-8")


def test_the_section_of_decks_says_whether_the_aim_is_met() -> None:
    cost = DeckCost(".pptx", 20, [0.3, 0.4, 0.5], 118.4, 150.2)
    text = decks_section(DeckFindings([cost], asking=1.7, idle=120))
    assert "| .pptx | 20 | 0.40 (0.30–0.50) (at most 2: met) | 118 | 150 |" in text
    assert f"\n{DECKS_HEADING}\n" in README.read_text(encoding="utf-8")


def test_the_rivals_show_what_the_page_shows(demonstration: Store, tmp_path: Path) -> None:
    export(demonstration, tmp_path)
    choices = json.loads((tmp_path / CHOICES).read_text(encoding="utf-8"))
    assert choices["indicators"]["C01"] == "C01 行政机关负责人出庭应诉率"
    assert (choices["city"], choices["period"]) == (CITY, PERIOD)
    figure = json.loads((tmp_path / figure_file("C01")).read_text(encoding="utf-8"))
    assert figure["title"].startswith("行政机关负责人出庭应诉率")
    assert "演示市,C01 行政机关负责人出庭应诉率,2024年,全市,84.13,350.0000,416.0000,80.31,87.33,95" in (
        tmp_path / NUMBERS
    ).read_text(encoding="utf-8")
    page = ask_app(floor(tmp_path), "/")
    assert '<option value="C01">C01 行政机关负责人出庭应诉率</option>' in page.text
    assert json.loads(ask_app(floor(tmp_path), "/figure/C01").body) == figure


def test_no_two_visits_go_from_and_to_the_same() -> None:
    assert changes({"indicators": {"A": "", "B": "", "C": ""}}) == [("A", "B"), ("B", "C")]
