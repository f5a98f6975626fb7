"""How texts of a sheet are compared: cleaned of marks and spaces, split from the unit and the period they carry."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from faheng.period import Period, parse_period

# ①…⑳ ❶…❿ and superscripts are footnote marks; NFKC would turn 452① into 4521, so they go first.
_FOOTNOTES = re.compile("[\u2460-\u2473\u24ea-\u24ff\u2776-\u2793\u00b9\u00b2\u00b3\u2070-\u2079*＊※†‡]")
_INVISIBLE = re.compile(
    "[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufe0f]"
)
_NUMBERING = re.compile(
    r"(?:其中[:：]?|#|\d{1,2}[.、．)](?!\d)|[一二三四五六七八九十]{1,3}[、.]|\([一二三四五六七八九十\d]{1,3}\))"
)
_YEAR = r"(?:(?:19|20|21)\d\d|[二一][〇零○一二三四五六七八九]{3})"
_PERIOD_TEXT = re.compile(
    rf"{_YEAR}(?:年度?)?(?:"
    r"[上下]半年|第?[一二三四1-4]季度|0?1月?[-—–~～至到]\d{1,2}月份?|\d{1,2}月份?|[-.]?[QqHh][1-4]|全年)"
    rf"|{_YEAR}年度?"
)
_DAY = re.compile(
    rf"(?P<year>{_YEAR})(?:年(?P<month>\d{{1,2}})月\d{{1,2}}日|(?P<mark>[./-])(?P<number>\d{{1,2}})(?P=mark)\d{{1,2}})"
)
_MONTH_END = re.compile(rf"{_YEAR}年\d{{1,2}}月(?:底|末)")
# 截至2023年9月, 2023年9月底, 1月1日至9月30日, 今年以来: a part of a year that has no code of its own.
_UNTIL = re.compile(
    r"截[至止]到?[^\s]{0,5}?\d{1,2}月|\d月(?:底|末)|[日底末]?[至到—–~～-][^\s]{0,5}?\d{1,2}月\d{1,2}日"
    r"|截[至止]到?(?:目前|今|现在|当前)|[今本]年以来|至今|迄今"
)
_FROM_JANUARY = re.compile(
    rf"({_YEAR})年1月1日[-—–~～至到](?:\1年|当年)?(?P<month>\d{{1,2}})月(?P<day>\d{{1,2}})日"
)
_SPLITS = re.compile(
    r"(?<![一二三四五六七八九十\d第上下前])(?:分|各|逐|按)?(?:季度|季报|月度|月报|半年度|半年报)"
    "|(?:分|各|逐|按)(?:季|月份?|半年)"
)
_ALL_QUARTERS = re.compile("[一1][-—–~～至到][四4]季度|四个季度")
_THREE_QUARTERS = re.compile("前[三3]个?季度|[一1][-—–~～至到][三3]季度")
# 2023法治建设统计表: a year at the very start, before a word that it cannot count.
_BARE_YEAR = re.compile(rf"^({_YEAR})(?=[\u4e00-\u9fff])(?![年个件人万元号期次名项条部场])")
_SHORT_YEAR = re.compile(r"(?<![\dA-Za-z.])([0-3]\d)年(?=$|度|[^\d内来以前后间多余])")
_UNTIL_YEAR_END = re.compile(
    rf"(?:截[至止]到?)?({_YEAR})年12月(?:底|末)|截[至止]到?({_YEAR})年12月(?:31日)?(?!\d)"
)
_YEARS = re.compile(rf"{_YEAR}年?[-—–~～至到、和及与]{_YEAR}年")
# 前三季度, 一至三季度 and 7月至9月 have no code; the look-behind keeps their ends from being read alone.
_PART_TEXT = re.compile(
    r"[上下]半年|(?<![前至到—–~～\-、和])(?:第[一二三四1-4]季度|(?<!第)[一二三四1-4]季度)"
    r"|0?1月?[-—–~～至到]\d{1,2}月份?|(?<![\d至到—–~～\-、和])\d{1,2}月份?(?![\d至到—–~～\-、和])"
)
_SHORT = 60
_PART_WORD = re.compile("半年|季|月|旬")


class UnitText(NamedTuple):
    """A text without its bracketed unit, and that unit ('' when there is none)."""

    text: str
    unit: str


def clean(text: str) -> str:
    """Return the text without footnote marks and invisible characters, NFKC, inner runs of space as one space."""
    if text.isascii() and text.isalnum():
        return text  # most cells are plain numbers
    text = re.sub(r"_x000[dDaA9]_", " ", text)
    text = unicodedata.normalize("NFKC", _INVISIBLE.sub("", _FOOTNOTES.sub("", text)))
    return re.sub(r"\s+", " ", text).strip()


def match_key(text: str) -> str:
    """Return what is compared: cleaned, no spaces or quotes, one kind of bracket, comma and colon, lower case."""
    # Headers and regions are asked about again and again; only long texts would fill the memory.
    return _short_key(text) if len(text) <= _SHORT else _key(text)


@lru_cache(maxsize=16_384)
def _short_key(text: str) -> str:
    return _key(text)


def _key(text: str) -> str:
    key = re.sub(r"\s", "", clean(text))
    key = re.sub(r"[〔【\[［]", "(", key)
    key = re.sub(r"[〕】\]］]", ")", key)
    key = re.sub("[“”\"'‘’「」『』]", "", key)
    return re.sub("[,;]", "、", key).strip(":、。.").casefold()


def without_numbering(key: str) -> str:
    """Return the key without leading 其中：, #, 1. 一、 (二)."""
    while match := _NUMBERING.match(key):
        if match.end() == len(key):
            break
        key = key[match.end() :]
    return key


def split_unit(key: str) -> Iterator[UnitText]:
    """Yield the ways to read a key as text and unit: a last bracket, 出庭率,% and 出庭数/件, then the whole."""
    if match := re.fullmatch(r"(.+?)\(((?:单位:)?[^()]*(?:\([^()]*\))?)\)", key):
        yield UnitText(match[1], match[2].removeprefix("单位:"))
    # 出庭应诉率(出庭件数/应出庭件数): a formula says nothing of the unit.
    if match := re.fullmatch(r"(.+?)\([^()]*[/÷=][^()]*\)", key):
        yield UnitText(match[1], "")
    if match := re.fullmatch(r"(.+?)[、/:]?(%)", key):
        yield UnitText(match[1], match[2])
    if match := re.fullmatch(r"(.+?)[/、:]([^/、:()]{1,4})", key):
        yield UnitText(match[1], match[2])
    yield UnitText(key, "")


@dataclass(frozen=True)
class NamedPeriods:
    """What a title says about time: whole periods, parts without their year (上半年), and whether more is said."""

    periods: tuple[Period, ...]
    parts: tuple[str, ...]
    is_unclear: bool
    """Something about months or quarters that is not understood (前三季度, 截至9月底): the year must not be assumed."""
    days: tuple[Period, ...] = ()
    splits: bool = False
    """Whether it says that the table goes through the parts of the period itself: 分季度情况."""
    """The months of the days it names (2024年1月15日): mostly those of filling in or printing."""


def periods_in(text: str) -> NamedPeriods:
    """Find the periods a title or sheet name speaks of; a day of filling in (2024年1月15日) is none."""
    compact = re.sub(r"\s", "", clean(text))
    # Until the end of December is the year itself, as a stock and as what was counted since January.
    compact = _UNTIL_YEAR_END.sub(lambda match: f"{match[1] or match[2]}年", compact)
    compact = _BARE_YEAR.sub(r"\1年", compact)
    # The first three quarters have a code of their own: 1–9月.
    compact = _THREE_QUARTERS.sub("1-9月", _ALL_QUARTERS.sub("全年", compact))
    compact = _FROM_JANUARY.sub(_as_months, compact)
    splits = bool(_SPLITS.search(compact))
    compact = _SPLITS.sub("", compact)
    until = bool(_UNTIL.search(compact))
    days = tuple(_months_of_days(compact))
    compact = _MONTH_END.sub(" ", _DAY.sub(" ", compact))
    if until or _YEARS.search(compact):
        return NamedPeriods((), (), is_unclear=True, days=days, splits=splits)
    found = [parse_period(written) for written in _PERIOD_TEXT.findall(compact)]
    rest = _PERIOD_TEXT.sub(" ", compact)
    parts = tuple(dict.fromkeys(match[0] for match in _PART_TEXT.finditer(rest)))
    unclear = None in found or bool(_PART_WORD.search(_PART_TEXT.sub(" ", rest)))
    return NamedPeriods(
        tuple(dict.fromkeys(period for period in found if period)), parts, unclear, days, splits
    )


def _as_months(match: re.Match[str]) -> str:
    """1月1日—9月30日 is 1-9月; a month that is not over stays as it is."""
    month, day = int(match["month"]), int(match["day"])
    if day < 28 or not 1 < month <= 12:
        return match[0]
    return f"{match[1]}年" if month == 12 else f"{match[1]}年1-{month}月"


def _months_of_days(compact: str) -> Iterator[Period]:
    for match in _DAY.finditer(compact):
        month = int(match["month"] or match["number"])
        year = parse_period(match["year"])
        if year is not None and 1 <= month <= 12:
            yield Period(year.year, month, month)


def split_period(text: str) -> tuple[str, Period | None]:
    """Return a header text without the one period it names ('2019年败诉率' → '败诉率', 2019); a day stays where it is."""
    compact = re.sub(r"\s", "", clean(text))
    if (whole := parse_period(compact)) is not None:
        return "", whole
    masked = _MONTH_END.sub(_blanked, _DAY.sub(_blanked, compact))
    found = list(_PERIOD_TEXT.finditer(masked))
    if len(found) != 1:
        return text, None
    period = parse_period(found[0][0])
    rest = compact[: found[0].start()] + compact[found[0].end() :]
    return (re.sub(r"\(\)$|^[-—_:,、]|[-—_:,、]$", "", rest), period) if period is not None else (text, None)


def _blanked(match: re.Match[str]) -> str:
    return "\0" * len(match[0])


def short_year(text: str) -> str:
    """Return the two-digit year that a text names ('23' of 23年), '' for none."""
    match = _SHORT_YEAR.search(re.sub(r"\s", "", clean(text)))
    return match[1] if match else ""


def with_whole_year(text: str) -> str:
    """Return the text with its two-digit year written out: 23年 is 2023年."""
    return _SHORT_YEAR.sub(lambda match: f"20{match[1]}年", re.sub(r"\s", "", clean(text)))
