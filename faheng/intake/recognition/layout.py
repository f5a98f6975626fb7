"""Where the tables of a sheet are: blocks with a region column, header rows above it and captions above those."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from faheng.catalogue import Region
from faheng.intake.grid import Cell, Grid, Merge
from faheng.intake.numbers import read_number
from faheng.intake.recognition.vocabulary import Vocabulary
from faheng.intake.recognition.words import INDICATOR_HEADERS, REGION_HEADERS, UNIT_HEADERS
from faheng.intake.texts import clean, match_key, periods_in
from faheng.intake.units import parse_unit
from faheng.period import parse_period

LARGEST_MERGE = 4_000
MOST_MERGED_CELLS = 400_000
MOST_HEADER_ROWS = 6
_CAPTION = re.compile(
    r"^(?:计量)?(?:单位|填报单位|填表单位|报送单位|制表|编制|制表单位|表号|填报日期|填表日期|日期|报送|数据来源|资料来源|来源|时间|统计时间|指标|数据库|"
    r"联系人|填报人|审核人|填表人|附表\d*|制定机关|批准机关|有效期至|批准文号|制表机关)[:：]"
)
_NOTE = re.compile(
    r"^(?:注|备注|说明|附注|填表说明|填报说明|数据来源|资料来源|来源|口径|填报人|填表人|制表|制表人|审核|审核人|审批|联系人|联系电话|电话|单位负责人|负责人|"
    r"填报日期|填报时间|统计负责人|分管领导|报送日期|单位\(盖章\)|填报单位)(?:\d+)?(?:[:：、.。\s(]|$)"
)
_TITLE = re.compile(r"^(?:全市|各县|各区|各地)|主要指标$|\d{4}|[二〇零○一]{4}年|表$|情况$|统计$|汇总$|一览$")
_CORNERS = INDICATOR_HEADERS | {"类别", "分类", "内容"}
_REGION_KINDS = re.compile("[各县市区旗州盟、/()]+")
_NUMBERING_ROW = frozenset(("甲", "乙", "(甲)", "栏次", "栏目", "行次"))


class SheetView:
    """A grid whose merged areas show their text in every cell, clipped to what is used."""

    def __init__(self, grid: Grid) -> None:
        self.grid = grid
        self.last_row = grid.last_row
        self.last_column = grid.last_column
        self._merge_of: dict[tuple[int, int], Merge] = {}
        for merge in grid.merges:
            last_row, last_column = (
                min(merge.last_row, self.last_row),
                min(merge.last_column, self.last_column),
            )
            size = (last_row - merge.first_row + 1) * (last_column - merge.first_column + 1)
            if not 1 < size <= LARGEST_MERGE or len(self._merge_of) + size > MOST_MERGED_CELLS:
                continue
            for row in range(merge.first_row, last_row + 1):
                for column in range(merge.first_column, last_column + 1):
                    self._merge_of[row, column] = merge
        self._columns_of: dict[int, list[int]] = {}
        for row, column in grid.cells:
            self._columns_of.setdefault(row, []).append(column)
        self._rows = sorted(self._columns_of)

    def rows_between(self, first: int, until: int) -> list[int]:
        """The rows from `first` to before `until` that hold something, in order; far empty stretches cost nothing."""
        return self._rows[bisect_left(self._rows, first) : bisect_left(self._rows, until)]

    def columns_of(self, row: int) -> list[int]:
        """The columns of a row that hold something of their own, in order."""
        return sorted(self._columns_of.get(row, ()))

    def cell(self, row: int, column: int) -> Cell | None:
        """The cell itself; None where nothing stands, also inside a merged area."""
        return self.grid.cells.get((row, column))

    def merge(self, row: int, column: int) -> Merge | None:
        """The merged area that a cell belongs to."""
        return self._merge_of.get((row, column))

    def text(self, row: int, column: int) -> str:
        """The cleaned text of a cell or of the merged area it belongs to; dates in their ISO form."""
        merge = self._merge_of.get((row, column))
        cell = self.grid.cells.get((merge.first_row, merge.first_column) if merge else (row, column))
        if cell is None or cell.value is None:
            return ""
        return clean(cell.text if cell.kind != "date" else str(cell.value))


@dataclass(frozen=True)
class Block:
    """One table of a sheet. `rows` are its data rows, `captions` the (row, column, text) that stand above it.

    A form of one region has `region` and no region column (0).
    """

    region_column: int
    first_column: int
    last_column: int
    header_rows: tuple[int, ...]
    rows: tuple[int, ...]
    captions: tuple[tuple[int, int, str], ...]
    region: Region | None = None
    region_cell: str = ""
    """Where the region of a form is said; '' for the sheet's or file's name and the sender's answer."""


def find_blocks(view: SheetView, vocabulary: Vocabulary) -> list[Block]:
    """Return the tables with one region a row, from the top; side by side from the left. [] when there is none."""
    anchors = _anchors(view, vocabulary)
    blocks: list[Block] = []
    caption_from = 1
    for index, (row, columns) in enumerate(anchors):
        next_row = anchors[index + 1][0] if index + 1 < len(anchors) else view.last_row + 1
        header = _header_rows(view, row, columns[0])
        first = header[-1] + 1 if header else row
        if index + 1 < len(anchors):
            next_row = (_header_rows(view, next_row, anchors[index + 1][1][0]) or [next_row])[0]
        data_rows = view.rows_between(first, next_row)
        top = header[0] if header else row
        captions = tuple(_captions(view, caption_from, top))
        caption_from = (
            max((each for each in data_rows if _is_region_row(view, vocabulary, each, columns)), default=top)
            + 1
        )
        for place, column in enumerate(columns):
            blocks.append(
                Block(
                    region_column=column,
                    first_column=1 if place == 0 else column,
                    last_column=columns[place + 1] - 1 if place + 1 < len(columns) else view.last_column,
                    header_rows=tuple(header),
                    rows=tuple(data_rows),
                    captions=captions,
                )
            )
    return blocks


def _anchors(view: SheetView, vocabulary: Vocabulary) -> list[tuple[int, list[int]]]:
    """Return (row, region columns) of every header that says 地区; without one, the column that holds regions.

    Several region columns in one row that name the same region in every row (code and name) are one table.
    """
    headed: dict[int, list[int]] = {}
    for (row, column), cell in view.grid.cells.items():
        text = clean(cell.text) if cell.kind == "text" and len(cell.text) < 40 else ""
        # 填报单位： with a colon introduces a name beside it; it heads no column.
        if text and not text.endswith(":") and is_region_header(text):
            headed.setdefault(row, []).append(column)
    anchors: list[tuple[int, list[int]]] = []
    heads = sorted(headed)
    for row, until in pairwise([*heads, view.last_row + 1]):
        columns = [
            column
            for column in sorted(headed[row])
            if "单位" not in view.text(row, column) or _regions_below(view, vocabulary, column, row, until)
        ]
        if len(columns) > 1:
            columns = _distinct_tables(view, vocabulary, columns, row, until)
        # A caption such as 填报单位 | 会宁县司法局 has a header word too, but no table below it.
        if columns and len(view.columns_of(row)) > 1 and not _is_caption_pair(view, vocabulary, row, columns):
            anchors.append((row, columns))
    return anchors or _anchor_without_header(view, vocabulary)


def is_region_header(text: str) -> bool:
    """Whether a header says that regions stand below: a word for it, or nothing but kinds of regions (县市区, 区(市))."""
    key = match_key(text)
    return key in REGION_HEADERS or (len(key) > 1 and _REGION_KINDS.fullmatch(key) is not None)


def _is_caption_pair(view: SheetView, vocabulary: Vocabulary, row: int, columns: list[int]) -> bool:
    return any(vocabulary.region(view.text(row, column + 1)) is not None for column in columns)


def _regions_below(
    view: SheetView, vocabulary: Vocabulary, column: int, row: int, until: int
) -> dict[int, str]:
    found: dict[int, str] = {}
    for each in view.rows_between(row + 1, until):
        if (region := vocabulary.region(view.text(each, column))) is not None:
            found[each] = region.code
    return found


def _distinct_tables(
    view: SheetView, vocabulary: Vocabulary, columns: list[int], row: int, until: int
) -> list[int]:
    regions = {column: _regions_below(view, vocabulary, column, row, until) for column in columns}
    columns = [column for column in columns if regions[column]] or columns[:1]
    for first in columns:
        for second in columns:
            shared = regions[first].keys() & regions[second].keys()
            if any(regions[first][each] != regions[second][each] for each in shared):
                return columns
    most = max(len(regions[column]) for column in columns)
    fullest = [column for column in columns if len(regions[column]) == most]
    # Of codes and names the names: 合计 stands beside them.
    named = [
        column
        for column in fullest
        if not any(view.text(each, column).isdecimal() for each in regions[column])
    ]
    return [next(iter(named or fullest))]


def _anchor_without_header(view: SheetView, vocabulary: Vocabulary) -> list[tuple[int, list[int]]]:
    """Return the first region row and the column with the most different regions, if it has at least two."""
    regions: dict[int, dict[str, int]] = {}
    for row, column in sorted(view.grid.cells):
        if view.grid.cells[row, column].kind in ("text", "number"):
            region = vocabulary.region(view.text(row, column))
            if region is not None:
                regions.setdefault(column, {}).setdefault(region.code, row)
    column = max(regions, key=lambda each: (len(regions[each]), -each), default=0)
    if len(regions.get(column, ())) < 2:
        return []
    first_region_row = min(regions[column].values())
    above = [
        row
        for row in view.rows_between(1, first_region_row)
        if not view.text(row, column) and len(_different_texts(view, row)) > 1
    ]
    return [(above[-1] if above else first_region_row - 1, [column])] if first_region_row > 1 else []


def _header_rows(view: SheetView, row: int, region_column: int) -> list[int]:
    """Return the header rows around the row that says 地区: groups above it, further levels and units below it."""
    merge = view.merge(row, region_column)
    top, bottom = (merge.first_row, merge.last_row) if merge else (row, row)
    rows = [each for each in range(top, min(bottom, top + MOST_HEADER_ROWS) + 1) if each <= view.last_row]
    if top == bottom:
        while (
            rows[0] > 1 and len(rows) < MOST_HEADER_ROWS and _is_group_row(view, rows[0] - 1, region_column)
        ):
            rows.insert(0, rows[0] - 1)
    while len(rows) < MOST_HEADER_ROWS and rows[-1] < view.last_row:
        following = rows[-1] + 1
        if not is_header_below(view, following, region_column):
            break
        rows.append(following)
    return rows


def _is_group_row(view: SheetView, row: int, region_column: int) -> bool:
    """Whether the row above a header holds groups: 新增 above the names says that they are not all there is."""
    corner, texts = match_key(view.text(row, region_column)), _different_texts(view, row)
    if _is_caption(view, row):
        return False
    if len(texts) > 1:
        return not corner or corner in _CORNERS
    if corner or not texts or view.columns_of(row)[0] <= region_column:
        return False
    # One text alone, to the right of the regions, may also be a title that is not merged, or when it was filled in.
    text = texts.pop()
    if re.fullmatch(r"\(.*\)|第\d+页.*|共\d+[页项].*", match_key(text)):
        return False  # a remark on the whole table: （当季发生数）, or where the page is
    merge = view.merge(row, view.columns_of(row)[0])
    if parse_period(text) is not None or periods_in(text).days:
        return False
    if not view.rows_between(1, row):
        return not _TITLE.search(match_key(text))
    return merge is not None or not re.search("^(?:全市|各县|各区|各地)|主要指标$|表$", match_key(text))


def is_header_below(view: SheetView, row: int, region_column: int) -> bool:
    """Whether a row under the header goes on with it: no region, and texts or years instead of numbers."""
    columns = view.columns_of(row)
    region_text = match_key(view.text(row, region_column)) if view.cell(row, region_column) else ""
    others = [column for column in columns if column != region_column]
    if not others:
        return False
    if region_text in _NUMBERING_ROW:
        return True
    if region_text in UNIT_HEADERS:
        return all(parse_unit(view.text(row, column)) is not None for column in others)
    if region_text:
        return False
    readings = [read_number(view.cell(row, column)) for column in others]
    if all(reading.mark is not None for reading in readings):
        return False
    if all(reading.value is None and reading.fault == "not_a_number" for reading in readings):
        return True
    texts = [view.text(row, column) for column in others]
    return len(set(texts)) > 1 and all(parse_period(text) is not None for text in texts)


def _different_texts(view: SheetView, row: int) -> set[str]:
    return {view.text(row, column) for column in view.columns_of(row)} - {""}


def _is_caption(view: SheetView, row: int) -> bool:
    return any(_CAPTION.search(match_key(view.text(row, column))) for column in view.columns_of(row))


def _captions(view: SheetView, first: int, until: int) -> Iterator[tuple[int, int, str]]:
    for row in view.rows_between(first, until):
        for column in view.columns_of(row):
            text = view.text(row, column)
            if text:
                yield row, column, text


def _is_region_row(view: SheetView, vocabulary: Vocabulary, row: int, columns: list[int]) -> bool:
    texts = [view.text(row, column) for column in columns]
    return any(vocabulary.region(text) is not None or vocabulary.is_total(text) for text in texts)


def is_note(text: str) -> bool:
    """Whether a text begins like a note under a table (注：, 资料来源：, 填报人：)."""
    return bool(_NOTE.match(clean(text))) or bool(_NOTE.match(match_key(text)))


def is_dated_note(text: str) -> bool:
    """Whether a caption's date is not the data's: 填报日期, 资料来源, 注."""
    return is_note(text) or bool(
        re.match(r"^(?:日期|(?:填报|填表|制表|报送|打印|上报)(?:日期|时间)):", clean(text))
    )


def text_above(view: SheetView, block: Block, column: int) -> str:
    """Return what stands above a column in the line over the header, where a title or caption stands at its left.

    2023年 | 新增 | 新增 over 地区 | 执业律师人数 | … is a caption by its first cell and a row of groups by the others.
    """
    row = (block.header_rows or block.rows)[0] - 1
    if column <= block.region_column or row < 1 or _is_caption(view, row):
        return ""
    beside = [each for each in view.columns_of(row) if each > block.region_column and view.text(row, each)]
    merge = view.merge(row, column)
    # In a form of one region there is no region column: the title begins in the first.
    if merge is not None and merge.first_column <= max(block.region_column, 1):
        return ""
    is_merged = merge is not None and merge.first_column < merge.last_column
    text = view.text(row, column)
    if not text or text.isdecimal() or not (is_merged or len(beside) > 1):
        return ""
    # 填报单位 | 演示市司法局 | 填报人 | 张三
    if any(is_note(view.text(row, each)) for each in view.columns_of(row)):
        return ""
    if _TITLE.search(match_key(text)) or parse_period(text) is not None or periods_in(text).days:
        return ""
    return text


def header_path(view: SheetView, block: Block, column: int) -> list[tuple[int, str]]:
    """Return (row, text) of a column's header from the group down to the leaf, equal neighbours once.

    A group heading that is not merged is filled to the right over the columns that have a text below it, unless its
    row has merged groups: then a blank is meant.
    """
    path: list[tuple[int, str]] = []
    for index, row in enumerate(block.header_rows):
        if match_key(view.text(row, block.region_column)) in _NUMBERING_ROW:
            continue
        text = view.text(row, column)
        below = block.header_rows[index + 1 :]
        if not text and below and any(view.text(each, column) for each in below):
            text = _group_to_the_left(view, block, row, column)
        # A second header in English repeats the first.
        in_english = text.isascii() and text.replace(" ", "").isalpha() and bool(path)
        if text and not in_english and (not path or path[-1][1] != text):
            path.append((row, text))
    return path


def _group_to_the_left(view: SheetView, block: Block, row: int, column: int) -> str:
    columns = range(block.first_column, block.last_column + 1)
    for each in columns:
        merge = view.merge(row, each)
        if merge is not None and merge.last_column > merge.first_column:
            return ""
    for left in range(column - 1, block.first_column - 1, -1):
        text = view.text(row, left)
        if text:
            has_leaf = any(
                view.text(each, left) not in ("", text) for each in block.header_rows if each > row
            )
            return text if left != block.region_column and has_leaf else ""
    return ""
