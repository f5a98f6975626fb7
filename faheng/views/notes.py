"""The sentences below charts and tables that several pages print: 累计, published notes, targets, zones, former names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from faheng.catalogue import Catalogue, Indicator, Region, Target, chosen
from faheng.measures import wording
from faheng.period import Period
from faheng.views.definition import UNSETTLED
from faheng.views.standing import Shown
from faheng.views.trend_lines import Moment


def unsettled_targets(
    catalogue: Catalogue, indicator: Indicator, city: Region, periods: Iterable[Period]
) -> list[Target]:
    """The targets that hold for the city in any of the periods and are 建议值 or 待核实: nobody's decision yet."""
    targets = [target for target in catalogue.targets if target.indicator_code == indicator.code]
    held = {chosen(targets, region_code=city.code, period=period) for period in periods} if targets else set()
    return [target for target in targets if target in held and target.basis in UNSETTLED]


def unsettled_sentences(targets: Iterable[Target], indicator: Indicator) -> list[str]:
    """`目标 100% 标为“建议值”：建议值是本软件给出的……`, one for each."""
    return [
        f"目标 {wording.target_text(target.value, indicator)} 标为“{target.basis}”："
        f"{target.basis}{UNSETTLED[target.basis]}。"
        for target in targets
    ]


def value_notes(found: Iterable[tuple[str, str, Shown | Moment]]) -> list[str]:
    """What 累计 means, where it occurs, then what came with single values: for the notes of every page and table.

    With each value stands who is named as having 累计, and what its own note begins with: a page of one indicator names
    regions, one of many indicators names those.
    """
    values = list(found)
    return [
        *filter(None, [_cumulative_sentence(whose for whose, _, value in values if value.cumulative)]),
        *(f"{head}：{value.note}" for _, head, value in values if value.note),
    ]


def _cumulative_sentence(names: Iterable[str]) -> str:
    """What 累计 means, and for whose numbers it is said; empty for nobody's."""
    whose = "、".join(dict.fromkeys(names))
    return (
        f"{wording.CUMULATIVE}（{whose}）：从开始统计算到期末的总数，不与别的数相加，不与不是累计的数比较，也不与目标比。"
        if whose
        else ""
    )


def counted_in(regions: Sequence[Region], whole: str) -> list[str]:
    """`演示高新区的数字已含在东湖区内，不重复计入全市值。`, for each region whose figures another one holds."""
    names = {region.code: region.name for region in regions}
    return [
        f"{region.name}的数字已含在{names[region.counted_in]}内，不重复计入{whole}。"
        for region in regions
        if region.counted_in in names
    ]


def former_names(catalogue: Catalogue, names: Mapping[str, str], *, since: Period) -> list[str]:
    """`白溪区：2020年及以前称白溪县`, when `since` begins in that time; `names` are the regions' by code."""
    begins = (since.year, since.first_month)
    return [
        f"{names[alias.region_code]}：{alias.valid_to}及以前称{alias.name}。"
        for alias in catalogue.region_aliases
        if alias.region_code in names
        and alias.valid_to is not None
        and begins <= (alias.valid_to.year, alias.valid_to.last_month)
    ]
