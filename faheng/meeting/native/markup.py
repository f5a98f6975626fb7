"""A NativeChart as the XML part that PowerPoint and Word hold."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import jinja2

from faheng.meeting import palette
from faheng.meeting.native.chart import NativeChart
from faheng.meeting.native.sheet import categories_of, columns_of
from faheng.xml_text import legal

_TEMPLATES = Path(__file__).resolve().parent / "templates"


@cache
def _template() -> jinja2.Template:
    # Everything is escaped: names come from uploaded files. A misspelt name is an error, not a gap.
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=lambda value: legal(value) if type(value) is str else value,
    )
    environment.globals.update(
        ink=palette.INK,
        faint=palette.SUB,
        grid=palette.GRID,
        axis_color=palette.AXIS,
        pale=palette.pale,
    )
    return environment.get_template("chart.xml")


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
