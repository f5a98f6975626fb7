"""我的报送: what became of a sender's own submissions, what was sent back and why, what a new file takes the place of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from faheng.catalogue import Catalogue
from faheng.intake.grid import place
from faheng.intake.reading import Issue, Value
from faheng.measures.wording import full_width, plain_number
from faheng.review_reasons import REVIEW_REASONS
from faheng.roles import Actor
from faheng.store.database import Store
from faheng.store.reviews import review_points
from faheng.store.submissions import STATUS_NAMES, own_submissions, submission_values
from faheng.tables import Column, Table
from faheng.views.differences import value_words
from faheng.views.sheet import RETURNED_RULE


def own_table(rows: Sequence[Any], catalogue: Catalogue) -> Table:
    """One row per submission, in the order given; `keys` are their numbers."""
    return Table(
        title="我的报送",
        columns=(
            Column("number", "编号", decimals=0),
            Column("state", "状态"),
            Column("values", "数", decimals=0),
            Column("time", "时间"),
            Column("unit", "单位"),
            Column("person", "报送人"),
            Column("file", "文件"),
            Column("note", "说明"),
        ),
        rows=tuple(
            (
                row.submission_id,
                STATUS_NAMES[row.status],
                row.value_count,
                f"{row.received_at:%Y-%m-%d %H:%M}",
                catalogue.known_region(row.sender_code).name,
                row.sent_by,
                row.file_name,
                _note(row),
            )
            for row in rows
        ),
        keys=tuple(str(row.submission_id) for row in rows),
        source="法衡",
        made_up=any(catalogue.is_made_up(row.city_code) for row in rows),
    )


def _note(row: Any) -> str:
    replaced = f"代替报送 {row.replaces}" if row.replaces else ""
    return "；".join(words for words in (replaced, row.note) if words)


@dataclass(frozen=True)
class ReturnedPoint:
    """What a reviewer sent back: where (`cell` is '' for the whole file), which figure, why, and what was answered."""

    point_id: int
    cell: str
    place: str
    figure: str
    reason: str
    raised_by: str
    raised_at: datetime
    answer: str
    answered_by: str


def returned_points(store: Store, submission_id: int, catalogue: Catalogue) -> tuple[ReturnedPoint, ...]:
    """What was sent back of a submission, the oldest first."""
    figures: dict[str, str] = {}
    for value in submission_values(store, [submission_id])[submission_id]:
        figures |= _figures(value, catalogue)
    return tuple(
        ReturnedPoint(
            row.point_id,
            row.cell,
            place(row.cell) if row.cell else "整份文件",
            figures.get(row.cell, ""),
            "：".join(words for words in (REVIEW_REASONS[row.reason], row.text) if words),
            row.raised_by,
            row.raised_at,
            row.answer,
            row.answered_by,
        )
        for row in review_points(store, [submission_id])[submission_id]
    )


def _figures(value: Value, catalogue: Catalogue) -> dict[str, str]:
    """What each cell of a value holds: `东湖区2024年行政机关负责人出庭应诉率，90.00%（45/50），出庭件数 45`."""
    indicator = catalogue.known_indicator(value.indicator_code)
    about = f"{catalogue.known_region(value.region_code).name}{value.period}{indicator.name}"
    whole = f"{about}：{value_words(value, catalogue)}"
    words = {value.value_cell: whole}
    for cell, name, number in (
        (value.numerator_cell, indicator.numerator_name, value.numerator),
        (value.denominator_cell, indicator.denominator_name, value.denominator),
    ):
        if number is not None:
            words[cell] = f"{whole}，其中{full_width(name)} {plain_number(number)}"
    return {cell: text for cell, text in words.items() if cell is not None}


def as_issues(points: Iterable[ReturnedPoint]) -> tuple[Issue, ...]:
    """The points that stand at a cell and wait for an answer, as the picture of a sheet marks them."""
    return tuple(
        Issue(point.cell, "error", RETURNED_RULE, f"{point.raised_by}：{point.reason}")
        for point in points
        if point.cell and not point.answer
    )


@dataclass(frozen=True)
class Replaceable:
    """An own submission that is waiting or was sent back and has some of the same figures as a new file.

    `both` figures are in the two of them, `left` only in the earlier one: they would not be reported any more.
    """

    number: int
    status: str
    both: int
    left: int

    @property
    def words(self) -> str:
        """`代替报送 12（退回，同样的数 3 个）`."""
        left = f"；另有 {self.left} 个数不在新文件里" if self.left else ""
        return f"代替报送 {self.number}（{STATUS_NAMES[self.status]}，同样的数 {self.both} 个{left}）"

    @property
    def is_proposed(self) -> bool:
        """Whether it is replaced unless the sender says otherwise: a file of one figure is no new version of many."""
        return self.both >= self.left


def replaceable(
    store: Store, *, actor: Actor, unit_code: str, values: Sequence[Value]
) -> tuple[Replaceable, ...]:
    """The open submissions of a unit that a file with these values may take the place of, the likeliest first."""
    new = {(value.key, value.basis) for value in values}
    rows = {
        row.submission_id: row
        for row in own_submissions(store, actor=actor)
        if row.sender_code == unit_code and row.status in ("pending", "returned")
    }
    found = []
    for number, earlier in submission_values(store, list(rows)).items():
        keys = {(value.key, value.basis) for value in earlier}
        if both := len(keys & new):
            found.append(Replaceable(number, rows[number].status, both, len(keys) - both))
    return tuple(sorted(found, key=lambda each: (not each.is_proposed, -each.both, -each.number)))
