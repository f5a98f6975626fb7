"""Address: a page of ours and what is asked of it; the one place that knows which choices each page takes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from urllib.parse import parse_qsl, quote_plus, urlencode, urlsplit

# Every choice an address can hold, in the order in which it names them.
CHOICES = (
    "release",
    "city",
    "region",
    "indicator",
    "period",
    "frequency",
    "regions",
    "form",
    "tab",
    "aspect",
    "look",
    "row",
    "place",
    "search",
    "unit",
    "year",
    "shown",
    "submission",
    "role",
    "template",
    "deck",
    "slide",
    "play",
    "meeting",
)

# What a browser remembers of the last view until the next visit: neither the version, as a later visit sees the newest,
# nor what was only opened or looked for in passing,
# nor that a meeting was on.
LASTING = tuple(
    name
    for name in CHOICES
    if name not in {"release", "row", "search", "shown", "meeting", "submission", "deck", "slide", "play"}
)
_MOST_LASTING = 1000  # characters, of a cookie that every request carries
_CODES = re.compile(r"[0-9A-Za-z][0-9A-Za-z,._-]{0,99}")

# Page (its path in the address) → the choices it takes, besides those of EVERY_PAGE.
EVERY_PAGE = frozenset({"release", "meeting"})
PAGES: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "overview": frozenset({"release", "city", "period", "tab"}),
        "comparison": frozenset({"release", "city", "indicator", "period", "look", "row"}),
        "trend": frozenset({"release", "city", "indicator", "frequency", "regions", "form"}),
        "profile": frozenset({"release", "city", "region", "period", "aspect"}),
        "catalogue": frozenset({"release", "search"}),
        "indicator": frozenset({"release", "city", "indicator"}),
        "facts": frozenset({"release", "place"}),
        "submission": frozenset(
            {"release", "city", "unit", "year", "submission", "region", "indicator", "period"}
        ),
        "progress": frozenset({"release", "city", "year", "frequency"}),
        "receipt": frozenset({"release", "submission"}),
        "review": frozenset({"release", "submission", "row"}),
        "meeting": frozenset(
            {"release", "city", "region", "indicator", "period", "template", "deck", "slide", "play"}
        ),
        "releases": frozenset({"release", "shown"}),
        "guide": frozenset({"release", "role"}),
    }
)

_ORDERED = {
    page: {name: None for name in CHOICES if name in names | EVERY_PAGE} for page, names in PAGES.items()
}  # ordered sets


@dataclass(frozen=True)
class Address:
    """A page and its choices as names and codes."""

    page: str
    choices: tuple[tuple[str, str], ...]

    @property
    def url(self) -> str:
        """`/trend?release=8&city=990100&indicator=C01`, for a link on any page of ours."""
        return f"/{self.page}?" + "&".join([f"{name}={_quoted(choice)}" for name, choice in self.choices])


@lru_cache(maxsize=2000)  # a matrix says the same few codes hundreds of times
def _quoted(choice: str) -> str:
    return quote_plus(choice)


def address(page: str, **choices: str | int) -> Address:
    """The address of a page with these choices; empty ones are left out.

    Raises:
        KeyError: there is no such page, or it takes no such choice.
    """
    taken = _ORDERED[page]
    if unknown := choices.keys() - taken:
        raise KeyError(f"{page} takes no {', '.join(sorted(unknown))}")
    return Address(
        page, tuple([(name, str(choices[name])) for name in taken if choices.get(name) not in (None, "")])
    )


def own_address(text: str) -> Address:
    """The address that `text` writes, path and choices: of one of our pages, with choices that it takes, nothing else.

    Raises:
        ValueError: it is none.
    """
    parts = urlsplit(text) if len(text) <= _MOST_LASTING and text.isprintable() else None
    if parts is None or parts.scheme or parts.netloc or parts.fragment or not parts.path.startswith("/"):
        raise ValueError(text)
    choices = dict(parse_qsl(parts.query, max_num_fields=len(CHOICES)))
    try:
        return address(parts.path.removeprefix("/"), **choices)
    except KeyError as error:
        raise ValueError(text) from error


def view_to_remember(choices: Mapping[str, str]) -> str:
    """The lasting ones of these choices as a browser keeps them; empty when there are none."""
    text = urlencode({name: choices[name] for name in LASTING if _CODES.fullmatch(choices.get(name, ""))})
    return text if len(text) <= _MOST_LASTING else ""


def remembered_view(text: str) -> dict[str, str]:
    """The choices that a browser kept. Whatever else `text` holds, which anyone can write, is left out."""
    if len(text) > _MOST_LASTING:
        return {}
    try:
        found = parse_qsl(text, max_num_fields=len(LASTING))
    except ValueError:
        return {}
    return {name: value for name, value in found if name in LASTING and _CODES.fullmatch(value)}
