"""The rows of a table as entries: indicator × region × period with the cells of its parts, nothing decided yet."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from faheng.catalogue import Indicator, Region
from faheng.intake.doubts import NOT_DATA_ANSWER, Candidate
from faheng.intake.grid import Merge, place
from faheng.intake.numbers import read_number
from faheng.intake.reading import Issue, Level, RowReading, Status
from faheng.intake.recognition.caption_units import UNCLEAR, CaptionUnits
from faheng.intake.recognition.column import Column
from faheng.intake.recognition.column_answers import ask_span
from faheng.intake.recognition.context import Context, title_key
from faheng.intake.recognition.entries import Entry, Slot, joined_parts
from faheng.intake.recognition.labels import RowLabels
from faheng.intake.recognition.layout import Block, SheetView, is_note
from faheng.intake.recognition.region_rows import RegionRows
from faheng.intake.recognition.shifted_rows import ShiftedRows
from faheng.intake.recognition.suggestions import suggest
from faheng.intake.recognition.usable import usable_columns
from faheng.intake.recognition.vocabulary import Meaning, Vocabulary
from faheng.intake.texts import split_period
from faheng.intake.units import Unit
from faheng.period import Period, parse_period


@dataclass
class Rows:
    """What the rows of a table hold."""

    entries: list[Entry] = field(default_factory=list)
    totals: list[Entry] = field(default_factory=list)
    rows: list[RowReading] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)


@dataclass(frozen=True)
class _Row:
    """A row with its labels settled; `meanings` is what its label names, `unit` the unit column's word."""

    number: int
    region: Region | None
    label: str
    comparable: bool
    period: Period | None
    meanings: tuple[Meaning, ...]
    unit: Unit | None
    status: Status


class RowReader:
    """Reads the data rows of one block."""

    def __init__(
        self, view: SheetView, block: Block, columns: list[Column], vocabulary: Vocabulary, context: Context
    ) -> None:
        self._view = view
        self._block = block
        self._vocabulary = vocabulary
        self._context = context
        self._rows = Rows()
        self._asked_for_period = False
        self._unclear_spans: set[int] = set()
        self._last_read = 0
        self._offset = 0
        self._values, self._rows.issues = usable_columns(view, block, columns, vocabulary)
        self._shifted = ShiftedRows(view, block, self._values, vocabulary)
        self._captions = CaptionUnits(view, block, self._values, vocabulary, context)
        self._regions = RegionRows(view, block, self._values, vocabulary)
        self._labels = RowLabels(
            view, columns, vocabulary, context, rows=block.rows, counts=self._has_numbers
        )

    @property
    def columns(self) -> list[Column]:
        """The columns whose numbers are read."""
        return self._values

    def read(self) -> Rows:
        """Return entries, total entries and issues; reading stops at a row that looks like another header."""
        if self._block.region is not None:
            self._read_form(self._block.region)
        else:
            self._read_regions()
        self._rows.entries = joined_parts(self._rows.entries)
        self._rows.totals = joined_parts(self._rows.totals)
        self._give_own_totals()
        self._rows.rows = self._regions.rows
        self._rows.issues.extend((*self._regions.issues, *self._labels.issues))
        return self._rows

    def _read_form(self, region: Region) -> None:
        """Every row is about the one region of the form."""
        for row in self._block.rows:
            if self._looks_like_header(row):
                continue
            if self._is_note(row):
                break
            written = any(self._view.cell(row, each.number) for each in self._values)
            # A named indicator beside a blank is not reported; a section title names none.
            if written or self._labels.names_one(row):
                self._read_row(row, region, region.name, comparable=True)

    def _read_regions(self) -> None:
        above: tuple[Region | None, str] | None = None
        for row in self._block.rows:
            if self._is_inner_row(row):
                continue
            text = self._view.text(row, self._block.region_column)
            if not text and above is not None and self._goes_on(row):
                self._read_row(row, above[0], above[1], comparable=above[0] is None)
                continue
            region, is_total = self._regions.of(text)
            partial = self._vocabulary.is_partial_total(text)
            if region is not None or partial or is_total:
                self._regions.note(row, text, region)
                above = (region, text)
                self._read_row(row, region, text, comparable=not partial)
            elif self._looks_like_header(row):
                # 续表 repeats the header; one that says the same may stand between the rows.
                if self._repeats_header(row):
                    continue
                self._issue(
                    row,
                    self._block.region_column,
                    "error",
                    "unclear_row",
                    "这一行像是另一张表的表头，从这里起没有读取，请把表分开或补上“地区”表头后重新上传",
                )
                break
            elif not self._is_note(row) and self._has_numbers(row, only_values=not text):
                above = None
                self._regions.tell_unknown(row, text)
        self._regions.tell_strangers()

    def _goes_on(self, row: int) -> bool:
        """Whether a row without a region belongs to the region above it: its own label says another period or indicator."""
        own = self._labels.texts(row)
        return any(own) and own != self._labels.texts(self._last_read) and not self._is_note(row)

    def _repeats_header(self, row: int) -> bool:
        heads = [
            {self._view.text(head, column.number) for column in self._values}
            for head in self._block.header_rows
        ]
        return {self._view.text(row, column.number) for column in self._values} in heads

    def _give_own_totals(self) -> None:
        """合计 of an indicator that nobody sums is the city's own value where no region states one."""
        stated = {
            (entry.indicator.code, entry.period)
            for entry in self._rows.entries
            if any(slot.reading.mark is None for slot in entry.parts.values())
        }
        totals, self._rows.totals = self._rows.totals, []
        for entry in totals:
            own = entry.indicator.aggregation == "own" and entry.comparable
            if own and (entry.indicator.code, entry.period) not in stated:
                self._rows.entries.append(replace(entry, region_code=self._vocabulary.city.code))
            else:
                self._rows.totals.append(entry)

    def _is_inner_row(self, row: int) -> bool:
        """Whether the row is the second or later row of a region whose cells are all merged over the same rows."""
        merge = self._view.merge(row, self._block.region_column)
        if merge is None or merge.first_row == row:
            return False
        return all(
            self._view.cell(row, column.number) is None and self._view.merge(row, column.number) is not None
            for column in self._values
        )

    def _is_note(self, row: int) -> bool:
        first = self._view.columns_of(row)[0]
        texts = "".join(self._view.text(row, column) for column in self._view.columns_of(row))
        return (
            is_note(self._view.text(row, self._block.region_column))
            or is_note(self._view.text(row, first))
            # A line in English under the header.
            or (texts.isascii() and not any(letter.isdigit() for letter in texts))
        )

    def _has_numbers(self, row: int, *, only_values: bool = False) -> bool:
        """Whether something is reported in a row; beside an empty region cell a text may be anything."""
        readings = [read_number(self._view.cell(row, column.number)) for column in self._values]
        return any(reading.value is not None if only_values else reading.mark is None for reading in readings)

    def _looks_like_header(self, row: int) -> bool:
        texts = [self._view.text(row, column.number) for column in self._values]
        words = [
            text
            for text in texts
            if text and (self._vocabulary.meanings(text)[0] or parse_period(text, year=2000) is not None)
        ]
        return len(words) > 1 and all(
            read_number(self._view.cell(row, column.number)).value is None for column in self._values
        )

    def _read_row(self, number: int, region: Region | None, label: str, *, comparable: bool) -> None:
        self._last_read = number
        offset = self._shifted.offset(number, label)
        if offset is None:
            return
        self._offset = offset
        period, period_is_sound = self._labels.period(number)
        meanings, named_unit, label_is_sound = self._labels.meanings(number)
        if not (period_is_sound and label_is_sound):
            return
        unit = self._labels.unit(number, named_unit)
        status = self._labels.status(number)
        row = _Row(number, region, label, comparable, period, meanings, unit, status)
        entries: dict[tuple[str, Period], list[dict[str, Slot]]] = {}
        for column in self._values:
            slot = self._slot(row, column)
            if slot is None:
                continue
            for use in self._uses(column, row):
                found = self._vocabulary.catalogue.indicators.get(use.indicator_code)
                spoken = self._period_of(column, row)
                if found is None or spoken is None:
                    self._tell_incomplete(row, column, found, slot)
                    continue
                groups = entries.setdefault((found.code, spoken), [{}])
                if use.part in groups[-1]:
                    groups.append({})
                unit = slot.unit or self._unit_of_row(row, use) or self._unit_above(use, found, column, row)
                if unit is not UNCLEAR:
                    groups[-1][use.part] = replace(slot, unit=unit)
        self._keep(row, entries)

    def _keep(self, row: _Row, entries: dict[tuple[str, Period], list[dict[str, Slot]]]) -> None:
        for (code, period), groups in entries.items():
            indicator = self._vocabulary.catalogue.indicators[code]
            region_code = row.region.code if row.region else ""
            if indicator.aggregation == "own" and self._vocabulary.is_whole_city(row.label):
                # 现行有效地方性法规数 is nobody's sum: what 全市 states is the city's own value.
                region_code = self._vocabulary.city.code
            for parts in filter(None, groups):
                entry = Entry(indicator, region_code, period, parts, row.label, row.comparable, row.status)
                (self._rows.entries if region_code else self._rows.totals).append(entry)

    def _slot(self, row: _Row, column: Column) -> Slot | None:
        """Return the cell of a column in a row; None inside a merged area that belongs to the row before."""
        number = column.number + self._offset
        merge = self._view.merge(row.number, number)
        if merge is not None and merge.last_row > merge.first_row and not self._same_rows(row.number, merge):
            if merge.first_row == row.number or row.number == self._block.rows[0]:
                self._issue(
                    merge.first_row,
                    merge.first_column,
                    "error",
                    "merged_values",
                    "合并单元格跨了几行，不能确定是哪个地区的数，请取消合并、逐行填写后重新上传",
                )
            return None
        if merge is not None and merge.first_column != number:
            self._issue(
                merge.first_row,
                merge.first_column,
                "error",
                "merged_values",
                "合并单元格跨了几列，不能确定是哪个指标的数，请取消合并、逐格填写后重新上传",
            )
            return None
        cell = self._view.cell(row.number, number)
        address = self._view.grid.address(row.number, number)
        return Slot(
            address,
            column.number,
            cell,
            read_number(cell),
            column.unit,
            column.key.partition(":")[2],
        )

    def _uses(self, column: Column, row: _Row) -> Iterator[Meaning]:
        """Yield what a cell means: what its column says, where that names no indicator what row or title say."""
        for use in column.uses:
            if use.indicator_code:
                yield use
            elif not row.meanings:
                yield Meaning(self._context.indicator_code, use.part)
            elif use.part == "value":
                yield from row.meanings
            else:
                # 分子 beside 数值 in a long table: of the indicator that the row names.
                yield from (Meaning(each.indicator_code, use.part) for each in row.meanings[:1])

    def _unit_of_row(self, row: _Row, use: Meaning) -> Unit | None:
        """Return the word of the row's unit column: it speaks of what the label names, in a long table of the result."""
        named = {(each.indicator_code, each.part) for each in row.meanings}
        is_part = any(part != "value" for _, part in named)
        speaks = (use.indicator_code, use.part) in named if is_part else use.part == "value"
        return row.unit if speaks else None

    def _unit_above(self, use: Meaning, indicator: Indicator, column: Column, row: _Row) -> Unit | None:
        named = bool(row.meanings) or any(each.indicator_code for each in column.uses)
        return self._captions.unit(use, indicator, column, named=named)

    def _same_rows(self, row: int, merge: Merge) -> bool:
        region = self._view.merge(row, self._block.region_column)
        return (
            region is not None
            and (region.first_row, region.last_row) == (merge.first_row, merge.last_row)
            and row == merge.first_row
        )

    def _period_of(self, column: Column, row: _Row) -> Period | None:
        """The period of a column's numbers in a row; of 上年同期 the one of the column beside it, a year earlier."""
        said = self._period_said(column, row)
        return said.a_year_earlier() if said is not None and column.is_previous else said

    def _period_said(self, column: Column, row: _Row) -> Period | None:
        """Column before row before what stands above; the narrower of a year and a part of it."""
        around = row.period or self._context.period
        if column.is_cumulative:
            # What began with January: of a year it is the year only when that is over, which nobody says.
            whole = around is None or around.frequency == "year"
            return None if whole or around is None else Period(around.year, 1, around.last_month)
        if not column.fits(row.period):
            return None
        if column.is_last_part and around is not None:
            return next(reversed(around.parts(column.relative)), None)
        if not column.period_text:
            return None if self._context.splits and row.period is None else around
        spoken = parse_period(column.period_text, year=around.year if around else None)
        if spoken is not None and row.period is not None and not row.period.contains(spoken):
            return row.period if spoken.contains(row.period) else None
        return spoken

    def _tell_incomplete(self, row: _Row, column: Column, indicator: Indicator | None, slot: Slot) -> None:
        """Say once a table that its period is missing, and at its cell when two periods contradict each other."""
        if slot.reading.mark is not None:
            return
        if indicator is None:
            self._ask_for_indicator(slot)
            return
        if not column.fits(row.period):
            if column.number not in self._unclear_spans:
                self._unclear_spans.add(column.number)
                ask_span(self._view, self._block, self._vocabulary, column, row.period)
        elif row.period is not None and column.period_text:
            self._issue(
                row.number,
                column.number,
                "error",
                "period_conflict",
                f"这一行的时期是{row.period}，而这一列的表头是“{column.header}”，请改成一致后重新上传",
            )
        elif not self._asked_for_period:
            self._asked_for_period = True
            message = "表里没有写清是哪一年（或季度、月份）的数，请在标题里写明，或在上传时选择时期后重新上传"
            if self._context.unclear_cell:
                message = "认不准这里写的时期，请写成 2023年、2023年上半年、2023年1-9月 这样的形式后重新上传"
                self._rows.issues.append(
                    Issue(
                        self._context.unclear_cell,
                        "error",
                        "unknown_period",
                        f"{place(self._context.unclear_cell)}：{message}。",
                    )
                )
            else:
                self._issue(column.header_row, column.number, "error", "period_missing", message)

    def _ask_for_indicator(self, slot: Slot) -> None:
        """Columns that only name periods, under a title that names no indicator: ask once what the table is about."""
        titles = [(row, column, text) for row, column, text in self._block.captions if len(text) > 3]
        named = max(titles, key=lambda each: len(each[2]), default=None)
        text = named[2] if named is not None else self._view.grid.name
        cell = self._view.grid.address(named[0], named[1]) if named is not None else slot.address
        key = title_key(text)
        if self._vocabulary.asked.answer(key) == NOT_DATA_ANSWER:
            return
        candidates, proposed = suggest(self._vocabulary, split_period(text)[0])
        self._vocabulary.asked.ask(
            key,
            f"{place(cell)}：“{text}”这张表是哪个指标的数？",
            [*candidates, Candidate(NOT_DATA_ANSWER, "不是数据")],
            cell=cell,
            affects=[slot.address],
            proposed=proposed,
        )

    def _issue(self, row: int, column: int, level: Level, rule: str, text: str, suggestion: str = "") -> None:
        cell = self._view.grid.address(row, column)
        issue = Issue(cell, level, rule, f"{place(cell)}：{text}。", suggestion)
        # A merged area is met in every row it covers.
        if issue not in self._rows.issues[-20:]:
            self._rows.issues.append(issue)
