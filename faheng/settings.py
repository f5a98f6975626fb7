"""Where this installation keeps its things, from the environment; the only place that reads environment variables."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from faheng.catalogue_files import CATALOGUE_FOLDER, DEMO_FOLDER

PROJECT_FOLDER = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Settings:
    """`data_folder` holds database, uploads and the office's own rows; `with_demo`: the demonstration city is loaded.

    `room_mb` must stay free on the disk before a file is taken in.
    """

    data_folder: Path
    with_demo: bool = True
    room_mb: int = 1024

    @property
    def office_folder(self) -> Path:
        """The office's own catalogue rows, in the same CSV files as data/catalogue."""
        return self.data_folder / "catalogue"

    @property
    def catalogue_folders(self) -> list[Path]:
        """The folders the catalogue is read from, the office's own last."""
        return [CATALOGUE_FOLDER, *([DEMO_FOLDER] if self.with_demo else []), self.office_folder]


def settings_from_environment() -> Settings:
    """FAHENG_DATA: the data folder (default data/local); FAHENG_DEMO=no: without the demonstration city.

    FAHENG_ROOM_MB: what must stay free on the disk before a file is taken in (default 1024).
    """
    room = os.environ.get("FAHENG_ROOM_MB", "")
    return _settings(
        os.environ.get("FAHENG_DATA") or "data/local",
        os.environ.get("FAHENG_DEMO", "yes") != "no",
        int(room) if room.isdecimal() else 1024,
    )


@cache  # asked several times for every page
def _settings(data: str, with_demo: bool, room_mb: int) -> Settings:
    # An absolute path stays itself.
    return Settings(PROJECT_FOLDER / Path(data).expanduser(), with_demo=with_demo, room_mb=room_mb)
