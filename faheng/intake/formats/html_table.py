"""Web pages that were saved as .xls: every <table> that is not inside another becomes a sheet."""

import re
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from html.parser import HTMLParser

from faheng.intake.formats.archive import TOO_LARGE
from faheng.intake.formats.delimited import decode
from faheng.intake.formats.xlsx import LONGEST_CELL, MOST_CELLS, MOST_MERGES, MOST_SHEETS
from faheng.intake.grid import Cell, Grid, Merge, Refused
from faheng.intake.texts import clean

SHEET_NAME = "html"
MOST_COLUMNS, MOST_ROWS = 500, 100_000
_LARGEST_SPAN = 1_000
_DEEPEST = 200
_MSO_FORMAT = re.compile(r"mso-number-format:\s*(\"[^\"]*\"|'[^']*'|[^;]+)", re.IGNORECASE)


def read_html(data: bytes) -> tuple[Grid, ...]:
    """Read the tables of a page; sheets are called by the page's title (else html): the second with a 2, …

    Raises:
        Refused: no table, unknown encoding or larger than the limits.
    """
    reader = _Page()
    reader.feed(_decoded(data))
    reader.close()
    grids = reader.finished()
    if not grids:
        raise Refused("这个网页文件里没有表格，请在 Excel/WPS 里另存为 .xlsx 后再上传。")
    return tuple(grids)


def _decoded(data: bytes) -> str:
    """Decode as the page says itself if it does so truthfully, else as any text file."""
    said = re.search(rb"charset\s*=\s*[\"']?\s*([\w-]+)", data[:4096], re.IGNORECASE)
    name = said[1].decode("ascii").lower() if said else ""
    # Browsers read GB2312 and GBK as their superset; only these are met in practice.
    encoding = {"gb2312": "gb18030", "gbk": "gb18030", "gb18030": "gb18030", "utf-8": "utf-8-sig"}.get(name)
    if encoding is not None and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            pass
    return decode(data)


@dataclass
class _Table:
    """A table while it is read; `taken` holds the cells that row spans of earlier rows cover."""

    cells: dict[tuple[int, int], Cell] = field(default_factory=dict)
    merges: list[Merge] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    taken: set[tuple[int, int]] = field(default_factory=set)
    row: int = 0
    column: int = 0


class _Page(HTMLParser):
    """Collects the outermost tables; a table inside a cell is text of that cell."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._tables: list[_Table] = []
        self._depth = 0
        self._texts: list[str] | None = None
        self._attributes: dict[str, str] = {}
        self._silent = 0
        self._naming = ""
        self._title = ""
        self._names: list[str] = []
        self._left = MOST_CELLS

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        if tag in ("title", "x:name"):
            self._naming = tag
        if tag in ("script", "style"):
            self._silent += 1
        elif tag == "table":
            self._depth += 1
            if self._depth > _DEEPEST or len(self._tables) >= MOST_SHEETS:
                raise Refused(TOO_LARGE)
            if self._depth == 1:
                self._tables.append(_Table())
        elif self._depth == 1 and tag == "tr":
            self._end_cell()
            self._start_row(attributes)
        elif self._depth == 1 and tag in ("td", "th"):
            self._end_cell()
            if self._tables[-1].row == 0:
                self._start_row({})
            self._texts, self._attributes = [], attributes
        elif tag == "br" and self._texts is not None:
            self._texts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag == self._naming:
            self._naming = ""
        if tag in ("script", "style"):
            self._silent = max(0, self._silent - 1)
        elif tag == "table" and self._depth:
            if self._depth == 1:
                self._end_cell()
            self._depth -= 1
        elif tag in ("td", "th", "tr") and self._depth == 1:
            self._end_cell()

    def handle_data(self, data: str) -> None:
        if self._naming == "title":
            self._title += data
        elif self._naming:
            self._names.append(data.strip())
        if self._texts is not None and not self._silent:
            self._texts.append(data)

    def _start_row(self, attributes: dict[str, str]) -> None:
        table = self._tables[-1]
        table.row += 1
        table.column = 0
        if table.row > MOST_ROWS:
            raise Refused(f"表格超过 {MOST_ROWS} 行，请只留要报送的内容后再上传。")
        if re.search(r"display\s*:\s*none", attributes.get("style", "")):
            table.hidden_rows.add(table.row)

    def _end_cell(self) -> None:
        if self._texts is None:
            return
        text, self._texts = re.sub(r"[ \t\r\n\f]+", " ", "".join(self._texts)).strip(" "), None
        table = self._tables[-1]
        table.column += 1
        while (table.row, table.column) in table.taken:
            table.column += 1
        rows, columns = _span(self._attributes, "rowspan"), _span(self._attributes, "colspan")
        if table.column + columns - 1 > MOST_COLUMNS:
            raise Refused(f"表格超过 {MOST_COLUMNS} 列，请只留要报送的内容后再上传。")
        if len(text) > LONGEST_CELL:
            raise Refused("表格里有过长的文字，请检查后再上传。")
        if rows > 1 or columns > 1:
            self._merge(table, rows, columns)
        cell = _cell(text, self._attributes)
        if cell is not None:
            self._left -= 1
            if self._left < 0:
                raise Refused(f"文件超过 {MOST_CELLS} 个有内容的单元格，请只留要报送的内容后再上传。")
            table.cells[table.row, table.column] = cell
        table.column += columns - 1

    def _merge(self, table: _Table, rows: int, columns: int) -> None:
        if len(table.merges) >= MOST_MERGES or len(table.taken) + rows * columns > MOST_CELLS:
            raise Refused(TOO_LARGE)
        first, left = table.row, table.column
        table.merges.append(Merge(first, left, first + rows - 1, left + columns - 1))
        table.taken.update(
            (row, column) for row in range(first + 1, first + rows) for column in range(left, left + columns)
        )

    def finished(self) -> list[Grid]:
        """Return the tables that hold something as sheets."""
        if self._tables:
            self._end_cell()  # a page may end without closing anything
        held = [table for table in self._tables if table.cells]
        name = _sheet_name(self._names[0] if len(self._names) == 1 else self._title)
        return [
            Grid(
                name if number == 1 else f"{name}{number}",
                cells=table.cells,
                merges=tuple(table.merges),
                hidden_rows=frozenset(table.hidden_rows),
            )
            for number, table in enumerate(held, start=1)
        ]


def _sheet_name(text: str) -> str:
    """Return what Excel would call the sheet: the name in the page, its title, else 'html'."""
    name = re.sub(r"[\[\]:*?/\\!\s]+", " ", clean(text)).strip()
    return name[:31] or SHEET_NAME


def _span(attributes: dict[str, str], name: str) -> int:
    """Return a span; like a browser, anything that is no number from 1 on is 1."""
    text = attributes.get(name, "1").strip()
    return min(max(int(text), 1), _LARGEST_SPAN) if text.isdecimal() and len(text) < 10 else 1


def _cell(text: str, attributes: dict[str, str]) -> Cell | None:
    """Return the cell; Excel's own pages carry the number (x:num) and its format (mso-number-format) beside the text."""
    found = _MSO_FORMAT.search(attributes.get("style", ""))
    number_format = found[1].strip("\"' ").replace("\\", "") if found else "General"
    number = attributes.get("x:num", "")
    try:
        value = Decimal(number) if number and len(number) < 40 else None
    except InvalidOperation:
        value = None
    if value is not None and value.is_finite():
        return Cell(number, value, number_format, "number")
    return Cell(text, text) if text else None
