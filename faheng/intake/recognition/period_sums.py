"""合计 beside twelve months or four quarters: the year; 小计 beside three months: the quarter, where all are filled."""

from collections.abc import Sequence
from dataclasses import replace

from faheng.intake.doubts import NOT_DATA_ANSWER, Candidate
from faheng.intake.grid import place
from faheng.intake.numbers import read_number
from faheng.intake.recognition.column import Draft
from faheng.intake.recognition.column_answers import number_cells
from faheng.intake.recognition.context import Context
from faheng.intake.recognition.layout import Block, SheetView
from faheng.intake.recognition.vocabulary import Vocabulary
from faheng.period import Period, parse_period

_YEAR = Period(2000, 1, 12)
_YEAR_TEXT = "全年"


def take_period_sum(
    view: SheetView,
    block: Block,
    vocabulary: Vocabulary,
    context: Context,
    drafts: Sequence[Draft],
    draft: Draft,
) -> bool:
    """Read a column 合计 as the year (or the quarter above it) that its neighbours make up; ask where one is blank.

    False when they make none. Only of what is summed over time: the 合计 of twelve rates is no rate.
    """
    whole = _inside_a_year(draft) or _YEAR
    parts = [
        (span, other)
        for other in drafts
        if other is not draft
        and other.column.role == "value"
        and other.column.uses
        and not other.column.is_previous
        and other.texts == draft.texts[:-1]
        and (span := _inside_a_year(other)) is not None
        and whole.contains(span)
        and span != whole
    ]
    spans = {span for span, _ in parts}
    uses = {other.column.uses for _, other in parts}
    complete = [whole.parts(frequency) for frequency in ("month", "quarter") if frequency != whole.frequency]
    if len(uses) != 1 or not any(needed and spans.issuperset(needed) for needed in complete):
        return False
    (meant,) = uses
    codes = {use.indicator_code or context.indicator_code for use in meant}
    indicators = [vocabulary.catalogue.indicators.get(code) for code in codes]
    if any(each is None or each.over_time != "sum" for each in indicators):
        return False
    if not draft.span_answered and not _is_filled(view, block, [other for _, other in parts], draft):
        _ask(view, block, vocabulary, draft)
        draft.column = replace(draft.column, note="旁边有空着的时期，是不是合计要先回答")
        return True
    period = draft.column.period_text or _YEAR_TEXT
    draft.column = replace(draft.column, role="value", uses=meant, period_text=period, note="各期合计")
    return True


def _inside_a_year(draft: Draft) -> Period | None:
    """The part of a year that a header says, whatever the year."""
    said = parse_period(draft.column.period_text, year=2000) if draft.column.period_text else None
    return Period(2000, said.first_month, said.last_month) if said is not None else None


def _is_filled(view: SheetView, block: Block, parts: Sequence[Draft], draft: Draft) -> bool:
    """Whether every row with a sum has a number in each of its parts."""
    return all(
        read_number(view.cell(row, part.column.number)).value is not None
        for row in block.rows
        if read_number(view.cell(row, draft.column.number)).value is not None
        for part in parts
    )


def _ask(view: SheetView, block: Block, vocabulary: Vocabulary, draft: Draft) -> None:
    column = draft.column
    if vocabulary.asked.answer(column.period_key) == NOT_DATA_ANSWER:
        return
    cell = view.grid.address(column.header_row, column.number)
    period = column.period_text or _YEAR_TEXT
    vocabulary.asked.ask(
        column.period_key,
        f"{place(cell)}：“{column.header}”旁边的时期有空着的，这一列还是各期的合计吗？",
        [Candidate(period, "是，照常报"), Candidate(NOT_DATA_ANSWER, "不是，不报")],
        cell=cell,
        affects=number_cells(view, block, column),
        proposed=period,
    )
