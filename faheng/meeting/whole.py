"""Slides as they stand on paper: what a room needs split over several is one again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from faheng.meeting.around import remarks
from faheng.meeting.slide import Body, Slide
from faheng.meeting.splitting import joined


@dataclass(frozen=True)
class WholeSlide:
    """A chosen slide: what all its parts have in common, and what they show together."""

    slide: Slide
    bodies: tuple[Body, ...]

    @property
    def remarks(self) -> tuple[str, ...]:
        """What stands below all of it."""
        return remarks(self.slide)


def whole_slides(slides: Sequence[Slide]) -> Iterator[WholeSlide]:
    """Yield the chosen slides in order."""
    for _, parts in groupby(slides, key=lambda slide: slide.chosen_id):
        found = list(parts)
        yield WholeSlide(found[0], joined([slide.body for slide in found]))
