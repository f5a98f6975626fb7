"""Units that nobody said: where a slip would be ten-thousandfold, the sender is asked once a column."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from faheng.intake.grid import place
from faheng.intake.reading import Issue
from faheng.intake.recognition.entries import Entry, Slot, said_unit
from faheng.intake.units import catalogue_unit

_TEN_THOUSAND = Decimal(10_000)


def assumed_units(entries: Sequence[Entry]) -> Iterator[Issue]:
    """Yield a warning at the first number of each column whose unit is said nowhere and may be 10,000 times another.

    Those are values in 万次, 万人次 and 万人, and what an average per 10,000 is divided by (常住人口).
    """
    told: set[tuple[str, int, str, str]] = set()
    for entry in entries:
        for part, slot in entry.parts.items():
            sheet = slot.address.rpartition("!")[0]
            key = (sheet, slot.column, entry.indicator.code, part)
            if key in told or not _is_assumed(entry, part, slot):
                continue
            told.add(key)
            name, unit = _name_and_unit(entry, part)
            message = (
                f"{place(slot.address)}：表里没有写{name}的单位，这一列按“{unit}”读取；"
                f"请核对，并在表头写明单位，如“{name}（{unit}）”。"
            )
            yield Issue(slot.address, "warning", "unit_assumed", message)


def _is_assumed(entry: Entry, part: str, slot: Slot) -> bool:
    if slot.reading.value is None or slot.reading.percent or said_unit(slot) is not None:
        return False
    if part == "value":
        return catalogue_unit(entry.indicator, part).multiplier >= _TEN_THOUSAND
    return part == "denominator" and entry.indicator.scale == _TEN_THOUSAND


def _name_and_unit(entry: Entry, part: str) -> tuple[str, str]:
    unit = catalogue_unit(entry.indicator, part).text
    if part == "value":
        return entry.indicator.name, unit
    return entry.indicator.denominator_name.removesuffix(f"({unit})"), unit or "个"
