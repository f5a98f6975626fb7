"""What publishing submissions would change: every number with its city value, rank and verdicts, and 总览's sentences.

Nothing is reckoned here. The views that pages ask are asked twice, of what is published and of a preview of the publish,
and what they say is compared: so a reviewer reads what will stand on the pages.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from faheng.catalogue import Catalogue, Indicator, Region
from faheng.intake.reading import Value
from faheng.measures import wording
from faheng.period import Period, period_from_code
from faheng.store.preview import preview
from faheng.store.releases import Change, compare, merged_values
from faheng.views.city_rows import CityRows, city_rows, read_city
from faheng.views.differences import count_kinds
from faheng.views.findings import findings
from faheng.views.period_tests import period_tests
from faheng.views.said import VERDICTS, Kind, Said, said
from faheng.views.standings import standings


@dataclass(frozen=True)
class Step:
    """What is said of something now, and after the publish; '' where nothing is said."""

    before: str
    after: str

    @property
    def words(self) -> str:
        """`第3名 → 第2名`; once, where both are the same; empty where there is nothing to say."""
        if self.before == self.after:
            return self.before
        return f"{self.before or wording.MISSING} → {self.after or wording.MISSING}"


@dataclass(frozen=True)
class Turn:
    """A city value, a rank or a verdict that would be another; `is_new`: there was none before."""

    indicator: Indicator
    region: Region
    period: Period
    kind: Kind
    step: Step

    @property
    def is_new(self) -> bool:
        """Whether nothing was said before."""
        return not self.step.before


@dataclass(frozen=True)
class SenderNote:
    """What a check found at a cell, and what the sender said to it."""

    cell: str
    message: str
    reason: str


@dataclass(frozen=True)
class ChangedValue:
    """A value that is new or differs, with what becomes of the city's value and of its region's rank and verdicts."""

    change: Change
    submission_id: int
    city: Step
    place: Step
    verdicts: tuple[tuple[Kind, Step], ...]
    notes: tuple[SenderNote, ...]

    @property
    def value(self) -> Value:
        """The new value."""
        return self.change.value


@dataclass(frozen=True)
class SentenceChange:
    """The sentences of 总览 of one city and period that would be gone, and those that would be there."""

    city: Region
    period: Period
    before: tuple[str, ...]
    after: tuple[str, ...]

    @property
    def count(self) -> int:
        """How many sentences would be others: one that takes another's place is one."""
        return max(len(self.before), len(self.after))


@dataclass(frozen=True)
class Effect:
    """Everything that publishing the submissions on top of `release` would change.

    `kinds` counts the values (新增, 修改, 不变, 未包含). `withheld` are the cells that their senders left out (这格先不报).
    """

    release: int
    kinds: Mapping[str, int]
    changes: tuple[ChangedValue, ...]
    turns: tuple[Turn, ...]
    sentences: tuple[SentenceChange, ...]
    withheld: tuple[SenderNote, ...]
    made_up: bool

    @cached_property
    def turned(self) -> tuple[Turn, ...]:
        """What was said before and would not be said any more."""
        return tuple(turn for turn in self.turns if not turn.is_new)

    @property
    def corrections(self) -> int:
        """How many published final figures would be others: their change needs a public reason."""
        olds = [change.change.old for change in self.changes]
        return sum(old is not None and old.status in ("final", "not_applicable") for old in olds)

    @property
    def sentence_count(self) -> int:
        """How many sentences of 总览 would be others."""
        return sum(change.count for change in self.sentences)

    def count(self, *kinds: Kind, is_new: bool = False) -> int:
        """How many of these kinds would turn; or, with `is_new`, be there for the first time."""
        return sum(turn.kind in kinds and turn.is_new == is_new for turn in self.turns)


def effect(store: Any, *, release: int, submission_ids: tuple[int, ...]) -> Effect:
    """The effect of publishing these submissions together.

    Raises:
        StoreError: two of them disagree.
    """
    catalogue = store.catalogue(release)
    merged = merged_values(store, submission_ids, release=release)
    changes = compare(store, [value for value, _ in merged], release=release)
    numbers = {id(value): number for value, number in merged}
    wanted = [change for change in changes if change.kind in ("added", "changed")]
    issues = store.read("submission_issues", release=release, submission_ids=list(submission_ids))
    found: list[ChangedValue] = []
    turns: list[Turn] = []
    sentences: list[SentenceChange] = []
    with preview(store, submission_ids, release=release) as after:
        for city_code, of_city in _by_city(wanted, catalogue).items():
            sides = _Sides(_Kept(store), _Kept(after), release, city_code)
            affected = sides.affected({change.value.indicator_code for change in of_city})
            found += [sides.changed(change, numbers[id(change.value)], issues) for change in of_city]
            turns += [turn for question in affected for turn in sides.turns(*question)]
            sentences += sides.sentences({period for _, period in affected})
    return Effect(
        release=release,
        kinds=count_kinds(changes),
        changes=tuple(found),
        turns=tuple(turns),
        sentences=tuple(sentences),
        withheld=tuple(SenderNote(row.cell, row.message, row.reason or "") for row in issues if row.withheld),
        made_up=any(catalogue.is_made_up(change.value.region_code) for change in wanted),
    )


def _by_city(changes: Iterable[Change], catalogue: Catalogue) -> dict[str, list[Change]]:
    found: defaultdict[str, list[Change]] = defaultdict(list)
    for change in changes:
        found[catalogue.city_code_of(catalogue.known_region(change.value.region_code))].append(change)
    return dict(found)


class _Kept:
    """A store whose answers are kept as long as an effect is made: hundreds would push what all read out of memory."""

    def __init__(self, store: Any) -> None:
        self._store = store
        self._answers: dict[Any, Any] = {}
        self.read, self.catalogue, self.display = store.read, store.catalogue, store.display

    def once(self, question: Callable[..., Any], *, release: int, **choices: Any) -> Any:
        key = question, release, tuple(sorted(choices.items()))
        if key not in self._answers:
            if question is read_city:  # what pages have in memory already
                self._answers[key] = self._store.once(question, release=release, **choices).keeping()
            else:
                self._answers[key] = question(self, release=release, **choices)
        return self._answers[key]


@dataclass(frozen=True)
class _Sides:
    """One city, as it is and as it would be."""

    now: Any
    then: Any
    release: int
    city_code: str
    _answers: dict[tuple[str, Period], tuple[Said, Said]] = field(default_factory=dict)

    @cached_property
    def _known(self) -> tuple[CityRows, CityRows]:
        return tuple(city_rows(store, release=self.release, city_code=self.city_code) for store in self._both)  # type: ignore[return-value]

    @property
    def _both(self) -> tuple[Any, Any]:
        return self.now, self.then

    @property
    def _catalogue(self) -> Catalogue:
        catalogue: Catalogue = self.now.catalogue(self.release)
        return catalogue

    def affected(self, indicator_codes: Iterable[str]) -> list[tuple[str, Period]]:
        """The indicators and periods of which a page may say something else: longer periods, and those compared with them."""
        now, then = self._known
        catalogue = self._catalogue
        found: list[tuple[str, Period]] = []
        changed = set(indicator_codes)
        for code, indicator in catalogue.indicators.items():
            everywhere = now.regions_report != then.regions_report or (
                code in changed
                and (now.owing(indicator), now.shown_regions(indicator))
                != (then.owing(indicator), then.shown_regions(indicator))
            )
            if code not in changed and not everywhere:
                continue
            periods = {*now.periods(code), *then.periods(code)}
            rows = set(now.values_of(code)) ^ set(then.values_of(code))
            differ = {period_from_code(row.period) for row in rows}
            after = {period for period in periods if indicator.compared_with(period) in differ}
            found += [(code, period) for period in sorted(periods if everywhere else differ | after)]
        return found

    def answers(self, indicator_code: str, period: Period) -> tuple[Said, Said]:
        """What 县区对比 says now and then."""
        key = indicator_code, period
        if key not in self._answers:
            now, then = (
                said(
                    store,
                    release=self.release,
                    city_code=self.city_code,
                    indicator_code=indicator_code,
                    period_code=period.code,
                )
                for store in self._both
            )
            self._answers[key] = now, then
        return self._answers[key]

    def changed(self, change: Change, submission_id: int, issues: Sequence[Any]) -> ChangedValue:
        """What the change does at its own place."""
        value = change.value
        now, then = self.answers(value.indicator_code, value.period)
        code = value.region_code

        def step(kind: Kind, region_code: str = code) -> Step:
            return Step(now.words(kind, region_code), then.words(kind, region_code))

        return ChangedValue(
            change=change,
            submission_id=submission_id,
            city=step("city", self.city_code),
            place=step("place"),
            verdicts=tuple((kind, found) for kind in VERDICTS if (found := step(kind)).words),
            notes=tuple(
                SenderNote(row.cell, row.message, row.reason or "")
                for row in issues
                if row.submission_id == submission_id
                and row.cell in value.cells
                and row.level == "warning"
                and not row.withheld
            ),
        )

    def turns(self, indicator_code: str, period: Period) -> Iterator[Turn]:
        """What would turn of one indicator and period, whoever's it is."""
        now, then = self.answers(indicator_code, period)
        regions = self._catalogue
        for kind, code in dict.fromkeys((*now.words_of, *then.words_of)):
            before, after = (
                now.words_of.get((kind, code), ("", None)),
                then.words_of.get((kind, code), ("", None)),
            )
            if before[1] != after[1]:
                step = Step(before[0], after[0])
                yield Turn(then.shared.question.indicator, regions.known_region(code), period, kind, step)

    def sentences(self, periods: Iterable[Period]) -> Iterator[SentenceChange]:
        """The sentences of 总览 that would be others: of every period that it can show with one of `periods` in it."""
        inside = list(periods)
        shown = {period for known in self._known for period in known.all_periods()}
        city = self._catalogue.known_region(self.city_code)
        for period in sorted(shown, reverse=True):
            if not any(period.contains(each) for each in inside):
                continue
            now, then = (self._findings(store, period) for store in self._both)
            gone = tuple(text for text in now if text not in then)
            new = tuple(text for text in then if text not in now)
            if gone or new:
                yield SentenceChange(city, period, gone, new)

    def _findings(self, store: Any, period: Period) -> list[str]:
        asked: dict[str, Any] = {
            "release": self.release,
            "city_code": self.city_code,
            "period_code": period.code,
        }
        found = findings(period_tests(store, **asked), standings(store, **asked), release=self.release)
        return [finding.text for finding in found]
