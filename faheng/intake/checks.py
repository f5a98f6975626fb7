"""Checks of a reading: all problems in one pass, each at its cell; every check is a small function of its own."""

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal

from faheng.catalogue import Catalogue, Indicator, Region
from faheng.intake.grid import place
from faheng.intake.numbers import decimals_of, to_decimals
from faheng.intake.reading import LARGEST_NUMBER, Issue, Level, Reading, Value
from faheng.intake.units import MOST_TEN_THOUSANDS, catalogue_unit
from faheng.period import Period

_HUNDRED = Decimal(100)
# A typed rate off by more than rounding is said; from half a percentage point on two different rates are stated.
_MOST_POINTS = Decimal("0.5")
_MOST_SHARE = Decimal("0.005")
# One lawyer for twenty residents: the population was meant in 万.
_FEWEST_OTHERS, _MUCH_MORE = 3, 1_000
_MOST_OF_TEN_THOUSAND = 20


def check(reading: Reading, catalogue: Catalogue, *, city: Region, today: date) -> list[Issue]:
    """Return the issues of the values themselves; those of recognition stand in `reading.issues`.

    Errors keep a file from being handed in, warnings are to be confirmed.
    """
    values = reading.values
    indicators = catalogue.indicators
    return [
        *check_regions(values, catalogue, city=city),
        *check_parts(values, indicators),
        *check_ranges(values, indicators),
        *check_sizes(values, indicators),
        *check_whole_numbers(values, indicators),
        *check_rates(values, indicators),
        *check_duplicates(values, catalogue),
        *check_periods(values, today=today),
    ]


def check_regions(values: Iterable[Value], catalogue: Catalogue, *, city: Region) -> Iterator[Issue]:
    """Every value belongs to the city or one of its parts."""
    known = {city.code, *(region.code for region in catalogue.parts_of(city.code))}
    for value in values:
        if value.region_code not in known:
            region = catalogue.regions.get(value.region_code)
            name = region.name if region else value.region_code
            yield _issue(
                value.cells[0], "error", "unknown_region", f"“{name}”不是{city.name}的地区，请改正后重新上传"
            )
        elif not catalogue.is_there(value.region_code, value.period):
            name = catalogue.regions[value.region_code].name
            changes = dict.fromkeys(
                f"{change.first_period}起，{change.text}"
                for change in catalogue.boundary_changes
                if value.region_code in (change.from_code, change.to_code)
            )
            yield _issue(
                value.cells[0],
                "error",
                "region_not_there",
                f"{value.period}没有“{name}”（{'；'.join(changes)}），请改成当时的地区后重新上传",
            )


def check_parts(values: Iterable[Value], indicators: dict[str, Indicator]) -> Iterator[Issue]:
    """A rate's numerator is part of its denominator; an average may exceed 1, except one per 10 000."""
    for value in values:
        indicator = indicators[value.indicator_code]
        top, bottom = value.numerator, value.denominator
        if top is None or bottom is None or top <= bottom:
            continue
        names = f"{indicator.numerator_name} {top:f} 大于{indicator.denominator_name} {bottom:f}"
        cell = value.numerator_cell or value.denominator_cell or value.cells[0]
        if indicator.kind == "rate":
            yield _issue(cell, "error", "numerator_gt_denominator", f"{names}，请核对后重新上传")
        elif indicator.kind == "average" and indicator.scale is not None and indicator.scale > 1:
            yield _issue(
                cell,
                "error",
                "numerator_gt_denominator",
                f"{names}，单位可能写错了（如万人写成人），请核对后重新上传",
            )


def check_sizes(values: Iterable[Value], indicators: dict[str, Indicator]) -> Iterator[Issue]:
    """Nothing is larger than the store holds; what looks ten-thousandfold is a warning at its cell."""
    values = list(values)
    yield from _unlike_the_others(values, indicators)
    for value in values:
        indicator = indicators[value.indicator_code]
        parts = (
            (value.value, value.value_cell, indicator.name),
            (value.numerator, value.numerator_cell, indicator.numerator_name),
            (value.denominator, value.denominator_cell, indicator.denominator_name),
        )
        large = [part for part in parts if part[0] is not None and abs(part[0]) >= LARGEST_NUMBER]
        for number, cell, name in large:
            text = f"{name} {number:f} 太大，可能填成了证件号、电话或日期，请改正后重新上传"
            yield _issue(cell or value.cells[0], "error", "too_large", text)
        if not large:
            yield from _unit_slips(value, indicator)


def _unlike_the_others(values: list[Value], indicators: dict[str, Indicator]) -> Iterator[Issue]:
    """Of numbers in 万, the one that is a thousand times the others of its indicator and period: 万 was forgotten."""
    alike: dict[tuple[str, object], list[Value]] = {}
    for value in values:
        if (
            value.value
            and value.value_cell
            and catalogue_unit(indicators[value.indicator_code], "value").multiplier > 1
        ):
            alike.setdefault((value.indicator_code, value.period), []).append(value)
    for group in alike.values():
        numbers = sorted(value.value for value in group if value.value is not None)
        usual = numbers[
            (len(numbers) - 1) // 2
        ]  # the lower middle: one slip among four is never the usual one
        if len(group) <= _FEWEST_OTHERS or usual <= 0:
            continue
        for value in group:
            if value.value is None or value.value_cell is None or value.value <= _MUCH_MORE * usual:
                continue
            indicator = indicators[value.indicator_code]
            text = (
                f"{indicator.name} {value.value:f} {indicator.unit}，是其他地区的上千倍，"
                f"单位可能写错了（没有换算成{indicator.unit}），请核对"
            )
            yield _issue(value.value_cell, "warning", "unit_doubtful", text)


def _unit_slips(value: Value, indicator: Indicator) -> Iterator[Issue]:
    number, top, bottom = value.value, value.numerator, value.denominator
    unit = catalogue_unit(indicator, "value")
    if number is not None and value.value_cell and unit.multiplier > 1 and number > MOST_TEN_THOUSANDS:
        single = unit.text.removeprefix("万") or "个"
        text = f"{indicator.name} {number:f} {unit.text}太大，单位可能写错了（把{single}当成{unit.text}），请核对"
        yield _issue(value.value_cell, "warning", "unit_doubtful", text)
    per_many = indicator.kind == "average" and indicator.scale is not None and indicator.scale > _HUNDRED
    if per_many and top and bottom and bottom / _MOST_OF_TEN_THOUSAND < top <= bottom:
        cell = value.denominator_cell or value.numerator_cell or value.cells[0]
        text = (
            f"{indicator.denominator_name} {bottom:f} 与{indicator.numerator_name} {top:f} 相比太小，"
            "单位可能写错了（如万人写成人），请核对"
        )
        yield _issue(cell, "warning", "unit_doubtful", text)


def check_ranges(values: Iterable[Value], indicators: dict[str, Indicator]) -> Iterator[Issue]:
    """Percentages lie in 0–100; nothing that is counted is negative."""
    for value in values:
        indicator = indicators[value.indicator_code]
        for number, cell, name in _numbers(value, indicator):
            if number < 0:
                yield _issue(
                    cell,
                    "error",
                    "out_of_range",
                    f"{name} {number:f} 是负数，应是 0 或正数，请核对后重新上传",
                )
        rate = value.value
        # A rate computed from its parts is wrong only where they are, which check_parts says.
        if rate is not None and value.value_cell and indicator.is_percent and rate > _HUNDRED:
            text = f"{indicator.name} {rate:f} 大于 100，应在 0 到 100 之间，请核对后重新上传"
            yield _issue(value.value_cell, "error", "out_of_range", text)


def check_whole_numbers(values: Iterable[Value], indicators: dict[str, Indicator]) -> Iterator[Issue]:
    """What is counted one by one is a whole number: counts without decimals, numerators and denominators."""
    for value in values:
        indicator = indicators[value.indicator_code]
        for number, cell, name in _numbers(value, indicator):
            counted = cell != value.value_cell or (
                indicator.kind in ("count", "stock") and indicator.decimals == 0
            )
            if counted and number != number.to_integral_value():
                yield _issue(cell, "error", "not_whole", f"{name} {number:f} 应是整数，请核对后重新上传")


def check_rates(values: Iterable[Value], indicators: dict[str, Indicator]) -> Iterator[Issue]:
    """A typed rate agrees with its parts within half a unit of the decimals as typed.

    Beyond that it is a warning, and an error from half a percentage point (half a percent of an average) on: a screen
    cannot show two rates for one pair of numbers.
    """
    for value in values:
        indicator = indicators[value.indicator_code]
        top, bottom, typed = value.numerator, value.denominator, value.value
        if value.value_cell is None or typed is None or top is None or not bottom or indicator.scale is None:
            continue
        computed = top / bottom * indicator.scale
        gap = abs(typed - computed)
        if gap > Decimal("0.5").scaleb(-decimals_of(typed)) and abs(computed) < LARGEST_NUMBER:
            most = _MOST_POINTS if indicator.is_percent else computed * _MOST_SHARE
            shown = to_decimals(computed, max(indicator.decimals, min(decimals_of(typed), 4)))
            text = f"{indicator.name}写的是 {typed:f}，由 {top:f} ÷ {bottom:f} 算出的是 {shown:f}"
            if gap > most:
                text += "，请改正或只留其中一种后重新上传"
                yield _issue(value.value_cell, "error", "rate_mismatch", text)
            else:
                yield _issue(value.value_cell, "warning", "rate_mismatch", f"{text}，请核对")


def check_duplicates(values: Iterable[Value], catalogue: Catalogue) -> Iterator[Issue]:
    """One value a region, indicator and period: a second, equal one is a warning, a different one an error."""
    first_of: dict[tuple[str, str, Period], Value] = {}
    for value in values:
        first = first_of.setdefault(value.key, value)
        if first is value:
            continue
        indicator = catalogue.indicators[value.indicator_code]
        region = catalogue.regions[value.region_code]
        what = f"{region.name}{value.period}的{indicator.name}"
        cell, other = value.cells[0], first.cells[0]
        where = place(other)
        if _same(first, value):
            yield _issue(cell, "warning", "duplicate_same", f"{what}在{where}已经填过同样的数，请删去一处")
        else:
            was, now = _shown(first), _shown(value)
            text = f"{what}填了两次且不同：{where}是 {was}，这里是 {now}，请只留正确的一处后重新上传"
            yield _issue(cell, "error", "duplicate_conflict", text)


def check_periods(values: Iterable[Value], *, today: date) -> Iterator[Issue]:
    """Nothing is reported for a period that has not begun; one error a period."""
    seen: set[Period] = set()
    for value in values:
        period = value.period
        begins = (period.year, period.first_month)
        if begins > (today.year, today.month) and period not in seen:
            seen.add(period)
            yield _issue(value.cells[0], "error", "future_period", f"{period}还没有到，请核对时期后重新上传")


def _numbers(value: Value, indicator: Indicator) -> Iterator[tuple[Decimal, str, str]]:
    """Yield (number, cell, name) of what was typed: value and parts."""
    if value.value is not None and value.value_cell is not None:
        yield value.value, value.value_cell, indicator.name
    if value.numerator is not None and value.numerator_cell is not None:
        yield value.numerator, value.numerator_cell, indicator.numerator_name
    if value.denominator is not None and value.denominator_cell is not None:
        yield value.denominator, value.denominator_cell, indicator.denominator_name


def _same(first: Value, second: Value) -> bool:
    same_parts = first.numerator == second.numerator and first.denominator == second.denominator
    return same_parts and first.value == second.value and first.status == second.status


def _shown(value: Value) -> str:
    if value.value is None:
        return "无案件或不涉及"
    parts = (
        f"（{value.numerator:f}/{value.denominator:f}）"
        if value.numerator is not None and value.denominator is not None
        else ""
    )
    return f"{value.value.normalize():f}{parts}"


def _issue(cell: str, level: Level, rule: str, text: str) -> Issue:
    return Issue(cell, level, rule, f"{place(cell)}：{text}。")
