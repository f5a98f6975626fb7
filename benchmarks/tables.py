"""Measured numbers as tables in Markdown: medians, ratios, and whether an aim is met."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from statistics import median


def ratio(numbers: list[float], base: list[float], most: float | None = None) -> str:
    """The ratio of two medians, with whether it is within the aim where there is one."""
    ratio = median(numbers) / median(base)
    return f"{ratio:.2f}" if most is None else f"{ratio:.2f} ({met(ratio <= most)})"


def met(is_met: bool) -> str:
    """`met` or `not met`."""
    return "met" if is_met else "not met"


def spread(numbers: list[float], decimals: int = 0) -> str:
    """`38.4 (37.9–49.9)`: the median, with the least and the most where they differ."""
    if not numbers:
        return "–"
    least, middle, most = (f"{each:.{decimals}f}" for each in (min(numbers), median(numbers), max(numbers)))
    return middle if least == most else f"{middle} ({least}–{most})"


def table(heads: str, rows: Iterable[Sequence[str]]) -> str:
    """A table in Markdown; `heads` are separated by `|`."""
    columns = heads.count("|") + 1
    lines = [f"| {heads} |", "|" + "---|" * columns, *(f"| {' | '.join(row)} |" for row in rows)]
    return "\n".join(lines)
