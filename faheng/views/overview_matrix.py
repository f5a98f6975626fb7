"""The matrix of 总览: indicators × regions of a city, and the same as a table to download."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from faheng.address import Address, address
from faheng.catalogue import Catalogue, Indicator, Region
from faheng.charts.spec import Matrix, MatrixCell, MatrixColumn, MatrixRow, Tone
from faheng.measures import wording
from faheng.period import FREQUENCY_NAMES, Period
from faheng.tables import Cell, Column, Table
from faheng.views.comparison_words import unsettled_targets, value_notes
from faheng.views.standing import Shown, Standing, amount

_NOTHING_DUE = MatrixCell("", tone="none")
_PARTIAL = "部分"
_FINAL = "正式"


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
    statuses = Counter(_status_word(row) for row in _values(lines))
    return Matrix(
        title=title,
        subtitle=_subtitle(city, period, lines, statuses),
        source=source,
        notes=(*_notes(lines), *_unsettled(catalogue, city, lines)),
        made_up=made_up,
        alternative=title,
        corner="指标（单位）",
        columns=(
            *(_column(region, city, period, release) for region in regions),
            MatrixColumn("全市", is_total=True),
        ),
        rows=tuple(_rows(catalogue, regions, period, lines, release, usual=_usual(statuses))),
    )


def _values(lines: Iterable[Line]) -> Iterator[Shown]:
    """Every value that is shown, the city's with those of its regions."""
    for line in lines:
        if line.standing is not None:
            yield from shown_values(line.standing)


def shown_values(found: Standing) -> Iterator[Shown]:
    """The values of an indicator that are shown, the city's last."""
    return (row for row in (*found.rows, found.whole) if row.shown is not None)


def _status_word(row: Shown) -> str:
    """`暂定`, `估计` or `正式`."""
    return row.mark.removeprefix(wording.CUMULATIVE).removeprefix("，") or _FINAL


def _usual(statuses: Counter[str]) -> str:
    """What most values are: it is said once, of the others each cell says what they are."""
    return max(statuses, key=lambda word: (statuses[word], word == _FINAL), default=_FINAL)


def _notes(lines: Sequence[Line]) -> tuple[str, ...]:
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
    where = address("profile", release=release, city=city.code, region=region.code, period=period.code)
    return MatrixColumn(region.name, where)


def _rows(
    catalogue: Catalogue,
    regions: Sequence[Region],
    period: Period,
    lines: Sequence[Line],
    release: int,
    *,
    usual: str,
) -> Iterable[MatrixRow]:
    categories = groupby(lines, key=lambda line: line.indicator.category_code)
    with_headings = any(not line.indicator.headline for line in lines)
    for code, members in categories:
        if with_headings:
            yield MatrixRow(f"{code} {catalogue.categories[code].name}")
        for line in members:
            yield _row(regions, period, line, release, usual=usual)


def _row(regions: Sequence[Region], period: Period, line: Line, release: int, *, usual: str) -> MatrixRow:
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
        tuple(_cell(found, region, shown.get(region.code), release, usual=usual) for region in everybody),
        address=trend_address(found, release),
        note=" · ".join(
            text
            for text in (
                "" if question.period == period else str(question.period),
                "全市由市里报送" if indicator.aggregation == "own" and found.rows else "",
            )
            if text
        ),
        note_address=value_address(found, None, release),
    )


def trend_address(found: Standing, release: int) -> Address:
    """Where an indicator leads: its trend in periods as long as the one that is shown."""
    question = found.question
    return address(
        "trend",
        release=release,
        city=question.city.code,
        indicator=question.indicator.code,
        frequency="" if question.period.frequency == "range" else question.period.frequency,
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
    if row.state_text == wording.MISSING:
        return "none"  # nobody owes it
    return {"value": "plain", "not_applicable": "none"}.get(row.state, "missing")  # type: ignore[return-value]


def _cell(found: Standing, region: Region, row: Shown | None, release: int, *, usual: str) -> MatrixCell:
    if row is None:
        return _NOTHING_DUE  # only the city itself reports it
    indicator = found.question.indicator
    if row.shown is None:
        # Not enough room for 12个月中已报10个月, which the pointer and the page it leads to say.
        text = "尚不完整" if row.state == "incomplete" else row.state_text
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


def is_partial(found: Standing, row: Shown) -> bool:
    """Whether it is the city's value and not all regions are in it."""
    return row is found.whole and found.figure.made == "partial"


def about(found: Standing, row: Shown) -> str:
    """The whole of a cell in words: `东湖区 2025年 …率：93.75%（45/48） 暂定，目标 95%：差 1 件`."""
    question, indicator = found.question, found.question.indicator
    head = f"{row.region.name} {question.period} {wording.full_width(indicator.name)}"
    if row.shown is None:
        return f"{head}：{row.state_text}"
    parts = wording.parts_text(indicator, row.numerator, row.denominator)
    value = wording.format_value(row.shown, indicator, as_reported=row.as_reported)
    facts = [f"{value}{f'（{parts}）' if parts else ''}{f' {row.mark}' if row.mark else ''}"]
    if is_partial(found, row):
        facts.append(f"应报{found.figure.regions_due}个地区中{found.figure.regions_summed}个的合计")
    if row.gap is not None and row.target is not None:
        goal = wording.target_text(row.target, indicator)
        facts.append(f"目标 {goal}：{wording.gap_text(row.gap, indicator)}")
    return f"{head}：{'，'.join(facts)}"


def _unsettled(catalogue: Catalogue, city: Region, lines: Iterable[Line]) -> Iterator[str]:
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


def _title(lines: Sequence[Line]) -> str:
    """How many numbers there are and how many of those with a target reach it; no verdict."""
    rows = [row for line in lines if line.standing for row in line.standing.rows]
    gaps = [row.gap for row in rows if row.gap is not None]
    missing = sum(row.state in ("not_reported", "incomplete") for row in rows)
    known = sum(
        any(row.state != "not_reported" for row in line.standing.rows) for line in lines if line.standing
    )
    facts = [f"{known}项指标、各地区共 {sum(row.shown is not None for row in rows)} 个数"]
    if gaps:
        facts.append(f"有目标的 {len(gaps)} 个中 {sum(gap.is_met for gap in gaps)} 个达标")
    if missing:
        facts.append(f"{missing} 个未报或尚不完整")
    return "，".join(facts)


def _subtitle(city: Region, period: Period, lines: Sequence[Line], statuses: Counter[str]) -> str:
    signs = ["蓝底：达标", "红底 ×：未达标", "灰底：没有目标或不作评价", "虚线框：未报"]
    later = any(line.standing and line.standing.question.period != period for line in lines)
    if later:
        signs.append("指标后注明时期的，是该时期的数")
    if any(line.standing and is_partial(line.standing, row) for line in lines for row in _values([line])):
        signs.append(f"{_PARTIAL}：只是已报地区的合计")
    signs.extend(_status_signs(statuses))
    return f"{city.name} · {period} · {'　'.join(signs)}"


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


def table(described: Matrix, city: Region, period: Period, lines: Sequence[Line], *, name: str) -> Table:
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


def _table_row(line: Line, columns: Sequence[Column]) -> tuple[Cell, ...]:
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
