"""The slides of a deck in a release: every view asked, split where a room could not read it, with agenda and sources."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from faheng.address import Address
from faheng.catalogue import Indicator
from faheng.charts.map_spec import RegionMap
from faheng.charts.spec import DotComparison, Funnel
from faheng.measures.wording import full_width
from faheng.meeting.contents import NO_NUMBER, Content, content, definition_line
from faheng.meeting.deck import Deck, DeckError, SlideChoice
from faheng.meeting.doubts import speech_doubts, title_doubts, words_doubts
from faheng.meeting.slide import Absent, Agenda, AgendaLine, Body, Sentences, Slide, TitlePage
from faheng.meeting.splitting import split
from faheng.period import period_from_code
from faheng.store.annotations import Annotation, annotations_of
from faheng.store.database import Store
from faheng.tables import Column, Table
from faheng.views.definition import UNSETTLED
from faheng.views.findings import Finding, FindingGroup
from faheng.views.once import reading_once
from faheng.views.source import source_line

AGENDA_TITLE = "目录"
SOURCES_TITLE = "数据来源与口径"
WORDS_TITLE = "下一步打算"
NO_NUMBERS_YET = "这份汇报里还没有数。"
NO_INDICATOR = "这份汇报里只有研判，没有单独列出的指标。"


@dataclass(frozen=True)
class _Made:
    """A chosen slide and what its view gave."""

    choice: SlideChoice
    content: Content


def pinned_to(store: Store, deck: Deck) -> tuple[Annotation, ...]:
    """The events that stand on the deck's trends now: with deck and release all that its slides depend on."""
    asked = dict.fromkeys(
        (choices["city"], choices["indicator"])
        for choice in deck.slides
        if choice.address is not None and choice.address.page == "trend"
        for choices in [dict(choice.address.choices)]
        if {"city", "indicator"} <= choices.keys()
    )
    return tuple(
        event
        for city, indicator in asked
        for event in annotations_of(store, city_code=city, indicator_code=indicator)
    )


def slides_of(store: Store, deck: Deck, *, release: int) -> tuple[Slide, ...]:
    """The deck's slides as they are in a release, in order; one with too many rows is several.

    A view that has no number in the release is a slide that says so: a deck is never shorter than was rehearsed.

    Raises:
        KeyError, ValueError: the release has no such city, or the period is none.
    """
    store = reading_once(store)
    city, period = store.catalogue(release).regions[deck.city_code], period_from_code(deck.period_code)
    made_up = store.catalogue(release).is_made_up(city.code)
    source = source_line(store, release=release, made_up=made_up)
    # What is shown where the catalogue changed since a slide was chosen: its indicator, region or page is no more.
    gone = Content("没有数", Absent(NO_NUMBER), "", source, (), made_up=made_up, indicators=())
    made = {
        choice.slide_id: _Made(
            choice, _about(deck, _content(store, choice.address, choice, gone, release=release))
        )
        for choice in deck.slides
        if choice.address is not None
    }
    everything = [(each.content.title, each.content.subtitle, each.content.body) for each in made.values()]
    found: list[Slide] = []
    for choice in deck.slides:
        if choice.slide_id in made:
            found += _slides(made[choice.slide_id], deck, release)
            continue
        about = Slide(
            slide_id=choice.slide_id,
            shows=choice.shows,
            title=choice.title or deck.name,
            computed=deck.name,
            body=TitlePage(deck.occasion, deck.office, deck.date),
            subtitle=f"{city.name} · {period}",
            source=source,
            speech=choice.note,
            made_up=made_up,
        )
        about = _frame(about, choice, deck, made, release)
        found += _parts(_doubted(about, choice, deck, everything))
    return tuple(found)


def _content(store: Store, address: Address, choice: SlideChoice, gone: Content, *, release: int) -> Content:
    try:
        return content(store, choice.shows, address, release=release)
    except (DeckError, KeyError, ValueError):
        return gone


def _frame(slide: Slide, choice: SlideChoice, deck: Deck, made: dict[str, _Made], release: int) -> Slide:
    """The slide with what it has of its own where no view is behind it: a title page as it comes, else by its kind."""
    match choice.shows:
        case "agenda":
            return _titled(slide, choice, AGENDA_TITLE, Agenda(tuple(_agenda(deck, made))))
        case "sources":
            return _closing(slide, choice, list(made.values()), release)
        case "words":
            return _own_words(slide, choice, deck)
        case _:
            return slide


def _doubted(slide: Slide, choice: SlideChoice, deck: Deck, everything: object) -> Slide:
    """The slide with why its words may not hold: their numbers may be those of any slide (`everything`)."""
    known = (deck.name, slide.subtitle, everything)
    shown = (known, slide.body)
    doubts = title_doubts(choice.title, was="", computed="", shown=shown)
    own: tuple[str, ...] = ()
    if choice.shows == "words":  # who writes them sets figures herself: they are marked, but not on paper
        doubts, own = (), words_doubts(f"{choice.title}\n{choice.text}", shown=known)
    return replace(slide, doubts=doubts, speech_doubts=(*own, *speech_doubts(choice.note, shown=shown)))


def _own_words(slide: Slide, choice: SlideChoice, deck: Deck) -> Slide:
    """Each line of what the user wrote is a sentence that is neither good nor bad news."""
    lines = tuple(Finding(line.strip()) for line in choice.text.splitlines() if line.strip())
    return replace(
        slide,
        title=choice.title or WORDS_TITLE,
        computed=WORDS_TITLE,
        body=Sentences((FindingGroup(lines),)) if lines else Absent("这一页还没有写内容。"),
        source=f"这一页的文字由{deck.office or '汇报单位'}撰写",
    )


def _about(deck: Deck, content: Content) -> Content:
    """The content with the region that the deck is about standing out among the others."""
    body = content.body
    if not deck.region_code or not isinstance(body, DotComparison | Funnel | RegionMap):
        return content
    return replace(content, body=replace(body, highlighted=deck.region_code))


def _closing(slide: Slide, choice: SlideChoice, made: Sequence[_Made], release: int) -> Slide:
    """数据来源与口径: the indicators of the deck, or in words that it has none."""
    if all(isinstance(each.content.body, Absent) for each in made):
        return replace(_titled(slide, choice, SOURCES_TITLE, Absent(NO_NUMBERS_YET)), subtitle="")
    table = _sources(made, slide.source, made_up=slide.made_up)
    origin = f"所有数都出自第 {release} 版，在法衡里可以追到原表的格子"
    if not table.rows:  # sentences alone
        return replace(_titled(slide, choice, SOURCES_TITLE, Absent(NO_INDICATOR)), subtitle=origin)
    return replace(
        _titled(slide, choice, SOURCES_TITLE, table), subtitle=f"{len(table.rows)} 项指标 · {origin}"
    )


def _titled(slide: Slide, choice: SlideChoice, computed: str, body: Body) -> Slide:
    return replace(slide, title=choice.title or computed, computed=computed, body=body)


def _slides(made: _Made, deck: Deck, release: int) -> list[Slide]:
    choice, view = made.choice, made.content
    assert choice.address is not None
    shown = (view.body, view.title, view.subtitle, view.notes)
    doubts = (
        title_doubts(choice.title, was=choice.computed, computed=view.title, shown=shown)
        if choice.title
        else ()
    )
    whole = Slide(
        slide_id=choice.slide_id,
        shows=choice.shows,
        title=choice.title or view.title,
        computed=view.title,
        body=view.body,
        subtitle=view.subtitle,
        definition=view.definition or (_where_definitions_stand(deck) if view.indicators else ""),
        source=view.source,
        notes=view.notes,
        speech=choice.note,
        doubts=doubts,
        speech_doubts=speech_doubts(choice.note, shown=shown),
        made_up=view.made_up,
        address=Address(choice.address.page, (("release", str(release)), *choice.address.choices)),
    )
    return _parts(whole)


def _where_definitions_stand(deck: Deck) -> str:
    """What a slide of several indicators says of their 口径; nothing where the deck does not have them either."""
    titles = [choice.title or SOURCES_TITLE for choice in deck.slides if choice.shows == "sources"]
    return f"各指标口径见“{titles[0]}”。" if titles else ""


def _parts(whole: Slide) -> list[Slide]:
    bodies = split(whole.body)
    return [
        replace(
            whole,
            slide_id=whole.slide_id if number == 1 else f"{whole.slide_id}-{number}",
            body=body,
            part=number,
            parts=len(bodies),
        )
        for number, body in enumerate(bodies, start=1)
    ]


def _agenda(deck: Deck, made: dict[str, _Made]) -> Iterator[AgendaLine]:
    """Yield the titles of the slides that have one of their own, in order."""
    known = {slide_id: each.content.title for slide_id, each in made.items()}
    own = {"sources": SOURCES_TITLE, "words": WORDS_TITLE}
    known |= {choice.slide_id: own[choice.shows] for choice in deck.slides if choice.shows in own}
    chosen = [choice for choice in deck.slides if choice.slide_id in known]
    for choice in chosen:
        yield AgendaLine(choice.title or known[choice.slide_id], choice.slide_id)


def _sources(made: Sequence[_Made], source: str, *, made_up: bool) -> Table:
    """A row for every indicator on a slide, in the order of their codes."""
    known = {indicator.code: indicator for each in made for indicator in each.content.indicators}
    return Table(
        title=SOURCES_TITLE,
        columns=(
            Column("indicator", "指标"),
            Column("definition", "口径"),
            Column("unit", "单位"),
            Column("source", "出处"),
            Column("reliability", "可信度"),
        ),
        rows=tuple(_source_row(known[code]) for code in sorted(known)),
        keys=tuple(sorted(known)),
        source=source,
        made_up=made_up,
    )


def _source_row(indicator: Indicator) -> tuple[str, ...]:
    settled = indicator.source not in UNSETTLED
    document = full_width(
        "：".join(filter(None, (indicator.source if settled else "", indicator.source_detail)))
    )
    return (
        full_width(indicator.name),
        definition_line(indicator),
        full_width(indicator.unit),
        document or "没有写明文件",
        "有出处" if settled else indicator.source,
    )
