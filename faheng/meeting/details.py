"""What a deck has in reserve: the key numbers of every county of its city, for whoever asks about one during the meeting."""

from __future__ import annotations

from dataclasses import replace

from faheng.address import address
from faheng.meeting.deck import Deck, SlideChoice
from faheng.meeting.slide import KeyNumbers, Slide
from faheng.meeting.slides import slides_of
from faheng.period import period_from_code
from faheng.store.database import Store


def details_of(store: Store, deck: Deck, *, release: int) -> dict[str, tuple[Slide, ...]]:
    """The slides of every region of the deck's city that has numbers in its period, by the region's code.

    Raises:
        KeyError, ValueError: the release has no such city, or the period is none.
    """
    regions = store.catalogue(release).parts_of(deck.city_code, period_from_code(deck.period_code))
    asked = {"city": deck.city_code, "period": deck.period_code}
    choices = tuple(
        SlideChoice(f"d{region.code}", "numbers", address("profile", **asked, region=region.code))
        for region in regions
    )
    found: dict[str, tuple[Slide, ...]] = {}
    for slide in slides_of(store, replace(deck, slides=choices), release=release):
        if isinstance(slide.body, KeyNumbers) and slide.body.cards:
            code = slide.chosen_id.removeprefix("d")
            found[code] = (*found.get(code, ()), slide)
    return found
