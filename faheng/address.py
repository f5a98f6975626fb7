"""Address: a page of ours and what is asked of it; the one place that knows which choices each page takes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from urllib.parse import urlencode

# Page (its path in the address) → the choices it takes, in the order in which its address names them.
PAGES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "overview": ("release", "city", "period", "tab"),
        "comparison": ("release", "city", "indicator", "period", "row"),
        "trend": ("release", "city", "indicator", "frequency", "regions"),
        "profile": ("release", "city", "region", "period"),
        "catalogue": ("release", "search"),
        "indicator": ("release", "city", "indicator"),
        "facts": ("release", "place"),
        "submission": ("release", "city", "unit", "year"),
        "releases": ("release", "shown"),
        "guide": ("release", "role"),
    }
)


@dataclass(frozen=True)
class Address:
    """A page and its choices as names and codes."""

    page: str
    choices: tuple[tuple[str, str], ...]

    @property
    def url(self) -> str:
        """`/trend?release=8&city=990100&indicator=C01`, for a link on any page of ours."""
        return f"/{self.page}?{urlencode(self.choices)}"


def address(page: str, **choices: str | int) -> Address:
    """The address of a page with these choices; those it does not take are left out.

    Raises:
        KeyError: there is no such page.
    """
    taken = tuple((name, str(choices[name])) for name in PAGES[page] if choices.get(name) not in (None, ""))
    return Address(page, taken)
