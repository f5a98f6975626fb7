"""The JSON that `python -m faheng read` prints: status, facts, missing, issues, totals."""

import json
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from faheng.catalogue import Catalogue
from faheng.intake.doubts import Doubt
from faheng.intake.formats.workbook import Refused
from faheng.intake.memory import without_search_for_cycles
from faheng.intake.read import read_file
from faheng.intake.reading import Issue, Value
from faheng.period import parse_period


@without_search_for_cycles()
def read_as_json(
    path: Path, city_text: str, year: str, catalogue: Catalogue, *, answers: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """Read one file for a city (name or code) and, if it says none itself, the period `year` ('' for none).

    `answers` are those recorded for its doubts, by their keys. A fact with `confirm` holds if the doubt it depends on
    is answered as proposed; it would not be handed in before.

    Returns a dictionary for json.dumps: `status` is 'reject' with a Chinese `message` when the file, the city or the
    period cannot be taken at all; else 'ok'. A value that an error touches is no fact: it stands among the issues.
    """
    city = catalogue.find_city(city_text)
    if city is None:
        return _reject(f"指标目录里没有“{city_text}”这个市，请写全称或代码，如“白银市”或 620400。")
    period = parse_period(year) if year.strip() else None
    if period is None and year.strip():
        return _reject(f"“{year}”不是能认出的时期，请写成 2023、2023-H1、2023-Q3、2023-07 或 2023-01..09。")
    try:
        data = path.read_bytes()
    except OSError as error:
        return _reject(f"打不开文件 {path}：{error.strerror}。")
    try:
        file = read_file(
            data, path.name, catalogue, city=city, period=period, today=date.today(), answers=answers
        )
    except Refused as error:
        return _reject(str(error))
    doubtful = _doubtful_keys(file.reading.values, file.issues)
    return {
        "status": "ok",
        "message": "",
        "facts": [
            *(
                _fact(value, catalogue)
                for value in dict.fromkeys(file.reading.values)
                if value.value is not None and value.key not in doubtful
            ),
            *(
                {**_fact(value, catalogue), "confirm": True}
                for value in file.proposed
                if value.value is not None
            ),
        ],
        "missing": [
            {
                "region": catalogue.regions[mark.region_code].name,
                "code": mark.indicator_code,
                "period": mark.period.code,
                "cell": mark.cell,
                "kind": mark.kind,
            }
            for mark in file.reading.missing
        ],
        "issues": [
            *(
                {
                    "cell": issue.cell,
                    "level": issue.level,
                    "rule": issue.rule,
                    "message": issue.message,
                    "suggestion": issue.suggestion,
                }
                for issue in file.issues
            ),
            *(issue for doubt in file.reading.doubts for issue in _doubt_issues(doubt)),
        ],
        "doubts": [
            {
                "key": doubt.key,
                "question": doubt.question,
                "cells": doubt.cells,
                "candidates": [{"answer": each.answer, "label": each.label} for each in doubt.candidates],
                "proposed": doubt.proposed,
            }
            for doubt in file.reading.doubts
        ],
        "totals": [
            {
                "cell": total.cell,
                "label": total.label,
                "code": total.indicator_code,
                "period": total.period.code,
                "stated": _number(total.stated),
                "computed": _number(total.computed),
                "ok": total.agrees,
            }
            for total in file.reading.totals
        ],
    }


def read_answers(path: Path) -> dict[str, str]:
    """Return the answers recorded in a file: one JSON object, doubt key → answer.

    Raises:
        ValueError: it cannot be opened or is no such object; the message says so in Chinese.
    """
    try:
        answers = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ValueError(f"读不了回答文件 {path}：应是 UTF-8 的 JSON。") from error
    if not isinstance(answers, dict) or not all(isinstance(each, str) for each in answers.values()):
        raise ValueError(f"回答文件 {path} 应是一个 JSON 对象：键是疑问的 key，值是回答的文字。")
    return answers


def _doubt_issues(doubt: Doubt) -> Iterator[dict[str, Any]]:
    """A doubt is a warning wherever it stands and at every number that waits for its answer."""
    for cell in dict.fromkeys((*doubt.cells, *doubt.affects)):
        yield {
            "cell": cell,
            "level": "warning",
            "rule": f"doubt_{doubt.kind}",
            "message": doubt.question,
            "suggestion": doubt.proposed,
        }


def _doubtful_keys(values: tuple[Value, ...], issues: tuple[Issue, ...]) -> set[object]:
    """Return what cannot be called a fact: values with an error at one of their cells, both of a conflicting pair."""
    cells = {issue.cell for issue in issues if issue.level == "error"}
    return {value.key for value in values if cells.intersection(value.cells)}


def _fact(value: Value, catalogue: Catalogue) -> dict[str, Any]:
    return {
        "region": catalogue.regions[value.region_code].name,
        "region_code": value.region_code,
        "code": value.indicator_code,
        "indicator": catalogue.indicators[value.indicator_code].name,
        "period": value.period.code,
        "value": _number(value.value),
        "numerator": _number(value.numerator),
        "denominator": _number(value.denominator),
        "unit": catalogue.indicators[value.indicator_code].unit,
        "status": value.status,
        "cell": value.cells[0],
        "cells": {
            part: cell
            for part, cell in (
                ("value", value.value_cell),
                ("numerator", value.numerator_cell),
                ("denominator", value.denominator_cell),
            )
            if cell is not None
        },
    }


def _number(number: Decimal | None) -> int | float | None:
    """Return a JSON number: whole ones without a decimal point."""
    if number is None:
        return None
    return int(number) if number == number.to_integral_value() else float(number)


def _reject(message: str) -> dict[str, Any]:
    empty: dict[str, Any] = {name: [] for name in ("facts", "missing", "issues", "doubts", "totals")}
    return {"status": "reject", "message": message, **empty}
