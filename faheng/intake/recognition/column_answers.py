"""What the sender says of a column: what it is, of which period, in which unit, and which of two equal ones counts."""

from collections.abc import Iterator
from dataclasses import replace

from faheng.intake.doubts import NOT_DATA_ANSWER, Candidate
from faheng.intake.grid import place
from faheng.intake.numbers import read_number
from faheng.intake.recognition.column import Column, Draft, Role, has_numbers
from faheng.intake.recognition.context import Context
from faheng.intake.recognition.layout import Block, SheetView
from faheng.intake.recognition.vocabulary import Meaning, Vocabulary, phrases
from faheng.intake.units import Unit, parse_unit
from faheng.period import Period, parse_period

# Answers about a column's period: that of the table, its last month or quarter, the same one year earlier; else a part
# of the year (上半年). None of them holds a year: next year's sheet asks nothing.
THIS_PERIOD, LAST_PART, PREVIOUS_YEAR = "this", "last", "previous"
PARTS_OF_A_YEAR = (
    *("全年", "上半年", "下半年", "1-9月"),
    *(f"第{number}季度" for number in range(1, 5)),
    *(f"{number}月" for number in range(1, 13)),
)
# The same of the year before: previous:上半年.
PARTS_OF_THE_YEAR_BEFORE = tuple(f"{PREVIOUS_YEAR}:{part}" for part in PARTS_OF_A_YEAR)
# One question for every 上年同期 of every form: whoever does not report it once does not report it next year.
PREVIOUS_KEY = "period:上年同期"
_ANSWERED_ROLES: dict[str, Role] = {
    NOT_DATA_ANSWER: "ignored",
    "region": "region",
    "period": "period",
    "indicator": "indicator",
    "unit": "unit",
}


def take_answer(vocabulary: Vocabulary, draft: Draft) -> bool:
    """Settle what a column is as the sender answered; whether there was an answer."""
    column = draft.column
    answer = vocabulary.asked.answer(column.key)
    if answer is None:
        return False
    role = _ANSWERED_ROLES.get(answer)
    if role is not None:
        draft.column = replace(column, role=role, note="按您的选择" if role == "ignored" else "")
        return True
    uses = vocabulary.answered_meanings(column.key)
    if uses is None:
        return False
    unit = next((said for text in draft.texts[-1:] if (said := vocabulary.meanings(text)[1])), None)
    if unit is None and draft.texts:
        unit = next((phrase.unit for phrase in phrases(draft.texts[-1]) if phrase.unit), None)
    draft.column = replace(column, role="value", uses=uses, unit=unit or column.unit, note="按您的选择")
    draft.answered = True
    return True


def take_span(vocabulary: Vocabulary, draft: Draft) -> None:
    """Settle of which period a column is as the sender answered."""
    column = draft.column
    answer = vocabulary.asked.answer(column.period_key)
    if answer is None and column.relative:
        answer = vocabulary.asked.answer(column.relative_key)
    if answer == NOT_DATA_ANSWER:
        draft.column = replace(column, role="ignored", note="按您的选择")
    elif answer == LAST_PART and column.relative:
        draft.column = replace(column, is_last_part=True)
    elif answer in (THIS_PERIOD, PREVIOUS_YEAR):
        settled = replace(column, period_text="", relative="", is_cumulative=False)
        draft.column = replace(settled, is_previous=answer == PREVIOUS_YEAR)
        draft.span_answered = True
    elif answer is not None:
        before, _, part = answer.rpartition(":")
        if parse_period(part, year=2000) is not None:
            settled = replace(column, period_text=part, relative="", is_cumulative=False)
            draft.column = replace(settled, is_previous=before == PREVIOUS_YEAR)
            draft.span_answered = True


def answered_unit(vocabulary: Vocabulary, column: Column) -> Unit | None:
    """Return the unit that the sender says a column is in."""
    answer = vocabulary.asked.answer(column.unit_key)
    return parse_unit(answer) if answer else None


def settle_previous(
    view: SheetView, block: Block, vocabulary: Vocabulary, drafts: list[Draft], context: Context
) -> None:
    """上年同期 holds numbers of another year: whether they are handed in too is the sender's choice, asked once."""
    answer = vocabulary.asked.answer(PREVIOUS_KEY)
    rows_name = any(draft.column.role == "indicator" for draft in drafts)
    period = context.period
    for draft in drafts:
        column = draft.column
        counts = column.is_previous and column.role == "value" and bool(column.uses)
        if not counts or draft.span_answered or answer == PREVIOUS_YEAR:
            continue
        draft.column = replace(column, role="ignored", uses=(), note="是上年同期的数，未读取")
        named = context.indicator_code or rows_name or any(use.indicator_code for use in column.uses)
        if answer is None and named and has_numbers(view, block, column.number):
            cell = view.grid.address(column.header_row, column.number)
            year = f"（{period.a_year_earlier()}）" if period is not None else ""
            vocabulary.asked.ask(
                PREVIOUS_KEY,
                f"{place(cell)}：“{column.header}”是上年同期{year}的数，也一起报吗？",
                [
                    Candidate(PREVIOUS_YEAR, "也报，作为上一年同期的数"),
                    Candidate(NOT_DATA_ANSWER, "不报，只作对照"),
                ],
                cell=cell,
                affects=number_cells(view, block, column),
                proposed=PREVIOUS_YEAR,
            )


def ask_span(
    view: SheetView, block: Block, vocabulary: Vocabulary, column: Column, period: Period | None
) -> None:
    """本月, 本季度 or 本年 where the period around it is another: ask which is meant; nothing of it is read before."""
    cell = view.grid.address(column.header_row, column.number)
    named = f"就是{period}" if period is not None else "就是这张表的时期"
    parts = period.parts(column.relative) if period is not None else []
    last = [Candidate(LAST_PART, str(parts[-1]))] if parts else []
    vocabulary.asked.ask(
        column.relative_key,
        f"{place(cell)}：“{column.header}”没有写清是哪一期（表的时期是{period}），下面是哪一期的数？",
        [*last, Candidate(THIS_PERIOD, named), Candidate(NOT_DATA_ANSWER, "不报")],
        cell=cell,
        affects=number_cells(view, block, column),
        # 本月 in a sheet about 1-9月 is September; in one about a year it may be any.
        proposed=LAST_PART if last and period is not None and period.frequency != "year" else "",
    )


def keep_one_of_equals(view: SheetView, block: Block, vocabulary: Vocabulary, drafts: list[Draft]) -> None:
    """Two columns for one numerator: which one counts is asked, and neither is read before that."""
    seen: dict[tuple[Meaning, tuple[str, bool]], list[Draft]] = {}
    for draft in drafts:
        for use in draft.column.uses:
            if use.part != "value":
                seen.setdefault((use, draft.column.span), []).append(draft)
    for (use, _), owners in seen.items():
        if len(owners) < 2:
            continue
        key = f"which:{use.indicator_code}/{use.part}"
        chosen = vocabulary.asked.answer(key)
        for draft in owners:
            if draft.column.key != chosen:
                others = tuple(other for other in draft.column.uses if other != use)
                draft.column = replace(draft.column, uses=others, note="有两列意思相同，没有用这一列")
        if chosen in {draft.column.key for draft in owners}:
            continue
        cells = [view.grid.address(draft.column.header_row, draft.column.number) for draft in owners]
        vocabulary.asked.ask(
            key,
            f"{place(cells[-1])}：“{owners[-1].column.header}”与“{owners[0].column.header}”是同一个数，用哪一列？",
            [
                Candidate(
                    draft.column.key, f"{view.grid.column_name(draft.column.number)}列：{draft.column.header}"
                )
                for draft in owners
            ],
            cell=cells[-1],
            affects=[cell for draft in owners for cell in number_cells(view, block, draft.column)],
        )


def number_cells(view: SheetView, block: Block, column: Column) -> Iterator[str]:
    """Yield the addresses of the numbers in a column of a table."""
    for row in block.rows:
        if read_number(view.cell(row, column.number)).value is not None:
            yield view.grid.address(row, column.number)
