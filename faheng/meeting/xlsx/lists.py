"""The data behind a slide as lists: a number per row, with its parts, its target and what is said of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from faheng.charts.map_spec import RegionMap
from faheng.charts.spec import SIGNS, Basis, DotComparison, Funnel, Tone
from faheng.charts.spec_profile import Bullets, Spine
from faheng.meeting.slide import Absent, Agenda, KeyNumbers, Sentences, TitlePage
from faheng.meeting.xlsx.block import Block, blocks, said
from faheng.meeting.xlsx.typed import plain, typed, typed_column
from faheng.tables import Amount, Cell, Column, Table

MET = "达标"
_STATES: dict[Tone, str] = {"met": MET, **SIGNS}
_INTERVAL = re.compile(r"\d+%区间 (.+)～(.+)")


@dataclass(frozen=True)
class _Row:
    """A row of a list: whose number it is, the number as printed, and the cells of the further columns."""

    name: str
    text: str
    basis: Basis | None = None
    mark: str = ""
    group: str = ""
    more: tuple[Cell, ...] = ()


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
        rows=tuple(zip(*(_emptysaid(column, cells) for column, cells in kept), strict=True)),
    )
    return (Block(table, bases=tuple((row.basis,) for row in rows)),)


def _emptysaid(column: Column, cells: Sequence[Cell]) -> list[Cell]:
    """Where words are missing nothing stands, where a number is, —."""
    return [("" if cell is None and not column.is_number else cell) for cell in cells]


def _unit(text: str) -> str:
    cell = typed(text)
    return cell.unit if isinstance(cell, Amount) else ""


@blocks.register
def _title(_: TitlePage) -> tuple[Block, ...]:
    return ()


@blocks.register
def _agenda(_: Agenda) -> tuple[Block, ...]:
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
                said(row.detail if row.value is None else "", *_beyond_the_value(row.about, row.place)),
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
                said(*_beyond_the_value(point.about)),
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
                said(*(text for text in area.more if "/" not in text)),
                said(*_beyond_the_value(area.about)),
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
