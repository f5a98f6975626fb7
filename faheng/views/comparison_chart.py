"""The chart of 县区对比, described; faheng/charts/figure.py draws it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from types import MappingProxyType

from faheng.catalogue import DIRECTION_NAMES
from faheng.charts.spec import DotComparison, DotRow, Judgement, ReferenceLine
from faheng.measures import wording
from faheng.measures.rates import CityFigure
from faheng.measures.verdict import Verdict
from faheng.measures.verdict_words import p_text, verdict_words
from faheng.views.question import Question
from faheng.views.standing import Shown
from faheng.views.standing_words import basis_of, goal_text, profile_address, source_address
from faheng.views.verdicts import Judged, rest_words

_LONG_DETAIL = 1000  # cases; with more, n decides nothing and the numbers would crowd a phone


def chart(
    question: Question,
    rows: tuple[Shown, ...],
    whole: Shown,
    figure: CityFigure,
    judged: Judged,
    *,
    release: int,
    title: str,
    source: str,
    notes: tuple[str, ...],
    made_up: bool,
    places: Mapping[str, str] = MappingProxyType({}),
) -> DotComparison:
    """One dot per row, in their order; the city's value is a line, or the only dot when it alone has a value.

    `places` are the ranks of regions in words, by code, where the rows are in the order of their ranks.
    """
    indicator = question.indicator
    city, period = question.city, question.period
    dots = tuple(
        _with_place(
            replace(
                region_dot(question, row, figure, judged),
                address=profile_address(city, row.region, period, release=release),
                value_address=source_address(question, row.region, release, look="ranking" if places else ""),
            ),
            places.get(row.region.code, ""),
        )
        for row in rows
    )
    city_alone = whole.shown is not None and all(row.shown is None for row in rows)
    if city_alone or not rows:
        alone = region_dot(question, whole, figure, judged)
        dots += (replace(alone, value_address=source_address(question, city, release)),)
    lines = tuple(
        line for line in _lines(question, rows, whole, figure) if not (city_alone and line.kind == "city")
    )
    return DotComparison(
        title=title,
        subtitle=_subtitle(question, dots, figure),
        rows=dots,
        lines=lines,
        unit=wording.full_width(indicator.unit),
        decimals=indicator.decimals,
        source=source,
        maximum=Decimal(100) if indicator.is_percent else None,
        starts_at_zero=indicator.kind in ("count", "stock"),
        notes=notes,
        made_up=made_up,
    )


def _with_place(dot: DotRow, place: str) -> DotRow:
    """The dot with its rank, which its lines say as well."""
    return replace(dot, place=place, about=(*dot.about, place)) if place else dot


def region_dot(question: Question, row: Shown, figure: CityFigure, judged: Judged) -> DotRow:
    """A region's name, value and what is said of them."""
    indicator = question.indicator
    if row.shown is None:
        counted, middle, reported = row.state_text.partition("中")  # 12个月中 / 已报10个月: on two lines
        # The earlier dot stays: it says what the region stood at when it last reported.
        return DotRow(
            key=row.region.code,
            label=row.region.label,
            text=counted + middle,
            detail=reported,
            previous=row.previous if row.comparable else None,
            about=(f"{row.region.name} {question.period}", row.state_text),
        )
    text = wording.format_value(row.shown, indicator, as_reported=row.as_reported)
    parts = wording.parts_text(indicator, row.numerator, row.denominator)
    short = indicator.has_chance and row.denominator is not None and row.denominator < _LONG_DETAIL
    low, high = row.interval or (None, None)
    verdict = judged.against_city.get(row.region.code)
    return DotRow(
        key=row.region.code,
        label=row.region.label,
        text=text,
        value=row.shown,
        previous=row.previous if row.comparable else None,
        low=low,
        high=high,
        detail=parts if short else "",
        mark=row.mark,
        verdict=shown_verdict(question, verdict),
        judged=judged_as(question, verdict),
        about=about_region(question, row, figure, judged),
        basis=basis_of(row, indicator),
    )


def shown_verdict(question: Question, verdict: Verdict | None) -> str:
    """`可能劣于`: only a difference is said beside a dot, the rest stands in the table."""
    if verdict is None or not verdict.is_difference:
        return ""
    return verdict_words(verdict, question.indicator, "")


def judged_as(question: Question, verdict: Verdict | None) -> Judgement:
    """How a dot is coloured."""
    if verdict is None:
        return "untested"
    good = verdict.is_good(question.indicator.direction)
    if good is None:
        return "different" if verdict.is_difference else "no difference"
    if good:
        return "better"
    return "worse" if verdict.is_clear else "perhaps worse"


def about_region(question: Question, row: Shown, figure: CityFigure, judged: Judged) -> tuple[str, ...]:
    """All that is known of a region's value, in lines: value, interval, tests, change, target."""
    indicator = question.indicator
    text = wording.format_value(row.shown, indicator, as_reported=row.as_reported)
    parts = wording.parts_text(indicator, row.numerator, row.denominator)
    value = f"{text}（{parts}）" if parts else text
    difference = wording.change_text(row.change, indicator, question.period)
    if indicator.kind in ("count", "stock") and (growth := wording.change_pct_text(row.change_pct)):
        difference = f"{difference}（{growth}）"
    lines = (
        f"{row.region.name} {question.period}",
        f"{value}{f' {row.mark}' if row.mark else ''}",
        wording.interval_text(*row.interval) if row.interval else "",
        _with_p(judged.against_city.get(row.region.code), question, rest_words(figure)),
        difference,
        _with_p(
            judged.against_previous.get(row.region.code),
            question,
            wording.previous_words(question.period, indicator),
        ),
        goal_text(row, indicator),
    )
    return tuple(line for line in lines if line)


def _with_p(verdict: Verdict | None, question: Question, than: str) -> str:
    """`与上年看不出差别（p=0.412）`; empty where nothing was tested."""
    if verdict is None:
        return ""
    return f"{verdict_words(verdict, question.indicator, than)}（{p_text(verdict.p)}）"


def _lines(
    question: Question, rows: tuple[Shown, ...], city_row: Shown, figure: CityFigure
) -> list[ReferenceLine]:
    """The city's value, unless it is a sum (far beyond every region), and the target when all share one."""
    indicator = question.indicator
    lines = []
    if rows and figure.shown is not None and indicator.aggregation != "sum":
        lines.append(city_line(question, city_row, figure))
    targets = {row.target for row in rows if row.target is not None}
    if len(targets) == 1 and indicator.direction != "neutral":
        (target,) = targets
        lines.append(ReferenceLine("target", target, f"目标 {wording.target_text(target, indicator)}"))
    return lines


def city_line(question: Question, city_row: Shown, figure: CityFigure) -> ReferenceLine:
    """The city's value, which must be there, as a line with its label."""
    assert figure.shown is not None
    whose = "已报地区合计" if figure.made == "partial" else "全市"
    value = wording.format_value(figure.shown, question.indicator, as_reported=city_row.as_reported)
    return ReferenceLine("city", figure.shown, f"{whose} {value}")


def _subtitle(question: Question, dots: tuple[DotRow, ...], figure: CityFigure) -> str:
    """City, period, direction and what the signs mean; only signs that occur."""
    indicator = question.indicator
    signs = ["●\u00a0本期"]
    marks = sorted({dot.mark for dot in dots if dot.mark})
    if marks:
        signs.append(f"◇\u00a0{'、'.join(marks)}")
    if any(dot.previous is not None for dot in dots):
        signs.append(f"○\u00a0{question.previous}")
    strokes = []
    if any(dot.low is not None for dot in dots):
        strokes.append("横条：95%置信区间")
    if any(dot.value is not None and dot.previous is not None for dot in dots):
        strokes.append(f"细线：较{wording.previous_words(question.period, indicator)}的变化")
    if strokes:
        signs.append("，".join(strokes))
    facts = [question.city.name, str(question.period)]
    if indicator.direction != "neutral":
        facts.append(DIRECTION_NAMES[indicator.direction])
    if any(dot.value is not None and dot.detail for dot in dots) and (
        names := wording.parts_names(indicator)
    ):
        facts.append(f"数值下：{names}")
    if any(dot.verdict for dot in dots):
        facts.append(f"优劣、高低：与{rest_words(figure)}相比，是否超出偶然")
    return f"{' · '.join(facts)} · {'　'.join(signs)}"
