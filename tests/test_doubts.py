"""A title that somebody wrote is doubted when its numbers are not on the slide, or when what it replaced changed."""

from decimal import Decimal

import pytest

from faheng.charts.spec import DotComparison, DotRow
from faheng.meeting.doubts import numbers_in, speech_doubts, title_doubts

CHART = DotComparison(
    title="西岭区 81.01%，最低",
    subtitle="演示市 · 2024年",
    source="",
    rows=(DotRow("990103", "西岭区", "81.01%", Decimal("81.01"), detail="64/79"),),
    lines=(),
    unit="%",
    decimals=2,
)


def _doubts(title: str, *, was: str = CHART.title) -> tuple[str, ...]:
    return title_doubts(title, was=was, computed=CHART.title, shown=CHART)


@pytest.mark.parametrize(
    "title", ["西岭区 2024年只有 81.01%", "按第 9 版的数", "79 件中 64 件出庭", "西岭区须重视", "81.010%"]
)
def test_a_title_whose_numbers_are_shown_is_not_doubted(title: str) -> None:
    assert _doubts(title) == ()


def test_a_number_that_is_not_on_the_slide_is_named() -> None:
    assert _doubts("西岭区 81%，差 12 件") == ("标题里的 81、12 不在这一页的数里。",)
    assert _doubts("西岭区 2023年第3名") == ("标题里的 2023、3 不在这一页的数里。",)


def test_a_title_whose_original_changed_is_doubted() -> None:
    assert _doubts("西岭区须重视", was="西岭区 75%，最低") == (
        "写标题时算出的是“西岭区 75%，最低”，现在是“西岭区 81.01%，最低”。",
    )


def test_a_number_in_the_speakers_words_that_is_not_on_the_slide_is_named() -> None:
    assert speech_doubts("2024年只有 81.1%", shown=CHART) == ("讲稿里的 81.1 不在这一页的数里。",)


@pytest.mark.parametrize(
    "speech",
    [
        "西岭区 81.01%",
        "用3分钟讲，11月27日 9:30 到第12页",
        "1. 先讲西岭区\n2、再讲整改",
        "讲 1.5 小时，14.5点散会",
        "",
    ],
)
def test_days_minutes_pages_and_numbering_are_no_numbers_of_a_slide(speech: str) -> None:
    assert speech_doubts(speech, shown=CHART) == ()


def test_numbers_are_compared_by_their_value() -> None:
    assert numbers_in("1,234 件，12.50%，第3名") == (Decimal(1234), Decimal("12.5"), Decimal(3))
