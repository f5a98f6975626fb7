"""更正单: one published figure, corrected on screen, written and read back by the normal intake."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from faheng.catalogue import Catalogue
from faheng.intake.read import FileReading, read_file
from faheng.intake.reading import Value
from faheng.intake.template import Correction, write_correction
from faheng.period import Period, period_from_code

COUNTY = "990102"


def correction(catalogue: Catalogue, code: str, period: str = "2024-Q1", **entries: str) -> Correction:
    indicator = catalogue.indicators[code]
    return Correction(
        city=catalogue.regions["990100"],
        region=catalogue.regions[COUNTY],
        indicator=indicator,
        period=period_from_code(period),
        basis=indicator.basis,
        before="90.00%（45/50）",
        entries=entries,
        status="正式",
        reason="=漏计 1 件",
        person="王芳",
    )


def read(catalogue: Catalogue, wanted: Correction) -> FileReading:
    return read_file(
        write_correction(wanted),
        wanted.file_name,
        catalogue,
        city=wanted.city,
        period=None,
        today=date(2026, 1, 8),
    )


def test_a_correction_is_one_value_whose_cells_are_in_it(catalogue: Catalogue) -> None:
    file = read(catalogue, correction(catalogue, "C01", numerator="46", denominator="50"))
    assert file.reading.values == (
        Value(
            "C01",
            COUNTY,
            Period(2024, 1, 3),
            "within",
            Decimal(46),
            Decimal(50),
            Decimal(92),
            numerator_cell="更正单!D5",
            denominator_cell="更正单!E5",
        ),
    )
    assert file.issues == ()
    assert file.reading.doubts == ()


def test_a_numerator_above_its_denominator_is_the_usual_error(catalogue: Catalogue) -> None:
    file = read(catalogue, correction(catalogue, "C01", numerator="56", denominator="50"))
    assert [(issue.cell, issue.level, issue.rule) for issue in file.issues] == [
        ("更正单!D5", "error", "numerator_gt_denominator")
    ]


def test_what_is_no_number_is_an_error_at_its_cell(catalogue: Catalogue) -> None:
    file = read(catalogue, correction(catalogue, "C01", numerator="四十六", denominator="50"))
    assert file.reading.values == ()
    assert [(issue.cell, issue.level) for issue in file.issues] == [("更正单!D5", "error")]


def test_no_cases_is_a_correction_too(catalogue: Catalogue) -> None:
    file = read(catalogue, correction(catalogue, "C01", numerator="无案件", denominator="无案件"))
    (value,) = file.reading.values
    assert (value.status, value.value) == ("not_applicable", None)


def test_a_share_below_one_percent_keeps_its_sign(catalogue: Catalogue) -> None:
    file = read(catalogue, correction(catalogue, "C01", value="0.5%"))
    assert [value.value for value in file.reading.values] == [Decimal("0.5")]


@pytest.mark.parametrize("period", ["2023", "2024-H1", "2024-07", "2024-01..09"])
def test_a_figure_of_any_period_can_be_corrected(catalogue: Catalogue, period: str) -> None:
    wanted = replace(
        correction(catalogue, "C01", period, numerator="46", denominator="50"), basis="cumulative"
    )
    (value,) = read(catalogue, wanted).reading.values
    assert (value.period.code, value.basis) == (period, "cumulative")


def test_every_indicator_has_a_correction_that_raises_no_question(catalogue: Catalogue) -> None:
    for indicator in catalogue.indicators.values():
        entries = (
            {"numerator": "3", "denominator": "4"}
            if indicator.has_parts
            else {"value": "3", "denominator": "4"}
        )
        file = read(catalogue, correction(catalogue, indicator.code, "2024", **entries))
        assert [value.indicator_code for value in file.reading.values] == [indicator.code]
        assert file.reading.doubts == ()
        assert [issue for issue in file.issues if issue.level == "error"] == [], indicator.code


def test_the_same_correction_is_the_same_bytes(catalogue: Catalogue) -> None:
    wanted = correction(catalogue, "C01", numerator="46", denominator="50")
    assert write_correction(wanted) == write_correction(wanted)
