"""县区画像 in sentences: strengths, weaknesses and what changed, only what tests support or targets say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from faheng.address import Address
from faheng.measures import wording
from faheng.views.findings import Finding, FindingGroup, is_missed, missed_target, shortfall
from faheng.views.period_tests import Tested, chart_address, nothing_holds, sentence
from faheng.views.profile_rows import ProfileLine
from faheng.views.ways import TO_GAPS

_MOST = 3  # of each group


def region_findings(
    lines: Sequence[ProfileLine], tests: Sequence[Tested], *, release: int, gaps: Address
) -> tuple[FindingGroup, ...]:
    """强项, 短板 and 变化 of the region whose `lines` and `tests` these are; groups without a sentence are left out.

    Differences and changes are those whose tests hold among all tests of the city and period. A target is not tested:
    it is met or missed, by so many cases. `gaps` leads to all targets of the region.
    """
    differences = [test for test in tests if not test.is_change]
    changes = [test for test in tests if test.is_change]
    nothing = tuple(_nothing(differences, changes))
    changed = (*_said(changes, release, good=False), *_said(changes, release, good=True))[:_MOST]
    groups = (
        FindingGroup((*_said(differences, release, good=True), *_met(lines, gaps)), "强项"),
        FindingGroup(tuple(_weaknesses(lines, differences, release, gaps)), "短板"),
        FindingGroup(changed or (nothing if changes else ()), "变化"),
        # Of differences alone: what changed is no place for it.
        FindingGroup(nothing if changed or not changes else ()),
    )
    return tuple(group for group in groups if group.findings)


def _said(tests: Sequence[Tested], release: int, *, good: bool) -> tuple[Finding, ...]:
    """The least likely to be chance of what is good, or bad."""
    return tuple(
        Finding(sentence(test, who=""), good, chart_address(test, release)) for test in _chosen(tests, good)
    )


def _chosen(tests: Sequence[Tested], good: bool) -> list[Tested]:
    news = (test for test in tests if test.is_news and test.is_good is good)
    return sorted(news, key=lambda test: test.order)[:_MOST]


def _met(lines: Sequence[ProfileLine], gaps: Address) -> Iterator[Finding]:
    """Yield one sentence about the targets that are met, headline indicators named first."""
    met = [line.indicator for line in lines if line.own.gap is not None and line.own.gap.is_met]
    if met:
        met.sort(key=lambda indicator: not indicator.headline)
        names = "、".join(wording.full_width(indicator.name) for indicator in met[:_MOST])
        more = f"等 {len(met)} 项" if len(met) > _MOST else f" {len(met)} 项" if len(met) > 1 else ""
        yield Finding(f"{names}{more}达到目标。", good=True, address=gaps)


def _weaknesses(
    lines: Sequence[ProfileLine], differences: Sequence[Tested], release: int, gaps: Address
) -> Iterator[Finding]:
    """Yield where it is really behind, then the missed targets by their share that is missing, then how many more there are."""
    yield from _said(differences, release, good=False)
    said = {test.standing.question.indicator.code for test in _chosen(differences, good=False)}
    missed = [line for line in lines if is_missed(line.own) and line.indicator.code not in said]
    missed.sort(key=lambda line: shortfall(line.own), reverse=True)
    room = max(0, _MOST - len(said))
    for line in missed[:room]:
        yield missed_target(line.standing, line.own, release, who="")
    if more := missed[room:]:
        yield Finding(f"另有 {len(more)} 项未达到目标{TO_GAPS}。", good=False, address=gaps)


def _nothing(differences: Sequence[Tested], changes: Sequence[Tested]) -> Iterator[Finding]:
    """Yield what was tested in vain: both kinds in one sentence, or the one that made no news."""
    silent = [
        (tests, what)
        for tests, what in ((changes, "变化"), (differences, "地区差别"))
        if tests and not any(test.is_news for test in tests)
    ]
    if silent:
        tests = [test for each, _ in silent for test in each]
        yield Finding(nothing_holds(tests, "和".join(what for _, what in silent)))
