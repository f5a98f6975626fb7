"""Total rows (合计): never a region, compared with what their table adds up to."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Literal

from faheng.catalogue import REPORTING_LEVELS, Catalogue
from faheng.intake.grid import parse_address, place
from faheng.intake.numbers import decimals_of, to_decimals
from faheng.intake.reading import Issue, Total, Value
from faheng.intake.recognition.entries import Entry
from faheng.intake.recognition.suspects import Addend, Explanation, Sum, explain
from faheng.intake.recognition.values import read_values
from faheng.period import Period

Part = Literal["numerator", "denominator", "value"]


def compare_totals(
    totals: Sequence[Entry], entries: Sequence[Entry], values: Sequence[Value], catalogue: Catalogue
) -> tuple[list[Total], list[Issue]]:
    """Return what every total cell states and what its table adds up to, with a warning where they differ.

    The warning names the one row that explains the difference, where there is one. Counts are summed, rates are
    Σ numerators ÷ Σ denominators and never a mean; zones already inside a county are left out. `values` are those of
    the same table. A cell without a number is no statement.
    """
    if not totals:
        return [], []
    # A total may be written in the column's own scale (0.97 for 97 %), so its percentages are decided beside the rows'.
    stated_values = _read_beside(totals, entries)
    columns = _Columns(entries, values, catalogue)
    compared: list[Total] = []
    stated: list[_Stated] = []
    for entry, stated_value in zip(totals, stated_values, strict=True):
        for part, cell in _stated_cells(stated_value) if stated_value is not None else ():
            number: Decimal | None = getattr(stated_value, part)
            if number is None:
                continue
            computed = columns.computed(entry, part) if entry.comparable else None
            agrees: bool | None = None
            if computed is not None:
                stated.append(_Stated(entry, part, cell, number, computed))
                agrees = not stated[-1].differs
            compared.append(
                Total(cell, entry.label, entry.indicator.code, entry.period, number, computed, agrees)
            )
    return compared, _differences(stated, columns)


@dataclass(frozen=True, slots=True)
class _Stated:
    """One total with what its rows add up to."""

    entry: Entry
    part: Part
    cell: str
    number: Decimal
    computed: Decimal

    @property
    def tolerance(self) -> Decimal:
        """Half a unit of the decimals as typed; whole counts have to agree exactly."""
        decimals = decimals_of(self.number)
        is_ratio = self.part == "value" and self.entry.indicator.has_parts
        return Decimal("0.5").scaleb(-decimals) if is_ratio or decimals else Decimal("0.000001")

    @property
    def differs(self) -> bool:
        """Whether total and rows disagree."""
        return abs(self.number - self.computed) > self.tolerance


def _stated_cells(value: Value) -> list[tuple[Part, str]]:
    cells: tuple[tuple[Part, str | None], ...] = (
        ("numerator", value.numerator_cell),
        ("denominator", value.denominator_cell),
        ("value", value.value_cell),
    )
    return [(part, cell) for part, cell in cells if cell is not None]


class _Columns:
    """The values of a table by column, for the totals below them."""

    def __init__(self, entries: Sequence[Entry], values: Sequence[Value], catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._entries = entries
        # Zones already inside a county are no part of a sum.
        self._parts: dict[tuple[str, Period], list[Value]] = {}
        self._inside: dict[tuple[str, Period], list[Value]] = {}
        for value in values:
            region = catalogue.regions[value.region_code]
            if region.level in REPORTING_LEVELS:
                column = self._inside if region.counted_in else self._parts
                column.setdefault((value.indicator_code, value.period), []).append(value)

    @cached_property
    def _typed(self) -> dict[str, Decimal]:
        return {
            slot.address: slot.reading.value
            for entry in self._entries
            for slot in entry.parts.values()
            if slot.reading.value is not None
        }

    def computed(self, entry: Entry, part: Part) -> Decimal | None:
        """Return what the rows add up to, None when that is not defined."""
        return _computed(entry, part, self._parts.get((entry.indicator.code, entry.period), []))

    def sum_of(self, stated: _Stated) -> Sum:
        """Return a total beside its rows, ready to be explained."""
        indicator, key = stated.entry.indicator, (stated.entry.indicator.code, stated.entry.period)
        names = {"numerator": indicator.numerator_name, "denominator": indicator.denominator_name}
        addends: list[Addend] = []
        if stated.part != "value" or indicator.aggregation == "sum":
            for value in (*self._parts.get(key, ()), *self._inside.get(key, ())):
                addends += self._addend(value, stated.part)
        row, column = _row_and_column(stated.cell)
        is_column = not addends or any(_row_and_column(each.cell)[1] == column for each in addends)
        return Sum(
            stated.cell,
            names.get(stated.part) or indicator.name,
            column if is_column else row,
            stated.number,
            stated.computed,
            stated.tolerance,
            tuple(addends),
        )

    def _addend(self, value: Value, part: Part) -> list[Addend]:
        number: Decimal | None = getattr(value, part)
        cell: str | None = getattr(value, f"{part}_cell")
        if number is None or cell is None:
            return []
        region = self._catalogue.regions[value.region_code]
        host = self._catalogue.known_region(region.counted_in).name if region.counted_in else ""
        return [Addend(cell, region.name, number, self._typed.get(cell, number), host)]

    def mean(self, stated: _Stated) -> Explanation | None:
        """Say so when a rate of the whole is the plain mean of the rates."""
        indicator = stated.entry.indicator
        if stated.part != "value" or indicator.aggregation != "ratio_of_sums":
            return None
        values = self._parts.get((indicator.code, stated.entry.period), [])
        rates = [value.value for value in values if value.value is not None]
        if len(rates) < 2 or abs(sum(rates, Decimal(0)) / len(rates) - stated.number) > stated.tolerance:
            return None
        top, bottom = indicator.numerator_name, indicator.denominator_name
        return Explanation(stated.cell, f"写的是各地区的平均数，应是{top}合计 ÷ {bottom}合计")


def _differences(stated: Sequence[_Stated], columns: _Columns) -> list[Issue]:
    if not any(each.differs for each in stated):
        return []
    explanations = _explained([columns.sum_of(each) for each in stated])
    return [
        _difference(each, explanations.get(each.cell) or columns.mean(each))
        for each in stated
        if each.differs
    ]


def _row_and_column(cell: str) -> tuple[int, int]:
    return parse_address(cell.rpartition("!")[2])


def _explained(sums: Sequence[Sum]) -> dict[str, Explanation]:
    """Return the explanations by the cell of the total; totals of one row, or of one column across, belong together."""
    lines: dict[tuple[str, bool, int], list[Sum]] = {}
    for found in sums:
        sheet = found.cell.rpartition("!")[0]
        row, column = _row_and_column(found.cell)
        across = found.index == column
        lines.setdefault((sheet, across, row if across else column), []).append(found)
    explanations: dict[str, Explanation] = {}
    for line in lines.values():
        explanations |= explain(line)
    return explanations


def _read_beside(totals: Sequence[Entry], entries: Sequence[Entry]) -> list[Value | None]:
    cells = {slot.address: index for index, entry in enumerate(totals) for slot in entry.parts.values()}
    read: list[Value | None] = [None] * len(totals)
    for value in read_values([*entries, *totals]).values:
        for cell in value.cells:
            if cell in cells:
                read[cells[cell]] = value
    return read


def _computed(entry: Entry, part: Part, values: list[Value]) -> Decimal | None:
    indicator = entry.indicator
    if not values:
        return None
    if part == "value" and indicator.aggregation == "ratio_of_sums":
        pairs = [(value.numerator, value.denominator) for value in values if value.value is not None]
        tops = [top for top, _ in pairs if top is not None]
        bottoms = [bottom for _, bottom in pairs if bottom is not None]
        if len(tops) < len(pairs) or len(bottoms) < len(pairs) or not sum(bottoms) or indicator.scale is None:
            return None
        return sum(tops, Decimal(0)) / sum(bottoms, Decimal(0)) * indicator.scale
    if part == "value" and indicator.aggregation != "sum":
        return None
    numbers = [number for value in values if (number := getattr(value, part)) is not None]
    return sum(numbers, Decimal(0)) if numbers else None


def _difference(stated: _Stated, explanation: Explanation | None) -> Issue:
    decimals = max(stated.entry.indicator.decimals, decimals_of(stated.number))
    shown = to_decimals(stated.computed, decimals)
    message = f"{place(stated.cell)}：“{stated.entry.label}”写的是 {stated.number:f}，各地区合计是 {shown:f}"
    if explanation is None:
        return Issue(stated.cell, "warning", "total_differs", f"{message}，请核对。")
    message = f"{message}：{explanation.text}，请核对。"
    return Issue(stated.cell, "warning", "total_differs", message, explanation.suggestion)
