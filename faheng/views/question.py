"""What is asked of a city: one indicator and period, the target that holds, and what makes periods incomparable."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from faheng.catalogue import BoundaryBreak, Catalogue, DefinitionBreak, Indicator, Region, chosen
from faheng.measures import rates
from faheng.period import Period


@dataclass(frozen=True)
class Question:
    """What was asked, with the catalogue of its release: what is known before any value is read."""

    catalogue: Catalogue
    city: Region
    regions: tuple[Region, ...]
    indicator: Indicator
    period: Period

    @cached_property
    def previous(self) -> Period:
        """The period that a value is compared with."""
        return self.indicator.compared_with(self.period)

    @cached_property
    def exchanged(self) -> list[set[str]]:
        """The groups of regions among which ground changed hands between the two periods."""
        return self.catalogue.exchanges(self.previous, self.period)


def ask(catalogue: Catalogue, *, city_code: str, indicator_code: str, period: Period) -> Question:
    """The question of one indicator and period of a city.

    Raises:
        KeyError: the catalogue has no such city or indicator.
    """
    indicator = catalogue.indicators[indicator_code]
    return Question(
        catalogue=catalogue,
        city=catalogue.regions[city_code],
        regions=tuple(catalogue.parts_of(city_code)),
        indicator=indicator,
        period=period,
    )


def target_of(question: Question, region: Region) -> Decimal | None:
    """The target that holds for a region: its own, else its city's, else the general one.

    For a count that adds up over regions a target of the city is the city's alone, and a general one is for
    each reporting unit (每单位一次), never for their sum.
    """
    targets = [
        target for target in question.catalogue.targets if target.indicator_code == question.indicator.code
    ]
    is_city = region.code == question.city.code
    if question.indicator.aggregation == "sum":
        targets = [target for target in targets if not (is_city and not target.region_code)]
        found = chosen(targets, region_code=region.code, period=question.period)
        return found.value if found else None
    found = chosen(targets, region_code=region.code, period=question.period)
    if found is None or not found.region_code:
        found = chosen(targets, region_code=question.city.code, period=question.period) or found
    return found.value if found else None


def breaks_between(question: Question, region_codes: set[str]) -> list[DefinitionBreak]:
    """The changes of definition between the two periods, for the city as a whole or any of the regions."""
    found = rates.crosses_break(
        question.catalogue.breaks_of(question.indicator.code),
        indicator_code=question.indicator.code,
        region_codes=region_codes | {question.city.code},
        current=question.period,
        previous=question.previous,
    )
    return [broken for broken in found if _concerns(broken, region_codes)]


def _concerns(broken: DefinitionBreak, region_codes: set[str]) -> bool:
    """A definition changes for a city and so for its regions; ground that changes hands concerns those it touches."""
    return not isinstance(broken, BoundaryBreak) or broken.region_code in region_codes


def city_breaks(question: Question) -> list[DefinitionBreak]:
    """The changes of definition between the two periods, for the city or any region whose figures may be in its own."""
    codes = {question.city.code, *(region.code for region in question.regions)}
    # What changes hands inside the city leaves the city as it was.
    return [
        broken
        for broken in breaks_between(question, codes)
        if not isinstance(broken, BoundaryBreak) or broken.region_code == question.city.code
    ]
