"""The JSON of `python -m faheng read`: doubts, what would hold if they were confirmed, and recorded answers."""

import json
from decimal import Decimal
from pathlib import Path

import pytest

from faheng.__main__ import main
from faheng.catalogue import Catalogue
from faheng.intake.grid import Cell, Grid, Workbook
from faheng.intake.json_form import read_answers, read_as_json
from faheng.intake.reading import Reading
from faheng.intake.recognition.recognise import recognise
from faheng.period import parse_period

SHEET = "地区,2023年法律援助案件办理数\n会宁县,330\n景太县,120\n"


def read(
    folder: Path, catalogue: Catalogue, answers: dict[str, str] | None = None, *, sheet: str = SHEET
) -> dict[str, object]:
    path = folder / "法援.csv"
    path.write_text(sheet, encoding="utf-8")
    return read_as_json(path, "白银市", "", catalogue, answers=answers)


def facts(answer: dict[str, object]) -> list[tuple[str, int, bool]]:
    return [(fact["region"], fact["value"], fact.get("confirm", False)) for fact in answer["facts"]]  # type: ignore[attr-defined]


def test_what_depends_on_a_doubt_is_to_be_confirmed(tmp_path: Path, whole_catalogue: Catalogue) -> None:
    answer = read(tmp_path, whole_catalogue)
    assert facts(answer) == [("会宁县", 330, False), ("景泰县", 120, True)]
    assert [(doubt["key"], doubt["proposed"]) for doubt in answer["doubts"]] == [("region:景太县", "620423")]  # type: ignore[attr-defined]


def test_a_recorded_answer_settles_the_doubt(tmp_path: Path, whole_catalogue: Catalogue) -> None:
    answer = read(tmp_path, whole_catalogue, {"region:景太县": "620423"})
    assert facts(answer) == [("会宁县", 330, False), ("景泰县", 120, False)]
    assert answer["doubts"] == []


def test_an_answer_may_take_a_row_out(tmp_path: Path, whole_catalogue: Catalogue) -> None:
    answer = read(tmp_path, whole_catalogue, {"region:景太县": "ignore"})
    assert facts(answer) == [("会宁县", 330, False)]
    assert answer["doubts"] == []


def test_the_command_takes_answers_from_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sheet, answers = tmp_path / "法援.csv", tmp_path / "回答.json"
    sheet.write_text(SHEET, encoding="utf-8")
    answers.write_text('{"region:景太县": "620423"}', encoding="utf-8")
    assert main(["read", str(sheet), "--city", "白银市", "--answers", str(answers), "--json"]) == 0
    assert facts(json.loads(capsys.readouterr().out)) == [("会宁县", 330, False), ("景泰县", 120, False)]


@pytest.mark.parametrize("text", ["[1]", '{"region:景太县": 620423}', "没有"])
def test_a_file_that_holds_no_answers_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "回答.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=r"回答\.json"):
        read_answers(path)


def test_a_hidden_sheet_is_read_when_the_sender_says_so(whole_catalogue: Catalogue) -> None:
    rows = {"表": [["地区", "E08"], ["东湖区", 5]], "旧表": [["地区", "E09"], ["东湖区", 6]]}
    skipped = sheet_reading(whole_catalogue, rows, {})
    assert [value.indicator_code for value in skipped.values] == ["E08"]
    asked = sheet_reading(whole_catalogue, rows, {"sheet:旧表": "read", "sheet:表": "ignore"})
    assert [value.indicator_code for value in asked.values] == ["E09"]


def test_a_column_and_a_row_are_corrected_by_hand(whole_catalogue: Catalogue) -> None:
    rows = {
        "表": [["地区", "法律援助案件办理数", "C05"], ["东湖区", 5, 1], ["西岭区", 6, 2]],
        "旧表": [["空"]],
    }
    answers = {"column:法律援助案件办理数": "E09/value", "column:c05": "ignore", "region:西岭区": "ignore"}
    reading = sheet_reading(whole_catalogue, rows, answers)
    assert [(value.indicator_code, value.region_code, value.value) for value in reading.values] == [
        ("E09", "990102", 5)
    ]


def sheet_reading(
    catalogue: Catalogue, sheets: dict[str, list[list[object]]], answers: dict[str, str]
) -> Reading:
    """A workbook read with answers; 旧表 is hidden."""
    grids = tuple(
        Grid(
            name,
            hidden=name == "旧表",
            cells={
                (row, column): Cell(str(content), Decimal(content), kind="number")
                if isinstance(content, int)
                else Cell(str(content), str(content))
                for row, line in enumerate(rows, 1)
                for column, content in enumerate(line, 1)
            },
        )
        for name, rows in sheets.items()
    )
    city = catalogue.find_city("演示市")
    assert city is not None
    period = parse_period("2023")
    return recognise(Workbook("表.xlsx", "xlsx", grids), catalogue, city=city, period=period, answers=answers)
