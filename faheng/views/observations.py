"""Everything published for a city, one row per value with its source: what `export` and the release page hand out."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from faheng.catalogue import BASIS_NAMES, Catalogue
from faheng.measures.rates import exact_value, rounded
from faheng.measures.wording import status_words
from faheng.period import period_from_code
from faheng.store.database import Store
from faheng.tables import Column, Table
from faheng.views.source import source_line

_COLUMNS = (
    Column("code", "指标代码"),
    Column("indicator", "指标"),
    Column("region", "地区"),
    Column("period", "时期"),
    Column("basis", "口径"),
    Column("value", "数值", decimals=2),
    Column("unit", "单位"),
    Column("numerator", "分子", decimals=0),
    Column("denominator", "分母", decimals=0),
    Column("status", "状态"),
    Column("file", "来源文件"),
    Column("cells", "单元格"),
    Column("texts", "单元格原文"),
    Column("sent_by", "报送人"),
    Column("received_at", "收到时间"),
    Column("release", "自第几版", decimals=0),
)


def observations_table(
    store: Store,
    *,
    release: int,
    city_code: str,
    indicator_code: str | None = None,
    period_code: str | None = None,
) -> Table:
    """The published values of a city and its parts as of `release`; the period as reported, nothing derived."""
    catalogue = store.catalogue(release)
    city = catalogue.regions[city_code]
    rows = store.read(
        "observations_export",
        release=release,
        region_codes=[city_code, *(region.code for region in catalogue.parts_of(city_code))],
        indicator_code=indicator_code,
        period=period_code,
    )
    return Table(
        title=f"{city.name}已发布数据（第 {release} 版）",
        name=f"{city.name}数据 第 {release} 版",
        columns=_COLUMNS,
        rows=tuple(_cells(row, catalogue) for row in rows),
        source=source_line(store, release=release, made_up=catalogue.is_made_up(city_code)),
        made_up=catalogue.is_made_up(city_code),
    )


def _cells(row: Any, catalogue: Catalogue) -> tuple[Decimal | int | str | None, ...]:
    indicator = catalogue.known_indicator(row.indicator_code)
    return (
        row.indicator_code,
        indicator.name,
        catalogue.known_region(row.region_code).name,
        str(period_from_code(row.period)),
        BASIS_NAMES[row.basis],
        rounded(
            exact_value(indicator, value=row.value, numerator=row.numerator, denominator=row.denominator),
            indicator,
        ),
        indicator.unit,
        row.numerator,
        row.denominator,
        status_words(row.status, indicator) or "正式",
        row.file_name,
        row.cells,
        row.cell_texts,
        row.sent_by,
        f"{row.received_at:%Y-%m-%d %H:%M}" if row.received_at else None,
        row.released_in,
    )
