"""The chart of 指标趋势, described; faheng/charts/trend.py draws it."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from faheng.address import Address, address
from faheng.catalogue import DIRECTION_NAMES
from faheng.charts.spec import (
    Basis,
    TargetStep,
    Trend,
    TrendBreak,
    TrendPeriod,
    TrendPoint,
    TrendRole,
    TrendSeries,
)
from faheng.measures import wording
from faheng.period import FREQUENCY_NAMES, Period
from faheng.views.standing_words import profile_address
from faheng.views.trend_lines import Line, Lines
from faheng.views.trend_words import span_words


def chart(
    lines: Lines,
    highlighted: Sequence[Line],
    steps: tuple[TargetStep, ...],
    *,
    release: int,
    title: str,
    **frame: Any,
) -> Trend:
    """Grey lines first, the city's and the highlighted ones last, so that they lie on top.

    A city's sum is far above its parts: it has a panel of its own.
    """
    indicator = lines.indicator
    chosen = {line.region.code for line in highlighted}
    others = [line for line in lines.regions if line.region.code not in chosen]
    whole = series_of(lines, lines.whole, "city", release)
    apart = indicator.aggregation == "sum" and any(line.last is not None for line in lines.regions)
    series = [
        *(series_of(lines, line, "context", release) for line in others),
        *([] if apart else [whole]),
        *(series_of(lines, line, "highlighted", release) for line in highlighted),
    ]
    shown = tuple(one for one in series if any(point.value is not None for point in one.points))
    total = whole if apart and any(point.value is not None for point in whole.points) else None
    return Trend(
        title=title,
        subtitle=_subtitle(lines, shown, total, steps),
        periods=tuple(period_of(lines, period, release) for period in lines.periods[: lines.drawn]),
        series=shown,
        total=total,
        targets=steps,
        breaks=breaks_of(lines),
        unit=wording.full_width(indicator.unit),
        decimals=indicator.decimals,
        maximum=Decimal(100) if indicator.is_percent else None,
        starts_at_zero=indicator.kind in ("count", "stock"),
        **frame,
    )


def short_label(period: Period) -> str:
    """A period for the axis, narrow enough that a phone has room for four: `2024`, `2024Q3`, `24年7月`."""
    match period.frequency:
        case "half_year":
            return f"{period.year % 100:02d}{'上' if period.last_month == 6 else '下'}半年"
        case "quarter":
            return f"{period.year}Q{period.last_month // 3}"
        case "month":
            return f"{period.year % 100:02d}年{period.last_month}月"
        case _:
            return str(period.year)


def period_of(lines: Lines, period: Period, release: int) -> TrendPeriod:
    """A period as a place on the axis, which leads to 县区对比."""
    where = address(
        "comparison",
        release=release,
        city=lines.city.code,
        indicator=lines.indicator.code,
        period=period.code,
    )
    return TrendPeriod(period.code, str(period), short_label(period), period.first_month == 1, where)


def region_address(lines: Lines, line: Line, release: int) -> Address | None:
    """The page of a region, or of the city, at the last period that is drawn."""
    if not lines.drawn:
        return None
    period = lines.periods[lines.drawn - 1]
    if line.region.code == lines.city.code:
        return address("overview", release=release, city=lines.city.code, period=period.code)
    return profile_address(lines.city, line.region, period, release=release)


def series_of(lines: Lines, line: Line, role: TrendRole, release: int) -> TrendSeries:
    """A region, or the city, as a line: its values with what stands behind them, cut where they cannot be compared."""
    is_city = role == "city"
    code, name = line.region.code, line.region.name
    label = line.region.label
    if is_city:
        name = lines.city_name
        label = name
        if lines.drawn and line.moments[lines.drawn - 1].made == "partial":
            label = "部分地区"
    points = []
    for place in range(lines.drawn):
        moment = line.moments[place]
        if moment.shown is None:
            points.append(TrendPoint(moment.text, detail=moment.status))
        else:
            points.append(
                TrendPoint(
                    moment.text,
                    moment.shown,
                    moment.detail,
                    moment.mark,
                    line.joined(place) and not lines.begins_anew(place),
                    moment.hollow,
                    Basis(numerator=moment.numerator, denominator=moment.denominator),
                )
            )
    return TrendSeries(code, name, label, role, tuple(points), region_address(lines, line, release))


def breaks_of(lines: Lines, line: Line | None = None) -> tuple[TrendBreak, ...]:
    """Where definitions change, of everything or of one line: between two periods, or in the middle of one."""
    names = {line.region.code: line.region.name for line in lines.regions}
    found = []
    for broken in lines.breaks:
        if line is not None and broken.region_code not in ("", lines.city.code, line.region.code):
            continue
        begin = (broken.first_period.year, broken.first_period.first_month)
        place = next(
            place for place, period in enumerate(lines.periods) if begin <= (period.year, period.last_month)
        )
        period = lines.periods[place]
        inside = begin > (period.year, period.first_month)
        whose = names.get(broken.region_code, "")
        label = f"{whose}{broken.first_period}起{broken.what}"
        found.append(TrendBreak(place if inside else place - 0.5, label))
    return tuple(sorted(found, key=lambda one: one.place))


def _subtitle(
    lines: Lines, series: tuple[TrendSeries, ...], total: TrendSeries | None, steps: tuple[TargetStep, ...]
) -> str:
    """City, frequency, time, direction and what the signs mean; only signs that occur."""
    indicator = lines.indicator
    facts = [lines.city.name, FREQUENCY_NAMES[lines.frequency]]
    if lines.drawn:
        facts.append(span_words(lines.periods[0], lines.periods[lines.drawn - 1]))
    if not indicator.is_percent:
        facts.append(f"单位：{wording.full_width(indicator.unit)}")
    if indicator.direction != "neutral":
        facts.append(DIRECTION_NAMES[indicator.direction])
    names = [one.label for one in series if one.role == "highlighted"]
    whole = total is not None or any(one.role == "city" for one in series)
    signs = [f"彩线：{'、'.join(names)}"] if names else []
    if whole:
        signs.append("虚线：全市")
    if any(one.role == "context" for one in series):
        signs.append(f"灰线：{'其他' if names else '各'}地区")
    if steps:
        signs.append("红色虚线：目标")
    drawn = (*series, *([total] if total else []))
    hollow = {point.mark for one in drawn for point in one.points if point.hollow}
    marks = sorted(mark for mark in hollow if not mark.startswith("仅"))
    if hollow:
        signs.append(f"空心：{'、'.join([*marks, *(['部分地区'] if len(marks) < len(hollow) else [])])}")
    return " · ".join([*facts, "　".join(signs)]) if signs else " · ".join(facts)
