"""A number is the same on every page: 总览 against 县区对比, over the whole demonstration city."""

from __future__ import annotations

from functools import cache

import pytest

from faheng.address import Address
from faheng.charts.spec import MatrixCell
from faheng.store.database import Store
from faheng.ui.data import _ReadOnce
from faheng.views.comparison import Comparison, comparison
from faheng.views.overview import Overview, overview

PERIODS = ("2025", "2024", "2021", "2018", "2025-H1", "2025-Q3", "2024-Q1", "2025-11", "2022-08")


@pytest.fixture(scope="module")
def store(demonstration: Store):
    return _ReadOnce(demonstration)


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
    cells: list[MatrixCell] = [cell for row in result.matrix.rows for cell in row.cells if cell.address]
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
    for card in result.cards:
        if card.value_address is None:
            continue
        found, region_code = where(store, card.value_address)
        assert card.value in (printed(found, region_code), found.city_row.state_text)
        assert region_code == "990100"
