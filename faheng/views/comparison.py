"""县区对比: the regions of one city side by side, for one indicator and period."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from faheng.catalogue import Indicator, Region
from faheng.charts.spec import DotComparison
from faheng.measures.rates import CityFigure
from faheng.period import Period
from faheng.store.database import Store
from faheng.tables import Table
from faheng.views import comparison_words as words
from faheng.views.choices import Options
from faheng.views.compared import compared
from faheng.views.comparison_chart import chart
from faheng.views.comparison_table import table
from faheng.views.looks import looks
from faheng.views.standing import Shown
from faheng.views.verdicts import Judged


@dataclass(frozen=True)
class Incomplete:
    """A region whose period is not complete: `text` is 12个月中已报10个月."""

    region: Region
    text: str


@dataclass(frozen=True)
class Comparison:
    """Everything 县区对比 shows.

    `looks` are the forms in which it can be seen. `notes` are sentences to print below the chart. `rows` are in code
    order, without the city, which is `city_row`. `is_empty` is that of Standing.
    """

    city: Region
    indicator: Indicator
    period: Period
    release: int
    looks: Options
    chart: DotComparison
    table: Table
    rows: tuple[Shown, ...]
    judged: Judged
    city_row: Shown
    city_figure: CityFigure
    not_reported: tuple[Region, ...]
    not_applicable: tuple[Region, ...]
    incomplete: tuple[Incomplete, ...]
    notes: tuple[str, ...]
    made_up: bool
    is_empty: bool


def comparison(
    store: Store, *, release: int, city_code: str, indicator_code: str, period_code: str
) -> Comparison:
    """The regions of a city for one indicator and period, with the period before, city value and target.

    Raises:
        KeyError: the release has no such city or indicator.
        ValueError: `period_code` is no period code.
    """
    shared = compared(
        store,
        release=release,
        city_code=city_code,
        indicator_code=indicator_code,
        period_code=period_code,
    )
    question, found, judged = shared.question, shared.found, shared.judged
    rows, figure, whole = found.rows, found.figure, found.whole
    frame: dict[str, Any] = {
        "title": words.title(question, rows, figure, whole, judged),
        "source": shared.source,
        "notes": shared.notes(),
        "made_up": shared.made_up,
    }
    return Comparison(
        city=question.city,
        indicator=question.indicator,
        period=question.period,
        release=release,
        looks=looks(store, shared),
        chart=chart(question, rows, whole, figure, judged, release=release, **frame),
        table=table(question, rows, whole, figure, judged, **frame),
        rows=rows,
        judged=judged,
        city_row=whole,
        city_figure=figure,
        not_reported=tuple(row.region for row in rows if row.state == "not_reported"),
        not_applicable=tuple(row.region for row in rows if row.state == "not_applicable"),
        incomplete=tuple(Incomplete(row.region, row.state_text) for row in rows if row.state == "incomplete"),
        notes=frame["notes"],
        made_up=shared.made_up,
        is_empty=found.is_empty,
    )
