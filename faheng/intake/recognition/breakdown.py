"""Text columns that are not understood: rows by 部门 or 单位类别 are parts of their region, not the whole of it."""

import re
from collections.abc import Iterator

from faheng.intake.grid import place
from faheng.intake.numbers import read_number
from faheng.intake.reading import Issue
from faheng.intake.recognition.column import Column
from faheng.intake.recognition.layout import Block, SheetView
from faheng.intake.recognition.vocabulary import Vocabulary
from faheng.intake.recognition.words import IGNORED_HEADERS, INDICATOR_HEADERS, PERIOD_HEADERS, REGION_HEADERS
from faheng.intake.texts import match_key

# Headers of what divides a region's figure; 类别 beside a column of indicators only sorts those.
_DIVIDES = re.compile(
    "部门|类|性别|科室|行业|级|层次|乡镇|街道|村|阶段|方式|对象|单位|机构|机关|项目|范围|身份|来源|属性"
)
_CATEGORIES = frozenset({"类别", "分类", "指标类别", "指标分类", "类型", "一级指标", "二级指标", "领域"})
_WHEN = re.compile("截[至止]|统计时|时点|时段|区间|期次|期别|所属期|报告期|月份|季度")
_FILLED_IN = re.compile("填报|填表|上报|报送|审核|更新|制表|录入|登记|印发|日期$")
_ASIDE = re.compile(
    "备注|说明|注释|人$|人员$|人员?姓名|负责|领导|局长|电话|手机|邮箱|地址|日期|时间$|时限|期限|依据|原因|问题|措施|做法|评价|等级|附件|材料|"
    "签|章|口径|公式|编号|代码|编码|序|英文|拼音|是否|达标|审核|意见|进展"
)


def breakdowns(view: SheetView, block: Block, columns: list[Column], vocabulary: Vocabulary) -> list[Issue]:
    """Return the issues about columns of texts that nobody understood; an error means that no row can be read.

    It is one when two rows of one region, period and indicator differ only there, when the header names what
    figures are divided by, or when it names the period and no cell can be read as one. Otherwise it is a warning.
    """
    open_columns = [column for column in columns if column.role == "ignored" and not column.note]
    if not open_columns:
        return []
    own = {row: vocabulary.region(view.text(row, block.region_column)) for row in block.rows}
    rows = [row for row, region in own.items() if region is not None]
    labels = [column.number for column in columns if column.role in ("region", "period", "indicator")]
    keys = {row: tuple(view.text(row, number) for number in labels) for row in rows}
    parent = vocabulary.catalogue.regions.get(vocabulary.city.parent_code)
    around = {vocabulary.city.name, vocabulary.city.short_name, parent.name if parent else ""}
    issues: list[Issue] = []
    for column in open_columns:
        texts: dict[int, str] = {}
        for row in rows:
            text = view.text(row, column.number)
            reading = read_number(view.cell(row, column.number))
            repeats = text in around or vocabulary.is_total(text) or vocabulary.region(text) == own[row]
            if text and not repeats and (reading.value is None or _leaf(column) in PERIOD_HEADERS):
                texts[row] = text
        if texts:
            issues.extend(_doubt(view, column, texts, keys))
    return issues


def _leaf(column: Column) -> str:
    return match_key(column.header.rpartition(" / ")[2])


def _doubt(
    view: SheetView, column: Column, texts: dict[int, str], keys: dict[int, tuple[str, ...]]
) -> Iterator[Issue]:
    leaf = _leaf(column)
    first = next(iter(texts.values()))
    cell = view.grid.address(column.header_row, column.number)
    where = f"{place(cell)}：“{column.header or '没有表头的一列'}”"
    if leaf in PERIOD_HEADERS or (_WHEN.search(leaf) and not _FILLED_IN.search(leaf)):
        message = (
            f"{where}里写的“{first}”认不准是哪一期，这张表没有读取；"
            "请写成 2023年、2023年上半年、2023年1-9月 这样的形式后重新上传。"
        )
        yield Issue(cell, "error", "unknown_period", message)
    elif _divides(leaf, texts, keys):
        message = (
            f"{where}把一个地区的数分开写（如“{first}”），不能确定哪一行是全部，这张表没有读取；"
            "请每个地区只留全部的数、删去这一列后重新上传，如果它只是说明，请把表头改成“备注”。"
        )
        yield Issue(cell, "error", "broken_down", message)
    elif column.header and leaf not in IGNORED_HEADERS and not _ASIDE.search(leaf):
        message = (
            f"{where}不认识，里面的文字（如“{first}”）没有读取，各行都按该地区的全部读取；"
            "请确认，如果它只是说明，请把表头改成“备注”。"
        )
        yield Issue(cell, "warning", "unknown_text_column", message)


def _divides(leaf: str, texts: dict[int, str], keys: dict[int, tuple[str, ...]]) -> bool:
    has_other_labels = any(len(key) > 1 for key in keys.values())
    if _ASIDE.search(leaf) or leaf in IGNORED_HEADERS - _CATEGORIES:
        return False
    # 区 and 县 beside regions that have one row each only sort them.
    sorts = len(set(keys.values())) == len(keys) and len(set(texts.values())) > 1
    if leaf in _CATEGORIES and (has_other_labels or sorts):
        return False
    if leaf in REGION_HEADERS | INDICATOR_HEADERS or _DIVIDES.search(leaf):
        return True
    different: dict[tuple[str, ...], set[str]] = {}
    for row, text in texts.items():
        different.setdefault(keys[row], set()).add(text)
    return any(len(said) > 1 for said in different.values())
