"""Decks as they are kept: read from the store and saved there; what the store keeps as text is a Deck here."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from itertools import pairwise

from faheng.meeting.changes import changes
from faheng.meeting.deck import MOST_LETTERS, Deck, checked, deck_from_text, deck_text
from faheng.roles import Actor
from faheng.store.database import Store
from faheng.store.decks import KeptDeck, deck_for, deck_versions, list_decks, make_deck, save_deck


def open_deck(store: Store, deck_id: int, *, actor: Actor) -> tuple[KeptDeck, Deck]:
    """A deck that the actor may open.

    Raises:
        AccessError: they may not, or there is none.
        DeckError: its content cannot be read.
    """
    kept, content = deck_for(store, deck_id, actor=actor)
    return kept, deck_from_text(content)


@dataclass(frozen=True)
class EarlierDeck:
    """A deck as it was until `until`, when somebody did `done` to it."""

    version: int
    deck: Deck
    until: datetime
    done: tuple[str, ...]


def earlier_decks(store: Store, deck_id: int, *, actor: Actor) -> tuple[EarlierDeck, ...]:
    """What one of the actor's own decks was before its last saves, newest first; of another's nothing.

    Raises:
        AccessError, DeckError: as `open_deck`.
    """
    saves = [(one, deck_from_text(one.content)) for one in deck_versions(store, deck_id, actor=actor)]
    found = (
        EarlierDeck(one.version, deck, later.saved_at, tuple(changes(deck, changed)))
        for (later, changed), (one, deck) in pairwise(saves)
    )
    return tuple(each for each in found if each.done)


def add_deck(store: Store, deck: Deck, *, actor: Actor, release: int, copied_from: int = 0) -> int:
    """Keep a deck as a new one of the actor's, made in `release`; its number.

    One of a name that another deck of the actor's has gets a number behind it.

    Raises:
        AccessError, StoreError: as `make_deck`.
        DeckError: a text of it is too long or missing.
    """
    deck = checked(deck)
    taken = {one.name for one in list_decks(store, actor=actor) if one.is_of(actor) and not one.is_removed}
    names = (f"{deck.name[: MOST_LETTERS['name'] - 4]}（{number}）" for number in range(2, len(taken) + 3))
    if deck.name in taken:
        deck = replace(deck, name=next(name for name in names if name not in taken))
    return make_deck(
        store,
        actor=actor,
        name=deck.name,
        content=deck_text(deck),
        made_in=release,
        copied_from=copied_from,
    )


def change_deck(store: Store, kept: KeptDeck, deck: Deck, *, actor: Actor, release: int) -> Deck:
    """Save the deck in the place of `kept`; the deck as it is kept, its texts trimmed.

    Raises:
        AccessError, StoreError: as `save_deck`.
        DeckError: a text of it is too long or missing.
    """
    deck = checked(deck)
    save_deck(
        store,
        kept.deck_id,
        actor=actor,
        name=deck.name,
        content=deck_text(deck),
        made_in=release,
        seen=kept.version,
    )
    return deck
