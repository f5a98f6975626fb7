"""What pages say of one indicator and period, number by number, so that it can be compared with what they would say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from faheng.measures import wording
from faheng.measures.verdict_words import verdict_words
from faheng.views.compared import Compared, compared
from faheng.views.ranking import can_be_ranked, ranks_in
from faheng.views.standing import Standing
from faheng.views.standing_words import is_partial
from faheng.views.verdicts import rest_words

Kind = Literal["city", "place", "goal", "rest", "previous"]
VERDICTS: tuple[Kind, ...] = ("goal", "rest", "previous")


@dataclass(frozen=True)
class Said:
    """The words by kind and region, each with that by which it counts as another: a rank by its place alone."""

    shared: Compared
    words_of: Mapping[tuple[Kind, str], tuple[str, object]]

    def words(self, kind: Kind, region_code: str) -> str:
        """What is said of a region's number, or of the city's; empty where nothing is."""
        return self.words_of.get((kind, region_code), ("", None))[0]


def said(store: Any, *, release: int, city_code: str, indicator_code: str, period_code: str) -> Said:
    """What 县区对比 says of the regions of a city, and of the city."""
    shared = compared(
        store,
        release=release,
        city_code=city_code,
        indicator_code=indicator_code,
        period_code=period_code,
    )
    return Said(shared, dict(_words(store, shared)))


def _words(store: Any, shared: Compared) -> Iterator[tuple[tuple[Kind, str], tuple[str, object]]]:
    """What is said of every region and of the city; beside the words that by which they count as another."""
    question, found, judged = shared.question, shared.found, shared.judged
    indicator = question.indicator
    if found.whole.is_reported:
        text = _city_words(found)
        yield ("city", question.city.code), (text, text)
    if can_be_ranked(store, shared):
        ranks = ranks_in(shared)
        among = len(ranks) if found.reported < len(found.owed) else None
        for code, rank in ranks.items():
            yield ("place", code), (rank.words(among=among) + rank.interval_words, rank.place)
    for row in (*found.rows, found.whole):
        if row.gap is not None:
            words = wording.gap_text(row.gap, indicator)
            goal = words if row.gap.is_met else f"未达标，{words}"
            yield ("goal", row.region.code), (goal, row.gap.is_met)
    rest, before = rest_words(found.figure), wording.previous_words(question.period, indicator)
    for kind, verdicts, than in (
        ("rest", judged.against_city, rest),
        ("previous", judged.against_previous, before),
    ):
        for code, verdict in verdicts.items():
            essence = verdict_words(verdict, indicator, "")
            yield (kind, code), (verdict_words(verdict, indicator, than), essence)  # type: ignore[misc]


def _city_words(found: Standing) -> str:
    """`93.75%`, `合计 91.20%` where not all regions are in it, `无案件`."""
    whole = found.whole
    if whole.shown is None:
        return whole.state_text
    value = wording.format_value(whole.shown, found.question.indicator, as_reported=whole.as_reported)
    return f"合计 {value}" if is_partial(found, whole) else value
