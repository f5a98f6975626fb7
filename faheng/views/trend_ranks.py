"""指标趋势 as ranks of regions, only on request: a rank says nothing of how far apart values are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from faheng.catalogue import DIRECTION_NAMES
from faheng.charts.spec import TrendPoint, TrendRole
from faheng.charts.spec_over_time import Bump, RankLine
from faheng.measures import wording
from faheng.measures.ranks import Rank, ranks_of
from faheng.period import FREQUENCY_NAMES
from faheng.views import trend_words as words
from faheng.views.ranking import has_place
from faheng.views.trend_chart import period_of, series_of
from faheng.views.trend_events import Event, events_from
from faheng.views.trend_lines import Line, Lines
from faheng.views.trend_tests import cases_of
from faheng.views.trend_words import span_words

_MOST_NAMES = 3  # with more, regions are counted
MOST_PERIODS = 12  # with more, straight lines that cross at every period cannot be followed
CAUTION = "名次差距小时不宜解读。"


def ranks(
    read: Lines,
    highlighted: Sequence[Line],
    events: Sequence[Event] = (),
    heads: Sequence[str] = (),
    *,
    release: int,
    **frame: Any,
) -> Bump:
    """The places of every region in the latest periods, the chosen regions on top; of what `is_rankable`.

    `heads` are notes that come right after the caution.
    """
    # As in 县区对比: what is added up for the ground of today would stand beside the regions that it is added up from.
    lines = read.latest(MOST_PERIODS).as_then()
    orders = [_order(lines, place) for place in range(lines.drawn)]
    ranked = [line for line in lines.regions if any(line.region.code in order.ranks for order in orders)]
    chosen = [line for wanted in highlighted for line in ranked if line.region == wanted.region]
    shown = (
        *(_rank_line(lines, line, orders, "context", release) for line in ranked if line not in chosen),
        *(_rank_line(lines, line, orders, "highlighted", release) for line in chosen),
    )
    title = _title(lines, orders)
    facts = [lines.city.name, FREQUENCY_NAMES[lines.frequency]]
    if lines.drawn:
        facts.append(span_words(lines.periods[0], lines.periods[lines.drawn - 1]))
    facts.append(f"{DIRECTION_NAMES[lines.indicator.direction]}，第1名在上")
    names = "、".join(line.region.name for line in chosen)
    facts.append(f"彩线：{names}" if names else "灰线：各地区")
    return Bump(
        title=title,
        subtitle=" · ".join(facts),
        periods=tuple(period_of(lines, period, release) for period in lines.periods[: lines.drawn]),
        lines=shown,
        places=max((rank.place for order in orders for rank in order.ranks.values()), default=0),
        events=events_from(events, read.drawn - lines.drawn),
        notes=(
            CAUTION,
            *heads,
            *([f"只画最近{lines.drawn}期的名次。"] if lines.drawn < read.drawn else []),
            *_notes(lines, orders),
            *words.notes(lines, with_city=False),
        ),
        **frame,
    )


@dataclass(frozen=True)
class _Order:
    """The regions in one period by code; `due` counts those who have not reported yet besides."""

    ranks: Mapping[str, Rank]
    due: int

    @property
    def is_complete(self) -> bool:
        """Whether all have reported."""
        return not self.due

    def words(self, rank: Rank) -> str:
        """`第3名`, and until all have reported `已报3个中第1`."""
        return rank.words(among=None if self.is_complete else len(self.ranks))


def _order(lines: Lines, place: int) -> _Order:
    """Places by the values as printed; in the last period how far chance could move them: nobody reads more intervals."""
    indicator = lines.indicator
    moments = [(line.region, line.moments[place]) for line in lines.regions if not line.region.counted_in]
    known = {region.code: moment for region, moment in moments if has_place(region, moment)}
    due = sum(moment.state in ("not_reported", "incomplete") and bool(moment.status) for _, moment in moments)
    cases: dict[str, tuple[int, int]] = {}
    if indicator.count_model == "events" and indicator.is_percent and place == lines.drawn - 1:
        pairs = {code: cases_of(indicator, moment) for code, moment in known.items()}
        cases = {code: pair for code, pair in pairs.items() if pair is not None}
    values = {code: moment.shown for code, moment in known.items() if moment.shown is not None}
    return _Order(ranks_of(values, cases, indicator.direction), due)


def _rank_line(lines: Lines, line: Line, orders: Sequence[_Order], role: TrendRole, release: int) -> RankLine:
    """The line of values with places instead of them; it is cut where that one is, and where a place is missing."""
    code = line.region.code
    values = series_of(lines, line, role, release)
    points = []
    for number, (point, order) in enumerate(zip(values.points, orders, strict=True)):
        rank = order.ranks.get(code)
        if rank is None:
            points.append(TrendPoint("不排名" if point.value is not None else point.text))
            continue
        chance = f"，偶然波动下第{rank.low}–{rank.high}名" if rank.low is not None else ""
        points.append(
            TrendPoint(
                order.words(rank),
                Decimal(rank.place),
                f"{point.text}{f'，{point.detail}' if point.detail else ''}{chance}",
                point.mark,
                point.joined and code in orders[number - 1].ranks,
                point.hollow,
            )
        )
    first, last = orders[0].ranks.get(code), orders[-1].ranks.get(code)
    label = values.label
    return RankLine(
        replace(values, points=tuple(points)),
        f"{first.place} {label}" if first else "",
        f"{last.place} {label}" if last else f"{label} {points[-1].text}",
        last.interval_words if last else "",
    )


def _title(lines: Lines, orders: Sequence[_Order]) -> str:
    """`…率的名次：2025年第1名是东湖区，算上偶然波动，6个地区都可能是第1名`."""
    name = wording.full_width(lines.indicator.name)
    if not orders or not orders[-1].ranks:
        return f"{name}的名次：还不能排名"
    last = orders[-1]
    names = {line.region.code: line.region.name for line in lines.regions}
    first = [names[code] for code, rank in last.ranks.items() if rank.place == 1]
    when = f"{lines.periods[lines.drawn - 1]}{'' if last.is_complete else f'已报{len(last.ranks)}个中'}"
    if len(first) > _MOST_NAMES:
        told = f"{when}并列第1名的有{len(first)}个地区"
    else:
        told = f"{when}{'并列' if len(first) > 1 else ''}第1名是{'、'.join(first)}"
    able = sum(rank.low == 1 for rank in last.ranks.values())
    chance = f"，算上偶然波动，{able}个地区都可能是第1名" if able > len(first) else ""
    return f"{name}的名次：{told}{chance}"


def _notes(lines: Lines, orders: Sequence[_Order]) -> Iterator[str]:
    yield "名次按显示的数字排，数字相同名次并列；未报和不涉及的不排名。"
    if any(rank.low is not None for order in orders for rank in order.ranks.values()):
        yield "右端括号里是偶然波动下可能的名次（95%，由分子分母模拟1万次得出）。"
    partly = [
        lines.periods[place] for place, order in enumerate(orders) if order.ranks and not order.is_complete
    ]
    if partly:
        when = "、".join(map(str, partly)) if len(partly) <= _MOST_NAMES else f"其中{len(partly)}期"
        yield f"{when}没有报齐，名次只在有数的地区之间。"
