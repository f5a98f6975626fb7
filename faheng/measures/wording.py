"""A value and its Indicator turned into the words a reader says; every such word is said here once."""

from __future__ import annotations

import re
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from itertools import takewhile

from faheng.catalogue import Indicator
from faheng.measures.rates import Gap
from faheng.period import Period

MISSING = "—"  # 未报: never 0
NOT_REPORTED = "未报"
NOT_COMPARABLE = "不可比"
NOT_COMPLETE = "尚不完整"
# A value before regions were merged, added up for the ground that the region has today.
AS_TODAY = "按现区划合并"
# A value before a change of definition, made of numbers that were reported under other indicators at the time.
RESTATED = "按新口径推算"
RESTATED_SHORT = "推算"  # in a narrow column, below a line that says the whole
CUMULATIVE = "累计"
CASES = "件（个、人）"  # where several indicators count different things
ONE_CASE = f"只差 1 {CASES}"
PUBLISHED = "公开材料"
MADE_UP = "演示数据"
_MARKS = {"provisional": "暂定", "estimated": "估计", "final": ""}
_PREVIOUS = {
    "year": "上年",
    "half_year": "上个半年",
    "quarter": "上季度",
    "month": "上月",
    "range": "上年同期",
}
_PARTS = {1: "个月", 3: "个季度", 6: "个半年"}
_FULL_WIDTH = str.maketrans("(),;", "（），；")


def full_width(text: str) -> str:
    """`text` with Chinese brackets, commas and semicolons, as catalogue names are printed."""
    return text.translate(_FULL_WIDTH)


def format_number(number: Decimal, decimals: int) -> str:
    """`1,234.50`: thousands commas and a fixed number of decimals."""
    return f"{number:,.{decimals}f}"


def plain_number(number: Decimal) -> str:
    """`1.6`, `1,234`: thousands commas and no trailing zeros."""
    text = f"{number:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def format_value(shown: Decimal | None, indicator: Indicator, *, as_reported: bool = False) -> str:
    """A rounded value with its unit: `31.94%`, `1,234件`, `—` when there is none."""
    if shown is None:
        return MISSING
    return f"{bare_value(shown, indicator, as_reported=as_reported)}{full_width(indicator.unit)}"


def bare_value(shown: Decimal, indicator: Indicator, *, as_reported: bool = False) -> str:
    """A rounded value as printed where its unit stands elsewhere: `31.94`, `1,234`.

    100 % and 0 % are printed without decimals: they are only printed when they are exact. `as_reported` is
    for a rate without numerator and denominator: it gets no digit that its sender did not write.
    """
    exact = as_reported or (indicator.is_percent and shown in (0, 100))
    return plain_number(shown) if exact else format_number(shown, indicator.decimals)


def named_unit(indicator: Indicator) -> str:
    """`行政机关负责人出庭应诉率（%）`: a name with the unit of the numbers beside it."""
    return f"{full_width(indicator.name)}（{full_width(indicator.unit)}）"


def parts_text(indicator: Indicator, numerator: Decimal | None, denominator: Decimal | None) -> str:
    """`57/60`; `n=400` where only a sample size is known; empty when there is nothing to say."""
    if denominator is None:
        return ""
    if numerator is not None:
        return f"{plain_number(numerator)}/{plain_number(denominator)}"
    return f"n={plain_number(denominator)}" if indicator.count_model == "survey" else ""


def parts_names(indicator: Indicator) -> str:
    """What stands in `parts_text`: `出庭件数/开庭件数`; empty for an indicator without parts."""
    names = (indicator.numerator_name, indicator.denominator_name)
    return "/".join(full_width(name) for name in names if name)


def difference_unit(indicator: Indicator) -> str:
    """The unit of a difference between two values: 个百分点 for percentages, never %."""
    return "个百分点" if indicator.is_percent else full_width(indicator.unit)


def previous_words(period: Period, indicator: Indicator) -> str:
    """What the period is called that a value is compared with: 上年, 上季度, 上年同期 …"""
    if indicator.begins_each_year and period.frequency != "year":
        return _PREVIOUS["range"]
    return _PREVIOUS[period.frequency]


def change_text(difference: Decimal | None, indicator: Indicator, period: Period) -> str:
    """`较上年上升 1.6 个百分点`, `较上季度增加 12 件`, `与上年持平`; empty when the difference is None."""
    if difference is None:
        return ""
    before = previous_words(period, indicator)
    if difference == 0:
        return f"与{before}持平"
    counted = indicator.kind in ("count", "stock")
    verb = ("增加" if difference > 0 else "减少") if counted else ("上升" if difference > 0 else "下降")
    return f"较{before}{verb} {plain_number(abs(difference))} {difference_unit(indicator)}"


def change_pct_text(pct: Decimal | None) -> str:
    """`增长 12.3%`, `下降 4%`; empty for None and for no change, which `change_text` tells."""
    if not pct:
        return ""
    return f"{'增长' if pct > 0 else '下降'} {plain_number(abs(pct))}%"


def gap_text(gap: Gap | None, indicator: Indicator) -> str:
    """`达标`, `差 3 件`, and `超 3 件` for an indicator that should be low; empty without a target."""
    if gap is None:
        return ""
    if gap.is_met:
        return "达标"
    unit = numerator_unit(indicator) if gap.by == "numerator" else difference_unit(indicator)
    return f"{'超' if indicator.direction == 'lower' else '差'} {plain_number(gap.amount)} {unit}"


def numerator_unit(indicator: Indicator) -> str:
    """What the numerator counts, by what its name ends with: 出庭件数 → 件, 持证在岗执法人员数 → 人.

    Of other things it is 个 and what both parts end with: 已配备法律顾问的村(社区)数 of 村(社区)总数 → 个村（社区）.
    """
    counted, whole = (
        re.sub(r"总?数(?:[（(][^（()）]*[)）])?$", "", name)
        for name in (indicator.numerator_name, indicator.denominator_name)
    )
    if match := re.search(r"(?:件|人次|人员?|次|项)$", counted):
        return match[0].removesuffix("员")
    alike = takewhile(lambda pair: pair[0] == pair[1], zip(counted[::-1], whole[::-1], strict=False))
    shared = "".join(letter for letter, _ in alike)[::-1]
    return f"个{full_width(shared.rpartition('的')[2])}"


def missing_text(indicator: Indicator, numerator: Decimal | None, denominator: Decimal | None) -> str:
    """`还差 3 个村（社区）`: what a full list lacks (statistics.md); empty when it is full, and for anything else."""
    is_list = indicator.kind == "rate" and indicator.count_model == "roster"
    if not is_list or indicator.direction != "higher" or numerator is None or denominator is None:
        return ""
    missing = denominator - numerator
    return f"还差 {plain_number(missing)} {numerator_unit(indicator)}" if missing > 0 else ""


def cases_text(number: Decimal, indicator: Indicator) -> str:
    """`再多 1 件`, and `再少 1 件` for an indicator that should be low: the further successes, or fewer failures."""
    more = "再少" if indicator.direction == "lower" else "再多"
    return f"{more} {plain_number(number)} {numerator_unit(indicator)}"


def not_applicable_words(indicator: Indicator) -> str:
    """Denominator 0: 无案件 where cases are counted, 不涉及 elsewhere. Neither 0 % nor 未报."""
    return "无案件" if indicator.count_model == "events" else "不涉及"


def incomplete_words(period: Period, *, reported: int, expected: int) -> str:
    """`12个月中已报10个月`: why a longer period has no value yet."""
    unit = _PARTS.get((period.last_month - period.first_month + 1) // max(expected, 1), "期")
    return f"{expected}{unit}中已报{reported}{unit}"


def status_words(status: str | None, indicator: Indicator) -> str:
    """`暂定`, `估计`, `无案件`, `未报` (None); empty for a final value."""
    if status is None:
        return NOT_REPORTED
    if status == "not_applicable":
        return not_applicable_words(indicator)
    return _MARKS.get(status, "")


def mark_words(status: str | None, indicator: Indicator, *, cumulative: bool) -> str:
    """`累计`, `累计，暂定`, else as `status_words`: what a reader must know of a value at its place."""
    words = status_words(status, indicator)
    if not cumulative:
        return words
    return f"{CUMULATIVE}，{words}" if words else CUMULATIVE


def range_text(low: str, high: str, indicator: Indicator) -> str:
    """`78.57%～100%`, `107～563件` (only % stands twice), or one value when both are the same.

    The ends are texts of `format_value`, which knows what was only reported.
    """
    if low == high:
        return low
    return f"{low if indicator.is_percent else low.removesuffix(full_width(indicator.unit))}～{high}"


def target_text(target: Decimal, indicator: Indicator) -> str:
    """`95%`, `3.5人/万人`: a target as it was set, without added decimals."""
    return f"{plain_number(target)}{full_width(indicator.unit)}"


def share_text(part: int, whole: int) -> str:
    """`96.0%`: how many of how many, at one decimal; 100% and 0% only when they are exact. Empty without any."""
    if not whole:
        return ""
    if part in (0, whole):
        return "100%" if part else "0%"
    tenths = min(max(round(Fraction(part * 1000, whole)), 1), 999)
    return f"{tenths // 10}.{tenths % 10}%"


def interval_text(low: Decimal, high: Decimal) -> str:
    """`95%区间 86.3%～98.3%`: ends are at one decimal, they are estimates."""
    ends = (
        low if low in (0, 100) else min(max(round(low, 1), Decimal("0.1")), Decimal("99.9"))
        for low in (low, high)
    )
    return f"95%区间 {'～'.join(f'{plain_number(end)}%' for end in ends)}"


def date_text(moment: datetime) -> str:
    """`2026-11-25`: the day of a release or a submission."""
    return f"{moment:%Y-%m-%d}"
