"""Period: the one type for a span of time inside one year; it parses, orders, contains and prints itself."""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property, total_ordering

FREQUENCIES = ("year", "half_year", "quarter", "month")
MONTHS_IN = {"year": 12, "half_year": 6, "quarter": 3, "month": 1}
FORM_NAMES = {"year": "年报", "half_year": "半年报", "quarter": "季报", "month": "月报"}
FREQUENCY_NAMES = {"year": "年度", "half_year": "半年", "quarter": "季度", "month": "月度"}

_CHINESE_DIGITS = str.maketrans("〇零○一二三四五六七八九", "000123456789")
_ORDINALS = {"一": 1, "二": 2, "三": 3, "四": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_DASHES = r"(?:-|—|–|~|～|至|到|\.\.)"


@total_ordering
@dataclass(frozen=True)
class Period:
    """The months `first_month` to `last_month` (1–12, both included) of one `year`.

    A span that has a name takes it: months 1–6 are always `2024-H1`, never `2024-01..06`, so that one span
    has one code. Spans without a name must begin in January (1—9月): no form reports others.

    Raises:
        ValueError: the span is not one that is reported.
    """

    year: int
    first_month: int
    last_month: int

    def __post_init__(self) -> None:
        if not (1900 <= self.year <= 2199 and 1 <= self.first_month <= self.last_month <= 12):
            raise ValueError(f"not a period: {self.year} months {self.first_month} to {self.last_month}")
        if self.frequency == "range" and self.first_month != 1:
            raise ValueError(
                f"a span without a name must begin in January: {self.first_month} to {self.last_month}"
            )

    @cached_property
    def frequency(self) -> str:
        """`year`, `half_year`, `quarter`, `month`, or `range` for a span like 1—9月."""
        length = self.last_month - self.first_month + 1
        for frequency, months in MONTHS_IN.items():
            if length == months and (self.first_month - 1) % months == 0:
                return frequency
        return "range"

    @cached_property
    def code(self) -> str:
        """`2024`, `2024-H1`, `2024-Q3`, `2024-07` or `2024-01..09`: the form in links and tables."""
        match self.frequency:
            case "year":
                return f"{self.year}"
            case "half_year":
                return f"{self.year}-H{self.last_month // 6}"
            case "quarter":
                return f"{self.year}-Q{self.last_month // 3}"
            case "month":
                return f"{self.year}-{self.last_month:02d}"
            case _:
                return f"{self.year}-01..{self.last_month:02d}"

    def __str__(self) -> str:
        match self.frequency:
            case "year":
                return f"{self.year}年"
            case "half_year":
                return f"{self.year}年{'上' if self.last_month == 6 else '下'}半年"
            case "quarter":
                return f"{self.year}年第{self.last_month // 3}季度"
            case "month":
                return f"{self.year}年{self.last_month}月"
            case _:
                return f"{self.year}年1—{self.last_month}月"

    def __lt__(self, other: Period) -> bool:
        """Order by end, the shorter of two that end together first: … 11月, 12月, 第4季度, 下半年, the year."""
        return (self.year, self.last_month, -self.first_month) < (
            other.year,
            other.last_month,
            -other.first_month,
        )

    def contains(self, other: Period) -> bool:
        """Whether every month of `other` lies in this period."""
        return (
            self.year == other.year
            and self.first_month <= other.first_month
            and other.last_month <= self.last_month
        )

    def parts(self, frequency: str) -> list[Period]:
        """The periods of `frequency` that make this one up, in order; empty when they do not fit it exactly."""
        months = MONTHS_IN[frequency]
        if (self.first_month - 1) % months or self.last_month % months:
            return []
        return [
            Period(self.year, first, first + months - 1)
            for first in range(self.first_month, self.last_month + 1, months)
        ]

    @property
    def first_day(self) -> date:
        """The day on which it begins."""
        return date(self.year, self.first_month, 1)

    @property
    def last_day(self) -> date:
        """The day on which it ends."""
        return date(self.year, self.last_month, monthrange(self.year, self.last_month)[1])

    def a_year_earlier(self) -> Period:
        """The same months one year before: 上年同期."""
        return Period(self.year - 1, self.first_month, self.last_month)

    def previous(self) -> Period:
        """The period of the same length just before; for a span like 1—9月 the same span a year earlier."""
        return self._previous

    @cached_property
    def _previous(self) -> Period:
        if self.frequency == "range":
            return self.a_year_earlier()
        length = self.last_month - self.first_month + 1
        first = self.first_month - length
        return (
            Period(self.year, first, first + length - 1)
            if first >= 1
            else Period(self.year - 1, first + 12, 12)
        )


def year_periods(year: int, frequency: str) -> list[Period]:
    """All periods of `frequency` in `year`, in order."""
    return Period(year, 1, 12).parts(frequency)


@cache  # a city's rows name the same few hundred again and again
def period_from_code(code: str) -> Period:
    """The period written as `code` (the forms of `Period.code` and nothing else).

    Raises:
        ValueError: `code` is no period code.
    """
    match = re.fullmatch(r"(\d{4})(?:-(?:H([12])|Q([1-4])|(\d{2})|01\.\.(\d{2})))?", code)
    if match is None:
        raise ValueError(f"not a period code: {code!r}")
    year, half, quarter, month, until = (int(group) if group else None for group in match.groups())
    assert year is not None
    if half:
        period = Period(year, half * 6 - 5, half * 6)
    elif quarter:
        period = Period(year, quarter * 3 - 2, quarter * 3)
    elif month:
        period = Period(year, month, month)
    elif until:
        period = Period(year, 1, until)
    else:
        period = Period(year, 1, 12)
    if period.code != code:
        raise ValueError(f"not a period code: {code!r}")
    return period


def parse_period(text: str, *, year: int | None = None) -> Period | None:
    """The period a person wrote, or None when the text is not exactly a period.

    Reads codes, printed forms, `2023年度`, full-width and Chinese digits (`二〇二三年`), `2022Q4`,
    `2023年1-9月`, and with `year` given also `上半年`, `第四季度`, `1—9月`. A two-digit year is
    never taken: `23年` may mean a batch or a day.
    """
    cleaned = re.sub(r"\s", "", unicodedata.normalize("NFKC", text))
    match = re.fullmatch(r"([\d〇零○一二三四五六七八九]{4})(年度?)?[-./]?(.*)", cleaned)
    rest = cleaned
    if match:
        digits = match[1].translate(_CHINESE_DIGITS)
        year, rest = int(digits), match[3]
        # `2023年上半年` and `2023Q4` are fine, `2023个` is not: without 年 only a known code may follow.
    if year is None or not 1900 <= year <= 2199:
        return None
    if match and not rest:
        return Period(year, 1, 12)
    if rest in ("全年", "年度"):
        return Period(year, 1, 12)
    months = _months_of(rest, after_year=bool(match and not match[2]))
    if months is None:
        return None
    try:
        return Period(year, *months)
    except ValueError:
        return None


def _months_of(text: str, *, after_year: bool) -> tuple[int, int] | None:
    """First and last month that `text` names without its year; `after_year`: digits stood directly before."""
    if match := re.fullmatch(r"(?:H([12])|([上下])半年|第?([一二])半年)", text, re.IGNORECASE):
        half = (
            int(match[1]) if match[1] else 1 if match[2] == "上" else 2 if match[2] else _ORDINALS[match[3]]
        )
        return half * 6 - 5, half * 6
    if match := re.fullmatch(r"(?:Q([1-4])|第?([一二三四1-4])季度?)", text, re.IGNORECASE):
        quarter = int(match[1]) if match[1] else _ORDINALS[match[2]]
        return quarter * 3 - 2, quarter * 3
    if re.fullmatch(rf"前[三3]个?季度|[一1]{_DASHES}[三3]季度?", text):
        return 1, 9
    if match := re.fullmatch(rf"0?1月?{_DASHES}(\d{{1,2}})(月?)份?", text):
        return (1, int(match[1])) if match[2] or text.startswith("01..") else None
    if match := re.fullmatch(r"(\d{1,2})月份?", text):
        return int(match[1]), int(match[1])
    if after_year and (match := re.fullmatch(r"(\d{2})", text)):
        return int(match[1]), int(match[1])
    return None
