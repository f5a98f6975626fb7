"""The catalogue in the database: read back as of a release, and changed only by a release."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from decimal import Decimal
from typing import Any

import duckdb

from faheng.catalogue import (
    BoundaryChange,
    Catalogue,
    Category,
    DefinitionBreak,
    Indicator,
    ReferenceValue,
    Region,
    RegionAlias,
    Synonym,
    Target,
)
from faheng.period import Period, period_from_code
from faheng.store.queries import stage

# Table (without _revision) → the type of its rows and where a catalogue keeps them. Columns are the type's fields.
TABLES: dict[str, tuple[type, Callable[[Catalogue], Any]]] = {
    "category": (Category, lambda catalogue: catalogue.categories.values()),
    "indicator": (Indicator, lambda catalogue: catalogue.indicators.values()),
    "region": (Region, lambda catalogue: catalogue.regions.values()),
    "region_alias": (RegionAlias, lambda catalogue: catalogue.region_aliases),
    "synonym": (Synonym, lambda catalogue: catalogue.synonyms),
    "target": (Target, lambda catalogue: catalogue.targets),
    "definition_break": (DefinitionBreak, lambda catalogue: catalogue.breaks),
    "boundary_change": (BoundaryChange, lambda catalogue: catalogue.boundary_changes),
    "reference_value": (ReferenceValue, lambda catalogue: catalogue.references),
}
_PERIOD_COLUMNS = {"valid_from", "valid_to", "first_period", "period"}


def _columns(table: str) -> list[str]:
    return [field.name for field in fields(TABLES[table][0])]


def _read_rows(cursor: duckdb.DuckDBPyConnection, relation: str, table: str) -> list[Any]:
    """The rows of a view or table as the objects they stand for."""
    row_type = TABLES[table][0]
    columns = _columns(table)
    # Relation and columns come from TABLES, never from outside.
    cursor.execute(f"select {', '.join(columns)} from {relation} order by all")
    periods = [index for index, column in enumerate(columns) if column in _PERIOD_COLUMNS]
    items = []
    for row in cursor.fetchall():
        cells: list[Any] = [_plain(cell) if isinstance(cell, Decimal) else cell for cell in row]
        for index in periods:
            cells[index] = period_from_code(cells[index]) if cells[index] else None
        items.append(row_type(*cells))
    return items


def _plain(number: Decimal) -> Decimal:
    """The number without the zeros that the column's type adds, as the files have it."""
    whole = number.normalize()
    return (
        whole.quantize(Decimal(1))
        if isinstance(exponent := whole.as_tuple().exponent, int) and exponent > 0
        else whole
    )


def read_catalogue(cursor: duckdb.DuckDBPyConnection) -> Catalogue:
    """The catalogue that the cursor's release has."""
    rows = {table: _read_rows(cursor, table, table) for table in TABLES}
    return Catalogue(
        categories={category.code: category for category in rows["category"]},
        indicators={indicator.code: indicator for indicator in rows["indicator"]},
        regions={region.code: region for region in rows["region"]},
        region_aliases=tuple(rows["region_alias"]),
        synonyms=tuple(rows["synonym"]),
        targets=tuple(rows["target"]),
        breaks=tuple(rows["definition_break"]),
        references=tuple(rows["reference_value"]),
        boundary_changes=tuple(rows["boundary_change"]),
    )


def change_catalogue(
    cursor: duckdb.DuckDBPyConnection, catalogue: Catalogue, *, release: int, still_open: int
) -> int:
    """Close the rows that the catalogue no longer has and insert the new ones; how many rows changed.

    `cursor` is inside a writing transaction; `still_open` is the superseded_in of rows that hold.
    """
    changed = 0
    for table, (_, items_of) in TABLES.items():
        columns = _columns(table)
        held = f"(select * from {table}_revision where superseded_in = {int(still_open)}) as holding"
        holding = set(_read_rows(cursor, held, table))
        wanted = dict.fromkeys(items_of(catalogue))
        gone = holding - set(wanted)
        new = [item for item in wanted if item not in holding]
        changed += len(gone) + len(new)
        if gone:
            stage(cursor, columns, map(_cells, gone))
            same = " and ".join(
                f"{table}_revision.{column} is not distinct from "
                f"try_cast(incoming.{column} as {_column_type(cursor, table, column)})"
                for column in columns
            )
            cursor.execute(
                f"update {table}_revision set superseded_in = $release from incoming "
                f"where superseded_in = {int(still_open)} and {same}",
                {"release": release},
            )
        if new:
            stage(cursor, columns, map(_cells, new))
            cursor.execute(
                f"insert into {table}_revision ({', '.join(columns)}, released_in, superseded_in) "
                f"select {', '.join(columns)}, $release, {int(still_open)} from incoming",
                {"release": release},
            )
    return changed


def _column_type(cursor: duckdb.DuckDBPyConnection, table: str, column: str) -> str:
    cursor.execute(
        "select data_type from information_schema.columns where table_name = $table and column_name = $column",
        {"table": f"{table}_revision", "column": column},
    )
    return str(cursor.fetchall()[0][0])


def _cells(item: Any) -> list[object]:
    values = (getattr(item, field.name) for field in fields(item))
    return [value.code if isinstance(value, Period) else value for value in values]
