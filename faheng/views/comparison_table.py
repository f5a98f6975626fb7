"""The table of 县区对比: the regions in code order, the city below them."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from faheng.measures import wording
from faheng.measures.rates import CityFigure
from faheng.period import Period
from faheng.tables import Cell, Column, Table
from faheng.views.standing import Question, Shown, amount, most_decimals


def table(
    question: Question,
    rows: tuple[Shown, ...],
    whole: Shown,
    figure: CityFigure,
    *,
    title: str,
    source: str,
    notes: tuple[str, ...],
    made_up: bool,
) -> Table:
    """One row per region and the city last; a column without any number to show is left out."""
    lines = (*rows, whole)
    columns, cells = zip(*_columns(question, lines, figure), strict=True)
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


def _columns(
    question: Question, lines: tuple[Shown, ...], figure: CityFigure
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
    if any(line.gap for line in lines):
        targets = {line.target for line in lines if line.target is not None}
        goal = f"（{wording.target_text(min(targets), indicator)}）" if len(targets) == 1 else ""
        columns.append(
            (Column("gap", f"与目标{goal}差距"), lambda line: wording.gap_text(line.gap, indicator))
        )
    return columns
