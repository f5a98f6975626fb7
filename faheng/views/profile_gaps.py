"""扣分在哪: how many more cases a region needs to reach its targets and its city's level, the nearest first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from faheng.catalogue import Region
from faheng.charts.spec import SIGNS, Tone
from faheng.charts.spec_profile import Bullet, BulletGroup, Bullets
from faheng.measures import rates, wording
from faheng.measures.rates import Gap
from faheng.measures.verdict import Verdict
from faheng.measures.verdict_words import verdict_words
from faheng.period import Period
from faheng.views.profile_rows import ProfileLine, goal, label
from faheng.views.standing_words import about, basis_of, tone_of, trend_address, value_address
from faheng.views.verdicts import rest_words

RULE = (
    "“差”几件，是分母不变时最少再多几件（低优指标：再少几件），印出来的数就达到目标或现在的全市值；"
    "靠少报分母得来的不算。全市栏的小字是检验：与全市其余地区的差别是否超出偶然。"
)
_FULL = 100  # %; an average in % may be more
_BEYOND = Decimal("1.08")  # room behind the farthest mark where a value has no largest one


@dataclass(frozen=True)
class GapLine:
    """An indicator that misses its target, or is worse than the city's value, and by how much.

    `city` is None where the city's value says nothing about the region's. `verdict` is what the test against the rest of
    the city says, where there is one.
    """

    line: ProfileLine
    city: Gap | None
    verdict: Verdict | None = None

    @property
    def target(self) -> Gap | None:
        """The distance to the target."""
        return self.line.own.gap

    @property
    def is_short(self) -> bool:
        """Whether there is anything to be made good."""
        return any(gap is not None and not gap.is_met for gap in (self.target, self.city))

    @property
    def fewest(self) -> Decimal | None:
        """The smallest number of cases that reaches target or city; None where only the value is known, not its cases."""
        cases = [
            gap.amount for gap in (self.target, self.city) if gap and not gap.is_met and gap.by == "numerator"
        ]
        return min(cases, default=None)

    @property
    def is_nearest_to_target(self) -> bool:
        """Whether its smallest number of cases reaches the target, and not the city alone."""
        return self.target is not None and self.target.amount == self.fewest

    @property
    def city_words(self) -> str:
        """`97.49%：差 5 件`, `90.00%：已达到`; empty where the city's value is no level to reach."""
        if self.city is None:
            return ""
        words = "已达到" if self.city.is_met else wording.gap_text(self.city, self.line.indicator)
        return f"{self.line.city_text}：{words}"

    def verdict_words(self, *, than: str = "") -> str:
        """`可能劣于…`, `看不出差别`; empty where nothing was tested."""
        if self.verdict is None:
            return ""
        words = verdict_words(self.verdict, self.line.indicator, than)
        return words if than else words.removeprefix("与")


def gap_lines(lines: Sequence[ProfileLine], verdicts: Mapping[str, Verdict]) -> tuple[GapLine, ...]:
    """What is short, by the smallest number of cases; then what has no cases. `verdicts` are by indicator code.

    Of equal ones those that reach a target come first.
    """
    found = [GapLine(line, _to_city(line), verdicts.get(line.indicator.code)) for line in lines]
    short = [each for each in found if each.is_short]
    return tuple(
        sorted(short, key=lambda each: (each.fewest is None, each.fewest or 0, not each.is_nearest_to_target))
    )


def _to_city(line: ProfileLine) -> Gap | None:
    """The distance to the city's value as it is printed.

    Not of a sum, nor where the city's number is its own and not that of its regions, nor of some regions alone, nor of
    what is not judged (累计, from published material).
    """
    own, whole, indicator = line.own, line.standing.whole, line.indicator
    apart = not indicator.has_base or indicator.aggregation == "own" or line.is_partial
    if apart or any(row.cumulative or row.note for row in (own, whole)):
        return None
    return rates.gap_to_target(
        indicator,
        shown=own.shown,
        target=line.city,
        numerator=own.numerator,
        denominator=own.denominator,
    )


def bullets(
    region: Region,
    city: Region,
    period: Period,
    lines: Sequence[ProfileLine],
    short: Sequence[GapLine],
    *,
    release: int,
    source: str,
    notes: tuple[str, ...],
    made_up: bool,
) -> Bullets:
    """A bar for each of `short`, in groups by how far they are; `lines` are all indicators of the region."""
    groups = tuple(
        BulletGroup(heading, tuple(_bullet(each, region, period, release) for each in members))
        for heading, members in _grouped(short)
    )
    title = _title(region, period, lines, short)
    rows = [row for group in groups for row in group.rows]
    return Bullets(
        title=title,
        subtitle=_subtitle(region, city, period, rows),
        source=source,
        notes=(RULE, *notes) if rows else notes,
        made_up=made_up,
        whose=region.name,
        groups=groups,
    )


def _grouped(short: Sequence[GapLine]) -> Iterator[tuple[str, list[GapLine]]]:
    one = [each for each in short if each.fewest == 1]
    more = [each for each in short if each.fewest is not None and each.fewest > 1]
    unknown = [each for each in short if each.fewest is None]
    headings = (
        f"{wording.ONE_CASE}就达到目标或全市水平",
        f"要多几{wording.CASES}，由少到多",
        "没有分子分母，只能说差多少",
    )
    for heading, members in zip(headings, (one, more, unknown), strict=True):
        if members:
            yield f"{heading}：{len(members)}项", members


def _title(region: Region, period: Period, lines: Sequence[ProfileLine], short: Sequence[GapLine]) -> str:
    """`石桥县 2025年：12项有目标，8项达标；离目标最近的是…率，再多 1 件即达标`: counts and distances, no verdict."""
    gaps = [line.own.gap for line in lines if line.own.gap is not None]
    met = sum(gap.is_met for gap in gaps)
    if not gaps:
        counts = "没有可以对照的目标"
    elif met == len(gaps):
        counts = f"{met}项有目标，全部达标"
    else:
        counts = f"{len(gaps)}项有目标，{met}项达标"
    nearest = _nearest([(each.line, each.target) for each in short], "目标", "达标")
    if not nearest and met == len(gaps):
        nearest = _nearest([(each.line, each.city) for each in short], "全市水平", "达到")
    return f"{region.name} {period}：{'；'.join(filter(None, (counts, nearest)))}"


def _nearest(gaps: Sequence[tuple[ProfileLine, Gap | None]], to: str, reached: str) -> str:
    """`离目标最近的是…率，再多 1 件即达标`; of several that are equally near the first, with how many they are."""
    counted = [
        (gap.amount, line)
        for line, gap in gaps
        if gap is not None and not gap.is_met and gap.by == "numerator"
    ]
    if not counted:
        return ""
    fewest = min(amount for amount, _ in counted)
    first, *others = [line for amount, line in counted if amount == fewest]
    name = wording.full_width(first.indicator.name)
    if not others:
        return f"离{to}最近的是{name}，{wording.cases_text(fewest, first.indicator)}即{reached}"
    units = {wording.numerator_unit(line.indicator) for line in (first, *others)}
    unit = units.pop() if len(units) == 1 else wording.CASES
    return f"离{to}最近的是{name}等 {len(others) + 1} 项，各差 {wording.plain_number(fewest)} {unit}"


_BARS: Mapping[Tone, str] = {
    "met": "蓝：达标",
    "near": f"黄 {SIGNS['near']}：{wording.ONE_CASE}",
    "unmet": f"红 {SIGNS['unmet']}：未达标",
    "plain": "灰：没有目标",
}


def _subtitle(region: Region, city: Region, period: Period, rows: Sequence[Bullet]) -> str:
    """City, period and what the signs mean; only signs that occur."""
    tones = {row.tone for row in rows}
    signs = []
    if tones:
        signs.append(
            f"横条：{region.name}（{'，'.join(words for tone, words in _BARS.items() if tone in tones)}）"
        )
    if any(row.target is not None for row in rows):
        signs.append("粗竖线：目标")
    if any(row.city is not None for row in rows):
        signs.append("细竖线：全市")
    if any(row.previous is not None for row in rows):
        signs.append("○\u00a0上期")
    return " · ".join(filter(None, (city.name, str(period), "　".join(signs))))


def _bullet(found: GapLine, region: Region, period: Period, release: int) -> Bullet:
    line = found.line
    own, indicator, question = line.own, line.indicator, line.standing.question
    assert own.shown is not None
    target = own.target if own.gap is not None else None
    city = line.city if found.city is not None else None
    previous = own.previous if own.change is not None else None
    farthest = max(number for number in (own.shown, target, city, previous) if number is not None)
    return Bullet(
        label=label(indicator),
        text=wording.format_value(own.shown, indicator, as_reported=own.as_reported),
        value=own.shown,
        maximum=Decimal(100) if indicator.is_percent and farthest <= _FULL else farthest * _BEYOND,
        tone=tone_of(own),
        note="" if question.period == period else str(question.period),
        detail=wording.parts_text(indicator, own.numerator, own.denominator),
        mark=own.mark,
        target=target,
        city=city,
        previous=previous,
        goal=goal(own, indicator),
        city_text=found.city_words,
        city_note="，".join(filter(None, (line.city_mark, found.verdict_words()))),
        about="，".join(_about(found)),
        address=trend_address(
            question.city, indicator, question.period, release=release, regions=region.code
        ),
        value_address=value_address(line.standing, region, release),
        city_address=value_address(line.standing, question.city, release),
        basis=basis_of(own, indicator),
    )


def _about(found: GapLine) -> Iterator[str]:
    """The whole of a row in words."""
    line = found.line
    yield about(line.standing, line.own)
    if found.city_words:
        yield f"全市 {found.city_words}{f'（{line.city_mark}）' if line.city_mark else ''}"
    if words := found.verdict_words(than=rest_words(line.standing.figure)):
        yield words
    if change := wording.change_text(line.own.change, line.indicator, line.standing.question.period):
        yield change
