"""县区画像 as numbers: one row per indicator, to download."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from faheng.catalogue import Catalogue, Region
from faheng.charts.spec_profile import Spine
from faheng.measures import wording
from faheng.measures.rates import stored_decimals
from faheng.period import Period
from faheng.tables import Amount, Cell, Column, Table
from faheng.views.profile_rows import ProfileLine, label
from faheng.views.standing import amount
from faheng.views.standing_words import ends, goal_text

_COLUMNS = (
    Column("category", "类别"),
    Column("indicator", "指标"),
    Column("period", "时期"),
    Column("value", "数值", 2),
    Column("unit", "单位"),
    Column("numerator", "分子", 0),
    Column("denominator", "分母", 0),
    Column("city", "全市", 2),
    Column("city_status", "全市状态"),
    Column("low", "各地区最低", 2),
    Column("high", "各地区最高", 2),
    Column("change", "较上期变化", 2, signed=True),
    Column("gap", "目标差距"),
    Column("status", "状态"),
)


def table(
    described: Spine, catalogue: Catalogue, region: Region, period: Period, lines: Sequence[ProfileLine]
) -> Table:
    """The same rows as the spine; lowest and highest only where it is drawn. A change of a % is in 个百分点."""
    return Table(
        title=described.title,
        subtitle=f"{region.name} · {period} · 百分比指标的变化以百分点计",
        name=f"{region.name}画像 {period}",
        columns=_COLUMNS,
        rows=tuple(_cells(catalogue, line) for line in lines),
        keys=tuple(line.indicator.code for line in lines),
        source=described.source,
        notes=described.notes,
        made_up=described.made_up,
    )


def _cells(catalogue: Catalogue, line: ProfileLine) -> tuple[Cell, ...]:
    own, indicator = line.own, line.indicator
    low, high = ends(line.values) if line.span else (None, None)
    change: Cell = own.change
    if own.change is not None:
        change = Amount(own.change, indicator.decimals)
    elif own.shown is not None and own.previous is not None:
        change = wording.NOT_COMPARABLE
    return (
        catalogue.categories[indicator.category_code].name,
        label(indicator),
        str(line.standing.question.period),
        amount(own, indicator),
        wording.full_width(indicator.unit),
        part(own.numerator),
        part(own.denominator),
        None if line.city is None else amount(line.standing.whole, indicator),
        line.city_mark,
        "" if low is None else amount(low, indicator),
        "" if high is None else amount(high, indicator),
        change,
        goal_text(own, indicator).replace("：", "，"),
        own.state_text,
    )


def part(number: Decimal | None) -> Cell:
    """A numerator or denominator as it was typed; an empty cell without one."""
    return "" if number is None else Amount(number, stored_decimals(number))
