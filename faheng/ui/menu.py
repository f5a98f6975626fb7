"""The menu: which of the pages stand in it for a visitor. What a page lets whom do, it asks itself (access.require)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

from faheng.roles import Actor, Role
from faheng.ui import person

DIRECT = ""  # pages that stand in the menu themselves; the others are below the name of their section
HIDDEN = "hidden"


@dataclass(frozen=True)
class Entry:
    """A page of the folder pages/; its address is its file's name. `roles`: one of them opens it, none = everybody, or
    everybody who is signed in.
    """

    file: str
    title: str
    icon: str = ""
    roles: tuple[Role, ...] = ()
    is_default: bool = False
    for_accounts: bool = False

    def is_for(self, visitor: Actor | None) -> bool:
        """Whether the visitor has a use for it."""
        if self.for_accounts and (visitor is None or visitor.is_guest):
            return False
        return not self.roles or (visitor is not None and visitor.has(*self.roles))


def shown(visitor: Actor | None, sections: Mapping[str, Sequence[Entry]]) -> dict[str, list[Any]]:
    """All pages for st.navigation; those the visitor may not use are hidden.

    They still answer at their address, and say there what is needed: Streamlit would say that there is no such page.
    A section with one page left is that page.
    """
    pages: dict[str, list[Any]] = {DIRECT: []}
    for name, entries in sections.items():
        seen = [entry for entry in entries if name != HIDDEN and entry.is_for(visitor)]
        pages[DIRECT] += [_page(entry, is_hidden=True) for entry in entries if entry not in seen]
        if seen:
            section = name if len(seen) > 1 else DIRECT
            pages.setdefault(section, []).extend(_page(entry) for entry in seen)
    return pages


def _page(entry: Entry, *, is_hidden: bool = False) -> Any:
    return st.Page(
        entry.file,
        title=entry.title,
        icon=entry.icon or None,
        url_path="" if entry.is_default else entry.file.removesuffix(".py"),
        default=entry.is_default,
        visibility="hidden" if is_hidden else "visible",
    )


def note(page: Any) -> None:
    """Remember which page is open, for what every page offers of itself."""
    st.session_state[person.PAGE] = (page.url_path, page.title)
