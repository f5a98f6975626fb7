"""How an office wants its cities shown; unlike the catalogue it is no fact, so it holds for every release."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from faheng import csv_rows as cell
from faheng.catalogue import Catalogue
from faheng.catalogue_files import file_label
from faheng.csv_rows import CatalogueError, Fault, Row, read_rows, repeated


@dataclass(frozen=True)
class CityRule:
    """A row of cities.csv: whether the city's regions may be ranked."""

    city_code: str
    ranking: bool


@dataclass(frozen=True)
class Display:
    """The office's wishes: `unranked` are the cities that forbid rankings."""

    unranked: frozenset[str] = frozenset()

    def may_rank(self, city_code: str) -> bool:
        """Whether the city's regions may be ranked."""
        return city_code not in self.unranked


DISPLAY_FILES: dict[str, tuple[type, dict[str, Callable[[str], Any]]]] = {
    "cities.csv": (CityRule, {"city_code": cell.text, "ranking": cell.yes_no}),
}
"""File → (type of its rows, column → how a cell becomes a value)."""


def load_display(folders: Sequence[Path], catalogue: Catalogue) -> Display:
    """What the files of all `folders` ask for; later folders add rows.

    Raises:
        CatalogueError: any row breaks a rule, or names a city or region that is not in `catalogue`.
    """
    faults: list[Fault] = []
    rows: dict[str, list[Row]] = {name: [] for name in DISPLAY_FILES}
    for folder in folders:
        for name, (row_type, columns) in DISPLAY_FILES.items():
            rows[name] += read_rows(folder / name, row_type, columns, faults, file=file_label(folder, name))
    faults += _cross_checks(rows, catalogue)
    if faults:
        raise CatalogueError(faults)
    return Display(
        unranked=frozenset(row.item.city_code for row in rows["cities.csv"] if not row.item.ranking)
    )


def _cross_checks(rows: dict[str, list[Row]], catalogue: Catalogue) -> Iterator[Fault]:
    cities = {city.code for city in catalogue.cities}
    yield from repeated(rows["cities.csv"], "city_code", lambda item: item.city_code)
    for row in rows["cities.csv"]:
        if row.item.city_code not in cities:
            yield row.fault("city_code", "不是有县区报送的市（regions.csv）")
