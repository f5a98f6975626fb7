"""Runs the SQL files of queries/: one file, one statement, parameters by name."""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

QUERIES_FOLDER = Path(__file__).resolve().parent.parent.parent / "queries"


class QueryError(Exception):
    """A query file failed; the message names the file."""


def load_queries() -> None:
    """Read every query file now, so that an update of the checkout does not meet a running server half-way."""
    for file in QUERIES_FOLDER.glob("*.sql"):
        query_text(file.stem)


@cache
def query_text(name: str) -> str:
    """The SQL of `queries/<name>.sql`."""
    return (QUERIES_FOLDER / f"{name}.sql").read_text(encoding="utf-8")


@cache
def _row_type(columns: tuple[str, ...]) -> Any:
    return namedtuple("Row", columns)


def run_query(cursor: duckdb.DuckDBPyConnection, name: str, /, **parameters: object) -> list[Any]:
    """The rows of `queries/<name>.sql` as named tuples; DECIMAL is `Decimal`, NULL is None.

    Everything is fetched at once: an open result would block the next `register` in DuckDB 2.

    Raises:
        QueryError: the file could not be run with these parameters.
    """
    try:
        cursor.execute(query_text(name), parameters)
        rows = cursor.fetchall()
    except (
        duckdb.BinderException,
        duckdb.CatalogException,
        duckdb.InvalidInputException,
        duckdb.ParserException,
    ) as e:
        raise QueryError(f"queries/{name}.sql: {e}") from e
    if not rows:
        return []
    row_type = _row_type(tuple(column[0] for column in cursor.description or ()))
    return [row_type._make(row) for row in rows]


def stage(
    cursor: duckdb.DuckDBPyConnection,
    columns: Sequence[str],
    rows: Iterable[Sequence[object]],
    *,
    name: str = "incoming",
) -> None:
    """Make `rows` readable as the relation `name` for the statements that follow.

    Every cell travels as text and DuckDB casts it to the column it is inserted into: DECIMAL stays exact, and
    a thousand rows cost what one costs (a row at a time is 1–2 ms each).
    """
    by_column = list(zip(*rows, strict=True)) or [()] * len(columns)
    arrays = [
        pa.array([None if cell is None else str(cell) for cell in cells], type=pa.string())
        for cells in by_column
    ]
    cursor.register(name, pa.Table.from_arrays(arrays, names=list(columns)))
