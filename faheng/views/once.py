"""The store as views see it when many are asked of one release: what several of them begin with is asked once."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any, cast

from faheng.store.database import Store
from faheng.views.city_rows import read_city


class _ReadOnce:
    """A store for views; its `once` answers from memory after the first time, in every thread and for every visitor."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.catalogue = store.catalogue
        self.read = store.read
        self.display = store.display
        self.remember = store.remember
        self.now = store.now
        self.new_cursor = store.new_cursor

    def once(self, question: Callable[..., Any], *, release: int, **choices: Any) -> Any:
        """As `Store.once`, from memory after the first time."""
        keep = _once_large if question is read_city else _once
        return keep(self._store, question, release, tuple(sorted(choices.items())))


def reading_once(store: Store) -> Store:
    """The store as one whose `once` answers from memory; for views alone, which only read."""
    return store if isinstance(store, _ReadOnce) else cast(Store, _ReadOnce(store))


def _answer(
    store: Store, question: Callable[..., Any], release: int, choices: tuple[tuple[str, Any], ...]
) -> Any:
    return question(reading_once(store), release=release, **dict(choices))


# How a city stands in a period is 0.3 MB; a city with all its rows 20 MB, so of these only a few.
_once = lru_cache(maxsize=64)(_answer)
_once_large = lru_cache(maxsize=5)(_answer)
