"""Deck: which slides a meeting sees, in order, as data that is saved; what they show is asked of the views anew each time."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from types import MappingProxyType
from typing import Any, Literal, get_args

from faheng.address import Address, own_address

Shows = Literal["title", "agenda", "numbers", "findings", "chart", "words", "sources"]
TEMPLATES: Mapping[str, str] = MappingProxyType(
    {"year": "年度总结", "region": "县区约谈", "indicator": "单项专题", "empty": "空白"}
)
# The slides around the others, which every deck has: where it opens and where it ends.
OPENING: tuple[Shows, ...] = ("title", "agenda", "numbers")
CLOSING: tuple[Shows, ...] = ("sources",)
MOST_SLIDES = 100
MOST_LETTERS = {
    "name": 60,
    "occasion": 60,
    "office": 40,
    "date": 20,
    "title": 120,
    "note": 1000,
    "text": 1000,
}


class DeckError(ValueError):
    """A deck that cannot be: its message says what, to the one who made it."""


@dataclass(frozen=True)
class SlideChoice:
    """One slide as chosen: what of which view it shows, and what the user wrote in place of or beside the computed words.

    `slide_id` stays with the slide as long as the deck lives (s1, s2 …), wherever it is moved. `address` is the page of the
    app whose view it shows, without a release; None for title, agenda and sources, which follow from the other slides, and
    for the user's own words, which are `text`, a sentence on each line. `title` replaces the computed title, which was
    `computed` when it was written. `note` is for the speaker.
    """

    slide_id: str
    shows: Shows
    address: Address | None = None
    title: str = ""
    computed: str = ""
    note: str = ""
    text: str = ""


@dataclass(frozen=True)
class Deck:
    """The slides of a meeting in order, and what the first one says: of which city and period, for what, by whom, when.

    `region_code` and `indicator_code` are what a deck about one county or one indicator is about, else empty. `last_id` is
    the highest number that a slide of it ever had, gone ones included.
    """

    name: str
    city_code: str
    period_code: str
    template: str = "empty"
    region_code: str = ""
    indicator_code: str = ""
    occasion: str = ""
    office: str = ""
    date: str = ""
    slides: tuple[SlideChoice, ...] = ()
    last_id: int = 0

    def next_id(self) -> str:
        """An identity that no slide of the deck has or ever had."""
        return f"s{self._highest_id() + 1}"

    def _highest_id(self) -> int:
        return max([self.last_id, *(int(slide.slide_id.removeprefix("s")) for slide in self.slides)])

    def as_it_was(self, earlier: Deck) -> Deck:
        """The deck as it was earlier; the identities that were given since stay taken."""
        return replace(earlier, last_id=self._highest_id())

    def with_view(self, shows: Shows, address: Address) -> Deck:
        """The deck with one more slide, before the sources at its end.

        Raises:
            DeckError: it has too many slides, or shows the same already.
        """
        added = SlideChoice(self.next_id(), shows, without_release(address))
        if any((slide.shows, slide.address) == (shows, added.address) for slide in self.slides):
            raise DeckError("这份汇报里已经有这一页，没有再加。")
        return self._with(added)

    def with_words(self) -> Deck:
        """The deck with a slide for the user's own words, before the sources at its end.

        Raises:
            DeckError: it has too many slides.
        """
        return self._with(SlideChoice(self.next_id(), "words"))

    def _with(self, added: SlideChoice) -> Deck:
        if len(self.slides) >= MOST_SLIDES:
            raise DeckError(f"一份汇报最多 {MOST_SLIDES} 页，没有加入。")
        place = next(
            (number for number, slide in enumerate(self.slides) if slide.shows in CLOSING), len(self.slides)
        )
        return replace(self, slides=(*self.slides[:place], added, *self.slides[place:]))

    def with_frame(self, shows: Shows) -> Deck:
        """The deck with its title, agenda or sources again, where it belongs; as it is when it has it."""
        if any(slide.shows == shows for slide in self.slides):
            return self
        added = SlideChoice(self.next_id(), shows)
        if shows in CLOSING:
            return replace(self, slides=(*self.slides, added))
        place = 1 if shows != "title" and self.slides and self.slides[0].shows == "title" else 0
        return replace(self, slides=(*self.slides[:place], added, *self.slides[place:]))

    def moved(self, slide_id: str, steps: int) -> Deck:
        """The deck with a slide so many places further down (up: negative), as far as there are places."""
        place = self._place(slide_id)
        rest = [slide for slide in self.slides if slide.slide_id != slide_id]
        rest.insert(min(max(place + steps, 0), len(rest)), self.slides[place])
        return replace(self, slides=tuple(rest))

    def without(self, slide_id: str) -> Deck:
        """The deck without one of its slides."""
        self._place(slide_id)
        return replace(
            self,
            slides=tuple(slide for slide in self.slides if slide.slide_id != slide_id),
            last_id=self._highest_id(),
        )

    def worded(self, slide_id: str, *, title: str, computed: str, note: str, text: str | None = None) -> Deck:
        """The deck with a slide's own wording; a title that is the computed one, or none, follows the numbers again.

        `text` is for a slide of the user's own words; None leaves it.
        """
        title = "" if title == computed else title
        place = self._place(slide_id)
        slide = self.slides[place]
        slide = replace(
            slide,
            title=title,
            computed=computed if title else "",
            note=note,
            text=slide.text if text is None else text,
        )
        return checked(replace(self, slides=(*self.slides[:place], slide, *self.slides[place + 1 :])))

    def choice(self, slide_id: str) -> SlideChoice:
        """One of its slides as chosen.

        Raises:
            DeckError: it has no such slide.
        """
        return self.slides[self._place(slide_id)]

    def _place(self, slide_id: str) -> int:
        for place, slide in enumerate(self.slides):
            if slide.slide_id == slide_id:
                return place
        raise DeckError("这份汇报里没有这一页：可能已在别处删去。请刷新后再试。")


def without_release(address: Address) -> Address:
    """The address of a view without the release in which it was seen: a slide is asked for in the deck's own."""
    return Address(
        address.page, tuple(choice for choice in address.choices if choice[0] not in ("release", "meeting"))
    )


def checked(deck: Deck) -> Deck:
    """The deck, its texts on one line each (a speaker's note may have several).

    Raises:
        DeckError: a text is too long or missing, there are too many slides, or two share an identity.
    """
    texts: dict[str, Any] = {
        name: _one_line(getattr(deck, name)) for name in ("name", "occasion", "office", "date")
    }
    if not texts["name"]:
        raise DeckError("请给汇报起个名字。")
    slides = tuple(
        replace(slide, title=_one_line(slide.title), note=slide.note.strip(), text=slide.text.strip())
        for slide in deck.slides
    )
    for name, text in [
        *texts.items(),
        *(("title", slide.title) for slide in slides),
        *(("note", slide.note) for slide in slides),
        *(("text", slide.text) for slide in slides),
    ]:
        if len(text) > MOST_LETTERS[name]:
            raise DeckError(
                f"“{text[:20]}…”有 {len(text)} 个字，最多 {MOST_LETTERS[name]} 个，没有保存。请写短一些。"
            )
    if len(slides) > MOST_SLIDES or len({slide.slide_id for slide in slides}) < len(slides):
        raise DeckError(f"一份汇报最多 {MOST_SLIDES} 页，每页只出现一次，没有保存。")
    return replace(deck, slides=slides, **texts)


def _one_line(text: str) -> str:
    return " ".join(text.split())


def deck_text(deck: Deck) -> str:
    """The deck as the text that the store keeps."""
    slides = [
        {**asdict(slide), "address": slide.address.url if slide.address else ""} for slide in deck.slides
    ]
    return json.dumps({**asdict(deck), "slides": slides}, ensure_ascii=False)


def deck_from_text(text: str) -> Deck:
    """The deck that `deck_text` wrote; a slide of a page that a later version no longer has is left out.

    Raises:
        DeckError: it is none.
    """
    try:
        found: dict[str, Any] = json.loads(text)
        slides = tuple(
            slide for item in found.pop("slides") for slide in [_slide_from(item)] if slide is not None
        )
        return checked(Deck(**found, slides=slides))
    except (TypeError, KeyError, AttributeError, json.JSONDecodeError) as error:
        raise DeckError("这份汇报的内容读不出来。") from error


def _slide_from(item: dict[str, Any]) -> SlideChoice | None:
    if item["shows"] not in get_args(Shows):
        return None
    try:
        address = own_address(item["address"]) if item["address"] else None
    except ValueError:
        return None
    return SlideChoice(**{**item, "address": address})
