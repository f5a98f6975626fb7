"""What a publish would make of the published state: the same views of the same release, on a cursor of their own."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Collection, Iterator
from typing import Any

import duckdb

from faheng.store.database import Store
from faheng.store.queries import query_text, run_query, stage
from faheng.store.releases import rows_to_publish
from faheng.store.submissions import VALUE_COLUMNS, cells_of


class Preview:
    """The store as the views of faheng/views ask it, as it would be after a publish.

    It answers for the release it was made of: the catalogue and what the preview does not touch are that release's.
    """

    def __init__(self, store: Store, cursor: duckdb.DuckDBPyConnection, *, release: int) -> None:
        self._cursor = cursor
        self._release = release
        self.catalogue = store.catalogue
        self.display = store.display

    def read(self, query_name: str, *, release: int, **parameters: object) -> list[Any]:
        """As `Store.read`, of the state after the publish; `release` is the one that the preview was made of."""
        if release != self._release:
            raise ValueError(f"a preview of release {self._release} asked about {release}")
        return run_query(self._cursor, query_name, **parameters)

    def once(self, question: Callable[..., Any], *, release: int, **choices: Any) -> Any:
        """As `Store.once`."""
        return question(self, release=release, **choices)


@contextlib.contextmanager
def preview(store: Store, submission_ids: Collection[int], *, release: int) -> Iterator[Preview]:
    """Release `release` with what publishing these submissions would write (`rows_to_publish`).

    Nothing is written and nobody else can see it: the values stand in a temporary table of this one cursor, and neither
    the write lock nor a transaction is held.

    Raises:
        StoreError: two of the submissions disagree.
    """
    rows = rows_to_publish(store, submission_ids, release=release)
    with contextlib.closing(store.new_cursor(release)) as cursor:
        stage(
            cursor, (*VALUE_COLUMNS, "submission_id"), [(*cells_of(value), number) for value, number in rows]
        )
        run_query(cursor, "write_previewed", release=release + 1)
        # The other views name observation, so they read whatever stands under that name.
        cursor.execute("alter view observation rename to published_observation")
        cursor.execute(f"create temp view observation as {query_text('view_previewed')}")
        yield Preview(store, cursor, release=release)
