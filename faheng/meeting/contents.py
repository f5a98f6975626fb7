"""What one slide shows: a view of the app, asked for by the page's own address and answered for one release."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from faheng.address import Address
from faheng.catalogue import Indicator
from faheng.charts.spec import Card, ChartSpec, Trend
from faheng.charts.spec_over_time import Bump, SmallMultiples
from faheng.charts.spec_profile import SpineRow
from faheng.measures.wording import NOT_COMPLETE, NOT_REPORTED, bare_value, full_width
from faheng.meeting.deck import DeckError, Shows, without_release
from faheng.meeting.slide import Absent, Body, KeyNumbers, Sentences
from faheng.period import period_from_code
from faheng.store.annotations import annotations_of
from faheng.store.database import Store
from faheng.views.city_rows import city_rows
from faheng.views.comparison import comparison
from faheng.views.definition import formula, what_it_counts
from faheng.views.findings import Finding, FindingGroup
from faheng.views.funnel import funnel
from faheng.views.looks import FUNNEL, MAP, RANKING
from faheng.views.overview import overview
from faheng.views.overview_cards import card, change_words
from faheng.views.overview_matrix import MatrixLine
from faheng.views.profile import Profile, profile
from faheng.views.profile_rows import ProfileLine, label
from faheng.views.ranking import ranking
from faheng.views.region_map import region_map
from faheng.views.source import source_line
from faheng.views.standing_words import value_address
from faheng.views.standings import standings
from faheng.views.trend import trend
from faheng.views.ways import findings_without_ways, notes_without_ways

NO_NUMBER = "这一版里没有这一页的数：可能还没有报送，或指标、地区、图的样式已经改了。"


@dataclass(frozen=True)
class Content:
    """What a view gives to a slide; `indicators` are those whose numbers are on it."""

    title: str
    body: Body
    subtitle: str
    source: str
    notes: tuple[str, ...]
    made_up: bool
    indicators: tuple[Indicator, ...]

    @property
    def definition(self) -> str:
        """口径 of the one indicator in one line; empty for several, whose slide has no room for them."""
        return f"口径：{definition_line(self.indicators[0])}" if len(self.indicators) == 1 else ""


def definition_line(indicator: Indicator) -> str:
    """`出庭件数 ÷ 开庭件数 × 100%`, or what is counted where there is nothing to divide."""
    return formula(indicator) or what_it_counts(indicator)


def content(store: Store, shows: Shows, address: Address, *, release: int) -> Content:
    """What the view at `address` shows in a release; `shows` says which part of it.

    Raises:
        DeckError: no slide can be made of this page.
        KeyError, ValueError: the release has no such city, region, indicator or period.
    """
    ask = _PAGES.get((address.page, shows))
    if ask is None:
        raise DeckError("这一页不能加入汇报。")
    return ask(store, dict(address.choices), release)


def can_be_slide(page: str, shows: Shows) -> bool:
    """Whether a slide can be made of this part of a page."""
    return (page, shows) in _PAGES


def slide_address(shown: Address, shows: Shows) -> Address:
    """The address that a slide keeps of a page: without what only the page needs, and what another part of it shows."""
    needless = {"row"} if shows == "chart" else {"row", "tab", "aspect", "look"}
    kept = [(name, value) for name, value in without_release(shown).choices if name not in needless]
    if shown.page == "overview" and shows != "chart":
        kept.append(("tab", "headline"))  # as a template proposes it
    return Address(shown.page, tuple(kept))


def _of_chart(spec: ChartSpec, indicators: Sequence[Indicator]) -> Content:
    notes = notes_without_ways(spec.notes)
    body = replace(spec, notes=notes)
    return Content(spec.title, body, spec.subtitle, spec.source, notes, spec.made_up, tuple(indicators))


def _comparison(store: Store, choices: Mapping[str, str], release: int) -> Content:
    asked: dict[str, Any] = {
        "release": release,
        "city_code": choices["city"],
        "indicator_code": choices["indicator"],
        "period_code": choices["period"],
    }
    look = choices.get("look", "")
    chart: ChartSpec | None
    if look == RANKING:
        ranked = ranking(store, **asked)
        chart = ranked.chart if ranked else None
    elif look in (FUNNEL, MAP):
        chart = (funnel if look == FUNNEL else region_map)(store, **asked)
    else:
        found = comparison(store, **asked)
        chart = None if found.is_empty else found.chart
    indicator = store.catalogue(release).indicators[choices["indicator"]]
    return _absent(store, release, choices, (indicator,)) if chart is None else _of_chart(chart, (indicator,))


def _trend(store: Store, choices: Mapping[str, str], release: int) -> Content:
    pinned = annotations_of(store, city_code=choices["city"], indicator_code=choices["indicator"])
    found = trend(
        store,
        release=release,
        city_code=choices["city"],
        indicator_code=choices["indicator"],
        frequency=choices.get("frequency", "year"),
        region_codes=tuple(filter(None, choices.get("regions", "").split(","))),
        form=choices.get("form", "lines"),
        # A deck is for a meeting, where nobody is named.
        annotations=tuple(replace(one, author="") for one in pinned),
    )
    if found.is_empty or _has_no_line(found.chart):
        return _absent(store, release, choices, (found.indicator,))
    return _of_chart(found.chart, (found.indicator,))


def _has_no_line(chart: ChartSpec) -> bool:
    """Whether no region or city has a value to draw: all are 无案件, or only the city has reported."""
    match chart:
        case Trend():
            return not chart.series and chart.total is None
        case SmallMultiples():
            return not chart.panels
        case Bump():
            return not chart.lines
        case _:
            return False


def _matrix(store: Store, choices: Mapping[str, str], release: int) -> Content:
    tab = choices.get("tab", "headline")
    found = overview(
        store, release=release, city_code=choices["city"], period_code=choices["period"], tab=tab
    )
    indicators = store.catalogue(release).indicators.values()
    return _of_chart(found.matrix, [each for each in indicators if each.headline or tab == "all"])


def _city_numbers(store: Store, choices: Mapping[str, str], release: int) -> Content:
    found = overview(
        store, release=release, city_code=choices["city"], period_code=choices["period"], tab="headline"
    )
    indicators = [each for each in store.catalogue(release).indicators.values() if each.headline]
    cards = [
        (indicator, one)
        for indicator, one in zip(indicators, found.cards, strict=True)
        if one.value_address is not None
    ]
    if not cards:
        return _absent(store, release, choices, ())
    return Content(
        title=numbers_title(f"{found.city.name}{found.period}", [one for _, one in cards]),
        body=KeyNumbers(tuple(one for _, one in cards)),
        subtitle=f"{found.city.name} · {found.period} · 重点指标",
        source=found.matrix.source,
        notes=notes_without_ways(found.matrix.notes),
        made_up=found.made_up,
        indicators=tuple(indicator for indicator, _ in cards),
    )


def _indicator_number(store: Store, choices: Mapping[str, str], release: int) -> Content:
    """The city's number of one indicator."""
    catalogue = store.catalogue(release)
    city, indicator = catalogue.regions[choices["city"]], catalogue.indicators[choices["indicator"]]
    period = period_from_code(choices["period"])
    known = city_rows(store, release=release, city_code=city.code)
    found = standings(store, release=release, city_code=city.code, period_code=period.code)
    one = card(
        known,
        MatrixLine(indicator, found.get(indicator.code), is_known=bool(known.periods(indicator.code))),
        release=release,
    )
    made_up = catalogue.is_made_up(city.code)
    return Content(
        title=f"{city.name}{one.period}{one.label} {one.value}{one.unit}",
        body=KeyNumbers((one,)),
        subtitle=f"{city.name} · {period}",
        source=source_line(store, release=release, made_up=made_up, origin=known.origin(city.name)),
        notes=(),
        made_up=made_up,
        indicators=(indicator,),
    )


def _city_findings(store: Store, choices: Mapping[str, str], release: int) -> Content:
    found = overview(
        store, release=release, city_code=choices["city"], period_code=choices["period"], tab="headline"
    )
    if not found.findings:
        return _absent(store, release, choices, ())
    who = f"{found.city.name}{found.period}"
    return Content(
        title=findings_title(who, found.findings),
        body=Sentences(findings_without_ways((FindingGroup(found.findings),))),
        subtitle=f"{who} · 只说检验支持的变化与差别，和目标差多少",
        source=found.matrix.source,
        notes=(),
        made_up=found.made_up,
        indicators=(),
    )


def _profile(store: Store, choices: Mapping[str, str], release: int) -> Profile:
    return profile(
        store,
        release=release,
        city_code=choices["city"],
        region_code=choices["region"],
        period_code=choices["period"],
    )


def _region_chart(store: Store, choices: Mapping[str, str], release: int) -> Content:
    found = _profile(store, choices, release)
    is_gaps = choices.get("aspect") == "gaps"
    chart = found.gaps.bullets if is_gaps else found.spine
    short = {row.value_address for row in found.gaps.bullets.rows}
    indicators = [
        line.indicator
        for line in found.lines
        if not is_gaps or value_address(line.standing, found.region, release) in short
    ]
    if found.is_empty or (is_gaps and not short):
        return _absent(store, release, choices, indicators)
    return _of_chart(chart, indicators)


def _region_findings(store: Store, choices: Mapping[str, str], release: int) -> Content:
    found = _profile(store, choices, release)
    if not found.findings:
        return _absent(store, release, choices, ())
    who = f"{found.region.name}{found.period}"
    return Content(
        title=findings_title(who, [each for group in found.findings for each in group.findings]),
        body=Sentences(findings_without_ways(found.findings)),
        subtitle=f"{who} · 只说检验支持的变化与差别，和目标差多少",
        source=found.spine.source,
        notes=(),
        made_up=found.made_up,
        indicators=(),
    )


def _region_numbers(store: Store, choices: Mapping[str, str], release: int) -> Content:
    """The headline indicators of a region, as the rows of its profile say them."""
    found = _profile(store, choices, release)
    rows = [row for group in found.spine.groups for row in group.rows]  # one for each line, in their order
    chosen = [(line, row) for line, row in zip(found.lines, rows, strict=True) if line.indicator.headline]
    cards = tuple(_card_of_row(line, row) for line, row in chosen)
    if not cards:
        return _absent(store, release, choices, ())
    return Content(
        title=numbers_title(f"{found.region.name}{found.period}", cards),
        body=KeyNumbers(cards),
        subtitle=f"{found.region.name} · {found.period} · 重点指标",
        source=found.spine.source,
        notes=notes_without_ways(found.spine.notes),
        made_up=found.made_up,
        indicators=tuple(line.indicator for line, _ in chosen),
    )


def _card_of_row(line: ProfileLine, row: SpineRow) -> Card:
    """A card as those of the city are: the unit beside the number, and what it is compared with by name."""
    question, indicator, own = line.standing.question, line.indicator, line.own
    assert row.address is not None
    return Card(
        label=label(indicator),
        address=row.address,
        value=row.text
        if own.shown is None
        else bare_value(own.shown, indicator, as_reported=own.as_reported),
        unit="" if own.shown is None else full_width(indicator.unit),
        period=str(question.period),
        value_address=row.value_address,
        mark=row.mark,
        change=change_words(line.standing, own),
        goal=f"目标 {row.goal}" if row.goal else "",
        tone=row.tone,
        counted=" · ".join(filter(None, (row.detail, f"全市 {row.city_text} {row.city_mark}".rstrip()))),
        about=row.about,
        basis=row.basis,
    )


def numbers_title(who: str, cards: Sequence[Card]) -> str:
    """`石桥县2025年重点指标 12 项：1 项未达标，11 项未报或尚不完整`: every card counts, in the words of 总览."""
    counts = Counter(_standing(one) for one in cards)
    untold = [words for words in (NOT_REPORTED, NOT_COMPLETE) if counts[words]]
    parts = [
        (counts["met"], "达标"),
        (counts["missed"], "未达标"),
        (sum(counts[words] for words in untold), "或".join(untold)),
        (counts["plain"], "没有目标或不作评价"),
        (counts["none"], "无案件或不涉及"),
    ]
    said = "，".join(f"{count} 项{words}" for count, words in parts if count)
    return f"{who}重点指标 {len(cards)} 项：{said}"


def _standing(card: Card) -> str:
    """What the title of the numbers counts a card as."""
    if card.is_partial:
        return NOT_COMPLETE  # whatever there is of it, it is not the city's
    match card.tone:
        case "near" | "unmet":
            return "missed"
        case "missing":
            return NOT_REPORTED if card.value == NOT_REPORTED else NOT_COMPLETE
        case _:
            return card.tone


def findings_title(who: str, said: Sequence[Finding]) -> str:
    """`演示市2024年：2 条须重视，1 条值得肯定`: sentences are counted, as one may be of several indicators."""
    bad, good = (sum(each.good is wanted for each in said) for wanted in (False, True))
    parts = [f"{bad} 条须重视"] if bad else []
    parts += [f"{good} 条值得肯定"] if good else []
    return f"{who}：{'，'.join(parts) or '检验不支持说好或说坏'}"


def _absent(
    store: Store, release: int, choices: Mapping[str, str], indicators: Sequence[Indicator]
) -> Content:
    catalogue = store.catalogue(release)
    what = full_width(indicators[0].name) if len(indicators) == 1 else catalogue.regions[choices["city"]].name
    made_up = catalogue.is_made_up(choices["city"])
    source = source_line(store, release=release, made_up=made_up)
    return Content(f"{what}：没有数", Absent(NO_NUMBER), "", source, (), made_up, ())


_PAGES: Mapping[tuple[str, Shows], Callable[[Store, Mapping[str, str], int], Content]] = {
    ("overview", "numbers"): _city_numbers,
    ("overview", "findings"): _city_findings,
    ("overview", "chart"): _matrix,
    ("comparison", "numbers"): _indicator_number,
    ("comparison", "chart"): _comparison,
    ("trend", "chart"): _trend,
    ("profile", "numbers"): _region_numbers,
    ("profile", "findings"): _region_findings,
    ("profile", "chart"): _region_chart,
}
