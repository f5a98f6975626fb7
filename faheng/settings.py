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


@dataclass(frozen=True)
class Network:
    """How the office's network reaches this installation.

    `hosts`: the names it is called by, none for the machine's own; `proxy`: the addresses (or networks) of the proxy
    before it, whose word on a visitor's address and encryption counts; `certificate` and `key`: files for TLS.
    """

    hosts: tuple[str, ...] = ()
    proxy: str = ""
    certificate: Path | None = None
    key: Path | None = None

    @property
    def is_encrypted(self) -> bool:
        """Whether the server itself speaks TLS."""
        return self.certificate is not None and self.key is not None

    def fault(self) -> str:
        """What keeps the server from starting so, in Chinese; '' when nothing does."""
        if (self.certificate is None) != (self.key is None):
            return "FAHENG_TLS_CERT 和 FAHENG_TLS_KEY 要一起写：一个是证书文件，一个是私钥文件。"
        for file in (self.certificate, self.key):
            if file is not None and not os.access(file, os.R_OK):
                return f"读不了 {file}：请核对 FAHENG_TLS_CERT、FAHENG_TLS_KEY 和文件的权限。"
        return ""


def network_from_environment() -> Network:
    """FAHENG_HOSTS, FAHENG_PROXY: comma separated; FAHENG_TLS_CERT, FAHENG_TLS_KEY: files (PEM)."""
    certificate, key = os.environ.get("FAHENG_TLS_CERT", ""), os.environ.get("FAHENG_TLS_KEY", "")
    return Network(
        hosts=tuple(name.strip() for name in os.environ.get("FAHENG_HOSTS", "").split(",") if name.strip()),
        proxy=os.environ.get("FAHENG_PROXY", "").strip(),
        certificate=PROJECT_FOLDER / Path(certificate).expanduser() if certificate else None,
        key=PROJECT_FOLDER / Path(key).expanduser() if key else None,
    )


@cache  # asked several times for every page
def _settings(data: str, with_demo: bool, room_mb: int) -> Settings:
    # An absolute path stays itself.
    return Settings(PROJECT_FOLDER / Path(data).expanduser(), with_demo=with_demo, room_mb=room_mb)
