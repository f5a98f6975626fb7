"""How Python looks after memory while a sheet is read."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def without_search_for_cycles() -> Iterator[None]:
    """Keep Python from looking for cycles: a sheet's cells make none, and every search goes through all of them again.

    Two readings at once may switch it on a little early; it is never left off.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
