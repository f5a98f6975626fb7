"""SQL gets its values by parameters only, and the database reaches no file, host or setting."""

from __future__ import annotations

import ast
from pathlib import Path

import duckdb
import pytest

from faheng.store.database import Store

PROJECT = Path(__file__).resolve().parent.parent
SOURCES = [
    PROJECT / "app.py",
    *sorted((PROJECT / "faheng").rglob("*.py")),
    *sorted((PROJECT / "pages").glob("*.py")),
]

# Statements made of more than one text, each read by a person: file, function, and why nothing of a user is in it.
REVIEWED = {
    ("faheng/store/integrity.py", "_content"): "names of tables and columns as the database has them, quoted",
    ("faheng/store/catalogue_tables.py", "_read_rows"): "names of our own tables and columns",
    ("faheng/store/catalogue_tables.py", "change_catalogue"): "names of our own tables and columns",
    (
        "faheng/store/database.py",
        "_connect",
    ): "settings; the data folder, which the operator names, with quotes doubled",
    ("faheng/store/database.py", "new_cursor"): "names of our own tables, int(release)",
    ("faheng/store/preview.py", "preview"): "a whole query file as a view",
    (
        "faheng/store/migrations.py",
        "copy_database",
    ): "ATTACH takes no parameter; the data folder, with quotes doubled",
}


def statements_put_together(file: Path) -> set[tuple[str, str]]:
    """The functions of a file that execute a statement which is neither one literal nor a query file."""
    found = set()
    tree = ast.parse(file.read_text(encoding="utf-8"))
    for function in ast.walk(tree):
        if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        for call in ast.walk(function):
            if (
                isinstance(call, ast.Call)
                and isinstance(call.func, ast.Attribute)
                and call.func.attr in ("execute", "executemany", "sql", "query")
                and call.args
                and not is_fixed(call.args[0])
            ):
                found.add((file.relative_to(PROJECT).as_posix(), function.name))
    return found


def is_fixed(statement: ast.expr) -> bool:
    """A literal, or the whole text of a file of queries/."""
    if isinstance(statement, ast.Constant):
        return True
    text = ast.unparse(statement)
    return text == "query_text(name)" or text.endswith(".read_text(encoding='utf-8')")


def test_no_statement_is_put_together_but_the_reviewed_ones() -> None:
    found = set().union(*map(statements_put_together, SOURCES))
    assert sorted(found) == sorted(REVIEWED)


def test_a_statement_with_a_value_in_it_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(f"{__name__}.PROJECT", tmp_path)
    file = tmp_path / "bad.py"
    file.write_text(
        "def f(c, x):\n    c.execute(f'select {x}')\n"
        "def g(c, x):\n    c.execute('select ' + x)\n"
        "def h(c, x):\n    c.execute('select $x', {'x': x})\n",
        encoding="utf-8",
    )
    assert statements_put_together(file) == {("bad.py", "f"), ("bad.py", "g")}


@pytest.mark.parametrize(
    "statement",
    [
        "select * from read_csv('/etc/passwd')",
        "select * from read_text('/etc/passwd')",
        "select * from '/etc/passwd'",
        "select * from glob('/etc/*')",
        "attach '/tmp/other.duckdb' as other",
        "copy (select 1) to '/tmp/out.csv'",
        "export database '/tmp/out'",
        "install httpfs",
        "load httpfs",
        "select * from read_csv('https://example.com/x.csv')",
        "set enable_external_access = true",
        "set allowed_directories = ['/']",
        "set memory_limit = '100GB'",
        "reset enable_external_access",
        "pragma enable_external_access = true",
        "create secret (type s3, key_id 'a', secret 'b')",
    ],
)
def test_the_database_refuses_files_hosts_extensions_and_settings(statement: str, empty_store: Store) -> None:
    with empty_store.cursor(0) as cursor, pytest.raises(duckdb.Error):
        cursor.execute(statement)


def test_a_value_that_looks_like_sql_is_a_value(empty_store: Store) -> None:
    text = "x'); drop table account; --"
    with empty_store.writing() as cursor:
        cursor.execute("insert into office_rule values ($name, $value)", {"name": text, "value": text})
    assert empty_store.root.execute("select name from office_rule").fetchall() == [(text,)]
    assert empty_store.root.execute("select count(*) from account").fetchall() == [(0,)]
