"""The benchmarks: their data are sound, they measure every page, and their report says whether an aim is met."""

from __future__ import annotations

from benchmarks.big_data import FIRST_YEAR, LAST_YEAR, fill
from benchmarks.pages import BIG, PAGES, in_turn
from benchmarks.report import Reruns, rerun_rows
from faheng import address
from faheng.catalogue import Catalogue
from faheng.store.database import Store
from faheng.store.releases import find_problems


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
    assert sorted(paths) == sorted(address.PAGES)
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
