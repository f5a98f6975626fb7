"""指标趋势: one indicator of a city over time, chosen regions before the others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from faheng.catalogue import Indicator, Region
from faheng.charts import spec
from faheng.charts.spec_over_time import Bump, SmallMultiples
from faheng.measures.trends import TrendTest
from faheng.store.annotations import Annotation
from faheng.store.database import Store
from faheng.tables import Table
from faheng.views import trend_tests
from faheng.views import trend_words as words
from faheng.views.choices import Options
from faheng.views.city_rows import CityRows, city_rows
from faheng.views.corrections import correction_notes
from faheng.views.source import source_line
from faheng.views.trend_chart import chart
from faheng.views.trend_events import Event, events_of
from faheng.views.trend_lines import Line, Lines
from faheng.views.trend_panels import panels
from faheng.views.trend_ranks import ranks
from faheng.views.trend_reading import read_lines
from faheng.views.trend_table import matrix, table
from faheng.views.trend_targets import Targets, differ, read_targets, target_steps

MOST_HIGHLIGHTED = 4
FORMS = {"lines": "一图", "panels": "分地区", "ranks": "名次"}


@dataclass(frozen=True)
class Trend:
    """Everything 指标趋势 shows: the chart, every value period by period (`matrix`), and as rows to take away (`table`).

    `chart` is of the form that was asked for.
    """

    city: Region
    indicator: Indicator
    frequency: str
    release: int
    chart: spec.Trend | SmallMultiples | Bump
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
    form: str = "lines",
    annotations: tuple[Annotation, ...] = (),
) -> Trend:
    """An indicator in every `year`, `half_year`, `quarter` or `month`; at most four regions are highlighted.

    A longer period made from its parts is among them only when all parts are in. `form` is one of FORMS; one that the
    city or the indicator does not have (`form_options`) is drawn as lines. `annotations` belong to no release, so who asks
    brings them; ranks show none.

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
    source = source_line(store, release=release, made_up=made_up, origin=known.origin(lines.city.name))
    frame: dict[str, Any] = {"source": source, "made_up": made_up}
    if form not in _offered(known, lines.indicator, may_rank=store.display.may_rank(city_code)):
        form = "lines"
    asked = {"city_code": city_code, "indicator_code": indicator_code, "frequency": frequency}
    tests = trend_tests.tests_of(store, release=release, **asked) if form == "panels" else {}
    events = events_of(lines, annotations)
    corrected = correction_notes(
        store,
        catalogue,
        lines.indicator,
        release=release,
        region_codes={city_code, *by_code},
        periods=lines.periods,
    )
    heads = (*(event.note for event in events), *corrected)
    shown = _chart(form, lines, highlighted, targets, tests, events, heads, release=release, **frame)
    return Trend(
        city=lines.city,
        indicator=lines.indicator,
        frequency=frequency,
        release=release,
        chart=shown,
        matrix=matrix(lines, targets, events, release=release, **frame),
        table=table(lines, title=shown.title, notes=shown.notes, **frame),
        lines=lines,
        notes=shown.notes,
        made_up=made_up,
    )


def _chart(
    form: str,
    lines: Lines,
    highlighted: list[Line],
    targets: Targets,
    tests: Mapping[str, TrendTest],
    events: tuple[Event, ...],
    heads: tuple[str, ...],
    *,
    release: int,
    **frame: Any,
) -> spec.Trend | SmallMultiples | Bump:
    """`heads` are notes that come before the others."""
    if form == "ranks":
        return ranks(lines, highlighted, events, heads, release=release, **frame)
    one_line = form == "lines"  # of targets that differ: every panel has its own
    notes = (
        *heads,
        *words.notes(
            lines,
            targets_differ=one_line and differ(lines, targets),
            has_targets=targets.any,
            title_compares_years=one_line,
        ),
    )
    if not one_line:
        return panels(lines, highlighted, targets, tests, events, release=release, notes=notes, **frame)
    tested = trend_tests.sentence(lines, [*highlighted, lines.whole])
    return chart(
        lines,
        highlighted,
        target_steps(lines, targets),
        release=release,
        title=words.title(lines, highlighted),
        notes=(*notes, tested) if tested else notes,
        events=tuple(event.drawn for event in events),
        **frame,
    )


def form_options(store: Store, release: int, city_code: str, indicator_code: str) -> Options:
    """The forms that the chart can have: panels and ranks where regions report, ranks where there may be any."""
    known = city_rows(store, release=release, city_code=city_code)
    indicator = store.catalogue(release).indicators[indicator_code]
    offered = _offered(known, indicator, may_rank=store.display.may_rank(city_code))
    return Options({form: FORMS[form] for form in offered}, "lines")


def _offered(known: CityRows, indicator: Indicator, *, may_rank: bool) -> list[str]:
    if not known.shown_regions(indicator):
        return ["lines"]
    return ["lines", "panels", *(["ranks"] if indicator.is_rankable and may_rank else [])]
