"""总览 in at most five sentences: what a mayor should know about a period, and nothing that a test does not support."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from faheng.address import Address
from faheng.measures import wording
from faheng.views.period_tests import Tested, chart_address, nothing_holds, sentence
from faheng.views.standing import Shown, Standing
from faheng.views.standing_words import value_address

_MOST = 4  # with the sentence about what is not reported: five
_MOST_OF_A_KIND = 2
_FEWEST_REGIONS = 3  # that have a target; of two, one that misses it is not most of them


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
    """The surest real differences of a period: declines and who is behind first, then improvements, then a missed target.

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
    if tests and not chosen:
        chosen = [Finding(nothing_holds(tests, "变化和地区差别"))]
    of_city = _missed_by_the_city(found, release)
    by_regions = _missed_by_regions(found, release)
    kept = chosen[: _MOST - len(of_city)]
    return (*kept, *of_city, *by_regions[: _MOST - len(of_city) - len(kept)])


def _missed_by_the_city(found: Mapping[str, Standing], release: int) -> list[Finding]:
    """The headline target that the city misses by the largest share of it, and where most of what lacks is.

    A target is never tested: the cases are counted.
    """
    missed = [
        standing
        for standing in found.values()
        if standing.question.indicator.headline and is_missed(standing.whole)
    ]
    if not missed:
        return []
    standing = max(missed, key=lambda each: shortfall(each.whole))
    found_of_city = missed_target(standing, standing.whole, release, who="全市")
    # Of another figure than the sum of the regions nothing of it is theirs.
    worst = _farthest(standing) if standing.figure.made == "computed" else None
    if worst is None:
        return [found_of_city]
    gap = wording.gap_text(worst.gap, standing.question.indicator)
    text = f"{found_of_city.text.removesuffix('。')}；各地区中{worst.region.name}{gap}，最多。"
    return [replace(found_of_city, text=text)]


def _missed_by_regions(found: Mapping[str, Standing], release: int) -> list[Finding]:
    """The headline target that most regions miss, where the city's value says nothing of it: not all are in.

    `督察反馈问题整改完成率：7个地区都未达到目标 100%。`, `…：7个地区中6个未达到目标 100%，西岭区差 3 个单位，最多。`
    """
    shares = []
    for standing in found.values():
        judged = [row for row in standing.rows if row.gap is not None]
        alike = len({row.target for row in judged}) == 1 and len(judged) >= _FEWEST_REGIONS
        if alike and standing.question.indicator.headline and standing.whole.gap is None:
            shares.append((sum(map(is_missed, judged)), judged, standing))
    if not shares:
        return []
    missed, judged, standing = max(shares, key=lambda each: each[0] / len(each[1]))
    target = judged[0].target
    if missed * 2 <= len(judged) or target is None:
        return []
    indicator = standing.question.indicator
    who = f"{missed}个地区都" if missed == len(judged) else f"{len(judged)}个地区中{missed}个"
    text = f"{wording.full_width(indicator.name)}：{who}未达到目标 {wording.target_text(target, indicator)}"
    if (worst := _farthest(standing)) is not None:
        text += f"，{worst.region.name}{wording.gap_text(worst.gap, indicator)}，最多"
    return [Finding(f"{text}。", good=False, address=value_address(standing, None, release))]


def _farthest(standing: Standing) -> Shown | None:
    """The region that lacks most cases of its target; None where two lack as many, or cases are not known of all."""
    gaps = [
        (row.gap.amount, row)
        for row in standing.rows
        if row.gap is not None and is_missed(row) and not row.region.counted_in
    ]
    if not gaps or any(row.gap is not None and row.gap.by != "numerator" for _, row in gaps):
        return None
    most, row = max(gaps, key=lambda each: each[0])
    return row if sum(amount == most for amount, _ in gaps) == 1 else None


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
