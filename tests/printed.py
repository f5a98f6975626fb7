"""What a slide prints, for tests that read it back from a file."""

from __future__ import annotations

from collections.abc import Iterator

from faheng.charts.map_spec import RegionMap
from faheng.charts.spec import DotComparison, Funnel, Matrix, Trend
from faheng.charts.spec_over_time import Bump, SmallMultiples
from faheng.charts.spec_profile import Bullets, Spine
from faheng.meeting.slide import Absent, Agenda, Body, KeyNumbers, Sentences, TitlePage
from faheng.tables import Table


def values(body: Body) -> Iterator[str]:  # noqa: C901  a case for each kind
    """Every value of a body as printed, with words in a value's place."""
    match body:
        case Matrix(rows=rows):
            yield from (cell.text for row in rows for cell in row.cells)
        case Spine(groups=groups):
            for row in (row for group in groups for row in group.rows):
                yield from (row.text, row.city_text, row.change)
        case Bullets(rows=rows):
            yield from (row.text for row in rows)
        case KeyNumbers(cards=cards):
            yield from (f"{card.value}{card.unit}" for card in cards)
        case DotComparison(rows=dots):
            yield from (dot.text for dot in dots)
        case Funnel(points=points):
            yield from (text for point in points for text in (point.text, f"{point.trials:,}"))
        case RegionMap(areas=areas):
            yield from (area.text for area in areas)
        case Trend(series=series, total=total):
            lines = (*series, *([total] if total else []))
            yield from (point.text for one in lines for point in one.points)
        case SmallMultiples(panels=panels, city=city):
            lines = (*(panel.series for panel in panels), *([city] if city else []))
            yield from (point.text for one in lines for point in one.points)
        case Bump(lines=ranks):
            yield from (point.text for line in ranks for point in line.series.points)


def words(body: Body) -> Iterator[str]:  # noqa: C901  a case for each kind
    """Every name and sentence of a body."""
    match body:
        case Matrix(rows=rows, columns=columns):
            yield from (column.label for column in columns)
            yield from (row.label for row in rows)
        case Spine(groups=groups) | Bullets(groups=groups):
            for group in groups:
                yield group.label
                for row in group.rows:
                    yield from (row.label, row.goal, row.mark)
        case KeyNumbers(cards=cards):
            for card in cards:
                yield from (card.label, card.change, card.goal.removeprefix("目标 "), card.counted, card.mark)
        case Table() as table:
            yield from (text for row in table.texts() for text in row)
        case Sentences(groups=said):
            yield from (group.label for group in said)
            yield from (finding.text for group in said for finding in group.findings)
        case Agenda(lines=lines):
            yield from (line.text for line in lines)
        case TitlePage(occasion=occasion, office=office, date=day):
            yield from (occasion, office, day)
        case Absent(reason=reason):
            yield reason
        case DotComparison(rows=dots):
            yield from (
                text for dot in dots for text in (dot.label, dot.place, dot.verdict, *dot.about[3:-1])
            )
        case Funnel(points=points):
            yield from (point.label for point in points)
        case RegionMap(areas=areas):
            yield from (area.label for area in areas)
        case Trend(series=series):
            yield from (one.name for one in series)
        case SmallMultiples(panels=panels):
            yield from (text for panel in panels for text in (panel.series.name, panel.trend))
        case Bump(lines=ranks):
            yield from (line.series.name for line in ranks)
