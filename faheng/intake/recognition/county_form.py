"""Forms of one region: whose they are, and where their indicators stand, down the rows or across the columns."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from faheng.catalogue import Region
from faheng.intake.doubts import Candidate
from faheng.intake.grid import place
from faheng.intake.numbers import read_number
from faheng.intake.recognition.layout import Block, SheetView, is_header_below, is_note
from faheng.intake.recognition.vocabulary import Vocabulary
from faheng.intake.recognition.words import INDICATOR_HEADERS, PERIOD_HEADERS, REGION_HEADERS
from faheng.intake.texts import match_key
from faheng.period import parse_period

# 填报单位：会宁县司法局, in one cell or in two.
_WHOSE = re.compile(
    r"(?:填报|填表|报送|上报|制表|编制)?(?:单位|地区|县区|区县|县\(区\)|县\(市、区\)|机关)(?:名称)?(?:\(盖章\)|\(公章\))?:(.*)"
)
_MOST_HEADER_ROWS = 5
# 代码 heads a column too, but of the same table.
_LABEL_HEADERS = frozenset(map(match_key, ("指标", "指标名称", "统计指标", "项目", "项目名称", "指标项")))


@dataclass(frozen=True)
class _Said:
    """A region said somewhere: the region, the cell ('' for sheet and file name) and the text."""

    region: Region
    cell: str
    text: str


@dataclass(frozen=True)
class _Form:
    """A table of one region: its header rows, its data rows and the columns it takes."""

    heads: tuple[int, ...]
    rows: tuple[int, ...]
    first_column: int
    last_column: int


def form_blocks(
    view: SheetView, vocabulary: Vocabulary, *, unit: Region | None, file_name: str
) -> list[Block]:
    """Return the forms of a sheet in which no two regions stand side by side; [] when it holds no indicators.

    Each 填报单位 begins a new form. Whose a form is: 填报单位, then the texts above it, then the sheet's name, then the
    file's; where these contradict each other or say nothing, the sender is asked (`unit`, a county, is proposed).
    """
    blocks: list[Block] = []
    for first, until in _segments(view, vocabulary):
        forms = _forms(view, vocabulary, first, until)
        if not forms:
            continue
        heads, rows = forms[0].heads, forms[0].rows
        top = heads[0] if heads else rows[0]
        said = list(_said_above(view, vocabulary, first, top))
        region = _whose(view, vocabulary, said, unit=unit, file_name=file_name, rows=rows)
        if region is None:
            continue
        captions = tuple(
            (row, column, text)
            for row in view.rows_between(first, top)
            for column in view.columns_of(row)
            if (text := view.text(row, column))
        )
        where = next((each.cell for each in said if each.region == region), "")
        blocks += [
            Block(0, form.first_column, form.last_column, heads, rows, captions, region, where)
            for form in forms
        ]
    return blocks


def headed_blocks(view: SheetView, vocabulary: Vocabulary) -> list[Block]:
    """Return the forms of a sheet in which each region is a line of its own over its indicators (一、昌吉市), header once."""
    headings = [
        (row, region)
        for row in view.rows_between(1, view.last_row + 1)
        if (region := _heading(view, vocabulary, row)) is not None
    ]
    if len({region.code for _, region in headings}) < 2:
        return []
    first = headings[0][0]
    until = headings[1][0]
    forms = _forms(view, vocabulary, 1, until)
    if not forms or not forms[0].heads or forms[0].heads[-1] >= first:
        return []
    heads = tuple(row for row in forms[0].heads if row < first)
    captions = tuple(
        (row, column, text)
        for row in view.rows_between(1, heads[0])
        for column in view.columns_of(row)
        if (text := view.text(row, column))
    )
    ends = [*(row for row, _ in headings[1:]), view.last_row + 1]
    return [
        Block(
            0,
            1,
            view.last_column,
            heads,
            tuple(view.rows_between(row + 1, end)),
            captions,
            region,
            view.grid.address(row, view.columns_of(row)[0]),
        )
        for (row, region), end in zip(headings, ends, strict=True)
    ]


def _heading(view: SheetView, vocabulary: Vocabulary, row: int) -> Region | None:
    """Return the region that is all a row says, a remark in brackets aside."""
    columns = view.columns_of(row)
    if len(columns) != 1:
        return None
    text = re.sub(r"\([^()]*\)$", "", match_key(view.text(row, columns[0])))
    return vocabulary.region(text)


def _segments(view: SheetView, vocabulary: Vocabulary) -> list[tuple[int, int]]:
    """Return (first row, row after the last) of each form of the sheet; a title over 填报单位 belongs to it."""
    starts: list[int] = []
    last: Region | None = None
    for row in view.rows_between(1, view.last_row + 1):
        for region in _of_caption(view, vocabulary, row):
            if last is not None and region != last:
                starts.append(row)
            last = region
    begins = [1, *(_with_title(view, row) for row in starts)]
    return list(zip(begins, [*begins[1:], view.last_row + 1], strict=True))


def _with_title(view: SheetView, row: int) -> int:
    above = row - 1
    return above if above >= 1 and len(view.columns_of(above)) == 1 else row


def _of_caption(view: SheetView, vocabulary: Vocabulary, row: int) -> Iterator[Region]:
    columns = view.columns_of(row)
    for place_in_row, column in enumerate(columns):
        text = view.text(row, column)
        match = _WHOSE.fullmatch(match_key(text)) or _WHOSE.fullmatch(f"{match_key(text)}:")
        if match is None:
            continue
        name = match[1] or (
            view.text(row, columns[place_in_row + 1]) if place_in_row + 1 < len(columns) else ""
        )
        region = vocabulary.region(name) if name else None
        if region is None and name and vocabulary.is_whole_city(_without_office(name)):
            region = vocabulary.city
        if region is not None:
            yield region


def _without_office(name: str) -> str:
    return re.sub("(?:司法局|人民政府|政府|依法治市办)$", "", match_key(name))


def _forms(view: SheetView, vocabulary: Vocabulary, first: int, until: int) -> list[_Form]:
    """Return the tables of the form: indicators down a column, else across a row; else periods down a column."""
    down: dict[int, list[int]] = {}
    across: dict[int, int] = {}
    for row in view.rows_between(first, until):
        for column in view.columns_of(row):
            cell = view.grid.cells[row, column]
            if cell.kind == "text" and vocabulary.meanings(cell.text)[0]:
                down.setdefault(column, []).append(row)
                across[row] = across.get(row, 0) + 1
    if not down:
        return _periods_down(view, first, until)
    label = max(down, key=lambda column: (len(down[column]), -column))
    header = max(across, key=lambda row: (across[row], -row))
    headed = _headed(view, label, first, down[label][0])
    if len(down[label]) > across[header] or (headed and len(down[label]) == across[header]):
        return _down(view, label, first, until, down[label][0])
    return _across(view, header, first, until)


def _periods_down(view: SheetView, first: int, until: int) -> list[_Form]:
    """Years or months down a column under a header, and a title or sheet name that names the indicator."""
    rows = view.rows_between(first, until)
    for header, following in pairwise(rows):
        column = view.columns_of(header)[0]
        is_header = match_key(view.text(header, column)) in PERIOD_HEADERS
        if is_header and parse_period(view.text(following, column), year=2000) is not None:
            return _across(view, header, first, until)
    return []


def _headed(view: SheetView, column: int, first: int, row: int) -> bool:
    return any(
        match_key(view.text(each, column)) in INDICATOR_HEADERS for each in view.rows_between(first, row)
    )


def _has_number(view: SheetView, row: int) -> bool:
    return any(read_number(view.cell(row, column)).value is not None for column in view.columns_of(row))


def _down(view: SheetView, label: int, first: int, until: int, begin: int) -> list[_Form]:
    """Indicators down a column, or down several side by side that are each headed 指标."""
    above = view.rows_between(first, begin)
    headed = [row for row in above if match_key(view.text(row, label)) in INDICATOR_HEADERS]
    # Section titles (一、公共法律服务) may stand between the header and the first indicator.
    last = headed[-1] if headed else begin
    heads = [last] if headed else []
    for row in reversed(view.rows_between(first, last)):
        texts = {view.text(row, column) for column in view.columns_of(row)} - {""}
        if _says_period(view, row) or len(texts) < 2 or any(map(_is_whose, texts)) or len(heads) >= 3:
            break
        heads.insert(0, row)
    while heads and heads[-1] + 1 < begin and _goes_on_with_header(view, heads[-1] + 1):
        heads.append(heads[-1] + 1)
    rows = tuple(view.rows_between(heads[-1] + 1 if heads else begin, until))
    if not any(_has_number(view, row) for row in rows):
        return []
    labels = [label]
    if headed:
        labels = [
            column
            for column in view.columns_of(last)
            if match_key(view.text(last, column)) in _LABEL_HEADERS and view.text(last, column)
        ]
    starts = [1, *labels[1:]]
    ends = [*(column - 1 for column in labels[1:]), view.last_column]
    return [_Form(tuple(heads), rows, start, end) for start, end in zip(starts, ends, strict=True)]


def _goes_on_with_header(view: SheetView, row: int) -> bool:
    """Whether a row below the header is a further level of it and no section title."""
    return len({view.text(row, column) for column in view.columns_of(row)} - {""}) > 1 and is_header_below(
        view, row, 0
    )


def _says_period(view: SheetView, row: int) -> bool:
    """Whether a row is a caption of two cells: 统计年度 | 2023年."""
    columns = view.columns_of(row)
    return (
        len(columns) == 2
        and match_key(view.text(row, columns[0])) in PERIOD_HEADERS
        and parse_period(view.text(row, columns[1])) is not None
    )


def _is_whose(text: str) -> bool:
    key = match_key(text)
    return is_note(text) or _WHOSE.fullmatch(key) is not None or _WHOSE.fullmatch(f"{key}:") is not None


def _across(view: SheetView, header: int, first: int, until: int) -> list[_Form]:
    heads = [header]
    for row in reversed(view.rows_between(first, header)):
        texts = {view.text(row, column) for column in view.columns_of(row)} - {""}
        if len(texts) < 2 or any(map(_is_whose, texts)) or len(heads) >= _MOST_HEADER_ROWS:
            break
        heads.insert(0, row)
    while heads[-1] + 1 < until and is_header_below(view, heads[-1] + 1, 0):
        heads.append(heads[-1] + 1)
    rows = tuple(view.rows_between(heads[-1] + 1, until))
    numbers = any(_has_number(view, row) for row in rows)
    return [_Form(tuple(heads), rows, 1, view.last_column)] if numbers else []


def _said_above(view: SheetView, vocabulary: Vocabulary, first: int, top: int) -> Iterator[_Said]:
    """Yield the regions that captions and titles over a form name, captions first."""
    rows = view.rows_between(first, top)
    for row in rows:
        for region in _of_caption(view, vocabulary, row):
            column = view.columns_of(row)[0]
            yield _Said(region, view.grid.address(row, column), view.text(row, column))
    for row in rows:
        for column in view.columns_of(row):
            text = view.text(row, column)
            for region in vocabulary.regions_in(text):
                yield _Said(region, view.grid.address(row, column), text)


def _whose(
    view: SheetView,
    vocabulary: Vocabulary,
    said: list[_Said],
    *,
    unit: Region | None,
    file_name: str,
    rows: Iterable[int],
) -> Region | None:
    grid = view.grid
    key = f"region:sheet:{match_key(grid.name)}"
    answer = vocabulary.answered_region(key)
    if answer is not None:
        return answer
    named = [*said, *(_Said(region, "", grid.name) for region in vocabulary.regions_in(grid.name))]
    regions = list(dict.fromkeys(each.region for each in named if each.region != vocabulary.city))
    if not regions:
        # The file may hold many sheets: its name speaks only where nothing nearer does.
        regions = list(vocabulary.regions_in(file_name.rsplit(".", 1)[0]))
        inside = [_region_of_row(view, vocabulary, row) for row in rows]
        regions = list(dict.fromkeys(region for region in inside if region is not None)) or regions
    if len(regions) == 1:
        return regions[0]
    if not regions and (
        any(each.region == vocabulary.city for each in named)
        or vocabulary.names_city(" ".join((grid.name, file_name, *_texts_above(view, rows))))
    ):
        return vocabulary.city
    _ask(view, vocabulary, key, regions, unit)
    return None


def _texts_above(view: SheetView, rows: Iterable[int]) -> Iterator[str]:
    first = next(iter(rows), 1)
    for row in view.rows_between(1, first):
        for column in view.columns_of(row):
            yield view.text(row, column)


def _region_of_row(view: SheetView, vocabulary: Vocabulary, row: int) -> Region | None:
    first = view.columns_of(row)[0]
    header = any(match_key(view.text(each, first)) in REGION_HEADERS for each in view.rows_between(1, row))
    return vocabulary.region(view.text(row, first)) if header or len(view.columns_of(row)) > 1 else None


def _ask(
    view: SheetView, vocabulary: Vocabulary, key: str, regions: list[Region], unit: Region | None
) -> None:
    grid = view.grid
    row, column = min(grid.cells)
    cell = grid.address(row, column)
    is_county = unit is not None and unit != vocabulary.city
    proposed = regions[0] if regions else unit if is_county else None
    first = [*regions, *([unit] if unit is not None and is_county else [])]
    listed = dict.fromkeys([*first, *vocabulary.regions, vocabulary.city])
    what = f"写了{'、'.join(region.name for region in regions)}" if regions else "没有写是哪个地区的"
    vocabulary.asked.ask(
        key,
        f"工作表“{grid.name}”（{place(cell)}起）{what}，这张表是哪个地区的数？",
        [Candidate(region.code, region.name) for region in listed],
        cell=cell,
        proposed=proposed.code if proposed is not None else "",
    )
