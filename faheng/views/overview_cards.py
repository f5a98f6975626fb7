"""The cards of 总览: one headline indicator of the city each."""

from __future__ import annotations

from decimal import Decimal

from faheng.address import address
from faheng.charts.spec import Card
from faheng.measures import rates, wording
from faheng.period import FREQUENCY_NAMES, Period
from faheng.views.city_rows import CityRows
from faheng.views.overview_matrix import Line, tone_of, value_address
from faheng.views.standing import Standing

_HISTORY = 12  # periods of a sparkline: as many as a year has months


def card(known: CityRows, line: Line, *, release: int) -> Card:
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
    text, unit = whole.state_text or wording.MISSING, ""
    if whole.shown is not None:
        text = wording.bare_value(whole.shown, indicator, as_reported=whole.as_reported)
        unit = wording.full_width(indicator.unit)
    return Card(
        label=wording.full_width(indicator.name),
        address=address("trend", release=release, city=question.city.code, indicator=indicator.code),
        value=text,
        unit=unit,
        period=str(question.period),
        value_address=value_address(found, question.city, release),
        mark=whole.mark,
        change=_change(found),
        goal=_goal(found),
        tone=tone_of(whole),
        counted=_counted(found),
        history=_history(known, found),
        about=wording.parts_text(indicator, whole.numerator, whole.denominator),
    )


def _change(found: Standing) -> str:
    indicator, whole = found.question.indicator, found.whole
    if whole.shown is None or whole.previous is None:
        return ""
    if not whole.comparable:
        return f"与{wording.previous_words(found.question.period)}{wording.NOT_COMPARABLE}"
    before = wording.previous_words(found.question.period)
    # The amount of a count stands in its trend: a card has room for one number.
    growth = wording.change_pct_text(whole.change_pct) if indicator.kind in ("count", "stock") else ""
    text = (
        f"较{before}{growth}"
        if growth
        else wording.change_text(whole.change, indicator, found.question.period)
    )
    return f"{text}（按{whole.change_regions}个地区）" if whole.change_regions else text


def _goal(found: Standing) -> str:
    whole, indicator = found.whole, found.question.indicator
    if whole.target is None or indicator.direction == "neutral":
        return ""
    goal = f"目标 {wording.target_text(whole.target, indicator)}"
    return f"{goal}：{wording.gap_text(whole.gap, indicator)}" if whole.gap else goal


def _counted(found: Standing) -> str:
    """`8个地区已报7个`, `已报7个地区的合计` for a sum that does not stand for the city, `市里报送` for its own figure."""
    if not found.rows:
        return "市里报送"
    reported = sum(row.state in ("value", "not_applicable") for row in found.rows)
    if found.figure.made == "partial" and found.whole.shown is not None:
        return f"{len(found.rows)}个地区中已报{reported}个的合计"
    return f"{len(found.rows)}个地区已报{reported}个"


def _history(known: CityRows, found: Standing) -> tuple[Decimal | None, ...]:
    """The city's values of the last periods of this length; a sum of other regions than today's is left out."""
    question = found.question
    values: list[Decimal | None] = []
    period, figure = question.period, found.figure
    for _ in range(_HISTORY):
        values.append(None if figure.made == "partial" else figure.shown)
        earlier = known.figure(question.indicator, period.previous())
        if _is_broken(found, period) or earlier.cumulative != figure.cumulative:
            values.append(None)
        period, figure = period.previous(), earlier
    while values and values[-1] is None:
        values.pop()
    return tuple(values[::-1])


def _is_broken(found: Standing, period: Period) -> bool:
    """Whether the definition changed between this period and the one before."""
    question = found.question
    broken = rates.crosses_break(
        question.catalogue.breaks,
        indicator_code=question.indicator.code,
        region_codes={question.city.code, *(region.code for region in question.regions)},
        current=period,
        previous=period.previous(),
    )
    return bool(broken)
