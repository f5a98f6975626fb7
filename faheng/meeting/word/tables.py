"""What a slide shows as tables of printed words, their cells tinted by whether a target is met."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import singledispatch

from faheng.charts.map_spec import RegionMap
from faheng.charts.spec import SIGNS, DotComparison, Funnel, Matrix, Tone, Trend, TrendPoint, TrendSeries
from faheng.charts.spec_over_time import Bump, SmallMultiples
from faheng.charts.spec_profile import Bullets, Spine
from faheng.meeting import palette
from faheng.meeting.slide import Body, KeyNumbers
from faheng.tables import Table

_NARROWEST, _WIDEST = 7, 24  # letters of a column of a table
_MOST_LINES = 5  # of a trend whose values have room in a table across a page


@dataclass(frozen=True)
class Cell:
    """Lines of text, the first in larger letters; `fill` is the colour behind them, `sign` stands before the first."""

    lines: tuple[str, ...]
    fill: str = ""
    ink: str = ""
    sign: str = ""
    bold: bool = False
    centred: bool = False


@dataclass(frozen=True)
class Grid:
    """A table: the header is repeated on every page; a row of one cell stands across all columns. `widths` are shares."""

    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    widths: tuple[float, ...]
    size: float = 9


@singledispatch
def grids(_body: Body) -> tuple[Grid, ...]:
    """The tables of a body: all there is of a table by nature, beside a chart what the chart has no room to say."""
    return ()


def _cell(*lines: str, bold: bool = False, centred: bool = False) -> Cell:
    return Cell(tuple(filter(None, lines)), bold=bold, centred=centred)


def _toned(tone: Tone, *lines: str) -> Cell:
    fill = palette.TINTS[tone] if tone in ("met", "near", "unmet") else ""
    return Cell(tuple(filter(None, lines)), fill=fill, sign=SIGNS.get(tone, ""))


def _group(label: str) -> tuple[Cell, ...]:
    return (Cell((label,), fill=palette.CARD, bold=True),)


@grids.register
def _cards(body: KeyNumbers) -> tuple[Grid, ...]:
    rows = tuple(
        (
            _cell(card.label, card.period),
            # Of a region `about` is a sentence that says the same again.
            _cell(
                f"{card.value}{card.unit}",
                card.mark,
                card.about if "：" not in card.about else "",
                centred=True,
            ),
            _toned(card.tone, card.goal.removeprefix("目标 ")),
            _cell(card.change),
            _cell(card.counted),
        )
        for card in body.cards
    )
    return (Grid(("指标", "数值", "目标与差距", "变化", "报送与参照"), rows, (30, 18, 22, 22, 20)),)


@grids.register
def _matrix(body: Matrix) -> tuple[Grid, ...]:
    rows = tuple(
        (
            _cell(row.label, row.note, bold=row.is_sum),
            *(
                Cell(
                    tuple(filter(None, (cell.text, cell.detail, cell.mark))),
                    palette.TINTS[cell.tone] if cell.tone in ("met", "near", "unmet") else "",
                    sign=cell.sign,
                    bold=row.is_sum or column.is_total,
                    centred=True,
                )
                for cell, column in zip(row.cells, body.columns, strict=True)
            ),
        )
        if row.cells
        else _group(row.label)
        for row in body.rows
    )
    count = len(body.columns)
    head = (body.corner, *(column.label for column in body.columns))
    return (Grid(head, rows, (36, *[120 / max(count, 1)] * count), size=8 if count > 6 else 9),)


@grids.register
def _dots(body: DotComparison) -> tuple[Grid, ...]:
    """Beside the chart: what a test says of each region, and what it lacks."""
    rows = tuple(
        (
            _cell(row.label, row.place, bold=row.key == body.highlighted),
            _cell(row.text, row.detail, row.mark, centred=True),
            _cell("；".join(_about(row.about, row.place))),
        )
        for row in body.rows
    )
    return (Grid(("地区", "数值", "说明"), rows, (24, 22, 110)),)


def _about(about: Sequence[str], place: str = "") -> list[str]:
    """Without the lines that say whose value it is and the value, which stand beside it."""
    return [line for line in about[2:] if line != place]


@grids.register
def _funnel(body: Funnel) -> tuple[Grid, ...]:
    rows = tuple(
        (
            _cell(point.label, bold=point.key == body.highlighted),
            _cell(point.text, centred=True),
            _cell(f"{point.trials:,}", centred=True),
            _cell("；".join(_about(point.about))),
        )
        for point in body.points
    )
    return (Grid(("地区", "数值", body.cases, "说明"), rows, (24, 20, 24, 88)),)


@grids.register
def _map(body: RegionMap) -> tuple[Grid, ...]:
    """Of tiles the map itself, as cells where they lie; and what is known of each region."""
    listed = tuple(
        (
            _cell(area.label, bold=area.key == body.highlighted),
            Cell(
                (area.text, *area.more),
                palette.SHADES.get(area.shade, ""),
                palette.INK_ON.get(area.shade, ""),
                area.sign,
                centred=True,
            ),
            _cell("；".join(_about(area.about))),
        )
        for area in body.areas
    )
    return (Grid(("地区", "数值", "说明"), listed, (24, 26, 106)),)


def tiles(body: RegionMap) -> tuple[tuple[Cell | None, ...], ...]:
    """Rows of cells where the tiles of a map lie, None between them; nothing for a map of boundaries."""
    if not body.is_tiles or not body.areas:
        return ()
    places = {
        (round(min(x for x, _ in ring)), -round(max(y for _, y in ring))): area
        for area in body.areas
        for ring in area.rings[:1]
    }
    columns, rows = ({place[axis] for place in places} for axis in (0, 1))
    found = [
        [places.get((column, row)) for column in range(min(columns), max(columns) + 1)]
        for row in range(min(rows), max(rows) + 1)
    ]
    return tuple(
        tuple(
            None
            if area is None
            else Cell(
                (area.label, f"{area.sign}{area.text}", *area.more[:1]),
                palette.SHADES.get(area.shade, palette.CARD),
                palette.INK_ON.get(area.shade, palette.INK),
                centred=True,
            )
            for area in row
        )
        for row in found
    )


@grids.register
def _spine(body: Spine) -> tuple[Grid, ...]:
    rows: list[tuple[Cell, ...]] = []
    for group in body.groups:
        rows.append(_group(group.label))
        rows += [
            (
                _cell(row.label, row.note),
                _cell(row.text, row.detail, row.mark, centred=True),
                _toned(row.tone, row.goal),
                _cell(row.change, centred=True),
                _cell(row.city_text, row.city_mark, centred=True),
                _cell(_range(row.about), centred=True),
            )
            for row in group.rows
        ]
    head = ("指标", body.whose, "目标与差距", "较上期", "全市", "各地区")
    return (Grid(head, tuple(rows), (46, 24, 26, 22, 20, 22)),)


def _range(about: str) -> str:
    """`78.57%～100%`: the lowest and the highest value of the regions, as the row says it."""
    _, found, rest = about.rpartition("，各地区 ")
    return rest if found else ""


@grids.register
def _bullets(body: Bullets) -> tuple[Grid, ...]:
    rows: list[tuple[Cell, ...]] = []
    for group in body.groups:
        rows += [_group(group.label)] if group.label else []
        rows += [
            (
                _cell(row.label, row.note),
                _cell(row.text, row.detail, row.mark, centred=True),
                _toned(row.tone, row.goal),
                _cell(row.city_text, row.city_note),
            )
            for row in group.rows
        ]
    return (Grid(("指标", body.whose, "目标与差距", "全市与差距"), tuple(rows), (52, 28, 38, 38)),)


@grids.register
def _table(body: Table) -> tuple[Grid, ...]:
    rows = tuple(
        tuple(
            Cell(
                (text,) if text else (),
                bold=number >= len(body.rows) - body.footer_rows,
                centred=column.is_number,
            )
            for text, column in zip(texts, body.columns, strict=True)
        )
        for number, texts in enumerate(body.texts())
    )
    longest = [
        max([len(column.title), *(len(row[place].lines[0]) for row in rows if row[place].lines)])
        for place, column in enumerate(body.columns)
    ]
    return (
        Grid(
            tuple(column.title for column in body.columns),
            rows,
            tuple(min(max(letters, _NARROWEST), _WIDEST) for letters in longest),
        ),
    )


@grids.register
def _trend(body: Trend) -> tuple[Grid, ...]:
    """The values of the lines that are looked at; those of the others stand in the sheet behind the chart."""
    series = [*body.series, *([body.total] if body.total else [])]
    shown = series if len(series) <= _MOST_LINES else [one for one in series if one.role != "context"]
    if not shown:
        return ()
    targets = {place: step.label for step in body.targets for place in range(step.first, step.last + 1)}
    happened = {
        place: [f"{event.number} {event.label}" for event in body.events if event.place == place]
        + [one.label for one in body.breaks if int(-(-one.place // 1)) == place]
        for place in range(len(body.periods))
    }
    rows = tuple(
        (
            _cell(period.label, *happened[place]),
            *(_point(one.points[place]) for one in shown),
            *([_cell(targets.get(place, "—"), centred=True)] if targets else []),
        )
        for place, period in enumerate(body.periods)
        if all(place < len(one.points) for one in shown)
    )
    head = ("时期", *(one.name for one in shown), *(["目标"] if targets else []))
    return (Grid(head, rows, (30, *[126 / (len(head) - 1)] * (len(head) - 1))),)


def _point(point: TrendPoint) -> Cell:
    detail = "" if point.detail == point.text else point.detail
    return _cell(
        " ".join(filter(None, (f"{point.text}（{detail}）" if detail else point.text, point.mark))),
        centred=True,
    )


def _ends(series: TrendSeries) -> tuple[Cell, Cell]:
    """The first and the last period of a line."""
    return (
        (_point(series.points[0]), _point(series.points[-1])) if series.points else (_cell("—"), _cell("—"))
    )


@grids.register
def _multiples(body: SmallMultiples) -> tuple[Grid, ...]:
    lines = [(panel.series, panel.trend, panel.tone, panel.events) for panel in body.panels]
    rows = tuple(
        (
            _cell(series.name),
            _ends(series)[0],
            Cell(
                _ends(series)[1].lines,
                palette.TINTS[tone] if tone in ("met", "near", "unmet") else "",
                sign=SIGNS.get(tone, ""),
                centred=True,
            ),
            _cell(trend),
            _cell("；".join(f"{event.number} {event.label}" for event in events)),
        )
        for series, trend, tone, events in lines
    )
    if body.city is not None:
        rows = (*rows, (_cell(body.city.name, bold=True), *_ends(body.city), _cell(), _cell()))
    shown = max((len(series.points) for series, *_ in lines), default=0)
    ends = (body.periods[0].label, body.periods[shown - 1].label) if shown else ("", "")
    kept = [0, 1, 2, 3, 4] if any(row[4].lines for row in rows) else [0, 1, 2, 3]
    head, widths = ("地区", *ends, "趋势", "事件"), (28, 34, 38, 36, 34)
    return (
        Grid(
            tuple(head[place] for place in kept),
            tuple(tuple(row[place] for place in kept) for row in rows),
            tuple(widths[place] for place in kept),
        ),
    )


@grids.register
def _bump(body: Bump) -> tuple[Grid, ...]:
    rows = tuple(
        (_cell(line.series.name), *_ends(line.series), _cell(line.chance, centred=True))
        for line in body.lines
    )
    shown = max((len(line.series.points) for line in body.lines), default=0)
    ends = (body.periods[0].label, body.periods[shown - 1].label) if shown else ("", "")
    return (Grid(("地区", *ends, "最近一期的名次区间"), rows, (28, 48, 60, 24)),)
