"""Where on the pages of the app more is told, as sentences end with it; on a slide none of it is true."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from faheng.views.findings import FindingGroup

TO_GAPS = "，见“扣分在哪”"
TO_ONE_CHART = "，见“一图”"
TO_REASONS = "，原因见下表"
TO_TABLE_BELOW = "，见下表"
TO_TABLE = "，见表"
TO_WORDS_ON_THE_MAP = "，真有差别的写在图上，写不下的见表"
TO_CATALOGUE = "，办公室可以换成自己的（见指标目录）"
# What a map of the page has no room for: on a slide it is drawn in another size, and never for a phone.
WITHOUT_ROOM = "图上写不下"
ON_A_PHONE = "在手机上图里写不下"

_WAYS = (TO_GAPS, TO_ONE_CHART, TO_REASONS, TO_TABLE_BELOW, TO_WORDS_ON_THE_MAP, TO_TABLE, TO_CATALOGUE)


def notes_without_ways(notes: Iterable[str]) -> tuple[str, ...]:
    """The notes of a chart as they are true away from its page."""
    return tuple(_without_ways(note) for note in notes if not note.startswith((WITHOUT_ROOM, ON_A_PHONE)))


def findings_without_ways(groups: Iterable[FindingGroup]) -> tuple[FindingGroup, ...]:
    """Sentences as they are true away from their page."""
    return tuple(
        replace(
            group, findings=tuple(replace(each, text=_without_ways(each.text)) for each in group.findings)
        )
        for group in groups
    )


def _without_ways(sentence: str) -> str:
    for way in _WAYS:
        sentence = sentence.replace(way, "")
    return sentence
