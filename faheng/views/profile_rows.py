"""The rows of 县区画像, described as a spine; faheng/charts/spine.py draws it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from faheng.catalogue import Catalogue, Indicator, Region
from faheng.charts.spec_profile import Span, Spine, SpineGroup, SpineRow
from faheng.measures import wording
from faheng.period import Period
from faheng.tables import Column
from faheng.views.standing import Shown, Standing
from faheng.views.standing_words import (
    about,
    basis_of,
    goal_text,
    range_of,
    tone_of,
    trend_address,
    value_address,
)

_TURNED = "已换向"


@dataclass(frozen=True)
class ProfileLine:
    """One indicator: how everybody stands, and the region's own row."""

    standing: Standing
    own: Shown

    @property
    def indicator(self) -> Indicator:
        """The indicator."""
        return self.standing.question.indicator

    @property
    def city(self) -> Decimal | None:
        """The city's value."""
        return self.standing.figure.shown

    @property
    def city_text(self) -> str:
        """The city's value as printed."""
        return wording.format_value(self.city, self.indicator, as_reported=self.standing.whole.as_reported)

    @property
    def city_mark(self) -> str:
        """`部分` when not all regions are in the city's value, and what it is marked with: `累计`, `暂定`."""
        if self.city is None:
            return ""
        return "，".join(filter(None, ("部分" if self.is_partial else "", self.standing.whole.mark)))

    @property
    def is_partial(self) -> bool:
        """Whether not all regions are in the city's value that is shown."""
        return self.standing.figure.made == "partial" and self.city is not None

    @property
    def values(self) -> list[Shown]:
        """The values of all regions."""
        return [row for row in self.standing.rows if row.shown is not None]

    @property
    def span(self) -> Span | None:
        """Where the region stands among the others; None where positions mean nothing, or there is no middle."""
        others = tuple(row.shown for row in self.values if row is not self.own and row.shown is not None)
        if not self.indicator.has_base or self.city is None or not others:
            return None
        return Span(
            city=self.city,
            others=others,
            direction=self.indicator.direction,  # type: ignore[arg-type]
            value=self.own.shown,
            target=self.own.target if self.own.gap is not None else None,
        )


def spine(
    catalogue: Catalogue,
    region: Region,
    city: Region,
    period: Period,
    lines: Sequence[ProfileLine],
    *,
    release: int,
    source: str,
    notes: tuple[str, ...],
    made_up: bool,
) -> Spine:
    """One row per indicator, below the name of its category."""
    groups = tuple(
        SpineGroup(
            catalogue.category_label(code),
            tuple(_row(line, region, period, release) for line in members),
        )
        for code, members in groupby(lines, key=lambda line: line.indicator.category_code)
    )
    title = _title(region, period, lines)
    rows = [row for group in groups for row in group.rows]
    return Spine(
        title=title,
        subtitle=_subtitle(region, city, period, rows),
        source=source,
        notes=notes,
        made_up=made_up,
        whose=region.name,
        groups=groups,
    )


def _title(region: Region, period: Period, lines: Sequence[ProfileLine]) -> str:
    """`石桥县 2025年：57项中报了44项，其中22项有目标，9项达标`: how many, without a verdict."""
    text = f"{region.name} {period}：{len(lines)}项中报了{sum(line.own.is_reported for line in lines)}项"
    gaps = [line.own.gap for line in lines if line.own.gap is not None]
    return f"{text}，其中{len(gaps)}项有目标，{sum(gap.is_met for gap in gaps)}项达标" if gaps else text


def _subtitle(region: Region, city: Region, period: Period, rows: Sequence[SpineRow]) -> str:
    """City, period and what the signs mean; only signs that occur."""
    spans = [(row, row.span) for row in rows if row.span is not None]
    marks = sorted({row.mark for row, span in spans if row.mark and span.value is not None})
    signs = []
    if any(span.value is not None and not row.mark for row, span in spans):
        signs.append(f"●\u00a0{region.name}")
    if marks:
        signs.append(f"○\u00a0{region.name}（{'、'.join(marks)}）")
    if spans:
        signs.append("中线：全市　灰带：各地区最低～最高　细刻度：其他地区")
    if any(span.target is not None for _, span in spans):
        signs.append("红刻度：目标")
    if any(span.direction == "lower" for _, span in spans):
        signs.append(f"标“{_TURNED}”的越低越好，左高右低")
    if any(span.direction == "neutral" for _, span in spans):
        signs.append("标“小、大”的不作好坏评价")
    if any(row.span is None and row.tone != "missing" for row in rows):
        signs.append("总量与地区大小有关，不画位置")
    return f"{city.name} · {period} · {'　'.join(signs)}" if signs else f"{city.name} · {period}"


def _row(line: ProfileLine, region: Region, period: Period, release: int) -> SpineRow:
    found, own, indicator = line.standing, line.own, line.indicator
    question = found.question
    return SpineRow(
        label=label(indicator, turned=line.span is not None),
        text=_value(own, indicator),
        city_text=line.city_text,
        tone=tone_of(own),
        note="" if question.period == period else str(question.period),
        detail=wording.parts_text(indicator, own.numerator, own.denominator),
        mark=own.mark,
        city_mark=line.city_mark,
        change=_change(own, indicator, question.period),
        goal=goal(own, indicator),
        span=line.span,
        about="，".join(_about(line)),
        address=trend_address(
            question.city, indicator, question.period, release=release, regions=region.code
        ),
        value_address=value_address(found, region, release),
        city_address=value_address(found, question.city, release),
        basis=basis_of(own, indicator),
    )


def label(indicator: Indicator, *, turned: bool = False) -> str:
    """`行政机关败诉率（低优）`: its name, and that low is better where it is; `turned`: low is drawn on the right."""
    low = f"（低优，{_TURNED}）" if turned else "（低优）"
    return f"{wording.full_width(indicator.name)}{low if indicator.direction == 'lower' else ''}"


def _value(own: Shown, indicator: Indicator) -> str:
    if own.shown is not None:
        return wording.format_value(own.shown, indicator, as_reported=own.as_reported)
    # 12个月中已报10个月 stands below the table: there is no room for it in a row.
    return wording.NOT_COMPLETE if own.state == "incomplete" else own.state_text


def _change(own: Shown, indicator: Indicator, period: Period) -> str:
    """`+2.58个百分点`, `持平`, `不可比`, `—` when there is nothing to compare with; `同比…` where last year is compared."""
    if own.shown is None:
        return ""
    if own.previous is None:
        return wording.MISSING
    if own.change is None:
        return wording.NOT_COMPARABLE
    unit = wording.difference_unit(indicator)
    whose = "同比 " if is_year_on_year(indicator, period) else ""
    column = Column("", "", indicator.decimals, unit, signed=True)
    return f"{whose}{column.text(own.change) if own.change else '持平'}"


def is_year_on_year(indicator: Indicator, period: Period) -> bool:
    """Whether it is held against the same part of last year, and not against the period before."""
    return indicator.begins_each_year and period.frequency != "year"


def goal(own: Shown, indicator: Indicator) -> str:
    """`95%：差 3 件`, `100%：达标`, `还差 2 个任务`; empty where there is nothing to be held against."""
    return goal_text(own, indicator).removeprefix("目标 ")


def _about(line: ProfileLine) -> Iterator[str]:
    """The whole of a row in words."""
    own, indicator, question = line.own, line.indicator, line.standing.question
    yield about(line.standing, own)
    if difference := wording.change_text(own.change, indicator, question.period):
        growth = wording.change_pct_text(own.change_pct) if indicator.kind in ("count", "stock") else ""
        yield f"{difference}（{growth}）" if growth else difference
    if line.city is not None:
        yield f"全市 {line.city_text} {line.city_mark}".rstrip()
    if line.span is not None:
        yield f"各地区 {range_of(line.values, indicator)}"
