"""The slides that a template proposes: what is true and matters in a release, by the same tests and targets as 总览."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Iterator

from faheng.address import Address, address
from faheng.measures.wording import full_width
from faheng.meeting.deck import TEMPLATES, Deck, DeckError, Shows, SlideChoice, without_release
from faheng.period import period_from_code
from faheng.store.database import Store
from faheng.views.choices import frequency_options
from faheng.views.comparison import comparison
from faheng.views.findings import Finding, is_missed, shortfall
from faheng.views.looks import FUNNEL, MAP, RANKING
from faheng.views.once import reading_once
from faheng.views.overview import overview
from faheng.views.period_tests import period_tests
from faheng.views.profile import profile
from faheng.views.standings import standings
from faheng.views.trend import form_options

_MOST_CHARTS = 12  # of findings: more is no selection
_MOST_MISSED = 3  # targets of the city with a chart of their own
_MOST_REGIONS = 2  # that a summary of the year speaks of

_View = tuple[Shows, Address]


def proposed(
    store: Store,
    *,
    release: int,
    template: str,
    city_code: str,
    period_code: str,
    region_code: str = "",
    indicator_code: str = "",
) -> Deck:
    """A deck of one of TEMPLATES; `region` needs a region, `indicator` an indicator.

    Raises:
        DeckError: no such template, or what it needs is missing.
        KeyError, ValueError: the release has no such city, region, indicator or period.
    """
    store = reading_once(store)
    catalogue = store.catalogue(release)
    city, period = catalogue.regions[city_code], period_from_code(period_code)
    views: Iterable[_View]
    match template:
        case "year":
            name = f"{city.name}{period}法治建设指标汇报"
            views = _of_year(store, release, city_code, period_code)
        case "region" if region_code:
            name = f"{catalogue.regions[region_code].name}{period}法治建设约谈材料"
            views = _of_region(store, release, city_code, period_code, region_code)
        case "indicator" if indicator_code:
            name = f"{city.name}{full_width(catalogue.indicators[indicator_code].name)}专题汇报"
            views = _of_indicator(store, release, city_code, period_code, indicator_code)
        case "empty":
            name, views = f"{city.name}{period}汇报", ()
        case _ if template in TEMPLATES:
            raise DeckError("请先选定要约谈的地区。" if template == "region" else "请先选定专题的指标。")
        case _:
            raise DeckError(f"没有“{template}”这种汇报。")
    shown = [(shows, without_release(each)) for shows, each in views]
    chosen: list[tuple[Shows, Address | None]] = [("title", None), ("agenda", None)]
    chosen += dict.fromkeys(shown)
    chosen.append(("sources", None))
    return Deck(
        name=name,
        city_code=city_code,
        period_code=period_code,
        template=template,
        region_code=region_code,
        indicator_code=indicator_code,
        slides=tuple(
            SlideChoice(f"s{number}", shows, each) for number, (shows, each) in enumerate(chosen, start=1)
        ),
    )


def _of_year(store: Store, release: int, city_code: str, period_code: str) -> Iterator[_View]:
    """Yield the city's numbers and findings, everything at a glance, each finding's chart, the targets that
    the city misses, and what is said of the regions that lack most."""
    whole = address("overview", city=city_code, period=period_code, tab="headline")
    found = overview(store, release=release, city_code=city_code, period_code=period_code, tab="headline")
    yield "numbers", whole
    yield "findings", whole
    yield "chart", whole
    news = _different(store, release, city_code, period_code)
    yield from _charts_of(store, release, found.findings, news)
    for indicator_code in _missed_by_the_city(store, release, city_code, period_code):
        yield (
            "chart",
            address(
                "comparison", city=city_code, indicator=indicator_code, period=period_code, look="regions"
            ),
        )
    for region_code in _lacking_most(store, release, city_code, period_code):
        yield "findings", address("profile", city=city_code, region=region_code, period=period_code)


def _missed_by_the_city(store: Store, release: int, city_code: str, period_code: str) -> list[str]:
    """The headline indicators whose target the city misses, that with the largest share of it missing first."""
    found = standings(store, release=release, city_code=city_code, period_code=period_code).values()
    missed = [each for each in found if each.question.indicator.headline and is_missed(each.whole)]
    missed.sort(key=lambda each: shortfall(each.whole), reverse=True)
    return [each.question.indicator.code for each in missed[:_MOST_MISSED]]


def _lacking_most(store: Store, release: int, city_code: str, period_code: str) -> list[str]:
    """The regions that miss most of the headline targets, if any misses two."""
    found = standings(store, release=release, city_code=city_code, period_code=period_code)
    missed = Counter(
        row.region.code
        for standing in found.values()
        if standing.question.indicator.headline
        for row in standing.rows
        if is_missed(row)
    )
    order = sorted(missed, key=lambda code: (-missed[code], code))
    return [code for code in order if missed[code] > 1][:_MOST_REGIONS]


def _of_region(
    store: Store, release: int, city_code: str, period_code: str, region_code: str
) -> Iterator[_View]:
    """Yield a region's numbers and findings, what it lacks, and each finding's chart."""
    asked = {"city": city_code, "region": region_code, "period": period_code}
    found = profile(
        store, release=release, city_code=city_code, region_code=region_code, period_code=period_code
    )
    yield "numbers", address("profile", **asked)
    yield "findings", address("profile", **asked)
    yield "chart", address("profile", **asked, aspect="gaps")
    said = [each for group in found.findings for each in group.findings]
    yield from _charts_of(store, release, said, _different(store, release, city_code, period_code))


def _of_indicator(
    store: Store, release: int, city_code: str, period_code: str, indicator_code: str
) -> Iterator[_View]:
    """Yield the city's number, its trend, and the regions in every form that means something here."""
    asked = {"city": city_code, "indicator": indicator_code}
    found = comparison(
        store,
        release=release,
        city_code=city_code,
        indicator_code=indicator_code,
        period_code=period_code,
    )
    over_time = {**asked, "frequency": frequency_options(store, release, city_code, indicator_code).default}
    forms = form_options(store, release, city_code, indicator_code).words
    yield "numbers", address("comparison", **asked, period=period_code)
    yield "chart", address("trend", **over_time, form="lines")
    yield "chart", address("comparison", **asked, period=period_code, look="regions")
    for look in (RANKING, FUNNEL, MAP):
        if look in found.looks.words:
            yield "chart", address("comparison", **asked, period=period_code, look=look)
    if "panels" in forms:
        yield "chart", address("trend", **over_time, form="panels")


def _different(store: Store, release: int, city_code: str, period_code: str) -> set[tuple[str, str]]:
    """Indicator and region of the differences from the rest of the city that hold among all tests."""
    return {
        (test.standing.question.indicator.code, test.region.code)
        for test in period_tests(store, release=release, city_code=city_code, period_code=period_code)
        if test.is_news and not test.is_change
    }


def _charts_of(
    store: Store, release: int, said: Iterable[Finding], different: Container[tuple[str, str]]
) -> Iterator[_View]:
    """Yield the charts to which findings lead: a change as a trend, a difference as a funnel where one can be drawn.

    A missed target is the regions side by side, where the line of the target is.
    """
    for finding in list(said)[:_MOST_CHARTS]:
        if finding.address is None or finding.address.page not in ("trend", "comparison"):
            continue
        asked = dict(finding.address.choices)
        asked.pop("release")
        row = asked.pop("row", "")
        if finding.address.page == "trend":
            yield "chart", address("trend", **asked, form="lines")
            continue
        is_funnel = (asked["indicator"], row) in different and _has_funnel(store, release, asked)
        yield "chart", address("comparison", **{**asked, "look": FUNNEL if is_funnel else "regions"})


def _has_funnel(store: Store, release: int, asked: dict[str, str]) -> bool:
    found = comparison(
        store,
        release=release,
        city_code=asked["city"],
        indicator_code=asked["indicator"],
        period_code=asked["period"],
    )
    return FUNNEL in found.looks.words
