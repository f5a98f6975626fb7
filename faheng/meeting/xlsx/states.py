"""Whether a number meets its target, as formulas: after an edit sign and tint say what is true then."""

from __future__ import annotations

from decimal import Decimal

from faheng.charts.spec import SIGNS, Basis
from faheng.meeting import palette

TINTED = ("met", "near", "unmet")


def tint(tone: str) -> str:
    """The fill of a cell whose number meets its target, misses it by one case, or by more."""
    return f"#{palette.TINTS[tone]}"  # type: ignore[index]


def met(basis: Basis, *, value: str, target: str) -> str:
    """The condition that the number in the cell `value` meets the target in `target`: the rule of measures.rates.Gap."""
    sign = "<=" if basis.direction == "lower" else ">="
    return f"{value}{sign}ROUND({target},{basis.decimals})"


def near(basis: Basis, *, value: str, target: str, numerator: str, denominator: str) -> str:
    """The condition that a number which misses its target would meet it with one case more, or one less where low is better.

    Counted in cases, as in measures.rates.gap_to_target; and the value itself must be a case away: who edits it alone, and
    not its parts, gets no △ for a number that is far off. Cells without a number make it FALSE.
    """
    if basis.scale is None:
        return "FALSE"
    goal, scale = f"ROUND({target},{basis.decimals})", f"{basis.scale:f}"
    unit = Decimal(1).scaleb(-basis.decimals)
    half = f"{unit / 2:f}"
    if basis.direction == "lower":
        counted = f"IF({goal}=0,{numerator}=1,({numerator}-1)*{scale}/{denominator}<{goal}+{half})"
        printed = f"{value}-{scale}/{denominator}<={goal}+{unit:f}"
    else:
        # 100 % is printed for all alone, any other goal from half a unit below it.
        edge = f"{goal}-IF({goal}=100,0,{half})" if basis.scale == 100 else f"{goal}-{half}"
        counted = f"({numerator}+1)*{scale}/{denominator}>={edge}"
        printed = f"{value}+{scale}/{denominator}>={goal}-{unit:f}"
    return f"IFERROR(AND({counted},{printed}),FALSE)"


def state(basis: Basis, **cells: str) -> str:
    """The formula of the column 达标情况: 达标, △, × or nothing; `cells` are those of `met` and `near`."""
    value, target = cells["value"], cells["target"]
    known = f"AND(ISNUMBER({value}),ISNUMBER({target}))"
    missed = f'IF({near(basis, **cells)},"{SIGNS["near"]}","{SIGNS["unmet"]}")'
    return f'=IF({known},IF({met(basis, value=value, target=target)},"达标",{missed}),"")'
