"""What the speaker has in the notes of a slide: her own words, what must be known of the numbers, the numbers, how to edit."""

from __future__ import annotations

from collections.abc import Iterator

from faheng.charts.data_table import data_table
from faheng.charts.map_spec import RegionMap
from faheng.charts.spec import ChartSpec, DotComparison
from faheng.meeting.around import exported
from faheng.meeting.native.kinds import has_native_chart
from faheng.meeting.slide import Slide, Stamp, TitlePage

_EDIT_CHART = "改图：点中图，在“图表设计”里选“编辑数据”。图上的名称、数字是标签，改了数据请一并改标签。"
_EDIT_DOTS = (
    "改图：点中图，在“图表设计”里选“编辑数据”，“本期”“上期”“区间”“变化”各有一列横坐标；"
    "图上的名称、数字是标签，改了数据请一并改标签。"
)
_EDIT_TABLE = "改表：表格和旁边的图形都可以直接改，两者不联动。"


def speaker_notes(slide: Slide, remarks: list[str], stamp: Stamp) -> str:
    """The notes as one text, a line for each thing."""
    return "\n".join(_lines(slide, remarks, stamp))


def _lines(slide: Slide, remarks: list[str], stamp: Stamp) -> Iterator[str]:
    if slide.speech:
        yield slide.speech
        yield ""
    yield from slide.speech_doubts
    if slide.title != slide.computed and slide.shows != "words":
        yield f"按数据算出的标题：{slide.computed}"
    yield from remarks
    yield f"数据版本：{stamp.release_words}，{exported(stamp)}。"
    if has_native_chart(slide.body) or isinstance(slide.body, RegionMap):
        assert isinstance(slide.body, ChartSpec)
        table = data_table(slide.body)
        yield "图中的数："
        yield "｜".join(table.head)
        for row in table.rows:
            yield "｜".join(row)
    if isinstance(slide.body, DotComparison):
        yield _EDIT_DOTS
    elif has_native_chart(slide.body):
        yield _EDIT_CHART
    elif not isinstance(slide.body, TitlePage):
        yield _EDIT_TABLE
