"""The pages that are measured: what a visitor chooses there, and what must be painted before it can be read."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from benchmarks.websocket import Session

_PERIOD = "choice:period"

Step = tuple[str, str | tuple[str, ...]]  # key of a widget, what is chosen there
Steps = Callable[[Session], Iterator[Step]]


@dataclass(frozen=True)
class Page:
    """A page of the menu.

    `steps` are choices of which none leads back to what was asked before, as many as there are. `painted` is the
    selector of its first chart, table or list.
    """

    title: str
    path: str
    choices: str
    steps: Steps
    painted: str


def in_turn(*keys: str, by: int = 1, years_only: bool = False) -> Steps:
    """Choose in each of the widgets in turn the option after the present one, while that has not been asked before."""

    def offered(session: Session, key: str) -> list[str]:
        options = session.options(key)
        return [each for each in options if each.endswith("年")] if key == _PERIOD and years_only else options

    def steps(session: Session) -> Iterator[Step]:
        chosen = {key: session.chosen(key) for key in keys}
        asked = {tuple(chosen.values())}
        for key in itertools.cycle(keys):
            options = offered(session, key)
            if len(options) < 2:
                continue
            chosen[key] = options[(options.index(session.chosen(key)) + by) % len(options)]
            if tuple(chosen.values()) in asked:
                return
            yield key, chosen[key]
            # The page may have changed the others: another indicator has other periods.
            chosen = {each: session.chosen(each) for each in keys}
            asked.add(tuple(chosen.values()))

    return steps


def each(key: str) -> Steps:
    """Choose every option of one widget but the first, which is shown already."""

    def steps(session: Session) -> Iterator[Step]:
        for option in session.options(key)[1:]:
            yield key, option

    return steps


def _trend(session: Session) -> Iterator[Step]:
    for number, step in enumerate(in_turn("choice:indicator", "choice:frequency")(session)):
        yield step
        regions = session.options("choices:regions")
        yield "choices:regions", tuple(regions[(number + more) % len(regions)] for more in range(2))


def _searches(_: Session) -> Iterator[Step]:
    words = ("率", "案件", "行政", "执法", "法律", "公开", "复议", "县")
    texts = itertools.chain(words, (" ".join(pair) for pair in itertools.combinations(words, 2)))
    return (("text:search", text) for text in texts)


_CHART = ".js-plotly-plot .trace"
BARE = Page("bare page", "", "choice", each("choice"), _CHART)
PAGES = (
    Page("总览", "overview", "period, tab", in_turn(_PERIOD, "choice:tab"), ".fh-matrix"),
    Page("县区对比", "comparison", "indicator, period", in_turn("choice:indicator", _PERIOD), _CHART),
    Page("指标趋势", "trend", "indicator, frequency, regions", _trend, _CHART),
    # Backwards: the periods that 总览 asked for are known.
    Page("县区画像", "profile", "region, period", in_turn("choice:region", _PERIOD, by=-1), ".fh-spine"),
    Page("指标目录", "catalogue", "search", _searches, ".fh-catalogue table"),
    Page("指标口径", "indicator", "indicator", each("choice:indicator"), ".fh-indicator"),
    Page("公开数据", "facts", "place", each("choice:place"), ".fh-published table"),
    Page(
        "数据报送",
        "submission",
        "unit, year",
        in_turn("choice:unit", "choice:year"),
        "[data-testid=stFileUploader]",
    ),
    Page("报送进度", "progress", "year, frequency", in_turn("choice:frequency", "choice:year"), ".fh-matrix"),
    Page("发布记录", "releases", "row", each("releases"), "[data-testid=stDataFrame] canvas"),
    Page("使用说明", "guide", "role", each("choice:role"), "[data-testid=stImage] img"),
)
# On the big data: the pages whose cost could grow with them, each for another city of eight counties, so that none
# knows what another has asked.
BIG = ("overview", "comparison", "trend", "profile", "indicator")
# What they are compared with where it matters that all periods of the big data are years: fewer indicators are due
# in a month.
IN_YEARS = tuple(
    replace(page, choices=f"{page.choices} (years)", steps=steps)
    for page, steps in (
        (PAGES[0], in_turn(_PERIOD, "choice:tab", years_only=True)),
        (PAGES[3], in_turn("choice:region", _PERIOD, by=-1, years_only=True)),
    )
)
