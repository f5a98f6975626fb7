"""The data behind a slide as grids: a number per row and column, below it grids of what the numbers rest on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

from faheng.charts.spec import (
    Basis,
    Matrix,
    TargetStep,
    Trend,
    TrendEvent,
    TrendPeriod,
    TrendPoint,
    TrendSeries,
)
from faheng.charts.spec_over_time import Bump, SmallMultiples
from faheng.meeting.xlsx.block import Block, blocks, said
from faheng.meeting.xlsx.typed import plain, typed_column
from faheng.tables import Cell, Column, Table


def _grids(
    corner: str,
    rows: Sequence[str],
    columns: Sequence[str],
    texts: Sequence[Sequence[str]],
    bases: Sequence[Sequence[Basis | None]],
    *,
    more: Sequence[tuple[Column, Sequence[Cell]]] = (),
) -> list[Block]:
    """The numbers of rows × columns, with `more` columns behind them; below it grids of what they rest on."""
    typed_rows = [typed_column(row) for row in texts]
    found = [
        Block(
            Table(
                "",
                (
                    Column("name", corner),
                    *(Column(f"value {place}", name, 0) for place, name in enumerate(columns)),
                    *(column for column, _ in more),
                ),
                tuple(
                    (row, *cells, *(its[place] for _, its in more))
                    for place, (row, cells) in enumerate(zip(rows, typed_rows, strict=True))
                ),
            ),
            key="values",
            bases=tuple(map(tuple, bases)),
        )
    ]
    parts: tuple[tuple[str, str, Callable[[Basis], Decimal | None]], ...] = (
        ("targets", "目标", lambda basis: basis.target),
        ("numerators", "分子", lambda basis: basis.numerator),
        ("denominators", "分母", lambda basis: basis.denominator),
    )
    for key, heading, part in parts:
        cells = [[None if basis is None else part(basis) for basis in row] for row in bases]
        if any(cell is not None for row in cells for cell in row):
            grid = [[plain(cell) for cell in row] for row in cells]
            found.append(_grid(key, heading, corner, rows, columns, grid))
    return found


def _grid(
    key: str,
    heading: str,
    corner: str,
    rows: Sequence[str],
    columns: Sequence[str],
    cells: Sequence[Sequence[Cell]],
) -> Block:
    table = Table(
        "",
        (
            Column("name", corner),
            *(Column(f"{key} {place}", name, 0) for place, name in enumerate(columns)),
        ),
        tuple((name, *its) for name, its in zip(rows, cells, strict=True)),
    )
    return Block(table, heading, key)


@blocks.register
def _matrix(body: Matrix) -> tuple[Block, ...]:
    """A heading of rows is a row whose cells are empty."""
    columns = [column.label for column in body.columns]
    empty = ("",) * len(columns)
    labels = [f"{row.label}{f'（{row.note}）' if row.note else ''}" for row in body.rows]
    texts = [tuple(cell.text for cell in row.cells) or empty for row in body.rows]
    bases = [tuple(cell.basis for cell in row.cells) or (None,) * len(columns) for row in body.rows]
    found = _grids(body.corner, labels, columns, texts, bases)
    marks = [
        [said(cell.mark, cell.detail if cell.basis is None else "") for cell in row.cells]
        or [None] * len(columns)
        for row in body.rows
    ]
    return (*found, *_remarks(body.corner, labels, columns, marks))


def _remarks(
    corner: str, rows: Sequence[str], columns: Sequence[str], marks: Sequence[Sequence[str | None]]
) -> list[Block]:
    """What must be known of single values (暂定, 累计), where there is anything: a line for those of a row that are alike."""
    marked = [
        (row, _whose(columns, [mark == words for mark in its]), words)
        for row, its in zip(rows, marks, strict=True)
        for words in dict.fromkeys(filter(None, its))
    ]
    if not marked:
        return []
    heads = (Column("name", corner), Column("whose", "哪些"), Column("remark", "说明"))
    return [Block(Table("", heads, tuple(marked)), "对数的说明", "words")]


def _whose(columns: Sequence[str], marked: Sequence[bool]) -> str:
    if all(marked):
        return "全部"
    return "、".join(name for name, is_marked in zip(columns, marked, strict=True) if is_marked)


def _over_time(
    periods: Sequence[TrendPeriod],
    series: Sequence[TrendSeries],
    *,
    events: Sequence[TrendEvent] = (),
    targets: Sequence[TargetStep] = (),
    breaks: Sequence[tuple[int, str]] = (),
    unit: str = "",
) -> list[Block]:
    """A row per period, a column per line; the target that all share is a column of its own."""
    shown = max((len(one.points) for one in series), default=0)
    rows = [period.label for period in periods[:shown]]
    columns = [one.name for one in series]
    points = [[one.points[place] for one in series] for place in range(shown)]
    goals: list[Cell] = [
        next((plain(step.value, unit=unit) for step in targets if step.first <= place <= step.last), None)
        for place in range(shown)
    ]
    words = [
        said(
            *(f"{event.number} {event.label}" for event in events if event.place == place),
            *(label for at, label in breaks if at == place),
        )
        for place in range(shown)
    ]
    more: list[tuple[Column, Sequence[Cell]]] = []
    if any(goal is not None for goal in goals):
        more.append((Column("goal", "目标", 0), goals))
    if any(words):
        more.append((Column("events", "事件与口径"), [word or "" for word in words]))
    found = _grids(
        "时期",
        rows,
        columns,
        [[point.text for point in row] for row in points],
        [[point.basis for point in row] for row in points],
        more=more,
    )
    return [*found, *_remarks("时期", rows, columns, [[_remark(point) for point in row] for row in points])]


def _remark(point: TrendPoint) -> str | None:
    """What stands beside a value besides its parts, which have grids of their own."""
    has_parts = point.basis is not None and point.basis.denominator is not None
    detail = "" if has_parts or point.detail == point.text else point.detail
    return said(detail, point.mark)


@blocks.register
def _trend(body: Trend) -> tuple[Block, ...]:
    series = (*body.series, *([body.total] if body.total else []))
    breaks = [(int(-(-one.place // 1)), one.label) for one in body.breaks]
    return tuple(
        _over_time(
            body.periods, series, events=body.events, targets=body.targets, breaks=breaks, unit=body.unit
        )
    )


@blocks.register
def _multiples(body: SmallMultiples) -> tuple[Block, ...]:
    """The lines; below them the targets, and what is said of each region's line."""
    series = [*(panel.series for panel in body.panels), *([body.city] if body.city else [])]
    found = _over_time(body.periods, series)
    rows = found[0].table.rows
    if any(panel.targets for panel in body.panels):
        cells = [
            [
                next(
                    (
                        plain(step.value, unit=body.unit)
                        for step in panel.targets
                        if step.first <= place <= step.last
                    ),
                    None,
                )
                for panel in body.panels
            ]
            for place in range(len(rows))
        ]
        names = [panel.series.name for panel in body.panels]
        found.insert(1, _grid("targets", "目标", "时期", [str(row[0]) for row in rows], names, cells))
    lines = [
        (
            panel.series.name,
            panel.trend,
            "；".join(f"{event.number} {event.label}" for event in panel.events),
            "；".join(one.label for one in panel.breaks),
        )
        for panel in body.panels
    ]
    columns = (
        Column("name", "地区"),
        Column("trend", "趋势"),
        Column("events", "事件"),
        Column("breaks", "口径变化"),
    )
    kept = [place for place in range(4) if any(row[place] for row in lines)]
    if len(kept) > 1:
        table = Table(
            "",
            tuple(columns[place] for place in kept),
            tuple(tuple(row[place] for place in kept) for row in lines),
        )
        found.append(Block(table, "各地区的线", "lines"))
    return tuple(found)


@blocks.register
def _bump(body: Bump) -> tuple[Block, ...]:
    """Places as numbers; below them in words, with the value and how far chance could move the place."""
    series = [line.series for line in body.lines]
    shown = max((len(one.points) for one in series), default=0)
    rows = [period.label for period in body.periods[:shown]]
    columns = [one.name for one in series]
    points = [[one.points[place] for one in series] for place in range(shown)]
    places: list[list[Cell]] = [
        [point.text if point.value is None else int(point.value) for point in row] for row in points
    ]
    words: list[list[Cell]] = [
        [said(point.text, point.detail, point.mark) or "" for point in row] for row in points
    ]
    return (
        _grid("values", "", "时期", rows, columns, places),
        _grid("words", "名次与数值", "时期", rows, columns, words),
    )
