"""What a column of numbers shows to be by arithmetic: the part that, with another column, makes every row's rate."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from faheng.catalogue import Indicator
from faheng.intake.numbers import decimals_of, read_number
from faheng.intake.recognition.column import Column, Draft
from faheng.intake.recognition.layout import Block, SheetView
from faheng.intake.recognition.vocabulary import Meaning, Vocabulary

# Fewer rows, or rows that are all the same, may agree by chance.
_FEWEST_ROWS = 3
_HUNDRED = Decimal(100)


def part_by_arithmetic(
    view: SheetView, block: Block, vocabulary: Vocabulary, drafts: Sequence[Draft], draft: Draft
) -> Meaning | None:
    """Return the part that a column must be if a rate beside it is n/d in every row, None when none or several fit.

    The other part may be known or unknown as well. That numbers agree is a reason to propose, never to take.
    """
    found: set[Meaning] = set()
    for rate, indicator in _rates(vocabulary, drafts):
        for other in drafts:
            if other is draft or other is rate or not _may_be_part(other, indicator):
                continue
            for part, top, bottom in (("numerator", draft, other), ("denominator", other, draft)):
                other_part = "denominator" if part == "numerator" else "numerator"
                known = {use.part for use in other.column.uses if use.indicator_code == indicator.code}
                if known <= {other_part} and _agree(
                    view, block, indicator, rate.column, top.column, bottom.column
                ):
                    found.add(Meaning(indicator.code, part))
    return found.pop() if len(found) == 1 else None


def _rates(vocabulary: Vocabulary, drafts: Sequence[Draft]) -> Iterator[tuple[Draft, Indicator]]:
    for draft in drafts:
        for use in draft.column.uses:
            indicator = vocabulary.catalogue.indicators.get(use.indicator_code)
            if use.part == "value" and indicator is not None and indicator.has_parts:
                yield draft, indicator


def _may_be_part(draft: Draft, indicator: Indicator) -> bool:
    uses = draft.column.uses
    return draft.column.role in ("value", "ignored") and all(
        use.part == "value" or use.indicator_code == indicator.code for use in uses
    )


def _agree(
    view: SheetView, block: Block, indicator: Indicator, rate: Column, top: Column, bottom: Column
) -> bool:
    """Whether the rate is top / bottom in every row that has all three; one row may be a slip that checks find later."""
    agreeing: set[tuple[Decimal, Decimal]] = set()
    differing = 0
    for row in block.rows:
        said = read_number(view.cell(row, rate.number))
        numerator, denominator = (_number(view, row, column) for column in (top, bottom))
        if said.value is None or numerator is None or not denominator:
            continue
        computed = numerator / denominator * (indicator.scale or 1)
        half = Decimal("0.5").scaleb(-decimals_of(said.value))
        as_fraction = indicator.is_percent and not said.percent
        if abs(said.value - computed) <= half or (
            as_fraction and abs(said.value * _HUNDRED - computed) <= half * _HUNDRED
        ):
            agreeing.add((numerator, denominator))
        else:
            differing += 1
    return len(agreeing) >= _FEWEST_ROWS and (differing == 0 or (differing == 1 and len(agreeing) > 4))


def _number(view: SheetView, row: int, column: Column) -> Decimal | None:
    reading = read_number(view.cell(row, column.number))
    if reading.value is None or reading.percent:
        return None
    return reading.value * reading.multiplier * (column.unit.multiplier if column.unit else 1)
