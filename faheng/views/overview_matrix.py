"""The matrix of 总览: indicators × regions of a city, and the same as a table to download."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from faheng.address import address
from faheng.catalogue import Catalogue, Indicator, Region
from faheng.charts.spec import SIGNS, Matrix, MatrixCell, MatrixColumn, MatrixRow
from faheng.measures import wording
from faheng.measures.rates import Gap
from faheng.period import FREQUENCY_NAMES, Period
from faheng.views.notes import unsettled_targets, value_notes
from faheng.views.standing import Shown, Standing
from faheng.views.standing_words import (
    about,
    basis_of,
    is_partial,
    profile_address,
    shown_values,
    tone_of,
    tone_words,
    trend_address,
    value_address,
)
from faheng.views.ways import TO_CATALOGUE

_NOTHING_DUE = MatrixCell("", tone="none")
_PARTIAL = "部分"
_FINAL = "正式"
MET = "达标数（达标的/有目标的）"


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
    regions = catalogue.parts_of(city.code, period)
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
    if (met := _met_row(lines, period, release)) is not None:
        yield met
    with_headings = any(not line.indicator.headline for line in lines)
    for code, members in categories:
        if with_headings:
            yield MatrixRow(catalogue.category_label(code))
        for line in members:
            yield _row(regions, period, line, release, usual=usual)


def _met_row(lines: Sequence[MatrixLine], period: Period, release: int) -> MatrixRow | None:
    """How many targets each region, and the city, meets of those it is held against; each leads to what it lacks."""
    found = [line.standing for line in lines if line.standing]
    counts = met_counts(lines)
    if not any(counts.values()):
        return None
    question = found[0].question
    cells = []
    for region in (*question.regions, question.city):
        gaps = counts[region.code]
        cells.append(
            MatrixCell(
                met_text(gaps),
                tone="plain" if gaps else "none",
                about=f"{region.name} {MET}：{met_text(gaps)}" if gaps else "",
                address=profile_address(question.city, region, period, release=release, aspect="gaps")
                if gaps and region is not question.city
                else None,
            )
        )
    return MatrixRow(MET, tuple(cells), is_sum=True)


def met_counts(lines: Sequence[MatrixLine]) -> dict[str, list[Gap]]:
    """Region code → how far it is from each target that the matrix holds it against; the city under its own."""
    found = [line.standing for line in lines if line.standing]
    regions = (*found[0].question.regions, found[0].question.city) if found else ()
    return {
        region.code: [
            row.gap
            for standing in found
            for row in (*standing.rows, standing.whole)
            if row.region.code == region.code and row.gap is not None
        ]
        for region in regions
    }


def met_text(gaps: Sequence[Gap]) -> str:
    """`5/12`: how many of the targets are met; empty without one."""
    return f"{sum(gap.is_met for gap in gaps)}/{len(gaps)}" if gaps else ""


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
        sign=SIGNS.get(tone_of(row), ""),
        mark=_mark(found, row, usual=usual),
        about=about(found, row),
        address=value_address(found, region, release),
        basis=basis_of(row, indicator),
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
        yield f"{len(judged)}项指标的目标中，{words}{TO_CATALOGUE}。"


def _title(lines: Sequence[MatrixLine]) -> str:
    """How many of the numbers with a target reach it, and the indicators that most regions miss; nothing is tested here.

    Without a target, how many numbers there are.
    """
    gaps = [gap for line in lines for gap in _gaps(line)]
    if not gaps:
        return _counts(lines)
    met = sum(gap.is_met for gap in gaps)
    if met == len(gaps):
        return f"有目标的 {len(gaps)} 个数全部达标"
    return f"有目标的 {len(gaps)} 个数中 {met} 个达标；{_worst(lines)}"


def _gaps(line: MatrixLine) -> list[Gap]:
    """How far the regions are from the target."""
    rows = line.standing.rows if line.standing else ()
    return [row.gap for row in rows if row.gap is not None]


def _worst(lines: Sequence[MatrixLine]) -> str:
    """`…率未达标最多（7个地区）`; both names where two are alike, one of more."""
    missed = [(sum(not gap.is_met for gap in _gaps(line)), line.indicator) for line in lines]
    most = max(number for number, _ in missed)
    names = [wording.full_width(indicator.name) for number, indicator in missed if number == most]
    who = "、".join(names) if len(names) < 3 else f"{names[0]}等{len(names)}项"
    return f"{who}未达标最多（{'各' if len(names) > 1 else ''}{most}个地区）"


def _counts(lines: Sequence[MatrixLine]) -> str:
    """`12项指标、各地区共 78 个数，11 个未报或尚不完整`."""
    rows = [row for line in lines if line.standing for row in line.standing.rows]
    missing = sum(row.state in ("not_reported", "incomplete") for row in rows)
    known = sum(
        any(row.state != "not_reported" for row in line.standing.rows) for line in lines if line.standing
    )
    values = sum(row.shown is not None for row in rows)
    if not rows:  # only the city itself is known
        of_city = sum(line.standing.whole.shown is not None for line in lines if line.standing)
        return f"{len(lines)}项指标中全市有 {of_city} 个数"
    facts = f"{known}项指标、各地区共 {values} 个数"
    return f"{facts}，{missing} 个未报或尚不完整" if missing else facts


def _subtitle(city: Region, period: Period, lines: Sequence[MatrixLine], statuses: Counter[str]) -> str:
    rows = [row for line in lines if line.standing for row in (*line.standing.rows, line.standing.whole)]
    signs = [tone_words(tone_of(row) for row in rows)]
    counts = _counts(lines) if any(_gaps(line) for line in lines) else ""  # else the title says it
    later = any(line.standing and line.standing.question.period != period for line in lines)
    if later:
        signs.append("指标后注明时期的，是该时期的数")
    if any(line.standing and is_partial(line.standing, row) for line in lines for row in _values([line])):
        signs.append(f"{_PARTIAL}：只是已报地区的合计")
    signs.extend(_status_signs(statuses))
    return " · ".join(filter(None, (city.name, str(period), counts, "　".join(filter(None, signs)))))


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
