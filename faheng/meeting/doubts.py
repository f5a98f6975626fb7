"""Whether a title that somebody wrote still holds: its numbers must be on the slide, and what it replaced unchanged."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from decimal import Decimal

from faheng.address import Address

_NUMBER = re.compile(r"\d[\d,，]*(?:\.\d+)?")


def title_doubts(title: str, *, was: str, computed: str, shown: object) -> tuple[str, ...]:
    """Why a written title may be wrong, in Chinese, one sentence each.

    `was` is the computed title when it was written, `computed` what is computed now, `shown` all that the slide shows
    (dataclasses, whose texts and decimal numbers are looked through: what else they hold is never printed).
    """
    there = {number for text in _texts(shown) for number in numbers_in(text)}
    missing = [number for number in numbers_in(title) if number not in there]
    found = []
    if missing:
        words = "、".join(f"{number:f}" for number in dict.fromkeys(missing))
        found.append(f"标题里的 {words} 不在这一页的数里。")
    if was and was != computed:
        found.append(f"写标题时算出的是“{was}”，现在是“{computed}”。")
    return tuple(found)


def numbers_in(text: str) -> tuple[Decimal, ...]:
    """The numbers that are written in figures: `95.0%` and `95%` are the same, so are `1,234` and `1234`."""
    found = (re.sub("[,，]", "", number) for number in _NUMBER.findall(text))
    return tuple(Decimal(number).normalize() for number in found)


def _texts(shown: object) -> Iterator[str]:
    match shown:
        case str():
            yield shown
        case Decimal():
            yield f"{abs(shown):f}"
        case Address():
            return
        case tuple() | list():
            for each in shown:
                yield from _texts(each)
        case _ if is_dataclass(shown):
            for field in fields(shown):
                yield from _texts(getattr(shown, field.name))
