"""What reading an uploaded sheet costs, bytes → facts and issues, beside python-calamine reading the same file.

`python benchmarks/sheets.py READER FILE` reads one file in a process of its own and prints CPU seconds and MB.
"""

from __future__ import annotations

import io
import resource
import subprocess
import sys
import time
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import xlsxwriter

from faheng.catalogue import Catalogue
from faheng.catalogue_files import load_catalogue
from faheng.intake.read import read_file
from faheng.settings import PROJECT_FOLDER, Settings

ROWS = (200, 1_000, 3_000)
COLUMNS = 60
READERS = ("calamine", "faheng")
_CITY = "990100"
_FIRST_YEAR = 1995


@dataclass
class Sheets:
    """CPU seconds and peak MB of both readers for one number of rows, one number per round."""

    rows: int
    seconds: dict[str, list[float]] = field(default_factory=lambda: {name: [] for name in READERS})
    megabytes: dict[str, list[float]] = field(default_factory=lambda: {name: [] for name in READERS})
    facts: int = 0
    issues: int = 0


def _catalogue() -> Catalogue:
    return load_catalogue(Settings(PROJECT_FOLDER / "data" / "local").catalogue_folders)


def write_sheet(path: Path, catalogue: Catalogue, *, rows: int) -> None:
    """Write a clean sheet: region and month in the first columns, 58 indicators' values beside them."""
    indicators = list(catalogue.indicators.values())[: COLUMNS - 2]
    regions = catalogue.parts_of(_CITY)
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet("统计表")
        sheet.write_row(0, 0, ["地区", "时期", *(f"{each.name}（{each.unit}）" for each in indicators)])
        for row in range(rows):
            month, place = divmod(row, len(regions))
            sheet.write_string(row + 1, 0, regions[place].name)
            sheet.write_string(row + 1, 1, f"{_FIRST_YEAR + month // 12}年{month % 12 + 1}月")
            for column, indicator in enumerate(indicators, start=2):
                number = 40 + (row * 7 + column * 13) % 55
                sheet.write_number(row + 1, column, number / 10 if indicator.decimals else number)


def measure_sheets(folder: Path, *, rounds: int) -> list[Sheets]:
    """Read sheets of every size with both readers in turn, each time in a fresh process."""
    catalogue = _catalogue()
    found = [Sheets(rows) for rows in ROWS]
    for sheets in found:
        write_sheet(folder / f"{sheets.rows}.xlsx", catalogue, rows=sheets.rows)
    for _ in range(rounds):
        for sheets in found:
            for reader in READERS:
                command = [sys.executable, __file__, reader, str(folder / f"{sheets.rows}.xlsx")]
                run = subprocess.run(command, cwd=PROJECT_FOLDER, check=True, capture_output=True, text=True)
                seconds, megabytes, facts, issues = map(float, run.stdout.split())
                sheets.seconds[reader].append(seconds)
                sheets.megabytes[reader].append(megabytes)
                if reader == "faheng":
                    sheets.facts, sheets.issues = int(facts), int(issues)
    return found


def _calamine(data: bytes) -> tuple[int, int]:
    import python_calamine

    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    return sum(len(row) for row in book.get_sheet_by_index(0).to_python()), 0


def _faheng(data: bytes, catalogue: Catalogue) -> tuple[int, int]:
    city = catalogue.regions[_CITY]
    file = read_file(data, "统计表.xlsx", catalogue, city=city, period=None, today=date.today())
    return len(file.reading.values), len(file.issues)


def main() -> None:
    """Read one file with one reader; prints CPU seconds, peak MB, facts (calamine: cells) and issues.

    What is in a server's memory before a file comes, modules and catalogue, is not counted.
    """
    reader, path = sys.argv[1], Path(sys.argv[2])
    data = path.read_bytes()
    catalogue = _catalogue() if reader == "faheng" else None
    started = time.process_time()
    facts, issues = _calamine(data) if catalogue is None else _faheng(data, catalogue)
    seconds = time.process_time() - started
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(seconds, megabytes, facts, issues)


if __name__ == "__main__":
    main()
