"""Numbers as printed, read back as numbers: a cell of a workbook then shows the very text that is on the slide."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from faheng.measures.rates import stored_decimals
from faheng.tables import Amount, Cell, Column

# A unit (%, 个百分点, 人/村) has no digits; quotes would end the text in a number format.
_PRINTED = re.compile(r"([+−]?)(\d{1,3}(?:,\d{3})*|\d+)(\.\d+)?([^\d\s\"'\\,.+−-][^\d\s\"'\\]{0,11})?")
_ANY = Column("", "", 0)


def typed(text: str) -> Cell:
    """The number that was printed as `text`, with its decimals, sign and unit; other words as they are; None for nothing."""
    match = _PRINTED.fullmatch(text)
    if match is None:
        return text or None
    sign, whole, fraction, unit = match.groups(default="")
    number = Decimal(f"{whole.replace(',', '')}{fraction}")
    found = Amount(
        -number if sign == "−" else number, max(len(fraction) - 1, 0), unit=unit, signed=bool(sign)
    )
    return found if _ANY.text(found) == text else text


def typed_column(texts: Sequence[str]) -> list[Cell]:
    """The numbers printed below each other: 100 % and 0 %, printed without decimals, get those of the others when edited."""
    cells = [typed(text) for text in texts]
    most: dict[str, int] = {}
    for cell in cells:
        if isinstance(cell, Amount):
            most[cell.unit] = max(most.get(cell.unit, 0), cell.decimals)
    return [
        replace(cell, decimals=most[cell.unit], percent=True)
        if isinstance(cell, Amount) and cell.unit == "%" and cell.number in (0, 100) and not cell.decimals
        else cell
        for cell in cells
    ]


def plain(number: Decimal | None, *, unit: str = "") -> Cell:
    """A number as it is stored: cases, a target."""
    return None if number is None else Amount(number, stored_decimals(number), unit=unit)
