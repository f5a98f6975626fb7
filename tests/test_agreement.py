"""A number is the same on every page: 总览, 县区对比, 指标趋势 and 县区画像, from literal values and over a whole city."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache

import pytest
from literal import value

from faheng.address import Address
from faheng.catalogue import Catalogue
from faheng.charts.spec import MatrixCell
from faheng.intake.reading import Value
from faheng.roles import SYSTEM
from faheng.store.database import Store
from faheng.store.releases import publish_catalogue
from faheng.views.comparison import Comparison, comparison
from faheng.views.once import reading_once
from faheng.views.overview import Overview, overview
from faheng.views.profile import profile
from faheng.views.trend import trend

PERIODS = ("2025", "2024", "2021", "2018", "2025-H1", "2025-Q3", "2024-Q1", "2025-11", "2022-08")
CITY = "990100"
REGIONS = ("990102", "990103", "990104", "990121", "990122", "990123", "990171", "990199")
Publish = Callable[..., int]


def everywhere(
    indicator_code: str, period: str, regions: Sequence[str] = REGIONS, **more: str
) -> list[Value]:
    return [value(indicator_code, code, period, parts=("9", "10"), **more) for code in regions]


def what_everybody_is_said_to_have(
    store: Store, indicator_code: str, period: str
) -> dict[str, dict[str, str]]:
    """Page → region code → what stands there: the value (`90.00`) with its mark (暂定), or the word in its place."""
    asked = {"release": store.latest_release, "city_code": CITY}
    name = store.catalogue(store.latest_release).indicators[indicator_code].name
    everybody = (*REGIONS, CITY)
    summary = overview(store, period_code=period, tab="all", **asked)
    (cells,) = (row.cells for row in summary.matrix.rows if row.label.startswith(f"{name}（"))
    page = comparison(store, indicator_code=indicator_code, period_code=period, **asked)
    frequency = page.period.frequency
    found = {
        "总览": {code: said(cell.text, cell.mark) for code, cell in zip(everybody, cells, strict=True)},
        "县区对比": {row.region.code: row_said(page, row.region.code) for row in (*page.rows, page.city_row)},
        "县区画像": {},
    }
    for code in REGIONS:
        result = profile(store, region_code=code, period_code=period, **asked)
        for line in (row for group in result.spine.groups for row in group.rows if row.label == name):
            found["县区画像"][code] = said(line.text, line.mark)
            # 县区画像 has a dash wherever the city has no value.
            found["县区画像"][CITY] = said(line.city_text.replace("—", "尚不完整"), line.city_mark)
    found["总览"][CITY] += "".join(
        f" 卡片 {card.value}"
        for card in summary.cards
        if card.label == name and said(card.value, "") != found["总览"][CITY].partition(" ")[0]
    )
    if frequency != "range":
        result = trend(store, indicator_code=indicator_code, frequency=frequency, **asked)
        found["指标趋势"] = {
            line.region.code: said(line.moments[-1].text, line.moments[-1].mark)
            for line in (*result.lines.regions, result.lines.whole)
        }
    return found


# There is not room everywhere for the reason why there is no value.
_WORDS = {"只有1个地区可以合计": "尚不完整", "12个月中已报10个月": "尚不完整"}


def said(text: str, mark: str) -> str:
    marks = mark.replace(" ", "，").split("，")
    shown = {"部分" if each.startswith("仅") else each for each in marks if each}
    return " ".join([_WORDS.get(text, text).removesuffix("%"), *sorted(shown)])


def row_said(page: Comparison, region_code: str) -> str:
    cells = dict(
        zip(
            (column.key for column in page.table.columns),
            list(page.table.texts())[page.table.keys.index(region_code)],
            strict=True,
        )
    )
    mark = "部分" if cells["region"] == "已报地区合计" else cells.get("status", "")
    return said(cells["value"], mark) if cells["value"] != "—" else said(cells["status"], "")


ALL = dict.fromkeys(REGIONS, "90.00")
CASES: dict[str, tuple[str, str, list[Value], dict[str, str]]] = {
    "everybody": ("C01", "2024", everywhere("C01", "2024"), {**ALL, CITY: "90.00"}),
    "partial": (
        "C01",
        "2024",
        everywhere("C01", "2024", REGIONS[:6]),
        {**ALL, "990171": "未报", "990199": "未报", CITY: "90.00 部分"},
    ),
    "one region alone": (
        "C01",
        "2024",
        [*everywhere("C01", "2023"), *everywhere("C01", "2024", REGIONS[:1])],
        {**dict.fromkeys(REGIONS, "未报"), "990102": "90.00", CITY: "尚不完整"},
    ),
    "provisional": (
        "C01",
        "2024-Q1",
        [
            *everywhere("C01", "2024-Q1", REGIONS[:7]),
            *everywhere("C01", "2024-Q1", REGIONS[7:], status="provisional"),
        ],
        {**ALL, "990199": "90.00 暂定", CITY: "90.00 暂定"},
    ),
    "1—9月": ("C01", "2024-01..09", everywhere("C01", "2024-01..09"), {**ALL, CITY: "90.00"}),
    "cumulative": (
        "C01",
        "2024",
        [
            *everywhere("C01", "2024", REGIONS[:7]),
            *everywhere("C01", "2024", REGIONS[7:], basis="cumulative"),
        ],
        {**ALL, "990199": "90.00 累计", CITY: "90.00 部分"},
    ),
    "reported by the city": (
        "C01",
        "2024",
        [*everywhere("C01", "2024", REGIONS[:2]), value("C01", CITY, "2024", parts=("7", "10"))],
        {**dict.fromkeys(REGIONS, "未报"), "990102": "90.00", "990103": "90.00", CITY: "70.00"},
    ),
    "no cases": (
        "C01",
        "2024",
        [
            *everywhere("C01", "2024", REGIONS[:2]),
            *(value("C01", code, "2024", parts=("0", "0"), status="not_applicable") for code in REGIONS[2:]),
        ],
        {**dict.fromkeys(REGIONS, "无案件"), "990102": "90.00", "990103": "90.00", CITY: "90.00"},
    ),
    "a year that is not complete": (
        "E10",
        "2024",
        [
            *(value("E10", code, "2024", parts=("9", "10")) for code in REGIONS[:7]),
            *(value("E10", "990199", f"2024-{month:02d}", parts=("9", "10")) for month in range(1, 11)),
        ],
        {**ALL, "990199": "尚不完整", CITY: "90.00 部分"},
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_every_page_says_the_same(fresh_database: Store, publish_values: Publish, case: str) -> None:
    indicator_code, period, values, expected = CASES[case]
    publish_values(*values)
    found = what_everybody_is_said_to_have(fresh_database, indicator_code, period)
    assert found == dict.fromkeys(found, expected)
    assert len(found) == (3 if ".." in period else 4)


def test_every_page_says_the_same_of_a_zone_counted_in_another_region(
    fresh_database: Store, catalogue: Catalogue, publish_values: Publish
) -> None:
    regions = catalogue.regions | {"990171": replace(catalogue.regions["990171"], counted_in="990102")}
    publish_catalogue(fresh_database, replace(catalogue, regions=regions), actor=SYSTEM)
    publish_values(
        *everywhere("C01", "2024", [code for code in REGIONS if code != "990171"]),
        value("C01", "990171", "2024", parts=("1", "10")),
    )
    found = what_everybody_is_said_to_have(fresh_database, "C01", "2024")
    expected = {**ALL, "990171": "10.00", CITY: "90.00"}
    assert found == dict.fromkeys(found, expected)


@pytest.fixture(scope="module")
def store(demonstration: Store):
    return reading_once(demonstration)


@cache
def page(store, release: str, city: str, indicator: str, period: str) -> Comparison:
    return comparison(
        store, release=int(release), city_code=city, indicator_code=indicator, period_code=period
    )


def where(store, address: Address) -> tuple[Comparison, str]:
    """The page that an address leads to, and the row it opens."""
    assert address.page == "comparison"
    choices = dict(address.choices)
    row = choices.pop("row")
    return page(store, **choices), row


def printed(page: Comparison, region_code: str) -> str:
    """What the table of 县区对比 says of a region: its value, or the words in its place."""
    row = page.table.keys.index(region_code)
    by_key = dict(
        zip((column.key for column in page.table.columns), list(page.table.texts())[row], strict=True)
    )
    return by_key["value"] if by_key["value"] != "—" else by_key["status"]


@pytest.mark.parametrize("period", PERIODS)
def test_every_number_of_the_overview_is_that_of_the_page_it_leads_to(store, demonstration, period):
    result: Overview = overview(
        store, release=demonstration.latest_release, city_code="990100", period_code=period, tab="all"
    )
    numbers = (row for row in result.matrix.rows if not row.is_sum)
    cells: list[MatrixCell] = [cell for row in numbers for cell in row.cells if cell.address]
    differing = []
    for cell in cells:
        found, region_code = where(store, cell.address)
        there = printed(found, region_code)
        same = cell.text == there or (cell.text == "尚不完整" and "中已报" in there)
        if not same:
            differing.append((cell.about, there))
    assert differing == []
    assert len(cells) >= 90


@pytest.mark.parametrize("period", PERIODS)
def test_every_card_is_the_city_of_the_page_it_leads_to(store, demonstration, period):
    result: Overview = overview(
        store, release=demonstration.latest_release, city_code="990100", period_code=period, tab="headline"
    )
    leading = [card for card in result.cards if card.value_address is not None]
    assert len(leading) >= 4  # the headline indicators that are reported by the month
    for card in leading:
        found, region_code = where(store, card.value_address)
        assert region_code == "990100"
        assert card.value == printed(found, region_code)
