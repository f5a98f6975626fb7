"""Rows of a CSV file of ours or the office's: every cell is checked, and every fault is named by file, row and column."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from faheng.period import period_from_code


@dataclass(frozen=True)
class Fault:
    """One thing wrong in a catalogue file: where, what was found, which rule it breaks."""

    file: str
    row: int
    column: str
    value: str
    rule: str

    def __str__(self) -> str:
        place = f"第 {self.row} 行" if self.row else "表头"
        return f"{self.file} {place} {self.column} 列：“{self.value}” {self.rule}"


class CatalogueError(Exception):
    """The catalogue cannot be used; `faults` lists everything that is wrong."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = faults
        super().__init__("\n".join(str(fault) for fault in faults))


class Unfit(ValueError):
    """A cell breaks the rule that its message states."""


def text(cell: str) -> str:
    """A cell that must hold something.

    Raises, as all of these: Unfit, with the rule that the cell breaks.
    """
    if not cell:
        raise Unfit("不能为空")
    return cell


def optional(cell: str) -> str:
    """A cell that may be empty."""
    return cell


def one_of(*allowed: str) -> Callable[[str], str]:
    """A cell that holds one of these words."""

    def parse(cell: str) -> str:
        if cell not in allowed:
            raise Unfit(f"应为其中之一：{'、'.join(allowed)}")
        return cell

    return parse


def matching(pattern: str, rule: str) -> Callable[[str], str]:
    """A cell of a certain form; `rule` says which to its reader."""

    def parse(cell: str) -> str:
        if not re.fullmatch(pattern, cell):
            raise Unfit(rule)
        return cell

    return parse


def decimal(cell: str) -> Decimal:
    """A number."""
    try:
        number = Decimal(cell)
    except InvalidOperation:
        raise Unfit("应为数字") from None
    if not number.is_finite():
        raise Unfit("应为有限的数字")
    return number


def digit(cell: str) -> int:
    """A whole number of one digit."""
    if not re.fullmatch(r"\d", cell):
        raise Unfit("应为 0 到 9 的整数")
    return int(cell)


def yes_no(cell: str) -> bool:
    """yes or no."""
    return one_of("yes", "no")(cell) == "yes"


def period(cell: str) -> Any:
    """A period's code."""
    try:
        return period_from_code(cell)
    except ValueError:
        raise Unfit("应为时期代码，如 2024、2024-H1、2024-Q3、2024-07") from None


def or_none(parse: Callable[[str], Any]) -> Callable[[str], Any]:
    """What `parse` makes of a cell; None of an empty one."""
    return lambda cell: parse(cell) if cell else None


@dataclass(frozen=True)
class AddedLater:
    """A cell of a column that came after offices had been given the file: a file without it has empty cells there."""

    parse: Callable[[str], Any]

    def __call__(self, cell: str) -> Any:
        """What the cell becomes."""
        return self.parse(cell)


@dataclass(frozen=True)
class Row:
    """One good row and where it stands."""

    file: str
    row: int
    item: Any

    def fault(self, column: str, rule: str) -> Fault:
        """What is wrong with one of its cells."""
        value = getattr(self.item, column)
        return Fault(self.file, self.row, column, "" if value is None else str(value), rule)


def read_rows(
    path: Path,
    row_type: type,
    columns: Mapping[str, Callable[[str], Any]],
    faults: list[Fault],
    *,
    file: str,
    **given: Any,
) -> list[Row]:
    """The good rows of one file as `row_type`, made of `columns` and what is `given`; faults are added to `faults`.

    `file` is what a fault calls the file. A file that is not there has no rows; columns that are
    `AddedLater` may be missing and are empty then.
    """
    if not path.is_file():
        return []
    try:
        content = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        faults.append(Fault(file, 0, "全部", "", "不是 UTF-8 编码，请另存为“CSV UTF-8”"))
        return []
    reader = csv.DictReader(content.splitlines(), restkey="多出的")
    header = set(reader.fieldnames or ())
    later = {column for column, parse in columns.items() if isinstance(parse, AddedLater)}
    wrong = (set(columns) - header - later) | (header - set(columns))
    if wrong:
        faults += [
            Fault(file, 0, column, column, "缺少这一列" if column in columns else "不应有这一列")
            for column in sorted(wrong)
        ]
        return []
    rows = []
    for cells in reader:
        found = len(faults)
        values: dict[str, Any] = {}
        if "多出的" in cells:
            faults.append(
                Fault(file, reader.line_num, "多出的", "、".join(cells["多出的"]), "单元格比表头多")
            )
        for column, parse in columns.items():
            cell = (cells.get(column) or "").strip()
            try:
                values[column] = parse(cell)
            except Unfit as unfit:
                faults.append(Fault(file, reader.line_num, column, cell, str(unfit)))
        if len(faults) == found:
            rows.append(Row(file, reader.line_num, row_type(**values, **given)))
    return rows


def repeated(rows: list[Row], column: str, key: Callable[[Any], Any]) -> Iterator[Fault]:
    """Yield a fault for every row whose `key` another row before it has."""
    seen: dict[Any, Row] = {}
    for row in rows:
        first = seen.setdefault(key(row.item), row)
        if first is not row:
            yield row.fault(column, f"与 {first.file} 第 {first.row} 行重复")
