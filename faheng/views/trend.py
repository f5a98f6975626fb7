"""指标趋势: one indicator of a city over time, chosen regions before the others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from faheng.catalogue import Indicator, Region
from faheng.charts import spec
from faheng.store.database import Store
from faheng.tables import Table
from faheng.views import trend_tests
from faheng.views import trend_words as words
from faheng.views.city_rows import city_rows
from faheng.views.source import source_line
from faheng.views.trend_chart import chart
from faheng.views.trend_lines import Lines
from faheng.views.trend_reading import read_lines
from faheng.views.trend_table import matrix, table
from faheng.views.trend_targets import differ, read_targets, target_steps

MOST_HIGHLIGHTED = 4


@dataclass(frozen=True)
class Trend:
    """Everything 指标趋势 shows: the chart, every value period by period (`matrix`), and as rows to take away (`table`)."""

    city: Region
    indicator: Indicator
    frequency: str
    release: int
    chart: spec.Trend
    matrix: spec.Matrix
    table: Table
    lines: Lines
    notes: tuple[str, ...]
    made_up: bool

    @property
    def is_empty(self) -> bool:
        """Whether no period of this frequency has a value or 无案件."""
        return self.lines.drawn == 0


def trend(
    store: Store,
    *,
    release: int,
    city_code: str,
    indicator_code: str,
    frequency: str,
    region_codes: tuple[str, ...] = (),
) -> Trend:
    """An indicator in every `year`, `half_year`, `quarter` or `month`; at most four regions are highlighted.

    A longer period made from its parts is among them only when all parts are in.

    Raises:
        KeyError: the release has no such city or indicator.
    """
    catalogue = store.catalogue(release)
    known = city_rows(store, release=release, city_code=city_code)
    lines = read_lines(
        known, catalogue, city_code=city_code, indicator_code=indicator_code, frequency=frequency
    )
    by_code = {line.region.code: line for line in lines.regions}
    highlighted = [by_code[code] for code in region_codes if code in by_code][:MOST_HIGHLIGHTED]
    targets = read_targets(lines)
    made_up = catalogue.is_made_up(city_code)
    notes = words.notes(lines, targets_differ=differ(lines, targets), has_targets=targets.any)
    tested = trend_tests.sentence(lines, [*highlighted, lines.whole])
    notes += (tested,) if tested else ()
    source = source_line(store, release=release, made_up=made_up, origin=known.origin(lines.city.name))
    title = words.title(lines, highlighted)
    frame: dict[str, Any] = {"source": source, "made_up": made_up}
    return Trend(
        city=lines.city,
        indicator=lines.indicator,
        frequency=frequency,
        release=release,
        chart=chart(
            lines,
            highlighted,
            target_steps(lines, targets),
            release=release,
            title=title,
            notes=notes,
            **frame,
        ),
        matrix=matrix(lines, targets, release=release, **frame),
        table=table(lines, title=title, notes=notes, **frame),
        lines=lines,
        notes=notes,
        made_up=made_up,
    )
