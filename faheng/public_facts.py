"""The published facts of five real places: rows of data/public/facts.csv, and those of them that are observations.

How a row is judged stands in data/public/SOURCES.md.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any

from faheng.catalogue import Catalogue
from faheng.catalogue_files import DATA_FOLDER
from faheng.intake.formats.workbook import read_workbook
from faheng.intake.grid import cell_address
from faheng.intake.read import FileReading
from faheng.intake.reading import Issue, Reading, Value
from faheng.measures.wording import full_width
from faheng.period import Period, period_from_code

FACTS_FILE = DATA_FOLDER / "public" / "facts.csv"
FILE_NAME = "公开数据.csv"
# What queries/city_values.sql and value_revisions.sql take for the note of a value.
NOTE_RULE = "published"


@dataclass(frozen=True)
class PublicFact:
    """One row: what was published, verbatim, and how it is judged.

    Texts of the row stay as they are written. A fact is either loaded, with `indicator_code`, `period` and `basis`,
    or has a `reason`. `inexact` is the word by which the phrase says that the number is not exact (余, 多, 超).
    `quote_cell` is where its phrase stands in the file (csv!K44).
    """

    place: str
    region_code: str
    region_level: str
    period_text: str
    subject: str
    value: str
    unit: str
    numerator: str
    denominator: str
    document: str
    quote: str
    indicator_code: str
    period: Period | None
    basis: str
    reason: str
    note: str
    inexact: str
    quote_cell: str

    @property
    def key(self) -> tuple[str, str, str, str] | None:
        """Indicator, region, period and basis of the observation; None when it is not loaded."""
        if self.period is None:
            return None
        return self.indicator_code, self.region_code, self.period.code, self.basis

    @property
    def value_text(self) -> str:
        """`1.12%`: the value as it is written, with its unit; `2300余人次`, `超230万次` where it is not exact."""
        if self.inexact == "超":
            return f"{self.inexact}{self.value}{self.unit}"
        return f"{self.value}{self.inexact}{self.unit}"

    @property
    def printed_note(self) -> str:
        """What must stand beside the loaded number: the document, and what the document leaves open."""
        return f"摘自“{full_width(self.document)}”。{self.note}"


@lru_cache(maxsize=1)
def public_facts() -> tuple[PublicFact, ...]:
    """Every row of the file, in its order."""
    reader = csv.DictReader(io.StringIO(FACTS_FILE.read_text(encoding="utf-8-sig"), newline=""))
    column = list(reader.fieldnames or ()).index("quote") + 1
    facts = []
    for number, row in enumerate(reader, start=2):
        cells: dict[str, Any] = {**row}
        cells["period"] = period_from_code(row["period"]) if row["period"] else None
        facts.append(PublicFact(**cells, quote_cell=f"csv!{cell_address(number, column)}"))
    return tuple(facts)


def observation(fact: PublicFact) -> Value:
    """A loaded fact as a value whose source is the cell with its phrase.

    Raises:
        ValueError: the fact is not loaded.
    """
    if fact.period is None:
        raise ValueError(f"not loaded: {fact.quote_cell}")
    return Value(
        indicator_code=fact.indicator_code,
        region_code=fact.region_code,
        period=fact.period,
        basis=fact.basis,
        numerator=_decimal(fact.numerator),
        denominator=_decimal(fact.denominator),
        value=Decimal(fact.value),
        value_cell=fact.quote_cell,
        numerator_cell=fact.quote_cell if fact.numerator else None,
        denominator_cell=fact.quote_cell if fact.denominator else None,
    )


def facts_file(catalogue: Catalogue) -> FileReading:
    """The file itself as a reading ready to be submitted: one value for each loaded fact that the catalogue knows."""
    loaded = [
        fact
        for fact in public_facts()
        if fact.indicator_code in catalogue.indicators and fact.region_code in catalogue.regions
    ]
    data = FACTS_FILE.read_bytes()
    return FileReading(
        file_name=FILE_NAME,
        data=data,
        workbook=read_workbook(data, FILE_NAME),
        reading=Reading(tuple(map(observation, loaded))),
        issues=tuple(Issue(fact.quote_cell, "warning", NOTE_RULE, fact.printed_note) for fact in loaded),
        is_form=False,
    )


def _decimal(text: str) -> Decimal | None:
    return Decimal(text) if text else None
