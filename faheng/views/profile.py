"""县区画像: one region of a city, every indicator against the city, the other regions and the target."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from faheng.catalogue import Catalogue, Region
from faheng.charts.spec_profile import Bullets, Spine
from faheng.measures import wording
from faheng.period import Period, period_from_code
from faheng.store.database import Store
from faheng.tables import Table
from faheng.views import notes
from faheng.views.city_rows import city_rows
from faheng.views.findings import FindingGroup
from faheng.views.period_tests import Tested, period_tests
from faheng.views.profile_findings import region_findings
from faheng.views.profile_gaps import bullets, gap_lines
from faheng.views.profile_gaps_table import gaps_table
from faheng.views.profile_rows import ProfileLine, is_year_on_year, spine
from faheng.views.profile_table import table
from faheng.views.question import breaks_between
from faheng.views.source import source_line
from faheng.views.standing import Shown
from faheng.views.standing_words import profile_address
from faheng.views.standings import standings

ASPECTS = {"spine": "对照全市", "gaps": "扣分在哪"}


@dataclass(frozen=True)
class Missing:
    """Why numbers are not there (`未报`, `尚不完整（12个月中已报10个月）`, `无案件`), and of which indicators.

    Or why they need no row of their own (`达到目标`).
    """

    why: str
    indicators: tuple[str, ...]


@dataclass(frozen=True)
class Gaps:
    """The second aspect of the page, 扣分在哪: what is short of target or city, and which targets are met."""

    bullets: Bullets
    table: Table
    met: Missing


@dataclass(frozen=True)
class Profile:
    """Everything 县区画像 shows, in both its forms.

    `lines` are the indicators that regions report and that are due in the period, in the catalogue's order. `not_due`
    counts those that are reported less often than the period. `is_empty` says that no region of the city has
    reported anything, `city_is_known` that the city as a whole has numbers, though perhaps no region.
    """

    region: Region
    city: Region
    period: Period
    release: int
    lines: tuple[ProfileLine, ...]
    findings: tuple[FindingGroup, ...]
    spine: Spine
    table: Table
    gaps: Gaps
    missing: tuple[Missing, ...]
    not_due: int
    made_up: bool
    is_empty: bool
    city_is_known: bool

    @property
    def due(self) -> int:
        """How many numbers the region owes for this period."""
        return len(self.lines)

    @property
    def reported(self) -> int:
        """How many of them are in, 无案件 included."""
        return sum(line.own.is_reported for line in self.lines)


def profile(store: Store, *, release: int, city_code: str, region_code: str, period_code: str) -> Profile:
    """The profile of one of the regions of a city.

    An indicator is shown for the latest period inside the chosen one for which anybody in the city has reported, so
    that all regions are compared for the same one. Indicators that only the city itself reports are left out.

    Raises:
        KeyError: the release has no such city, or the city no such region.
        ValueError: `period_code` is no period code.
    """
    catalogue = store.catalogue(release)
    city, period = catalogue.regions[city_code], period_from_code(period_code)
    known = city_rows(store, release=release, city_code=city_code)
    regions = {region.code: region for region in catalogue.parts_of(city_code)}
    region = regions[region_code]
    found = standings(store, release=release, city_code=city_code, period_code=period_code).values()
    lines = tuple(ProfileLine(item, own) for item in found if (own := item.row(region_code)) is not None)
    not_due = len(catalogue.indicators) - len(found)
    made_up = catalogue.is_made_up(city_code)
    tests = [
        test
        for test in period_tests(store, release=release, city_code=city_code, period_code=period_code)
        if test.region.code == region_code
    ]
    frame: dict[str, Any] = {
        "release": release,
        "source": source_line(store, release=release, made_up=made_up, origin=known.origin(city.name)),
        "notes": _notes(catalogue, region, city, lines, not_due),
        "made_up": made_up,
    }
    described = spine(catalogue, region, city, period, lines, **frame)
    gaps_aspect = profile_address(city, region, period, release=release, aspect="gaps")
    return Profile(
        region=region,
        city=city,
        period=period,
        release=release,
        lines=lines,
        findings=region_findings(lines, tests, release=release, gaps=gaps_aspect),
        spine=described,
        table=table(described, catalogue, region, period, lines),
        gaps=_gaps(catalogue, region, city, period, lines, tests, **frame),
        missing=tuple(_missing(lines)),
        not_due=not_due,
        made_up=made_up,
        is_empty=all(row.state == "not_reported" for line in lines for row in line.standing.rows),
        city_is_known=any(item.figure.shown is not None for item in found),
    )


def _gaps(
    catalogue: Catalogue,
    region: Region,
    city: Region,
    period: Period,
    lines: Sequence[ProfileLine],
    tests: Sequence[Tested],
    **frame: Any,
) -> Gaps:
    """How far the region is from its targets and its city, with the verdicts of the tests against the rest of the city."""
    verdicts = {test.standing.question.indicator.code: test.verdict for test in tests if not test.is_change}
    short = gap_lines(lines, verdicts)
    described = bullets(region, city, period, lines, short, **frame)
    met = (line.indicator.name for line in lines if line.own.gap is not None and line.own.gap.is_met)
    return Gaps(
        described,
        gaps_table(described, catalogue, region, period, short),
        Missing("达到目标", tuple(wording.full_width(name) for name in met)),
    )


def _missing(lines: Sequence[ProfileLine]) -> Iterator[Missing]:
    """One list for each reason: 未报 first, then what is not complete, then 无案件 and 不涉及."""
    order = {"not_reported": 0, "incomplete": 1, "not_applicable": 2}
    lists: dict[tuple[int, str], list[str]] = {}
    for line in lines:
        own = line.own
        if own.state == "value":
            continue
        why = f"尚不完整（{own.state_text}）" if own.state == "incomplete" else own.state_text
        lists.setdefault((order[own.state], why), []).append(wording.full_width(line.indicator.name))
    for (_, why), names in sorted(lists.items(), key=lambda item: item[0][0]):
        yield Missing(why, tuple(names))


def _notes(
    catalogue: Catalogue, region: Region, city: Region, lines: Sequence[ProfileLine], not_due: int
) -> tuple[str, ...]:
    """What a reader must know before comparing, one sentence each."""
    found = list(_break_sentences(region, lines))
    alone = [wording.full_width(line.indicator.name) for line in lines if line.own.as_reported]
    if alone:
        found.append(f"只报了结果、没有分子分母，未计入全市值：{'、'.join(alone)}。")
    if any(line.is_partial for line in lines):
        found.append("全市栏注“部分”的，只是已报地区的合计，不代表全市。")
    if any(is_year_on_year(line.indicator, line.standing.question.period) for line in lines):
        found.append("注“同比”的指标每年从头统计，与上年同期比。")
    found += notes.counted_in(catalogue.parts_of(city.code), "全市值")
    if lines:
        earliest = min(line.standing.question.previous for line in lines)
        found += notes.former_names(catalogue, {region.code: region.name}, since=earliest)
    if not_due:
        found.append(f"另有{not_due}项指标不按这一频次报送，不在此列。")
    found += notes.value_notes(_noted(lines))
    return tuple(found)


def _noted(lines: Sequence[ProfileLine]) -> Iterator[tuple[str, str, Shown]]:
    """The values of the page with what they are called in its notes."""
    for line in lines:
        name = wording.full_width(line.indicator.name)
        for row in (line.own, line.standing.whole) if line.city is not None else (line.own,):
            yield name, f"{name} {row.region.name}", row


def _break_sentences(region: Region, lines: Sequence[ProfileLine]) -> Iterator[str]:
    """Why a change is 不可比."""
    for line in lines:
        if line.own.shown is None or line.own.previous is None or line.own.comparable:
            continue
        question = line.standing.question
        name, before = (
            wording.full_width(line.indicator.name),
            wording.previous_words(question.period, line.indicator),
        )
        breaks = breaks_between(question, {region.code})
        for broken in breaks:
            yield f"{name}{broken.what}，与{before}不可比：{broken.text}。"
        if not breaks:
            one, other = ("本期", before) if line.own.cumulative else (before, "本期")
            yield f"{name}与{before}不可比：{one}是{wording.CUMULATIVE}数，{other}不是。"
