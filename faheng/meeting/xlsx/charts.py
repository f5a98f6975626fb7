"""Excel's own charts of the numbers on a sheet: who edits a number sees it in the chart."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import singledispatch
from typing import Any

from xlsxwriter.chart import Chart
from xlsxwriter.utility import xl_rowcol_to_cell

from faheng.charts.drawing import value_range
from faheng.charts.spec import DotComparison, Funnel, Trend, TrendSeries
from faheng.charts.spec_over_time import Bump, SmallMultiples
from faheng.charts.spec_profile import Bullets, Spine
from faheng.meeting import palette
from faheng.meeting.slide import Body, KeyNumbers
from faheng.meeting.xlsx.page import Page, Placed
from faheng.tables import Amount, Cell
from faheng.xml_text import legal

_FONT = {"name": "微软雅黑", "size": 10, "color": f"#{palette.SUB}"}
_HEIGHT = 330  # px
_ROW_HEIGHT = 30  # px, of a bar with its name
_ACROSS = 3  # panels side by side
_PANEL_HEIGHT = 200
_GREY = f"#{palette.SUB}"
_MAIN, _RED, _FAINT = f"#{palette.MAIN}", f"#{palette.WARNING}", f"#{palette.CONTEXT}"
_TARGET = {"color": _RED, "width": 1.5, "dash_type": "dash"}
_HOLLOW = {"fill": {"none": True}, "border": {"color": _RED, "width": 1.5}}
_CITY_LINE = {"color": _GREY, "width": 1.75, "dash_type": "round_dot"}


@singledispatch
def draw(body: Body, page: Page, placed: dict[str, Placed]) -> None:
    """The chart of what a slide shows, below its tables (`placed`, by their keys); of a table by nature, and a map, none."""


def _chart(page: Page, kind: str, *, legend: bool = True, **options: Any) -> Chart:
    chart = page.workbook.add_chart({"type": kind, **options})
    chart.set_legend({"position": "bottom", "font": _FONT} if legend else {"none": True})
    chart.set_chartarea({"border": {"none": True}})
    chart.show_blanks_as("gap")
    return chart


def _axis(**more: Any) -> dict[str, Any]:
    return {
        "num_font": _FONT,
        "name_font": {**_FONT, "bold": False},
        "line": {"color": f"#{palette.AXIS}"},
        "major_tick_mark": "none",
        **more,
    }


def _value_axis(numbers: Sequence[float], spec: Any, **more: Any) -> dict[str, Any]:
    low, high, step = value_range(numbers, maximum=spec.maximum, starts_at_zero=spec.starts_at_zero, ticks=5)
    unit = '"%"' if spec.unit == "%" else ""
    decimals = max(0, -int(f"{step:e}".partition("e")[2]))
    code = f"#,##0{'.' + '0' * decimals if decimals else ''}{unit}"
    grid = {"visible": True, "line": {"color": f"#{palette.GRID}"}}
    return _axis(
        min=round(low, 9), max=round(high, 9), major_unit=step, num_format=code, major_gridlines=grid, **more
    )


@draw.register
def _cards(body: KeyNumbers, page: Page, placed: dict[str, Placed]) -> None:
    """A sparkline beside each number."""
    rows = placed["list"]
    if not rows.block.has("history"):
        return
    column = rows.block.place("history")
    for number, card in enumerate(body.cards):
        known = [None if point.value is None else float(point.value) for point in card.history]
        if len(known) > 1:
            cells = page.aside(card.label, known, top=rows.first).removeprefix("=")
            look = {
                "range": cells,
                "markers": False,
                "last_point": True,
                "series_color": _MAIN,
                "weight": 1.5,
            }
            page.sheet.add_sparkline(rows.first + number, column, look)


# Regions side by side


@draw.register
def _dots(spec: DotComparison, page: Page, placed: dict[str, Placed]) -> None:
    """Columns, coloured by what a test says; the city and the target as lines, the period before as hollow marks."""
    rows = placed["list"]
    block = rows.block
    names = page.cells(rows, block.place("name"))
    chart = _chart(page, "column")
    chart.add_series(
        {
            "name": page.name(rows, block.place("value")),
            "categories": names,
            "values": page.cells(rows, block.place("value")),
            "fill": {"color": _MAIN},
            "points": [
                {"fill": {"color": f"#{palette.JUDGED[row.judged]}"}} if row.value is not None else None
                for row in spec.rows
            ],
            "gap": 80,
            "data_labels": {
                "value": True,
                "position": "inside_base",
                "font": {**_FONT, "color": "white", "bold": True},
            },
            **_intervals(page, rows),
        }
    )
    lines = _chart(page, "line")
    looks: dict[str, dict[str, Any]] = {
        "city": {"line": _CITY_LINE, "marker": {"type": "none"}},
        "target": {"line": _TARGET, "marker": {"type": "none"}},
        "previous": {
            "line": {"none": True},
            "marker": {
                "type": "circle",
                "size": 7,
                "border": {"color": f"#{palette.DOT}"},
                "fill": {"color": f"#{palette.HOLLOW}"},
            },
        },
    }
    drawn = [key for key in looks if block.has(key)]
    for key in drawn:
        column = block.place(key)
        lines.add_series(
            {
                "name": page.name(rows, column),
                "categories": names,
                "values": _numbers(page, rows, column),
                **looks[key],
            }
        )
    if drawn:
        chart.combine(lines)
    numbers = [float(row.value) for row in spec.rows if row.value is not None]
    numbers += [
        float(number) for row in spec.rows for number in (row.previous, row.high) if number is not None
    ]
    chart.set_y_axis(_value_axis([0.0, *numbers, *(float(line.value) for line in spec.lines)], spec))
    chart.set_x_axis(_axis())
    page.chart(chart, height=_HEIGHT)
    page.below_chart(_HEIGHT)


def _numbers(page: Page, placed: Placed, column: int) -> str:
    """The numbers of a column; where words stand in a number's place a copy of it with gaps: Excel draws words as 0."""
    cells = [row[column] for row in placed.block.table.rows]
    if all(not isinstance(cell, str) and cell is not None for cell in cells):
        return page.cells(placed, column)
    references = [xl_rowcol_to_cell(placed.first + number, column) for number in range(len(cells))]
    return page.aside(
        placed.block.table.columns[column].title,
        [number_in(cell) for cell in cells],
        formulas=[f"=IF(ISNUMBER({cell}),{cell},NA())" for cell in references],
        top=placed.first,
    )


def number_in(cell: Cell) -> float | None:
    """The number that a cell holds; None for words."""
    if isinstance(cell, Amount):
        return float(cell.number)
    return None if cell is None or isinstance(cell, str) else float(cell)


def _intervals(page: Page, placed: Placed) -> dict[str, Any]:
    """The 95 % intervals as error bars, which want distances."""
    block = placed.block
    if not block.has("low"):
        return {}
    value, low, high = (block.place(key) for key in ("value", "low", "high"))

    def apart(title: str, above: int, below: int) -> str:
        formulas, numbers = [], []
        for number, row in enumerate(block.table.rows):
            ends = [xl_rowcol_to_cell(placed.first + number, column) for column in (above, below)]
            formulas.append(f"=IFERROR({ends[0]}-{ends[1]},0)")
            first, second = number_in(row[above]), number_in(row[below])
            numbers.append(0.0 if first is None or second is None else first - second)
        return page.aside(title, numbers, formulas=formulas, top=placed.first)

    return {
        "y_error_bars": {
            "type": "custom",
            "plus_values": apart("区间上段", high, value),
            "minus_values": apart("区间下段", value, low),
            "line": {"color": f"#{palette.DOT}", "width": 1},
        }
    }


@draw.register
def _funnel(spec: Funnel, page: Page, placed: dict[str, Placed]) -> None:
    """Rates by cases, each with its name, between the limits of chance."""
    rows = placed["list"]
    block = rows.block
    chart = _chart(page, "scatter", subtype="straight")
    for band, (color, dash) in zip(spec.bands, ((f"#{palette.DOT}", "dash"), (_GREY, "solid")), strict=False):
        across = page.aside("件数", [float(number) for number in band.trials], top=rows.first)
        share = f"{(1 - band.level) * 100:.1f}".removesuffix(".0")
        for number, ends in enumerate((band.low, band.high)):
            chart.add_series(
                {
                    "name": f"{share}%界限",
                    "categories": across,
                    "values": page.aside(f"{share}%{'上' if number else '下'}界", ends, top=rows.first),
                    "line": {"color": color, "width": 1, "dash_type": dash},
                    "marker": {"type": "none"},
                }
            )
    ends = [0.0, float(max(band.trials[-1] for band in spec.bands))] if spec.bands else [0.0, 1.0]
    chart.add_series(
        {
            "name": _literal(spec.line.label),
            "categories": page.aside("件数", ends, top=rows.first),
            "values": page.aside("全市", [float(spec.line.value)] * 2, top=rows.first),
            "line": _CITY_LINE,
            "marker": {"type": "none"},
        }
    )
    chart.add_series(
        {
            "name": page.name(rows, block.place("value")),
            "categories": page.cells(rows, block.place("denominator")),
            "values": page.cells(rows, block.place("value")),
            "line": {"none": True},
            "marker": {"type": "circle", "size": 8, "fill": {"color": _MAIN}, "border": {"color": "white"}},
            "points": [
                {"fill": {"color": f"#{palette.JUDGED[point.judged]}"}, "border": {"color": "white"}}
                for point in spec.points
            ],
            "data_labels": {
                "custom": [{"value": _literal(point.label)} for point in spec.points],
                "value": True,
                "position": "above",
                "font": {**_FONT, "color": f"#{palette.INK}"},
            },
        }
    )
    numbers = [float(point.value) for point in spec.points] + [float(spec.line.value)]
    numbers += [end for band in spec.bands for end in (*band.low, *band.high)]
    low, high, step = value_range(numbers, maximum=spec.maximum, starts_at_zero=False, ticks=5)
    grid = {"visible": True, "line": {"color": f"#{palette.GRID}"}}
    code = '0"%"' if spec.unit == "%" else "General"
    chart.set_y_axis(_axis(min=low, max=high, major_unit=step, num_format=code, major_gridlines=grid))
    chart.set_x_axis(
        _axis(
            name=_literal(spec.cases),
            min=0,
            max=ends[1],
            num_format="#,##0",
            major_gridlines={"visible": False},
        )
    )
    chart.set_legend({"position": "bottom", "font": _FONT, "delete_series": [1, 3][: len(spec.bands)]})
    page.chart(chart, height=_HEIGHT + 60)
    page.below_chart(_HEIGHT + 60)


def _literal(text: str) -> str:
    """A text of a chart that is not in a cell: XlsxWriter takes one that begins with = for a reference."""
    return legal(f"\u200b{text}" if text.startswith("=") else text)


# Over time


def _line_looks(series: TrendSeries, number: int) -> dict[str, Any]:
    """How a line looks by its role, cut where its values cannot be compared."""
    if series.role == "context":
        looks: dict[str, Any] = {"color": _FAINT, "width": 1.25}
    elif series.role == "city":
        looks = {"color": _GREY, "width": 2, "dash_type": "round_dot"}
    else:
        looks = {"color": f"#{palette.HIGHLIGHTS[number % len(palette.HIGHLIGHTS)]}", "width": 2.75}
    bold = series.role == "highlighted"
    cut = [
        None if point.joined or place == 0 else {"line": {"none": True}}
        for place, point in enumerate(series.points)
    ]
    return {
        "line": looks,
        "marker": {
            "type": "circle",
            "size": 6 if bold else 3,
            "fill": {"color": looks["color"]},
            "border": {"color": looks["color"]},
        },
        **({"points": cut} if any(cut) else {}),
    }


def _add_lines(page: Page, chart: Chart, values: Placed, lines: Sequence[tuple[int, TrendSeries]]) -> None:
    """The lines of these columns, the highlighted ones on top."""
    highlighted = [column for column, series in lines if series.role == "highlighted"]
    for column, series in sorted(lines, key=lambda pair: pair[1].role == "highlighted"):
        number = highlighted.index(column) if column in highlighted else 0
        chart.add_series(
            {
                "name": page.name(values, column),
                "categories": page.cells(values, 0),
                "values": _numbers(page, values, column),
                **_line_looks(series, number),
            }
        )


def _numbers_of(lines: Sequence[TrendSeries]) -> list[float]:
    return [float(point.value) for one in lines for point in one.points if point.value is not None]


@draw.register
def _trend(spec: Trend, page: Page, placed: dict[str, Placed]) -> None:
    """The lines with the target; the city's sum, far above its parts, in a chart of its own."""
    values = placed["values"]
    chart = _chart(page, "line")
    _add_lines(page, chart, values, list(enumerate(spec.series, start=1)))
    numbers = _numbers_of(spec.series)
    if values.block.has("goal"):
        goal = values.block.place("goal")
        chart.add_series(
            {
                "name": page.name(values, goal),
                "categories": page.cells(values, 0),
                "values": _numbers(page, values, goal),
                "line": _TARGET,
                "marker": {"type": "none"},
            }
        )
        numbers += [float(step.value) for step in spec.targets]
    chart.set_y_axis(_value_axis(numbers, spec))
    chart.set_x_axis(_axis())
    page.chart(chart, height=_HEIGHT)
    page.below_chart(_HEIGHT)
    if spec.total is not None:
        total = _chart(page, "line")
        _add_lines(page, total, values, [(len(spec.series) + 1, spec.total)])
        total.set_y_axis(_value_axis(_numbers_of([spec.total]), spec))
        total.set_x_axis(_axis())
        page.chart(total, height=_PANEL_HEIGHT)
        page.below_chart(_PANEL_HEIGHT)


@draw.register
def _multiples(spec: SmallMultiples, page: Page, placed: dict[str, Placed]) -> None:
    """A chart for each region on one scale, the city behind it."""
    values = placed["values"]
    series = [*(panel.series for panel in spec.panels), *([spec.city] if spec.city else [])]
    numbers = _numbers_of(series)
    numbers += [float(step.value) for panel in spec.panels for step in panel.targets]
    width = page.pixels // _ACROSS
    for number, panel in enumerate(spec.panels):
        chart = _chart(page, "line", legend=False)
        if spec.city is not None:
            _add_lines(page, chart, values, [(len(series), spec.city)])
        looks = _line_looks(panel.series, 0) | {"line": {"color": _MAIN, "width": 2}}
        looks["marker"] = {"type": "circle", "size": 4, "fill": {"color": _MAIN}, "border": {"color": _MAIN}}
        chart.add_series(
            {
                "name": page.name(values, number + 1),
                "categories": page.cells(values, 0),
                "values": _numbers(page, values, number + 1),
                **looks,
            }
        )
        if panel.targets:
            chart.add_series(
                {
                    "name": "目标",
                    "categories": page.cells(values, 0),
                    "values": _numbers(page, placed["targets"], number + 1),
                    "line": _TARGET,
                    "marker": {"type": "none"},
                }
            )
        title = (
            f"{panel.series.label} {panel.series.points[-1].text}"
            if panel.series.points
            else panel.series.label
        )
        chart.set_title(
            {"name": _literal(title), "name_font": {**_FONT, "bold": True, "color": f"#{palette.INK}"}}
        )
        chart.set_y_axis(_value_axis(numbers, spec))
        chart.set_x_axis(_axis(interval_unit=max(1, len(spec.periods) // 3), num_font={**_FONT, "size": 8}))
        page.chart(chart, height=_PANEL_HEIGHT, width=width - 6, left=width * (number % _ACROSS))
        if number % _ACROSS == _ACROSS - 1 or number == len(spec.panels) - 1:
            page.below_chart(_PANEL_HEIGHT)


@draw.register
def _bump(spec: Bump, page: Page, placed: dict[str, Placed]) -> None:
    """Places over time, the best on top."""
    values = placed["values"]
    chart = _chart(page, "line", legend=False)
    for number, line in enumerate(spec.lines, start=1):
        looks = _line_looks(line.series, number - 1)
        if not any(one.series.role == "highlighted" for one in spec.lines):
            color = f"#{palette.HIGHLIGHTS[(number - 1) % len(palette.HIGHLIGHTS)]}"
            again = number > len(palette.HIGHLIGHTS)  # the colours a second time, dashed
            looks |= {"line": {"color": color, "width": 1.75, "dash_type": "dash" if again else "solid"}}
            looks["marker"] |= {"fill": {"color": color}, "border": {"color": color}}
        chart.add_series(
            {
                "name": page.name(values, number),
                "categories": page.cells(values, 0),
                "values": _numbers(page, values, number),
                **looks,
                "data_labels": _name_at_the_end(line.series),
            }
        )
    chart.set_plotarea({"layout": {"x": 0.05, "y": 0.05, "width": 0.8, "height": 0.82}})
    chart.set_y_axis(
        _axis(
            reverse=True,
            min=1,
            max=max(spec.places, 2),
            major_unit=1,
            num_format="0",
            crossing="max",
            major_gridlines={"visible": True, "line": {"color": f"#{palette.GRID}"}},
        )
    )
    chart.set_x_axis(_axis())
    page.chart(chart, height=_HEIGHT)
    page.below_chart(_HEIGHT)


def _name_at_the_end(series: TrendSeries) -> dict[str, Any]:
    """The series' name at its last value, and nothing at the others."""
    last = max((place for place, point in enumerate(series.points) if point.value is not None), default=-1)
    return {
        "series_name": True,
        "value": False,
        "position": "right",
        "font": {**_FONT, "color": f"#{palette.INK}"},
        "custom": [None if place == last else {"delete": True} for place in range(len(series.points))],
    }


# One region


def _bars(page: Page, rows: Sequence[int], *, legend: bool = False) -> tuple[Chart, int]:
    chart = _chart(page, "bar", legend=legend)
    chart.set_y_axis(_axis(reverse=True, label_position="low"))
    return chart, 90 + _ROW_HEIGHT * len(rows)


@draw.register
def _spine(spec: Spine, page: Page, placed: dict[str, Placed]) -> None:
    """How far from the city's value, as a share of the way to the region that is farthest; to the right is better."""
    rows = placed["list"]
    block = rows.block
    if not block.has("low"):
        return
    found = [row for group in spec.groups for row in group.rows]
    drawn = [
        number for number, row in enumerate(found) if row.span is not None and row.span.value is not None
    ]
    names, places, shares = [], [], []
    for number in drawn:
        row, span = rows.first + number, found[number].span
        assert span is not None
        value, city, low, high = (
            xl_rowcol_to_cell(row, block.place(key)) for key in ("value", "city", "low", "high")
        )
        sign = "-" if span.direction == "lower" else ""
        names.append(f"={xl_rowcol_to_cell(row, block.place('name'))}")
        reach = max(span.high - span.city, span.city - span.low)
        apart = (found[number].span.value or 0) - span.city  # type: ignore[union-attr]
        shares.append(float(apart / reach * (-100 if sign else 100)) if reach else 0.0)
        places.append(f"=IFERROR({sign}({value}-{city})/MAX({high}-{city},{city}-{low})*100,0)")
    if not drawn:
        return
    chart, height = _bars(page, drawn)
    chart.add_series(
        {
            "name": _literal(f"{spec.whose}：0 为全市，右好左差"),
            "categories": page.words(
                "指标", [found[number].label for number in drawn], names, top=rows.first
            ),
            "values": page.aside("位置", shares, formulas=places, top=rows.first),
            "fill": {"color": _MAIN},
            "gap": 60,
        }
    )
    chart.set_title(
        {
            "name": _literal(f"{spec.whose}与全市的距离：0 为全市，±100 为离全市最远的地区，右好左差"),
            "name_font": {**_FONT, "bold": False},
        }
    )
    chart.set_x_axis(
        _axis(
            min=-100,
            max=100,
            major_unit=50,
            num_format="0;0;0",
            major_gridlines={"visible": True, "line": {"color": f"#{palette.GRID}"}},
        )
    )
    page.chart(chart, height=height)
    page.below_chart(height)


@draw.register
def _bullets(spec: Bullets, page: Page, placed: dict[str, Placed]) -> None:
    """Each value, its target and the city's as shares of the row's own length, as on the screen."""
    rows = placed["list"]
    block = rows.block
    found = spec.rows
    names = page.cells(rows, block.place("name"))
    chart, height = _bars(page, range(len(found)), legend=True)
    looks = (("value", _MAIN, spec.whose), ("target", _RED, "目标"), ("city", _GREY, "全市"))
    for key, color, title in looks:
        if not block.has(key):
            continue
        column = block.place(key)
        cells = [xl_rowcol_to_cell(rows.first + number, column) for number in range(len(found))]
        lengths = [row.maximum or Decimal(1) for row in found]
        formulas = [
            f"=IF(ISNUMBER({cell}),{cell}/{length:f}*100,NA())"
            for cell, length in zip(cells, lengths, strict=True)
        ]
        known = [number_in(row[column]) for row in block.table.rows]
        shares = [
            None if number is None else number / float(length) * 100
            for number, length in zip(known, lengths, strict=True)
        ]
        chart.add_series(
            {
                "name": _literal(title),
                "categories": names,
                "values": page.aside(f"{title}占本行长度", shares, formulas=formulas, top=rows.first),
                **(_HOLLOW if key == "target" else {"fill": {"color": color}}),
                "gap": 50,
                "overlap": -5,
            }
        )
    chart.set_title(
        {"name": "每行按各自的满格画（百分比指标满格为 100%）", "name_font": {**_FONT, "bold": False}}
    )
    chart.set_x_axis(_axis(min=0, max=100, visible=False, major_gridlines={"visible": False}))
    height += 16 * len(found)
    page.chart(chart, height=height)
    page.below_chart(height)
