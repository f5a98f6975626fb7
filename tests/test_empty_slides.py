"""Every writer makes a page of a body that has nothing to show, as a first period or a city without reports gives it."""

from __future__ import annotations

import pytest
from decks import STAMP, deck_of

from faheng.charts.spec import DotComparison, Matrix, Trend
from faheng.charts.spec_over_time import Bump, SmallMultiples
from faheng.charts.spec_profile import Bullets, Spine
from faheng.meeting.slide import Agenda, Body, KeyNumbers, Sentences, Slide
from faheng.meeting.splitting import split
from faheng.meeting.writers import FORMATS
from faheng.tables import Column, Table

WORDS = {"title": "没有数", "subtitle": "", "source": "来源：各地区报送"}
EMPTY: tuple[Body, ...] = (
    Agenda(()),
    KeyNumbers(()),
    Sentences(()),
    Table("表", (Column("a", "甲"),), ()),
    Matrix(**WORDS, corner="指标", columns=(), rows=()),
    Spine(**WORDS, whose="石桥县", groups=()),
    Bullets(**WORDS, whose="石桥县", groups=()),
    DotComparison(**WORDS, rows=(), lines=(), unit="%", decimals=1),
    Trend(**WORDS, periods=(), series=(), unit="%", decimals=1),
    SmallMultiples(**WORDS, periods=(), panels=(), unit="%"),
    Bump(**WORDS, periods=(), lines=(), places=0),
)


@pytest.mark.parametrize("body", EMPTY, ids=lambda body: type(body).__name__)
def test_an_empty_body_stays_a_slide(body: Body) -> None:
    assert len(split(body)) == 1


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("body", EMPTY, ids=lambda body: type(body).__name__)
def test_an_empty_slide_is_written(body: Body, form: str) -> None:
    slide = Slide(slide_id="s1", shows="chart", title="没有数", computed="没有数", body=body, source="来源")
    assert FORMATS[form].write(deck_of(), [slide], STAMP, details={})
