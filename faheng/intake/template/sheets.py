"""Whether a file is the form as it was handed out: its marks, its headings, and which of its sheets are there."""

from __future__ import annotations

from collections.abc import Iterator

from faheng.catalogue import Catalogue
from faheng.intake.grid import Grid, Workbook
from faheng.intake.reading import RETURNED_SHEET, Issue
from faheng.intake.template.layout import (
    CORRECTION_SHEET,
    FORM_SHEETS,
    GROUP_ROW,
    LEAF_ROW,
    META_SHEET,
    VERSION,
    FormColumn,
    FormMeta,
    form_columns,
    group_columns,
    read_meta,
)
from faheng.period import FREQUENCIES, FREQUENCY_NAMES

FREQUENCY_OF = {name: frequency for frequency, name in FREQUENCY_NAMES.items()}


def text_at(grid: Grid, row: int, column: int) -> str:
    """The text of a cell without the spaces around it, '' where nothing stands."""
    cell = grid.cells.get((row, column))
    return cell.text.strip() if cell else ""


def meta_of(workbook: Workbook) -> FormMeta | None:
    """What the form in a file knows of itself, None when the file is none."""
    sheet = workbook.sheet(META_SHEET)
    if sheet is None:
        return None
    text, checksum = (sheet.cells.get((row, 1)) for row in (1, 2))
    return read_meta(text.text, checksum.text) if text and checksum else None


def headers_stand(workbook: Workbook, meta: FormMeta) -> bool:
    """Whether every heading still stands where the form put it, so that reading by position is safe."""
    sheets = [(workbook.sheet(name), columns) for name, columns in meta.sheets.items()]
    if not any(grid for grid, _ in sheets):
        return False
    for grid, columns in sheets:
        if grid is None:
            continue
        for group in group_columns(columns):
            if not _group_stands(grid, group):
                return False
    return True


def _group_stands(grid: Grid, group: list[FormColumn]) -> bool:
    return text_at(grid, GROUP_ROW, group[0].column) == group[0].group and all(
        text_at(grid, LEAF_ROW, column.column) == column.leaf for column in group
    )


def other_sheets(workbook: Workbook, meta: FormMeta) -> Iterator[Issue]:
    """Say which sheets of the form are renamed or gone, and which others were not read."""
    absent = [name for name in meta.sheets if workbook.sheet(name) is None]
    for grid in workbook.sheets:
        if grid.name in FORM_SHEETS or grid.name == RETURNED_SHEET or not grid.cells:
            continue
        was = [
            name
            for name in absent
            if all(_group_stands(grid, group) for group in group_columns(meta.sheets[name]))
        ]
        if was:
            absent.remove(was[0])
            yield Issue(
                grid.name,
                "error",
                "form_sheet_renamed",
                f"工作表“{grid.name}”是填报表的“{was[0]}”改了名，里面的数没有读取，请把工作表名改回“{was[0]}”后重新上传。",
            )
            continue
        yield Issue(
            grid.name,
            "warning",
            "form_sheet_added",
            f"工作表“{grid.name}”不是填报表原有的，没有读取；如有要报送的数，请填到填报表原有的工作表里后重新上传。",
        )
    for name in absent:
        yield Issue(
            name,
            "warning",
            "form_sheet_missing",
            f"文件里没有填报表的工作表“{name}”，它的指标都算作没有报；如要报送，请用完整的填报表重新上传。",
        )


def outdated(catalogue: Catalogue, meta: FormMeta) -> str:
    """What the catalogue calls otherwise today than when the form was handed out, '' when nothing."""
    if meta.version != VERSION:
        return f"第 {meta.version} 版，现为第 {VERSION} 版"
    for sheet_name, columns in meta.sheets.items():
        frequencies = FREQUENCIES if sheet_name == CORRECTION_SHEET else (FREQUENCY_OF[sheet_name],)
        today = {
            (column.indicator_code, column.part): (column.group, column.leaf)
            for frequency in frequencies
            for column in form_columns(catalogue, frequency)
        }
        for column in columns:
            if today.get((column.indicator_code, column.part)) != (column.group, column.leaf):
                return f"{column.group}的名称、单位、口径或频率有变"
    return ""
