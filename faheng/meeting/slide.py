"""Slide: one page of a deck as it is shown, said once for every writer (player, PowerPoint, Word, Excel, HTML)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from faheng.address import Address
from faheng.charts.map_spec import RegionMap
from faheng.charts.spec import Card, ChartSpec, DotComparison, Funnel, Matrix, Trend
from faheng.charts.spec_over_time import Bump, SmallMultiples
from faheng.charts.spec_profile import Bullets, Spine
from faheng.meeting.deck import Shows
from faheng.tables import Table
from faheng.views.findings import FindingGroup


@dataclass(frozen=True)
class TitlePage:
    """What a deck opens with: below its title the occasion, and who reports when."""

    occasion: str
    office: str
    date: str


@dataclass(frozen=True)
class AgendaLine:
    """What comes, and on which slide it begins."""

    text: str
    slide_id: str


@dataclass(frozen=True)
class Agenda:
    """The slides that follow, by their titles."""

    lines: tuple[AgendaLine, ...]


@dataclass(frozen=True)
class KeyNumbers:
    """The numbers of a city or a region that matter most, at most six on a slide."""

    cards: tuple[Card, ...]


@dataclass(frozen=True)
class Sentences:
    """What tests and targets say of a city or a region, in the words of 总览 and 县区画像; or the user's own words."""

    groups: tuple[FindingGroup, ...]


@dataclass(frozen=True)
class Absent:
    """Why there is nothing to show: the view has no number in this release."""

    reason: str


@dataclass(frozen=True)
class Stamp:
    """What every writer prints of how the slides came about: the release, the day of the export, the record's head.

    `release_words` is `第 9 版（2026-11-20 发布）`; `record_head` is the hash at the end of the record (操作记录), with which
    `python -m faheng check --head` proves that nothing before the export was changed since.
    """

    release: int
    release_words: str
    exported_on: date
    record_head: str


OWN_WORDS = "文字"  # what a slide of the user's own words is called
# What a slide is called by what it shows.
KIND_NAMES: Mapping[type, str] = MappingProxyType(
    {
        TitlePage: "封面",
        Agenda: "目录",
        KeyNumbers: "重点数字",
        Sentences: "研判",
        Matrix: "一览表",
        DotComparison: "县区对比",
        Funnel: "漏斗图",
        RegionMap: "地图",
        Trend: "趋势",
        SmallMultiples: "分地区趋势",
        Bump: "名次变化",
        Bullets: "距目标差多少",
        Spine: "画像",
        Table: "数据来源",
        Absent: "没有数",
    }
)

Body = ChartSpec | TitlePage | Agenda | KeyNumbers | Sentences | Table | Absent


@dataclass(frozen=True, kw_only=True)
class Slide:
    """One page. `title` is the finding, computed (`computed`) or the user's own; `doubts` say why the latter may not hold,
    `speech_doubts` why `speech`, what the speaker wrote for herself, may not.

    `subtitle` explains period and signs. `definition` is 口径 in one line, `source` the line at the foot, `notes` what must
    be known of the numbers. `address` is the page of the app that shows the same, in this release. A slide that had to be
    split is `part` of `parts`; the parts' identities are s3, s3-2, s3-3.
    """

    slide_id: str
    shows: Shows
    title: str
    computed: str
    body: Body
    subtitle: str = ""
    definition: str = ""
    source: str = ""
    notes: tuple[str, ...] = ()
    speech: str = ""
    doubts: tuple[str, ...] = ()
    speech_doubts: tuple[str, ...] = ()
    made_up: bool = False
    address: Address | None = None
    part: int = 1
    parts: int = 1

    @property
    def kind(self) -> str:
        """What the slide is called in a list of slides."""
        return OWN_WORDS if self.shows == "words" else KIND_NAMES.get(type(self.body), "")

    @property
    def whole_title(self) -> str:
        """The title, with which part it is of how many: `各地区对比（2/3）`."""
        return f"{self.title}（{self.part}/{self.parts}）" if self.parts > 1 else self.title

    @property
    def chosen_id(self) -> str:
        """The identity of the chosen slide of which this is all or a part."""
        return self.slide_id.partition("-")[0]


def pages_of(slides: Sequence[Slide]) -> dict[str, int]:
    """On which page each slide is, by its identity: what an agenda prints, as one types it to go there."""
    return {slide.slide_id: page for page, slide in enumerate(slides, start=1)}
