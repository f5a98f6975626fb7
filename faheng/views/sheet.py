"""A sheet as its sender knows it, with what every cell was understood to be."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from decimal import Decimal

from faheng.catalogue import Catalogue
from faheng.intake.doubts import Doubt
from faheng.intake.grid import Cell, Grid, column_letters, parse_address
from faheng.intake.numbers import decimals_of, has_percent, to_decimals
from faheng.intake.read import FileReading
from faheng.intake.reading import ColumnReading, ContextReading, Issue, Reading, RowReading
from faheng.intake.units import catalogue_unit
from faheng.measures.wording import full_width, plain_number

ROWS_A_PAGE = 100
RETURNED_RULE = "returned"  # of what a reviewer sent back, which stands in the picture like an issue
_MOST_COLUMNS = 80
_LONGEST_TEXT = 40

# Tone → how the legend calls it.
TONES = {
    "value": "数值",
    "part": "分子、分母",
    "region": "地区",
    "header": "表头",
    "label": "时期、指标、单位",
    "missing": "未报、不涉及",
    "total": "合计（只核对）",
    "ignored": "不读",
    "withheld": "先不报",
    "doubt": "有疑问",
    "returned": "退回",
    "error": "错误",
    "warning": "提醒",
}
_SIGNS = {"doubt": "？", "returned": "↩", "error": "✕", "warning": "！", "missing": "○"}


@dataclass(frozen=True)
class PictureCell:
    """One cell as drawn; spans are those of merged areas."""

    address: str
    text: str
    tone: str = ""
    sign: str = ""
    about: str = ""
    rows: int = 1
    columns: int = 1


@dataclass(frozen=True)
class SheetPicture:
    """A part of a sheet: column letters, rows with their numbers, and the tones that occur, for the legend."""

    name: str
    letters: tuple[str, ...]
    rows: tuple[tuple[int, bool, tuple[PictureCell, ...]], ...]
    """(number, whether the row is hidden in the file, its cells)."""
    legend: tuple[tuple[str, str, str], ...]
    """(tone, name, sign)."""
    more: str = ""
    picked: str = ""
    """The address of the cell that the sender picked."""


def sheet_picture(
    file: FileReading,
    catalogue: Catalogue,
    name: str,
    *,
    first_row: int = 1,
    picked: str = "",
    withheld: Collection[str] = (),
) -> SheetPicture:
    """Draw up to ROWS_A_PAGE rows of a sheet from `first_row`; cells inside a merged area are part of its first cell.

    `withheld` are the cells marked 这格先不报.
    """
    grid = next(sheet for sheet in file.workbook.sheets if sheet.name == name)
    known = _understood(file, catalogue) | dict.fromkeys(withheld, ("withheld", "这格先不报"))
    last_row = min(grid.last_row, first_row + ROWS_A_PAGE - 1)
    last_column = min(grid.last_column, _MOST_COLUMNS)
    spans, covered = _merged(grid, first_row, last_row, last_column)
    used = dict.fromkeys(TONES, False)
    rows = []
    for row in range(first_row, last_row + 1):
        cells = []
        for column in range(1, last_column + 1):
            if (row, column) in covered:
                continue
            found = grid.cells.get((row, column))
            text = shown_text(found)
            address = grid.address(row, column)
            tone, about = known.get(address, ("", ""))
            if tone:
                used[tone] = True
            height, width = spans.get((row, column), (1, 1))
            shown = text if len(text) <= _LONGEST_TEXT else f"{text[:_LONGEST_TEXT]}…"
            cells.append(PictureCell(address, shown, tone, _SIGNS.get(tone, ""), about, height, width))
        rows.append((row, row in grid.hidden_rows, tuple(cells)))
    more = f"右边还有 {grid.last_column - last_column} 列没有画出。" if grid.last_column > last_column else ""
    return SheetPicture(
        name,
        tuple(column_letters(column) for column in range(1, last_column + 1)),
        tuple(rows),
        tuple((tone, TONES[tone], _SIGNS.get(tone, "")) for tone, is_used in used.items() if is_used),
        more,
        picked,
    )


@dataclass(frozen=True)
class Place:
    """What a cell of a sheet belongs to, and what was understood of each; empty where nothing was."""

    address: str
    text: str
    about: str
    columns: tuple[ColumnReading, ...] = ()
    """The readings of its column, one for each indicator that the column serves."""
    row: RowReading | None = None
    doubts: tuple[Doubt, ...] = ()
    issues: tuple[Issue, ...] = ()


def what_stands_at(file: FileReading, catalogue: Catalogue, address: str) -> Place | None:
    """Return what a cell was understood to be, with its column and row; None when the file has no such sheet."""
    name, _, short = address.rpartition("!")
    grid, place = file.workbook.sheet(name), parse_address(short)
    if grid is None or place is None:
        return None
    row, column = place
    found = grid.cells.get(place)
    _, about = _read_as(file, catalogue).get(address, ("", ""))
    reading = file.reading
    return Place(
        address,
        shown_text(found),
        about,
        _columns_at(reading.columns, name, row, column),
        _row_at(reading.rows, name, row, column, turned=_is_turned(reading.columns, name)),
        tuple(doubt for doubt in reading.doubts if address in (*doubt.cells, *doubt.affects)),
        tuple(issue for issue in file.issues if issue.cell == address),
    )


def _is_turned(columns: tuple[ColumnReading, ...], name: str) -> bool:
    """Whether regions stand across: then what is read as a column is a row of the sheet."""
    return any(each.column.isdecimal() for each in columns if each.sheet == name)


def _columns_at(
    columns: tuple[ColumnReading, ...], name: str, row: int, column: int
) -> tuple[ColumnReading, ...]:
    """Return the readings of the column whose header is the nearest above (or, in a turned sheet, left of) a cell."""
    names = {column_letters(column): row, str(row): column}
    nearest: dict[int, list[ColumnReading]] = {}
    for each in columns:
        if each.sheet != name or each.column not in names or not each.cell:
            continue
        header = parse_address(each.cell.rpartition("!")[2])
        distance = names[each.column] - header[1 if each.column.isdecimal() else 0]
        # A group over the header belongs to the column below it.
        nearest.setdefault(distance if distance >= 0 else 1_000_000 - distance, []).append(each)
    return tuple(nearest[min(nearest)]) if nearest else ()


def _row_at(
    rows: tuple[RowReading, ...], name: str, row: int, column: int, *, turned: bool
) -> RowReading | None:
    """Return the reading of the row (or, in a turned sheet, column) of a cell; of blocks side by side the one at its left."""
    found: RowReading | None = None
    for each in rows:
        place = parse_address(each.cell.rpartition("!")[2])
        if each.sheet != name or place is None:
            continue
        along, across = (place[1], place[0]) if turned else place
        here, beside = (column, row) if turned else (row, column)
        if along == here and (across <= beside or found is None):
            found = each
    return found


def _merged(
    grid: Grid, first_row: int, last_row: int, last_column: int
) -> tuple[dict[tuple[int, int], tuple[int, int]], set[tuple[int, int]]]:
    spans: dict[tuple[int, int], tuple[int, int]] = {}
    covered: set[tuple[int, int]] = set()
    for merge in grid.merges:
        top, bottom = max(merge.first_row, first_row), min(merge.last_row, last_row)
        left, right = merge.first_column, min(merge.last_column, last_column)
        if top > bottom or left > right:
            continue
        spans[top, left] = (bottom - top + 1, right - left + 1)
        covered.update(
            (row, column)
            for row in range(top, bottom + 1)
            for column in range(left, right + 1)
            if (row, column) != (top, left)
        )
    return spans, covered


def shown_text(cell: Cell | None) -> str:
    """A cell's text as its program shows it: 98.1 and not 98.09999999999999, and 91.25% for 0.9125 in such a format."""
    if cell is None:
        return ""
    if cell.kind != "number" or not isinstance(cell.value, Decimal):
        return cell.text
    if not has_percent(cell.number_format):
        return f"{cell.value:f}"
    percent = cell.value.scaleb(2)
    return f"{to_decimals(percent, min(decimals_of(percent), 2)).normalize():f}%"


def _understood(file: FileReading, catalogue: Catalogue) -> dict[str, tuple[str, str]]:
    """Return by address the tone of a cell and what is said of it: what is wrong or open before what it was read as."""
    known = _read_as(file, catalogue)
    for issue in reversed(file.issues):
        tone = "returned" if issue.rule == RETURNED_RULE else issue.level
        known[issue.cell] = (tone, issue.message)
    for doubt in file.reading.doubts:
        for cell in (*doubt.affects, *doubt.cells):
            known[cell] = ("doubt", doubt.question)
    return known


def _read_as(file: FileReading, catalogue: Catalogue) -> dict[str, tuple[str, str]]:
    """Return by address the tone of a cell and what it was read as, with the number in the catalogue's unit."""
    reading = file.reading
    known: dict[str, tuple[str, str]] = {}
    known.update((each.cell, ("label", _about(each))) for each in reading.context if each.cell)
    known.update(_labels(reading, catalogue))
    for total in reading.totals:
        known[total.cell] = ("total", f"{total.label}：只用来核对")
    for mark in reading.missing:
        known[mark.cell] = ("missing", "不涉及、无案件" if mark.kind == "not_applicable" else "未报")
    for value in reading.values:
        indicator = catalogue.indicators[value.indicator_code]
        about = f"{catalogue.known_region(value.region_code).name} {value.period} {indicator.name}"
        for cell, part, number in (
            (value.value_cell, "", value.value),
            (value.numerator_cell, " 分子", value.numerator),
            (value.denominator_cell, " 分母", value.denominator),
        ):
            if cell is not None and number is not None:
                unit = catalogue_unit(indicator, "denominator" if part == " 分母" else "numerator").text
                said = f"{plain_number(number)}{unit if part else indicator.unit}"
                known[cell] = ("part" if part else "value", f"{about}{part}：{full_width(said)}")
    return known


_CONTEXT_NAMES = {"period": "时期", "unit": "单位", "region": "地区"}


def _about(context: ContextReading) -> str:
    return f"{_CONTEXT_NAMES[context.part]}：{context.text}"


def context_words(file: FileReading, name: str) -> str:
    """What holds for the whole sheet, in words: 时期：2023年（A1）；单位：件（H2）; '' where nothing does."""
    said = {
        f"{_about(each)}（{each.cell.rpartition('!')[2]}）"
        for each in file.reading.context
        if each.cell.rpartition("!")[0] == name
    }
    return "；".join(sorted(said))


def _labels(reading: Reading, catalogue: Catalogue) -> Iterator[tuple[str, tuple[str, str]]]:
    """Yield what headers and regions were read as."""
    for column in reading.columns:
        if column.cell:
            tone = "header" if column.part in ("value", "numerator", "denominator") else "label"
            indicator = catalogue.indicators.get(column.indicator_code or "")
            what = indicator.name if indicator is not None else column.note
            yield column.cell, (tone if column.part else "ignored", what)
    for row in reading.rows:
        region = catalogue.regions.get(row.region_code)
        tone = "region" if region is not None else "total" if row.note.startswith("合计") else "ignored"
        yield row.cell, (tone, region.name if region is not None else row.note)
