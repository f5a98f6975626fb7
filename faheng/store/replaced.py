"""Exchanges what a data folder holds for something else, so that an interruption leaves the one or the other."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from faheng.safe_files import sync_folder, write_file

# All that a backup replaces. A .wal of another database beside ours would be read into it.
_PARTS = ("faheng.duckdb", "faheng.duckdb.wal", "uploads", "catalogue")
_MARK = "faheng.restoring"


def replace(folder: Path, new: Path, kept: Path) -> None:
    """Move the parts of `folder` to `kept` and those of `new` in their place; until `settle` the old may come back."""
    old = [part for part in _PARTS if (folder / part).exists()]
    kept.mkdir()
    write_file(folder / _MARK, json.dumps({"kept": kept.name, "parts": old}).encode())
    for part in old:
        (folder / part).rename(kept / part)
    sync_folder(kept)
    sync_folder(folder)
    for part in _PARTS:
        if (new / part).exists():
            (new / part).rename(folder / part)
    sync_folder(folder)


def settle(folder: Path) -> None:
    """From now on the new parts hold; the old ones stay where they were moved to."""
    (folder / _MARK).unlink()
    sync_folder(folder)


def put_back(folder: Path) -> bool:
    """Undo an exchange that was not settled; whether there was one. Interrupted itself, it can be called again."""
    try:
        mark = json.loads((folder / _MARK).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return False
    kept = folder / mark["kept"]
    for part in _PARTS:
        is_old = part in mark["parts"]
        if is_old and not (kept / part).exists():
            continue  # never moved, or back already
        _remove(folder / part)  # of the new ones
        if is_old:
            (kept / part).rename(folder / part)
    sync_folder(folder)
    settle(folder)
    shutil.rmtree(kept, ignore_errors=True)  # empty by now
    return True


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
