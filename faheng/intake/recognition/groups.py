"""Whether a group above a column leaves it the whole figure: 新增, 女性 or 未结 above a known name do not."""

import re
from dataclasses import replace

from faheng.intake.doubts import Candidate
from faheng.intake.grid import place
from faheng.intake.numbers import read_number
from faheng.intake.reading import Issue
from faheng.intake.recognition.column import Draft, has_numbers
from faheng.intake.recognition.column_answers import ask_span
from faheng.intake.recognition.context import Context
from faheng.intake.recognition.layout import Block, SheetView, text_above
from faheng.intake.recognition.vocabulary import Meaning, Vocabulary, phrases
from faheng.intake.texts import match_key, without_numbering
from faheng.period import Period, parse_period

# Words that say nothing about what is counted.
_GENERAL = re.compile(
    "(?:主要|统计|各项)?(?:指标|数据)|指标(?:名称|数据)|数值|(?:基本)?情况|(?:统计|报送|填报)?内容|(?:填报)?项目|"
    "法治建设(?:主要)?(?:指标)?|(?:统计|汇总|情况|一览)表|报表"
)
# Fields of work by category: each covers all that its indicators count, so none of them picks a part out.
_FIELDS = {
    "A": "统筹协调 组织领导 党的领导",
    "B": "行政执法 执法监督 行政执法监督 依法行政 法治政府 法治政府建设",
    "C": "行政争议 行政争议化解",
    "D": "立法 科学立法 制度建设",
    "E": "公共法律服务 法律服务",
    "F": "普法 普法宣传 法治宣传 法治宣传教育 普法依法治理 依法治理 全民守法",
    "G": "考核评价 督察考核 考评督察",
}
_COURT = frozenset({"行政诉讼", "行政应诉", "应诉", "行政诉讼与应诉"})
# Words of a title that pick a part out of what is counted, unless the indicator's own names have them.
_NARROWING = re.compile(
    "女性|女|男性|新增|未结|刑事|民事|未成年人|农民工|老年人|残疾人|妇女|青年|党员|兼职|二审|再审|试点"
)
_WHOLE_OR_PART = (Candidate("whole", "是全部，照常读取"), Candidate("part", "只是一部分，不报"))
_YEAR_END = frozenset({"末", "底", "年末", "年底"})
_TAIL = re.compile("(?:基本情况|情况|工作|方面|类|数据|指标|案件|队伍|统计|信息)$")
_SHORTEST_TITLE = 4


class GroupCheck:
    """Takes back columns whose groups make them a part of the whole, or something that is not understood."""

    def __init__(
        self,
        view: SheetView,
        block: Block,
        vocabulary: Vocabulary,
        context: Context,
        issues: list[Issue],
    ) -> None:
        self._view, self._block = view, block
        self._vocabulary, self._context = vocabulary, context
        self._issues = issues
        columns = range(block.first_column, block.last_column + 1)
        # What stands over the header counts as a group and cannot be its own excuse.
        above = {text_above(view, block, column) for column in columns} - {""}
        self._titles = context.titles - set(map(match_key, above))
        self._title_text = match_key(context.text)
        for text in above:
            self._title_text = self._title_text.replace(match_key(text), "")

    def check(self, drafts: list[Draft]) -> None:
        """Take back what a group above it does not leave whole; a column may still turn out to be a part."""
        for draft in drafts:
            column = draft.column
            if column.role == "value" and column.uses and not draft.answered:
                if narrowing := self._narrowing_of(column.uses):
                    note = f"标题写着“{narrowing}”，不能确定是不是全部，未读取"
                    draft.column = replace(column, role="ignored", uses=(), note=note)
                    self._ask_title(draft, narrowing)
                    continue
                doubts = [self._doubt(draft, use) for use in column.uses]
                kept = tuple(use for use, doubt in zip(column.uses, doubts, strict=True) if doubt is None)
                draft.column = replace(column, uses=kept)
                if not kept:
                    draft.doubt = next(doubt for doubt in doubts if doubt is not None)

    def _narrowing_of(self, uses: tuple[Meaning, ...]) -> str:
        """Return the word of a title that may make the table a part of the whole: 女性 in 女性律师统计表, '' for none."""
        for use in uses:
            code = use.indicator_code or self._context.indicator_code
            names = " ".join(
                name
                for part in ("value", "numerator", "denominator")
                for name in self._vocabulary.names(Meaning(code, part))
            )
            for match in _NARROWING.finditer(self._title_text):
                answered = self._vocabulary.asked.answer(group_key(match[0])) == "whole"
                if not answered and match[0] not in names:
                    return match[0]
        return ""

    def _ask_title(self, draft: Draft, word: str) -> None:
        numbers = self._numbers_of(draft)
        if not numbers or self._vocabulary.asked.answer(group_key(word)) is not None:
            return
        cell = self._view.grid.address(draft.column.header_row, draft.column.number)
        self._vocabulary.asked.ask(
            group_key(word),
            f"工作表“{self._view.grid.name}”的标题写着“{word}”：下面的数是全部，还是只是“{word}”这一部分？",
            _WHOLE_OR_PART,
            cell=cell,
            affects=numbers,
        )

    def drop(self, drafts: list[Draft]) -> None:
        """Leave out the columns of which nothing was kept, and say each group that caused it once."""
        for draft in drafts:
            if draft.column.role == "value" and not draft.column.uses and draft.doubt >= 0:
                note = f"“{draft.texts[draft.doubt]}”下面的数不能确定是不是全部，未读取"
                draft.column = replace(draft.column, role="ignored", note=note)
                answered = self._vocabulary.asked.answer(group_key(draft.texts[draft.doubt])) is not None
                if not answered and has_numbers(self._view, self._block, draft.column.number):
                    self._tell(draft, draft.doubt)

    def _doubt(self, draft: Draft, use: Meaning) -> int | None:
        """Return which group of a column is not understood."""
        start = draft.value_from if use.part == "value" else draft.parts_from
        groups = draft.texts[: start if start >= 0 else len(draft.texts) - 1]
        meaning = Meaning(use.indicator_code or self._context.indicator_code, use.part)
        period = self._context.period
        spoken = parse_period(draft.column.period_text, year=period.year if period else None) or period
        for index, text in enumerate(groups):
            answer = self._vocabulary.asked.answer(group_key(text))
            if answer == "whole" or self._names_owner(text, draft):
                continue
            if answer == "part" or not leaves_whole(text, meaning, self._vocabulary, self._titles, spoken):
                return index
        return None

    def _names_owner(self, text: str, draft: Draft) -> bool:
        """Whether a group is the indicator of which the column is a part: 执业律师人数 under 每万人律师数 is all of them."""
        owner, _ = self._vocabulary.indicator(text)
        return owner is not None and any(part.indicator_code == owner.code for part in draft.parts)

    def _tell(self, draft: Draft, group: int) -> None:
        """Ask once a group whether what stands under it is all there is; nothing of it is read before that."""
        text, row = draft.texts[group], draft.rows[group]
        merge = self._view.merge(row, draft.column.number)
        cell = self._view.grid.address(row, merge.first_column if merge else draft.column.number)
        self._vocabulary.asked.ask(
            group_key(text),
            f"{place(cell)}：表头“{text}”下面的数（“{draft.column.header}”等）是全部，还是只是其中一部分？",
            _WHOLE_OR_PART,
            cell=cell,
            affects=self._numbers_of(draft),
        )

    def _numbers_of(self, draft: Draft) -> list[str]:
        return [
            self._view.grid.address(row, draft.column.number)
            for row in self._block.rows
            if read_number(self._view.cell(row, draft.column.number)).value is not None
        ]


def group_key(text: str) -> str:
    """Return the doubt key of a group in a header."""
    return f"group:{match_key(text)}"


def drop_unclear_spans(
    view: SheetView, block: Block, vocabulary: Vocabulary, drafts: list[Draft], period: Period | None
) -> None:
    """本月 beside a sheet about a year is no period: such columns are asked about. Rows with their own period decide later."""
    if any(draft.column.role == "period" for draft in drafts):
        return
    for draft in drafts:
        column = draft.column
        said = parse_period(column.period_text, year=period.year if period else None) or period
        if column.role != "value" or column.fits(said):
            continue
        draft.column = replace(column, role="ignored", uses=(), note="没有写清是哪一期，未读取")
        if has_numbers(view, block, column.number):
            ask_span(view, block, vocabulary, column, said)


def leaves_whole(
    text: str, meaning: Meaning, vocabulary: Vocabulary, titles: frozenset[str], period: Period | None
) -> bool:
    """Whether the group is a category, a field of work, the table's title, or words of the very indicator.

    `period` is that of the column: 年末 is the year itself for what stands at its end. Units and periods are no texts
    of a group any more when this is asked.
    """
    codes = {found.indicator_code for found in vocabulary.meanings(text)[0]}
    if meaning.indicator_code and meaning.indicator_code in codes:
        return True
    keys = {without_numbering(phrase.key) for phrase in phrases(text)}
    if any(_GENERAL.fullmatch(key) or (key in titles and len(key) >= _SHORTEST_TITLE) for key in keys):
        return True
    return meaning.indicator_code != "" and any(
        _is_of_indicator(key, meaning, vocabulary, period) for key in keys
    )


def _is_of_indicator(key: str, meaning: Meaning, vocabulary: Vocabulary, period: Period | None) -> bool:
    indicator = vocabulary.catalogue.indicators[meaning.indicator_code]
    category = vocabulary.catalogue.categories.get(indicator.category_code)
    if category is not None and key.removeprefix(category.code.casefold()) == category.name:
        return True
    if key in _YEAR_END or key == "期末":
        is_year = period is not None and period.frequency == "year"
        return indicator.basis == "end" and (is_year or key == "期末")
    stem = _TAIL.sub("", _TAIL.sub("", key))
    fields = _FIELDS.get(indicator.category_code, "").split()
    if key in fields or stem in fields or (stem in _COURT and _is_of_court(meaning, vocabulary)):
        return True
    return _is_word_of(stem, meaning, vocabulary) or _is_pair_of_words(stem, meaning, vocabulary)


def _is_pair_of_words(stem: str, meaning: Meaning, vocabulary: Vocabulary) -> bool:
    """Whether the text puts words of this and of other indicators of the category side by side: 收案与审结."""
    pieces = re.split("[与和及、]", stem)
    category = vocabulary.catalogue.indicators[meaning.indicator_code].category_code
    every = [
        name
        for indicator in vocabulary.catalogue.indicators.values()
        if indicator.category_code == category
        for part in ("value", "numerator", "denominator")
        for name in vocabulary.names(Meaning(indicator.code, part))
    ]
    return len(pieces) > 1 and all(
        len(piece) > 1 and any(piece in name for name in every) for piece in pieces
    )


def _is_of_court(meaning: Meaning, vocabulary: Vocabulary) -> bool:
    """Whether an indicator counts lawsuits: one of its names says 出庭, 败诉, 诉讼 or 裁判 and none says 复议."""
    names = " ".join(vocabulary.names(Meaning(meaning.indicator_code, "value")))
    return "复议" not in names and re.search("出庭|败诉|诉讼|裁判", names) is not None


def _is_word_of(stem: str, meaning: Meaning, vocabulary: Vocabulary) -> bool:
    """Whether the text stands inside a name of the indicator or of the part.

    One of several things that a name puts side by side (公职 in 公职、公司律师人数, 社区 in 村(社区)总数) is a part of them.
    """
    own = vocabulary.names(Meaning(meaning.indicator_code, "value"))
    part = vocabulary.names(meaning)
    if len(stem) < 2 or _is_one_of_several(stem, own):
        return False
    parts = ("value", "numerator", "denominator")
    every = " ".join(" ".join(vocabulary.names(Meaning(meaning.indicator_code, part))) for part in parts)
    # 调解和解结案: two words of its names.
    if any(stem[:cut] in every and stem[cut:] in every for cut in range(2, len(stem) - 1)):
        return True
    return _stands_in(stem, own) or (_stands_in(stem, part) and not _is_one_of_several(stem, part))


def _is_one_of_several(stem: str, names: list[str]) -> bool:
    pieces = (piece for name in names for piece in re.split("[、()和及与]", name) if piece != name)
    return any(stem in (piece, re.sub("(?:人|件|个)?数$", "", piece)) for piece in pieces)


def _stands_in(stem: str, names: list[str]) -> bool:
    """Whether a name begins or ends with the text, holds three letters of it, or its two words the other way round."""
    plain = re.sub("[()]", "", stem)
    for name in names:
        bare = re.sub("[()]", "", name)
        if bare.startswith(plain) or bare.endswith(plain) or (len(plain) > 2 and plain in bare):
            return True
        # 新媒体普法 is 普法新媒体.
        if any(plain[:cut] in bare and plain[cut:] in bare for cut in range(2, len(plain) - 1)):
            return True
    return False
