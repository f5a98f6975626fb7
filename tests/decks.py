"""Decks for tests of the writers: one that has every kind of slide, and one whose texts are hostile."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from openxml_audit import OpenXmlValidator

from faheng.address import Address, address
from faheng.meeting.deck import Deck, Shows, SlideChoice
from faheng.meeting.slide import Slide, Stamp

STAMP = Stamp(9, "第 9 版（2026-11-20 发布）", date(2026, 11, 27), "a1b2c3d4" * 8)
# Each is put into every text of a slide: names come from uploaded files, notes from whoever writes them.
HOSTILE = (
    "=cmd|' /C calc'!A0",
    "<script>alert(1)</script>&amp;</a:t>",
    "长" * 400,
    "\u202eערבית\u202c مقلوب",
    "👨‍👩‍👧‍👦🏛️ ①㈠",
    "]]>\\n${jndi:x}{{7*7}}'\"`",
)

_CITY = {"city": "990100"}
_OF_YEAR = {**_CITY, "period": "2024"}
_C01 = {**_CITY, "indicator": "C01"}
EVERYTHING: tuple[tuple[Shows, Address | None], ...] = (
    ("title", None),
    ("agenda", None),
    ("numbers", address("overview", **_OF_YEAR, tab="headline")),
    ("findings", address("overview", **_OF_YEAR, tab="headline")),
    ("chart", address("overview", **_OF_YEAR, tab="headline")),  # Matrix
    ("chart", address("comparison", **_C01, period="2024", look="regions")),  # DotComparison
    ("chart", address("comparison", **_C01, period="2024", look="ranking")),
    ("chart", address("comparison", **_C01, period="2024", look="funnel")),  # Funnel
    ("chart", address("comparison", **_C01, period="2024", look="map")),  # RegionMap of tiles
    ("chart", address("trend", **_C01, frequency="year", regions="990103", form="lines")),  # Trend
    ("chart", address("trend", **_C01, frequency="year", form="panels")),  # SmallMultiples
    ("chart", address("trend", **_C01, frequency="year", form="ranks")),  # Bump
    ("numbers", address("profile", **_OF_YEAR, region="990103")),
    ("findings", address("profile", **_OF_YEAR, region="990103")),
    ("chart", address("profile", **_OF_YEAR, region="990103", aspect="gaps")),  # Bullets
    ("chart", address("profile", **_OF_YEAR, region="990103", aspect="spine")),  # Spine
    ("chart", address("comparison", **_CITY, indicator="C01", period="1999")),  # Absent
    ("sources", None),
)


def deck_of(*chosen: tuple[Shows, Address | None]) -> Deck:
    """A deck of 演示市 2024 with these slides, s1, s2 …."""
    return Deck(
        name="演示市2024年法治建设指标汇报",
        city_code="990100",
        period_code="2024",
        occasion="全面依法治市工作推进会",
        office="演示市委依法治市办",
        date="2025年1月",
        slides=tuple(
            SlideChoice(f"s{number}", shows, where, note=f"第 {number} 页讲稿")
            for number, (shows, where) in enumerate(chosen, start=1)
        ),
    )


def deck_with_everything() -> Deck:
    """A deck with every kind of slide there is."""
    return deck_of(*EVERYTHING)


def hostile(slide: Slide, text: str) -> Slide:
    """The slide with `text` behind the words of every name, sentence and note; numbers as printed stay."""
    changed: Slide = _with_text(slide, text)
    return replace(changed, slide_id=slide.slide_id, shows=slide.shows)


def faults(file: bytes, path: Path) -> list[str]:
    """What Microsoft's validator, as its port to Python tells it, finds wrong with a file; it is written to `path`."""
    path.write_bytes(file)
    return [str(error) for error in OpenXmlValidator().validate(path).errors]


_WORDS = {
    "title",
    "label",
    "name",
    "subtitle",
    "source",
    "speech",
    "definition",
    "reason",
    "occasion",
    "caption",
    "corner",
}


def _with_text(shown: Any, text: str, *, is_words: bool = False) -> Any:
    match shown:
        case str():
            return f"{shown}{text}" if is_words and shown else shown
        case tuple():
            return tuple(_with_text(each, text, is_words=is_words) for each in shown)
        case Address():
            return shown
        case _ if is_dataclass(shown) and not isinstance(shown, type):
            return replace(
                shown,
                **{
                    field.name: _with_text(
                        getattr(shown, field.name),
                        text,
                        is_words=field.name in _WORDS or field.name == "notes",
                    )
                    for field in fields(shown)
                    if field.init
                },
            )
        case _:
            return shown
