"""The submissions that wait for a review or a release: who sent them, what they change, how often they were sent back."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from faheng.catalogue import Catalogue
from faheng.review_reasons import REVIEW_REASONS
from faheng.store.releases import compare, merged_values
from faheng.store.submissions import STATUS_NAMES
from faheng.tables import Column, Table
from faheng.views.differences import count_kinds


def kinds_of(store: Any, *, release: int, submission_id: int) -> dict[str, int]:
    """How many values of a submission are 新增, 修改, 不变 against `release`."""
    values = [value for value, _ in merged_values(store, [submission_id], release=release)]
    return count_kinds(change for change in compare(store, values, release=release) if change.new is not None)


def submission_words(row: Any, catalogue: Catalogue) -> str:
    """`报送 22：东湖区 王芳 11-26 20:05，210 个数`; `row` is one of queries/submission_list.sql."""
    unit = catalogue.known_region(row.sender_code).name
    return f"报送 {row.submission_id}：{unit} {row.sent_by} {row.received_at:%m-%d %H:%M}，{row.value_count} 个数"


def queue_table(
    rows: Sequence[Any],
    kinds: Mapping[int, Mapping[str, int]],
    points: Mapping[int, Sequence[Any]],
    catalogue: Catalogue,
) -> Table:
    """One row per submission; `kinds` and `points` by its number."""
    columns = {
        Column("number", "报送"): [str(row.submission_id) for row in rows],
        Column("unit", "报送单位"): [catalogue.known_region(row.sender_code).name for row in rows],
        Column("person", "报送人"): [row.sent_by for row in rows],
        Column("received", "收到"): [f"{row.received_at:%m-%d %H:%M}" for row in rows],
        Column("count", "个数", decimals=0): [row.value_count for row in rows],
        Column("changed", "修改", decimals=0): [kinds[row.submission_id]["修改"] for row in rows],
        Column("added", "新增", decimals=0): [kinds[row.submission_id]["新增"] for row in rows],
        Column("returned", "退回过"): [_times(points[row.submission_id]) for row in rows],
        Column("status", "状态"): [STATUS_NAMES[row.status] for row in rows],
        Column("file", "文件"): [row.file_name for row in rows],
    }
    return Table(
        title="等待审核和发布的报送",
        columns=tuple(columns),
        rows=tuple(zip(*columns.values(), strict=True)),
        keys=tuple(str(row.submission_id) for row in rows),
    )


def _times(points: Collection[Any]) -> str:
    """A return has one moment for all its points."""
    times = len({(point.submission_id, point.raised_at) for point in points})
    return f"{times} 次" if times else "—"


def earlier_numbers(row: Any, rows: Sequence[Any]) -> list[int]:
    """The number of a submission and of those whose place it took, newest first."""
    replaces = {each.submission_id: each.replaces for each in rows}
    found = [row.submission_id]
    while (before := replaces.get(found[-1])) is not None and before not in found:
        found.append(before)
    return found


def point_words(point: Any) -> str:
    """`年度!D7：口径不对，应含调解结案（李审核，11-26 20:05）`; `point` is one of queries/review_points.sql."""
    reason = REVIEW_REASONS.get(point.reason, point.reason)
    said = "，".join(words for words in (reason, point.text) if words)
    return f"{point.cell or '整份文件'}：{said}（{point.raised_by}，{point.raised_at:%m-%d %H:%M}）"


def answer_words(point: Any) -> str:
    """`答复：当月结案减少（王芳，11-26 21:10）`; empty without an answer."""
    if not point.answer:
        return ""
    return f"答复：{point.answer}（{point.answered_by}，{point.answered_at:%m-%d %H:%M}）"
