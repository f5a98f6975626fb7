"""Every query file runs on an empty schema: a misspelt column fails here."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from faheng.store.database import Store
from faheng.store.queries import QUERIES_FOLDER, QueryError, query_text, run_query, stage
from faheng.store.submissions import VALUE_COLUMNS

# view_previewed stands on the temporary tables of a preview: every test of one runs it.
READS = sorted(
    file.stem
    for file in QUERIES_FOLDER.glob("*.sql")
    if not file.stem.startswith("write_") and file.stem != "view_previewed"
)
WRITES = sorted(file.stem for file in QUERIES_FOLDER.glob("write_*.sql"))
_INCOMING = {
    "write_submission_cells": ("cell", "text", "number_format"),
    "write_issues": ("cell", "level", "rule", "message", "withheld", "reason"),
    "write_answers": ("doubt", "answer"),
    "write_forgotten_answers": ("doubt",),
    "write_review_points": ("point_id", "cell", "reason", "text"),
    "write_review_answers": ("point_id", "answer"),
    "write_roles": ("role", "region_code"),
}


def parameter_names(sql: str) -> set[str]:
    """The `$name` parameters a statement takes; comments do not count."""
    return set(re.findall(r"\$([a-z_0-9]+)", re.sub(r"--.*", "", sql)))


@pytest.mark.parametrize("name", READS)
def test_a_read_runs_on_an_empty_schema(name: str, empty_store: Store) -> None:
    parameters = dict.fromkeys(parameter_names(query_text(name)))
    rows = empty_store.read(name, release=1, **parameters)
    one_row = ("release_latest", "store_version", "table_list")
    assert rows == [] or name in one_row or name.endswith(("_next", "_count"))


@pytest.mark.parametrize("name", WRITES)
def test_a_write_runs_on_an_empty_schema(name: str, empty_store: Store) -> None:
    cursor = empty_store.root.cursor()
    stage(cursor, _INCOMING.get(name, (*VALUE_COLUMNS, "submission_id")), [])
    parameters = dict.fromkeys(parameter_names(query_text(name)), 1)
    for several in ("submission_ids", "releases"):
        parameters |= {several: [1]} if several in parameters else {}
    for moment in parameters:
        if moment.endswith(("_at", "_from", "_since", "_before")):
            parameters[moment] = "2025-01-08 09:30:00"
        elif moment.endswith("_on"):
            parameters[moment] = "2025-01-08"
        elif moment.startswith(("is_", "must_")):
            parameters[moment] = True
    run_query(cursor, name, **parameters)


@pytest.mark.parametrize("file", sorted(QUERIES_FOLDER.rglob("*.sql")), ids=lambda file: file.stem)
def test_a_query_says_what_it_returns(file: Path) -> None:
    assert file.read_text(encoding="utf-8").startswith("-- ")


def test_a_query_that_fails_names_its_file(empty_store: Store) -> None:
    with pytest.raises(QueryError, match=r"queries/release_one\.sql: .*number"):
        empty_store.read("release_one", release=1)
