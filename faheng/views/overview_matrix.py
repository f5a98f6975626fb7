"""The matrix of 总览: indicators × regions of a city, and the same as a table to download."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from faheng.address import Address, address
from faheng.catalogue import Catalogue, Indicator, Region
from faheng.charts.spec import Matrix, MatrixCell, MatrixColumn, MatrixRow, Tone
from faheng.measures import wording
from faheng.period import FREQUENCY_NAMES, Period
from faheng.tables import Cell, Column, Table
from faheng.views.standing import Shown, Standing, amount

_NOTHING_DUE = MatrixCell("", tone="none")


@dataclass(frozen=True)
class Line:
    """An indicator and how everybody stands; None when it is reported less often than the chosen period."""

    indicator: Indicator
    standing: Standing | None


def matrix(
    catalogue: Catalogue,
    city: Region,
    period: Period,
    lines: Sequence[Line],
    *,
    release: int,
    source: str,
    made_up: bool,
) -> Matrix:
    """One row per indicator, one column per region and the city last; headings between the categories of many."""
    regions = catalogue.parts_of(city.code)
    title = _title(lines)
    return Matrix(
        title=title,
        subtitle=_subtitle(city, period, lines),
        source=source,
        made_up=made_up,
        alternative=title,
        corner="指标（单位）",
        columns=(
            *(_column(region, city, period, release) for region in regions),
            MatrixColumn("全市", is_total=True),
        ),
        rows=tuple(_rows(catalogue, regions, period, lines, release)),
    )


def _column(region: Region, city: Region, period: Period, release: int) -> MatrixColumn:
    short = region.name.removeprefix(city.short_name) if len(region.name) > 4 else region.name
    where = address("profile", release=release, city=city.code, region=region.code, period=period.code)
    return MatrixColumn(short, where)


def _rows(
    catalogue: Catalogue, regions: Sequence[Region], period: Period, lines: Sequence[Line], release: int
) -> Iterable[MatrixRow]:
    categories = groupby(lines, key=lambda line: line.indicator.category_code)
    with_headings = any(not line.indicator.headline for line in lines)
    for code, members in categories:
        if with_headings:
            yield MatrixRow(f"{code} {catalogue.categories[code].name}")
        for line in members:
            yield _row(regions, period, line, release)


def _row(regions: Sequence[Region], period: Period, line: Line, release: int) -> MatrixRow:
    indicator, found = line.indicator, line.standing
    label = wording.named_unit(indicator)
    if found is None:
        return MatrixRow(
            label,
            (_NOTHING_DUE,) * (len(regions) + 1),
            address=address("indicator", release=release, indicator=indicator.code),
            note=f"按{FREQUENCY_NAMES[indicator.frequency]}报送",
        )
    question = found.question
    shown = {row.region.code: row for row in (*found.rows, found.whole)}
    everybody = [*regions, question.city]
    return MatrixRow(
        label,
        tuple(_cell(found, region, shown.get(region.code), release) for region in everybody),
        address=address("trend", release=release, city=question.city.code, indicator=indicator.code),
        note="" if question.period == period else str(question.period),
        note_address=value_address(found, None, release),
    )


def value_address(found: Standing, region: Region | None, release: int) -> Address:
    """Where a value leads: 县区对比 of its period, with the source of the region's number open."""
    question = found.question
    return address(
        "comparison",
        release=release,
        city=question.city.code,
        indicator=question.indicator.code,
        period=question.period.code,
        row=region.code if region else "",
    )


def tone_of(row: Shown) -> Tone:
    """Target met or not, where there is one to be held against; else what there is of a value."""
    if row.gap is not None:
        return "met" if row.gap.is_met else "unmet"
    return {"value": "plain", "not_applicable": "none"}.get(row.state, "missing")  # type: ignore[return-value]


def _cell(found: Standing, region: Region, row: Shown | None, release: int) -> MatrixCell:
    if row is None:
        return _NOTHING_DUE  # only the city itself reports it
    question, indicator = found.question, found.question.indicator
    is_partial = region is question.city and found.figure.made == "partial"
    if row.shown is None:
        # Not enough room for 12个月中已报10个月, which the pointer and the page it leads to say.
        text = "尚不完整" if row.state == "incomplete" else row.state_text
    else:
        text = wording.bare_value(row.shown, indicator, as_reported=row.as_reported)
    return MatrixCell(
        text=text,
        tone=tone_of(row),
        sign="×" if row.gap is not None and not row.gap.is_met else "",
        mark="部分" if is_partial and row.shown is not None else "",
        about=about(found, row),
        address=value_address(found, region, release),
    )


def about(found: Standing, row: Shown) -> str:
    """The whole of a cell in words: `东湖区 2025年 …率：93.75%（45/48） 暂定，目标 95%：差 1 件`."""
    question, indicator = found.question, found.question.indicator
    head = f"{row.region.name} {question.period} {wording.full_width(indicator.name)}"
    if row.shown is None:
        return f"{head}：{row.state_text}"
    parts = wording.parts_text(indicator, row.numerator, row.denominator)
    value = wording.format_value(row.shown, indicator, as_reported=row.as_reported)
    facts = [f"{value}{f'（{parts}）' if parts else ''}{f' {row.mark}' if row.mark else ''}"]
    if row.region is question.city and found.figure.made == "partial":
        facts.append(f"应报{found.figure.regions_due}个地区中{found.figure.regions_summed}个的合计")
    if row.gap is not None and row.target is not None:
        goal = wording.target_text(row.target, indicator)
        facts.append(f"目标 {goal}：{wording.gap_text(row.gap, indicator)}")
    return f"{head}：{'，'.join(facts)}"


def _title(lines: Sequence[Line]) -> str:
    """How many numbers there are and how many of those with a target reach it; no verdict."""
    rows = [row for line in lines if line.standing for row in line.standing.rows]
    gaps = [row.gap for row in rows if row.gap is not None]
    missing = sum(row.state in ("not_reported", "incomplete") for row in rows)
    facts = [f"{len(lines)}项指标、各地区共 {sum(row.shown is not None for row in rows)} 个数"]
    if gaps:
        facts.append(f"有目标的 {len(gaps)} 个中 {sum(gap.is_met for gap in gaps)} 个达标")
    if missing:
        facts.append(f"{missing} 个未报或尚不完整")
    return "，".join(facts)


def _subtitle(city: Region, period: Period, lines: Sequence[Line]) -> str:
    signs = ["蓝底：达标", "红底 ×：未达标", "灰底：没有目标或不作评价", "虚线框：未报"]
    later = any(line.standing and line.standing.question.period != period for line in lines)
    if later:
        signs.append("指标后注明时期的，是该时期的数")
    return f"{city.name} · {period} · {'　'.join(signs)}"


def table(described: Matrix, city: Region, period: Period, lines: Sequence[Line], *, name: str) -> Table:
    """The matrix as numbers: one row per indicator, the regions and the city as columns."""
    regions = [line.standing.question.regions for line in lines if line.standing]
    columns = [
        Column("indicator", "指标"),
        Column("unit", "单位"),
        Column("period", "时期"),
        *(Column(region.code, region.name, 2) for region in (regions[0] if regions else ())),
        Column(city.code, "全市", 2),
    ]
    return Table(
        title=described.title,
        subtitle=f"{city.name} · {period}",
        name=name,
        columns=tuple(columns),
        rows=tuple(_table_row(line, columns) for line in lines),
        keys=tuple(line.indicator.code for line in lines),
        source=described.source,
        made_up=described.made_up,
    )


def _table_row(line: Line, columns: Sequence[Column]) -> tuple[Cell, ...]:
    indicator, found = line.indicator, line.standing
    head: tuple[Cell, ...] = (wording.full_width(indicator.name), wording.full_width(indicator.unit))
    if found is None:
        note = f"按{FREQUENCY_NAMES[indicator.frequency]}报送"
        return (*head, note, *("" for _ in columns[3:]))
    shown = {row.region.code: row for row in (*found.rows, found.whole)}
    cells = (_table_cell(indicator, shown.get(column.key)) for column in columns[3:])
    return (*head, str(found.question.period), *cells)


def _table_cell(indicator: Indicator, row: Shown | None) -> Cell:
    if row is None:
        return ""
    return row.state_text if row.shown is None else amount(row, indicator)
