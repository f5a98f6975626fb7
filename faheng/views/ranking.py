"""县区对比 ranked: the regions in the order of their values, each with how far chance could move its place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from faheng.catalogue import Region
from faheng.charts.spec import DotComparison
from faheng.measures import wording
from faheng.measures.ranks import Rank, ranks_of
from faheng.store.database import Store
from faheng.tables import Table
from faheng.views import comparison_words as words
from faheng.views.compared import Compared, compared
from faheng.views.comparison_chart import chart
from faheng.views.comparison_table import table
from faheng.views.standing import Shown, Standing
from faheng.views.trend_lines import Moment

_MOST_NAMES = 2
_FEWEST = 2  # regions; of one there is nothing to order


@dataclass(frozen=True)
class Ranking:
    """The chart and the table of 排名: ranked regions first, then those without a place, in code order."""

    chart: DotComparison
    table: Table


def ranking(
    store: Store, *, release: int, city_code: str, indicator_code: str, period_code: str
) -> Ranking | None:
    """The regions of a city by rank; None where they may not or cannot be ranked.

    Raises:
        KeyError: the release has no such city or indicator.
        ValueError: `period_code` is no period code.
    """
    shared = compared(
        store,
        release=release,
        city_code=city_code,
        indicator_code=indicator_code,
        period_code=period_code,
    )
    question, found, judged = shared.question, shared.found, shared.judged
    if not can_be_ranked(store, shared):
        return None
    ranks = ranks_in(shared)
    # Without a place: last, in code order.
    rows = tuple(
        sorted(found.rows, key=lambda row: ranks.get(row.region.code, Rank(len(found.rows) + 1)).place)
    )
    among = len(ranks) if found.reported < len(found.owed) else None
    texts = {code: rank.words(among=among) + rank.interval_words for code, rank in ranks.items()}
    frame: dict[str, Any] = {
        "title": _title(shared, rows, ranks),
        "source": shared.source,
        "notes": (*_notes(shared, ranks), *shared.notes()),
        "made_up": shared.made_up,
        "places": texts,
    }
    figure, whole = found.figure, found.whole
    return Ranking(
        chart(question, rows, whole, figure, judged, release=release, **frame),
        table(question, rows, whole, figure, judged, **frame),
    )


def can_be_ranked(store: Store, shared: Compared) -> bool:
    """Whether the indicator and the office allow it, and there are two regions to put in order."""
    question = shared.question
    allowed = question.indicator.is_rankable and store.display.may_rank(question.city.code)
    return allowed and len(rankable_rows(shared.found)) >= _FEWEST


def has_place(region: Region, value: Shown | Moment) -> bool:
    """Whether a region's value can have a place among the others.

    A zone whose figures are inside another region's would stand beside a part of itself; cumulative figures and what was
    published elsewhere (`note`) say nothing beside what was reported for the period.
    """
    return value.shown is not None and not (region.counted_in or value.cumulative or value.note)


def rankable_rows(found: Standing) -> tuple[Shown, ...]:
    """The regions that can have a place, in code order."""
    return tuple(row for row in found.rows if has_place(row.region, row))


def ranks_in(shared: Compared) -> dict[str, Rank]:
    """The rank of each region that can have one; intervals are those of events (statistics.md, "Ranking")."""
    indicator = shared.question.indicator
    values = {row.region.code: row.shown for row in rankable_rows(shared.found) if row.shown is not None}
    cases = shared.judged.cases if indicator.count_model == "events" else {}
    return ranks_of(values, cases, indicator.direction)


def _title(shared: Compared, rows: Sequence[Shown], ranks: Mapping[str, Rank]) -> str:
    """Who leads, who is last, and whether that is real.

    `…率：并列第1名东湖区、西岭区 100%，第8名白溪区 78.57%，白溪区明显劣于其余`.
    """
    ranked = [row for row in rows if row.region.code in ranks]
    groups: dict[int, list[Shown]] = {}
    for row in ranked:
        groups.setdefault(ranks[row.region.code].place, []).append(row)
    ends = list(dict.fromkeys((min(groups), max(groups))))
    partial = shared.found.reported < len(shared.found.owed)
    parts = [f"已报的{len(ranked)}个地区中"] if partial and len(groups) > 1 else []
    parts += [_group_words(shared, place, groups[place], len(ranked), partial) for place in ends]
    difference = words.difference_words(shared.question, shared.found.rows, shared.judged)
    tested = shared.judged.against_city.values()
    if difference and all(verdict.too_few for verdict in tested):
        difference = "各地区案件都太少，名次说明不了什么"
    text = "，".join(part for part in (*parts, difference) if part)
    return f"{wording.full_width(shared.question.indicator.name)}：{text}"


def _group_words(shared: Compared, place: int, group: Sequence[Shown], count: int, partial: bool) -> str:
    value = wording.format_value(group[0].shown, shared.question.indicator)
    if len(group) == count:
        return f"{'已报的' if partial else ''}{count}个地区都是 {value}，排不出先后"
    names = [row.region.name for row in group]
    who = "、".join(names) if len(names) <= _MOST_NAMES else f"{len(names)}个地区"
    return f"{'并列' if len(group) > 1 else ''}第{place}名{who} {value}"


def _notes(shared: Compared, ranks: Mapping[str, Rank]) -> list[str]:
    """What a place is worth, and who has none."""
    found = []
    if all(rank.low is not None for rank in ranks.values()):
        found.append(
            "名次后括号内是名次的95%区间：同样的案件数再来一次，名次可能落在这个范围里；区间重叠的地区不宜比先后。"
        )
    elif shared.question.indicator.count_model == "events":
        found.append("有地区的案件数不知道，不算名次区间。")
    counted = [row for row in shared.found.rows if row.shown is not None and row.region.code not in ranks]
    if counted:
        found.append(
            f"不参加排名：{'、'.join(row.region.name for row in counted)}（已含在别的地区内、为累计数或取自公开材料）。"
        )
    return found
