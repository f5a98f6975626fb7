"""How texts of a sheet are compared: cleaned of marks and spaces, split from the unit and the period they carry."""

import re
import unicodedata
from collections.abc import Iterator
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
_DAY = re.compile(rf"(?:截[至止]到?)?{_YEAR}年\d{{1,2}}月(?:\d{{1,2}}日|底|末)")


class UnitText(NamedTuple):
    """A text without its bracketed unit, and that unit ('' when there is none)."""

    text: str
    unit: str


def clean(text: str) -> str:
    """Return the text without footnote marks and invisible characters, NFKC, inner runs of space as one space."""
    text = re.sub(r"_x000[dDaA9]_", " ", text)
    text = unicodedata.normalize("NFKC", _INVISIBLE.sub("", _FOOTNOTES.sub("", text)))
    return re.sub(r"\s+", " ", text).strip()


def match_key(text: str) -> str:
    """Return what is compared: cleaned, no spaces or quotes, one kind of bracket, comma and colon, lower case."""
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
    if match := re.fullmatch(r"(.+?)[、/:]?(%)", key):
        yield UnitText(match[1], match[2])
    if match := re.fullmatch(r"(.+?)[/、:]([^/、:()]{1,4})", key):
        yield UnitText(match[1], match[2])
    yield UnitText(key, "")


def periods_in(text: str) -> list[Period]:
    """Return the different periods named in a text such as a title; days (2020年12月31日, 截至…底) are not periods."""
    found: list[Period] = []
    for written in _PERIOD_TEXT.findall(_DAY.sub(" ", re.sub(r"\s", "", clean(text)))):
        period = parse_period(written)
        if period is not None and period not in found:
            found.append(period)
    return found


def split_period(text: str) -> tuple[str, Period | None]:
    """Return a header text without the one period it names ('2019年败诉率' → '败诉率', 2019); a day stays where it is."""
    compact = re.sub(r"\s", "", clean(text))
    if (whole := parse_period(compact)) is not None:
        return "", whole
    found = list(_PERIOD_TEXT.finditer(_DAY.sub(lambda match: "\0" * len(match[0]), compact)))
    if len(found) != 1:
        return text, None
    period = parse_period(found[0][0])
    rest = compact[: found[0].start()] + compact[found[0].end() :]
    return (re.sub(r"\(\)$|^[-—_:,、]|[-—_:,、]$", "", rest), period) if period is not None else (text, None)
