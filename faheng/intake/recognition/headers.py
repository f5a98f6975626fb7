"""The headers of a table as drafts of columns: texts from group to leaf, the period and unit they say, their key."""

import re
from collections import Counter
from dataclasses import dataclass, field, replace

from faheng.intake.recognition.column import Column, Draft
from faheng.intake.recognition.context import Context
from faheng.intake.recognition.layout import Block, SheetView, header_path, text_above
from faheng.intake.recognition.vocabulary import Vocabulary
from faheng.intake.recognition.words import NOT_DATA, PART_HEADERS, PERIOD_HEADERS, PREVIOUS, RELATIVE_PERIODS
from faheng.intake.texts import match_key, short_year, split_period
from faheng.intake.units import Unit, parse_unit
from faheng.period import parse_period

# 本月法律援助案件办理数: the period and the name in one text.
_RELATIVE_START = re.compile("(本月|当月|本季度|本季|当季|本年度|本年|今年|本期)(.{3,})")
_RELATIVE_VALUE = re.compile("(本月|当月|本季度|本季|当季|本年度|本年|今年|本期)(.{1,3})")
_CUMULATIVE_HEADERS = frozenset(
    map(match_key, ("累计", "累计数", "本年累计", "本年累计数", "年累计", "当年累计", "今年累计", "累计完成"))
)
# 全年合计 says what 全年 says.
_YEAR_TOTAL = re.compile("全年(?:合计|总计|小计|累计|总数|数)|年度(?:合计|总计)")
_CUMULATIVE = re.compile("^(?:本年)?累计|累计$")


def read_headers(view: SheetView, block: Block, vocabulary: Vocabulary, context: Context) -> list[Draft]:
    """Return a draft for every column that holds something, in order; what it means is not decided here."""
    drafts = [_draft(view, block, column, vocabulary, context) for column in _used_columns(view, block)]
    _give_keys(drafts)
    return drafts


def _give_keys(drafts: list[Draft]) -> None:
    """Name every header by its texts without periods; a second one of the same texts gets #2."""
    seen: Counter[tuple[str, tuple[str, bool]]] = Counter()
    for draft in drafts:
        path = "/".join(match_key(text) for text in draft.texts)
        # Columns that differ only by their year share one key: what 2023 is, 2024 is.
        seen[path, draft.column.span] += 1
        number = seen[path, draft.column.span]
        name = f"{path}#{number}" if number > 1 else path
        column = draft.column
        said = column.period_text or ("上年同期" if column.is_previous else "")
        draft.column = replace(
            column, key=f"column:{name}", period_key=f"span:{name}@{said}" if said else f"span:{name}"
        )


def _used_columns(view: SheetView, block: Block) -> list[int]:
    used: set[int] = set()
    for row in (*block.header_rows, *block.rows):
        used.update(view.columns_of(row))
    return sorted(column for column in used if block.first_column <= column <= block.last_column)


def _draft(view: SheetView, block: Block, number: int, vocabulary: Vocabulary, context: Context) -> Draft:
    path = [
        (row, vocabulary.with_year(text, view.grid.address(row, number)))
        for row, text in header_path(view, block, number)
    ]
    said = _Said(in_range=context.period is not None and context.period.frequency == "range")
    for row, text in path:
        said.take(row, text, alone=len(path) == 1)
    last = path[-1][0] if path else (block.header_rows[-1] if block.header_rows else block.rows[0])
    column = Column(
        number,
        " / ".join(text for _, text in path),
        last,
        "value",
        period_text=said.period_text,
        unit=said.unit,
        relative=said.relative,
        is_cumulative=said.is_cumulative,
        is_previous=said.is_previous,
    )
    texts, rows = said.texts, said.rows
    if texts and (above := text_above(view, block, number)):
        texts.insert(0, above)
        rows.insert(0, path[0][0] - 1)
    if any(short_year(text) for text in texts):
        column = replace(column, role="ignored", note="没有写清是哪一年，未读取")
    if said.contradicts_itself:
        column = replace(column, role="ignored", note="表头里有两个不同的时期，未读取")
    return Draft(column, texts, rows)


@dataclass
class _Said:
    """What the texts of one header say, from group to leaf; `in_range` is set in a sheet about 1-9月."""

    in_range: bool
    texts: list[str] = field(default_factory=list)
    rows: list[int] = field(default_factory=list)
    period_text: str = ""
    relative: str = ""
    is_cumulative: bool = False
    is_previous: bool = False
    contradicts_itself: bool = False
    unit: Unit | None = None

    def take(self, row: int, text: str, *, alone: bool) -> None:
        """Take the next text; what is neither period nor unit is kept as a text of the header."""
        rest = self._take_previous(self._take_period(text))
        rest, self.relative = _without_relative(rest, self.relative)
        if match_key(rest) in _CUMULATIVE_HEADERS:
            rest, self.is_cumulative = "", True
        if self.in_range:
            rest = _CUMULATIVE.sub("", rest)  # here the cumulative figure is that of the sheet
        # A row of units below the header is no level of it.
        if rest and not alone and (said := parse_unit(rest)) is not None:
            self.unit = said
        elif rest:
            self.texts.append(rest)
            self.rows.append(row)

    def _take_previous(self, text: str) -> str:
        """Return the text without 上年同期; 上年增减 stays what it is, a comparison."""
        key = match_key(text)
        rest = PREVIOUS.sub("", key)
        if rest == key or (NOT_DATA.search(rest) and rest not in _CUMULATIVE_HEADERS):
            return text
        self.is_previous = True
        return rest

    def _take_period(self, text: str) -> str:
        """Return the text without its period, which has to lie inside the one above it."""
        if _YEAR_TOTAL.fullmatch(match_key(text)):
            text = "全年"
        rest, period = split_period(text)
        earlier = parse_period(self.period_text) if self.period_text else None
        if period is not None:
            self.contradicts_itself |= earlier is not None and not earlier.contains(period)
            self.period_text = period.code
        elif match_key(text) not in PERIOD_HEADERS and parse_period(text, year=2000) is not None:
            whole = parse_period(text, year=earlier.year) if earlier else None
            rest, self.period_text = "", whole.code if whole else text
        return rest


def _without_relative(text: str, relative: str) -> tuple[str, str]:
    """Return a header text without 本月, 本年 and the like, and the frequency that this means."""
    key = match_key(text)
    if (span := RELATIVE_PERIODS.get(key)) is not None:
        return "", span or relative
    if match := _RELATIVE_START.fullmatch(key):
        return match[2], RELATIVE_PERIODS[match[1]] or relative
    if (match := _RELATIVE_VALUE.fullmatch(key)) and match[2] in PART_HEADERS:
        return match[2], RELATIVE_PERIODS[match[1]] or relative
    return text, relative
