"""One cell → a number, a missing mark or a fault; no column, unit of the catalogue or indicator is known here."""

import re
from dataclasses import dataclass
from decimal import Context, Decimal
from functools import lru_cache
from typing import Literal

from faheng.intake.grid import Cell
from faheng.intake.texts import clean

Fault = Literal["", "not_a_number", "error_cell", "uncomputed", "date", "thousands"]
Mark = Literal["not_reported", "not_applicable", "ask"]

MULTIPLIERS = {"": Decimal(1), "万": Decimal(10_000), "亿": Decimal(100_000_000)}

# Blank is 未报, never 0. 无 may mean 0, 未报 or 不涉及: its sender has to say which.
_MARKS: dict[Mark, str] = {
    "not_reported": (
        "- -- --- — —— – ― / // \\ … …… ... ...... 未报 未上报 尚未上报 未填 未填报 未统计 暂未统计 未报送 待报 待补 "
        "待补报 缺 缺报 空"
    ),
    "not_applicable": "不涉及 不适用 无案件 无此项 无此项工作 无此类案件 无相关案件 无应诉案件 未发生案件",
    "ask": "无 暂无 没有 无数据 暂无数据 无此数据 n/a na #n/a null none nan nil 待定 待核实 待统计 未开展 ? ?? × x √ ○ 〇",
}
_MARK_OF: dict[str, Mark] = {word: mark for mark, words in _MARKS.items() for word in words.split()}

_NUMBER = re.compile(
    r"(?P<about_before>约|大约|近|超过?|逾|达到?|共计?|>|>=|≥|≈)?"
    r"(?P<sign>[+\-−])?"
    r"(?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+)"
    r"(?P<scale>万|亿)?"
    r"(?P<about_inside>余|多)?"
    r"(?P<percent>%|％)?"
    r"(?P<unit>(?:人次|场次|件次|个|件|人|次|场|部|项|张|条|期|支|户|家|所|处|村|分|宗|起|名|位|篇|例|元|个百分点)?)"
    r"(?P<about_after>余|多|以上|左右|上下)?"
)
_ERROR = re.compile(r"#(?:DIV/0!|NAME\?|NULL!|NUM!|REF!|VALUE!|SPILL!|CALC!)")
# 达 and 共 only introduce a number; the others say that it is not exact.
_EXACT_WORDS = ("达", "达到", "共", "共计")

# Every number a cell can hold (1e308) with six decimals.
_WIDE = Context(prec=400)


@dataclass(frozen=True, slots=True)
class NumberReading:
    """A cell read alone. Exactly one of `value`, `mark`, `fault` says something.

    `value` has the 万 of the cell's own text already in `multiplier` (11.5万 → value 11.5, multiplier 10000) and is
    0..100 when `percent`; `percent` is said by the cell itself, in its text or its number format.
    """

    value: Decimal | None = None
    percent: bool = False
    multiplier: Decimal = Decimal(1)
    unit: str = ""
    says_scale: bool = False
    """Whether the number format says 万 or 亿, so that `multiplier` counts before any unit of the header."""
    approximate: bool = False
    mark: Mark | None = None
    fault: Fault = ""


def read_number(cell: Cell | None) -> NumberReading:
    """Read a cell; None (nothing stands there) is 未报."""
    if cell is None or cell.kind == "blank":
        return NumberReading(mark="not_reported")
    if cell.kind == "number" and isinstance(cell.value, Decimal):
        return _formatted(cell.value, cell.number_format)
    if cell.kind == "error":
        return NumberReading(fault="error_cell")
    if cell.kind == "uncomputed":
        return NumberReading(fault="uncomputed")
    if cell.kind == "date":
        return NumberReading(fault="date")
    if cell.kind == "boolean":
        return NumberReading(fault="not_a_number")
    return read_text(cell.text)


def read_text(text: str) -> NumberReading:
    """Read a number as people write it: １，２３４ 31.94% 11.5万 约98% 4.4万余; 50~60, 12/15, 三十多 are faults."""
    plain = clean(text)
    compact = plain.replace(" ", "")
    if _ERROR.fullmatch(compact):
        return NumberReading(fault="error_cell")  # text files and pages know no error cells
    mark = _MARK_OF.get(compact.casefold()) if compact else "not_reported"
    if mark is not None:
        return NumberReading(mark=mark)
    # A space may group thousands; any other space between digits is two numbers.
    if re.search(r"\d \d", plain) and not re.fullmatch(r"[^\d]*\d{1,3}( \d{3})+(?!\d).*", plain):
        return NumberReading(fault="not_a_number")
    match = _NUMBER.fullmatch(compact.replace("，", ","))
    if match is None:
        wrong_thousands = re.fullmatch(r"[+\-]?\d+(,\d+)+(\.\d+)?", compact)
        return NumberReading(fault="thousands" if wrong_thousands else "not_a_number")
    value = Decimal(match["digits"].replace(",", ""))
    if match["sign"] in ("-", "−"):
        value = -value
    about = match["about_inside"] or match["about_after"]
    if match["about_before"] and match["about_before"] not in _EXACT_WORDS:
        about = match["about_before"]
    if match["unit"] == "个百分点":
        return NumberReading(fault="not_a_number")
    return NumberReading(
        value=value,
        percent=bool(match["percent"]),
        multiplier=MULTIPLIERS[match["scale"] or ""],
        unit=match["unit"],
        approximate=bool(about),
    )


def _formatted(value: Decimal, number_format: str) -> NumberReading:
    if has_percent(number_format):
        # scaleb keeps the decimals as typed: 0.98 is 98, not 98.00.
        shown = value.scaleb(2)
        return NumberReading(
            value=shown if shown != shown.to_integral_value() else Decimal(int(shown)), percent=True
        )
    if match := re.search("万|亿", number_format):
        # 0.0"万" shows 11.5万 for a stored 11.5; 0!.0,"万" shows it for 115000, the comma having divided.
        divided = re.search(r"[0#?],+(?![0#?])", number_format) is not None
        return NumberReading(value, multiplier=MULTIPLIERS["" if divided else match[0]], says_scale=True)
    # 0.00"%" shows 31.94% for a stored 31.94: the sign is said, nothing is multiplied.
    return NumberReading(value, percent=bool(re.search(r'"[^"]*[%％][^"]*"|\\%', number_format)))


@lru_cache(maxsize=1024)
def has_percent(number_format: str) -> bool:
    r"""Whether the format multiplies by 100: a % that is neither quoted nor escaped (`0.00"%"`, `0.00\%` are not)."""
    return "%" in re.sub(r'"[^"]*"|\\.|_.|\*.', "", number_format).split(";")[0]


def to_decimals(number: Decimal, decimals: int) -> Decimal:
    """Return a number rounded to so many decimals, however large it is: a quotient by 1e-20 has more than 28 digits."""
    return number.quantize(Decimal(1).scaleb(-decimals), context=_WIDE)


def decimals_of(value: Decimal) -> int:
    """Return how many decimals a number was typed with, at most 6: a computed 97.5155279503106 says no more."""
    exponent = value.as_tuple().exponent
    return min(max(-exponent, 0), 6) if isinstance(exponent, int) else 0
