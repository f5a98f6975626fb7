"""The demonstration city: what is odd on purpose is there, and the rest fits together."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from faheng.catalogue import Catalogue
from faheng.demo import DEMO_CITY, demo_releases
from faheng.demo_numbers import Numbers, read_cases
from faheng.intake.formats.workbook import read_workbook
from faheng.intake.reading import Reading, Value
from faheng.intake.template import read_form
from faheng.period import period_from_code

Key = tuple[str, str, str]

PARTS = ["990102", "990103", "990104", "990121", "990122", "990123", "990171", "990199"]


@pytest.fixture(scope="module")
def releases(whole_catalogue: Catalogue) -> list[tuple[str, list[Reading]]]:
    city = whole_catalogue.regions[DEMO_CITY]
    found = []
    for release in demo_releases(whole_catalogue):
        forms = [read_workbook(file.data, file.file_name) for file in release.files]
        readings = [read_form(form, whole_catalogue, city=city) for form in forms]
        assert None not in readings
        found.append((release.note, [reading for reading in readings if reading is not None]))
    return found


@pytest.fixture(scope="module")
def by_release(releases: list[tuple[str, list[Reading]]]) -> list[dict[Key, Value]]:
    return [
        {_key(value): value for reading in readings for value in reading.values} for _, readings in releases
    ]


@pytest.fixture(scope="module")
def latest(by_release: list[dict[Key, Value]]) -> dict[Key, Value]:
    values: dict[Key, Value] = {}
    for release in by_release:
        values |= release
    return values


def _key(value: Value) -> Key:
    return value.indicator_code, value.region_code, value.period.code


def _numbers(value: Value) -> tuple[int | None, int | None]:
    return tuple(None if part is None else int(part) for part in (value.numerator, value.denominator))


def test_it_is_released_in_seven_steps_without_an_error(releases):
    assert [(note, len(readings)) for note, readings in releases] == [
        ("2016—2022年历史数据", 7),
        ("2023年年报", 1),
        ("2024年年报", 1),
        ("2025年上半年快报（暂定）", 8),
        ("2025年年报（暂定，石桥县部分未报）", 1),
        ("石桥县补报2025年10—11月和第4季度", 1),
        ("2025年部分数据修订", 1),
    ]
    assert [issue for _, readings in releases for reading in readings for issue in reading.issues] == []


def test_every_indicator_has_a_value_for_every_part_and_period_of_2024(whole_catalogue, latest):
    periods = {"year": 1, "half_year": 2, "quarter": 4, "month": 12}
    for indicator in whole_catalogue.indicators.values():
        found = [
            key for key in latest if key[0] == indicator.code and key[2][:4] == "2024" and key[1] in PARTS
        ]
        assert len(found) == 8 * periods[indicator.frequency], indicator.code


def test_the_same_numbers_come_out_every_time(whole_catalogue):
    indicator = whole_catalogue.indicators["E09"]
    july = period_from_code("2024-07")
    first, second = (
        Numbers(whole_catalogue, read_cases()).form_value(indicator, "990102", july) for _ in "ab"
    )
    assert first == second


def test_an_indicator_without_a_row_of_levels_has_no_numbers(whole_catalogue):
    added = replace(whole_catalogue.indicators["E09"], code="E99")
    numbers = Numbers(whole_catalogue, read_cases())
    assert numbers.form_value(added, "990102", period_from_code("2024-07")) is None
    assert numbers.city_value(DEMO_CITY, added, period_from_code("2024-07"), []) is None


# What fits together


@pytest.mark.parametrize(
    ("part_of_rate", "rate", "count"),
    [
        ("numerator", "E01", "E02"),
        ("denominator", "E10", "E09"),
        ("numerator", "F09", "F08"),
        ("numerator", "B04", "B03"),
    ],
)
def test_a_rate_has_the_count_it_is_made_of(latest, part_of_rate, rate, count):
    counts = {
        key[1:]: value.value for key, value in latest.items() if key[0] == count and key[1] != DEMO_CITY
    }
    parts = {
        key[1:]: getattr(value, part_of_rate)
        for key, value in latest.items()
        if key[0] == rate and value.denominator and key[1] != DEMO_CITY
    }
    assert parts
    assert {place: counts[place] for place in parts} == parts


def test_court_appearances_at_first_instance_are_among_all(latest):
    for key, value in latest.items():
        if key[0] == "C02" and value.denominator and key[1] != DEMO_CITY:
            whole = latest["C01", *key[1:]]
            assert value.numerator <= whole.numerator
            assert value.denominator - value.numerator <= whole.denominator - whole.numerator


def test_levels_of_model_villages_are_nested(latest):
    for region in PARTS[:-1]:
        national, provincial, municipal = (
            latest[code, region, "2024"].value for code in ("F06", "F07", "F08")
        )
        assert national <= provincial <= municipal


def test_counties_have_between_3_and_150_court_cases_a_year(latest):
    def cases(region: str) -> int:
        return sum(
            int(latest["C01", region, f"2024-Q{quarter}"].denominator or 0) for quarter in (1, 2, 3, 4)
        )

    assert {region: cases(region) for region in PARTS[:6]} == {
        "990102": 139,
        "990103": 79,
        "990104": 51,
        "990121": 37,
        "990122": 44,
        "990123": 3,
    }


# What is odd on purpose


def test_a_county_has_three_of_three(latest):
    quarters = [latest["C01", "990123", f"2024-Q{quarter}"] for quarter in (1, 2, 3, 4)]
    assert [_numbers(value) for value in quarters if value.status != "not_applicable"] == [(1, 1), (2, 2)]


def test_the_zone_has_no_cases_in_2021(latest):
    values = [latest["C01", "990171", f"2021-Q{quarter}"] for quarter in (1, 2, 3, 4)]
    assert {(value.status, value.value) for value in values} == {("not_applicable", None)}
    # Written both ways: 0 of 0, and the word.
    assert {value.denominator for value in values} == {Decimal(0), None}


def test_some_numbers_are_not_reported(latest):
    for key in (("B07", "990121", "2019"), ("F12", "990103", "2018"), ("E08", "990104", "2022-08")):
        assert key not in latest


def test_one_county_printed_its_rates_only_in_2018(latest):
    value = latest["E04", "990121", "2018"]
    assert (value.numerator, value.denominator) == (None, None)
    assert value.value > 0


def test_the_late_county_hands_in_a_part_afterwards(by_release, latest):
    whole_year, afterwards = by_release[4], by_release[5]
    assert ("E09", "990122", "2025-09") in whole_year
    assert ("E09", "990122", "2025-10") not in whole_year
    assert {key[2] for key in afterwards} == {"2025-10", "2025-11", "2025-Q4"}
    assert ("E09", "990122", "2025-12") not in latest
    assert ("G04", "990122", "2025") not in latest


def test_2025_is_provisional_until_corrected(by_release):
    first, corrected = (release["C01", "990102", "2025-Q2"] for release in (by_release[4], by_release[6]))
    assert (_numbers(first), first.status) == ((22, 27), "provisional")
    assert (_numbers(corrected), corrected.status) == ((24, 27), "final")


def test_corrections_differ_from_what_they_correct(by_release):
    before = {key: by_release[4][key] for key in by_release[6]}
    for key, value in by_release[6].items():
        old = before[key]
        changed = (old.numerator, old.denominator, old.value) != (
            value.numerator,
            value.denominator,
            value.value,
        )
        assert changed, key


def test_some_values_are_estimated(latest):
    assert latest["G04", "990123", "2016"].status == "estimated"


@pytest.mark.parametrize(
    ("key", "stated", "computed"),
    [
        (("C01", DEMO_CITY, "2024-Q3"), (83, 95), (81, 96)),
        (("C01", DEMO_CITY, "2024-Q2"), None, None),
        (("E10", DEMO_CITY, "2023-11"), None, None),
    ],
)
def test_the_city_states_rates_that_agree_and_one_that_does_not(latest, key, stated, computed):
    code, _, period = key
    parts = [latest[code, region, period] for region in PARTS]
    summed = tuple(
        sum(int(getattr(part, name) or 0) for part in parts) for name in ("numerator", "denominator")
    )
    assert summed == (computed or summed)
    assert _numbers(latest[key]) == (stated or summed)


@pytest.mark.parametrize(
    ("code", "period", "stated", "computed"),
    [("E09", "2023-11", 828, 791), ("E02", "2024", 538, 526), ("E02", "2023", None, None)],
)
def test_the_city_states_counts_that_agree_and_some_that_do_not(latest, code, period, stated, computed):
    summed = sum(int(latest[code, region, period].value or 0) for region in PARTS)
    assert summed == (computed or summed)
    assert latest[code, DEMO_CITY, period].value == (stated or summed)


@pytest.mark.parametrize(
    ("code", "year", "falls"), [("C08", 2024, True), ("E11", 2021, True), ("G05", 2022, False)]
)
def test_a_change_of_definition_shows(whole_catalogue, latest, code, year, falls):
    assert [item.first_period.code for item in whole_catalogue.breaks if item.indicator_code == code] == [
        str(year)
    ]
    before, after = (
        [latest[code, region, str(when)].value for region in PARTS[:4]] for when in (year - 1, year)
    )
    assert (sum(after) < sum(before)) is falls


def test_values_that_only_the_city_has_stand_in_its_own_row(latest):
    assert latest["D01", DEMO_CITY, "2024"].value == 7
    assert latest["D01", "990102", "2024"].status == "not_applicable"
    assert 70 <= latest["G04", DEMO_CITY, "2024"].value <= 97
