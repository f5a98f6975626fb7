"""Whether words that somebody wrote still hold: their numbers must be on the slide, what a title replaced unchanged."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from decimal import Decimal

from faheng.address import Address

_NUMBER = re.compile(r"\d[\d,，]*(?:\.\d+)?")
# Where something stands is no number of the slide: 第5页, 第3版; nor is what a speaker says of time in the meeting: 3分钟,
# 11月27日, 9:30; nor how she numbers what she says. A year in a title, and 第3名, are.
_PLACE = re.compile(r"第\s*\d+\s*[页版点条]")
_TIME = re.compile(
    r"(?<![\d.])\d+(?:\.\d+)?\s*(?:分钟|秒|小时|[年月日号点时])|\d+[:：]\d+|^\s*\d+[、.．)）](?!\d)",
    re.MULTILINE,
)


def title_doubts(title: str, *, was: str, computed: str, shown: object) -> tuple[str, ...]:
    """Why a written title may be wrong, in Chinese, one sentence each.

    `was` is the computed title when it was written, `computed` what is computed now, `shown` all that the slide shows
    (dataclasses, whose texts and decimal numbers are looked through: what else they hold is never printed).
    """
    found = []
    if missing := _missing(title, shown):
        found.append(f"标题里的 {missing} 不在这一页的数里。")
    if was and was != computed:
        found.append(f"写标题时算出的是“{was}”，现在是“{computed}”。")
    return tuple(found)


def speech_doubts(speech: str, *, shown: object) -> tuple[str, ...]:
    """Why the speaker's own words may be wrong, as for a title; days, minutes and pages in them are not looked at."""
    missing = _missing(_TIME.sub(" ", speech), shown)
    return (f"讲稿里的 {missing} 不在这一页的数里。",) if missing else ()


def words_doubts(text: str, *, shown: object) -> tuple[str, ...]:
    """As for a speech, of a slide's own words: `shown` is all that the deck shows."""
    missing = _missing(_TIME.sub(" ", text), shown)
    return (f"文字里的 {missing} 不在这份汇报的数里（自己定的数可以不管）。",) if missing else ()


def _missing(text: str, shown: object) -> str:
    """The numbers of a text that are not shown, as words."""
    wanted = dict.fromkeys(numbers_in(_PLACE.sub(" ", text)))
    if not wanted:
        return ""
    there = {number for each in _texts(shown) for number in numbers_in(each)}
    return "、".join(f"{number:f}" for number in wanted if number not in there)


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
