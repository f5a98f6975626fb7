"""What was reported before, in the words of the form's grey notes."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Protocol

from faheng.catalogue import Catalogue, Indicator, Region
from faheng.intake.template.layout import form_rows, indicators_of
from faheng.measures.rates import exact_value, rounded
from faheng.measures.wording import format_value, parts_text, status_words
from faheng.period import FREQUENCIES, Period


class Reported(Protocol):
    """A value as it was published."""

    @property
    def numerator(self) -> Decimal | None:
        """The numerator, None where there is none."""

    @property
    def denominator(self) -> Decimal | None:
        """The denominator, None where there is none."""

    @property
    def value(self) -> Decimal | None:
        """The value in the catalogue's unit, None for 无案件."""

    @property
    def status(self) -> str:
        """final, provisional, estimated or not_applicable."""


def last_notes(
    catalogue: Catalogue,
    reported: Mapping[tuple[str, str, Period], Reported],
    *,
    city: Region,
    year: int,
    sender: Region,
) -> dict[tuple[str, str, str], str]:
    """The notes of a form by indicator, region and period of its cells, for those that have something to remember.

    `reported` is by indicator, region and period. A note tells the period before and, for parts of a year, the same
    part of last year: when the form is handed out in January, that is all there is for most of them.
    """
    notes: dict[tuple[str, str, str], str] = {}
    for frequency in FREQUENCIES:
        for row in form_rows(catalogue, city=city, year=year, sender=sender, frequency=frequency):
            period = row.period
            last_year = period.a_year_earlier()
            for indicator in indicators_of(catalogue, frequency):
                lines = [
                    note_of(earlier, reported[indicator.code, row.region.code, earlier], indicator)
                    for earlier in dict.fromkeys((period.previous(), last_year))
                    if (indicator.code, row.region.code, earlier) in reported
                ]
                if lines:
                    notes[indicator.code, row.region.code, period.code] = "\n".join(lines)
    return notes


def note_of(period: Period, reported: Reported, indicator: Indicator) -> str:
    """`2023年：95.00%（57/60）`, `2023年：1,234件（暂定）`, `2023年：无案件`."""
    words = status_words(reported.status, indicator)
    if reported.value is None:
        return f"{period}：{words}"
    exact = exact_value(
        indicator, value=reported.value, numerator=reported.numerator, denominator=reported.denominator
    )
    shown = format_value(rounded(exact, indicator), indicator, as_reported=reported.denominator is None)
    parts = [parts_text(indicator, reported.numerator, reported.denominator), words]
    known = "，".join(part for part in parts if part)
    return f"{period}：{shown}（{known}）" if known else f"{period}：{shown}"
