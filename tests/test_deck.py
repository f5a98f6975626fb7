"""A deck: adding, moving, rewording slides, and the text that is kept of it."""

import pytest
from decks import deck_of, deck_with_everything

from faheng.address import address
from faheng.meeting.deck import Deck, DeckError, checked, deck_from_text, deck_text

FUNNEL = address("comparison", release=9, city="990100", indicator="C01", period="2024", look="funnel")


def _ids(deck: Deck) -> list[str]:
    return [slide.slide_id for slide in deck.slides]


def test_a_deck_comes_back_from_its_text() -> None:
    deck = deck_with_everything()
    assert deck_from_text(deck_text(deck)) == deck


def test_a_view_is_added_before_the_sources_without_its_release() -> None:
    deck = deck_of(("title", None), ("sources", None)).with_view("chart", FUNNEL)
    assert [slide.shows for slide in deck.slides] == ["title", "chart", "sources"]
    assert deck.slides[1].slide_id == "s3"
    assert deck.slides[1].address is not None
    assert deck.slides[1].address.url == "/comparison?city=990100&indicator=C01&period=2024&look=funnel"


def test_the_same_view_is_added_once() -> None:
    deck = deck_of(("title", None)).with_view("chart", FUNNEL)
    with pytest.raises(DeckError, match="已经有这一页"):
        deck.with_view("chart", FUNNEL)


def test_an_identity_is_never_given_to_another_slide_that_is_there() -> None:
    deck = (
        deck_of(("title", None), ("agenda", None), ("sources", None)).without("s2").with_view("chart", FUNNEL)
    )
    assert _ids(deck) == ["s1", "s4", "s3"]


@pytest.mark.parametrize(
    ("slide_id", "steps", "expected"),
    [
        ("s1", 1, ["s2", "s1", "s3"]),
        ("s3", -2, ["s3", "s1", "s2"]),
        ("s1", -1, ["s1", "s2", "s3"]),
        ("s2", 9, ["s1", "s3", "s2"]),
    ],
)
def test_a_slide_moves_as_far_as_there_are_places(slide_id: str, steps: int, expected: list[str]) -> None:
    deck = deck_of(("title", None), ("agenda", None), ("sources", None))
    assert _ids(deck.moved(slide_id, steps)) == expected


def test_a_slide_that_is_not_there_is_said() -> None:
    with pytest.raises(DeckError, match="没有这一页"):
        deck_of(("title", None)).without("s7")


def test_the_computed_title_written_again_follows_the_numbers() -> None:
    deck = deck_of(("chart", FUNNEL)).worded("s1", title="两地偏低", computed="8个地区看不出差别", note="")
    assert (deck.slides[0].title, deck.slides[0].computed) == ("两地偏低", "8个地区看不出差别")
    back = deck.worded("s1", title="8个地区看不出差别", computed="8个地区看不出差别", note="")
    assert (back.slides[0].title, back.slides[0].computed) == ("", "")


def test_a_text_that_is_too_long_is_refused_with_its_length() -> None:
    with pytest.raises(DeckError, match="有 121 个字，最多 120 个"):
        deck_of(("chart", FUNNEL)).worded("s1", title="长" * 121, computed="", note="")


def test_a_deck_without_a_name_is_refused() -> None:
    with pytest.raises(DeckError, match="起个名字"):
        checked(Deck("  ", "990100", "2024"))


def test_a_slide_of_a_page_that_is_no_more_is_left_out() -> None:
    text = deck_text(deck_of(("title", None), ("chart", FUNNEL))).replace("/comparison?", "/gone?")
    assert _ids(deck_from_text(text)) == ["s1"]


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"name": 1}', "null", '{"slides": 3}'])
def test_what_is_no_deck_is_refused(text: str) -> None:
    with pytest.raises(DeckError, match="读不出来"):
        deck_from_text(text)
