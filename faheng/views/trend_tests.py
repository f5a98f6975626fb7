"""Whether the lines of 指标趋势 really rise or fall: the tests of statistics.md, in one sentence."""

from __future__ import annotations

from collections.abc import Sequence

from faheng.catalogue import Indicator
from faheng.measures.trends import Found, TrendTest, trend_of_cases, trend_of_values
from faheng.measures.verdict_words import p_text
from faheng.store.database import Store
from faheng.views.city_rows import city_rows
from faheng.views.trend_lines import Line, Lines, Moment
from faheng.views.trend_reading import read_lines
from faheng.views.verdicts import counted_cases

_WORDS: dict[Found, str] = {
    "rising": "总体上升",
    "falling": "总体下降",
    "none": "看不出变化",
    "too_short": "期数不足",
}
BY_VALUE = "按数值，不计案件多少"
_STEADY: dict[Found, str] = {"rising": "持续上升", "falling": "持续下降"}


def test_of(lines: Lines, line: Line) -> TrendTest | None:
    """Test the values since the last change of definition; None where chance has no meaning or there is no value.

    Rates of events and surveys by their cases, other values by themselves. A full list (roster) is not tested, nor what
    is counted anew every year, nor cumulative figures, which hold those before them.
    """
    indicator = lines.indicator
    first, last = line.first_comparable, line.last
    if first is None or last is None or indicator.count_model == "roster" or indicator.begins_each_year:
        return None
    end = line.moments[last]
    if end.cumulative:
        return None
    since = [
        line.moments[place] if line.has_value(place) and line.moments[place].basis == end.basis else None
        for place in range(first, last + 1)
    ]
    if indicator.has_chance and indicator.is_percent:
        # A period without a value keeps its place in time, as one without cases.
        cases = [(0, 0) if moment is None else cases_of(indicator, moment) for moment in since]
        if None not in cases:
            return trend_of_cases(tuple(pair for pair in cases if pair is not None))
    values = [moment.shown for moment in since if moment is not None]
    return trend_of_values(tuple(shown for shown in values if shown is not None))


def tests_of(
    store: Store, *, release: int, city_code: str, indicator_code: str, frequency: str
) -> dict[str, TrendTest]:
    """The tests of all regions by code, made once about a release: thousands of draws for each."""
    found: dict[str, TrendTest] = store.once(
        _test_all, release=release, city_code=city_code, indicator_code=indicator_code, frequency=frequency
    )
    return found


def _test_all(store: Store, *, release: int, city_code: str, **choices: str) -> dict[str, TrendTest]:
    known = city_rows(store, release=release, city_code=city_code)
    lines = read_lines(known, store.catalogue(release), city_code=city_code, **choices)
    return {line.region.code: found for line in lines.regions if (found := test_of(lines, line)) is not None}


def words_of(found: TrendTest) -> str:
    """`持续上升` when every step agrees, `总体上升`, `看不出变化`, `期数不足`."""
    return (_STEADY.get(found.found) if found.steady else None) or _WORDS[found.found]


def words_with_p(found: TrendTest, *, mark_values: bool = False) -> str:
    """`总体上升（p=0.003）`, marked 按数值 when asked to: where there were no cases to count."""
    inside = [
        "按数值" if mark_values and found.by_value else "",
        p_text(found.p) if found.p is not None else "",
    ]
    told = "，".join(text for text in inside if text)
    return f"{words_of(found)}（{told}）" if told else words_of(found)


def cases_of(indicator: Indicator, moment: Moment) -> tuple[int, int] | None:
    """Successes and trials; None where they are not known. A period without cases has (0, 0)."""
    if moment.state == "not_applicable":
        return 0, 0
    return counted_cases(indicator, moment.shown, moment.numerator, moment.denominator)


def sentence(lines: Lines, told: Sequence[Line]) -> str:
    """`趋势检验：石桥县总体上升（p=0.003），全市看不出变化（p=0.412）。`; empty where nothing is tested."""
    tested = [(line, found) for line in told if (found := test_of(lines, line)) is not None]
    if not tested:
        return ""
    by_value = {found.by_value for _, found in tested}
    how = f"（{BY_VALUE}）" if by_value == {True} else ""
    parts = [
        f"{lines.city_name if line is lines.whole else line.region.name}"
        f"{words_with_p(found, mark_values=len(by_value) > 1)}"
        for line, found in tested
    ]
    return f"趋势检验{how}：{'，'.join(parts)}。"
