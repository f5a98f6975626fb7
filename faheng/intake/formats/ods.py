"""OpenDocument spreadsheets (.ods) → Grids: content.xml streamed, repeated cells never unrolled."""

import math
import re
from decimal import Decimal, InvalidOperation

from faheng.intake.formats.archive import BROKEN, MOST_ELEMENTS, TOO_LARGE, Archive
from faheng.intake.formats.xlsx import (
    LAST_COLUMN,
    LAST_ROW,
    LONGEST_CELL,
    MOST_CELLS,
    MOST_MERGES,
    MOST_SHEETS,
)
from faheng.intake.grid import Cell, Grid, Merge, Refused

PASSWORD = "文件有密码，请在 Excel/WPS 里取消密码后再上传。"
_ERROR_TEXT = re.compile(r"#(?:DIV/0!|N/A|NAME\?|NULL!|NUM!|REF!|VALUE!)|Err:\d+|错误:\d+")


def read_ods(archive: Archive) -> tuple[Grid, ...]:
    """Read every sheet of an OpenDocument spreadsheet.

    Raises:
        Refused: protected, broken or larger than the limits.
    """
    if "META-INF/manifest.xml" in archive:
        archive.parse("META-INF/manifest.xml", _refuse_encrypted)
    if "content.xml" not in archive:
        raise Refused(BROKEN)
    content = _Content()
    archive.parse("content.xml", content.start, content.end, content.characters)
    if not content.grids:
        raise Refused("文件里没有工作表，请检查后再上传。")
    if len({grid.name for grid in content.grids}) < len(content.grids):
        raise Refused(BROKEN)
    return tuple(content.grids)


def _refuse_encrypted(tag: str, _: dict[str, str]) -> None:
    if tag == "encryption-data":
        raise Refused(PASSWORD)


def _local(attributes: dict[str, str]) -> dict[str, str]:
    return {name.rpartition(":")[2]: value for name, value in attributes.items()}


def _count(text: str | None, most: int) -> int:
    if text is None:
        return 1
    if not text.isdecimal() or len(text) > 8 or not 1 <= int(text) <= most:
        raise Refused(BROKEN)
    return int(text)


class _Content:
    """The handlers of content.xml; prefixes are gone from elements, and are dropped from attributes here."""

    def __init__(self) -> None:
        self.grids: list[Grid] = []
        self._hidden_styles: set[str] = set()
        self._style = ""
        self._left = MOST_CELLS
        self._name = ""
        self._hidden = False
        self._cells: dict[tuple[int, int], Cell] = {}
        self._merges: list[Merge] = []
        self._hidden_rows: set[int] = set()
        self._hidden_columns: set[int] = set()
        self._row, self._column, self._columns_seen = 1, 1, 1
        self._row_repeated, self._cell_repeated = 1, 1
        self._filled: list[tuple[int, int, Cell]] = []
        self._attributes: dict[str, str] = {}
        self._texts: list[str] = []
        self._depth = 0
        self._in_cell = self._in_text = self._aside = self._row_hidden = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if self._in_cell:
            self._start_inside(tag, attributes)
            return
        match tag:
            case "style":
                self._style = _local(attributes).get("name", "")
            case "table-properties":
                if _local(attributes).get("display") == "false":
                    self._hidden_styles.add(self._style)
            case "table":
                self._start_table(_local(attributes))
            case "table-column":
                self._start_column(_local(attributes))
            case "table-row":
                self._start_row(_local(attributes))
            case "table-cell" | "covered-table-cell":
                self._start_cell(_local(attributes))

    def _start_table(self, attributes: dict[str, str]) -> None:
        if len(self.grids) >= MOST_SHEETS:
            raise Refused(TOO_LARGE)
        self._name = attributes.get("name", "")
        self._hidden = attributes.get("style-name", "") in self._hidden_styles
        self._cells, self._merges = {}, []
        self._hidden_rows, self._hidden_columns = set(), set()
        self._row = self._columns_seen = 1

    def _start_column(self, attributes: dict[str, str]) -> None:
        repeated = _count(attributes.get("number-columns-repeated"), LAST_COLUMN)
        if attributes.get("visibility") in ("collapse", "filter"):
            last = min(self._columns_seen + repeated - 1, LAST_COLUMN)
            self._hidden_columns.update(range(self._columns_seen, last + 1))
        self._columns_seen = min(self._columns_seen + repeated, LAST_COLUMN + 1)

    def _start_row(self, attributes: dict[str, str]) -> None:
        self._row_repeated = _count(attributes.get("number-rows-repeated"), LAST_ROW)
        self._row_hidden = attributes.get("visibility") in ("collapse", "filter")
        self._column = 1
        self._filled = []

    def _start_cell(self, attributes: dict[str, str]) -> None:
        self._cell_repeated = _count(attributes.get("number-columns-repeated"), LAST_COLUMN)
        self._attributes = attributes
        self._texts = []
        self._in_cell, self._depth = True, 0

    def _start_inside(self, tag: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if tag == "annotation":
            self._aside = True
        elif tag == "p" and not self._aside:
            if self._texts:
                self._texts.append("\n")
            self._in_text = True
        elif tag == "s" and self._in_text:
            self._texts.append(" " * _count(_local(attributes).get("c"), LONGEST_CELL))

    def characters(self, text: str) -> None:
        if self._in_text:
            self._texts.append(text)

    def end(self, tag: str) -> None:
        if self._in_cell and self._depth:
            self._depth -= 1
            if tag == "annotation":
                self._aside = False
            elif tag == "p":
                self._in_text = False
        elif tag in ("table-cell", "covered-table-cell") and self._in_cell:
            self._end_cell()
        elif tag == "table-row":
            self._end_row()
        elif tag == "table":
            self.grids.append(
                Grid(
                    self._name,
                    self._hidden,
                    self._cells,
                    tuple(self._merges),
                    frozenset(self._hidden_rows),
                    frozenset(self._hidden_columns),
                )
            )

    def _end_cell(self) -> None:
        self._in_cell = self._in_text = False
        cell = self._cell()
        if cell is not None:
            if self._column + self._cell_repeated - 1 > LAST_COLUMN or self._cell_repeated > self._left:
                raise Refused(TOO_LARGE)
            self._filled += [(self._column, self._cell_repeated, cell)]
        rows = _count(self._attributes.get("number-rows-spanned"), LAST_ROW)
        columns = _count(self._attributes.get("number-columns-spanned"), LAST_COLUMN)
        if rows > 1 or columns > 1:
            if len(self._merges) >= MOST_MERGES:
                raise Refused(TOO_LARGE)
            self._merges.append(
                Merge(self._row, self._column, self._row + rows - 1, self._column + columns - 1)
            )
        self._column = min(self._column + self._cell_repeated, LAST_COLUMN + 1)

    def _end_row(self) -> None:
        if self._filled:
            count = sum(repeated for _, repeated, _ in self._filled) * self._row_repeated
            self._left -= count
            if self._left < 0:
                raise Refused(f"文件超过 {MOST_CELLS} 个有内容的单元格，请只留要报送的工作表后再上传。")
            if self._row + self._row_repeated - 1 > LAST_ROW:
                raise Refused(BROKEN)
            for row in range(self._row, self._row + self._row_repeated):
                for column, repeated, cell in self._filled:
                    for each in range(column, column + repeated):
                        self._cells[row, each] = cell
        if self._row_hidden and self._row_repeated <= MOST_ELEMENTS:
            last = min(self._row + self._row_repeated - 1, self._row + MOST_CELLS)
            self._hidden_rows.update(range(self._row, last + 1))
        self._row = min(self._row + self._row_repeated, LAST_ROW + 1)

    def _cell(self) -> Cell | None:
        attributes = self._attributes
        text = "".join(self._texts)
        if len(text) > LONGEST_CELL:
            raise Refused(f"{self._row} 行 {self._column} 列的文字过长，请检查后再上传。")
        kind = attributes.get("value-type", "")
        if "formula" in attributes and (kind == "error" or _ERROR_TEXT.fullmatch(text.strip())):
            return Cell(text, text.strip() or "#N/A", "General", "error")
        match kind:
            case "percentage":
                return _number(attributes.get("value", ""), "0.00%")
            case "float" | "currency":
                return _number(attributes.get("value", ""), "General")
            case "date":
                date = attributes.get("date-value", "")
                return Cell(text or date, date, "yyyy-mm-dd", "date")
            case "time":
                return Cell(text, text, "General", "text") if text else None
            case "boolean":
                return Cell(text, attributes.get("boolean-value") == "true", "General", "boolean")
        if not text and "formula" in attributes and kind != "string":
            return Cell("", None, "General", "uncomputed")
        return Cell(text, text, "General", "text") if text else None


def _number(text: str, number_format: str) -> Cell:
    """Return a number with 15 digits as a spreadsheet keeps it; NaN, infinity and the like are an error of the cell."""
    try:
        number = float(text) if len(text) <= 40 else math.nan
        value = Decimal(f"{number:.15g}")
    except (ValueError, InvalidOperation):
        return Cell(text[:80], text[:80], number_format, "error")
    if not math.isfinite(number):
        return Cell(text[:80], text[:80], number_format, "error")
    return Cell(f"{value:f}", value, number_format, "number")
