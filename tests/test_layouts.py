"""Sheets in many layouts, scored as the six examples are: what is read, what is asked, what is found wrong.

tests/workbooks/layouts was written before the rules that read it; tests/workbooks/fresh by somebody who had not seen
them (README.md beside them says how the reader did on first contact).
"""

import re
import subprocess
import sys
from pathlib import Path

import pytest

FOLDER = Path(__file__).parent / "workbooks"
COMMAND = f"{sys.executable} -m faheng read {{file}} --city {{city}} --year={{year}} --json"
SUMMARY = re.compile(
    r"mean score (?P<score>[\d.]+); facts \d+/\d+, WRONG (?P<wrong>\d+), extra \d+, "
    r"errors (?P<found>\d+)/(?P<expected>\d+), warnings \d+/\d+, false (?P<false>\d+)"
)


@pytest.mark.parametrize("name", ["layouts", "fresh"])
def test_nothing_is_read_wrong_and_every_error_is_found(name: str) -> None:
    run = subprocess.run(
        [
            sys.executable,
            str(FOLDER / "score_sheets.py"),
            "--dir",
            str(FOLDER / name),
            "--cmd",
            COMMAND,
            "-v",
        ],
        capture_output=True,
        text=True,
        cwd=FOLDER.parent.parent,
        check=True,
    )
    summary = SUMMARY.match(run.stdout.strip().splitlines()[-1])
    assert summary is not None, run.stdout
    assert (summary["wrong"], summary["false"], summary["found"]) == ("0", "0", summary["expected"]), (
        run.stdout
    )
    assert float(summary["score"]) >= 0.95, run.stdout
