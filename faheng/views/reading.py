"""What a file was understood to say: its issues and its columns, as tables."""

from __future__ import annotations

from collections.abc import Collection

from faheng.catalogue import Catalogue
from faheng.intake.read import FileReading
from faheng.intake.reading import LEVEL_NAMES
from faheng.tables import Column, Table

_PART_NAMES = {
    "code": "指标代码",
    "value": "数值",
    "numerator": "分子",
    "denominator": "分母",
    "region": "地区",
    "period": "时期",
    "indicator": "指标名称",
    "status": "数据状态",
    "unit": "单位",
    "note": "备注",
}


def issues_table(file: FileReading, catalogue: Catalogue, withheld: Collection[str]) -> Table:
    """One row per issue, errors first; `withheld` cells say 先不报."""
    return Table(
        title=f"{file.file_name}：问题清单",
        columns=(Column("level", "级别"), Column("cell", "位置"), Column("message", "说明")),
        rows=tuple(
            (
                "先不报" if issue.cell in withheld else LEVEL_NAMES[issue.level],
                issue.cell,
                "　".join(text for text in (issue.message, issue.suggestion) if text),
            )
            for issue in file.issues
        ),
        source=f"来源：{file.file_name}（尚未发布）",
        made_up=_is_made_up(file, catalogue),
    )


def columns_table(file: FileReading, catalogue: Catalogue) -> Table:
    """One row per column: what its header says, and as what it was read."""
    return Table(
        title=f"{file.file_name}：每一列是怎样理解的",
        columns=(
            Column("sheet", "工作表"),
            Column("column", "列"),
            Column("header", "表头"),
            Column("indicator", "指标"),
            Column("part", "作为"),
            Column("period", "时期"),
            Column("unit", "单位"),
            Column("note", "说明"),
        ),
        rows=tuple(
            (
                column.sheet,
                column.column,
                column.header,
                catalogue.indicators[column.indicator_code].name if column.indicator_code else "",
                _PART_NAMES.get(column.part or "", column.part or "没有读"),
                str(column.period) if column.period else "",
                column.unit or "",
                column.note,
            )
            for column in file.reading.columns
        ),
        source=f"来源：{file.file_name}（尚未发布）",
        made_up=_is_made_up(file, catalogue),
    )


def _is_made_up(file: FileReading, catalogue: Catalogue) -> bool:
    return any(catalogue.is_made_up(value.region_code) for value in file.reading.values)
