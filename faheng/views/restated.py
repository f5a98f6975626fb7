"""What values before a change of definition (口径变化) would be by the new one, made of parts reported at the time.

Which parts is a fact of the catalogue (`numerator_from`, `denominator_from` of definition_breaks.csv). The city's value is
made of the city's own figures of the parts, so of their one definition (queries/view_area_value.sql).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from faheng.catalogue import Catalogue, DefinitionBreak, Indicator, NumberOf
from faheng.measures import rates, wording
from faheng.measures.rates import CityFigure, Made
from faheng.period import FREQUENCIES, Period, year_periods
from faheng.views.city_rows import CityRows


@dataclass(frozen=True)
class Restated:
    """A value by the definition of a break, with what sums ask of a row. `made`, `regions`: of a city's, as in CityFigure."""

    numerator: Decimal
    denominator: Decimal
    status: str
    made: Made | None = None
    regions: int = 0
    value: None = None
    basis: str = ""
    note: str = ""


class Restating:
    """An indicator's changes of definition that its earlier values can be restated by, for one frequency of periods."""

    def __init__(
        self, known: CityRows, catalogue: Catalogue, city_code: str, indicator: Indicator, frequency: str
    ) -> None:
        self._known, self._catalogue, self._indicator = known, catalogue, indicator
        self._city_code = city_code
        breaks = [broken for broken in catalogue.breaks if broken.indicator_code == indicator.code]
        can_be = frequency in FREQUENCIES and any(broken.parts for broken in breaks)
        self._breaks = breaks if can_be else []
        periods = known.periods(indicator.code) if can_be else []
        self._last = max((period for period in periods if period.frequency == frequency), default=None)

    def break_after(self, region_code: str, period: Period) -> DefinitionBreak | None:
        """The last change of definition after the beginning of `period` that says what its value is made of.

        It must have begun by the last period with a value. None where another change that begins with it says otherwise for
        any of those whose figures are in the value.
        """
        last = self._last
        if last is None:
            return None
        concerned = {"", self._city_code, region_code}
        later = [broken for broken in self._breaks if period.first_day < broken.first_period.first_day]
        found = max(
            (
                broken
                for broken in later
                if broken.parts and broken.region_code in concerned and first_after(broken, period) <= last
            ),
            key=lambda broken: broken.first_period.first_day,
            default=None,
        )
        if found is None:
            return None
        touched = concerned | self._inside(region_code)
        same = {
            broken.parts
            for broken in later
            if broken.region_code in touched and broken.first_period.first_day == found.first_period.first_day
        }
        return found if len(same) == 1 else None

    def row(self, broken: DefinitionBreak, region_code: str, period: Period) -> Restated | None:
        """A region's value by the definition that begins with `broken`.

        None where a part is not there, was published elsewhere (never part of a sum) or counts from a beginning that nobody
        stated (累计), and where a part itself was counted otherwise at the time.
        """
        assert broken.parts is not None
        amounts: list[Decimal] = []
        statuses: list[str] = []
        for number in broken.parts:
            row = self._known.value(number.indicator_code, region_code, period)
            amount = None if row is None else getattr(row, number.part)
            if (
                row is None
                or amount is None
                or row.note
                or row.basis == rates.CUMULATIVE
                or row.status in ("incomplete", "not_applicable")
                or self._changed(number, broken, {region_code}, period)
            ):
                return None
            amounts.append(amount)
            statuses.append(row.status)
        numerator, denominator = amounts
        return self._checked(Restated(numerator, denominator, rates.weakest(statuses)))

    def city(self, broken: DefinitionBreak, period: Period) -> Restated | None:
        """The city's value by the definition that begins with `broken`; None also where the parts stand for different regions."""
        assert broken.parts is not None
        amounts: list[Decimal] = []
        figures: list[CityFigure] = []
        for number in broken.parts:
            figure = self._known.figure(self._catalogue.known_indicator(number.indicator_code), period)
            amount = _decimal(figure.exact) if number.part == "value" else getattr(figure, number.part)
            own = self._known.value(number.indicator_code, self._city_code, period)
            if (
                figure.made not in ("computed", "reported")
                or amount is None
                or figure.cumulative
                or (figure.made == "reported" and own is not None and own.note)
                or self._changed(number, broken, self._inside(self._city_code), period)
            ):
                return None
            amounts.append(amount)
            figures.append(figure)
        above, below = figures
        if above.made != below.made:
            return None
        status = rates.weakest({figure.status or "" for figure in figures})
        regions = min(figure.regions_summed for figure in figures)
        return self._checked(Restated(amounts[0], amounts[1], status, above.made, regions))

    def _inside(self, region_code: str) -> set[str]:
        return {part.code for part in self._catalogue.parts_of(region_code)}

    def _changed(
        self, number: NumberOf, broken: DefinitionBreak, region_codes: Collection[str], period: Period
    ) -> bool:
        """Whether the number was counted otherwise in `period` than where the new definition begins."""
        crossed = rates.crosses_break(
            self._catalogue.breaks,
            indicator_code=number.indicator_code,
            region_codes={self._city_code, *region_codes},
            current=first_after(broken, period),
            previous=period,
        )
        # The change itself leaves the part as it was that it takes from its own indicator.
        own = number.indicator_code == self._indicator.code
        return any(not own or one.first_period.first_day != broken.first_period.first_day for one in crossed)

    def _checked(self, found: Restated) -> Restated | None:
        """Nothing where there is nothing to divide by, or where the parts do not go together: no rate is above its whole."""
        is_share = self._indicator.kind == "rate"
        if not found.denominator or (is_share and found.numerator > found.denominator):
            return None
        return found


def first_after(broken: DefinitionBreak, period: Period) -> Period:
    """The first period like `period` that is counted by the new definition as a whole."""
    year = broken.first_period.year
    following = (*year_periods(year, period.frequency), *year_periods(year + 1, period.frequency))
    return next(one for one in following if one.first_day >= broken.first_period.first_day)


def parts_words(catalogue: Catalogue, broken: DefinitionBreak) -> str:
    """`分子取自 C02 一审负责人出庭件数，分母取自 C03 一审行政诉讼案件收案数`; empty where no parts are named."""
    if broken.parts is None:
        return ""
    top, bottom = (number_words(catalogue, number) for number in broken.parts)
    return f"分子取自 {top}，分母取自 {bottom}"


def number_words(catalogue: Catalogue, number: NumberOf) -> str:
    """`C02 一审负责人出庭件数`: the indicator's code and what is counted."""
    indicator = catalogue.known_indicator(number.indicator_code)
    name = indicator.name if number.part == "value" else getattr(indicator, f"{number.part}_name")
    return f"{indicator.code} {wording.full_width(name)}"


def _decimal(exact: Fraction | None) -> Decimal | None:
    """A count's exact value: a sum of decimals, so no digit is lost."""
    return None if exact is None else Decimal(exact.numerator) / Decimal(exact.denominator)
