"""The SQL roll-ups of the whole demonstration city against a computation by hand: month by month, region by region."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import pytest

from faheng.catalogue import Indicator
from faheng.period import period_from_code
from faheng.store.database import Store

CITY = "990100"
MONTHS = {"year": 12, "half_year": 6, "quarter": 3, "month": 1}
Months = tuple[int, int, int]  # year, first month, last month


@dataclass
class Known:
    """What is known of one indicator, region and period."""

    status: str
    numerator: Fraction | None = None
    denominator: Fraction | None = None
    value: Fraction | None = None


def months_of(code: str) -> Months:
    period = period_from_code(code)
    return period.year, period.first_month, period.last_month


def code_of(months: Months) -> str:
    year, first, last = months
    match last - first + 1:
        case 12:
            return f"{year}"
        case 6:
            return f"{year}-H{(first + 5) // 6}"
        case 3:
            return f"{year}-Q{(first + 2) // 3}"
    return f"{year}-{first:02d}"


def exactly(number: Any) -> Fraction | None:
    return None if number is None else Fraction(number)


def observed(store: Store) -> dict[tuple[str, str], dict[Months, Known]]:
    """Everything that was reported for the city, cumulative figures left out."""
    found: dict[tuple[str, str], dict[Months, Known]] = defaultdict(dict)
    with store.cursor(store.latest_release) as cursor:
        rows = cursor.execute(
            "select indicator_code, region_code, period, status, numerator, denominator, value from observation "
            "where region_code like '9901%' and basis <> 'cumulative'"
        ).fetchall()
    for indicator, region, period, status, numerator, denominator, value in rows:
        known = Known(status, exactly(numerator), exactly(denominator), exactly(value))
        found[indicator, region][months_of(period)] = known
    return found


def over_time(indicator: Indicator, own: dict[Months, Known]) -> dict[Months, Known]:
    """What was reported, and what longer periods are made of it."""
    made = dict(own)
    step = MONTHS[indicator.frequency]
    if indicator.over_time == "none":
        return made
    for length in (12, 6, 3):
        for year in {year for year, _, _ in own}:
            for first in range(1, 13, length):
                whole = (year, first, first + length - 1)
                spans = [(year, month, month + step - 1) for month in range(first, first + length, step)]
                parts = [own[span] for span in spans if span in own]
                if length > step and whole not in own and parts:
                    made[whole] = joined(indicator, parts, len(spans), own.get(spans[-1]))
    return made


def joined(indicator: Indicator, parts: list[Known], expected: int, last: Known | None) -> Known:
    ratio = indicator.over_time == "ratio_of_sums"
    usable = [
        part
        for part in parts
        if not ratio
        or part.status == "not_applicable"
        or (part.numerator is not None and part.denominator is not None)
    ]
    if len(usable) < expected:
        return Known("incomplete")
    if indicator.over_time == "last":
        assert last is not None
        return last
    counted = [part for part in parts if part.status != "not_applicable"]
    if not counted:
        return Known("not_applicable")
    words = {part.status for part in parts}
    status = next((word for word in ("estimated", "provisional") if word in words), "final")
    if not ratio:
        return Known(status, value=sum((part.value or Fraction(0) for part in counted), Fraction(0)))
    numerator = sum((part.numerator or Fraction(0) for part in counted), Fraction(0))
    denominator = sum((part.denominator or Fraction(0) for part in counted), Fraction(0))
    return Known(status, numerator, denominator, rate(indicator, numerator, denominator))


def rate(indicator: Indicator, numerator: Fraction, denominator: Fraction) -> Fraction | None:
    return numerator * Fraction(indicator.scale or 1) / denominator if denominator else None


def over_space(indicator: Indicator, parts: list[Known]) -> Known | None:
    """What the regions add up to; None where nothing can be added."""
    there = [part for part in parts if part.status not in ("incomplete", "not_applicable")]
    if indicator.aggregation == "ratio_of_sums":
        there = [part for part in there if part.numerator is not None and part.denominator is not None]
        if not there:
            return None
        above = sum((part.numerator or Fraction(0) for part in there), Fraction(0))
        below = sum((part.denominator or Fraction(0) for part in there), Fraction(0))
        return Known("", above, below, rate(indicator, above, below))
    if indicator.aggregation == "weighted_mean":
        there = [part for part in there if part.denominator]
        weights = sum((part.denominator or Fraction(0) for part in there), Fraction(0))
        weighted = sum(
            ((part.value or Fraction(0)) * (part.denominator or Fraction(0)) for part in there), Fraction(0)
        )
        return Known("", None, weights, weighted / weights) if weights else None
    if indicator.aggregation == "sum":
        there = [part for part in there if part.value is not None]
        return (
            Known("", value=sum((part.value or Fraction(0) for part in there), Fraction(0)))
            if there
            else None
        )
    return None


def same(found: Any, expected: Known | None) -> bool:
    """Whether numbers of the database are those computed; a quotient is kept with six decimals."""
    if expected is None or expected.status == "not_applicable":  # of no cases there is no rate
        return not found.numerator and found.value is None
    parts = (exactly(found.numerator), exactly(found.denominator)) == (
        expected.numerator,
        expected.denominator,
    )
    if found.value is None or expected.value is None:
        return parts and found.value is expected.value
    return parts and abs(Fraction(found.value) - expected.value) <= Fraction(1, 10**6)


@pytest.fixture(scope="module")
def by_hand(demonstration: Store) -> dict[tuple[str, str], dict[Months, Known]]:
    indicators = demonstration.catalogue(demonstration.latest_release).indicators
    return {
        (code, region): over_time(indicators[code], own)
        for (code, region), own in observed(demonstration).items()
    }


def test_every_longer_period_is_what_its_parts_make(demonstration: Store, by_hand) -> None:
    regions = sorted({region for _, region in by_hand})
    rows = demonstration.read("city_values", release=demonstration.latest_release, region_codes=regions)
    found = {
        (row.indicator_code, row.region_code, row.period): row for row in rows if row.basis != "cumulative"
    }
    expected = {
        (indicator, region, code_of(months)): known
        for (indicator, region), periods in by_hand.items()
        for months, known in periods.items()
    }
    assert len(expected) > 20_000
    assert found.keys() == expected.keys()
    wrong = [
        key
        for key, known in expected.items()
        if found[key].status != known.status or not same(found[key], known)
    ]
    assert wrong == []


def test_every_city_value_is_what_its_regions_make(demonstration: Store, by_hand) -> None:
    catalogue = demonstration.catalogue(demonstration.latest_release)
    apart = [region.code for region in catalogue.parts_of(CITY) if not region.counted_in]
    rows = demonstration.read("city_totals", release=demonstration.latest_release, city_code=CITY)
    assert len(rows) > 2_000
    wrong = []
    for row in rows:
        parts = [
            known
            for region in apart
            if (known := by_hand.get((row.indicator_code, region), {}).get(months_of(row.period))) is not None
        ]
        if not same(row, over_space(catalogue.indicators[row.indicator_code], parts)):
            wrong.append((row.indicator_code, row.period))
    assert wrong == []
