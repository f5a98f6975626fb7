"""Every test of a city and period, and which of them hold together: the family of 总览's and 县区画像's sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from faheng.address import Address
from faheng.catalogue import Region
from faheng.measures import wording
from faheng.measures.verdict import Verdict, survivors
from faheng.measures.verdict_words import verdict_words
from faheng.store.database import Store
from faheng.views.city_rows import CityRows, city_rows
from faheng.views.standing import Shown, Standing
from faheng.views.standing_words import trend_address, value_address
from faheng.views.standings import standings
from faheng.views.verdicts import judge, rest_words


@dataclass(frozen=True)
class Tested:
    """One test of a city and period: of a region (or the city) against the rest, or against the period before.

    `holds`: it survives Benjamini–Hochberg at 5 % over all tests of the city and period (statistics.md).
    """

    standing: Standing
    row: Shown
    verdict: Verdict
    is_change: bool
    holds: bool = False

    @property
    def region(self) -> Region:
        """Whose number was tested."""
        return self.row.region

    @property
    def is_of_city(self) -> bool:
        """Whether it is the city's own."""
        return self.row is self.standing.whole

    @property
    def is_good(self) -> bool | None:
        """Whether it is good news; None for no difference, and for an indicator that judges nothing."""
        return self.verdict.is_good(self.standing.question.indicator.direction)

    @property
    def is_news(self) -> bool:
        """Whether a sentence may be made of it: it holds, and is good or bad."""
        return self.holds and self.is_good is not None

    @property
    def order(self) -> tuple[float, str, str]:
        """The least likely to be chance first."""
        return self.verdict.p, self.standing.question.indicator.code, self.region.code


def period_tests(store: Store, *, release: int, city_code: str, period_code: str) -> tuple[Tested, ...]:
    """All tests of the city and period, in the catalogue's order."""
    found: tuple[Tested, ...] = store.once(
        _test, release=release, city_code=city_code, period_code=period_code
    )
    return found


def _test(store: Store, *, release: int, city_code: str, period_code: str) -> tuple[Tested, ...]:
    known = city_rows(store, release=release, city_code=city_code)
    found = standings(store, release=release, city_code=city_code, period_code=period_code)
    tests = [test for standing in found.values() for test in _tests_of(known, standing)]
    held = survivors([verdict for _, _, verdict, _ in tests])
    return tuple(Tested(*test, holds) for test, holds in zip(tests, held, strict=True))


def _tests_of(known: CityRows, standing: Standing) -> Iterator[tuple[Standing, Shown, Verdict, bool]]:
    judged = judge(known, standing)
    for verdicts, is_change in ((judged.against_city, False), (judged.against_previous, True)):
        for code, verdict in verdicts.items():
            row = standing.row(code)
            if row is not None:
                yield standing, row, verdict, is_change


def sentence(test: Tested, *, who: str) -> str:
    """`白溪区…率 78.00%，明显劣于全市其余地区`, `全市…率较上年下降 3.1 个百分点（88.2% → 85.1%），超出偶然波动`.

    `who` begins it; a page of one region has said it already and gives nothing.
    """
    question, row = test.standing.question, test.row
    indicator = question.indicator
    name = wording.full_width(indicator.name)
    value = wording.format_value(row.shown, indicator, as_reported=row.as_reported)
    when = "" if question.period.frequency == "year" else f"{question.period}"
    if not test.is_change:
        words = verdict_words(test.verdict, indicator, rest_words(test.standing.figure))
        return f"{who}{when}{name} {value}，{words}。"
    change = wording.change_text(row.change, indicator, question.period)
    before = wording.format_value(row.previous, indicator)
    return f"{who}{when}{name}{change}（{before} → {value}），超出偶然波动。"


def nothing_holds(tests: Sequence[Tested], what: str) -> str:
    """`检验的 27 项变化和地区差别，合起来看都没有超出偶然波动。`: what is said where no test makes news.

    Differences of indicators that are neither good nor bad are no news, and are not denied either.
    """
    held = sum(test.holds for test in tests)
    but = f"中，除不作好坏评价的 {held} 项外，" if held else "，"
    alone = sum(test.verdict.is_difference and not test.holds for test in tests)
    chance = f"（单独看有 {alone} 项“可能”或“明显”，检验这么多项，碰巧也会有）" if alone else ""
    return f"检验的 {len(tests)} 项{what}{but}合起来看都没有超出偶然波动{chance}。"


def chart_address(test: Tested, release: int) -> Address:
    """Where what was tested is drawn: a change in 指标趋势, a difference in 县区对比."""
    if not test.is_change:
        return value_address(test.standing, test.region, release)
    question = test.standing.question
    regions = "" if test.is_of_city else test.region.code
    return trend_address(question.city, question.indicator, question.period, release=release, regions=regions)
