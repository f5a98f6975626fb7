"""The made-up numbers of 演示市, from a seeded generator: every number has a random stream of its own.

Three tables in data/demo feed it (docs/demonstration-city.md explains them): `sizes.csv` how big each
region is, `levels.csv` how indicators behave, `hard_cases.csv` what is odd on purpose. No indicator is named
here; one without a row in `levels.csv` has no made-up numbers.
"""

from __future__ import annotations

import csv
import math
import random
from dataclasses import dataclass
from decimal import Decimal

from faheng.catalogue import Catalogue, Indicator
from faheng.catalogue_files import DEMO_FOLDER
from faheng.intake.reading import Status
from faheng.intake.template import FormValue
from faheng.period import Period

FIRST_YEAR, LAST_YEAR = 2016, 2025
_SEED = "演示市"

# Twelve monthly weights around 1. `climb` is no weight: within a year the level rises from 0 to its height.
_SEASONS = {
    "flat": (1.0,) * 12,
    "climb": (1.0,) * 12,
    "covid": (0.7, 0.7, 1.1, 1.1, 1.1, 1.0, 1.0, 1.0, 1.1, 1.0, 1.1, 1.1),
    "spring": (0.7, 0.7, 1.3, 1.2, 1.1, 1.0, 0.9, 0.9, 1.0, 1.0, 1.1, 1.1),
    "busy_end": (0.7, 0.6, 1.1, 1.1, 1.0, 1.0, 0.7, 0.7, 1.0, 1.0, 1.1, 2.0),
}
# Fewer gatherings in the first half of 2020.
_EPIDEMIC = {1: 0.8, 2: 0.2, 3: 0.35, 4: 0.6, 5: 0.8, 6: 0.9}

Key = tuple[str, str, str]


@dataclass(frozen=True)
class Case:
    """A row of hard_cases.csv."""

    what: str
    indicator_code: str
    region_code: str
    period: str
    numerator: Decimal | None
    denominator: Decimal | None
    value: Decimal | None

    @property
    def key(self) -> Key:
        """Indicator, region, period: the key of the form's values."""
        return self.indicator_code, self.region_code, self.period


@dataclass(frozen=True)
class _Level:
    """A row of levels.csv."""

    size: str
    base: float
    growth: float
    spread: float
    noise: float
    season: str
    first: float
    last: float
    level_spread: float
    numerator: str
    jump_year: int
    jump: float
    city: str


@dataclass(frozen=True)
class Made:
    """The numbers of one cell group before it is decided how they are written down; None: 不涉及."""

    numerator: Decimal | None = None
    denominator: Decimal | None = None
    value: Decimal | None = None

    def part(self, name: str) -> Decimal:
        """A part by name; `shortfall` is what the numerator lacks to the denominator."""
        if name == "shortfall":
            return (self.denominator or Decimal(0)) - (self.numerator or Decimal(0))
        return getattr(self, name) or Decimal(0)


class Numbers:
    """Makes the numbers; changing one row of `levels.csv` leaves the numbers of the other rows alone."""

    def __init__(self, catalogue: Catalogue, cases: list[Case]) -> None:
        self.indicators = catalogue.indicators
        self.levels = _read_levels()
        self.sizes = {row["region_code"]: row for row in _read("sizes.csv")}
        self.cases = {(case.key, case.what): case for case in cases}
        self.marks = {case.key: case.what for case in cases}
        self.made: dict[tuple[str, str, Period], Made | None] = {}

    def form_value(self, indicator: Indicator, region_code: str, period: Period) -> FormValue | None:
        """What stands in the form, None for a blank."""
        if indicator.code not in self.levels:
            return None
        key = (indicator.code, region_code, period.code)
        mark = self.marks.get(key, "")
        made = self.make(indicator.code, region_code, period)
        if mark == "blank":
            return None
        if mark == "未报":
            return FormValue(mark=mark)
        status = self._status(region_code, period)
        if made is None:
            return FormValue(mark="不涉及", status=status)
        if indicator.has_parts and not made.denominator and self._random(*key).random() < 0.5:
            return FormValue(mark="无案件", status=status)
        if indicator.has_parts and self.marks.get(("", region_code, period.code)) == "printed":
            return FormValue(value=_rate(made, indicator), status=status)
        return FormValue(made.numerator, made.denominator, made.value, status=status)

    def city_value(
        self, city_code: str, indicator: Indicator, period: Period, of_parts: list[FormValue | None]
    ) -> FormValue | None:
        """What the city states: a number of hard_cases.csv, its own, or the total when all parts are in."""
        status = self._status(city_code, period)
        case = self.cases.get(((indicator.code, city_code, period.code), "set"))
        level = self.levels.get(indicator.code)
        if level is None:
            return None
        if case is not None:
            return FormValue(case.numerator, case.denominator, case.value, status=status)
        if indicator.aggregation == "own":
            own = float(level.city) * (1 + level.growth) ** (period.year - FIRST_YEAR)
            return FormValue(value=_rounded(own, indicator.decimals), status=status)
        known = [value for value in of_parts if value is not None and value.mark != "未报"]
        if level.city != "yes" or len(known) < len(of_parts):
            return None
        numbers = [value for value in known if not value.mark]
        if any(value.denominator is None for value in numbers) and indicator.aggregation != "sum":
            return None
        bottom = sum((value.denominator or Decimal(0) for value in numbers), Decimal(0))
        if indicator.aggregation == "sum":
            return FormValue(
                value=sum((value.value or Decimal(0) for value in numbers), Decimal(0)), status=status
            )
        if indicator.has_parts:
            top = sum((value.numerator or Decimal(0) for value in numbers), Decimal(0))
            return FormValue(top, bottom, status=status)
        weighted = sum((value.value or Decimal(0)) * (value.denominator or Decimal(0)) for value in numbers)
        return FormValue(None, bottom, round(weighted / bottom, indicator.decimals), status=status)

    def _status(self, region_code: str, period: Period) -> Status:
        if self.marks.get(("", region_code, period.code)) == "estimated":
            return "estimated"
        return "provisional" if period.year == LAST_YEAR else "final"

    def make(self, code: str, region_code: str, period: Period) -> Made | None:
        """The numbers behind a cell group, None where the region has nothing of the kind (不涉及)."""
        place = (code, region_code, period)
        if place not in self.made:
            case = self.cases.get(((code, region_code, period.code), "set"))
            if case is not None:
                self.made[place] = Made(case.numerator, case.denominator, case.value)
            else:
                self.made[place] = self._make(self.indicators[code], region_code, period)
        return self.made[place]

    def _make(self, indicator: Indicator, region_code: str, period: Period) -> Made | None:
        level = self.levels[indicator.code]
        size = self._size(level, region_code, period)
        if size is None:
            return None
        if not level.first and not indicator.has_parts:
            return Made(value=self._quantity(indicator, level, size, region_code, period))
        if not indicator.has_parts:
            value = _rounded(self._level(indicator, level, region_code, period), indicator.decimals)
            sample = self._quantity(indicator, level, size, region_code, period) if level.base else None
            return Made(value=value, denominator=sample)
        bottom = self._quantity(indicator, level, size, region_code, period)
        return Made(self._numerator(indicator, level, int(bottom), region_code, period), bottom)

    def _size(self, level: _Level, region_code: str, period: Period) -> float | None:
        """How big the region is in what the indicator counts; None: it has none of it."""
        if "." in level.size:
            return self._referred(level.size, region_code, period)
        size = float(self.sizes[region_code].get(level.size) or 0)
        if level.size == "residents":
            size *= (1 + float(self.sizes[region_code]["residents_growth_pct"]) / 100) ** (
                period.year - FIRST_YEAR
            )
        return size or None

    def _referred(self, reference: str, region_code: str, period: Period) -> float | None:
        """`C06.denominator` of the same region and period; of its quarters together for a year."""
        code, _, part = reference.partition(".")
        periods = period.parts(self.indicators[code].frequency)
        made = [self.make(code, region_code, shorter) for shorter in periods]
        return float(sum(item.part(part) for item in made if item)) if any(made) else None

    def _quantity(
        self, indicator: Indicator, level: _Level, size: float, region_code: str, period: Period
    ) -> Decimal:
        """A count, a stock, or a denominator."""
        random_numbers = self._random(indicator.code, region_code, period.code)
        if "." in level.size:
            if level.base == 1 or indicator.kind == "stock":
                return Decimal(round(size * level.base))
            return Decimal(_successes(random_numbers, round(size), level.base))
        is_flow = indicator.kind == "count" or indicator.count_model == "events"
        years: float = period.year - FIRST_YEAR
        if indicator.kind == "stock":
            years += period.last_month / 12 - 1
        amount = size * level.base * (1 + level.growth) ** years
        amount *= math.exp(level.spread * self._lean(indicator.code, region_code))
        if is_flow:
            amount *= sum(_weights(level.season, period)) / 12
        if level.jump_year and period.year >= level.jump_year and not level.first:
            amount *= level.jump
        if level.noise and amount < 60 and not indicator.decimals:
            return Decimal(_poisson(random_numbers, amount))
        amount *= math.exp(level.noise * random_numbers.gauss(0, 1))
        return _rounded(amount, indicator.decimals if not indicator.has_parts and not level.first else 0)

    def _numerator(
        self, indicator: Indicator, level: _Level, bottom: int, region_code: str, period: Period
    ) -> Decimal:
        random_numbers = self._random(indicator.code, region_code, period.code, "numerator")
        if level.numerator == "subset":
            # Some of the cases of another rate: as many successes as a draw without replacement finds.
            whole = self.make(level.size.partition(".")[0], region_code, period) or Made()
            drawn = random_numbers.sample(range(int(whole.part("denominator"))), bottom)
            return Decimal(sum(case < whole.part("numerator") for case in drawn))
        if level.numerator:
            return Decimal(round(self._referred(level.numerator, region_code, period) or 0))
        height = self._level(indicator, level, region_code, period)
        if indicator.kind == "average":
            return Decimal(round(bottom * height))
        if indicator.count_model == "events":
            return Decimal(_successes(random_numbers, bottom, height / 100))
        return Decimal(round(bottom * height / 100))

    def _level(self, indicator: Indicator, level: _Level, region_code: str, period: Period) -> float:
        """How high a rate, average or score is: from `first` to `last` over the years, leaning by region."""
        passed = (period.year + period.last_month / 12 - 1 - FIRST_YEAR) / (LAST_YEAR - FIRST_YEAR)
        lean = level.level_spread * self._lean(indicator.code, region_code)
        jump = level.jump if level.jump_year and period.year >= level.jump_year else 0.0
        if not (indicator.is_percent or indicator.kind == "score"):
            return max(0.0, level.first + (level.last - level.first) * passed + lean)
        first, last = (min(max(height, 0.1), 99.9) / 100 for height in (level.first, level.last))
        odds = math.exp(math.log(first / (1 - first)) * (1 - passed) + math.log(last / (1 - last)) * passed)
        share = odds / (1 + odds)
        # Near 0 and 100 % regions differ less.
        height = 100 * share + lean * min(1.0, 4 * share * (1 - share) + 0.1) + jump
        if indicator.kind == "score":
            height += self._random(indicator.code, region_code, period.code, "score").gauss(0, 0.6)
        if level.season == "climb":
            height *= (period.last_month / 12) ** 1.2
        return min(max(height, 0.0), 100.0)

    def _lean(self, code: str, region_code: str) -> float:
        """How far a region lies above or below the others, in standard deviations, at most 2."""
        return max(-2.0, min(2.0, self._random(code, region_code).gauss(0, 1)))

    def _random(self, *what: str) -> random.Random:
        return random.Random(":".join((_SEED, *what)))


def _weights(season: str, period: Period) -> list[float]:
    months = range(period.first_month, period.last_month + 1)
    weights = [_SEASONS[season][month - 1] for month in months]
    if period.year == 2020 and season in ("covid", "busy_end"):
        weights = [weight * _EPIDEMIC.get(month, 1.0) for weight, month in zip(weights, months, strict=True)]
    return weights


def _successes(random_numbers: random.Random, trials: int, share: float) -> int:
    """How many of `trials` succeed; beyond a few hundred the bell curve is as good and faster."""
    if trials <= 400:
        return sum(random_numbers.random() < share for _ in range(trials))
    found = random_numbers.gauss(trials * share, math.sqrt(trials * share * (1 - share)))
    return min(max(round(found), 0), trials)


def _poisson(random_numbers: random.Random, mean: float) -> int:
    """How many events happen when `mean` are expected (Knuth's product of uniforms)."""
    limit, product, count = math.exp(-mean), random_numbers.random(), 0
    while product > limit:
        product *= random_numbers.random()
        count += 1
    return count


def _rate(made: Made, indicator: Indicator) -> Decimal | None:
    if made.numerator is None or not made.denominator or indicator.scale is None:
        return None
    return round(made.numerator / made.denominator * indicator.scale, indicator.decimals)


def _rounded(number: float, decimals: int) -> Decimal:
    return Decimal(f"{max(number, 0.0):.{decimals}f}")


def _read(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader((DEMO_FOLDER / name).read_text(encoding="utf-8-sig").splitlines()))


def read_cases() -> list[Case]:
    """The rows of hard_cases.csv."""

    def number(cell: str) -> Decimal | None:
        return Decimal(cell) if cell else None

    return [
        Case(
            row["what"],
            row["indicator_code"],
            row["region_code"],
            row["period"],
            number(row["numerator"]),
            number(row["denominator"]),
            number(row["value"]),
        )
        for row in _read("hard_cases.csv")
    ]


def _read_levels() -> dict[str, _Level]:
    return {
        row["indicator_code"]: _Level(
            size=row["size"],
            base=float(row["base"] or 0),
            growth=float(row["growth_pct"] or 0) / 100,
            spread=float(row["spread"] or 0),
            noise=float(row["noise"] or 0),
            season=row["season"] or "flat",
            first=float(row["level_first"] or 0),
            last=float(row["level_last"] or 0),
            level_spread=float(row["level_spread"] or 0),
            numerator=row["numerator"],
            jump_year=int(row["jump_year"] or 0),
            jump=float(row["jump"] or 0),
            city=row["city"],
        )
        for row in _read("levels.csv")
    }
