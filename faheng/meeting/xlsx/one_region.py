"""Charts of one region: how far from the city, and what it lacks of its targets."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from xlsxwriter.chart import Chart
from xlsxwriter.utility import xl_rowcol_to_cell

from faheng.charts.spec_profile import Bullets, Spine
from faheng.meeting.xlsx.drawing import FONT, GREY, GRID, MAIN, RED, axis, draw, literal, new_chart, number_in
from faheng.meeting.xlsx.page import Page, Placed

_ROW_HEIGHT = 30  # px, of a bar with its name
_HOLLOW = {"fill": {"none": True}, "border": {"color": RED, "width": 1.5}}


def _bars(page: Page, rows: Sequence[int], *, legend: bool = False) -> tuple[Chart, int]:
    chart = new_chart(page, "bar", legend=legend)
    chart.set_y_axis(axis(reverse=True, label_position="low"))
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
            "name": literal(f"{spec.whose}：0 为全市，右好左差"),
            "categories": page.words(
                "指标", [found[number].label for number in drawn], names, top=rows.first
            ),
            "values": page.aside("位置", shares, formulas=places, top=rows.first),
            "fill": {"color": MAIN},
            "gap": 60,
        }
    )
    chart.set_title(
        {
            "name": literal(f"{spec.whose}与全市的距离：0 为全市，±100 为离全市最远的地区，右好左差"),
            "name_font": {**FONT, "bold": False},
        }
    )
    chart.set_x_axis(
        axis(
            min=-100,
            max=100,
            major_unit=50,
            num_format="0;0;0",
            major_gridlines=GRID,
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
    looks = (("value", MAIN, spec.whose), ("target", RED, "目标"), ("city", GREY, "全市"))
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
                "name": literal(title),
                "categories": names,
                "values": page.aside(f"{title}占本行长度", shares, formulas=formulas, top=rows.first),
                **(_HOLLOW if key == "target" else {"fill": {"color": color}}),
                "gap": 50,
                "overlap": -5,
            }
        )
    chart.set_title(
        {"name": "每行按各自的满格画（百分比指标满格为 100%）", "name_font": {**FONT, "bold": False}}
    )
    chart.set_x_axis(axis(min=0, max=100, visible=False, major_gridlines={"visible": False}))
    height += 16 * len(found)
    page.chart(chart, height=height)
    page.below_chart(height)
