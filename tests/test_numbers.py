"""One cell as a number, a missing mark or a fault."""

from decimal import Decimal

import pytest

from faheng.intake.grid import Cell
from faheng.intake.numbers import decimals_of, has_percent, read_number, read_text


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1234", "1234"),
        ("1,234", "1234"),
        ("1，234", "1234"),
        ("１２３４", "1234"),
        ("1234.0", "1234.0"),
        ("1234 ", "1234"),
        ("1 234", "1234"),
        ("　12\u200b ", "12"),
        ("452①", "452"),
        ("452²", "452"),
        ("88件", "88"),
        ("共12件", "12"),
        ("-1.98", "-1.98"),
        ("－3", "-3"),
        (".5", "0.5"),
        ("0", "0"),
    ],
)
def test_a_number_is_read_as_people_write_it(text: str, value: str) -> None:
    reading = read_text(text)
    assert (reading.value, reading.multiplier, reading.percent) == (Decimal(value), 1, False)
    assert not reading.approximate


@pytest.mark.parametrize(
    ("text", "value", "multiplier"),
    [("11.5万", "11.5", 10_000), ("4.4万余件", "4.4", 10_000), ("1.2亿", "1.2", 100_000_000)],
)
def test_ten_thousands_in_the_text_multiply(text: str, value: str, multiplier: int) -> None:
    reading = read_text(text)
    assert (reading.value, reading.multiplier) == (Decimal(value), multiplier)


@pytest.mark.parametrize("text", ["31.94%", "３１.９４％", "31.94 %"])
def test_a_percent_sign_in_the_text_is_kept(text: str) -> None:
    assert (read_text(text).value, read_text(text).percent) == (Decimal("31.94"), True)


@pytest.mark.parametrize("text", ["约98%", "1800余次", "50多件", "近300", "超100", "20以上", "≥3", "12左右"])
def test_about_is_noticed(text: str) -> None:
    assert read_text(text).approximate


@pytest.mark.parametrize(
    "text",
    ["三百多", "三十", "两万余", "50~60", "50—60", "12/15", "1.5倍", "90%(36/40)", "(12)", "12 34", "1.2.3", "12元件", "+", "个",
     "全覆盖", "2.5个百分点", "1e5", "452 1)"],
)  # fmt: skip
def test_what_is_not_exactly_a_number_is_a_fault(text: str) -> None:
    assert (read_text(text).value, read_text(text).fault) == (None, "not_a_number")


@pytest.mark.parametrize("text", ["1,23", "12,34", "1,2345"])
def test_a_comma_at_a_wrong_place_is_a_fault(text: str) -> None:
    assert read_text(text).fault == "thousands"


@pytest.mark.parametrize("text", ["", " ", "—", "——", "-", "－", "/", "／", "…", "……", "未报", "未统计", "*"])
def test_marks_of_what_is_not_reported(text: str) -> None:
    assert read_text(text).mark == "not_reported"


@pytest.mark.parametrize("text", ["无案件", "不涉及", "无 案件"])
def test_marks_of_what_does_not_apply(text: str) -> None:
    assert read_text(text).mark == "not_applicable"


@pytest.mark.parametrize("text", ["无", "暂无", "N/A", "n/a", "没有", "待核实"])
def test_marks_that_may_mean_several_things(text: str) -> None:
    assert read_text(text).mark == "ask"


@pytest.mark.parametrize(
    ("stored", "number_format", "value", "percent"),
    [
        ("0.3194", "0.00%", "31.94", True),
        ("0.98", "0%", "98", True),
        ("1", "0%", "100", True),
        ("31.94", '0.00"%"', "31.94", True),
        ("31.94", r"0.00\%", "31.94", True),
        ("31.94", "0.00_%", "31.94", False),
        ("5", "[Red]0.0;-0.0%", "5", False),
        ("1e30", "0%", "1e32", True),
    ],
)
def test_percent_formats(stored: str, number_format: str, value: str, percent: bool) -> None:
    reading = read_number(Cell(stored, Decimal(stored), number_format, "number"))
    assert (reading.value, reading.percent) == (Decimal(value), percent)


def test_a_percent_cell_keeps_the_decimals_as_typed() -> None:
    reading = read_number(Cell("0.98", Decimal("0.98"), "0%", "number"))
    assert reading.value is not None
    assert decimals_of(reading.value) == 0


def test_a_format_that_shows_ten_thousands() -> None:
    shown = read_number(Cell("11.5", Decimal("11.5"), '0.0"万"', "number"))
    divided = read_number(Cell("115000", Decimal(115000), '0!.0,"万"', "number"))
    assert (shown.value, shown.multiplier, shown.says_scale) == (Decimal("11.5"), 10_000, True)
    assert (divided.value, divided.multiplier, divided.says_scale) == (Decimal(115000), 1, True)


def test_cells_that_hold_no_number() -> None:
    assert read_number(None).mark == "not_reported"
    assert read_number(Cell("#DIV/0!", "#DIV/0!", kind="error")).fault == "error_cell"
    assert read_number(Cell("", None, kind="uncomputed")).fault == "uncomputed"
    assert read_number(Cell("45000", "2023-03-15", "yyyy/m/d", "date")).fault == "date"
    assert read_number(Cell("1", True, kind="boolean")).fault == "not_a_number"


def test_quoted_and_escaped_signs_are_no_percent_format() -> None:
    assert has_percent("0.00%")
    assert not has_percent('0.00"%"')
    assert not has_percent(r"0.00\%")
    assert not has_percent("General")
