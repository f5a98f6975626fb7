"""What was done to a deck from one save to the next, in a few words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from faheng.charts.map_spec import RegionMap
from faheng.charts.spec import DotComparison, Funnel, Matrix, Trend
from faheng.charts.spec_over_time import Bump, SmallMultiples
from faheng.charts.spec_profile import Bullets, Spine
from faheng.meeting.deck import Deck, SlideChoice
from faheng.meeting.slide import KIND_NAMES, OWN_WORDS, Absent, Agenda, KeyNumbers, Sentences, TitlePage
from faheng.tables import Table

_BODIES: Mapping[str, type] = {
    "title": TitlePage,
    "agenda": Agenda,
    "numbers": KeyNumbers,
    "findings": Sentences,
    "sources": Table,
}
# What a page draws by the choice that says how; without one that is here, as of "".
_CHARTS: Mapping[str, Mapping[str, type]] = {
    "overview": {"": Matrix},
    "comparison": {"": DotComparison, "funnel": Funnel, "map": RegionMap},
    "trend": {"": Trend, "panels": SmallMultiples, "ranks": Bump},
    "profile": {"": Spine, "gaps": Bullets},
}
_MOST_LETTERS = 16  # of a title that is said


def changes(before: Deck, after: Deck) -> Iterator[str]:
    """Yield what was done, `删去“目录”`, `加上 2 页`, `调顺序`, `标题改成“我们的一年”` …; nothing where nothing was."""
    was = {slide.slide_id: slide for slide in before.slides}
    now = {slide.slide_id: slide for slide in after.slides}
    if gone := [slide for key, slide in was.items() if key not in now]:
        yield f"删去{_said(gone)}"
    if added := [slide for key, slide in now.items() if key not in was]:
        yield f"加上{_said(added)}"
    stayed = [key for key in was if key in now]
    if stayed != [key for key in now if key in was]:
        yield "调顺序"
    if titled := [now[key].title for key in stayed if was[key].title != now[key].title]:
        yield f"标题改成“{_short(titled[-1])}”" if titled[-1] else "恢复系统的标题"
    if any(was[key].note != now[key].note for key in stayed):
        yield "改讲稿"
    if any(was[key].text != now[key].text for key in stayed):
        yield "改文字"
    if any(
        getattr(before, field) != getattr(after, field) for field in ("name", "occasion", "office", "date")
    ):
        yield "改名称或封面"


def _said(slides: Sequence[SlideChoice]) -> str:
    """One slide by its name, several by their number."""
    if len(slides) > 1:
        return f" {len(slides)} 页"
    (slide,) = slides
    return f"“{_short(slide.title) or _kind(slide)}”"


def _kind(slide: SlideChoice) -> str:
    """What it is called in the list of slides."""
    if slide.shows == "words":
        return OWN_WORDS
    if slide.address is None or slide.shows in _BODIES:
        return KIND_NAMES[_BODIES[slide.shows]]
    drawn = _CHARTS.get(slide.address.page, {"": Absent})
    return KIND_NAMES[
        next((drawn[choice] for _, choice in slide.address.choices if choice in drawn), drawn[""])
    ]


def _short(text: str) -> str:
    return text if len(text) <= _MOST_LETTERS else f"{text[: _MOST_LETTERS - 1]}…"
