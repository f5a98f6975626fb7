"""Checks of a file against the period before: what changed more than such numbers do, and which region is gone."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from faheng.catalogue import Catalogue, Indicator, Region
from faheng.intake.grid import place
from faheng.intake.reading import Issue, Reading, Status, Value
from faheng.intake.units import catalogue_unit
from faheng.measures.difference import SIGNIFICANT, difference_p
from faheng.measures.rates import crosses_break, rounded
from faheng.period import Period

Key = tuple[str, str, Period]  # indicator, region, period

_MOST_TIMES = 20
_MOST_POINTS = 20
# 0 is what chance makes of up to 3 (rule of three, 95 %): of a count below 20 times that, no leap from little is told
# from none at all.
_FEW = 3 * _MOST_TIMES
_HUNDRED = Decimal(100)
_TEN_THOUSANDFOLD = range(5_000, 20_001)


@dataclass(frozen=True, slots=True)
class Published:
    """What is published for one indicator, region and period, in the catalogue's unit; a rate is 0..100."""

    numerator: Decimal | None
    denominator: Decimal | None
    value: Decimal | None
    status: Status


@dataclass(frozen=True)
class History:
    """What is published of a city, by indicator, region and period; cumulative figures are not among it."""

    published: Mapping[Key, Published] = field(default_factory=dict)


def check_history(
    reading: Reading, history: History, catalogue: Catalogue, *, city: Region
) -> Iterator[Issue]:
    """Warn of values that changed more than such numbers do since the period before, and of regions that are gone.

    The period before is the same part of last year, where that is known, else the one just before; the file's own
    number for it counts before the published one. Nothing is compared across a change of definition.
    """
    before = _Before(reading.values, history, catalogue, city)
    for value in reading.values:
        if value.basis != "cumulative":
            yield from _changes(value, before, catalogue)
    if history.published:
        yield from _regions_gone(reading, before, catalogue, city)


class _Before:
    """What was known of the period before: in the file itself, else as published."""

    def __init__(self, values: Iterable[Value], history: History, catalogue: Catalogue, city: Region) -> None:
        self._own = {value.key: value for value in values if value.basis != "cumulative"}
        self._published = history.published
        self._catalogue = catalogue
        self._city = city
        self._periods: dict[tuple[str, Period], tuple[Period, ...]] = {}

    def of(self, value: Value) -> tuple[Period, Value | Published] | None:
        """Return what stands before a value, with its period; None when nothing does."""
        for period in self._periods_before(value.indicator_code, value.period):
            key = (value.indicator_code, value.region_code, period)
            found = self._own.get(key) or self._published.get(key)
            if found is not None and found.value is not None:
                return period, found
        return None

    def is_comparable(self, value: Value, period: Period) -> bool:
        """Whether the indicator meant the same in both periods, in the region and in the city."""
        return not crosses_break(
            self._catalogue.breaks_of(value.indicator_code),
            indicator_code=value.indicator_code,
            region_codes={value.region_code, self._city.code},
            current=value.period,
            previous=period,
        )

    def reported(self, indicator_code: str, region_code: str, period: Period) -> Period | None:
        """Return the period before in which the region had this indicator published, None when it had not."""
        for earlier in self._periods_before(indicator_code, period):
            if (indicator_code, region_code, earlier) in self._published:
                return earlier
        return None

    def _periods_before(self, indicator_code: str, period: Period) -> tuple[Period, ...]:
        found = self._periods.get((indicator_code, period))
        if found is None:
            found = periods_before(self._catalogue.indicators[indicator_code], period)
            self._periods[indicator_code, period] = found
        return found


def periods_before(indicator: Indicator, period: Period) -> tuple[Period, ...]:
    """Return the periods a value may be held against, the best first: seasons make the same part of last year it."""
    last_year = period.a_year_earlier()
    return tuple(dict.fromkeys((last_year, indicator.compared_with(period))))


def _changes(value: Value, before: _Before, catalogue: Catalogue) -> Iterator[Issue]:
    found = before.of(value)
    if found is None or value.value is None:
        return
    period, last = found
    now, then = value.value, last.value
    if then is None or now == then:
        return
    indicator = catalogue.indicators[value.indicator_code]
    points = indicator.is_percent
    text = _points_text(value, now, then, last, indicator) if points else _times_text(now, then, indicator)
    if not text or not before.is_comparable(value, period):
        return
    region = catalogue.known_region(value.region_code).name
    cell = value.cells[0]
    message = (
        f"{place(cell)}：{region}{value.period}{indicator.name}是 {_shown(now, indicator)}，{period}是 "
        f"{_shown(then, indicator)}，{text}。"
        "请核对；没有错就写明理由。"
    )
    yield Issue(cell, "warning", "unlike_last_period", message)


def _times_text(now: Decimal, then: Decimal, indicator: Indicator) -> str:
    """Say that a number is more than 20 times the one before, or less than a twentieth; '' when it is not."""
    small, large = sorted((abs(now), abs(then)))
    if large <= _MOST_TIMES * small:
        return ""
    if indicator.kind in ("count", "stock"):
        if large * catalogue_unit(indicator, "value").multiplier <= _FEW:
            return ""
    elif not small:
        return ""
    if not small:
        return "一边是 0，一边不是"
    times = int(large / small)
    text = f"是它的 {times} 倍" if now > then else f"只有它的 {times} 分之一"
    return f"{text}，单位可能差了一万倍" if times in _TEN_THOUSANDFOLD else text


def _points_text(
    value: Value, now: Decimal, then: Decimal, before: Value | Published, indicator: Indicator
) -> str:
    """Say that a rate moved by 20 points or more; '' when it did not.

    Where its cases are known on both sides, a move that chance makes (events, surveys) or that is one unit of a full
    list is none either.
    """
    points = abs(now - then)
    if points < _MOST_POINTS:
        return ""
    text = f"相差 {_plain(points.quantize(Decimal('0.01')))} 个百分点"
    here = _cases(value.numerator, value.denominator, now)
    there = _cases(before.numerator, before.denominator, then)
    if here is None or there is None:
        return text
    (successes, trials), (other_successes, other_trials) = here, there
    if indicator.has_chance:
        p = difference_p(
            successes=successes, trials=trials, other_successes=other_successes, other_trials=other_trials
        )
        return f"{text}，不像是偶然" if p < SIGNIFICANT else ""
    # Of three villages one is 33 points: one unit more or less is no leap.
    is_one_unit = abs(successes * other_trials - other_successes * trials) <= max(trials, other_trials)
    return "" if is_one_unit else text


def _cases(numerator: Decimal | None, denominator: Decimal | None, rate: Decimal) -> tuple[int, int] | None:
    """Return successes and trials; of a survey, which has only its sample size, those its share stands for."""
    if not denominator or denominator < 0 or denominator != int(denominator):
        return None
    successes = round(rate * denominator / _HUNDRED) if numerator is None else numerator
    if successes != int(successes) or not 0 <= successes <= denominator:
        return None
    return int(successes), int(denominator)


def _regions_gone(reading: Reading, before: _Before, catalogue: Catalogue, city: Region) -> Iterator[Issue]:
    """Warn once of each region that reported the period before and is not in a file that has most of the others.

    Indicators and periods are those of a sheet, or of all sheets with one region each together.
    """
    parts = catalogue.parts_of(city.code)
    told: set[str] = set()
    for sheet, about, present in _groups(reading, {part.code for part in parts}):
        gone: dict[Region, Period] = {}
        names: dict[Region, str] = {}
        latest = max(period for _, period in about)
        for part in parts:
            if part.code not in present and catalogue.is_there(part.code, latest):
                earlier = [before.reported(code, part.code, period) for code, period in about]
                if last := max(filter(None, earlier), default=None):
                    gone[part] = last
                    names[part] = _names(
                        catalogue,
                        [code for (code, _), found in zip(about, earlier, strict=True) if found is not None],
                    )
        # A file of two counties out of eight is theirs, not the city's.
        if len(gone) >= len(present):
            continue
        for part, last in gone.items():
            if part.code not in told:
                told.add(part.code)
                message = (
                    f"工作表“{sheet}”：{part.name}报过{last}的{names[part]}，这份表里没有它的数。"
                    "漏了就请补上；本期不报请写明理由。"
                )
                yield Issue(sheet, "warning", "region_gone", message)


def _names(catalogue: Catalogue, codes: list[str]) -> str:
    """`法律援助案件办理数、普法活动场次等5个指标`."""
    different = sorted(set(codes))
    shown = "、".join(catalogue.indicators[code].name for code in different[:2])
    return f"{shown}等{len(different)}个指标" if len(different) > 2 else shown


def _groups(reading: Reading, parts: set[str]) -> Iterator[tuple[str, set[tuple[str, Period]], set[str]]]:
    """Yield (sheet, indicators and periods, regions) of each sheet with several regions, and of the others together."""
    about: dict[str, set[tuple[str, Period]]] = {}
    present: dict[str, set[str]] = {}
    marks: list[tuple[str, Key]] = [(value.cells[0], value.key) for value in reading.values if value.cells]
    marks += [(each.cell, (each.indicator_code, each.region_code, each.period)) for each in reading.missing]
    for cell, (code, region, period) in marks:
        if region in parts:
            sheet = cell.rpartition("!")[0]
            about.setdefault(sheet, set()).add((code, period))
            present.setdefault(sheet, set()).add(region)
    single = [sheet for sheet, regions in present.items() if len(regions) == 1]
    for sheet, regions in present.items():
        if len(regions) > 1:
            yield sheet, about[sheet], regions
    together = set().union(*(present[sheet] for sheet in single))
    if len(together) > 1:
        yield single[0], set().union(*(about[sheet] for sheet in single)), together


def _shown(number: Decimal, indicator: Indicator) -> str:
    return f"{rounded(number, indicator):f}{indicator.unit}"


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}"
