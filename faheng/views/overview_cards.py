"""The cards of 总览: one headline indicator of the city each."""

from __future__ import annotations

from dataclasses import replace

from faheng.address import address
from faheng.charts.spec import Card, SparkPoint
from faheng.measures import wording
from faheng.period import FREQUENCY_NAMES
from faheng.views.city_rows import CityRows
from faheng.views.overview_matrix import MatrixLine
from faheng.views.question import city_breaks
from faheng.views.standing import Shown, Standing
from faheng.views.standing_words import basis_of, goal_text, is_partial, tone_of, trend_address, value_address

_HISTORY = 12  # periods of a sparkline: as many as a year has months


def card(known: CityRows, line: MatrixLine, *, release: int) -> Card:
    """The city's value with its change, target, completeness and history; words in its place when there is none."""
    indicator = line.indicator
    found = line.standing
    if found is None:
        frequency = FREQUENCY_NAMES[indicator.frequency]
        return Card(
            label=wording.full_width(indicator.name),
            address=address("indicator", release=release, indicator=indicator.code),
            value=wording.MISSING,
            unit="",
            period=f"按{frequency}报送",
            value_address=None,
        )
    question, whole = found.question, found.whole
    definition = address("indicator", release=release, city=question.city.code, indicator=indicator.code)
    # A city that never reported the indicator has neither a comparison nor a trend of it.
    is_known = bool(known.periods(indicator.code))
    text, unit = whole.state_text or wording.MISSING, ""
    if whole.shown is not None:
        text = wording.bare_value(whole.shown, indicator, as_reported=whole.as_reported)
        unit = wording.full_width(indicator.unit)
    return Card(
        label=wording.full_width(indicator.name),
        address=trend_address(question.city, indicator, question.period, release=release)
        if is_known
        else definition,
        value=text,
        unit=unit,
        period=str(question.period),
        value_address=value_address(found, question.city, release) if is_known else None,
        mark=whole.mark,
        change=change_words(found, whole),
        goal=_goal(found),
        tone=tone_of(whole),
        counted=_counted(found),
        history=_history(known, found),
        about=wording.parts_text(indicator, whole.numerator, whole.denominator),
        basis=basis_of(whole, indicator),
        is_partial=is_partial(found, whole),
    )


def change_words(found: Standing, row: Shown) -> str:
    """`较上年上升 0.43 个百分点`, `较上年增长 29.4%` of a count; empty where there is nothing to compare with."""
    indicator = found.question.indicator
    if row.shown is None or row.previous is None:
        return ""
    if not row.comparable:
        return f"与{wording.previous_words(found.question.period, indicator)}{wording.NOT_COMPARABLE}"
    before = wording.previous_words(found.question.period, indicator)
    # The amount of a count stands in its trend: a card has room for one number.
    growth = wording.change_pct_text(row.change_pct) if indicator.kind in ("count", "stock") else ""
    text = (
        f"较{before}{growth}" if growth else wording.change_text(row.change, indicator, found.question.period)
    )
    return f"{text}（按{row.change_regions}个地区）" if row.change_regions else text


def _goal(found: Standing) -> str:
    whole, indicator = found.whole, found.question.indicator
    if whole.target is None or whole.shown is None or indicator.direction == "neutral":
        return goal_text(whole, indicator)
    goal = f"目标 {wording.target_text(whole.target, indicator)}"
    return f"{goal}：{wording.gap_text(whole.gap, indicator)}" if whole.gap else goal


def _counted(found: Standing) -> str:
    """`8个地区已报7个`, `应报7个地区、可合计6个` where that is not the city; whose it is where regions owe nothing."""
    if not found.owed:
        return wording.PUBLISHED if found.whole.note else "市里报送" if found.whole.shown is not None else ""
    if found.figure.made == "partial":
        return f"应报{found.figure.regions_due}个地区、可合计{found.figure.regions_summed}个"
    # 无案件、不涉及 is neither owed nor reported, as in the city's value.
    nothing = sum(row.state == "not_applicable" for row in found.owed)
    return f"{len(found.owed) - nothing}个地区已报{found.reported - nothing}个"


def _history(known: CityRows, found: Standing) -> tuple[SparkPoint, ...]:
    """The city's values of the last periods of this length, joined where they can be compared (as in 指标趋势).

    A sum over some of the regions is left out.
    """
    points: list[SparkPoint] = []
    question, figure = found.question, found.figure
    for _ in range(_HISTORY):
        earlier = known.figure(question.indicator, question.previous)
        value = None if figure.made == "partial" else figure.shown
        joined = value is not None and earlier.shown is not None and earlier.basis == figure.basis
        points.append(SparkPoint(value, joined and not city_breaks(question)))
        question = replace(question, period=question.previous)
        figure = earlier
    while points and points[-1].value is None:
        points.pop()
    if points:
        points[-1] = SparkPoint(points[-1].value)  # nothing is drawn before the first
    return tuple(points[::-1])
