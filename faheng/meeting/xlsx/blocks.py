"""The data behind a slide as tables of typed numbers: a list (a number per row) or grids (a number per row and column)."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import singledispatch

from faheng.charts.map_spec import RegionMap
from faheng.charts.spec import (
    SIGNS,
    Basis,
    DotComparison,
    Funnel,
    Matrix,
    TargetStep,
    Tone,
    Trend,
    TrendEvent,
    TrendPeriod,
    TrendPoint,
    TrendSeries,
)
from faheng.charts.spec_over_time import Bump, SmallMultiples
from faheng.charts.spec_profile import Bullets, Spine
from faheng.meeting.slide import Absent, Agenda, Body, KeyNumbers, Sentences, TitlePage
from faheng.meeting.xlsx.typed import plain, typed, typed_column
from faheng.tables import Amount, Cell, Column, Table

MET = "达标"
_STATES: dict[Tone, str] = {"met": MET, **SIGNS}
_INTERVAL = re.compile(r"\d+%区间 (.+)～(.+)")


@dataclass(frozen=True)
class Block:
    """A table below a heading. `bases` are the numbers behind its values, a row of them per row of the table.

    Of a list (a number per row) they are those of the column `value`, and the columns `state`, `target`, `numerator` and
    `denominator` are there as far as they are needed. Of a grid those of all its columns but the first; `beside` names the
    grids of the same shape that hold targets and parts.
    """

    table: Table
    heading: str = ""
    key: str = "list"
    bases: tuple[tuple[Basis | None, ...], ...] = ()

    def has(self, key: str) -> bool:
        """Whether there is a column of this key."""
        return any(column.key == key for column in self.table.columns)

    def place(self, key: str) -> int:
        """The number of the column, from 0."""
        return [column.key for column in self.table.columns].index(key)


@dataclass(frozen=True)
class _Row:
    """A row of a list: whose number it is, the number as printed, and the cells of the further columns."""

    name: str
    text: str
    basis: Basis | None = None
    mark: str = ""
    group: str = ""
    more: tuple[Cell, ...] = ()


@singledispatch
def blocks(body: Body) -> tuple[Block, ...]:
    """What a slide shows, as tables; those that nothing is in are left out.

    Raises:
        TypeError: of this kind of body nothing is known.
    """
    raise TypeError(f"no table of numbers for a {type(body).__name__}")


def _list(
    rows: Sequence[_Row],
    *,
    name: str,
    value: str = "数值",
    numerator: str = "分子",
    denominator: str = "分母",
    more: Sequence[Column] = (),
) -> tuple[Block, ...]:
    """The list; a column that nothing is in is left out."""
    bases = [row.basis or Basis() for row in rows]
    columns: list[tuple[Column, Sequence[Cell]]] = [
        (Column("group", "类别"), [row.group or None for row in rows]),
        (Column("name", name), [row.name for row in rows]),
        (Column("value", value, 0), typed_column([row.text for row in rows])),
        (Column("mark", "状态"), [row.mark or None for row in rows]),
        (Column("numerator", numerator, 0), [plain(basis.numerator) for basis in bases]),
        (Column("denominator", denominator, 0), [plain(basis.denominator) for basis in bases]),
        (
            Column("target", "目标", 0),
            [plain(basis.target, unit=_unit(row.text)) for row, basis in zip(rows, bases, strict=True)],
        ),
        (Column("state", "达标情况"), [_STATES.get(basis.tone) for basis in bases]),
        *((column, [row.more[place] for row in rows]) for place, column in enumerate(more)),
    ]
    kept = [(column, cells) for column, cells in columns if any(cell is not None for cell in cells)]
    table = Table(
        title="",
        columns=tuple(column for column, _ in kept),
        rows=tuple(zip(*(_empty_words(column, cells) for column, cells in kept), strict=True)),
    )
    return (Block(table, bases=tuple((row.basis,) for row in rows)),)


def _empty_words(column: Column, cells: Sequence[Cell]) -> list[Cell]:
    """Where words are missing nothing stands, where a number is, —."""
    return [("" if cell is None and not column.is_number else cell) for cell in cells]


def _unit(text: str) -> str:
    cell = typed(text)
    return cell.unit if isinstance(cell, Amount) else ""


@blocks.register
def _title(body: TitlePage) -> tuple[Block, ...]:
    return ()


@blocks.register
def _agenda(body: Agenda) -> tuple[Block, ...]:
    return ()


@blocks.register
def _absent(body: Absent) -> tuple[Block, ...]:
    return (Block(Table("", (Column("reason", "没有数"),), ((body.reason,),))),)


@blocks.register
def _table(body: Table) -> tuple[Block, ...]:
    return (Block(body),)


@blocks.register
def _sentences(body: Sentences) -> tuple[Block, ...]:
    words = {True: "向好", False: "须重视", None: ""}
    rows = [
        (group.label, words[finding.good], finding.text)
        for group in body.groups
        for finding in group.findings
    ]
    columns = (Column("group", "类别"), Column("good", "判断"), Column("text", "结论"))
    kept = [place for place in range(3) if any(row[place] for row in rows)]
    return (
        Block(
            Table(
                "",
                tuple(columns[place] for place in kept),
                tuple(tuple(row[place] for place in kept) for row in rows),
            )
        ),
    )


@blocks.register
def _cards(body: KeyNumbers) -> tuple[Block, ...]:
    rows = [
        _Row(
            card.label,
            f"{card.value}{card.unit}",
            card.basis,
            card.mark,
            more=(
                " " if len(card.history) > 1 else None,
                card.period or None,
                card.goal or None,
                card.change or None,
                card.counted or None,
            ),
        )
        for card in body.cards
    ]
    more = (
        Column("history", "走势"),
        Column("period", "时期"),
        Column("goal", "目标与差距"),
        Column("change", "变化"),
        Column("counted", "报送"),
    )
    return _list(rows, name="指标", more=more)


@blocks.register
def _dots(body: DotComparison) -> tuple[Block, ...]:
    lines = {line.kind: line for line in body.lines}
    earlier = typed_column(
        ["" if row.previous is None else _printed(row.previous, body.unit) for row in body.rows]
    )
    rows = [
        _Row(
            row.label,
            row.text,
            row.basis,
            mark=row.mark,
            more=(
                typed(_printed(lines["city"].value, body.unit)) if "city" in lines else None,
                previous,
                *_interval(row.about),
                row.place or None,
                row.verdict or None,
                _words(row.detail if row.value is None else "", *_beyond_the_value(row.about, row.place)),
            ),
        )
        for row, previous in zip(body.rows, earlier, strict=True)
    ]
    more = (
        Column("city", "全市", 0),
        Column("previous", "上期", 0),
        Column("low", "95%区间下限", 0),
        Column("high", "95%区间上限", 0),
        Column("place", "名次"),
        Column("verdict", "检验"),
        Column("about", "说明"),
    )
    return _list(rows, name="地区", more=more)


def _printed(number: Decimal, unit: str) -> str:
    """A number in the unit of its chart, with the decimals that it has."""
    return Column("", "", max(0, -int(number.as_tuple().exponent)), unit, percent=unit == "%").text(number)


def _interval(about: Sequence[str]) -> tuple[Cell, Cell]:
    for line in about:
        if match := _INTERVAL.fullmatch(line):
            return typed(match[1]), typed(match[2])
    return None, None


def _beyond_the_value(about: Sequence[str], place: str = "") -> tuple[str, ...]:
    """What there is to say without the lines that say whose value it is, the value, its interval and its rank."""
    return tuple(line for line in about[2:] if not (_INTERVAL.fullmatch(line) or line == place))


def _words(*texts: str) -> str | None:
    return "；".join(filter(None, texts)) or None


@blocks.register
def _funnel(body: Funnel) -> tuple[Block, ...]:
    rows = [
        _Row(
            point.label,
            point.text,
            replace(point.basis or Basis(), denominator=Decimal(point.trials)),
            more=(
                typed(_printed(body.line.value, body.unit)),
                *_interval(point.about),
                point.verdict or None,
                _words(*_beyond_the_value(point.about)),
            ),
        )
        for point in body.points
    ]
    more = (
        Column("city", "全市", 0),
        Column("low", "95%区间下限", 0),
        Column("high", "95%区间上限", 0),
        Column("verdict", "检验"),
        Column("about", "说明"),
    )
    return _list(rows, name="地区", denominator=body.cases, more=more)


@blocks.register
def _map(body: RegionMap) -> tuple[Block, ...]:
    classes = {one.shade: one.label for one in body.classes}
    rows = [
        _Row(
            area.label,
            area.text,
            area.basis,
            more=(
                classes.get(area.shade),
                _words(*(text for text in area.more if "/" not in text)),
                _words(*_beyond_the_value(area.about)),
            ),
        )
        for area in body.areas
    ]
    more = (Column("class", "图上分档"), Column("more", "标注"), Column("about", "说明"))
    return _list(rows, name="地区", more=more)


@blocks.register
def _spine(body: Spine) -> tuple[Block, ...]:
    pairs = [(group.label, row) for group in body.groups for row in group.rows]
    cities = typed_column([row.city_text for _, row in pairs])
    rows = []
    for (group, row), city in zip(pairs, cities, strict=True):
        decimals = row.basis.decimals if row.basis else 0
        unit = _unit(row.text) or _unit(row.city_text)
        ends = (row.span.low, row.span.high) if row.span else (None, None)
        rows.append(
            _Row(
                row.label,
                row.text,
                row.basis,
                row.mark,
                group,
                more=(
                    row.note or None,
                    row.goal or None,
                    typed(row.change),
                    city,
                    row.city_mark or None,
                    *(
                        None if end is None else Amount(end, decimals, percent=unit == "%", unit=unit)
                        for end in ends
                    ),
                ),
            )
        )
    more = (
        Column("period", "时期"),
        Column("goal", "目标与差距"),
        Column("change", "较上期", 0),
        Column("city", "全市", 0),
        Column("city_mark", "全市值"),
        Column("low", "各地区最低", 0),
        Column("high", "各地区最高", 0),
    )
    return _list(rows, name="指标", value=body.whose, more=more)


@blocks.register
def _bullets(body: Bullets) -> tuple[Block, ...]:
    rows = []
    for group in body.groups:
        for row in group.rows:
            decimals, unit = row.basis.decimals if row.basis else 0, _unit(row.text)
            rows.append(
                _Row(
                    row.label,
                    row.text,
                    row.basis,
                    row.mark,
                    group.label,
                    more=(
                        row.note or None,
                        row.goal or None,
                        *(
                            None if number is None else Amount(number, decimals, unit == "%", unit)
                            for number in (row.city, row.previous)
                        ),
                        row.city_text or None,
                        row.city_note or None,
                    ),
                )
            )
    more = (
        Column("period", "时期"),
        Column("goal", "目标与差距"),
        Column("city", "全市", 0),
        Column("previous", "上期", 0),
        Column("city_text", "全市与差距"),
        Column("city_note", "与全市比"),
    )
    return _list(rows, name="指标", value=body.whose, more=more)


# Grids


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
        [_words(cell.mark, cell.detail if cell.basis is None else "") for cell in row.cells]
        or [None] * len(columns)
        for row in body.rows
    ]
    return (*found, *_remarks(body.corner, labels, columns, marks))


def _remarks(
    corner: str, rows: Sequence[str], columns: Sequence[str], marks: Sequence[Sequence[str | None]]
) -> list[Block]:
    """What must be known of single values (暂定, 累计), where there is anything: a line for those of a row that are alike."""
    said = [
        (row, _whose(columns, [mark == words for mark in its]), words)
        for row, its in zip(rows, marks, strict=True)
        for words in dict.fromkeys(filter(None, its))
    ]
    if not said:
        return []
    heads = (Column("name", corner), Column("whose", "哪些"), Column("remark", "说明"))
    return [Block(Table("", heads, tuple(said)), "对数的说明", "words")]


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
        _words(
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
    return _words(detail, point.mark)


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
    said = [
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
    kept = [place for place in range(4) if any(row[place] for row in said)]
    if len(kept) > 1:
        table = Table(
            "",
            tuple(columns[place] for place in kept),
            tuple(tuple(row[place] for place in kept) for row in said),
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
        [_words(point.text, point.detail, point.mark) or "" for point in row] for row in points
    ]
    return (
        _grid("values", "", "时期", rows, columns, places),
        _grid("words", "名次与数值", "时期", rows, columns, words),
    )
