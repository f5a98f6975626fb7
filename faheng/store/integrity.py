"""Whether everything is whole: every table read through, the record, what queries/check_*.sql ask, the kept files."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Callable
from typing import NamedTuple

import duckdb

from faheng.store.audit import chain_problems
from faheng.store.database import Store
from faheng.store.queries import QueryError, run_query
from faheng.store.release_steps import find_problems


class TableContent(NamedTuple):
    """How many rows a table has, and the sum of their hashes: the same for the same rows in whatever order."""

    rows: int
    sum_of_hashes: int


def table_contents(cursor: duckdb.DuckDBPyConnection) -> dict[str, TableContent]:
    """Every table of the cursor's database, read through to the last block.

    Raises:
        duckdb.Error: a block cannot be read.
    """
    return {name: _content(cursor, name) for name in _tables(cursor)}


def _tables(cursor: duckdb.DuckDBPyConnection) -> list[str]:
    return [row.name for row in run_query(cursor, "table_list")]


def _content(cursor: duckdb.DuckDBPyConnection, table: str) -> TableContent:
    columns = ", ".join(f'"{row.name}"' for row in run_query(cursor, "column_list", table_name=table))
    # Names of our own schema. hash() looks at every value, so every block is fetched and its checksum compared.
    cursor.execute(f'select count(*), coalesce(sum(hash({columns})), 0) from "{table}"')
    ((rows, total),) = cursor.fetchall()
    return TableContent(rows, int(total))


def data_problems(cursor: duckdb.DuckDBPyConnection, *, head: str = "") -> list[str]:
    """What is wrong in the database, as words; nothing when it is whole. `head` as in `chain_problems`."""
    problems = []
    for table in _tables(cursor):
        try:
            _content(cursor, table)
        except duckdb.Error as error:
            problems.append(f"{table}：这张表读不出来，数据文件已损坏，请从备份恢复（{_first_line(error)}）")
    if problems:
        return problems  # what follows would stumble over the same blocks
    try:
        problems += chain_problems(cursor, head=head)
        problems += [f"{row.place}：{row.found}，{row.rule}" for row in find_problems(cursor)]
    except (duckdb.Error, QueryError) as error:
        problems.append(f"检查没有做完：{_first_line(error)}")
    return problems


def file_problems(cursor: duckdb.DuckDBPyConnection, hash_of: Callable[[str], str]) -> list[str]:
    """Which of the files that submissions and evidence name are gone or changed.

    `hash_of` gives the sha256 of what is kept under a name, and raises FileNotFoundError where nothing is.
    """
    problems = []
    for row in run_query(cursor, "kept_files"):
        try:
            found = hash_of(row.file_sha256)
        except OSError:
            problems.append(f"uploads：{row.kind} {row.number} 的文件“{row.file_name}”不见了")
            continue
        if found != row.file_sha256:
            problems.append(f"uploads：{row.kind} {row.number} 的文件“{row.file_name}”内容变了")
    return problems


def problems_of(store: Store, *, head: str = "") -> list[str]:
    """What is wrong with a store, its files included; nothing when it is whole. `head` as in `chain_problems`."""
    cursor = store.root.cursor()
    problems = data_problems(cursor, head=head)
    with contextlib.suppress(duckdb.Error, QueryError):  # said above: a table cannot be read
        problems += file_problems(cursor, lambda name: hashlib.sha256(store.file(name)).hexdigest())
    return problems


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0] if str(error) else type(error).__name__
