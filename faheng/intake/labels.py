"""What a row says of itself beside its numbers: period, indicator and unit, each in a column of its own."""

from collections.abc import Callable
from decimal import Decimal

from faheng.catalogue import Indicator
from faheng.intake.column import Column
from faheng.intake.context import Context
from faheng.intake.grid import place
from faheng.intake.layout import SheetView
from faheng.intake.numbers import read_number
from faheng.intake.reading import STATUS_NAMES, Issue, Level, Status
from faheng.intake.texts import match_key
from faheng.intake.units import Unit, parse_unit
from faheng.intake.vocabulary import BARE_PERIODS, Vocabulary
from faheng.period import Period, parse_period


class RowLabels:
    """Reads the label columns of one block; what cannot be read becomes an issue if the row reports something."""

    def __init__(
        self,
        view: SheetView,
        columns: list[Column],
        vocabulary: Vocabulary,
        context: Context,
        *,
        counts: Callable[[int], bool],
    ) -> None:
        """`counts` tells whether a row reports anything at all."""
        self._view = view
        self._vocabulary = vocabulary
        self._context = context
        self._counts = counts
        self._by_role = {
            role: [column for column in columns if column.role == role]
            for role in ("period", "indicator", "unit", "status")
        }
        self.issues: list[Issue] = []

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

    def indicator(self, row: int) -> tuple[Indicator | None, Unit | None, bool]:
        """Return the indicator its own columns name for a row, the unit said with it, and whether they could be read.

        A period inside the name (2019年败诉率) is not taken out: the row has its period elsewhere.
        """
        unit: Unit | None = None
        found: dict[str, Indicator] = {}
        texts: list[tuple[int, str]] = []
        for column in self._by_role["indicator"]:
            text = self._view.text(row, column.number)
            if text:
                texts.append((column.number, text))
                indicator, said = self._vocabulary.indicator(text)
                if indicator is not None:
                    unit = unit or said
                    found.setdefault(indicator.code, indicator)
        if len(found) == 1:
            return next(iter(found.values())), unit, True
        if not self._by_role["indicator"]:
            return None, None, True
        if not self._counts(row):
            return None, None, False
        if found:
            names = "”与“".join(indicator.name for indicator in found.values())
            self._tell(
                row,
                texts[0][0],
                "error",
                "indicator_conflict",
                f"同一行写了两个指标（“{names}”），请改正后重新上传",
            )
        elif texts:
            self._unknown_indicator(row, *texts[0])
        else:
            first = self._by_role["indicator"][0].number
            text = "这一行有数字但没有指标名称，请补上后重新上传"
            self._tell(row, first, "error", "indicator_missing", text)
        return None, None, False

    def _unknown_indicator(self, row: int, column: int, text: str) -> None:
        nearest = self._vocabulary.nearest_indicators(text)
        advice = (
            f"如果是“{'”或“'.join(nearest)}”，请改成这个名称" if nearest else "如需报送，请按指标目录改写"
        )
        message = f"“{text}”不在指标目录里，这一行没有读取；{advice}"
        self._tell(row, column, "warning", "unknown_indicator", message, "、".join(nearest))

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
