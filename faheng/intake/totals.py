"""Total rows (合计): never a region, compared with what their table adds up to."""

from collections.abc import Sequence
from decimal import Decimal

from faheng.catalogue import REPORTING_LEVELS, Catalogue
from faheng.intake.grid import place
from faheng.intake.numbers import decimals_of
from faheng.intake.reading import Issue, Total, Value
from faheng.intake.rows import Entry
from faheng.intake.values import read_values
from faheng.period import Period


def compare_totals(
    totals: Sequence[Entry], entries: Sequence[Entry], values: Sequence[Value], catalogue: Catalogue
) -> tuple[list[Total], list[Issue]]:
    """Return what every total cell states and what its table adds up to, with a warning where they differ.

    Counts are summed, rates are Σ numerators ÷ Σ denominators and never a mean; zones already inside a county are left
    out. `values` are those of the same table. A cell without a number is no statement.
    """
    if not totals:
        return [], []
    compared: list[Total] = []
    issues: list[Issue] = []
    # A total may be written in the column's own scale (0.97 for 97 %), so its percentages are decided beside the rows'.
    stated_values = _read_beside(totals, entries)
    parts: dict[tuple[str, Period], list[Value]] = {}
    for value in values:
        region = catalogue.regions[value.region_code]
        if not region.counted_in and region.level in REPORTING_LEVELS:
            parts.setdefault((value.indicator_code, value.period), []).append(value)
    for entry, stated_value in zip(totals, stated_values, strict=True):
        if stated_value is None:
            continue
        own = parts.get((stated_value.indicator_code, stated_value.period), [])
        for part, cell in (
            ("numerator", stated_value.numerator_cell),
            ("denominator", stated_value.denominator_cell),
            ("value", stated_value.value_cell),
        ):
            stated = getattr(stated_value, part)
            if cell is None or stated is None:
                continue
            computed = _computed(entry, part, own) if entry.comparable else None
            agrees = None if computed is None else abs(stated - computed) <= _tolerance(entry, part, stated)
            compared.append(
                Total(cell, entry.label, entry.indicator.code, entry.period, stated, computed, agrees)
            )
            if agrees is False and computed is not None:
                issues.append(_difference(cell, entry, stated, computed))
    return compared, issues


def _read_beside(totals: Sequence[Entry], entries: Sequence[Entry]) -> list[Value | None]:
    cells = {slot.address: index for index, entry in enumerate(totals) for slot in entry.parts.values()}
    read: list[Value | None] = [None] * len(totals)
    for value in read_values([*entries, *totals]).values:
        for cell in value.cells:
            if cell in cells:
                read[cells[cell]] = value
    return read


def _computed(entry: Entry, part: str, values: list[Value]) -> Decimal | None:
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


def _tolerance(entry: Entry, part: str, stated: Decimal) -> Decimal:
    """Half a unit of the decimals as typed; whole counts have to agree exactly."""
    decimals = decimals_of(stated)
    is_ratio = part == "value" and entry.indicator.has_parts
    return Decimal("0.5").scaleb(-decimals) if is_ratio or decimals else Decimal("0.000001")


def _difference(cell: str, entry: Entry, stated: Decimal, computed: Decimal) -> Issue:
    shown = computed.quantize(Decimal(1).scaleb(-max(entry.indicator.decimals, decimals_of(stated))))
    message = f"{place(cell)}：“{entry.label}”写的是 {stated:f}，各地区合计是 {shown:f}，请核对。"
    return Issue(cell, "warning", "total_differs", message)
