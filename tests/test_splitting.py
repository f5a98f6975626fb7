"""Nine rows at most on a slide: what is longer is several slides, with its headings."""

from decimal import Decimal

import pytest

from faheng.charts.spec import DotComparison, DotRow, Matrix, MatrixCell, MatrixColumn, MatrixRow
from faheng.charts.spec_profile import Spine, SpineGroup, SpineRow
from faheng.meeting.slide import KeyNumbers, Sentences
from faheng.meeting.splitting import evenly, split
from faheng.tables import Column, Table
from faheng.views.findings import Finding, FindingGroup

WORDS = {"title": "标题", "subtitle": "", "source": ""}


@pytest.mark.parametrize(("count", "sizes"), [(9, [9]), (10, [5, 5]), (19, [6, 7, 6]), (0, [0])])
def test_rows_are_spread_evenly(count: int, sizes: list[int]) -> None:
    assert [len(part) for part in evenly(range(count), 9)] == sizes


def test_ten_regions_are_two_slides_in_their_order() -> None:
    rows = tuple(DotRow(str(number), f"{number}县", "1%", Decimal(1)) for number in range(10))
    parts = split(DotComparison(**WORDS, rows=rows, lines=(), unit="%", decimals=1))
    assert [[row.key for row in part.rows] for part in parts] == [list("01234"), list("56789")]  # type: ignore[union-attr]


def _matrix(*labels: str, columns: int = 2) -> Matrix:
    """A matrix; a label in brackets is a heading."""
    cells = tuple(MatrixCell(str(place)) for place in range(columns))
    rows = tuple(MatrixRow(label, () if label.startswith("[") else cells) for label in labels)
    heads = tuple(MatrixColumn(str(place), is_total=place == columns - 1) for place in range(columns))
    return Matrix(**WORDS, corner="指标", columns=heads, rows=rows)


def test_a_matrix_is_cut_below_its_heading_which_stands_again() -> None:
    parts = split(_matrix("[一]", *"abcdefghij", "[二]", "k"))
    assert [[row.label for row in part.rows] for part in parts] == [  # type: ignore[union-attr]
        ["[一]", *"abcdefgh"],
        ["[一]", "i", "j", "[二]", "k"],
    ]


def test_a_heading_never_ends_a_slide() -> None:
    parts = split(_matrix("[一]", *"abcdefg", "[二]", "h"))
    assert [[row.label for row in part.rows] for part in parts] == [["[一]", *"abcdefg"], ["[二]", "h"]]  # type: ignore[union-attr]


def test_a_wide_matrix_is_cut_between_columns_and_keeps_the_total() -> None:
    parts = split(_matrix("a", columns=15))
    assert [[column.label for column in part.columns] for part in parts] == [  # type: ignore[union-attr]
        [*map(str, range(7)), "14"],
        [*map(str, range(7, 14)), "14"],
    ]
    assert [cell.text for cell in parts[1].rows[0].cells] == [*map(str, range(7, 14)), "14"]  # type: ignore[union-attr]


def test_a_profile_is_cut_between_indicators() -> None:
    groups = tuple(
        SpineGroup(label, tuple(SpineRow(f"{label}{number}", "1%", "1%") for number in range(count)))
        for label, count in (("甲", 10), ("乙", 2))
    )
    parts = split(Spine(**WORDS, whose="石桥县", groups=groups))
    shown = [[(group.label, len(group.rows)) for group in part.groups] for part in parts]  # type: ignore[union-attr]
    assert shown == [[("甲", 8)], [("甲", 2), ("乙", 2)]]


def test_sentences_keep_the_heading_of_their_group() -> None:
    groups = (
        FindingGroup(tuple(map(Finding, "一二三四")), "强项"),
        FindingGroup(tuple(map(Finding, "五六")), "短板"),
    )
    parts = split(Sentences(groups))
    shown = [
        [(group.label, "".join(each.text for each in group.findings)) for group in part.groups]  # type: ignore[union-attr]
        for part in parts
    ]
    assert shown == [[("强项", "一二三")], [("强项", "四"), ("短板", "五六")]]


def test_a_table_keeps_its_keys_and_its_footer() -> None:
    rows = tuple((f"行{number}",) for number in range(8))
    parts = split(Table("表", (Column("a", "甲"),), rows, keys=tuple("abcdefgh"), footer_rows=1))
    assert [(part.keys, part.footer_rows) for part in parts] == [(tuple("abcd"), 0), (tuple("efgh"), 1)]  # type: ignore[union-attr]


def test_no_number_is_one_empty_slide() -> None:
    assert split(KeyNumbers(())) == (KeyNumbers(()),)
