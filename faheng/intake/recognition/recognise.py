"""Workbook → Reading: which sheet, table, column and row is what. Exact words only; the rest is an issue, never a guess."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from faheng.catalogue import Catalogue, Region
from faheng.intake.doubts import NOT_DATA_ANSWER, Asked
from faheng.intake.grid import Grid, Workbook, place
from faheng.intake.numbers import read_number
from faheng.intake.reading import (
    RETURNED_SHEET,
    STATUS_NAMES,
    ColumnReading,
    ContextReading,
    Issue,
    Reading,
    Value,
)
from faheng.intake.recognition.breakdown import breakdowns
from faheng.intake.recognition.column import Column
from faheng.intake.recognition.columns import read_columns
from faheng.intake.recognition.context import Context, read_context
from faheng.intake.recognition.layout import Block, SheetView
from faheng.intake.recognition.orientation import find_tables
from faheng.intake.recognition.rows import RowReader, Rows
from faheng.intake.recognition.totals import compare_totals
from faheng.intake.recognition.values import read_values
from faheng.intake.recognition.vocabulary import Vocabulary
from faheng.intake.template.layout import FORM_TITLE, GUIDE_SHEET, LIST_SHEET
from faheng.intake.texts import match_key
from faheng.intake.units import Unit, catalogue_unit, conversion
from faheng.period import Period, parse_period


def recognise(
    workbook: Workbook,
    catalogue: Catalogue,
    *,
    city: Region,
    period: Period | None,
    answers: Mapping[str, str] | None = None,
    unit: Region | None = None,
) -> Reading:
    """Understand every visible sheet of a workbook for one city.

    `answers` settle doubts by their keys; `unit` is the region that sends, proposed where a sheet names none.

    `period` is what the sender chose; a period in the file itself goes before it. Hidden sheets are skipped and said,
    sheets whose names begin with _ (the form's own) and 校验结果 silently.
    """
    asked = Asked(answers)
    vocabulary = Vocabulary(catalogue, city, asked)
    reading = Reading()
    for grid in workbook.sheets:
        if grid.name.startswith("_") or grid.name == RETURNED_SHEET or _is_of_form(grid):
            continue
        answer = asked.answer(sheet_key(grid.name))
        if answer == NOT_DATA_ANSWER:
            continue
        if grid.hidden and answer != "read":
            if grid.cells:
                reading = replace(reading, issues=(*reading.issues, _hidden_sheet(grid)))
            continue
        reading = _joined(
            reading, _read_sheet(grid, vocabulary, period, unit=unit, file_name=workbook.file_name)
        )
    told = asked.doubts or any(issue.level == "error" for issue in reading.issues)
    if not (reading.values or reading.missing or told):
        reading = replace(reading, issues=(*reading.issues, _nothing_read(workbook, city)))
    if (issue := _other_year(reading.values, period)) is not None:
        reading = replace(reading, issues=(*reading.issues, issue))
    return replace(reading, doubts=asked.doubts)


def sheet_key(name: str) -> str:
    """Return the key by which the sender says that a sheet is to be read ('read') or left out ('ignore')."""
    return f"sheet:{match_key(name)}"


def _is_of_form(grid: Grid) -> bool:
    """Whether the sheet is one of our form's that hold no data; a form with moved columns is read here too."""
    cell = grid.cells.get((1, 1))
    text = cell.text if cell is not None else ""
    return (grid.name == GUIDE_SHEET and FORM_TITLE in text) or (
        grid.name == LIST_SHEET and grid.hidden and text in STATUS_NAMES
    )


def _joined(first: Reading, second: Reading) -> Reading:
    return Reading(
        (*first.values, *second.values),
        (*first.missing, *second.missing),
        (*first.totals, *second.totals),
        (*first.columns, *second.columns),
        (*first.issues, *second.issues),
        (*first.rows, *second.rows),
        (*first.context, *second.context),
    )


def _read_sheet(
    grid: Grid, vocabulary: Vocabulary, chosen: Period | None, *, unit: Region | None, file_name: str
) -> Reading:
    view = SheetView(grid)
    known = len(vocabulary.asked.doubts)
    tables = find_tables(view, vocabulary, unit=unit, file_name=file_name)
    if not tables:
        has_numbers = any(read_number(cell).value is not None for cell in grid.cells.values())
        asked = len(vocabulary.asked.doubts) > known
        return Reading(issues=(_no_table(grid),) if has_numbers and not asked else ())
    reading = Reading()
    above: Context | None = None
    for table in tables:
        part, above = _read_block(table.view, table.block, vocabulary, chosen, above)
        reading = _joined(reading, part)
    return reading


def _read_block(
    view: SheetView, block: Block, vocabulary: Vocabulary, chosen: Period | None, above: Context | None
) -> tuple[Reading, Context]:
    context, context_issues = read_context(view, block, vocabulary, chosen=chosen, above=above)
    columns, column_issues = read_columns(view, block, vocabulary, context)
    breakdown_issues = breakdowns(view, block, columns, vocabulary)
    reader = RowReader(view, block, columns, vocabulary, context)
    # Rows that are each only a part of their region (by 部门, 性别) would pass for the whole of it.
    broken_down = any(issue.level == "error" for issue in breakdown_issues)
    rows = Rows() if broken_down else reader.read()
    decided = read_values(rows.entries, vocabulary.asked)
    totals, total_issues = compare_totals(rows.totals, rows.entries, decided.values, vocabulary.catalogue)
    issues = [
        *context_issues,
        *column_issues,
        *breakdown_issues,
        *rows.issues,
        *decided.issues,
        *total_issues,
    ]
    issues.extend(_hidden_parts(view.grid, block, reader.columns, decided.values))
    reading = Reading(
        values=tuple(decided.values),
        missing=tuple(decided.missing),
        totals=tuple(totals),
        columns=tuple(_column_readings(view.grid, columns, reader.columns, context, vocabulary)),
        issues=tuple(issues),
        rows=tuple(rows.rows),
        context=tuple(_around(block, context)),
    )
    return reading, context


def _around(block: Block, context: Context) -> Iterator[ContextReading]:
    """Yield what was understood of the texts above a table."""
    if context.period is not None:
        yield ContextReading(context.period_cell, "period", str(context.period))
    if context.units:
        yield ContextReading(context.unit_cell, "unit", "、".join(unit.text for unit in context.units))
    if block.region is not None:
        yield ContextReading(block.region_cell, "region", block.region.name)


def _column_readings(
    grid: Grid, columns: list[Column], used: list[Column], context: Context, vocabulary: Vocabulary
) -> list[ColumnReading]:
    """Return how every column was understood, once for each indicator it serves."""
    read = {column.number: column for column in used}
    listed: list[ColumnReading] = []
    for column in columns:
        letters = grid.column_name(column.number)
        cell = grid.address(column.header_row, column.number)
        told = ColumnReading(
            grid.name,
            letters,
            column.header,
            note=column.note,
            key=column.key,
            cell=cell,
            period_key=column.period_key,
            unit_key=column.unit_key,
        )
        if column.role != "value":
            listed.append(replace(told, part=None if column.role == "ignored" else column.role))
            continue
        year = context.period.year if context.period else None
        spoken = parse_period(column.period_text, year=year) if column.period_text else context.period
        if spoken is not None and column.is_previous:
            spoken = spoken.a_year_earlier()
        uses = read[column.number].uses if column.number in read else ()
        for use in uses:
            code = use.indicator_code or context.indicator_code or None
            unit = column.unit.text if column.unit else None
            if unit is None and code is not None and use.part == "value":
                unit = vocabulary.catalogue.indicators[code].unit
            note = column.note
            if code is not None and column.unit is not None:
                note = note or _converted(
                    column.unit, catalogue_unit(vocabulary.catalogue.indicators[code], use.part)
                )
            listed.append(
                replace(told, indicator_code=code, part=use.part, period=spoken, unit=unit, note=note)
            )
        if not uses:
            meant = next((use.indicator_code for use in column.uses if use.indicator_code), None)
            listed.append(replace(told, indicator_code=meant, note=column.note or "没有读取"))
    return listed


def _converted(said: Unit, wanted: Unit) -> str:
    factor = conversion(said, wanted)
    return f"×{factor.normalize():f} 换算为{wanted.text}" if factor is not None and factor != 1 else ""


def _hidden_parts(grid: Grid, block: Block, columns: list[Column], values: list[Value]) -> list[Issue]:
    """Hidden columns and rows are read like the others and said: what nobody sees is easily out of date."""
    issues: list[Issue] = []
    cells = {cell for value in values for cell in value.cells}
    for column in columns:
        if column.number in grid.hidden_columns:
            cell = grid.address(column.header_row, column.number)
            message = f"{place(cell)}：这一列是隐藏的，也读取了，请确认“{column.header}”的数要报送。"
            issues.append(Issue(cell, "warning", "hidden_column", message))
    for row in block.rows:
        if row in grid.hidden_rows and any(grid.address(row, column.number) in cells for column in columns):
            cell = grid.address(row, block.region_column)
            message = f"{place(cell)}：这一行是隐藏的，也读取了，请确认这一行的数要报送。"
            issues.append(Issue(cell, "warning", "hidden_row", message))
    return issues


def _hidden_sheet(grid: Grid) -> Issue:
    message = f"工作表“{grid.name}”是隐藏的，没有读取；如需报送，请取消隐藏后重新上传。"
    return Issue(grid.address(1, 1), "warning", "hidden_sheet_skipped", message)


def _no_table(grid: Grid) -> Issue:
    message = (
        f"工作表“{grid.name}”里没有找到地区列，没有读取；"
        "请让每个地区占一行、表头写“地区”，或下载填报表填写后重新上传。"
    )
    return Issue(grid.address(1, 1), "warning", "no_table", message)


def _nothing_read(workbook: Workbook, city: Region) -> Issue:
    cell = workbook.sheets[0].address(1, 1)
    message = f"文件里没有认出{city.name}各地区的指标数据，请核对所选城市和文件，或下载填报表填写后重新上传。"
    return Issue(cell, "error", "nothing_read", message)


def _other_year(values: tuple[Value, ...], chosen: Period | None) -> Issue | None:
    """Warn once when nothing in the file is about the period that the sender chose."""
    if chosen is None or not values:
        return None
    if any(chosen.contains(value.period) or value.period.contains(chosen) for value in values):
        return None
    first = values[0]
    cell = first.cells[0]
    message = f"{place(cell)}：选择的是{chosen}，文件里写的是{first.period}，按文件读取，请确认。"
    return Issue(cell, "warning", "year_conflict", message)
