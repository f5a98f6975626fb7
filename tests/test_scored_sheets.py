"""Sheets of people who had not seen the rules, scored as the six examples are: nothing is read wrong, every error found.

README.md in tests/workbooks says what the reader made of them on first contact.
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


@pytest.mark.parametrize("name", ["fresh", "layouts", "third", "fourth"])
def test_nothing_is_read_wrong_and_every_error_is_found(name: str) -> None:
    script = FOLDER / "score_sheets.py"
    run = subprocess.run(
        [sys.executable, str(script), "--dir", str(FOLDER / name), "--cmd", COMMAND, "-v"],
        capture_output=True,
        text=True,
        cwd=FOLDER.parent.parent,
        check=True,
    )
    summary = SUMMARY.match(run.stdout.strip().splitlines()[-1])
    assert summary is not None, run.stdout
    found = (summary["wrong"], summary["false"], summary["found"])
    assert found == ("0", "0", summary["expected"]), run.stdout
    assert float(summary["score"]) >= 0.95, run.stdout
