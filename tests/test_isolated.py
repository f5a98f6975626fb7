"""Reading in a process of its own: the same workbook comes back, and a child that dies is one sentence."""

import sys
from pathlib import Path

import pytest

from faheng.intake.formats import isolated
from faheng.intake.formats.isolated import DIED, TOO_SLOW, read_isolated
from faheng.intake.formats.workbook import read_workbook
from faheng.intake.grid import Refused

FORMATS = Path(__file__).parent / "workbooks" / "formats"


@pytest.mark.parametrize("ending", ["xlsx", "xls", "ods", "html"])
def test_the_same_workbook_comes_back(ending: str) -> None:
    data = (FORMATS / f"rich.{ending}").read_bytes()
    assert read_isolated(data, "表.xls") == read_workbook(data, "表.xls")


def test_a_refusal_comes_back_as_one() -> None:
    with pytest.raises(Refused, match="PDF"):
        read_isolated(b"%PDF-1.7", "表.xlsx")


def child(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, code: str) -> None:
    """Let the child run `code` instead of reading."""
    script = tmp_path / "child"
    script.write_text(f"#!{sys.executable}\n{code}\n", encoding="utf-8")
    script.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(script))


@pytest.mark.parametrize(
    "code",
    [
        "import os; os.abort()",
        "import os, signal; os.kill(os.getpid(), signal.SIGKILL)",
        "print('{')",
        "print('[]')",
        'print(\'{"name": "a", "format": "csv", "sheets": [{"cells": [[1]]}]}\')',
    ],
)
def test_a_child_that_dies_or_talks_nonsense_is_one_sentence(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, code: str
) -> None:
    child(monkeypatch, tmp_path, code)
    with pytest.raises(Refused, match=DIED[:8]):
        read_isolated(b"a,b\n", "表.csv")


def test_a_child_that_does_not_end_is_stopped(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    child(monkeypatch, tmp_path, "import time; time.sleep(60)")
    monkeypatch.setattr(isolated, "MOST_SECONDS", 1)
    with pytest.raises(Refused, match=TOO_SLOW[:8]):
        read_isolated(b"a,b\n", "表.csv")
