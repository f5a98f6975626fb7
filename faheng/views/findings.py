"""总览 in at most five sentences: what a mayor should know about a period, and nothing that a test does not support."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from faheng.address import Address
from faheng.measures import wording
from faheng.measures.verdict import Verdict, survivors
from faheng.measures.verdict_words import verdict_words
from faheng.views.city_rows import CityRows
from faheng.views.standing import Shown, Standing
from faheng.views.standing_words import trend_address, value_address
from faheng.views.verdicts import judge, rest_words

_MOST = 4  # with the sentence about what is not reported: five
_MOST_OF_A_KIND = 2


@dataclass(frozen=True)
class Finding:
    """One sentence, whether it is good news (None: neither), and where its chart is."""

    text: str
    good: bool | None = None
    address: Address | None = None


@dataclass(frozen=True)
class _Tested:
    """One test of a city and period: of a region (or the city) against the rest, or against the period before."""

    standing: Standing
    row: Shown
    verdict: Verdict
    is_change: bool

    @property
    def is_of_city(self) -> bool:
        return self.row is self.standing.whole

    @property
    def is_good(self) -> bool | None:
        return self.verdict.is_good(self.standing.question.indicator.direction)


def findings(known: CityRows, found: Mapping[str, Standing], *, release: int) -> tuple[Finding, ...]:
    """The largest real differences of a period: declines and who is behind first, then improvements, then a missed target.

    Only verdicts that survive Benjamini–Hochberg at 5 % over all tests of the city and period (statistics.md), and only
    of indicators that are good or bad. Of each kind the two least likely to be chance; the city before its regions.
    """
    tested = [test for standing in found.values() for test in _tests(known, standing)]
    kept = [
        test
        for test, holds in zip(tested, survivors([each.verdict for each in tested]), strict=True)
        if holds and test.is_good is not None
    ]
    kept.sort(key=lambda test: (not test.is_of_city, test.verdict.p, _order(test)))
    chosen = [
        Finding(_sentence(test), bool(test.is_good), _address(test, release))
        for good in (False, True)
        for test in [each for each in kept if each.is_good is good][:_MOST_OF_A_KIND]
    ]
    missed = _missed_target(found, release)
    if tested and not chosen:
        chosen = [Finding(f"检验的 {len(tested)} 项变化和地区差别，都没有超出偶然波动。")]
    return (*chosen[: _MOST - (missed is not None)], *([missed] if missed is not None else []))


def _tests(known: CityRows, standing: Standing) -> Iterator[_Tested]:
    judged = judge(known, standing)
    for verdicts, is_change in ((judged.against_city, False), (judged.against_previous, True)):
        for code, verdict in verdicts.items():
            row = standing.row(code)
            if row is not None:
                yield _Tested(standing, row, verdict, is_change)


def _order(test: _Tested) -> tuple[str, str]:
    return test.standing.question.indicator.code, test.row.region.code


def _sentence(test: _Tested) -> str:
    """`白溪区…率 78.00%，明显劣于全市其余地区`, `全市…率较上年下降 3.1 个百分点（88.2% → 85.1%），超出偶然波动`."""
    question, row = test.standing.question, test.row
    indicator = question.indicator
    name = wording.full_width(indicator.name)
    who = "全市" if test.is_of_city else row.region.name
    value = wording.format_value(row.shown, indicator, as_reported=row.as_reported)
    when = "" if question.period.frequency == "year" else f"{question.period}"
    if not test.is_change:
        words = verdict_words(test.verdict, indicator, rest_words(test.standing.figure))
        return f"{who}{when}{name} {value}，{words}。"
    change = wording.change_text(row.change, indicator, question.period)
    before = wording.format_value(row.previous, indicator)
    return f"{who}{when}{name}{change}（{before} → {value}），超出偶然波动。"


def _address(test: _Tested, release: int) -> Address:
    question = test.standing.question
    if test.is_change and not test.is_of_city:
        return trend_address(
            question.city, question.indicator, question.period, release=release, regions=test.row.region.code
        )
    if test.is_change:
        return trend_address(question.city, question.indicator, question.period, release=release)
    return value_address(test.standing, test.row.region, release)


def _missed_target(found: Mapping[str, Standing], release: int) -> Finding | None:
    """The headline target that the city misses by the largest share of it; a target is never tested, the cases are counted."""
    missed = [
        (abs(row.target - row.shown) / row.target, standing)
        for standing in found.values()
        if standing.question.indicator.headline
        and (row := standing.whole).gap is not None
        and not row.gap.is_met
        and row.target
        and row.shown is not None
    ]
    if not missed:
        return None
    _, standing = max(missed, key=lambda each: each[0])
    row, indicator = standing.whole, standing.question.indicator
    assert row.target is not None
    assert row.gap is not None
    target = wording.target_text(Decimal(row.target), indicator)
    text = (
        f"全市{wording.full_width(indicator.name)} {wording.format_value(row.shown, indicator)}，"
        f"未达到目标 {target}：{wording.gap_text(row.gap, indicator)}。"
    )
    return Finding(text, good=False, address=value_address(standing, None, release))
