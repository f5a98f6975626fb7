"""`native_charts(spec, room)`: a ChartSpec as the charts that Office draws itself, one or several side by side.

A writer does with each: `chart_xml` (markup.py) is the chart's part, `workbook` (sheet.py) the file behind it, to which the
part has a relationship of type `package` whose id goes into `chart_xml`. Both are plain bytes: PowerPoint and Word differ in
nothing but where the part hangs. `chart.box` says where in the room it stands, in points, `chart.about` is its `descr`.

```python
for chart in native_charts(spec, Room(width=860, height=330)):
    xlsx = Part(PackURI(f"/word/embeddings/chart{n}.xlsx"), CT.SML_SHEET, workbook(chart), package)
    part = Part(PackURI(f"/word/charts/chart{n}.xml"), CT.DML_CHART, b"", package)
    part._blob = chart_xml(chart, part.relate_to(xlsx, RT.PACKAGE))
```

What is a table by nature (Matrix, Spine, Bullets) and maps have no native chart: `has_native_chart` is False.
Whoever needs them imports them from kinds.py. A new kind registers a function here, `@native_charts.register`, and is
named there.
"""

from __future__ import annotations

from functools import singledispatch

from faheng.charts.data_table import data_table
from faheng.charts.spec import ChartSpec
from faheng.meeting.native.chart import NativeChart, Room

_MOST_ABOUT = 1200  # letters of an alternative text; all numbers are in the sheet behind the chart too


@singledispatch
def native_charts(spec: ChartSpec, room: Room) -> tuple[NativeChart, ...]:  # noqa: ARG001  the kinds need it
    """The charts of `spec` in a room.

    Raises:
        TypeError: Office has no chart that says this kind.
    """
    raise TypeError(f"no native chart says a {type(spec).__name__}")


def has_native_chart(spec: object) -> bool:
    """Whether a chart of Office says this kind."""
    return native_charts.dispatch(type(spec)) is not native_charts.dispatch(object)


def about(spec: ChartSpec) -> str:
    """The alternative text of a chart: its title and its numbers, as far as a reader wants to listen."""
    rows = "；".join(" ".join(cell for cell in row if cell) for row in data_table(spec).rows)
    text = f"{spec.title}。{spec.subtitle}。{rows}"
    return text if len(text) <= _MOST_ABOUT else f"{text[:_MOST_ABOUT]}……"
