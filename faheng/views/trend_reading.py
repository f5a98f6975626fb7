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
from faheng.views.trend_lines import Line, Lines, Moment

_NOT_COMPLETE = "尚不完整"
_NOT_REPORTED = Moment("not_reported", wording.NOT_REPORTED, wording.NOT_REPORTED)


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
    reading = _Reading(catalogue, city, indicator, periods, codes, rows)
    regions = tuple(reading.region_line(region) for region in catalogue.parts_of(city_code))
    if indicator.aggregation == "own" and all(line.last is None for line in regions):
        regions = ()
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

    catalogue: Catalogue
    city: Region
    indicator: Indicator
    periods: tuple[Period, ...]
    codes: Sequence[str]
    rows: Mapping[tuple[str, str], Any]

    def region_line(self, region: Region) -> Line:
        eras = self._eras({region.code, self.city.code})
        moments = (
            self._moment(self.rows.get((region.code, code)), period, era)
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

    def _moment(self, row: Any | None, period: Period, era: int) -> Moment:
        if row is None:
            return _NOT_REPORTED
        indicator = self.indicator
        if row.status == "incomplete":
            counted = wording.incomplete_words(
                period, reported=row.parts_reported, expected=row.parts_expected
            )
            return Moment("incomplete", _NOT_COMPLETE, counted)
        exact = rates.exact_value(
            indicator, value=row.value, numerator=row.numerator, denominator=row.denominator
        )
        if exact is None:
            words = wording.not_applicable_words(indicator)
            return Moment("not_applicable", words, words)
        shown = rates.rounded(exact, indicator)
        as_reported = indicator.has_parts and row.denominator is None
        cumulative = row.basis == rates.CUMULATIVE
        mark = wording.mark_words(row.status, indicator, cumulative=cumulative)
        return Moment(
            "value",
            wording.format_value(shown, indicator, as_reported=as_reported),
            mark,
            shown,
            row.numerator,
            row.denominator,
            wording.parts_text(indicator, row.numerator, row.denominator),
            mark,
            basis=(era, cumulative),
            as_reported=as_reported,
            cumulative=cumulative,
            note=row.note or "",
        )

    def _city_moment(self, figure: CityFigure, period: Period, era: int, parts: Sequence[Moment]) -> Moment:
        indicator = self.indicator
        if figure.shown is None:
            if figure.status == "not_applicable":
                words = wording.not_applicable_words(indicator)
                return Moment("not_applicable", words, words, made=figure.made)
            own = self.rows.get((self.city.code, period.code))
            if own is not None and own.status == "incomplete":
                return self._moment(own, period, era)
            counted = sorted({moment.status for moment in parts if moment.state == "incomplete"})
            if counted:
                words = counted[0] if len(counted) == 1 else f"各地区{_NOT_COMPLETE}"
                return Moment("incomplete", _NOT_COMPLETE, words)
            return _NOT_REPORTED
        mark = status = wording.mark_words(figure.status, indicator, cumulative=figure.cumulative)
        if figure.made == "partial":
            mark = f"仅{figure.regions_summed}个地区"
            status = f"{status} {mark}".strip()
        own = self.rows.get((self.city.code, period.code)) if figure.made == "reported" else None
        as_reported = indicator.has_parts and figure.denominator is None
        return Moment(
            "value",
            wording.format_value(figure.shown, indicator, as_reported=as_reported),
            status,
            figure.shown,
            figure.numerator,
            figure.denominator,
            wording.parts_text(indicator, figure.numerator, figure.denominator),
            mark,
            # Behind a computed value stand all regions, so two of them always rest on the same.
            basis=(era, figure.made, figure.cumulative),
            made=figure.made,
            regions=figure.regions_summed,
            as_reported=as_reported,
            cumulative=figure.cumulative,
            note=own.note or "" if own is not None else "",
        )
