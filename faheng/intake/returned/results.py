"""The results of formulas, put into a workbook whose writer left them out or cannot write them.

A writer that does not calculate leaves formulas without results, which would come back as 没有计算结果 when the file is
uploaded again without having been opened.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from xml.sax.saxutils import escape

from faheng.intake.grid import Cell, cell_address

_FORMULA_CELL = re.compile(r"<c ([^>]*)>(<f(?:\s[^>]*)?(?:/>|>[^<]*</f>))(?:<v\s*/>|<v>[^<]*</v>)?</c>")
_TYPE = re.compile(r'\s*\bt="[^"]*"')
_ADDRESS = re.compile(r'\br="([A-Z]+[0-9]+)"')

Cells = Mapping[tuple[int, int], Cell]


def put_results(data: bytes, sheets: Mapping[int, Cells]) -> bytes:
    """Give every formula of the worksheets, counted from 1 as in the file, the result that `sheets` has at its place.

    A formula at a place where `sheets` has nothing results in an empty text.
    """
    parts = {f"xl/worksheets/sheet{number}.xml": cells for number, cells in sheets.items()}
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(buffer, "w") as target:
        for entry in source.infolist():
            content = source.read(entry)
            if entry.filename in parts:
                content = _with_results(content.decode("utf-8"), parts[entry.filename]).encode("utf-8")
            target.writestr(entry, content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def _with_results(xml: str, cells: Cells) -> str:
    by_address = {cell_address(row, column): cell for (row, column), cell in cells.items()}

    def replaced(match: re.Match[str]) -> str:
        address = _ADDRESS.search(match[1])
        cell = by_address.get(address[1]) if address is not None else None
        kind, text = _result(cell)
        attributes = _TYPE.sub("", match[1]) + (f' t="{kind}"' if kind else "")
        return f"<c {attributes}>{match[2]}<v>{escape(text)}</v></c>"

    return _FORMULA_CELL.sub(replaced, xml)


def _result(cell: Cell | None) -> tuple[str, str]:
    """The type (empty for a number) and text of a result as a worksheet writes them."""
    if cell is None:
        return "str", ""
    match cell.kind:
        case "number" | "date":
            return "", cell.text
        case "uncomputed":
            return "", ""
        case "boolean":
            return "b", "1" if cell.value else "0"
        case "error" if cell.text.startswith("#"):
            return "e", cell.text
    return "str", cell.text
