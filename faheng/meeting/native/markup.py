"""A NativeChart as the XML part that PowerPoint and Word hold."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import jinja2

from faheng.charts.html import templates_of
from faheng.meeting import palette
from faheng.meeting.native.chart import NativeChart
from faheng.meeting.native.sheet import categories_of, columns_of
from faheng.xml_text import legal

_TEMPLATES = Path(__file__).resolve().parent / "templates"


@cache
def _template() -> jinja2.Template:
    templates = templates_of(
        _TEMPLATES,
        ink=palette.INK,
        faint=palette.SUB,
        grid=palette.GRID,
        axis_color=palette.AXIS,
        pale=palette.pale,
    )
    templates.finalize = lambda value: legal(value) if type(value) is str else value
    return templates.get_template("chart.xml")


def chart_xml(chart: NativeChart, workbook: str) -> bytes:
    """The part; `workbook` is the id of its relationship to the workbook behind it (`sheet.workbook`)."""
    text = _template().render(
        chart=chart,
        columns=columns_of(chart),
        categories=categories_of(chart),
        is_line=chart.across is None,
        workbook=workbook,
    )
    return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n{text.strip()}'.encode()
