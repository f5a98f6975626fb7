"""Whether the lines of 指标趋势 really rise or fall: the tests of statistics.md, in one sentence."""

from __future__ import annotations

from collections.abc import Sequence

from faheng.measures.trends import Found, TrendTest, trend_of_cases, trend_of_values
from faheng.measures.verdict import whole
from faheng.measures.verdict_words import p_text
from faheng.views.trend_lines import Line, Lines, Moment

_WORDS: dict[Found, str] = {
    "rising": "总体上升",
    "falling": "总体下降",
    "none": "看不出变化",
    "too_short": "期数不足",
}
_STEADY: dict[Found, str] = {"rising": "持续上升", "falling": "持续下降"}


def test_of(lines: Lines, line: Line) -> TrendTest | None:
    """Test the values since the last change of definition; None where chance has no meaning or there is no value.

    Rates of events and surveys by their cases, other values by themselves. A full list (roster) is not tested, nor what
    is counted anew every year.
    """
    indicator = lines.indicator
    first, last = line.first_comparable, line.last
    if first is None or last is None or indicator.count_model == "roster" or indicator.begins_each_year:
        return None
    basis = line.moments[last].basis
    moments = [
        moment
        for place, moment in enumerate(line.moments[: last + 1])
        if place >= first
        and moment.basis == basis
        and (line.has_value(place) or moment.state == "not_applicable")
    ]
    if indicator.has_chance and indicator.is_percent:
        cases = [_cases(moment) for moment in moments]
        if None not in cases:
            return trend_of_cases([pair for pair in cases if pair is not None])
    return trend_of_values([moment.shown for moment in moments if moment.shown is not None])


def _cases(moment: Moment) -> tuple[int, int] | None:
    """Successes and trials; no cases where there were none; None where they are not known."""
    if moment.state == "not_applicable":
        return 0, 0
    successes, trials = whole(moment.numerator), whole(moment.denominator)
    if successes is None or trials is None or not 0 <= successes <= trials:
        return None
    return successes, trials


def sentence(lines: Lines, told: Sequence[Line]) -> str:
    """`趋势检验：石桥县总体上升（p=0.003），全市看不出变化（p=0.412）。`; empty where nothing is tested."""
    parts = []
    by_value = False
    for line in told:
        found = test_of(lines, line)
        if found is None:
            continue
        by_value |= found.by_value
        words = _STEADY.get(found.found, "") if found.steady else ""
        p = f"（{p_text(found.p)}）" if found.p is not None else ""
        name = lines.city_name if line is lines.whole else line.region.name
        parts.append(f"{name}{words or _WORDS[found.found]}{p}")
    if not parts:
        return ""
    how = "（按数值，不计案件多少）" if by_value else ""
    return f"趋势检验{how}：{'，'.join(parts)}。"
