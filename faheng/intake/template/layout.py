"""The blank form (填报表): what stands where in it, for the writer and the reader alike."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from operator import attrgetter

from faheng.catalogue import BASIS_NAMES, Catalogue, Indicator, Region
from faheng.intake.reading import Status
from faheng.period import FREQUENCIES, FREQUENCY_NAMES, Period, year_periods

TEMPLATE = "faheng-form"
VERSION = 1
FORM_TITLE = "法治建设指标填报表"
GUIDE_SHEET = "填报说明"
LIST_SHEET = "字典"
META_SHEET = "_meta"
CORRECTION_SHEET = (
    "更正单"  # the one sheet of a form for one published figure (faheng/intake/template/correction.py)
)
VALUE_SHEETS = frozenset({CORRECTION_SHEET, *FREQUENCY_NAMES.values()})
FORM_SHEETS = frozenset({GUIDE_SHEET, LIST_SHEET, META_SHEET, *VALUE_SHEETS})

# Rows and columns are 1-based, as everywhere in intake.
TITLE_ROW, HINT_ROW, GROUP_ROW, LEAF_ROW, FIRST_ROW = 1, 2, 3, 4, 5
REGION_COLUMN, PERIOD_COLUMN, STATUS_COLUMN, FIRST_COLUMN = 1, 2, 3, 4
ROW_HEADERS = {REGION_COLUMN: "地区", PERIOD_COLUMN: "时期", STATUS_COLUMN: "数据状态"}

NOT_APPLICABLE_MARKS = ("无案件", "不涉及")
NOT_REPORTED_MARK = "未报"
MARKS = (*NOT_APPLICABLE_MARKS, NOT_REPORTED_MARK)


@dataclass(frozen=True, slots=True)
class FormValue:
    """What fills the cells of one indicator, region and period; `mark` (无案件) stands in for numbers."""

    numerator: Decimal | None = None
    denominator: Decimal | None = None
    value: Decimal | None = None
    mark: str = ""
    status: Status = "final"


@dataclass(frozen=True, slots=True)
class FormColumn:
    """One column of a form's sheet; `leaf` is empty where the indicator has this column alone."""

    column: int
    indicator_code: str
    part: str
    group: str
    leaf: str


@dataclass(frozen=True, slots=True)
class FormRow:
    """One row of a form's sheet; `whole_city` marks what the city reports for itself as a whole."""

    row: int
    region: Region
    label: str
    period: Period
    whole_city: bool


def indicators_of(catalogue: Catalogue, frequency: str) -> list[Indicator]:
    """The indicators reported at `frequency`, in code order."""
    return [indicator for indicator in catalogue.indicators.values() if indicator.frequency == frequency]


def form_columns(catalogue: Catalogue, frequency: str) -> list[FormColumn]:
    """The columns of one sheet after region, period and status, from left to right."""
    columns: list[FormColumn] = []
    for indicator in indicators_of(catalogue, frequency):
        columns += indicator_columns(indicator, FIRST_COLUMN + len(columns))
    return columns


def indicator_columns(indicator: Indicator, first_column: int = FIRST_COLUMN) -> list[FormColumn]:
    """The columns of one indicator, from `first_column` to the right."""
    group = f"{indicator.code} {indicator.name}（{indicator.unit}）"
    return [
        FormColumn(column, indicator.code, part, group, leaf)
        for column, (part, leaf) in enumerate(_parts_of(indicator), start=first_column)
    ]


def group_columns(columns: Iterable[FormColumn]) -> list[list[FormColumn]]:
    """The columns by indicator, from left to right."""
    return [list(group) for _, group in groupby(columns, key=attrgetter("indicator_code"))]


def _parts_of(indicator: Indicator) -> tuple[tuple[str, str], ...]:
    if indicator.has_parts:
        result = "比率" if indicator.kind == "rate" else "平均数"
        return (
            ("numerator", indicator.numerator_name),
            ("denominator", indicator.denominator_name),
            ("value", result),
        )
    if indicator.aggregation == "weighted_mean":
        return (("value", "数值"), ("denominator", indicator.denominator_name))
    return (("value", ""),)


def form_rows(
    catalogue: Catalogue, *, city: Region, year: int, sender: Region, frequency: str
) -> Iterator[FormRow]:
    """The rows of one sheet, period by period: a county's own, or all parts of the city and the city itself.

    Raises:
        ValueError: the sender neither is the city nor belongs to it.
    """
    parts = catalogue.parts_of(city.code)
    if sender.code != city.code:
        parts = [part for part in parts if part.code == sender.code]
        if not parts:
            raise ValueError(f"{sender.name} does not report to {city.name}")
    row = FIRST_ROW
    for period in year_periods(year, frequency):
        for region in parts:
            if not catalogue.is_there(region.code, period):
                continue  # 区划调整: it has ended, or has not begun
            yield FormRow(row, region, name_in(catalogue, region, year), period, whole_city=False)
            row += 1
        if sender.code == city.code:
            yield FormRow(row, city, whole_city_label(city), period, whole_city=True)
            row += 1


def name_in(catalogue: Catalogue, region: Region, year: int) -> str:
    """The name the region had in `year`; aliases without dates are other names of today, not former ones."""
    for alias in catalogue.region_aliases:
        dated = alias.valid_from is not None or alias.valid_to is not None
        begun = alias.valid_from is None or alias.valid_from.year <= year
        lasting = alias.valid_to is None or alias.valid_to.year >= year
        if alias.region_code == region.code and dated and begun and lasting:
            return alias.name
    return region.name


def whole_city_label(city: Region) -> str:
    """The label of the row for what the city itself reports as a whole."""
    return f"{city.name}（全市上报数）"


def form_file_name(*, city: Region, year: int, sender: Region) -> str:
    """The name under which a form is handed out."""
    who = city.name if sender.code == city.code else f"{city.name}_{sender.name}"
    return f"{who}_{year}年法治建设指标填报表.xlsx"


@dataclass(frozen=True, slots=True)
class FormMeta:
    """What a form knows of itself: whose it is, which region each label means, where each column stands.

    `basis` is that of the published figure which a 更正单 corrects; '' in a form, whose indicators say theirs.
    """

    version: int
    city_code: str
    year: int
    sender_code: str
    regions: Mapping[str, str]
    sheets: Mapping[str, tuple[FormColumn, ...]]
    basis: str = ""


def describe_form(catalogue: Catalogue, *, city: Region, year: int, sender: Region) -> FormMeta:
    """The facts a form of this city, year and sender carries with it."""
    frequencies = [frequency for frequency in FREQUENCIES if indicators_of(catalogue, frequency)]
    labels = form_rows(catalogue, city=city, year=year, sender=sender, frequency="year")
    return FormMeta(
        version=VERSION,
        city_code=city.code,
        year=year,
        sender_code=sender.code,
        regions={row.label: row.region.code for row in labels},
        sheets={
            FREQUENCY_NAMES[frequency]: tuple(form_columns(catalogue, frequency)) for frequency in frequencies
        },
    )


def write_meta(meta: FormMeta) -> tuple[str, str]:
    """The texts of `_meta`!A1 and A2: the facts as JSON, and the checksum that tells they are untouched."""
    text = json.dumps(
        {
            **({"basis": meta.basis} if meta.basis else {}),
            "template": TEMPLATE,
            "version": meta.version,
            "city": meta.city_code,
            "year": meta.year,
            "sender": meta.sender_code,
            "regions": dict(meta.regions),
            "sheets": {
                name: [
                    [item.column, item.indicator_code, item.part, item.group, item.leaf] for item in columns
                ]
                for name, columns in meta.sheets.items()
            },
        },
        ensure_ascii=False,
        separators=(",", ":"),
    )
    return text, _checksum(text)


def read_meta(text: str, checksum: str) -> FormMeta | None:
    """The facts in `_meta`, or None when they are not those that were written."""
    if _checksum(text) != checksum:
        return None
    # The checksum is no secret: whoever wants to can make one, so the facts may be anything.
    try:
        facts = json.loads(text)
        if facts["template"] != TEMPLATE:
            return None
        current = facts["version"] == VERSION
        return FormMeta(
            version=int(facts["version"]),
            city_code=str(facts["city"]),
            year=int(facts["year"]),
            sender_code=str(facts["sender"]),
            regions=dict(facts["regions"]) if current else {},
            sheets={
                name: tuple(FormColumn(*column) for column in columns)
                for name, columns in (facts["sheets"].items() if current else ())
                if name in VALUE_SHEETS
            },
            basis=str(facts.get("basis", "")) if facts.get("basis") in BASIS_NAMES else "",
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def _checksum(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]
