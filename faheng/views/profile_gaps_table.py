"""扣分在哪 as numbers: one row per indicator, to download."""

from __future__ import annotations

from collections.abc import Sequence

from faheng.catalogue import Catalogue, Region
from faheng.charts.spec_profile import Bullets
from faheng.measures import wording
from faheng.period import Period
from faheng.tables import Cell, Column, Table
from faheng.views.profile_gaps import GapLine
from faheng.views.profile_rows import label
from faheng.views.profile_table import part
from faheng.views.standing import amount

_COLUMNS = (
    Column("category", "类别"),
    Column("indicator", "指标"),
    Column("period", "时期"),
    Column("value", "数值", 2),
    Column("unit", "单位"),
    Column("numerator", "分子", 0),
    Column("denominator", "分母", 0),
    Column("target", "目标"),
    Column("gap", "与目标差距"),
    Column("city", "全市", 2),
    Column("city_status", "全市状态"),
    Column("city_gap", "与全市差距"),
    Column("verdict", "与其余地区相比"),
    Column("status", "状态"),
)


def gaps_table(
    described: Bullets, catalogue: Catalogue, region: Region, period: Period, short: Sequence[GapLine]
) -> Table:
    """The same rows as the bullets, in their order."""
    return Table(
        title=described.title,
        subtitle=f"{region.name} · {period}",
        name=f"{region.name}扣分在哪 {period}",
        columns=_COLUMNS,
        rows=tuple(_cells(catalogue, each) for each in short),
        keys=tuple(each.line.indicator.code for each in short),
        source=described.source,
        notes=described.notes,
        made_up=described.made_up,
    )


def _cells(catalogue: Catalogue, found: GapLine) -> tuple[Cell, ...]:
    line = found.line
    own, indicator = line.own, line.indicator
    with_city = found.city is not None
    return (
        catalogue.categories[indicator.category_code].name,
        label(indicator),
        str(line.standing.question.period),
        amount(own, indicator),
        wording.full_width(indicator.unit),
        part(own.numerator),
        part(own.denominator),
        "" if own.target is None else wording.target_text(own.target, indicator),
        wording.gap_text(found.target, indicator),
        amount(line.standing.whole, indicator) if with_city else "",
        line.city_mark if with_city else "",
        "" if found.city is None or found.city.is_met else wording.gap_text(found.city, indicator),
        found.verdict_words(),
        own.state_text,
    )
