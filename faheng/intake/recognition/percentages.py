"""What plain numbers in percentage columns mean: 97.5 as it is, or 0.975 times 100."""

from decimal import Decimal
from typing import Literal

from faheng.intake.doubts import Asked
from faheng.intake.grid import place
from faheng.intake.numbers import decimals_of
from faheng.intake.reading import Issue
from faheng.intake.recognition.entries import Entry, Slot, converted

PercentDecision = Literal["as_is", "times_100", "ask"]
_PERCENT_ANSWERS: dict[str, PercentDecision] = {"as_is": "as_is", "times_100": "times_100"}
_HUNDRED = Decimal(100)


def decide_percentages(
    entries: list[Entry], issues: list[Issue] | None = None, asked: Asked | None = None
) -> dict[int, PercentDecision]:
    """Return by id(entry) what a plain number in a percentage column means: 97.5 as it is, or 0.975 times 100.

    Its own numerator and denominator decide first. Otherwise a number in (0, 1] in a column that also has numbers
    above 1.5 or explicit percent signs is ambiguous, and so is one whose header says %; a column wholly in [0, 1]
    is taken times 100, with a warning at its first cell.
    """
    series: dict[tuple[str, int], list[Entry]] = {}
    for entry in entries:
        slot = entry.parts.get("value")
        if entry.indicator.is_percent and slot is not None and slot.reading.value is not None:
            sheet = slot.address.rpartition("!")[0]
            series.setdefault((f"{sheet}!{entry.indicator.code}", slot.column), []).append(entry)
    decisions: dict[int, PercentDecision] = {}
    for column in series.values():
        _decide_column(column, decisions, issues if issues is not None else [])
        key = percent_key(column[0].parts["value"])
        if asked is not None and (answer := asked.answer(key)) in _PERCENT_ANSWERS:
            for entry in column:
                if decisions[id(entry)] == "ask":
                    decisions[id(entry)] = _PERCENT_ANSWERS[answer or ""]
    return decisions


def percent_key(slot: Slot) -> str:
    """Return the doubt key of a column's percentages that may be 0.98 % or 98 %."""
    return f"percent:{slot.header}"


def _decide_column(column: list[Entry], decisions: dict[int, PercentDecision], issues: list[Issue]) -> None:
    open_entries = []
    for entry in column:
        reading = entry.parts["value"].reading
        if reading.percent or reading.multiplier != 1 or reading.says_scale:
            decisions[id(entry)] = "as_is"
        elif (decision := _by_parts(entry)) is not None:
            decisions[id(entry)] = decision
        else:
            open_entries.append(entry)
    plain = [_value_of(entry) for entry in column if not entry.parts["value"].reading.percent]
    explicit = any(entry.parts["value"].reading.percent for entry in column)
    large = explicit or any(value > Decimal("1.5") for value in plain)
    said = any(entry.parts["value"].unit is not None for entry in open_entries)
    fractions = [value for value in plain if 0 < value < 1]
    wholly = not large and not said and all(0 <= value <= 1 for value in plain)
    as_fraction = wholly and bool(fractions) and len(plain) > 1
    warned = False
    for entry in open_entries:
        value = _value_of(entry)
        if value <= 0 or value > Decimal("1.5") or (value > 1 and large):
            decisions[id(entry)] = "as_is"
        elif as_fraction:
            decisions[id(entry)] = "times_100"
            if not warned:
                warned = True
                slot = entry.parts["value"]
                message = (
                    f"{place(slot.address)}：这一列都在 0 到 1 之间，已按比例乘以 100 读作百分数，请确认。"
                )
                issues.append(Issue(slot.address, "warning", "percent_assumed", message))
        else:
            decisions[id(entry)] = "ask"


def _by_parts(entry: Entry) -> PercentDecision | None:
    """Return what numerator and denominator say the rate to be; None when they are missing or fit neither reading."""
    top, bottom = entry.parts.get("numerator"), entry.parts.get("denominator")
    if top is None or bottom is None or entry.indicator.scale is None:
        return None
    numerator = converted(top, entry.indicator, "numerator")
    denominator = converted(bottom, entry.indicator, "denominator")
    if numerator is None or not denominator:
        return None
    rate = numerator / denominator * entry.indicator.scale
    value = _value_of(entry)
    half = Decimal("0.5").scaleb(-decimals_of(value))
    if abs(value - rate) <= max(half, Decimal("0.05")):
        return "as_is"
    if abs(value * _HUNDRED - rate) <= max(half * _HUNDRED, Decimal("0.05")) and value <= 1:
        return "times_100"
    return None


def _value_of(entry: Entry) -> Decimal:
    value = entry.parts["value"].reading.value
    assert value is not None
    return value
