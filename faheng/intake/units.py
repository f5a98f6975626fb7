"""Units as written in a sheet, and how a number in one becomes a number in the catalogue's."""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from faheng.catalogue import Indicator
from faheng.intake.numbers import MULTIPLIERS
from faheng.intake.texts import match_key

# Words for one unit of the same thing: 件, 起 and 宗 count cases alike, 场 and 场次 events, 次 and 人次 attendances.
_INTERCHANGEABLE = (
    frozenset({"件", "起", "宗", "案", "件次"}),
    frozenset({"次", "人次", "场", "场次", "期"}),
    frozenset({"次", "人次", "通"}),
    frozenset({"人", "名", "位"}),
    frozenset({"部", "期", "部(期)", "部/期", "条", "篇", "个", "件"}),
    frozenset({"个", "家", "处", "所", "村", "项", "支", "户", "座", "部"}),
    frozenset({"张", "份"}),
    frozenset({"个", "件", "项", "次"}),
)
_WORDS = frozenset().union(*_INTERCHANGEABLE) | {"%", "分", "人/支", "人/万人", "人/村", "元", "‰", "百分比"}


# More 万次 or 万人 than this are most likely single ones: 100,000万 is a thousand million.
MOST_TEN_THOUSANDS = 100_000


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as said: `base` without its multiplier ('' when only 万 is said), `text` as written."""

    multiplier: Decimal
    base: str
    text: str


@lru_cache(maxsize=4096)
def parse_unit(text: str) -> Unit | None:
    """Read a unit such as 件, 万人次, %, 万; None when the text is not exactly one."""
    key = match_key(text).removeprefix("单位:").strip("()")
    key = "部(期)" if key == "部(期" else key
    if re.fullmatch("(.)/\\1", key):
        key = "%"  # 件/件
    key = {"百分比": "%", "百分数": "%", "个百分点": "%"}.get(key, key)
    if key in _WORDS:
        return Unit(Decimal(1), key, text)
    if (match := re.fullmatch("(万|亿)(.*)", key)) and (match[2] in _WORDS - {"%"} or not match[2]):
        return Unit(MULTIPLIERS[match[1]], match[2], text)
    return None


def caption_units(text: str) -> list[Unit]:
    """Return the units of a caption such as 单位：件、万人次; [] when the text is no such caption.

    填报单位：… names who reports, not a unit.
    """
    match = re.search(r"(?:^|[^\u4e00-\u9fff])(?:计量)?单位:(.+)$", match_key(text))
    if not match:
        return []
    found = [parse_unit(word) for word in re.split("[、和]", match[1].strip("()"))]
    return [unit for unit in found if unit is not None]


def catalogue_unit(indicator: Indicator, part: str) -> Unit:
    """Return the unit the catalogue keeps a part in: the indicator's own for values, single things for parts."""
    if part == "value":
        return parse_unit(indicator.unit) or Unit(Decimal(1), indicator.unit, indicator.unit)
    name = indicator.numerator_name if part == "numerator" else indicator.denominator_name
    match = re.fullmatch(r".+\(([^()]*)\)", match_key(name))
    said = parse_unit(match[1]) if match else None
    return said or Unit(Decimal(1), "", "")


def conversion(said: Unit | None, wanted: Unit) -> Decimal | None:
    """Return what to multiply with to get from the unit said to the one wanted; None when they measure other things.

    Nothing said means the catalogue's unit: taking it for single things was wrong ten-thousandfold.
    """
    if said is None:
        return Decimal(1)
    if not same_kind(said.base, wanted.base):
        # 每万人律师数(人): an average may be said in the unit of what is averaged.
        averaged = wanted.base.partition("/")
        return (
            Decimal(1) if averaged[1] and said.multiplier == 1 and same_kind(said.base, averaged[0]) else None
        )
    return said.multiplier / wanted.multiplier


def same_kind(first: str, second: str) -> bool:
    """Whether two bases count the same things; an empty base (only 万 was said) fits every count but % and 分."""
    if first == second:
        return True
    if "" in (first, second):
        return not {first, second} & {"%", "分", "元", "‰"}
    return any(first in words and second in words for words in _INTERCHANGEABLE)
