"""The published figures that a sender may correct, and what a correction of one of them says."""

from __future__ import annotations

from dataclasses import dataclass

from faheng.catalogue import Catalogue
from faheng.intake.reading import STATUS_NAMES, Value
from faheng.intake.template.layout import indicator_columns
from faheng.measures.rates import CUMULATIVE
from faheng.measures.wording import CUMULATIVE as CUMULATIVE_WORD
from faheng.measures.wording import full_width
from faheng.store.database import Store
from faheng.store.submissions import value_from_row
from faheng.views.differences import value_words

NO_CASES = "无案件"


@dataclass(frozen=True)
class Entry:
    """One field of a correction: the part it is, its name, and what is published there as text."""

    part: str
    name: str
    text: str


def published_figures(store: Store, *, release: int, region_code: str) -> tuple[Value, ...]:
    """What is published of a region itself, the newest period first."""
    rows = store.read("published_values", release=release, region_codes=[region_code], periods=None)
    return tuple(sorted(map(value_from_row, rows), key=lambda value: value.period, reverse=True))


def period_words(value: Value) -> str:
    """`2024年1—9月（累计）`: what tells the figures of one region and indicator apart."""
    return f"{value.period}（{CUMULATIVE_WORD}）" if value.basis == CUMULATIVE else str(value.period)


def status_text(value: Value) -> str:
    """正式, 暂定 or 估计, as a form says it."""
    return next((text for text, status in STATUS_NAMES.items() if status == value.status), "正式")


def published_words(value: Value, catalogue: Catalogue, *, release: int) -> str:
    """`90.00%（45/50），截至第 7 版`."""
    return f"{value_words(value, catalogue)}，截至第 {release} 版"


def entries_of(value: Value, catalogue: Catalogue) -> tuple[Entry, ...]:
    """The fields of a figure with what is published; a rate is asked for itself only where its parts are not known."""
    indicator = catalogue.known_indicator(value.indicator_code)
    entries = []
    for column in indicator_columns(indicator):
        is_rate = indicator.has_parts and column.part == "value"
        without_parts = value.value is not None and value.denominator is None
        if is_rate != (indicator.has_parts and without_parts):
            continue
        number = getattr(value, column.part)
        text = "" if number is None else f"{number.normalize():f}"
        if value.status == "not_applicable":
            text = NO_CASES
        elif column.part == "value" and indicator.is_percent and text:
            text += "%"  # below 1 a number alone could be a fraction
        name = full_width(column.leaf or indicator.name)
        unit = f"（{full_width(indicator.unit)}）" if column.part == "value" else ""
        entries.append(Entry(column.part, f"{name}{unit}", text))
    return tuple(entries)
