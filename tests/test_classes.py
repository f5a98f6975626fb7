"""Values in classes with round ends."""

from decimal import Decimal

import pytest

from faheng.measures.classes import class_breaks, class_of


def breaks(
    values: str, *, target: str | None = None, decimals: int = 2, maximum: int | None = 100, **more
) -> list[str]:
    found = class_breaks(
        [Decimal(value) for value in values.split()],
        target=None if target is None else Decimal(target),
        decimals=decimals,
        maximum=None if maximum is None else Decimal(maximum),
        upper_ends=more.get("upper_ends", False),
    )
    return [f"{each:f}" for each in found]


def test_the_target_is_a_break() -> None:
    # The example of the reference: 3 of 9 met 80.
    assert breaks("86 73 79 87 59 52 67 85 78", target="80") == ["60", "70", "80"]


@pytest.mark.parametrize(
    ("values", "target", "expected"),
    [
        ("96 97 98 99 100", "95", ["95", "97", "99"]),  # all met: nothing beyond 100
        ("100 100", "95", ["95"]),
        ("100 100", None, []),
        ("", "95", ["95"]),
    ],
)
def test_there_are_no_classes_without_values_to_tell_apart(values, target, expected) -> None:
    assert breaks(values, target=target) == expected


def test_counts_are_divided_at_round_numbers() -> None:
    found = breaks("12 130 560 88 240 310 45", decimals=0, maximum=None)
    assert found == ["100", "200", "300"]


def test_what_is_at_a_break_meets_a_target_either_way() -> None:
    ends = [Decimal(5), Decimal(10)]
    assert class_of(Decimal(5), ends, upper_ends=False) == 1  # 5 of at least 5
    assert class_of(Decimal(5), ends, upper_ends=True) == 0  # 5 of at most 5


def test_no_class_is_finer_than_what_is_printed() -> None:
    assert breaks("3 4", decimals=0, maximum=None) == ["2", "3", "4"]
