"""The table of 县区对比: the regions in code order, the city below them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from types import MappingProxyType

from faheng.catalogue import Indicator
from faheng.measures import wording
from faheng.measures.rates import CityFigure
from faheng.measures.verdict import Verdict
from faheng.measures.verdict_words import p_text, verdict_words
from faheng.period import Period
from faheng.tables import Cell, Column, Table
from faheng.views.question import Question
from faheng.views.standing import Shown, amount, most_decimals
from faheng.views.standing_words import goal_text
from faheng.views.verdicts import Judged, rest_words


def table(
    question: Question,
    rows: tuple[Shown, ...],
    whole: Shown,
    figure: CityFigure,
    judged: Judged,
    *,
    title: str,
    source: str,
    notes: tuple[str, ...],
    made_up: bool,
    places: Mapping[str, str] = MappingProxyType({}),
) -> Table:
    """One row per region and the city last; a column without any number to show is left out.

    `places` are the ranks of regions in words, by code, where the rows are in the order of their ranks.
    """
    lines = (*rows, whole)
    found = _columns(question, lines, figure, judged)
    if places:
        found.insert(1, (Column("place", "名次"), lambda line: places.get(line.region.code)))
    columns, cells = zip(*found, strict=True)
    return Table(
        title=title,
        subtitle=f"{question.city.name} · {question.period}",
        name=f"{wording.full_width(question.indicator.name)} {question.period}",
        columns=columns,
        rows=tuple(tuple(cell(line) for cell in cells) for line in lines),
        keys=tuple(line.region.code for line in lines),
        footer_rows=1,
        source=source,
        notes=notes,
        made_up=made_up,
    )


def _verdict_columns(
    question: Question, figure: CityFigure, judged: Judged
) -> Iterator[tuple[Column, Callable[[Shown], Cell]]]:
    """Yield what the tests say, where anything was tested."""
    indicator = question.indicator
    before = wording.previous_words(question.period, indicator)
    if judged.against_city:
        column = Column("verdict", f"与{rest_words(figure)}相比")
        yield column, lambda line: _verdict(judged.against_city, line, indicator)
    if judged.against_previous:
        column = Column("change_verdict", f"与{before}相比")
        yield column, lambda line: _verdict(judged.against_previous, line, indicator)


def _verdict(verdicts: Mapping[str, Verdict], line: Shown, indicator: Indicator) -> Cell:
    """`可能劣于（p=0.031）`, `看不出差别`; empty where nothing was tested."""
    verdict = verdicts.get(line.region.code)
    if verdict is None:
        return None
    if not verdict.is_difference:
        return verdict_words(verdict, indicator, "").removeprefix("与")
    return f"{verdict_words(verdict, indicator, '')}（{p_text(verdict.p)}）"


def _goal_columns(
    lines: tuple[Shown, ...], indicator: Indicator
) -> Iterator[tuple[Column, Callable[[Shown], Cell]]]:
    """Yield the distance to the target, or what a full list without a target lacks."""
    if any(line.gap for line in lines):
        targets = {line.target for line in lines if line.target is not None}
        goal = f"（{wording.target_text(min(targets), indicator)}）" if len(targets) == 1 else ""
        yield Column("gap", f"与目标{goal}差距"), lambda line: wording.gap_text(line.gap, indicator)
    elif any(goal_text(line, indicator) for line in lines):
        yield Column("gap", "离全部还差"), lambda line: goal_text(line, indicator)


def _columns(
    question: Question, lines: tuple[Shown, ...], figure: CityFigure, judged: Judged
) -> list[tuple[Column, Callable[[Shown], Cell]]]:
    indicator = question.indicator
    unit = wording.full_width(indicator.unit)
    before = wording.previous_words(question.period, indicator)
    city_code = question.city.code

    def name(line: Shown) -> Cell:
        if line.region.code != city_code:
            return line.region.name
        return "已报地区合计" if figure.made == "partial" else "全市"

    def difference(amount: Decimal | None, line: Shown) -> Cell:
        both = line.shown is not None and line.previous is not None
        return wording.NOT_COMPARABLE if both and not line.comparable else amount

    def number(key: str, period: Period) -> Column:
        return Column(key, f"{period}（{unit}）", indicator.decimals, percent=indicator.is_percent)

    columns: list[tuple[Column, Callable[[Shown], Cell]]] = [
        (Column("region", "地区"), name),
        (number("value", question.period), lambda line: amount(line, indicator)),
    ]
    if any(line.state_text for line in lines):
        columns.append((Column("status", "状态"), lambda line: line.state_text))
    if indicator.numerator_name:
        decimals = most_decimals(line.numerator for line in lines)
        column = Column("numerator", wording.full_width(indicator.numerator_name), decimals)
        columns.append((column, lambda line: line.numerator))
    if indicator.denominator_name:
        decimals = most_decimals(line.denominator for line in lines)
        column = Column("denominator", wording.full_width(indicator.denominator_name), decimals)
        columns.append((column, lambda line: line.denominator))
    columns += [
        (number("previous", question.previous), lambda line: line.previous),
        (
            Column(
                "change",
                f"较{before}变化（{wording.difference_unit(indicator)}）",
                indicator.decimals,
                signed=True,
            ),
            lambda line: difference(line.change, line),
        ),
    ]
    if indicator.kind in ("count", "stock"):
        columns.append(
            (Column("change_pct", f"较{before}变幅（%）", 1, signed=True), lambda line: line.change_pct)
        )
    columns += _verdict_columns(question, figure, judged)
    columns += _goal_columns(lines, indicator)
    return columns
