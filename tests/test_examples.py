"""The six example workbooks, scored as their author scores them; and what `read` costs to import."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from faheng.catalogue import Catalogue
from faheng.intake.json_form import read_as_json

FOLDER = Path(__file__).parent / "workbooks"


def test_the_six_examples_score_one_without_a_wrong_value() -> None:
    command = f"{sys.executable} -m faheng read {{file}} --city {{city}} --year={{year}} --json"
    run = subprocess.run(
        [sys.executable, str(FOLDER / "score_sheets.py"), "--dir", str(FOLDER), "--cmd", command, "-v"],
        capture_output=True,
        text=True,
        cwd=FOLDER.parent.parent,
        check=True,
    )
    summary = run.stdout.strip().splitlines()[-1]
    assert summary == (
        "mean score 1.000; facts 91/91, WRONG 0, extra 0, errors 5/5, warnings 0/0, false 0, "
        "missing 1/1, n/d 17/17, cells 91/91"
    ), run.stdout


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.expected.json")), ids=lambda path: path.name)
def test_totals_are_compared_as_expected(path: Path, whole_catalogue: Catalogue) -> None:
    expected = json.loads(path.read_text(encoding="utf-8"))
    answer = read_as_json(FOLDER / expected["file"], expected["context"]["city"], "", whole_catalogue)
    found = {(each["cell"], each["stated"], each["computed"], each["ok"]) for each in answer["totals"]}
    assert found == {
        (each["cell"], each["stated"], each["computed"], each["ok"]) for each in expected["totals"]
    }


def test_a_city_or_period_that_does_not_exist_is_rejected(whole_catalogue: Catalogue) -> None:
    path = FOLDER / "ex1_template.xlsx"
    assert read_as_json(path, "白银", "", whole_catalogue)["status"] == "reject"
    assert read_as_json(path, "白银市", "去年", whole_catalogue)["status"] == "reject"
    assert read_as_json(FOLDER / "none.xlsx", "白银市", "", whole_catalogue)["status"] == "reject"


def test_a_file_that_is_no_spreadsheet_is_rejected_with_its_reason(
    tmp_path: Path, whole_catalogue: Catalogue
) -> None:
    path = tmp_path / "表.xls"
    path.write_bytes(b"%PDF-1.7 ...")
    answer = read_as_json(path, "白银市", "", whole_catalogue)
    assert (answer["status"], answer["facts"]) == ("reject", [])
    assert "PDF" in answer["message"]


def test_reading_imports_neither_pandas_nor_duckdb_nor_streamlit() -> None:
    code = (
        "import sys, faheng.intake.json_form\n"
        "print(sorted({'pandas', 'duckdb', 'streamlit', 'openpyxl', 'numpy'} & set(sys.modules)))"
    )
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=FOLDER.parent.parent, check=True
    )
    assert run.stdout.strip() == "[]"
