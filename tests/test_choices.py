"""Where a visitor without a link begins: a city of which something can be compared."""

from __future__ import annotations

from literal import somebody, submit, value

from faheng.store.database import Store
from faheng.store.releases import publish
from faheng.views.choices import city_options


def default_city(store: Store, *values: tuple[str, str]) -> str:
    """The city to begin with once these regions have a value for these periods."""
    number = submit(store, [value("E08", region, period, "3") for region, period in values])
    options = city_options(store, publish(store, [number], actor=somebody("李强")))
    assert options is not None
    return options.default


def test_a_city_with_nothing_but_its_own_figures_is_no_place_to_begin(fresh_database: Store) -> None:
    own = [("620400", f"2024-{month:02d}") for month in range(1, 13)]
    assert default_city(fresh_database, *own, ("990102", "2024-01")) == "990100"


def test_a_real_city_whose_regions_report_comes_before_the_made_up_one(fresh_database: Store) -> None:
    made_up = [("990102", f"2024-{month:02d}") for month in range(1, 13)]
    assert default_city(fresh_database, *made_up, ("620402", "2024-01")) == "620400"


def test_a_city_that_alone_has_anything_is_the_default(fresh_database: Store) -> None:
    assert default_city(fresh_database, ("620400", "2024")) == "620400"


def test_without_data_there_is_no_choice(fresh_database: Store) -> None:
    assert city_options(fresh_database, 1) is None
