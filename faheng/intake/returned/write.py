"""Returns a file to its sender with its problems marked: in the workbook itself, or in one built anew."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import datetime

from faheng.catalogue import Catalogue
from faheng.intake.read import FileReading
from faheng.intake.reading import RETURNED_SHEET
from faheng.intake.returned.annotate import annotate
from faheng.intake.returned.compare import ReturnedList
from faheng.intake.returned.listing import Checked
from faheng.intake.returned.look import readable
from faheng.intake.returned.rebuild import rebuild

_ENDING = f"（{RETURNED_SHEET}）"
_LONGEST_STEM = 80


def write_returned(
    file: FileReading,
    *,
    withheld: Collection[str],
    previous: ReturnedList | None,
    catalogue: Catalogue,
    checked_at: datetime,
) -> bytes:
    """The sender's workbook as .xlsx: cells of issues coloured and commented, all of them listed on 校验结果 in front.

    Read again it says the same facts: formulas keep their results. `withheld` are the cells marked 这格先不报;
    `previous` is the list of the last check (`read_returned(file.workbook)`), None the first time.
    """
    checked = Checked(frozenset(withheld), previous, catalogue, checked_at)
    annotated = annotate(file, checked) if file.workbook.format == "xlsx" else None
    return annotated if annotated is not None else rebuild(file, checked)


def returned_file_name(file_name: str) -> str:
    """The name under which a file is returned: 报表.xls comes back as 报表（校验结果）.xlsx."""
    last = re.split(r"[/\\]", file_name)[-1]
    stem = last.rpartition(".")[0] if "." in last else last
    safe = re.sub(r'[<>:"|?*\s]+', " ", readable(stem)).strip(" .").removesuffix(_ENDING)
    return f"{safe[:_LONGEST_STEM] or '报表'}{_ENDING}.xlsx"
