"""How an office wants its cities shown; unlike the catalogue it is no fact, so it holds for every release."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from faheng import csv_rows as cell
from faheng.boundaries import Boundaries, read_boundaries
from faheng.catalogue import REPORTING_LEVELS, Catalogue
from faheng.catalogue_files import file_label
from faheng.csv_rows import CatalogueError, Fault, Row, Unfit, read_rows, repeated


@dataclass(frozen=True)
class CityRule:
    """A row of cities.csv: whether the city's regions may be ranked."""

    city_code: str
    ranking: bool


@dataclass(frozen=True)
class Tile:
    """A row of tiles.csv: where a region stands among the tiles of its city; row 0 is the northernmost."""

    region_code: str
    row: int
    column: int


@dataclass(frozen=True)
class BoundaryFile:
    """A row of maps.csv: a city's boundary file, who approved it as a map (审图号; empty: nobody) and where it is from."""

    city_code: str
    file: str
    approval_number: str
    source: str
    folder: Path


@dataclass(frozen=True)
class CityMap:
    """The boundaries of a city's regions, and what must be printed with them."""

    boundaries: Boundaries
    approval_number: str
    source: str


@dataclass(frozen=True)
class Display:
    """The office's wishes: `unranked` are the cities that forbid rankings; tiles and maps are by city.

    The tiles of a city are by region code.
    """

    unranked: frozenset[str] = frozenset()
    tiles: Mapping[str, Mapping[str, Tile]] = field(default_factory=dict)
    maps: Mapping[str, CityMap] = field(default_factory=dict)

    def may_rank(self, city_code: str) -> bool:
        """Whether the city's regions may be ranked."""
        return city_code not in self.unranked


DISPLAY_FILES: dict[str, tuple[type, dict[str, Callable[[str], Any]]]] = {
    "cities.csv": (CityRule, {"city_code": cell.text, "ranking": cell.yes_no}),
    "tiles.csv": (Tile, {"region_code": cell.text, "row": cell.digit, "column": cell.digit}),
    "maps.csv": (
        BoundaryFile,
        {
            "city_code": cell.text,
            # The file lies beside maps.csv: no way leads out of that folder.
            "file": cell.matching(r"[^/\\:]+\.(geojson|json)", "应为 maps.csv 旁边的 .geojson 或 .json 文件名，不带路径"),
            "approval_number": cell.optional,
            "source": cell.text,
        },
    ),
}  # fmt: skip
"""File → (type of its rows, column → how a cell becomes a value)."""


def load_display(folders: Sequence[Path], catalogue: Catalogue) -> Display:
    """What the files of all `folders` ask for; later folders add rows.

    Raises:
        CatalogueError: any row breaks a rule, names a city or region that is not in `catalogue`, or a boundary file that
            cannot be used.
    """
    faults: list[Fault] = []
    rows: dict[str, list[Row]] = {name: [] for name in DISPLAY_FILES}
    for folder in folders:
        for name, (row_type, columns) in DISPLAY_FILES.items():
            given = {"folder": folder} if row_type is BoundaryFile else {}
            file = file_label(folder, name)
            rows[name] += read_rows(folder / name, row_type, columns, faults, file=file, **given)
    faults += _cross_checks(rows, catalogue)
    maps = {} if faults else _read_maps(rows["maps.csv"], catalogue, faults)
    if faults:
        raise CatalogueError(faults)
    tiles: dict[str, dict[str, Tile]] = {}
    for row in rows["tiles.csv"]:
        city_code = catalogue.regions[row.item.region_code].parent_code
        tiles.setdefault(city_code, {})[row.item.region_code] = row.item
    return Display(
        unranked=frozenset(row.item.city_code for row in rows["cities.csv"] if not row.item.ranking),
        tiles=tiles,
        maps=maps,
    )


def _cross_checks(rows: dict[str, list[Row]], catalogue: Catalogue) -> Iterator[Fault]:
    cities = {city.code for city in catalogue.cities}
    for name in ("cities.csv", "maps.csv"):
        yield from repeated(rows[name], "city_code", lambda item: item.city_code)
        for row in rows[name]:
            if row.item.city_code not in cities:
                yield row.fault("city_code", "不是有县区报送的市（regions.csv）")
    yield from repeated(rows["tiles.csv"], "region_code", lambda item: item.region_code)
    good = []
    for row in rows["tiles.csv"]:
        region = catalogue.regions.get(row.item.region_code)
        if region is None or region.level not in REPORTING_LEVELS:
            yield row.fault("region_code", "不是县区、功能区或市本级（regions.csv）")
        else:
            good.append(row)

    def tile(item: Tile) -> tuple[str, int, int]:
        return catalogue.regions[item.region_code].parent_code, item.row, item.column

    for fault in repeated(good, "column", tile):
        (row,) = (row for row in good if (row.file, row.row) == (fault.file, fault.row))
        place = f"{row.item.row}、{row.item.column}"
        yield Fault(fault.file, fault.row, "row、column", place, f"{fault.rule}，同一格只能放一个地区")


def _read_maps(rows: Sequence[Row], catalogue: Catalogue, faults: list[Fault]) -> dict[str, CityMap]:
    maps = {}
    for row in rows:
        asked: BoundaryFile = row.item
        try:
            boundaries = read_boundaries(
                asked.folder / asked.file, tuple(catalogue.parts_of(asked.city_code))
            )
        except Unfit as unfit:
            faults.append(row.fault("file", str(unfit)))
        else:
            maps[asked.city_code] = CityMap(boundaries, asked.approval_number, asked.source)
    return maps
