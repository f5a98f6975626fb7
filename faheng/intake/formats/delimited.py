"""Delimited text (CSV, tab or semicolon separated) → Grid: encoding, delimiter, cells."""

import csv
import io
import re

from faheng.intake.grid import Cell, Grid, Refused

SHEET_NAME = "csv"
MOST_COLUMNS = 500
MOST_ROWS = 100_000
MOST_CELLS = 200_000
LONGEST_CELL = 32_767


def read_delimited(data: bytes) -> Grid:
    """Read text as one sheet named 'csv'; every cell is a text cell, row numbers are those of the records.

    Raises:
        Refused: not text, more than one encoding, unbalanced quotes or larger than the limits.
    """
    text = decode(data)
    first_line, _, rest = text.partition("\n")
    if match := re.fullmatch(r"\s*sep=(.)\s*", first_line):
        # Excel's own way to name the delimiter; the line stays row 1, so that addresses are those Excel shows.
        text, delimiter = "\n" + rest, match[1]
    else:
        delimiter = find_delimiter(text)
    cells: dict[tuple[int, int], Cell] = {}
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for row, record in enumerate(reader, start=1):
            if row > MOST_ROWS:
                raise Refused(f"文件超过 {MOST_ROWS} 行，请只留要报送的内容后再上传。")
            if len(record) > MOST_COLUMNS:
                raise Refused(f"第 {row} 行超过 {MOST_COLUMNS} 列，请只留要报送的内容后再上传。")
            for column, content in enumerate(record, start=1):
                if len(content) > LONGEST_CELL:
                    raise Refused(f"第 {row} 行第 {column} 列的文字过长，引号可能没有成对。")
                if content:
                    cells[row, column] = Cell(content, content)
            if len(cells) > MOST_CELLS:
                raise Refused(f"文件超过 {MOST_CELLS} 个单元格，请只留要报送的内容后再上传。")
    except csv.Error as error:
        raise Refused(f"第 {reader.line_num} 行读不出来，引号可能没有成对，请检查后再上传。") from error
    return Grid(SHEET_NAME, cells=cells)


def decode(data: bytes) -> str:
    """Decode by byte order mark, else strict UTF-8, else strict GB18030; nothing is guessed from letter counts.

    charset detectors take short GBK files for cp949 or Big5, so none is asked.

    Raises:
        Refused: none of them fits, the text mixes two of them, or it is not text at all.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _strictly(data, "utf-16")
    if (encoding := _utf_16_without_mark(data)) is not None:
        return _strictly(data, encoding)
    if b"\x00" in data:
        raise Refused("这不是电子表格或文本文件，请上传 .xlsx 或 .csv 文件。")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        if _mixes_encodings(data):
            raise Refused("文件里混有两种文字编码，请在 Excel/WPS 里另存为 .xlsx 后再上传。") from None
    text = _strictly(data, "gb18030")
    # GB18030 maps what it does not know to the private use area: the file is Big5 or worse.
    if re.search("[\ue000-\uf8ff]", text):
        raise Refused("认不出文件的文字编码，请在 Excel/WPS 里另存为 .xlsx 后再上传。")
    return text


def _utf_16_without_mark(data: bytes) -> str | None:
    """Return the UTF-16 that a text without a byte order mark is in: commas, digits and line ends have a zero byte each.

    A text in it has zeros on one side only.
    """
    head = data[:4096]
    even, odd = head[::2].count(0), head[1::2].count(0)
    if len(data) % 2 or max(even, odd) < max(2, len(head) // 20) or min(even, odd) > 0:
        return None
    return "utf-16-le" if odd else "utf-16-be"


def _strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise Refused("认不出文件的文字编码，请在 Excel/WPS 里另存为 .xlsx 后再上传。") from error


def _mixes_encodings(data: bytes) -> bool:
    """Whether some lines are Chinese in UTF-8 (not merely ASCII) in a file that as a whole is not UTF-8."""
    for line in data.splitlines():
        if not line.isascii():
            try:
                found = line.decode("utf-8")
            except UnicodeDecodeError:
                continue
            # A GBK line can be valid UTF-8 by chance (联通); three Chinese characters in a row are no chance.
            if re.search("[\u4e00-\u9fff]{3}", found):
                return True
    return False


def find_delimiter(text: str) -> str:
    """Return the delimiter that most of the first 20 lines contain outside quotes: tab, ';' or ','.

    Lines are counted, not characters: '2,810' in a tab-separated file has as many commas as tabs.
    """
    lines = [re.sub(r'"[^"]*"', "", line) for line in text.splitlines()[:20] if line.strip()]
    return max("\t;,", key=lambda delimiter: sum(delimiter in line for line in lines))
