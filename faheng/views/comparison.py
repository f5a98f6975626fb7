"""县区对比: the regions of one city side by side, for one indicator and period."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from faheng.catalogue import Indicator, Region
from faheng.charts.spec import DotComparison
from faheng.measures.rates import CityFigure
from faheng.period import Period, period_from_code
from faheng.store.database import Store
from faheng.tables import Table
from faheng.views import comparison_words as words
from faheng.views.city_rows import city_rows
from faheng.views.comparison_chart import chart
from faheng.views.comparison_table import table
from faheng.views.source import source_line
from faheng.views.standing import Shown, ask, standing
from faheng.views.verdicts import Judged, judge


@dataclass(frozen=True)
class Incomplete:
    """A region whose period is not complete: `text` is 12个月中已报10个月."""

    region: Region
    text: str


@dataclass(frozen=True)
class Comparison:
    """Everything 县区对比 shows.

    `notes` are sentences to print below the chart. `rows` are in code order, without the city, which is `city_row`.
    `is_empty` is that of Standing.
    """

    city: Region
    indicator: Indicator
    period: Period
    release: int
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
    catalogue = store.catalogue(release)
    period = period_from_code(period_code)
    question = ask(catalogue, city_code=city_code, indicator_code=indicator_code, period=period)
    known = city_rows(store, release=release, city_code=city_code)
    found = standing(known, question)
    rows, figure, whole = found.rows, found.figure, found.whole
    judged = judge(known, found)
    made_up = catalogue.is_made_up(city_code)
    frame: dict[str, Any] = {
        "title": words.title(question, rows, figure, whole, judged),
        "source": source_line(
            store, release=release, made_up=made_up, origin=known.origin(question.city.name)
        ),
        "notes": tuple(
            filter(
                None,
                (known.only_city(question.city.name), *words.notes(question, rows, figure, whole, judged)),
            )
        ),
        "made_up": made_up,
    }
    return Comparison(
        city=question.city,
        indicator=question.indicator,
        period=period,
        release=release,
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
        made_up=made_up,
        is_empty=found.is_empty,
    )
