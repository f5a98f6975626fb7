"""总览 in at most five sentences: what a mayor should know about a period, and nothing that a test does not support."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from faheng.address import Address
from faheng.measures import wording
from faheng.views.period_tests import Tested, chart_address, nothing_holds, sentence
from faheng.views.standing import Shown, Standing
from faheng.views.standing_words import value_address

_MOST = 4  # with the sentence about what is not reported: five
_MOST_OF_A_KIND = 2


@dataclass(frozen=True)
class Finding:
    """One sentence, whether it is good news (None: neither), and where its chart is."""

    text: str
    good: bool | None = None
    address: Address | None = None


@dataclass(frozen=True)
class FindingGroup:
    """Sentences under a heading (强项); without one where they need none."""

    findings: tuple[Finding, ...]
    label: str = ""


def findings(tests: Sequence[Tested], found: Mapping[str, Standing], *, release: int) -> tuple[Finding, ...]:
    """The largest real differences of a period: declines and who is behind first, then improvements, then a missed target.

    Only of tests that hold together, and only of indicators that are good or bad. Of each kind the two least likely to be
    chance; the city before its regions.
    """
    news = sorted(
        (test for test in tests if test.is_news), key=lambda test: (not test.is_of_city, test.order)
    )
    chosen = [
        Finding(
            sentence(test, who="全市" if test.is_of_city else test.region.name),
            good,
            chart_address(test, release),
        )
        for good in (False, True)
        for test in [each for each in news if each.is_good is good][:_MOST_OF_A_KIND]
    ]
    missed = _missed_target(found, release)
    if tests and not chosen:
        chosen = [Finding(nothing_holds(tests, "变化和地区差别"))]
    return (*chosen[: _MOST - (missed is not None)], *([missed] if missed is not None else []))


def _missed_target(found: Mapping[str, Standing], release: int) -> Finding | None:
    """The headline target that the city misses by the largest share of it; a target is never tested, the cases are counted."""
    missed = [
        standing
        for standing in found.values()
        if standing.question.indicator.headline and is_missed(standing.whole)
    ]
    if not missed:
        return None
    standing = max(missed, key=lambda each: shortfall(each.whole))
    return missed_target(standing, standing.whole, release, who="全市")


def is_missed(row: Shown) -> bool:
    """Whether there is a target, and it is not met."""
    return row.gap is not None and not row.gap.is_met


def shortfall(row: Shown) -> Decimal:
    """By what share of its target a value misses it; the whole of it where none is allowed (target 0)."""
    assert row.target is not None
    assert row.shown is not None
    return abs(row.target - row.shown) / row.target if row.target else Decimal(1)


def missed_target(standing: Standing, row: Shown, release: int, *, who: str) -> Finding:
    """`全市…率 85.00%，未达到目标 95%：差 24 件。`"""
    indicator = standing.question.indicator
    assert row.target is not None
    text = (
        f"{who}{wording.full_width(indicator.name)} {wording.format_value(row.shown, indicator, as_reported=row.as_reported)}，"
        f"未达到目标 {wording.target_text(row.target, indicator)}：{wording.gap_text(row.gap, indicator)}。"
    )
    region = None if row is standing.whole else row.region
    return Finding(text, good=False, address=value_address(standing, region, release))
