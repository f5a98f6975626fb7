"""Entries → values: units, percentages, missing marks and parts decided; what is not certain becomes an issue."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from decimal import Decimal

from faheng.intake.doubts import NOT_DATA_ANSWER, Asked, Candidate
from faheng.intake.grid import place
from faheng.intake.numbers import NumberReading
from faheng.intake.reading import LARGEST_NUMBER, Issue, Level, Missing, MissingKind, Status, Value
from faheng.intake.recognition.assumed import assumed_units
from faheng.intake.recognition.entries import Entry, Slot, converted, said_unit
from faheng.intake.recognition.percentages import PercentDecision, decide_percentages, percent_key
from faheng.intake.texts import clean, match_key
from faheng.intake.units import Unit, catalogue_unit

SIX_DECIMALS = Decimal("0.000001")

_FAULT_MESSAGES = {
    "not_a_number": "不是数字，请填准确的数字",
    "thousands": "的千位逗号位置不对，请填准确的数字",
    "date": "是日期，这里应填数字；可能是软件把数字自动变成了日期，请改正",
    "error_cell": "是公式错误，请改正公式或直接填数字",
    "uncomputed": "是没有计算结果的公式，请在 Excel/WPS 里打开、保存",
}
_FAULT_RULES = {
    "not_a_number": "not_a_number",
    "thousands": "not_a_number",
    "date": "not_a_number",
    "error_cell": "formula_error",
    "uncomputed": "formula_not_computed",
}
_MARK_ANSWERS = {
    "zero": NumberReading(value=Decimal(0)),
    "not_reported": NumberReading(mark="not_reported"),
    "not_applicable": NumberReading(mark="not_applicable"),
    "all": NumberReading(value=Decimal(100), percent=True),
}
# In the cell of a rate they may say 100 %, or be no more than a slogan.
_ALL_WORDS = frozenset(("全覆盖", "全部覆盖", "实现全覆盖", "已全覆盖", "全部", "百分之百", "百分百"))
# 36/40, 90%(36/40) and 36/40(90%) in the cell of a rate: numerator and denominator.
_FRACTION = re.compile(
    r"(?:(?P<rate>\d+(?:\.\d+)?)%\()?(?P<top>\d+)/(?P<bottom>\d+)(?:\)|\(\d+(?:\.\d+)?%\))?"
)
_ABSENT = NumberReading(mark="not_reported")


@dataclass
class Decided:
    """What the entries of a sheet come to."""

    values: list[Value] = field(default_factory=list)
    missing: list[Missing] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    asked: Asked = field(default_factory=Asked)


def read_values(entries: Iterable[Entry], asked: Asked | None = None) -> Decided:
    """Decide every entry; percentages are decided column by column, since one number alone does not show its scale."""
    decided = Decided(asked=asked or Asked())
    listed = list(entries)
    decided.issues.extend(assumed_units(listed))
    decisions = decide_percentages(listed, decided.issues, decided.asked)
    for entry in listed:
        _Decision(entry, decisions.get(id(entry), "as_is"), decided).decide()
    return decided


def _mark_key(slot: Slot) -> str:
    found = match_key(slot.cell.text) if slot.cell is not None else ""
    return f"mark:{found}@{slot.header}"


class _Decision:
    """The decision about one entry."""

    def __init__(self, entry: Entry, decision: PercentDecision, decided: Decided) -> None:
        self._entry = entry
        self._indicator = entry.indicator
        self._decision = decision
        self._decided = decided
        self._slots = dict(entry.parts)
        self._numbers: dict[str, Decimal] = {}

    def decide(self) -> None:
        if not self._drop_unused_parts() or not self._settle_formulas():
            return
        self._settle_marks()
        if not self._settle_fraction():
            return
        if self._has_fault() or self._has_open_mark() or not self._convert():
            return
        if any(slot.reading.mark == "not_applicable" for slot in self._slots.values()):
            self._not_applicable()
        elif not self._numbers:
            self._miss(self._main(), "not_reported")
        elif self._indicator.has_parts:
            self._ratio()
        else:
            self._single()

    def _reading(self, part: str) -> NumberReading:
        return self._slots[part].reading if part in self._slots else _ABSENT

    def _main(self) -> str:
        """The part whose cell stands for the entry: the value's own, even where a #DIV/0! was set aside there."""
        return next(part for part in ("value", "numerator", "denominator") if part in self._entry.parts)

    def _drop_unused_parts(self) -> bool:
        """Leave out parts that the indicator does not have; the columns of a long table stand there for every row."""
        if self._indicator.has_parts:
            return True
        allowed = {"value", "denominator"} if self._indicator.aggregation == "weighted_mean" else {"value"}
        for part in set(self._slots) - allowed:
            slot = self._slots.pop(part)
            if slot.reading.mark is None:
                level: Level = "warning" if self._reading("value").value is not None else "error"
                text = f"{self._indicator.name}没有分子和分母，这个数没有读取；要报送的数请填在数值列"
                self._issue(slot, level, "unexpected_part", text)
        return "value" in self._slots

    def _settle_formulas(self) -> bool:
        """#DIV/0! over 0 is 无案件, over blanks it is 未报; a formula never calculated is n/d when both are there."""
        slot = self._slots.get("value")
        if slot is None or slot.reading.fault not in ("error_cell", "uncomputed"):
            return True
        top, bottom = self._reading("numerator"), self._reading("denominator")
        both = "numerator" in self._slots and "denominator" in self._slots
        blank = both and top.mark == bottom.mark == "not_reported"
        excused = "not_applicable" in (top.mark, bottom.mark)
        division = slot.cell is not None and slot.cell.value == "#DIV/0!"
        if slot.reading.fault == "uncomputed" and top.value is not None and bottom.value:
            self._issue(slot, "warning", "formula_not_computed", "公式没有计算结果，已由分子、分母算出")
        elif not ((blank or excused) and (division or slot.reading.fault == "uncomputed")) and not (
            bottom.value is not None and bottom.value == 0
        ):
            return True
        del self._slots["value"]
        return True

    def _settle_marks(self) -> None:
        """Put what the sender answered in the place of 无 and its like."""
        for part, slot in self._slots.items():
            if slot.reading.mark == "ask" or self._says_all(part, slot):
                answer = self._decided.asked.answer(_mark_key(slot)) or ""
                self._slots[part] = replace(slot, reading=_MARK_ANSWERS.get(answer, slot.reading))

    def _says_all(self, part: str, slot: Slot) -> bool:
        """Whether 全覆盖 stands for the number of a rate."""
        return (
            part == "value"
            and self._indicator.is_percent
            and slot.cell is not None
            and slot.reading.fault == "not_a_number"
            and match_key(slot.cell.text) in _ALL_WORDS
        )

    def _settle_fraction(self) -> bool:
        """Read 36/40 in a rate's cell as its parts where the sender said so; False when nothing of the entry is read."""
        slot = self._slots.get("value")
        if slot is None or slot.reading.fault != "not_a_number" or slot.cell is None:
            return True
        match = _FRACTION.fullmatch(clean(slot.cell.text).replace(" ", ""))
        if (
            match is None
            or not self._indicator.has_parts
            or {"numerator", "denominator"} & self._slots.keys()
        ):
            return True
        top, bottom = Decimal(match["top"]), Decimal(match["bottom"])
        key = f"number:{slot.header}@n/d"
        answer = self._decided.asked.answer(key)
        if answer == "parts":
            self._slots = {
                "numerator": replace(slot, reading=NumberReading(value=top), unit=None),
                "denominator": replace(slot, reading=NumberReading(value=bottom), unit=None),
            }
            return True
        if answer is None:
            parts = f"{self._indicator.numerator_name} {top:f}、{self._indicator.denominator_name} {bottom:f}"
            self._decided.asked.ask(
                key,
                f"{place(slot.address)}：“{slot.cell.text}”是不是{parts}？",
                [
                    Candidate("parts", "是，前面是分子、后面是分母"),
                    Candidate(NOT_DATA_ANSWER, "不是，先不报"),
                ],
                cell=slot.address,
                proposed="parts" if bottom > 0 and top <= bottom else "",
            )
        self._miss_at(slot.address, "ask" if answer is None else "not_reported")
        return False

    def _has_fault(self) -> bool:
        faulty = [
            slot
            for part, slot in self._slots.items()
            if slot.reading.fault and not self._says_all(part, slot)
        ]
        for slot in faulty:
            fault = slot.reading.fault
            found = slot.cell.text if slot.cell is not None and slot.cell.text else "公式"
            self._issue(slot, "error", _FAULT_RULES[fault], f"“{found}”{_FAULT_MESSAGES[fault]}后重新上传")
        if self._reading("value").value is not None:
            # A rate that is stated does not fall with a part of it that cannot be read.
            self._slots = {part: slot for part, slot in self._slots.items() if not slot.reading.fault}
            return False
        for slot in faulty[:1]:
            self._miss_at(slot.address, "ask")
        return bool(faulty)

    def _has_open_mark(self) -> bool:
        """无 and its like may mean 0, 未报 or 不涉及; beside a denominator of 0 they mean 无案件."""
        if self._reading("denominator").value == 0 and self._reading("numerator").mark is None:
            return False
        open_slots = []
        for part, slot in self._slots.items():
            found = slot.cell.text if slot.cell is not None else ""
            says_all = self._says_all(part, slot)
            if slot.reading.mark != "ask" and not says_all:
                continue
            open_slots.append(slot)
            whole = [Candidate("all", "是 100%")] if says_all else []
            parts = (self._reading("numerator").value, self._reading("denominator").value)
            self._decided.asked.ask(
                _mark_key(slot),
                f"{place(slot.address)}：“{found}”是什么意思？",
                [
                    *whole,
                    Candidate("not_applicable", "没有这类案件或工作（不涉及）"),
                    *([] if says_all else [Candidate("zero", "数是 0")]),
                    Candidate("not_reported", "还没有统计（未报）"),
                ],
                cell=slot.address,
                proposed="all" if says_all and parts[0] == parts[1] else "",
            )
        for slot in open_slots[:1]:
            self._miss_at(slot.address, "ask")
        return bool(open_slots)

    def _convert(self) -> bool:
        for part, slot in self._slots.items():
            if slot.reading.value is None:
                continue
            number = converted(slot, self._indicator, part)
            if number is not None and abs(number) >= LARGEST_NUMBER:
                found = slot.cell.text if slot.cell is not None else ""
                text = f"“{found}”太大，不会是{self._indicator.name}的数，可能填成了证件号、电话或日期，请改正后重新上传"
                self._issue(slot, "error", "too_large", text)
                self._miss_at(slot.address, "ask")
                return False
            if number is None:
                unit = catalogue_unit(self._indicator, part).text or "个数"
                said = "%" if slot.reading.percent else (said_unit(slot) or Unit(Decimal(1), "", "")).text
                text = f"单位是“{said}”，而{self._indicator.name}在这里应以“{unit}”为单位，请核对后重新上传"
                self._issue(slot, "error", "unit_differs", text)
                self._miss_at(slot.address, "ask")
                return False
            if part == "value" and self._decision != "as_is":
                if self._decision == "ask":
                    shown = slot.reading.value
                    self._decided.asked.ask(
                        percent_key(slot),
                        f"{place(slot.address)}：“{shown}”是 {shown}% 还是 {shown * 100:f}%？",
                        [
                            Candidate("times_100", "按比例：0.95 就是 95%"),
                            Candidate("as_is", "按百分数：0.95 就是 0.95%"),
                        ],
                        cell=slot.address,
                    )
                    self._miss_at(slot.address, "ask")
                    return False
                number = number.scaleb(2)
            self._numbers[part] = number
            if slot.reading.approximate:
                found = slot.cell.text if slot.cell is not None else ""
                self._issue(
                    slot,
                    "warning",
                    "approximate",
                    f"“{found}”是约数，已按 {slot.reading.value:f} 读取并标为估计，请尽量填准确数",
                )
        return True

    def _not_applicable(self) -> None:
        """无案件 or 不涉及: no number but 0 may stand beside it."""
        part = next(part for part, slot in self._slots.items() if slot.reading.mark == "not_applicable")
        against = [part for part, number in self._numbers.items() if number != 0]
        if against:
            slot = self._slots[against[0]]
            found = self._slots[part].cell
            text = f"这里有数，而旁边写的是“{found.text if found else ''}”，请核对后重新上传"
            self._issue(slot, "error", "not_applicable_conflict", text)
            self._miss_at(slot.address, "ask")
            return
        self._miss(part, "not_applicable")
        self._value(None, status="not_applicable", cells={part, *self._numbers})

    def _ratio(self) -> None:
        top, bottom, value = (self._numbers.get(part) for part in ("numerator", "denominator", "value"))
        if top is not None and bottom is not None:
            self._both_parts(top, bottom, value)
        elif value is not None:
            for part in ("numerator", "denominator"):
                if part in self._slots and part not in self._numbers and (top, bottom) != (None, None):
                    name = "分子" if part == "numerator" else "分母"
                    self._issue(
                        self._slots[part],
                        "warning",
                        "missing_part",
                        f"只填了分子、分母中的一个，缺{name}，请补填",
                    )
            self._value(value)
        elif top is not None:
            slot = self._slots.get("denominator") or self._slots["numerator"]
            self._issue(
                slot, "error", "missing_part", f"{self._indicator.name}有分子而没有分母，请补填后重新上传"
            )
            self._miss_at(slot.address, "ask")
        else:
            # The denominator alone is often known before the year is over: nothing is reported yet.
            self._miss(
                next((part for part in ("value", "numerator") if part in self._slots), "denominator"),
                "not_reported",
            )

    def _both_parts(self, top: Decimal, bottom: Decimal, value: Decimal | None) -> None:
        if bottom != 0:
            assert self._indicator.scale is not None
            computed = top / bottom * self._indicator.scale
            if abs(computed) >= LARGEST_NUMBER:
                text = f"{top:f} 除以 {bottom:f} 太大，不会是{self._indicator.name}，请核对后重新上传"
                self._issue(self._slots["denominator"], "error", "too_large", text)
                self._miss("denominator", "ask")
                return
            self._value(computed.quantize(SIX_DECIMALS) if value is None else value)
        elif top != 0:
            slot = self._slots["denominator"]
            self._issue(slot, "error", "denominator_zero", f"分母是 0 而分子是 {top:f}，请核对后重新上传")
            self._miss_at(slot.address, "ask")
        else:
            if value:
                text = f"分母是 0（无案件），结果却写着 {value:f}，已按无案件读取，请核对"
                self._issue(self._slots["value"], "warning", "denominator_zero", text)
            self._numbers.pop("value", None)
            self._miss(self._main(), "not_applicable")
            self._value(None, status="not_applicable")

    def _single(self) -> None:
        value = self._numbers.get("value")
        if value is None:
            self._miss("value", "not_reported")
        else:
            self._value(value)

    def _value(
        self, value: Decimal | None, *, status: Status = "final", cells: set[str] | None = None
    ) -> None:
        used = set(self._numbers) if cells is None else cells
        status = self._entry.status if status == "final" else status
        if status != "not_applicable" and any(self._slots[part].reading.approximate for part in used):
            status = "estimated"
        at = {part: self._slots[part].address for part in used}
        self._decided.values.append(
            Value(
                indicator_code=self._indicator.code,
                region_code=self._entry.region_code,
                period=self._entry.period,
                basis=self._indicator.basis,
                numerator=self._numbers.get("numerator"),
                denominator=self._numbers.get("denominator"),
                value=value,
                status=status,
                value_cell=at.get("value"),
                numerator_cell=at.get("numerator"),
                denominator_cell=at.get("denominator"),
            )
        )

    def _miss(self, part: str, kind: MissingKind) -> None:
        self._miss_at(self._entry.parts[part].address, kind)

    def _miss_at(self, address: str, kind: MissingKind) -> None:
        entry = self._entry
        self._decided.missing.append(
            Missing(self._indicator.code, entry.region_code, entry.period, address, kind)
        )

    def _issue(self, slot: Slot, level: Level, rule: str, text: str) -> None:
        self._decided.issues.append(Issue(slot.address, level, rule, f"{place(slot.address)}：{text}。"))
