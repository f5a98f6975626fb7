"""What was done to a deck from one save to the next, in a few words."""

from __future__ import annotations

from collections.abc import Iterator

from faheng.meeting.deck import Deck


def changes(before: Deck, after: Deck) -> Iterator[str]:
    """Yield what was done, `删去 1 页`, `调顺序`, `改标题` …; nothing where the decks are the same."""
    # A number may be given again to another slide once the last one is gone.
    was = {(slide.slide_id, slide.shows, slide.address): slide for slide in before.slides}
    now = {(slide.slide_id, slide.shows, slide.address): slide for slide in after.slides}
    if gone := len(was.keys() - now.keys()):
        yield f"删去 {gone} 页"
    if added := len(now.keys() - was.keys()):
        yield f"加上 {added} 页"
    stayed = [key for key in was if key in now]
    if stayed != [key for key in now if key in was]:
        yield "调顺序"
    if any(was[key].title != now[key].title for key in stayed):
        yield "改标题"
    if any(was[key].note != now[key].note for key in stayed):
        yield "改讲稿"
    if any(
        getattr(before, field) != getattr(after, field) for field in ("name", "occasion", "office", "date")
    ):
        yield "改名称或封面"
