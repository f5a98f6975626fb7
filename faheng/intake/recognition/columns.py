"""What the columns of a table say: region, period, indicator, unit, or values of an indicator and part."""

import re
from collections.abc import Iterator
from dataclasses import replace

from faheng.catalogue import Indicator
from faheng.intake.doubts import NOT_DATA_ANSWER, Candidate
from faheng.intake.grid import place
from faheng.intake.reading import Issue
from faheng.intake.recognition.arithmetic import part_by_arithmetic
from faheng.intake.recognition.column import Column, Draft, Role, has_numbers
from faheng.intake.recognition.column_answers import (
    answered_unit,
    keep_one_of_equals,
    number_cells,
    settle_previous,
    take_answer,
    take_span,
)
from faheng.intake.recognition.context import TITLE_START, UNIT_END, Context
from faheng.intake.recognition.groups import GroupCheck, drop_unclear_spans
from faheng.intake.recognition.headers import read_headers
from faheng.intake.recognition.layout import Block, SheetView
from faheng.intake.recognition.period_sums import take_period_sum
from faheng.intake.recognition.suggestions import as_candidate, suggest
from faheng.intake.recognition.vocabulary import Meaning, Vocabulary, phrases
from faheng.intake.recognition.words import (
    AVERAGE_LEAVES,
    BARE_PERIODS,
    COUNT_LEAVES,
    IGNORED_HEADERS,
    INDICATOR_HEADERS,
    NOT_DATA,
    PART_HEADERS,
    PERIOD_HEADERS,
    RATE_LEAVES,
    REGION_HEADERS,
    STATUS_HEADERS,
    UNIT_HEADERS,
)
from faheng.intake.texts import match_key
from faheng.intake.units import Unit
from faheng.period import parse_period

_SUMS = frozenset(("合计", "小计", "总数", "总量"))
_GROUP_TAIL = re.compile("(?:工作)?(?:基本)?情况$")


def read_columns(
    view: SheetView, block: Block, vocabulary: Vocabulary, context: Context
) -> tuple[list[Column], list[Issue]]:
    """Return the columns of a block in order and the doubts about them; `context` is what stands above the table.

    Only exact words count: the leaf of the header, or the leaf together with its groups. An unknown header that has
    numbers under it becomes a warning with the nearest names, and its numbers are not read.
    """
    drafts = read_headers(view, block, vocabulary, context)
    issues: list[Issue] = []
    for draft in drafts:
        take_span(vocabulary, draft)
        if not take_answer(vocabulary, draft):
            _give_role(view, block, vocabulary, draft)
    open_drafts = [draft for draft in drafts if draft.column.role == "value" and not draft.column.uses]
    for draft in open_drafts:
        _find_value(vocabulary, draft, context)
    _take_only_number(drafts, open_drafts)
    groups = GroupCheck(view, block, vocabulary, context, issues)
    groups.check(drafts)
    above = {context.indicator_code} if context.indicator_code else set()
    _find_parts(vocabulary, [draft for draft in drafts if draft.column.role == "value"], above)
    groups.check(drafts)
    groups.drop(drafts)
    for draft in open_drafts:
        if not draft.column.uses and draft.column.role == "value":
            draft.column = replace(draft.column, role="ignored")
            if _is_sum_of_periods(draft, drafts):
                if take_period_sum(view, block, vocabulary, context, drafts, draft):
                    continue
                draft.column = replace(draft.column, note="各期合计，未读取")
            elif has_numbers(view, block, draft.column.number):
                _ask(view, block, vocabulary, drafts, draft, context.text)
                draft.column = replace(draft.column, note=draft.column.note or "没有认出，未读取")
    keep_one_of_equals(view, block, vocabulary, drafts)
    drop_unclear_spans(view, block, vocabulary, drafts, context.period)
    settle_previous(view, block, vocabulary, drafts, context)
    return [_in_answered_unit(vocabulary, draft.column) for draft in drafts], issues


def _in_answered_unit(vocabulary: Vocabulary, column: Column) -> Column:
    unit = answered_unit(vocabulary, column)
    return replace(column, unit=unit) if unit is not None else column


def _is_sum_of_periods(draft: Draft, drafts: list[Draft]) -> bool:
    """Whether a column says 合计 beside columns of periods."""
    leaf = match_key(draft.texts[-1]) if draft.texts else ""
    return leaf in _SUMS and any(
        other.column.period_text or other.column.role == "period" for other in drafts
    )


def _give_role(view: SheetView, block: Block, vocabulary: Vocabulary, draft: Draft) -> None:
    """Settle what can be told from the column's own header and cells: everything but the indicator."""
    column = draft.column
    leaf = match_key(draft.texts[-1]) if draft.texts else ""
    # 全州增长 merged over regions and years is no year.
    cells = [
        view.text(row, column.number)
        for row in block.rows
        if (merge := view.merge(row, column.number)) is None
        or column.number == block.region_column
        or merge != view.merge(row, block.region_column)
    ]
    cells = [text for text in cells if text]
    role: Role = column.role
    uses: tuple[Meaning, ...] = ()
    note, unit = column.note, column.unit
    if (label := _label_role(view, block, vocabulary, column, leaf, cells)) is not None:
        role = label
    elif why := _why_no_data(draft.texts, vocabulary):
        role, note = "ignored", why
    elif column.role == "value" and not draft.texts and column.header:
        # 2019年, 本年: a header that says nothing but the period; row or title name the indicator.
        uses = (Meaning("", "value"),)
    elif column.role == "value" and leaf in PART_HEADERS:
        code, group_unit = _group_code(vocabulary, draft)
        uses = (Meaning(code, PART_HEADERS[leaf]),)
        if PART_HEADERS[leaf] == "value":
            unit = unit or group_unit
    draft.column = replace(column, role=role, uses=uses, note=note, unit=unit)


def _label_role(
    view: SheetView, block: Block, vocabulary: Vocabulary, column: Column, leaf: str, cells: list[str]
) -> Role | None:
    """Return the role of a column beside the values; 'ignored' for a header that never stands above values."""
    if column.number == block.region_column:
        return "region"
    # Years or quarters in a line of their own, beside a corner that says 指标 or nothing.
    is_corner = leaf in INDICATOR_HEADERS | UNIT_HEADERS or not column.header
    if is_corner and cells and all(parse_period(text, year=2000) is not None for text in cells):
        return "period"
    if leaf in UNIT_HEADERS:
        return "unit"
    if leaf in STATUS_HEADERS:
        return "status"
    bare = BARE_PERIODS.get(leaf, "")
    if leaf in PERIOD_HEADERS and any(
        parse_period(spelling, year=2000) is not None
        for text in cells
        for spelling in (text, text.removesuffix(".0") + bare)
    ):
        return "period"
    may_name = leaf in INDICATOR_HEADERS or not has_numbers(view, block, column.number)
    if may_name and _name_indicators(vocabulary, cells):
        return "indicator"
    never_values = IGNORED_HEADERS | PERIOD_HEADERS | INDICATOR_HEADERS | REGION_HEADERS
    return "ignored" if leaf in never_values else None


def _why_no_data(texts: list[str], vocabulary: Vocabulary) -> str:
    if any(NOT_DATA.search(match_key(text)) for text in texts):
        return "不是本期数据（比较、累计、排名、目标等），未读取"
    parts = [text for text in texts if match_key(text).startswith("其中")]
    if any(text is not texts[-1] or not vocabulary.meanings(text)[0] for text in parts):
        return "是其中的一部分，未读取"
    return ""


def _name_indicators(vocabulary: Vocabulary, cells: list[str]) -> bool:
    different = set(cells)
    known = sum(bool(vocabulary.meanings(text)[0]) for text in different)
    return known > 0 and 2 * known >= len(different)


def _group_code(vocabulary: Vocabulary, draft: Draft) -> tuple[str, Unit | None]:
    """Return code and unit of the indicator that the groups above a leaf such as 分子 name in full, else ''."""
    for text in reversed(draft.texts[:-1]):
        indicator, unit = vocabulary.indicator(text)
        if indicator is not None:
            return indicator.code, unit
    return "", None


def _find_value(vocabulary: Vocabulary, draft: Draft, context: Context) -> None:
    """Find the indicator of a column: its joined path, then its leaf, then a leaf such as 率 under a full name."""
    texts = draft.texts
    for start in range(len(texts) - 1):
        plain = [_GROUP_TAIL.sub("", text) for text in texts[start:-1]]
        for joined in dict.fromkeys(_joined_paths(texts[start:], plain)):
            found, unit = vocabulary.meanings(joined)
            if _take(draft, found, unit, start):
                # 受理案件数 under 人民调解 is 人民调解案件受理数, and beside 调解成功率 also its denominator.
                draft.parts = draft.parts or _parts_of(vocabulary, texts[-1])
                return
    if not texts:
        return
    leaf = texts[-1]
    found, unit = vocabulary.meanings(leaf)
    draft.parts = draft.parts or _parts_of(vocabulary, leaf)
    codes = {meaning.indicator_code for meaning in found if meaning.part == "value"}
    above = " ".join((*texts[:-1], context.text))
    if len(codes) == 1:
        code = next(iter(codes))
        own = vocabulary.is_own_name(leaf, Meaning(code, "value"))
        rivals = [] if own else vocabulary.rivals(leaf, code, above)
        if not rivals:
            _use(draft, code, unit)
            return
        draft.column = replace(draft.column, note=f"可能是“{'”或“'.join(rivals)}”，未读取")
        return
    draft.column = replace(draft.column, unit=unit or draft.column.unit)
    _take_generic_leaf(vocabulary, draft, context.indicator_code)


def _parts_of(vocabulary: Vocabulary, leaf: str) -> list[Meaning]:
    return [meaning for meaning in vocabulary.meanings(leaf)[0] if meaning.part != "value"]


def _joined_paths(texts: list[str], groups: list[str]) -> Iterator[str]:
    """Yield a header's path as one text: groups before the leaf; 省级 under 表2 民主法治示范村(单位：个) also after it."""
    yield "".join(texts)
    yield "".join((*groups, texts[-1]))
    group = UNIT_END.sub("", TITLE_START.sub("", match_key("".join(groups))))
    yield f"{match_key(texts[-1])}{group}"
    yield f"{match_key(texts[-1])}{group}数"


def _take(draft: Draft, found: list[Meaning], unit: Unit | None, start: int) -> bool:
    codes = {meaning.indicator_code for meaning in found if meaning.part == "value"}
    if len(codes) == 1:
        _use(draft, codes.pop(), unit)
        draft.value_from = start
        return True
    if found and not codes:
        draft.parts, draft.parts_from = found, start
        draft.column = replace(draft.column, unit=unit or draft.column.unit)
    return False


def _use(draft: Draft, code: str, unit: Unit | None) -> None:
    draft.column = replace(draft.column, uses=(Meaning(code, "value"),), unit=unit or draft.column.unit)


def _take_generic_leaf(vocabulary: Vocabulary, draft: Draft, titled: str) -> None:
    code, group_unit = _group_code(vocabulary, draft)
    if not code and len(draft.texts) == 1 and match_key(draft.texts[0]) not in _SUMS:
        code = titled  # 件数 alone, under a title that names the indicator; 合计 may be of fewer months than the period
    if not code:
        return
    indicator = vocabulary.catalogue.indicators[code]
    group = "".join(match_key(text) for text in draft.texts[:-1])
    for phrase in phrases(draft.texts[-1]):
        # 覆盖率 under 村(居)法律顾问覆盖率 is that rate.
        repeats = indicator.is_percent and phrase.key.endswith("率") and group.endswith(phrase.key)
        if repeats or phrase.key in _generic_leaves(indicator):
            _use(draft, code, phrase.unit or group_unit)
            return


def _take_only_number(drafts: list[Draft], open_drafts: list[Draft]) -> None:
    """比率 or 数量 beside rows that name their indicators is their value, where no other column is."""
    if not any(draft.column.role == "indicator" for draft in drafts):
        return
    value = Meaning("", "value")
    generic = [
        draft
        for draft in open_drafts
        if not draft.column.uses and draft.texts and match_key(draft.texts[-1]) in RATE_LEAVES | COUNT_LEAVES
    ]
    if len(generic) == 1 and not any(value in draft.column.uses for draft in drafts):
        generic[0].column = replace(generic[0].column, uses=(value,))


def _generic_leaves(indicator: Indicator) -> frozenset[str]:
    if indicator.is_percent:
        return RATE_LEAVES
    return AVERAGE_LEAVES if indicator.has_parts else COUNT_LEAVES


def _find_parts(vocabulary: Vocabulary, drafts: list[Draft], above: set[str]) -> None:
    """Find numerators and denominators: their words count only beside a column or group of the same indicator."""
    present = above | {use.indicator_code for draft in drafts for use in draft.column.uses}
    own = {
        id(draft): [meaning for meaning in draft.parts if vocabulary.is_own_name(draft.texts[-1], meaning)]
        for draft in drafts
    }
    present |= {names[0].indicator_code for names in own.values() if len(names) == 1}
    present |= _whole_pairs(drafts)
    for draft in drafts:
        if not draft.parts:
            continue
        scope = _group_scope(vocabulary, draft, drafts) if draft.group else present
        named = own[id(draft)]
        inside = [meaning for meaning in draft.parts if meaning.indicator_code in scope]
        if not inside and not draft.column.uses:
            # 审结件数 under 收案与审结 may serve rates of other groups; whether its group leaves it whole is seen later.
            inside = [meaning for meaning in draft.parts if meaning.indicator_code in present]
        if len({meaning.indicator_code for meaning in inside}) > 1:
            # 村(社区)总数 is the denominator of two indicators by its own name: the same number serves both.
            same = all(meaning in named for meaning in inside) or _is_one_number(vocabulary, inside)
            inside = inside if same else []
        elif not inside and len({meaning.indicator_code for meaning in draft.parts}) == 1 and named:
            inside = named if not draft.column.uses else []
        if inside:
            kept = tuple(use for use in draft.column.uses if _keeps_value(vocabulary, draft, drafts, use))
            draft.column = replace(draft.column, uses=(*kept, *inside))


def _keeps_value(vocabulary: Vocabulary, draft: Draft, drafts: list[Draft], use: Meaning) -> bool:
    """Whether a part is also the indicator of its name: 执业律师人数 under 每万人律师数, where no other column is that one."""
    if not draft.group:
        return True
    named = draft.value_from >= 0 or vocabulary.is_own_name(draft.texts[-1], use)
    return named and not any(use in other.column.uses for other in drafts if other is not draft)


def _is_one_number(vocabulary: Vocabulary, meanings: list[Meaning]) -> bool:
    """Whether the catalogue calls the denominators of several indicators the same: 审结件数 of three rates of 行政复议."""
    indicators = [vocabulary.catalogue.indicators[each.indicator_code] for each in meanings]
    names = {re.sub(r"\(.*\)", "", match_key(indicator.denominator_name)) for indicator in indicators}
    return len(names) == 1 and {each.part for each in meanings} == {"denominator"}


def _whole_pairs(drafts: list[Draft]) -> set[str]:
    """Return the indicators of which numerator and denominator both stand there, under words that mean nothing else."""
    parts: dict[str, set[str]] = {}
    for draft in drafts:
        if draft.parts and not draft.column.uses and len({each.indicator_code for each in draft.parts}) == 1:
            parts.setdefault(draft.parts[0].indicator_code, set()).update(each.part for each in draft.parts)
    # 村(社区)总数 is a denominator of several: beside a numerator of one of them it is that one's.
    for draft in drafts:
        for each in draft.parts if not draft.column.uses else ():
            if each.indicator_code in parts:
                parts[each.indicator_code].add(each.part)
    return {code for code, found in parts.items() if found == {"numerator", "denominator"}}


def _group_scope(vocabulary: Vocabulary, draft: Draft, drafts: list[Draft]) -> set[str]:
    codes = {
        use.indicator_code
        for other in drafts
        if other.group == draft.group
        for use in other.column.uses
        if use.part == "value" and other is not draft
    }
    for text in draft.texts[:-1]:
        for spelling in (text, f"{text}率"):
            indicator, _ = vocabulary.indicator(spelling)
            if indicator is not None:
                codes.add(indicator.code)
    return codes


def _present(drafts: list[Draft]) -> set[str]:
    return {use.indicator_code for draft in drafts for use in draft.column.uses}


def _ask(
    view: SheetView, block: Block, vocabulary: Vocabulary, drafts: list[Draft], draft: Draft, context: str
) -> None:
    """Ask what a column of numbers is; nothing of it is read before that."""
    column = draft.column
    numbers = list(number_cells(view, block, column))
    cell = view.grid.address(column.header_row, column.number) if column.header else numbers[0]
    candidates, proposed = suggest(vocabulary, draft.texts[-1] if draft.texts else context)
    if column.note or len({each.answer.partition("/")[0] for each in candidates if draft.parts}) > 1:
        proposed = ""
    if not proposed.endswith("/value") and proposed.partition("/")[0] not in _present(drafts):
        proposed = ""  # a numerator alone makes no value
    part = part_by_arithmetic(view, block, vocabulary, drafts, draft)
    if part is not None:
        shown = as_candidate(vocabulary, part)
        proposed = shown.answer
        candidates = [shown, *(each for each in candidates if each.answer != proposed)]
    what = f"表头“{column.header}”不能确定是哪个指标" if column.header else "这一列有数字但没有表头"
    why = f"（{column.note}）" if column.note else ""
    vocabulary.asked.ask(
        column.key,
        f"{place(cell)}：{what}{why}，这一列是什么数？",
        [*candidates, Candidate(NOT_DATA_ANSWER, "不是数据")],
        cell=cell,
        affects=numbers,
        proposed=proposed,
    )
