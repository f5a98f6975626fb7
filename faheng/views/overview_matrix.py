"""The matrix of 总览: indicators × regions of a city, and the same as a table to download."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from faheng.address import address
from faheng.catalogue import Catalogue, Indicator, Region
from faheng.charts.spec import Matrix, MatrixCell, MatrixColumn, MatrixRow
from faheng.measures import wording
from faheng.period import FREQUENCY_NAMES, Period
from faheng.tables import Cell, Column, Table
from faheng.views.notes import unsettled_targets, value_notes
from faheng.views.standing import Shown, Standing, amount
from faheng.views.standing_words import (
    about,
    is_partial,
    profile_address,
    shown_values,
    tone_of,
    trend_address,
    value_address,
)

_NOTHING_DUE = MatrixCell("", tone="none")
_TONES = {
    "met": "蓝底：达标",
    "unmet": "红底 ×：未达标",
    "plain": "灰底：没有目标或不作评价",
    "missing": "虚线框：未报",
}
_PARTIAL = "部分"
_FINAL = "正式"


@dataclass(frozen=True)
class MatrixLine:
    """An indicator and how everybody stands; None when it is reported less often than the chosen period.

    `is_known`: the city has something of it in some period, so that there is a comparison and a trend to lead to.
    """

    indicator: Indicator
    standing: Standing | None
    is_known: bool = True


def matrix(
    catalogue: Catalogue,
    city: Region,
    period: Period,
    lines: Sequence[MatrixLine],
    *,
    release: int,
    source: str,
    made_up: bool,
) -> Matrix:
    """One row per indicator, one column per region and the city last; headings between the categories of many."""
    regions = catalogue.parts_of(city.code)
    title = _title(lines)
    statuses = Counter(_status_word(row) for row in _values(lines))
    return Matrix(
        title=title,
        subtitle=_subtitle(city, period, lines, statuses),
        source=source,
        notes=(*_notes(lines), *_unsettled(catalogue, city, lines)),
        made_up=made_up,
        corner="指标（单位）",
        columns=(
            *(_column(region, city, period, release) for region in regions),
            MatrixColumn("全市", is_total=True),
        ),
        rows=tuple(_rows(catalogue, regions, period, lines, release, usual=_usual(statuses))),
    )


def _values(lines: Iterable[MatrixLine]) -> Iterator[Shown]:
    """Every value that is shown, the city's with those of its regions."""
    for line in lines:
        if line.standing is not None:
            yield from shown_values(line.standing)


def _status_word(row: Shown) -> str:
    """`暂定`, `估计` or `正式`."""
    return row.mark.removeprefix(wording.CUMULATIVE).removeprefix("，") or _FINAL


def _usual(statuses: Counter[str]) -> str:
    """What most values are: it is said once, of the others each cell says what they are."""
    return max(statuses, key=lambda word: (statuses[word], word == _FINAL), default=_FINAL)


def _notes(lines: Sequence[MatrixLine]) -> tuple[str, ...]:
    names = ((wording.full_width(line.indicator.name), line) for line in lines)
    return tuple(
        value_notes(
            (name, f"{name} {row.region.name}", row)
            for name, line in names
            if line.standing is not None
            for row in shown_values(line.standing)
        )
    )


def _column(region: Region, city: Region, period: Period, release: int) -> MatrixColumn:
    return MatrixColumn(region.name, profile_address(city, region, period, release=release))


def _rows(
    catalogue: Catalogue,
    regions: Sequence[Region],
    period: Period,
    lines: Sequence[MatrixLine],
    release: int,
    *,
    usual: str,
) -> Iterable[MatrixRow]:
    categories = groupby(lines, key=lambda line: line.indicator.category_code)
    with_headings = any(not line.indicator.headline for line in lines)
    for code, members in categories:
        if with_headings:
            yield MatrixRow(catalogue.category_label(code))
        for line in members:
            yield _row(regions, period, line, release, usual=usual)


def _row(
    regions: Sequence[Region], period: Period, line: MatrixLine, release: int, *, usual: str
) -> MatrixRow:
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
        tuple(
            replace(cell, address=cell.address if line.is_known else None)
            for region in everybody
            for cell in [_cell(found, region, shown.get(region.code), release, usual=usual)]
        ),
        address=trend_address(question.city, indicator, question.period, release=release)
        if line.is_known
        else address("indicator", release=release, city=question.city.code, indicator=indicator.code),
        note=" · ".join(
            text
            for text in (
                "" if question.period == period else str(question.period),
                "全市由市里报送" if indicator.aggregation == "own" and found.rows else "",
            )
            if text
        ),
        note_address=value_address(found, None, release) if line.is_known else None,
    )


def _cell(found: Standing, region: Region, row: Shown | None, release: int, *, usual: str) -> MatrixCell:
    if row is None:
        return _NOTHING_DUE  # only the city itself reports it
    indicator = found.question.indicator
    if row.shown is None:
        # Not enough room for 12个月中已报10个月, which the pointer and the page it leads to say.
        text = wording.NOT_COMPLETE if row.state == "incomplete" else row.state_text
    else:
        text = wording.bare_value(row.shown, indicator, as_reported=row.as_reported)
    return MatrixCell(
        text=text,
        tone=tone_of(row),
        sign="×" if row.gap is not None and not row.gap.is_met else "",
        mark=_mark(found, row, usual=usual),
        about=about(found, row),
        address=value_address(found, region, release),
    )


def _mark(found: Standing, row: Shown, *, usual: str) -> str:
    """`部分`, `累计`, `暂定`: what must be known of a value and is not so of most."""
    if row.shown is None:
        return ""
    marks = (
        _PARTIAL if is_partial(found, row) else "",
        wording.CUMULATIVE if row.cumulative else "",
        "" if _status_word(row) == usual else _status_word(row),
    )
    return " ".join(filter(None, marks))


def _unsettled(catalogue: Catalogue, city: Region, lines: Iterable[MatrixLine]) -> Iterator[str]:
    """How many of the targets that are held against are no target of the city's own yet."""
    judged = [
        line.standing.question
        for line in lines
        if line.standing and any(row.gap for row in line.standing.rows)
    ]
    counts = Counter(
        target.basis
        for question in judged
        for target in unsettled_targets(catalogue, question.indicator, city, [question.period])
    )
    words = "、".join(f"{count}项为{basis}" for basis, count in sorted(counts.items()))
    if words:
        yield f"{len(judged)}项指标的目标中，{words}，办公室可以换成自己的（见指标目录）。"


def _title(lines: Sequence[MatrixLine]) -> str:
    """How many numbers there are and how many of those with a target reach it; no verdict."""
    rows = [row for line in lines if line.standing for row in line.standing.rows]
    gaps = [row.gap for row in rows if row.gap is not None]
    missing = sum(row.state in ("not_reported", "incomplete") for row in rows)
    known = sum(
        any(row.state != "not_reported" for row in line.standing.rows) for line in lines if line.standing
    )
    values = sum(row.shown is not None for row in rows)
    if not rows:  # only the city itself is known
        of_city = sum(line.standing.whole.shown is not None for line in lines if line.standing)
        return f"{len(lines)}项指标中全市有 {of_city} 个数"
    facts = [f"{known}项指标、各地区共 {values} 个数"]
    if gaps:
        facts.append(f"有目标的 {len(gaps)} 个中 {sum(gap.is_met for gap in gaps)} 个达标")
    if missing:
        facts.append(f"{missing} 个未报或尚不完整")
    return "，".join(facts)


def _subtitle(city: Region, period: Period, lines: Sequence[MatrixLine], statuses: Counter[str]) -> str:
    rows = [row for line in lines if line.standing for row in (*line.standing.rows, line.standing.whole)]
    tones = {tone_of(row) for row in rows}
    signs = [words for tone, words in _TONES.items() if tone in tones]
    later = any(line.standing and line.standing.question.period != period for line in lines)
    if later:
        signs.append("指标后注明时期的，是该时期的数")
    if any(line.standing and is_partial(line.standing, row) for line in lines for row in _values([line])):
        signs.append(f"{_PARTIAL}：只是已报地区的合计")
    signs.extend(_status_signs(statuses))
    return " · ".join(filter(None, (city.name, str(period), "　".join(signs))))


def _status_signs(statuses: Counter[str]) -> Iterator[str]:
    """`数字均为暂定，还可能修改`, `暂定、估计：还可能修改`; nothing where all are final."""
    usual = _usual(statuses)
    others = "、".join(sorted(set(statuses) - {usual}))
    if usual == _FINAL:
        if others:
            yield f"{others}：还可能修改"
    elif others:
        yield f"没有注明{others}的数字均为{usual}，还可能修改"
    else:
        yield f"数字均为{usual}，还可能修改"


def table(
    described: Matrix, city: Region, period: Period, lines: Sequence[MatrixLine], *, name: str
) -> Table:
    """The matrix as numbers: one row per indicator, the regions and the city as columns."""
    regions = [line.standing.question.regions for line in lines if line.standing]
    columns = [
        Column("indicator", "指标"),
        Column("unit", "单位"),
        Column("period", "时期"),
        *(Column(region.code, region.name, 2) for region in (regions[0] if regions else ())),
        Column(city.code, "全市", 2),
        Column("status", "状态"),
    ]
    return Table(
        title=described.title,
        subtitle=f"{city.name} · {period}",
        name=name,
        columns=tuple(columns),
        rows=tuple(_table_row(line, columns) for line in lines),
        keys=tuple(line.indicator.code for line in lines),
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
