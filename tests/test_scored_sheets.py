"""Sheets of people who had not seen the rules, scored as the six examples are: nothing is read wrong, every error found.

README.md in tests/workbooks says what the reader made of them on first contact.
"""

import re
import runpy
import subprocess
import sys
from collections.abc import Sequence
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

import pytest

from faheng.__main__ import main

FOLDER = Path(__file__).parent / "workbooks"
COMMAND = "read {file} --city {city} --year={year} --json"
SUMMARY = re.compile(
    r"mean score (?P<score>[\d.]+); facts \d+/\d+, WRONG (?P<wrong>\d+), extra \d+, "
    r"errors (?P<found>\d+)/(?P<expected>\d+), warnings \d+/\d+, false (?P<false>\d+)"
)


def run_here(arguments: Sequence[str], **_: object) -> subprocess.CompletedProcess[str]:
    """The command in this process: a Python for each of 54 sheets costs five times what reading them does.

    test_examples.py has a process for each of its sheets.
    """
    with redirect_stdout(StringIO()) as said:
        exit_code = main(arguments)
    return subprocess.CompletedProcess(arguments, exit_code, said.getvalue(), "")


@pytest.mark.parametrize("name", ["fresh", "layouts", "third", "fourth"])
def test_nothing_is_read_wrong_and_every_error_is_found(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    script = FOLDER / "score_sheets.py"
    monkeypatch.setattr(sys, "argv", [str(script), "--dir", str(FOLDER / name), "--cmd", COMMAND, "-v"])
    monkeypatch.setattr(subprocess, "run", run_here)
    with redirect_stdout(StringIO()) as said:
        runpy.run_path(str(script), run_name="__main__")
    scores = said.getvalue()
    summary = SUMMARY.match(scores.strip().splitlines()[-1])
    assert summary is not None, scores
    found = (summary["wrong"], summary["false"], summary["found"])
    assert found == ("0", "0", summary["expected"]), scores
    assert float(summary["score"]) >= 0.95, scores
