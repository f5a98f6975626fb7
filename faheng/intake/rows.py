"""The rows of a table as entries: indicator × region × period with the cells of its parts, nothing decided yet."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal

from faheng.catalogue import Indicator, Region
from faheng.intake.column import Column
from faheng.intake.context import Context, title_key
from faheng.intake.doubts import NOT_DATA_ANSWER, Candidate
from faheng.intake.grid import Cell, Merge, place
from faheng.intake.groups import unclear_span
from faheng.intake.labels import RowLabels
from faheng.intake.layout import Block, SheetView, is_note
from faheng.intake.numbers import NumberReading, read_number
from faheng.intake.reading import Issue, Level, RowReading, Status
from faheng.intake.texts import match_key, split_period
from faheng.intake.units import Unit, catalogue_unit, parse_unit
from faheng.intake.usable import usable_columns
from faheng.intake.vocabulary import Meaning, Vocabulary
from faheng.period import Period, parse_period

# Stands for a unit that the caption leaves open; nothing that depends on it is read.
_UNCLEAR = Unit(Decimal(0), "?", "")

# Beyond this many unknown names the sheet is of another place; nobody answers so many questions.
_MOST_QUESTIONS = 40


def region_key(text: str) -> str:
    """Return the doubt key of a row's region."""
    return f"region:{match_key(text)}"


@dataclass(frozen=True, slots=True)
class Slot:
    """One cell of an entry as read alone; `unit` is what row, header or caption say, before the cell's own word."""

    address: str
    column: int
    cell: Cell | None
    reading: NumberReading
    unit: Unit | None
    header: str = ""
    """The header's texts as in the column's doubt key: like cells share an answer."""


@dataclass(frozen=True, slots=True)
class Entry:
    """The cells of one indicator, region and period in one row; `region_code` is '' in a total row (合计)."""

    indicator: Indicator
    region_code: str
    period: Period
    parts: dict[str, Slot]
    label: str = ""
    comparable: bool = True
    """For totals: whether the row is the sum of the regions (合计) and not 小计, 平均 or 全省."""
    status: Status = "final"


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


def _joined_parts(entries: list[Entry]) -> list[Entry]:
    """Return the entries with those joined that are parts of one value in several rows (应出庭 and 出庭 as own lines)."""
    joined: dict[tuple[str, str, Period, str], Entry] = {}
    kept: list[Entry] = []
    for entry in entries:
        sheet = next(iter(entry.parts.values())).address.rpartition("!")[0]
        key = (entry.indicator.code, entry.region_code, entry.period, sheet)
        first = joined.get(key)
        if first is None or first.parts.keys() & entry.parts.keys():
            joined.setdefault(key, entry)
            kept.append(entry)
        else:
            first.parts.update(entry.parts)
    return kept


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
        self._unknown_regions = 0
        self._known: frozenset[str] | None = None
        self._last_read = 0
        self._values, self._rows.issues = usable_columns(view, columns, vocabulary)
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
        self._rows.entries = _joined_parts(self._rows.entries)
        self._rows.totals = _joined_parts(self._rows.totals)
        self._give_own_totals()
        self._rows.issues.extend(self._labels.issues)
        return self._rows

    def _read_form(self, region: Region) -> None:
        """Every row is about the one region of the form."""
        for row in self._block.rows:
            if self._looks_like_header(row):
                continue
            if self._is_note(row):
                break
            if self._has_numbers(row) or any(self._view.cell(row, each.number) for each in self._values):
                self._read_row(row, region, region.name, comparable=True)

    def _read_regions(self) -> None:
        strangers: list[tuple[int, Region]] = []
        above: tuple[Region | None, str] | None = None
        for row in self._block.rows:
            if self._is_inner_row(row):
                continue
            text = self._view.text(row, self._block.region_column)
            if not text and above is not None and self._goes_on(row):
                self._read_row(row, above[0], above[1], comparable=above[0] is None)
                continue
            region, is_total = self._region_of(text)
            partial = self._vocabulary.is_partial_total(text)
            if region is not None or partial or is_total:
                self._note_row(row, text, region)
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
                other = self._vocabulary.other_region(text)
                if other is not None:
                    strangers.append((row, other))
                else:
                    self._unknown_region(row, text)
        self._tell_strangers(strangers, known=bool(self._regions_here()))

    def _region_of(self, text: str) -> tuple[Region | None, bool]:
        """Return the region of a row and whether it is a total; the sender's answer goes before the words."""
        key = region_key(text)
        answer = self._vocabulary.asked.answer(key) if text else None
        if answer == "total":
            return None, True
        if (answered := self._vocabulary.answered_region(key)) is not None:
            return answered, False
        if answer == NOT_DATA_ANSWER:
            return None, False
        return self._vocabulary.region(text), self._vocabulary.is_total(text)

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

    def _regions_here(self) -> frozenset[str]:
        """Return the codes of the regions that the rows name exactly."""
        if self._known is None:
            texts = {self._view.text(row, self._block.region_column) for row in self._block.rows}
            found = (self._vocabulary.region(text) for text in texts if text)
            self._known = frozenset(region.code for region in found if region is not None)
        return self._known

    def _note_row(self, row: int, text: str, region: Region | None) -> None:
        cell = self._view.grid.address(row, self._block.region_column)
        code = region.code if region is not None else ""
        note = "" if region is not None else "合计，不是地区，只用来核对"
        self._rows.rows.append(RowReading(self._view.grid.name, cell, text, code, note, region_key(text)))

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

    def _unknown_region(self, row: int, text: str) -> None:
        if not text:
            self._issue(
                row,
                self._block.region_column,
                "error",
                "region_missing",
                "这一行有数字但没有地区，请补上地区名称后重新上传",
            )
            return
        key, asked = region_key(text), self._vocabulary.asked
        cell = self._view.grid.address(row, self._block.region_column)
        if asked.answer(key) == NOT_DATA_ANSWER:
            self._rows.rows.append(RowReading(self._view.grid.name, cell, text, "", "不是数据，未读取", key))
            return
        self._unknown_regions += 1
        if self._unknown_regions > _MOST_QUESTIONS:
            names = "、".join(region.name for region in self._vocabulary.regions)
            what = f"“{text}”不是{self._vocabulary.city.name}的地区，应为{names}之一；请改正后重新上传"
            self._issue(row, self._block.region_column, "error", "unknown_region", what)
            return
        self._rows.rows.append(RowReading(self._view.grid.name, cell, text, "", "没有认出，未读取", key))
        near = self._vocabulary.nearest_regions(text)
        # A region that has a row of its own is hardly meant a second time.
        proposed = next((each.code for each in near[:1] if each.code not in self._regions_here()), "")
        listed = dict.fromkeys([*near, *self._vocabulary.regions])
        asked.ask(
            key,
            f"{place(cell)}：“{text}”不是{self._vocabulary.city.name}的地区名称，这一行是哪个地区的？",
            [
                *(Candidate(each.code, each.name) for each in listed),
                Candidate("total", "合计行"),
                Candidate(NOT_DATA_ANSWER, "不是数据"),
            ],
            cell=cell,
            affects=[
                self._view.grid.address(row, column.number)
                for column in self._values
                if read_number(self._view.cell(row, column.number)).value is not None
            ],
            proposed=proposed,
        )

    def _tell_strangers(self, strangers: list[tuple[int, Region]], *, known: bool) -> None:
        """Regions of another city: one message for a sheet that is wholly of that city, else one a row."""
        cities = {region.parent_code for _, region in strangers}
        column = self._block.region_column
        if len(cities) == 1 and not known and not any(i.rule == "unknown_region" for i in self._rows.issues):
            city = self._vocabulary.catalogue.regions.get(cities.pop())
            name = city.name if city else "别的市"
            wanted = self._vocabulary.city.name
            message = f"这张表里是{name}的地区，而所选的是{wanted}，请核对所选城市或换正确的表后重新上传"
            self._issue(strangers[0][0], column, "error", "other_city", message)
            return
        for row, region in strangers:
            city = self._vocabulary.catalogue.regions.get(region.parent_code)
            name = city.name if city else "别的市"
            message = f"“{region.name}”属于{name}，不是{self._vocabulary.city.name}的地区，请改正后重新上传"
            self._issue(row, column, "error", "unknown_region", message)

    def _read_row(self, number: int, region: Region | None, label: str, *, comparable: bool) -> None:
        self._last_read = number
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
                if unit is not _UNCLEAR:
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
        merge = self._view.merge(row.number, column.number)
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
        if merge is not None and merge.first_column != column.number:
            self._issue(
                merge.first_row,
                merge.first_column,
                "error",
                "merged_values",
                "合并单元格跨了几列，不能确定是哪个指标的数，请取消合并、逐格填写后重新上传",
            )
            return None
        cell = self._view.cell(row.number, column.number)
        address = self._view.grid.address(row.number, column.number)
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
        """Return the unit of the title or caption, if it is one of this indicator's kind; two of a kind are asked about."""
        by_title = not any(each.indicator_code for each in column.uses) and not row.meanings
        if by_title and self._context.indicator_unit is not None:
            return self._context.indicator_unit if use.part == "value" else None
        wanted = catalogue_unit(indicator, use.part) if self._context.units else None
        if wanted is None or not wanted.base:
            return None
        fitting = [
            unit
            for unit in self._context.units
            if unit.base == wanted.base or (not unit.base and wanted.base not in ("%", "分"))
        ]
        if not fitting:
            return None
        different = {unit.multiplier for unit in fitting}
        bare = any(not unit.base and unit.multiplier != wanted.multiplier for unit in fitting)
        # 单位：万人 over 执业律师人数: half a million lawyers, or a caption that speaks of another column?
        larger = any(unit.multiplier > wanted.multiplier for unit in fitting)
        if len(different) > 1 or bare or larger:
            return self._asked_unit(use, indicator, column, fitting, wanted)
        return fitting[0]

    def _asked_unit(
        self, use: Meaning, indicator: Indicator, column: Column, said: list[Unit], wanted: Unit
    ) -> Unit:
        """Return the unit that the sender chose of those the caption says and the catalogue's; ask, while there is none."""
        texts = list(dict.fromkeys(unit.text for unit in said))
        key = f"unit:{use.indicator_code}/{use.part}@{match_key('、'.join(texts))}"
        answer = self._vocabulary.asked.answer(key)
        chosen = parse_unit(answer) if answer else None
        if chosen is not None:
            return chosen
        others = (
            catalogue_unit(self._vocabulary.catalogue.indicators[each.indicator_code], each.part).text
            for other in self._values
            for each in other.uses
            if each.indicator_code and each.indicator_code != use.indicator_code
        )
        meant_elsewhere = not set(texts).isdisjoint(others)
        proposed = wanted.text if meant_elsewhere else texts[0]
        cell = self._view.grid.address(column.header_row, column.number)
        self._vocabulary.asked.ask(
            key,
            f"{place(self._context.unit_cell)}：上面写的单位是“{'、'.join(texts)}”，{indicator.name}的单位是哪一个？",
            [Candidate(text, text) for text in dict.fromkeys([*texts, wanted.text])],
            cell=cell,
            affects=[
                self._view.grid.address(row, column.number)
                for row in self._block.rows
                if read_number(self._view.cell(row, column.number)).value is not None
            ],
            proposed=proposed if len(texts) == 1 or meant_elsewhere else "",
        )
        return _UNCLEAR

    def _same_rows(self, row: int, merge: Merge) -> bool:
        region = self._view.merge(row, self._block.region_column)
        return (
            region is not None
            and (region.first_row, region.last_row) == (merge.first_row, merge.last_row)
            and row == merge.first_row
        )

    def _period_of(self, column: Column, row: _Row) -> Period | None:
        """Column before row before what stands above; the narrower of a year and a part of it."""
        around = row.period or self._context.period
        if not column.fits(row.period):
            return None
        if not column.period_text:
            return around
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
                self._rows.issues.append(unclear_span(self._view, column, row.period))
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
        candidates, proposed = self._vocabulary.candidates(split_period(text)[0])
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
