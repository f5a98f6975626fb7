""".xlsx → Grids: a sparse, streaming reader that keeps number formats, errors, merges and what is hidden."""

import math
import re
from datetime import datetime, timedelta
from decimal import Decimal
from functools import lru_cache

from faheng.intake.formats.archive import BROKEN, TOO_LARGE, Archive
from faheng.intake.grid import Cell, Grid, Merge, Refused, parse_address

MOST_SHEETS = 60
MOST_CELLS = 200_000
MOST_MERGES = 20_000
LONGEST_CELL = 32_767
LAST_ROW = 1_048_576
LAST_COLUMN = 16_384

# The formats that a file names by number alone (ECMA-376 part 1, 18.8.30); 27–36 and 50–58 are the Chinese dates.
_BUILT_IN_FORMATS = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?", 13: "# ??/??",
    14: "yyyy/m/d", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm",
    21: "h:mm:ss", 22: "yyyy/m/d h:mm", 37: "#,##0;-#,##0", 38: "#,##0;-#,##0", 39: "#,##0.00;-#,##0.00",
    40: "#,##0.00;-#,##0.00", 45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0", 48: "##0.0E+0", 49: "@",
    **dict.fromkeys((27, 36, 50, 57), 'yyyy"年"m"月"'), **dict.fromkeys((28, 29, 51, 54, 58), 'm"月"d"日"'),
    30: "m-d-yy", 31: 'yyyy"年"m"月"d"日"', 32: 'h"时"mm"分"', 33: 'h"时"mm"分"ss"秒"', 34: 'h"时"mm"分"',
    35: 'h"时"mm"分"ss"秒"', 52: 'yyyy"年"m"月"', 53: 'm"月"d"日"', 55: 'h"时"mm"分"', 56: 'h"时"mm"分"ss"秒"',
}  # fmt: skip
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,4})?")


def read_xlsx(archive: Archive) -> tuple[Grid, ...]:
    """Read every worksheet, hidden ones included.

    Raises:
        Refused: protected, broken, hostile, or beyond the limits.
    """
    workbook_part = next(
        (target for _, kind, target in archive.relations("") if kind == "officeDocument"), "xl/workbook.xml"
    )
    if workbook_part not in archive:
        raise Refused(BROKEN)
    relations = archive.relations(workbook_part)
    parts = {identifier: (kind, target) for identifier, kind, target in relations}
    listed, from_1904 = _sheets(archive, workbook_part)
    if len(listed) > MOST_SHEETS:
        raise Refused(f"文件超过 {MOST_SHEETS} 张工作表，请只留要报送的工作表后再上传。")
    formats = _formats(archive, _part_of_kind(relations, "styles"))
    strings = _strings(archive, _part_of_kind(relations, "sharedStrings"))
    grids: list[Grid] = []
    left = MOST_CELLS
    for name, hidden, identifier in listed:
        kind, target = parts.get(identifier, ("", ""))
        if kind != "worksheet":
            continue
        if target not in archive:
            raise Refused(BROKEN)
        sheet = _Sheet(formats, strings, from_1904=from_1904, cells_left=left)
        archive.parse(target, sheet.start, sheet.end, sheet.characters)
        left -= len(sheet.cells)
        grids.append(sheet.grid(name, hidden=hidden))
    if not grids:
        raise Refused("文件里没有工作表，请检查后再上传。")
    if len({grid.name for grid in grids}) < len(grids):
        raise Refused(BROKEN)
    return tuple(grids)


def _part_of_kind(relations: list[tuple[str, str, str]], kind: str) -> str | None:
    return next((target for _, found, target in relations if found == kind), None)


def _sheets(archive: Archive, part: str) -> tuple[list[tuple[str, bool, str]], bool]:
    """Return (name, hidden, relation id) of the sheets in order, and whether dates count from 1904."""
    listed: list[tuple[str, bool, str]] = []
    from_1904 = False

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal from_1904
        if tag == "sheet":
            identifier = next((value for name, value in attributes.items() if name.endswith(":id")), "")
            listed.append(
                (attributes.get("name", ""), attributes.get("state", "visible") != "visible", identifier)
            )
        elif tag == "workbookPr":
            from_1904 = attributes.get("date1904") in ("1", "true")

    archive.parse(part, start)
    return listed, from_1904


def _formats(archive: Archive, part: str | None) -> list[str]:
    """Return the number format of every cell style, by style index."""
    if part is None or part not in archive:
        return []
    own: dict[str, str] = {}
    used: list[str] = []
    inside = ""

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal inside
        if tag in ("cellXfs", "cellStyleXfs", "dxfs"):
            inside = tag
        elif tag == "numFmt" and inside != "dxfs":
            own[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif tag == "xf" and inside == "cellXfs":
            used.append(attributes.get("numFmtId", "0"))

    def end(tag: str) -> None:
        nonlocal inside
        if tag == inside:
            inside = ""

    archive.parse(part, start, end)
    return [own.get(number) or _built_in(number) for number in used]


def _built_in(number: str) -> str:
    return (
        _BUILT_IN_FORMATS.get(int(number), "General") if number.isdecimal() and len(number) < 5 else "General"
    )


def _strings(archive: Archive, part: str | None) -> list[str]:
    """Return the shared strings; phonetic readings (rPh) are not part of a text."""
    if part is None or part not in archive:
        return []
    texts = _SharedStrings()
    archive.parse(part, texts.start, texts.end, texts.characters)
    return texts.strings


class _SharedStrings:
    """The handlers that collect the texts of the shared strings part."""

    def __init__(self) -> None:
        self.strings: list[str] = []
        self._pieces: list[str] = []
        self._in_text = False
        self._phonetic = False

    def start(self, tag: str, _: dict[str, str]) -> None:
        if tag == "si":
            self._pieces.clear()
        elif tag == "rPh":
            self._phonetic = True
        elif tag == "t":
            self._in_text = not self._phonetic

    def end(self, tag: str) -> None:
        if tag == "si":
            self.strings.append("".join(self._pieces))
        elif tag == "rPh":
            self._phonetic = False
        elif tag == "t":
            self._in_text = False

    def characters(self, text: str) -> None:
        if self._in_text:
            self._pieces.append(text)


class _Sheet:
    """The handlers that turn one worksheet part into cells."""

    def __init__(self, formats: list[str], strings: list[str], *, from_1904: bool, cells_left: int) -> None:
        self.cells: dict[tuple[int, int], Cell] = {}
        self._formats = formats
        self._strings = strings
        self._from_1904 = from_1904
        self._cells_left = cells_left
        self._merges: list[Merge] = []
        self._hidden_rows: set[int] = set()
        self._hidden_columns: set[int] = set()
        self._last_hidden_column = 0
        self._place = (0, 0)
        self._in_cell = False
        self._has_formula = False
        self._collect: list[str] | None = None
        self._phonetic = False
        self._type = "n"
        self._style = ""
        self._content: list[str] = []

    def grid(self, name: str, *, hidden: bool) -> Grid:
        return Grid(
            name,
            hidden,
            self.cells,
            tuple(self._merges),
            frozenset(self._hidden_rows),
            frozenset(self._hidden_columns),
        )

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if self._in_cell:
            self._start_inside_cell(tag)
        elif tag == "c":
            self._start_cell(attributes)
        elif tag == "row":
            self._start_row(attributes)
        elif tag == "col" and attributes.get("hidden") in ("1", "true"):
            self._hide_columns(attributes)
        elif tag == "mergeCell":
            self._merge(attributes.get("ref", ""))

    def _start_inside_cell(self, tag: str) -> None:
        if tag == "f":
            self._has_formula = True
        elif tag == "rPh":
            self._phonetic = True
        elif tag == "v" or (tag == "t" and not self._phonetic):
            self._collect = self._content

    def _start_row(self, attributes: dict[str, str]) -> None:
        number = attributes.get("r", str(self._place[0] + 1))
        if not number.isdecimal() or len(number) > 7 or not 1 <= int(number) <= LAST_ROW:
            raise Refused(BROKEN)
        self._place = (int(number), 0)
        if attributes.get("hidden") in ("1", "true"):
            self._hidden_rows.add(int(number))

    def _start_cell(self, attributes: dict[str, str]) -> None:
        address = attributes.get("r")
        try:
            place = parse_address(address) if address is not None else (self._place[0], self._place[1] + 1)
        except ValueError as error:
            raise Refused(BROKEN) from error
        if not (1 <= place[0] <= LAST_ROW and place[1] <= LAST_COLUMN) or place in self.cells:
            raise Refused(BROKEN)
        self._place = place
        self._in_cell = True
        self._has_formula = False
        self._type = attributes.get("t", "n")
        self._style = attributes.get("s", "0")
        self._content = []

    def end(self, tag: str) -> None:
        if not self._in_cell:
            return
        if tag in ("v", "t"):
            self._collect = None
        elif tag == "rPh":
            self._phonetic = False
        elif tag == "c":
            self._in_cell = False
            cell = self._cell()
            if cell is not None:
                if len(self.cells) >= self._cells_left:
                    raise Refused(f"文件超过 {MOST_CELLS} 个有内容的单元格，请只留要报送的工作表后再上传。")
                self.cells[self._place] = cell

    def characters(self, text: str) -> None:
        if self._collect is not None:
            self._collect.append(text)

    def _cell(self) -> Cell | None:
        """Return the finished cell, None for one without content (styled empty cells are common)."""
        text = "".join(self._content)
        number_format = self._number_format()
        match self._type:
            case "s" if text:
                return self._text(self._shared(text), number_format)
            case "inlineStr" | "str" if text:
                return self._text(text, number_format)
            case "b" if text:
                return Cell(text, text in ("1", "true"), number_format, "boolean")
            case "e" if text:
                return Cell(text, text, number_format, "error")
            case "d" if text:
                return Cell(text, text, number_format, "date")
            case "n" if text.strip():
                return self._number(text.strip(), number_format)
        # t="str" with an empty result is a formula that says "nothing"; without t it was never calculated.
        if self._has_formula and self._type == "n":
            return Cell("", None, number_format, "uncomputed")
        return None

    def _number_format(self) -> str:
        if self._style.isdecimal() and len(self._style) < 7 and int(self._style) < len(self._formats):
            return self._formats[int(self._style)]
        return "General"

    def _shared(self, index: str) -> str:
        if not index.strip().isdecimal() or len(index) > 9 or int(index) >= len(self._strings):
            raise Refused(BROKEN)
        return self._strings[int(index)]

    def _text(self, text: str, number_format: str) -> Cell | None:
        if len(text) > LONGEST_CELL:
            raise Refused(f"{self._place[0]} 行 {self._place[1]} 列的文字过长，请检查后再上传。")
        return Cell(text, text, number_format, "text") if text else None

    def _number(self, text: str, number_format: str) -> Cell:
        """Return a number or a date. Excel keeps 15 digits and writes 17: 0.29 stands in the file as 0.28999999999999998."""
        number = float(text) if len(text) <= 40 and _NUMBER.fullmatch(text) else math.nan
        if not math.isfinite(number):
            return Cell(text[:80], text[:80], number_format, "error")
        if is_date_format(number_format):
            date = date_of(number, from_1904=self._from_1904)
            return Cell(text, date or text, number_format, "date" if date else "error")
        return Cell(text, Decimal(f"{number:.15g}"), number_format, "number")

    def _hide_columns(self, attributes: dict[str, str]) -> None:
        first, last = attributes.get("min", ""), attributes.get("max", "")
        if not (first.isdecimal() and last.isdecimal() and len(first) < 6 and len(last) < 6):
            raise Refused(BROKEN)
        # Ranges ascend in a sound file; one that goes back is skipped, so that the work stays bounded.
        begin = max(int(first), self._last_hidden_column + 1)
        finish = min(int(last), LAST_COLUMN)
        self._hidden_columns.update(range(begin, finish + 1))
        self._last_hidden_column = max(self._last_hidden_column, finish)

    def _merge(self, reference: str) -> None:
        corners = reference.split(":")
        try:
            (top, left), (bottom, right) = parse_address(corners[0]), parse_address(corners[-1])
        except ValueError as error:
            raise Refused(BROKEN) from error
        if len(self._merges) >= MOST_MERGES:
            raise Refused(TOO_LARGE)
        if not (top <= bottom <= LAST_ROW and left <= right <= LAST_COLUMN):
            raise Refused(BROKEN)
        self._merges.append(Merge(top, left, bottom, right))


@lru_cache(maxsize=1024)
def is_date_format(number_format: str) -> bool:
    """Whether a number in this format is shown as a date or time: quoted text and [..] are not part of the code."""
    code = re.sub(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]', "", number_format).split(";")[0].lower()
    return code not in ("general", "@") and bool(re.search("[ymdhs]", code))


def date_of(serial: float, *, from_1904: bool) -> str | None:
    """Return the ISO date (with time if there is one), None outside 1900–9999. Day 60 of 1900 does not exist."""
    first = datetime(1899, 12, 31) if serial < 60 else datetime(1899, 12, 30)
    start = datetime(1904, 1, 1) if from_1904 else first
    try:
        moment = start + timedelta(days=serial)
    except OverflowError:
        return None
    if serial < 0:
        return None
    return moment.date().isoformat() if serial == int(serial) else moment.isoformat(timespec="seconds")
