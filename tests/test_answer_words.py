"""Answers as their sender reads them, never as codes."""

import pytest

from faheng.catalogue import Catalogue
from faheng.views.answers import answer_words


@pytest.mark.parametrize(
    ("doubt", "answer", "words"),
    [
        ("column:常住人口", "E01/denominator", "表头“常住人口”→每万人律师数的分母"),
        ("column:备注数", "ignore", "表头“备注数”→不是数据"),
        ("region:西岭县", "990103", "地区“西岭县”→西岭区"),
        ("mark:无@行政复议新收案件数", "not_reported", "格子里的“无”→未报"),
        ("span:执业律师人数@上年同期", "previous:第1季度", "时期“执业律师人数”→上一年第1季度"),
        ("span:month", "last", "时期“本月”→时期里的最后一段"),
        ("as:受众", "万人次", "单位“受众”→万人次"),
        ("unit:E07/value@万", "万次", "单位“12348热线接听量”→万次"),
        (
            "which:C01/denominator",
            "column:应出庭#2",
            "用哪一列“行政机关负责人出庭应诉率的分母”→表头“应出庭#2”",
        ),
        ("period:上年同期", "previous", "时期“上年同期”→上一年同期"),
        ("sheet:旧数", "read", "工作表“旧数”→要读"),
    ],
)
def test_an_answer_is_said_in_words(whole_catalogue: Catalogue, doubt: str, answer: str, words: str) -> None:
    assert answer_words(doubt, answer, whole_catalogue) == words
