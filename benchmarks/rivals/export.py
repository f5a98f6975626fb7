"""Writes what the rivals show: the very figures of 县区对比, and the demonstration city's numbers as one CSV file.

`python benchmarks/rivals/export.py <data folder> <folder to write to>`
"""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

from faheng.catalogue import Indicator, chosen
from faheng.measures.rates import wilson_interval
from faheng.period import Period
from faheng.preparation import open_prepared_store
from faheng.settings import Settings
from faheng.store.database import Store
from faheng.ui import data
from faheng.views.choices import indicator_options
from faheng.views.city_rows import CityRows, city_rows
from faheng.views.comparison import comparison

CITY = "990100"
PERIOD = "2024"  # every indicator has it
CHOICES, NUMBERS = "choices.json", "numbers.csv"
COLUMNS = ("市", "指标", "时期", "地区", "值", "分子", "分母", "下限", "上限", "目标")


def figure_file(indicator_code: str) -> str:
    """The name of the file with an indicator's figure."""
    return f"figure-{indicator_code}.json"


def export(store: Store, folder: Path) -> None:
    """Write both."""
    release = store.latest_release
    catalogue = store.catalogue(release)
    rows = city_rows(store, release=release, city_code=CITY)
    # Rates by their intervals are the richest chart that the page has, and alike enough to be compared.
    names = {
        code: words
        for code, words in indicator_options(store, release, CITY).words.items()
        if catalogue.indicators[code].has_chance and catalogue.indicators[code].has_parts
    }
    for code in names:
        shown = comparison(store, release=release, city_code=CITY, indicator_code=code, period_code=PERIOD)
        figure = data.drawn(shown.chart, name=f"{shown.indicator.name} {shown.period}")
        (folder / figure_file(code)).write_bytes(figure)
    choices = {"city": CITY, "period": PERIOD, "indicators": names}
    (folder / CHOICES).write_text(json.dumps(choices, ensure_ascii=False), encoding="utf-8")
    with (folder / NUMBERS).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        for indicator in catalogue.indicators.values():
            for period in rows.periods(indicator.code)[::-1]:
                writer.writerows(_numbers(store, rows, indicator, period))


def _numbers(store: Store, rows: CityRows, indicator: Indicator, period: Period) -> Iterator[list[Any]]:
    """One row per region and one for 全市; of numbers that nobody reported, the fields are empty."""
    catalogue = store.catalogue(store.latest_release)
    city = catalogue.regions[CITY]
    targets = [target for target in catalogue.targets if target.indicator_code == indicator.code]
    target = chosen(targets, region_code=CITY, period=period)
    start = [city.name, f"{indicator.code} {indicator.name}", str(period)]
    figure = rows.figure(indicator, period)
    found = [(region.name, rows.value(indicator.code, region.code, period)) for region in rows.regions]
    for name, row in (*found, ("全市", figure)):
        numbers: list[Any] = [None] * 5
        if row is not None:
            value = row.shown if row is figure else row.value
            ends = _ends(indicator, row.numerator, row.denominator)
            numbers = [value, row.numerator, row.denominator, *ends]
        yield [*start, name, *numbers, target.value if target else None]


def _ends(indicator: Indicator, numerator: Any, denominator: Any) -> tuple[Any, Any]:
    if not indicator.has_chance or not indicator.is_percent or numerator is None or denominator is None:
        return None, None
    interval = wilson_interval(numerator, denominator)
    return (round(100 * interval.low, 2), round(100 * interval.high, 2)) if interval else (None, None)


def changes(choices: dict[str, Any]) -> list[tuple[str, str]]:
    """Indicators to open a page with and to go on to: neighbours, so that no two visits begin with the same."""
    return list(pairwise(choices["indicators"]))


if __name__ == "__main__":
    with open_prepared_store(Settings(Path(sys.argv[1])), holder="benchmarks/rivals/export.py") as opened:
        export(opened, Path(sys.argv[2]))
