"""What a row says of itself beside its numbers: period, indicator and unit, each in a column of its own."""

from collections.abc import Callable
from decimal import Decimal

from faheng.intake.doubts import NOT_DATA_ANSWER, Candidate
from faheng.intake.grid import place
from faheng.intake.numbers import read_number
from faheng.intake.reading import STATUS_NAMES, Issue, Level, Status
from faheng.intake.recognition.column import Column
from faheng.intake.recognition.context import Context
from faheng.intake.recognition.layout import SheetView
from faheng.intake.recognition.suggestions import suggest
from faheng.intake.recognition.vocabulary import Meaning, Vocabulary
from faheng.intake.recognition.words import BARE_PERIODS
from faheng.intake.texts import match_key, split_period
from faheng.intake.units import Unit, parse_unit
from faheng.period import Period, parse_period


def indicator_key(text: str) -> str:
    """Return the doubt key of a row's label."""
    return f"indicator:{match_key(split_period(text)[0])}"


class RowLabels:
    """Reads the label columns of one block; what cannot be read becomes an issue if the row reports something."""

    def __init__(
        self,
        view: SheetView,
        columns: list[Column],
        vocabulary: Vocabulary,
        context: Context,
        *,
        rows: tuple[int, ...],
        counts: Callable[[int], bool],
    ) -> None:
        """`counts` tells whether one of the `rows` reports anything at all."""
        self._rows = rows
        self._present_codes: set[str] | None = None
        self._view = view
        self._vocabulary = vocabulary
        self._context = context
        self._counts = counts
        self._by_role = {
            role: [column for column in columns if column.role == role]
            for role in ("period", "indicator", "unit", "status")
        }
        self.issues: list[Issue] = []

    def names_one(self, row: int) -> bool:
        """Whether a label of the row is the name of an indicator."""
        columns = self._by_role["indicator"]
        return any(self._vocabulary.indicator(self._view.text(row, each.number))[0] for each in columns)

    def texts(self, row: int) -> tuple[str, ...]:
        """Return what stands in the row's own period and indicator columns."""
        columns = (*self._by_role["period"], *self._by_role["indicator"])
        return tuple(self._view.text(row, column.number) for column in columns)

    def period(self, row: int) -> tuple[Period | None, bool]:
        """Return the period its own columns give a row (年份, or 年份 with 季度), and whether they could be read."""
        period: Period | None = None
        for column in self._by_role["period"]:
            text = self._period_text(row, column.number)
            if text.isdecimal() and len(text) < 3:
                text += BARE_PERIODS.get(match_key(column.header), "")
            year = period.year if period else self._context.period.year if self._context.period else None
            found = parse_period(text, year=year) if text else None
            if found is None or (period is not None and not period.contains(found)):
                if not self._counts(row) or (not text and self._is_total(row)):
                    return None, False  # nothing is reported here, or a 合计 over all the periods above it
                what = f"“{text}”不是能认出的时期" if text else "没有写时期"
                self._tell(
                    row,
                    column.number,
                    "error",
                    "unknown_period",
                    f"{what}，请写成 2023年、2023年上半年、2023年第1季度、2023年7月 或 2023年1-9月 后重新上传",
                )
                return None, False
            period = found
        return period, True

    def _is_total(self, row: int) -> bool:
        beside = range(1, self._view.grid.last_column + 1)
        return any(self._vocabulary.is_total(self._view.text(row, column)) for column in beside)

    def _period_text(self, row: int, column: int) -> str:
        """Return the text of a period cell; a real date shown as a year or month is that year or month."""
        merge = self._view.merge(row, column)
        cell = self._view.cell(merge.first_row, merge.first_column) if merge else self._view.cell(row, column)
        text = self._view.text(row, column)
        if cell is None or cell.kind != "date":
            # 2020.0 is what some programs write for the year 2020.
            return text.removesuffix(".0")
        shown = cell.number_format.lower()
        if "d" in shown or "h" in shown or "y" not in shown:
            return text
        return text[:7] if "m" in shown else text[:4]

    def meanings(self, row: int) -> tuple[tuple[Meaning, ...], Unit | None, bool]:
        """Return what its own columns name for a row, the unit said with it, and whether they could be read.

        Usually one indicator; 执业律师人数 is one and also a numerator where the average stands beside it. A period inside
        the name (2019年败诉率) is not taken out: the row has its period elsewhere.
        """
        columns = self._by_role["indicator"]
        if not columns:
            return (), None, True
        texts = [(column.number, text) for column in columns if (text := self._view.text(row, column.number))]
        found: dict[str, tuple[tuple[Meaning, ...], Unit | None]] = {}
        for number, text in texts:
            meanings, unit = self._named(text, self._group_of(row, columns, number))
            if meanings:
                found.setdefault(meanings[0].indicator_code, (meanings, unit))
        if len(found) == 1:
            meanings, unit = next(iter(found.values()))
            unit = unit or next(
                (each for _, text in texts if (each := self._vocabulary.indicator(text)[1])), None
            )
            return meanings, unit, True
        if not self._counts(row):
            return (), None, False
        if found:
            codes = list(found)
            names = "”与“".join(self._vocabulary.catalogue.indicators[code].name for code in codes)
            text = f"同一行写了两个指标（“{names}”），请改正后重新上传"
            self._tell(row, texts[0][0], "error", "indicator_conflict", text)
        elif texts:
            self._unknown_indicator(row, *texts[-1])
        else:
            text = "这一行有数字但没有指标名称，请补上后重新上传"
            self._tell(row, columns[0].number, "error", "indicator_missing", text)
        return (), None, False

    def _group_of(self, row: int, columns: list[Column], number: int) -> str:
        """Return what stands left of a label in its row: the group that 应出庭 belongs to."""
        left = [column.number for column in columns if column.number < number]
        return self._view.text(row, left[-1]) if left else ""

    def _named(self, text: str, group: str) -> tuple[tuple[Meaning, ...], Unit | None]:
        """Return what a label means: an answer, an indicator, or a part of one that the table names elsewhere."""
        answer = self._vocabulary.answered_meanings(indicator_key(text))
        if answer is not None:
            return answer, None
        found, unit = self._vocabulary.meanings(text)
        values = {meaning.indicator_code for meaning in found if meaning.part == "value"}
        parts = [meaning for meaning in found if meaning.part != "value"]
        around = {self._vocabulary.indicator(group)[0]} - {None} if group else set()
        scope = {indicator.code for indicator in around if indicator} or self._present()
        inside = [meaning for meaning in parts if meaning.indicator_code in scope]
        own = [meaning for meaning in inside if self._vocabulary.is_own_name(text, meaning)]
        if len({meaning.indicator_code for meaning in inside}) > 1:
            inside = own
        if not inside and not values and len({meaning.indicator_code for meaning in parts}) == 1:
            inside = [meaning for meaning in parts if self._vocabulary.is_own_name(text, meaning)]
        named = [Meaning(values.pop(), "value")] if len(values) == 1 else []
        return (*named, *inside), unit

    def _present(self) -> set[str]:
        """Return the indicators that the rows' labels name as such; parts belong to one of these."""
        if self._present_codes is None:
            self._present_codes = {
                indicator.code
                for column in self._by_role["indicator"]
                for row in self._rows
                if (indicator := self._vocabulary.indicator(self._view.text(row, column.number))[0])
                is not None
            }
            if self._context.indicator_code:
                self._present_codes.add(self._context.indicator_code)
        return self._present_codes

    def _unknown_indicator(self, row: int, column: int, text: str) -> None:
        key = indicator_key(text)
        if self._vocabulary.asked.answer(key) == NOT_DATA_ANSWER:
            return
        cell = self._view.grid.address(row, column)
        candidates, proposed = suggest(self._vocabulary, text)
        self._vocabulary.asked.ask(
            key,
            f"{place(cell)}：“{text}”不在指标目录里，这一行是哪个指标？",
            [*candidates, Candidate(NOT_DATA_ANSWER, "不是数据")],
            cell=cell,
            affects=self._numbers(row),
            proposed=proposed,
        )

    def _numbers(self, row: int) -> list[str]:
        """Return the number cells of a row."""
        return [
            self._view.grid.address(row, column)
            for column in self._view.columns_of(row)
            if read_number(self._view.cell(row, column)).value is not None
        ]

    def unit(self, row: int, named: Unit | None) -> Unit | None:
        """Return the unit of a row's result: its unit column's, else the one `named` with the indicator.

        Two that differ, and a word that is no unit, come back as a unit that fits no indicator and is asked about.
        """
        for column in self._by_role["unit"]:
            text = self._view.text(row, column.number)
            if not text or read_number(self._view.cell(row, column.number)).mark is not None:
                continue
            unit = parse_unit(text)
            if unit is None or (named is not None and named.multiplier != unit.multiplier):
                return Unit(Decimal(1), f"?{match_key(text)}", text)
            return unit
        return named

    def status(self, row: int) -> Status:
        """Return what 数据状态 says of a row; nothing said is final, what is not understood is asked about."""
        for column in self._by_role["status"]:
            text = self._view.text(row, column.number)
            if not text or read_number(self._view.cell(row, column.number)).mark is not None:
                continue
            if text not in STATUS_NAMES:
                what = f"“{text}”不是数据状态，应为“正式”“暂定”或“估计”，请改正后重新上传"
                self._tell(row, column.number, "error", "unknown_status", what)
            return STATUS_NAMES.get(text, "provisional")
        return "final"

    def _tell(self, row: int, column: int, level: Level, rule: str, text: str, suggestion: str = "") -> None:
        cell = self._view.grid.address(row, column)
        self.issues.append(Issue(cell, level, rule, f"{place(cell)}：{text}。", suggestion))
