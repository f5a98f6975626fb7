"""The matrix of 总览 as numbers: one row per indicator, to download."""

from __future__ import annotations

from collections.abc import Sequence

from faheng.catalogue import Region
from faheng.charts.spec import Matrix
from faheng.measures import wording
from faheng.period import FREQUENCY_NAMES, Period
from faheng.tables import Cell, Column, Table
from faheng.views.overview_matrix import MET, MatrixLine, met_counts, met_text
from faheng.views.standing import Shown, Standing, amount
from faheng.views.standing_words import is_partial, shown_values


def table(
    described: Matrix, city: Region, period: Period, lines: Sequence[MatrixLine], *, name: str
) -> Table:
    """The regions and the city as columns; below them how many targets each meets."""
    regions = [line.standing.question.regions for line in lines if line.standing]
    columns = [
        Column("indicator", "指标"),
        Column("unit", "单位"),
        Column("period", "时期"),
        *(Column(region.code, region.name, 2) for region in (regions[0] if regions else ())),
        Column(city.code, "全市", 2),
        Column("status", "状态"),
    ]
    met = met_counts(lines)
    footer: list[tuple[Cell, ...]] = []
    if any(met.values()):
        footer = [
            (MET, "", str(period), *(met_text(met.get(column.key, [])) for column in columns[3:-1]), "")
        ]
    return Table(
        title=described.title,
        subtitle=f"{city.name} · {period}",
        name=name,
        columns=tuple(columns),
        rows=(*(_table_row(line, columns) for line in lines), *footer),
        keys=(*(line.indicator.code for line in lines), *("" for _ in footer)),
        footer_rows=len(footer),
        source=described.source,
        notes=described.notes,
        made_up=described.made_up,
    )


def _table_row(line: MatrixLine, columns: Sequence[Column]) -> tuple[Cell, ...]:
    indicator, found = line.indicator, line.standing
    head: tuple[Cell, ...] = (wording.full_width(indicator.name), wording.full_width(indicator.unit))
    if found is None:
        note = f"按{FREQUENCY_NAMES[indicator.frequency]}报送"
        return (*head, note, *("" for _ in columns[3:]))
    shown = {row.region.code: row for row in (*found.rows, found.whole)}
    cells = (_table_cell(found, shown.get(column.key)) for column in columns[3:-1])
    return (*head, str(found.question.period), *cells, _status(found))


def _table_cell(found: Standing, row: Shown | None) -> Cell:
    if row is None:
        return ""
    return row.state_text if row.shown is None else amount(row, found.question.indicator)


def _status(found: Standing) -> str:
    """`均为暂定`, `东湖区：估计；全市：只是8个地区中5个的合计`: what the cells themselves cannot say as numbers."""
    figure = found.figure
    whose: dict[str, list[str]] = {}
    values = list(shown_values(found))
    for row in values:
        summed = f"只是{figure.regions_due}个地区中{figure.regions_summed}个的合计"
        words = "，".join(filter(None, (row.mark, summed if is_partial(found, row) else "")))
        whose.setdefault(words, []).append("全市" if row is found.whole else row.region.name)
    if len(whose) == 1 and len(values) > 1 and "" not in whose:
        return f"均为{values[0].mark}"
    return "；".join(f"{'、'.join(names)}：{words}" for words, names in whose.items() if words)
