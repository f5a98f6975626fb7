"""What every page says of a standing: its tone, the whole of a number in words, and where numbers and names lead."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

from faheng.address import Address, address
from faheng.catalogue import Indicator, Region
from faheng.charts.spec import Basis, Tone
from faheng.measures import wording
from faheng.measures.rates import Gap
from faheng.period import Period
from faheng.views.question import Question
from faheng.views.standing import Shown, Standing

_TONE_WORDS: Mapping[Tone, str] = MappingProxyType(
    {
        "met": "蓝底：达标",
        "near": f"黄底 △：未达标，{wording.ONE_CASE}",
        "unmet": "红底 ×：未达标",
        "plain": "灰底：没有目标或不作评价",
        "missing": "虚线框：未报",
    }
)


def tone_words(tones: Iterable[Tone]) -> str:
    """`蓝底：达标　红底 ×：未达标`: what the tints of a matrix mean; only those that occur."""
    found = set(tones)
    return "　".join(words for tone, words in _TONE_WORDS.items() if tone in found)


def tone_of(row: Shown) -> Tone:
    """Target met or not, where there is one to be held against; else what there is of a value."""
    if row.gap is not None:
        return tone_of_gap(row.gap)
    if row.state_text == wording.MISSING:
        return "none"  # nobody owes it
    return {"value": "plain", "not_applicable": "none"}.get(row.state, "missing")  # type: ignore[return-value]


def tone_of_gap(gap: Gap) -> Tone:
    """Met, missed, or `near`: missed by one case, of however many. Nothing else is near: a share of a target is no rule."""
    return "met" if gap.is_met else "near" if gap.is_one_case else "unmet"


def basis_of(row: Shown, indicator: Indicator) -> Basis | None:
    """The numbers behind a value; None where there is no value."""
    if row.shown is None:
        return None
    return Basis(
        direction=indicator.direction,  # type: ignore[arg-type]
        decimals=indicator.decimals,
        scale=indicator.scale,
        numerator=row.numerator,
        denominator=row.denominator,
        target=row.target if row.gap is not None else None,
        tone=tone_of_gap(row.gap) if row.gap is not None else "plain",
    )


def goal_text(row: Shown, indicator: Indicator) -> str:
    """`目标 95%：差 1 件`; of a full list without a target what it lacks: `还差 3 个任务`; else empty."""
    if row.gap is not None and row.target is not None:
        return f"目标 {wording.target_text(row.target, indicator)}：{wording.gap_text(row.gap, indicator)}"
    if row.target is not None or row.cumulative or row.note:
        return ""
    return wording.missing_text(indicator, row.numerator, row.denominator)


def is_partial(found: Standing, row: Shown) -> bool:
    """Whether it is the city's value and not all regions are in it."""
    return row is found.whole and found.figure.made == "partial"


def about(found: Standing, row: Shown) -> str:
    """The whole of a cell in words: `东湖区 2025年 …率：93.75%（45/48） 暂定，目标 95%：差 1 件`."""
    question, indicator = found.question, found.question.indicator
    head = f"{row.region.name} {question.period} {wording.full_width(indicator.name)}"
    if row.shown is None:
        return f"{head}：{row.state_text}"
    parts = wording.parts_text(indicator, row.numerator, row.denominator)
    value = wording.format_value(row.shown, indicator, as_reported=row.as_reported)
    facts = [f"{value}{f'（{parts}）' if parts else ''}{f' {row.mark}' if row.mark else ''}"]
    if is_partial(found, row):
        facts.append(f"应报{found.figure.regions_due}个地区中{found.figure.regions_summed}个的合计")
    if goal := goal_text(row, indicator):
        facts.append(goal)
    return f"{head}：{'，'.join(facts)}"


def shown_values(found: Standing) -> Iterator[Shown]:
    """The values of an indicator that are shown, the city's last."""
    return (row for row in (*found.rows, found.whole) if row.shown is not None)


def value_address(found: Standing, region: Region | None, release: int) -> Address:
    """Where a value leads: 县区对比 of its period, with the source of the region's number open."""
    return source_address(found.question, region, release)


def source_address(question: Question, region: Region | None, release: int, *, look: str = "") -> Address:
    """Where the answer to a question stands with the source of a region's number open, in one of the forms of looks.py."""
    return address(
        "comparison",
        release=release,
        city=question.city.code,
        indicator=question.indicator.code,
        period=question.period.code,
        look=look,
        row=region.code if region else "",
    )


def trend_address(
    city: Region, indicator: Indicator, period: Period, *, release: int, regions: str = ""
) -> Address:
    """Where an indicator leads: its trend in periods as long as the one that is shown; a span like 1—9月 has none."""
    return address(
        "trend",
        release=release,
        city=city.code,
        indicator=indicator.code,
        frequency="" if period.frequency == "range" else period.frequency,
        regions=regions,
    )


def profile_address(
    city: Region, region: Region, period: Period, *, release: int, aspect: str = ""
) -> Address:
    """Where a region leads: its profile of the period; `aspect` is which one, empty for that last seen."""
    return address(
        "profile", release=release, city=city.code, region=region.code, period=period.code, aspect=aspect
    )


def ends(values: Iterable[Shown]) -> tuple[Shown, Shown]:
    """The lowest and the highest of some values; of equal ones that with its parts, which is printed in full.

    Raises:
        ValueError: there is no value.
    """
    found = [(row.shown, row) for row in values if row.shown is not None]
    _, low = min(found, key=lambda item: (item[0], item[1].as_reported))
    _, high = max(found, key=lambda item: (item[0], not item[1].as_reported))
    return low, high


def range_of(values: Iterable[Shown], indicator: Indicator) -> str:
    """`78.57%～100%`: from the lowest to the highest value, each printed as everywhere."""
    low, high = (
        wording.format_value(row.shown, indicator, as_reported=row.as_reported) for row in ends(values)
    )
    return wording.range_text(low, high, indicator)
