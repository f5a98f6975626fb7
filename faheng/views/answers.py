"""The answers of a sender in words: what a question was about, and what it was answered with."""

from __future__ import annotations

from faheng.catalogue import Catalogue
from faheng.intake.doubts import NOT_DATA_ANSWER
from faheng.intake.recognition.column_answers import (
    LAST_PART,
    PARTS_OF_A_YEAR,
    PARTS_OF_THE_YEAR_BEFORE,
    PREVIOUS_YEAR,
    THIS_PERIOD,
)

# What a column can be besides numbers of an indicator.
ROLE_NAMES = {
    "region": "地区",
    "period": "时期",
    "indicator": "指标名称",
    "unit": "计量单位",
    NOT_DATA_ANSWER: "不是数据",
}
# Of which period a column can be.
PERIOD_NAMES = {
    THIS_PERIOD: "这张表的时期",
    PREVIOUS_YEAR: "上一年同期",
    **{part: part for part in PARTS_OF_A_YEAR},
    **{part: f"上一年{part.partition(':')[2]}" for part in PARTS_OF_THE_YEAR_BEFORE},
}
_FIXED = {
    **ROLE_NAMES,
    **PERIOD_NAMES,
    "total": "合计行",
    "whole": "是全部",
    "part": "只是一部分",
    "parts": "前面是分子、后面是分母",
    "zero": "数是 0",
    "not_reported": "未报",
    "not_applicable": "不涉及",
    "all": "是 100%",
    "times_100": "按比例乘以 100",
    "as_is": "按百分数",
    "read": "要读",
    "20##": "是 20 几几年",
    LAST_PART: "时期里的最后一段",
}
_ABOUT = {
    "column": "表头",
    "group": "表头",
    "region": "地区",
    "indicator": "指标",
    "period": "时期",
    "span": "时期",
    "unit": "单位",
    "as": "单位",
    "mark": "格子里的",
    "percent": "百分数",
    "number": "格子里的 n/d",
    "row": "行",
    "sheet": "工作表",
    "which": "用哪一列",
}
_PARTS = {"value": "", "numerator": "的分子", "denominator": "的分母"}


def answer_words(doubt: str, answer: str, catalogue: Catalogue) -> str:
    """`表头“常住人口”→每万人律师数的分母`: an answer as a sender reads it."""
    kind, _, text = doubt.partition(":")
    about = text.partition("@")[0] if kind in ("mark", "unit", "number") else text
    if kind in ("unit", "which"):
        about = meaning_words(about, catalogue)
    if kind == "span":
        about = {"month": "本月", "quarter": "本季度", "year": "本年"}.get(about, about.partition("@")[0])
    return f"{_ABOUT.get(kind, kind)}“{about}”→{_answer(kind, answer, catalogue)}"


def meaning_words(answer: str, catalogue: Catalogue) -> str:
    """`每万人律师数的分母` for E01/denominator; several joined by 、."""
    found = []
    for each in answer.split("+"):
        code, _, part = each.partition("/")
        indicator = catalogue.indicators.get(code)
        found.append(f"{indicator.name}{_PARTS.get(part, '')}" if indicator is not None else each)
    return "、".join(found)


def _answer(kind: str, answer: str, catalogue: Catalogue) -> str:
    if answer in _FIXED:
        return _FIXED[answer]
    if kind == "region" and answer in catalogue.regions:
        return catalogue.regions[answer].name
    if kind == "which":
        return f"表头“{answer.partition(':')[2]}”"
    return meaning_words(answer, catalogue)
