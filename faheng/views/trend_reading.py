"""Reads a city's lines: the numbers are those of standing.py for each period (tests/test_trend.py compares them).

Here a whole column of periods is made at once: to ask standing.py a hundred times would take a second.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from faheng.catalogue import BoundaryBreak, Catalogue, DefinitionBreak, Indicator, Region
from faheng.measures import rates, wording
from faheng.measures.rates import CityFigure, Combined
from faheng.period import Period, period_from_code, year_periods
from faheng.views.city_rows import CityRows
from faheng.views.restated import Restating, first_after, parts_words
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
    restating = Restating(known, catalogue, city_code, indicator, frequency)
    reading = _Reading(known, catalogue, city, indicator, periods, codes, rows, restating)
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


_Era = tuple[int, int]  # of the definition and of the region's ground


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
    restating: Restating

    def region_line(self, region: Region, *, owes: bool) -> Line:
        eras = self._eras(region.code, {region.code})
        moments = []
        for code, period, era in zip(self.codes, self.periods, eras, strict=True):
            row = self.rows.get((region.code, code))
            is_due = owes and self.catalogue.is_there(region.code, period)
            then = self._moment(row, period, era) if row else _NOT_REPORTED if is_due else _NOT_OWED
            moments.append(self._as_today(region, period, then, eras) or then)
        return Line(region, tuple(moments))

    def _as_today(self, region: Region, period: Period, then: Moment, eras: Sequence[_Era]) -> Moment | None:
        """A period before regions were merged or a definition changed, as it is at the end of the axis: for the ground the
        region has then its forerunners as one, by the new definition what the catalogue says it is made of (restated.py).

        None where nothing changed since, and where a sum lacks something. A number that was published elsewhere (`note`)
        is never part of one.
        """
        codes = self.catalogue.forerunners(region.code, period, at=self.periods[-1])
        is_merged = bool(codes) and codes != (region.code,)
        broken = self.restating.break_after(region.code, period)
        if broken is None and not is_merged:
            return None
        definition, ground = eras[self.codes.index(period.code)]
        ground = eras[-1][1] if codes else ground
        if broken is not None:
            rows = [self.restating.row(broken, code, period) for code in codes or (region.code,)]
            era = (self._definition_of(broken, period, eras), ground)
            if shown := self._added_up(rows, codes if is_merged else (), broken, then, era):
                return shown
        if is_merged:
            reported = [self.rows.get((code, period.code)) for code in codes]
            return self._added_up(reported, codes, None, then, (definition, ground))
        return None

    def _definition_of(self, broken: DefinitionBreak, period: Period, eras: Sequence[_Era]) -> int:
        return eras[self.codes.index(first_after(broken, period).code)][0]

    def _added_up(
        self,
        rows: Sequence[Any],
        codes: Sequence[str],
        broken: DefinitionBreak | None,
        then: Moment,
        era: _Era,
    ) -> Moment | None:
        """Rows as one value: of `codes` where regions were merged, by the definition of `broken` where it changed."""
        indicator = self.indicator
        if any(
            one is None
            or one.note
            or not rates.is_summable(indicator, one.status, one.numerator, one.denominator, basis=one.basis)
            for one in rows
        ):
            return None
        found = rates.combined(indicator, rows)
        names = "、".join(self.catalogue.known_region(code).name for code in codes)
        made = {wording.AS_TODAY: f"{wording.AS_TODAY}（{names}）"} if codes else {}
        return self._made_now(
            found, made, broken, rates.weakest({one.status for one in rows}), then, (era, False)
        )

    def _made_now(
        self,
        found: Combined,
        made: dict[str, str],
        broken: DefinitionBreak | None,
        status: str,
        then: Moment,
        basis: Hashable,
    ) -> Moment | None:
        """A value that nobody reported so; `made` says how by its short word and at length, `then` what was reported."""
        indicator = self.indicator
        shown = rates.rounded(found.exact, indicator)
        if shown is None:
            return None
        if broken is not None:
            made = made | {wording.RESTATED: f"{wording.RESTATED}（{parts_words(self.catalogue, broken)}）"}
        doubt = wording.status_words(status, indicator)
        before = f"当时报 {then.text}" if then.shown is not None else ""
        return Moment(
            "value",
            wording.format_value(shown, indicator),
            "，".join(filter(None, (*made.values(), doubt, before))),
            shown,
            found.numerator,
            found.denominator,
            wording.parts_text(indicator, found.numerator, found.denominator),
            "，".join(filter(None, (*made, doubt))),
            basis=basis,
            then=then,
            restated=broken,
        )

    def city_line(self, figures: Sequence[CityFigure], regions: Sequence[Line]) -> Line:
        parts = {region.code for region in self.catalogue.parts_of(self.city.code)}
        eras = self._eras(self.city.code, parts)
        moments = []
        for place, (figure, period, era) in enumerate(zip(figures, self.periods, eras, strict=True)):
            then = self._city_moment(figure, period, era, [line.moments[place] for line in regions])
            moments.append(self._city_restated(period, then, eras) or then)
        return Line(self.city, tuple(moments))

    def _city_restated(self, period: Period, then: Moment, eras: Sequence[_Era]) -> Moment | None:
        """A period before a definition changed, by the new one; None where its parts are not known of the whole city."""
        broken = self.restating.break_after(self.city.code, period)
        found = self.restating.city(broken, period) if broken else None
        if broken is None or found is None:
            return None
        era = (self._definition_of(broken, period, eras), eras[self.codes.index(period.code)][1])
        one = rates.combined(self.indicator, [found])
        moment = self._made_now(one, {}, broken, found.status, then, (era, (found.made, False)))
        return moment and replace(moment, made=found.made or "", regions=found.regions)

    def _eras(self, whose: str, region_codes: set[str]) -> list[_Era]:
        """For each period two numbers: they grow wherever a definition changes for any of the regions, or the ground of
        the one it is about.
        """
        breaks = self.catalogue.breaks_of(self.indicator.code)
        if not breaks or not self.periods:
            return [(0, 0)] * len(self.periods)
        definition, ground = 0, 0
        eras = [(definition, ground)]
        for before, period in pairwise(self.periods):
            crossed = rates.crosses_break(
                breaks,
                indicator_code=self.indicator.code,
                region_codes=region_codes | {self.city.code},
                current=period,
                previous=before,
            )
            definition += any(not isinstance(broken, BoundaryBreak) for broken in crossed)
            ground += any(
                isinstance(broken, BoundaryBreak) and broken.region_code == whose for broken in crossed
            )
            eras.append((definition, ground))
        return eras

    def _moment(self, row: Any, period: Period, era: _Era) -> Moment:
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

    def _city_moment(self, figure: CityFigure, period: Period, era: _Era, parts: Sequence[Moment]) -> Moment:
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
