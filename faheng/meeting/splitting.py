"""A body with more rows than a room can read, as several: nine rows at most on a slide; on paper they are one again."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import singledispatch
from itertools import pairwise
from typing import TypeVar

from faheng.charts.spec import DotComparison, Matrix, MatrixRow
from faheng.charts.spec_over_time import SmallMultiples
from faheng.charts.spec_profile import BulletGroup, Bullets, Spine, SpineGroup
from faheng.meeting.slide import Agenda, Body, KeyNumbers, Sentences
from faheng.tables import Table
from faheng.views.findings import FindingGroup

# Legible at 10 m (exports.md, section 5): rows of text on a stage of 1080 lines.
MOST_ROWS = 9
MOST_COLUMNS = 10  # of a matrix
MOST_CARDS = 6
MOST_PANELS = 6  # two rows of three: with a third the letters are too small
MOST_SENTENCES = 5
MOST_SOURCES = 7  # rows of 数据来源与口径, whose texts may take two lines

L = TypeVar("L")  # a heading
T = TypeVar("T")
G = TypeVar("G")


@singledispatch
def split(body: Body) -> tuple[Body, ...]:
    """The body as the fewest that each fit a slide, rows spread evenly; most kinds of chart are one whatever they show."""
    return (body,)


def evenly(rows: Sequence[T], most: int) -> list[tuple[T, ...]]:
    """The rows in order as the fewest groups of at most `most`, which differ in size by one at most."""
    count = -(-len(rows) // most)
    ends = [round(len(rows) * number / count) for number in range(count + 1)] if count else [0, 0]
    return [tuple(rows[first:last]) for first, last in pairwise(ends)]


@split.register
def _dots(body: DotComparison) -> tuple[Body, ...]:
    return tuple(replace(body, rows=rows) for rows in evenly(body.rows, MOST_ROWS))


@split.register
def _multiples(body: SmallMultiples) -> tuple[Body, ...]:
    return tuple(replace(body, panels=panels) for panels in evenly(body.panels, MOST_PANELS))


@split.register
def _matrix(body: Matrix) -> tuple[Body, ...]:
    """Below each other first, each part with the heading of its rows and the whole city's row; then side by side."""
    below = [replace(body, rows=rows) for rows in _with_headings(body.rows)] or [body]
    return tuple(part for each in below for part in _beside(each))


def _beside(body: Matrix) -> list[Body]:
    totals = [place for place, column in enumerate(body.columns) if column.is_total]
    others = [place for place in range(len(body.columns)) if place not in totals]
    groups = evenly(others, MOST_COLUMNS - len(totals))
    if len(groups) == 1:
        return [body]
    return [_columns_of(body, sorted((*group, *totals))) for group in groups]


def _columns_of(body: Matrix, places: Sequence[int]) -> Matrix:
    rows = [
        replace(row, cells=tuple(row.cells[place] for place in places)) if row.cells else row
        for row in body.rows
    ]
    return replace(body, columns=tuple(body.columns[place] for place in places), rows=tuple(rows))


def _with_headings(rows: Sequence[MatrixRow]) -> Iterator[tuple[MatrixRow, ...]]:
    """Yield groups of rows, each below the heading that it has in the whole; a heading counts as a row."""
    heading: MatrixRow | None = None
    pairs: list[tuple[MatrixRow | None, MatrixRow]] = []
    for row in rows:
        if row.cells:
            pairs.append((heading, row))
        else:
            heading = row
    for part in _labelled(pairs):
        shown: list[MatrixRow] = []
        for above, row in part:
            if above is not None and above not in shown:
                shown.append(above)
            shown.append(row)
        yield tuple(shown)


@split.register
def _spine(body: Spine) -> tuple[Body, ...]:
    pairs = [(group.label, row) for group in body.groups for row in group.rows]
    return tuple(replace(body, groups=_grouped(part, SpineGroup)) for part in _labelled(pairs)) or (body,)


@split.register
def _bullets(body: Bullets) -> tuple[Body, ...]:
    pairs = [(group.label, row) for group in body.groups for row in group.rows]
    return tuple(replace(body, groups=_grouped(part, BulletGroup)) for part in _labelled(pairs)) or (body,)


def _labelled(pairs: Sequence[tuple[L, T]]) -> list[list[tuple[L, T]]]:
    """Rows with the label of their group in parts of at most MOST_ROWS lines; a label counts as one, none as nothing."""
    parts: list[list[tuple[L, T]]] = []
    lines, above = 0, None
    for label, row in pairs:
        needed = 1 + bool(label and label != above)
        if not parts or lines + needed > MOST_ROWS:
            parts.append([])
            lines, needed = 0, 1 + bool(label)
        parts[-1].append((label, row))
        lines, above = lines + needed, label
    return parts


def _grouped(pairs: Sequence[tuple[str, T]], group: Callable[..., G]) -> tuple[G, ...]:
    labels = dict.fromkeys(label for label, _ in pairs)
    return tuple(group(label, tuple(row for its, row in pairs if its == label)) for label in labels)


@split.register
def _cards(body: KeyNumbers) -> tuple[Body, ...]:
    return tuple(KeyNumbers(cards) for cards in evenly(body.cards, MOST_CARDS))


@split.register
def _agenda(body: Agenda) -> tuple[Body, ...]:
    return tuple(Agenda(lines) for lines in evenly(body.lines, MOST_ROWS))


@split.register
def _sentences(body: Sentences) -> tuple[Body, ...]:
    pairs = [(group.label, finding) for group in body.groups for finding in group.findings]
    return tuple(
        Sentences(
            tuple(
                FindingGroup(tuple(finding for its, finding in part if its == label), label)
                for label in dict.fromkeys(label for label, _ in part)
            )
        )
        for part in evenly(pairs, MOST_SENTENCES)
    )


@split.register
def _table(body: Table) -> tuple[Body, ...]:
    """Its footer rows stay with the last part."""
    groups = evenly(range(len(body.rows)), MOST_SOURCES)
    return tuple(
        replace(
            body,
            rows=tuple(body.rows[place] for place in group),
            keys=tuple(body.keys[place] for place in group) if body.keys else (),
            footer_rows=min(body.footer_rows, len(group)) if group is groups[-1] else 0,
        )
        for group in groups
    )


def joined(parts: Sequence[Body]) -> tuple[Body, ...]:
    """Parts that `split` made, in order, as the fewest bodies that show the same: one, but for a matrix split side by side."""
    found: list[Body] = []
    for part in parts:
        whole = _join(found[-1], part) if found and type(found[-1]) is type(part) else None
        if whole is None:
            found.append(part)
        else:
            found[-1] = whole
    return tuple(found)


@singledispatch
def _join(_first: Body, _second: Body) -> Body | None:
    """Both as one, or None where they are not parts of one."""
    return None


@_join.register
def _joined_dots(first: DotComparison, second: DotComparison) -> Body:
    return replace(first, rows=(*first.rows, *second.rows))


@_join.register
def _joined_multiples(first: SmallMultiples, second: SmallMultiples) -> Body:
    return replace(first, panels=(*first.panels, *second.panels))


@_join.register
def _joined_matrices(first: Matrix, second: Matrix) -> Body | None:
    """Below each other where the columns are the same; a heading that is repeated stands once."""
    if first.columns != second.columns:
        return None
    headings = {row.label for row in first.rows if not row.cells}
    rows = [row for row in second.rows if row.cells or row.label not in headings]
    return replace(first, rows=(*first.rows, *rows))


@_join.register
def _joined_spines(first: Spine, second: Spine) -> Body:
    pairs = [(group.label, row) for group in (*first.groups, *second.groups) for row in group.rows]
    return replace(first, groups=_grouped(pairs, SpineGroup))


@_join.register
def _joined_bullets(first: Bullets, second: Bullets) -> Body:
    pairs = [(group.label, row) for group in (*first.groups, *second.groups) for row in group.rows]
    return replace(first, groups=_grouped(pairs, BulletGroup))


@_join.register
def _joined_cards(first: KeyNumbers, second: KeyNumbers) -> Body:
    return KeyNumbers((*first.cards, *second.cards))


@_join.register
def _joined_agendas(first: Agenda, second: Agenda) -> Body:
    return Agenda((*first.lines, *second.lines))


@_join.register
def _joined_sentences(first: Sentences, second: Sentences) -> Body:
    pairs = [
        (group.label, finding) for group in (*first.groups, *second.groups) for finding in group.findings
    ]
    return Sentences(
        tuple(
            FindingGroup(tuple(finding for its, finding in pairs if its == label), label)
            for label in dict.fromkeys(label for label, _ in pairs)
        )
    )


@_join.register
def _joined_tables(first: Table, second: Table) -> Body:
    return replace(
        first,
        rows=(*first.rows, *second.rows),
        keys=(*first.keys, *second.keys),
        footer_rows=second.footer_rows,
    )
