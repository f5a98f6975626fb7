"""Reads an uploaded file in a process of its own: whatever the file does to it, the server lives on."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import astuple
from decimal import Decimal
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any

from faheng.intake.formats.workbook import read_workbook
from faheng.intake.grid import Cell, CellKind, Grid, Merge, Refused, Workbook
from faheng.intake.memory import without_search_for_cycles

MOST_MEMORY = 512 << 20  # bytes of address space
MOST_SECONDS = 10
TOO_SLOW = "读这份文件用时过长，请只留要报送的工作表，在 Excel/WPS 里另存为 .xlsx 后再上传。"
DIED = "这份文件让读表程序中断了，请在 Excel/WPS 里另存为 .xlsx 后再上传；仍然不行请联系管理员。"
# Each child may need half a gigabyte; more of them at once would not be faster on a modest machine.
_children = BoundedSemaphore(2)
_PROJECT = Path(__file__).resolve().parents[3]


def read_isolated(data: bytes, file_name: str) -> Workbook:
    """Read a file as `read_workbook` does, in a child process with limits on memory (not on Windows) and time.

    Raises:
        Refused: the file cannot be read, or the child died or took too long over it.
    """
    command = [sys.executable, "-m", "faheng.intake.formats.isolated", file_name]
    with _children:
        try:
            run = subprocess.run(
                command, input=data, capture_output=True, cwd=_PROJECT, timeout=MOST_SECONDS, check=False
            )
        except subprocess.TimeoutExpired as error:
            raise Refused(TOO_SLOW) from error
    try:
        # Text, not pickle: what a subverted child sends must not run here.
        answer = json.loads(run.stdout)
        if "refused" in answer:
            raise Refused(str(answer["refused"]))
        return _workbook(answer)
    except (ValueError, KeyError, TypeError, ArithmeticError) as error:
        raise Refused(DIED) from error


def _workbook(answer: dict[str, Any]) -> Workbook:
    return Workbook(str(answer["name"]), str(answer["format"]), tuple(map(_grid, answer["sheets"])))


def _grid(sheet: dict[str, Any]) -> Grid:
    cells = {
        (row, column): Cell(text, _value(kind, value), number_format, kind)
        for row, column, text, value, number_format, kind in sheet["cells"]
    }
    return Grid(
        sheet["name"],
        sheet["hidden"],
        cells,
        tuple(Merge(*corners) for corners in sheet["merges"]),
        frozenset(sheet["hidden_rows"]),
        frozenset(sheet["hidden_columns"]),
    )


def _value(kind: CellKind, value: Any) -> Any:
    return Decimal(value) if kind == "number" else value


def _plain(workbook: Workbook) -> dict[str, Any]:
    return {
        "name": workbook.file_name,
        "format": workbook.format,
        "sheets": [
            {
                "name": grid.name,
                "hidden": grid.hidden,
                "cells": [
                    (
                        row,
                        column,
                        cell.text,
                        str(cell.value) if cell.kind == "number" else cell.value,
                        cell.number_format,
                        cell.kind,
                    )
                    for (row, column), cell in grid.cells.items()
                ],
                "merges": [astuple(merge) for merge in grid.merges],
                "hidden_rows": sorted(grid.hidden_rows),
                "hidden_columns": sorted(grid.hidden_columns),
            }
            for grid in workbook.sheets
        ],
    }


def limit_this_process() -> None:
    """Allow this process no more memory than MOST_MEMORY, no core dump and little more time than MOST_SECONDS."""
    try:
        import resource
    except ImportError:  # Windows has no such limits; the parent's clock remains
        return
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS + 1, MOST_SECONDS + 1))


def main() -> None:
    """The child: read standard input, write the workbook or the reason against it as JSON."""
    limit_this_process()
    try:
        with without_search_for_cycles():
            answer: dict[str, Any] = _plain(read_workbook(sys.stdin.buffer.read(), sys.argv[1]))
    except Refused as refused:
        answer = {"refused": str(refused)}
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main()
