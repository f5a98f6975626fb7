"""The cells of a table that belong together: one indicator, region and period, nothing decided yet."""

from dataclasses import dataclass
from decimal import Decimal

from faheng.catalogue import Indicator
from faheng.intake.grid import Cell
from faheng.intake.numbers import NumberReading
from faheng.intake.reading import Status
from faheng.intake.units import Unit, catalogue_unit, conversion
from faheng.period import Period


@dataclass(frozen=True, slots=True)
class Slot:
    """One cell of an entry as read alone; `unit` is what row, header or caption say, before the cell's own word."""

    address: str
    column: int
    cell: Cell | None
    reading: NumberReading
    unit: Unit | None
    header: str = ""
    """The header's texts as in the column's doubt key: like cells share an answer."""


@dataclass(frozen=True, slots=True)
class Entry:
    """The cells of one indicator, region and period in one row; `region_code` is '' in a total row (合计)."""

    indicator: Indicator
    region_code: str
    period: Period
    parts: dict[str, Slot]
    label: str = ""
    comparable: bool = True
    """For totals: whether the row is the sum of the regions (合计) and not 小计, 平均 or 全省."""
    status: Status = "final"


def joined_parts(entries: list[Entry]) -> list[Entry]:
    """Return the entries with those joined that are parts of one value in several rows (应出庭 and 出庭 as own lines)."""
    joined: dict[tuple[str, str, Period, str], Entry] = {}
    kept: list[Entry] = []
    for entry in entries:
        sheet = next(iter(entry.parts.values())).address.rpartition("!")[0]
        key = (entry.indicator.code, entry.region_code, entry.period, sheet)
        first = joined.get(key)
        if first is None or first.parts.keys() & entry.parts.keys():
            joined.setdefault(key, entry)
            kept.append(entry)
        else:
            first.parts.update(entry.parts)
    return kept


def said_unit(slot: Slot) -> Unit | None:
    """Return the unit that counts: the cell's own word before header, row and caption."""
    reading = slot.reading
    if reading.multiplier != 1 or reading.unit or reading.says_scale:
        return Unit(
            reading.multiplier, reading.unit, f"{'万' if reading.multiplier > 1 else ''}{reading.unit}"
        )
    return slot.unit


def converted(slot: Slot, indicator: Indicator, part: str) -> Decimal | None:
    """Return the number in the catalogue's unit; None when the cell holds none or says another kind of unit."""
    if slot.reading.value is None:
        return None
    if slot.reading.percent:
        return slot.reading.value if part == "value" and indicator.is_percent else None
    factor = conversion(said_unit(slot), catalogue_unit(indicator, part))
    return slot.reading.value * factor if factor is not None else None
