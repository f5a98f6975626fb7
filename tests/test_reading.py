"""A reading after cells were withheld."""

from sheets import read

from faheng.catalogue import Catalogue
from faheng.intake.reading import blocking, withhold


def test_a_cell_withheld_stays_unreported(whole_catalogue: Catalogue) -> None:
    reading = read(whole_catalogue, [["地区", "E08"], ["东湖区", "三百多"], ["西岭区", 6]], period="2023")
    assert [issue.cell for issue in blocking(reading.issues, [])] == ["Sheet1!B2"]
    held = withhold(reading, ["Sheet1!B2", "Sheet1!B3"])
    assert held.values == ()
    assert blocking(held.issues, []) == []
    assert {(mark.cell, mark.kind) for mark in held.missing} == {
        ("Sheet1!B2", "not_reported"),
        ("Sheet1!B3", "not_reported"),
    }
