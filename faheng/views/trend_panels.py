"""指标趋势 with a panel for every region: what is drawn, and what may be said of so many tests at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from faheng.address import address
from faheng.catalogue import DIRECTION_NAMES
from faheng.charts.spec_over_time import RegionPanel, SmallMultiples
from faheng.measures import rates, wording
from faheng.measures.rates import Gap
from faheng.measures.trends import TrendTest
from faheng.measures.verdict import holding
from faheng.period import FREQUENCY_NAMES
from faheng.views import trend_tests
from faheng.views.standing_words import tone_of_gap
from faheng.views.trend_chart import breaks_of, period_of, series_of
from faheng.views.trend_events import Event, events_at
from faheng.views.trend_lines import Line, Lines
from faheng.views.trend_targets import Targets, target_steps
from faheng.views.trend_words import span_words
from faheng.views.ways import TO_ONE_CHART

_MOST_NAMES = 3  # with more, regions are counted


def panels(
    lines: Lines,
    highlighted: Sequence[Line],
    targets: Targets,
    tests: Mapping[str, TrendTest],
    events: Sequence[Event] = (),
    *,
    release: int,
    notes: Sequence[str],
    **frame: Any,
) -> SmallMultiples:
    """The panels in code order, the chosen regions first; `tests` are those of all regions by code, `notes` those of the lines.

    A city's sum is far above its parts: on their scale it has no place.
    """
    indicator = lines.indicator
    chosen = [line for line in highlighted if _is_drawn(lines, line)]
    drawn = [*chosen, *(line for line in lines.regions if _is_drawn(lines, line) and line not in chosen)]
    city = None
    if indicator.aggregation != "sum" and _is_drawn(lines, lines.whole):
        city = series_of(lines, lines.whole, "city", release)
    shown = tuple(
        _panel(lines, line, targets, tests.get(line.region.code), events, release) for line in drawn
    )
    title = _title(lines, drawn, targets, tests)
    return SmallMultiples(
        title=title,
        subtitle=_subtitle(lines, shown, has_city=city is not None, has_chosen=bool(chosen)),
        periods=tuple(period_of(lines, period, release) for period in lines.periods[: lines.drawn]),
        panels=shown,
        city=city,
        unit=wording.full_width(indicator.unit),
        maximum=Decimal(100) if indicator.is_percent else None,
        starts_at_zero=indicator.kind in ("count", "stock"),
        notes=(*_notes(lines, drawn, targets, tests), *notes),
        **frame,
    )


def _is_drawn(lines: Lines, line: Line) -> bool:
    return any(moment.shown is not None for moment in line.moments[: lines.drawn])


def _panel(
    lines: Lines,
    line: Line,
    targets: Targets,
    test: TrendTest | None,
    events: Sequence[Event],
    release: int,
) -> RegionPanel:
    """The name leads to the large chart, where the region stands before the others."""
    where = address(
        "trend",
        release=release,
        city=lines.city.code,
        indicator=lines.indicator.code,
        frequency=lines.frequency,
        regions=line.region.code,
        form="lines",
    )
    return RegionPanel(
        replace(series_of(lines, line, "highlighted", release), address=where),
        trend_tests.words_with_p(test) if test is not None else "",
        "plain" if (gap := _gap(lines, line, targets)) is None else tone_of_gap(gap),
        target_steps(lines, targets, line),
        breaks_of(lines, line),
        events_at(events, line.region.code),
    )


def _gap(lines: Lines, line: Line, targets: Targets) -> Gap | None:
    """How far the value in the last period is from its target; None where there is none to be held against."""
    place = lines.drawn - 1
    moment = line.moments[place]
    return rates.gap_to_target(
        lines.indicator,
        shown=moment.shown,
        target=targets.held_against(line, place),
        numerator=moment.numerator,
        denominator=moment.denominator,
    )


def _title(lines: Lines, drawn: Sequence[Line], targets: Targets, tests: Mapping[str, TrendTest]) -> str:
    """`…率：10个地区中东湖区总体上升，石桥县总体下降；2025年3个地区未达标`.

    Of the tests only those that hold when all panels are looked at together.
    """
    name = wording.full_width(lines.indicator.name)
    if not drawn:
        return f"{name}：各地区还没有数据"
    facts = [fact for fact in (_trend_fact(drawn, tests), _target_fact(lines, drawn, targets)) if fact]
    return f"{name}：{'；'.join(facts or [_range_fact(lines, drawn)])}"


def _trend_fact(drawn: Sequence[Line], tests: Mapping[str, TrendTest]) -> str:
    tested = [
        (line, found) for line in drawn if (found := tests.get(line.region.code)) and found.p is not None
    ]
    if not tested:
        return "期数不足，不能判断各地区的升降" if tests else ""
    held = holding([found.p for _, found in tested if found.p is not None])
    named: dict[str, list[str]] = {}
    for (line, found), holds in zip(tested, held, strict=True):
        if holds and found.found != "none":
            named.setdefault(trend_tests.words_of(found), []).append(line.region.name)
    if not named:
        return f"{len(tested)}个地区的升降合起来看，都没有超出偶然波动"
    if any(len(names) == len(drawn) > 1 for names in named.values()):
        return f"{len(drawn)}个地区都{next(iter(named))}"
    parts = [f"{_names(names, counted='个')}{words}" for words, names in named.items()]
    return f"{len(drawn)}个地区中{'，'.join(parts)}"


def _target_fact(lines: Lines, drawn: Sequence[Line], targets: Targets) -> str:
    met = [
        (line.region.name, gap.is_met) for line in drawn if (gap := _gap(lines, line, targets)) is not None
    ]
    if not met:
        return ""
    period = lines.periods[lines.drawn - 1]
    missed = [name for name, is_met in met if not is_met]
    if not missed:
        return f"{period}有目标的{len(met)}个地区都达标"
    return f"{period}{_names(missed)}未达标"


def _range_fact(lines: Lines, drawn: Sequence[Line]) -> str:
    """`2025年8个地区 78.57%～100%`."""
    place = lines.drawn - 1
    moments = [line.moments[place] for line in drawn]
    known = sorted((moment.shown, moment.text) for moment in moments if moment.shown is not None)
    if not known:
        return f"{lines.periods[place]}各地区没有数"
    reach = wording.range_text(known[0][1], known[-1][1], lines.indicator)
    return f"{lines.periods[place]}{len(known)}个地区 {reach}"


def _names(names: Sequence[str], *, counted: str = "个地区") -> str:
    return "、".join(names) if len(names) <= _MOST_NAMES else f"{len(names)}{counted}"


def _notes(
    lines: Lines, drawn: Sequence[Line], targets: Targets, tests: Mapping[str, TrendTest]
) -> list[str]:
    found = []
    if any(test.p is not None for test in tests.values()):
        how = f"（{trend_tests.BY_VALUE}）" if all(test.by_value for test in tests.values()) else ""
        found.append(
            f"各图里的升降是每个地区单独检验的结果{how}；标题只说合起来看仍然成立的（Benjamini–Hochberg，5%）。"
        )
        some = [line.region.name for line in drawn if (test := tests.get(line.region.code)) and test.by_value]
        if some and not how:
            found.append(f"{'、'.join(some)}按数值检验，不计案件多少。")
    missing = [line.region.name for line in lines.regions if line not in drawn]
    if missing and drawn:
        found.append(f"没有画出一期数也没有的地区：{'、'.join(missing)}。")
    if lines.indicator.aggregation == "sum" and drawn and _is_drawn(lines, lines.whole):
        found.append(f"{lines.city_name}远高于各地区，没有画在这里{TO_ONE_CHART}。")
    places = range(lines.drawn)
    codes = [line.region.code for line in drawn]
    if any(len({targets.of(code, place) for code in codes} - {None}) > 1 for place in places):
        found.append("各地区目标不同，红色虚线是各自的目标。")
    return found


def _subtitle(lines: Lines, shown: Sequence[RegionPanel], *, has_city: bool, has_chosen: bool) -> str:
    """City, frequency, time, direction and what the signs mean; only signs that occur."""
    indicator = lines.indicator
    facts = [lines.city.name, FREQUENCY_NAMES[lines.frequency]]
    if lines.drawn:
        facts.append(span_words(lines.periods[0], lines.periods[lines.drawn - 1]))
    if not indicator.is_percent:
        facts.append(f"单位：{wording.full_width(indicator.unit)}")
    if indicator.direction != "neutral":
        facts.append(DIRECTION_NAMES[indicator.direction])
    facts.append("所选地区在前" if has_chosen else "按地区代码排列")
    signs = ["蓝线：本地区", *(["灰线：全市"] if has_city else [])]
    goals = {step.label for one in shown for step in one.targets}
    if goals:
        signs.append(f"红色虚线：{goals.pop() if len(goals) == 1 else '目标'}")
    if any(one.tone == "near" for one in shown):
        signs.append("黄点 △：未达标，只差 1 件（个、人）")
    if any(one.tone == "unmet" for one in shown):
        signs.append("红点 ×：未达标")
    hollow = {point.mark for one in shown for point in one.series.points if point.hollow}
    if hollow:
        signs.append(f"空心：{'、'.join(sorted(hollow))}")
    return " · ".join([*facts, "　".join(signs)])
