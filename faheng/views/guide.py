"""使用说明: the guide's parts, one for each kind of user, as text and pictures; the words are data/guide/*.md."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from faheng.catalogue_files import DATA_FOLDER

FOLDER = DATA_FOLDER / "guide"
ROLES = ("look", "submit", "office", "meeting", "keeper", "words")
_PICTURE = re.compile(r"^!\[(?P<words>[^\]]+)\]\((?P<name>[^)]+)\)$", re.MULTILINE)


@dataclass(frozen=True)
class Picture:
    """A picture of the guide and what it shows, in words."""

    file: Path
    words: str


@dataclass(frozen=True)
class Guide:
    """One part of the guide: whom it is for, and its pieces in order, markdown between pictures."""

    title: str
    pieces: tuple[str | Picture, ...]

    @property
    def pictures(self) -> tuple[Picture, ...]:
        """The pictures alone."""
        return tuple(piece for piece in self.pieces if isinstance(piece, Picture))


@cache
def read_guide(role: str) -> Guide:
    """The part of the guide for `role`, one of ROLES: its heading is the title, a picture stands on a line of its own."""
    heading, _, text = (FOLDER / f"{role}.md").read_text(encoding="utf-8").partition("\n")
    pieces: list[str | Picture] = []
    end = 0
    for found in _PICTURE.finditer(text):
        pieces += [text[end : found.start()].strip(), Picture(FOLDER / "img" / found["name"], found["words"])]
        end = found.end()
    pieces.append(text[end:].strip())
    return Guide(heading.removeprefix("# "), tuple(piece for piece in pieces if piece))


def role_titles() -> dict[str, str]:
    """The title of every part, in the order in which they stand."""
    return {role: read_guide(role).title for role in ROLES}
