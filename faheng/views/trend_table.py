"""The tables of 指标趋势: periods × regions to read on the page, and one row per value to take away."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from faheng.address import Address, address
from faheng.catalogue import Region
from faheng.charts.spec import SIGNS, Matrix, MatrixCell, MatrixColumn, MatrixRow, Tone
from faheng.measures import rates, wording
from faheng.period import FREQUENCY_NAMES
from faheng.tables import Amount, Cell, Column, Table
from faheng.views.standing import most_decimals
from faheng.views.standing_words import tone_of_gap, tone_words
from faheng.views.trend_chart import region_address
from faheng.views.trend_events import Event
from faheng.views.trend_lines import Line, Lines, Moment
from faheng.views.trend_targets import Targets
from faheng.views.trend_words import span_words

_TONES: dict[str, Tone] = {"not_reported": "missing", "incomplete": "missing", "not_applicable": "none"}


def matrix(
    lines: Lines, targets: Targets, events: Sequence[Event] = (), *, release: int, **frame: Any
) -> Matrix:
    """Periods, newest first, × regions and the city; every value leads to its place in 县区对比.

    Beside a period stand the numbers of its events, as in the chart above.
    """
    drawing = _Cells(lines, targets, release, events)
    shown = (*lines.regions, lines.whole)
    rows = tuple(drawing.row(place, shown) for place in reversed(range(len(lines.periods))))
    name = wording.full_width(lines.indicator.name)
    parts = wording.parts_names(lines.indicator)
    is_restated = any(moment.restated for line in shown for moment in line.moments)
    return Matrix(
        title=f"{name}：每一期的数",
        subtitle=" · ".join(
            text
            for text in (
                lines.city.name,
                f"单位：{wording.full_width(lines.indicator.unit)}",
                f"数值下：{parts}" if parts else "",
                "点一个数，看它的来源",
                f"{wording.RESTATED_SHORT}：{wording.RESTATED}" if is_restated else "",
                tone_words(drawing.tones.values()),
            )
            if text
        ),
        corner="时期",
        columns=tuple(drawing.column(line) for line in shown),
        rows=rows,
        **frame,
    )


class _Cells:
    """Draws the matrix; a value that occurs often is held against its target once."""

    def __init__(self, lines: Lines, targets: Targets, release: int, events: Sequence[Event]) -> None:
        self.numbers: dict[int, str] = {}
        for event in events:
            number = event.drawn.number
            self.numbers[event.drawn.place] = self.numbers.get(event.drawn.place, "") + number
        self.lines, self.targets, self.release = lines, targets, release
        self.asked: dict[str, str | int] = {
            "release": release,
            "city": lines.city.code,
            "indicator": lines.indicator.code,
        }
        self.unit = wording.full_width(lines.indicator.unit)
        self.tones: dict[tuple[Decimal | None, ...], Tone] = {}

    def column(self, line: Line) -> MatrixColumn:
        is_city = line.region.code == self.lines.city.code
        where = region_address(self.lines, line, self.release)
        return MatrixColumn("全市" if is_city else line.region.name, where, is_city)

    def row(self, place: int, shown: Sequence[Line]) -> MatrixRow:
        period = self.lines.periods[place]
        where = address("comparison", **self.asked, period=period.code)
        label = str(period)
        cells = tuple(self._cell(line, line.moments[place], place, label, where) for line in shown)
        return MatrixRow(label, cells, where, self.numbers.get(place, ""))

    def _cell(self, line: Line, moment: Moment, place: int, period: str, where: Address) -> MatrixCell:
        region = line.region
        if moment.shown is None:
            detail = moment.status if moment.state == "incomplete" else ""
            about = f"{region.name} {period} {moment.status}"
            to = _row_of(where, region) if moment.state == "incomplete" else None
            # Who owes nothing is not 未报: as on 总览 (standing_words.tone_of).
            tone = "none" if moment.text == wording.MISSING else _TONES[moment.state]
            return MatrixCell(moment.text, tone, "", detail, "", about, to)
        tone = self._tone(line, moment, place)
        behind = f"（{moment.detail}）" if moment.detail else ""
        mark = f" {moment.mark}" if moment.mark else ""
        goal = {"met": " 达标", "near": f" 未达标，{wording.ONE_CASE}", "unmet": " 未达标"}.get(tone, "")
        return MatrixCell(
            moment.text.removesuffix(self.unit),
            tone,
            SIGNS.get(tone, ""),
            moment.detail,
            moment.mark.replace(wording.RESTATED, wording.RESTATED_SHORT),
            f"{region.name} {period} {moment.text}{behind}{mark}{goal}{_made_words(moment)}",
            _row_of(where, region),
        )

    def _tone(self, line: Line, moment: Moment, place: int) -> Tone:
        target = self.targets.held_against(line, place)
        if target is None or moment.shown is None:
            return "plain"
        key = moment.shown, target, moment.numerator, moment.denominator
        if key not in self.tones:
            gap = rates.gap_to_target(
                self.lines.indicator,
                shown=moment.shown,
                target=target,
                numerator=moment.numerator,
                denominator=moment.denominator,
            )
            self.tones[key] = "plain" if gap is None else tone_of_gap(gap)
        return self.tones[key]


def _row_of(where: Address, region: Region) -> Address:
    """The region's row on a page: `row` stands last in an address, and a thousand are made at once."""
    return Address(where.page, (*where.choices, ("row", region.code)))


def _made_words(moment: Moment) -> str:
    return (
        {"computed": f" 由{moment.regions}个地区合计得出", "reported": " 市里报送数"}.get(moment.made, "")
        if not moment.note
        else f" {moment.note}"
    )


def table(lines: Lines, *, title: str, **frame: Any) -> Table:
    """One row per region and period, the city last, each with why there is no value where there is none."""
    indicator = lines.indicator
    shown = (*lines.regions, lines.whole)
    unit = wording.full_width(indicator.unit)
    columns = [
        Column("region", "地区"),
        Column("period", "时期"),
        Column("value", f"数值（{unit}）", indicator.decimals, percent=indicator.is_percent),
    ]
    tops = bool(indicator.numerator_name)
    bottoms = bool(indicator.denominator_name)
    if tops:
        decimals = most_decimals(moment.numerator for line in shown for moment in line.moments)
        columns.append(Column("numerator", f"分子：{wording.full_width(indicator.numerator_name)}", decimals))
    if bottoms:
        decimals = most_decimals(moment.denominator for line in shown for moment in line.moments)
        columns.append(
            Column("denominator", f"分母：{wording.full_width(indicator.denominator_name)}", decimals)
        )
    columns.append(Column("status", "状态"))
    names = [str(period) for period in lines.periods]
    rows: list[tuple[Cell, ...]] = [
        (
            "全市" if line is lines.whole else line.region.name,
            name,
            _amount(lines, moment),
            *((moment.numerator,) if tops else ()),
            *((moment.denominator,) if bottoms else ()),
            moment.status,
        )
        for line in shown
        for name, moment in zip(names, line.moments, strict=True)
    ]
    frequency = FREQUENCY_NAMES[lines.frequency]
    span = span_words(lines.periods[0], lines.periods[-1]) if lines.periods else ""
    return Table(
        title=title,
        subtitle=" · ".join(text for text in (lines.city.name, frequency, span) if text),
        name=f"{wording.full_width(indicator.name)} 趋势（{frequency}）",
        columns=tuple(columns),
        rows=tuple(rows),
        footer_rows=0,
        **frame,
    )


def _amount(lines: Lines, moment: Moment) -> Cell:
    if moment.shown is None or not moment.as_reported:
        return moment.shown
    return Amount(moment.shown, rates.stored_decimals(moment.shown), percent=lines.indicator.is_percent)
