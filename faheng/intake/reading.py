"""What a file says once understood: values with their cells, missing marks, totals, columns and issues."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from faheng.intake.doubts import Doubt
from faheng.period import Period

Status = Literal["final", "provisional", "estimated", "not_applicable"]
MissingKind = Literal["not_reported", "not_applicable", "ask"]
Level = Literal["error", "warning"]

LEVEL_NAMES: dict[Level, str] = {"error": "错误", "warning": "提醒"}
STATUS_NAMES: dict[str, Status] = {"正式": "final", "暂定": "provisional", "估计": "estimated"}
# Written by ourselves into workbooks that went back to their senders; never data.
RETURNED_SHEET = "校验结果"
# A number from here on is no count of a city (a typed ID card has 18 digits) and does not fit the store's DECIMAL(18,6).
LARGEST_NUMBER = Decimal(10**11)


@dataclass(frozen=True, slots=True)
class Value:
    """One value of indicator × region × period in the catalogue's unit, with the cells ('Sheet!C7') it came from.

    A rate is 0..100. `value_cell` is None when the rate was not typed but computed from its parts; a denominator of 0
    gives status 'not_applicable' (无案件) and no value.
    """

    indicator_code: str
    region_code: str
    period: Period
    basis: str
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    value: Decimal | None = None
    status: Status = "final"
    value_cell: str | None = None
    numerator_cell: str | None = None
    denominator_cell: str | None = None

    @property
    def key(self) -> tuple[str, str, Period]:
        """What the value is about: indicator, region, period."""
        return self.indicator_code, self.region_code, self.period

    @property
    def cells(self) -> tuple[str, ...]:
        """Every cell behind the value: the value's own, numerator's, denominator's."""
        return tuple(
            cell for cell in (self.value_cell, self.numerator_cell, self.denominator_cell) if cell is not None
        )


@dataclass(frozen=True, slots=True)
class Missing:
    """A cell that was understood and holds no usable number.

    Kinds: 'not_reported' (未报; blank is never 0), 'not_applicable' (不涉及/无案件), 'ask' (an issue stands at the cell
    and its sender has to say which it is).
    """

    indicator_code: str
    region_code: str
    period: Period
    cell: str
    kind: MissingKind


@dataclass(frozen=True, slots=True)
class Total:
    """A total row's cell (合计), never a region: what it states, what the rows above it add up to."""

    cell: str
    label: str
    indicator_code: str
    period: Period
    stated: Decimal | None
    computed: Decimal | None
    agrees: bool | None
    """None when there is nothing to compare with: rates without numerator and denominator."""


@dataclass(frozen=True, slots=True)
class ColumnReading:
    """How one column of a sheet was understood; `part` is value, numerator, denominator, region, period, indicator, …

    `note` says in Chinese what the reader of the upload page should know (「未识别，已忽略」「×0.0001 换算为万次」).
    """

    sheet: str
    column: str
    header: str
    indicator_code: str | None = None
    part: str | None = None
    period: Period | None = None
    unit: str | None = None
    note: str = ""
    key: str = ""
    """The doubt key by which the sender may change what the column is, '' where that cannot be changed."""
    period_key: str = ""
    unit_key: str = ""
    """The keys by which the sender may change of which period and in which unit it is."""
    cell: str = ""
    """The full address of the header's leaf; in a sheet with its regions across, 'column' is a row number."""


@dataclass(frozen=True, slots=True)
class RowReading:
    """How one row (or column, where regions stand across) was understood; `region_code` is '' for a total or no data.

    `key` is the doubt key by which the sender may change what the row is.
    """

    sheet: str
    cell: str
    text: str
    region_code: str = ""
    note: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class ContextReading:
    """What stands above a table and was understood: `part` is period, unit or region, `text` as what.

    `cell` is '' where it is said by the name of the sheet or file, or by the sender.
    """

    cell: str
    part: str
    text: str


@dataclass(frozen=True, slots=True)
class Issue:
    """What a check found at a cell ('Sheet!C7', or 'Sheet' alone for the sheet itself)."""

    cell: str
    level: Level
    rule: str
    message: str
    suggestion: str = ""


@dataclass(frozen=True)
class Reading:
    """A file as understood, in the order of its cells; `issues` are those of recognition, checks add their own."""

    values: tuple[Value, ...] = ()
    missing: tuple[Missing, ...] = ()
    totals: tuple[Total, ...] = ()
    columns: tuple[ColumnReading, ...] = ()
    issues: tuple[Issue, ...] = ()
    rows: tuple[RowReading, ...] = ()
    context: tuple[ContextReading, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    """What the sender has to answer before the file can be handed in."""
    form_sender: str | None = None
    """The region code of the unit for which the form was made that this file is; None when it is no form."""


def withhold(reading: Reading, cells: Collection[str]) -> Reading:
    """Return the reading without the values that touch `cells` (这格先不报): those become 未报.

    Issues at the cells are dropped too; run the checks on what is returned. Totals stay as they were read.
    """
    held = frozenset(cells)
    kept, dropped = [], []
    for value in reading.values:
        touched = next((cell for cell in value.cells if cell in held), None)
        if touched is None:
            kept.append(value)
        else:
            dropped.append(
                Missing(value.indicator_code, value.region_code, value.period, touched, "not_reported")
            )
    missing = [replace(mark, kind="not_reported") if mark.cell in held else mark for mark in reading.missing]
    return replace(
        reading,
        values=tuple(kept),
        missing=(*missing, *dropped),
        issues=tuple(issue for issue in reading.issues if issue.cell not in held),
    )


def blocking(issues: Sequence[Issue], withheld: Collection[str]) -> list[Issue]:
    """Return the errors that still keep the file from being handed in: those not at a withheld cell."""
    held = frozenset(withheld)
    return [issue for issue in issues if issue.level == "error" and issue.cell not in held]
