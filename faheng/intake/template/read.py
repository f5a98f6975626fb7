"""Reads a filled-in form (填报表) by position: `_meta` says what every column is, so nothing is guessed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from faheng.catalogue import Catalogue, Indicator, Region
from faheng.intake.grid import Cell, Grid, Workbook, cell_address, column_letters
from faheng.intake.numbers import decimals_of, read_number, to_decimals
from faheng.intake.reading import (
    LARGEST_NUMBER,
    STATUS_NAMES,
    ColumnReading,
    Issue,
    Level,
    Missing,
    MissingKind,
    Reading,
    RowReading,
    Status,
    Value,
)
from faheng.intake.template.layout import (
    FIRST_ROW,
    GROUP_ROW,
    LEAF_ROW,
    PERIOD_COLUMN,
    REGION_COLUMN,
    STATUS_COLUMN,
    VERSION,
    FormColumn,
    FormMeta,
    group_columns,
)
from faheng.intake.template.sheets import (
    FREQUENCY_OF,
    headers_stand,
    meta_of,
    other_sheets,
    outdated,
    text_at,
)
from faheng.intake.units import Unit, catalogue_unit, conversion
from faheng.period import FREQUENCY_NAMES, Period, parse_period

_FAULTS = {
    "not_a_number": "不是数字",
    "error_cell": "是公式错误",
    "uncomputed": "是没有算出结果的公式，请在 Excel/WPS 里打开、保存或直接填数",
    "date": "是日期",
    "thousands": "的千位逗号位置不对",
}


def read_form(workbook: Workbook, catalogue: Catalogue, *, city: Region) -> Reading | None:
    """What a form says, or None when the file is no untouched form: then the general recogniser reads it.

    A form of another city or of an outdated layout gives a reading that holds nothing but the error.
    """
    meta = meta_of(workbook)
    if meta is None:
        return None
    if meta.city_code != city.code:
        owner = catalogue.regions.get(meta.city_code)
        whose = owner.name if owner else meta.city_code
        return _refusal(
            workbook,
            "form_city",
            f"这是{whose}的填报表，不能报给{city.name}，请换用{city.name}的填报表，或改选{whose}。",
        )
    if meta.version == VERSION and not headers_stand(workbook, meta):
        return None
    if change := outdated(catalogue, meta):
        return _refusal(
            workbook,
            "form_version",
            f"模板已更新（{change}），请在“数据报送”下载新的填报表，把数填进去后再上传。",
        )
    form = _Form(workbook, catalogue, meta)
    form.issues.extend(other_sheets(workbook, meta))
    for sheet_name, columns in meta.sheets.items():
        grid = workbook.sheet(sheet_name)
        if grid is not None:
            form.read_sheet(grid, columns)
    return form.reading()


def _refusal(workbook: Workbook, rule: str, message: str) -> Reading:
    return Reading(issues=(Issue(workbook.sheets[0].name, "error", rule, message),))


@dataclass
class _Form:
    """A form while it is being read: what was found so far."""

    workbook: Workbook
    catalogue: Catalogue
    meta: FormMeta
    values: list[Value] = field(default_factory=list)
    missing: list[Missing] = field(default_factory=list)
    columns: list[ColumnReading] = field(default_factory=list)
    rows: list[RowReading] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Keep the row labels whose regions still report to this city."""
        city_code = self.meta.city_code
        reporting = {city_code, *(region.code for region in self.catalogue.parts_of(city_code))}
        self.regions = {name: code for name, code in self.meta.regions.items() if code in reporting}

    def reading(self) -> Reading:
        return Reading(
            tuple(self.values),
            tuple(self.missing),
            (),
            tuple(self.columns),
            tuple(self.issues),
            tuple(self.rows),
            form_sender=self.meta.sender_code,
        )

    def read_sheet(self, grid: Grid, columns: tuple[FormColumn, ...]) -> None:
        self._describe_columns(grid, columns)
        groups = group_columns(columns)
        places = {column.column for column in columns}
        filled = {row for row, column in grid.cells if row >= FIRST_ROW and column in places}
        for row in sorted(filled):
            cells = [(column, grid.cells.get((row, column.column))) for column in columns]
            if any(_typed(cell, self._computes(column)) for column, cell in cells):
                self._read_row(grid, row, groups)

    def _computes(self, column: FormColumn) -> bool:
        return _is_computed(self.catalogue.indicators[column.indicator_code], column)

    def _describe_columns(self, grid: Grid, columns: tuple[FormColumn, ...]) -> None:
        for place, part in ((REGION_COLUMN, "region"), (PERIOD_COLUMN, "period"), (STATUS_COLUMN, "status")):
            header = text_at(grid, GROUP_ROW, place)
            cell = grid.address(GROUP_ROW, place)
            self.columns.append(ColumnReading(grid.name, column_letters(place), header, part=part, cell=cell))
        for column in columns:
            indicator = self.catalogue.indicators[column.indicator_code]
            self.columns.append(
                ColumnReading(
                    grid.name,
                    column_letters(column.column),
                    f"{column.group} {column.leaf}".strip(),
                    indicator.code,
                    column.part,
                    unit=catalogue_unit(indicator, column.part).text or None,
                    note="由分子、分母算出，单独填写时按所填" if _is_computed(indicator, column) else "",
                    cell=grid.address(LEAF_ROW if column.leaf else GROUP_ROW, column.column),
                )
            )

    def _read_row(self, grid: Grid, row: int, groups: list[list[FormColumn]]) -> None:
        name = text_at(grid, row, REGION_COLUMN)
        region_code = self.regions.get(name)
        self.rows.append(RowReading(grid.name, grid.address(row, REGION_COLUMN), name, region_code or ""))
        period = parse_period(text_at(grid, row, PERIOD_COLUMN))
        if region_code is None:
            known = "、".join(self.regions)
            self._fault(grid, row, REGION_COLUMN, "form_region", f"应为表中原有的地区（{known}）")
        # A 更正单 is of whatever period its figure is; its sheet is called after no frequency.
        frequency = FREQUENCY_OF.get(grid.name, period.frequency if period else "")
        if period is None or period.year != self.meta.year or period.frequency != frequency:
            wanted = f"应为{self.meta.year}年的{FREQUENCY_NAMES.get(frequency, '')}时期"
            self._fault(grid, row, PERIOD_COLUMN, "form_period", wanted)
            period = None
        status_text = text_at(grid, row, STATUS_COLUMN) or "正式"
        if status_text not in STATUS_NAMES:
            self._fault(grid, row, STATUS_COLUMN, "form_status", "应为“正式”“暂定”或“估计”")
        if region_code is None or period is None:
            return
        status = STATUS_NAMES.get(status_text, "provisional")
        for group in groups:
            _GroupReader(self, grid, row, group, region_code, period, status).read()

    def _fault(self, grid: Grid, row: int, column: int, rule: str, expected: str) -> None:
        found = text_at(grid, row, column)
        message = f"“{grid.name}”{cell_address(row, column)}：“{found}”{expected}，请改回后重新上传。"
        self.issues.append(Issue(grid.address(row, column), "error", rule, message))


@dataclass
class _GroupReader:
    """The cells of one indicator in one row."""

    form: _Form
    grid: Grid
    row: int
    group: list[FormColumn]
    region_code: str
    period: Period
    status: Status

    def __post_init__(self) -> None:
        self.indicator = self.form.catalogue.indicators[self.group[0].indicator_code]
        self.cells = {column.part: self.grid.cells.get((self.row, column.column)) for column in self.group}
        self.addresses = {column.part: self.grid.address(self.row, column.column) for column in self.group}
        computed = {column.part for column in self.group if _is_computed(self.indicator, column)}
        self.typed = [part for part, cell in self.cells.items() if _typed(cell, part in computed)]

    def read(self) -> None:
        given = self.typed
        marks = {part: read_number(self.cells[part]).mark for part in given}
        if "not_applicable" in marks.values():
            self._read_not_applicable(marks)
            return
        given = [part for part in given if marks[part] != "not_reported"]
        if not given:
            self._leave_out()
            return
        numbers = {part: self._number(part) for part in given}
        if None in numbers.values():
            return
        if self.indicator.has_parts and set(numbers) == {"denominator"}:
            # How many there are is often known before the year is over: nothing is reported yet, and said so.
            self._note(
                "denominator", "warning", "form_denominator_only", "已填，而同组的分子空着，这个数算作未报"
            )
            self._miss("numerator", "not_reported")
            return
        if self.indicator.has_parts and ("numerator" in numbers) != ("denominator" in numbers):
            self._half_given("denominator" if "numerator" in numbers else "numerator")
            return
        if "denominator" in numbers and not self.indicator.has_parts and "value" not in numbers:
            self._half_given("value")
            return
        self._keep(numbers)

    def _leave_out(self) -> None:
        """Blank is 未报; what the city states for itself as a whole is optional: its blanks say nothing."""
        optional = self.region_code == self.form.meta.city_code and self.indicator.aggregation != "own"
        if not optional:
            self._miss(self.group[0].part, "not_reported")

    def _read_not_applicable(self, marks: Mapping[str, str | None]) -> None:
        """无案件 or 不涉及 in any of the cells: then no number but 0 may stand in the others."""
        for part, mark in marks.items():
            if mark is None and (number := self._number(part)) != 0:
                if number is not None:
                    self._ask(part, "form_mark", "与旁边的“无案件”“不涉及”矛盾，请核对后只留一种")
                return
        marked = [part for part, mark in marks.items() if mark == "not_applicable"]
        self._miss(marked[0], "not_applicable")
        self._add(status="not_applicable", cells=marked)

    def _keep(self, numbers: dict[str, Decimal | None]) -> None:
        top, bottom, value = (numbers.get(part) for part in ("numerator", "denominator", "value"))
        cells = set(numbers)
        if self.indicator.has_parts and top is not None and bottom is not None:
            assert self.indicator.scale is not None
            if bottom == 0 and top != 0:
                self._ask("denominator", "denominator_zero", f"是分母，而分子是 {top:f}，请核对后重新上传")
                return
            if bottom == 0:
                self._miss("denominator", "not_applicable")
                self._add(top, bottom, status="not_applicable", cells=cells - {"value"})
                return
            computed = top / bottom * self.indicator.scale
            if abs(computed) >= LARGEST_NUMBER:
                self._ask("denominator", "too_large", f"太小：{top:f} 除以它太大，请核对后重新上传")
                return
            # What the form itself computed is not a statement of the sender; another rate typed over it is,
            # and the checks say at its cell that it contradicts its parts.
            half = Decimal("0.5").scaleb(-self.indicator.decimals)
            if value is None or abs(value - computed) <= half or self._is_fraction_of(value, computed):
                value = to_decimals(computed, 6)
                cells -= {"value"}
        self._add(top, bottom, value, status=self.status, cells=cells)

    def _is_fraction_of(self, value: Decimal, rate: Decimal) -> bool:
        """Whether 0.95 was typed for the 95 % that its parts give."""
        half = Decimal("0.5").scaleb(2 - decimals_of(value))
        return self.indicator.is_percent and value <= 1 and abs(value * 100 - rate) <= half

    def _add(
        self,
        numerator: Decimal | None = None,
        denominator: Decimal | None = None,
        value: Decimal | None = None,
        *,
        status: Status,
        cells: Iterable[str],
    ) -> None:
        at = {part: self.addresses[part] for part in cells}
        self.form.values.append(
            Value(
                self.indicator.code,
                self.region_code,
                self.period,
                self.form.meta.basis or self.indicator.basis,
                numerator,
                denominator,
                value,
                status,
                at.get("value"),
                at.get("numerator"),
                at.get("denominator"),
            )
        )

    def _number(self, part: str) -> Decimal | None:
        """The number of a cell in the catalogue's unit, None after an issue was noted."""
        reading = read_number(self.cells[part])
        if reading.fault or reading.mark is not None or reading.value is None:
            self._ask(
                part, "form_number", f"{_FAULTS.get(reading.fault, '意思不明')}，{self._expected(part)}"
            )
            return None
        is_rate = part == "value" and self.indicator.is_percent
        if reading.percent and not is_rate:
            self._ask(part, "form_number", f"是百分数，{self._expected(part)}")
            return None
        if is_rate and not reading.percent and 0 < reading.value <= 1 and "numerator" not in self.typed:
            self._ask(
                part,
                "form_percent",
                "可能是 1% 以下，也可能是小数写法的比率，请按百分数填（如 95.2）或写明 %",
            )
            return None
        said = None
        if reading.multiplier != 1 or (reading.unit and not reading.percent):
            said = Unit(reading.multiplier, reading.unit, reading.unit)
        factor = conversion(said, catalogue_unit(self.indicator, part))
        if factor is None:
            self._ask(part, "form_unit", f"的单位与表头不符，{self._expected(part)}")
            return None
        if reading.approximate:
            self._note(part, "warning", "approximate", "是约数，已按所写的数读取并标为估计，请尽量填准确数")
            self.status = "estimated"
        number = reading.value * factor
        if abs(number) >= LARGEST_NUMBER:
            self._ask(part, "too_large", f"太大，可能填成了证件号、电话或日期，{self._expected(part)}")
            return None
        return number

    def _expected(self, part: str) -> str:
        unit = f"，单位是{self.indicator.unit}" if part == "value" else ""
        return f"应填数字{unit}；没有案件填“无案件”，还没有数请留空"

    def _half_given(self, absent: str) -> None:
        names = {column.part: column.leaf for column in self.group}
        address = self.addresses[absent].rpartition("!")[2]
        message = (
            f"“{self.grid.name}”{address}：{self.indicator.name}缺“{names[absent]}”，"
            "而同组的另一格有数，请补填，或两格都留空后重新上传。"
        )
        self.form.issues.append(Issue(self.addresses[absent], "error", "form_half", message))
        self._miss(absent, "ask")

    def _ask(self, part: str, rule: str, what: str) -> None:
        self._note(part, "error", rule, what)
        self._miss(part, "ask")

    def _note(self, part: str, level: Level, rule: str, what: str) -> None:
        cell, address = self.cells[part], self.addresses[part]
        found = (cell.text if cell else "") or "公式"
        where = (
            f"“{self.grid.name}”{address.rpartition('!')[2]}（{self.indicator.code} {self.indicator.name}）"
        )
        message = f"{where}：“{found}”{what}。"
        self.form.issues.append(Issue(address, level, rule, message))

    def _miss(self, part: str, kind: MissingKind) -> None:
        self.form.missing.append(
            Missing(self.indicator.code, self.region_code, self.period, self.addresses[part], kind)
        )


def _is_computed(indicator: Indicator, column: FormColumn) -> bool:
    return indicator.has_parts and column.part == "value"


def _typed(cell: Cell | None, computed: bool) -> bool:
    """Whether something stands in a cell; a formula never calculated is nothing where the form has its own."""
    if cell is not None and cell.kind == "uncomputed":
        return not computed
    return cell is not None and cell.kind != "blank" and cell.text.strip() != ""
