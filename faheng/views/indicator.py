"""指标口径: one indicator: what it means, and who has reported it."""

from __future__ import annotations

from dataclasses import dataclass

from faheng.address import Address, address
from faheng.catalogue import Region
from faheng.measures import wording
from faheng.store.database import Store
from faheng.views.city_rows import city_rows
from faheng.views.definition import Definition, indicator_definition
from faheng.views.notes import value_notes
from faheng.views.question import ask
from faheng.views.reporting import CityReport, reports
from faheng.views.source import source_line
from faheng.views.standing import Shown, Standing, standing
from faheng.views.standing_words import about, profile_address, trend_address, value_address


@dataclass(frozen=True)
class ReportLine:
    """A city that has reported: up to when, and how many of its regions. `where` shows its numbers here."""

    name: str
    period: str
    text: str
    made_up: bool
    chosen: bool
    where: Address


@dataclass(frozen=True)
class RegionLine:
    """A region of the chosen city, or the city: its number, where that comes from, and all of it in words.

    `profile` is the region's own page, None for the city.
    """

    name: str
    text: str
    detail: str
    mark: str
    about: str
    is_total: bool
    where: Address
    profile: Address | None


@dataclass(frozen=True)
class CityNumbers:
    """What the chosen city has reported last, with the ways to its pages."""

    city: Region
    period: str
    lines: tuple[RegionLine, ...]
    comparison: Address
    trend: Address
    notes: tuple[str, ...]
    source: str


@dataclass(frozen=True)
class IndicatorPage:
    """The definition, the cities that have reported, and the numbers of the chosen one (None: it has none).

    `category` leads to the indicator's neighbours in 指标目录.
    """

    definition: Definition
    category: Address
    reports: tuple[ReportLine, ...]
    numbers: CityNumbers | None
    city_name: str
    made_up: bool


def indicator_page(store: Store, *, release: int, indicator_code: str, city_code: str = "") -> IndicatorPage:
    """All that is known of one indicator; `city_code` empty: of no city in particular.

    Raises:
        KeyError: the release has no such indicator or city.
    """
    catalogue = store.catalogue(release)
    indicator = catalogue.indicators[indicator_code]
    category = catalogue.categories.get(indicator.category_code)
    found = reports(store, release=release, indicator=indicator)
    chosen = next((report for report in found if report.city.code == city_code), None)
    return IndicatorPage(
        definition=indicator_definition(
            store, release=release, indicator_code=indicator_code, city_code=city_code
        ),
        category=address("catalogue", release=release, search=category.name if category else ""),
        reports=tuple(
            ReportLine(
                name=report.city.name,
                period=str(report.period),
                text=_how_far(report),
                made_up=report.made_up,
                chosen=report is chosen,
                where=address("indicator", release=release, city=report.city.code, indicator=indicator_code),
            )
            for report in found
        ),
        numbers=_numbers(store, release, indicator_code, chosen) if chosen else None,
        city_name=catalogue.regions[city_code].name if city_code else "",
        made_up=chosen is not None and chosen.made_up,
    )


def _how_far(report: CityReport) -> str:
    """`8个地区中已报7个`; who the city's own number came from, where regions gave none."""
    if report.reported:
        return f"{report.due}个地区中已报{report.reported}个"
    return "市里报送" if report.by_city else "只报了已含在别处的数"


def _numbers(store: Store, release: int, indicator_code: str, report: CityReport) -> CityNumbers:
    city, period = report.city, report.period
    question = ask(
        store.catalogue(release), city_code=city.code, indicator_code=indicator_code, period=period
    )
    known = city_rows(store, release=release, city_code=city.code)
    found = standing(known, question)
    rows = (*found.rows, *(() if found.figure.made == "single" else (found.whole,)))
    return CityNumbers(
        city=city,
        period=str(period),
        lines=tuple(_line(found, row, release) for row in rows),
        comparison=value_address(found, None, release),
        trend=trend_address(city, question.indicator, period, release=release),
        notes=(
            *value_notes((row.region.name, row.region.name, row) for row in rows),
            *filter(None, [known.only_city(city.name)]),
        ),
        source=source_line(store, release=release, made_up=report.made_up, origin=known.origin(city.name)),
    )


def _line(found: Standing, row: Shown, release: int) -> RegionLine:
    question, indicator = found.question, found.question.indicator
    is_total = row is found.whole
    name = row.region.name
    if is_total:
        name = "已报地区合计" if found.figure.made == "partial" else "全市"
    return RegionLine(
        name=name,
        text=row.state_text
        if row.shown is None
        else wording.format_value(row.shown, indicator, as_reported=row.as_reported),
        detail=wording.parts_text(indicator, row.numerator, row.denominator),
        mark=row.mark,
        about=about(found, row),
        is_total=is_total,
        where=value_address(found, row.region, release),
        profile=None
        if is_total
        else profile_address(question.city, row.region, question.period, release=release),
    )
