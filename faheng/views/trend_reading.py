"""Reads a city's lines: the numbers are those of standing.py for each period (tests/test_trend.py compares them).

Here a whole column of periods is made at once: to ask standing.py a hundred times would take a second.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import Any

from faheng.catalogue import Catalogue, Indicator, Region
from faheng.measures import rates, wording
from faheng.measures.rates import CityFigure
from faheng.period import Period, period_from_code, year_periods
from faheng.views.city_rows import CityRows
from faheng.views.standing import Told, told, told_of_city
from faheng.views.trend_lines import Line, Lines, Moment

_NOT_REPORTED = Moment("not_reported", wording.NOT_REPORTED, wording.NOT_REPORTED)
_NOT_OWED = Moment("not_reported", wording.MISSING)


def read_lines(
    known: CityRows, catalogue: Catalogue, *, city_code: str, indicator_code: str, frequency: str
) -> Lines:
    """The lines of a city for an indicator and one frequency of its periods.

    Raises:
        KeyError: the catalogue has no such city or indicator.
    """
    indicator, city = catalogue.indicators[indicator_code], catalogue.regions[city_code]
    rows = {(row.region_code, row.period): row for row in known.values_of(indicator_code)}
    periods = _axis({code for _, code in rows}, frequency)
    codes = [period.code for period in periods]
    with_value = {code for (_, code), row in rows.items() if row.status != "incomplete"}
    drawn = next((place for place in range(len(codes), 0, -1) if codes[place - 1] in with_value), 0)
    reading = _Reading(known, catalogue, city, indicator, periods, codes, rows)
    owing = known.owing(indicator)
    regions = tuple(
        reading.region_line(region, owes=region in owing) for region in known.shown_regions(indicator)
    )
    figures = [known.figure(indicator, period) for period in periods]
    return Lines(
        catalogue, city, indicator, frequency, periods, drawn, regions, reading.city_line(figures, regions)
    )


def _axis(codes: set[str], frequency: str) -> tuple[Period, ...]:
    """Every period from the first known to the last: one without any number must show as a gap."""
    known = [period for period in map(period_from_code, codes) if period.frequency == frequency]
    if not known:
        return ()
    first, last = min(known), max(known)
    years = range(first.year, last.year + 1)
    return tuple(
        period for year in years for period in year_periods(year, frequency) if first <= period <= last
    )


@dataclass(frozen=True)
class _Reading:
    """What every moment is made from."""

    known: CityRows
    catalogue: Catalogue
    city: Region
    indicator: Indicator
    periods: tuple[Period, ...]
    codes: Sequence[str]
    rows: Mapping[tuple[str, str], Any]

    def region_line(self, region: Region, *, owes: bool) -> Line:
        nothing = _NOT_REPORTED if owes else _NOT_OWED
        eras = self._eras({region.code, self.city.code})
        moments = (
            self._moment(row, period, era) if (row := self.rows.get((region.code, code))) else nothing
            for code, period, era in zip(self.codes, self.periods, eras, strict=True)
        )
        return Line(region, tuple(moments))

    def city_line(self, figures: Sequence[CityFigure], regions: Sequence[Line]) -> Line:
        eras = self._eras(
            {self.city.code, *(region.code for region in self.catalogue.parts_of(self.city.code))}
        )
        moments = (
            self._city_moment(figure, period, era, [line.moments[place] for line in regions])
            for place, (figure, period, era) in enumerate(zip(figures, self.periods, eras, strict=True))
        )
        return Line(self.city, tuple(moments))

    def _eras(self, region_codes: set[str]) -> list[int]:
        """Numbers that change from a period to the next wherever a change of definition lies between them."""
        breaks = tuple(
            broken for broken in self.catalogue.breaks if broken.indicator_code == self.indicator.code
        )
        if not breaks or not self.periods:
            return [0] * len(self.periods)
        crossed = (
            bool(
                rates.crosses_break(
                    breaks,
                    indicator_code=self.indicator.code,
                    region_codes=region_codes,
                    current=period,
                    previous=before,
                )
            )
            for before, period in pairwise(self.periods)
        )
        return [0, *accumulate(crossed)]

    def _moment(self, row: Any, period: Period, era: int) -> Moment:
        indicator = self.indicator
        found = told(indicator, period, row)
        if found.shown is None:
            return _without_value(found)
        return Moment(
            "value",
            wording.format_value(found.shown, indicator, as_reported=found.as_reported),
            found.words,
            found.shown,
            row.numerator,
            row.denominator,
            wording.parts_text(indicator, row.numerator, row.denominator),
            found.words,
            basis=(era, found.cumulative),
            as_reported=found.as_reported,
            cumulative=found.cumulative,
            note=row.note or "",
        )

    def _city_moment(self, figure: CityFigure, period: Period, era: int, parts: Sequence[Moment]) -> Moment:
        indicator = self.indicator
        own = self.rows.get((self.city.code, period.code))
        incomplete = (moment.status for moment in parts if moment.state == "incomplete")
        found = told_of_city(self.known, indicator, figure, told(indicator, period, own), incomplete)
        if found.shown is None:
            return _without_value(found)
        mark = status = found.words
        if figure.made == "partial":
            mark = f"仅{figure.regions_summed}个地区"
            status = f"{status} {mark}".strip()
        return Moment(
            "value",
            wording.format_value(found.shown, indicator, as_reported=found.as_reported),
            status,
            found.shown,
            figure.numerator,
            figure.denominator,
            wording.parts_text(indicator, figure.numerator, figure.denominator),
            mark,
            basis=(era, figure.basis),
            made=figure.made,
            regions=figure.regions_summed,
            as_reported=found.as_reported,
            cumulative=found.cumulative,
            note=own.note or "" if own is not None and figure.made == "reported" else "",
        )


def _without_value(found: Told) -> Moment:
    text = wording.NOT_COMPLETE if found.state == "incomplete" else found.words
    return Moment(found.state, text, "" if found.words == wording.MISSING else found.words)
